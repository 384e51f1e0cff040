//! What holds for every assessment, whoever does what in whatever order.

use crate::region::{agus, ani, budi, rina, tono};
use instruments::Instrument;
use instruments::Refused;
use instruments::assessment::claim::Claim;
use instruments::assessment::decide::{Command, decide};
use instruments::assessment::evidence::{Evidence, MOST, Number, Proof};
use instruments::assessment::happened::Happened;
use instruments::assessment::model::{Assessment, By, Item, Review, Stage, unproved};
use instruments::assessment::rights::{Sight, sees, sight};
use kernel::{Instant, TextRef};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use web::Session;

fn now() -> Instant {
    Instant::parse("2027-03-01T09:00:00+07:00").unwrap()
}

fn words(id: &str) -> TextRef {
    TextRef { id: id.to_owned(), hash: "00".to_owned() }
}

/// An assessment and who acts on it.
struct Table {
    instrument: Instrument,
    one: Assessment,
}

impl Table {
    fn new(instrument: &str) -> Self {
        let instrument = crate::shipped(instrument);
        let mut one = Assessment::new("a", now());
        let started = Happened::Started {
            instrument: instrument.id.clone(),
            hash: instrument.hash.clone(),
            year: 2027,
            key: "kunci".to_owned(),
            indicators: instrument.indicators.keys().cloned().collect(),
        };
        one.apply(&started, By { officer: &agus().officer, at: now() });
        Self { instrument, one }
    }

    fn act(&mut self, who: &Session, command: Command) -> Result<Vec<Happened>, Refused> {
        let happened = decide(&self.one, &self.instrument, who, command)?;
        for fact in &happened {
            self.one.apply(fact, By { officer: &who.officer, at: now() });
        }
        Ok(happened)
    }

    fn must(&mut self, who: &Session, command: Command) {
        self.act(who, command.clone()).unwrap_or_else(|refused| panic!("{command:?}: {refused}"));
    }

    fn item(&self, indicator: &str) -> &Item {
        &self.one.items[indicator]
    }

    fn fill(&mut self, who: &Session, indicator: &str, claim: &str) -> Result<Vec<Happened>, Refused> {
        let seen = self.item(indicator).filled_at;
        let claim = Claim::parse(claim);
        self.act(who, Command::Fill { indicator: indicator.to_owned(), seen, claim, text: Some(words("t")) })
    }

    fn prove(&mut self, who: &Session, indicator: &str, level: u32) -> Result<Vec<Happened>, Refused> {
        let command =
            Command::Add { indicator: indicator.to_owned(), level: Some(level), proof: Proof::Link, words: words("b") };
        self.act(who, command)
    }

    /// One indicator given to `dinas-a`, filled in, sent and accepted; the rest is left open.
    fn submitted() -> Self {
        let mut table = Self::new("spbe-2020");
        table.must(&agus(), Command::Assign(vec![("1".to_owned(), Some("dinas-a".to_owned()))]));
        table.fill(&ani(), "1", "3").unwrap();
        let seen = table.item("1").touched_at;
        table.must(&ani(), Command::Send { indicator: "1".to_owned(), seen });
        let seen = table.item("1").touched_at;
        table.must(&agus(), Command::Accept { indicator: "1".to_owned(), seen });
        table.must(&agus(), Command::NameAssessor(rina().officer));
        table.must(&agus(), Command::OpenReview);
        table.must(&agus(), Command::Submit { reason: Some(words("alasan")) });
        table
    }
}

#[test]
fn an_agency_fills_in_what_was_given_to_it_and_nothing_else() {
    let mut table = Table::new("spbe-2020");
    assert_eq!(sight(&ani(), &table.one), Sight::Nothing, "nothing was given out yet");
    table.must(&agus(), Command::Assign(vec![("7".to_owned(), Some("dinas-a".to_owned()))]));
    assert_eq!(sight(&ani(), &table.one), Sight::Own);
    assert!(sees(&ani(), &table.one, table.item("7")) && !sees(&ani(), &table.one, table.item("8")));
    assert!(table.fill(&ani(), "7", "3").is_ok());
    assert_eq!(table.fill(&budi(), "7", "4"), Err(Refused::NotYours));
    assert_eq!(table.fill(&ani(), "8", "4"), Err(Refused::NotYours));
    assert_eq!(table.fill(&agus(), "7", "4"), Err(Refused::NotYours), "a coordinator reviews and fills nothing in");
    assert_eq!(table.prove(&budi(), "7", 2), Err(Refused::NotYours));
    assert_eq!(table.prove(&ani(), "99", 4), Err(Refused::NoIndicator));
}

#[test]
fn a_level_is_one_of_the_scale() {
    let mut table = Table::new("spbe-2020");
    table.must(&agus(), Command::Assign(vec![("7".to_owned(), Some("dinas-a".to_owned()))]));
    for wrong in ["0", "6", "2.5", "terpenuhi:1,2"] {
        assert!(matches!(table.fill(&ani(), "7", wrong), Err(Refused::Level(_))), "{wrong}");
    }
    assert!(matches!(table.prove(&ani(), "7", 6), Err(Refused::Level(_))));
    assert!(table.fill(&ani(), "7", "tidak-berlaku").is_ok());
}

#[test]
fn who_was_overtaken_changes_nothing() {
    let mut table = Table::new("spbe-2020");
    table.must(&agus(), Command::Assign(vec![("7".to_owned(), Some("dinas-a".to_owned()))]));
    let seen = table.item("7").filled_at;
    table.fill(&ani(), "7", "3").unwrap();
    let late = Command::Fill { indicator: "7".to_owned(), seen, claim: Claim::parse("4"), text: None };
    let before = table.one.clone();
    assert_eq!(table.act(&ani(), late), Err(Refused::Overtaken));
    assert_eq!(table.one, before);
    let seen = table.item("7").touched_at;
    table.must(&ani(), Command::Send { indicator: "7".to_owned(), seen });
    let seen = table.item("7").touched_at;
    table.prove(&ani(), "7", 3).unwrap();
    let blind = Command::Accept { indicator: "7".to_owned(), seen };
    assert_eq!(table.act(&agus(), blind), Err(Refused::Overtaken), "evidence came after the reviewer looked");
}

#[test]
fn what_was_accepted_is_closed_until_it_is_returned() {
    let mut table = Table::new("spbe-2020");
    table.must(&agus(), Command::Assign(vec![("7".to_owned(), Some("dinas-a".to_owned()))]));
    let send = |table: &Table| Command::Send { indicator: "7".to_owned(), seen: table.item("7").touched_at };
    let early = send(&table);
    assert_eq!(table.act(&ani(), early), Err(Refused::NoClaim));
    table.fill(&ani(), "7", "3").unwrap();
    let ready = send(&table);
    table.must(&ani(), ready);
    let seen = table.item("7").touched_at;
    table.must(&agus(), Command::Accept { indicator: "7".to_owned(), seen });
    assert_eq!(table.fill(&ani(), "7", "4"), Err(Refused::AlreadyAccepted));
    assert_eq!(table.prove(&ani(), "7", 3), Err(Refused::AlreadyAccepted));
    let seen = table.item("7").touched_at;
    table.must(&agus(), Command::Return { indicator: "7".to_owned(), seen, reason: words("kurang") });
    assert_eq!(table.item("7").review, Review::Returned);
    assert!(table.fill(&ani(), "7", "4").is_ok());
}

#[test]
fn nobody_accepts_what_they_filled_in_themselves() {
    let mut table = Table::new("spbe-2020");
    table.must(&agus(), Command::Assign(vec![("7".to_owned(), Some("dinas-kominfo".to_owned()))]));
    let mut both = agus();
    both.grants.push(web::Grant { role: kernel::Role::Liaison, unit: "dinas-kominfo".to_owned() });
    table.fill(&both, "7", "3").unwrap();
    let seen = table.item("7").touched_at;
    table.must(&both, Command::Send { indicator: "7".to_owned(), seen });
    let accept = Command::Accept { indicator: "7".to_owned(), seen: table.item("7").touched_at };
    assert_eq!(table.act(&both, accept.clone()), Err(Refused::OwnWork));
    let mut other = agus();
    other.officer.0 = "sri".to_owned();
    assert!(table.act(&other, accept).is_ok());
}

#[test]
fn an_unfinished_assessment_is_submitted_with_a_reason_only() {
    let mut table = Table::new("pemdi-2026");
    let submit = |reason: Option<TextRef>| Command::Submit { reason };
    assert_eq!(table.act(&agus(), submit(None)), Err(Refused::WrongStage), "the review was not opened");
    table.must(&agus(), Command::OpenReview);
    assert_eq!(table.act(&agus(), submit(None)), Err(Refused::Unfinished(20)));
    assert_eq!(table.act(&ani(), submit(Some(words("x")))), Err(Refused::NotCoordinator));
    table.must(&agus(), submit(Some(words("alasan"))));
    assert_eq!(table.one.stage, Stage::Submitted);
}

#[test]
fn an_assessor_acts_only_on_what_they_were_named_for_and_after_it_was_submitted() {
    let mut table = Table::submitted();
    assert_eq!((sight(&rina(), &table.one), sight(&tono(), &table.one)), (Sight::Whole, Sight::Nothing));
    let judge = |claim: &str, text: Option<TextRef>| Command::Judge {
        indicator: "1".to_owned(),
        seen: 0,
        claim: Claim::parse(claim),
        text,
    };
    assert_eq!(table.act(&tono(), judge("2", Some(words("x")))), Err(Refused::NotAssessor));
    assert_eq!(table.act(&agus(), judge("2", Some(words("x")))), Err(Refused::NotAssessor));
    assert_eq!(table.act(&rina(), judge("2", None)), Err(Refused::Words), "who disagrees says why");
    let happened = table.act(&rina(), judge("2", Some(words("x")))).unwrap();
    assert_eq!(happened[0], Happened::JudgingBegan {}, "the first act begins it");
    assert!(table.item("1").disputed() && table.one.stage == Stage::Judging);
    let mut early = Table::new("spbe-2020");
    early.must(&agus(), Command::NameAssessor(rina().officer));
    assert_eq!(early.act(&rina(), judge("2", Some(words("x")))), Err(Refused::WrongStage));
    let mut gone = rina();
    gone.grants.clear();
    assert_eq!(sight(&gone, &table.one), Sight::Nothing, "who lost the role reads nothing");
}

#[test]
fn after_the_submission_the_agency_changes_nothing_and_after_the_end_nobody_does() {
    let mut table = Table::submitted();
    for refused in [table.fill(&ani(), "1", "5"), table.prove(&ani(), "1", 3)] {
        assert_eq!(refused, Err(Refused::WrongStage));
    }
    let comment = || Command::Comment { indicator: "1".to_owned(), text: words("k") };
    table.must(&ani(), comment());
    assert_eq!(table.act(&budi(), comment()), Err(Refused::NotYours));
    table.must(&rina(), Command::Conclude);
    for (who, command) in [
        (rina(), Command::Conclude),
        (rina(), comment()),
        (rina(), Command::Sample { seed: "0".to_owned(), count: 3 }),
        (agus(), Command::OpenReview),
        (agus(), Command::NameAssessor(tono().officer)),
    ] {
        assert_eq!(table.act(&who, command), Err(Refused::WrongStage));
    }
    let publish =
        Command::Publish { instrument: "spbe-2020".to_owned(), year: 2025, index: "2,59".to_owned(), text: words("s") };
    assert!(table.act(&agus(), publish).is_ok(), "the ministry publishes months later");
}

#[test]
fn levels_without_evidence_are_named() {
    let mut table = Table::new("spbe-2020");
    table.must(&agus(), Command::Assign(vec![("7".to_owned(), Some("dinas-a".to_owned()))]));
    table.fill(&ani(), "7", "3").unwrap();
    for level in [1, 3] {
        table.prove(&ani(), "7", level).unwrap();
    }
    assert_eq!(unproved(&table.instrument, "7", table.item("7")), [2]);
    let number = Number::parse("I7-L3-01").unwrap();
    table.must(&ani(), Command::Withdraw { indicator: "7".to_owned(), number, reason: words("mati") });
    assert_eq!(unproved(&table.instrument, "7", table.item("7")), [2, 3], "what was withdrawn proves nothing");
}

#[test]
fn there_is_an_end_to_evidence() {
    let mut table = Table::new("spbe-2020");
    table.must(&agus(), Command::Assign(vec![("7".to_owned(), Some("dinas-a".to_owned()))]));
    for _ in 0..MOST {
        table.prove(&ani(), "7", 2).unwrap();
    }
    assert_eq!(table.prove(&ani(), "7", 3), Err(Refused::TooMuch));
}

#[test]
fn no_event_holds_words() {
    let mut table = Table::submitted();
    let sample = table.act(&rina(), Command::Sample { seed: "5f1e".to_owned(), count: 5 }).unwrap();
    let by = kernel::Actor::Operator;
    let written: Vec<_> = sample.iter().map(|fact| fact.event(&by, now()).unwrap()).collect();
    assert_eq!(written[1].name, "assessment.sampled");
    assert_eq!(written[1].data["indicators"].as_array().unwrap().len(), 5);
    let filled = Happened::Filled { indicator: "1".to_owned(), claim: Claim::parse("3"), text: Some(words("t-1")) };
    let event = filled.event(&by, now()).unwrap();
    assert_eq!(
        event.data,
        serde_json::json!({ "indicator": "1", "claim": "3", "text": { "id": "t-1", "hash": "00" } })
    );
    assert_eq!(Happened::read(&event), Some(filled));
}

/// What is tried: by whom, on which indicator, with which level.
fn tried() -> impl Strategy<Value = Vec<(usize, usize, usize, u32)>> {
    prop::collection::vec((0_usize..9, 0_usize..5, 0_usize..3, 0_u32..7), 1..120)
}

fn wish(table: &Table, kind: usize, indicator: &str, level: u32) -> Command {
    let item = table.item(indicator);
    let of = indicator.to_owned();
    match kind {
        0 => Command::Fill { indicator: of, seen: item.filled_at, claim: Claim::parse(&level.to_string()), text: None },
        1 | 2 => Command::Add { indicator: of, level: Some(level), proof: Proof::Link, words: words("b") },
        3 => {
            let number = item.evidence.get(level as usize).map(|one| one.number.clone());
            let number = number.unwrap_or(Number { indicator: of.clone(), level: Some(1), count: 1 });
            Command::Withdraw { indicator: of, number, reason: words("r") }
        }
        4 => Command::Send { indicator: of, seen: item.touched_at },
        5 => Command::Accept { indicator: of, seen: item.touched_at },
        6 => Command::Return { indicator: of, seen: item.touched_at, reason: words("r") },
        7 if level == 6 => Command::OpenReview,
        7 if level == 5 => Command::Submit { reason: Some(words("r")) },
        _ => Command::Judge { indicator: of, seen: item.judged_at, claim: Claim::parse("2"), text: Some(words("r")) },
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_number_of_evidence_is_given_once_and_never_changes(tried in tried()) {
        let mut table = Table::new("spbe-2020");
        let given = ["1", "2"].map(|id| (id.to_owned(), Some("dinas-a".to_owned()))).into_iter();
        table.must(&agus(), Command::Assign(given.chain([("3".to_owned(), Some("dinas-b".to_owned()))]).collect()));
        table.must(&agus(), Command::NameAssessor(rina().officer));
        let people = [ani(), budi(), agus(), rina(), tono()];
        let mut known: BTreeMap<String, Evidence> = BTreeMap::new();
        for (kind, who, indicator, level) in tried {
            let indicator = ["1", "2", "3"][indicator];
            let (before, wish) = (table.one.clone(), wish(&table, kind, indicator, level));
            if table.act(&people[who], wish).is_err() {
                prop_assert_eq!(&table.one, &before, "a refusal changes nothing");
            }
            prop_assert!(table.one.version >= before.version && table.one.stage >= before.stage);
            let mut numbers = BTreeSet::new();
            for one in table.one.items.values().flat_map(|item| &item.evidence) {
                prop_assert!(numbers.insert(one.number.clone()), "twice: {}", one.number);
                if let Some(earlier) = known.insert(one.number.to_string(), one.clone()) {
                    prop_assert_eq!((&earlier.proof, &earlier.words), (&one.proof, &one.words));
                    prop_assert!(earlier.withdrawn.is_none() || one.withdrawn.is_some(), "it does not come back");
                }
            }
            prop_assert!(known.len() == numbers.len(), "evidence vanished");
        }
    }

    #[test]
    fn what_happened_makes_the_same_state_again(tried in tried()) {
        let mut table = Table::new("spbe-2020");
        table.must(&agus(), Command::Assign(vec![("1".to_owned(), Some("dinas-a".to_owned()))]));
        let mut again = table.one.clone();
        let people = [ani(), budi(), agus(), rina(), tono()];
        for (kind, who, _, level) in tried {
            let wish = wish(&table, kind, "1", level);
            for fact in table.act(&people[who], wish).unwrap_or_default() {
                let event = fact.event(&kernel::Actor::Operator, now()).unwrap();
                let read = Happened::read(&event).unwrap();
                again.apply(&read, By { officer: &people[who].officer, at: now() });
            }
        }
        prop_assert_eq!(table.one, again);
    }
}
