//! What an instrument is: domains, aspects and indicators with their weights, scales of levels and bands. How an index
//! comes of it stands in [`index`], what would raise it in [`raise`], and how it agrees with a published one in
//! [`published`].

pub mod index;
pub mod published;
pub mod raise;

use definition::Number;
use indexmap::IndexMap;
use published::{Published, Rounding};

/// An assessment instrument in one version.
#[derive(Clone, Debug, PartialEq)]
pub struct Instrument {
    /// `[instrumen] id`, for example `spbe-2020`.
    pub id: String,
    /// `nama`: what the index is called.
    pub name: String,
    /// `versi`: counts from 1.
    pub version: u32,
    /// `dasar`: the regulation or guide.
    pub basis: Option<String>,
    /// `berlaku`: the years that are assessed with it, where they are known.
    pub valid: Option<Years>,
    /// `catatan`: what everybody who reads a result should know.
    pub notes: Vec<String>,
    /// `tidak_diketahui`: parts that no source told; what stands for them here is ours.
    pub unknown: Vec<Part>,
    /// `[[sumber]]`: where the parts come from.
    pub sources: Vec<Source>,
    /// `[hasil]`: how the index is written and judged.
    pub result: ResultRule,
    /// `[skala]`, by id.
    pub scales: IndexMap<String, Scale>,
    /// `[predikat]`, from the lowest to the highest; empty where they are not known.
    pub bands: IndexMap<String, Band>,
    /// `[domain]`; empty where the instrument has none.
    pub domains: IndexMap<String, Group>,
    /// `[aspek]`; empty where the instrument has none.
    pub aspects: IndexMap<String, Group>,
    /// `[indikator]`, in the order of the file.
    pub indicators: IndexMap<String, Indicator>,
    /// `[[contoh]]`: published results that the instrument has to reproduce.
    pub examples: Vec<Example>,
    /// SHA-256 of the text; tells versions apart.
    pub hash: String,
}

/// Whole years, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Years {
    /// `dari`.
    pub from: u32,
    /// `sampai`; absent: still valid.
    pub until: Option<u32>,
}

/// A part of an instrument that has a source or is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// `nama`: names of domains, aspects and indicators.
    Names,
    /// `berlaku`: the years.
    Years,
    /// `bobot`.
    Weights,
    /// `skala`.
    Scales,
    /// `predikat`.
    Bands,
    /// `rumus`: how levels become an index.
    Formula,
}

impl Part {
    /// All of them with the words that stand in files.
    pub const WORDS: [(&'static str, Self); 6] = [
        ("nama", Self::Names),
        ("berlaku", Self::Years),
        ("bobot", Self::Weights),
        ("skala", Self::Scales),
        ("predikat", Self::Bands),
        ("rumus", Self::Formula),
    ];

    /// The word in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Names => "nama",
            Self::Years => "berlaku",
            Self::Weights => "bobot",
            Self::Scales => "skala",
            Self::Bands => "predikat",
            Self::Formula => "rumus",
        }
    }
}

/// Where parts come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// `untuk`: which parts.
    pub parts: Vec<Part>,
    /// `teks`: a regulation, a page, a document; how sure it is.
    pub text: String,
}

impl Years {
    /// Whether a year is one of them.
    pub fn hold(self, year: u32) -> bool {
        year >= self.from && self.until.is_none_or(|until| year <= until)
    }
}

/// How the index is written and judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResultRule {
    /// `jumlah`: what all weights should add up to; absent: nobody says.
    pub total: Option<Number>,
    /// `kali`: the mean of the levels times this is the index; 25 makes 1..4 into 25..100.
    pub factor: Number,
    /// `desimal`: how many are shown.
    pub decimals: u32,
    /// `predikat_dari = "bulat"`: the band is looked up after rounding to these decimals, else before.
    pub band_of_rounded: bool,
}

/// A scale of levels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scale {
    /// `rentang`, the lowest level.
    pub low: Number,
    /// `rentang`, the highest level.
    pub high: Number,
    /// `pecahan`: levels may be fractions, such as means of answers.
    pub fractions: bool,
    /// `bertingkat`: a level counts only if all lower ones are met.
    pub cumulative: bool,
    /// `tingkat`: names of whole levels from the lowest; empty where they have none.
    pub names: Vec<String>,
}

impl Scale {
    /// The name of a whole level.
    pub fn name_of(&self, level: Number) -> Option<&str> {
        let (place, 1) = level.minus(self.low)?.parts() else {
            return None;
        };
        self.names.get(usize::try_from(place).ok()?).map(String::as_str)
    }
}

/// A band of the index and its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    /// `nama`.
    pub name: String,
    /// `batas`, lower end, included.
    pub from: Number,
    /// `batas`, upper end.
    pub to: Number,
    /// `batas = "a..b"` includes its upper end, `"a..<b"` does not.
    pub closed: bool,
}

impl Band {
    /// Whether a value lies in the band.
    pub fn holds(&self, value: Number) -> bool {
        use std::cmp::Ordering::{Equal, Less};
        let above = self.from.compare(value).is_some_and(|order| order != std::cmp::Ordering::Greater);
        let below = match value.compare(self.to) {
            Some(Less) => true,
            Some(Equal) => self.closed,
            _ => false,
        };
        above && below
    }
}

/// A domain or an aspect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// `nama`.
    pub name: String,
    /// `bobot` as published. It is held against the weights below it, and never divides anything.
    pub weight: Option<Number>,
    /// `domain` of an aspect.
    pub parent: Option<String>,
}

/// One indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indicator {
    /// `nama`.
    pub name: String,
    /// `aspek`.
    pub aspect: Option<String>,
    /// `bobot`; absent in all indicators: they weigh the same.
    pub weight: Option<Number>,
    /// `skala`; may be left out where the instrument has one.
    pub scale: String,
    /// `luar`: an index of somebody else that gives the level.
    pub outside: Option<String>,
}

/// A published result that has to come out again.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// `nama`.
    pub name: String,
    /// `sumber`.
    pub source: String,
    /// `nilai`: what was judged.
    pub answers: Answers,
    /// `harap`: what was published.
    pub published: Published,
    /// `pembulatan`: how the source got its decimals.
    pub rounding: Rounding,
}

/// What is known of one indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The level that was given.
    Level(Number),
    /// The levels whose criteria are met, on a cumulative scale.
    Met(Vec<u32>),
    /// Nobody knows yet.
    Unknown,
    /// The indicator has no meaning here; its weight is left out.
    NotApplicable,
}

/// What is known, by indicator; an indicator that is missing is unknown.
pub type Answers = IndexMap<String, Answer>;

impl Instrument {
    /// The weight of an indicator; 1 where the instrument gives none.
    pub fn weight(&self, indicator: &Indicator) -> Number {
        indicator.weight.unwrap_or(Number::whole(1))
    }

    /// The domain to which an indicator belongs through its aspect.
    pub fn domain_of(&self, indicator: &Indicator) -> Option<&str> {
        self.aspects.get(indicator.aspect.as_ref()?)?.parent.as_deref()
    }

    /// The id and the band that a value of the index falls into.
    pub fn band(&self, index: Number) -> Option<(&str, &Band)> {
        let judged = if self.result.band_of_rounded { index.rounded_to(self.result.decimals) } else { index };
        self.bands.iter().find(|(_, band)| band.holds(judged)).map(|(id, band)| (id.as_str(), band))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        text.parse().unwrap()
    }

    #[test]
    fn a_half_open_band_ends_before_its_upper_end_and_a_closed_one_with_it() {
        let mut band = Band { name: "Baik".into(), from: number("2.6"), to: number("3.5"), closed: false };
        assert!(band.holds(number("2.6")) && band.holds(number("3.4999")));
        assert!(!band.holds(number("3.5")) && !band.holds(number("2.5999")));
        band.closed = true;
        assert!(band.holds(number("3.5")) && !band.holds(number("3.5001")));
    }

    #[test]
    fn only_whole_levels_have_names() {
        let names = vec!["Rintisan".to_owned(), "Terkelola".to_owned()];
        let scale = Scale { low: Number::whole(1), high: Number::whole(2), fractions: true, cumulative: false, names };
        assert_eq!(scale.name_of(number("2")), Some("Terkelola"));
        assert_eq!(scale.name_of(number("1.5")), None);
        assert_eq!(scale.name_of(number("0")), None);
    }
}
