//! No decision is ever lost, and the agenda begins with what became of the last ones.

use super::*;
use crate::steering::model::task::{Act, Footing, act};
use jiff::ToSpan as _;
use jiff::civil::date;
use kernel::{Instant, OfficerId};
use proptest::prelude::*;

const DAY: Date = date(2027, 6, 1);

fn decision(id: &str, meeting: &str, due: Date, state: TaskState) -> Decision {
    Decision {
        id: id.into(),
        meeting: meeting.into(),
        text: format!("Putusan {id}"),
        unit: "dinas-a".into(),
        due,
        first_due: due,
        state,
        body: "dewan".into(),
        held: DAY,
        item: String::new(),
        promise: String::new(),
        person: "Kepala Dinas".into(),
        asked: None,
        public: false,
        reported_by: String::new(),
        steps: 0,
        by: OfficerId("wali".into()),
        at: Instant::from_seconds(0),
        changed_at: Instant::from_seconds(0),
    }
}

fn keys(items: &[Item]) -> Vec<&str> {
    items.iter().map(|item| item.key.as_str()).collect()
}

#[test]
fn the_late_ones_come_first_then_the_open_ones_then_what_the_last_meeting_saw_done() {
    let all = [
        decision("selesai-lama", "1", date(2027, 1, 1), TaskState::Done),
        decision("selesai", "2", date(2027, 5, 1), TaskState::Done),
        decision("nanti", "2", date(2027, 7, 1), TaskState::Open),
        decision("telat", "1", date(2027, 3, 1), TaskState::Open),
        decision("dilaporkan", "2", date(2027, 5, 20), TaskState::Reported),
        decision("sekarang", "3", date(2027, 8, 1), TaskState::Open),
    ];
    let items = decided(&all, "3", Some("2"), DAY);
    assert_eq!(keys(&items), ["keputusan:telat", "keputusan:dilaporkan", "keputusan:nanti", "keputusan:selesai"]);
    assert_eq!(items[0].unit, "dinas-a");
    assert_eq!(items[1].unit, "", "who confirms acts next");
}

fn other(key: &str) -> Item {
    Item { key: key.into(), title: key.into(), unit: "dinas-a".into(), causes: Vec::new() }
}

#[test]
fn a_promise_that_is_there_twice_stands_once_with_both_reasons() {
    let with = |cause| Item { causes: vec![cause], ..other("janji:1") };
    let late = Cause::QuickWin { deadline: DAY };
    let note = Cause::Added { note: "juga".into() };
    let all = merged([with(late.clone()), other("indikator:2"), with(note.clone())]);
    assert_eq!(keys(&all), ["janji:1", "indikator:2"]);
    assert_eq!(all[0].causes, [late, note]);
}

#[test]
fn nothing_moves_above_the_decisions_and_what_is_dropped_keeps_its_reason() {
    let found = vec![other("keputusan:1"), other("janji:1"), other("janji:2"), other("indikator:1")];
    let mut edits = Edits { added: vec![other("tambahan:1")], ..Edits::default() };
    let placed = agenda(found.clone(), &edits);
    assert_eq!(moved(&placed, "janji:1", true), None, "above it are decisions");
    edits.order = moved(&placed, "tambahan:1", true).unwrap();
    edits.dropped.insert("janji:1".into(), "Sudah dibahas kemarin".into());
    let placed = agenda(found, &edits);
    let shown: Vec<(&str, bool)> = placed.iter().map(|one| (one.item.key.as_str(), one.dropped.is_some())).collect();
    assert_eq!(
        shown,
        [("keputusan:1", false), ("janji:2", false), ("tambahan:1", false), ("indikator:1", false), ("janji:1", true)]
    );
    assert_eq!(placed[4].dropped.as_deref(), Some("Sudah dibahas kemarin"));
}

/// What happens to a decision between two meetings.
fn happening() -> impl Strategy<Value = Act> {
    prop_oneof![
        3 => any::<bool>().prop_map(|done| Act::Report { done }),
        2 => (1_i32..300).prop_map(|days| Act::Ask(DAY.saturating_add(days.days()))),
        2 => Just(Act::Grant),
        2 => Just(Act::Refuse),
        2 => Just(Act::Return),
        1 => Just(Act::Confirm),
        1 => Just(Act::Withdraw),
    ]
}

proptest! {
    #[test]
    fn no_decision_is_lost_from_the_next_agenda_until_it_is_confirmed_or_withdrawn(
        made in prop::collection::vec((0_usize..4, prop::collection::vec(happening(), 0..6)), 1..12),
        dropped in prop::collection::vec(0_usize..12, 0..6),
        shuffled in prop::collection::vec(0_usize..12, 0..12),
    ) {
        let mut decisions = Vec::new();
        for (at, (meeting, acts)) in made.iter().enumerate() {
            let mut footing = Footing { state: TaskState::Open, due: DAY, asked: None };
            for one in acts {
                footing = act(footing, *one, DAY).unwrap_or(footing);
            }
            let one = decision(&at.to_string(), &meeting.to_string(), footing.due, footing.state);
            decisions.push(Decision { asked: footing.asked, ..one });
        }
        let key = |at: &usize| format!("keputusan:{at}");
        let edits = Edits {
            dropped: dropped.iter().map(|at| (key(at), "Ditunda ke rapat berikutnya".to_owned())).collect(),
            order: shuffled.iter().map(key).collect(),
            added: vec![other("tambahan:1")],
        };
        for last in [None, Some("3"), Some("1")] {
            let placed = agenda(decided(&decisions, "baru", last, DAY), &edits);
            for one in decisions.iter().filter(|one| one.state.is_open()) {
                let there = placed.iter().filter(|placed| placed.item.key == format!("keputusan:{}", one.id)).count();
                prop_assert_eq!(there, 1, "{:?}", one);
            }
            let first_other = placed.iter().position(|one| one.dropped.is_none() && !one.item.is_decision());
            let last_decision = placed.iter().rposition(|one| one.dropped.is_none() && one.item.is_decision());
            prop_assert!(first_other.is_none_or(|other| last_decision.is_none_or(|decision| decision < other)));
        }
    }
}
