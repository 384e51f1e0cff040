//! `gapura layanan beda A B`: what changes for residents, officers and running cases.

use crate::files;
use crate::report::{Failure, Outcome, Report};
use definition::diagnostic::render_all;
use definition::{Definition, Difference};
use kernel::Lang;
use serde_json::{Value, json};
use std::path::Path;

/// Compares two files. They may be of different services; then the first line says so.
pub fn difference(old: &Path, new: &Path, lang: Lang) -> Outcome {
    let (old, new) = (one(old, lang)?, one(new, lang)?);
    let difference = definition::difference(&old, &new);
    let mut report = Report::default();
    report.lines.push(match lang {
        Lang::Id => format!("{}: versi {} → {} versi {}", old.id, old.version, new.id, new.version),
        Lang::En => format!("{}: version {} → {} version {}", old.id, old.version, new.id, new.version),
    });
    if old.hash != new.hash && old.version == new.version && old.id == new.id {
        report.lines.push(match lang {
            Lang::Id => "nomor versi sama; naikkan `layanan.versi`".to_owned(),
            Lang::En => "the version number is the same; raise `layanan.versi`".to_owned(),
        });
    }
    report.lines.extend(in_words(&difference, lang));
    let edition = |of: &Definition| json!({ "service": of.id, "version": of.version, "hash": of.hash });
    let mut object = json!({ "old": edition(&old), "new": edition(&new) });
    if let Some(object) = object.as_object_mut() {
        object.extend(difference.groups().map(|(audience, changes)| {
            let changes: Vec<Value> = changes
                .iter()
                .map(|change| {
                    json!({ "mark": change.mark.key(), "path": change.path, "id": change.say.id, "en": change.say.en })
                })
                .collect();
            (audience.key().to_owned(), json!(changes))
        }));
    }
    Ok(report.with(object))
}

fn in_words(difference: &Difference, lang: Lang) -> Vec<String> {
    if difference.is_empty() {
        return vec![match lang {
            Lang::Id => "tidak ada yang berubah bagi siapa pun".to_owned(),
            Lang::En => "nothing changes for anyone".to_owned(),
        }];
    }
    let mut lines = Vec::new();
    for (audience, changes) in difference.groups().into_iter().filter(|(_, changes)| !changes.is_empty()) {
        lines.push(String::new());
        lines.push(audience.title().lang(lang).to_owned());
        lines.extend(changes.iter().map(|change| format!("  {} {}", change.mark.sign(), change.say.lang(lang))));
    }
    lines
}

/// The definition of one file; its scenarios, offices and lists are not looked at.
fn one(path: &Path, lang: Lang) -> Result<Definition, Failure> {
    let sources = files::sources(path)?;
    let [source] = sources.as_slice() else {
        return Err(Failure(format!("{}: beri satu berkas, bukan folder", path.display())));
    };
    definition::load(&source.text)
        .map_err(|faults| Failure(format!("\n{}", render_all(&faults, &source.name, &source.text, lang))))
}
