//! E031–E034: what silence does must always be possible (semantics R50, R51).

use super::{Desk, Missing};
use crate::model::{Action, Definition, Lapse, LapseAction, Outcome};
use crate::say::Say;

pub(super) fn check(desk: &mut Desk) {
    let definition = desk.definition;
    for (id, step) in &definition.steps {
        let Some(lapse) = &step.lapse else { continue };
        let path = format!("langkah.{id}.lewat");
        let written = desk.found.spans.key(&format!("langkah.{id}.tenggat")).is_some();
        if step.deadlines.is_empty() && !written && !desk.found.unread(&[&format!("langkah.{id}")]) {
            desk.found.say_at(
                "E033",
                &path,
                &path,
                Say::new(
                    "`lewat` tanpa `tenggat`: jam langkah ini tidak ada",
                    "`lewat` without `tenggat`: this step has no clock",
                ),
            );
        }
        step_action(desk, id, lapse);
    }
    if let Some(lapse) = &definition.deadline.lapse {
        if definition.deadline.total.is_none() && !desk.found.unread(&["tenggat"]) {
            desk.found.say_at(
                "E033",
                "tenggat.lewat",
                "tenggat.lewat",
                Say::new("`lewat` tanpa `total`", "`lewat` without `total`"),
            );
        }
        total_action(desk, lapse);
    }
}

fn step_action(desk: &mut Desk, id: &str, lapse: &Lapse) {
    let Some(named) = &lapse.action else { return };
    let path = format!("langkah.{id}.lewat");
    let place = format!("{path}.aksi");
    let definition = desk.definition;
    let actions = &definition.steps[id].actions;
    let Some(action) = actions.get(&named.action) else {
        let at = Missing {
            code: "E031",
            path: &path,
            place: &place,
            id: "pada langkah ini aksi",
            en: "action on this step called",
        };
        desk.missing(at, &named.action, actions.keys().map(String::as_str));
        return;
    };
    if action.condition.is_some() || action.max_uses.is_some() {
        desk.found.say_at(
            "E032",
            &path,
            &place,
            Say::new(
                format!(
                    "aksi `{}` memakai `jika` atau `maks`; diamnya pemegang langkah harus selalu berakibat",
                    named.action
                ),
                format!("action `{}` has `jika` or `maks`; silence must always have its effect", named.action),
            ),
        );
    }
    if definition.is_working(id) && grants(definition, action) && lapse.legal_basis.is_none() {
        without_basis(desk, &path, &place);
    }
}

/// Whether the action leads straight to an end that gives what was asked for.
fn grants(definition: &Definition, action: &Action) -> bool {
    let mut ends = action.targets.iter().filter_map(|target| definition.ends.get(target.id()));
    ends.any(|end| end.outcome == Outcome::Success)
}

fn without_basis(desk: &mut Desk, path: &str, place: &str) {
    desk.found
        .say_at(
            "E034",
            path,
            place,
            Say::new(
                "diamnya kantor hanya memutus dengan dasar hukum; tulis `dasar`",
                "an office's silence decides only with a legal basis; write `dasar`",
            ),
        )
        .advise("atau beri tahu atasan: `naik = \"jabatan@unit\"`", "or tell a superior: `naik = \"title@unit\"`");
}

fn total_action(desk: &mut Desk, lapse: &Lapse) {
    let Some(named) = &lapse.action else { return };
    let (path, place) = ("tenggat.lewat", "tenggat.lewat.aksi");
    if lapse.legal_basis.is_none() {
        without_basis(desk, path, place);
    }
    total_target(desk, named);
}

/// The action exists, once, and leads to an end.
fn total_target(desk: &mut Desk, named: &LapseAction) {
    let (path, place) = ("tenggat.lewat", "tenggat.lewat.aksi");
    let found: Vec<(&String, bool)> = desk
        .definition
        .steps
        .iter()
        .filter(|(id, _)| named.step.is_empty() || **id == named.step)
        .filter_map(|(id, step)| Some((id, step.actions.get(&named.action)?.ends_case())))
        .collect();
    match found.as_slice() {
        [] => {
            let known: Vec<String> =
                desk.definition.steps.values().flat_map(|step| step.actions.keys().cloned()).collect();
            let at = Missing { code: "E031", path, place, id: "aksi", en: "action" };
            desk.missing(at, &named.action, known.iter().map(String::as_str));
        }
        [(_, true)] => {}
        [(_, false)] => {
            desk.found.say_at(
                "E031",
                path,
                place,
                Say::new("aksi ini tidak menuju akhir", "this action does not lead to an end"),
            );
        }
        [(first, _), ..] => {
            desk.found.say_at(
                "E031",
                path,
                place,
                Say::new(
                    format!("aksi itu ada di beberapa langkah; tulis misalnya `{first}.{}`", named.action),
                    format!("several steps have that action; write for example `{first}.{}`", named.action),
                ),
            );
        }
    }
}
