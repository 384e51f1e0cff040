//! Levels as people choose and read them.

use crate::assessment::claim::{Claim, NOT_APPLICABLE};
use crate::model::index::counted;
use crate::model::{Instrument, Scale};
use crate::pages::decimal;
use crate::pages::simulation::choices;
use definition::Number;
use web::{Submission, View};

/// How the level of an indicator is asked for.
pub(super) struct Asked {
    /// One to choose; empty where a number is typed.
    pub choices: Vec<(String, String)>,
    /// Several are ticked: those that are met.
    pub many: bool,
    /// What is chosen, or typed.
    pub chosen: Vec<String>,
    /// What may be typed.
    pub hint: String,
    /// What is wrong with it.
    pub error: String,
}

impl Asked {
    /// The question with this answer.
    pub fn new(v: &View, scale: &Scale, claim: Option<&Claim>) -> Self {
        let many = scale.cumulative && !scale.fractions;
        let mut choices = choices(v, scale);
        if many {
            // Nothing ticked says that nobody knows.
            choices.retain(|(value, _)| !value.is_empty());
        }
        let chosen = match claim {
            None => Vec::new(),
            Some(Claim::NotApplicable) => vec![NOT_APPLICABLE.to_owned()],
            Some(Claim::Level(level)) => vec![level_text(v, *level)],
            Some(Claim::Met(levels)) => levels.iter().map(u32::to_string).collect(),
        };
        let range = choices
            .is_empty()
            .then(|| v.t2("indeks-rentang", "dari", scale.low.to_string(), "sampai", scale.high.to_string()));
        Self { choices, many, chosen, hint: range.unwrap_or_default(), error: String::new() }
    }

    /// What stands in the field of a typed number, or the chosen level.
    pub fn value(&self) -> &str {
        self.chosen.first().map_or("", String::as_str)
    }

    /// Whether this choice is the chosen one, or one of them.
    pub fn has(&self, value: &str) -> bool {
        self.chosen.iter().any(|chosen| chosen == value) || (self.chosen.is_empty() && value.is_empty())
    }
}

fn level_text(v: &View, level: Number) -> String {
    if level.parts().1 == 1 { level.to_string() } else { decimal(v, &level.to_string()) }
}

/// What a form says; the error holds what was typed and is no level.
pub(super) fn read(sent: &Submission, scale: &Scale) -> Result<Option<Claim>, ()> {
    let typed: Vec<&str> = sent.all("tingkat").map(str::trim).filter(|text| !text.is_empty()).collect();
    if typed.contains(&NOT_APPLICABLE) {
        return Ok(Some(Claim::NotApplicable));
    }
    if typed.is_empty() {
        return Ok(None);
    }
    if scale.cumulative && !scale.fractions {
        let levels = typed.iter().map(|text| text.parse().ok()).collect::<Option<Vec<u32>>>();
        return levels.map(|levels| Some(Claim::met(levels))).ok_or(());
    }
    typed.first().and_then(|text| Claim::parse(text)).map(Some).ok_or(())
}

/// A level in words: `3 · Terdefinisi`, with what was met where that is a list.
pub(super) fn words(v: &View, scale: Option<&Scale>, claim: Option<&Claim>) -> String {
    let (Some(scale), Some(claim)) = (scale, claim) else {
        return v.t("penilaian-belum-diisi").to_owned();
    };
    let named = |level: Number| {
        let text = decimal(v, &level.to_string());
        scale.name_of(level).map_or_else(|| text.clone(), |name| format!("{text} · {name}"))
    };
    match claim {
        Claim::NotApplicable => v.t("indeks-tidak-berlaku").to_owned(),
        Claim::Level(level) => named(*level),
        Claim::Met(levels) => {
            let list: Vec<String> = levels.iter().map(u32::to_string).collect();
            let counts = counted(scale, &claim.answer()).map_or_else(|| "–".to_owned(), named);
            v.t2("penilaian-terpenuhi", "tingkat", counts, "daftar", list.join(", "))
        }
    }
}

/// The scale of an indicator.
pub(super) fn scale_of<'a>(instrument: &'a Instrument, indicator: &str) -> Option<&'a Scale> {
    instrument.scales.get(&instrument.indicators.get(indicator)?.scale)
}

/// An exact index with the decimals of its instrument, as the reader writes it.
pub(super) fn index(v: &View, instrument: &Instrument, index: Option<Number>) -> String {
    let fixed = index.map(|index| crate::report::fixed(index, instrument.result.decimals));
    fixed.map_or_else(|| "–".to_owned(), |index| decimal(v, &index))
}
