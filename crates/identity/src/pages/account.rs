//! `/akun`: the officer's own roles, sessions and password.

use super::sign_in::{user_agent, with_cookie};
use super::{in_time, role_name};
use crate::fault::Fault;
use crate::identity::Identity;
use crate::model::password::{LONGEST, RECOMMENDED, SHORTEST};
use crate::refusal::Refused;
use crate::sessions::{From, OwnSession};
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use web::{Answer, Session, Signed, Submission, View};

#[derive(Template)]
#[template(path = "account.html")]
struct Page {
    v: View,
    sign_in: String,
    grants: Vec<(String, String)>,
    sessions: Vec<OwnSession>,
    error: String,
    done: bool,
}

impl Page {
    fn rule(&self) -> String {
        self.v.tf("sandi-aturan", &[("pendek", &SHORTEST), ("saran", &RECOMMENDED), ("panjang", &LONGEST)])
    }

    async fn read(v: View, session: &Session, identity: &Identity) -> Result<Self, Fault> {
        let officer = identity.officer(&session.officer).await?;
        let directory = identity.directory();
        let unit = |unit: &str| directory.office(unit).map_or_else(|| unit.to_owned(), |office| office.name.clone());
        Ok(Self {
            sign_in: officer.sign_in,
            grants: officer.grants.iter().map(|grant| (role_name(&v, grant.role), unit(&grant.unit))).collect(),
            sessions: identity.sessions_of(session, v.now()).await?,
            error: String::new(),
            done: v.query() == "selesai",
            v,
        })
    }
}

pub(super) async fn page(signed: Signed, State(identity): State<Identity>) -> Answer {
    web::page(&Page::read(signed.view, &signed.session, &identity).await?)
}

pub(super) async fn password(
    signed: Signed,
    State(identity): State<Identity>,
    headers: HeaderMap,
    form: Submission,
) -> Answer {
    let v = signed.view;
    let address = v.address();
    let from = From { address: &address, user_agent: user_agent(&headers) };
    let changed = if !in_time(&v, "ganti-sandi", form.text("_tanda"))? {
        Err(v.t("web-formulir-lama").to_owned())
    } else if form.text("sandi") != form.text("ulang") {
        Err(v.said(&Refused::Differs))
    } else {
        let change = [form.text("lama"), form.text("sandi")];
        match identity.change_password(&signed.session.officer, change, from, v.now()).await {
            Ok(token) => Ok(token),
            Err(Fault::Refused(Refused::WrongPassword)) => Err(v.t("sandi-lama-salah").to_owned()),
            Err(Fault::Refused(refused)) => Err(v.said(&refused)),
            Err(fault) => return Err(fault.into()),
        }
    };
    match changed {
        Ok(token) => with_cookie(web::redirect("/akun?selesai")?, &web::session_cookie(v.frame(), &token)),
        Err(error) => {
            let page = Page::read(v, &signed.session, &identity).await?;
            web::page_with(StatusCode::UNPROCESSABLE_ENTITY, &Page { error, ..page })
        }
    }
}

pub(super) async fn end_session(signed: Signed, State(identity): State<Identity>, form: Submission) -> Answer {
    if in_time(&signed.view, "akhiri-sesi", form.text("_tanda"))? {
        identity.end_session(&signed.session.officer, form.text("sesi"), signed.view.now()).await?;
    }
    web::redirect("/akun")
}
