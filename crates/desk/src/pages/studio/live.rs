//! `/atur/layanan/periksa`: findings as JSON while a text is written. Changes nothing and keeps nothing.

use super::review::{Remark, remarks};
use super::{Counter, WriteServices};
use crate::studio::LONGEST_TEXT;
use axum::extract::State;
use serde::Serialize;
use web::{Answer, May, Purpose, Submission};

/// Typing for an hour with a pause after every second word stays far below.
const CHECKS: Purpose = Purpose { name: "layanan-periksa", burst: 60, per_hour: 3000 };

#[derive(Serialize)]
struct Found {
    sum: String,
    findings: Vec<Said>,
}

#[derive(Serialize)]
struct Said {
    kind: &'static str,
    word: &'static str,
    code: &'static str,
    line: usize,
    column: usize,
    place: String,
    path: String,
    text: String,
    help: String,
}

pub(super) async fn check(who: May<WriteServices>, State(counter): State<Counter>, form: Submission) -> Answer {
    let v = &who.view;
    v.frame().throttle().check(CHECKS, &who.session.officer.0)?;
    let source = form.text("naskah");
    if source.len() > LONGEST_TEXT {
        return Err(web::Error::too_large(format!("{} KB", LONGEST_TEXT / 1024)));
    }
    let examined = counter.desk.examine(source);
    let errors = i64::try_from(examined.errors()).unwrap_or(i64::MAX);
    let sum = v.tf("studio-temuan-jumlah", &[("galat", &errors)]);
    let findings = remarks(v, source, &examined.findings).into_iter().map(|one| said(v, one)).collect();
    web::json(&Found { sum, findings })
}

fn said(v: &web::View, one: Remark) -> Said {
    let place = if one.line == 0 { String::new() } else { v.t1("studio-baris", "baris", one.line.to_string()) };
    Said {
        kind: one.kind,
        word: one.word,
        code: one.code,
        line: one.line,
        column: one.column,
        place,
        path: one.path,
        text: one.words,
        help: one.help,
    }
}
