//! Codes and refresh tokens that are stolen, late, or come twice.

use crate::office::{BACK, change, key, liaison, office, offices, verifier, web_terms};
use crate::site::Site;
use axum::http::StatusCode;
use signon::model::audience::Audience;
use signon::model::terms::{Kind, Terms};

const WHOLE: &str = "openid peran offline_access";

async fn alive(site: &Site, token: &str) -> bool {
    let bearer = format!("Bearer {token}");
    site.ask("GET", "/oauth/userinfo", &[("authorization", &bearer)], "").await.status == StatusCode::OK
}

#[tokio::test]
async fn a_code_that_comes_twice_takes_back_what_it_gave() {
    for office in offices().await {
        let client = office.register(key(Kind::Web, web_terms())).await;
        let site = Site::new(&office, vec![verifier()]);
        let code = site.authorize(&site.cookie(Some(0)), &client.id, &[]).await.sent("code").unwrap();
        let tokens = site.redeem(&client, &code).await.json();
        let token = tokens["access_token"].as_str().unwrap();
        assert!(alive(&site, token).await);
        assert_eq!(site.redeem(&client, &code).await.json()["error"], "invalid_grant");
        assert!(!alive(&site, token).await, "whoever was first is signed off, too");
        assert!(office.happened().await.contains(&"sign_on.replayed".to_owned()));
    }
}

#[tokio::test]
async fn a_code_is_good_for_a_minute() {
    for office in offices().await {
        let client = office.register(key(Kind::Web, web_terms())).await;
        let site = Site::new(&office, vec![verifier()]);
        let code = site.authorize(&site.cookie(Some(0)), &client.id, &[]).await.sent("code").unwrap();
        office.ledger.clock.advance(60);
        assert_eq!(site.redeem(&client, &code).await.json()["error"], "invalid_grant");
    }
}

#[tokio::test]
async fn a_stolen_code_is_worth_nothing_without_key_address_and_verifier() {
    for office in offices().await {
        let client = office.register(key(Kind::Web, web_terms())).await;
        let thief = office.register(key(Kind::Web, web_terms())).await;
        let site = Site::new(&office, vec![verifier()]);
        let code = site.authorize(&site.cookie(Some(0)), &client.id, &[]).await.sent("code").unwrap();
        assert_eq!(site.redeem(&thief, &code).await.json()["error"], "invalid_grant");
        let with = async |redirect: &str, verifier: &str| {
            let fields = [
                ("grant_type", "authorization_code"),
                ("code", code.as_str()),
                ("redirect_uri", redirect),
                ("code_verifier", verifier),
            ];
            site.token(&client, &fields).await.json()["error"].clone()
        };
        assert_eq!(with("https://simpus.contoh.go.id/lain", crate::site::VERIFIER).await, "invalid_grant");
        assert_eq!(with(BACK, &"a".repeat(43)).await, "invalid_grant");
        assert_eq!(with(BACK, crate::site::CHALLENGE).await, "invalid_grant", "the challenge is no verifier");
        assert_eq!(with(BACK, "").await, "invalid_request", "PKCE cannot be left out");
        assert_eq!(site.redeem(&client, &code).await.status, StatusCode::OK, "none of that used it up");
        let visits = office.signon.visits(&client.id, "", 50).await.unwrap();
        assert!(
            visits.iter().any(|visit| visit.reason == "pkce")
                && visits.iter().any(|visit| visit.reason == "alamat-lain")
        );
        let seen = office.signon.visits(&thief.id, "", 50).await.unwrap();
        assert_eq!(seen[0].reason, "kunci-lain");
    }
}

#[tokio::test]
async fn a_refresh_token_is_changed_with_each_use_and_a_second_use_ends_the_sign_on() {
    for office in offices().await {
        let client = office.register(key(Kind::Web, web_terms())).await;
        let site = Site::new(&office, vec![verifier()]);
        let first = site.signed_on(0, &client, WHOLE).await;
        let refresh =
            async |token: &str| site.token(&client, &[("grant_type", "refresh_token"), ("refresh_token", token)]).await;
        let old = first["refresh_token"].as_str().unwrap();
        let second = refresh(old).await.json();
        let new = second["refresh_token"].as_str().unwrap();
        assert_ne!(old, new);
        let known = crate::site::claims(second["id_token"].as_str().unwrap());
        assert!(known.get("nonce").is_none(), "the nonce belongs to the first one");
        assert!(alive(&site, second["access_token"].as_str().unwrap()).await);
        assert_eq!(refresh(old).await.json()["error"], "invalid_grant");
        assert_eq!(refresh(new).await.json()["error"], "invalid_grant", "the whole family ended");
        assert!(!alive(&site, second["access_token"].as_str().unwrap()).await);
    }
}

#[tokio::test]
async fn two_exchanges_at_once_are_one_theft() {
    for office in offices().await {
        let client = office.register(key(Kind::Web, web_terms())).await;
        let site = Site::new(&office, vec![verifier()]);
        let code = site.authorize(&site.cookie(Some(0)), &client.id, &[]).await.sent("code").unwrap();
        let (one, other) = tokio::join!(site.redeem(&client, &code), site.redeem(&client, &code));
        let given = [&one, &other].into_iter().filter(|came| came.status == StatusCode::OK).count();
        assert!(given <= 1);
        for came in [one, other] {
            if came.status == StatusCode::OK {
                assert!(!alive(&site, came.json()["access_token"].as_str().unwrap()).await);
            }
        }
    }
}

#[tokio::test]
async fn who_lost_their_role_is_signed_off_at_the_next_refresh() {
    for office in offices().await {
        let client = office.register(key(Kind::Web, web_terms())).await;
        let site = Site::new(&office, vec![verifier()]);
        let first = site.signed_on(0, &client, WHOLE).await;
        office.people.dismiss("tono");
        let fields = [("grant_type", "refresh_token"), ("refresh_token", first["refresh_token"].as_str().unwrap())];
        assert_eq!(site.token(&client, &fields).await.json()["error"], "invalid_grant");
        assert!(!alive(&site, first["access_token"].as_str().unwrap()).await);
    }
}

#[tokio::test]
async fn a_refresh_asks_for_less_but_never_for_more_and_ends_with_the_day() {
    let office = office().await;
    let client = office.register(key(Kind::Web, web_terms())).await;
    let site = Site::new(&office, vec![verifier()]);
    let first = site.signed_on(0, &client, "openid offline_access").await;
    let token = first["refresh_token"].as_str().unwrap().to_owned();
    let refresh = async |token: &str, scope: &str| {
        site.token(&client, &[("grant_type", "refresh_token"), ("refresh_token", token), ("scope", scope)]).await
    };
    assert_eq!(refresh(&token, "openid peran").await.json()["error"], "invalid_scope");
    let next = refresh(&token, "openid").await.json();
    assert_eq!(next["scope"], "openid");
    office.ledger.clock.advance(12 * 3600);
    assert_eq!(refresh(next["refresh_token"].as_str().unwrap(), "openid").await.json()["error"], "invalid_grant");
}

#[tokio::test]
async fn narrowing_who_may_sign_on_ends_what_was_given_out() {
    for office in offices().await {
        let client = office.register(key(Kind::Web, web_terms())).await;
        let site = Site::new(&office, vec![verifier()]);
        let token = site.signed_on(0, &client, "openid").await["access_token"].as_str().unwrap().to_owned();
        let nobody = Terms { officers: Audience::Nobody, ..web_terms() };
        office.signon.change(&liaison(), &client.id, 1, change("Server utama", nobody)).await.unwrap();
        assert!(!alive(&site, &token).await);
    }
}

#[tokio::test]
async fn an_application_without_a_secret_still_proves_that_it_began() {
    let office = office().await;
    let client = office.register(key(Kind::Public, web_terms())).await;
    let site = Site::new(&office, vec![verifier()]);
    let code = site.authorize(&site.cookie(Some(0)), &client.id, &[]).await.sent("code").unwrap();
    let guessed = [
        ("client_id", client.id.as_str()),
        ("client_secret", "tebakan"),
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", BACK),
        ("code_verifier", crate::site::VERIFIER),
    ];
    assert_eq!(site.post("/oauth/token", &guessed).await.json()["error"], "invalid_client", "it has no secret to show");
    assert_eq!(site.redeem(&client, &code).await.status, StatusCode::OK);
}
