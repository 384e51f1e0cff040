//! `gapura layanan gambar FILE`: the flow as SVG.

use super::{examined, read};
use crate::cli::Berkas;
use crate::report::{Failure, Outcome, Report};
use definition::diagnostic::render_all;
use kernel::Lang;
use serde_json::json;
use std::path::Path;

/// Draws one definition, into a file or to the standard output.
pub fn draw(files: &Berkas, to: Option<&Path>, lang: Lang) -> Outcome {
    let (sources, around) = read(files)?;
    let [source] = sources.as_slice() else {
        return Err(Failure(format!("{}: beri satu berkas, bukan folder", files.path.display())));
    };
    let checked = examined(source, &around);
    let Some(definition) = checked.definition else {
        let lines = vec![render_all(&checked.findings, &source.name, &source.text, lang)];
        return Ok(Report { lines, refused: true, ..Report::default() });
    };
    let svg = definition::diagram(&definition, &around.units, lang);
    let Some(path) = to else {
        return Ok(Report { lines: vec![svg.clone()], ..Report::default() }.with(json!({ "svg": svg })));
    };
    std::fs::write(path, &svg).map_err(|error| Failure(format!("{}: {error}", path.display())))?;
    let line = match lang {
        Lang::Id => format!("{} digambar ke {}", definition.name, path.display()),
        Lang::En => format!("{} drawn to {}", definition.name, path.display()),
    };
    Ok(Report::done(line).with(json!({ "ok": true, "file": path.display().to_string() })))
}
