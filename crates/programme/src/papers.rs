//! Documents of this room as files: the same book as tagged PDF and as DOCX.

use crate::programme::Programme;
use crate::refusal::Refused;
use paper::book::Book;
use web::Answer;

/// How a document leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Tagged PDF; where the program holds no press the page says so.
    Pdf,
    /// DOCX, for whoever has to go on writing.
    Docx,
}

/// The document as a download called `name` and the form's ending.
///
/// # Errors
/// The program holds no press, or it failed.
pub async fn answer(programme: &Programme, book: &Book, form: Form, name: &str) -> Answer {
    let _ = (programme, book, form, name);
    Err(Refused::NotThere.into())
}
