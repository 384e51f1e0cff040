//! What everybody, agencies and the team see and may do in the browser.

use crate::office::{KEY, PATIENTS, ask, offices, social};
use crate::site::{AUDITOR, FIELD, HEALTH, SOCIAL, TEAM, upload};
use axum::http::StatusCode;
use cases::doors::CertificateFault;
use exchange::LOCALE;
use std::path::Path;
use testkit::{filled, form};

#[test]
fn every_text_is_there_in_both_languages() {
    web::testing::assert_texts_complete(LOCALE);
    web::testing::assert_keys_exist(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), LOCALE);
}

#[tokio::test]
async fn from_a_form_to_a_grant_in_the_browser() {
    for office in offices().await {
        let site = office.site();
        let new = "/pertukaran/layanan-baru";
        let fields = [
            ("aplikasi", "simpus"),
            ("nama", "Data pasien"),
            ("layanan", "pasien"),
            ("guna", "Untuk bantuan sosial"),
            ("alamat", "https://simpus.internal/api"),
        ];
        let page = format!("/pertukaran/layanan/{KEY}");
        assert_eq!(site.send(HEALTH, (new, new), &fields).await, (StatusCode::SEE_OTHER, page.clone()));
        let wrong = PATIENTS.replace("x-pribadi: spesifik, ", "");
        assert_eq!(upload(&site, HEALTH, KEY, &wrong).await, (StatusCode::SEE_OTHER, page.clone()));
        let html = site.get(HEALTH, &page).await.1;
        assert!(html.contains("E028") && html.contains("tampaknya data pribadi"), "{html}");
        let publish = format!("{page}/penerbitan");
        assert_eq!(site.send(HEALTH, (&page, &publish), &[]).await.0, StatusCode::UNPROCESSABLE_ENTITY);
        upload(&site, HEALTH, KEY, PATIENTS).await;
        assert_eq!(site.send(HEALTH, (&page, &publish), &[]).await.0, StatusCode::SEE_OTHER);

        let asking = format!("/pertukaran/minta/{KEY}");
        assert!(site.get(SOCIAL, &format!("/pengembang/layanan/{KEY}")).await.1.contains(&asking));
        let wish = [
            ("aplikasi", "bansos"),
            ("tujuan", "Mencocokkan penerima bantuan"),
            ("dasar", "Perbup 12/2026"),
            ("bulan", "6"),
            ("operasi", "bacaPasien"),
            ("operasi", "daftarPasien"),
            ("kolom", "nik"),
        ];
        let (status, to) = site.send(SOCIAL, (&asking, &asking), &wish).await;
        assert_eq!((status, to.as_str()), (StatusCode::SEE_OTHER, "/pertukaran/permintaan/kasus-1"));
        let narrowing = format!("{to}/batas");
        let part = [("operasi", "bacaPasien"), ("kolom", "nik"), ("menit", "10"), ("hari", "")];
        assert_eq!(site.send(HEALTH, (&to, &narrowing), &part).await.0, StatusCode::SEE_OTHER);
        let asking = site.get(SOCIAL, &to).await.1;
        assert!(!asking.contains(&narrowing), "who asks does not narrow");
        assert!(asking.contains("/lacak/kasus-1/kunci"), "who asks follows and mends the case");
        assert!(!site.get(HEALTH, &to).await.1.contains("/kunci"), "that address is for who asks only");
        office.end("kasus-1", "sebagian").await;
        let held = site.get(SOCIAL, "/pertukaran/izin?sisi=dipegang").await.1;
        let grant = held.split("href=\"/pertukaran/izin/").nth(1).unwrap().split('"').next().unwrap();
        let grant = format!("/pertukaran/izin/{grant}");
        let html = site.get(SOCIAL, &grant).await.1;
        assert!(html.contains("bacaPasien") && !html.contains("daftarPasien"), "{html}");
        let withdrawal = format!("{grant}/pencabutan");
        assert!(!html.contains(&withdrawal));
        let (status, _) = site.send(HEALTH, (&grant, &withdrawal), &[("alasan", "Data dipakai untuk hal lain")]).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        assert!(site.get(SOCIAL, "/pertukaran/izin.csv?sisi=dipegang").await.1.contains("dicabut"));
    }
}

#[tokio::test]
async fn who_has_no_part_in_it_is_kept_out_and_readers_change_nothing() {
    let office = offices().await.remove(0);
    office.published().await;
    let site = office.site();
    for path in [
        "/pertukaran",
        "/pertukaran/izin",
        "/pertukaran/permintaan",
        "/pertukaran/peringatan",
        "/pertukaran/layanan-baru",
    ] {
        assert_eq!(site.get(FIELD, path).await.0, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(site.get(None, path).await.0, StatusCode::SEE_OTHER, "{path}");
    }
    let page = format!("/pertukaran/layanan/{KEY}");
    let html = site.get(AUDITOR, &page).await.1;
    assert!(
        html.contains("Data pasien")
            && !html.contains("method=\"post\" action=\"/pertukaran")
            && !html.contains("simpus.internal")
    );
    assert_eq!(site.get(AUDITOR, "/pertukaran/layanan-baru").await.0, StatusCode::FORBIDDEN);
    assert_eq!(site.get(SOCIAL, &page).await, (StatusCode::SEE_OTHER, format!("/pengembang/layanan/{KEY}")));
    let new = "/pertukaran/layanan-baru";
    let body = filled(&site.get(SOCIAL, new).await.1, new, &[("sebab", "Tidak dipakai lagi")]);
    let forged = site.post(SOCIAL, &format!("{page}/penarikan"), &form(&body)).await;
    assert_eq!(forged.0, StatusCode::FORBIDDEN, "a token of another form");
}

#[tokio::test]
async fn documentation_is_readable_and_knows_nothing_of_the_upstream() {
    let office = offices().await.remove(0);
    office.published().await;
    office
        .exchange
        .set_credential(&crate::office::health(), KEY, ("authorization", "Bearer rahasia-asal"))
        .await
        .unwrap();
    let site = office.site();
    let path = format!("/pengembang/layanan/{KEY}");
    let (status, html) = site.get(None, &path).await;
    assert_eq!(status, StatusCode::OK);
    for part in
        ["GET /pasien/{id}", "curl -H", "data pribadi", "maxLength 16", "data.nik", "Authorization: Bearer $TOKEN"]
    {
        assert!(html.replace("&#34;", "\"").contains(part), "{part}: {html}");
    }
    let openapi = site.get(None, &format!("{path}/openapi.json")).await.1;
    let read: serde_json::Value = serde_json::from_str(&openapi).unwrap();
    assert_eq!(read["servers"][0]["url"], format!("https://gapura.jombang.example/x/{KEY}"));
    assert_eq!(read.pointer("/components/securitySchemes/gapura/type").unwrap(), "oauth2");
    let own = site.get(HEALTH, &format!("/pertukaran/layanan/{KEY}")).await.1;
    for text in [html, openapi, own] {
        assert!(!text.contains("rahasia-asal"));
    }
    assert!(!site.get(None, &path).await.1.contains("simpus.internal"));
}

#[tokio::test]
async fn a_closed_service_is_documented_for_its_own_agency_only() {
    let office = offices().await.remove(0);
    office.published().await;
    let site = office.site();
    let page = format!("/pertukaran/layanan/{KEY}");
    let drawn = site.get(HEALTH, &page).await.1;
    for value in ["value=\"Data pasien\"", "value=\"https://simpus.internal/api\"", "value=\"10240\"", "value=\"600\""]
    {
        assert!(drawn.contains(value), "what stands is what the form shows: {value}");
    }
    let terms = [
        ("revisi", "4"),
        ("nama", "Data pasien"),
        ("guna", "Pasien"),
        ("alamat", "https://simpus.internal/api"),
        ("kirim", "1024"),
        ("jawab", "0"),
        ("waktu", "5000"),
        ("menit", "60"),
    ];
    let revision = office.exchange.offer(KEY).await.unwrap().revision.to_string();
    let terms = terms.map(|(name, value)| if name == "revisi" { (name, revision.as_str()) } else { (name, value) });
    assert_eq!(site.send(HEALTH, (&page, &format!("{page}/ketentuan")), &terms).await.0, StatusCode::SEE_OTHER);
    let path = format!("/pengembang/layanan/{KEY}");
    assert_eq!(site.get(None, &path).await.0, StatusCode::NOT_FOUND);
    assert_eq!(site.get(SOCIAL, &path).await.0, StatusCode::NOT_FOUND);
    assert_eq!(site.get(HEALTH, &path).await.0, StatusCode::OK);
    assert_eq!(site.get(TEAM, &path).await.0, StatusCode::OK);
    assert!(!site.get(None, "/pengembang/layanan").await.1.contains("Data pasien"));
    assert_eq!(office.exchange.ask(&social(), &ask("a")).await.map(drop), Err(exchange::Refused::NotThere));
    let again = site.send(HEALTH, (&page, &format!("{page}/ketentuan")), &terms).await;
    assert_eq!(again.0, StatusCode::CONFLICT, "an old page changes nothing");
}

#[tokio::test]
async fn a_breaking_upload_says_what_it_breaks_and_is_not_kept() {
    let office = offices().await.remove(0);
    office.published().await;
    let site = office.site();
    let (status, html) = upload(&site, HEALTH, KEY, &PATIENTS.replace("/pasien/{id}:", "/pasien-lama/{id}:")).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(html.contains("operasi `GET /pasien/{id}` hilang") && html.contains("tidak disimpan"), "{html}");
    let openapi = site.get(None, &format!("/pengembang/layanan/{KEY}/openapi.json")).await.1;
    assert!(openapi.contains("/pasien/{id}") && !openapi.contains("pasien-lama"));
}

#[tokio::test]
async fn the_directory_changes_and_rules_can_be_read() {
    let office = offices().await.remove(0);
    office.published().await;
    let site = office.site();
    let json: serde_json::Value =
        serde_json::from_str(&site.get(SOCIAL, "/pertukaran/direktori.json").await.1).unwrap();
    let one = &json["layanan"][0];
    assert_eq!((one["kunci"].as_str(), one["kolom_pribadi"].to_string().contains("data.nik")), (Some(KEY), true));
    assert_eq!(site.get(None, "/pertukaran/direktori.json").await.0, StatusCode::SEE_OTHER);
    let changes: serde_json::Value =
        serde_json::from_str(&site.get(None, "/pengembang/perubahan.json").await.1).unwrap();
    assert_eq!((changes[0]["kabar"].as_str(), changes[0]["layanan"].as_str()), (Some("terbit"), Some(KEY)));
    assert!(site.get(None, "/pengembang/perubahan").await.1.contains("Data pasien"));
    let rules = site.get(None, "/pengembang/aturan-uraian").await.1;
    assert!(rules.contains("id=\"E028\"") && rules.contains("x-pribadi"));
    assert!(site.get(None, "/pengembang/layanan?bahasa=en").await.1.contains("Data services"));
    for path in [
        "/pertukaran/direktori",
        "/pertukaran?keadaan=terbit&q=pasien",
        "/pertukaran/permintaan?semua=ya",
        "/pertukaran/peringatan",
    ] {
        assert_eq!(site.get(HEALTH, path).await.0, StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn a_form_that_is_wrong_keeps_what_was_typed() {
    let office = offices().await.remove(0);
    office.published().await;
    let site = office.site();
    let asking = format!("/pertukaran/minta/{KEY}");
    let wish = [
        ("aplikasi", "bansos"),
        ("tujuan", "Mencocokkan penerima bantuan"),
        ("dasar", "Perbup 12/2026"),
        ("bulan", "99"),
        ("operasi", "bacaPasien"),
        ("kolom", "nik"),
    ];
    let (status, html) = site.send(SOCIAL, (&asking, &asking), &wish).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("Mencocokkan penerima bantuan") && html.contains("value=\"bacaPasien\" checked"), "{html}");
    let new = "/pertukaran/layanan-baru";
    let fields = [
        ("aplikasi", "simpus"),
        ("nama", "Gizi"),
        ("layanan", "gizi"),
        ("guna", "Gizi balita"),
        ("alamat", "http://simpus.internal"),
    ];
    let (status, html) = site.send(HEALTH, (new, new), &fields).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("value=\"Gizi\"") && html.contains("Alamat asal tidak dapat dipakai"));
}

#[tokio::test]
async fn the_page_of_a_service_says_until_when_its_servers_certificate_holds_and_what_is_wrong_with_it() {
    for office in offices().await {
        office.published().await;
        let (site, page) = (office.site(), format!("/pertukaran/layanan/{KEY}"));
        assert!(!site.get(HEALTH, &page).await.1.contains("Sertifikat server asal"), "nobody has seen one yet");
        office.saw("2027-06-01T00:00:00+07:00", None);
        let html = site.get(HEALTH, &page).await.1;
        assert!(html.contains("sampai 31 Mei 2027") && !html.contains("dalam 30 hari"), "{html}");
        office.saw("2027-03-20T00:00:00+07:00", None);
        assert!(site.get(HEALTH, &page).await.1.contains("dalam 30 hari"));
        assert!(site.get(HEALTH, "/pertukaran/peringatan").await.1.contains("Sertifikat server"));
        for (fault, word) in [
            (CertificateFault::Expired, "sudah berakhir"),
            (CertificateFault::OtherName, "untuk nama lain"),
            (CertificateFault::Untrusted, "tidak dipercaya"),
        ] {
            office.saw("2027-02-20T00:00:00+07:00", Some(fault));
            let html = site.get(HEALTH, &page).await.1;
            assert!(html.contains(&format!("Sertifikat server asal {word}")), "{html}");
            assert!(html.contains("Gerbang tidak dapat tersambung."), "{html}");
        }
        assert!(site.get(HEALTH, "/pertukaran/peringatan").await.1.contains("sudah berakhir"));
    }
}
