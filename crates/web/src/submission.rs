//! What was sent with a form: text fields and files, within limits, cleaned.

use crate::error::Error;
use crate::format::Words;
use crate::frame::{Frame, Limits};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request, multipart::Field};
use bytes::{Bytes, BytesMut};
use http::header::CONTENT_TYPE;
use http_body_util::BodyExt;
use std::sync::Arc;

/// A file that was sent. Its name is a text to show, never a path; its type is what the bytes say, not what was claimed.
#[derive(Clone, PartialEq, Eq)]
pub struct Upload {
    /// Name of the form field.
    pub field: String,
    /// The last part of the name it had, cleaned, at most 100 characters.
    pub name: String,
    /// Its bytes.
    pub bytes: Bytes,
}

impl std::fmt::Debug for Upload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Upload({}, {} bytes)", self.field, self.bytes.len())
    }
}

/// A form that was sent, as `multipart/form-data` or `application/x-www-form-urlencoded`; last argument of a handler.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Submission {
    texts: Vec<(String, String)>,
    files: Vec<Upload>,
}

impl std::fmt::Debug for Submission {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Submission({} texts, {} files)", self.texts.len(), self.files.len())
    }
}

impl Submission {
    /// A form with these texts; for tests and for forms that are drawn again.
    pub fn of(texts: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>) -> Self {
        let texts = texts.into_iter().map(|(name, text)| (name.into(), text.into()));
        Self { texts: texts.collect(), files: Vec::new() }
    }

    /// The same form with one text set.
    #[must_use]
    pub fn with(&self, name: &str, text: &str) -> Self {
        let others = self.texts.iter().filter(|(known, _)| known != name).cloned();
        Self { texts: others.chain([(name.to_owned(), text.to_owned())]).collect(), files: self.files.clone() }
    }

    /// The first text of this name; empty when there is none.
    pub fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or("")
    }

    /// The first text of this name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.texts.iter().find(|(found, _)| found == name).map(|(_, text)| text.as_str())
    }

    /// All texts of this name, as ticked boxes send them.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.texts.iter().filter(move |(found, _)| found == name).map(|(_, text)| text.as_str())
    }

    /// Every text with its name, in the order of the form.
    pub fn texts(&self) -> &[(String, String)] {
        &self.texts
    }

    /// Every file, in the order of the form; empty file inputs are left out.
    pub fn files(&self) -> &[Upload] {
        &self.files
    }

    /// The files of one field.
    pub fn files_of<'a>(&'a self, field: &'a str) -> impl Iterator<Item = &'a Upload> {
        self.files.iter().filter(move |file| file.field == field)
    }

    fn push_text(&mut self, name: &str, text: &str, limits: &Limits) -> Result<(), Error> {
        if self.texts.len() >= limits.fields {
            return Err(Error::unreadable());
        }
        self.texts.push((clean_line(name), clean(text)));
        Ok(())
    }
}

impl<S: Send + Sync> FromRequest<S> for Submission {
    type Rejection = Error;

    async fn from_request(mut request: Request, state: &S) -> Result<Self, Error> {
        let frame = request.extensions().get::<Arc<Frame>>().cloned().ok_or_else(Error::not_assembled)?;
        let kind =
            request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("").to_ascii_lowercase();
        if kind.starts_with("multipart/form-data") {
            DefaultBodyLimit::disable().apply(&mut request);
            let parts = Multipart::from_request(request, state).await.map_err(|_| Error::unreadable())?;
            Reader::new(&frame).read(parts).await
        } else if kind.is_empty() || kind.starts_with("application/x-www-form-urlencoded") {
            let most = usize::try_from(frame.limits().form_bytes).unwrap_or(usize::MAX).min(4 * 1024 * 1024);
            let body = http_body_util::Limited::new(request.into_body(), most);
            let body = body.collect().await.map_err(|_| too_large(&frame, most as u64))?;
            from_pairs(&body.to_bytes(), frame.limits())
        } else {
            Err(Error::unreadable())
        }
    }
}

fn from_pairs(body: &[u8], limits: &Limits) -> Result<Submission, Error> {
    let mut submission = Submission::default();
    for pair in body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
        let mut halves = pair.splitn(2, |byte| *byte == b'=');
        let name = decode(halves.next().unwrap_or_default());
        let text = decode(halves.next().unwrap_or_default());
        submission.push_text(&name, &text, limits)?;
    }
    Ok(submission)
}

/// A name or value of an encoded form or query.
pub(crate) fn decode(encoded: &[u8]) -> String {
    let spaced: Vec<u8> = encoded.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
    let bytes: Vec<u8> = percent_encoding::percent_decode(&spaced).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Reads on after a limit is passed (up to `PATIENCE` times the limit) without keeping anything, because a browser
/// shows our answer only when it may send all of its form.
struct Reader<'a> {
    frame: &'a Frame,
    limits: &'a Limits,
    seen: u64,
    passed: Option<u64>,
    submission: Submission,
}

const PATIENCE: u64 = 4;

impl<'a> Reader<'a> {
    fn new(frame: &'a Frame) -> Self {
        Self { frame, limits: frame.limits(), seen: 0, passed: None, submission: Submission::default() }
    }

    async fn read(mut self, mut parts: Multipart) -> Result<Submission, Error> {
        while let Some(field) = parts.next_field().await.map_err(|_| Error::unreadable())? {
            self.field(field).await?;
        }
        match self.passed {
            Some(limit) => Err(too_large(self.frame, limit)),
            None => Ok(self.submission),
        }
    }

    async fn field(&mut self, mut field: Field<'_>) -> Result<(), Error> {
        let name = clean_line(field.name().unwrap_or(""));
        let file = field.file_name().map(file_name);
        let most = if file.is_some() { self.limits.file_bytes } else { self.limits.text_bytes };
        let mut bytes = BytesMut::new();
        let mut length = 0;
        while let Some(chunk) = field.chunk().await.map_err(|_| Error::unreadable())? {
            length += chunk.len() as u64;
            self.seen += chunk.len() as u64;
            if self.seen > self.limits.form_bytes * PATIENCE {
                return Err(too_large(self.frame, self.limits.form_bytes));
            }
            if length > most {
                self.passed.get_or_insert(most);
            }
            if self.seen > self.limits.form_bytes {
                self.passed.get_or_insert(self.limits.form_bytes);
            }
            if self.passed.is_none() {
                bytes.extend_from_slice(&chunk);
            }
        }
        self.keep(name, file, bytes.freeze())
    }

    fn keep(&mut self, field: String, file: Option<String>, bytes: Bytes) -> Result<(), Error> {
        let Some(name) = file else {
            return self.submission.push_text(&field, &String::from_utf8_lossy(&bytes), self.limits);
        };
        if bytes.is_empty() {
            return Ok(());
        }
        if self.submission.files.len() >= self.limits.files {
            return Err(Error::too_many_files(self.limits.files));
        }
        self.submission.files.push(Upload { field, name, bytes });
        Ok(())
    }
}

fn too_large(frame: &Frame, bytes: u64) -> Error {
    let words = Words { lang: kernel::Lang::Id, zone: frame.city().zone };
    Error::too_large(words.size(bytes))
}

/// Line ends become `\n`; NUL and other control characters, and marks that turn the direction of writing, go.
pub(crate) fn clean(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").chars().filter(|c| matches!(c, '\n' | '\t') || !hidden(*c)).collect()
}

fn clean_line(text: &str) -> String {
    text.chars().filter(|c| !hidden(*c)).collect()
}

fn hidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn file_name(claimed: &str) -> String {
    let last = claimed.rsplit(['/', '\\']).next().unwrap_or("");
    let name: String = clean_line(last).trim_start_matches('.').chars().take(100).collect();
    if name.trim().is_empty() { "berkas".to_owned() } else { name }
}
