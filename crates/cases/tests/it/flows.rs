//! Laws of every flow that checks clean: small random flows, checked, then played with random moves.

use crate::town::{calendar, context, officer, opening, wib};
use cases::{Act, Case, CaseClock, ClockEntryKind, ClockRef, Command, decide, offers, open};
use definition::model::Definition;
use definition::{Lists, Region, Severity, Units};
use kernel::clock::Stretch;
use kernel::{Actor, Calendar, Instant};
use proptest::prelude::*;
use serde_json::json;
use std::fmt::Write as _;
use std::sync::LazyLock;

static UNITS: LazyLock<Units> =
    LazyLock::new(|| Units::parse(include_str!("../../../../wilayah/baku/unit.toml")).unwrap());

/// A step: whether residents hold it, its deadline in hours, whether silence acts, and its actions.
type Step = (bool, u32, bool, Vec<Action>);
/// An action: its target, whether it is bounded and how often, whether it forks.
type Action = (usize, u32, bool);
/// A flow, what stands in front of it (a fork that joins all or one), when it begins, and the moves.
type Given = (Vec<Step>, Option<bool>, i64, Vec<(i64, usize)>);

fn flows() -> impl Strategy<Value = Vec<Step>> {
    let action = (0_usize..7, 0_u32..4, prop::bool::weighted(0.2));
    let step = (prop::bool::weighted(0.3), 1_u32..20, any::<bool>(), prop::collection::vec(action, 1..4));
    prop::collection::vec(step, 1..5)
}

/// The definition of a flow; the last action of each step leads onward, so that many flows are whole.
fn written(flow: &[Step]) -> String {
    let mut text = String::from(
        "#: format layanan 1\n[layanan]\nid = \"acak\"\njenis = \"permohonan\"\nnama = \"Acak\"\nversi = 1\n\
         berlaku = 2026-01-05\npemilik = \"dinas-pupr\"\nsaluran = [\"web\"]\n\n[tenggat]\ntotal = \"60 hari kerja\"\n",
    );
    let last = flow.len() - 1;
    for (at, (waiting, hours, silent, actions)) in flow.iter().enumerate() {
        let by = if *waiting { "@pemohon" } else { "kepala@dinas-pupr" };
        write!(text, "\n[langkah.s{at}]\nnama = \"Langkah\"\noleh = \"{by}\"\ntenggat = \"{hours} jam kerja\"\n")
            .unwrap();
        if *silent && *waiting {
            text.push_str("lewat = { aksi = \"lanjut\" }\n");
        }
        if at == 0 {
            text.push_str("mulai = true\n");
        }
        for (index, (to, bound, fork)) in actions.iter().enumerate() {
            let to = if *to <= last { format!("s{to}") } else { "gagal".to_owned() };
            let bound = if *bound > 0 { format!(", maks = {bound}") } else { String::new() };
            let to = if *fork { format!("[\"{to}\", \"s{last}\"]") } else { format!("\"{to}\"") };
            writeln!(text, "aksi.a{index} = {{ ke = {to}{bound} }}").unwrap();
        }
        let onward = if at == last { "selesai".to_owned() } else { format!("s{}", at + 1) };
        writeln!(text, "aksi.lanjut = {{ ke = \"{onward}\" }}").unwrap();
    }
    text.push_str("\n[akhir]\nselesai = { nama = \"Selesai\", hasil = \"berhasil\" }\n");
    if text.contains("\"gagal\"") {
        text.push_str("gagal = { nama = \"Gagal\", hasil = \"gagal\" }\n");
    }
    text
}

/// Two branches that join, in front of the flow, so that joins are played as well.
fn forked(text: &str, join: &str) -> String {
    let branch = |name: &str| {
        format!(
            "\n[langkah.{name}]\nnama = \"Cabang\"\noleh = \"kepala@dinas-pupr\"\ntenggat = \"5 jam kerja\"\n\
             aksi.beres = {{ ke = \"gabung:temu\" }}\n"
        )
    };
    let fork = format!(
        "\n[langkah.awal]\nnama = \"Awal\"\noleh = \"kepala@dinas-pupr\"\ntenggat = \"5 jam kerja\"\nmulai = true\n\
         aksi.bagi = {{ ke = [\"kiri\", \"kanan\"] }}\n{}{}\n[langkah.temu]\nnama = \"Temu\"\n\
         oleh = \"kepala@dinas-pupr\"\ntenggat = \"5 jam kerja\"\ngabung = \"{join}\"\naksi.terus = {{ ke = \"s0\" }}\n",
        branch("kiri"),
        branch("kanan"),
    );
    let text = text.replacen("mulai = true\n", "", 1);
    text.replacen("\n[langkah.s0]", &format!("{fork}\n[langkah.s0]"), 1)
}

/// The definition, if it has no error and no warning but that it rests on no returns.
fn clean(text: &str) -> Option<Definition> {
    let lists = Lists::new();
    let checked = definition::check(text, &Region { units: &UNITS, lists: &lists });
    let severe = |one: &definition::Diagnostic| one.severity() != Severity::Note && one.code != "W111";
    checked.definition.filter(|_| !checked.findings.iter().any(severe))
}

struct Play<'a> {
    definition: &'a Definition,
    calendar: Calendar,
    case: Case,
    now: Instant,
}

impl<'a> Play<'a> {
    fn begin(definition: &'a Definition, second: i64) -> Self {
        let calendar = calendar();
        let now = wib("2026-02-02T08:00:00").plus_seconds(second);
        let decision =
            open(&context(definition, &calendar, true), opening(definition, &json!({})), now, &Actor::Reporter);
        Self { definition, calendar, case: decision.case, now }
    }

    fn command(&mut self, command: &Command<'_>, actor: &Actor) {
        let context = context(self.definition, &self.calendar, true);
        self.case = decide(&context, &self.case, command, self.now, actor).case;
    }

    /// What is offered once silence has had its say.
    fn offered(&mut self) -> Vec<(String, String)> {
        self.command(&Command::Look, &Actor::System);
        let context = context(self.definition, &self.calendar, true);
        offers(&context, &self.case, &officer("ani")).into_iter().map(|offer| (offer.step, offer.action)).collect()
    }

    fn act(&mut self, (step, action): (String, String)) {
        let working = self.definition.steps[&step].is_working();
        let actor = if working { officer("ani") } else { Actor::Reporter };
        let act = Act { step: Some(step), action, ..Act::default() };
        self.command(&Command::Act(Box::new(act)), &actor);
    }

    fn take(&mut self, (later, choice): (i64, usize)) {
        self.now = self.now.plus_seconds(later);
        let offered = self.offered();
        if let Some(one) = offered.get(choice % offered.len().max(1)) {
            self.act(one.clone());
        }
    }

    /// The clocks that consume, in order.
    fn clocks(&self) -> &[CaseClock] {
        &self.case.clocks
    }

    fn consumed(&self, clock: &CaseClock) -> i64 {
        clock.consumed(&self.calendar, self.now).unwrap()
    }
}

/// When a clock ran, told by its ledger alone.
fn by_ledger(clock: &CaseClock) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for entry in &clock.log {
        let last = stretches.last_mut().filter(|last| last.is_open());
        match (entry.kind, last) {
            (ClockEntryKind::Started | ClockEntryKind::Resumed, None) => stretches.push(Stretch::since(entry.at)),
            (ClockEntryKind::Paused | ClockEntryKind::Stopped, Some(last)) => last.to = Some(entry.at),
            _ => {}
        }
    }
    stretches
}

fn plays() -> impl Strategy<Value = Given> {
    let moves = prop::collection::vec((0_i64..3 * 86_400, any::<usize>()), 0..12);
    (flows(), prop::option::of(any::<bool>()), 0_i64..100 * 86_400, moves)
}

/// Plays a clean flow, looking after every move; flows that do not check clean are passed over.
fn played(
    (flow, fork, second, moves): Given,
    look: impl Fn(&mut Play<'_>) -> Result<(), TestCaseError>,
) -> Result<bool, TestCaseError> {
    let text = written(&flow);
    let text = fork.map_or(text.clone(), |all| forked(&text, if all { "semua" } else { "satu" }));
    let Some(definition) = clean(&text) else { return Ok(false) };
    let mut play = Play::begin(&definition, second);
    for one in moves {
        play.take(one);
        look(&mut play)?;
    }
    look(&mut play)?;
    Ok(true)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn from_wherever_it_stands_a_case_can_end(given in plays()) {
        played(given, |play| {
            let (case, now) = (play.case.clone(), play.now);
            // Onward steps alone end every flow that was written here; other ways only have to leave them open.
            for _ in 0..40 {
                let offered = play.offered();
                let onward = ["lanjut", "terus", "beres", "bagi"];
                let Some(one) = offered.iter().find(|(_, action)| onward.contains(&action.as_str())) else { break };
                play.act(one.clone());
            }
            let ended = !play.case.is_live();
            play.case = case;
            play.now = now;
            prop_assert!(ended, "stuck at {:?}", play.case.tokens);
            Ok(())
        })?;
    }

    #[test]
    fn no_two_tokens_ever_stand_at_one_step(given in plays()) {
        played(given, |play| {
            let mut steps: Vec<&str> = play.case.tokens.iter().map(|token| token.step.as_str()).collect();
            steps.sort_unstable();
            prop_assert!(steps.windows(2).all(|pair| pair[0] != pair[1]), "{:?}", steps);
            Ok(())
        })?;
    }

    #[test]
    fn the_total_never_restarts_and_no_clock_consumes_more_than_went_by(given in plays()) {
        played(given, |play| {
            let totals: Vec<&CaseClock> = play.clocks().iter().filter(|one| one.name == ClockRef::Total).collect();
            prop_assert_eq!(totals.len(), 1);
            prop_assert_eq!(totals[0].meter.start, play.case.opened_at);
            for clock in play.clocks() {
                let elapsed = clock.meter.elapsed(&play.calendar, play.now).unwrap();
                let consumed = play.consumed(clock);
                prop_assert!((0..=elapsed).contains(&consumed), "{}: {consumed} of {elapsed}", clock.name);
            }
            Ok(())
        })?;
    }

    #[test]
    fn what_a_clock_consumed_is_the_sum_of_its_ledger(given in plays()) {
        played(given, |play| {
            for clock in play.clocks() {
                let told = clock.meter.consumed(&play.calendar, &by_ledger(clock), play.now).unwrap();
                prop_assert_eq!(told, play.consumed(clock), "{}", &clock.name);
            }
            Ok(())
        })?;
    }
}

/// The same flow under a higher number, in which every step of the flow has another name.
fn renamed(text: &str, flow: &[Step]) -> String {
    let mut new = text.to_owned();
    let mut pairs: Vec<String> = (0..flow.len()).map(|at| format!("s{at} = \"t{at}\"")).collect();
    for at in 0..flow.len() {
        new = new.replace(&format!("[langkah.s{at}]"), &format!("[langkah.t{at}]"));
        new = new.replace(&format!("\"s{at}\""), &format!("\"t{at}\""));
    }
    let others = ["awal", "kiri", "kanan", "temu"].into_iter().filter(|id| text.contains(&format!("[langkah.{id}]")));
    pairs.extend(others.map(|id| format!("{id} = \"{id}\"")));
    let head = format!("versi = 2\nkasus_lama = {{ pindah = {{ {} }} }}\n", pairs.join(", "));
    new.replacen("versi = 1\n", &head, 1)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn a_new_version_touches_no_clock_and_leaves_a_way_to_the_end(
        (flow, fork, second, moves) in plays(), at in 0_usize..12,
    ) {
        let text = written(&flow);
        let text = fork.map_or(text.clone(), |all| forked(&text, if all { "semua" } else { "satu" }));
        let Some(old) = clean(&text) else { return Ok(()) };
        let new = definition::load(&renamed(&text, &flow)).unwrap();
        let mut play = Play::begin(&old, second);
        for (index, one) in moves.into_iter().enumerate() {
            play.take(one);
            if index == at {
                play.command(&Command::Look, &Actor::System);
                let before = play.case.clone();
                play.command(&Command::Migrate { to: &new }, &Actor::Operator);
                let forked = before.tokens.iter().any(|token| !token.forks.is_empty()) || !before.waiting.is_empty();
                let moved = before.ended.is_none() && !forked;
                prop_assert_eq!(moved, play.case.migrated.is_some());
                if !moved {
                    prop_assert_eq!(&before, &play.case);
                    continue;
                }
                play.definition = &new;
                let kept = |case: &Case| -> Vec<_> {
                    let all = case.clocks.iter();
                    all.map(|one| (one.meter.start, one.stretches.clone(), one.budget(), one.lapsed)).collect()
                };
                prop_assert_eq!(kept(&before), kept(&play.case));
                prop_assert_eq!(before.next_fire_at(&play.calendar), play.case.next_fire_at(&play.calendar));
            }
        }
        for clock in play.clocks() {
            let told = clock.meter.consumed(&play.calendar, &by_ledger(clock), play.now).unwrap();
            prop_assert_eq!(told, play.consumed(clock), "{}", &clock.name);
            prop_assert!(told <= clock.meter.elapsed(&play.calendar, play.now).unwrap());
        }
        for _ in 0..40 {
            let offered = play.offered();
            let onward = ["lanjut", "terus", "beres", "bagi"];
            let Some(one) = offered.iter().find(|(_, action)| onward.contains(&action.as_str())) else { break };
            play.act(one.clone());
        }
        prop_assert!(!play.case.is_live(), "stuck at {:?}", play.case.tokens);
    }
}

/// The laws above would say nothing if no flow were clean.
#[test]
fn flows_with_returns_forks_and_silence_check_clean() {
    let flow: Vec<Step> = vec![
        (false, 4, false, vec![(1, 1, false)]),
        (true, 9, true, vec![(0, 2, false)]),
        (false, 8, false, vec![(0, 1, false), (6, 0, false)]),
    ];
    for text in [written(&flow), forked(&written(&flow), "semua"), forked(&written(&flow), "satu")] {
        assert!(clean(&text).is_some(), "{text}");
    }
    // Both branches of this fork are reached without it as well; the first leads into the second.
    let entering: Vec<Step> = vec![
        (false, 4, false, vec![(1, 0, true)]),
        (false, 4, false, vec![(6, 0, false)]),
        (false, 4, false, vec![(6, 0, false)]),
    ];
    let lists = Lists::new();
    let refused = definition::check(&written(&entering), &Region { units: &UNITS, lists: &lists }).findings;
    assert!(refused.iter().any(|one| one.code == "E025"), "{refused:?}");
    let endless: Vec<Step> = vec![(false, 4, false, vec![(0, 0, false)])];
    assert!(clean(&written(&endless)).is_none());
}
