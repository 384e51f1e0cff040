//! What programs call.

use crate::office::{Office, Site, office, wanted};
use crate::receiver::{Does, Receiver};
use axum::http::StatusCode;
use events::rights::Scope;
use kernel::Actor;
use serde_json::{Value as Json, json};

async fn opened() -> (Office, Site) {
    let office = office().await;
    let site = Site::new(&office, Vec::new());
    (office, site)
}

#[tokio::test]
async fn a_program_fetches_events_page_by_page_along_the_link() {
    let (office, site) = opened().await;
    office.cases(1..=5, "dinas-pupr").await;
    office.events.carry_on().await.unwrap();
    let mut path = "/api/v1/events?after=0&limit=2&type=case.".to_owned();
    let mut ids = Vec::new();
    loop {
        let reply = site.call("portal", "GET", &path, &Json::Null).await;
        assert_eq!(
            (reply.status, reply.header("content-type")),
            (StatusCode::OK, "application/cloudevents-batch+json")
        );
        let body = reply.json();
        let events = body.as_array().unwrap();
        if events.is_empty() {
            assert_eq!(reply.header("gapura-cursor"), "5");
            break;
        }
        ids.extend(events.iter().map(|event| event["id"].as_str().unwrap().to_owned()));
        let link = reply.header("link");
        path = link.trim_start_matches("<http://127.0.0.1:8080").split('>').next().unwrap().to_owned();
        assert!(link.ends_with("rel=\"next\"") && path.contains("type=case.") && path.contains("limit=2"), "{link}");
    }
    assert_eq!(ids, (1..=5).map(|index| format!("3517-{index}")).collect::<Vec<_>>());
}

#[tokio::test]
async fn without_a_token_or_its_scope_nothing_is_told() {
    let (_, site) = opened().await;
    let stranger = site.call("", "GET", "/api/v1/events", &Json::Null).await;
    assert_eq!((stranger.status, stranger.header("www-authenticate")), (StatusCode::UNAUTHORIZED, "Bearer"));
    let unknown = site.call("curian", "GET", "/api/v1/events", &Json::Null).await;
    assert!(unknown.header("www-authenticate").contains("invalid_token"));
    let narrow = site.call("usang", "GET", "/api/v1/events", &Json::Null).await;
    assert_eq!(narrow.status, StatusCode::FORBIDDEN);
    assert_eq!(site.get(None, "/api/v1/events?access_token=portal").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn wrong_questions_are_problems_that_say_what_to_do() {
    let (_, site) = opened().await;
    for (query, code) in [
        ("after=x", "peristiwa-kursor"),
        ("after=-1", "peristiwa-kursor"),
        ("after=99999999999999999999", "peristiwa-kursor"),
        ("limit=0", "peristiwa-kursor"),
        ("limit=1001", "peristiwa-kursor"),
        ("type=case.opend", "peristiwa-jenis"),
        ("service=a%20b", "peristiwa-layanan"),
        ("area=35%27--", "peristiwa-wilayah"),
    ] {
        let reply = site.call("portal", "GET", &format!("/api/v1/events?{query}"), &Json::Null).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        assert_eq!(reply.json()["code"], code, "{query}");
        assert!(!reply.json()["detail"].as_str().unwrap().is_empty());
    }
    let far = site.call("portal", "GET", "/api/v1/events?after=9223372036854775807", &Json::Null).await;
    assert_eq!(far.json(), json!([]), "ahead of everything there is nothing");
}

#[tokio::test]
async fn a_key_for_trying_out_gets_samples_and_no_deliveries() {
    let (office, site) = opened().await;
    office.cases(1..=1, "dinas-pupr").await;
    office.events.carry_on().await.unwrap();
    let reply = site.call("coba-simpus", "GET", "/api/v1/events?limit=1000", &Json::Null).await;
    let kinds = office.events.registry().kinds().len();
    assert_eq!(reply.json().as_array().unwrap().len(), kinds);
    assert!(!reply.body.contains("PGD-2027-000001-1"), "nothing real");
    let body = json!({ "target": "https://a.go.id/x" });
    let made = site.call("coba-simpus", "POST", "/api/v1/langganan", &body).await;
    assert_eq!(
        (made.status, made.json()["code"].as_str().unwrap().to_owned()),
        (StatusCode::FORBIDDEN, "peristiwa-uji-coba".to_owned())
    );
}

#[tokio::test]
async fn a_program_keeps_its_own_subscriptions_from_making_to_ending() {
    let (office, site) = opened().await;
    let receiver = Receiver::start().await;
    let body = json!({ "target": receiver.address, "types": ["case.opened"], "format": "batch", "signature": "v1" });
    let made = site.call("simpus", "POST", "/api/v1/langganan", &body).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    let (id, secret) =
        (made.json()["id"].as_str().unwrap().to_owned(), made.json()["secret"].as_str().unwrap().to_owned());
    assert_eq!((&made.json()["state"], &made.json()["test_failed"]), (&json!("aktif"), &json!("")));
    assert!(receiver.take().remove(0).is_signed(&secret));
    office.cases(1..=3, "dinas-pupr").await;
    assert_eq!(office.deliver().await, 3);
    let path = format!("/api/v1/langganan/{id}");
    let shown = site.call("simpus", "GET", &path, &Json::Null).await;
    assert_eq!((&shown.json()["delivered"], shown.json().get("secret")), (&json!(3), None));
    let again = site.call("simpus", "POST", &format!("{path}/ulang"), &json!({ "from": 1, "to": 100 })).await;
    assert_eq!((again.status, &again.json()["events"]), (StatusCode::OK, &json!(3)), "{}", again.body);
    assert_eq!(office.deliver().await, 3);
    let changed = site.call("simpus", "POST", &format!("{path}/kunci"), &Json::Null).await;
    assert_ne!(changed.json()["secret"], json!(secret));
    assert_eq!(site.call("simpus", "POST", &format!("{path}/uji"), &Json::Null).await.status, StatusCode::OK);
    for other in ["sijalan", "portal"] {
        assert_eq!(site.call(other, "GET", &path, &Json::Null).await.status, StatusCode::NOT_FOUND, "{other}");
        assert_eq!(site.call(other, "DELETE", &path, &Json::Null).await.status, StatusCode::NOT_FOUND, "{other}");
        let list = site.call(other, "GET", "/api/v1/langganan", &Json::Null).await;
        assert_eq!(list.json()["subscriptions"], json!([]));
    }
    assert_eq!(site.call("simpus", "DELETE", &path, &Json::Null).await.status, StatusCode::NO_CONTENT);
    assert_eq!(site.call("simpus", "GET", &path, &Json::Null).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_target_that_does_not_take_the_test_leaves_the_subscription_waiting() {
    let (_, site) = opened().await;
    let receiver = Receiver::start().await;
    receiver.then([Does::status(404)]);
    let made = site.call("simpus", "POST", "/api/v1/langganan", &json!({ "target": receiver.address })).await;
    assert_eq!((&made.json()["state"], &made.json()["test_failed"]), (&json!("belum-diuji"), &json!("404")));
}

#[tokio::test]
async fn bodies_that_are_wrong_are_refused_whole() {
    let (_, site) = opened().await;
    for body in [json!({}), json!([]), json!({ "target": 5 }), json!({ "target": "https://a.go.id/", "rahasia": "x" })]
    {
        let reply = site.call("simpus", "POST", "/api/v1/langganan", &body).await;
        assert_eq!(
            (reply.status, &reply.json()["code"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &json!("peristiwa-isi")),
            "{body}"
        );
    }
    let wrong = json!({ "target": "https://a.go.id/", "format": "xml" });
    assert_eq!(site.call("simpus", "POST", "/api/v1/langganan", &wrong).await.json()["code"], "peristiwa-pilihan");
    let range = site.call("simpus", "POST", "/api/v1/langganan/x/ulang", &json!({ "from": 1, "since": "x" })).await;
    assert_eq!(range.json()["code"], "peristiwa-rentang");
}

#[tokio::test]
async fn descriptions_and_public_keys_are_there_for_everybody() {
    let (office, site) = opened().await;
    let document = site.get(None, "/api/v1/asyncapi.json").await.json();
    assert_eq!(document["asyncapi"], "3.0.0");
    for kind in office.events.registry().kinds() {
        let schema = site.get(None, &format!("/api/v1/peristiwa/{}", kind.name())).await;
        assert_eq!((schema.status, &schema.json()["title"]), (StatusCode::OK, &json!(kind.name())));
    }
    assert_eq!(site.get(None, "/api/v1/peristiwa/tidak.ada").await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.get(None, "/api/v1/kunci-peristiwa").await.json(), json!({ "keys": [] }));
    let key = office.events.change_pair(&Actor::System).await.unwrap().key;
    assert_eq!(site.get(None, "/api/v1/kunci-peristiwa").await.json()["keys"][0]["key"], json!(key));
}

#[tokio::test]
async fn fifty_subscriptions_of_one_application_are_enough() {
    let (office, site) = opened().await;
    for _ in 0..50 {
        office.events.subscribe(&Scope::All, wanted("simpus", "https://a.go.id/x"), &Actor::System).await.unwrap();
    }
    let more = site.call("simpus", "POST", "/api/v1/langganan", &json!({ "target": "https://a.go.id/x" })).await;
    assert_eq!((more.status, &more.json()["code"]), (StatusCode::CONFLICT, &json!("peristiwa-banyak")));
}
