//! Indicators: the library, its checker, what comes of events, what people enter.

mod baselines;
mod broken;
mod explanations;
mod properties;
mod shipped;
mod site;
mod story;
mod tables;

use definition::Diagnostic;

/// The file that tests break and explain.
pub const EXAMPLE: &str = include_str!("../data/indikator.toml");

/// What the checker finds in one file alone.
pub fn found(text: &str) -> Vec<Diagnostic> {
    let (_, checked) = programme::indicator::check(&[("contoh.toml".to_owned(), text.to_owned())]);
    checked.into_iter().flat_map(|one| one.findings).collect()
}

/// Code and place of each finding, as `E002 6:1`.
pub fn places(found: &[Diagnostic], text: &str) -> Vec<String> {
    let place = |one: &Diagnostic| {
        one.position(text).map_or_else(|| "-".to_owned(), |(line, column)| format!("{line}:{column}"))
    };
    found.iter().map(|one| format!("{} {}", one.code, place(one))).collect()
}
