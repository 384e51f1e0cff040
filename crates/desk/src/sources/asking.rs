//! A form that asks sources: at the opening, where a returned case is mended, or at the step of an officer.

use definition::origin::{self, Inquiry};
use definition::{Answers, Definition, Lists, Sheet, Stage};
use std::borrow::Cow;

/// Whose form it is, and what is known of the case besides.
pub(crate) struct Asking<'a> {
    pub definition: &'a Definition,
    pub stage: Cow<'a, Stage>,
    pub known: Cow<'a, Answers>,
}

impl<'a> Asking<'a> {
    /// The form that opens a case.
    pub fn opening(definition: &'a Definition) -> Self {
        Self { definition, stage: Cow::Owned(Stage::Opening), known: Cow::Owned(Answers::new()) }
    }

    /// A form of a case that is open.
    pub fn of_case(definition: &'a Definition, stage: &'a Stage, known: &'a Answers) -> Self {
        Self { definition, stage: Cow::Borrowed(stage), known: Cow::Borrowed(known) }
    }

    /// The form as it is checked; nothing is asked for yet, and files are not judged.
    pub fn sheet<'s>(&'s self, lists: &'s Lists) -> Sheet<'s> {
        Sheet {
            definition: self.definition,
            lists,
            stage: &self.stage,
            known: &self.known,
            files: None,
            binding: false,
        }
    }

    /// The fields that whoever fills it in may change.
    pub fn open(&self, lists: &Lists) -> Vec<&'a str> {
        let sheet = self.sheet(lists);
        let open: Vec<&str> = sheet.open().collect();
        self.definition.fields.keys().map(String::as_str).filter(|id| open.contains(id)).collect()
    }

    /// What can be asked on this form: where at least one of the fields may change.
    pub(super) fn inquiries(&self, lists: &Lists) -> Vec<Inquiry<'a>> {
        let open = self.open(lists);
        origin::all(self.definition).filter(|inquiry| inquiry.fields().any(|id| open.contains(&id))).collect()
    }

    /// The fields that a source may fill in here: what is not marked stays as it is.
    pub(super) fn fillable<'i>(&self, inquiry: &Inquiry<'i>, lists: &Lists) -> Vec<&'i str> {
        let open = self.open(lists);
        inquiry.filled.iter().copied().filter(|id| open.contains(id)).collect()
    }
}
