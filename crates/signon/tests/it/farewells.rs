//! Applications hear that a sign-on ended, whoever ended it, and nobody who leaves waits for them.

use crate::office::{ISSUER, Office, REGION, key, liaison, node, office, offices, reaching, verifier, web_terms};
use crate::receiver::{NEVER, Receiver};
use crate::sign_on::published;
use crate::site::{Site, claims};
use axum::http::StatusCode;
use base64::Engine as _;
use kernel::{Actor, NewEvent};
use serde_json::{Value, json};
use signon::model::address::BadAddress;
use signon::model::jws::verify;
use signon::model::terms::{Kind, Mistake};
use signon::{NewKey, Refused, Registered};
use store::{ANY_VERSION, Commit};
use testkit::{Reply, form};
use web::outgoing::Reach;

const WHOLE: &str = "openid profile offline_access";

impl Office {
    /// A key whose application hears farewells here.
    pub async fn told(&self, address: &str) -> Registered {
        self.register(NewKey { logout: address.into(), ..key(Kind::Web, web_terms()) }).await
    }

    /// What identity writes into the log.
    pub async fn happens(&self, name: &str, stream: &str, data: Value) {
        let event = NewEvent { name: name.into(), happened_at: self.ledger.now(), actor: Actor::System, data };
        let commit = Commit { events: vec![event], ..Commit::new(REGION, stream, ANY_VERSION) };
        self.ledger.store.commit(commit, self.ledger.now()).await.unwrap();
    }

    /// The officer's session of [`Site`] is signed out.
    pub async fn signs_out(&self, session: &web::Session) {
        let stream = format!("sign-in/{}", session.officer.0);
        self.happens("officer.signed_out", &stream, json!({ "session": session.handle() })).await;
        self.follows().await;
    }

    /// The worker follows the log to its end.
    pub async fn follows(&self) {
        for projection in signon::projections() {
            while self.ledger.store.run_projection(&*projection, REGION, 100, self.ledger.now()).await.unwrap() > 0 {}
        }
    }
}

fn head(token: &str) -> Value {
    let part = token.split('.').next().unwrap();
    serde_json::from_slice(&base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

async fn lives(site: &Site, tokens: &Value) -> bool {
    let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
    site.ask("GET", "/oauth/userinfo", &[("authorization", &bearer)], "").await.status == StatusCode::OK
}

async fn refreshed(site: &Site, client: &Registered, tokens: &Value) -> Reply {
    let token = tokens["refresh_token"].as_str().unwrap();
    site.token(client, &[("grant_type", "refresh_token"), ("refresh_token", token)]).await
}

/// The person signs off at the application.
async fn signs_off(site: &Site, tokens: &Value) -> StatusCode {
    let hint = tokens["id_token"].as_str().unwrap();
    let fields = [("id_token_hint", hint), ("post_logout_redirect_uri", "https://simpus.contoh.go.id/")];
    let path = format!("/oauth/keluar?{}", form(&fields));
    site.ask("GET", &path, &[], "").await.status
}

#[tokio::test]
async fn every_application_of_a_session_hears_that_it_ended_and_can_prove_that_we_said_so() {
    for office in offices().await {
        let receivers = [Receiver::start().await, Receiver::start().await];
        let clients = [office.told(&receivers[0].address).await, office.told(&receivers[1].address).await];
        let site = Site::new(&office, vec![verifier(), liaison()]);
        let signed_on = [
            site.signed_on(0, &clients[0], "openid profile").await,
            site.signed_on(0, &clients[1], "openid profile").await,
        ];
        let other = site.signed_on(1, &clients[0], "openid").await;
        office.signs_out(&verifier()).await;
        assert_eq!(office.signon.say_farewells().await, Ok(2));
        for ((receiver, client), tokens) in receivers.iter().zip(&clients).zip(&signed_on) {
            let heard = receiver.heard();
            let [token] = heard.as_slice() else { panic!("{heard:?}") };
            assert_eq!((&head(token)["typ"], &head(token)["alg"]), (&json!("logout+jwt"), &json!("ES256")));
            let told = verify(token, &published(&site).await).unwrap();
            let known = claims(tokens["id_token"].as_str().unwrap());
            assert_eq!((&told["iss"], &told["aud"]), (&json!(ISSUER), &json!(client.id)));
            assert_eq!((&told["sub"], &told["sid"]), (&known["sub"], &known["sid"]));
            assert_eq!(told["events"], json!({ "http://schemas.openid.net/event/backchannel-logout": {} }));
            assert!(told["exp"].as_i64().unwrap() - told["iat"].as_i64().unwrap() <= 120);
            assert!(told["jti"].is_string() && !told.contains_key("nonce"));
            assert!(!lives(&site, tokens).await);
        }
        assert!(lives(&site, &other).await, "another session goes on");
        office.signs_out(&verifier()).await;
        assert_eq!(office.signon.say_farewells().await, Ok(0), "once for each sign-on");
    }
}

#[tokio::test]
async fn what_was_to_go_on_without_the_person_goes_on_until_their_account_is_closed() {
    for office in offices().await {
        let receiver = Receiver::start().await;
        let client = office.told(&receiver.address).await;
        let site = Site::new(&office, vec![verifier()]);
        let tokens = site.signed_on(0, &client, WHOLE).await;
        office.signs_out(&verifier()).await;
        assert_eq!(office.signon.say_farewells().await, Ok(1), "the application ends its own session all the same");
        let tokens = refreshed(&site, &client, &tokens).await.json();
        office.happens("officer.disabled", "officer/tono", json!({})).await;
        office.follows().await;
        assert_eq!(refreshed(&site, &client, &tokens).await.json()["error"], "invalid_grant");
    }
}

#[tokio::test]
async fn a_closed_account_ended_sessions_and_a_new_password_end_every_sign_on_of_the_officer() {
    for office in offices().await {
        let receiver = Receiver::start().await;
        let client = office.told(&receiver.address).await;
        let site = Site::new(&office, vec![verifier(), liaison()]);
        for name in ["officer.disabled", "sessions.ended", "password.set"] {
            let (own, other) = (site.signed_on(0, &client, WHOLE).await, site.signed_on(1, &client, "openid").await);
            office.happens(name, "officer/tono", json!({})).await;
            office.follows().await;
            assert_eq!(office.signon.say_farewells().await, Ok(1), "{name}");
            assert!(!lives(&site, &own).await && lives(&site, &other).await, "{name}");
            assert_eq!(refreshed(&site, &client, &own).await.json()["error"], "invalid_grant", "{name}");
        }
    }
}

#[tokio::test]
async fn a_log_that_is_read_late_ends_nothing_that_began_after_it() {
    for office in offices().await {
        let receiver = Receiver::start().await;
        let client = office.told(&receiver.address).await;
        let site = Site::new(&office, vec![verifier()]);
        office.happens("password.set", "officer/tono", json!({})).await;
        office.happens("officer.signed_out", "sign-in/tono", json!({})).await;
        office.ledger.clock.advance(1);
        let tokens = site.signed_on(0, &client, "openid").await;
        office.follows().await;
        assert!(lives(&site, &tokens).await);
        assert_eq!(office.signon.say_farewells().await, Ok(0));
    }
}

#[tokio::test]
async fn who_signs_off_at_one_application_leaves_that_one_and_it_hears_of_it() {
    for office in offices().await {
        let receiver = Receiver::start().await;
        let client = office.told(&receiver.address).await;
        let site = Site::new(&office, vec![verifier()]);
        let (gone, stays) =
            (site.signed_on(0, &client, "openid").await, site.signed_on(0, &client, "openid profile").await);
        assert_eq!(signs_off(&site, &gone).await, StatusCode::SEE_OTHER);
        assert_eq!(office.signon.say_farewells().await, Ok(1));
        let sid = claims(gone["id_token"].as_str().unwrap())["sid"].clone();
        assert_eq!(claims(&receiver.heard()[0])["sid"], sid);
        assert!(lives(&site, &stays).await);
    }
}

#[tokio::test]
async fn an_application_that_takes_its_own_token_back_needs_no_telling() {
    let office = office().await;
    let receiver = Receiver::start().await;
    let client = office.told(&receiver.address).await;
    let site = Site::new(&office, vec![verifier()]);
    let tokens = site.signed_on(0, &client, WHOLE).await;
    let secret = client.secret.as_ref().unwrap().text.as_str();
    let fields = [
        ("client_id", client.id.as_str()),
        ("client_secret", secret),
        ("token", tokens["refresh_token"].as_str().unwrap()),
    ];
    assert_eq!(site.post("/oauth/revoke", &fields).await.status, StatusCode::OK);
    assert!(!lives(&site, &tokens).await);
    assert_eq!(office.signon.say_farewells().await, Ok(0));
}

#[tokio::test]
async fn a_receiver_that_is_away_hears_it_later_in_a_token_of_that_moment() {
    for office in offices().await {
        let receiver = Receiver::start().await;
        let client = office.told(&receiver.address).await;
        let site = Site::new(&office, vec![verifier()]);
        site.signed_on(0, &client, "openid").await;
        receiver.answers(503);
        office.signs_out(&verifier()).await;
        assert_eq!(office.signon.say_farewells().await, Ok(0));
        let first = receiver.heard();
        receiver.answers(204);
        assert_eq!(office.signon.say_farewells().await, Ok(0), "not yet");
        office.ledger.clock.advance(15);
        assert_eq!(office.signon.say_farewells().await, Ok(1));
        let (first, then) = (claims(&first[0]), claims(&receiver.heard()[0]));
        assert_eq!(then["iat"].as_i64().unwrap() - first["iat"].as_i64().unwrap(), 15);
        assert_ne!(first["jti"], then["jti"]);
        office.ledger.clock.advance(86_400);
        assert_eq!(office.signon.say_farewells().await, Ok(0), "once");
    }
}

#[tokio::test]
async fn one_that_refuses_is_seen_on_the_page_of_the_key_and_given_up_after_a_day() {
    for office in offices().await {
        let receiver = Receiver::start().await;
        let client = office.told(&receiver.address).await;
        let site = Site::new(&office, vec![verifier(), liaison()]);
        site.signed_on(0, &client, "openid").await;
        receiver.answers(400);
        office.signs_out(&verifier()).await;
        let page = format!("/pengembang/kunci/{}", client.id);
        assert!(!site.get(Some(1), &page).await.body.contains("Pemberitahuan keluar yang belum sampai"));
        office.signon.say_farewells().await.unwrap();
        let told = site.get(Some(1), &page).await.body;
        assert!(told.contains("Pemberitahuan keluar yang belum sampai") && told.contains("menjawab 400"), "{told}");
        assert!(site.get(Some(1), &format!("{page}?bahasa=en")).await.body.contains("server answered 400"));
        for _ in 0..5 {
            office.ledger.clock.advance(6 * 3600);
            office.signon.say_farewells().await.unwrap();
        }
        assert_eq!(receiver.heard().len(), 5, "at once, and four times until a day was over");
        assert!(site.get(Some(1), &page).await.body.contains("Tidak lagi"));
    }
}

#[tokio::test]
async fn signing_out_works_while_nobody_answers() {
    for office in offices().await {
        let nobody = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/pemberitahuan", nobody.local_addr().unwrap());
        drop(nobody);
        let client = office.told(&address).await;
        let site = Site::new(&office, vec![verifier(), liaison()]);
        let (one, other) = (site.signed_on(0, &client, WHOLE).await, site.signed_on(0, &client, "openid").await);
        assert_eq!(signs_off(&site, &one).await, StatusCode::SEE_OTHER);
        office.signs_out(&verifier()).await;
        assert!(!lives(&site, &one).await && !lives(&site, &other).await);
        assert_eq!(office.signon.say_farewells().await, Ok(0));
        let page = site.get(Some(1), &format!("/pengembang/kunci/{}", client.id)).await.body;
        assert_eq!(page.matches("Server aplikasi tidak dapat dihubungi.").count(), 2);
    }
}

#[tokio::test]
async fn the_worker_does_not_wait_for_a_receiver_that_hangs() {
    let office = office().await;
    let receiver = Receiver::start().await;
    let client = office.told(&receiver.address).await;
    let site = Site::new(&office, vec![verifier()]);
    site.signed_on(0, &client, "openid").await;
    receiver.answers(NEVER);
    office.signs_out(&verifier()).await;
    let jobs = signon::jobs(&office.signon);
    let job = jobs.iter().find(|job| job.name() == "signon.farewells").unwrap();
    job.run(office.ledger.now()).await.unwrap();
    receiver.got(1).await;
    job.run(office.ledger.now()).await.unwrap();
    let rows = office.ledger.store.rows("SELECT state, why FROM signon_farewells", &[]).await.unwrap();
    assert_eq!((rows[0].text(0).unwrap(), rows[0].text(1).unwrap()), ("menunggu", ""), "it is still under way");
}

#[tokio::test]
async fn of_several_nodes_one_says_it() {
    for office in offices().await {
        let receiver = Receiver::start().await;
        let client = office.told(&receiver.address).await;
        let site = Site::new(&office, vec![verifier()]);
        site.signed_on(0, &client, "openid").await;
        office.signs_out(&verifier()).await;
        let second = node(&office.ledger, &office.people, &office.inventory).await;
        let (here, there) = tokio::join!(office.signon.say_farewells(), second.say_farewells());
        assert_eq!(here.unwrap() + there.unwrap(), 1);
        assert_eq!(receiver.heard().len(), 1);
    }
}

#[tokio::test]
async fn a_revoked_key_is_told_nothing_more() {
    let office = office().await;
    let receiver = Receiver::start().await;
    let client = office.told(&receiver.address).await;
    let site = Site::new(&office, vec![verifier()]);
    site.signed_on(0, &client, "openid").await;
    office.signs_out(&verifier()).await;
    office.signon.revoke(&liaison(), &client.id).await.unwrap();
    assert_eq!(office.signon.say_farewells().await, Ok(0));
    assert!(receiver.heard().is_empty());
}

#[tokio::test]
async fn a_farewell_towards_an_inner_network_is_neither_registered_nor_sent() {
    for office in offices().await {
        let inner = || NewKey { logout: "https://10.7.1.1/pemberitahuan".into(), ..key(Kind::Web, web_terms()) };
        let refused = office.signon.register(&liaison(), inner(), office.form_key()).await;
        let expected = vec![("pemberitahuan", Mistake::Address(BadAddress::Inner))];
        assert_eq!(refused, Err(Refused::Terms(expected)));
        let listed = Reach::Public(vec![web::Network::parse("10.7.0.0/16").unwrap()]);
        let listing = reaching(&office.ledger, &office.people, &office.inventory, listed).await;
        let client = listing.register(&liaison(), inner(), office.form_key()).await.unwrap();
        let site = Site::new(&office, vec![verifier(), liaison()]);
        site.signed_on(0, &client, "openid").await;
        office.signs_out(&verifier()).await;
        assert_eq!(office.signon.say_farewells().await, Ok(0), "the network is listed no more");
        let page = site.get(Some(1), &format!("/pengembang/kunci/{}", client.id)).await.body;
        assert!(page.contains("menuju jaringan dalam"), "{page}");
    }
}
