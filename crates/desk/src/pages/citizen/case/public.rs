//! What everyone may know of a case, with the two forms that stand beside it: the code, and "saya juga mengalami".

use super::{Head, Line, lines};
use crate::pages::citizen::said::Said;
use crate::pages::citizen::{Counter, access, track};
use crate::refusal::{DeskError, DeskRefusal};
use crate::rights::Viewer;
use askama::Template;
use axum::http::StatusCode;
use kernel::CaseNumber;
use web::{Answer, FormKey, FormToken, Markup, View};

/// How the public page is shown: what was just done, or what is wrong with one of its forms.
#[derive(Debug, Default)]
pub(in crate::pages::citizen) struct Outside {
    thanks: &'static str,
    code_error: String,
    said: Said,
    key: Option<FormKey>,
}

impl Outside {
    /// With a sentence of thanks, by its key; empty without.
    pub fn thanking(thanks: &'static str) -> Self {
        Self { thanks, ..Self::default() }
    }

    /// The code did not fit.
    pub fn locked(code_error: String) -> Self {
        Self { code_error, ..Self::default() }
    }

    /// The support form with its mistakes and everything in it.
    pub fn supporting(said: Said, key: FormKey) -> Self {
        Self { said, key: Some(key), ..Self::default() }
    }

    fn status(&self) -> StatusCode {
        match (self.code_error.is_empty(), self.said.mistakes.is_empty()) {
            (false, _) => StatusCode::FORBIDDEN,
            (true, false) => StatusCode::UNPROCESSABLE_ENTITY,
            (true, true) => StatusCode::OK,
        }
    }
}

#[derive(Template)]
#[template(path = "citizen/public.html")]
struct Page<'a> {
    v: &'a View,
    head: Head,
    lines: Vec<Line>,
    code_error: &'a str,
    thanks: &'a str,
    summary: Markup,
    support: Option<FormToken>,
    said: &'a Said,
    errors: [&'a str; 2],
}

/// The public page; for a secret case the same as for a number that was never given.
pub(in crate::pages::citizen) async fn shown_to_stranger(
    v: &View,
    counter: &Counter,
    number: &CaseNumber,
    shown: Outside,
) -> Answer {
    let view = match counter.desk.view(number, &Viewer::Stranger).await {
        Ok(view) => view,
        Err(DeskError::Refused(DeskRefusal::NoSuchCase)) => {
            return track::unknown(v, number, shown.code_error);
        }
        Err(failure) => return Err(failure.into()),
    };
    let v = &v.about(view.definition.kind);
    let name = format!("dukungan {number}");
    let key = shown.key;
    let token = || key.map_or_else(|| v.token(&name), |key| v.token_for(&name, key));
    let page = Page {
        v,
        head: Head::of(v, &counter.desk, &view),
        lines: lines(v, &view.history, |_| None),
        code_error: &shown.code_error,
        thanks: if shown.thanks.is_empty() { "" } else { v.t(shown.thanks) },
        summary: web::form::summary(v, &shown.said.mistakes)?,
        support: view.can.support.then(token),
        errors: ["_hp", "_surel"].map(|field| shown.said.mistake(field)),
        said: &shown.said,
    };
    access::unkept(web::page_with(shown.status(), &page)?)
}
