//! `/pertukaran/minta/…`: an agency asks for access to a service.

use super::new::own_applications;
use super::{Parts, key_of};
use crate::access::Ask;
use crate::exchange::Exchange;
use crate::model::api::Api;
use crate::model::publish::reply_fields;
use crate::offers::Offer;
use crate::refusal::Refused;
use crate::rights::Work;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use web::component::Choice;
use web::{Answer, FormKey, FormToken, May, Session, Submission, View, unsent};

#[derive(Template)]
#[template(path = "minta.html")]
struct Page {
    v: View,
    error: String,
    sent: Submission,
    token: FormToken,
    action: String,
    offer: Offer,
    agency: String,
    applications: Vec<Choice>,
    operations: Vec<Tick>,
    fields: Vec<Tick>,
    whole: bool,
    renews: String,
}

/// A box to tick.
pub(super) struct Tick {
    pub value: String,
    pub label: String,
    pub ticked: bool,
    pub personal: bool,
}

const FORM: &str = "pertukaran minta";

pub(super) async fn page(officer: May<Work>, State(exchange): State<Exchange>, Path(parts): Path<Parts>) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let renews = v.asked("perpanjang");
    let sent = if renews.is_empty() { Submission::default() } else { of_grant(&exchange, &session, &renews).await? };
    let key = FormKey::new(exchange.chance());
    drawn(v, &exchange, (&session, &key_of(&parts), key), (StatusCode::OK, String::new(), sent)).await
}

/// A form filled in with what a grant holds.
async fn of_grant(exchange: &Exchange, session: &Session, id: &str) -> Result<Submission, Refused> {
    let grant = exchange.grant(session, id).await?;
    let before = exchange.request_of(&grant.case).await?;
    let mut texts = vec![("perpanjang".to_owned(), grant.id), ("aplikasi".to_owned(), grant.application)];
    texts.extend(grant.operations.into_iter().map(|id| ("operasi".to_owned(), id)));
    if grant.fields.is_empty() {
        texts.push(("semua".to_owned(), "ya".to_owned()));
    }
    texts.extend(grant.fields.into_iter().map(|name| ("kolom".to_owned(), name)));
    if let Some(before) = before {
        texts.extend([
            ("tujuan".to_owned(), before.purpose),
            ("dasar".to_owned(), before.basis),
            ("bulan".to_owned(), before.months.to_string()),
        ]);
    }
    Ok(Submission::of(texts))
}

async fn drawn(
    v: View,
    exchange: &Exchange,
    (session, key, form): (&Session, &str, FormKey),
    (status, error, sent): (StatusCode, String, Submission),
) -> Answer {
    let offer = exchange.askable(session, key).await?;
    let root = exchange.description(&offer.digest).await?;
    let api = Api::of(&root);
    let ticked = |name: &str, value: &str| sent.all(name).any(|one| one == value);
    let operation = |one: &crate::model::api::Operation| Tick {
        label: format!(
            "{} {} – {}",
            one.method,
            one.template,
            if one.summary.is_empty() { &one.id } else { &one.summary }
        ),
        ticked: ticked("operasi", &one.id),
        value: one.id.clone(),
        personal: false,
    };
    let field = |(path, personal): (String, bool)| Tick {
        ticked: ticked("kolom", &path),
        label: path.clone(),
        value: path,
        personal,
    };
    let page = Page {
        token: v.token_for(FORM, form),
        action: format!("/pertukaran/minta/{key}"),
        agency: exchange.agency(&offer.key.unit),
        applications: own_applications(exchange, session, sent.text("aplikasi")).await?,
        operations: api.operations.iter().map(operation).collect(),
        fields: reply_fields(&root, &api, &[]).into_iter().map(field).collect(),
        whole: sent.get("semua").is_some(),
        renews: sent.text("perpanjang").to_owned(),
        offer,
        error,
        sent,
        v,
    };
    web::page_with(status, &page)
}

pub(super) async fn send(
    officer: May<Work>,
    State(exchange): State<Exchange>,
    Path(parts): Path<Parts>,
    sent: Submission,
) -> Answer {
    let (v, session, key) = (officer.view, officer.session, key_of(&parts));
    let (form, expired) = v.stamped(FORM, sent.text("_tanda"))?;
    let owned = |name: &str| sent.all(name).map(str::to_owned).collect();
    let ask = Ask {
        offer: key.clone(),
        application: sent.text("aplikasi").to_owned(),
        operations: owned("operasi"),
        fields: owned("kolom"),
        whole: sent.get("semua").is_some(),
        purpose: sent.text("tujuan").to_owned(),
        basis: sent.text("dasar").to_owned(),
        months: sent.text("bulan").trim().parse().unwrap_or_default(),
        renews: Some(sent.text("perpanjang").to_owned()).filter(|id| !id.is_empty()),
        key: form.to_string(),
    };
    let done = if expired { Err(None) } else { exchange.ask(&session, &ask).await.map_err(Some) };
    match done {
        Ok(opened) => web::redirect(&format!("/pertukaran/permintaan/{}", opened.case)),
        Err(refused) => {
            let (status, error) = unsent(&v, refused, |one| v.said(one))?;
            // A form that lay too long gets a new key with the page; one that was wrong keeps its own.
            let form = if expired { FormKey::new(exchange.chance()) } else { form };
            drawn(v, &exchange, (&session, &key, form), (status, error, sent)).await
        }
    }
}
