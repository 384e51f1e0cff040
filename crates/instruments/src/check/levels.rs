//! E230–E232: what was judged is an indicator of the instrument, and its level is one of the scale.

use crate::model::{Answer, Answers, Instrument, Scale};
use definition::names;
use definition::{Diagnostic, Number, Say};
use std::cmp::Ordering;
use std::ops::Range;

/// Where the answer of an indicator stands: its path, its key, its value.
pub(crate) struct Spot {
    pub path: String,
    pub key: Option<Range<usize>>,
    pub value: Option<Range<usize>>,
}

/// Everything wrong with these answers.
pub(crate) fn levels(instrument: &Instrument, answers: &Answers, spot: &dyn Fn(&str) -> Spot) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (id, answer) in answers {
        let spot = spot(id);
        let Some(indicator) = instrument.indicators.get(id) else {
            found.push(unknown(instrument, id, &spot));
            continue;
        };
        let Some(scale) = instrument.scales.get(&indicator.scale) else { continue };
        let problem = match answer {
            Answer::Level(level) => outside(scale, *level).map(|say| ("E231", say)),
            Answer::Met(_) if !scale.cumulative => Some(("E232", not_cumulative())),
            Answer::Met(met) => {
                let wrong = met.iter().find_map(|level| outside(scale, Number::whole(i64::from(*level))));
                wrong.map(|say| ("E231", say))
            }
            Answer::Unknown | Answer::NotApplicable => None,
        };
        if let Some((code, say)) = problem {
            found.push(Diagnostic::new(code, &spot.path, say).at(spot.value));
        }
    }
    found
}

fn unknown(instrument: &Instrument, id: &str, spot: &Spot) -> Diagnostic {
    let name = &instrument.id;
    let say = Say::new(format!("`{name}` tidak punya indikator `{id}`"), format!("`{name}` has no indicator `{id}`"));
    // A number is like no other number.
    let is_number = id.bytes().all(|byte| byte.is_ascii_digit());
    let near = names::nearest(id, instrument.indicators.keys().map(String::as_str)).filter(|_| !is_number);
    Diagnostic::new("E230", &spot.path, say).at(spot.key.clone()).near(near)
}

fn outside(scale: &Scale, level: Number) -> Option<Say> {
    let (low, high) = (scale.low, scale.high);
    let within = level.compare(low) != Some(Ordering::Less) && level.compare(high) != Some(Ordering::Greater);
    if !within {
        return Some(Say::new(
            format!("{level} di luar skala {low} sampai {high}"),
            format!("{level} is outside the scale from {low} to {high}"),
        ));
    }
    let whole = scale.fractions || level.parts().1 == 1;
    (!whole).then(|| {
        Say::new(
            format!("{level}: skala ini hanya mengenal tingkat bulat"),
            format!("{level}: this scale has whole levels only"),
        )
    })
}

fn not_cumulative() -> Say {
    Say::new(
        "daftar tingkat hanya untuk skala `bertingkat`; tulis satu tingkat",
        "a list of levels is for scales that are `bertingkat`; write one level",
    )
}
