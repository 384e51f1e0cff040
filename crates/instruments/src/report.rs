//! A result in words for a terminal and as an object for machines. Both say that it is a simulation.

mod json;
mod words;

pub use json::as_json;
pub use words::as_lines;

use crate::model::index::{Simulation, simulate};
use crate::model::published::{Comparison, Published, compare};
use crate::model::raise::{Raise, next_band, raises, together};
use crate::model::{Instrument, Part};
use crate::values::Values;
use definition::Number;

/// How many raises are told.
const RAISES: usize = 3;

/// Everything that is told about levels judged with an instrument.
#[derive(Clone, Debug)]
pub struct Report<'a> {
    /// With what was judged.
    pub instrument: &'a Instrument,
    /// What was judged.
    pub values: &'a Values,
    /// What comes of it.
    pub simulation: Simulation,
    /// The published figures beside it.
    pub comparisons: Vec<Comparison>,
    /// What would raise the index most; empty where nobody asked.
    pub what_if: Option<WhatIf>,
}

/// What would raise the index most.
#[derive(Clone, Debug)]
pub struct WhatIf {
    /// The first three.
    pub raises: Vec<Raise>,
    /// All three together.
    pub together: Simulation,
    /// The next band and what is missing to it.
    pub next: Option<(String, Number)>,
}

/// Computes what is told; `what_if` asks for the raises too.
pub fn report<'a>(instrument: &'a Instrument, values: &'a Values, what_if: bool) -> Report<'a> {
    let simulation = simulate(instrument, &values.answers);
    let comparisons = compare(&simulation, &values.published);
    let what_if = what_if.then(|| {
        let mut raises = raises(instrument, &values.answers);
        raises.truncate(RAISES);
        let next = simulation.index.and_then(|index| next_band(instrument, index));
        WhatIf {
            together: together(instrument, &values.answers, &raises),
            next: next.map(|(id, missing)| (id.to_owned(), missing)),
            raises,
        }
    });
    Report { instrument, values, simulation, comparisons, what_if }
}

impl Report<'_> {
    /// The name of a band.
    pub(crate) fn band<'b>(&'b self, id: Option<&'b str>) -> Option<&'b str> {
        let id = id?;
        Some(self.instrument.bands.get(id).map_or(id, |band| band.name.as_str()))
    }

    /// The published band where it is another one than ours.
    fn other_band(&self) -> Option<&str> {
        let published: &Published = &self.values.published;
        let theirs = published.band.as_deref()?;
        let ours = self.simulation.band.as_deref();
        let ours_name = self.band(ours);
        (ours != Some(theirs) && ours_name != Some(theirs)).then(|| self.band(Some(theirs)).unwrap_or(theirs))
    }

    /// Weights that are not known make every indicator weigh the same.
    fn equal_weights(&self) -> bool {
        self.instrument.unknown.contains(&Part::Weights)
    }
}

/// A number with exactly so many decimals, rounded half up.
pub fn fixed(number: Number, decimals: u32) -> String {
    let rounded = number.rounded_to(decimals);
    let Some(scaled) = 10_i128.checked_pow(decimals).and_then(|scale| rounded.times(Number::fraction(scale, 1)?))
    else {
        return rounded.to_string();
    };
    let (top, _) = scaled.parts();
    let sign = if top < 0 { "-" } else { "" };
    let unit = 10_u128.pow(decimals);
    let (whole, part) = (top.unsigned_abs() / unit, top.unsigned_abs() % unit);
    if decimals == 0 {
        return format!("{sign}{whole}");
    }
    format!("{sign}{whole}.{part:0width$}", width = decimals as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_with_as_many_decimals_as_asked() {
        let shown = |text: &str, decimals| fixed(text.parse().unwrap(), decimals);
        assert_eq!(shown("2.5", 2), "2.50");
        assert_eq!(shown("-0.005", 2), "0.00");
        assert_eq!(shown("-0.25", 1), "-0.2");
        assert_eq!(shown("1/3", 4), "0.3333");
        assert_eq!(shown("86.995", 0), "87");
    }
}
