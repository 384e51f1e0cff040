//! `/lacak/{number}/penarikan`: the applicant takes an application back, after reading what that means.

use super::access::{self, Own};
use super::act::Act;
use super::said::Said;
use super::{Counter, words};
use crate::refusal::{DeskError, DeskRefusal};
use crate::rights::Viewer;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use cases::CaseRefusal;
use kernel::CaseNumber;
use web::form::Mistake;
use web::{Answer, FormKey, FormToken, Markup, Submission, View, Visitor};

const FORM: &str = "penarikan";

#[derive(Template)]
#[template(path = "citizen/withdraw.html")]
struct Page<'a> {
    v: &'a View,
    number: &'a str,
    service: String,
    summary: Markup,
    notice: &'a str,
    text: &'a str,
    error: &'a str,
    back: String,
    token: FormToken,
}

/// What it means, and the form.
pub(super) async fn page(visitor: Visitor, State(counter): State<Counter>, Own(number): Own) -> Answer {
    drawn(&visitor.view, &counter, &number, &Said::default(), None).await
}

/// The page; a case that cannot be taken back shows itself instead.
async fn drawn(v: &View, counter: &Counter, number: &CaseNumber, said: &Said, key: Option<FormKey>) -> Answer {
    let case = counter.desk.view(number, &Viewer::Reporter).await?;
    if !case.can.withdraw {
        return web::redirect(&format!("/lacak/{number}"));
    }
    let v = &v.about(case.definition.kind);
    let name = format!("{FORM} {number}");
    let page = Page {
        number: number.as_str(),
        service: case.head.service_name,
        summary: web::form::summary(v, &said.mistakes)?,
        notice: said.notice(v),
        text: said.sent.text("alasan"),
        error: said.mistake("alasan"),
        back: format!("/lacak/{number}"),
        token: key.map_or_else(|| v.token(&name), |key| v.token_for(&name, key)),
        v,
    };
    access::unkept(web::page_with(said.status(), &page)?)
}

/// Takes it back.
pub(super) async fn send(
    visitor: Visitor,
    State(counter): State<Counter>,
    Path(number): Path<String>,
    headers: HeaderMap,
    form: Submission,
) -> Answer {
    let v = &visitor.view;
    let mut act = match Act::entered(v, &counter, &number, &headers, &form, FORM).await {
        Ok(act) => act,
        Err(answer) => return answer,
    };
    if !act.must_be_mended() {
        match counter.desk.withdraw_application(&act.number, form.text("alasan"), &act.key.to_string()).await {
            Ok(()) => return web::redirect(&format!("/lacak/{}?terima=penarikan", act.number)),
            Err(DeskError::Refused(DeskRefusal::BadText)) => {
                act.said.mistakes.push(Mistake::new("alasan", words::refusal(v, &DeskRefusal::BadText)));
            }
            // It ended in another window: the case says how.
            Err(DeskError::Refused(DeskRefusal::Engine(CaseRefusal::CaseEnded | CaseRefusal::NotWithdrawable))) => {
                return web::redirect(&format!("/lacak/{}", act.number));
            }
            Err(failure) => return Err(failure.into()),
        }
    }
    drawn(v, &counter, &act.number, &act.said, Some(act.key)).await
}
