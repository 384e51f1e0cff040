//! `/lacak`, and opening or closing a case in this browser.

use super::case::{Outside, shown_to_stranger};
use super::{Counter, access, proving, words};
use crate::refusal::{DeskError, DeskRefusal};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use kernel::CaseNumber;
use kernel::ids::BadNumber;
use serde::Deserialize;
use web::{Answer, Purpose, Submission, View, Visitor};

/// Tries to guess the code of one case, from anywhere.
const BY_NUMBER: Purpose = Purpose { name: "lacak-nomor", burst: 6, per_hour: 20 };
/// Tries from one address: a village may stand behind it.
const BY_ADDRESS: Purpose = Purpose { name: "lacak-alamat", burst: 40, per_hour: 240 };

/// What the address may ask for.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    nomor: String,
}

#[derive(Template)]
#[template(path = "citizen/track.html")]
struct Page<'a> {
    v: &'a View,
    /// What was typed, or the number of a case that is not shown.
    number: &'a str,
    /// A number that may exist: then the code is asked for.
    askable: bool,
    error: String,
    code_error: String,
    unknown: bool,
}

pub(super) async fn page(visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let v = &visitor.view;
    if asked.nomor.trim().is_empty() {
        let page =
            Page { v, number: "", askable: false, error: String::new(), code_error: String::new(), unknown: false };
        return web::page(&page);
    }
    match CaseNumber::parse(&asked.nomor) {
        Ok(number) => web::redirect(&format!("/lacak/{number}")),
        Err(bad) => misread(v, &asked.nomor, &bad),
    }
}

/// The number in an address, or the page that says what is wrong with it.
pub(super) fn numbered(v: &View, typed: &str) -> Result<CaseNumber, Box<Answer>> {
    CaseNumber::parse(typed).map_err(|bad| Box::new(misread(v, typed, &bad)))
}

/// A number that cannot be one: what is wrong with it, and the box again.
pub(super) fn misread(v: &View, typed: &str, bad: &BadNumber) -> Answer {
    let key = match bad {
        BadNumber::Form => "warga-nomor-bentuk",
        BadNumber::Check => "warga-nomor-keliru",
    };
    let typed: String = typed.chars().take(40).collect();
    let page = Page {
        v,
        number: &typed,
        askable: false,
        error: v.t(key).to_owned(),
        code_error: String::new(),
        unknown: false,
    };
    web::page_with(StatusCode::NOT_FOUND, &page)
}

/// The same page for a number that was never given and for a secret case.
pub(super) fn unknown(v: &View, number: &CaseNumber, code_error: String) -> Answer {
    let page = Page { v, number: number.as_str(), askable: true, error: String::new(), code_error, unknown: true };
    access::unkept(web::page_with(StatusCode::NOT_FOUND, &page)?)
}

/// The code is tried; the right one opens the case in this browser.
pub(super) async fn open(
    visitor: Visitor,
    State(counter): State<Counter>,
    Path(number): Path<String>,
    headers: HeaderMap,
    form: Submission,
) -> Answer {
    let v = &visitor.view;
    let number = match numbered(v, &number) {
        Ok(number) => number,
        Err(answer) => return *answer,
    };
    match tried(&counter, v, &number, form.text("kode")).await? {
        true => access::opened(v, &headers, &number, web::redirect(&format!("/lacak/{number}"))?),
        false => {
            let wrong = words::refusal(v, &DeskRefusal::WrongCode);
            shown_to_stranger(v, &counter, &number, Outside::locked(wrong)).await
        }
    }
}

/// Whether the code fits; counted by number and by address before it is compared.
pub(super) async fn tried(counter: &Counter, v: &View, number: &CaseNumber, code: &str) -> Result<bool, web::Error> {
    let throttle = v.frame().throttle();
    throttle.check(BY_ADDRESS, &v.address())?;
    throttle.check(BY_NUMBER, number.as_str())?;
    match counter.desk.opens(number, code).await {
        Ok(()) => Ok(true),
        Err(DeskError::Refused(_)) => Ok(false),
        Err(failure) => Err(failure.into()),
    }
}

/// The case is closed in this browser: for phones that others use as well.
pub(super) async fn close(visitor: Visitor, Path(number): Path<String>, headers: HeaderMap) -> Answer {
    let v = &visitor.view;
    match numbered(v, &number) {
        Ok(number) => proving::forgotten(v, access::closed(v, &headers, &number, web::redirect("/lacak")?)?),
        Err(answer) => *answer,
    }
}
