//! Residents sign on by a code, say what an application may learn, and take it back.

use crate::office::{Office, key, liaison, office, offices, verifier, web_terms};
use crate::receiver::Receiver;
use crate::site::{Site, authorize, claims};
use axum::http::{StatusCode, header};
use signon::Registered;
use signon::model::audience::Audience;
use signon::model::terms::{Kind, Terms};
use testkit::Reply;

const NUMBER: &str = "081234567890";
const SCOPE: &str = "openid profile phone offline_access";

async fn for_residents(office: &Office) -> Registered {
    let terms = Terms { residents: true, officers: Audience::Nobody, ..web_terms() };
    office.agreed(key(Kind::Web, terms)).await
}

/// Proves a contact in the course of a sign-on; the cookie and the answer.
async fn proved(site: &Site, page: &str, typed: &str) -> (String, Reply) {
    let asked = site.ask("GET", page, &[], "").await;
    let coded = site.send_from(&asked.body, "", "/oauth/warga", &[("kontak", typed)]).await;
    assert_eq!(coded.status, StatusCode::OK, "{}", coded.body);
    let came = site.send_from(&coded.body, "", "/oauth/warga/kode", &[("kode", "123456")]).await;
    let cookie = came.headers[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned();
    (cookie, came)
}

/// Goes on to the consent and gives it; the code.
async fn consented(site: &Site, cookie: &str, to: &str, fields: &[(&str, &str)]) -> String {
    let page = site.ask("GET", to, &[("cookie", cookie)], "").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.to());
    let came = site.send_from(&page.body, cookie, "/oauth/warga/persetujuan", fields).await;
    let code = came.body.split("code=").nth(1).unwrap_or_else(|| panic!("no code: {}", came.body));
    code.split('&').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_resident_proves_a_number_and_the_application_learns_what_was_allowed() {
    for office in offices().await {
        let client = for_residents(&office).await;
        let site = Site::new(&office, Vec::new());
        let begin = authorize(&client.id, &[("scope", SCOPE)]);
        let (cookie, came) = proved(&site, &begin, NUMBER).await;
        assert!(came.to().starts_with("/oauth/authorize?"), "{}", came.to());
        let code = consented(&site, &cookie, came.to(), &[("nama", "Sulastri"), ("jawab", "ya")]).await;
        let tokens = site.redeem(&client, &code).await.json();
        let known = claims(tokens["id_token"].as_str().unwrap());
        assert_eq!((&known["name"], &known["phone_number"]), (&"Sulastri".into(), &NUMBER.into()));
        assert_eq!(known["phone_number_verified"], true);
        assert!(known.get("peran").is_none() && known.get("email").is_none());
        let happened = office.happened().await;
        assert!(
            ["consent.given", "sign_on.granted"].iter().all(|name| happened.iter().any(|one| one == name)),
            "{happened:?}"
        );
        let log = format!("{:?}", office.ledger.store.events_after(crate::office::REGION, 0, 100).await.unwrap());
        assert!(!log.contains(NUMBER) && !log.contains("Sulastri"));
        let again = site.ask("GET", &begin, &[("cookie", &cookie)], "").await;
        assert!(again.sent("code").is_some(), "what was allowed is not asked for again");
        let more = authorize(&client.id, &[("scope", "openid profile phone email")]);
        assert_eq!(site.ask("GET", &more, &[("cookie", &cookie)], "").await.status, StatusCode::OK, "more is");
    }
}

#[tokio::test]
async fn two_applications_know_a_resident_by_different_names() {
    let office = office().await;
    let one = for_residents(&office).await;
    let terms = Terms { residents: true, officers: Audience::Nobody, ..web_terms() };
    let new = signon::NewKey { application: "presensi".into(), ..key(Kind::Web, terms) };
    let other = office.signon.register(&crate::office::kominfo(), new, office.form_key()).await.unwrap();
    let second = crate::office::officer("rina", kernel::Role::Head, "dinas-kominfo");
    office.signon.answer(&second, &other.id, 1, None).await.unwrap();
    let site = Site::new(&office, Vec::new());
    let mut names = Vec::new();
    for client in [&one, &other, &one] {
        let (cookie, came) = proved(&site, &authorize(&client.id, &[("prompt", "consent")]), NUMBER).await;
        let code = consented(&site, &cookie, came.to(), &[("jawab", "ya")]).await;
        let tokens = site.redeem(client, &code).await.json();
        names.push(claims(tokens["id_token"].as_str().unwrap())["sub"].as_str().unwrap().to_owned());
    }
    assert_ne!(names[0], names[1]);
    assert_eq!(names[0], names[2], "whoever proves the same number again is the same person there");
}

#[tokio::test]
async fn wrong_codes_and_odd_contacts_are_said_so_and_sign_nobody_on() {
    let office = office().await;
    let client = for_residents(&office).await;
    let site = Site::new(&office, Vec::new());
    let page = site.ask("GET", &authorize(&client.id, &[]), &[], "").await;
    let odd = site.send_from(&page.body, "", "/oauth/warga", &[("kontak", "bukan nomor")]).await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
    let coded = site.send_from(&page.body, "", "/oauth/warga", &[("kontak", NUMBER)]).await;
    let wrong = site.send_from(&coded.body, "", "/oauth/warga/kode", &[("kode", "000000")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("Sisa percobaan") && !wrong.headers.contains_key(header::SET_COOKIE));
    let right = site.send_from(&coded.body, "", "/oauth/warga/kode", &[("kode", "123456")]).await;
    assert_eq!(right.status, StatusCode::SEE_OTHER);
    let used = site.send_from(&coded.body, "", "/oauth/warga/kode", &[("kode", "123456")]).await;
    assert_eq!(used.status, StatusCode::UNPROCESSABLE_ENTITY, "a code serves once");
    let silent = site.ask("GET", &authorize(&client.id, &[("prompt", "none")]), &[], "").await;
    assert_eq!(silent.sent("error").as_deref(), Some("login_required"));
}

#[tokio::test]
async fn consent_needs_the_contact_that_its_form_was_drawn_for() {
    let office = office().await;
    let client = for_residents(&office).await;
    let site = Site::new(&office, Vec::new());
    let begin = authorize(&client.id, &[]);
    let (mine, came) = proved(&site, &begin, NUMBER).await;
    let (other, _) = proved(&site, &begin, "089999999999").await;
    let page = site.ask("GET", came.to(), &[("cookie", &mine)], "").await;
    let foreign = site.send_from(&page.body, &other, "/oauth/warga/persetujuan", &[("jawab", "ya")]).await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    let without = site.send_from(&page.body, "", "/oauth/warga/persetujuan", &[("jawab", "ya")]).await;
    assert!(without.to().starts_with("/oauth/authorize?"), "back to proving it");
    let no = site.send_from(&page.body, &mine, "/oauth/warga/persetujuan", &[("jawab", "tidak")]).await;
    assert!(no.body.contains("error=access_denied"));
}

#[tokio::test]
async fn a_consent_is_seen_and_taken_back_by_whoever_proves_the_same_contact() {
    for office in offices().await {
        let client = for_residents(&office).await;
        let site = Site::new(&office, Vec::new());
        let (cookie, came) = proved(&site, &authorize(&client.id, &[("scope", SCOPE)]), NUMBER).await;
        let code = consented(&site, &cookie, came.to(), &[("nama", "Sulastri"), ("jawab", "ya")]).await;
        let tokens = site.redeem(&client, &code).await.json();
        let (stranger, came) = proved(&site, "/izin-aplikasi", "089999999999").await;
        assert_eq!(came.to(), "/izin-aplikasi");
        let none = site.ask("GET", "/izin-aplikasi", &[("cookie", &stranger)], "").await;
        assert!(!none.body.contains("Simpus"), "others see nothing of it");
        let list = site.ask("GET", "/izin-aplikasi", &[("cookie", &cookie)], "").await;
        assert!(list.body.contains("Simpus"));
        let id = list.body.split("name=\"izin\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let theirs = site.send_from(&list.body, &stranger, "/izin-aplikasi/pencabutan", &[("izin", &id)]).await;
        assert_eq!(theirs.status, StatusCode::NOT_FOUND, "nor can they take it back");
        let back = site.send_from(&list.body, &cookie, "/izin-aplikasi/pencabutan", &[("izin", &id)]).await;
        assert_eq!(back.to(), "/izin-aplikasi");
        let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
        let info = site.ask("GET", "/oauth/userinfo", &[("authorization", &bearer)], "").await;
        assert_eq!(info.status, StatusCode::UNAUTHORIZED);
        let fields = [("grant_type", "refresh_token"), ("refresh_token", tokens["refresh_token"].as_str().unwrap())];
        assert_eq!(site.token(&client, &fields).await.json()["error"], "invalid_grant");
        assert!(office.happened().await.contains(&"consent.withdrawn".to_owned()));
        let done = site.send_from(&list.body, &cookie, "/izin-aplikasi/selesai", &[]).await;
        assert_eq!(done.to(), "/");
        let after = site.ask("GET", "/izin-aplikasi", &[("cookie", &cookie)], "").await;
        assert!(after.body.contains("name=\"kontak\""), "this browser is nobody again");
    }
}

#[tokio::test]
async fn an_application_hears_of_a_consent_that_was_withdrawn_and_of_a_resident_who_leaves_the_browser() {
    for office in offices().await {
        let receiver = Receiver::start().await;
        let terms = Terms { residents: true, officers: Audience::Nobody, ..web_terms() };
        let new = signon::NewKey { logout: receiver.address.clone(), ..key(Kind::Web, terms) };
        let client = office.agreed(new).await;
        let site = Site::new(&office, Vec::new());
        for action in ["/izin-aplikasi/pencabutan", "/izin-aplikasi/selesai"] {
            let (cookie, came) = proved(&site, &authorize(&client.id, &[]), NUMBER).await;
            let code = consented(&site, &cookie, came.to(), &[("jawab", "ya")]).await;
            let tokens = site.redeem(&client, &code).await.json();
            let list = site.ask("GET", "/izin-aplikasi", &[("cookie", &cookie)], "").await.body;
            let id = list.split("name=\"izin\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
            site.send_from(&list, &cookie, action, &[("izin", &id)]).await;
            assert_eq!(office.signon.say_farewells().await, Ok(1), "{action}");
            let (told, known) = (claims(&receiver.heard()[0]), claims(tokens["id_token"].as_str().unwrap()));
            assert_eq!((&told["sub"], &told["sid"]), (&known["sub"], &known["sid"]), "{action}");
            let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
            let info = site.ask("GET", "/oauth/userinfo", &[("authorization", &bearer)], "").await;
            assert_eq!(info.status, StatusCode::UNAUTHORIZED, "{action}");
        }
    }
}

#[tokio::test]
async fn a_proof_ends_after_an_hour_and_is_erased() {
    for office in offices().await {
        let client = for_residents(&office).await;
        let site = Site::new(&office, Vec::new());
        let sealed = async || {
            let rows = office.ledger.store.rows("SELECT id FROM store_sealed ORDER BY id", &[]).await.unwrap();
            rows.iter().map(|row| row.string(0).unwrap()).collect::<Vec<_>>()
        };
        let jobs = signon::jobs(&office.signon);
        jobs[0].run(office.ledger.now()).await.unwrap();
        let before = sealed().await;
        let (cookie, came) = proved(&site, &authorize(&client.id, &[]), NUMBER).await;
        assert_ne!(sealed().await, before);
        office.ledger.clock.advance(3600);
        let page = site.ask("GET", came.to(), &[("cookie", &cookie)], "").await;
        assert!(page.body.contains("name=\"kontak\""));
        jobs[0].run(office.ledger.now()).await.unwrap();
        assert_eq!(sealed().await, before, "nothing of the contact is kept");
    }
}

#[tokio::test]
async fn residents_reach_only_applications_that_are_marked_for_them() {
    let office = office().await;
    let officers = office.register(key(Kind::Web, web_terms())).await;
    let both = office.agreed(key(Kind::Web, Terms { residents: true, ..web_terms() })).await;
    let site = Site::new(&office, vec![verifier(), liaison()]);
    let came = site.authorize("", &officers.id, &[("sebagai", "warga")]).await;
    assert!(came.to().starts_with("/masuk?ke="), "residents do not sign on there");
    let page = site.authorize("", &both.id, &[]).await;
    assert!(page.body.contains("name=\"kontak\"") && page.body.contains("/masuk?ke="), "both ways are open");
    assert!(site.authorize(&site.cookie(Some(0)), &both.id, &[]).await.sent("code").is_some(), "an officer is one");
    let chosen = site.authorize(&site.cookie(Some(0)), &both.id, &[("sebagai", "warga")]).await;
    assert!(chosen.body.contains("name=\"kontak\""), "who wants may be a resident");
}
