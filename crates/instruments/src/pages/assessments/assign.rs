//! `/dasbor/penilaian/{id}/pembagian`: which agency fills which indicator in. One agency is chosen and its indicators are
//! ticked: an agency has many of them, and a list of agencies beside each indicator would be a thousand lines.

use super::{said, unit_name};
use crate::Assessments;
use crate::assessment::Pinned;
use crate::assessment::model::Assessment;
use crate::assessment::rights::Coordinate;
use crate::pages::simulation::labelled;
use crate::refusal::Refused;
use askama::Template;
use axum::extract::{Path, State};
use web::{Answer, May, Session, Submission, View, in_time, unsent};

#[derive(Template)]
#[template(path = "assessments/assign.html")]
struct Page {
    v: View,
    id: String,
    name: String,
    /// Title, then indicators with their agency.
    sections: Vec<(String, Vec<Row>)>,
    units: Vec<(String, String)>,
    unit: String,
    error: String,
}

struct Row {
    indicator: String,
    name: String,
    ticked: bool,
}

impl Page {
    async fn read(
        v: View,
        session: &Session,
        assessments: &Assessments,
        id: &str,
        typed: &Submission,
    ) -> Result<Self, Refused> {
        let (one, pinned, _) = assessments.seen(session, id).await?;
        let all = assessments.deps().agencies.all();
        // Villages and districts fill no indicator in: there are hundreds of them.
        let local = |unit: &str| unit.starts_with("desa-") || unit.starts_with("kecamatan-");
        let units = all.iter().filter(|agency| !local(&agency.unit));
        Ok(Self {
            id: id.to_owned(),
            name: format!("{} {}", pinned.instrument.name, one.year),
            sections: sections(&v, assessments, (&one, &pinned), typed),
            unit: typed.text("unit").to_owned(),
            units: units.map(|agency| (agency.unit.clone(), agency.name.clone())).collect(),
            error: String::new(),
            v,
        })
    }

    fn form(&self) -> String {
        form(&self.id)
    }

    fn back(&self) -> String {
        format!("/dasbor/penilaian/{}", self.id)
    }
}

fn form(id: &str) -> String {
    format!("pembagian {id}")
}

fn sections(
    v: &View,
    assessments: &Assessments,
    (one, pinned): (&Assessment, &Pinned),
    typed: &Submission,
) -> Vec<(String, Vec<Row>)> {
    let mut sections: Vec<(String, Vec<Row>)> = Vec::new();
    for (id, item) in &one.items {
        let about = pinned.instrument.indicators.get(id);
        let aspect = about.and_then(|about| pinned.instrument.aspects.get(about.aspect.as_ref()?));
        let title = aspect.map_or_else(|| v.t("indeks-indikator").to_owned(), |aspect| aspect.name.clone());
        let name = about.map_or_else(|| id.clone(), |about| labelled(id, about));
        let name = match &item.unit {
            Some(unit) => format!("{name} · {}", unit_name(assessments, unit)),
            None => name,
        };
        let row = Row { ticked: typed.all("indikator").any(|ticked| ticked == id), indicator: id.clone(), name };
        match sections.last_mut() {
            Some((last, rows)) if *last == title => rows.push(row),
            _ => sections.push((title, vec![row])),
        }
    }
    sections
}

pub(super) async fn page(
    officer: May<Coordinate>,
    State(assessments): State<Assessments>,
    Path(id): Path<String>,
) -> Answer {
    let nothing = Submission::default();
    web::page(&Page::read(officer.view, &officer.session, &assessments, &id, &nothing).await?)
}

pub(super) async fn send(
    officer: May<Coordinate>,
    State(assessments): State<Assessments>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let unit = Some(sent.text("unit").to_owned()).filter(|unit| !unit.is_empty());
    let wishes = sent.all("indikator").map(|indicator| (indicator.to_owned(), unit.clone()));
    let act = assessments.assign(&session, &id, wishes.collect());
    let (status, error) = match in_time(&v, &form(&id), &sent, act).await? {
        Ok(()) => return web::redirect(&format!("/dasbor/penilaian/{id}/pembagian")),
        Err(refused) => unsent(&v, refused, |one| said(&v, one))?,
    };
    let page = Page::read(v, &session, &assessments, &id, &sent).await?;
    web::page_with(status, &Page { error, ..page })
}
