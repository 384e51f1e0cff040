//! From a draft to a locked quarter.

use super::{Town, UNIT, YEAR, budi, line, rini, sari, step};
use crate::Office;
use crate::office::ani;
use kernel::Role;
use programme::monev::model::plan::{Act, State};
use programme::monev::{Light, QuarterState, Refused, Rules, Wrong};
use testkit::officer;

#[tokio::test]
async fn an_action_plan_is_approved_by_a_second_person_and_becomes_the_baseline_of_the_year() {
    for (office, promise) in Office::decreed().await {
        let programme = &office.programme;
        let lines = [line(step(&promise, "Survei", (1, 3), 1))];
        let foreign = officer("tono", Role::Liaison, "dinas-b");
        assert_eq!(programme.write_actions(&foreign, YEAR, &lines).await, Err(Refused::NotYours));
        programme.write_actions(&budi(), YEAR, &lines).await.unwrap();
        let act = async |who: &web::Session, act: Act<'_>| programme.move_action_plan(who, UNIT, YEAR, act).await;
        assert_eq!(act(&ani(), Act::Lock).await, Err(Refused::Moved), "a draft is not locked");
        act(&budi(), Act::Submit(0)).await.unwrap();
        assert_eq!(programme.write_actions(&sari(), YEAR, &lines).await, Err(Refused::Moved), "nobody writes now");
        assert_eq!(act(&budi(), Act::Approve).await, Err(Refused::SamePerson));
        assert_eq!(act(&sari(), Act::Approve).await, Err(Refused::NotYours));
        act(&ani(), Act::Approve).await.unwrap();
        assert_eq!(act(&budi(), Act::Lock).await, Err(Refused::NotYours), "planners lock");
        assert!(programme.quarter(YEAR, 1).await.unwrap().is_empty(), "what is not locked is no baseline");
        act(&ani(), Act::Lock).await.unwrap();
        let plan = programme.action_plan(UNIT, YEAR).await.unwrap().unwrap();
        assert_eq!((plan.state, plan.locked), (State::Locked, 1));
        let quarter = programme.quarter(YEAR, 1).await.unwrap();
        assert_eq!((quarter.len(), quarter[0].planned, quarter[0].budget), (1, 1000, 1_000_000));
        assert!(programme.altered_texts().await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_target_that_is_changed_after_the_fact_stays_visible_as_it_was() {
    for town in Town::all().await {
        let programme = &town.office.programme;
        assert_eq!(town.act(&sari(), Act::Revise("singkat")).await, Err(Refused::Reason));
        town.act(&sari(), Act::Revise("Pagu dipotong oleh DPRD")).await.unwrap();
        let actions = programme.actions(UNIT, YEAR, 2).await.unwrap();
        let (_, first) = actions.iter().find(|(_, action)| action.step.name.starts_with("A.")).unwrap();
        let mut changed = line(step(&town.promise, "A. Survei", (1, 6), 3));
        (changed.id, changed.revision) = (first.id.clone(), first.revision);
        programme.write_actions(&sari(), YEAR, &[changed]).await.unwrap();
        let planned = async || programme.quarter(YEAR, 1).await.unwrap()[0].planned;
        assert_eq!(planned().await, 916, "the old edition holds until the new one is locked");
        town.lock().await;
        assert_eq!(planned().await, 541);
        let plan = programme.action_plan(UNIT, YEAR).await.unwrap().unwrap();
        let changes = programme.action_changes(&plan).await.unwrap();
        let ends = |step: &Option<programme::monev::model::step::Step>| step.as_ref().map(|step| step.last);
        assert_eq!(
            changes.iter().map(|one| (ends(&one.before), ends(&one.after))).collect::<Vec<_>>(),
            [(Some(2), Some(6))]
        );
        let editions = programme.action_editions(UNIT, YEAR).await.unwrap();
        assert_eq!(editions.iter().map(|one| one.reason.as_str()).collect::<Vec<_>>(), ["Pagu dipotong oleh DPRD", ""]);
    }
}

#[tokio::test]
async fn of_two_who_enter_the_same_month_the_second_is_told_and_nothing_is_overwritten() {
    for town in Town::all().await {
        assert_eq!(town.enter(1, &[town.said(0, 500, 0)]).await, Ok(1));
        let late = [town.said(0, 900, 0)];
        let overtaken = Refused::Entries(vec![Wrong { step: town.steps[0].clone(), code: "didahului" }]);
        assert_eq!(town.enter(1, &late).await, Err(overtaken));
        let standing = town.office.programme.entries_of(UNIT, YEAR, 1).await.unwrap();
        assert_eq!(standing[&town.steps[0]].done, 500);
        let before = town.head().await;
        assert_eq!(town.enter(1, &[town.said(0, 500, 0)]).await, Ok(0), "the same words again are no new fact");
        assert_eq!(town.head().await, before);
    }
}

#[tokio::test]
async fn two_who_enter_different_steps_at_the_same_moment_are_both_kept() {
    for town in Town::all().await {
        let programme = &town.office.programme;
        let (one, other) = ([town.said(0, 500, 0)], [town.said(1, 100, 0)]);
        let (sari, budi) = (sari(), budi());
        let (first, second) = tokio::join!(
            programme.enter_month(&sari, (UNIT, YEAR, 2), &one),
            programme.enter_month(&budi, (UNIT, YEAR, 2), &other),
        );
        assert_eq!((first, second), (Ok(1), Ok(1)));
        assert_eq!(programme.entries_of(UNIT, YEAR, 2).await.unwrap().len(), 2);
        let line = programme.quarter(YEAR, 1).await.unwrap().remove(0);
        assert_eq!((line.done, line.spent), (Some(400), 500_000), "the line knows both");
    }
}

#[tokio::test]
async fn a_correction_of_a_past_month_keeps_the_old_value_with_who_and_when() {
    for town in Town::all().await {
        town.enter(1, &[town.said(0, 500, 0)]).await.unwrap();
        town.office.at("2027-02-20T09:00:00+07:00");
        let correction = [town.said(0, 400, 1)];
        town.office.programme.enter_month(&budi(), (UNIT, YEAR, 1), &correction).await.unwrap();
        let versions = town.office.programme.entry_versions(UNIT, YEAR, &town.steps[0]).await.unwrap();
        let told: Vec<_> = versions.iter().map(|one| (one.version, one.done, one.by.0.as_str())).collect();
        assert_eq!(told, [(2, 400, "budi"), (1, 500, "sari")]);
    }
}

#[tokio::test]
async fn entries_without_evidence_backwards_or_ahead_of_time_are_refused_as_a_whole() {
    for town in Town::all().await {
        let silent = programme::monev::NewEntry { evidence: String::new(), ..town.said(0, 500, 0) };
        let code = |refused: Result<usize, Refused>| match refused {
            Err(Refused::Entries(wrong)) => wrong.iter().map(|one| one.code).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        assert_eq!(code(town.enter(2, &[town.said(1, 100, 0), silent]).await), ["bukti"]);
        assert!(town.office.programme.entries_of(UNIT, YEAR, 2).await.unwrap().is_empty(), "nothing half stored");
        assert_eq!(town.enter(3, &[town.said(0, 500, 0)]).await, Err(Refused::Month), "March has not begun");
        town.enter(1, &[town.said(0, 500, 0)]).await.unwrap();
        assert_eq!(code(town.enter(2, &[town.said(0, 300, 0)]).await), ["mundur"]);
        let told = programme::monev::NewEntry { obstacle: "Kontraktor mundur".into(), ..town.said(0, 300, 0) };
        assert_eq!(town.enter(2, &[told]).await, Ok(1));
        let line = town.office.programme.quarter(YEAR, 1).await.unwrap().remove(0);
        assert_eq!(line.obstacle, "Kontraktor mundur");
        let foreign = officer("tono", Role::Head, "dinas-b");
        let entry = [town.said(1, 100, 0)];
        let tried = town.office.programme.enter_month(&foreign, (UNIT, YEAR, 2), &entry).await;
        assert_eq!(tried, Err(Refused::NotYours));
    }
}

/// The first quarter, over and sent by the head, with the words of some steps in March.
async fn sent(town: &Town, done: [i64; 2]) {
    town.office.at("2027-04-05T09:00:00+07:00");
    for (step, done) in done.into_iter().enumerate() {
        town.enter(3, &[town.said(step, done, 0)]).await.unwrap();
    }
    let notes = [(town.promise.clone(), "Kontrak dipercepat".to_owned())];
    town.office.programme.write_quarter(&budi(), (UNIT, YEAR, 1), &notes, true).await.unwrap();
}

#[tokio::test]
async fn a_quarter_is_sent_by_the_head_given_back_once_and_locked_for_good() {
    for town in Town::all().await {
        let programme = &town.office.programme;
        let at = (UNIT, YEAR, 1);
        assert_eq!(programme.write_quarter(&budi(), at, &[], true).await, Err(Refused::Running));
        town.office.at("2027-04-05T09:00:00+07:00");
        assert_eq!(programme.write_quarter(&sari(), at, &[], true).await, Err(Refused::NotYours));
        sent(&town, [1000, 666]).await;
        assert_eq!(town.enter(3, &[town.said(0, 900, 1)]).await, Err(Refused::Closed), "it is under review");
        assert_eq!(programme.decide_quarter(&ani(), at, Some("kurang")).await, Err(Refused::Reason));
        programme.decide_quarter(&ani(), at, Some("Bukti pelatihan belum ada")).await.unwrap();
        assert_eq!(town.enter(3, &[town.said(1, 500, 1)]).await, Ok(1), "given back, it is written again");
        programme.write_quarter(&budi(), at, &[], true).await.unwrap();
        programme.decide_quarter(&rini(), at, None).await.unwrap();
        let state = programme.quarter_state(UNIT, YEAR, 1).await.unwrap();
        assert_eq!(state.state, QuarterState::Locked);
        let locked = programme.quarter(YEAR, 1).await.unwrap();
        let line = &locked[0];
        assert_eq!((line.planned, line.done, line.light, line.locked), (916, Some(875), Light::Green, true));
        assert_eq!(line.follow_up, "Kontrak dipercepat");
        // Nothing moves it any more: no entry, no edition, no threshold, no text.
        assert_eq!(town.enter(2, &[town.said(0, 500, 0)]).await, Err(Refused::Closed));
        let notes = [(town.promise.clone(), "Lain".to_owned())];
        assert_eq!(programme.write_quarter(&budi(), at, &notes, false).await, Err(Refused::Closed));
        let mut strict = Rules::shipped();
        strict.lights.green = 100;
        programme.rule_monev(&ani(), strict, "Ambang tahun ini lebih ketat").await.unwrap();
        town.act(&sari(), Act::Revise("Pagu dipotong oleh DPRD")).await.unwrap();
        town.lock().await;
        assert_eq!(programme.quarter(YEAR, 1).await.unwrap(), locked);
        programme.amend_quarter(&budi(), at, "Belanja Maret kurang satu kuitansi").await.unwrap();
        assert_eq!(programme.addenda(UNIT, YEAR, 1).await.unwrap().len(), 1);
        assert_eq!(programme.quarter(YEAR, 1).await.unwrap(), locked, "an addendum stands beside it");
        assert!(programme.altered_texts().await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn lights_follow_the_thresholds_that_a_planner_sets_and_silence_is_grey() {
    for town in Town::all().await {
        let programme = &town.office.programme;
        let light = async || programme.quarter(YEAR, 1).await.unwrap()[0].light;
        assert_eq!(light().await, Light::Green, "nothing was due by the first of February");
        town.office.at("2027-02-10T09:00:00+07:00");
        assert_eq!(light().await, Light::Grey);
        town.enter(1, &[town.said(0, 420, 0)]).await.unwrap();
        assert_eq!(light().await, Light::Yellow, "84 of 100 that were planned");
        let mut mild = Rules::shipped();
        mild.lights.green = 80;
        assert_eq!(programme.rule_monev(&ani(), mild, "pendek").await, Err(Refused::Reason));
        programme.rule_monev(&ani(), mild, "Tahun pertama lebih longgar").await.unwrap();
        assert_eq!(light().await, Light::Green);
        mild.lights.yellow = 80;
        assert_eq!(programme.rule_monev(&ani(), mild, "Tahun pertama lebih longgar").await, Err(Refused::Rules));
        let history = programme.monev_rules_then().await.unwrap();
        assert_eq!(history.len(), 1);
    }
}

#[tokio::test]
async fn two_thousand_steps_with_all_their_months_are_one_query_of_one_row_each() {
    for (office, promise) in Office::decreed().await {
        let programme = &office.programme;
        let lines: Vec<_> = (0..2000).map(|at| line(step(&promise, &format!("Langkah {at}"), (1, 12), 1))).collect();
        for part in lines.chunks(500) {
            programme.write_actions(&sari(), YEAR, part).await.unwrap();
        }
        let actions = programme.actions(UNIT, YEAR, 1).await.unwrap();
        assert_eq!(actions.len(), 2000);
    }
}
