//! The thirty agencies of a year, and what each of them promises: offices of the regency, its hospital and water company,
//! and three districts. Eighteen sub-dimensions, a quick win in every pillar.

use std::sync::LazyLock;

/// An agency and its promise.
pub struct Agency {
    /// Its unit, as `wilayah/baku/unit.toml` or the gazetteer knows it.
    pub unit: &'static str,
    /// Sub-dimension of the promise.
    pub sub: &'static str,
    /// Name of the promise.
    pub promise: &'static str,
    /// What is measured, in what, and whether it is to rise (`naik`) or to fall (`turun`).
    pub measure: [&'static str; 3],
    /// The figure before.
    pub before: &'static str,
    /// The targets of 2027 and 2028.
    pub targets: [&'static str; 2],
    /// What it reports for 2027; empty: it stays silent.
    pub reached: &'static str,
    /// What residents notice within the first year; empty: no quick win.
    pub quick: &'static str,
}

impl Agency {
    /// The name under which its liaison signs in.
    pub fn liaison(&self) -> String {
        format!("penghubung.{}", self.unit)
    }

    /// The name under which its head signs in.
    pub fn head(&self) -> String {
        format!("kepala.{}", self.unit)
    }
}

/// All of them, in the order of the file.
pub static AGENCIES: LazyLock<Vec<Agency>> =
    LazyLock::new(|| include_str!("data/lembaga.csv").lines().skip(1).filter_map(agency).collect());

fn agency(line: &'static str) -> Option<Agency> {
    let cells: Vec<&'static str> = line.split(';').collect();
    let [unit, sub, promise, measure, measured_in, way, before, first, second, reached, quick] = cells[..] else {
        return None;
    };
    let (measure, targets) = ([measure, measured_in, way], [first, second]);
    Some(Agency { unit, sub, promise, measure, before, targets, reached, quick })
}

/// The agency of a unit.
pub fn of(unit: &str) -> anyhow::Result<&'static Agency> {
    anyhow::Context::context(AGENCIES.iter().find(|agency| agency.unit == unit), unit.to_owned())
}

/// A table as spreadsheets write it: cells between quotation marks.
pub fn sheet(rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let cell = |text: String| format!("\"{}\"", text.replace('"', "\"\""));
    let row = |cells: Vec<String>| cells.into_iter().map(cell).collect::<Vec<_>>().join(",") + "\r\n";
    rows.into_iter().map(row).collect()
}
