//! Bad input at every door: each is refused, and nothing is changed.

use crate::office::{KEY, PATIENTS, health, new_offer, offices};
use crate::site::{HEALTH, SOCIAL};
use axum::http::StatusCode;
use exchange::{NewOffer, Refused};

#[tokio::test]
async fn ten_megabytes_bombs_and_noise_are_findings_and_change_nothing() {
    let office = offices().await.remove(0);
    let exchange = &office.exchange;
    exchange.register(&health(), &new_offer()).await.unwrap();
    let deep = format!("openapi: {}{}", "[".repeat(100_000), "]".repeat(100_000));
    let bomb = "a: &a [x,x,x]\nb: &b [*a,*a,*a]\nc: &c [*b,*b,*b]\n";
    let files: [(&[u8], &str); 6] = [
        (&vec![b'x'; 10 * 1024 * 1024], "E001"),
        (deep.as_bytes(), "E001"),
        (bomb.as_bytes(), "E003"),
        (b"\xff\xfe\x00", "E001"),
        (b"", "E001"),
        (b"openapi: 3.1.0\nopenapi: 3.1.0\n", "E002"),
    ];
    for (bytes, code) in files {
        let uploaded = exchange.upload(&health(), KEY, bytes).await.unwrap();
        assert_eq!((uploaded.kept, uploaded.found[0].code), (false, code));
    }
    assert_eq!(exchange.offer(KEY).await.unwrap().digest, "");
}

#[tokio::test]
async fn descriptions_that_could_deceive_are_never_published() {
    let office = offices().await.remove(0);
    let exchange = &office.exchange;
    exchange.register(&health(), &new_offer()).await.unwrap();
    let circle = PATIENTS.replace("    Pasien:\n", "    Putar: { $ref: \"#/components/schemas/Lagi\" }\n    Lagi: { $ref: \"#/components/schemas/Putar\" }\n    Pasien:\n");
    let circle = circle.replace("umur: {", "lain: { $ref: \"#/components/schemas/Putar\" }\n        umur: {");
    for wrong in [
        PATIENTS.replace("/pasien/{id}:", "/pasien/%2e%2e:"),
        PATIENTS.replace("/pasien/{id}:", "/pasien/../{id}:"),
        PATIENTS.replace("  /pasien/{id}:\n", "  /pasien/{nomor}: { get: { operationId: x, responses: { \"200\": { description: x } } } }\n  /pasien/{id}:\n"),
        PATIENTS.replace("operationId: bacaPasien", "operationId: \"bаcaPasien\""),
        PATIENTS.replace("#/components/schemas/Daftar", "https://jahat.example/skema.json"),
        circle,
    ] {
        assert_ne!(wrong, PATIENTS);
        assert!(exchange.upload(&health(), KEY, wrong.as_bytes()).await.unwrap().kept);
        assert!(matches!(exchange.publish(&health(), KEY).await, Err(Refused::Unsound(_))), "{wrong}");
    }
}

#[tokio::test]
async fn short_names_with_tricks_register_nothing() {
    let office = offices().await.remove(0);
    for service in ["", "..", "a/b", "a%2fb", "Pasien", "pasién", "-a", "a--b", &"a".repeat(65), "a b", "a\0b"] {
        let new = NewOffer { service: service.into(), ..new_offer() };
        assert_eq!(office.exchange.register(&health(), &new).await, Err(Refused::Field("layanan")), "{service:?}");
    }
    assert!(office.happened().await.is_empty());
}

#[tokio::test]
async fn addresses_with_tricks_lead_nowhere() {
    let office = offices().await.remove(0);
    office.published().await;
    let site = office.site();
    for path in [
        "/pengembang/layanan/dinas-kesehatan/simpus/pasien/v01",
        "/pengembang/layanan/dinas-kesehatan/simpus/pasien/v1%2f..",
        "/pengembang/layanan/dinas-kesehatan/simpus/%2e%2e/v1",
        "/pengembang/layanan/dinas-kesehatan/simpus/pasien%00/v1",
        "/pengembang/layanan/dinas-kesehatan/simpus/pasien/v2/openapi.json",
        "/pertukaran/izin/' OR 1=1",
        "/pertukaran/permintaan/..",
    ] {
        let path = path.replace(' ', "%20");
        let status = site.get(SOCIAL, &path).await.0;
        assert!(matches!(status, StatusCode::NOT_FOUND | StatusCode::BAD_REQUEST), "{path}: {status}");
    }
    let searched = site.get(HEALTH, "/pertukaran?q=%25%27%5C_").await;
    assert_eq!(searched.0, StatusCode::OK);
    assert!(!searched.1.contains("Data pasien"), "a search is a text, no pattern");
}

#[tokio::test]
async fn cells_of_exports_are_no_formulas_and_names_are_no_markup() {
    let office = offices().await.remove(0);
    let new =
        NewOffer { name: "=HYPERLINK(\"x\") <b>".into(), about: "<script>alert(1)</script>".into(), ..new_offer() };
    office.exchange.register(&health(), &new).await.unwrap();
    office.exchange.upload(&health(), KEY, PATIENTS.as_bytes()).await.unwrap();
    office.exchange.publish(&health(), KEY).await.unwrap();
    let site = office.site();
    let csv = site.get(SOCIAL, "/pertukaran/direktori.csv").await.1;
    assert!(csv.contains("'=HYPERLINK"), "{csv}");
    let html = site.get(None, "/pengembang/layanan").await.1;
    assert!(!html.contains("<script>alert") && html.contains("&#60;script") || html.contains("&lt;script"), "{html}");
}
