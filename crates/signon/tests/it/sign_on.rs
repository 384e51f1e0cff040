//! Officers sign on: who gets in, what the application learns, how it ends.

use crate::office::{BACK, ISSUER, key, kominfo, liaison, office, officer, offices, verifier, web_terms};
use crate::site::{Site, authorize, claims};
use axum::http::{StatusCode, header};
use kernel::Role;
use signon::model::audience::Audience;
use signon::model::jws::{PublicKey, verify};
use signon::model::terms::{Kind, Terms};
use testkit::form;

const WHOLE: &str = "openid profile email peran offline_access";

/// Keys as a client reads them of the published set.
pub async fn published(site: &Site) -> Vec<PublicKey> {
    let set = site.get(None, "/oauth/jwks").await.json();
    let read = |jwk: &serde_json::Value| {
        use base64::Engine as _;
        let half =
            |name: &str| base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(jwk[name].as_str().unwrap()).unwrap();
        let point = [vec![4], half("x"), half("y")].concat();
        PublicKey::read(&base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(point)).unwrap()
    };
    set["keys"].as_array().unwrap().iter().map(read).collect()
}

#[tokio::test]
async fn an_officer_signs_on_and_the_application_learns_who_it_is() {
    for office in offices().await {
        let client = office.register(key(Kind::Web, web_terms())).await;
        let site = Site::new(&office, vec![verifier()]);
        let came = site.authorize(&site.cookie(Some(0)), &client.id, &[("scope", WHOLE)]).await;
        assert_eq!(came.status, StatusCode::SEE_OTHER);
        assert!(came.to().starts_with(&format!("{BACK}?code=gpc_")), "{}", came.to());
        assert_eq!((came.sent("state").as_deref(), came.sent("iss").as_deref()), (Some("keadaan-1"), Some(ISSUER)));
        let tokens = site.redeem(&client, &came.sent("code").unwrap()).await.json();
        let id = tokens["id_token"].as_str().unwrap();
        let checked = verify(id, &published(&site).await).unwrap();
        assert_eq!(checked["aud"], client.id.as_str());
        assert_eq!((&checked["iss"], &checked["nonce"]), (&ISSUER.into(), &"sekali-1".into()));
        assert_eq!((&checked["name"], &checked["email"]), (&"Nama tono".into(), &"tono@contoh.go.id".into()));
        assert_eq!(checked["peran"], serde_json::json!([{ "peran": "verifikator", "unit": "dinas-kesehatan" }]));
        assert_ne!(checked["sub"], "tono", "the officer's own id stays here");
        let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
        let info = site.ask("GET", "/oauth/userinfo", &[("authorization", &bearer)], "").await.json();
        assert_eq!((&info["sub"], &info["unit"]), (&checked["sub"], &"dinas-kesehatan".into()));
        assert!(office.happened().await.contains(&"sign_on.granted".to_owned()));
    }
}

#[tokio::test]
async fn an_application_learns_only_what_it_asked_for() {
    let office = office().await;
    let client = office.register(key(Kind::Web, web_terms())).await;
    let site = Site::new(&office, vec![verifier()]);
    let tokens = site.signed_on(0, &client, "openid").await;
    assert!(tokens.get("refresh_token").is_none());
    let known = claims(tokens["id_token"].as_str().unwrap());
    for hidden in ["name", "email", "peran", "unit", "phone_number"] {
        assert!(known.get(hidden).is_none(), "{hidden}");
    }
}

#[tokio::test]
async fn the_same_officer_has_the_same_name_in_every_application() {
    let office = office().await;
    let (one, two) =
        (office.register(key(Kind::Web, web_terms())).await, office.register(key(Kind::Web, web_terms())).await);
    let site = Site::new(&office, vec![verifier(), liaison()]);
    let sub = async |who, client| {
        claims(site.signed_on(who, client, "openid").await["id_token"].as_str().unwrap())["sub"].clone()
    };
    let first = sub(0, &one).await;
    assert_eq!(first, sub(0, &two).await);
    assert_ne!(first, sub(1, &one).await);
}

#[tokio::test]
async fn nobody_gets_in_whom_the_agency_did_not_name() {
    for office in offices().await {
        let own = office.register(key(Kind::Web, web_terms())).await;
        let heads = Terms { officers: Audience::Roles { roles: vec![Role::Head] }, ..web_terms() };
        let heads = office.agreed(key(Kind::Web, heads)).await;
        let nobody = office.register(key(Kind::Web, Terms { officers: Audience::Nobody, ..web_terms() })).await;
        let people = vec![verifier(), kominfo(), officer("kepala", Role::Head, "dinas-pupr")];
        let site = Site::new(&office, people);
        for (client, expected) in [(&own, [true, false, false]), (&heads, [false, false, true]), (&nobody, [false; 3])]
        {
            for (who, gets_in) in expected.into_iter().enumerate() {
                let came = site.authorize(&site.cookie(Some(who)), &client.id, &[]).await;
                assert_eq!(came.sent("code").is_some(), gets_in, "{who} {}", came.to());
                if !gets_in {
                    assert_eq!(came.status, StatusCode::FORBIDDEN);
                    assert!(came.body.contains("error=access_denied"), "the way back says so");
                }
            }
        }
        assert!(office.happened().await.contains(&"sign_on.refused".to_owned()));
    }
}

#[tokio::test]
async fn a_stranger_signs_in_first_and_comes_back_to_the_same_request() {
    let office = office().await;
    let client = office.register(key(Kind::Web, web_terms())).await;
    let site = Site::new(&office, vec![verifier()]);
    let came = site.authorize("", &client.id, &[("prompt", "login")]).await;
    assert_eq!(came.status, StatusCode::SEE_OTHER);
    let to = came.sent("ke").unwrap();
    assert!(came.to().starts_with("/masuk?ke=") && to.starts_with("/oauth/authorize?response_type=code"), "{to}");
    let fresh = [("cookie", site.cookie(Some(0))), ("sec-fetch-site", "same-origin".to_owned())];
    let fresh: Vec<(&str, &str)> = fresh.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let came = site.ask("GET", &to, &fresh, "").await;
    assert_eq!(came.status, StatusCode::OK, "no redirect may follow a form of ours to another site");
    assert!(came.body.contains("http-equiv=\"refresh\"") && came.body.contains("code=gpc_"), "{}", came.body);
}

#[tokio::test]
async fn an_application_may_ask_for_a_fresh_sign_in() {
    let office = office().await;
    let client = office.register(key(Kind::Web, web_terms())).await;
    let site = Site::new(&office, vec![verifier()]);
    office.ledger.clock.advance(3600);
    let cookie = site.cookie(Some(0));
    for stale in [("prompt", "login"), ("max_age", "60")] {
        let came = site.authorize(&cookie, &client.id, &[stale]).await;
        assert_eq!((came.status, came.sent("code")), (StatusCode::OK, None), "{stale:?}");
        assert!(came.body.contains("action=\"/keluar\""));
        // The officer did not sign in again since: coming back with the mark does not help.
        let back =
            came.body.split("name=\"ke\" value=\"").nth(1).unwrap().split('"').next().unwrap().replace("&#38;", "&");
        assert!(site.ask("GET", &back, &[("cookie", &cookie)], "").await.sent("code").is_none());
    }
    let forged = authorize(&client.id, &[("prompt", "login"), ("_sejak", "1.0000")]);
    assert!(site.get(Some(0), &forged).await.sent("code").is_none());
    let silent = site.authorize(&cookie, &client.id, &[("max_age", "60"), ("prompt", "none")]).await;
    assert_eq!(silent.sent("error").as_deref(), Some("login_required"));
    assert!(site.authorize(&cookie, &client.id, &[("max_age", "7200")]).await.sent("code").is_some());
}

#[tokio::test]
async fn without_a_prompt_a_stranger_is_answered_in_silence() {
    let office = office().await;
    let client = office.register(key(Kind::Web, web_terms())).await;
    let site = Site::new(&office, vec![verifier()]);
    let came = site.authorize("", &client.id, &[("prompt", "none")]).await;
    assert!(came.to().starts_with(BACK));
    assert_eq!(came.sent("error").as_deref(), Some("login_required"));
    assert!(site.authorize(&site.cookie(Some(0)), &client.id, &[("prompt", "none")]).await.sent("code").is_some());
}

#[tokio::test]
async fn consent_is_given_with_a_form_of_ours_or_not_at_all() {
    let office = office().await;
    let client = office.register(key(Kind::Web, web_terms())).await;
    let site = Site::new(&office, vec![verifier(), liaison()]);
    let asks = authorize(&client.id, &[("prompt", "consent")]);
    let came = site.send(Some(0), (&asks, "/oauth/persetujuan"), &[("jawab", "ya")]).await;
    assert!(came.body.contains("code=gpc_"), "{}", came.body);
    let came = site.send(Some(0), (&asks, "/oauth/persetujuan"), &[("jawab", "tidak")]).await;
    assert!(came.body.contains("error=access_denied") && !came.body.contains("code=gpc_"));
    let html = site.get(Some(0), &asks).await.body;
    let stolen = site.send_from(&html, &site.cookie(Some(1)), "/oauth/persetujuan", &[("jawab", "ya")]).await;
    assert_eq!(stolen.status, StatusCode::FORBIDDEN, "the form of another session");
    let query = form(&[("jawab", "ya"), ("permintaan", "x=1")]);
    let foreign = [
        ("cookie", site.cookie(Some(0))),
        ("sec-fetch-site", "cross-site".to_owned()),
        ("content-type", "application/x-www-form-urlencoded".to_owned()),
    ];
    let foreign: Vec<(&str, &str)> = foreign.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let came = site.ask("POST", "/oauth/persetujuan", &foreign, &query).await;
    assert_eq!(came.status, StatusCode::FORBIDDEN);
}

/// Where the browser goes after the sign-off.
const BACK_TO: &str = "post_logout_redirect_uri";

/// The address with which a sign-off begins.
fn sign_off(fields: &[(&str, &str)]) -> String {
    format!("/oauth/keluar?{}", form(fields))
}

#[tokio::test]
async fn who_signs_off_is_sent_back_and_their_tokens_end() {
    for office in offices().await {
        let client = office.register(key(Kind::Web, web_terms())).await;
        let site = Site::new(&office, vec![verifier()]);
        let tokens = site.signed_on(0, &client, WHOLE).await;
        let hint = tokens["id_token"].as_str().unwrap();
        let after = "https://simpus.contoh.go.id/";
        let came = site.get(None, &sign_off(&[("id_token_hint", hint), (BACK_TO, after), ("state", "s")])).await;
        assert_eq!(came.to(), format!("{after}?state=s"));
        let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
        let info = site.ask("GET", "/oauth/userinfo", &[("authorization", &bearer)], "").await;
        assert_eq!(info.status, StatusCode::UNAUTHORIZED);
        assert!(info.headers[header::WWW_AUTHENTICATE].to_str().unwrap().contains("invalid_token"));
        let refresh = [("grant_type", "refresh_token"), ("refresh_token", tokens["refresh_token"].as_str().unwrap())];
        assert_eq!(site.token(&client, &refresh).await.json()["error"], "invalid_grant");
        assert!(office.happened().await.contains(&"sign_on.ended".to_owned()));
    }
}

#[tokio::test]
async fn no_sign_off_sends_anybody_to_an_address_that_is_not_registered() {
    let office = office().await;
    let client = office.register(key(Kind::Web, web_terms())).await;
    let site = Site::new(&office, vec![verifier()]);
    let tokens = site.signed_on(0, &client, "openid").await;
    let hint = tokens["id_token"].as_str().unwrap();
    for elsewhere in ["https://jahat.id/", "https://simpus.contoh.go.id/lain", BACK, "//jahat.id"] {
        let came = site.get(None, &sign_off(&[("id_token_hint", hint), (BACK_TO, elsewhere)])).await;
        assert_eq!((came.status, came.to()), (StatusCode::OK, ""), "{elsewhere}");
        assert!(!came.body.contains("//jahat.id"));
    }
    let hintless = sign_off(&[("client_id", &client.id), (BACK_TO, "https://simpus.contoh.go.id/")]);
    assert_eq!(site.get(None, &hintless).await.status, StatusCode::OK, "a place to press on, no redirect");
}

#[tokio::test]
async fn hints_that_we_did_not_sign_end_nothing() {
    use base64::Engine as _;
    let office = office().await;
    let client = office.register(key(Kind::Web, web_terms())).await;
    let site = Site::new(&office, vec![verifier()]);
    let tokens = site.signed_on(0, &client, "openid").await;
    let hint = tokens["id_token"].as_str().unwrap().to_owned();
    let b64 = |text: &str| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text);
    let rest = hint.split_once('.').unwrap().1.to_owned();
    let unsigned = format!("{}.{}.", b64("{\"alg\":\"none\"}"), rest.split('.').next().unwrap());
    let symmetric = format!("{}.{rest}", b64("{\"alg\":\"HS256\"}"));
    for forged in [unsigned, symmetric, format!("{hint}x"), "bukan".to_owned()] {
        let came = site.ask("GET", &format!("/oauth/keluar?id_token_hint={forged}"), &[], "").await;
        assert_eq!(came.status, StatusCode::BAD_REQUEST, "{forged}");
    }
    let other = site.ask("GET", &format!("/oauth/keluar?id_token_hint={hint}&client_id=lain"), &[], "").await;
    assert_eq!(other.status, StatusCode::BAD_REQUEST);
    let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
    assert_eq!(site.ask("GET", "/oauth/userinfo", &[("authorization", &bearer)], "").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_persons_token_opens_nothing_that_is_for_programs_and_the_other_way_round() {
    let office = office().await;
    let client = office.register(key(Kind::Web, web_terms())).await;
    let machine = office.register(crate::office::program(&["layanan.panggil"])).await;
    let site = Site::new(&office, vec![verifier()]);
    let token = site.signed_on(0, &client, "openid").await["access_token"].as_str().unwrap().to_owned();
    assert!(office.signon.machine_of(&token, office.ledger.now()).await.unwrap().is_none());
    let bearer = format!("Bearer {}", site.program_token(&machine).await);
    let info = site.ask("GET", "/oauth/userinfo", &[("authorization", &bearer)], "").await;
    assert_eq!(info.status, StatusCode::UNAUTHORIZED);
    let in_query = format!("/oauth/userinfo?access_token={token}");
    assert_eq!(site.ask("GET", &in_query, &[], "").await.status, StatusCode::UNAUTHORIZED, "never in the address");
}

#[tokio::test]
async fn signing_keys_change_and_old_tokens_stay_believed() {
    for office in offices().await {
        let client = office.register(key(Kind::Web, web_terms())).await;
        let site = Site::new(&office, vec![verifier()]);
        let old = site.signed_on(0, &client, "openid").await["id_token"].as_str().unwrap().to_owned();
        let jobs = signon::jobs(&office.signon);
        office.ledger.clock.advance(89 * 86_400);
        jobs[0].run(office.ledger.now()).await.unwrap();
        assert_eq!(published(&site).await.len(), 2, "published before it signs");
        office.ledger.clock.advance(86_400);
        let new = site.signed_on(0, &client, "openid").await["id_token"].as_str().unwrap().to_owned();
        let keys = published(&site).await;
        assert!(verify(&old, &keys).is_ok() && verify(&new, &keys).is_ok());
        assert_ne!(old.split('.').next(), new.split('.').next(), "another key signs");
        let sealed = office.ledger.store.rows("SELECT sealed FROM store_sealed", &[]).await.unwrap();
        assert_eq!(sealed.len(), 2, "private halves lie sealed");
    }
}

#[tokio::test]
async fn metadata_say_what_there_is() {
    let office = office().await;
    let site = Site::new(&office, Vec::new());
    let one = site.get(None, "/.well-known/openid-configuration").await.json();
    assert_eq!(one, site.get(None, "/.well-known/oauth-authorization-server").await.json());
    assert_eq!((&one["issuer"], &one["token_endpoint"]), (&ISSUER.into(), &format!("{ISSUER}/oauth/token").into()));
    assert_eq!(one["id_token_signing_alg_values_supported"], serde_json::json!(["ES256"]));
    assert_eq!(one["authorization_response_iss_parameter_supported"], true);
    assert_eq!(one["backchannel_logout_supported"], true);
    assert_eq!(one["backchannel_logout_session_supported"], true);
}
