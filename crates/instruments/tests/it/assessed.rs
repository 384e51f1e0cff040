//! What coordinators, agencies and assessors see of an assessment.

use crate::region::{PDF, REGION, agus, ani, budi, opened, rina, tono};
use axum::http::{Request, StatusCode};
use instruments::assessment::Given;
use instruments::assessment::decide::Command;
use instruments::{Assessments, MIGRATIONS};
use std::io::Read as _;
use testkit::Ledger;

struct Site {
    pages: testkit::Site,
    ledger: Ledger,
    room: Assessments,
    id: String,
}

const AGUS: usize = 0;
const ANI: usize = 1;
const BUDI: usize = 2;
const RINA: usize = 3;
const TONO: usize = 4;

impl Site {
    async fn new(instrument: &str, year: u32) -> Self {
        let ledger = testkit::sqlite_ledger(MIGRATIONS).await;
        let room = opened(&ledger).await;
        let id = room.start(&agus(), instrument, year).await.unwrap();
        let given = [("1", "dinas-a"), ("2", "dinas-b")].map(|(one, unit)| (one.to_owned(), Some(unit.to_owned())));
        room.assign(&agus(), &id, given.to_vec()).await.unwrap();
        let people = vec![agus(), ani(), budi(), rina(), tono()];
        let pages = testkit::Site::new(&ledger, instruments::room(room.clone()), people);
        Self { pages, ledger, room, id }
    }

    async fn get(&self, who: usize, path: &str) -> (StatusCode, String) {
        self.pages.get(Some(who), path).await
    }

    /// Path of an indicator.
    fn at(&self, indicator: &str) -> String {
        format!("/dasbor/penilaian/{}/indikator/{indicator}", self.id)
    }

    fn overview(&self) -> String {
        format!("/dasbor/penilaian/{}", self.id)
    }

    async fn send(&self, who: usize, page: &str, action: &str, fields: &[(&str, &str)]) -> (StatusCode, String) {
        self.pages.send(Some(who), (page, action), fields).await
    }

    async fn send_from(&self, who: usize, html: &str, action: &str, fields: &[(&str, &str)]) -> (StatusCode, String) {
        self.pages.fill(Some(who), (html, action), fields).await.told()
    }

    async fn pack(&self, who: usize) -> zip::ZipArchive<std::io::Cursor<Vec<u8>>> {
        let (_, html) = self.get(who, &self.overview()).await;
        let reply = self.pages.fill(Some(who), (&html, &format!("{}/bukti.zip", self.overview())), &[]).await;
        assert_eq!(reply.status, StatusCode::OK);
        zip::ZipArchive::new(std::io::Cursor::new(reply.bytes)).unwrap()
    }
}

fn entry(pack: &mut zip::ZipArchive<std::io::Cursor<Vec<u8>>>, name: &str) -> String {
    let mut text = String::new();
    pack.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[tokio::test]
async fn an_agency_fills_in_sends_and_the_coordinator_returns_and_accepts() {
    let site = Site::new("spbe-2020", 2025).await;
    let page = site.at("1");
    let action = format!("{page}/isian");
    let (status, again) = site.send(ANI, &page, &action, &[("tingkat", "9"), ("penjelasan", "Sudah ada.")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.contains("9 di luar skala 1 sampai 5") && again.contains("Sudah ada."), "{again}");
    let (status, _) = site.send(ANI, &page, &action, &[("tingkat", "3"), ("penjelasan", "Sudah ada.")]).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let action = format!("{page}/tinjauan");
    assert_eq!(site.send(ANI, &page, &action, &[("keputusan", "kirim")]).await.0, StatusCode::SEE_OTHER);
    let (status, again) = site.send(AGUS, &page, &action, &[("keputusan", "kembali"), ("alasan", "kurang")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.contains("10 sampai 4000") && again.contains("kurang</textarea>"));
    let reason = [("keputusan", "kembali"), ("alasan", "Sebutkan pasalnya.")];
    assert_eq!(site.send(AGUS, &page, &action, &reason).await.0, StatusCode::SEE_OTHER);
    let (_, shown) = site.get(ANI, &page).await;
    assert!(shown.contains("Sebutkan pasalnya.") && shown.contains("Dikembalikan"));
    assert_eq!(site.send(ANI, &page, &action, &[("keputusan", "kirim")]).await.0, StatusCode::SEE_OTHER);
    assert_eq!(site.send(AGUS, &page, &action, &[("keputusan", "terima")]).await.0, StatusCode::SEE_OTHER);
    let (_, overview) = site.get(AGUS, &site.overview()).await;
    for part in ["Diterima", "Dinas A", "3 · Terdefinisi", "simulasi", "Belum ada bukti untuk tingkat 1, 2, 3"] {
        assert!(overview.contains(part), "{part}");
    }
}

#[tokio::test]
async fn the_second_of_two_sees_what_happened_and_keeps_every_word() {
    let site = Site::new("spbe-2020", 2025).await;
    let (page, action) = (site.at("1"), format!("{}/isian", site.at("1")));
    let (_, drawn) = site.get(ANI, &page).await;
    site.send(ANI, &page, &action, &[("tingkat", "2"), ("penjelasan", "Yang lebih dulu.")]).await;
    let mine = [("tingkat", "4"), ("penjelasan", "Kata-kata saya yang panjang.")];
    let (status, again) = site.send_from(ANI, &drawn, &action, &mine).await;
    assert_eq!(status, StatusCode::CONFLICT);
    for part in ["Orang lain mengubahnya", "Diisi: 2 · Terkelola", "Yang lebih dulu.", "Kata-kata saya yang panjang."]
    {
        assert!(again.contains(part), "{part}");
    }
    assert!(again.contains("<option value=\"4\" selected>"));
    let (status, _) = site.send_from(ANI, &again, &action, &mine).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "sent again knowingly");
    assert!(site.get(ANI, &page).await.1.contains("Kata-kata saya yang panjang."));
}

#[tokio::test]
async fn who_writes_while_the_assessment_is_submitted_gets_their_words_back() {
    let site = Site::new("spbe-2020", 2025).await;
    let (page, action) = (site.at("1"), format!("{}/isian", site.at("1")));
    let (_, drawn) = site.get(ANI, &page).await;
    let stage = format!("{}/tahap", site.overview());
    site.send(AGUS, &site.overview(), &stage, &[("langkah", "tinjauan")]).await;
    let reason = [("langkah", "serahkan"), ("alasan", "Batas waktu kementerian hari ini.")];
    site.send(AGUS, &site.overview(), &stage, &reason).await;
    let late = [("tingkat", "4"), ("penjelasan", "Kata-kata yang datang terlambat.")];
    let (status, again) = site.send_from(ANI, &drawn, &action, &late).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(again.contains("Kata-kata yang datang terlambat.") && again.contains("Yang Anda tulis"));
    assert!(!again.contains(&format!("action=\"{action}\"")), "the form is closed");
}

#[tokio::test]
async fn a_disguised_file_is_named_as_one_and_a_huge_one_is_refused() {
    let site = Site::new("spbe-2020", 2025).await;
    let (page, action) = (site.at("1"), format!("{}/bukti", site.at("1")));
    for (bytes, status, words) in [
        (b"MZ\x90\x00 program".to_vec(), StatusCode::UNPROCESSABLE_ENTITY, "apa pun namanya"),
        (vec![b'%'; 9 * 1024 * 1024], StatusCode::PAYLOAD_TOO_LARGE, "terlalu besar"),
    ] {
        let (fields, file) = ([("untuk", "2"), ("nama", "Peraturan bupati")], [("berkas", "laporan.pdf", &*bytes)]);
        let (found, answer) = site.pages.upload(Some(ANI), (&page, &action), &fields, &file).await;
        assert_eq!(found, status);
        assert!(answer.contains(words), "{answer}");
    }
    assert!(site.get(ANI, &page).await.1.contains("Belum ada bukti."));
}

#[tokio::test]
async fn an_agency_and_an_assessor_who_was_not_named_see_nothing_of_others() {
    let site = Site::new("spbe-2020", 2025).await;
    let who = ani();
    let proved = site.room.prove(&who, &site.id, ("1", Some(2)), "Perbup", Given::File("a.pdf".into(), PDF.to_vec()));
    proved.await.unwrap();
    let file = format!("{}/bukti/I1-L2-01", site.overview());
    let own = site.pages.ask(Some(ANI), Request::get(&file), ()).await;
    assert_eq!((own.status, own.bytes), (StatusCode::OK, PDF.to_vec()));
    for (who, path, status) in [
        (BUDI, site.at("1"), StatusCode::NOT_FOUND),
        (BUDI, file.clone(), StatusCode::NOT_FOUND),
        (BUDI, site.at("2"), StatusCode::OK),
        (TONO, site.overview(), StatusCode::NOT_FOUND),
        (TONO, file.clone(), StatusCode::NOT_FOUND),
        (TONO, format!("{}/riwayat", site.overview()), StatusCode::NOT_FOUND),
        (TONO, format!("{}/tingkat.csv", site.overview()), StatusCode::NOT_FOUND),
        (ANI, format!("{}/pembagian", site.overview()), StatusCode::FORBIDDEN),
    ] {
        assert_eq!(site.get(who, &path).await.0, status, "{who} {path}");
    }
    let (_, own) = site.get(BUDI, &site.overview()).await;
    assert!(!own.contains(&site.at("1")) && own.contains(&site.at("2")));
    assert!(!own.contains("class=\"figure\""), "an agency sees its own part, not what they all come to");
    let (_, history) = site.get(BUDI, &format!("{}/riwayat", site.overview())).await;
    assert!(!history.contains("I1-L2-01"));
    assert!(site.get(TONO, "/dasbor/penilaian").await.1.contains("Belum ada penilaian"));
    assert!(site.get(RINA, "/dasbor/penilaian").await.1.contains("Belum ada penilaian"));
}

#[tokio::test]
async fn levels_that_are_met_are_ticked_on_a_cumulative_scale() {
    let site = Site::new("pemdi-2026", 2026).await;
    let (page, action) = (site.at("1"), format!("{}/isian", site.at("1")));
    let ticked = [("tingkat", "1"), ("tingkat", "2"), ("tingkat", "4")];
    assert_eq!(site.send(ANI, &page, &action, &ticked).await.0, StatusCode::SEE_OTHER);
    let (_, shown) = site.get(ANI, &page).await;
    assert!(shown.contains("(terpenuhi: 1, 2, 4)"), "{shown}");
    assert_eq!(shown.matches(" checked").count(), 3);
    assert_eq!(site.send(ANI, &page, &action, &[("tingkat", "tidak-berlaku")]).await.0, StatusCode::SEE_OTHER);
    assert!(site.get(ANI, &page).await.1.contains("<dd>Tidak berlaku</dd>"));
}

#[tokio::test]
async fn an_assessor_samples_disagrees_and_concludes() {
    let site = Site::new("spbe-2020", 2025).await;
    let (page, overview) = (site.at("1"), site.overview());
    site.send(ANI, &page, &format!("{page}/isian"), &[("tingkat", "3")]).await;
    let stage = format!("{overview}/tahap");
    assert_eq!(site.send(AGUS, &overview, &stage, &[("langkah", "tinjauan")]).await.0, StatusCode::SEE_OTHER);
    let (status, again) = site.send(AGUS, &overview, &stage, &[("langkah", "serahkan")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.contains("47 indikator belum diterima"));
    let reason = [("langkah", "serahkan"), ("alasan", "Batas waktu kementerian hari ini.")];
    assert_eq!(site.send(AGUS, &overview, &stage, &reason).await.0, StatusCode::SEE_OTHER);
    let named = format!("{overview}/penilai");
    assert_eq!(site.send(AGUS, &overview, &named, &[("tunjuk", "rina")]).await.0, StatusCode::SEE_OTHER);
    let sample = format!("{overview}/contoh");
    assert_eq!(site.send(RINA, &overview, &sample, &[("jumlah", "99")]).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(site.send(RINA, &overview, &sample, &[("jumlah", "6")]).await.0, StatusCode::SEE_OTHER);
    let (_, drawn) = site.get(RINA, &overview).await;
    assert_eq!(drawn.matches("terundi").count(), 6);
    let judge = format!("{page}/nilai");
    let (status, _) = site.send(RINA, &page, &judge, &[("tingkat", "2")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "who disagrees says why");
    let verdict = [("tingkat", "2"), ("alasan-nilai", "Pasal 4 tidak menyebut peta rencana.")];
    assert_eq!(site.send(RINA, &page, &judge, &verdict).await.0, StatusCode::SEE_OTHER);
    let reply = format!("{page}/tanggapan");
    let words = [("tanggapan", "Peta rencana ada di lampiran.")];
    assert_eq!(site.send(ANI, &page, &reply, &words).await.0, StatusCode::SEE_OTHER);
    assert!(site.get(RINA, &page).await.1.contains("Peta rencana ada di lampiran."));
    assert_eq!(site.send(RINA, &overview, &stage, &[("langkah", "selesai")]).await.0, StatusCode::SEE_OTHER);
    let (_, end) = site.get(AGUS, &overview).await;
    for part in ["Selesai", "Penilai berpendapat lain", "Pasal 4 tidak menyebut peta rencana.", "2,00 Cukup", "3,00"] {
        assert!(end.contains(part), "{part}");
    }
    let source = [("instrumen", "spbe-2020"), ("tahun", "2025"), ("indeks", "2,59"), ("sumber", "Kepmen PANRB 2026")];
    assert_eq!(site.send(AGUS, &overview, &format!("{overview}/terbit"), &source).await.0, StatusCode::SEE_OTHER);
    let (_, beside) = site.get(AGUS, &overview).await;
    assert!(beside.contains("Indeks yang terbit 2,59") && beside.contains("Kepmen PANRB 2026"));
}

#[tokio::test]
async fn the_pack_holds_every_file_with_its_hash_and_says_what_vanished() {
    let site = Site::new("spbe-2020", 2025).await;
    let who = ani();
    let prove = |title: &'static str, given| site.room.prove(&who, &site.id, ("1", Some(2)), title, given);
    for (title, bytes) in [("Perbup SPBE", PDF), ("Foto rapat", b"\xFF\xD8\xFF\xE0 foto".as_slice())] {
        prove(title, Given::File("asli <b>.pdf".into(), bytes.to_vec())).await.unwrap();
    }
    prove("=cmd|' /C calc'!A0", Given::Link("https://jdih.contoh.go.id/1".into())).await.unwrap();
    let mut pack = site.pack(AGUS).await;
    assert_eq!(entry(&mut pack, "bukti/I1-L2-01.pdf").as_bytes(), PDF);
    let (html, csv) = (entry(&mut pack, "index.html"), entry(&mut pack, "index.csv"));
    let hash = kernel::ids::hex(ring::digest::digest(&ring::digest::SHA256, PDF).as_ref());
    assert!(html.contains(&hash) && csv.contains(&hash));
    assert!(html.contains("bukti/I1-L2-02.jpg") && html.contains("https://jdih.contoh.go.id/1"));
    assert!(!html.contains("asli <b>") && csv.contains("'=cmd"), "what people typed does nothing");
    // A file that is gone from the disk.
    let blob = site.room.pack(&agus(), &site.id).await.unwrap().lines[0].evidence.proof.clone();
    let instruments::assessment::evidence::Proof::File { blob, .. } = blob else { panic!("no file") };
    let path = site.ledger.folder.path().join("blobs").join(REGION).join(&blob[..2]).join(&blob);
    std::fs::remove_file(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut pack = site.pack(AGUS).await;
    assert!(pack.by_name("bukti/I1-L2-01.pdf").is_err());
    assert!(
        entry(&mut pack, "index.html").contains("Berkas hilang") && entry(&mut pack, "index.csv").contains(",hilang")
    );
    assert_eq!(pack.by_name("bukti/I1-L2-02.jpg").unwrap().size(), 9, "the others are there");
    let file = format!("{}/bukti/I1-L2-01", site.overview());
    assert_eq!(site.get(ANI, &file).await.0, StatusCode::NOT_FOUND);
    let exports = site.ledger.store.stream(REGION, "instruments/exports").await.unwrap();
    assert_eq!(exports.len(), 2, "each taking out is a fact");
}

#[tokio::test]
async fn levels_go_out_as_a_table_that_the_command_line_reads() {
    let site = Site::new("spbe-2020", 2025).await;
    site.send(ANI, &site.at("1"), &format!("{}/isian", site.at("1")), &[("tingkat", "3")]).await;
    let (status, table) = site.get(AGUS, &format!("{}/tingkat.csv", site.overview())).await;
    assert_eq!(status, StatusCode::OK);
    let instrument = crate::shipped("spbe-2020");
    let (values, _) = instruments::values::read(&table, &instrument).unwrap();
    assert_eq!(instruments::simulate(&instrument, &values.answers).coverage.known, 1);
}

#[tokio::test]
async fn weights_that_do_not_add_up_are_said_on_the_page() {
    let site = Site::new("spbe-2018", 2020).await;
    let (_, page) = site.get(AGUS, &site.overview()).await;
    let checked = instruments::check(instruments::shipped::text("spbe-2018").unwrap());
    let warning = checked.findings.iter().find(|one| one.code.starts_with("W20")).unwrap();
    assert!(page.contains(&warning.say.id), "{}", warning.say.id);
    assert_eq!(site.room.act(&agus(), &site.id, Command::OpenReview).await, Ok(()));
}
