//! Save and go on elsewhere: a code, and a link without anything personal in it. `/lanjut` takes either.

use super::{Counter, access, groups, handles};
use crate::saved::Begun;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use web::{Answer, FormToken, Markup, Purpose, Submission, TokenError, View, Visitor};

/// Codes tried from one address: they have 45 bits, so this leaves nothing to chance.
const CODES: Purpose = Purpose { name: "lanjut-kode", burst: 10, per_hour: 60 };
/// Links have 130 bits; this only keeps the noise down.
const LINKS: Purpose = Purpose { name: "lanjut-tautan", burst: 120, per_hour: 1200 };

#[derive(Template)]
#[template(path = "citizen/saved.html")]
struct SavedPage<'a> {
    v: &'a View,
    service: &'a str,
    until: String,
    code: String,
    address: String,
    link: String,
    qr: Markup,
    onward: String,
    forget: String,
    token: FormToken,
    handle: &'a str,
    /// Printed by an officer for whoever stands at the counter.
    at_counter: bool,
}

#[derive(Template)]
#[template(path = "citizen/go_on.html")]
struct GoOn<'a> {
    v: &'a View,
    error: &'a str,
    gone: bool,
}

/// Where the form goes on: page by page, or on one page.
fn onward(v: &View, counter: &Counter, service: &str) -> String {
    match counter.service(service) {
        Ok(definition) if groups::is_long(&definition) && !v.save_data() => format!("/layanan/{service}/isi"),
        _ => format!("/layanan/{service}"),
    }
}

/// To the page with the code; this browser holds the draft from now on.
pub(super) fn led(v: &View, headers: &HeaderMap, begun: &Begun) -> Answer {
    let to = web::redirect(&format!("/layanan/{}/simpanan", begun.service))?;
    handles::kept(v, headers, &begun.service, begun.handle.secret(), to)
}

/// The code, the link and how long they hold; nobody keeps this page.
pub(super) fn page_of(v: &View, counter: &Counter, begun: &Begun, at_counter: bool) -> Answer {
    let public = v.frame().public_url();
    let link = format!("{public}/lanjut/{}", begun.handle.secret());
    let definition = counter.service(&begun.service)?;
    let page = SavedPage {
        v,
        service: &definition.name,
        until: v.words().date_of(begun.until),
        code: begun.code.as_ref().map(kernel::TrackingCode::printed).unwrap_or_default(),
        address: format!("{public}/lanjut"),
        qr: web::qr_svg(&link, v.t("simpan-tautan")).unwrap_or_default(),
        link,
        onward: onward(v, counter, &begun.service),
        forget: format!("/layanan/{}/simpanan", begun.service),
        token: v.token(&forget_name(&begun.service)),
        handle: begun.handle.secret(),
        at_counter,
    };
    access::unkept(web::page(&page)?)
}

/// The name under which the form that forgets is signed.
pub(super) fn forget_name(service: &str) -> String {
    format!("hapus {service}")
}

/// `GET /layanan/{id}/simpanan`.
pub(super) async fn page(
    visitor: Visitor,
    State(counter): State<Counter>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let v = &visitor.view;
    let begun = match handles::of(v, &headers, &id) {
        Some(handle) => counter.desk.begun(handle.secret()).await?,
        None => None,
    };
    match begun.filter(|begun| begun.code.is_some()) {
        Some(begun) => page_of(v, &counter, &begun, false),
        None => web::redirect("/lanjut"),
    }
}

/// `POST /layanan/{id}/simpanan`: what was saved is forgotten.
pub(super) async fn forget(
    visitor: Visitor,
    State(counter): State<Counter>,
    Path(id): Path<String>,
    headers: HeaderMap,
    form: Submission,
) -> Answer {
    let v = &visitor.view;
    match v.check_token(&forget_name(&id), form.text("_tanda")) {
        Ok(_) | Err(TokenError::Expired(_)) => {}
        Err(TokenError::Forged) => return Err(web::Error::forged()),
    }
    counter.desk.forget_draft(form.text("_draf")).await?;
    handles::kept(v, &headers, &id, "", web::redirect(&format!("/layanan/{id}"))?)
}

/// `GET /lanjut`.
pub(super) async fn ask(visitor: Visitor) -> Answer {
    web::page(&GoOn { v: &visitor.view, error: "", gone: false })
}

/// `POST /lanjut`: the code is tried, counted before it is compared.
pub(super) async fn by_code(
    visitor: Visitor,
    State(counter): State<Counter>,
    headers: HeaderMap,
    form: Submission,
) -> Answer {
    let v = &visitor.view;
    v.frame().throttle().check(CODES, &v.address())?;
    match counter.desk.begun_by_code(form.text("kode")).await? {
        Some(begun) => opened(v, &counter, &headers, &begun),
        None => {
            let page = GoOn { v, error: v.t("lanjut-keliru"), gone: false };
            access::unkept(web::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)?)
        }
    }
}

/// `GET /lanjut/{token}`: leads to the form, under an address without secrets.
pub(super) async fn by_link(
    visitor: Visitor,
    State(counter): State<Counter>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let v = &visitor.view;
    v.frame().throttle().check(LINKS, &v.address())?;
    match counter.desk.begun(&token).await? {
        Some(begun) => opened(v, &counter, &headers, &begun),
        None => access::unkept(web::page_with(StatusCode::NOT_FOUND, &GoOn { v, error: "", gone: true })?),
    }
}

fn opened(v: &View, counter: &Counter, headers: &HeaderMap, begun: &Begun) -> Answer {
    let to = web::redirect(&onward(v, counter, &begun.service))?;
    access::unkept(handles::kept(v, headers, &begun.service, begun.handle.secret(), to)?)
}
