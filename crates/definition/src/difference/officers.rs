//! What officers notice: who holds a step, what they may do there, and their clocks.

use super::{Change, Mark, Notes, residents, walk, words};
use crate::model::{Definition, Step};
use crate::say::Say;
use crate::standard::condition_in_words;

pub(super) fn changes(old: &Definition, new: &Definition) -> Vec<Change> {
    let mut notes = Notes::default();
    let owner = |of: &Definition| Say::same(of.owner.to_string());
    notes.turned("layanan.pemilik", ("Pemilik layanan", "Owner of the service"), &owner(old), &owner(new));
    let start = |of: &Definition| Say::same(of.start());
    notes.turned("langkah", ("Langkah pertama", "First step"), &start(old), &start(new));
    let calendar = |of: &Definition| Say::same(&of.deadline.calendar);
    notes.turned("tenggat.kalender", ("Kalender", "Calendar"), &calendar(old), &calendar(new));
    let count = |of: &Definition| match of.deadline.count {
        crate::model::Counting::Pause => Say::new("berhenti saat menunggu warga", "pauses while the resident is asked"),
        crate::model::Counting::Run => Say::new("selalu berjalan", "always runs"),
    };
    notes.turned("tenggat.hitung", ("Jam total", "Total clock"), &count(old), &count(new));
    let lapse = |of: &Definition| words::lapse(of.deadline.lapse.as_ref());
    notes.turned(
        "tenggat.lewat",
        ("Bila batas total lewat", "When the total deadline passes"),
        &lapse(old),
        &lapse(new),
    );
    steps(&mut notes, old, new);
    fields(&mut notes, old, new);
    notes.0
}

fn steps(notes: &mut Notes, old: &Definition, new: &Definition) {
    walk(&old.steps, &new.steps, |id, before, after| {
        let path = format!("langkah.{id}");
        match (before, after) {
            (None, Some(step)) => {
                let (by, time) = (words::by(&step.by), words::deadlines(new, &step.deadlines));
                let name = &step.name;
                notes.add(
                    Mark::Added,
                    path,
                    format!("Langkah baru \"{name}\": {}, {}", by.id, time.id),
                    format!("New step \"{name}\": {}, {}", by.en, time.en),
                );
            }
            (Some(step), None) => {
                let name = &step.name;
                notes.add(
                    Mark::Removed,
                    path,
                    format!("Langkah \"{name}\" (`{id}`) hilang"),
                    format!("Step \"{name}\" (`{id}`) is gone"),
                );
            }
            (Some(before), Some(after)) => {
                step(notes, before, (new, after), &path);
                actions(notes, before, (new, after), &path);
            }
            (None, None) => {}
        }
    });
}

fn step(notes: &mut Notes, before: &Step, (new, after): (&Definition, &Step), path: &str) {
    let name = &after.name;
    let mut part = |key: &str, what: (&str, &str), was: Say, is: Say| {
        let what = (format!("\"{name}\", {}", what.0), format!("\"{name}\", {}", what.1));
        notes.turned(&format!("{path}.{key}"), (&what.0, &what.1), &was, &is);
    };
    part("nama", ("nama", "name"), Say::same(&before.name), Say::same(&after.name));
    part("oleh", ("dikerjakan oleh", "held by"), words::by(&before.by), words::by(&after.by));
    if before.is_working() && after.is_working() {
        let (was, is) = (words::deadlines(new, &before.deadlines), words::deadlines(new, &after.deadlines));
        part("tenggat", ("tenggat", "deadline"), was, is);
    }
    let lapse = |step: &Step| words::lapse(step.lapse.as_ref());
    part("lewat", ("bila lewat", "when it passes"), lapse(before), lapse(after));
    let skip = |of: &Definition, step: &Step| {
        step.skip.as_ref().map_or_else(|| Say::new("tidak pernah", "never"), |when| condition_in_words(of, when))
    };
    part("lewati", ("dilewati bila", "skipped if"), skip(new, before), skip(new, after));
    part(
        "bukan",
        ("orang lain dari langkah", "another person than at"),
        words::names(&before.not_by),
        words::names(&after.not_by),
    );
    let deputies = |step: &Step| words::names(&step.substitutes.iter().map(ToString::to_string).collect::<Vec<_>>());
    part("pengganti", ("pengganti", "substitutes"), deputies(before), deputies(after));
    part(
        "daftar_periksa",
        ("daftar periksa", "checklist"),
        words::items(&before.checklist),
        words::items(&after.checklist),
    );
    let join = |step: &Step| match step.join {
        None => Say::new("tidak menggabung", "joins nothing"),
        Some(join) => Say::same(crate::diagram::join_word(join)),
    };
    part("gabung", ("penggabungan", "join"), join(before), join(after));
    let sign = |step: &Step| match step.signature {
        None => Say::new("tidak perlu", "none"),
        Some(crate::model::Signature::Electronic) => Say::new("elektronik", "electronic"),
        Some(crate::model::Signature::Wet) => Say::new("basah", "on paper"),
    };
    part("tanda_tangan", ("tanda tangan", "signature"), sign(before), sign(after));
    for (key, what, was, is) in [
        ("massal", ("boleh massal", "in bulk"), before.bulk, after.bulk),
        ("luring", ("boleh luring", "offline"), before.offline, after.offline),
        ("cara", ("tautan sekali pakai", "one-time link"), before.one_time_link, after.one_time_link),
    ] {
        part(key, what, words::yes_no(was), words::yes_no(is));
    }
}

fn actions(notes: &mut Notes, before: &Step, (new, after): (&Definition, &Step), path: &str) {
    let name = &after.name;
    walk(&before.actions, &after.actions, |id, was, is| {
        let path = format!("{path}.aksi.{id}");
        match (was, is) {
            (None, Some(action)) => {
                let leads = words::action(new, action);
                notes.add(
                    Mark::Added,
                    path,
                    format!("\"{name}\": aksi baru `{id}` {}", leads.id),
                    format!("\"{name}\": new action `{id}` {}", leads.en),
                );
            }
            (Some(_), None) => {
                notes.add(
                    Mark::Removed,
                    path,
                    format!("\"{name}\": aksi `{id}` hilang"),
                    format!("\"{name}\": action `{id}` is gone"),
                );
            }
            (Some(was), Some(is)) => {
                let what = format!("\"{name}\", `{id}`");
                notes.turned(&path, (&what, &what), &words::action(new, was), &words::action(new, is));
            }
            (None, None) => {}
        }
    });
}

fn fields(notes: &mut Notes, old: &Definition, new: &Definition) {
    walk(&old.fields, &new.fields, |id, before, after| {
        let path = format!("isian.{id}");
        let before = before.filter(|field| field.filled_at.is_some());
        let after = after.filter(|field| field.filled_at.is_some());
        match (before, after) {
            (None, Some(field)) => {
                let (label, at) = (&field.label, field.filled_at.as_deref().unwrap_or_default());
                notes.add(
                    Mark::Added,
                    path,
                    format!("Isian petugas baru \"{label}\" pada `{at}`"),
                    format!("New officers' field \"{label}\" at `{at}`"),
                );
            }
            (Some(field), None) => {
                let label = &field.label;
                notes.add(
                    Mark::Removed,
                    path,
                    format!("Isian petugas \"{label}\" hilang"),
                    format!("Officers' field \"{label}\" is gone"),
                );
            }
            (Some(before), Some(after)) => {
                residents::field(notes, before, (new, after), &path);
                let at = |field: &crate::model::Field| Say::same(field.filled_at.clone().unwrap_or_default());
                let what = (format!("\"{}\" diisi pada", after.label), format!("\"{}\" is filled in at", after.label));
                notes.turned(&path, (&what.0, &what.1), &at(before), &at(after));
            }
            (None, None) => {}
        }
    });
}
