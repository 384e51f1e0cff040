//! Nobody is sent to an address that was not registered, whatever is done to it.

use crate::office::{BACK, key, office, verifier, web_terms};
use crate::site::{Site, authorize};
use axum::http::StatusCode;
use signon::model::terms::Kind;

#[tokio::test]
async fn an_address_is_the_registered_one_letter_by_letter_or_nobody_is_sent_there() {
    let office = office().await;
    let client = office.register(key(Kind::Web, web_terms())).await;
    let site = Site::new(&office, vec![verifier()]);
    for tricky in [
        "https://simpus.contoh.go.id/kembali/",
        "https://simpus.contoh.go.id/kembali/lain",
        "https://simpus.contoh.go.id/kembali?x=1",
        "https://simpus.contoh.go.id/kembali#x",
        "https://simpus.contoh.go.id/kembali/../lain",
        "https://simpus.contoh.go.id/%6Bembali",
        "https://simpus.contoh.go.id/kembali%2f..%2flain",
        "https://simpus.contoh.go.id:443/kembali",
        "https://simpus.contoh.go.id:8443/kembali",
        "https://SIMPUS.contoh.go.id/kembali",
        "https://simpus.contoh.go.id./kembali",
        "http://simpus.contoh.go.id/kembali",
        "https://simpus.contoh.go.id@jahat.id/kembali",
        "https://simpus.contoh.go.id.jahat.id/kembali",
        "https://jahat.id/https://simpus.contoh.go.id/kembali",
        "https://jahat.id/kembali",
        "https://xn--smpus-n4a.contoh.go.id/kembali",
        "https://simpus.contoh.go.id\\@jahat.id/kembali",
        "//simpus.contoh.go.id/kembali",
        "javascript:alert(1)//https://simpus.contoh.go.id/kembali",
        "",
    ] {
        let came = site.authorize(&site.cookie(Some(0)), &client.id, &[("redirect_uri", tricky)]).await;
        assert_eq!((came.status, came.to()), (StatusCode::BAD_REQUEST, ""), "{tricky}");
        let leads_there = ["//jahat.id", "@jahat.id"].iter().any(|link| came.body.contains(link));
        assert!(!leads_there, "not even as a link");
    }
    assert!(site.authorize(&site.cookie(Some(0)), &client.id, &[]).await.to().starts_with(BACK));
}

#[tokio::test]
async fn a_request_with_a_repeated_parameter_is_followed_nowhere() {
    let office = office().await;
    let client = office.register(key(Kind::Web, web_terms())).await;
    let site = Site::new(&office, vec![verifier()]);
    let path = format!("{}&redirect_uri=https%3A%2F%2Fjahat.id%2F", authorize(&client.id, &[]));
    let came = site.get(Some(0), &path).await;
    assert_eq!((came.status, came.to()), (StatusCode::BAD_REQUEST, ""));
    let long = authorize(&client.id, &[("state", &"a".repeat(9000))]);
    assert_eq!(site.get(Some(0), &long).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn keys_of_programs_revoked_keys_and_retired_applications_sign_nobody_on() {
    let office = office().await;
    let program = office.register(crate::office::program(&["layanan.panggil"])).await;
    let revoked = office.register(key(Kind::Web, web_terms())).await;
    office.signon.revoke(&crate::office::liaison(), &revoked.id).await.unwrap();
    let retired = office.register(key(Kind::Web, web_terms())).await;
    let site = Site::new(&office, vec![verifier()]);
    for client in [program.id.as_str(), revoked.id.as_str(), "tidak-ada", ""] {
        let came = site.authorize(&site.cookie(Some(0)), client, &[]).await;
        assert_eq!((came.status, came.to()), (StatusCode::BAD_REQUEST, ""), "{client}");
    }
    office.inventory.change(|one| one.alive = false);
    let came = site.authorize(&site.cookie(Some(0)), &retired.id, &[]).await;
    assert_eq!((came.status, came.to()), (StatusCode::BAD_REQUEST, ""));
}

#[tokio::test]
async fn an_error_goes_back_to_the_registered_address_with_state_and_issuer() {
    let office = office().await;
    let client = office.register(key(Kind::Web, web_terms())).await;
    let site = Site::new(&office, vec![verifier()]);
    for (wrong, error) in [
        (("response_type", "token"), "unsupported_response_type"),
        (("scope", "profile"), "invalid_scope"),
        (("code_challenge_method", "plain"), "invalid_request"),
        (("code_challenge", ""), "invalid_request"),
        (("resource", "https://jahat.id/x/a/b/c/v1"), "invalid_target"),
    ] {
        let came = site.authorize(&site.cookie(Some(0)), &client.id, &[wrong]).await;
        assert!(came.to().starts_with(&format!("{BACK}?error=")), "{wrong:?} {}", came.to());
        assert_eq!(came.sent("error").as_deref(), Some(error), "{wrong:?}");
        assert_eq!(came.sent("state").as_deref(), Some("keadaan-1"));
        assert!(came.sent("iss").is_some() && came.sent("code").is_none());
    }
}
