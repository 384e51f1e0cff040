//! Forms: what is asked, what must be given, and whether what came in is right (semantics R32–R34, R44).

mod fees;
mod input;
mod items;
mod parse;
mod table;
mod view;

pub use fees::{Fee, fees};
pub use input::{FieldError, Input};
pub use items::check_items;
pub(crate) use parse::value;
pub use table::browser_table;
pub use view::{View, effective, view};

use crate::lists::Lists;
use crate::model::{Definition, Field, UnitRef};
use crate::origin;
use crate::value::Answers;
use indexmap::IndexMap;

/// Longest one-line text, in characters, where `maks` does not say.
pub const TEXT_MAX: u32 = 200;
/// Longest paragraph, in characters, where `maks` does not say.
pub const PARAGRAPH_MAX: u32 = 2000;

/// Who fills the form, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The resident opens a case: every field without `diisi`.
    Opening,
    /// An officer acts at this step: the fields with `diisi` of that step (R34).
    Step(String),
    /// The resident mends these marked fields and files; fields that a change makes newly visible may be filled too (R44).
    Correction(Vec<String>),
}

impl Stage {
    /// Whether the field belongs to whoever fills the form at this stage.
    fn owns(&self, field: &Field) -> bool {
        match self {
            Self::Opening | Self::Correction(_) => field.filled_at.is_none(),
            Self::Step(step) => field.filled_at.as_ref() == Some(step),
        }
    }
}

/// A form to be checked.
#[derive(Clone, Copy, Debug)]
pub struct Sheet<'a> {
    /// The service.
    pub definition: &'a Definition,
    /// Code lists for `daftar`.
    pub lists: &'a Lists,
    /// Who fills it.
    pub stage: &'a Stage,
    /// What is known already; nothing at the opening.
    pub known: &'a Answers,
    /// How many files stand at each file field; `None` where files are not judged yet ("text first, photos may follow").
    pub files: Option<&'a IndexMap<String, usize>>,
    /// Whether what is required must be there: yes for residents, [`Definition::binds`] for an officer's action.
    pub binding: bool,
}

impl Sheet<'_> {
    /// The fields that whoever fills in this form may change: in a correction those that are marked, and those that were
    /// hidden until now (semantics R44).
    pub fn open(&self) -> impl Iterator<Item = &str> {
        let before = view(self.definition, self.known, self.stage);
        let owned = self.definition.fields.iter().filter(|(_, field)| self.stage.owns(field));
        let may = move |id: &&String| match self.stage {
            Stage::Correction(marks) => marks.contains(*id) || !before.fields.contains_key(*id),
            Stage::Opening | Stage::Step(_) => true,
        };
        owned.map(|(id, _)| id).filter(may).map(String::as_str)
    }
}

/// Checks what came in and gives typed answers, hidden fields left out (R33).
///
/// At the opening and in a correction the result is the resident's whole answers; at an officer's step only that
/// step's values.
///
/// # Errors
/// Every visible field or file that is wrong or missing, in the order of the file.
pub fn check_answers(sheet: &Sheet, input: &Input) -> Result<Answers, Vec<FieldError>> {
    let (answers, mut errors) = typed(sheet, input);
    let visible = view(sheet.definition, &answers, sheet.stage);
    errors.retain(|error| visible.fields.contains_key(&error.field));
    for (id, required) in &visible.fields {
        let wrong = errors.iter().any(|error| error.field == *id);
        if *required && sheet.binding && !wrong && answers.get(id).is_none() {
            errors.push(FieldError::required(id));
        }
    }
    if let Some(id) = placeless(sheet, &visible, &answers)
        && !errors.iter().any(|error| error.field == id)
    {
        errors.push(FieldError::new(id, "desa", "Pilih desa atau kelurahan.", "Choose the village."));
    }
    if let Some(given) = sheet.files {
        files(sheet, &visible, given, &mut errors);
    }
    if errors.is_empty() {
        return Ok(kept(sheet, answers));
    }
    let order = |error: &FieldError| {
        let field = sheet.definition.fields.get_index_of(&error.field);
        field.unwrap_or(sheet.definition.fields.len())
    };
    errors.sort_by_key(order);
    Err(errors)
}

/// What is known of a form that is not complete: what is wrong or hidden is left out, nothing is asked for.
pub fn partly(sheet: &Sheet, input: &Input) -> Answers {
    typed(sheet, input).0
}

/// The field that has to name the village, where a service belongs to the office of a place and the place is not known:
/// no other office would hold the case (R7).
fn placeless<'a>(sheet: &Sheet<'a>, visible: &View, answers: &Answers) -> Option<&'a str> {
    let definition = sheet.definition;
    let local = matches!(definition.owner, UnitRef::Area(_)) && !matches!(sheet.stage, Stage::Step(_));
    if !local || !sheet.binding || definition.village(answers).is_some() {
        return None;
    }
    let mut places = definition.fields.iter().filter(|(_, field)| field.kind.has_place());
    places.find(|(id, _)| visible.fields.contains_key(*id)).map(|(id, _)| id.as_str())
}

/// Known answers with what came in for the fields that may change.
fn typed(sheet: &Sheet, input: &Input) -> (Answers, Vec<FieldError>) {
    let definition = sheet.definition;
    let mut answers = sheet.known.clone();
    let mut errors = Vec::new();
    for (id, field) in sheet.open().filter_map(|id| definition.fields.get_key_value(id)) {
        match parse::value(id, field, input, sheet.lists) {
            Ok(Some(value)) => {
                let same = sheet.known.get(id) == Some(&value);
                if !same {
                    answers.insert(id.clone(), value);
                }
            }
            Ok(None) => answers.remove(id),
            Err(error) => {
                answers.remove(id);
                errors.push(error);
            }
        }
    }
    origin::fall(definition, sheet.known, &mut answers);
    for (id, source) in input.vouched() {
        if answers.values.contains_key(id) {
            answers.sources.insert(id.clone(), source.clone());
        }
    }
    (effective(definition, &answers), errors)
}

fn kept(sheet: &Sheet, mut answers: Answers) -> Answers {
    let owned = |id: &String| {
        let field = sheet.definition.fields.get(id);
        field.is_some_and(|field| sheet.stage.owns(field))
    };
    answers.values.retain(|id, _| owned(id));
    answers.sources.retain(|id, _| owned(id));
    answers
}

/// `Lampirkan 1 sampai 3 berkas.`, `Lampirkan 1 berkas.`
fn miscounted(id: &str, (low, high): (u32, u32)) -> FieldError {
    let range = |to: &str| if low == high { low.to_string() } else { format!("{low} {to} {high}") };
    let files = if high == 1 { "file" } else { "files" };
    let (id_range, en_range) = (range("sampai"), range("to"));
    FieldError::new(id, "jumlah_berkas", format!("Lampirkan {id_range} berkas."), format!("Attach {en_range} {files}."))
}

fn files(sheet: &Sheet, visible: &View, given: &IndexMap<String, usize>, errors: &mut Vec<FieldError>) {
    for (id, required) in &visible.files {
        let count = given.get(id).copied().unwrap_or(0);
        let Some(file) = sheet.definition.files.get(id) else {
            continue;
        };
        let (low, high) = file.count;
        if count == 0 && *required && sheet.binding {
            errors.push(FieldError::required(id));
        } else if count > 0 && (count < low as usize || count > high as usize) {
            errors.push(miscounted(id, file.count));
        }
    }
}
