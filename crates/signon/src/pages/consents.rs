//! `/izin-aplikasi`: what a resident agreed to, and taking it back. Whoever proves the same contact again sees it.

use super::residents::{contact, handle, masked, with_handle};
use crate::signon::Signon;
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use web::{Answer, OrFail as _, Submission, View, Visitor};

pub(super) const FORM: &str = "izin aplikasi";

#[derive(Template)]
#[template(path = "izin.html")]
struct Page<'a> {
    v: &'a View,
    masked: String,
    rows: Vec<Row>,
}

struct Row {
    id: String,
    application: String,
    unit: String,
    told: String,
    when: String,
}

/// `GET /izin-aplikasi`.
pub(super) async fn page(visitor: Visitor, State(signon): State<Signon>, headers: HeaderMap) -> Answer {
    let v = &visitor.view;
    let Some(proof) = signon.proof(handle(v, &headers)).await.or_fail()? else {
        return contact(v, None, "", ("", String::new()));
    };
    let mut rows = Vec::new();
    for consent in signon.consents(&proof.contact).await.or_fail()? {
        let Some(key) = signon.key(&consent.client).await.or_fail()? else {
            continue;
        };
        let application = signon.deps().applications.application(&key.application).await.map_err(web::Error::failed)?;
        let words = consent.scopes.iter().map(|scope| format!("sambung-izin-{}", scope.replace('_', "-")));
        rows.push(Row {
            id: consent.id,
            application: application.map_or(key.name, |application| application.name),
            unit: signon.unit_name(&key.unit),
            told: words.filter(|word| v.has(word)).map(|word| v.t(&word).to_owned()).collect::<Vec<_>>().join(", "),
            when: v.words().date_of(consent.made_at),
        });
    }
    web::page(&Page { v, masked: masked(&proof.plain), rows })
}

/// `POST /izin-aplikasi/pencabutan`.
pub(super) async fn withdraw(
    visitor: Visitor,
    State(signon): State<Signon>,
    headers: HeaderMap,
    form: Submission,
) -> Answer {
    let v = &visitor.view;
    v.stamped(FORM, form.text("_tanda"))?;
    if let Some(proof) = signon.proof(handle(v, &headers)).await.or_fail()? {
        signon.withdrawn(&proof.contact, form.text("izin")).await?;
    }
    web::redirect("/izin-aplikasi")
}

/// `POST /izin-aplikasi/selesai`: this browser forgets who it was.
pub(super) async fn done(
    visitor: Visitor,
    State(signon): State<Signon>,
    headers: HeaderMap,
    form: Submission,
) -> Answer {
    let v = &visitor.view;
    v.stamped(FORM, form.text("_tanda"))?;
    signon.forget_proof(handle(v, &headers)).await?;
    with_handle(v, "", web::redirect("/")?)
}
