//! `/lacak/{number}/perpanjangan`: the form of a renewal, filled in with what was answered the first time (semantics R57).

use super::access::{self, Own};
use super::act::{Act, enter};
use super::said::Said;
use super::{Counter, fee};
use crate::commands::{Renewal, Renewing};
use crate::refusal::{DeskError, DeskRefusal};
use crate::rights::Viewer;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use definition::Stage;
use kernel::CaseNumber;
use web::form::{Drawn, Form, Kept, Mistake};
use web::{Answer, FormKey, FormToken, Submission, View, Visitor};

const FORM: &str = "perpanjangan";

#[derive(Template)]
#[template(path = "citizen/renew.html")]
struct Page<'a> {
    v: &'a View,
    number: &'a str,
    name: &'a str,
    last: String,
    form: Drawn,
    notice: &'a str,
    handle: &'a str,
    removable: Vec<(String, String)>,
    fees: Vec<(String, String)>,
    prefilled: bool,
    back: String,
    token: FormToken,
}

pub(super) async fn page(visitor: Visitor, State(counter): State<Counter>, Own(number): Own) -> Answer {
    drawn(&visitor.view, &counter, &number, &Said::default(), None).await
}

/// The form with what was answered the first time, or with what was typed now; 422 where something must be mended.
async fn drawn(v: &View, counter: &Counter, number: &CaseNumber, said: &Said, key: Option<FormKey>) -> Answer {
    let renewal = match counter.desk.renewal(number).await {
        Ok(renewal) => renewal,
        Err(DeskError::Refused(DeskRefusal::NoRenewal)) => return web::redirect(&format!("/lacak/{number}")),
        Err(failure) => return Err(failure.into()),
    };
    let v = &v.about(renewal.definition.kind);
    let before = web::form::texts(&renewal.answers);
    let kept = kept(v, &renewal, said);
    let form = Form::new(v, counter.desk.lists(), &counter.villages)
        .of(&renewal.definition, &Stage::Opening)
        .values(if key.is_none() { &before } else { &said.sent })
        .mistakes(&said.mistakes)
        .kept(&kept)
        .draw()?;
    let name = format!("{FORM} {number}");
    let page = Page {
        v,
        number: number.as_str(),
        name: &renewal.definition.name,
        last: v.words().date(renewal.last),
        form,
        notice: said.notice(v),
        handle: said.draft(),
        removable: said.removable(v),
        fees: fee::rules(v, &renewal.definition),
        prefilled: !renewal.answers.is_empty(),
        back: format!("/lacak/{number}"),
        token: key.map_or_else(|| v.token(&name), |key| v.token_for(&name, key)),
    };
    access::unkept(web::page_with(said.status(), &page)?)
}

/// The files of the first case, unless others of their field came along, then those that came along.
fn kept(v: &View, renewal: &Renewal, said: &Said) -> Vec<Kept> {
    let new = said.kept(v);
    let old = renewal.files.iter().filter(|file| !new.iter().any(|kept| kept.field == file.field));
    let old = old.map(|file| Kept {
        field: file.field.clone(),
        name: v.t("warga-perpanjang-berkas").to_owned(),
        address: None,
        picture: false,
    });
    old.chain(new.iter().cloned()).collect()
}

pub(super) async fn send(
    visitor: Visitor,
    State(counter): State<Counter>,
    Path(number): Path<String>,
    headers: HeaderMap,
    form: Submission,
) -> Answer {
    let v = &visitor.view;
    let number = match enter(v, &counter, &number, &headers, &form).await {
        Ok(number) => number,
        Err(answer) => return answer,
    };
    let first = counter.desk.view(&number, &Viewer::Reporter).await?;
    let definition = counter.service(&first.head.service)?;
    let signed = format!("{FORM} {number}");
    let takes = |field: &str| definition.files.contains_key(field).then(|| field.to_owned());
    let mut act = Act::begun(v, &counter, number, &form, (&signed, FORM.to_owned()), takes).await?;
    let dropped = !form.text("_buang").is_empty();
    if !act.must_be_mended() && !dropped {
        let wish = Renewing {
            input: web::form::input(&act.said.sent),
            draft: act.said.draft().to_owned(),
            form_key: act.key.to_string(),
        };
        match counter.desk.renew(&act.number, wish).await {
            Ok(receipt) => {
                let to = web::redirect(&format!("/lacak/{}/tanda-terima", receipt.number))?;
                return access::opened(v, &headers, &receipt.number, to);
            }
            Err(DeskError::Refused(DeskRefusal::Answers(errors))) => {
                act.said.mistakes = Mistake::all(&errors, v.lang());
            }
            Err(DeskError::Refused(DeskRefusal::DraftGone)) => {
                act.said.handle.clear();
                act.said.files.clear();
                act.said.notice = Some("warga-foto-hilang");
            }
            Err(failure) => return Err(failure.into()),
        }
    }
    drawn(v, &counter, &act.number, &act.said, Some(act.key)).await
}
