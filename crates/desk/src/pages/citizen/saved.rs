//! Save and go on elsewhere: a code, and a link without anything personal in it. `/lanjut` takes either.

use super::{Counter, access, groups, handles};
use crate::saved::{Begun, Reach};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use serde::Deserialize;
use web::{Answer, FormToken, Markup, Purpose, Submission, View, Visitor};

/// Codes tried from one address: they have 45 bits, so this leaves nothing to chance.
const CODES: Purpose = Purpose { name: "lanjut-kode", burst: 10, per_hour: 60 };
/// Links have 130 bits; this only keeps the noise down.
const LINKS: Purpose = Purpose { name: "lanjut-tautan", burst: 120, per_hour: 1200 };
/// Links sent from one address, and to one phone or address: nobody is pestered with other people's forms.
const SENDERS: Purpose = Purpose { name: "lanjut-kirim-dari", burst: 5, per_hour: 10 };
const RECIPIENTS: Purpose = Purpose { name: "lanjut-kirim-ke", burst: 2, per_hour: 1 };

/// What the address of the page with the code may say.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    /// `dikirim`: the link was ordered just now.
    #[serde(default)]
    tautan: String,
}

/// Whether the link can be sent to its writer, and was.
enum Sending {
    /// Nobody to send it to.
    No,
    /// To the phone or address that was typed.
    To(Reach),
    /// On its way there.
    Done(Reach),
}

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
    sending: Sending,
    send_token: FormToken,
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

/// The paper that an officer prints for whoever stands at the counter.
pub(super) fn slip(v: &View, counter: &Counter, begun: &Begun) -> Answer {
    page_of(v, counter, begun, (true, Sending::No))
}

/// The code, the link and how long they hold; nobody keeps this page.
fn page_of(v: &View, counter: &Counter, begun: &Begun, (at_counter, sending): (bool, Sending)) -> Answer {
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
        sending,
        send_token: v.token(&send_name(&begun.service)),
        handle: begun.handle.secret(),
        at_counter,
    };
    access::unkept(web::page(&page)?)
}

/// The name under which the form that forgets is signed.
pub(super) fn forget_name(service: &str) -> String {
    format!("hapus {service}")
}

/// The name under which the form that sends the link is signed.
fn send_name(service: &str) -> String {
    format!("kirim tautan {service}")
}

/// `GET /layanan/{id}/simpanan`.
pub(super) async fn page(
    visitor: Visitor,
    State(counter): State<Counter>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Answer {
    let v = &visitor.view;
    let begun = match handles::of(v, &headers, &id) {
        Some(handle) => counter.desk.begun(handle.secret()).await?,
        None => None,
    };
    match begun.filter(|begun| begun.code.is_some()) {
        Some(begun) => {
            let sending = match counter.desk.reach_of(&begun) {
                reach if reach.is_nobody() => Sending::No,
                reach if asked.tautan == "dikirim" => Sending::Done(reach),
                reach => Sending::To(reach),
            };
            page_of(v, &counter, &begun, (false, sending))
        }
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
    v.stamped(&forget_name(&id), form.text("_tanda"))?;
    counter.desk.forget_draft(form.text("_draf")).await?;
    handles::kept(v, &headers, &id, "", web::redirect(&format!("/layanan/{id}"))?)
}

/// `POST /layanan/{id}/simpanan/tautan`: the link goes to the phone or address that its writer typed.
pub(super) async fn send(
    visitor: Visitor,
    State(counter): State<Counter>,
    Path(id): Path<String>,
    form: Submission,
) -> Answer {
    let v = &visitor.view;
    v.stamped(&send_name(&id), form.text("_tanda"))?;
    let begun = counter.desk.begun(form.text("_draf")).await?;
    let Some(begun) = begun.filter(|begun| begun.service == id && begun.code.is_some()) else {
        return web::redirect("/lanjut");
    };
    let throttle = v.frame().throttle();
    throttle.check(SENDERS, &v.address())?;
    for recipient in counter.desk.counted_as(&counter.desk.reach_of(&begun)) {
        throttle.check(RECIPIENTS, &recipient)?;
    }
    counter.desk.send_begun(&begun, v.lang()).await?;
    web::redirect(&format!("/layanan/{id}/simpanan?tautan=dikirim"))
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
