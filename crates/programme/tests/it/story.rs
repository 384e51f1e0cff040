//! A plan from its first draft to its second decree, on both databases.

use super::office::{REGION, ani, wali};
use super::{Office, offices, written};
use jiff::civil::date;
use kernel::Role;
use programme::entries::{Kind, NewEntry};
use programme::model::plan::State;
use programme::model::verdict::Verdict;
use programme::proposals::{Decision, NewProposal, State as Proposed};
use programme::{Filter, Line, Refused};
use store::values;
use testkit::officer;

#[tokio::test]
async fn a_plan_is_drafted_reviewed_approved_by_a_second_person_and_decreed() {
    for office in offices().await {
        let programme = &office.programme;
        programme.begin(&ani(), "Rencana Induk Kota Cerdas", 2027).await.unwrap();
        assert_eq!(programme.submit(&ani()).await, Err(Refused::Empty));
        let mut bare = written("Tanpa target");
        bare.set("target", "");
        let bare = office.promise(&bare).await;
        assert_eq!(programme.submit(&ani()).await, Err(Refused::WithoutTarget(1)));
        programme.remove(&ani(), &bare, 1).await.unwrap();
        let id = office.promise(&written("Jawaban cepat")).await;
        programme.submit(&ani()).await.unwrap();
        assert_eq!(
            office.rewrite(&id, &written("Lain nama"), "").await,
            Err(Refused::Moved),
            "in review nobody writes"
        );
        assert_eq!(programme.approve(&ani()).await, Err(Refused::SamePerson));
        programme.give_back(&wali(), "Target tahun kedua terlalu rendah").await.unwrap();
        assert_eq!(programme.returned(&office.plan().await).await.unwrap(), "Target tahun kedua terlalu rendah");
        assert_eq!(office.plan().await.in_force(date(2027, 12, 31)), None);
        office.sign(12, date(2027, 2, 1)).await;
        let plan = office.plan().await;
        assert_eq!(plan.newest().state, State::Decreed);
        assert_eq!(plan.in_force(date(2027, 2, 1)).unwrap().number, 1);
        assert_eq!(programme.begin(&ani(), "Rencana lain", 2027).await, Err(Refused::PlanThere));
    }
}

#[tokio::test]
async fn a_changed_target_keeps_the_old_one_with_who_when_and_why_and_counts_from_its_decree() {
    for (office, id) in Office::decreed().await {
        let programme = &office.programme;
        programme.revise(&ani()).await.unwrap();
        let mut lower = written("Jawaban cepat");
        lower.set("target", "2027 = 50; 2028 = 80; 2029 = 90");
        assert_eq!(office.rewrite(&id, &lower, "").await, Err(Refused::Reason));
        office.at("2027-07-01T09:00:00+07:00");
        office.rewrite(&id, &lower, "Anggaran dipotong separuh").await.unwrap();
        let plan = office.plan().await;
        let targets = |version| programme.promise(&plan, version, &id);
        assert_eq!(targets(1).await.unwrap().facts.target(2027), Some("60"), "the decreed version stays");
        assert_eq!(targets(2).await.unwrap().facts.target(2027), Some("50"));
        assert_eq!(programme.standings(&plan, 2027).await.unwrap()[0].target.as_deref(), Some("60"), "not yet decreed");
        // The second version is decreed after the year: the year keeps the target that stood at its end.
        office.at("2028-03-01T09:00:00+07:00");
        office.sign(3, date(2028, 2, 1)).await;
        let plan = office.plan().await;
        let standing = programme.standings(&plan, 2027).await.unwrap().remove(0);
        assert_eq!((standing.target.as_deref(), standing.verdict), (Some("60"), Verdict::Silent));
        let history = programme.targets_then(&plan, &id).await.unwrap();
        let of_2027: Vec<_> = history.iter().filter(|then| then.year == 2027).collect();
        assert_eq!(of_2027.len(), 2);
        let (why, who, _) = of_2027[1].change.as_ref().unwrap();
        assert_eq!((why.as_str(), who.0.as_str()), ("Anggaran dipotong separuh", "ani"));
        assert_eq!(of_2027[1].value.as_deref(), Some("50"));
    }
}

#[tokio::test]
async fn a_promise_is_kept_or_broken_by_what_its_agency_reports() {
    for (office, id) in Office::decreed().await {
        let programme = &office.programme;
        let owner = officer("budi", Role::Head, "dinas-a");
        let stranger = officer("cici", Role::Head, "dinas-b");
        let evidence = "https://contoh.go.id/laporan";
        assert_eq!(programme.report(&stranger, &id, 2027, "61", evidence).await, Err(Refused::NotOwner));
        assert_eq!(programme.report(&owner, &id, 2028, "61", evidence).await, Err(Refused::Day), "the year lies ahead");
        assert_eq!(programme.report(&owner, &id, 2027, "61", "ada").await, Err(Refused::Text), "no evidence");
        programme.report(&owner, &id, 2027, "59,5", evidence).await.unwrap();
        let plan = office.plan().await;
        let verdict = async |year| programme.standings(&plan, year).await.unwrap()[0].verdict;
        assert_eq!(verdict(2027).await, Verdict::Running);
        office.at("2028-01-01T00:00:00+07:00");
        assert_eq!(verdict(2027).await, Verdict::Broken);
        programme.report(&owner, &id, 2027, "60", "Dihitung ulang sesudah koreksi data").await.unwrap();
        assert_eq!(verdict(2027).await, Verdict::Kept);
        assert_eq!(programme.results(&id).await.unwrap().len(), 2, "the first report stays readable");
        office.at("2029-01-01T00:00:00+07:00");
        assert_eq!(verdict(2028).await, Verdict::Silent);
    }
}

#[tokio::test]
async fn a_quick_win_is_kept_when_it_is_there_by_its_day() {
    for (office, id) in Office::decreed().await {
        let programme = &office.programme;
        let evidence = "Diumumkan di halaman layanan";
        let early = programme.report_quick(&ani(), &id, date(2027, 2, 2), evidence).await;
        assert_eq!(early, Err(Refused::Day), "the day lies ahead");
        office.at("2027-10-05T09:00:00+07:00");
        let plan = office.plan().await;
        let quick = async || programme.standings(&plan, 2027).await.unwrap()[0].quick.unwrap().2;
        assert_eq!(quick().await, Verdict::Silent);
        programme.report_quick(&ani(), &id, date(2027, 10, 1), evidence).await.unwrap();
        assert_eq!(quick().await, Verdict::Broken);
        programme.report_quick(&ani(), &id, date(2027, 9, 30), "Tanggal pertama keliru, ini beritanya").await.unwrap();
        assert_eq!(quick().await, Verdict::Kept);
    }
}

#[tokio::test]
async fn two_planners_who_write_the_same_promise_do_not_overwrite_each_other() {
    for office in offices().await {
        office.programme.begin(&ani(), "Rencana Induk Kota Cerdas", 2027).await.unwrap();
        let id = office.promise(&written("Jawaban cepat")).await;
        let plan = office.plan().await;
        let line = |name: &str| {
            let written = office.programme.read_cells(&plan, &written(name)).unwrap();
            Line { id: &id, revision: 1, written, reason: "" }
        };
        office.programme.write(&ani(), &plan, &[line("Nama pertama")]).await.unwrap();
        assert_eq!(office.programme.write(&ani(), &plan, &[line("Nama kedua")]).await, Err(Refused::Moved));
        let now = office.programme.promise(&office.plan().await, 1, &id).await.unwrap();
        assert_eq!(now.sheet.name, "Nama pertama");
    }
}

#[tokio::test]
async fn lists_are_filtered_and_read_on_from_where_they_ended() {
    for office in offices().await {
        office.programme.begin(&ani(), "Rencana Induk Kota Cerdas", 2027).await.unwrap();
        for name in ["Banyak pohon", "Air bersih", "Cahaya jalan"] {
            let mut cells = written(name);
            if name == "Banyak pohon" {
                cells.set("sub", "proteksi");
                cells.set("opd", "dinas-b");
                cells.set("quick_win", "");
                cells.set("kecamatan", "Perak; 35.17.02");
            }
            office.promise(&cells).await;
        }
        let plan = office.plan().await;
        let names = async |filter: Filter, limit| {
            let found = office.programme.promises(&plan, 1, &filter, limit).await.unwrap();
            found.into_iter().map(|one| one.sheet.name).collect::<Vec<_>>()
        };
        assert_eq!(names(Filter::default(), 10).await, ["Air bersih", "Banyak pohon", "Cahaya jalan"]);
        assert_eq!(names(Filter { pillar: "environment".into(), ..Filter::default() }, 10).await, ["Banyak pohon"]);
        assert_eq!(names(Filter { owner: "dinas-b".into(), ..Filter::default() }, 10).await, ["Banyak pohon"]);
        let all = ["Air bersih", "Banyak pohon", "Cahaya jalan"];
        assert_eq!(names(Filter { district: "35.17.01".into(), ..Filter::default() }, 10).await, all);
        let elsewhere = Filter { district: "35.17.03".into(), ..Filter::default() };
        assert_eq!(names(elsewhere, 10).await, ["Air bersih", "Cahaya jalan"], "the whole region is everywhere");
        assert_eq!(names(Filter { quick: true, ..Filter::default() }, 10).await, ["Air bersih", "Cahaya jalan"]);
        assert_eq!(names(Filter { search: "JALAN".into(), ..Filter::default() }, 10).await, ["Cahaya jalan"]);
        let after = Some(("Air bersih".to_owned(), "z".to_owned()));
        assert_eq!(names(Filter { after, ..Filter::default() }, 1).await, ["Banyak pohon"]);
    }
}

#[tokio::test]
async fn the_analysis_belongs_to_a_version_and_stands_when_the_next_one_is_written() {
    for (office, _) in Office::decreed().await {
        let programme = &office.programme;
        let new = |body| NewEntry { title: "Kota yang melayani", body, ..NewEntry::default() };
        let refused = programme.write_entry(&ani(), Kind::Vision, new("Semua layanan satu pintu")).await;
        assert_eq!(refused, Err(Refused::Moved), "decreed");
        programme.revise(&ani()).await.unwrap();
        programme.write_entry(&ani(), Kind::Vision, new("Semua layanan satu pintu")).await.unwrap();
        let plan = office.plan().await;
        assert!(programme.entries(&plan, 1, Kind::Vision, "").await.unwrap().is_empty());
        assert_eq!(programme.entries(&plan, 2, Kind::Vision, "").await.unwrap().len(), 1);
        office.at("2027-03-01T09:00:00+07:00");
        office.sign(13, date(2027, 3, 1)).await;
        programme.revise(&ani()).await.unwrap();
        let plan = office.plan().await;
        let mut third = programme.entries(&plan, 3, Kind::Vision, "").await.unwrap();
        let entry = third.remove(0);
        let change = NewEntry {
            id: &entry.id,
            revision: entry.revision,
            title: "Visi baru",
            body: "Lain",
            ..NewEntry::default()
        };
        programme.write_entry(&ani(), Kind::Vision, change).await.unwrap();
        assert_eq!(programme.entries(&plan, 2, Kind::Vision, "").await.unwrap()[0].title, "Kota yang melayani");
        assert_eq!(programme.entries(&plan, 3, Kind::Vision, "").await.unwrap()[0].title, "Visi baru");
    }
}

#[tokio::test]
async fn an_agency_notes_its_own_innovations_only() {
    for (office, _) in Office::decreed().await {
        let head = officer("budi", Role::Head, "dinas-a");
        let new =
            |unit| NewEntry { unit, title: "Antre daring", body: "Nomor antre lewat telepon", ..NewEntry::default() };
        let other = office.programme.write_entry(&head, Kind::Innovation, new("dinas-b")).await;
        assert_eq!(other, Err(Refused::NotOwner));
        office.programme.write_entry(&head, Kind::Innovation, new("dinas-a")).await.unwrap();
        let plan = office.plan().await;
        let noted = office.programme.entries(&plan, 1, Kind::Innovation, "").await.unwrap().remove(0);
        let thief = officer("cici", Role::Head, "dinas-b");
        let taken = NewEntry { id: &noted.id, revision: noted.revision, ..new("dinas-b") };
        assert_eq!(office.programme.write_entry(&thief, Kind::Innovation, taken).await, Err(Refused::NotOwner));
        let gone = office.programme.remove_entry(&thief, Kind::Innovation, &noted.id, noted.revision).await;
        assert_eq!(gone, Err(Refused::NotOwner));
        assert_eq!(office.programme.entries(&plan, 1, Kind::Innovation, "").await.unwrap(), [noted]);
    }
}

#[tokio::test]
async fn a_proposal_is_sealed_shown_only_with_its_answer_and_never_with_its_name() {
    for (office, id) in Office::decreed().await {
        let programme = &office.programme;
        let new = || NewProposal {
            key: "kunci".into(),
            pillar: "living",
            district: "35.17.01",
            text: "Tambah lampu jalan di dekat sekolah",
            name: "Bu Sulastri",
            contact: "08123456789",
        };
        programme.propose(new()).await.unwrap();
        programme.propose(new()).await.unwrap();
        assert_eq!(programme.waiting_proposals().await.unwrap(), 1, "sent twice, it is one");
        let other = NewProposal { text: "Yang lain sama sekali, dengan kunci yang sama", ..new() };
        assert_eq!(programme.propose(other).await, Err(Refused::Sent));
        assert!(programme.proposals(Proposed::Answered, None, false, 10).await.unwrap().is_empty());
        let waiting = programme.proposals(Proposed::New, None, true, 10).await.unwrap().remove(0);
        assert_eq!(waiting.name.as_deref(), Some("Bu Sulastri"));
        let lost = Decision::Answer { text: "Masuk rencana tahun depan", promise: "Program yang tidak ada" };
        assert_eq!(programme.decide(&ani(), &waiting.id, 0, lost).await, Err(Refused::NoPromise));
        let answer = Decision::Answer { text: "Masuk rencana tahun depan", promise: "Jawaban cepat" };
        programme.decide(&ani(), &waiting.id, 0, answer).await.unwrap();
        assert_eq!(programme.decide(&ani(), &waiting.id, 0, answer).await, Err(Refused::Moved));
        let shown = programme.proposals(Proposed::Answered, None, false, 10).await.unwrap().remove(0);
        assert_eq!(shown.text.as_deref(), Some("Tambah lampu jalan di dekat sekolah"));
        assert_eq!((shown.name, shown.contact, shown.answer.as_str()), (None, None, "Masuk rencana tahun depan"));
        assert_eq!(shown.promise, Some(id));
    }
}

#[tokio::test]
async fn no_text_of_a_plan_stands_in_an_event_and_a_text_changed_behind_the_log_is_found() {
    for (office, id) in Office::decreed().await {
        let programme = &office.programme;
        programme.report(&ani(), &id, 2027, "10", "Bukti yang hanya ada di sini").await.unwrap();
        let log = office.ledger.log(REGION).await;
        let all = serde_json::to_string(&log).unwrap();
        for text in ["Jawaban cepat", "Rencana Induk", "tiga hari", "Bukti yang hanya"] {
            assert!(!all.contains(text), "{text} stands in an event");
        }
        assert!(programme.altered_texts().await.unwrap().is_empty());
        let bent = store::Statement::new(
            "UPDATE programme_texts SET text = 'lain' WHERE region = $1 AND text LIKE 'Bukti yang%'",
            values![REGION],
        );
        let now = office.ledger.now();
        office.ledger.store.commit(store::Commit::of_statements(REGION, vec![bent]), now).await.unwrap();
        assert_eq!(programme.altered_texts().await.unwrap().len(), 1);
    }
}
