//! Programs: the token endpoint as exchange.md 5.1 has it, what a token is worth, and how it ends.

use crate::office::{ISSUER, SERVICE, kominfo, liaison, node, office, offices, program, web_terms};
use crate::site::Site;
use axum::http::{StatusCode, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use signon::model::terms::Kind;

#[tokio::test]
async fn a_program_gets_a_token_by_both_ways_of_proving_who_it_is() {
    for office in offices().await {
        let client = office.register(program(&["layanan.panggil", "peristiwa.baca"])).await;
        let site = Site::new(&office, Vec::new());
        let secret = &client.secret.as_ref().unwrap().text;
        let came = site.token(&client, &[("grant_type", "client_credentials"), ("scope", "layanan.panggil")]).await;
        assert_eq!(came.status, StatusCode::OK);
        assert_eq!(came.headers[header::CACHE_CONTROL], "no-store");
        let answer = came.json();
        assert_eq!((&answer["token_type"], &answer["expires_in"]), (&"Bearer".into(), &600.into()));
        assert_eq!(answer["scope"], "layanan.panggil");
        assert!(answer.get("refresh_token").is_none());
        let basic = format!("Basic {}", STANDARD.encode(format!("{}:{secret}", client.id)));
        let fields = [("authorization", basic.as_str()), ("content-type", "application/x-www-form-urlencoded")];
        let came = site.ask("POST", "/oauth/token", &fields, "grant_type=client_credentials").await;
        assert_eq!(came.json()["scope"], "layanan.panggil peristiwa.baca", "all that it holds");
    }
}

#[tokio::test]
async fn each_wrong_request_has_the_answer_of_the_table() {
    let office = office().await;
    let client = office.register(program(&["layanan.panggil"])).await;
    let other = office.register(crate::office::key(Kind::Web, web_terms())).await;
    let site = Site::new(&office, Vec::new());
    let secret = client.secret.as_ref().unwrap().text.clone();
    let grant = ("grant_type", "client_credentials");
    let own = [("client_id", client.id.as_str()), ("client_secret", secret.as_str())];
    for (fields, status, error) in [
        (vec![own[0], ("client_secret", "salah"), grant], 401, "invalid_client"),
        (vec![("client_id", "tidak-ada"), own[1], grant], 401, "invalid_client"),
        (vec![own[0], grant], 401, "invalid_client"),
        (vec![grant], 401, "invalid_client"),
        (own.to_vec(), 400, "invalid_request"),
        (vec![own[0], own[1], grant, grant], 400, "invalid_request"),
        (vec![own[0], own[1], ("grant_type", "password")], 400, "unsupported_grant_type"),
        (vec![own[0], own[1], ("grant_type", "refresh_token"), ("refresh_token", "x")], 400, "unauthorized_client"),
        (vec![own[0], own[1], grant, ("scope", "laporan.tulis")], 400, "invalid_scope"),
        (vec![own[0], own[1], grant, ("scope", "aneh")], 400, "invalid_scope"),
        (vec![own[0], own[1], grant, ("resource", "https://jahat.id/x/a/b/c/v1")], 400, "invalid_target"),
        (vec![own[0], own[1], grant, ("resource", "http://127.0.0.1:8080/x/a/b/c/v1")], 400, "invalid_target"),
        (vec![own[0], own[1], grant, ("resource", ISSUER), ("resource", ISSUER)], 400, "invalid_target"),
    ] {
        let came = site.post("/oauth/token", &fields).await;
        assert_eq!((came.status.as_u16(), came.json()["error"].as_str().unwrap()), (status, error), "{fields:?}");
        assert_eq!(came.headers[header::CACHE_CONTROL], "no-store");
        assert_eq!(came.headers.contains_key(header::WWW_AUTHENTICATE), status == 401);
    }
    let web = site.token(&other, &[grant]).await;
    assert_eq!(web.json()["error"], "unauthorized_client", "people sign on with it; it calls nothing by itself");
    let large = format!("grant_type=client_credentials&x={}", "a".repeat(9000));
    let kind = [("content-type", "application/x-www-form-urlencoded")];
    assert_eq!(site.ask("POST", "/oauth/token", &kind, &large).await.json()["error"], "invalid_request");
    let json = [("content-type", "application/json")];
    assert_eq!(site.ask("POST", "/oauth/token", &json, "{}").await.json()["error"], "invalid_request");
}

#[tokio::test]
async fn who_guesses_secrets_is_slowed_down_and_the_right_client_is_not() {
    let office = office().await;
    let client = office.register(program(&["layanan.panggil"])).await;
    let site = Site::new(&office, Vec::new());
    let wrong = [("client_id", client.id.as_str()), ("client_secret", "salah"), ("grant_type", "client_credentials")];
    let mut last = StatusCode::OK;
    for _ in 0..31 {
        last = site.post("/oauth/token", &wrong).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    site.program_token(&client).await;
}

#[tokio::test]
async fn a_token_says_who_the_program_is_until_its_ten_minutes_are_over() {
    for office in offices().await {
        let client = office.register(program(&["layanan.panggil"])).await;
        let site = Site::new(&office, Vec::new());
        let token = site.program_token(&client).await;
        let machine = office.signon.machine_of(&token, office.ledger.now()).await.unwrap().unwrap();
        assert_eq!((machine.application.as_str(), machine.unit.as_str()), ("simpus", "dinas-kesehatan"));
        assert!(machine.covers("layanan.panggil") && !machine.covers("laporan.tulis"));
        assert!(machine.reaches(SERVICE) && machine.reaches("a/b/c/v1"), "bound to no service");
        office.ledger.clock.advance(600);
        assert!(office.signon.machine_of(&token, office.ledger.now()).await.unwrap().is_none());
        for wrong in ["", "gpa_bukan", &"a".repeat(500)] {
            assert!(office.signon.machine_of(wrong, office.ledger.now()).await.unwrap().is_none());
        }
    }
}

#[tokio::test]
async fn a_token_for_one_service_reaches_no_other() {
    let office = office().await;
    let client = office.register(program(&["layanan.panggil"])).await;
    let site = Site::new(&office, Vec::new());
    let resource = format!("{ISSUER}/x/{SERVICE}");
    let came = site.token(&client, &[("grant_type", "client_credentials"), ("resource", &resource)]).await;
    let token = came.json()["access_token"].as_str().unwrap().to_owned();
    let machine = office.signon.machine_of(&token, office.ledger.now()).await.unwrap().unwrap();
    assert!(machine.reaches(SERVICE) && !machine.reaches("dinas-kesehatan/simpus/pasien/v2"));
}

#[tokio::test]
async fn what_this_node_revokes_ends_at_once_and_elsewhere_within_a_second() {
    for office in offices().await {
        let other = node(&office.ledger, &office.people, &office.inventory).await;
        let client = office.register(program(&["layanan.panggil"])).await;
        let site = Site::new(&office, Vec::new());
        let token = site.program_token(&client).await;
        let now = office.ledger.now();
        assert!(office.signon.machine_of(&token, now).await.unwrap().is_some());
        assert!(other.machine_of(&token, now).await.unwrap().is_some());
        office.signon.revoke(&liaison(), &client.id).await.unwrap();
        assert!(office.signon.machine_of(&token, now).await.unwrap().is_none(), "here at once");
        assert!(other.machine_of(&token, now.plus_seconds(1)).await.unwrap().is_none(), "elsewhere a second later");
        let came = site.token(&client, &[("grant_type", "client_credentials")]).await;
        assert_eq!(came.json()["error"], "invalid_client");
    }
}

#[tokio::test]
async fn tokens_outlive_a_restart() {
    for office in offices().await {
        let client = office.register(program(&["layanan.panggil"])).await;
        let token = Site::new(&office, Vec::new()).program_token(&client).await;
        let again = node(&office.ledger, &office.people, &office.inventory).await;
        assert!(again.machine_of(&token, office.ledger.now()).await.unwrap().is_some());
    }
}

#[tokio::test]
async fn a_token_is_worth_something_to_its_client_and_to_the_agency_it_is_meant_for() {
    let office = office().await;
    let client = office.register(program(&["layanan.panggil"])).await;
    let same_agency = office.register(program(&["peristiwa.baca"])).await;
    let stranger = {
        let new = signon::NewKey { application: "presensi".into(), ..program(&["peristiwa.baca"]) };
        office.signon.register(&kominfo(), new, office.form_key()).await.unwrap()
    };
    let site = Site::new(&office, Vec::new());
    let plain = site.program_token(&client).await;
    let resource = format!("{ISSUER}/x/{SERVICE}");
    let came = site.token(&stranger, &[("grant_type", "client_credentials"), ("resource", &resource)]).await;
    let bound = came.json()["access_token"].as_str().unwrap().to_owned();
    let worth = async |who: &signon::Registered, token: &str| {
        let secret = who.secret.as_ref().unwrap().text.clone();
        let own = [("client_id", who.id.as_str()), ("client_secret", secret.as_str()), ("token", token)];
        site.post("/oauth/introspect", &own).await.json()
    };
    assert_eq!(worth(&client, &plain).await["active"], true);
    assert_eq!(worth(&stranger, &plain).await, serde_json::json!({ "active": false }));
    let seen = worth(&same_agency, &bound).await;
    assert_eq!((&seen["active"], &seen["aud"]), (&true.into(), &resource.as_str().into()));
    assert_eq!(worth(&client, "gpa_bukan").await["active"], false);
    assert_eq!(site.post("/oauth/introspect", &[("token", plain.as_str())]).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_client_takes_its_own_token_back_and_nobody_elses() {
    for office in offices().await {
        let client = office.register(program(&["layanan.panggil"])).await;
        let thief = office.register(program(&["layanan.panggil"])).await;
        let site = Site::new(&office, Vec::new());
        let token = site.program_token(&client).await;
        let revoke = async |who: &signon::Registered, token: &str| {
            let secret = who.secret.as_ref().unwrap().text.clone();
            let own = [("client_id", who.id.as_str()), ("client_secret", secret.as_str()), ("token", token)];
            site.post("/oauth/revoke", &own).await.status
        };
        assert_eq!(revoke(&thief, &token).await, StatusCode::OK, "no error, and nothing happens");
        assert!(office.signon.machine_of(&token, office.ledger.now()).await.unwrap().is_some());
        assert_eq!(revoke(&client, "gpa_bukan").await, StatusCode::OK);
        assert_eq!(revoke(&client, &token).await, StatusCode::OK);
        assert!(office.signon.machine_of(&token, office.ledger.now()).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn the_keys_of_a_retired_application_open_nothing() {
    let office = office().await;
    let client = office.register(program(&["layanan.panggil"])).await;
    office.inventory.change(|one| one.alive = false);
    let came = Site::new(&office, Vec::new()).token(&client, &[("grant_type", "client_credentials")]).await;
    assert_eq!(came.json()["error"], "invalid_client");
}

#[tokio::test]
async fn what_is_over_is_swept() {
    for office in offices().await {
        let client = office.register(program(&["layanan.panggil"])).await;
        Site::new(&office, Vec::new()).program_token(&client).await;
        office.ledger.clock.advance(601);
        for job in signon::jobs(&office.signon) {
            job.run(office.ledger.now()).await.unwrap();
        }
        let rows = office.ledger.store.rows("SELECT hash FROM signon_access", &[]).await.unwrap();
        assert!(rows.is_empty());
    }
}
