//! Promises as a file: open data of what is decreed, the newest version for planners, and a table brought in.

use super::fields::worded;
use super::{EditPlan, genuine, mendable};
use crate::model::cells::COLUMNS;
use crate::model::plan::Plan;
use crate::programme::Programme;
use crate::promises::Filter;
use crate::refusal::Refused;
use crate::sheet::{Brought, Fault, MOST, NotBrought, to_csv, to_xlsx};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use web::{Answer, May, OrFail as _, Submission, View, Visitor, download, media};

/// Faults that are listed; the rest is counted.
const LISTED: usize = 100;

#[derive(Template)]
#[template(path = "impor.html")]
struct Page {
    v: View,
    error: String,
    faults: Vec<String>,
    more: usize,
    done: String,
    columns: Vec<(&'static str, String)>,
}

pub(super) async fn open_data(_: Visitor, State(programme): State<Programme>) -> Answer {
    let plan = programme.the_plan().await?;
    let version = plan.in_force(programme.today()).ok_or(Refused::NotThere)?.number;
    let promises = programme.promises(&plan, version, &Filter::default(), MOST).await?;
    download("program.csv", media::CSV, to_csv(&promises))
}

async fn newest(programme: &Programme) -> Result<(Plan, Vec<crate::promises::Promise>), Refused> {
    let plan = programme.the_plan().await?;
    let promises = programme.promises(&plan, plan.newest().number, &Filter::default(), MOST).await?;
    Ok((plan, promises))
}

pub(super) async fn csv(_: May<EditPlan>, State(programme): State<Programme>) -> Answer {
    let (plan, promises) = newest(&programme).await?;
    let name = format!("program-versi-{}.csv", plan.newest().number);
    download(&name, media::CSV, to_csv(&promises))
}

pub(super) async fn xlsx(_: May<EditPlan>, State(programme): State<Programme>) -> Answer {
    let (plan, promises) = newest(&programme).await?;
    let name = format!("program-versi-{}.xlsx", plan.newest().number);
    download(&name, media::XLSX, to_xlsx(&promises).or_fail()?)
}

pub(super) async fn form(officer: May<EditPlan>, State(programme): State<Programme>) -> Answer {
    programme.the_plan().await?;
    web::page(&page(officer.view))
}

fn page(v: View) -> Page {
    let columns = COLUMNS.iter().map(|column| (*column, v.t(&format!("rencana-isi-{column}")).to_owned())).collect();
    Page { error: String::new(), faults: Vec::new(), more: 0, done: String::new(), columns, v }
}

pub(super) async fn bring(officer: May<EditPlan>, State(programme): State<Programme>, form: Submission) -> Answer {
    let v = officer.view;
    genuine(&v, "rencana impor", &form)?;
    let Some(file) = form.files().first() else {
        let error = v.t("rencana-impor-tanpa-berkas").to_owned();
        return web::page_with(StatusCode::UNPROCESSABLE_ENTITY, &Page { error, ..page(v) });
    };
    match programme.bring_in(&officer.session, &file.bytes).await {
        Ok(brought) => {
            let done = counted(&v, brought);
            web::page(&Page { done, ..page(v) })
        }
        Err(NotBrought::Faulty(faults)) => {
            let more = faults.len().saturating_sub(LISTED);
            let faults = faults.iter().take(LISTED).map(|fault| said(&v, fault)).collect();
            let error = v.t("rencana-impor-salah").to_owned();
            web::page_with(StatusCode::UNPROCESSABLE_ENTITY, &Page { error, faults, more, ..page(v) })
        }
        Err(NotBrought::Refused(refused)) if mendable(&refused) => {
            let error = v.said(&refused);
            web::page_with(StatusCode::UNPROCESSABLE_ENTITY, &Page { error, ..page(v) })
        }
        Err(NotBrought::Refused(refused)) => Err(refused.into()),
    }
}

fn counted(v: &View, brought: Brought) -> String {
    v.tf("rencana-impor-hasil", &[("baru", &brought.new), ("ubah", &brought.changed), ("sama", &brought.same)])
}

/// A fault in words, with its row and column.
fn said(v: &View, fault: &Fault) -> String {
    let row = |row: usize| row.to_string();
    match fault {
        Fault::Unreadable => v.t("rencana-impor-tak-terbaca").to_owned(),
        Fault::Column(name) => v.t1("rencana-impor-kolom", "kolom", name.as_str()),
        Fault::Missing(name) => v.t1("rencana-impor-kolom-hilang", "kolom", *name),
        Fault::Merged(range) => v.t1("rencana-impor-gabung", "sel", range.as_str()),
        Fault::Wide { row: at } => v.t1("rencana-impor-lebar", "baris", row(*at)),
        Fault::Rows(count) => v.t1("rencana-impor-jumlah", "jumlah", *count),
        Fault::Cell { row: at, mistake } => v.tf(
            "rencana-impor-sel",
            &[("baris", &row(*at)), ("kolom", &mistake.column.to_owned()), ("salah", &worded(v, mistake))],
        ),
        Fault::Id { row: at, id } => v.t2("rencana-impor-id", "baris", row(*at), "id", id.as_str()),
        Fault::Reason { row: at } => v.t1("rencana-impor-alasan", "baris", row(*at)),
    }
}
