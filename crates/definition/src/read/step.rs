//! `[langkah.ID]` and its actions.

use super::fields::TypeTable;
use super::flow::{CLOCK, lapse};
use super::values;
use crate::model::{Action, By, ConditionalDeadline, Item as Check, ItemKind, Join, Reason, Signature, Step, Target};
use crate::names;
use crate::reader::{Ids, Item, Table};
use indexmap::IndexMap;
use kernel::duration::{Duration, Unit};
use toml::de::DeValue;

pub(super) fn all(root: &Table, types: &TypeTable) -> IndexMap<String, Step> {
    let mut steps = IndexMap::new();
    let Some(all) = root.need("langkah").and_then(|item| item.table()) else {
        return steps;
    };
    for (id, item) in all.entries(Ids::Strict, 60) {
        let Some(table) = item.table() else { continue };
        let step = step(&table, &id, types);
        table.done();
        steps.insert(id, step);
    }
    steps
}

pub(super) const SIGNATURES: [(&str, Signature); 2] =
    [(Signature::Electronic.key(), Signature::Electronic), (Signature::Wet.key(), Signature::Wet)];

fn step(table: &Table, id: &str, types: &TypeTable) -> Step {
    let link = table.get("cara").and_then(|item| item.word(&[("tautan_sekali", ())]));
    Step {
        name: table.need("nama").and_then(|item| item.text()).unwrap_or_default(),
        by: table.need("oleh").and_then(|item| by(&item)).unwrap_or(By::Reporter),
        deadlines: table.get("tenggat").map(|item| deadlines(&item, types)).unwrap_or_default(),
        lapse: table.get("lewat").and_then(|item| lapse(&item, Some(id))),
        start: table.flag("mulai"),
        join: table.get("gabung").and_then(|item| join(&item)),
        skip: table.get("lewati").and_then(|item| item.condition(types)),
        substitutes: table.list("pengganti").iter().filter_map(values::office).collect(),
        not_by: table.texts("bukan"),
        bulk: table.flag("massal"),
        offline: table.flag("luring"),
        checklist: checks(table, "daftar_periksa"),
        signature: table.get("tanda_tangan").and_then(|item| item.word(&SIGNATURES)),
        one_time_link: link.is_some(),
        actions: actions(table, types),
    }
}

fn by(item: &Item) -> Option<By> {
    match item.as_str() {
        Some("@pelapor" | "@pemohon") => Some(By::Reporter),
        _ => values::office(item).map(By::Office),
    }
}

fn deadlines(item: &Item, types: &TypeTable) -> Vec<ConditionalDeadline> {
    let unreadable = Duration::new(1, Unit::WorkingDay);
    if !matches!(item.value.get_ref(), DeValue::Array(_)) {
        let duration = item.duration(&CLOCK).unwrap_or(unreadable);
        return vec![ConditionalDeadline { condition: None, duration }];
    }
    let entries = item.list();
    if entries.is_empty() {
        item.report("E035", "daftar tenggat kosong", "the list of deadlines is empty");
    }
    let mut out = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        let Some(table) = entry.table() else { continue };
        let condition = table.get("jika");
        let last = index + 1 == entries.len();
        match (&condition, last) {
            (Some(_), true) => entry.report(
                "E035",
                "entri terakhir tidak boleh memakai `jika`: tenggat harus selalu ada",
                "the last entry may have no `jika`: there must always be a deadline",
            ),
            (None, false) => entry.report(
                "E035",
                "entri tanpa `jika` harus yang terakhir: yang sesudahnya tidak pernah dipakai",
                "an entry without `jika` has to be the last: those after it are never used",
            ),
            _ => {}
        }
        let duration = table.need("waktu").and_then(|item| item.duration(&CLOCK));
        out.push(ConditionalDeadline {
            condition: condition.and_then(|item| item.condition(types)),
            duration: duration.unwrap_or(unreadable),
        });
        table.done();
    }
    out
}

fn join(item: &Item) -> Option<Join> {
    let text = item.text()?;
    let found = match text.as_str() {
        "semua" => Some(Join::All),
        "satu" => Some(Join::One),
        other => other.split_once(" dari ").and_then(|(n, m)| {
            let (n, m): (u32, u32) = (n.parse().ok()?, m.parse().ok()?);
            (1..=m).contains(&n).then_some(Join::Of { n, m })
        }),
    };
    if found.is_none() {
        item.report(
            "E024",
            format!("`{text}` bukan cara bergabung; tulis \"semua\", \"satu\" atau \"2 dari 3\""),
            format!("`{text}` is no way to join; write \"semua\", \"satu\" or \"2 dari 3\""),
        );
    }
    found
}

const CHECKS: [(&str, ItemKind); 4] =
    [("angka", ItemKind::Number), ("ya_tidak", ItemKind::YesNo), ("teks", ItemKind::Text), ("foto", ItemKind::Photo)];

fn checks(table: &Table, key: &'static str) -> Vec<Check> {
    let mut out: Vec<Check> = Vec::new();
    for item in table.list(key) {
        let Some(text) = item.text() else { continue };
        let (id, kind) = text.split_once(':').unwrap_or((&text, ""));
        let required = kind.ends_with('!');
        let kind = kind.trim_end_matches('!');
        let known = CHECKS.iter().find(|(word, _)| *word == kind);
        match known {
            Some((_, kind)) if names::is_id(id) => {
                if out.iter().any(|before| before.id == id) {
                    item.report("E009", format!("`{id}` ditulis dua kali"), format!("`{id}` is written twice"));
                }
                out.push(Check { id: id.to_owned(), kind: *kind, required });
            }
            _ => item.report(
                "E006",
                format!("`{text}` bukan `id:tipe`; tipe: angka, ya_tidak, teks, foto; `!` = wajib"),
                format!("`{text}` is not `id:type`; types: angka, ya_tidak, teks, foto; `!` = required"),
            ),
        }
    }
    out
}

fn actions(table: &Table, types: &TypeTable) -> IndexMap<String, Action> {
    let mut actions = IndexMap::new();
    let Some(all) = table.table("aksi") else {
        return actions;
    };
    for (id, item) in all.entries(Ids::Action, 30) {
        let Some(inner) = item.table() else { continue };
        let action = Action {
            targets: inner.need("ke").map(|item| targets(&item)).unwrap_or_default(),
            condition: inner.get("jika").and_then(|item| item.condition(types)),
            reason: inner.get("alasan").map(|item| reason(&item)).unwrap_or_default(),
            max_uses: inner.get("maks").and_then(|item| item.whole(1, 99)),
            mark_fields: inner.flag("tandai_isian"),
            evidence: checks(&inner, "bukti"),
            rating: inner.flag("nilai"),
        };
        inner.done();
        actions.insert(id, action);
    }
    actions
}

/// A fork has at most so many branches.
const BRANCHES: usize = 8;

fn targets(item: &Item) -> Vec<Target> {
    let entries = match item.value.get_ref() {
        DeValue::Array(_) => item.list(),
        _ => vec![item.clone()],
    };
    if entries.is_empty() {
        item.report("E023", "`ke` kosong", "`ke` is empty");
    }
    if let Some(next) = entries.get(BRANCHES) {
        item.reader.too_many(&item.path, BRANCHES, next.span());
    }
    let target = |entry: &Item| {
        let text = entry.text().filter(|text| !text.trim().is_empty())?;
        Some(match text.strip_prefix("gabung:") {
            Some(step) => Target::Join(step.to_owned()),
            None => Target::Step(text),
        })
    };
    entries.iter().filter_map(target).collect()
}

fn reason(item: &Item) -> Reason {
    match item.value.get_ref() {
        DeValue::Boolean(true) => Reason::Text,
        DeValue::Boolean(false) => Reason::None,
        DeValue::String(_) => item.slug().map_or(Reason::Text, Reason::List),
        _ => {
            item.report("E005", "di sini harus true atau nama daftar", "this has to be true or the name of a list");
            Reason::Text
        }
    }
}
