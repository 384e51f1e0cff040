//! `/surat-tugas`: who stands in for whom in a unit; its head makes and revokes the letters (semantics R46).

use super::sign_in::query;
use super::{Choice, in_time, role_name};
use crate::fault::Fault;
use crate::identity::Identity;
use crate::letters::{Letter, grants};
use crate::model::letter::{self, NewLetter};
use crate::model::officer::Grant;
use crate::permission::{MakeLetters, SeeLetters};
use crate::refusal::Refused;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use jiff::civil::Date;
use kernel::{Actor, OfficerId, Role};
use web::{Answer, May, Permission, Session, Submission, View};

/// So many letters of a unit are shown, the latest first.
const SHOWN: i64 = 100;

#[derive(Template)]
#[template(path = "letters.html")]
struct Page {
    v: View,
    units: Vec<Choice>,
    unit: String,
    unit_name: String,
    rows: Vec<Row>,
    may_change: bool,
    people: Vec<(String, String)>,
    replaced: Vec<(String, String)>,
    typed: Submission,
    error: String,
    done: String,
}

struct Row {
    id: String,
    number: String,
    name: String,
    replaced: String,
    days: String,
    state: (&'static str, String),
    reason: String,
    revocable: bool,
}

pub(super) async fn page(officer: May<SeeLetters>, State(identity): State<Identity>) -> Answer {
    let unit = query(officer.view.query(), "unit");
    web::page(&Page::read(officer.view, &officer.session, &identity, &unit).await?)
}

pub(super) async fn make(head: May<MakeLetters>, State(identity): State<Identity>, form: Submission) -> Answer {
    let fresh = in_time(&head.view, "surat-baru", form.text("_tanda"))?;
    let (v, unit) = (head.view, form.text("unit").to_owned());
    let made = match fresh {
        true => made(&v, &head.session, &identity, &form).await,
        false => Ok(Err(v.t("web-formulir-lama").to_owned())),
    };
    let Err(error) = made? else {
        return web::redirect(&format!("/surat-tugas?unit={unit}&hasil=jadi"));
    };
    let mut page = Page::read(v, &head.session, &identity, &unit).await?;
    page.error = error;
    page.typed = Submission::of(form.texts().iter().cloned());
    web::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// Makes the letter, or says why not.
async fn made(
    v: &View,
    session: &Session,
    identity: &Identity,
    form: &Submission,
) -> Result<Result<(), String>, Fault> {
    let done = match wished(session, form) {
        Ok(new) => {
            let (today, by) = (v.now().date(v.words().zone), maker(session, &new.of.unit));
            identity.make_letter(&new, today, &by, v.now()).await.map(drop)
        }
        Err(refused) => Err(refused.into()),
    };
    match done {
        Err(Fault::Refused(refused)) => Ok(Err(v.said(&refused))),
        other => other.map(Ok),
    }
}

/// The letter as the form asks for it, by somebody who may ask.
fn wished(session: &Session, form: &Submission) -> Result<NewLetter, Refused> {
    let unit = form.text("unit").to_owned();
    if !letter::may_make(&grants(session), &unit) {
        return Err(Refused::NotTheHead);
    }
    let (role, replaced) = form.text("diganti").split_once('|').unwrap_or((form.text("diganti"), ""));
    let day = |name: &str| form.text(name).trim().parse::<Date>().map_err(|_| Refused::LetterDays);
    Ok(NewLetter {
        number: kernel::text::normal(form.text("nomor")),
        officer: OfficerId(form.text("petugas").to_owned()),
        of: Grant { role: Role::parse(role).ok_or(Refused::UnknownRole)?, unit },
        replaced: (!replaced.is_empty()).then(|| OfficerId(replaced.to_owned())),
        first: day("dari")?,
        last: day("sampai")?,
        reason: kernel::text::normal(form.text("alasan")),
    })
}

pub(super) async fn revoke(
    head: May<MakeLetters>,
    State(identity): State<Identity>,
    Path(id): Path<String>,
    form: Submission,
) -> Answer {
    let fresh = in_time(&head.view, "surat-cabut", form.text("_tanda"))?;
    let unit = identity.letter(&id).await?.letter.unit;
    if !letter::may_make(&grants(&head.session), &unit) {
        return Err(Refused::NotTheHead.into());
    }
    if fresh {
        identity.revoke_letter(&id, &maker(&head.session, &unit), head.view.now()).await?;
        return web::redirect(&format!("/surat-tugas?unit={unit}&hasil=dicabut"));
    }
    let mut page = Page::read(head.view, &head.session, &identity, &unit).await?;
    page.error = page.v.t("web-formulir-lama").to_owned();
    web::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// Whoever makes or revokes a letter, in the capacity that allows it.
fn maker(session: &Session, unit: &str) -> Actor {
    let own = session.grants.iter().find(|grant| grant.role == Role::Head && grant.unit == unit);
    let grant = own.or_else(|| session.grants.iter().find(|grant| grant.role == Role::CityAdmin));
    Actor::Officer {
        id: session.officer.clone(),
        unit: grant.map(|grant| grant.unit.clone()).unwrap_or_default(),
        title: grant.map(|grant| grant.role.word().to_owned()).unwrap_or_default(),
    }
}

impl Page {
    async fn read(v: View, session: &Session, identity: &Identity, asked: &str) -> Result<Self, Fault> {
        let units = seen(session, identity, asked);
        let chosen = units.iter().find(|unit| unit.chosen).or(units.first());
        let (unit, unit_name) = chosen.map(|unit| (unit.unit.clone(), unit.name.clone())).unwrap_or_default();
        let may_change = MakeLetters::allows(session) && letter::may_make(&grants(session), &unit);
        let rows = identity.letters_of(&unit, SHOWN).await?;
        let rows = rows.into_iter().map(|letter| row(&v, letter)).collect();
        let (people, replaced) = choices(&v, &identity.colleagues(&unit).await?);
        let done = query(v.query(), "hasil");
        let typed = Submission::of(Vec::<(String, String)>::new());
        Ok(Self { v, units, unit, unit_name, rows, may_change, people, replaced, typed, error: String::new(), done })
    }
}

/// Units whose letters the reader sees: heads their own, everyone else who may see any all of them.
fn seen(session: &Session, identity: &Identity, asked: &str) -> Vec<Choice> {
    let all = session.has_role(Role::CityAdmin) || session.has_role(Role::Auditor);
    let own = |unit: &str| session.has_role_in(Role::Head, unit);
    super::units(identity, asked).into_iter().filter(|unit| all || own(&unit.unit)).collect()
}

/// Value and name of what can be chosen.
type Options = Vec<(String, String)>;

/// Who can act, and who or what can be replaced: `kepala`, or `kepala|OFFICER`.
fn choices(v: &View, colleagues: &[(OfficerId, String, Role)]) -> (Options, Options) {
    let mut people: Vec<(String, String)> = Vec::new();
    let mut replaced = Vec::new();
    let working = colleagues.iter().filter(|(_, _, role)| letter::works(*role));
    for (id, name, _) in working.clone() {
        if people.iter().all(|(known, _)| *known != id.0) {
            people.push((id.0.clone(), name.clone()));
        }
    }
    for role in Role::ALL.into_iter().filter(|role| letter::works(*role)) {
        let said = role_name(v, role);
        replaced.push((role.word().to_owned(), v.t1("surat-siapa-pun", "peran", said.as_str())));
        let holders = working.clone().filter(|(_, _, held)| *held == role);
        replaced.extend(holders.map(|(id, name, _)| {
            (format!("{}|{}", role.word(), id.0), v.t2("surat-orang", "peran", said.as_str(), "nama", name.as_str()))
        }));
    }
    (people, replaced)
}

fn row(v: &View, one: Letter) -> Row {
    let today = v.now().date(v.words().zone);
    let state = match () {
        () if one.revoked => ("stop", "surat-dicabut"),
        () if today < one.first => ("wait", "surat-nanti"),
        () if one.last < today => ("plain", "surat-lewat"),
        () => ("good", "surat-aktif"),
    };
    let role = role_name(v, one.letter.role);
    Row {
        revocable: !one.revoked && today <= one.last,
        replaced: match &one.letter.replaces {
            Some(name) => v.t2("surat-orang", "peran", role.as_str(), "nama", name.as_str()),
            None => v.t1("surat-siapa-pun", "peran", role.as_str()),
        },
        days: v.t2("surat-rentang", "dari", v.words().date(one.first), "sampai", v.words().date(one.last)),
        state: (state.0, v.t(state.1).to_owned()),
        id: one.letter.id,
        number: one.letter.number,
        name: one.letter.name,
        reason: one.reason,
    }
}
