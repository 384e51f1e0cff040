//! `gapura layanan cek --awasi`: checks again at each save, until Ctrl-C.

use super::layanan;
use crate::cli::Berkas;
use crate::files;
use crate::report::{Failure, Outcome, Report};
use kernel::Lang;
use std::io::{IsTerminal as _, Write as _};
use std::path::Path;
use std::time::{Duration, SystemTime};

/// How often files are looked at.
const PAUSE: Duration = Duration::from_millis(300);
/// Clears the screen and puts the cursor at its top.
const CLEAR: &str = "\u{1b}[2J\u{1b}[3J\u{1b}[H";

/// What the files looked like: name, length and time of the last change.
type Look = Vec<(String, u64, Option<SystemTime>)>;

/// Checks, then waits for a change or for Ctrl-C.
pub async fn run(files: &Berkas, data: &Path, lang: Lang) -> Outcome {
    let end = tokio::signal::ctrl_c();
    tokio::pin!(end);
    let mut before = None;
    loop {
        let look = look(&files.path);
        if before.as_ref() != Some(&look) {
            show(layanan::check(files, data, lang), lang);
            before = Some(look);
        }
        tokio::select! {
            _ = &mut end => break,
            () = tokio::time::sleep(PAUSE) => {}
        }
    }
    Ok(Report::default())
}

/// The definitions below the path and the lists beside them.
fn look(path: &Path) -> Look {
    let definitions = files::paths(path).unwrap_or_default();
    let folder = if path.is_dir() { Some(path) } else { path.parent() };
    let beside = folder.into_iter().flat_map(std::fs::read_dir).flatten().flatten().map(|entry| entry.path());
    let lists = beside.filter(|path| path.extension().is_some_and(|ending| ending == "csv"));
    let mut all: Look = definitions
        .into_iter()
        .chain(lists)
        .map(|path| {
            let about = std::fs::metadata(&path).ok();
            let changed = about.as_ref().and_then(|about| about.modified().ok());
            (path.display().to_string(), about.map_or(0, |about| about.len()), changed)
        })
        .collect();
    all.sort();
    all
}

fn show(outcome: Outcome, lang: Lang) {
    let mut out = std::io::stdout().lock();
    // Only a screen is cleared; a pipe gets one check after the other.
    let clear = if out.is_terminal() { CLEAR } else { "" };
    let lines = match outcome {
        Ok(report) => report.lines,
        Err(Failure(said)) => vec![said],
    };
    let hint = match lang {
        Lang::Id => "Mengawasi perubahan; Ctrl-C untuk berhenti.",
        Lang::En => "Watching for changes; Ctrl-C to stop.",
    };
    // A closed pipe is no failure of ours.
    let _ = writeln!(out, "{clear}{}\n\n{hint}", lines.join("\n"));
    let _ = out.flush();
}
