//! `/layanan/{id}/kode`: the code that was sent to number or address is typed in, and with it the form is sent
//! (docs/adr/0029). What was filled in waits sealed in the draft, so that reading the message on the same phone, back,
//! reload and a broken line lose nothing.

use super::said::Said;
use super::service::form_name;
use super::{Counter, access, groups, handles, words};
use crate::codes::{CodeOrder, Way};
use crate::refusal::DeskRefusal;
use crate::saved::Begun;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use definition::model::{Channel, Definition};
use serde::Deserialize;
use web::{Answer, FormKey, FormToken, OrFail, Purpose, Submission, View, Visitor};

/// Codes sent from one address, behind which a village may stand; what one contact is sent in a day the desk counts.
const SENDERS: Purpose = Purpose { name: "kode-kirim-dari", burst: 20, per_hour: 60 };
/// Codes tried from one address; what one code bears the desk counts.
const TRIES: Purpose = Purpose { name: "kode-coba-dari", burst: 40, per_hour: 240 };
/// The key under which a device sent the form before its contact was proved; the form keeps it.
pub(super) const KEY: &str = "_kunci";
/// So many proofs a browser holds; the oldest is forgotten first.
const MOST: usize = 3;

/// What became of the last wish for a code: a word of ours, never what was typed.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    keadaan: String,
}

#[derive(Template)]
#[template(path = "citizen/proving.html")]
struct Page<'a> {
    v: &'a View,
    service: &'a str,
    name: &'a str,
    /// Number or address, as far as its writer needs to see it.
    masked: String,
    by_email: bool,
    /// Until when the code holds; empty where none does.
    until: String,
    error: String,
    /// Why no code was sent just now; empty where one was.
    notice: &'a str,
    token: FormToken,
    handle: &'a str,
    typed: &'a [(String, String)],
    again: FormToken,
    change: String,
    /// The counter takes it in, too.
    counter: bool,
}

fn address(service: &str) -> String {
    format!("/layanan/{service}/kode")
}

/// The name under which the wish for another code is signed.
fn again_name(service: &str) -> String {
    format!("kode {service}")
}

/// Where number or address is changed.
fn change(v: &View, definition: &Definition, way: Way) -> String {
    let id = &definition.id;
    if groups::is_long(definition) && !v.save_data() {
        return format!("/layanan/{id}/isi?bagian={}&ke=periksa", groups::groups(definition).len() + 1);
    }
    let field = if way == Way::Phone { "_hp" } else { "_surel" };
    format!("/layanan/{id}#f-{field}")
}

/// The form waits, a code is on its way, and the page that asks for it comes.
pub(super) async fn ask(
    v: &View,
    counter: &Counter,
    headers: &HeaderMap,
    definition: &Definition,
    said: &Said,
) -> Answer {
    let begun = counter.desk.keep_answers(&definition.id, said.draft(), said.typed()).await?;
    led(v, counter, headers, &begun).await
}

/// Orders a code and leads to the page that asks for it.
async fn led(v: &View, counter: &Counter, headers: &HeaderMap, begun: &Begun) -> Answer {
    let to = web::redirect(&ordered(v, counter, begun).await?)?;
    handles::kept(v, headers, &begun.service, begun.handle.secret(), to)
}

/// Orders a code; the address of the page that asks for it.
pub(super) async fn ordered(v: &View, counter: &Counter, begun: &Begun) -> Result<String, web::Error> {
    let became = match v.frame().throttle().check(SENDERS, &v.address()) {
        Err(_) => "jaringan",
        Ok(()) => match counter.desk.order_code(begun, v.lang()).await? {
            CodeOrder::Sent => "terkirim",
            CodeOrder::Soon(_) => "sebentar",
            CodeOrder::Tomorrow(_) => "besok",
        },
    };
    Ok(format!("{}?keadaan={became}", address(&begun.service)))
}

/// Counts one try of this visitor.
pub(super) fn counted(v: &View) -> Result<(), web::TooMany> {
    v.frame().throttle().check(TRIES, &v.address())
}

/// `GET /layanan/{id}/kode`.
pub(super) async fn page(
    visitor: Visitor,
    State(counter): State<Counter>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Answer {
    let definition = counter.service(&id)?;
    let v = &visitor.view.about(definition.kind);
    let begun = match handles::of(v, &headers, &id) {
        Some(handle) => counter.desk.begun(handle.secret()).await?,
        None => None,
    };
    match begun.filter(|begun| begun.service == id) {
        Some(begun) => drawn(v, &counter, &definition, &begun, (&asked.keadaan, None)).await,
        None => web::redirect(&format!("/layanan/{id}")),
    }
}

/// The page again with what was wrong about the code; the form keeps its key.
pub(super) async fn refused(
    v: &View,
    counter: &Counter,
    definition: &Definition,
    said: &Said,
    (key, refusal): (FormKey, &DeskRefusal),
) -> Answer {
    match counter.desk.begun(&said.handle).await? {
        Some(begun) => drawn(v, counter, definition, &begun, ("", Some((key, refusal)))).await,
        None => web::redirect(&format!("/layanan/{}", definition.id)),
    }
}

async fn drawn(
    v: &View,
    counter: &Counter,
    definition: &Definition,
    begun: &Begun,
    (became, refused): (&str, Option<(FormKey, &DeskRefusal)>),
) -> Answer {
    let Some((way, contact)) = counter.desk.to_prove(begun) else {
        return web::redirect(&format!("/layanan/{}", definition.id));
    };
    let until = counter.desk.code_until(begun).await?;
    let form = form_name(&definition.id);
    let page = Page {
        v,
        service: &definition.id,
        name: &definition.name,
        masked: crate::codes::rules::masked(&contact),
        by_email: way == Way::Email,
        until: until.map(|until| v.words().time(until)).unwrap_or_default(),
        error: refused.map(|(_, refusal)| words::refusal(v, refusal)).unwrap_or_default(),
        notice: notice(v, became, until.is_some()),
        token: match refused.map(|(key, _)| key).or_else(|| FormKey::parse(begun.typed(KEY))) {
            Some(key) => v.token_for(&form, key),
            None => v.token(&form),
        },
        handle: begun.handle.secret(),
        typed: &begun.texts,
        again: v.token(&again_name(&definition.id)),
        change: change(v, definition, way),
        counter: definition.channels.contains(&Channel::Counter),
    };
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    access::unkept(web::page_with(status, &page)?)
}

fn notice<'v>(v: &'v View, became: &str, holds: bool) -> &'v str {
    match became {
        "jaringan" => v.t("kode-jaringan"),
        "besok" => v.t("kode-besok"),
        "sebentar" if holds => v.t("kode-sebentar"),
        _ => "",
    }
}

/// `POST /layanan/{id}/kode`: another code is asked for.
pub(super) async fn again(
    visitor: Visitor,
    State(counter): State<Counter>,
    Path(id): Path<String>,
    headers: HeaderMap,
    form: Submission,
) -> Answer {
    let v = &visitor.view;
    v.stamped(&again_name(&id), form.text("_tanda"))?;
    let begun = counter.desk.begun(form.text("_draf")).await?;
    match begun.filter(|begun| begun.service == id && counter.desk.to_prove(begun).is_some()) {
        Some(begun) => led(v, &counter, &headers, &begun).await,
        None => web::redirect(&format!("/layanan/{id}")),
    }
}

fn cookie_name(v: &View) -> &'static str {
    if v.frame().secure() { "__Host-bukti" } else { "bukti" }
}

/// The proofs that this browser holds; whether one of them holds for a contact is for the desk to say.
pub(super) fn proofs(v: &View, headers: &HeaderMap) -> Vec<String> {
    let own = web::read_cookie(headers, cookie_name(v)).unwrap_or("");
    own.split('~').filter(|proof| !proof.is_empty()).take(MOST).map(str::to_owned).collect()
}

/// This browser needs no second code for the same contact for a while.
pub(super) fn proved(v: &View, headers: &HeaderMap, proof: Option<String>, mut answer: Response) -> Answer {
    if let Some(proof) = proof {
        let all: Vec<String> = std::iter::once(proof).chain(proofs(v, headers)).take(MOST).collect();
        answer.headers_mut().append(header::SET_COOKIE, cookie(v, &all.join("~"))?);
    }
    Ok(answer)
}

/// Forgets every proof: whoever uses this browser next proves a contact anew.
pub(super) fn forgotten(v: &View, mut answer: Response) -> Answer {
    answer.headers_mut().append(header::SET_COOKIE, cookie(v, "")?);
    Ok(answer)
}

fn cookie(v: &View, value: &str) -> Result<HeaderValue, web::Error> {
    HeaderValue::from_str(&web::cookie(cookie_name(v), value, v.frame().secure(), None)).or_fail()
}
