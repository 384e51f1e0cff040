//! `/atur/petugas/{id}`: one officer's roles, link and account.

use super::{Choice, RoleChoice, administrator, in_time, may_change, role_name, roles, units};
use crate::fault::Fault;
use crate::identity::Identity;
use crate::model::officer::{Command, Grant, Officer};
use crate::permission::{ManageOfficers, SeeOfficers};
use crate::refusal::Refused;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use kernel::{OfficerId, Role, Token};
use web::{Answer, May, Session, Submission, View};

#[derive(Template)]
#[template(path = "officer.html")]
struct Page {
    v: View,
    officer: Officer,
    rows: Vec<Row>,
    units: Vec<Choice>,
    roles: Vec<RoleChoice>,
    may_change: bool,
    link: String,
    error: String,
}

struct Row {
    role: String,
    word: &'static str,
    unit: String,
    unit_name: String,
}

impl Page {
    async fn read(v: View, session: &Session, identity: &Identity, id: &OfficerId) -> Result<Self, Fault> {
        let officer = identity.officer(id).await?;
        let directory = identity.directory();
        let rows = officer.grants.iter().map(|grant| Row {
            role: role_name(&v, grant.role),
            word: grant.role.word(),
            unit_name: directory.office(&grant.unit).map_or_else(|| grant.unit.clone(), |office| office.name.clone()),
            unit: grant.unit.clone(),
        });
        Ok(Self {
            rows: rows.collect(),
            units: units(identity, ""),
            roles: roles(&v, ""),
            may_change: may_change(session),
            officer,
            v,
            link: String::new(),
            error: String::new(),
        })
    }
}

pub(super) async fn page(
    officer: May<SeeOfficers>,
    State(identity): State<Identity>,
    Path(id): Path<String>,
) -> Answer {
    web::page(&Page::read(officer.view, &officer.session, &identity, &OfficerId(id)).await?)
}

/// The page with a fresh one-time link on it. The link stands in no address and no log; the page is not kept.
pub(super) async fn with_link(
    v: View,
    session: &Session,
    identity: &Identity,
    id: &OfficerId,
    token: &Token,
) -> Answer {
    let link = format!("{}/akun/atur/{}", v.frame().public_url(), token.secret());
    let page = Page::read(v, session, identity, id).await?;
    let mut answer = web::page(&Page { link, ..page })?;
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(answer)
}

type Admin = May<ManageOfficers>;

pub(super) async fn grant(
    admin: Admin,
    State(identity): State<Identity>,
    Path(id): Path<String>,
    form: Submission,
) -> Answer {
    let command = role_and_unit(&form).map(Command::Grant);
    change(admin, &identity, OfficerId(id), command, &form).await
}

pub(super) async fn revoke(
    admin: Admin,
    State(identity): State<Identity>,
    Path(id): Path<String>,
    form: Submission,
) -> Answer {
    let command = role_and_unit(&form).map(Command::Revoke);
    change(admin, &identity, OfficerId(id), command, &form).await
}

pub(super) async fn account(
    admin: Admin,
    State(identity): State<Identity>,
    Path(id): Path<String>,
    form: Submission,
) -> Answer {
    let command = match form.text("keadaan") {
        "tutup" => Command::Disable,
        "buka" => Command::Enable,
        _ => Command::EndSessions,
    };
    change(admin, &identity, OfficerId(id), Ok(command), &form).await
}

pub(super) async fn link(
    admin: Admin,
    State(identity): State<Identity>,
    Path(id): Path<String>,
    form: Submission,
) -> Answer {
    let id = OfficerId(id);
    if !in_time(&admin.view, "petugas-ubah", form.text("_tanda"))? {
        return web::redirect(&format!("/atur/petugas/{}", id.0));
    }
    let token = identity.make_link(&id, &administrator(&admin.session), admin.view.now()).await?;
    with_link(admin.view, &admin.session, &identity, &id, &token).await
}

fn role_and_unit(form: &Submission) -> Result<Grant, Refused> {
    let role = Role::parse(form.text("peran")).ok_or(Refused::UnknownRole)?;
    Ok(Grant { role, unit: form.text("unit").trim().to_owned() })
}

async fn change(
    admin: Admin,
    identity: &Identity,
    id: OfficerId,
    command: Result<Command, Refused>,
    form: &Submission,
) -> Answer {
    let v = admin.view;
    let error = if in_time(&v, "petugas-ubah", form.text("_tanda"))? {
        let outcome = match command {
            Ok(command) => identity.change_officer(&id, &command, &administrator(&admin.session), v.now()).await,
            Err(refused) => Err(refused.into()),
        };
        match outcome {
            Ok(()) => return web::redirect(&format!("/atur/petugas/{}", id.0)),
            Err(Fault::Refused(refused)) if refused != Refused::UnknownOfficer => v.said(&refused),
            Err(fault) => return Err(fault.into()),
        }
    } else {
        v.t("web-formulir-lama").to_owned()
    };
    let mut page = Page::read(v, &admin.session, identity, &id).await?;
    page.units = units(identity, form.text("unit"));
    page.roles = roles(&page.v, form.text("peran"));
    web::page_with(StatusCode::UNPROCESSABLE_ENTITY, &Page { error, ..page })
}
