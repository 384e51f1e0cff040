//! `/kerja/pemberitahuan`: what the officer was told.

use crate::calls::Notice;
use crate::messages::Messages;
use askama::Template;
use axum::extract::State;
use web::{Answer, OrFail, Signed, Submission, TokenError, View};

const LATEST: i64 = 50;

#[derive(Template)]
#[template(path = "notices.html")]
struct Page {
    v: View,
    rows: Vec<Notice>,
}

impl Page {
    fn has_new(&self) -> bool {
        self.rows.iter().any(|row| !row.seen)
    }
}

pub(super) async fn page(signed: Signed, State(messages): State<Messages>) -> Answer {
    let rows = messages.notices(&signed.session.officer, LATEST).await.or_fail()?;
    web::page(&Page { v: signed.view, rows })
}

pub(super) async fn seen(signed: Signed, State(messages): State<Messages>, form: Submission) -> Answer {
    if let Err(TokenError::Forged) = signed.view.check_token("terbaca", form.text("_tanda")) {
        return Err(web::Error::forged());
    }
    messages.seen(&signed.session.officer, signed.view.now()).await.or_fail()?;
    web::redirect("/kerja/pemberitahuan")
}
