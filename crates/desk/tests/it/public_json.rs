//! The public JSON interface.

use crate::citizen_site::{Guest, site};
use crate::town::VILLAGE;
use axum::http::{StatusCode, header};

#[tokio::test]
async fn the_public_json_takes_a_report_once_and_refuses_in_problem_json() {
    let site = site().await;
    let mut guest = Guest::new(&site);
    let list: serde_json::Value = serde_json::from_str(&guest.get("/api/v1/layanan").await.html).unwrap();
    assert_eq!(list["services"][0]["id"], "jalan-rusak");
    let one: serde_json::Value = serde_json::from_str(&guest.get("/api/v1/layanan/jalan-rusak").await.html).unwrap();
    assert_eq!((&one["standard"]["draft"], &one["fields"][0]["type"]), (&true.into(), &"titik".into()));
    assert_eq!(one["standard"]["components"].as_array().unwrap().len(), 14);
    let body = serde_json::json!({
        "service": "jalan-rusak",
        "answers": { "lokasi": { "desa": VILLAGE, "patokan": "pasar" }, "jenis_rusak": "lubang", "bahaya": "tidak" },
    });
    let json = "application/json";
    let first = guest.send("POST", "/api/v1/laporan", json, body.to_string().into_bytes()).await;
    let second = guest.send("POST", "/api/v1/laporan", json, body.to_string().into_bytes()).await;
    assert_eq!((first.status, second.status), (StatusCode::CREATED, StatusCode::OK), "{}", first.html);
    let receipt: serde_json::Value = serde_json::from_str(&second.html).unwrap();
    assert_eq!(receipt["repeated"], true);
    let public = guest.get(&format!("/api/v1/laporan/{}", receipt["number"].as_str().unwrap())).await;
    public.has("\"status\":\"baru\"");
    public.lacks("pasar");
    for (body, status) in [
        (r#"{"service":"jalan-rusak","answers":{"jenis_rusak":"meteor"}}"#, StatusCode::UNPROCESSABLE_ENTITY),
        (r#"{"service":"khayal","answers":{}}"#, StatusCode::NOT_FOUND),
        (r#"{"service":"jalan-rusak","answers":{},"role":"admin"}"#, StatusCode::UNPROCESSABLE_ENTITY),
        ("bukan json", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let wrong = guest.send("POST", "/api/v1/laporan", json, body.into()).await;
        assert_eq!(wrong.status, status, "{body}");
        assert_eq!(wrong.headers[header::CONTENT_TYPE], "application/problem+json");
    }
}

#[tokio::test]
async fn every_door_of_the_public_json_is_described() {
    let site = site().await;
    let document = Guest::new(&site).get("/api/v1/openapi.json").await;
    let document: serde_json::Value = serde_json::from_str(&document.html).unwrap();
    assert_eq!(document["openapi"], "3.1.0");
    let doors = desk::room(site.town.desk.clone()).routes;
    for door in doors.doors().iter().filter(|door| door.path.starts_with("/api/")) {
        let method = door.method.to_lowercase();
        assert!(document["paths"][door.path][&method].is_object(), "{method} {}", door.path);
    }
}
