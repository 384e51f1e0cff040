//! Programs at the desk: the city application of an agency, and the agency's own system.

use crate::citizen_site::{Page, Site};
use crate::town::{Town, VILLAGE, picture, small_town, units};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use kernel::{Actor, Lang};
use serde_json::{Value as Json, json};
use std::sync::Arc;
use testkit::{Tokens, machine};
use tower::ServiceExt;
use web::Machine;

/// The city application with its key and the one for trying out, one of another agency, and an agency's own system.
fn keys() -> Tokens {
    let city = machine("jiwa", "dinas-kominfo", &["laporan.tulis", "laporan.baca"]);
    let all = ["laporan.tulis", "laporan.baca", "laporan.kerja"];
    Tokens::of([
        ("coba", Machine { client: "kunci-coba".into(), sandbox: true, ..city.clone() }),
        ("jiwa", city),
        ("lain", machine("lain", "dinas-sosial", &all)),
        ("sipr", machine("sipr", "dinas-pupr", &all)),
    ])
}

async fn site() -> Site {
    around(small_town().await)
}

fn around(town: Town) -> Site {
    let settings = web::Settings {
        clock: Arc::new(town.clock.clone()),
        machines: Arc::new(keys()),
        ..web::testing::settings(town.desk.now(), web::testing::Sessions::default())
    };
    let frame = web::Frame::new(settings).unwrap();
    let router = web::assemble(frame, vec![desk::room(town.desk.clone())]).unwrap();
    Site { town, router }
}

/// A call with a token (empty: none) and a key of its own.
async fn call(site: &Site, token: &str, path: &str, body: Option<Json>) -> Page {
    let body = body.map(|body| (body.to_string().into_bytes(), "application/json"));
    send(site, (token, "kunci-0001"), path, body).await
}

async fn send(site: &Site, (token, key): (&str, &str), path: &str, body: Option<(Vec<u8>, &str)>) -> Page {
    let mut request = Request::builder().uri(path).header(header::ACCEPT, "application/json");
    if !token.is_empty() {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    let request = match body {
        Some((bytes, kind)) => request
            .method("POST")
            .header("idempotency-key", key)
            .header(header::CONTENT_TYPE, kind)
            .body(Body::from(bytes)),
        None => request.body(Body::empty()),
    };
    let answer = site.router.clone().oneshot(request.unwrap()).await.unwrap();
    let (status, headers) = (answer.status(), answer.headers().clone());
    let bytes = answer.into_body().collect().await.unwrap().to_bytes();
    let html = String::from_utf8_lossy(&bytes).into_owned();
    Page { status, to: String::new(), headers, bytes: bytes.len(), html }
}

fn json_of(page: &Page) -> Json {
    serde_json::from_str(&page.html).unwrap_or_else(|error| panic!("{error}: {}", page.html))
}

fn report() -> Json {
    json!({
        "service": "jalan-rusak",
        "answers": { "lokasi": { "desa": VILLAGE, "patokan": "depan rumah Bu Sulastri" }, "jenis_rusak": "lubang", "bahaya": "tidak" },
        "name": "Budi Santoso", "phone": "081234567890",
    })
}

/// A report that the application sent: its number and its code.
async fn sent(site: &Site, token: &str) -> (String, String) {
    let page = call(site, token, "/api/v1/laporan", Some(report())).await;
    assert_eq!(page.status, StatusCode::CREATED, "{}", page.html);
    let receipt = json_of(&page);
    (receipt["number"].as_str().unwrap().to_owned(), receipt["code"].as_str().unwrap().to_owned())
}

async fn acts(site: &Site, who: (&str, kernel::Role, &str), number: &str, action: &str, filled: desk::Filled) {
    let number = kernel::CaseNumber::parse(number).unwrap();
    site.town.act(&crate::town::officer(who.0, who.1, who.2), &number, action, filled).await.unwrap();
}

const VERIFIER: (&str, kernel::Role, &str) = ("vera", kernel::Role::Verifier, "dinas-kominfo");

#[tokio::test]
async fn the_application_that_sent_a_report_follows_it_and_another_sees_what_everyone_sees() {
    let site = site().await;
    let (number, _) = sent(&site, "jiwa").await;
    let path = format!("/api/v1/laporan/{number}");
    let own = json_of(&call(&site, "jiwa", &path, None).await);
    assert_eq!((&own["follow"]["can_add"], &own["status"]), (&json!(true), &json!("baru")));
    assert!(own["follow"]["actions"].as_array().unwrap().is_empty(), "{own}");
    for token in ["lain", ""] {
        let other = json_of(&call(&site, token, &path, None).await);
        assert!(other.get("follow").is_none() && other.get("work").is_none(), "{token}: {other}");
    }
    assert!(!own.to_string().contains("Sulastri") && !own.to_string().contains("Budi"), "{own}");
}

#[tokio::test]
async fn a_secret_report_is_known_to_the_application_that_sent_it_and_to_no_other() {
    let site = site().await;
    let mut secret = report();
    secret["secret"] = json!(true);
    let page = call(&site, "jiwa", "/api/v1/laporan", Some(secret)).await;
    let path = format!("/api/v1/laporan/{}", json_of(&page)["number"].as_str().unwrap());
    assert_eq!(call(&site, "jiwa", &path, None).await.status, StatusCode::OK);
    for token in ["lain", ""] {
        assert_eq!(call(&site, token, &path, None).await.status, StatusCode::NOT_FOUND, "{token}");
    }
}

#[tokio::test]
async fn a_dead_token_is_refused_also_where_strangers_may_come() {
    let site = site().await;
    let (number, _) = sent(&site, "jiwa").await;
    let path = format!("/api/v1/laporan/{number}");
    for body in [None, Some(report())] {
        let path = if body.is_some() { "/api/v1/laporan" } else { path.as_str() };
        let page = call(&site, "mati", path, body).await;
        assert_eq!(page.status, StatusCode::UNAUTHORIZED);
        assert!(page.headers.contains_key(header::WWW_AUTHENTICATE));
    }
    let page =
        call(&site, "jiwa", &format!("{path}/aksi"), Some(json!({ "step": "survei", "action": "selesai" }))).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN, "a scope that it lacks: {}", page.html);
    for path in ["tambahan", "tanggapan", "aksi", "jawaban"] {
        let page = call(&site, "", &format!("/api/v1/laporan/{number}/{path}"), Some(json!({ "code": "x" }))).await;
        assert_eq!(page.status, StatusCode::UNAUTHORIZED, "{path}");
    }
}

#[tokio::test]
async fn a_key_for_trying_out_reaches_no_real_report() {
    let site = site().await;
    let (number, code) = sent(&site, "jiwa").await;
    let path = format!("/api/v1/laporan/{number}");
    let said = json!({ "code": code, "text": "halo" });
    for (path, body) in
        [("/api/v1/laporan", Some(report())), (&*path, None), (&*format!("{path}/tambahan"), Some(said))]
    {
        let page = call(&site, "coba", path, body).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{path}: {}", page.html);
        assert_eq!(json_of(&page)["code"], "kunci-coba");
    }
}

#[tokio::test]
async fn the_same_key_of_two_programs_is_two_reports() {
    let site = site().await;
    let first = sent(&site, "jiwa").await;
    let second = sent(&site, "lain").await;
    assert_ne!(first.0, second.0);
    let again = call(&site, "jiwa", "/api/v1/laporan", Some(report())).await;
    assert_eq!((again.status, &json_of(&again)["number"]), (StatusCode::OK, &json!(first.0)));
}

#[tokio::test]
async fn whoever_has_the_code_adds_words_through_the_application_that_sent_it() {
    let site = site().await;
    let (number, code) = sent(&site, "jiwa").await;
    let path = format!("/api/v1/laporan/{number}/tambahan");
    let said = |code: &str| Some(json!({ "code": code, "text": "Sudah makin lebar" }));
    let wrong = call(&site, "jiwa", &path, said("AAAA-AAAA-AAAA")).await;
    assert_eq!(wrong.status, StatusCode::FORBIDDEN, "{}", wrong.html);
    assert_eq!(call(&site, "lain", &path, said(&code)).await.status, StatusCode::NOT_FOUND);
    let done = call(&site, "jiwa", &path, said(&code)).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.html);
    let number = kernel::CaseNumber::parse(&number).unwrap();
    let view = site.town.desk.view(&number, &desk::Viewer::Reporter).await.unwrap();
    assert!(view.history.iter().any(|entry| entry.text.as_deref() == Some("Sudah makin lebar")));
}

#[tokio::test]
async fn codes_are_not_to_be_guessed_through_an_application() {
    let site = site().await;
    let (number, _) = sent(&site, "jiwa").await;
    let path = format!("/api/v1/laporan/{number}/tambahan");
    let mut statuses = Vec::new();
    for _ in 0..12 {
        let said = json!({ "code": "AAAA-AAAA-AAAA", "text": "x" });
        statuses.push(call(&site, "jiwa", &path, Some(said)).await.status);
    }
    assert!(statuses.contains(&StatusCode::TOO_MANY_REQUESTS), "{statuses:?}");
}

#[tokio::test]
async fn a_photo_in_pieces_goes_along_with_the_report() {
    let site = site().await;
    let photo = picture();
    let wish = json!({ "service": "jalan-rusak", "field": "foto", "mark": "a.jpg", "bytes": photo.len() });
    let begun = call(&site, "jiwa", "/api/v1/unggahan", Some(wish)).await;
    assert_eq!(begun.status, StatusCode::OK, "{}", begun.html);
    let begun = json_of(&begun);
    let (draft, upload) = (begun["draft"].as_str().unwrap(), begun["upload"].as_str().unwrap());
    let path = format!("/api/v1/unggahan/{upload}?layanan=jalan-rusak&draf={draft}&mulai=0");
    let put = send(&site, ("jiwa", "-"), &path, Some((photo, "application/octet-stream"))).await;
    assert_eq!(put.status, StatusCode::OK, "{}", put.html);
    assert!(json_of(&put)["file"].is_string(), "{}", put.html);
    let mut with_photo = report();
    with_photo["draft"] = json!(draft);
    let page = call(&site, "jiwa", "/api/v1/laporan", Some(with_photo)).await;
    assert_eq!(page.status, StatusCode::CREATED, "{}", page.html);
    let number = kernel::CaseNumber::parse(json_of(&page)["number"].as_str().unwrap()).unwrap();
    let view = site.town.desk.view(&number, &desk::Viewer::Reporter).await.unwrap();
    assert_eq!(view.files.len(), 1);
}

#[tokio::test]
async fn a_file_belongs_to_one_service_or_one_report_that_is_the_programs() {
    let site = site().await;
    let (number, _) = sent(&site, "jiwa").await;
    for (token, wish, status) in [
        ("jiwa", json!({ "mark": "a", "bytes": 9 }), StatusCode::BAD_REQUEST),
        ("jiwa", json!({ "mark": "a", "bytes": 9, "service": "khayal" }), StatusCode::NOT_FOUND),
        ("lain", json!({ "mark": "a", "bytes": 9, "number": number }), StatusCode::NOT_FOUND),
        ("jiwa", json!({ "mark": "a", "bytes": "banyak" }), StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let page = call(&site, token, "/api/v1/unggahan", Some(wish.clone())).await;
        assert_eq!(page.status, status, "{wish}: {}", page.html);
    }
}

/// A report that the roads agency holds.
async fn forwarded(site: &Site) -> String {
    let (number, _) = sent(site, "jiwa").await;
    let input = [("status_jalan", "kabupaten")].into_iter().collect();
    acts(site, VERIFIER, &number, "teruskan", desk::Filled { input, ..desk::Filled::default() }).await;
    number
}

#[tokio::test]
async fn the_system_of_the_agency_that_holds_a_case_reads_it_and_acts_and_its_act_is_its_own() {
    let site = site().await;
    let number = forwarded(&site).await;
    let path = format!("/api/v1/laporan/{number}");
    let seen = json_of(&call(&site, "sipr", &path, None).await);
    assert_eq!(seen["work"]["answers"]["jenis_rusak"], "lubang", "{seen}");
    let step = seen["work"]["actions"][0]["step"].as_str().unwrap().to_owned();
    assert_eq!(step, "survei");
    let act = json!({ "step": step, "action": "tolak", "reason_code": "tidak-jelas", "reason": "Jalan provinsi" });
    let done = call(&site, "sipr", &format!("{path}/aksi"), Some(act.clone())).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.html);
    assert_eq!(call(&site, "sipr", &format!("{path}/aksi"), Some(act)).await.status, StatusCode::OK, "sent again");
    let number = kernel::CaseNumber::parse(&number).unwrap();
    let officer = crate::town::officer("pak-dinas", kernel::Role::Head, "dinas-pupr");
    let view = site.town.desk.view(&number, &desk::Viewer::Officer(officer)).await.unwrap();
    let whose: Vec<&str> = view.history.iter().map(|entry| entry.who.key).collect();
    assert!(whose.contains(&"siapa-aplikasi"), "{whose:?}");
    assert_eq!(view.sent_by.unwrap().application, "jiwa");
}

#[tokio::test]
async fn a_program_of_another_agency_can_neither_act_nor_answer() {
    let site = site().await;
    let number = forwarded(&site).await;
    let path = format!("/api/v1/laporan/{number}");
    let act = json!({ "step": "survei", "action": "anggarkan", "reason": "x" });
    assert_eq!(call(&site, "lain", &format!("{path}/aksi"), Some(act)).await.status, StatusCode::NOT_FOUND);
    let words = json!({ "text": "Akan kami perbaiki" });
    assert_eq!(
        call(&site, "lain", &format!("{path}/jawaban"), Some(words.clone())).await.status,
        StatusCode::NOT_FOUND
    );
    let answered = call(&site, "sipr", &format!("{path}/jawaban"), Some(words)).await;
    assert_eq!(json_of(&answered)["answer"], "Akan kami perbaiki", "{}", answered.html);
}

#[tokio::test]
async fn what_a_program_cannot_know_or_misspells_is_refused_by_field() {
    let site = site().await;
    let number = forwarded(&site).await;
    let path = format!("/api/v1/laporan/{number}/aksi");
    for (act, status) in [
        (json!({ "step": "survei", "action": "terbang" }), StatusCode::CONFLICT),
        (
            json!({ "step": "survei", "action": "anggarkan", "answers": { "asing": 1 } }),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (json!({ "step": "survei", "action": "anggarkan", "role": "kepala" }), StatusCode::UNPROCESSABLE_ENTITY),
        (json!({ "step": "survei", "action": "anggarkan", "version": 1 }), StatusCode::CONFLICT),
        (json!({ "step": "survei", "action": "tolak", "reason_code": "khayal" }), StatusCode::UNPROCESSABLE_ENTITY),
        (json!({ "action": "anggarkan" }), StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let page = call(&site, "sipr", &path, Some(act.clone())).await;
        assert_eq!(page.status, status, "{act}: {}", page.html);
    }
}

#[tokio::test]
async fn a_step_that_asks_for_four_eyes_is_a_persons() {
    let town = small_town().await;
    let source = include_str!("../../../../layanan/pengaduan/jalan-rusak.toml");
    let four_eyes = source.replacen("[langkah.survei]\n", "[langkah.survei]\nbukan = [\"verifikasi\"]\n", 1);
    let four_eyes = four_eyes.replacen("versi   = ", "versi   = 9", 1);
    town.desk.publish("jalan.toml", &four_eyes, &units(), &Actor::Operator, Lang::Id).await.unwrap();
    let site = around(town);
    let number = forwarded(&site).await;
    let act = json!({ "step": "survei", "action": "anggarkan", "reason": "x" });
    let page = call(&site, "sipr", &format!("/api/v1/laporan/{number}/aksi"), Some(act)).await;
    assert_eq!((page.status, &json_of(&page)["code"]), (StatusCode::FORBIDDEN, &json!("langkah-orang")));
}
