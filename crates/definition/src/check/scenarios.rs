//! E09: what scenarios name exists. Whether they hold, the case engine says.

use super::{Desk, Missing};
use crate::model::{ClockName, Entry, Scenario};

pub(super) fn check(desk: &mut Desk) {
    // A step without its actions would be blamed again by every scenario.
    if desk.found.has(&["E021"]) {
        return;
    }
    let definition = desk.definition;
    for (index, scenario) in definition.scenarios.iter().enumerate() {
        let path = format!("uji[{index}]");
        for (at, entry) in scenario.run.iter().enumerate() {
            ran(desk, &path, at, entry);
        }
        expected(desk, &path, scenario);
    }
}

fn ran(desk: &mut Desk, path: &str, at: usize, entry: &Entry) {
    let Entry::Act { step, action, marks, .. } = entry else {
        return;
    };
    let definition = desk.definition;
    let place = format!("{path}.jalan[{at}]");
    if let Some(step) = step
        && !definition.steps.contains_key(step)
    {
        let known = desk.step_ids();
        let missing = Missing { code: "E091", path, place: &place, id: "langkah", en: "step" };
        return desk.missing(missing, step, known.iter().map(String::as_str));
    }
    let actions: Vec<&str> = definition
        .steps
        .iter()
        .filter(|(id, _)| step.as_ref().is_none_or(|step| step == *id))
        .flat_map(|(_, step)| step.actions.keys().map(String::as_str))
        .collect();
    if !actions.contains(&action.as_str()) {
        let missing = Missing { code: "E091", path, place: &place, id: "aksi", en: "action" };
        desk.missing(missing, action, actions);
    }
    let forms: Vec<&str> = definition.fields.keys().chain(definition.files.keys()).map(String::as_str).collect();
    for (index, mark) in marks.iter().enumerate() {
        if !forms.contains(&mark.as_str()) {
            let place = format!("{place}.tandai[{index}]");
            let missing = Missing { code: "E091", path, place: &place, id: "isian atau berkas", en: "field or file" };
            desk.missing(missing, mark, forms.iter().copied());
        }
    }
}

fn expected(desk: &mut Desk, path: &str, scenario: &Scenario) {
    let definition = desk.definition;
    let expect = &scenario.expect;
    let steps = desk.step_ids();
    let ends: Vec<String> = definition.ends.keys().cloned().collect();
    let fields: Vec<String> = definition.fields.keys().cloned().collect();
    let files: Vec<String> = definition.files.keys().cloned().collect();
    let visible: Vec<String> = fields.iter().chain(&files).cloned().collect();
    let clocks: Option<Vec<String>> = expect.lapsed.as_ref().map(|clocks| {
        clocks
            .iter()
            .filter_map(|clock| match clock {
                ClockName::Step(step) => Some(step.clone()),
                _ => None,
            })
            .collect()
    });
    let end = expect.end.as_ref().map(|end| vec![end.clone()]);
    let asked = [
        ("akhir", end, &ends, "akhir", "end"),
        ("langkah", expect.steps.clone(), &steps, "langkah", "step"),
        ("lewati", expect.skipped.clone(), &steps, "langkah", "step"),
        ("terlampaui", clocks, &steps, "langkah", "step"),
        ("berkas_wajib", expect.required_files.clone(), &files, "berkas", "file"),
        ("isian_wajib", expect.required_fields.clone(), &fields, "isian", "field"),
        ("tampil", expect.visible.clone(), &visible, "isian atau berkas", "field or file"),
    ];
    for (key, names, known, id, en) in asked {
        let place = format!("{path}.harap.{key}");
        for (index, name) in names.iter().flatten().enumerate().filter(|(_, name)| !known.contains(name)) {
            let one = format!("{place}[{index}]");
            let place = if desk.found.spans.value(&one).is_some() { one } else { place.clone() };
            let missing = Missing { code: "E092", path, place: &place, id, en };
            desk.missing(missing, name, known.iter().map(String::as_str));
        }
    }
}
