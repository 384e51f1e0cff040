//! `/surat/periksa`: checks the code of a printed letter. Kept by the browser or saved to disk, its script does so without
//! a connection; without a script the form asks the server.

use super::sentence;
use crate::letters::Letters;
use crate::model::digest::Words;
use askama::Template;
use axum::extract::State;
use cases::doors::LetterState;
use kernel::Token;
use web::{Answer, Submission, View, Visitor};

#[derive(Template)]
#[template(path = "check.html")]
struct Page {
    v: View,
    key: String,
    typed: String,
    /// The words of a code that the region signed.
    found: Option<Words>,
    /// Whether something was typed that proves nothing.
    refused: bool,
    /// Why the letter is not valid, where the register knows it.
    over: String,
    /// Path of the letter's public page.
    proof: String,
}

impl Page {
    fn new(v: View, letters: &Letters) -> Self {
        let key = letters.key().public();
        Self { v, key, typed: String::new(), found: None, refused: false, over: String::new(), proof: String::new() }
    }

    /// A date of the code as people read it; as it is where it is none.
    fn date(&self, iso: &str) -> String {
        iso.parse::<jiff::civil::Date>().map_or_else(|_| iso.to_owned(), |date| self.v.words().date(date))
    }
}

pub(super) async fn page(visitor: Visitor, State(letters): State<Letters>) -> Answer {
    web::page(&Page::new(visitor.view, &letters))
}

pub(super) async fn checked(visitor: Visitor, State(letters): State<Letters>, form: Submission) -> Answer {
    let typed = form.text("kode").trim().to_owned();
    // The whole code, its address alone, or what stands behind `#`.
    let (address, digest) = match typed.split_once('#') {
        Some(parts) => parts,
        None if typed.contains('/') => (typed.as_str(), ""),
        None => ("", typed.as_str()),
    };
    let found = letters.key().check(digest);
    let letter = match address.rsplit('/').next().and_then(Token::parse) {
        Some(token) => letters.by_token(token.secret()).await?,
        None => None,
    };
    // The page is that of the letter which the code was made for, or none.
    let letter = letter.filter(|letter| found.as_ref().is_none_or(|words| words.number == letter.number));
    let proof = letter.as_ref().map(|letter| Letters::proof_path(&letter.token)).unwrap_or_default();
    let refused = found.is_none() && (letter.is_none() || !digest.is_empty());
    let v = visitor.view;
    let over = letter.filter(|_| !refused).map(|letter| letter.state(letters.today()));
    let over = over.filter(|state| *state != LetterState::Valid).map(|state| sentence(&v, state).to_owned());
    let over = over.unwrap_or_default();
    web::page(&Page { found, refused, typed, over, proof, ..Page::new(v, &letters) })
}

pub(super) async fn script(_visitor: Visitor) -> Answer {
    super::script(include_str!("periksa.js"))
}
