//! `/kerja/ekspor`: the filtered list as CSV. Taking data out is a fact of the ledger, so this is no GET.

use super::filter::Filter;
use super::listing::list;
use super::{ExportCases, acting, agency_name, words};
use crate::model::{CaseHead, Status};
use crate::{Desk, DeskRefusal};
use axum::extract::State;
use kernel::{NewEvent, Role};
use serde_json::json;
use store::Commit;
use web::{Answer, May, Session, Submission, View, csv_file};

/// Most rows of one file; the fact says whether there were more.
const MOST: usize = 5000;
const PAGE: usize = 500;

pub(super) async fn send(who: May<ExportCases>, State(desk): State<Desk>, form: Submission) -> Answer {
    if who.check_token("ekspor", form.text("_tanda")).is_err() {
        return Err(web::Error::forged());
    }
    let officer = desk.officer(&who.session).await;
    let mut filter = Filter { limit: PAGE, ..Filter::read(form.text("saringan"), &officer) };
    let mut rows = Vec::new();
    loop {
        let page = list(&desk, &officer, &filter).await?;
        rows.extend(page.rows.into_iter().map(|row| row.head));
        filter.after = page.next;
        if filter.after.is_empty() || rows.len() >= MOST {
            break;
        }
    }
    let complete = filter.after.is_empty() && rows.len() <= MOST;
    rows.truncate(MOST);
    record(&desk, &who.session, &filter, (rows.len(), complete)).await?;
    let part = if complete { "" } else { "-sebagian" };
    let name = format!("kasus-{}{part}.csv", desk.now().date(desk.zone()));
    csv_file(&name, COLUMNS, rows.iter().map(|head| cells(&who.view, &desk, head)))
}

/// That data left the house, by whom, and how much of it.
async fn record(
    desk: &Desk,
    session: &Session,
    filter: &Filter,
    (rows, complete): (usize, bool),
) -> Result<(), web::Error> {
    let data = json!({
        "what": "cases", "format": "csv", "filter": filter.as_query(), "rows": rows, "complete": complete,
    });
    let now = desk.now();
    let role = session.grants.first().map_or(Role::Liaison, |grant| grant.role);
    let fact = NewEvent { name: "export.made".to_owned(), happened_at: now, actor: acting(session, role), data };
    let commit = Commit { events: vec![fact], ..Commit::new(desk.region(), "desk/exports", store::ANY_VERSION) };
    let kept = desk.store().commit(commit, now).await;
    kept.map(drop).map_err(|error| match error {
        store::CommitError::Busy | store::CommitError::Full => DeskRefusal::Unavailable.into(),
        error => web::Error::failed(error),
    })
}

const COLUMNS: [&str; 18] = [
    "nomor",
    "nomor_luar",
    "layanan",
    "status",
    "langkah",
    "unit",
    "dibuka",
    "tenggat_langkah",
    "tenggat_total",
    "dijawab",
    "berakhir",
    "akhir",
    "ditutup",
    "kecamatan",
    "desa",
    "rahasia",
    "anonim",
    "dukungan",
];

/// Heads only: no name, no contact, no free text leaves the house this way.
fn cells(v: &View, desk: &Desk, head: &CaseHead) -> [String; 18] {
    let at = |instant: Option<kernel::Instant>| instant.map(|at| v.words().machine(at)).unwrap_or_default();
    let due = |due| at(crate::model::due_at(due));
    let flag = |set: bool| if set { "ya" } else { "tidak" }.to_owned();
    let (steps, units): (Vec<String>, Vec<String>) =
        head.holders.iter().map(|holder| (holder.step.clone(), agency_name(desk, &holder.unit))).unzip();
    let place = words::place(desk, head);
    let district = place.rsplit_once("Kec. ").map(|(_, name)| name.to_owned()).unwrap_or_default();
    let village = desk.gazetteer().village(&head.village).map(|village| village.name);
    let status = if head.status == Status::Ended { "berakhir" } else { head.status.word() };
    [
        head.number.to_string(),
        head.outside.clone(),
        head.service.clone(),
        status.to_owned(),
        steps.join(" + "),
        units.join(" + "),
        at(Some(head.opened_at)),
        due(head.step_due),
        due(head.total_due),
        at(head.answered_at),
        at(head.ended_at),
        head.end_id.clone(),
        head.closed_by.map(|by| by.word().to_owned()).unwrap_or_default(),
        district,
        village.unwrap_or_default(),
        flag(head.secret),
        flag(head.anonymous),
        head.supports.to_string(),
    ]
}
