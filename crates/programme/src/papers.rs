//! Documents of this room as files: the same book as tagged PDF and as DOCX. Nothing is kept: each is made of what is so now.

use crate::programme::Programme;
use crate::refusal::Refused;
use axum::http::header;
use axum::response::IntoResponse as _;
use paper::book::{Book, values};
use paper::docx;
use std::sync::Arc;
use tokio::sync::{Mutex, Semaphore};
use web::Answer;

/// Documents that are being made or wait for it; who comes then is told to come back.
const WAITING: usize = 5;

/// How a document leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Tagged PDF; where the program holds no press the page says so.
    Pdf,
    /// DOCX, for whoever has to go on writing.
    Docx,
}

impl Form {
    /// What stands behind the point of a file's name.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
        }
    }

    /// The form with this ending.
    pub fn parse(ending: &str) -> Option<Self> {
        [Self::Pdf, Self::Docx].into_iter().find(|form| form.ending() == ending)
    }

    const fn media(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => docx::MEDIA,
        }
    }
}

/// Documents are made one after the other, and few wait: many downloads at once do not take the server down.
pub(crate) struct Queue {
    places: Semaphore,
    turn: Mutex<()>,
}

impl Default for Queue {
    fn default() -> Self {
        Self { places: Semaphore::new(WAITING), turn: Mutex::new(()) }
    }
}

/// The document as a download called `name` and the form's ending.
///
/// # Errors
/// The program holds no press, it failed, or too many documents are being made.
pub async fn answer(programme: &Programme, book: &Book, form: Form, name: &str) -> Answer {
    let file = programme.made(book, form).await?;
    let file = web::download(&format!("{name}.{}", form.ending()), form.media(), file)?;
    Ok(([(header::CACHE_CONTROL, "no-store")], file).into_response())
}

impl Programme {
    /// Whether this program can make a PDF.
    pub fn prints(&self) -> bool {
        self.deps().press.is_some()
    }

    async fn made(&self, book: &Book, form: Form) -> Result<Vec<u8>, Refused> {
        let queue = &self.0.queue;
        let press = self.deps().press.clone();
        let press = match form {
            Form::Pdf => Some(press.ok_or(Refused::NoPress)?),
            Form::Docx => None,
        };
        let _place = queue.places.try_acquire().map_err(|_| Refused::Printing)?;
        let _turn = queue.turn.lock().await;
        let (book, now, zone) = (Arc::new(book.clone()), self.now(), self.deps().zone);
        let made = tokio::task::spawn_blocking(move || match press {
            Some(press) => {
                let mut values = values(&book);
                values["zona"] = zone.to_string().into();
                press(paper::BOOK, &values, now)
            }
            None => docx::docx(&book),
        });
        made.await.map_err(|error| Refused::Failed(error.to_string()))?.map_err(|lines| {
            tracing::error!(lines, "a document could not be made");
            Refused::Press(lines)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_known_by_its_ending() {
        assert_eq!(
            [Form::parse("pdf"), Form::parse("docx"), Form::parse("exe")],
            [Some(Form::Pdf), Some(Form::Docx), None]
        );
    }
}
