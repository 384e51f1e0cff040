//! What officers see and may do.

use crate::office::{key, kominfo, liaison, office, offices, program, verifier, web_terms};
use crate::site::Site;
use axum::http::StatusCode;
use cases::doors::Launcher as _;
use kernel::{OfficerId, Role};
use signon::LOCALE;
use signon::model::audience::Audience;
use signon::model::terms::{Kind, Terms};
use std::path::Path;

const LIAISON: Option<usize> = Some(0);
const KOMINFO: Option<usize> = Some(1);
const VERIFIER: Option<usize> = Some(2);
const OTHER: Option<usize> = Some(3);

fn people() -> Vec<web::Session> {
    vec![liaison(), kominfo(), verifier(), crate::office::officer("lia", Role::Liaison, "dinas-pupr")]
}

#[test]
fn every_text_is_there_in_both_languages() {
    web::testing::assert_texts_complete(LOCALE);
    web::testing::assert_keys_exist(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), LOCALE);
}

#[tokio::test]
async fn a_key_is_registered_in_the_browser_and_its_secret_shown_once() {
    for office in offices().await {
        let site = Site::new(&office, people());
        let page = "/pengembang/kunci/baru?jenis=program";
        let fields = [("aplikasi", "simpus"), ("nama", "Server utama"), ("cakupan", "layanan.panggil")];
        let came = site.send(LIAISON, (page, "/pengembang/kunci"), &fields).await;
        assert_eq!(came.status, StatusCode::OK, "{}", came.body);
        let secret = came.body.split("<code>gps_").nth(1).unwrap().split('<').next().unwrap().to_owned();
        assert_eq!(secret.len(), 43);
        assert_eq!(came.headers["cache-control"], "no-store");
        let id = came.body.split("<code>simpus-").nth(1).unwrap().split('<').next().unwrap().to_owned();
        let again = site.get(LIAISON, &format!("/pengembang/kunci/simpus-{id}")).await;
        assert!(again.status == StatusCode::OK && !again.body.contains(&secret));
        assert!(site.get(LIAISON, "/pengembang/kunci").await.body.contains("Server utama"));
    }
}

#[tokio::test]
async fn what_is_wrong_is_said_at_its_field_and_nothing_is_lost() {
    let office = office().await;
    let site = Site::new(&office, people());
    let page = "/pengembang/kunci/baru?jenis=web";
    let fields = [
        ("aplikasi", "simpus"),
        ("nama", "Server utama"),
        ("kembali", "http://simpus.contoh.go.id/kembali"),
        ("petugas", "peran"),
    ];
    let came = site.send(LIAISON, (page, "/pengembang/kunci"), &fields).await;
    assert_eq!(came.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(came.body.contains("Pakai https.") && came.body.contains("Centang paling sedikit satu peran."));
    assert!(came.body.contains("http://simpus.contoh.go.id/kembali") && came.body.contains("Server utama"));
}

#[tokio::test]
async fn the_address_of_farewells_is_asked_for_kept_and_taken_away_in_both_languages() {
    for (office, (query, label, wrong)) in [
        (office().await, ("", "Alamat pemberitahuan keluar", "menuju jaringan dalam")),
        (office().await, ("&bahasa=en", "Back-channel logout address", "leads into an inner network")),
    ] {
        let site = Site::new(&office, people());
        let page = format!("/pengembang/kunci/baru?jenis=web{query}");
        assert!(site.get(LIAISON, &page).await.body.contains(label));
        let program = site.get(LIAISON, &format!("/pengembang/kunci/baru?jenis=program{query}")).await;
        assert!(!program.body.contains(label), "nobody signs on with it");
        let mut fields = vec![
            ("aplikasi", "simpus"),
            ("nama", "Server utama"),
            ("kembali", crate::office::BACK),
            ("petugas", "unit"),
            ("pemberitahuan", "https://10.7.1.1/keluar"),
        ];
        let html = site.get(LIAISON, &page).await.body;
        let cookie = format!("{}; bahasa={}", site.cookie(LIAISON), if query.is_empty() { "id" } else { "en" });
        let came = site.send_from(&html, &cookie, "/pengembang/kunci", &fields).await;
        assert_eq!(came.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(came.body.contains(wrong) && came.body.contains("https://10.7.1.1/keluar"), "{}", came.body);
        fields[4].1 = "https://simpus.contoh.go.id/keluar";
        let made = site.send_from(&html, &cookie, "/pengembang/kunci", &fields).await;
        let id = made.body.split("<code>simpus-").nth(1).unwrap().split('<').next().unwrap();
        let key = format!("/pengembang/kunci/simpus-{id}");
        let stands = site.get(LIAISON, &key).await.body;
        assert!(stands.contains("value=\"https://simpus.contoh.go.id/keluar\""), "{stands}");
        fields[4].1 = "";
        assert_eq!(site.send_from(&stands, &cookie, &key, &fields).await.to(), key);
        assert!(!site.get(LIAISON, &key).await.body.contains("https://simpus.contoh.go.id/keluar"));
    }
}

#[tokio::test]
async fn other_agencies_neither_see_nor_touch_a_key() {
    let office = office().await;
    let made = office.register(program(&["layanan.panggil"])).await;
    let site = Site::new(&office, people());
    let path = format!("/pengembang/kunci/{}", made.id);
    assert_eq!(site.get(VERIFIER, &path).await.status, StatusCode::FORBIDDEN);
    assert!(site.get(None, &path).await.to().starts_with("/masuk?ke="));
    for page in [path.clone(), format!("{path}/masuk"), format!("{path}/masuk.csv")] {
        assert_eq!(site.get(OTHER, &page).await.status, StatusCode::NOT_FOUND, "{page}");
        assert_eq!(site.get(KOMINFO, &page).await.status, StatusCode::OK, "{page}");
    }
    assert!(!site.get(OTHER, "/pengembang/kunci").await.body.contains(&made.id));
    assert!(!site.get(OTHER, "/pengembang/kunci/daftar.csv").await.body.contains(&made.id));
    assert!(site.get(KOMINFO, "/pengembang/kunci/daftar.csv").await.body.contains(&made.id));
    let html = site.get(LIAISON, &path).await.body;
    let cookie = site.cookie(OTHER);
    for action in [path.clone(), format!("{path}/rahasia"), format!("{path}/pencabutan")] {
        let came = site.send_from(&html, &cookie, &action, &[]).await;
        assert!(matches!(came.status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND), "{action} {}", came.status);
    }
    assert!(site.get(LIAISON, &path).await.body.contains("Berlaku"));
}

#[tokio::test]
async fn kominfo_finds_what_waits_and_agrees_in_the_browser() {
    for office in offices().await {
        let made = office.register(program(&["laporan.tulis"])).await;
        office.register(program(&["layanan.panggil"])).await;
        let site = Site::new(&office, people());
        let list = site.get(KOMINFO, "/pengembang/kunci?keadaan=menunggu").await.body;
        assert_eq!(list.matches("data-baris").count(), 1);
        let (page, action) =
            (format!("/pengembang/kunci/{}", made.id), format!("/pengembang/kunci/{}/persetujuan", made.id));
        assert!(!site.get(LIAISON, &page).await.body.contains(&action));
        let came = site.send(KOMINFO, (&page, &action), &[("jawab", "setuju")]).await;
        assert_eq!((came.status, came.to()), (StatusCode::SEE_OTHER, page.as_str()));
        assert!(site.get(KOMINFO, "/pengembang/kunci?keadaan=menunggu").await.body.contains("Belum ada kunci"));
    }
}

#[tokio::test]
async fn secrets_are_changed_and_a_key_revoked_in_the_browser() {
    let office = office().await;
    let made = office.register(program(&["layanan.panggil"])).await;
    let site = Site::new(&office, people());
    let page = format!("/pengembang/kunci/{}", made.id);
    let new = site.send(LIAISON, (&page, &format!("{page}/rahasia")), &[("hari", "90"), ("peralihan", "0")]).await;
    assert!(new.body.contains("<code>gps_"));
    let bad = site.send(LIAISON, (&page, &format!("{page}/rahasia")), &[("hari", "x"), ("peralihan", "0")]).await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    let gone = site.send(LIAISON, (&page, &format!("{page}/pencabutan")), &[]).await;
    assert_eq!(gone.to(), page);
    let html = site.get(LIAISON, &page).await.body;
    assert!(html.contains("Dicabut") && !html.contains(&format!("{page}/rahasia\"")));
}

#[tokio::test]
async fn the_agency_sees_who_signed_on_and_no_formula_runs_in_the_file() {
    for office in offices().await {
        let client = office.register(key(Kind::Web, web_terms())).await;
        let evil = crate::office::officer("=1+1", Role::Verifier, "dinas-kesehatan");
        let site = Site::new(&office, vec![liaison(), verifier(), kominfo(), evil]);
        for who in [1, 3] {
            site.signed_on(who, &client, "openid").await;
        }
        site.authorize(&site.cookie(KOMINFO.map(|_| 2)), &client.id, &[]).await;
        let page = site.get(LIAISON, &format!("/pengembang/kunci/{}/masuk", client.id)).await.body;
        assert!(page.contains("Nama tono") && page.contains("Nama budi") && page.contains("Ditolak"));
        let csv = site.get(LIAISON, &format!("/pengembang/kunci/{}/masuk.csv", client.id)).await;
        assert_eq!(csv.body.lines().count(), 4);
        assert!(csv.headers["content-type"].to_str().unwrap().starts_with("text/csv"));
    }
}

#[tokio::test]
async fn the_launcher_holds_what_an_officer_may_open_and_nothing_else() {
    for office in offices().await {
        office.register(key(Kind::Web, web_terms())).await;
        office.register(key(Kind::Public, Terms { start: "https://ponsel.contoh.go.id/".into(), ..web_terms() })).await;
        let heads = Terms { officers: Audience::Roles { roles: vec![Role::Head] }, ..web_terms() };
        let new = signon::NewKey { application: "presensi".into(), ..key(Kind::Web, heads) };
        let made = office.signon.register(&kominfo(), new, office.form_key()).await.unwrap();
        let second = crate::office::officer("rina", Role::Head, "dinas-kominfo");
        office.signon.answer(&second, &made.id, 1, None).await.unwrap();
        let site = Site::new(&office, people());
        let mine = site.get(VERIFIER, "/aplikasi-saya").await.body;
        assert_eq!(mine.matches("class=\"card\"").count(), 1, "each application once");
        assert!(mine.contains("Simpus") && !mine.contains("Presensi"));
        assert!(site.get(OTHER, "/aplikasi-saya").await.body.contains("Belum ada aplikasi"));
        let held = [(Role::Head, "dinas-pupr".to_owned())];
        let launches = office.signon.of(&OfficerId("kepala".into()), &held).await.unwrap();
        assert_eq!(launches.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["Presensi"]);
        office.inventory.change(|one| one.alive = false);
        assert!(site.get(VERIFIER, "/aplikasi-saya").await.body.contains("Belum ada aplikasi"));
    }
}

#[tokio::test]
async fn an_inventory_address_that_runs_code_never_becomes_a_link() {
    let office = office().await;
    office.register(key(Kind::Web, web_terms())).await;
    office.inventory.change(|one| one.address = Some("javascript:alert(1)".into()));
    let site = Site::new(&office, people());
    assert!(!site.get(VERIFIER, "/aplikasi-saya").await.body.contains("javascript:"));
}
