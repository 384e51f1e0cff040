//! `gapura pertukaran cek|beda|jelaskan`: descriptions of services between agencies.

use super::checker;
use crate::cli::Pertukaran;
use crate::files;
use crate::report::{Outcome, Report};
use exchange::model::{compare, explain, lint};
use kernel::Lang;
use serde_json::{Value, json};
use std::path::Path;

/// Runs what was typed.
pub fn run(wish: Pertukaran, lang: Lang) -> Outcome {
    match wish {
        Pertukaran::Cek { berkas } => {
            let mut findings = checker::Findings::default();
            for path in berkas {
                let source = files::text(path)?;
                findings.take(&source, &lint::check(&source.text).1, lang);
            }
            Ok(findings.report(lang))
        }
        Pertukaran::Beda { lama, baru } => difference(&lama, &baru, lang),
        Pertukaran::Jelaskan { kode } => checker::explained(explain::all(), "pertukaran", kode.as_deref(), lang),
    }
}

/// `beda`: every difference, refused where one breaks callers.
fn difference(old: &Path, new: &Path, lang: Lang) -> Outcome {
    let mut read = Vec::new();
    for path in [old, new] {
        let source = files::text(path.to_owned())?;
        match lint::check(&source.text) {
            (Some(document), _) => read.push(document.value),
            (None, found) => {
                let mut findings = checker::Findings::default();
                findings.take(&source, &found, lang);
                return Ok(findings.report(lang));
            }
        }
    }
    let [old, new] = read.as_slice() else { return Err(anyhow::anyhow!("dua berkas diperlukan").into()) };
    let all = compare::compare(old, new);
    let (breaks, compatible) = match lang {
        Lang::Id => ("memutus", "selaras"),
        Lang::En => ("breaks", "compatible"),
    };
    let line = |one: &compare::Difference| {
        let word = if one.breaks { breaks } else { compatible };
        format!("{word}: {} ({})", one.say.lang(lang), one.pointer)
    };
    let object = |one: &compare::Difference| -> Value {
        json!({ "breaks": one.breaks, "pointer": one.pointer, "id": one.say.id, "en": one.say.en })
    };
    let mut lines: Vec<String> = all.iter().map(line).collect();
    let count = all.iter().filter(|one| one.breaks).count();
    lines.push(match lang {
        Lang::Id => format!("{} perubahan, {count} memutus pemanggil", all.len()),
        Lang::En => format!("{} changes, {count} break callers", all.len()),
    });
    let json = json!({ "breaking": count, "differences": all.iter().map(object).collect::<Vec<_>>() });
    Ok(Report { lines, json, refused: compare::breaks(&all) })
}
