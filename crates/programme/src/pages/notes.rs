//! What stands beside the promises: the strategic analysis with problems that the desk's reports offer, innovations of
//! agencies, and comments.

use super::{
    Discuss, EditPlan, ReadDraft, agencies, agency_name, district_name, genuine, mendable, pillar_name, pillars,
};
use crate::entries::{Entry, Kind, NewEntry, Origin};
use crate::model::plan::Plan;
use crate::programme::Programme;
use crate::refusal::Refused;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use web::component::Choice;
use web::{Answer, May, Permission as _, Session, Submission, View, Visitor};

#[derive(Template)]
#[template(path = "catatan.html")]
struct Page {
    v: View,
    title: String,
    about: String,
    error: String,
    back: (&'static str, String),
    action: &'static str,
    sections: Vec<Section>,
    offered: Vec<Offered>,
    /// Whether this officer may write here at all.
    writes: bool,
    kinds: Vec<Choice>,
    units: Vec<Choice>,
    pillars: Vec<Choice>,
    typed: (String, String),
}

struct Section {
    title: String,
    empty: String,
    entries: Vec<Shown>,
}

struct Shown {
    id: String,
    revision: i64,
    kind: &'static str,
    title: String,
    body: String,
    about: String,
    origin: String,
    may_write: bool,
}

/// Reports that come back, offered as a problem.
struct Offered {
    service: String,
    district: String,
    words: String,
}

pub(super) async fn analysis(officer: May<ReadDraft>, State(programme): State<Programme>) -> Answer {
    analysed(officer.view, &officer.session, &programme, None, &Submission::default()).await
}

async fn analysed(
    v: View,
    session: &Session,
    programme: &Programme,
    refused: Option<&Refused>,
    sent: &Submission,
) -> Answer {
    let plan = programme.the_plan().await?;
    let writes = EditPlan::allows(session) && plan.is_draft();
    let mut sections = Vec::new();
    let mut adopted = Vec::new();
    for kind in Kind::ANALYSIS {
        let entries = programme.entries(&plan, plan.newest().number, kind, "").await?;
        adopted.extend(entries.iter().filter_map(|entry| entry.origin.clone()));
        let entries = entries.into_iter().map(|entry| shown(&v, programme, entry, writes)).collect();
        let title = v.t(&format!("rencana-{}", kind.word())).to_owned();
        sections.push(Section { title, empty: v.t(&format!("rencana-{}.kosong", kind.word())).to_owned(), entries });
    }
    let kinds =
        Kind::ANALYSIS.map(|kind| (kind.word().to_owned(), v.t(&format!("rencana-{}", kind.word())).to_owned()));
    let page = Page {
        title: v.t("rencana-analisis").to_owned(),
        about: v.t("rencana-analisis-kata").to_owned(),
        back: ("/dasbor/rencana", v.t("rencana-dasbor").to_owned()),
        action: "/dasbor/rencana/analisis",
        offered: if writes { offered(&v, programme, &adopted).await? } else { Vec::new() },
        kinds: Choice::all(kinds, [sent.text("jenis")]),
        units: Vec::new(),
        pillars: Choice::all(pillars(&v), [sent.text("pilar")]),
        error: refused.map(|refused| v.said(refused)).unwrap_or_default(),
        typed: (sent.text("judul").to_owned(), sent.text("isi").to_owned()),
        sections,
        writes,
        v,
    };
    web::page_with(status(refused), &page)
}

const fn status(refused: Option<&Refused>) -> StatusCode {
    if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }
}

fn shown(v: &View, programme: &Programme, entry: Entry, may_write: bool) -> Shown {
    let unit = if entry.unit.is_empty() { String::new() } else { agency_name(programme, &entry.unit) };
    let pillar = if entry.pillar.is_empty() { String::new() } else { pillar_name(v, &entry.pillar) };
    let about: Vec<String> =
        [unit, pillar, v.words().date_of(entry.at)].into_iter().filter(|text| !text.is_empty()).collect();
    Shown {
        origin: entry.origin.as_ref().map(|origin| words(v, programme, origin)).unwrap_or_default(),
        about: about.join(" · "),
        kind: entry.kind.word(),
        id: entry.id,
        revision: entry.revision,
        title: entry.title,
        body: entry.body,
        may_write,
    }
}

/// What keeps being reported and is no problem of the plan yet.
async fn offered(v: &View, programme: &Programme, adopted: &[Origin]) -> Result<Vec<Offered>, Refused> {
    let known =
        |one: &Origin| adopted.iter().any(|other| other.service == one.service && other.district == one.district);
    let found = programme.recurring().await?;
    let new = found.into_iter().filter(|one| !known(one));
    Ok(new
        .map(|one| Offered { words: words(v, programme, &one), service: one.service, district: one.district })
        .collect())
}

fn service_name(programme: &Programme, id: &str) -> String {
    let all = (programme.deps().services)();
    all.into_iter().find(|(known, _)| known == id).map_or_else(|| id.to_owned(), |(_, name)| name)
}

/// `Jalan rusak di Kecamatan Peterongan: 42 laporan dari 2026-03 sampai 2027-02`.
fn words(v: &View, programme: &Programme, origin: &Origin) -> String {
    let place =
        district_name(programme, &origin.district).unwrap_or_else(|| v.t("rencana-tempat-tak-diketahui").to_owned());
    let count = v.words().count(origin.cases);
    v.tf(
        "rencana-laporan-berulang-n",
        &[
            ("layanan", &service_name(programme, &origin.service)),
            ("tempat", &place),
            ("jumlah", &count),
            ("dari", &origin.from),
            ("sampai", &origin.to),
        ],
    )
}

pub(super) async fn write(officer: May<EditPlan>, State(programme): State<Programme>, sent: Submission) -> Answer {
    genuine(&officer.view, "rencana catatan", &sent)?;
    let kind = Kind::parse(sent.text("jenis")).filter(|kind| Kind::ANALYSIS.contains(kind)).ok_or(Refused::Text);
    let done = match kind {
        Ok(kind) => programme.write_entry(&officer.session, kind, entry(&sent)).await,
        Err(refused) => Err(refused),
    };
    match done {
        Ok(()) => web::redirect("/dasbor/rencana/analisis"),
        Err(refused) if mendable(&refused) => {
            analysed(officer.view, &officer.session, &programme, Some(&refused), &sent).await
        }
        Err(refused) => Err(refused.into()),
    }
}

/// What a form says of an entry.
fn entry(sent: &Submission) -> NewEntry<'_> {
    NewEntry {
        id: sent.text("id"),
        revision: sent.text("revisi").parse().unwrap_or(0),
        pillar: sent.text("pilar"),
        unit: sent.text("opd"),
        title: sent.text("judul"),
        body: sent.text("isi"),
        ..NewEntry::default()
    }
}

pub(super) async fn remove(officer: May<EditPlan>, State(programme): State<Programme>, sent: Submission) -> Answer {
    genuine(&officer.view, "rencana catatan", &sent)?;
    let kind = Kind::parse(sent.text("jenis")).filter(|kind| Kind::ANALYSIS.contains(kind)).ok_or(Refused::NotThere)?;
    let revision = sent.text("revisi").parse().unwrap_or(0);
    programme.remove_entry(&officer.session, kind, sent.text("id"), revision).await?;
    web::redirect("/dasbor/rencana/analisis")
}

/// Takes what the desk's reports offer as a problem of the plan; the figures are the system's, not the form's.
pub(super) async fn adopt(officer: May<EditPlan>, State(programme): State<Programme>, sent: Submission) -> Answer {
    genuine(&officer.view, "rencana catatan", &sent)?;
    let origin = programme.recurring_one(sent.text("layanan"), sent.text("kecamatan")).await?;
    let place = district_name(&programme, &origin.district).unwrap_or_default();
    let title = [service_name(&programme, &origin.service), place].join(" ");
    let body = words(&officer.view, &programme, &origin);
    let new = NewEntry { title: title.trim(), body: &body, origin: Some(origin), ..NewEntry::default() };
    programme.write_entry(&officer.session, Kind::Problem, new).await?;
    web::redirect("/dasbor/rencana/analisis")
}

pub(super) async fn comment(officer: May<Discuss>, State(programme): State<Programme>, sent: Submission) -> Answer {
    genuine(&officer.view, "rencana komentar", &sent)?;
    let about = sent.text("tentang");
    let plan: Plan = programme.the_plan().await?;
    programme.last_version(&plan, about, plan.newest().number).await?.ok_or(Refused::NotThere)?;
    let unit = officer.session.units().first().map(|unit| (*unit).to_owned()).unwrap_or_default();
    let new = NewEntry { about, unit: &unit, body: sent.text("isi"), ..NewEntry::default() };
    programme.write_entry(&officer.session, Kind::Comment, new).await?;
    web::redirect(&format!("/dasbor/rencana/program/{about}"))
}

/// `/rencana/inovasi`: what agencies do in a new way.
pub(super) async fn innovations(visitor: Visitor, State(programme): State<Programme>) -> Answer {
    let page = innovated(visitor.view, None, &programme, None, &Submission::default()).await?;
    web::page(&page)
}

pub(super) async fn own_innovations(officer: May<ReadDraft>, State(programme): State<Programme>) -> Answer {
    let page = innovated(officer.view, Some(&officer.session), &programme, None, &Submission::default()).await?;
    web::page(&page)
}

async fn innovated(
    v: View,
    session: Option<&Session>,
    programme: &Programme,
    refused: Option<&Refused>,
    sent: &Submission,
) -> Result<Page, Refused> {
    let entries = match programme.plan().await? {
        Some(plan) => programme.entries(&plan, 0, Kind::Innovation, "").await?,
        None => Vec::new(),
    };
    let may = |unit: &str| session.is_some_and(|session| Kind::Innovation.may_write(session, unit));
    let entries = entries.into_iter().map(|entry| {
        let own = may(&entry.unit);
        shown(&v, programme, entry, own)
    });
    let section = Section {
        title: v.t("rencana-inovasi").to_owned(),
        empty: v.t("rencana-inovasi.kosong").to_owned(),
        entries: entries.collect(),
    };
    let units: Vec<(String, String)> = agencies(programme).into_iter().filter(|(unit, _)| may(unit)).collect();
    let back = match session {
        Some(_) => ("/dasbor/rencana", v.t("rencana-dasbor").to_owned()),
        None => ("/rencana", v.t("rencana-judul").to_owned()),
    };
    Ok(Page {
        title: v.t("rencana-inovasi").to_owned(),
        about: v.t("rencana-inovasi-kata").to_owned(),
        error: refused.map(|refused| v.said(refused)).unwrap_or_default(),
        action: "/dasbor/rencana/inovasi",
        sections: vec![section],
        offered: Vec::new(),
        writes: !units.is_empty(),
        kinds: Vec::new(),
        units: Choice::all(units, [sent.text("opd")]),
        pillars: Choice::all(pillars(&v), [sent.text("pilar")]),
        typed: (sent.text("judul").to_owned(), sent.text("isi").to_owned()),
        back,
        v,
    })
}

pub(super) async fn write_innovation(
    officer: May<Discuss>,
    State(programme): State<Programme>,
    sent: Submission,
) -> Answer {
    genuine(&officer.view, "rencana catatan", &sent)?;
    match programme.write_entry(&officer.session, Kind::Innovation, entry(&sent)).await {
        Ok(()) => web::redirect("/dasbor/rencana/inovasi"),
        Err(refused) if mendable(&refused) => {
            let page = innovated(officer.view, Some(&officer.session), &programme, Some(&refused), &sent).await?;
            web::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(refused) => Err(refused.into()),
    }
}

pub(super) async fn remove_innovation(
    officer: May<Discuss>,
    State(programme): State<Programme>,
    sent: Submission,
) -> Answer {
    genuine(&officer.view, "rencana catatan", &sent)?;
    let revision = sent.text("revisi").parse().unwrap_or(0);
    programme.remove_entry(&officer.session, Kind::Innovation, sent.text("id"), revision).await?;
    web::redirect("/dasbor/rencana/inovasi")
}
