//! `/surat/periksa`: checks the code of a printed letter. Kept by the browser or saved to disk, its script does so without
//! a connection; without a script the form asks the server.

use crate::letters::Letters;
use crate::model::digest::Words;
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
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
    /// Path of the letter's public page.
    proof: String,
}

impl Page {
    fn new(v: View, letters: &Letters) -> Self {
        let key = letters.key().public();
        Self { v, key, typed: String::new(), found: None, refused: false, proof: String::new() }
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
    let (address, digest) = typed.split_once('#').unwrap_or(("", typed.as_str()));
    let found = letters.key().check(digest);
    let proof = match address.rsplit('/').next().and_then(Token::parse) {
        Some(token) => letters.by_token(token.secret()).await?,
        None => None,
    };
    // The page is that of the letter which the code was made for, or none.
    let proof = proof.filter(|letter| found.as_ref().is_none_or(|words| words.number == letter.number));
    let proof = proof.map(|letter| Letters::proof_path(&letter.token)).unwrap_or_default();
    let refused = found.is_none() && proof.is_empty();
    web::page(&Page { found, refused, typed, proof, ..Page::new(visitor.view, &letters) })
}

pub(super) async fn script(_visitor: Visitor) -> Answer {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/javascript; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=86400")),
    ];
    Ok((headers, include_str!("periksa.js")).into_response())
}
