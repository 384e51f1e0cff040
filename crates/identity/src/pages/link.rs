//! `/akun/atur/{token}`: setting the password by a one-time link.

use super::in_time;
use crate::fault::Fault;
use crate::identity::Identity;
use crate::model::password::{LONGEST, RECOMMENDED, SHORTEST};
use crate::refusal::Refused;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use kernel::Token;
use web::{Answer, Submission, View, Visitor};

#[derive(Template)]
#[template(path = "link.html")]
struct Page {
    v: View,
    address: String,
    sign_in: String,
    name: String,
    error: String,
}

impl Page {
    fn rule(&self) -> String {
        self.v.tf("sandi-aturan", &[("pendek", &SHORTEST), ("saran", &RECOMMENDED), ("panjang", &LONGEST)])
    }

    fn whose(&self) -> String {
        self.v.tf("atur-untuk", &[("nama", &self.name)])
    }

    fn answer(&self, status: StatusCode) -> Answer {
        let mut answer = web::page_with(status, self)?;
        answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        Ok(answer)
    }
}

pub(super) async fn page(visitor: Visitor, State(identity): State<Identity>, Path(token): Path<String>) -> Answer {
    let v = visitor.view;
    let secret = Token::parse(&token).ok_or(Refused::DeadLink)?;
    let officer = identity.officer_of_link(&secret, v.now()).await?;
    let address = format!("/akun/atur/{token}");
    Page { v, address, sign_in: officer.sign_in, name: officer.name, error: String::new() }.answer(StatusCode::OK)
}

pub(super) async fn send(
    visitor: Visitor,
    State(identity): State<Identity>,
    Path(token): Path<String>,
    form: Submission,
) -> Answer {
    let v = visitor.view;
    let secret = Token::parse(&token).ok_or(Refused::DeadLink)?;
    let officer = identity.officer_of_link(&secret, v.now()).await?;
    let again = |v: View, error: String| {
        Page {
            v,
            address: format!("/akun/atur/{token}"),
            sign_in: officer.sign_in.clone(),
            name: officer.name.clone(),
            error,
        }
        .answer(StatusCode::UNPROCESSABLE_ENTITY)
    };
    if !in_time(&v, "atur-sandi", form.text("_tanda"))? {
        let error = v.t("web-formulir-lama").to_owned();
        return again(v, error);
    }
    if form.text("sandi") != form.text("ulang") {
        let error = v.said(&Refused::Differs);
        return again(v, error);
    }
    match identity.set_password_by_link(&secret, form.text("sandi"), v.now()).await {
        Ok(_) => web::redirect("/masuk?selesai=sandi"),
        Err(Fault::Refused(weak @ Refused::Weak(_))) => {
            let error = v.said(&weak);
            again(v, error)
        }
        Err(fault) => Err(fault.into()),
    }
}
