//! What would raise the index most: each indicator one level up, tried by computing again.

use super::index::{Simulation, counted, simulate, whole_levels};
use super::{Answer, Answers, Instrument, Scale};
use definition::Number;
use std::cmp::Ordering;

/// One indicator raised to its next level.
#[derive(Clone, Debug, PartialEq)]
pub struct Raise {
    /// Its id.
    pub indicator: String,
    /// The level that counts now.
    pub from: Number,
    /// The level that would count. More than one above where levels already met begin to count.
    pub to: Number,
    /// By how much the index would rise.
    pub gain: Number,
}

/// Every known indicator that can rise, the one that raises the index most first; of equals the lowest level, then the
/// first of the file. An unknown indicator has no next level and is left out.
pub fn raises(instrument: &Instrument, answers: &Answers) -> Vec<Raise> {
    let Some(now) = simulate(instrument, answers).index else {
        return Vec::new();
    };
    let mut found: Vec<Raise> = instrument
        .indicators
        .iter()
        .filter_map(|(id, indicator)| {
            let scale = instrument.scales.get(&indicator.scale)?;
            let answer = answers.get(id)?;
            let (from, higher) = (counted(scale, answer)?, higher(scale, answer)?);
            let to = counted(scale, &higher)?;
            let then = simulate(instrument, &with(answers, id, higher)).index?;
            Some(Raise { indicator: id.clone(), from, to, gain: then.minus(now)? })
        })
        .collect();
    let order = |left: Number, right: Number| left.compare(right).unwrap_or(Ordering::Equal);
    found.sort_by(|left, right| order(right.gain, left.gain).then(order(left.from, right.from)));
    found
}

/// What comes of all these raises together.
pub fn together(instrument: &Instrument, answers: &Answers, raises: &[Raise]) -> Simulation {
    let mut then = answers.clone();
    for raise in raises {
        then.insert(raise.indicator.clone(), Answer::Level(raise.to));
    }
    simulate(instrument, &then)
}

/// The next band above the index, and what is missing to its lower end.
pub fn next_band(instrument: &Instrument, index: Number) -> Option<(&str, Number)> {
    let above = instrument.bands.iter().filter(|(_, band)| band.from.compare(index) == Some(Ordering::Greater));
    let next = above.min_by(|(_, left), (_, right)| left.from.compare(right.from).unwrap_or(Ordering::Equal));
    let (id, band) = next?;
    Some((id.as_str(), band.from.minus(index)?))
}

fn with(answers: &Answers, id: &str, answer: Answer) -> Answers {
    let mut then = answers.clone();
    then.insert(id.to_owned(), answer);
    then
}

/// The answer with one more level; `None` at the top of the scale.
fn higher(scale: &Scale, answer: &Answer) -> Option<Answer> {
    match answer {
        Answer::Level(level) => {
            let next = level.plus(Number::whole(1))?;
            let next = if next.compare(scale.high)? == Ordering::Greater { scale.high } else { next };
            (next.compare(*level)? == Ordering::Greater).then_some(Answer::Level(next))
        }
        Answer::Met(met) => {
            let mut met = met.clone();
            // Meeting the lowest level changes nothing where the lowest end counts anyway: go on until something does.
            let before = counted(scale, answer)?;
            for level in whole_levels(scale) {
                if met.contains(&level) {
                    continue;
                }
                met.push(level);
                let raised = Answer::Met(met.clone());
                if counted(scale, &raised)?.compare(before)? == Ordering::Greater {
                    return Some(raised);
                }
            }
            None
        }
        Answer::Unknown | Answer::NotApplicable => None,
    }
}
