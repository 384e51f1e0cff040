//! The life of applications: recorded, changed by who saw them last, joined, proposed, decided, looked at, counted by quarter.

use crate::office::{REGION, author, job, kominfo, of_sample, office, offices};
use applications::model::advice::Proposal;
use applications::model::ladder::{Link, Quarter, Seen};
use applications::model::stage::{BadStep, Stage, Step};
use applications::{Applications, Outcome, Probed, Refused, State};
use cases::doors::Applications as _;
use cases::doors::Rung;
use jiff::civil::date;
use kernel::Role;
use testkit::officer;

const LINK: fn(&str, &str, Rung) -> Link =
    |from, to, rung| Link { from: from.into(), to: to.into(), rung, what: "NIK dan nama".into() };

#[tokio::test]
async fn an_application_is_recorded_changed_and_every_change_can_be_read() {
    for office in offices().await {
        let slug =
            office.record("SIMPUS", "dinas-kesehatan", &[("alamat", "simpus.contoh.go.id"), ("data", "Pasien")]).await;
        assert_eq!(slug, "simpus");
        let cells = [
            ("nama", "SIMPUS"),
            ("pemilik", "dinas-kesehatan"),
            ("alamat", "simpus.contoh.go.id"),
            ("biaya", "48.000.000"),
        ];
        office.write(&kominfo(), Some(("simpus", 1)), &cells).await.unwrap();
        let stale = office.write(&kominfo(), Some(("simpus", 1)), &cells).await;
        assert_eq!(stale, Err(Refused::Moved), "who saw an older one changes nothing");
        let changes = office.room.changes("simpus").await.unwrap();
        assert_eq!(changes.len(), 2);
        let line = |at: usize, field: &str| changes[at].lines.iter().find(|one| one.0 == field).cloned();
        assert_eq!(line(0, "biaya").unwrap().2, "48000000");
        assert_eq!(line(0, "data"), Some(("data".into(), "pasien".into(), String::new())));
        assert_eq!(changes[0].by, "kominfo");
        let twin = office
            .write(
                &kominfo(),
                None,
                &[("nama", "Lain"), ("pemilik", "rsud"), ("alamat", "http://www.simpus.contoh.go.id/")],
            )
            .await;
        assert_eq!(twin, Err(Refused::Twin("SIMPUS".into())));
        assert_eq!(office.happened().await, ["application.recorded", "application.changed"]);
    }
}

#[tokio::test]
async fn no_text_and_no_name_of_a_person_stands_in_the_log() {
    let office = offices().await.remove(0);
    office.record("SIMPUS", "dinas-kesehatan", &[("narahubung", "Siti Aminah"), ("fungsi", "Pelayanan pasien")]).await;
    let log = serde_json::to_string(&office.ledger.log(REGION).await).unwrap();
    assert!(log.contains("simpus") && !log.contains("Siti") && !log.contains("Pelayanan pasien"), "{log}");
}

#[tokio::test]
async fn an_agency_writes_its_own_and_nobody_gives_an_application_to_another_agency_in_secret() {
    let office = offices().await.remove(0);
    let rsud = officer("rsud", Role::Liaison, "rsud");
    let own = [("nama", "SIMRS"), ("pemilik", "rsud")];
    let slug = office.write(&rsud, None, &own).await.unwrap();
    let moved = office.write(&rsud, Some((&slug, 1)), &[("nama", "SIMRS"), ("pemilik", "bkpsdm")]).await;
    assert_eq!(moved, Err(Refused::NotOwn));
    assert_eq!(office.write(&rsud, None, &[("nama", "X"), ("pemilik", "bkpsdm")]).await, Err(Refused::NotOwn));
    let theirs = office.record("SIMPEG", "bkpsdm", &[]).await;
    let taken = office.write(&rsud, Some((&theirs, 1)), &[("nama", "SIMPEG"), ("pemilik", "rsud")]).await;
    assert_eq!(taken, Err(Refused::NotOwn));
    let auditor = officer("auditor", Role::Auditor, "inspektorat");
    assert_eq!(office.write(&auditor, None, &own).await, Err(Refused::NotOwn));
}

#[tokio::test]
async fn retiring_names_what_follows_and_the_past_stays_readable() {
    for office in offices().await {
        let slug = office.record("Surat Desa", "setda", &[]).await;
        let step = |to, successor| Step { to, day: date(2027, 3, 1), reason: "Sudah ada layanannya", successor };
        let by = author(&kominfo());
        let none = office.room.step(&by, &slug, step(Stage::Retired, ""), 1).await;
        assert_eq!(none, Err(Refused::Step(BadStep::Successor)));
        let unknown = office.room.step(&by, &slug, step(Stage::Retired, "tidak dikenal"), 1).await;
        assert_eq!(unknown, Err(Refused::NoOther));
        assert_eq!(
            office.room.step(&by, &slug, step(Stage::Retired, &slug), 1).await,
            Err(Refused::NoOther),
            "not by itself"
        );
        office.room.step(&by, &slug, step(Stage::Retired, "Surat keterangan domisili"), 1).await.unwrap();
        let inventory = office.room.inventory().await.unwrap();
        let app = inventory.app(&slug).unwrap();
        assert_eq!((app.stage, app.successor.as_str()), (Stage::Retired, "layanan:surat-domisili"));
        assert!(office.room.changes(&slug).await.unwrap()[0].lines.iter().any(|line| line.2 == "Sudah ada layanannya"));
    }
}

#[tokio::test]
async fn declared_links_stand_beside_what_is_seen_and_raise_the_ladder() {
    for office in offices().await {
        for (name, unit) in [("SIAK", "dinas-dukcapil"), ("SIMRS", "rsud"), ("SIMPEG", "bkpsdm"), ("e-Cuti", "bkpsdm")]
        {
            office.record(name, unit, &[]).await;
        }
        let by = author(&kominfo());
        office.room.declare(&by, &LINK("siak", "simrs", Rung::File)).await.unwrap();
        office.room.declare(&by, &LINK("simpeg", "e-cuti", Rung::Api)).await.unwrap();
        office.seen.saw("simpeg", "e-cuti", Rung::Events, 40);
        office.seen.saw("siak", "simpeg", Rung::Api, 3);
        let review = office.room.review().await.unwrap();
        let told: Vec<(&str, &str, Seen)> = review.joined.iter().map(|one| (&*one.from, &*one.to, one.seen)).collect();
        let expected =
            [("siak", "simpeg", Seen::Observed), ("siak", "simrs", Seen::Declared), ("simpeg", "e-cuti", Seen::Both)];
        assert_eq!(told, expected);
        let ladders = review.ladders();
        assert_eq!(ladders["bkpsdm"].percent(), Some(100));
        assert_eq!(ladders["rsud"].percent(), Some(0), "a file is a rung, but the figure counts API and events");
        assert_eq!(office.room.declare(&by, &LINK("siak", "siak", Rung::Api)).await, Err(Refused::Link));
        assert_eq!(office.room.declare(&by, &LINK("siak", "hantu", Rung::Api)).await, Err(Refused::NoOther));
        let stranger = author(&officer("dinkes", Role::Liaison, "dinas-kesehatan"));
        assert_eq!(office.room.declare(&stranger, &LINK("siak", "simrs", Rung::Api)).await, Err(Refused::NotOwn));
        office
            .room
            .withdraw(&author(&officer("rsud", Role::Head, "rsud")), &LINK("siak", "simrs", Rung::File))
            .await
            .unwrap();
        assert_eq!(office.room.inventory().await.unwrap().links.len(), 1);
    }
}

#[tokio::test]
async fn a_proposal_becomes_a_case_and_what_the_case_decides_is_done_once() {
    for office in offices().await {
        let slug = office.record("Lama", "rsud", &[("jumlah_pengguna", "2")]).await;
        let by = author(&kominfo());
        let ask = |reason: &'static str| office.room.ask(&by, "lama", (Proposal::Retire, reason));
        assert_eq!(ask("ya").await, Err(Refused::Reason));
        let asked = ask("Hampir tidak dipakai").await.unwrap();
        assert_eq!(ask("Hampir tidak dipakai").await, Err(Refused::Open));
        let sent = office.desk.asked.lock().unwrap()[0].clone();
        assert_eq!((sent.service.as_str(), sent.unit.as_str()), ("usulan-aplikasi", "rsud"));
        let answer = |field: &str| sent.answers[field].as_str().unwrap().to_owned();
        assert_eq!([answer("aplikasi"), answer("usulan"), answer("pemilik_aplikasi")], ["lama", "pensiunkan", "rsud"]);
        office.ended("kasus-lain", "jalan-rusak").await;
        assert!(office.room.inventory().await.unwrap().open_proposal(&slug).is_some());
        office.desk.end(&asked.case, true, "Setuju", office.ledger.now());
        office.ended(&asked.case, "usulan-aplikasi").await;
        let inventory = office.room.inventory().await.unwrap();
        assert_eq!(inventory.app(&slug).unwrap().stage, Stage::Retired);
        let decided = inventory.decided(&slug).unwrap();
        assert_eq!((decided.outcome, decided.reason.as_str()), (Some(Outcome::Granted), "Setuju"));
        office.ended(&asked.case, "usulan-aplikasi").await;
        let happened = office.happened().await;
        let count = |name: &str| happened.iter().filter(|one| *one == name).count();
        assert_eq!((count("application_proposal.decided"), count("application.moved")), (1, 1));
    }
}

#[tokio::test]
async fn a_refused_proposal_changes_nothing_and_another_one_may_be_made() {
    let office = offices().await.remove(0);
    let slug = office.record("Lama", "rsud", &[]).await;
    let by = author(&officer("rsud", Role::Head, "rsud"));
    let first = office.room.ask(&by, &slug, (Proposal::Retire, "Tidak dipakai lagi")).await.unwrap();
    office.desk.end(&first.case, false, "Masih dipakai bagian farmasi", office.ledger.now());
    office.ended(&first.case, "usulan-aplikasi").await;
    let inventory = office.room.inventory().await.unwrap();
    assert_eq!(inventory.app(&slug).unwrap().stage, Stage::Used);
    assert!(inventory.decided(&slug).is_none());
    let second = office.room.ask(&by, &slug, (Proposal::Integrate, "Sambungkan dengan SIMRS")).await.unwrap();
    assert_ne!(first.case, second.case);
    let keys: Vec<String> = office.desk.asked.lock().unwrap().iter().map(|one| one.key.clone()).collect();
    assert_ne!(keys[0], keys[1], "another round is another case");
    *office.desk.closed.lock().unwrap() = true;
    let other = office.record("Lain", "rsud", &[]).await;
    let refused = office.room.ask(&by, &other, (Proposal::Keep, "Dipakai semua")).await;
    assert!(matches!(refused, Err(Refused::NoCase(_))), "{refused:?}");
}

#[tokio::test]
async fn an_address_is_looked_at_and_only_changes_are_kept() {
    for office in offices().await {
        let slug = office.record("SIMRS", "rsud", &[("periksa", "https://simrs.contoh.go.id/hidup")]).await;
        let check = job(&office.room, "applications.health");
        let look = async || {
            check.run(office.ledger.now()).await.unwrap();
            while check.run(office.ledger.now()).await.unwrap().done == 0 {
                tokio::task::yield_now().await;
            }
        };
        look().await;
        let health = |inventory: &applications::Inventory| inventory.health.get("simrs").copied();
        assert_eq!(health(&office.room.inventory().await.unwrap()).unwrap().state, State::Open);
        office.at("2027-03-01T09:20:00+07:00");
        look().await;
        *office.net.0.lock().unwrap() = Probed { state: State::Failing, code: 503 };
        office.at("2027-03-01T09:40:00+07:00");
        look().await;
        let found = health(&office.room.inventory().await.unwrap()).unwrap();
        assert_eq!((found.state, found.code), (State::Failing, 503));
        assert_eq!(found.since, office.ledger.now());
        let history = office.room.health_history(&slug).await.unwrap();
        assert_eq!(history.iter().map(|one| one.1).collect::<Vec<_>>(), [State::Failing, State::Open]);
        let changes = office.happened().await.into_iter().filter(|name| name == "application_health.changed").count();
        assert_eq!(changes, 2, "three looks, two changes");
    }
}

#[tokio::test]
async fn a_quarter_is_kept_once_at_its_end_and_not_made_up_later() {
    for office in offices().await {
        office.record("SIMPEG", "bkpsdm", &[]).await;
        office.at("2027-03-20T09:00:00+07:00");
        assert_eq!(
            office.work("applications.quarter").await,
            0,
            "the last quarter ended too long ago to know how it stood"
        );
        office.at("2027-04-01T00:10:00+07:00");
        assert_eq!(office.work("applications.quarter").await, 1);
        assert_eq!(office.work("applications.quarter").await, 0);
        office.seen.saw("simpeg", "x", Rung::Api, 1);
        office.at("2027-07-01T08:00:00+07:00");
        assert_eq!(office.work("applications.quarter").await, 1);
        let kept = office.room.quarters().await.unwrap();
        let told: Vec<(Quarter, Option<u32>)> = kept.iter().map(|one| (one.quarter, one.whole().percent())).collect();
        let quarter = |number| Quarter { year: 2027, number };
        assert_eq!(told, [(quarter(1), Some(0)), (quarter(2), Some(100))]);
    }
}

#[tokio::test]
async fn other_rooms_read_from_memory_and_hear_of_another_nodes_change_within_a_second() {
    for office in offices().await {
        let other = Applications::open(office.deps.clone()).await.unwrap();
        assert!(other.all().await.unwrap().is_empty());
        office.record("SIMPUS", "dinas-kesehatan", &[("pengguna", "dinas")]).await;
        assert_eq!(office.room.all().await.unwrap().len(), 1, "at once where it was written");
        assert!(other.all().await.unwrap().is_empty(), "from memory");
        office.at("2027-03-01T09:00:01+07:00");
        let found = other.application("simpus").await.unwrap().unwrap();
        assert_eq!((found.unit.as_str(), found.internal, found.alive), ("dinas-kesehatan", true, true));
        assert!(other.application("tidak-ada").await.unwrap().is_none());
    }
}

#[tokio::test]
async fn the_sample_comes_in_whole_and_a_second_time_changes_nothing() {
    for ledger in testkit::ledgers(applications::MIGRATIONS).await {
        let office = office(ledger, of_sample()).await;
        let by = author(&kominfo());
        let sample = office.room.fill_sample(&by).await.unwrap();
        assert_eq!((sample.recorded, sample.links), (100, 70));
        let again = office.room.fill_sample(&by).await.unwrap();
        assert_eq!(again.recorded, 0);
        let review = office.room.review().await.unwrap();
        assert_eq!(review.inventory.apps.len(), 100);
        assert_eq!(review.inventory.links.len(), 70);
        assert!(review.inventory.apps.iter().any(|app| app.stage == Stage::Retired));
        let proposals: std::collections::BTreeSet<Proposal> = review.advice.iter().map(|one| one.proposal).collect();
        assert_eq!(proposals.len(), 4, "the sample shows every proposal: {proposals:?}");
        assert!(review.twins.iter().any(|two| two.score >= 60), "and twins");
    }
}
