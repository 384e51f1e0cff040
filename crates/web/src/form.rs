//! Forms drawn from a service definition, and what came back read into answers.
//!
//! The names of inputs: a field `x` is sent as `x`; a `titik` as `x.desa`, `x.patokan`, `x.koordinat`; an `alamat` as
//! `x.desa`, `x.alamat`; files as the id of the file field. The server decides what is visible and required; the
//! browser hides by the table in `data-syarat`, and without script each conditional field says its condition.

mod condition;
mod draw;
mod place;
mod read;

pub use place::{District, Places, coordinate};
pub use read::{Misread, answers, texts};

use crate::error::Error;
use crate::markup::Markup;
use crate::submission::Submission;
use crate::view::View;
use definition::model::{Field, FileField, Rule};
use definition::{Answers, Lists};

/// Something in a form that must be mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Id of the field or file field.
    pub field: String,
    /// The part of a place or address: `desa`, `patokan`, `koordinat`, `alamat`.
    pub part: Option<&'static str>,
    /// What to do, in the reader's language.
    pub message: String,
}

impl Mistake {
    /// A mistake in a whole field.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            part: None,
            message: message.into(),
        }
    }
}

/// A file that waits in the server's draft, so that it need not be chosen again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Id of the file field.
    pub field: String,
    /// The name it had.
    pub name: String,
}

/// A form to be drawn. Everything is borrowed; `draw` makes the HTML.
pub struct Form<'a> {
    view: &'a View,
    lists: &'a Lists,
    places: &'a Places,
    fields: Vec<(&'a str, &'a Field)>,
    files: Vec<(&'a str, &'a FileField)>,
    values: Submission,
    known: Option<&'a Answers>,
    mistakes: &'a [Mistake],
    kept: &'a [Kept],
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
            values: Submission::default(),
            known: None,
            mistakes: &[],
            kept: &[],
        }
    }

    /// Asks these fields, in this order.
    #[must_use]
    pub fn fields(mut self, fields: impl IntoIterator<Item = (&'a String, &'a Field)>) -> Self {
        self.fields
            .extend(fields.into_iter().map(|(id, field)| (id.as_str(), field)));
        self
    }

    /// Asks for these files, after the fields.
    #[must_use]
    pub fn files(mut self, files: impl IntoIterator<Item = (&'a String, &'a FileField)>) -> Self {
        self.files
            .extend(files.into_iter().map(|(id, file)| (id.as_str(), file)));
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
        }
        for (id, file) in &self.files {
            if self.stands(&file.visible) {
                html.push_str(draw::file(self, id, file)?.as_str());
            }
        }
        Ok(Drawn {
            summary: summary(self.view, self.mistakes)?,
            attributes: condition::attributes(self),
            fields: Markup::trusted(html),
        })
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
    mistakes: Vec<(String, &'a str)>,
}

/// The list of mistakes at the head of a form, also for forms that are not drawn from a definition.
///
/// # Errors
/// The template failed.
pub fn summary(view: &View, mistakes: &[Mistake]) -> Result<Markup, Error> {
    if mistakes.is_empty() {
        return Ok(Markup::default());
    }
    let mistakes = mistakes.iter().map(|mistake| {
        let anchor = match mistake.part {
            Some(part) => format!("f-{}-{part}", mistake.field),
            None => format!("f-{}", mistake.field),
        };
        (anchor, mistake.message.as_str())
    });
    Markup::of(&Summary {
        v: view,
        mistakes: mistakes.collect(),
    })
}
