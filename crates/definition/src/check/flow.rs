//! E02: one start, actions, targets, `bukan`, `diisi`, `lewati`.

use super::{Desk, Missing};
use crate::model::{Action, Field, Join, RunningCases, Step, Target};
use crate::say::Say;

pub(super) fn check(desk: &mut Desk) {
    start(desk);
    let definition = desk.definition;
    for (id, step) in &definition.steps {
        let path = format!("langkah.{id}");
        if definition.ends.contains_key(id) {
            desk.found.say_key(
                "E022",
                &path,
                Say::new(
                    format!("`{id}` adalah langkah dan akhir sekaligus; beri nama lain"),
                    format!("`{id}` is a step and an end at once; rename one"),
                ),
            );
        }
        if step.actions.is_empty() {
            desk.found
                .say_key(
                    "E021",
                    &path,
                    Say::new(
                        "langkah ini tidak punya aksi: kasus tidak dapat keluar dari sini",
                        "this step has no action: no case could leave it",
                    ),
                )
                .advise(
                    "tambahkan misalnya `aksi.selesai = { ke = … }`",
                    "add for example `aksi.selesai = { ke = … }`",
                );
        }
        for (name, action) in &step.actions {
            targets(desk, id, name, action);
        }
        people(desk, &path, step);
        skipping(desk, &path, step);
    }
    joins(desk);
    references(desk);
}

/// Whether a `mulai` was written that could not be read.
fn start_unread(desk: &Desk) -> bool {
    let mut faults = desk.found.list.iter();
    faults.any(|fault| fault.path.ends_with(".mulai"))
}

fn start(desk: &mut Desk) {
    let starts: Vec<&String> = desk.definition.steps.iter().filter(|(_, step)| step.start).map(|(id, _)| id).collect();
    match starts.as_slice() {
        [_] => {}
        [] if desk.definition.steps.is_empty() || start_unread(desk) => {}
        [] => {
            desk.found
                .say_key(
                    "E020",
                    "langkah",
                    Say::new("belum ada langkah dengan `mulai = true`", "no step has `mulai = true`"),
                )
                .advise("tambahkan pada langkah pertama", "add it to the first step");
        }
        [first, others @ ..] => {
            for other in others {
                let path = format!("langkah.{other}");
                desk.found
                    .say_at(
                        "E020",
                        &path,
                        &format!("{path}.mulai"),
                        Say::new(
                            format!("hanya satu langkah boleh mulai; `{first}` sudah"),
                            format!("only one step may be the start; `{first}` is"),
                        ),
                    )
                    .advise("hapus baris ini", "remove this line");
            }
        }
    }
}

fn targets(desk: &mut Desk, id: &str, name: &str, action: &Action) {
    let path = format!("langkah.{id}.aksi.{name}");
    let several = action.targets.len() > 1;
    for (index, target) in action.targets.iter().enumerate() {
        let place = if several { format!("{path}.ke[{index}]") } else { format!("{path}.ke") };
        let place = if desk.found.spans.value(&place).is_some() { place } else { format!("{path}.ke[{index}]") };
        if action.targets[..index].contains(target) {
            desk.found.say_at(
                "E023",
                &path,
                &place,
                Say::new(
                    format!("tujuan `{}` ditulis dua kali", target.id()),
                    format!("the target `{}` is written twice", target.id()),
                ),
            );
        }
        target_exists(desk, target, &path, &place);
    }
}

fn target_exists(desk: &mut Desk, target: &Target, path: &str, place: &str) {
    match target {
        Target::Step(to) if !desk.definition.steps.contains_key(to) => {
            let known: Vec<String> = desk.definition.steps.keys().chain(desk.definition.ends.keys()).cloned().collect();
            let at = Missing { code: "E023", path, place, id: "tujuan", en: "target" };
            desk.missing(at, to, known.iter().map(String::as_str));
        }
        // A `gabung` that was written but cannot be read was told at its own place.
        Target::Join(to) if desk.found.spans.key(&format!("langkah.{to}.gabung")).is_some() => {}
        Target::Join(to) if desk.definition.steps.get(to).is_some_and(|step| step.join.is_none()) => {
            desk.found.say_at(
                "E024",
                path,
                place,
                Say::new(format!("langkah `{to}` tidak punya `gabung`"), format!("step `{to}` has no `gabung`")),
            );
        }
        Target::Join(to) if !desk.definition.steps.contains_key(to) => {
            let known: Vec<String> = desk
                .definition
                .steps
                .iter()
                .filter(|(_, step)| step.join.is_some())
                .map(|(id, _)| id.clone())
                .collect();
            let at = Missing { code: "E024", path, place, id: "langkah bergabung", en: "joining step" };
            desk.missing(at, to, known.iter().map(String::as_str));
        }
        _ => {}
    }
}

fn people(desk: &mut Desk, path: &str, step: &Step) {
    for (index, other) in step.not_by.iter().enumerate() {
        if !desk.definition.steps.contains_key(other) {
            let place = format!("{path}.bukan[{index}]");
            let known = desk.step_ids();
            let at = Missing { code: "E026", path, place: &place, id: "langkah", en: "step" };
            desk.missing(at, other, known.iter().map(String::as_str));
        }
    }
}

fn skipping(desk: &mut Desk, path: &str, step: &Step) {
    let renewed = desk
        .definition
        .letters
        .values()
        .filter_map(|letter| letter.renewal.as_ref())
        .any(|renewal| renewal.skip.iter().any(|skipped| format!("langkah.{skipped}") == path));
    if step.skip.is_none() && !renewed {
        return;
    }
    let place = format!("{path}.lewati");
    if step.start {
        desk.found.say_at(
            "E028",
            path,
            &place,
            Say::new("langkah `mulai` tidak dapat dilewati", "the start step cannot be skipped"),
        );
    }
    let first = step.actions.first();
    if first.is_some_and(|(_, action)| action.condition.is_some() || action.max_uses.is_some()) {
        desk.found.say_at("E028", path, &place, Say::new(
            "langkah yang dilewati berjalan terus lewat aksi pertamanya; aksi itu tidak boleh memakai `jika` atau `maks`",
            "a skipped step goes on by its first action; that one may have no `jika` and no `maks`",
        ));
    }
    skipped_circle(desk, path, &place, step);
}

fn skipped_circle(desk: &mut Desk, path: &str, place: &str, step: &Step) {
    let steps = &desk.definition.steps;
    let first = |step: &Step| match step.actions.first().map(|(_, action)| action.targets.as_slice()) {
        Some([Target::Step(next)]) => Some(next.clone()),
        _ => None,
    };
    let mut next = first(step);
    for _ in 0..steps.len() {
        let Some(id) = next else { return };
        if format!("langkah.{id}") == path {
            desk.found.say_at(
                "E028",
                path,
                place,
                Say::new("langkah-langkah yang dilewati ini melingkar", "these skipped steps form a circle"),
            );
            return;
        }
        next = steps.get(&id).filter(|step| step.skip.is_some()).and_then(first);
    }
}

fn joins(desk: &mut Desk) {
    for (id, step) in &desk.definition.steps {
        if step.join.is_none() {
            continue;
        }
        let target = Target::Join(id.clone());
        let used = desk
            .definition
            .steps
            .values()
            .flat_map(|step| step.actions.values())
            .any(|action| action.targets.contains(&target));
        if !used {
            let path = format!("langkah.{id}");
            desk.found.say_at(
                "E024",
                &path,
                &format!("{path}.gabung"),
                Say::new(format!("tidak ada aksi menuju `gabung:{id}`"), format!("no action leads to `gabung:{id}`")),
            );
        }
    }
}

/// `n dari m`: m must be the width of the fork (R40).
pub(super) fn width(desk: &mut Desk, join: &str, branches: usize) {
    let Some(Join::Of { m, .. }) = desk.definition.steps.get(join).and_then(|step| step.join) else {
        return;
    };
    if m as usize != branches {
        let path = format!("langkah.{join}");
        desk.found
            .say_at(
                "E024",
                &path,
                &format!("{path}.gabung"),
                Say::new(format!("cabangnya {branches}, bukan {m}"), format!("there are {branches} branches, not {m}")),
            )
            .advise(
                format!("tulis `semua`, `satu`, atau `n dari {branches}`"),
                format!("write `semua`, `satu` or `n dari {branches}`"),
            );
    }
}

fn references(desk: &mut Desk) {
    let definition = desk.definition;
    let known = desk.step_ids();
    let names = || known.iter().map(String::as_str);
    for (id, field) in &definition.fields {
        let Some(step) = &field.filled_at else {
            continue;
        };
        let path = format!("isian.{id}");
        let place = format!("{path}.diisi");
        match definition.steps.get(step) {
            None => {
                let at = Missing { code: "E027", path: &path, place: &place, id: "langkah", en: "step" };
                desk.missing(at, step, names());
            }
            Some(found) if !found.is_working() && !desk.found.unread(&[&format!("langkah.{step}")]) => {
                desk.found.say_at(
                    "E027",
                    &path,
                    &place,
                    Say::new(
                        format!("langkah `{step}` dipegang pelapor; `diisi` hanya untuk langkah petugas"),
                        format!("step `{step}` is the resident's; `diisi` names a step of an office"),
                    ),
                );
            }
            Some(_) => {}
        }
    }
    later_steps(desk);
    fields_named(desk);
}

/// Fields that other keys name: `gabung.sama`, `isi_dari.ambil`.
fn fields_named(desk: &mut Desk) {
    let definition = desk.definition;
    let mut named: Vec<(String, String, &String)> = Vec::new();
    if let Some(duplicates) = &definition.duplicates {
        for (index, field) in duplicates.same.iter().enumerate() {
            named.push(("gabung".into(), format!("gabung.sama[{index}]"), field));
        }
    }
    for (id, field) in &definition.fields {
        for (index, taken) in field.prefill.iter().flat_map(|prefill| &prefill.take).enumerate() {
            let path = format!("isian.{id}.isi_dari");
            named.push((path.clone(), format!("{path}.ambil[{index}]"), taken));
        }
    }
    for (path, place, field) in named {
        if !definition.fields.contains_key(field) {
            let at = Missing { code: "E011", path: &path, place: &place, id: "isian", en: "field" };
            desk.missing(at, field, definition.fields.keys().map(String::as_str));
        }
    }
    one_form(desk);
}

/// What `ambil` names stands on the form of its key: whoever fills in the one sees what became of the other.
fn one_form(desk: &mut Desk) {
    let definition = desk.definition;
    for (id, field) in &definition.fields {
        for (index, taken) in field.prefill.iter().flat_map(|prefill| &prefill.take).enumerate() {
            let elsewhere = |taken: &Field| taken.filled_at != field.filled_at;
            if definition.fields.get(taken).is_some_and(elsewhere) {
                let path = format!("isian.{id}.isi_dari");
                let say = Say::new(
                    format!("`{taken}` diisi di formulir lain; `ambil` hanya untuk isian yang `diisi`-nya sama"),
                    format!("`{taken}` is filled in on another form; `ambil` names fields with the same `diisi`"),
                );
                desk.found.say_at("E027", &path, &format!("{path}.ambil[{index}]"), say);
            }
        }
    }
}

/// Steps that `kasus_lama`, `perpanjang` and `bayar` name.
fn later_steps(desk: &mut Desk) {
    let definition = desk.definition;
    let known = desk.step_ids();
    let names = || known.iter().map(String::as_str);
    if let RunningCases::Move(moves) = &definition.running_cases {
        for (old, new) in moves.iter().filter(|(_, new)| !definition.steps.contains_key(*new)) {
            let place = format!("layanan.kasus_lama.pindah.{old}");
            let at = Missing { code: "E023", path: "layanan.kasus_lama", place: &place, id: "langkah", en: "step" };
            desk.missing(at, new, names());
        }
    }
    let skipped = definition.letters.iter().filter_map(|(id, letter)| Some((id, letter.renewal.as_ref()?)));
    for (id, renewal) in skipped {
        for (index, step) in renewal.skip.iter().enumerate() {
            if !definition.steps.contains_key(step) {
                let path = format!("surat.{id}.perpanjang");
                let place = format!("{path}.lewati[{index}]");
                let at = Missing { code: "E028", path: &path, place: &place, id: "langkah", en: "step" };
                desk.missing(at, step, names());
            }
        }
    }
    fee_steps(desk);
}

fn fee_steps(desk: &mut Desk) {
    let definition = desk.definition;
    let known = desk.step_ids();
    let names = || known.iter().map(String::as_str);
    for (id, line) in &definition.fees.lines {
        let after = line.payment.as_ref().map(|payment| &payment.after_step);
        if let Some(step) = after.filter(|step| !definition.steps.contains_key(*step)) {
            let path = format!("biaya.{id}.bayar");
            let place = format!("{path}.pada");
            let at = Missing { code: "E023", path: &path, place: &place, id: "langkah", en: "step" };
            desk.missing(at, step, names());
        }
    }
}
