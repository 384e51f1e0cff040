//! What officers of agencies, Kominfo, readers and everybody see and may do.

use crate::office::{Office, kominfo, of_sample, office, offices};
use applications::{LOCALE, Refused};
use axum::http::StatusCode;
use cases::doors::Rung;
use kernel::Role;
use std::path::Path;
use testkit::{Site, officer};
use web::Session;

/// Kominfo, the liaison of the hospital, an auditor, a verifier.
fn people() -> Vec<Session> {
    vec![
        kominfo(),
        officer("rsud", Role::Liaison, "rsud"),
        officer("auditor", Role::Auditor, "setda"),
        officer("verifikator", Role::Verifier, "rsud"),
    ]
}

const KOMINFO: Option<usize> = Some(0);
const RSUD: Option<usize> = Some(1);
const AUDITOR: Option<usize> = Some(2);
const VERIFIER: Option<usize> = Some(3);

const PAGES: [&str; 7] = [
    "/aplikasi",
    "/aplikasi/dinas",
    "/aplikasi/kembar",
    "/aplikasi/graf",
    "/aplikasi/kemajuan",
    "/aplikasi/arsitektur",
    "/aplikasi/simrs",
];

async fn opened() -> (Office, Site) {
    let office = offices().await.remove(0);
    let more = [
        ("pengguna", "warga"),
        ("alamat", "https://simrs.contoh.go.id"),
        ("narahubung", "Siti Aminah"),
        ("penyedia", "CV Contoh"),
    ];
    office.record("SIMRS", "rsud", &more).await;
    office.record("SIMPEG", "bkpsdm", &[("data", "pegawai")]).await;
    let site = office.site(people());
    (office, site)
}

/// Brings a table.
async fn upload(site: &Site, who: Option<usize>, file: &str) -> (StatusCode, String) {
    let path = "/aplikasi/impor";
    site.upload(who, (path, path), &[], &[("berkas", "daftar.csv", file.as_bytes())]).await
}

#[test]
fn every_text_is_there_in_both_languages() {
    web::testing::assert_texts_complete(LOCALE);
    web::testing::assert_keys_exist(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), LOCALE);
}

#[test]
fn every_word_that_is_made_of_data_has_its_text() {
    use applications::model::{advice, field, intake, ladder, stage};
    let v = web::testing::view(kernel::Lang::Id, LOCALE);
    let mut keys: Vec<String> = Vec::new();
    for field in &field::FIELDS {
        keys.push(format!("aplikasi-isi-{}", field.name));
        if let field::Shape::OneOf(words) = field.shape {
            keys.extend(words.iter().map(|word| format!("aplikasi-pilihan-{word}")));
        }
    }
    use field::Why::{Choice, Day, Link, Long, Missing, Number, Unit};
    keys.extend([Missing, Long, Choice, Number, Day, Link, Unit].map(|why| format!("aplikasi-salah-{}", why.word())));
    keys.extend(stage::Stage::ALL.map(|one| format!("aplikasi-tahap-{}", one.word())));
    use stage::BadStep::{Day as StepDay, Reason, Same, Successor};
    keys.extend([Same, Reason, StepDay, Successor].map(|one| format!("aplikasi-tahap-salah-{}", one.word())));
    keys.extend(advice::Proposal::ALL.map(|one| format!("aplikasi-usul-{}", one.word())));
    keys.extend(ladder::RUNGS.map(|one| format!("aplikasi-anak-{}", ladder::rung_word(one))));
    use ladder::Seen::{Both, Declared, Observed};
    keys.extend([Both, Declared, Observed].map(|one| format!("aplikasi-garis-{}", one.word())));
    keys.extend(field::Domain::ALL.map(|one| format!("aplikasi-domain-{}", one.word())));
    keys.extend(applications::State::ALL.map(|one| format!("aplikasi-buka-{}", one.word())));
    use intake::BadFile::{Merged, Rows, Unreadable, Wide};
    keys.extend([Unreadable, Wide, Rows, Merged].map(|one| format!("aplikasi-berkas-{}", one.word())));
    keys.extend(["dinas", "nama", "rumus", "ganda", "milik-lain"].map(|word| format!("aplikasi-tolak-{word}")));
    keys.extend(
        ["nama-dari-alamat", "alamat-dirapikan", "dipotong", "dikosongkan"]
            .map(|word| format!("aplikasi-perbaikan-{word}")),
    );
    let weights = include_str!("../../src/data/bobot.toml")
        .lines()
        .filter(|line| line.contains("= {") && !line.starts_with("dasar"));
    keys.extend(weights.map(|line| format!("aplikasi-fakta-{}", line.split_whitespace().next().unwrap())));
    let missing: Vec<&String> = keys.iter().filter(|key| !v.has(key)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[tokio::test]
async fn every_page_opens_for_those_who_read_and_for_nobody_else() {
    let (_, site) = opened().await;
    for path in PAGES {
        for who in [KOMINFO, RSUD, AUDITOR] {
            assert_eq!(site.get(who, path).await.0, StatusCode::OK, "{path} {who:?}");
        }
        assert_eq!(site.get(VERIFIER, path).await.0, StatusCode::FORBIDDEN, "{path}");
        assert!(site.get(None, path).await.1.starts_with("/masuk?ke="), "{path}");
    }
    for path in ["/aplikasi/baru", "/aplikasi/impor", "/aplikasi/simrs/ubah"] {
        assert_eq!(site.get(AUDITOR, path).await.0, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(site.get(RSUD, path).await.0, StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn an_agency_sees_its_own_applications_in_the_list_and_in_every_file() {
    let (_, site) = opened().await;
    assert!(site.get(KOMINFO, "/aplikasi").await.1.contains("/aplikasi/simpeg"));
    let html = site.get(RSUD, "/aplikasi").await.1;
    assert!(html.contains("/aplikasi/simrs") && !html.contains("/aplikasi/simpeg"));
    for path in ["/aplikasi/tabel.csv", "/aplikasi/tabel.json"] {
        let file = site.get(RSUD, path).await.1;
        assert!(file.contains("SIMRS") && !file.contains("SIMPEG"), "{path}");
    }
    for path in ["/aplikasi/simpeg", "/aplikasi/simpeg/ubah", "/aplikasi/tidak-ada"] {
        assert_eq!(site.get(RSUD, path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    let forms = [
        ("/aplikasi/simpeg/tahap", "tahap=dibekukan"),
        ("/aplikasi/simpeg", "nama=x"),
        ("/aplikasi/simpeg/usulan", "usulan=ganti"),
    ];
    for (path, body) in forms {
        let forged = site.post(RSUD, path, body).await;
        assert!(matches!(forged.0, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND), "{path}: {}", forged.0);
    }
}

#[tokio::test]
async fn everybody_sees_open_applications_and_nothing_of_technology_people_or_cost() {
    let (_, site) = opened().await;
    let (status, html) = site.get(None, "/aplikasi/publik").await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains("SIMRS") && html.contains("https://simrs.contoh.go.id"));
    for hidden in ["SIMPEG", "Siti", "CV Contoh"] {
        assert!(!html.contains(hidden), "{hidden}");
    }
}

#[tokio::test]
async fn an_officer_records_mends_and_moves_an_application_in_the_browser() {
    let (office, site) = opened().await;
    let form = ("/aplikasi/baru", "/aplikasi");
    let (status, html) = site.send(RSUD, form, &[("nama", "Bed Info"), ("pemilik", "rsud"), ("audit", "besok")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("href=\"#f-audit\"") && html.contains("value=\"Bed Info\""), "what was typed stays");
    let fields = [("nama", "Bed Info"), ("pemilik", "rsud"), ("data", "pasien"), ("data", "fasilitas-kesehatan")];
    let (status, to) = site.send(RSUD, form, &fields).await;
    assert_eq!((status, to.as_str()), (StatusCode::SEE_OTHER, "/aplikasi/bed-info"));
    let page = "/aplikasi/bed-info";
    let html = site.get(RSUD, page).await.1;
    assert!(html.contains("Belum diisi") && html.contains("Fasilitas kesehatan, Pasien"));
    let other = [("nama", "Bed"), ("pemilik", "rsud"), ("revisi", "9")];
    assert_eq!(site.send(RSUD, ("/aplikasi/bed-info/ubah", page), &other).await.0, StatusCode::CONFLICT);
    let step = "/aplikasi/bed-info/tahap";
    let retire =
        [("revisi", "1"), ("tahap", "dipensiunkan"), ("tanggal", "2027-03-01"), ("sebab", "Sudah ada di SIMRS")];
    let (status, html) = site.send(RSUD, (page, step), &retire).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("Sebutkan penggantinya"));
    let retire = [&retire[..], &[("pengganti", "simrs")]].concat();
    assert_eq!(site.send(RSUD, (page, step), &retire).await.0, StatusCode::SEE_OTHER);
    assert!(site.get(RSUD, page).await.1.contains("Diganti oleh SIMRS"));
    let link = [("revisi", "1"), ("arah", "terima"), ("lain", "simpeg"), ("cara", "api"), ("isi", "Data pegawai")];
    assert_eq!(site.send(RSUD, ("/aplikasi/simrs", "/aplikasi/simrs/sambungan"), &link).await.0, StatusCode::SEE_OTHER);
    assert_eq!(office.room.inventory().await.unwrap().links[0].from, "simpeg");
    let ask = [("usulan", "integrasikan"), ("alasan", "Datanya dipakai bersama")];
    assert_eq!(site.send(RSUD, ("/aplikasi/simrs", "/aplikasi/simrs/usulan"), &ask).await.0, StatusCode::SEE_OTHER);
    assert!(site.get(RSUD, "/aplikasi/simrs").await.1.contains("Menunggu putusan"));
}

#[tokio::test]
async fn a_list_is_imported_in_the_browser_with_its_agencies_mapped_by_hand() {
    let (office, site) = opened().await;
    let (status, to) =
        upload(&site, KOMINFO, "OPD,URL,Keterangan\nBiro Umum,surat.contoh.go.id,Surat masuk\nRSUD,,\n").await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{to}");
    let html = site.get(KOMINFO, &to).await.1;
    assert!(html.contains("Biro Umum") && html.contains("name=\"unit\"") && html.contains("name=\"kolom-1\""));
    assert!(office.room.inventory().await.unwrap().apps.len() == 2, "a preview changes nothing");
    let fields = [("kolom-0", "pemilik"), ("kolom-1", "alamat"), ("kolom-2", "alamat"), ("tindakan", "lihat")];
    let (status, html) = site.send(KOMINFO, (&to, &to), &fields).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("Dua kolom masuk ke isian yang sama"));
    let fields = [("kolom-2", "fungsi"), ("nama", "Biro Umum"), ("unit", "setda"), ("tindakan", "masukkan")];
    assert_eq!(site.send(KOMINFO, (&to, &to), &fields).await.0, StatusCode::SEE_OTHER);
    let html = site.get(KOMINFO, &to).await.1;
    assert!(
        html.contains("Baris 3") && html.contains("diambil dari alamatnya"),
        "the report says what was refused and mended"
    );
    assert!(site.get(KOMINFO, "/aplikasi").await.1.contains("surat.contoh.go.id"));
    let (status, html) = upload(&site, KOMINFO, "bukan\0tabel").await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY || html.contains("Jumlah") || html.contains("CSV"), "{status}");
    assert_eq!(site.get(RSUD, &to).await.0, StatusCode::NOT_FOUND, "a table of somebody else");
}

#[tokio::test]
async fn the_graph_of_a_hundred_applications_is_drawn_with_every_name() {
    let ledger = testkit::ledgers(applications::MIGRATIONS).await.remove(0);
    let office = office(ledger, of_sample()).await;
    office.room.fill_sample(&crate::office::author(&kominfo())).await.unwrap();
    office.seen.saw("siak", "dukcapil-daring", Rung::Api, 1200);
    office.seen.saw("simpus", "satu-data-daerah", Rung::Api, 5);
    let site = office.site(people());
    let html = site.get(KOMINFO, "/aplikasi/graf").await.1;
    let svg = html.split("<svg class=\"graf\"").nth(1).unwrap().split("</svg>").next().unwrap();
    let alive = office.room.inventory().await.unwrap().apps.iter().filter(|app| app.stage.alive()).count();
    assert_eq!(svg.matches("<rect").count(), (alive + 4) * 3, "three bars for each application and in the legend");
    for class in ["graf-cocok", "graf-dinyatakan", "graf-teramati"] {
        assert!(svg.contains(class), "{class}");
    }
    let own = site.get(RSUD, "/aplikasi/graf").await.1;
    assert!(
        own.contains("SIMRS") && !own.contains("e-Musrenbang"),
        "an agency sees its own and what that is joined to"
    );
}

#[tokio::test]
async fn long_lists_are_read_on_and_filters_and_files_follow_the_search() {
    let office = offices().await.remove(0);
    for at in 0..60 {
        office.record(&format!("Aplikasi {at:02}"), if at % 2 == 0 { "rsud" } else { "bkpsdm" }, &[]).await;
    }
    let site = office.site(people());
    let html = site.get(KOMINFO, "/aplikasi").await.1;
    assert!(html.contains("sesudah=aplikasi%2D49"), "{html}");
    assert!(html.contains("Aplikasi 49") && !html.contains("Aplikasi 50"));
    let html = site.get(KOMINFO, "/aplikasi?sesudah=aplikasi-49").await.1;
    assert!(html.contains("Aplikasi 50") && !html.contains(">Aplikasi 49<"));
    let html = site.get(KOMINFO, "/aplikasi?dinas=rsud&q=aplikasi+1").await.1;
    assert!(html.contains("Aplikasi 12") && !html.contains("Aplikasi 11") && html.contains("tabel.csv?dinas=rsud"));
    let csv = site.get(KOMINFO, "/aplikasi/tabel.csv?dinas=rsud&q=aplikasi+12").await.1;
    assert_eq!(csv.lines().count(), 2, "{csv}");
}

#[tokio::test]
async fn a_cell_that_a_spreadsheet_would_run_leaves_as_text() {
    let office = offices().await.remove(0);
    office.record("=SUM(A1)", "rsud", &[("fungsi", "@kantor")]).await;
    let site = office.site(people());
    let csv = site.get(KOMINFO, "/aplikasi/tabel.csv").await.1;
    assert!(csv.contains("'=SUM(A1)") && csv.contains("'@kantor"), "{csv}");
}

#[tokio::test]
async fn our_own_export_comes_in_again_as_it_left() {
    let office = offices().await.remove(0);
    let cells = [
        ("jumlah_pengguna", "1250"),
        ("biaya", "48000000"),
        ("data", "pasien,pegawai"),
        ("urusan", "1.02"),
        ("letak", "dinas"),
        ("audit", "2026-05-01"),
    ];
    office.record("SIMPUS", "dinas-kesehatan", &cells).await;
    let site = office.site(people());
    let csv = site.get(KOMINFO, "/aplikasi/tabel.csv").await.1;
    let by = crate::office::author(&kominfo());
    let report =
        office.room.take_file(&by, csv.as_bytes(), applications::model::mapping::Mapping::default()).await.unwrap();
    assert_eq!(
        (report.recorded, report.changed, report.same, report.rejected.len()),
        (0, 0, 1, 0),
        "{:?}",
        report.repairs
    );
    assert_eq!(office.room.step(&by, "tidak-ada", step(), 1).await, Err(Refused::NotThere));
}

fn step() -> applications::model::stage::Step<'static> {
    use applications::model::stage::{Stage, Step};
    Step { to: Stage::Frozen, day: jiff::civil::date(2027, 3, 1), reason: "Diganti", successor: "" }
}
