//! Laws that hold for every case, tried with random commands.

use crate::town::{calendar, context, invented, officer, opening, wib};
use crate::vectors::example;
use cases::{Act, Case, CaseEvent, ClockRef, Command, Context, Decision, Fact, decide, offers, open};
use definition::model::Definition;
use kernel::calendar::CalendarChange;
use kernel::{Actor, Calendar, Instant};
use proptest::prelude::*;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

static ROAD: LazyLock<Definition> = LazyLock::new(|| example("jalan-rusak"));
static LETTER: LazyLock<Definition> = LazyLock::new(|| example("surat-domisili-usaha"));

/// One random command: how many seconds later, which kind, and which choice within it.
type Move = (i64, u8, u8);

fn moves() -> impl Strategy<Value = (bool, i64, Vec<Move>)> {
    let one = (0_i64..6 * 86_400, 0_u8..16, any::<u8>());
    (any::<bool>(), 0_i64..200 * 86_400, prop::collection::vec(one, 1..14))
}

struct Play {
    definition: &'static Definition,
    calendar: Calendar,
    case: Case,
    facts: Vec<Fact>,
    now: Instant,
}

fn begin(road: bool, second: i64) -> Play {
    let definition: &'static Definition = if road { &ROAD } else { &LETTER };
    let plain = if road {
        json!({ "jenis_rusak": "lubang", "bahaya": "tidak" })
    } else {
        json!({ "luas": 80, "status_tempat": "sewa" })
    };
    let now = wib("2026-01-02T08:00:00").plus_seconds(second);
    let calendar = calendar();
    let command = opening(definition, &plain);
    let decision = open(&context(definition, &calendar, true), command, now, &Actor::Reporter);
    Play { definition, calendar, case: decision.case, facts: decision.facts, now }
}

/// An action that is offered once silence has had its say, so that the choice is the same whenever the worker runs.
fn action(play: &Play, choice: u8) -> Option<(Command<'static>, Actor)> {
    let context = context(play.definition, &play.calendar, true);
    let system = Actor::System;
    let looked = decide(&context, &play.case, &Command::Look, play.now, &system).case;
    let person = officer(["ani", "budi", "citra"][usize::from(choice) % 3]);
    let offers = offers(&context, &looked, &person);
    let offer = offers.get(usize::from(choice) % offers.len().max(1))?;
    let step = &play.definition.steps[&offer.step];
    let answers = match offer.step.as_str() {
        "verifikasi" => {
            let road = ["kabupaten", "desa", "provinsi"][usize::from(choice / 3) % 3];
            json!({ "status_jalan": road })
        }
        "pelapor" => json!({ "bahaya": "ya" }),
        "pemohon" => json!({ "luas": 20, "status_tempat": "milik" }),
        _ => json!({}),
    };
    let act = Act {
        step: Some(offer.step.clone()),
        action: offer.action.clone(),
        answers: invented(play.definition, &answers),
        marks: ["bahaya", "luas", "status_tempat"].map(str::to_owned).to_vec(),
        ..Act::default()
    };
    let actor = if step.is_working() { person } else { Actor::Reporter };
    Some((Command::Act(Box::new(act)), actor))
}

fn verb(play: &Play, kind: u8, choice: u8) -> (Command<'static>, Actor) {
    let context = context(play.definition, &play.calendar, true);
    let system = Actor::System;
    let looked = decide(&context, &play.case, &Command::Look, play.now, &system).case;
    let step = looked.tokens.first().map(|token| token.step.clone());
    let step = step.unwrap_or_default();
    let unit = ["dinas-pupr", "dinas-kominfo"][usize::from(choice) % 2].to_owned();
    let (reason, text, files) = (None, None, Vec::new());
    match kind {
        10 => (Command::Answer { text }, officer("ani")),
        11 => (Command::Transfer { step, unit, reason }, officer("ani")),
        12 => (Command::Return { step, reason }, officer("budi")),
        13 => (Command::AddInfo { text, files }, Actor::Reporter),
        14 => (Command::Support { text, files }, Actor::Resident),
        _ => (Command::Look, Actor::System),
    }
}

fn take(play: &mut Play, (later, kind, choice): Move) -> Decision {
    play.now = play.now.plus_seconds(later);
    let before = play.calendar.clone();
    let (command, actor) = match kind {
        0..=8 => action(play, choice).unwrap_or((Command::Look, Actor::System)),
        9 => {
            let day = play.now.date(play.case.zone);
            let day = day.saturating_add(jiff::Span::new().days(i64::from(choice % 9)));
            let holiday = before.plan().holidays.values().next().unwrap().clone();
            let change = CalendarChange::AddHoliday(day, holiday);
            play.calendar = before.changed(&change, play.now.date(play.case.zone));
            let cause = "libur tambahan".to_owned();
            let before = &before;
            (Command::CalendarChanged { before, cause }, Actor::Operator)
        }
        _ => verb(play, kind, choice),
    };
    let context: Context<'_> = context(play.definition, &play.calendar, true);
    let decision = decide(&context, &play.case, &command, play.now, &actor);
    play.case = decision.case.clone();
    play.facts.extend(decision.facts.clone());
    decision
}

fn consumption(play: &Play) -> BTreeMap<(ClockRef, Instant), i64> {
    let clocks = play.case.clocks.iter();
    let each = clocks.map(|clock| {
        let consumed = clock.consumed(&play.calendar, play.now).unwrap();
        ((clock.name.clone(), clock.meter.start), consumed)
    });
    each.collect()
}

fn budgets(play: &Play) -> BTreeMap<(ClockRef, Instant), kernel::Duration> {
    let clocks = play.case.clocks.iter();
    let each = clocks.map(|clock| ((clock.name.clone(), clock.meter.start), clock.budget()));
    each.collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn consumption_never_falls_and_no_budget_is_ever_refreshed((road, start, moves) in moves()) {
        let mut play = begin(road, start);
        for one in moves {
            let (consumed, budget) = (consumption(&play), budgets(&play));
            take(&mut play, one);
            let (later, still) = (consumption(&play), budgets(&play));
            for (clock, before) in consumed {
                prop_assert!(later[&clock] >= before, "{clock:?} fell from {before}");
                prop_assert_eq!(budget[&clock], still[&clock]);
            }
            let totals = play.case.clocks.iter().filter(|clock| clock.name == ClockRef::Total);
            prop_assert_eq!(totals.count(), 1, "total never restarts");
        }
    }

    #[test]
    fn replaying_the_events_gives_the_same_case((road, start, moves) in moves()) {
        let mut play = begin(road, start);
        for one in moves {
            take(&mut play, one);
        }
        prop_assert_eq!(Case::replay(&play.facts).unwrap(), play.case);
        for fact in &play.facts {
            let text = serde_json::to_string(&fact.envelope()).unwrap();
            let recorded = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(&Fact::read(&recorded).unwrap(), fact);
        }
    }

    #[test]
    fn what_happened_does_not_depend_on_when_the_worker_runs(
        (road, start, moves) in moves(), looks in prop::collection::vec(0_i64..100, 14),
    ) {
        let (mut idle, mut busy) = (begin(road, start), begin(road, start));
        for (one, part) in moves.into_iter().zip(looks) {
            take(&mut idle, one);
            let between = one.0 * part / 100;
            take(&mut busy, (between, 15, 0));
            take(&mut busy, (one.0 - between, one.1, one.2));
        }
        prop_assert_eq!(idle.facts, busy.facts);
    }

    #[test]
    fn instants_never_go_back_and_every_clock_fires_at_most_once((road, start, moves) in moves()) {
        let mut play = begin(road, start);
        for one in moves {
            take(&mut play, one);
        }
        let in_order = play.facts.windows(2).all(|pair| pair[0].happened_at <= pair[1].happened_at);
        prop_assert!(in_order);
        let lapsed = play.facts.iter().filter_map(|fact| match &fact.event {
            CaseEvent::Lapsed(lapsed) => Some((lapsed.clock.clone(), lapsed.start)),
            _ => None,
        });
        let lapsed: Vec<_> = lapsed.collect();
        let once: BTreeSet<_> = lapsed.iter().cloned().collect();
        prop_assert_eq!(lapsed.len(), once.len());
    }

    #[test]
    fn a_refused_command_changes_only_what_silence_fired_before_it((road, start, moves) in moves()) {
        let mut play = begin(road, start);
        for one in moves {
            let decision = take(&mut play, one);
            if decision.outcome.is_err() {
                prop_assert!(decision.facts.iter().all(|fact| fact.actor == Actor::System));
            }
        }
    }

    #[test]
    fn total_runs_exactly_while_an_office_holds_the_case((road, start, moves) in moves()) {
        let mut play = begin(road, start);
        for one in moves {
            take(&mut play, one);
            let total = play.case.clock(&ClockRef::Total).unwrap();
            prop_assert_eq!(total.is_running(), play.case.office_holds());
            let stays = play.case.stays.iter().filter(|stay| stay.to.is_none());
            prop_assert_eq!(stays.count(), play.case.tokens.len());
        }
    }

    #[test]
    fn after_looking_nothing_is_left_to_fire_before_that_instant((road, start, moves) in moves()) {
        let mut play = begin(road, start);
        for one in moves {
            take(&mut play, one);
            let next = play.case.next_fire_at(&play.calendar);
            prop_assert!(next.is_none_or(|next| next >= play.now));
        }
    }
}
