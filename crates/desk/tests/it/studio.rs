//! Where services are written: proposals with four eyes, running cases under a new version, and the pages for both.

use crate::office::Office;
use crate::town::{REGION, ROAD, Town, report, small_town, towns};
use axum::http::StatusCode;
use cases::Fate;
use desk::{DeskError, DeskRefusal, OpenCase, ProposalState};
use kernel::{Actor, Lang, OfficerId};

fn admin(id: &str) -> Actor {
    Actor::Officer { id: OfficerId(id.into()), unit: "dinas-kominfo".into(), title: "admin-kota".into() }
}

/// The roads with a higher version number and some texts replaced.
fn next(replace: &[(&str, &str)]) -> String {
    let mut text = ROAD.replace("versi   = 3", "versi   = 4");
    for (from, to) in replace {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    text
}

fn longer() -> String {
    next(&[("total    = \"14 hari kerja\"", "total    = \"20 hari kerja\"")])
}

async fn propose(town: &Town, source: &str, key: &str) -> Result<String, DeskRefusal> {
    refused(town.desk.propose(source, "Waktunya terlalu pendek.", key, &admin("a1"), Lang::Id).await)
}

fn refused<T>(result: desk::Desked<T>) -> Result<T, DeskRefusal> {
    result.map_err(|error| match error {
        DeskError::Refused(refusal) => refusal,
        DeskError::Store(error) => panic!("{error}"),
    })
}

async fn published(town: &Town) -> Vec<String> {
    let events = town.ledger.store.stream(REGION, "desk/services").await.unwrap();
    events.into_iter().skip(2).map(|event| event.fact.name).collect()
}

#[tokio::test]
async fn a_version_runs_only_after_another_administrator_approved_it() {
    for town in towns().await {
        let before = town.open().await.number;
        let id = propose(&town, &longer(), "k1").await.unwrap();
        assert_eq!(town.desk.catalogue().service("jalan-rusak").unwrap().version, 3);
        let own = refused(town.desk.approve(&id, &admin("a1"), Lang::Id).await);
        assert!(matches!(own, Err(DeskRefusal::OwnProposal)), "{own:?}");
        let machine = refused(town.desk.approve(&id, &Actor::Operator, Lang::Id).await);
        assert!(matches!(machine, Err(DeskRefusal::OwnProposal)), "{machine:?}");
        let done = town.desk.approve(&id, &admin("a2"), Lang::Id).await.unwrap();
        assert_eq!((done.state, done.decider), (ProposalState::Published, Some(admin("a2"))));
        assert_eq!(published(&town).await, ["service.proposed", "service.approved", "service.published"]);
        let running = town.desk.catalogue().service("jalan-rusak").unwrap();
        assert_eq!((running.version, running.hash.as_str()), (4, done.hash.as_str()));
        assert_eq!(town.desk.definition_text(&done.hash).await.unwrap(), longer());
        let after = town.open_with("k2").await.number;
        assert_ne!(town.head(&before).await.definition, town.head(&after).await.definition);
        let again = refused(town.desk.approve(&id, &admin("a3"), Lang::Id).await);
        assert!(matches!(again, Err(DeskRefusal::Decided)), "{again:?}");
    }
}

#[tokio::test]
async fn a_new_service_takes_the_last_place_when_it_is_approved() {
    for town in towns().await {
        let sketch = definition::sketch(&definition::Sketch { name: "Parkir liar".into(), ..Default::default() });
        let id = propose(&town, &sketch, "k").await.unwrap();
        assert_eq!(town.desk.proposal(&id).await.unwrap().base, "");
        town.desk.approve(&id, &admin("a2"), Lang::Id).await.unwrap();
        let catalogue = town.desk.catalogue();
        let order: Vec<&str> = catalogue.running().map(|one| one.id.as_str()).collect();
        assert_eq!(order, ["jalan-rusak", "lainnya", "parkir-liar"]);
    }
}

#[tokio::test]
async fn of_two_proposals_on_one_version_only_the_first_can_be_approved() {
    for town in towns().await {
        let first = propose(&town, &longer(), "k1").await.unwrap();
        let other = next(&[("versi   = 4", "versi   = 5")]);
        town.clock.advance(1);
        let second = propose(&town, &other, "k2").await.unwrap();
        town.desk.approve(&first, &admin("a2"), Lang::Id).await.unwrap();
        let late = refused(town.desk.approve(&second, &admin("a2"), Lang::Id).await);
        assert!(matches!(late, Err(DeskRefusal::Overtaken)), "{late:?}");
        assert_eq!(town.desk.proposal(&second).await.unwrap().state, ProposalState::Waiting);
        let listed = town.desk.proposals("", 10).await.unwrap();
        assert_eq!(listed.iter().map(|one| &one.id).collect::<Vec<_>>(), [&second, &first]);
        assert_eq!(town.desk.proposals(&second, 10).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_rejection_needs_a_reason_that_stands_in_no_event() {
    for town in towns().await {
        let id = propose(&town, &longer(), "k1").await.unwrap();
        let silent = refused(town.desk.reject(&id, &admin("a2"), "  ").await);
        assert!(matches!(silent, Err(DeskRefusal::BadText)), "{silent:?}");
        let done = town.desk.reject(&id, &admin("a2"), "Tunggu perwali baru.").await.unwrap();
        assert_eq!((done.state, done.reason.as_str()), (ProposalState::Rejected, "Tunggu perwali baru."));
        let own = propose(&town, &longer(), "k2").await.unwrap();
        let done = town.desk.reject(&own, &admin("a1"), "Salah ketik.").await.unwrap();
        assert_eq!(done.state, ProposalState::TakenBack);
        let events = town.ledger.store.stream(REGION, "desk/services").await.unwrap();
        let told = events.iter().map(|event| event.fact.data.to_string()).collect::<String>();
        assert!(
            !told.contains("perwali") && !told.contains("Salah ketik") && !told.contains("terlalu pendek"),
            "{told}"
        );
        assert_eq!(town.desk.catalogue().service("jalan-rusak").unwrap().version, 3);
    }
}

#[tokio::test]
async fn the_same_form_sent_twice_is_one_proposal() {
    let town = small_town().await;
    let first = propose(&town, &longer(), "kunci").await.unwrap();
    assert_eq!(propose(&town, &longer(), "kunci").await.unwrap(), first);
    assert_eq!(town.desk.proposals("", 10).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_text_that_runs_or_is_unsound_or_not_raised_is_not_proposed() {
    let town = small_town().await;
    let same = propose(&town, ROAD, "a").await;
    assert!(matches!(same, Err(DeskRefusal::RunsAlready)), "{same:?}");
    let low = propose(&town, &longer().replace("versi   = 4", "versi   = 3"), "b").await;
    assert!(matches!(low, Err(DeskRefusal::VersionNotRaised)), "{low:?}");
    let failing = next(&[("harap = { akhir = \"dilimpahkan\" }", "harap = { akhir = \"selesai\" }")]);
    for broken in ["[layanan", &next(&[("pelaksana@dinas-pupr", "pelaksana@dinas-pupx")]), &failing] {
        let said = propose(&town, broken, "c").await;
        assert!(matches!(said, Err(DeskRefusal::Definition(_))), "{said:?}");
    }
    assert!(published(&town).await.is_empty());
}

#[tokio::test]
async fn an_unknown_office_is_found_by_the_agencies_of_the_region() {
    let town = small_town().await;
    let text =
        next(&[("kepala@dinas-pupr", "kepala@dinas-pupx"), ("pengawas-jalan@dinas-pupr", "pengawas@dinas-pupr")]);
    let codes: Vec<&str> = town.desk.examine(&text).findings.iter().map(|one| one.code).collect();
    assert!(codes.contains(&"E070") && codes.contains(&"E071"), "{codes:?}");
    assert!(town.desk.examine(ROAD).is_sound());
    let unread = town.desk.examine(&text.replace("versi   = 4", "versi   = 0"));
    assert!(unread.findings.iter().all(|one| !one.code.starts_with("E07")), "{:?}", unread.findings);
}

#[tokio::test]
async fn a_rehearsal_meets_every_running_case_once_and_changes_nothing() {
    for town in towns().await {
        for at in 0..5 {
            town.open_with(&format!("k{at}")).await;
        }
        let rest = OpenCase { form_key: "lain".into(), ..report() };
        town.desk.open_case(OpenCase { service: "jalan-rusak".into(), secret: true, ..rest }).await.unwrap();
        let moving = next(&[
            ("versi   = 4", "versi   = 4\nkasus_lama = { pindah = { verifikasi = \"verifikasi\" } }"),
            ("lubang = \"Lubang\", ", ""),
            ("jenis_rusak = \"lubang\"", "jenis_rusak = \"retak\""),
        ]);
        let new = town.desk.examine(&moving).definition.unwrap();
        let before = town.recorded().await;
        let mut met = Vec::new();
        let mut after = String::new();
        loop {
            let page = town.desk.rehearse(&new, &after, 2).await.unwrap();
            assert!(page.rows.len() <= 2);
            for one in page.rows {
                assert_eq!((one.version, one.rehearsal.fate, one.rehearsal.breaks()), (3, Fate::Moves, true));
                assert!(one.rehearsal.misfits[0].say.id.contains("`lubang`"), "{:?}", one.rehearsal.misfits);
                met.push(one.head.id);
            }
            if page.next.is_empty() {
                break;
            }
            after = page.next;
        }
        assert_eq!(met.len(), 6);
        met.dedup();
        assert_eq!(met.len(), 6);
        assert_eq!(town.desk.running_cases("jalan-rusak").await.unwrap(), 6);
        assert_eq!(town.recorded().await, before);
    }
}

const WRITE: &str = "/atur/layanan/tulis";

/// Sends the editor's form with this text and button.
async fn pressed(office: &Office, person: &str, source: &str, button: &str) -> crate::office::Page {
    let page = office.get(person, WRITE).await;
    office.fill(person, &page, WRITE, &[("naskah", source), ("catatan", "Mohon dibaca."), ("_langkah", button)]).await
}

#[tokio::test]
async fn only_administrators_write_and_auditors_read() {
    let town = small_town().await;
    let office = Office::of(&town);
    for (who, list, write) in [("admin", 200, 200), ("pemeriksa", 200, 403), ("verifikator", 403, 403), ("", 303, 303)]
    {
        assert_eq!(office.get(who, "/atur/layanan").await.status.as_u16(), list, "{who}");
        assert_eq!(office.get(who, WRITE).await.status.as_u16(), write, "{who}");
        assert_eq!(office.post(who, "/atur/layanan/periksa", &[("naskah", "x")]).await.status.as_u16(), write, "{who}");
    }
    office.get("admin", "/atur/layanan").await.says(&[
        "Tulis layanan baru",
        "jalan-rusak versi 3 diterbitkan",
        "Laporan jalan rusak",
    ]);
    assert!(!office.get("pemeriksa", "/atur/layanan").await.html.contains("Tulis layanan baru"));
}

#[tokio::test]
async fn the_editor_shows_findings_with_their_lines_and_keeps_the_text() {
    let town = small_town().await;
    let office = Office::of(&town);
    let page = pressed(&office, "admin", &next(&[("ke = \"survei\"", "ke = \"survey\"")]), "periksa").await;
    assert_eq!(page.status, StatusCode::OK);
    page.says(&["E023", "baris 8", "maksud Anda `survei`?", "data-ke-baris", "Mohon dibaca.", "survey"]);
    assert!(town.desk.proposals("", 10).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_sound_text_is_shown_as_form_flow_standard_scenarios_and_difference() {
    let town = small_town().await;
    let number = town.open().await.number;
    let office = Office::of(&town);
    let page = pressed(&office, "admin", &longer(), "periksa").await;
    page.says(&[
        "Tidak ada galat",
        "Selesai paling lambat: 14 hari kerja → 20 hari kerja",
        "class=\"phone\"",
        "class=\"alur\"",
        "Persyaratan",
        "jalan provinsi dilimpahkan",
        "Yang belum pernah dijalankan",
        "1 kasus sedang berjalan",
        number.as_str(),
    ]);
    let more = pressed(&office, "admin", &longer(), "lengkapi").await;
    more.says(&["Skenario yang dibuatkan", "[[uji]]", "verifikasi.tolak"]);
}

#[tokio::test]
async fn a_proposal_goes_from_one_administrator_to_the_other_by_hand() {
    let town = small_town().await;
    let office = Office::of(&town);
    let sent = pressed(&office, "admin", &longer(), "ajukan").await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.html);
    let path = sent.location().split('?').next().unwrap().to_owned();
    let (approve, reject) = (format!("{path}/persetujuan"), format!("{path}/penolakan"));
    let own = office.get("admin", sent.location()).await;
    own.says(&["Usulan diajukan", "Menunggu admin lain", "Ini usulan Anda", "Tarik usulan"]);
    assert!(!own.has_form(&approve));
    let token = own.hidden(&reject, "_tanda");
    let alone = office.post("admin", &approve, &[("_tanda", &token)]).await;
    assert_eq!(alone.status, StatusCode::UNPROCESSABLE_ENTITY);
    alone.says(&["Usulan sendiri tidak dapat disetujui"]);
    let other = office.get("admin-2", &path).await;
    other.says(&["Mohon dibaca.", "Setujui dan terbitkan", "20 hari kerja"]);
    let nothing = office.fill("admin-2", &other, &reject, &[("alasan", "")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = office.fill("admin-2", &other, &approve, &[]).await;
    assert_eq!(done.location(), "/atur/layanan?selesai=terbit");
    office
        .get("admin", done.location())
        .await
        .says(&["jalan-rusak versi 4 disetujui", "jalan-rusak versi 4 diterbitkan"]);
    assert_eq!(town.desk.catalogue().service("jalan-rusak").unwrap().version, 4);
    let again = office.fill("admin-2", &other, &approve, &[]).await;
    again.says(&["Usulan ini sudah diputus"]);
}

#[tokio::test]
async fn the_live_check_answers_in_the_readers_language_and_keeps_nothing() {
    let town = small_town().await;
    let office = Office::of(&town);
    let before = town.recorded().await;
    let broken = next(&[("ke = \"survei\"", "ke = \"survey\"")]);
    let said = office.post("admin", "/atur/layanan/periksa", &[("naskah", &broken)]).await;
    let json: serde_json::Value = serde_json::from_str(&said.html).unwrap();
    let first = &json["findings"][0];
    assert_eq!((first["code"].as_str(), first["kind"].as_str()), (Some("E023"), Some("stop")));
    assert!(first["line"].as_u64().unwrap() > 70 && first["place"].as_str().unwrap().starts_with("baris"), "{first}");
    assert_eq!(town.recorded().await, before);
    let long = "a".repeat(70 * 1024);
    assert!(office.post("admin", "/atur/layanan/periksa", &[("naskah", &long)]).await.status.is_client_error());
}

#[tokio::test]
async fn every_officer_reads_the_text_that_a_case_follows() {
    let town = small_town().await;
    let number = town.open().await.number;
    let office = Office::of(&town);
    let hash = town.head(&number).await.definition;
    let path = format!("/atur/layanan/versi/{hash}");
    let case = office.get("verifikator", &format!("/kerja/kasus/{number}")).await;
    case.says(&[&format!("href=\"{path}\""), "versi 3"]);
    office.get("verifikator", &path).await.says(&["#: format layanan 1", "class=\"alur\"", "Sedang berjalan"]);
    assert_eq!(office.get("", &path).await.status, StatusCode::SEE_OTHER);
    assert_eq!(office.get("admin", "/atur/layanan/versi/tidak-ada").await.status, StatusCode::NOT_FOUND);
    let editor = office.get("admin", &format!("{WRITE}?versi={hash}")).await;
    editor.says(&["pengawas-jalan@dinas-pupr"]);
    office.get("admin", WRITE).await.says(&["Layanan baru", "format layanan 1"]);
}
