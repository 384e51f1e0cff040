//! Forms drawn from a service definition, and what came back read into answers.
//!
//! The names of inputs: a field `x` is sent as `x`; a `titik` as `x.desa`, `x.patokan`, `x.koordinat`; an `alamat` as
//! `x.desa`, `x`; files as the id of the file field. `input` makes of it what the definition checks. The server decides what is visible and required; the
//! browser hides by the table in `data-syarat`, and without script each conditional field says its condition.

mod condition;
mod draw;
mod place;
mod read;
mod uploads;

pub use place::{District, Places, coordinate};
pub use read::{input, texts};
pub use uploads::upload_attributes;

use crate::error::Error;
use crate::markup::Markup;
use crate::submission::Submission;
use crate::view::View;
use definition::form::{FieldError, Stage, browser_table};
use definition::model::{Definition, Exif, Field, FieldKind, FileField, FileKind, Item, ItemKind, Rule, TextLimits};
use definition::standard::condition_in_words;
use definition::{Answers, Condition, Lists};
use kernel::Lang;
use serde_json::Value as Json;
use std::borrow::Cow;

/// Something in a form that must be mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Id of the field or file field.
    pub field: String,
    /// The part of a place: `desa`, `patokan`, `koordinat`.
    pub part: Option<&'static str>,
    /// What to do, in the reader's language.
    pub message: String,
}

impl Mistake {
    /// A mistake in a whole field.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), part: None, message: message.into() }
    }

    /// What the definition found wrong, in the reader's language.
    pub fn found(error: &FieldError, lang: Lang) -> Self {
        let parts = ["desa", "patokan", "koordinat"];
        Self {
            field: error.field.clone(),
            part: parts.into_iter().find(|part| *part == error.code),
            message: error.say.lang(lang).to_owned(),
        }
    }

    /// All of what the definition found wrong.
    pub fn all(errors: &[FieldError], lang: Lang) -> Vec<Self> {
        errors.iter().map(|error| Self::found(error, lang)).collect()
    }
}

/// A file that waits in the server's draft, so that it need not be chosen again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Id of the file field.
    pub field: String,
    /// What it is called.
    pub name: String,
    /// Where it can be looked at: is the writing readable?
    pub address: Option<String>,
    /// It is a picture, which a page may show.
    pub picture: bool,
}

/// A form to be drawn. Everything is borrowed; `draw` makes the HTML.
pub struct Form<'a> {
    view: &'a View,
    lists: &'a Lists,
    places: &'a Places,
    fields: Vec<(&'a str, Cow<'a, Field>)>,
    files: Vec<(&'a str, Cow<'a, FileField>)>,
    table: Json,
    definition: Option<&'a Definition>,
    values: Submission,
    known: Option<&'a Answers>,
    mistakes: &'a [Mistake],
    kept: &'a [Kept],
    uploads: Option<&'a str>,
    below: Vec<(&'a str, &'a Markup)>,
}

/// A drawn form: put `summary` above it, `attributes` into the `<form>` tag, `fields` inside.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// The list of mistakes with links to the fields; takes the focus. Empty when there are none.
    pub summary: Markup,
    /// ` data-…` attributes for the `<form>` tag; they begin with a space.
    pub attributes: Markup,
    /// All fields.
    pub fields: Markup,
}

impl<'a> Form<'a> {
    /// An empty form.
    pub fn new(view: &'a View, lists: &'a Lists, places: &'a Places) -> Self {
        Self {
            view,
            lists,
            places,
            fields: Vec::new(),
            files: Vec::new(),
            table: Json::Null,
            definition: None,
            values: Submission::default(),
            known: None,
            mistakes: &[],
            kept: &[],
            uploads: None,
            below: Vec::new(),
        }
    }

    /// Asks what this stage asks: at the opening and for corrections also the files.
    #[must_use]
    pub fn of(mut self, definition: &'a Definition, stage: &Stage) -> Self {
        self = self.asking(definition);
        let asked = |id: &str, filled_at: Option<&String>| match stage {
            Stage::Opening => filled_at.is_none(),
            Stage::Step(step) => filled_at == Some(step),
            Stage::Correction(marks) => marks.iter().any(|mark| mark == id),
        };
        for (id, field) in &definition.fields {
            if asked(id, field.filled_at.as_ref()) {
                self.fields.push((id, Cow::Borrowed(field)));
            }
        }
        if matches!(stage, Stage::Correction(_)) {
            self.follow(definition);
        }
        for (id, file) in &definition.files {
            if !matches!(stage, Stage::Step(_)) && asked(id, None) {
                self.files.push((id, Cow::Borrowed(file)));
            }
        }
        self
    }

    /// Asks nothing yet, but knows the rules by which questions of this definition are shown.
    #[must_use]
    pub fn asking(mut self, definition: &'a Definition) -> Self {
        self.table = browser_table(definition);
        self.definition = Some(definition);
        self
    }

    /// In a correction, fields that a change of the marked ones may make visible (semantics R44).
    fn follow(&mut self, definition: &'a Definition) {
        let marked = self.fields.clone();
        let follows = |field: &Field| match &field.visible {
            Rule::When(condition) => field.filled_at.is_none() && condition::speaks_of(&marked, &condition.expr),
            _ => false,
        };
        let all = definition.fields.iter();
        let kept = all.filter(|(id, field)| marked.iter().any(|(known, _)| known == id) || follows(field));
        self.fields = kept.map(|(id, field)| (id.as_str(), Cow::Borrowed(field))).collect();
    }

    /// Asks one more field.
    #[must_use]
    pub fn field(mut self, id: &'a str, field: &'a Field) -> Self {
        self.fields.push((id, Cow::Borrowed(field)));
        self
    }

    /// Asks for one more file.
    #[must_use]
    pub fn file(mut self, id: &'a str, file: &'a FileField) -> Self {
        self.files.push((id, Cow::Borrowed(file)));
        self
    }

    /// Asks a checklist or evidence of a step; `binding` is `Definition::binds` of the action, and makes `!` required.
    #[must_use]
    pub fn items(mut self, items: &'a [Item], binding: bool) -> Self {
        for item in items {
            let required = if item.required && binding { Rule::Always } else { Rule::Never };
            match item.kind {
                ItemKind::Photo => self.files.push((&item.id, Cow::Owned(photo(item, required)))),
                _ => self.fields.push((&item.id, Cow::Owned(checked(item, required)))),
            }
        }
        self
    }

    /// What stands in the fields: as it was sent, mistakes included.
    #[must_use]
    pub fn values(mut self, values: &Submission) -> Self {
        self.values = values.clone();
        self
    }

    /// What is known of the case besides this form; conditions may speak of it.
    #[must_use]
    pub fn known(mut self, known: &'a Answers) -> Self {
        self.known = Some(known);
        self
    }

    /// What must be mended.
    #[must_use]
    pub fn mistakes(mut self, mistakes: &'a [Mistake]) -> Self {
        self.mistakes = mistakes;
        self
    }

    /// Files that need not be chosen again.
    #[must_use]
    pub fn kept(mut self, kept: &'a [Kept]) -> Self {
        self.kept = kept;
        self
    }

    /// Where the script sends files in pieces; without script they go with the form.
    #[must_use]
    pub fn uploads(mut self, address: &'a str) -> Self {
        self.uploads = Some(address);
        self
    }

    /// What stands below a field, where that is asked here: a button of its own.
    #[must_use]
    pub fn below(mut self, id: &'a str, more: &'a Markup) -> Self {
        self.below.push((id, more));
        self
    }

    /// The fields that it asks, files left out.
    pub fn asked(&self) -> Vec<&'a str> {
        self.fields.iter().map(|(id, _)| *id).collect()
    }

    /// Makes the HTML.
    ///
    /// # Errors
    /// A template failed.
    pub fn draw(&self) -> Result<Drawn, Error> {
        let mut html = String::with_capacity(4096);
        for (id, field) in &self.fields {
            if self.stands(&field.visible) {
                html.push_str(draw::field(self, id, field)?.as_str());
            }
            let own = self.below.iter().filter(|(known, _)| known == id);
            own.for_each(|(_, more)| html.push_str(more.as_str()));
        }
        for (id, file) in &self.files {
            if self.stands(&file.visible) {
                html.push_str(draw::file(self, id, file)?.as_str());
            }
        }
        Ok(Drawn {
            summary: named_summary(self.view, self.mistakes, |field| self.label(field))?,
            attributes: self.attributes(),
            fields: Markup::trusted(html),
        })
    }

    /// What the form calls this field; empty for what it does not ask.
    fn label(&self, id: &str) -> &str {
        let field = self.fields.iter().find(|(known, _)| *known == id).map(|(_, field)| field.label.as_str());
        let file = || self.files.iter().find(|(known, _)| *known == id).map(|(_, file)| file.label.as_str());
        field.or_else(file).unwrap_or_default()
    }

    fn attributes(&self) -> Markup {
        let conditions = condition::attributes(self);
        match self.uploads.filter(|_| !self.files.is_empty()) {
            Some(address) => Markup::trusted(format!("{conditions}{}", upload_attributes(self.view, address))),
            None => conditions,
        }
    }

    fn condition_words(&self, condition: &Condition) -> String {
        let said = self.definition.map(|definition| condition_in_words(definition, condition));
        said.map_or_else(|| condition.source.clone(), |said| said.lang(self.view.lang()).to_owned())
    }

    /// Whether the field is drawn at all: a condition that speaks only of what is already known is judged here.
    fn stands(&self, visible: &Rule) -> bool {
        match visible {
            Rule::Always => true,
            Rule::Never => false,
            Rule::When(condition) => {
                condition::speaks_of_form(self, &condition.expr)
                    || self.known.is_some_and(|known| condition.holds(known))
            }
        }
    }
}

#[derive(askama::Template)]
#[template(path = "form/summary.html")]
struct Summary<'a> {
    v: &'a View,
    /// Where it leads, what the field is called, what to do.
    mistakes: Vec<(String, &'a str, &'a str)>,
}

/// The list of mistakes at the head of a form, also for forms that are not drawn from a definition.
///
/// # Errors
/// The template failed.
pub fn summary(view: &View, mistakes: &[Mistake]) -> Result<Markup, Error> {
    named_summary(view, mistakes, |_| "")
}

/// The same with the names of the fields, so that one empty field is told from another.
///
/// # Errors
/// The template failed.
pub fn named_summary<'a>(
    view: &'a View,
    mistakes: &'a [Mistake],
    label: impl Fn(&'a str) -> &'a str,
) -> Result<Markup, Error> {
    if mistakes.is_empty() {
        return Ok(Markup::default());
    }
    let mistakes = mistakes.iter().map(|mistake| {
        let anchor = match mistake.part {
            Some("patokan") => format!("f-{}-kata", mistake.field),
            Some(part) => format!("f-{}-{part}", mistake.field),
            None => format!("f-{}", mistake.field),
        };
        (anchor, label(&mistake.field), mistake.message.as_str())
    });
    Markup::of(&Summary { v: view, mistakes: mistakes.collect() })
}

fn checked(item: &Item, required: Rule) -> Field {
    Field {
        label: item.label(),
        help: None,
        kind: match item.kind {
            ItemKind::Number => FieldKind::Number { range: None, unit: None },
            ItemKind::YesNo => FieldKind::YesNo,
            ItemKind::Text | ItemKind::Photo => FieldKind::Paragraph(TextLimits::default()),
        },
        required,
        visible: Rule::Always,
        filled_at: None,
        prefill: None,
        personal: None,
    }
}

/// Photos of a checklist: one to four of at most 8 MB, made smaller on the device.
fn photo(item: &Item, required: Rule) -> FileField {
    FileField {
        label: item.label(),
        help: None,
        kinds: vec![FileKind::Jpg, FileKind::Png, FileKind::Webp],
        max_bytes: 8 * 1024 * 1024,
        count: (1, 4),
        required,
        visible: Rule::Always,
        shrink_px: Some(1600),
        exif: Exif::Drop,
        example: None,
        personal: None,
    }
}
