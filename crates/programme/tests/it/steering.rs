//! Bodies, meetings, decisions and tasks on both databases.

use super::office::{REGION, ani, wali};
use super::{Office, offices};
use jiff::civil::{Date, date};
use kernel::{Lang, Role};
use programme::Programme;
use programme::model::plan::DecreeKind;
use programme::steering::model::agenda::Cause;
use programme::steering::model::task::{Act, TaskState};
use programme::steering::model::{BodyKind, MeetingState};
use programme::steering::{Decree, Meeting, NewBody, NewDecision, NewMeeting, NewMember, Refused, TaskFilter, Words};
use store::values;
use testkit::officer;
use web::Session;

fn budi() -> Session {
    officer("budi", Role::Head, "dinas-a")
}

fn forum() -> NewBody<'static> {
    NewBody {
        revision: 0,
        kind: BodyKind::Forum,
        name: "Forum Smart City",
        mandate: "Bertemu dan mengawal rencana",
        decree: Some(Decree { kind: DecreeKind::Decision, number: 21, day: date(2027, 1, 15) }),
        months: 3,
    }
}

async fn body(programme: &Programme) -> String {
    let id = programme.write_body(&ani(), "", &forum()).await.unwrap();
    let new = NewMember {
        name: "Bu Guru Besar",
        institution: "Universitas",
        duty: "Anggota",
        element: "akademisi",
        officer: "",
    };
    programme.join(&ani(), &id, &new).await.unwrap();
    id
}

async fn planned(programme: &Programme, body: &str, day: Date) -> Meeting {
    let new = NewMeeting { day, hour: "09.00", place: "Pendopo", link: "" };
    let id = programme.plan_meeting(&ani(), body, &new).await.unwrap();
    programme.meeting(&ani(), &id).await.unwrap()
}

async fn decided(programme: &Programme, meeting: &Meeting, item: &str, due: Date) -> String {
    let new = NewDecision { item, text: "Siapkan jawaban cepat", unit: "dinas-a", person: "Kepala Dinas", due };
    programme.take(&wali(), meeting, &new).await.unwrap()
}

/// Somebody came, minutes are written, and it is closed.
async fn close(programme: &Programme, meeting: &Meeting) {
    let who = programme.invited(&meeting.id).await.unwrap().remove(0).who;
    programme.attend(&ani(), &meeting.id, &[&who]).await.unwrap();
    let seen = programme.meeting(&ani(), &meeting.id).await.unwrap().revision;
    programme.minute(&ani(), (&meeting.id, seen), "Dibahas dan diputuskan bersama.").await.unwrap();
    programme.close_meeting(&ani(), (&meeting.id, seen + 1)).await.unwrap();
}

async fn keys(programme: &Programme, meeting: &Meeting) -> Vec<String> {
    let meeting = programme.meeting(&ani(), &meeting.id).await.unwrap();
    let agenda = programme.agenda(&meeting, Lang::Id).await.unwrap();
    agenda.into_iter().filter(|one| one.dropped.is_none()).map(|one| one.item.key).collect()
}

async fn step(programme: &Programme, who: &Session, task: &str, act: Act, text: &str) -> Result<(), Refused> {
    let seen = programme.decision(task).await.unwrap().steps;
    let words = Words { text, evidence: "https://contoh.go.id/bukti" };
    programme.act_on_task(who, (task, seen), act, words).await
}

#[tokio::test]
async fn the_next_agenda_begins_with_what_was_decided_until_somebody_confirms_it() {
    for (office, promise) in Office::decreed().await {
        office.at("2028-02-01T09:00:00+07:00");
        let programme = &office.programme;
        let body = body(programme).await;
        let first = planned(programme, &body, date(2028, 2, 1)).await;
        let item = format!("janji:{promise}");
        assert_eq!(
            keys(programme, &first).await,
            std::slice::from_ref(&item),
            "the promise of 2027 that nobody reported"
        );
        let task = decided(programme, &first, &item, date(2028, 2, 20)).await;
        close(programme, &first).await;
        office.at("2028-03-01T09:00:00+07:00");
        let second = planned(programme, &body, date(2028, 3, 1)).await;
        let decision = format!("keputusan:{task}");
        assert_eq!(keys(programme, &second).await, [decision.clone(), item.clone()]);
        let open = programme.open_tasks(&TaskFilter { units: vec!["dinas-a".into()], ..TaskFilter::default() }).await;
        assert_eq!(open.unwrap()[0].late_days, 10);
        let report = Act::Report { done: true };
        step(programme, &budi(), &task, report, "Sudah dikerjakan seluruhnya").await.unwrap();
        assert_eq!(keys(programme, &second).await[0], decision, "a report alone ends nothing");
        step(programme, &wali(), &task, Act::Confirm, "").await.unwrap();
        assert_eq!(keys(programme, &second).await[0], decision, "what the last meeting decided is seen once more");
        close(programme, &second).await;
        // Another one on the same day follows the one that was closed last, whatever their ids are.
        let third = planned(programme, &body, date(2028, 3, 1)).await;
        assert_eq!(keys(programme, &third).await, [item]);
        let about = programme.decisions_about(&promise).await.unwrap();
        assert_eq!((about.len(), about[0].state), (1, TaskState::Done));
        assert!(programme.open_tasks(&TaskFilter::default()).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn of_two_people_who_close_a_meeting_one_is_told_and_what_is_closed_stays() {
    for office in offices().await {
        let programme = &office.programme;
        let body = body(programme).await;
        let meeting = planned(programme, &body, date(2027, 2, 1)).await;
        let task = decided(programme, &meeting, "", date(2027, 3, 1)).await;
        let early = programme.close_meeting(&ani(), (&meeting.id, meeting.revision)).await;
        assert_eq!(early, Err(Refused::Minutes));
        let who = programme.invited(&meeting.id).await.unwrap().remove(0).who;
        programme.attend(&ani(), &meeting.id, &[&who]).await.unwrap();
        programme.minute(&ani(), (&meeting.id, 1), "Forum membahas jawaban cepat.").await.unwrap();
        let stale = programme.minute(&ani(), (&meeting.id, 1), "Ditulis bersamaan oleh orang lain.").await;
        assert_eq!(stale, Err(Refused::Moved));
        let (one, other) = (ani(), officer("rudi", Role::Planner, "bappeda"));
        let (one, other) = tokio::join!(
            programme.close_meeting(&one, (&meeting.id, 2)),
            programme.close_meeting(&other, (&meeting.id, 2))
        );
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        assert!(matches!(one.and(other), Err(Refused::Moved | Refused::Over)));
        let closed = programme.meeting(&ani(), &meeting.id).await.unwrap();
        assert_eq!(closed.state, MeetingState::Closed);
        let after = programme.minute(&ani(), (&meeting.id, closed.revision), "Diubah sesudahnya, diam-diam.").await;
        assert_eq!(after, Err(Refused::Moved));
        let new = NewDecision { item: "", text: "Terlambat", unit: "dinas-a", person: "Kepala", due: date(2027, 4, 1) };
        assert_eq!(programme.take(&wali(), &meeting, &new).await, Err(Refused::Moved), "as it was read before");
        assert_eq!(programme.take(&wali(), &closed, &new).await, Err(Refused::Over));
        programme.amend(&ani(), &meeting.id, "Tanggal di notulen keliru satu hari.").await.unwrap();
        assert_eq!(programme.meeting_addenda(&meeting.id).await.unwrap().len(), 1);
        assert_eq!(programme.decision(&task).await.unwrap().text, "Siapkan jawaban cepat");
        assert!(programme.altered_texts().await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_dropped_item_keeps_its_reason_and_comes_back_at_the_next_meeting() {
    for office in offices().await {
        let programme = &office.programme;
        let body = body(programme).await;
        let first = planned(programme, &body, date(2027, 2, 1)).await;
        let task = decided(programme, &first, "", date(2027, 3, 1)).await;
        close(programme, &first).await;
        office.at("2027-02-03T09:00:00+07:00");
        let second = planned(programme, &body, date(2027, 2, 2)).await;
        let key = format!("keputusan:{task}");
        let short = programme.drop_item(&ani(), &second, (&key, "nanti"), Lang::Id).await;
        assert_eq!(short, Err(Refused::Reason));
        let why = "Kepala dinas sedang di luar kota";
        programme.drop_item(&ani(), &second, (&key, why), Lang::Id).await.unwrap();
        programme.add_item(&ani(), &second, ("Hari jadi kota", "Panitia", "")).await.unwrap();
        close(programme, &second).await;
        let closed = programme.meeting(&ani(), &second.id).await.unwrap();
        let kept = programme.agenda(&closed, Lang::Id).await.unwrap();
        let dropped: Vec<_> = kept.iter().filter_map(|one| one.dropped.as_deref()).collect();
        assert_eq!((kept.len(), dropped), (2, vec![why]), "the closed agenda says what was dropped and why");
        assert_eq!(kept[0].item.causes, [Cause::Added { note: "Panitia".into() }]);
        let third = planned(programme, &body, date(2027, 2, 3)).await;
        assert_eq!(keys(programme, &third).await, std::slice::from_ref(&key), "and it is there again");
        programme.drop_item(&ani(), &third, (&key, why), Lang::Id).await.unwrap();
        assert!(keys(programme, &third).await.is_empty());
        programme.restore_item(&ani(), &third, &key).await.unwrap();
        assert_eq!(keys(programme, &third).await, [key]);
    }
}

#[tokio::test]
async fn a_task_that_was_moved_twice_keeps_all_its_days() {
    for office in offices().await {
        let programme = &office.programme;
        let body = body(programme).await;
        let meeting = planned(programme, &body, date(2027, 2, 1)).await;
        let task = decided(programme, &meeting, "", date(2027, 3, 1)).await;
        let why = "Lelang diulang karena gagal";
        let stranger = officer("cici", Role::Head, "dinas-b");
        for day in [date(2027, 4, 1), date(2027, 5, 1)] {
            assert_eq!(programme.task(&stranger, &task).await.map(drop), Err(Refused::NotThere));
            step(programme, &budi(), &task, Act::Ask(day), why).await.unwrap();
            assert_eq!(step(programme, &budi(), &task, Act::Grant, "").await, Err(Refused::NotYours));
            step(programme, &wali(), &task, Act::Grant, "").await.unwrap();
        }
        step(programme, &budi(), &task, Act::Ask(date(2027, 6, 1)), why).await.unwrap();
        step(programme, &wali(), &task, Act::Refuse, "Sudah dua kali diundur").await.unwrap();
        let now = programme.decision(&task).await.unwrap();
        assert_eq!((now.first_due, now.due, now.asked), (date(2027, 3, 1), date(2027, 5, 1), None));
        let steps = programme.steps(&task).await.unwrap();
        let days: Vec<(Date, Date)> =
            steps.iter().filter(|one| one.act == "kabul").map(|one| (one.before, one.after)).collect();
        assert_eq!(days, [(date(2027, 3, 1), date(2027, 4, 1)), (date(2027, 4, 1), date(2027, 5, 1))]);
        assert_eq!(steps.last().unwrap().asked, Some(date(2027, 6, 1)), "also what was refused");
        let words = Words { text: "Sudah selesai semuanya", evidence: "https://contoh.go.id/bukti" };
        let stale = programme.act_on_task(&budi(), (&task, 1), Act::Report { done: true }, words).await;
        assert_eq!(stale, Err(Refused::Moved), "somebody acted meanwhile");
    }
}

#[tokio::test]
async fn who_reports_does_not_confirm_and_what_is_withdrawn_says_why() {
    for office in offices().await {
        let programme = &office.programme;
        let body = body(programme).await;
        let meeting = planned(programme, &body, date(2027, 2, 1)).await;
        let task = decided(programme, &meeting, "", date(2027, 3, 1)).await;
        let mut both = budi();
        both.grants.push(web::Grant { role: Role::Planner, unit: "dinas-a".into() });
        step(programme, &both, &task, Act::Report { done: true }, "Sudah selesai").await.unwrap();
        assert_eq!(step(programme, &both, &task, Act::Confirm, "").await, Err(Refused::SamePerson));
        step(programme, &ani(), &task, Act::Return, "Buktinya belum dapat dibuka").await.unwrap();
        assert_eq!(programme.decision(&task).await.unwrap().state, TaskState::Open);
        assert_eq!(
            step(programme, &ani(), &task, Act::Withdraw, "Tidak jadi dikerjakan").await,
            Err(Refused::NotYours)
        );
        step(programme, &wali(), &task, Act::Withdraw, "Digabung dengan tugas lain").await.unwrap();
        let over = step(programme, &both, &task, Act::Report { done: true }, "Sudah selesai").await;
        assert_eq!(over, Err(Refused::Moved));
        assert_eq!(programme.steps(&task).await.unwrap().last().unwrap().text, "Digabung dengan tugas lain");
        programme.publish(&wali(), &task, true).await.unwrap();
        assert_eq!(programme.publish(&wali(), &task, true).await, Err(Refused::Moved));
    }
}

#[tokio::test]
async fn an_agency_reads_the_meetings_to_which_it_is_invited_and_its_own_tasks() {
    for office in offices().await {
        let programme = &office.programme;
        let body = body(programme).await;
        let meeting = planned(programme, &body, date(2027, 2, 1)).await;
        assert_eq!(programme.meeting(&budi(), &meeting.id).await.map(drop), Err(Refused::NotThere));
        assert!(programme.planned_meetings(&budi()).await.unwrap().is_empty());
        programme.invite(&ani(), &meeting.id, &["dinas-a"]).await.unwrap();
        assert_eq!(programme.invite(&ani(), &meeting.id, &["dinas-z"]).await, Err(Refused::Unit));
        assert_eq!(programme.planned_meetings(&budi()).await.unwrap().len(), 1);
        let other = officer("cici", Role::Liaison, "dinas-b");
        assert!(programme.planned_meetings(&other).await.unwrap().is_empty());
        let field = officer("lapangan", Role::FieldOfficer, "dinas-a");
        assert_eq!(programme.meeting(&field, &meeting.id).await.map(drop), Err(Refused::NotThere));
        let auditor = officer("pemeriksa", Role::Auditor, "bappeda");
        assert!(programme.meeting(&auditor, &meeting.id).await.is_ok());
    }
}

#[tokio::test]
async fn who_left_a_body_stays_in_its_history_and_is_not_invited() {
    for office in offices().await {
        let programme = &office.programme;
        let body = body(programme).await;
        let new = NewMember { officer: "budi", duty: "Ketua", element: "pemerintah", ..NewMember::default() };
        programme.join(&ani(), &body, &new).await.unwrap();
        let members = programme.members(&body).await.unwrap();
        let outside = members.iter().find(|one| one.officer.is_none()).unwrap();
        office.at("2027-05-01T09:00:00+07:00");
        programme.leave(&ani(), &body, &outside.id).await.unwrap();
        assert_eq!(programme.leave(&ani(), &body, &outside.id).await, Err(Refused::Moved));
        let ended: Vec<_> = programme.members(&body).await.unwrap().into_iter().filter_map(|one| one.ended).collect();
        assert_eq!(ended, [date(2027, 5, 1)]);
        let meeting = planned(programme, &body, date(2027, 5, 1)).await;
        assert_eq!(programme.invited(&meeting.id).await.unwrap().len(), 1);
        assert!(programme.meeting(&budi(), &meeting.id).await.is_ok(), "a member reads it");
    }
}

#[tokio::test]
async fn a_forum_that_did_not_meet_is_late_until_it_has_met() {
    for office in offices().await {
        let programme = &office.programme;
        let id = body(programme).await;
        let late = async |day: Date| programme.body(&id).await.unwrap().rhythm(day).is_late();
        assert!(!late(date(2027, 4, 15)).await && late(date(2027, 4, 16)).await);
        office.at("2027-05-01T09:00:00+07:00");
        let meeting = planned(programme, &id, date(2027, 5, 1)).await;
        assert!(late(date(2027, 5, 1)).await, "a plan is no meeting");
        close(programme, &meeting).await;
        assert!(!late(date(2027, 8, 1)).await && late(date(2027, 8, 2)).await);
        let wrong = NewBody { months: 0, ..forum() };
        assert_eq!(programme.write_body(&ani(), "", &wrong).await, Err(Refused::Rhythm));
        let stale = NewBody { revision: 7, ..forum() };
        assert_eq!(programme.write_body(&ani(), &id, &stale).await, Err(Refused::Moved));
    }
}

#[tokio::test]
async fn reminders_come_once_and_in_order_also_after_downtime() {
    for office in offices().await {
        let programme = &office.programme;
        let body = body(programme).await;
        let meeting = planned(programme, &body, date(2027, 2, 1)).await;
        let task = decided(programme, &meeting, "", date(2027, 3, 5)).await;
        let jobs = programme::jobs(programme);
        let job = jobs.iter().find(|job| job.name() == "programme.reminders").unwrap();
        let run = async |moment: &str| {
            office.at(moment);
            while job.run(office.ledger.now()).await.unwrap().more {}
            job.run(office.ledger.now()).await.unwrap();
        };
        let sent = async || {
            let stream = office.ledger.store.stream(REGION, &format!("decision/{task}")).await.unwrap();
            let reminded = stream.into_iter().filter(|event| event.fact.name == "decision.reminded");
            reminded.map(|event| event.fact.data["stage"].as_i64().unwrap()).collect::<Vec<_>>()
        };
        run("2027-02-25T09:00:00+07:00").await;
        assert!(sent().await.is_empty(), "six working days before");
        run("2027-02-26T09:00:00+07:00").await;
        run("2027-02-26T10:00:00+07:00").await;
        assert_eq!(sent().await, [-5]);
        // The machine stood still over two stages: only the last is said.
        run("2027-03-08T09:00:00+07:00").await;
        assert_eq!(sent().await, [-5, 1]);
        step(programme, &budi(), &task, Act::Ask(date(2027, 4, 2)), "Menunggu persetujuan provinsi").await.unwrap();
        step(programme, &wali(), &task, Act::Grant, "").await.unwrap();
        run("2027-03-09T09:00:00+07:00").await;
        assert_eq!(sent().await, [-5, 1], "the new day lies far ahead");
        run("2027-04-01T09:00:00+07:00").await;
        assert_eq!(sent().await, [-5, 1, -1]);
        step(programme, &budi(), &task, Act::Report { done: true }, "Sudah selesai").await.unwrap();
        run("2027-06-01T09:00:00+07:00").await;
        assert_eq!(sent().await, [-5, 1, -1], "who has reported is not reminded");
        let sql = "SELECT COUNT(*) FROM store_outbox WHERE region = $1 AND topic = 'message'";
        let rows = office.ledger.store.row(sql, &values![REGION]).await.unwrap().unwrap();
        assert_eq!(rows.int(0).unwrap(), 6, "head and liaison, three times");
    }
}

#[tokio::test]
async fn no_event_of_a_meeting_holds_a_name_or_a_text() {
    for office in offices().await {
        let programme = &office.programme;
        let body = body(programme).await;
        let meeting = planned(programme, &body, date(2027, 2, 1)).await;
        let task = decided(programme, &meeting, "", date(2027, 3, 1)).await;
        programme.add_item(&ani(), &meeting, ("Hari jadi kota", "Panitia", "dinas-a")).await.unwrap();
        close(programme, &meeting).await;
        step(programme, &budi(), &task, Act::Report { done: false }, "Sedang dikerjakan").await.unwrap();
        let events = office.ledger.log(REGION).await;
        assert!(events.len() >= 8);
        let all: String = events.iter().map(|event| event.fact.data.to_string()).collect();
        for words in ["Guru Besar", "Universitas", "Pendopo", "jawaban", "Kepala", "Hari jadi", "Dibahas", "dikerjakan"]
        {
            assert!(!all.contains(words), "{words} in {all}");
        }
    }
}
