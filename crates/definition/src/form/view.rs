//! What is visible and what is required (semantics R32, R33).

use super::Stage;
use crate::model::{Definition, Rule};
use crate::value::Answers;
use indexmap::IndexMap;

/// Visible fields and files in the order of the file, each with whether it must be given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// Visible fields that belong to the stage.
    pub fields: IndexMap<String, bool>,
    /// Visible files; none at an officer's step.
    pub files: IndexMap<String, bool>,
}

impl View {
    /// The ids of required fields.
    pub fn required_fields(&self) -> Vec<&str> {
        required(&self.fields)
    }

    /// The ids of required files.
    pub fn required_files(&self) -> Vec<&str> {
        required(&self.files)
    }
}

fn required(map: &IndexMap<String, bool>) -> Vec<&str> {
    let asked = map.iter().filter(|(_, required)| **required);
    asked.map(|(id, _)| id.as_str()).collect()
}

fn holds(rule: &Rule, answers: &Answers) -> bool {
    match rule {
        Rule::Always => true,
        Rule::Never => false,
        Rule::When(condition) => condition.holds(answers),
    }
}

/// What is visible and required with these answers, at this stage.
pub fn view(definition: &Definition, answers: &Answers, stage: &Stage) -> View {
    let (answers, shown) = judged(definition, answers);
    let mut view = View::default();
    for (id, field) in &definition.fields {
        if stage.owns(field) && shown.contains(&id.as_str()) {
            view.fields.insert(id.clone(), holds(&field.required, &answers));
        }
    }
    if !matches!(stage, Stage::Step(_)) {
        for (id, file) in &definition.files {
            if holds(&file.visible, &answers) {
                view.files.insert(id.clone(), holds(&file.required, &answers));
            }
        }
    }
    view
}

/// The answers without the values of hidden fields and of fields that do not exist (R33).
pub fn effective(definition: &Definition, answers: &Answers) -> Answers {
    judged(definition, answers).0
}

/// Judges each field after those that its `tampil` speaks of; in a circle nothing is shown.
fn judged<'a>(definition: &'a Definition, answers: &Answers) -> (Answers, Vec<&'a str>) {
    let mut known = Answers::new();
    let mut shown: Vec<&str> = Vec::new();
    let mut waiting: Vec<&str> = definition.fields.keys().map(String::as_str).collect();
    loop {
        let before = waiting.len();
        let unjudged = waiting.clone();
        waiting.retain(|id| {
            let rule = &definition.fields[*id].visible;
            if let Rule::When(condition) = rule
                && condition.expr.fields().iter().any(|field| unjudged.contains(field))
            {
                return true;
            }
            if holds(rule, &known) {
                shown.push(id);
                if let Some(value) = answers.get(id) {
                    known.insert(*id, value.clone());
                }
                if let Some(source) = answers.sources.get(*id) {
                    known.sources.insert((*id).to_owned(), source.clone());
                }
            }
            false
        });
        if waiting.len() == before {
            break;
        }
    }
    known.values.sort_by_cached_key(|id, _| definition.fields.get_index_of(id));
    (known, shown)
}

impl Definition {
    /// The village of the first visible `titik` or `alamat` field, which `wilayah` means (R7); `None` while it is
    /// not known.
    pub fn village(&self, answers: &Answers) -> Option<String> {
        let (known, shown) = judged(self, answers);
        let mut places = self.fields.iter().filter(|(_, field)| field.kind.has_place());
        let (id, _) = places.find(|(id, _)| shown.contains(&id.as_str()))?;
        known.get(id)?.village().map(str::to_owned)
    }
}
