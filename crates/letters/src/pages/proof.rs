//! `/surat/{token}`: what anyone who holds the letter may know, and whether a file is the one that was signed.

use super::{sentence, tag};
use crate::issue::file_hash;
use crate::letters::Letters;
use crate::queries::Letter;
use crate::sheet::fingerprint;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use cases::doors::LetterState;
use kernel::Token;
use web::{Answer, Markup, Submission, View, Visitor};

#[derive(Template)]
#[template(path = "proof.html")]
struct Page {
    v: View,
    letter: Letter,
    state: LetterState,
    /// Path of the letter that took its place.
    newer: String,
    /// What a compared file is: `sama`, `berubah`, `kosong`; empty where none was.
    compared: &'static str,
    /// What the paper shows beside its code.
    fingerprint: String,
}

impl Page {
    fn tag(&self) -> Markup {
        tag(&self.v, self.state)
    }

    fn sentence(&self) -> &str {
        sentence(&self.v, self.state)
    }

    fn kind(&self) -> &'static str {
        match self.state {
            LetterState::Valid => "good",
            LetterState::Prepared => "warn",
            _ => "bad",
        }
    }
}

async fn found(v: View, letters: &Letters, token: &str) -> Result<Page, web::Error> {
    let token = Token::parse(token).ok_or_else(web::Error::not_found)?;
    let letter = letters.by_token(token.secret()).await?.ok_or_else(web::Error::not_found)?;
    let newer = match &letter.replaced_by {
        Some(id) => Letters::proof_path(&letters.letter(id).await?.token),
        None => String::new(),
    };
    let fingerprint = fingerprint(&letters.code(&letter));
    Ok(Page { state: letter.state(letters.today()), v, letter, newer, compared: "", fingerprint })
}

pub(super) async fn page(visitor: Visitor, State(letters): State<Letters>, Path(token): Path<String>) -> Answer {
    shown(StatusCode::OK, &found(visitor.view, &letters, &token).await?)
}

pub(super) async fn compared(
    visitor: Visitor,
    State(letters): State<Letters>,
    Path(token): Path<String>,
    form: Submission,
) -> Answer {
    let page = found(visitor.view, &letters, &token).await?;
    let hash = form.files_of("berkas").next().map(|file| file_hash(&file.bytes));
    let compared = match (hash, &page.letter.file_hash) {
        (None, _) => "kosong",
        (Some(hash), Some(signed)) if hash == *signed => "sama",
        _ => "berubah",
    };
    let status = if compared == "kosong" { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    shown(status, &Page { compared, ..page })
}

pub(super) async fn script(_visitor: Visitor) -> Answer {
    super::script(include_str!("banding.js"))
}

/// The proof is asked of the register each time, and search engines keep out.
fn shown(status: StatusCode, page: &Page) -> Answer {
    let mut answer = web::page_with(status, page)?;
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer.headers_mut().insert("x-robots-tag", HeaderValue::from_static("noindex"));
    Ok(answer)
}
