//! Cases between offices: opened for an officer through the door, held by the unit that an answer names.

use crate::citizen_site::{Guest, of};
use crate::town::{Town, officer, towns, units};
use cases::doors::{NotRequested, Request, Requested, Requests};
use desk::Filled;
use kernel::{Actor, CaseNumber, Lang, OfficerId, Role};
use serde_json::{Map, Value as Json, json};

const ACCESS: &str = include_str!("../../../../layanan/integrasi/akses-layanan-data.toml");
const PROPOSAL: &str = include_str!("../../../../layanan/integrasi/usulan-aplikasi.toml");

async fn joined() -> Vec<Town> {
    let towns = towns().await;
    for town in &towns {
        for (file, source) in [("akses.toml", ACCESS), ("usulan.toml", PROPOSAL)] {
            town.desk.publish(file, source, &units(), &Actor::Operator, Lang::Id).await.unwrap();
        }
    }
    towns
}

fn answers(json: Json) -> Map<String, Json> {
    json.as_object().unwrap().clone()
}

fn asked(key: &str) -> Request {
    Request {
        service: "akses-layanan-data".into(),
        answers: answers(json!({
            "layanan_data": "dinas-kesehatan/simpus/kunjungan/v1",
            "aplikasi_peminta": "sipadu",
            "unit_peminta": "dinas-pendidikan",
            "unit_pemilik": "dinas-kesehatan",
            "tujuan": "Mencocokkan imunisasi anak sekolah",
            "dasar": "Perbup 12/2026",
            "operasi": "ambilKunjungan",
            "kolom": "tanggal\nimunisasi",
            "berlaku_bulan": 12,
        })),
        officer: OfficerId("sari".into()),
        unit: "dinas-pendidikan".into(),
        key: key.into(),
    }
}

async fn of_case(town: &Town, case: &str) -> Requested {
    Requests::of(&town.desk, case).await.unwrap().unwrap()
}

async fn acts(town: &Town, who: (&str, Role, &str), number: &CaseNumber, action: &str, reason: &str) {
    let filled = Filled { reason: reason.into(), ..Filled::default() };
    town.act(&officer(who.0, who.1, who.2), number, action, filled).await.unwrap();
}

const LIAISON: (&str, Role, &str) = ("ani", Role::Liaison, "dinas-kesehatan");
const HEAD: (&str, Role, &str) = ("budi", Role::Head, "dinas-kesehatan");

#[tokio::test]
async fn the_unit_that_an_answer_names_holds_the_case_and_its_end_comes_back() {
    for town in joined().await {
        let opened = town.desk.open(asked("minta-1")).await.unwrap();
        assert_eq!((opened.holder.as_str(), opened.end.as_ref()), ("dinas-kesehatan", None));
        assert!(opened.due.is_some());
        assert_eq!(opened.answers["berlaku_bulan"], json!(12));
        assert_eq!(opened.answers["tujuan"], json!("Mencocokkan imunisasi anak sekolah"));
        acts(&town, LIAISON, &opened.number, "beri_sebagian", "Tanpa kolom imunisasi").await;
        acts(&town, HEAD, &opened.number, "setujui", "").await;
        let end = of_case(&town, &opened.case).await.end.unwrap();
        assert_eq!((end.end.as_str(), end.granted, end.unit.as_str()), ("sebagian", true, "dinas-kesehatan"));
        assert_eq!(end.officer, Some(OfficerId("budi".into())));
    }
}

#[tokio::test]
async fn a_refusal_comes_back_with_its_reason_and_whose_it_was() {
    for town in joined().await {
        let opened = town.desk.open(asked("minta-1")).await.unwrap();
        acts(&town, LIAISON, &opened.number, "tolak", "Tidak ada dasar hukum").await;
        let end = of_case(&town, &opened.case).await.end.unwrap();
        assert_eq!((end.end.as_str(), end.granted), ("ditolak", false));
        assert_eq!((end.officer, end.reason.as_str()), (Some(OfficerId("ani".into())), "Tidak ada dasar hukum"));
    }
}

#[tokio::test]
async fn the_same_key_is_the_same_case_and_other_answers_are_refused() {
    for town in joined().await {
        let first = town.desk.open(asked("minta-1")).await.unwrap();
        let again = town.desk.open(asked("minta-1")).await.unwrap();
        assert_eq!((&first.case, &first.number), (&again.case, &again.number));
        let mut other = asked("minta-1");
        other.answers.insert("berlaku_bulan".into(), json!(3));
        assert!(matches!(town.desk.open(other).await, Err(NotRequested::Failed(_))));
        assert_ne!(town.desk.open(asked("minta-2")).await.unwrap().case, first.case);
    }
}

#[tokio::test]
async fn what_the_definition_refuses_is_named_by_field() {
    let town = joined().await.swap_remove(0);
    for (field, value) in [
        ("unit_pemilik", json!("dinas-khayal")),
        ("berlaku_bulan", json!(25)),
        ("berlaku_bulan", json!("dua")),
        ("asing", json!("x")),
        ("tujuan", json!("")),
    ] {
        let mut wrong = asked("minta-1");
        wrong.answers.insert(field.into(), value);
        match town.desk.open(wrong).await {
            Err(NotRequested::Answers(errors)) => assert_eq!(errors[0].0, field, "{errors:?}"),
            other => panic!("{field}: {other:?}"),
        }
    }
    let strange = Request { unit: "dinas-khayal".into(), ..asked("minta-1") };
    assert!(matches!(town.desk.open(strange).await, Err(NotRequested::Failed(_))));
    for service in ["tidak-ada", "jalan-rusak"] {
        let wrong = Request { service: service.into(), ..asked("minta-1") };
        assert_eq!(town.desk.open(wrong).await.unwrap_err(), NotRequested::NoSuchService(service.into()));
    }
    assert_eq!(Requests::of(&town.desk, "tidak-ada").await, Ok(None));
    assert_eq!(town.desk.link("tidak-ada").await, None);
}

#[tokio::test]
async fn silence_tells_the_head_of_the_unit_that_was_chosen() {
    for town in joined().await {
        town.at("2027-02-01T09:00:00+07:00").await;
        let opened = town.desk.open(asked("minta-1")).await.unwrap();
        town.at("2027-02-05T09:00:00+07:00").await;
        let head = town.head(&opened.number).await;
        let above = [("dinas-kesehatan".to_owned(), "kepala".to_owned())];
        assert_eq!(head.holders[0].escalated, above);
    }
}

#[tokio::test]
async fn the_asking_unit_follows_and_mends_its_case_under_the_link() {
    for town in joined().await {
        let opened = town.desk.open(asked("minta-1")).await.unwrap();
        let filled = Filled { marks: vec!["tujuan".into()], reason: "Tujuan kurang jelas".into(), ..Filled::default() };
        town.act(&officer(LIAISON.0, LIAISON.1, LIAISON.2), &opened.number, "kembalikan", filled).await.unwrap();
        let link = town.desk.link(&opened.case).await.unwrap();
        assert!(link.starts_with("https://lapor.contoh.go.id/l/"), "{link}");
        let input = [("tujuan", "Mencocokkan imunisasi kelas satu")].into_iter().collect();
        let filled = Filled { input, marks: Vec::new(), ..Filled::default() };
        town.reply(&opened.number, "kirim", filled).await.unwrap();
        let now = of_case(&town, &opened.case).await;
        assert_eq!(now.answers["tujuan"], json!("Mencocokkan imunisasi kelas satu"));
        assert_eq!(now.holder, "dinas-kesehatan");
    }
}

#[tokio::test]
async fn the_liaison_of_the_asking_unit_is_told_and_nobody_is_called() {
    for town in joined().await {
        town.desk.open(asked("minta-1")).await.unwrap();
        let rows =
            town.ledger.store.rows("SELECT payload FROM store_outbox WHERE topic = 'message'", &[]).await.unwrap();
        let told: Vec<Json> = rows.iter().map(|row| serde_json::from_str(row.text(0).unwrap()).unwrap()).collect();
        assert_eq!(told.len(), 1);
        assert_eq!(told[0]["to"], json!({ "kind": "staff", "unit": "dinas-pendidikan", "role": "liaison" }));
    }
}

#[tokio::test]
async fn residents_see_no_service_that_only_officers_open() {
    let town = joined().await.swap_remove(0);
    let site = of(town);
    let mut guest = Guest::new(&site);
    for path in ["/layanan/akses-layanan-data", "/api/v1/layanan/akses-layanan-data"] {
        assert_eq!(guest.get(path).await.status, 404, "{path}");
    }
    for path in ["/layanan", "/layanan?q=akses", "/api/v1/layanan", "/", "/privasi"] {
        let page = guest.get(path).await;
        assert!(!page.html.contains("akses-layanan-data"), "{path}");
    }
}
