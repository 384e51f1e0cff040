//! From a wish to facts or a refusal. Pure: who, the moment and chance are in what is handed in.

use super::claim::Claim;
use super::evidence::{MOST, Number, Proof, next};
use super::happened::Happened;
use super::model::{Assessment, Item, Review, Stage};
use super::rights::{Coordinate, fills, is_assessor};
use super::sample::draw;
use crate::check::{Spot, levels};
use crate::model::published::Figure;
use crate::model::{Answers, Instrument};
use crate::refusal::Refused;
use kernel::{OfficerId, TextRef};
use web::{Permission as _, Session};

/// What somebody wants. Words are sealed before: here stand references.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are those of `Happened`")]
pub enum Command {
    /// Give these indicators to these agencies; what stands so already is no change.
    Assign(Vec<(String, Option<String>)>),
    /// Say a level and why. `seen`: `Item::filled_at` when the form was drawn.
    Fill { indicator: String, seen: i64, claim: Option<Claim>, text: Option<TextRef> },
    /// Add evidence for a level.
    Add { indicator: String, level: Option<u32>, proof: Proof, words: TextRef },
    /// Take evidence back.
    Withdraw { indicator: String, number: Number, reason: TextRef },
    /// Send it to the review. `seen`: `Item::touched_at`.
    Send { indicator: String, seen: i64 },
    /// Take it. `seen`: `Item::touched_at`.
    Accept { indicator: String, seen: i64 },
    /// Give it back. `seen`: `Item::touched_at`.
    Return { indicator: String, seen: i64, reason: TextRef },
    /// End filling in.
    OpenReview,
    /// Submit it; with a reason where not everything was accepted.
    Submit { reason: Option<TextRef> },
    /// Let somebody from outside read and judge it.
    NameAssessor(OfficerId),
    /// And no longer.
    ReleaseAssessor(OfficerId),
    /// Draw indicators by lot.
    Sample { seed: String, count: usize },
    /// Say something about an indicator.
    Comment { indicator: String, text: TextRef },
    /// Set the assessor's level, or take it back. `seen`: `Item::judged_at`.
    Judge { indicator: String, seen: i64, claim: Option<Claim>, text: Option<TextRef> },
    /// End it.
    Conclude,
    /// Note what somebody else published about a year of an instrument.
    Publish { instrument: String, year: u32, index: String, text: TextRef },
}

/// What becomes of a wish.
///
/// # Errors
/// What the rules refuse; nothing is to be changed then.
pub fn decide(
    assessment: &Assessment,
    instrument: &Instrument,
    who: &Session,
    command: Command,
) -> Result<Vec<Happened>, Refused> {
    match command {
        Command::Assign(wishes) => assign(assessment, who, wishes),
        Command::Fill { indicator, seen, claim, text } => {
            let item = fillable(assessment, who, &indicator)?;
            same(item.filled_at, seen)?;
            on_scale(instrument, &indicator, claim.as_ref())?;
            Ok(vec![Happened::Filled { indicator, claim, text }])
        }
        Command::Add { indicator, level, proof, words } => {
            let item = fillable(assessment, who, &indicator)?;
            if item.evidence.len() >= MOST {
                return Err(Refused::TooMuch);
            }
            provable(instrument, &indicator, level)?;
            let number = next(&item.evidence, &indicator, level);
            Ok(vec![Happened::EvidenceAdded { indicator, number, proof, text: words }])
        }
        Command::Withdraw { indicator, number, reason } => {
            let item = fillable(assessment, who, &indicator)?;
            let found = item.evidence.iter().find(|one| one.number == number).ok_or(Refused::NoEvidence)?;
            if found.withdrawn.is_some() {
                return Err(Refused::Withdrawn);
            }
            Ok(vec![Happened::EvidenceWithdrawn { indicator, number, text: reason }])
        }
        Command::Send { indicator, seen } => {
            let item = fillable(assessment, who, &indicator)?;
            same(item.touched_at, seen)?;
            if item.claim.is_none() { Err(Refused::NoClaim) } else { Ok(vec![Happened::Sent { indicator }]) }
        }
        Command::Accept { .. } | Command::Return { .. } => review(assessment, who, command),
        Command::OpenReview | Command::Submit { .. } => advance(assessment, who, command),
        Command::NameAssessor(_) | Command::ReleaseAssessor(_) => assessors(assessment, who, command),
        Command::Publish { instrument, year, index, text } => {
            coordinates(who)?;
            let figure = Figure::parse(&index).ok_or(Refused::Index)?;
            let index = crate::report::fixed(figure.value, figure.decimals);
            Ok(vec![Happened::ResultPublished { instrument, year, index, text }])
        }
        Command::Comment { indicator, text } => comment(assessment, who, indicator, text),
        Command::Sample { .. } | Command::Judge { .. } => judge(assessment, instrument, who, command),
        Command::Conclude => conclude(assessment, who),
    }
}

fn assign(
    assessment: &Assessment,
    who: &Session,
    wishes: Vec<(String, Option<String>)>,
) -> Result<Vec<Happened>, Refused> {
    coordinates(who)?;
    open(assessment)?;
    let mut happened = Vec::new();
    for (indicator, unit) in wishes {
        if item_of(assessment, &indicator)?.unit != unit {
            happened.push(Happened::Assigned { indicator, unit });
        }
    }
    Ok(happened)
}

fn review(assessment: &Assessment, who: &Session, command: Command) -> Result<Vec<Happened>, Refused> {
    coordinates(who)?;
    open(assessment)?;
    match command {
        Command::Accept { indicator, seen } => {
            let item = item_of(assessment, &indicator)?;
            same(item.touched_at, seen)?;
            if item.review != Review::Sent {
                return Err(Refused::NotSent);
            }
            if item.filled_by.as_ref() == Some(&who.officer) {
                return Err(Refused::OwnWork);
            }
            Ok(vec![Happened::Accepted { indicator }])
        }
        Command::Return { indicator, seen, reason } => {
            let item = item_of(assessment, &indicator)?;
            same(item.touched_at, seen)?;
            if !matches!(item.review, Review::Sent | Review::Accepted) {
                return Err(Refused::NotSent);
            }
            Ok(vec![Happened::Returned { indicator, text: reason }])
        }
        _ => Ok(Vec::new()),
    }
}

fn advance(assessment: &Assessment, who: &Session, command: Command) -> Result<Vec<Happened>, Refused> {
    coordinates(who)?;
    match (command, assessment.stage) {
        (Command::OpenReview, Stage::Drafting) => Ok(vec![Happened::ReviewOpened {}]),
        (Command::Submit { reason }, Stage::Reviewing) => match (assessment.open(), reason) {
            (0, _) => Ok(vec![Happened::Submitted { text: None, open: 0 }]),
            (open, None) => Err(Refused::Unfinished(open)),
            (open, text) => Ok(vec![Happened::Submitted { text, open }]),
        },
        _ => Err(Refused::WrongStage),
    }
}

fn assessors(assessment: &Assessment, who: &Session, command: Command) -> Result<Vec<Happened>, Refused> {
    coordinates(who)?;
    if assessment.stage == Stage::Concluded {
        return Err(Refused::WrongStage);
    }
    Ok(match command {
        Command::NameAssessor(officer) if !assessment.assessors.contains(&officer) => {
            vec![Happened::AssessorNamed { officer }]
        }
        Command::ReleaseAssessor(officer) if assessment.assessors.contains(&officer) => {
            vec![Happened::AssessorReleased { officer }]
        }
        _ => Vec::new(),
    })
}

/// Assessors speak, and so do those who are judged, while it is judged.
fn comment(assessment: &Assessment, who: &Session, indicator: String, text: TextRef) -> Result<Vec<Happened>, Refused> {
    let item = item_of(assessment, &indicator)?;
    let judges = is_assessor(who, assessment);
    if !judges && !fills(who, item) && !Coordinate::allows(who) {
        return Err(Refused::NotYours);
    }
    if !assessment.stage.is_judged() {
        return Err(Refused::WrongStage);
    }
    let said = Happened::Commented { indicator, text };
    Ok(if judges { begun(assessment, said) } else { vec![said] })
}

fn judge(
    assessment: &Assessment,
    instrument: &Instrument,
    who: &Session,
    command: Command,
) -> Result<Vec<Happened>, Refused> {
    if !is_assessor(who, assessment) {
        return Err(Refused::NotAssessor);
    }
    if !assessment.stage.is_judged() {
        return Err(Refused::WrongStage);
    }
    match command {
        Command::Sample { seed, count } => {
            if !(1..=assessment.items.len()).contains(&count) {
                return Err(Refused::SampleSize);
            }
            let indicators = draw(assessment.items.keys(), &seed, count);
            Ok(begun(assessment, Happened::Sampled { seed, indicators }))
        }
        Command::Judge { indicator, seen, claim, text } => {
            let item = item_of(assessment, &indicator)?;
            same(item.judged_at, seen)?;
            on_scale(instrument, &indicator, claim.as_ref())?;
            if claim.is_some() && claim != item.claim && text.is_none() {
                return Err(Refused::Words);
            }
            Ok(begun(assessment, Happened::Judged { indicator, claim, text }))
        }
        _ => Ok(Vec::new()),
    }
}

fn conclude(assessment: &Assessment, who: &Session) -> Result<Vec<Happened>, Refused> {
    if !is_assessor(who, assessment) && !Coordinate::allows(who) {
        return Err(Refused::NotAssessor);
    }
    if assessment.stage.is_judged() { Ok(vec![Happened::Concluded {}]) } else { Err(Refused::WrongStage) }
}

/// An assessor's first act begins the judging.
fn begun(assessment: &Assessment, act: Happened) -> Vec<Happened> {
    let first = (assessment.stage == Stage::Submitted).then_some(Happened::JudgingBegan {});
    first.into_iter().chain([act]).collect()
}

fn coordinates(who: &Session) -> Result<(), Refused> {
    if Coordinate::allows(who) { Ok(()) } else { Err(Refused::NotCoordinator) }
}

fn open(assessment: &Assessment) -> Result<(), Refused> {
    if assessment.stage.is_open() { Ok(()) } else { Err(Refused::WrongStage) }
}

fn item_of<'a>(assessment: &'a Assessment, indicator: &str) -> Result<&'a Item, Refused> {
    assessment.items.get(indicator).ok_or(Refused::NoIndicator)
}

/// The indicator, if this officer's agency may change it now.
fn fillable<'a>(assessment: &'a Assessment, who: &Session, indicator: &str) -> Result<&'a Item, Refused> {
    let item = item_of(assessment, indicator)?;
    if !fills(who, item) {
        return Err(Refused::NotYours);
    }
    match (assessment.stage, item.review) {
        (_, Review::Accepted) if assessment.stage.is_open() => Err(Refused::AlreadyAccepted),
        (Stage::Drafting, _) | (Stage::Reviewing, Review::Returned | Review::Sent | Review::Draft) => Ok(item),
        _ => Err(Refused::WrongStage),
    }
}

fn same(now: i64, seen: i64) -> Result<(), Refused> {
    if now == seen { Ok(()) } else { Err(Refused::Overtaken) }
}

fn on_scale(instrument: &Instrument, indicator: &str, claim: Option<&Claim>) -> Result<(), Refused> {
    let Some(claim) = claim else {
        return Ok(());
    };
    let answers = Answers::from_iter([(indicator.to_owned(), claim.answer())]);
    let spot = |id: &str| Spot { path: id.to_owned(), key: None, value: None };
    match levels(instrument, &answers, &spot).into_iter().next() {
        Some(finding) => Err(Refused::Level(Box::new(finding.say))),
        None => Ok(()),
    }
}

/// Levels for which evidence of an indicator can be given; none on a scale of fractions or of too many levels.
pub fn levels_of(instrument: &Instrument, indicator: &str) -> Vec<u32> {
    let scale = instrument.indicators.get(indicator).and_then(|one| instrument.scales.get(&one.scale));
    let levels = scale.filter(|scale| !scale.fractions).map(|scale| crate::model::index::whole_levels(scale).collect());
    levels.filter(|levels: &Vec<u32>| levels.len() <= crate::pages::MOST_CHOICES).unwrap_or_default()
}

fn provable(instrument: &Instrument, indicator: &str, level: Option<u32>) -> Result<(), Refused> {
    let known = levels_of(instrument, indicator);
    let fits = level.map_or(known.is_empty(), |level| known.contains(&level));
    let say = || definition::Say::new("pilih tingkat yang dibuktikan", "choose the level that it proves");
    if fits { Ok(()) } else { Err(Refused::Level(Box::new(say()))) }
}
