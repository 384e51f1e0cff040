//! Action plans as a file: taken out, and brought in with every wrong cell named.

use super::{Tabs, mendable, placed, year};
use crate::monev::model::cells::COLUMNS;
use crate::monev::rights::{own, sees_all};
use crate::monev::sheet::{to_csv, to_xlsx};
use crate::monev::{Action, Brought, Fault, NotBrought, ReadActions, Refused, WriteActions};
use crate::pages::genuine;
use crate::programme::Programme;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use web::{Answer, May, OrFail as _, Session, Submission, View, download, media};

/// Faults that are listed; the rest is counted.
const LISTED: usize = 100;

#[derive(Template)]
#[template(path = "monev/impor.html")]
struct Page {
    v: View,
    tabs: Tabs,
    year: i16,
    error: String,
    faults: Vec<String>,
    more: usize,
    done: String,
    columns: Vec<(&'static str, String)>,
}

impl Page {
    fn table(&self) -> String {
        format!("/dasbor/aksi/tabel.xlsx?tahun={}", self.year)
    }
}

async fn page(v: View, session: &Session, programme: &Programme, year: i16) -> Result<Page, Refused> {
    let columns = COLUMNS.iter().map(|column| (*column, v.t(&format!("aksi-isi-{column}")).to_owned())).collect();
    let tabs = Tabs::new(&v, programme, session).await?;
    Ok(Page { error: String::new(), faults: Vec::new(), more: 0, done: String::new(), columns, tabs, year, v })
}

pub(super) async fn form(officer: May<WriteActions>, State(programme): State<Programme>) -> Answer {
    let year = year(&programme, &officer.view.asked("tahun"));
    web::page(&page(officer.view, &officer.session, &programme, year).await?)
}

pub(super) async fn bring(officer: May<WriteActions>, State(programme): State<Programme>, sent: Submission) -> Answer {
    let (v, session) = (officer.view, officer.session);
    genuine(&v, "aksi impor", &sent)?;
    let year = year(&programme, sent.text("tahun").trim());
    let page = page(v, &session, &programme, year).await?;
    let Some(table) = sent.files().first() else {
        let error = page.v.t("aksi-impor-tanpa-berkas").to_owned();
        return web::page_with(StatusCode::UNPROCESSABLE_ENTITY, &Page { error, ..page });
    };
    match programme.bring_in_actions(&session, year, &table.bytes).await {
        Ok(brought) => {
            let done = counted(&page.v, brought);
            web::page(&Page { done, ..page })
        }
        Err(NotBrought::Faulty(faults)) => {
            let more = faults.len().saturating_sub(LISTED);
            let faults = faults.iter().take(LISTED).map(|fault| told(&page.v, fault)).collect();
            let error = page.v.t("aksi-impor-salah").to_owned();
            web::page_with(StatusCode::UNPROCESSABLE_ENTITY, &Page { error, faults, more, ..page })
        }
        Err(NotBrought::Refused(refused)) if mendable(&refused) => {
            let error = page.v.said(&refused);
            web::page_with(StatusCode::UNPROCESSABLE_ENTITY, &Page { error, ..page })
        }
        Err(NotBrought::Refused(refused)) => Err(refused.into()),
    }
}

fn counted(v: &View, brought: Brought) -> String {
    v.tf("aksi-impor-hasil", &[("baru", &brought.new), ("ubah", &brought.changed), ("sama", &brought.same)])
}

/// A fault in words, with its cell.
fn told(v: &View, fault: &Fault) -> String {
    match fault {
        Fault::Unreadable => v.t("aksi-impor-tak-terbaca").to_owned(),
        Fault::Column(cell, name) => v.t2("aksi-impor-kolom", "sel", cell.as_str(), "kolom", name.as_str()),
        Fault::Missing(name) => v.t1("aksi-impor-kolom-hilang", "kolom", *name),
        Fault::Merged(range) => v.t1("aksi-impor-gabung", "sel", range.as_str()),
        Fault::Wide(cell) => v.t1("aksi-impor-lebar", "sel", cell.as_str()),
        Fault::Rows(count) => v.t1("aksi-impor-jumlah", "jumlah", *count),
        Fault::Cell(cell, mistake) => {
            let why = v.t(&format!("aksi-salah-{}", mistake.code)).to_owned();
            v.tf("aksi-impor-sel", &[("sel", cell), ("isi", &mistake.value), ("salah", &why)])
        }
    }
}

/// The steps that this officer may take out: of the asked agency, or of every one that they may see.
async fn steps(v: &View, session: &Session, programme: &Programme) -> Result<(i16, Vec<(String, Action)>), Refused> {
    let (wanted, unit) = (year(programme, &v.asked("tahun")), v.asked("opd"));
    if !unit.is_empty() {
        let (unit, year) = placed(programme, session, &unit, &wanted.to_string())?;
        let edition = programme.action_plan(&unit, year).await?.map_or(0, |plan| plan.edition);
        return Ok((year, programme.actions(&unit, year, edition).await?));
    }
    let mut all = programme.actions("", wanted, 0).await?;
    if !sees_all(session) {
        let mine = own(session);
        all.retain(|(unit, _)| mine.contains(unit));
    }
    Ok((wanted, all))
}

pub(super) async fn csv(officer: May<ReadActions>, State(programme): State<Programme>) -> Answer {
    let (year, steps) = steps(&officer.view, &officer.session, &programme).await?;
    download(&format!("rencana-aksi-{year}.csv"), media::CSV, to_csv(&steps))
}

pub(super) async fn xlsx(officer: May<ReadActions>, State(programme): State<Programme>) -> Answer {
    let (year, steps) = steps(&officer.view, &officer.session, &programme).await?;
    download(&format!("rencana-aksi-{year}.xlsx"), media::XLSX, to_xlsx(&steps).or_fail()?)
}
