//! `definisi`: what `gapura layanan cek` costs for one definition and for a hundred.

use crate::photo::own_cpu;
use crate::report::{self, round};
use anyhow::{Context, Result, ensure};
use definition::{Lists, Region, Units};
use serde_json::json;
use std::path::Path;

const TIMES: usize = 20;
/// One check is shorter than the step of the clock: so many are measured at once and divided.
const EACH: usize = 50;
const MANY: usize = 100;

/// Checks the shipped services, one after the other, on one thread.
pub fn run() -> Result<()> {
    let units = Units::parse(&std::fs::read_to_string("wilayah/baku/unit.toml")?);
    let units = units.map_err(|faults| anyhow::anyhow!("unit.toml: {} faults", faults.len()))?;
    let mut lists = Lists::new();
    for list in ["alasan-tolak", "alasan-tolak-permohonan"] {
        lists.add(list, &std::fs::read_to_string(format!("wilayah/baku/daftar/{list}.csv"))?)?;
    }
    let region = Region { units: &units, lists: &lists };
    let mut texts = Vec::new();
    for kind in ["pengaduan", "surat", "perizinan", "informasi", "integrasi"] {
        texts.extend(definitions(&Path::new("layanan").join(kind))?);
    }
    let longest = texts.iter().max_by_key(|text| text.len()).context("no definition")?;
    let mut times = Vec::new();
    for _ in 0..TIMES {
        times.push(timed(&region, std::iter::repeat_n(longest, EACH))? / EACH as f64);
    }
    times.sort_by(f64::total_cmp);
    let many = timed(&region, texts.iter().cycle().take(MANY))?;
    report::print(
        "definisi",
        json!({
            "cpu_ms_one": times.get(TIMES / 2).copied().map(round),
            "cpu_ms_hundred": round(many),
            "bytes": longest.len(),
            "target_cpu_ms_one": 5.0,
            "target_cpu_ms_hundred": 300.0,
        }),
    );
    Ok(())
}

fn definitions(folder: &Path) -> Result<Vec<String>> {
    let mut texts = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            texts.push(std::fs::read_to_string(path)?);
        }
    }
    ensure!(!texts.is_empty(), "{}: no definition", folder.display());
    Ok(texts)
}

/// Milliseconds of processor time for these checks; all have to be clean.
fn timed<'a>(region: &Region, texts: impl Iterator<Item = &'a String>) -> Result<f64> {
    let before = own_cpu()?;
    for text in texts {
        let checked = definition::check(text, region);
        ensure!(!checked.has_errors(), "{} does not check clean", text.lines().nth(2).unwrap_or_default());
    }
    Ok((own_cpu()? - before) * 1000.0)
}
