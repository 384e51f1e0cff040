//! `/oauth/authorize`: a person comes from an application and goes back with a code. Officers sign in at `/masuk`.

use super::answer::on;
use super::residents;
use crate::asking::{Asked, Unasked};
use crate::families::SignOn;
use crate::model::params::Params;
use crate::model::scope::{EMAIL, PHONE, PROFILE, ROLES};
use crate::oauth::OAuthError;
use crate::people::held;
use crate::signon::Signon;
use crate::visits::{Note, VisitKind};
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use web::{Answer, Session, Signed, Submission, View, Visitor};

pub(super) const AGREEING: &str = "oauth setuju";

/// Something that its reader alone is told.
#[derive(Template)]
#[template(path = "tolak.html")]
struct Refusal<'a> {
    v: &'a View,
    title: &'a str,
    words: String,
    /// Back to the application with the refusal; empty where no address can be trusted.
    back: String,
}

#[derive(Template)]
#[template(path = "setuju.html")]
struct Agreement<'a> {
    v: &'a View,
    application: &'a str,
    unit: String,
    told: Vec<&'a str>,
    query: &'a str,
}

#[derive(Template)]
#[template(path = "ulang.html")]
struct Again<'a> {
    v: &'a View,
    application: &'a str,
    to: String,
    back: String,
}

/// `GET /oauth/authorize`.
pub(super) async fn page(visitor: Visitor, State(signon): State<Signon>, headers: HeaderMap) -> Answer {
    let v = &visitor.view;
    let Ok(params) = Params::of_query(v.query()) else {
        return unasked(v, &headers, Unasked::Here("permintaan"));
    };
    let asked = match signon.asked(&params).await {
        Ok(asked) => asked,
        Err(why) => return unasked(v, &headers, why),
    };
    if is_for_residents(v, &asked, params.text("sebagai")) {
        return residents::enter(v, &signon, &headers, &asked).await;
    }
    enter(v, &signon, &headers, &asked).await
}

/// Where both may sign on, a signed-in officer is one, and everybody else is asked as a resident.
fn is_for_residents(v: &View, asked: &Asked, chosen: &str) -> bool {
    let (residents, officers) = (asked.key.terms.residents, asked.key.terms.officers.word() != "tidak");
    match (residents, officers) {
        (true, true) => chosen == "warga" || (chosen != "petugas" && v.session().is_none()),
        (residents, _) => residents,
    }
}

/// What cannot be followed.
pub(super) fn unasked(v: &View, headers: &HeaderMap, why: Unasked) -> Answer {
    match why {
        Unasked::Here(word) => {
            let words = v.t(&format!("sambung-permintaan-{word}")).to_owned();
            let page = Refusal { v, title: v.t("sambung-permintaan-judul"), words, back: String::new() };
            web::page_with(StatusCode::BAD_REQUEST, &page)
        }
        Unasked::Back(to) => on(v, headers, "", &to),
        Unasked::Failed(error) => super::answer::refused(&error),
    }
}

async fn enter(v: &View, signon: &Signon, headers: &HeaderMap, asked: &Asked) -> Answer {
    let silent = |error: &OAuthError| on(v, headers, &asked.application, &asked.refused(signon.issuer(), error));
    let Some(session) = v.session() else {
        if asked.prompt.none {
            return silent(&OAuthError::LoginRequired);
        }
        return web::redirect(&sign_in(&signon.stamped(&asked.query)));
    };
    if asked.is_stale(session.confirmed_at, signon.now()) {
        if asked.prompt.none {
            return silent(&OAuthError::LoginRequired);
        }
        let to = format!("/oauth/authorize?{}", signon.stamped(&asked.query));
        let back = asked.refused(signon.issuer(), &OAuthError::LoginRequired);
        return web::page(&Again { v, application: &asked.application, to, back });
    }
    if !may(asked, session) {
        return kept_out(v, signon, asked, session).await;
    }
    if asked.prompt.consent {
        let unit = signon.unit_name(&asked.key.unit);
        let told = told(v, &asked.scopes, true);
        return web::page(&Agreement { v, application: &asked.application, unit, told, query: &asked.query });
    }
    let_in(v, signon, headers, asked, session).await
}

/// The sign-in page, and back to this request, as an officer.
fn sign_in(query: &str) -> String {
    let to: String =
        url::form_urlencoded::byte_serialize(format!("/oauth/authorize?{query}&sebagai=petugas").as_bytes()).collect();
    format!("/masuk?ke={to}")
}

/// Where a resident's page leads an officer.
pub(super) fn as_officer(asked: &Asked) -> String {
    sign_in(&asked.query)
}

fn may(asked: &Asked, session: &Session) -> bool {
    asked.key.terms.officers.allows(&asked.key.unit, &held(session))
}

async fn kept_out(v: &View, signon: &Signon, asked: &Asked, session: &Session) -> Answer {
    let officer = &session.officer.0;
    let (client, unit) = (asked.key.id.as_str(), asked.key.unit.as_str());
    signon.note(Note { client, unit, officer, kind: VisitKind::Refused, reason: "bukan-sasaran" }).await;
    let agency = signon.unit_name(unit);
    let words = v.t2("sambung-bukan-sasaran", "aplikasi", asked.application.as_str(), "dinas", agency.as_str());
    let denied = OAuthError::AccessDenied("this officer may not sign on to this application");
    let back = asked.refused(signon.issuer(), &denied);
    web::page_with(StatusCode::FORBIDDEN, &Refusal { v, title: v.t("sambung-bukan-sasaran-judul"), words, back })
}

async fn let_in(v: &View, signon: &Signon, headers: &HeaderMap, asked: &Asked, session: &Session) -> Answer {
    let sign_on = SignOn {
        key: &asked.key,
        subject: signon.subject("of officers", &session.officer.0),
        officer: &session.officer.0,
        consent: String::new(),
        session: session.handle(),
        held: held(session),
        scopes: &asked.scopes,
        resource: asked.resource.clone(),
        nonce: &asked.nonce,
        proved_at: session.confirmed_at,
        redirect: &asked.redirect,
        challenge: &asked.challenge,
    };
    let to = match signon.code(sign_on, (Vec::new(), Vec::new())).await {
        Ok(code) => asked.answered(signon.issuer(), &code),
        Err(error) => asked.refused(signon.issuer(), &error),
    };
    on(v, headers, &asked.application, &to)
}

/// `POST /oauth/persetujuan`: an officer agrees that the application learns what it asks for.
pub(super) async fn agree(
    officer: Signed,
    State(signon): State<Signon>,
    headers: HeaderMap,
    form: Submission,
) -> Answer {
    let v = &officer.view;
    let (_, expired) = v.stamped(AGREEING, form.text("_tanda"))?;
    let asked = match request(&signon, form.text("permintaan")).await {
        Ok(asked) => asked,
        Err(why) => return unasked(v, &headers, why),
    };
    if expired {
        return web::redirect(&format!("/oauth/authorize?{}", asked.query));
    }
    if !may(&asked, &officer.session) {
        return kept_out(v, &signon, &asked, &officer.session).await;
    }
    if form.text("jawab") != "ya" {
        let declined = OAuthError::AccessDenied("the person declined");
        return on(v, &headers, &asked.application, &asked.refused(signon.issuer(), &declined));
    }
    let_in(v, &signon, &headers, &asked, &officer.session).await
}

/// The request that a form of ours carried along, checked anew.
pub(super) async fn request(signon: &Signon, query: &str) -> Result<Asked, Unasked> {
    let params = Params::of_query(query).map_err(|_| Unasked::Here("permintaan"))?;
    signon.asked(&params).await
}

/// What an application learns, in words.
pub(super) fn told<'v>(v: &'v View, scopes: &[&'static str], officer: bool) -> Vec<&'v str> {
    let mut told = vec![v.t("sambung-tahu-sub")];
    for (scope, key) in [
        (PROFILE, "sambung-tahu-nama"),
        (EMAIL, "sambung-tahu-surel"),
        (PHONE, "sambung-tahu-hp"),
        (ROLES, "sambung-tahu-peran"),
    ] {
        let has = match scope {
            ROLES => officer,
            PHONE => !officer,
            _ => true,
        };
        if has && scopes.contains(&scope) {
            told.push(v.t(key));
        }
    }
    told
}
