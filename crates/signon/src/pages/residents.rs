//! Residents sign on by a code to their phone number or address, and say what an application may learn. They have no
//! account: whoever proves the same contact again is the same person to the same application.

use super::answer::on;
use super::authorize::{as_officer, request, told, unasked};
use crate::asking::Asked;
use crate::contacts::{LASTS, Proof};
use crate::families::SignOn;
use crate::model::scope::PROFILE;
use crate::oauth::OAuthError;
use crate::signon::Signon;
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use cases::doors::{CodeOrdered, CodeTried, ContactWish};
use kernel::Token;
use web::{Answer, OrFail as _, Purpose, Submission, View, Visitor};

/// Codes sent from one address, behind which a village may stand; what one contact is sent in a day desk counts.
const SENDERS: Purpose = Purpose { name: "izin-kirim-dari", burst: 20, per_hour: 60 };
/// Codes tried from one address.
const TRIES: Purpose = Purpose { name: "izin-coba-dari", burst: 40, per_hour: 240 };
const PROVING: &str = "oauth kontak";

/// Asks for a number or address.
#[derive(Template)]
#[template(path = "warga.html")]
struct Contact<'a> {
    v: &'a View,
    /// The application; empty on the page of consents.
    application: &'a str,
    query: &'a str,
    typed: &'a str,
    error: String,
    /// Where officers sign in; empty where none may sign on.
    officers: String,
}

/// Asks for the code.
#[derive(Template)]
#[template(path = "warga_kode.html")]
struct Code<'a> {
    v: &'a View,
    query: &'a str,
    typed: &'a str,
    handle: &'a str,
    masked: String,
    until: String,
    error: String,
}

/// Asks whether the application may learn it.
#[derive(Template)]
#[template(path = "warga_setuju.html")]
struct Agreement<'a> {
    v: &'a View,
    application: &'a str,
    unit: String,
    told: Vec<&'a str>,
    names: bool,
    query: &'a str,
    form: String,
    masked: String,
}

fn cookie_name(v: &View) -> &'static str {
    if v.frame().secure() { "__Host-kontak" } else { "kontak" }
}

/// The handle of the proof that this browser holds.
pub(super) fn handle<'h>(v: &View, headers: &'h HeaderMap) -> Option<&'h str> {
    web::read_cookie(headers, cookie_name(v))
}

/// The answer with a handle that is kept for an hour; an empty one forgets it.
pub(super) fn with_handle(v: &View, handle: &str, mut answer: Response) -> Answer {
    let age = if handle.is_empty() { 0 } else { u32::try_from(LASTS).unwrap_or(0) };
    let cookie = web::cookie(cookie_name(v), handle, v.frame().secure(), Some(age));
    answer.headers_mut().append(header::SET_COOKIE, HeaderValue::from_str(&cookie).or_fail()?);
    Ok(answer)
}

/// The form that consents are given with is bound to the contact that was proved.
fn form_name(proof: &Proof) -> String {
    format!("oauth izin {}", proof.contact)
}

/// The page that asks for a contact.
pub(super) fn contact(v: &View, asked: Option<&Asked>, query: &str, (typed, error): (&str, String)) -> Answer {
    let officers = asked.filter(|asked| asked.key.terms.officers.word() != "tidak").map(as_officer);
    let page = Contact {
        v,
        application: asked.map_or("", |asked| asked.application.as_str()),
        query,
        typed,
        officers: officers.unwrap_or_default(),
        error,
    };
    let status = if page.error.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    web::page_with(status, &page)
}

/// A resident comes from an application.
pub(super) async fn enter(v: &View, signon: &Signon, headers: &HeaderMap, asked: &Asked) -> Answer {
    let silent = |error: &OAuthError| on(v, headers, &asked.application, &asked.refused(signon.issuer(), error));
    let proof = signon.proof(handle(v, headers)).await.or_fail()?;
    let Some(proof) = proof.filter(|proof| !asked.is_stale(proof.made_at, signon.now())) else {
        if asked.prompt.none {
            return silent(&OAuthError::LoginRequired);
        }
        return contact(v, Some(asked), &signon.stamped(&asked.query), ("", String::new()));
    };
    let given = signon.consent_of(&asked.key, &proof.contact).await.or_fail()?;
    let covers = |scopes: &[String]| asked.scopes.iter().all(|scope| scopes.iter().any(|given| given == scope));
    if let Some((consent, subject)) = given.filter(|(consent, _)| !asked.prompt.consent && covers(&consent.scopes)) {
        return let_in(v, signon, headers, (asked, &proof), (consent.id, subject, (Vec::new(), Vec::new()))).await;
    }
    if asked.prompt.none {
        return silent(&OAuthError::ConsentRequired);
    }
    let page = Agreement {
        v,
        application: &asked.application,
        unit: signon.unit_name(&asked.key.unit),
        told: told(v, &asked.scopes, false),
        names: asked.scopes.contains(&PROFILE),
        query: &asked.query,
        form: form_name(&proof),
        masked: masked(&proof.plain),
    };
    web::page(&page)
}

/// A contact as its owner needs to see it.
pub(super) fn masked(contact: &str) -> String {
    let shown = contact.chars().count().saturating_sub(3);
    let tail: String = contact.chars().skip(shown).collect();
    match contact.split_once('@') {
        Some((name, host)) => format!("{}••••@{host}", name.chars().take(1).collect::<String>()),
        None => format!("••••{tail}"),
    }
}

type Given = (String, String, (Vec<kernel::NewEvent>, Vec<store::Statement>));

async fn let_in(
    v: &View,
    signon: &Signon,
    headers: &HeaderMap,
    (asked, proof): (&Asked, &Proof),
    (consent, subject, more): Given,
) -> Answer {
    let sign_on = SignOn {
        key: &asked.key,
        subject,
        officer: "",
        consent,
        session: proof.hash.clone(),
        held: Vec::new(),
        scopes: &asked.scopes,
        resource: asked.resource.clone(),
        nonce: &asked.nonce,
        proved_at: proof.made_at,
        redirect: &asked.redirect,
        challenge: &asked.challenge,
    };
    let to = match signon.code(sign_on, more).await {
        Ok(code) => asked.answered(signon.issuer(), &code),
        Err(error) => asked.refused(signon.issuer(), &error),
    };
    on(v, headers, &asked.application, &to)
}

/// The request that the form carried along; none on the page of consents.
async fn carried(signon: &Signon, query: &str) -> Result<Option<Asked>, crate::asking::Unasked> {
    if query.is_empty() { Ok(None) } else { request(signon, query).await.map(Some) }
}

/// `POST /oauth/warga`: a code is asked for.
pub(super) async fn send(
    visitor: Visitor,
    State(signon): State<Signon>,
    headers: HeaderMap,
    form: Submission,
) -> Answer {
    let v = &visitor.view;
    let (query, typed) = (form.text("permintaan"), form.text("kontak"));
    let asked = match carried(&signon, query).await {
        Ok(asked) => asked,
        Err(why) => return unasked(v, &headers, why),
    };
    let (_, expired) = v.stamped(PROVING, form.text("_tanda"))?;
    if expired {
        return contact(v, asked.as_ref(), query, (typed, v.t("web-formulir-lama").to_owned()));
    }
    v.frame().throttle().check(SENDERS, &v.address())?;
    let application = asked.as_ref().map_or("", |asked| asked.application.as_str());
    let purpose = if application.is_empty() { v.t("sambung-izin-judul") } else { application };
    let wish = ContactWish { typed: typed.to_owned(), purpose: purpose.to_owned(), lang: v.lang() };
    let error = match signon.deps().codes.order(wish).await.map_err(web::Error::failed)? {
        CodeOrdered::Sent { handle, masked, until } => {
            let (handle, until) = (handle.secret(), v.words().time(until));
            let page = Code { v, query, typed, handle, masked, until, error: String::new() };
            return web::page(&page);
        }
        CodeOrdered::Tomorrow(until) => v.t1("sambung-kode-besok", "saat", v.words().moment(until)),
        CodeOrdered::BadContact => v.t("sambung-kontak-salah").to_owned(),
        CodeOrdered::NoWay => v.t("sambung-kontak-tanpa-jalan").to_owned(),
    };
    contact(v, asked.as_ref(), query, (typed, error))
}

/// `POST /oauth/warga/kode`: the code is typed in.
pub(super) async fn attempt(
    visitor: Visitor,
    State(signon): State<Signon>,
    headers: HeaderMap,
    form: Submission,
) -> Answer {
    let v = &visitor.view;
    let (query, typed, handle) = (form.text("permintaan"), form.text("kontak"), form.text("pegangan"));
    let asked = match carried(&signon, query).await {
        Ok(asked) => asked,
        Err(why) => return unasked(v, &headers, why),
    };
    let (_, expired) = v.stamped(PROVING, form.text("_tanda"))?;
    v.frame().throttle().check(TRIES, &v.address())?;
    let token = Token::parse(handle).filter(|_| !expired);
    let tried = match &token {
        Some(token) => {
            signon.deps().codes.attempt(token, typed, form.text("kode")).await.map_err(web::Error::failed)?
        }
        None => CodeTried::Over,
    };
    match tried {
        CodeTried::Proved(proved) => {
            let kept = signon.keep_proof(&proved).await?;
            let to = asked
                .map_or_else(|| "/izin-aplikasi".to_owned(), |_| format!("/oauth/authorize?{query}&sebagai=warga"));
            with_handle(v, kept.secret(), web::redirect(&to)?)
        }
        CodeTried::Wrong(left) => {
            let (masked, error) = (masked(typed), v.t1("sambung-kode-keliru", "sisa", left));
            let page = Code { v, query, typed, handle, masked, until: String::new(), error };
            web::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        CodeTried::Over => contact(v, asked.as_ref(), query, (typed, v.t("sambung-kode-lewat").to_owned())),
    }
}

/// `POST /oauth/warga/persetujuan`: a resident says what the application may learn.
pub(super) async fn agree(
    visitor: Visitor,
    State(signon): State<Signon>,
    headers: HeaderMap,
    form: Submission,
) -> Answer {
    let v = &visitor.view;
    let asked = match request(&signon, form.text("permintaan")).await {
        Ok(asked) => asked,
        Err(why) => return unasked(v, &headers, why),
    };
    let again = format!("/oauth/authorize?{}&sebagai=warga", asked.query);
    let Some(proof) = signon.proof(handle(v, &headers)).await.or_fail()? else {
        return web::redirect(&again);
    };
    let (_, expired) = v.stamped(&form_name(&proof), form.text("_tanda"))?;
    if expired {
        return web::redirect(&again);
    }
    if !asked.key.terms.residents {
        return Err(web::Error::forbidden());
    }
    if form.text("jawab") != "ya" {
        let declined = OAuthError::AccessDenied("the person declined");
        return on(v, &headers, &asked.application, &asked.refused(signon.issuer(), &declined));
    }
    if let Some((older, _)) = signon.consent_of(&asked.key, &proof.contact).await.or_fail()? {
        signon.withdrawn(&proof.contact, &older.id).await?;
    }
    let given = signon.consented(&asked.key, &proof, &asked.scopes, form.text("nama"));
    let (consent, subject, facts, rows) = given.map_err(web::Error::failed)?;
    let_in(v, &signon, &headers, (&asked, &proof), (consent, subject, (facts, rows))).await
}
