use super::browser::{Browser, Site};
use super::*;
use axum::http::StatusCode;
use identity::{LOCALE, MIGRATIONS};
use std::path::Path;

#[test]
fn every_text_is_there_in_both_languages() {
    web::testing::assert_texts_complete(LOCALE);
    web::testing::assert_keys_exist(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), LOCALE);
    for role in Role::ALL {
        for (lang, file) in LOCALE {
            assert!(file.contains(&format!("\npetugas-peran-{} = ", role.word())), "{lang:?} {}", role.word());
        }
    }
}

#[tokio::test]
async fn signing_in_leads_where_one_wanted_to_go_and_signing_out_clears_the_browser() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let site = Site::of(&ledger).await;
        officer(&site.identity, &ledger, "siti", Role::Liaison, "dinas-pupr").await;
        let mut browser = Browser::new(&site);
        let away = browser.get("/akun").await;
        assert_eq!((away.status, away.location.as_str()), (StatusCode::SEE_OTHER, "/masuk?ke=%2Fakun"));
        let wrong = browser.fill("/masuk?ke=%2Fakun", "/masuk", &[("nama", "siti"), ("sandi", "bukan ini")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.html.contains("Nama masuk atau kata sandi salah") && wrong.html.contains("value=\"siti\""));
        assert!(!wrong.html.contains("bukan ini"), "a password is never shown again");
        let signed = browser.sign_in("siti").await;
        assert_eq!((signed.status, signed.location.as_str()), (StatusCode::SEE_OTHER, "/akun"));
        let account = browser.get("/akun").await;
        assert_eq!(account.status, StatusCode::OK);
        assert!(account.html.contains("Pejabat penghubung, Dinas Pekerjaan Umum dan Penataan Ruang"));
        assert_eq!(account.headers["cache-control"], "no-store");
        let left = browser.send("POST", "/keluar", String::new()).await;
        assert_eq!(left.headers["clear-site-data"], "\"cache\", \"storage\"");
        assert_eq!(browser.get("/akun").await.status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn a_sign_in_form_of_another_site_or_without_token_is_refused() {
    let ledger = testkit::sqlite_ledger(MIGRATIONS).await;
    let site = Site::of(&ledger).await;
    officer(&site.identity, &ledger, "siti", Role::Liaison, "dinas-pupr").await;
    let mut browser = Browser::new(&site);
    let forged =
        browser.send("POST", "/masuk", format!("nama=siti&sandi={}&_tanda=x", PASSWORD.replace(' ', "+"))).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    assert!(!forged.headers.contains_key("set-cookie"));
}

#[tokio::test]
async fn a_form_that_was_open_too_long_is_shown_again_with_what_was_typed() {
    let ledger = testkit::sqlite_ledger(MIGRATIONS).await;
    let site = Site::of(&ledger).await;
    let mut browser = Browser::new(&site);
    let drawn = browser.get("/masuk").await.html;
    let token = drawn.split("name=\"_tanda\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    ledger.clock.advance(25 * 3600);
    let late = browser.send("POST", "/masuk", format!("nama=siti&sandi=x&_tanda={token}")).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.html.contains("terlalu lama terbuka") && late.html.contains("value=\"siti\""));
}

#[tokio::test]
async fn an_administrator_adds_an_officer_hands_over_the_link_and_the_officer_signs_in() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let site = Site::of(&ledger).await;
        officer(&site.identity, &ledger, "admin", Role::CityAdmin, "dinas-kominfo").await;
        let mut admin = Browser::new(&site);
        admin.sign_in("admin").await;
        let fields = [
            ("nama", "Siti <script>"),
            ("nama-masuk", "siti"),
            ("surel", ""),
            ("peran", "penghubung"),
            ("unit", "dinas-pupr"),
        ];
        let made = admin.fill("/atur/petugas", "/atur/petugas", &fields).await;
        assert_eq!(made.status, StatusCode::OK, "{}", made.html);
        assert!(!made.html.contains("Siti <script>"), "names are escaped");
        let link = made.html.split("http://127.0.0.1:8080").nth(1).unwrap().split('<').next().unwrap().to_owned();
        let mut siti = Browser::new(&site);
        let weak = siti.fill(&link, &link, &[("sandi", "jombang2026"), ("ulang", "jombang2026")]).await;
        assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
        let differs = siti.fill(&link, &link, &[("sandi", PASSWORD), ("ulang", "lain")]).await;
        assert!(differs.html.contains("tidak sama"));
        let set = siti.fill(&link, &link, &[("sandi", PASSWORD), ("ulang", PASSWORD)]).await;
        assert_eq!(set.location, "/masuk?selesai=sandi");
        assert!(siti.get("/masuk?selesai=sandi").await.html.contains("Kata sandi tersimpan"));
        assert_eq!(siti.get(&link).await.status, StatusCode::NOT_FOUND);
        assert_eq!(siti.sign_in("siti").await.status, StatusCode::SEE_OTHER);
        assert_eq!(siti.get("/atur/petugas").await.status, StatusCode::FORBIDDEN);
        let taken = admin.fill("/atur/petugas", "/atur/petugas", &fields).await;
        assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(taken.html.contains("sudah dipakai") && taken.html.contains("value=\"siti\""));
    }
}

#[tokio::test]
async fn an_auditor_reads_officers_and_agencies_and_changes_nothing() {
    let ledger = testkit::sqlite_ledger(MIGRATIONS).await;
    let site = Site::of(&ledger).await;
    let siti = officer(&site.identity, &ledger, "siti", Role::Liaison, "dinas-pupr").await;
    officer(&site.identity, &ledger, "auditor", Role::Auditor, "dinas-kominfo").await;
    let mut auditor = Browser::new(&site);
    auditor.sign_in("auditor").await;
    let one = format!("/atur/petugas/{}", siti.0);
    for path in ["/atur/petugas", "/atur/opd", one.as_str()] {
        let page = auditor.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert_eq!(page.html.matches("method=\"post\"").count(), 1, "only the sign-out: {path}");
    }
    for path in
        ["/atur/petugas", "/atur/opd", &format!("{one}/peran"), &format!("{one}/akun"), &format!("{one}/tautan")]
    {
        let page = auditor.send("POST", path, "keadaan=tutup".to_owned()).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert!(site.identity.officer(&siti).await.unwrap().active);
}

#[tokio::test]
async fn roles_links_and_accounts_are_changed_on_the_officers_page() {
    let ledger = testkit::sqlite_ledger(MIGRATIONS).await;
    let site = Site::of(&ledger).await;
    let siti = officer(&site.identity, &ledger, "siti", Role::Liaison, "dinas-pupr").await;
    officer(&site.identity, &ledger, "admin", Role::CityAdmin, "dinas-kominfo").await;
    let mut admin = Browser::new(&site);
    admin.sign_in("admin").await;
    let page = format!("/atur/petugas/{}", siti.0);
    let to = |noun: &str| format!("{page}/{noun}");
    let head = [("peran", "kepala"), ("unit", "dinas-pupr")];
    assert_eq!(admin.fill(&page, &to("peran"), &head).await.location, page);
    let twice = admin.fill(&page, &to("peran"), &head).await;
    assert!(twice.html.contains("sudah dimiliki"));
    assert_eq!(admin.fill(&page, &to("pencabutan"), &head).await.location, page);
    let unknown = admin.fill(&page, &to("peran"), &[("peran", "raja"), ("unit", "dinas-pupr")]).await;
    assert!(unknown.html.contains("Peran itu tidak ada"));
    assert!(admin.fill(&page, &to("tautan"), &[]).await.html.contains("/akun/atur/"));
    assert_eq!(admin.fill(&page, &to("akun"), &[("keadaan", "tutup")]).await.location, page);
    assert!(!site.identity.officer(&siti).await.unwrap().active);
    assert_eq!(admin.fill(&page, &to("akun"), &[("keadaan", "buka")]).await.location, page);
    assert!(site.identity.officer(&siti).await.unwrap().active);
    assert_eq!(admin.get("/atur/petugas/tidak-ada").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_new_password_keeps_the_officer_signed_in_here_only() {
    let ledger = testkit::sqlite_ledger(MIGRATIONS).await;
    let site = Site::of(&ledger).await;
    officer(&site.identity, &ledger, "siti", Role::Liaison, "dinas-pupr").await;
    let (mut here, mut there) = (Browser::new(&site), Browser::new(&site));
    here.sign_in("siti").await;
    there.sign_in("siti").await;
    let new = "perahu kertas tiga warna";
    let wrong = here.fill("/akun", "/akun/sandi", &[("lama", "salah"), ("sandi", new), ("ulang", new)]).await;
    assert!(wrong.html.contains("sekarang tidak benar"));
    let done = here.fill("/akun", "/akun/sandi", &[("lama", PASSWORD), ("sandi", new), ("ulang", new)]).await;
    assert_eq!(done.location, "/akun?selesai");
    assert!(here.get("/akun?selesai").await.html.contains("tersimpan"));
    assert_eq!(there.get("/akun").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn an_agency_is_added_and_renamed_on_its_page() {
    let ledger = testkit::sqlite_ledger(MIGRATIONS).await;
    let site = Site::of(&ledger).await;
    officer(&site.identity, &ledger, "admin", Role::CityAdmin, "dinas-kominfo").await;
    let mut admin = Browser::new(&site);
    admin.sign_in("admin").await;
    let fields = [("unit", "dinas-sosial"), ("nama", "Dinas \"Sosial\", Jombang"), ("singkatan", "Dinsos")];
    assert_eq!(admin.fill("/atur/opd", "/atur/opd", &fields).await.location, "/atur/opd");
    let found = admin.get("/atur/opd?q=dinsos").await.html;
    assert!(found.contains("<code>dinas-sosial</code>") && !found.contains("<code>dinas-pupr</code>"));
    let bad = admin
        .fill("/atur/opd", "/atur/opd", &[("unit", "desa-35.17.01.2001"), ("nama", "Desa"), ("singkatan", "")])
        .await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    let events = ledger.store.stream("35.17", "agencies").await.unwrap();
    assert!(events.last().unwrap().fact.actor.person().is_some(), "an administrator did it");
}
