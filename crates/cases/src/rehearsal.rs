//! What a new version of a definition would mean for one running case (semantics R61). Nothing is changed.

use crate::answers::{required_fields, visible};
use crate::state::Case;
use definition::Say;
use definition::model::{Definition, FieldKind, Options, RunningCases};
use definition::value::Value;

/// What becomes of a running case when the new version is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fate {
    /// It ends under its own version: `kasus_lama = "tetap"`.
    Stays,
    /// The new version says that its tokens move: `kasus_lama = { pindah = … }`.
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
    let fate = match new.running_cases {
        RunningCases::Stay => Fate::Stays,
        RunningCases::Move(_) => Fate::Moves,
    };
    let mut misfits = steps(old, new, case);
    misfits.extend(answers(old, new, case));
    Rehearsal { fate, misfits }
}

/// Every token and every branch that waits needs a step in the new version.
fn steps(old: &Definition, new: &Definition, case: &Case) -> Vec<Misfit> {
    let stands = case.tokens.iter().map(|token| &token.step).chain(case.waiting.iter().map(|one| &one.step));
    let mut misfits = Vec::new();
    for id in stands {
        let mapped = match &new.running_cases {
            RunningCases::Move(map) => map.get(id).unwrap_or(id),
            RunningCases::Stay => id,
        };
        let name = old.steps.get(id).map_or(id.as_str(), |step| step.name.as_str());
        let path = format!("langkah.{id}");
        match new.steps.get(mapped) {
            None => misfits.push(Misfit {
                path,
                say: Say::new(
                    format!("kasus berdiri pada \"{name}\" (`{id}`), yang tidak ada pada versi baru"),
                    format!("the case stands at \"{name}\" (`{id}`), which the new version does not have"),
                ),
            }),
            Some(step) if old.is_working(id) != step.is_working() => misfits.push(Misfit {
                path,
                say: Say::new(
                    format!("\"{name}\" berpindah antara warga dan petugas"),
                    format!("\"{name}\" passes between resident and office"),
                ),
            }),
            Some(_) => {}
        }
    }
    misfits.dedup();
    misfits
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
