//! `/pengembang/kunci/{id}`: one key, from registering to revoking. A new secret is shown in the answer to its form and
//! nowhere else, so that answer is a page and not a redirect.

use super::keys::state;
use super::unheard::{UnheardRow, unheard};
use crate::clients::{Key, KeyChange, NewKey};
use crate::model::audience::Audience;
use crate::model::scope;
use crate::model::terms::{Kind, Terms, lines};
use crate::refusal::Refused;
use crate::rights::{Agree, Manage, manages};
use crate::secrets::NewSecret;
use crate::signon::Signon;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use kernel::Role;
use std::collections::BTreeMap;
use web::component::Choice;
use web::{
    Answer, FormKey, Markup, May, OrFail as _, Permission as _, Sent, Session, Submission, View, in_time, unsent,
};

const FORM: &str = "kunci";

/// The fields of the terms, as they are drawn.
struct Fields {
    kind: Kind,
    scopes: Vec<Choice>,
    redirects: String,
    after: String,
    logout: String,
    start: String,
    officers: Vec<Choice>,
    roles: Vec<Choice>,
    residents: bool,
    mistakes: BTreeMap<&'static str, String>,
}

impl Fields {
    fn of(v: &View, kind: Kind, (terms, logout): (&Terms, &str), refused: Option<&Refused>) -> Self {
        let tick = |value: &str, label: String, chosen: bool| Choice { value: value.to_owned(), label, chosen };
        let scope = |one: scope::ProgramScope| {
            let words = v.t(&format!("sambung-cakupan-{}", one.name.replace('.', "-"))).to_owned();
            let label = if one.agreed { format!("{words} ({})", v.t("sambung-perlu-setuju")) } else { words };
            tick(one.name, label, terms.scopes.iter().any(|name| name == one.name))
        };
        let roles: &[Role] = if let Audience::Roles { roles } = &terms.officers { roles } else { &[] };
        let role = |role: Role| {
            let label = v.t(&format!("sambung-peran-{}", role.word())).to_owned();
            tick(role.word(), label, roles.contains(&role))
        };
        let audience =
            |word: &str| tick(word, v.t(&format!("sambung-petugas-{word}")).to_owned(), terms.officers.word() == word);
        let mistakes = match refused {
            Some(Refused::Terms(found)) => found
                .iter()
                .map(|(field, mistake)| (*field, v.t(&format!("sambung-salah-{}", mistake.word())).to_owned()))
                .collect(),
            _ => BTreeMap::new(),
        };
        Self {
            kind,
            scopes: scope::PROGRAM.into_iter().map(scope).collect(),
            redirects: terms.redirects.join("\n"),
            after: terms.after.join("\n"),
            logout: logout.to_owned(),
            start: terms.start.clone(),
            officers: ["tidak", "unit", "peran", "semua"].into_iter().map(audience).collect(),
            roles: Role::ALL.into_iter().map(role).collect(),
            residents: terms.residents,
            mistakes,
        }
    }

    fn mistake(&self, field: &str) -> &str {
        self.mistakes.get(field).map_or("", String::as_str)
    }
}

/// What a form holds.
fn typed(sent: &Submission) -> KeyChange {
    let (name, logout) = (sent.text("nama").to_owned(), sent.text("pemberitahuan").to_owned());
    KeyChange { name, terms: terms(sent), logout }
}

fn terms(sent: &Submission) -> Terms {
    let roles = sent.all("peran").filter_map(Role::parse).collect();
    Terms {
        scopes: sent.all("cakupan").map(str::to_owned).collect(),
        redirects: lines(sent.text("kembali")),
        after: lines(sent.text("sesudah")),
        start: sent.text("mulai").trim().to_owned(),
        officers: Audience::read(sent.text("petugas"), roles).unwrap_or_default(),
        residents: sent.text("warga") == "ya",
    }
}

#[derive(Template)]
#[template(path = "kunci_baru.html")]
struct NewPage {
    v: View,
    kinds: Vec<(Kind, bool)>,
    applications: Vec<Choice>,
    called: String,
    sandbox: bool,
    fields: Fields,
    error: String,
}

/// `GET /pengembang/kunci/baru?jenis=`.
pub(super) async fn new(officer: May<Manage>, State(signon): State<Signon>) -> Answer {
    let v = officer.view;
    let sent = Submission::of([("jenis", v.asked("jenis")), ("aplikasi", v.asked("aplikasi"))]);
    new_drawn(v, &signon, &officer.session, &sent, None).await
}

async fn new_drawn(
    v: View,
    signon: &Signon,
    session: &Session,
    sent: &Submission,
    refused: Option<Option<Refused>>,
) -> Answer {
    let kind = Kind::parse(sent.text("jenis")).unwrap_or(Kind::Program);
    let (status, error) = match &refused {
        Some(refused) => unsent(&v, refused.clone(), |one| v.said(one))?,
        None => (StatusCode::OK, String::new()),
    };
    let all = signon.deps().applications.all().await.map_err(web::Error::failed)?;
    let own = all.iter().filter(|one| one.alive && manages(session, &one.unit));
    let named = own.map(|one| (one.id.clone(), format!("{} ({})", one.name, signon.unit_name(&one.unit))));
    let typed = typed(sent);
    let refused = refused.as_ref().and_then(Option::as_ref);
    let page = NewPage {
        kinds: Kind::ALL.into_iter().map(|one| (one, one == kind)).collect(),
        applications: Choice::all(named, [sent.text("aplikasi")]),
        sandbox: sent.text("uji") == "ya",
        fields: Fields::of(&v, kind, (&typed.terms, &typed.logout), refused),
        called: typed.name,
        error,
        v,
    };
    web::page_with(status, &page)
}

/// `POST /pengembang/kunci`.
pub(super) async fn register(officer: May<Manage>, State(signon): State<Signon>, sent: Submission) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let form: FormKey = v.stamped(FORM, sent.text("_tanda"))?.0;
    let KeyChange { name, terms, logout } = typed(&sent);
    let new = NewKey {
        application: sent.text("aplikasi").to_owned(),
        name,
        kind: Kind::parse(sent.text("jenis")).unwrap_or(Kind::Program),
        sandbox: sent.text("uji") == "ya",
        terms,
        logout,
    };
    match in_time(&v, FORM, &sent, signon.register(&session, new, form)).await? {
        Ok(made) if made.secret.is_some() => {
            drawn(v, &signon, &session, &made.id, Shown { secret: made.secret, ..Shown::default() }).await
        }
        Ok(made) => web::redirect(&at(&made.id)),
        Err(refused) => new_drawn(v, &signon, &session, &sent, Some(refused)).await,
    }
}

fn at(id: &str) -> String {
    format!("/pengembang/kunci/{id}")
}

/// What the page of a key shows besides the key itself.
#[derive(Default)]
struct Shown {
    status: StatusCode,
    error: String,
    /// Shown this once.
    secret: Option<NewSecret>,
    /// What was typed and refused.
    typed: Option<KeyChange>,
    refused: Option<Refused>,
}

#[derive(Template)]
#[template(path = "kunci.html")]
struct Page {
    v: View,
    key: Key,
    application: String,
    unit: String,
    kind: String,
    state: Markup,
    issuer: String,
    used: String,
    secret: Option<NewSecret>,
    secrets: Vec<SecretRow>,
    unheard: Vec<UnheardRow>,
    wish: Vec<(String, String)>,
    agrees: bool,
    called: String,
    fields: Fields,
    error: String,
}

struct SecretRow {
    id: String,
    made: String,
    until: String,
    lives: bool,
}

/// `GET /pengembang/kunci/{id}`.
pub(super) async fn page(officer: May<Manage>, State(signon): State<Signon>, Path(id): Path<String>) -> Answer {
    drawn(officer.view, &signon, &officer.session, &id, Shown::default()).await
}

async fn drawn(v: View, signon: &Signon, session: &Session, id: &str, shown: Shown) -> Answer {
    let key = signon.seen_key(session, id).await?;
    let now = signon.now();
    let secrets = signon.secrets(id).await.or_fail()?;
    let until = secrets.iter().map(|one| one.until).filter(|until| *until > now).max();
    let application = signon.deps().applications.application(&key.application).await.map_err(web::Error::failed)?;
    let row = |one: &crate::Secret| SecretRow {
        id: one.id.clone(),
        made: v.words().date_of(one.made_at),
        until: v.words().moment(one.until),
        lives: one.until > now,
    };
    let latest = key.wish.as_ref().unwrap_or(&key.terms).clone();
    let stands = || KeyChange { name: key.name.clone(), terms: latest, logout: key.logout.clone() };
    let typed = shown.typed.unwrap_or_else(stands);
    let page = Page {
        application: application.map_or_else(|| key.application.clone(), |application| application.name),
        unit: signon.unit_name(&key.unit),
        kind: v.t(&format!("sambung-jenis-{}", key.kind.word())).to_owned(),
        state: state(&v, &key, until, now),
        issuer: signon.issuer().to_owned(),
        used: key.used_at.map_or_else(|| v.t("sambung-belum-dipakai").to_owned(), |at| v.words().moment(at)),
        secret: shown.secret,
        secrets: secrets.iter().map(row).collect(),
        unheard: signon.unheard(id).await.or_fail()?.iter().map(|one| unheard(&v, one)).collect(),
        wish: key.wish.as_ref().map(|wish| wished(&v, wish)).unwrap_or_default(),
        agrees: Agree::allows(session) && key.wished_by != session.officer.0,
        fields: Fields::of(&v, key.kind, (&typed.terms, &typed.logout), shown.refused.as_ref()),
        error: shown.error,
        called: typed.name,
        key,
        v,
    };
    let mut answer = web::page_with(shown.status, &page)?;
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(answer)
}

/// What waits, for whoever is to agree.
fn wished(v: &View, wish: &Terms) -> Vec<(String, String)> {
    let mut rows = Vec::new();
    let mut row = |label: &str, value: String| {
        if !value.is_empty() {
            rows.push((v.t(label).to_owned(), value));
        }
    };
    row("sambung-cakupan", wish.scopes.join(", "));
    row("sambung-kembali", wish.redirects.join(", "));
    if !wish.redirects.is_empty() {
        let roles = match &wish.officers {
            Audience::Roles { roles } => {
                let names = roles.iter().map(|role| v.t(&format!("sambung-peran-{}", role.word())).to_owned());
                format!(": {}", names.collect::<Vec<_>>().join(", "))
            }
            _ => String::new(),
        };
        row("sambung-petugas", format!("{}{roles}", v.t(&format!("sambung-petugas-{}", wish.officers.word()))));
        let residents = if wish.residents { "sambung-ya" } else { "sambung-tidak" };
        row("sambung-warga", v.t(residents).to_owned());
    }
    rows
}

/// Back to the key, or the key with what was wrong.
async fn answered(
    v: View,
    signon: &Signon,
    session: &Session,
    id: &str,
    (done, typed): (Sent<(), Refused>, Option<KeyChange>),
) -> Answer {
    match done {
        Ok(()) => web::redirect(&at(id)),
        Err(refused) => {
            let (status, error) = unsent(&v, refused.clone(), |one| v.said(one))?;
            drawn(v, signon, session, id, Shown { status, error, secret: None, typed, refused }).await
        }
    }
}

fn revision(sent: &Submission) -> i64 {
    sent.text("revisi").parse().unwrap_or(-1)
}

/// `POST /pengembang/kunci/{id}`.
pub(super) async fn change(
    officer: May<Manage>,
    State(signon): State<Signon>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let typed = typed(&sent);
    let done = in_time(&v, FORM, &sent, signon.change(&session, &id, revision(&sent), typed.clone())).await?;
    answered(v, &signon, &session, &id, (done, Some(typed))).await
}

/// `POST /pengembang/kunci/{id}/rahasia`.
pub(super) async fn new_secret(
    officer: May<Manage>,
    State(signon): State<Signon>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let days = |name: &str| sent.text(name).trim().parse::<i64>().unwrap_or(-1);
    let act = signon.new_secret(&session, &id, days("hari"), days("peralihan"));
    match in_time(&v, FORM, &sent, act).await? {
        Ok(secret) => drawn(v, &signon, &session, &id, Shown { secret: Some(secret), ..Shown::default() }).await,
        Err(refused) => answered(v, &signon, &session, &id, (Err(refused), None)).await,
    }
}

/// `POST /pengembang/kunci/{id}/rahasia/akhir`.
pub(super) async fn end_secret(
    officer: May<Manage>,
    State(signon): State<Signon>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let done = in_time(&v, FORM, &sent, signon.end_secret(&session, &id, sent.text("rahasia"))).await?;
    answered(v, &signon, &session, &id, (done, None)).await
}

/// `POST /pengembang/kunci/{id}/pencabutan`.
pub(super) async fn revoke(
    officer: May<Manage>,
    State(signon): State<Signon>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let done = in_time(&v, FORM, &sent, signon.revoke(&session, &id)).await?;
    answered(v, &signon, &session, &id, (done, None)).await
}

/// `POST /pengembang/kunci/{id}/persetujuan`: Kominfo agrees, or declines with a reason.
pub(super) async fn answer(
    officer: May<Agree>,
    State(signon): State<Signon>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let declined = (sent.text("jawab") != "setuju").then(|| sent.text("alasan"));
    let done = in_time(&v, FORM, &sent, signon.answer(&session, &id, revision(&sent), declined)).await?;
    answered(v, &signon, &session, &id, (done, None)).await
}
