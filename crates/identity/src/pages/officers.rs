//! `/atur/petugas`: the list of officers, and adding one.

use super::sign_in::query;
use super::{Choice, RoleChoice, administrator, in_time, may_change, role_name, roles, units};
use crate::fault::Fault;
use crate::identity::Identity;
use crate::model::officer::Grant;
use crate::officers::NewOfficer;
use crate::permission::{ManageOfficers, SeeOfficers};
use crate::queries::Listed;
use crate::refusal::Refused;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use kernel::Role;
use web::{Answer, May, Submission, View};

const PAGE: usize = 25;

#[derive(Template)]
#[template(path = "officers.html")]
struct Page {
    v: View,
    search: String,
    rows: Vec<Row>,
    first: String,
    next: String,
    may_change: bool,
    units: Vec<Choice>,
    roles: Vec<RoleChoice>,
    typed: NewOfficer,
    error: String,
}

struct Row {
    id: String,
    sign_in: String,
    name: String,
    grants: Vec<String>,
    state: (&'static str, String),
}

pub(super) async fn page(officer: May<SeeOfficers>, State(identity): State<Identity>) -> Answer {
    let may = may_change(&officer.session);
    web::page(&Page::read(officer.view, &identity, may).await?)
}

impl Page {
    async fn read(v: View, identity: &Identity, may_change: bool) -> Result<Self, Fault> {
        let (search, after) = (query(v.query(), "q"), query(v.query(), "sesudah"));
        let mut found = identity.officers(&search, &after, 1 + PAGE as i64).await?;
        let more = found.len() > PAGE;
        found.truncate(PAGE);
        let next = found.last().filter(|_| more).map(|last| v.with_query("sesudah", &last.sign_in)).unwrap_or_default();
        let first = if after.is_empty() { String::new() } else { v.with_query("sesudah", "") };
        let rows = found.into_iter().map(|one| row(&v, identity, one)).collect();
        Ok(Self {
            units: units(identity, ""),
            roles: roles(&v, ""),
            v,
            search,
            rows,
            first,
            next,
            may_change,
            typed: NewOfficer::default(),
            error: String::new(),
        })
    }
}

fn row(v: &View, identity: &Identity, one: Listed) -> Row {
    let directory = identity.directory();
    let unit = |unit: &str| directory.office(unit).map_or_else(|| unit.to_owned(), |office| office.short.clone());
    let state = match (one.active, one.has_password) {
        (false, _) => ("stop", "petugas-ditutup"),
        (true, false) => ("wait", "petugas-belum-masuk"),
        (true, true) => ("good", "petugas-aktif"),
    };
    Row {
        grants: one.grants.iter().map(|grant| format!("{}, {}", role_name(v, grant.role), unit(&grant.unit))).collect(),
        id: one.id.0,
        sign_in: one.sign_in,
        name: one.name,
        state: (state.0, v.t(state.1).to_owned()),
    }
}

pub(super) async fn add(admin: May<ManageOfficers>, State(identity): State<Identity>, form: Submission) -> Answer {
    let fresh = in_time(&admin.view, "petugas-baru", form.text("_tanda"))?;
    let mut typed = NewOfficer {
        sign_in: form.text("nama-masuk").to_owned(),
        name: form.text("nama").to_owned(),
        email: form.text("surel").to_owned(),
        grants: Vec::new(),
    };
    let role = Role::parse(form.text("peran"));
    let added = match role {
        _ if !fresh => Err(None),
        None => Err(Some(Refused::UnknownRole)),
        Some(role) => {
            typed.grants.push(Grant { role, unit: form.text("unit").to_owned() });
            match identity.add_officer(&typed, &administrator(&admin.session), admin.view.now()).await {
                Ok(added) => Ok(added),
                Err(Fault::Refused(refused)) => Err(Some(refused)),
                Err(fault) => return Err(fault.into()),
            }
        }
    };
    match added {
        Ok((id, token)) => super::officer::with_link(admin.view, &admin.session, &identity, &id, &token).await,
        Err(refused) => {
            let v = admin.view;
            let error = refused.map_or_else(|| v.t("web-formulir-lama").to_owned(), |refused| v.said(&refused));
            let mut page = Page::read(v, &identity, true).await?;
            page.units = units(&identity, form.text("unit"));
            page.roles = roles(&page.v, form.text("peran"));
            page.error = error;
            page.typed = typed;
            web::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}
