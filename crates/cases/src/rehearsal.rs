//! What a new version of a definition would mean for one running case (semantics R61). Nothing is changed.

use crate::answers::{required_fields, visible};
use crate::state::Case;
use definition::Say;
use definition::model::{Definition, FieldKind, Options, RunningCases};
use definition::value::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What becomes of a running case when the new version is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fate {
    /// It ends under its own version: `kasus_lama = "tetap"`, or no step at which it stands is named.
    Stays,
    /// The new version names where it stands: `kasus_lama = { pindah = … }`.
    Moves,
    /// It runs under this very text already.
    Same,
}

impl Fate {
    /// The word for machines and tables.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Stays => "tetap",
            Self::Moves => "pindah",
            Self::Same => "sama",
        }
    }
}

/// Something of a case that the new version has no place for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// The key of the definition, for example `langkah.survei` or `isian.bahaya`.
    pub path: String,
    /// What is wrong.
    pub say: Say,
}

/// What the rehearsal of one case came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rehearsal {
    /// Whether it stays or moves.
    pub fate: Fate,
    /// What does not fit; of a case that stays, what would not fit if it moved.
    pub misfits: Vec<Misfit>,
}

impl Rehearsal {
    /// Whether the case would break: it moves, and something does not fit.
    pub fn breaks(&self) -> bool {
        self.fate == Fate::Moves && !self.misfits.is_empty()
    }
}

/// Holds a running case, opened under `old`, against `new`.
pub fn rehearse(old: &Definition, new: &Definition, case: &Case) -> Rehearsal {
    if old.hash == new.hash {
        return Rehearsal { fate: Fate::Same, misfits: Vec::new() };
    }
    let named = |step: &str| matches!(&new.running_cases, RunningCases::Move(map) if map.contains_key(step));
    let fate = if case.tokens.iter().any(|token| named(&token.step)) { Fate::Moves } else { Fate::Stays };
    let mut misfits = steps(old, new, case);
    if fate == Fate::Moves {
        misfits.extend(branches(case));
        misfits.extend(history(new, case));
    }
    misfits.extend(answers(old, new, case));
    misfits.extend(files(old, new, case));
    Rehearsal { fate, misfits }
}

/// The step of the new version that takes the place of an old one.
fn place<'s>(new: &'s Definition, id: &'s String) -> &'s String {
    match &new.running_cases {
        RunningCases::Move(map) => map.get(id).unwrap_or(id),
        RunningCases::Stay => id,
    }
}

/// Every token needs a step in the new version, on the same side of the counter; the first step stays the first, because
/// the promise to verify ends where it is left (semantics R27).
fn steps(old: &Definition, new: &Definition, case: &Case) -> Vec<Misfit> {
    let mut misfits = Vec::new();
    for id in case.tokens.iter().map(|token| &token.step) {
        let mapped = place(new, id);
        let name = old.steps.get(id).map_or(id.as_str(), |step| step.name.as_str());
        let say = match new.steps.get(mapped) {
            None => Say::new(
                format!("kasus berdiri pada \"{name}\" (`{id}`), yang tidak ada pada versi baru"),
                format!("the case stands at \"{name}\" (`{id}`), which the new version does not have"),
            ),
            Some(step) if old.is_working(id) != step.is_working() => Say::new(
                format!("\"{name}\" berpindah antara warga dan petugas"),
                format!("\"{name}\" passes between resident and office"),
            ),
            Some(step) if (old.start() == id.as_str()) != step.start => Say::new(
                format!("\"{name}\" berubah menjadi atau dari langkah pertama"),
                format!("\"{name}\" becomes the first step or ceases to be it"),
            ),
            Some(_) => continue,
        };
        misfits.push(Misfit { path: format!("langkah.{id}"), say });
    }
    misfits.dedup();
    misfits
}

/// Branches remember the fork that made them; a new version has none that they could be joined by.
fn branches(case: &Case) -> Option<Misfit> {
    let forked = case.tokens.iter().find(|token| !token.forks.is_empty()).map(|token| &token.step);
    let step = forked.or_else(|| case.waiting.first().map(|waits| &waits.step))?;
    Some(Misfit {
        path: format!("langkah.{step}"),
        say: Say::new(
            "kasus sedang bercabang; cabangnya harus bertemu dahulu",
            "the case runs in branches, which must meet first",
        ),
    })
}

/// Two steps at which the case was must not become one: their clocks could not both go on.
fn history(new: &Definition, case: &Case) -> Vec<Misfit> {
    let visited: BTreeSet<&String> = case.stays.iter().map(|stay| &stay.step).collect();
    let mut taken: BTreeMap<&String, &String> = BTreeMap::new();
    let mut misfits = Vec::new();
    for id in visited {
        let mapped = place(new, id);
        if let Some(other) = taken.insert(mapped, id) {
            misfits.push(Misfit {
                path: format!("langkah.{mapped}"),
                say: Say::new(
                    format!("kasus pernah berada pada `{other}` dan `{id}`, yang menjadi satu langkah"),
                    format!("the case was at `{other}` and at `{id}`, which become one step"),
                ),
            });
        }
    }
    misfits
}

/// Every file and every mark needs its field.
fn files(old: &Definition, new: &Definition, case: &Case) -> Vec<Misfit> {
    let sent = case.files.iter().map(|file| &file.field).filter(|field| old.files.contains_key(*field));
    let lost: BTreeSet<&String> = sent.filter(|field| !new.files.contains_key(*field)).collect();
    let mut misfits: Vec<Misfit> = lost.into_iter().map(|field| unfiled(old, field)).collect();
    let marks: BTreeSet<&String> = case.tokens.iter().flat_map(|token| &token.marks).collect();
    for mark in marks.into_iter().filter(|mark| !new.fields.contains_key(*mark) && !new.files.contains_key(*mark)) {
        misfits.push(Misfit {
            path: format!("isian.{mark}"),
            say: Say::new(
                format!("`{mark}` sedang diperbaiki warga dan tidak ada pada versi baru"),
                format!("`{mark}` is being mended by the resident and is not in the new version"),
            ),
        });
    }
    misfits
}

fn unfiled(old: &Definition, field: &String) -> Misfit {
    let label = old.files.get(field).map_or(field.as_str(), |file| file.label.as_str());
    Misfit {
        path: format!("berkas.{field}"),
        say: Say::new(
            format!("berkas \"{label}\" tidak punya tempat lagi"),
            format!("the file \"{label}\" has no place any more"),
        ),
    }
}

/// Every answer needs its field, with its type and option; every field that must be answered now, and
/// need not be before, needs an answer.
fn answers(old: &Definition, new: &Definition, case: &Case) -> Vec<Misfit> {
    let known = case.answers.known(old, None);
    let seen = visible(old, &known);
    let mut misfits = Vec::new();
    let mut misfit = |id: &str, say: Say| misfits.push(Misfit { path: format!("isian.{id}"), say });
    for (id, value) in &seen.values {
        let label = old.fields.get(id).map_or(id.as_str(), |field| field.label.as_str());
        let Some(field) = new.fields.get(id) else {
            let id_say = format!("jawaban atas \"{label}\" tidak punya isian lagi");
            misfit(id, Say::new(id_say, format!("the answer to \"{label}\" has no field any more")));
            continue;
        };
        let was = old.fields.get(id).map(|field| &field.kind);
        if was.is_some_and(|was| !alike(was, &field.kind)) {
            let id_say = format!("tipe isian \"{label}\" berubah menjadi {}", field.kind.key());
            misfit(id, Say::new(id_say, format!("the type of \"{label}\" becomes {}", field.kind.key())));
        } else if let Some(option) = lost(&field.kind, value) {
            let id_say = format!("pilihan `{option}` pada \"{label}\" tidak ada lagi");
            misfit(id, Say::new(id_say, format!("option `{option}` of \"{label}\" is gone")));
        }
    }
    let before = required_fields(old, &seen);
    let asked = required_fields(new, &visible(new, &seen));
    for id in asked.into_iter().filter(|id| seen.get(id).is_none() && !before.contains(id)) {
        let label = new.fields.get(id).map_or(id, |field| field.label.as_str());
        let id_say = format!("isian wajib \"{label}\" belum pernah dijawab");
        misfit(id, Say::new(id_say, format!("the required field \"{label}\" was never answered")));
    }
    misfits
}

/// Whether values of one type are values of the other.
fn alike(was: &FieldKind, is: &FieldKind) -> bool {
    let text = |kind: &FieldKind| matches!(kind, FieldKind::Text(_) | FieldKind::Paragraph(_));
    was.key() == is.key() || (text(was) && text(is))
}

/// An option of the value that the field does not offer any more. Codes of a list are not looked up.
fn lost<'v>(kind: &FieldKind, value: &'v Value) -> Option<&'v str> {
    let Some(Options::Inline(options)) = kind.options() else { return None };
    match value {
        Value::Option(option) => (!options.contains_key(option)).then_some(option),
        Value::Set(set) => set.iter().find(|option| !options.contains_key(*option)).map(String::as_str),
        _ => None,
    }
}
