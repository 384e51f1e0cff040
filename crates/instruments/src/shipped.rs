//! The instruments that come with the program: the files of `instrumen/`.

use crate::model::Instrument;

macro_rules! carried {
    ($($name:literal,)*) => { &[$((concat!($name, ".toml"), include_str!(concat!("../../../instrumen/", $name, ".toml")))),*] };
}

/// Every shipped instrument: the name of its file and its text.
pub const TEXTS: &[(&str, &str)] = carried![
    "gerakan-evaluasi-a",
    "gerakan-evaluasi-b",
    "gerakan-kesiapan",
    "gerakan-seleksi",
    "pemdi-2026",
    "skm-2017",
    "spbe-2018",
    "spbe-2020",
];

/// Every shipped instrument that reads; a test proves that all do.
pub fn all() -> Vec<Instrument> {
    TEXTS.iter().filter_map(|(_, text)| crate::load(text).ok()).collect()
}

/// The text of a shipped instrument by its id.
pub fn text(id: &str) -> Option<&'static str> {
    TEXTS.iter().find(|(name, _)| name.strip_suffix(".toml") == Some(id)).map(|(_, text)| *text)
}
