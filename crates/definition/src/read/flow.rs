//! `[tenggat]`, `[akhir]`, `[gabung]`, `lewat`, and the meaning of targets.

use super::values;
use crate::model::{CaseDeadline, Counting, Duplicates, End, Kind, Lapse, LapseAction, Outcome, Step, Target};
use crate::reader::{Ids, Item, Table};
use indexmap::IndexMap;
use kernel::duration::{Duration, Unit};

/// Units of clocks (R3).
pub(super) const CLOCK: [Unit; 6] =
    [Unit::Minute, Unit::Hour, Unit::Day, Unit::WorkingMinute, Unit::WorkingHour, Unit::WorkingDay];

/// `tenggat.hitung`.
pub(super) const COUNTING: [(&str, Counting); 2] = [("jeda", Counting::Pause), ("jalan", Counting::Run)];

pub(super) fn case_deadline(root: &Table, kind: Kind) -> CaseDeadline {
    let complaint = kind == Kind::Complaint;
    let promised = |days| complaint.then_some(Duration::new(days, Unit::WorkingDay));
    let mut deadline = CaseDeadline {
        total: None,
        verification: promised(3),
        first_answer: promised(5),
        calendar: "hari-kerja-pemda".to_owned(),
        count: Counting::Pause,
        lapse: None,
    };
    let Some(table) = root.table("tenggat") else {
        return deadline;
    };
    let clock = |key| table.get(key).and_then(|item| item.duration(&CLOCK));
    deadline.total = clock("total");
    if complaint {
        deadline.verification = clock("verifikasi").or(deadline.verification);
        deadline.first_answer = clock("jawaban").or(deadline.first_answer);
    }
    if let Some(item) = table.get("kalender") {
        deadline.calendar = item.slug().unwrap_or_default();
    }
    deadline.count = table.get("hitung").and_then(|item| item.word(&COUNTING)).unwrap_or_default();
    deadline.lapse = table.get("lewat").and_then(|item| lapse(&item, None));
    table.done();
    deadline
}

/// `lewat`; for `[tenggat]` without an own step.
pub(super) fn lapse(item: &Item, own: Option<&str>) -> Option<Lapse> {
    let table = item.table()?;
    let lapse = Lapse {
        publish: table.flag("umumkan"),
        escalate: table.get("naik").and_then(|item| values::office(&item)),
        action: table.text("aksi").map(|text| lapse_action(&text, own)),
        note: table.text("catat"),
        legal_basis: table.text("dasar"),
    };
    table.done();
    Some(lapse)
}

fn lapse_action(text: &str, own: Option<&str>) -> LapseAction {
    let (step, action) = match (own, text.split_once('.')) {
        (Some(step), _) => (step, text),
        (None, Some((step, action))) => (step, action),
        (None, None) => ("", text),
    };
    LapseAction { step: step.to_owned(), action: action.to_owned() }
}

pub(super) fn duplicates(root: &Table) -> Option<Duplicates> {
    let table = root.table("gabung")?;
    let radius = table.need("radius").and_then(|item| values::size(&item, &[("m", 1), ("km", 1000)]));
    let within = table.need("dalam").and_then(|item| item.duration(&[Unit::Day, Unit::WorkingDay]));
    let same = table.texts("sama");
    table.done();
    Some(Duplicates { radius_m: u32::try_from(radius?).ok()?, within: within?, same })
}

pub(super) const OUTCOMES: [(&str, Outcome); 3] =
    [("berhasil", Outcome::Success), ("gagal", Outcome::Failure), ("netral", Outcome::Neutral)];

pub(super) fn ends(root: &Table) -> IndexMap<String, End> {
    let mut ends = IndexMap::new();
    let Some(all) = root.need("akhir").and_then(|item| item.table()) else {
        return ends;
    };
    for (id, item) in all.entries(Ids::Strict, 50) {
        let Some(table) = item.table() else { continue };
        let end = End {
            name: table.need("nama").and_then(|item| item.text()).unwrap_or_default(),
            outcome: table.need("hasil").and_then(|item| item.word(&OUTCOMES)).unwrap_or(Outcome::Neutral),
            appeal: table.get("boleh_banding").and_then(|item| item.duration(&CLOCK)),
        };
        table.done();
        ends.insert(id, end);
    }
    ends
}

/// Targets that name an end become ends; `lewat.aksi` of `[tenggat]` is resolved by the checker.
pub(super) fn resolve_targets(
    mut steps: IndexMap<String, Step>,
    ends: &IndexMap<String, End>,
) -> IndexMap<String, Step> {
    let actions = steps.values_mut().flat_map(|step| step.actions.values_mut());
    for target in actions.flat_map(|action| action.targets.iter_mut()) {
        if let Target::Step(id) = target
            && ends.contains_key(id.as_str())
        {
            *target = Target::End(std::mem::take(id));
        }
    }
    steps
}

/// `[tenggat].lewat.aksi` without a step belongs to the only step that has it.
pub(super) fn resolve_lapse(mut deadline: CaseDeadline, steps: &IndexMap<String, Step>) -> CaseDeadline {
    let named = deadline.lapse.as_mut().and_then(|lapse| lapse.action.as_mut());
    if let Some(named) = named.filter(|named| named.step.is_empty()) {
        let mut having = steps.iter().filter(|(_, step)| step.actions.contains_key(&named.action));
        if let (Some((only, _)), None) = (having.next(), having.next()) {
            named.step.clone_from(only);
        }
    }
    deadline
}
