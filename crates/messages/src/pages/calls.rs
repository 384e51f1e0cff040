//! `/kerja/panggilan`: whom to call because no message could be sent.

use super::CallResidents;
use crate::calls::{Call, Reach};
use crate::messages::Messages;
use crate::refusal::Refused;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use web::{Answer, May, OrFail, Session, Submission, TokenError, View};

const PAGE: usize = 25;

#[derive(Template)]
#[template(path = "calls.html")]
struct Page {
    v: View,
    rows: Vec<Call>,
    first: String,
    next: String,
    error: String,
    typed: (String, String),
}

impl Page {
    async fn read(v: View, session: &Session, messages: &Messages) -> Result<Self, web::Error> {
        let after = v.query().split('&').find_map(|pair| pair.strip_prefix("sesudah=")).unwrap_or("").to_owned();
        let mut rows = messages.calls(&Reach::of(session), &after, 1 + PAGE as i64).await.or_fail()?;
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let next = rows.last().filter(|_| more).map(|last| v.with_query("sesudah", &last.cursor())).unwrap_or_default();
        let first = if after.is_empty() { String::new() } else { v.path().to_owned() };
        Ok(Self { v, rows, first, next, error: String::new(), typed: Default::default() })
    }

    fn reason(&self, call: &Call) -> &str {
        let key = match call.reason.as_str() {
            "tanpa_kanal" => "pesan-alasan-tanpa-kanal",
            "memuat_data_pribadi" => "pesan-alasan-pribadi",
            "ditolak_gerbang" | "ditolak_server_surel" | "alamat_surel_salah" => "pesan-alasan-ditolak",
            _ => "pesan-alasan-gagal",
        };
        self.v.t(key)
    }

    /// What was typed for this call when it had to be shown again.
    fn note(&self, call: &Call) -> &str {
        if self.typed.0 == call.id { &self.typed.1 } else { "" }
    }
}

pub(super) async fn page(officer: May<CallResidents>, State(messages): State<Messages>) -> Answer {
    web::page(&Page::read(officer.view, &officer.session, &messages).await?)
}

pub(super) async fn called(
    officer: May<CallResidents>,
    State(messages): State<Messages>,
    Path(id): Path<String>,
    form: Submission,
) -> Answer {
    let note = form.text("catatan");
    let error = match officer.view.check_token("panggilan", form.text("_tanda")) {
        Err(TokenError::Forged) => return Err(web::Error::forged()),
        Err(TokenError::Expired(_)) => officer.view.t("web-formulir-lama").to_owned(),
        Ok(_) => match messages.called(&officer.session, &id, note, officer.view.now()).await {
            Ok(()) => return web::redirect("/kerja/panggilan"),
            Err(Refused::Failed(cause)) => return Err(web::Error::failed(cause)),
            Err(refused) => officer.view.said(&refused),
        },
    };
    let page = Page::read(officer.view, &officer.session, &messages).await?;
    web::page_with(StatusCode::UNPROCESSABLE_ENTITY, &Page { error, typed: (id, note.to_owned()), ..page })
}
