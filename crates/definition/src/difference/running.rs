//! What a new version means for cases that run (semantics R61).

use super::{Change, Mark, Notes};
use crate::model::{Definition, OpenItem, RunningCases, Step};

pub(super) fn changes(old: &Definition, new: &Definition, otherwise: bool) -> Vec<Change> {
    let mut notes = Notes::default();
    match &new.running_cases {
        RunningCases::Stay if otherwise => notes.add(
            Mark::Changed,
            "layanan.kasus_lama",
            "Kasus yang berjalan diselesaikan menurut versi lamanya",
            "Running cases end under their own older version",
        ),
        RunningCases::Stay => {}
        RunningCases::Move(map) => moves(&mut notes, old, map),
    }
    for (id, step) in old.steps.iter().filter(|(id, _)| !new.steps.contains_key(*id)) {
        if let Some((other, _)) = renamed(old, new, step) {
            notes.add(
                Mark::Changed,
                format!("langkah.{id}"),
                format!("Langkah `{id}` tampaknya berganti nama menjadi `{other}`"),
                format!("Step `{id}` seems to be renamed `{other}`"),
            );
        }
    }
    notes.0
}

fn moves(notes: &mut Notes, old: &Definition, map: &indexmap::IndexMap<String, String>) {
    for (from, to) in map {
        let path = format!("layanan.kasus_lama.pindah.{from}");
        if !old.steps.contains_key(from) {
            notes.add(
                Mark::Changed,
                path,
                format!("Langkah lama `{from}` tidak ada pada versi yang berjalan"),
                format!("The running version has no step `{from}`"),
            );
        } else {
            notes.add(
                Mark::Changed,
                path,
                format!("Kasus pada `{from}` pindah ke `{to}`; semua jam tetap"),
                format!("Cases at `{from}` move to `{to}`; all clocks stay"),
            );
        }
    }
    let unnamed: Vec<String> = old
        .steps
        .iter()
        .filter(|(id, _)| !map.contains_key(*id))
        .map(|(_, step)| format!("\"{}\"", step.name))
        .collect();
    if !unnamed.is_empty() {
        let steps = unnamed.join(", ");
        notes.add(
            Mark::Changed,
            "layanan.kasus_lama",
            format!("Kasus pada langkah lain selesai menurut versi lamanya: {steps}"),
            format!("Cases at other steps end under their older version: {steps}"),
        );
    }
}

/// The new step that has the same name or the same actions for the same people, if there is just one.
fn renamed<'n>(old: &Definition, new: &'n Definition, gone: &Step) -> Option<(&'n String, &'n Step)> {
    let fresh = || new.steps.iter().filter(|(id, _)| !old.steps.contains_key(*id));
    let alike = |step: &Step| step.by == gone.by && step.actions.keys().eq(gone.actions.keys());
    let mut found = fresh().filter(|(_, step)| step.name == gone.name || alike(step));
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// An entry of `simpan.terbuka` as written.
pub(super) fn open_item(item: &OpenItem) -> String {
    match item {
        OpenItem::Field(id) => id.clone(),
        OpenItem::Coarse(id, metres) => format!("{id}~{metres}m"),
        OpenItem::Status => "status".to_owned(),
        OpenItem::MonthIn => "bulan_masuk".to_owned(),
        OpenItem::MonthIssued => "bulan_terbit".to_owned(),
        OpenItem::District => "kecamatan".to_owned(),
        OpenItem::Village => "desa".to_owned(),
    }
}
