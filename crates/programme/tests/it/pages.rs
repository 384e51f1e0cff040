//! What everyone, planners and leaders see and may do.

mod meetings;

use super::office::{ani, wali};
use super::{Office, offices, written};
use axum::http::StatusCode;
use kernel::Role;
use programme::LOCALE;
use std::path::Path;
use testkit::{Site, officer};
use web::Session;

/// A planner, a leader, the head of dinas-a, an auditor, a field officer, the head of dinas-b.
fn people() -> Vec<Session> {
    vec![
        ani(),
        wali(),
        officer("budi", Role::Head, "dinas-a"),
        officer("pemeriksa", Role::Auditor, "bappeda"),
        officer("lapangan", Role::FieldOfficer, "dinas-a"),
        officer("cici", Role::Head, "dinas-b"),
    ]
}

pub const PLANNER: Option<usize> = Some(0);
pub const LEADER: Option<usize> = Some(1);
pub const HEAD: Option<usize> = Some(2);
pub const AUDITOR: Option<usize> = Some(3);
pub const FIELD: Option<usize> = Some(4);
pub const OTHER_HEAD: Option<usize> = Some(5);

impl Office {
    /// The pages, with these six signed in.
    pub fn site(&self) -> Site {
        self.site_of(people())
    }

    /// The pages, with these people signed in.
    pub fn site_of(&self, people: Vec<Session>) -> Site {
        Site::new(&self.ledger, programme::room(self.programme.clone()), people)
    }
}

pub fn fields(name: &str) -> Vec<(&'static str, String)> {
    let cells = written(name);
    programme::model::cells::COLUMNS.iter().map(|column| (*column, cells.get(column).to_owned())).collect()
}

pub fn pairs<'a>(fields: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    fields.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

#[test]
fn every_text_is_there_in_both_languages() {
    web::testing::assert_texts_complete(LOCALE);
    for folder in ["src/pages", "src/monev", "src/skills/pages"] {
        web::testing::assert_keys_exist(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), LOCALE);
    }
}

#[tokio::test]
async fn before_the_decree_the_public_sees_that_there_is_no_plan_and_no_draft() {
    let office = offices().await.remove(0);
    let site = office.site();
    for path in ["/rencana/program", "/rencana/peta-jalan", "/rencana/data.csv"] {
        assert_eq!(site.get(None, path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    office.programme.begin(&ani(), "Rencana Induk Kota Cerdas", 2027).await.unwrap();
    let id = office.promise(&written("Jawaban cepat")).await;
    let (status, html) = site.get(None, "/rencana").await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains("Belum ada rencana yang ditetapkan") && !html.contains("Jawaban cepat"));
    assert_eq!(site.get(None, &format!("/rencana/{id}")).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn only_planners_write_only_planners_and_leaders_decide_and_auditors_read() {
    let (office, id) = Office::decreed().await.remove(0);
    let site = office.site();
    let draft = format!("/dasbor/rencana/program/{id}");
    let fate = format!("/dasbor/rencana/janji/{id}");
    for (who, status) in [(None, 303), (FIELD, 403), (AUDITOR, 200), (HEAD, 200), (LEADER, 200), (PLANNER, 200)] {
        for path in [
            "/dasbor/rencana",
            "/dasbor/rencana/naskah",
            "/dasbor/rencana/janji",
            "/dasbor/rencana/opd/dinas-a",
            "/dasbor/rencana/sdm",
            "/dasbor/rencana/program",
            fate.as_str(),
            draft.as_str(),
            "/dasbor/rencana/analisis",
        ] {
            assert_eq!(site.get(who, path).await.0.as_u16(), status, "{who:?} {path}");
        }
    }
    for path in
        ["/dasbor/rencana/impor", "/dasbor/rencana/usulan", "/dasbor/rencana/tabel.csv", "/dasbor/rencana/tabel.xlsx"]
    {
        for (who, status) in [(AUDITOR, 403), (HEAD, 403), (LEADER, 403), (PLANNER, 200)] {
            assert_eq!(site.get(who, path).await.0.as_u16(), status, "{who:?} {path}");
        }
    }
    for path in ["/dasbor/rencana/versi", "/dasbor/rencana/pengajuan", "/dasbor/rencana/program/baru"] {
        let sent = site.post(LEADER, path, "").await;
        assert_eq!(sent.0, StatusCode::FORBIDDEN, "{path}");
    }
    let forged = site.post(PLANNER, "/dasbor/rencana/versi", "_tanda=x").await;
    assert_eq!(forged.0, StatusCode::FORBIDDEN, "without the token of the form");
}

#[tokio::test]
async fn a_plan_goes_from_its_first_form_to_a_public_promise_by_the_pages_alone() {
    let office = offices().await.remove(0);
    let site = office.site();
    let board = "/dasbor/rencana/naskah";
    let begun =
        site.send(PLANNER, (board, "/dasbor/rencana"), &[("judul", "Rencana Induk Contoh"), ("mulai", "2027")]).await;
    assert_eq!(begun, (StatusCode::SEE_OTHER, board.to_owned()));
    let (new, form) = ("/dasbor/rencana/program/baru", fields("Jawaban cepat"));
    let mut wrong = pairs(&form);
    wrong.retain(|(name, _)| *name != "target");
    wrong.push(("target", "2027 = 1.250"));
    let (status, html) = site.send(PLANNER, (new, new), &wrong).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("dapat berarti dua angka") && html.contains("Jawaban cepat"), "nothing typed is lost");
    let (status, to) = site.send(PLANNER, (new, new), &pairs(&form)).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let id = to.rsplit('/').next().unwrap().to_owned();
    site.send(PLANNER, (board, "/dasbor/rencana/pengajuan"), &[]).await;
    let (_, html) = site.get(PLANNER, board).await;
    assert!(html.contains("orang lain yang menyetujui") && !html.contains("/dasbor/rencana/persetujuan"));
    site.send(LEADER, (board, "/dasbor/rencana/persetujuan"), &[]).await;
    let decree = [("jenis", "peraturan"), ("nomor", "12"), ("tanggal", "2027-02-01")];
    let late = [("jenis", "peraturan"), ("nomor", "12"), ("tanggal", "2027-02-02")];
    let (status, html) = site.send(PLANNER, (board, "/dasbor/rencana/penetapan"), &late).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && html.contains("tidak boleh di depan"));
    site.send(PLANNER, (board, "/dasbor/rencana/penetapan"), &decree).await;
    let (status, html) = site.get(None, &format!("/rencana/{id}")).await;
    assert_eq!(status, StatusCode::OK);
    for text in [
        "Jawaban cepat",
        "Nomor 12 Tahun 2027",
        "60 persen",
        "Rp250.000.000",
        "Berjalan",
        "Laporan dijawab dalam tiga hari",
    ] {
        assert!(html.contains(text), "{text}");
    }
    for path in [
        "/rencana",
        "/rencana/program",
        "/rencana/program?quick=ya&pilar=governance",
        "/rencana/peta-jalan",
        "/dasbor/rencana/janji",
    ] {
        let (status, html) = site.get(PLANNER, path).await;
        assert!(status == StatusCode::OK && html.contains("Jawaban cepat"), "{path}");
    }
}

#[tokio::test]
async fn a_report_of_the_owner_is_public_with_its_evidence_and_an_old_version_stays_readable() {
    let (office, id) = Office::decreed().await.remove(0);
    let site = office.site();
    let (page, action) = (format!("/dasbor/rencana/program/{id}"), format!("/dasbor/rencana/program/{id}/capaian"));
    let report = [("tahun", "2027"), ("nilai", "61"), ("bukti", "https://contoh.go.id/angka")];
    let (status, _) = site.send(HEAD, (&page, &action), &report).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let (_, html) = site.get(None, &format!("/rencana/{id}")).await;
    assert!(html.contains("Tercapai sejauh ini") && html.contains("<a href=\"https://contoh.go.id/angka\">"));
    let (_, list) = site.get(None, "/rencana/program").await;
    assert!(list.contains(">≥ 60<"), "a target says which way its figure is to go");
    site.send(PLANNER, ("/dasbor/rencana/naskah", "/dasbor/rencana/versi"), &[]).await;
    let mut lower = written("Jawaban cepat");
    lower.set("target", "2027 = 50; 2028 = 80; 2029 = 90");
    office.rewrite(&id, &lower, "Anggaran dipotong <separuh>").await.unwrap();
    let (_, html) = site.get(None, &format!("/rencana/{id}")).await;
    assert!(html.contains("60 persen") && !html.contains("Anggaran dipotong"), "the draft is not public");
    office.at("2027-03-02T09:00:00+07:00");
    office.sign(13, jiff::civil::date(2027, 3, 1)).await;
    let (_, html) = site.get(None, &format!("/rencana/{id}")).await;
    assert!(html.contains("60 persen → 50 persen") && html.contains("Anggaran dipotong &#60;separuh&#62;"), "{html}");
    let (_, old) = site.get(None, &format!("/rencana/{id}?versi=1")).await;
    assert!(old.contains("Ini versi lama") && old.contains("Nomor 12 Tahun 2027"));
    assert!(site.get(None, "/rencana/program?versi=1").await.1.contains("Jawaban cepat"));
}

#[tokio::test]
async fn a_resident_proposes_a_planner_answers_and_only_then_it_is_shown() {
    let office = offices().await.remove(0);
    let site = office.site();
    let short = [("usulan", "lampu"), ("nama", "Bu Sulastri")];
    let (status, html) = site.send(None, ("/rencana/usul", "/rencana/usul"), &short).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && html.contains("Bu Sulastri"), "nothing typed is lost");
    let sound = [("usulan", "Tambah lampu jalan di dekat sekolah"), ("nama", "Bu Sulastri"), ("pilar", "living")];
    let (status, to) = site.send(None, ("/rencana/usul", "/rencana/usul"), &sound).await;
    assert_eq!((status, to.as_str()), (StatusCode::SEE_OTHER, "/rencana/usulan?terkirim=ya"));
    assert!(!site.get(None, "/rencana/usulan").await.1.contains("lampu jalan"));
    let (_, inbox) = site.get(PLANNER, "/dasbor/rencana/usulan").await;
    assert!(inbox.contains("Tambah lampu jalan") && inbox.contains("Bu Sulastri"));
    let action = inbox.split("action=\"").find(|part| part.starts_with("/dasbor/rencana/usulan/")).unwrap();
    let action = action.split('"').next().unwrap();
    let answer = [("dilihat", "0"), ("jawaban", "Sudah masuk rencana tahun depan"), ("putusan", "jawab")];
    let (status, _) = site.send(PLANNER, ("/dasbor/rencana/usulan", action), &answer).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let (_, html) = site.get(None, "/rencana/usulan").await;
    assert!(html.contains("Tambah lampu jalan") && html.contains("Sudah masuk rencana") && !html.contains("Sulastri"));
}

#[tokio::test]
async fn a_wrong_table_is_answered_with_rows_and_columns() {
    let office = offices().await.remove(0);
    office.programme.begin(&ani(), "Rencana Induk Kota Cerdas", 2027).await.unwrap();
    let site = office.site();
    let path = "/dasbor/rencana/impor";
    let table = b"nama,sub,opd,mulai,selesai\nAir bersih,kesehatan,dinas-z,2027,2030\n";
    let (status, html) = site.upload(PLANNER, (path, path), &[], &[("berkas", "program.csv", table)]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("Baris 2, kolom opd: &#34;dinas-z&#34; tidak dikenal"), "{html}");
}

#[tokio::test]
async fn a_head_comments_on_a_draft_and_the_planner_reads_it() {
    let office = offices().await.remove(0);
    office.programme.begin(&ani(), "Rencana Induk Kota Cerdas", 2027).await.unwrap();
    let id = office.promise(&written("Jawaban cepat")).await;
    let site = office.site();
    let page = format!("/dasbor/rencana/program/{id}");
    let comment = [("tentang", id.as_str()), ("isi", "Targetnya terlalu tinggi untuk tahun ini")];
    assert_eq!(site.send(HEAD, (&page, "/dasbor/rencana/komentar"), &comment).await.0, StatusCode::SEE_OTHER);
    let (_, html) = site.get(PLANNER, &page).await;
    assert!(html.contains("terlalu tinggi") && html.contains("Nama budi"));
    let (_, html) = site.get(AUDITOR, &page).await;
    assert!(html.contains("terlalu tinggi") && !html.contains("/dasbor/rencana/komentar"), "an auditor writes nothing");
}

#[tokio::test]
async fn the_leaders_page_over_a_large_plan_is_light() {
    let office = offices().await.remove(0);
    office.programme.begin(&ani(), "Rencana Induk Kota Cerdas", 2027).await.unwrap();
    let mut table = String::from("nama,sub,opd,mulai,selesai,ukuran,satuan,target\n");
    for at in 0..300 {
        table.push_str(&format!("Program contoh nomor {at},pelayanan,dinas-a,2027,2030,Angka,persen,2027 = {at}\n"));
    }
    office.programme.bring_in(&ani(), table.as_bytes()).await.unwrap();
    office.sign(12, jiff::civil::date(2027, 2, 1)).await;
    office.at("2028-02-01T09:00:00+07:00");
    let site = office.site();
    for path in ["/dasbor/rencana?tahun=2027", "/rencana?tahun=2027", "/rencana/program?tahun=2027&nasib=diam"] {
        let (status, html) = site.get(LEADER, path).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        assert!(html.len() <= 70 * 1024, "{path}: {} bytes", html.len());
        assert!(html.contains("300") || html.contains("Program contoh nomor"), "{path}");
    }
    let (_, road) = site.get(None, "/rencana/peta-jalan").await;
    assert!(
        road.matches("<svg class=\"track\"").count() == 200 && road.contains("rel=\"next\""),
        "two hundred, then on"
    );
    let (_, first) = site.get(None, "/rencana/program").await;
    let next = first.split("href=\"").find(|part| part.contains("sesudah=") && part.contains("rel=\"next\"")).unwrap();
    let next = next.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
    let (status, second) = site.get(None, &next).await;
    assert_eq!(status, StatusCode::OK);
    let name = |html: &str| html.split("<tr data-baris>").nth(1).unwrap().split("</a>").next().unwrap().to_owned();
    assert_ne!(name(&first), name(&second), "the next page goes on");
}
