//! `/aplikasi/impor`: a table is brought, its columns and agencies are mapped, it is taken in, and what came of it is told.

use super::said;
use crate::applications::Applications;
use crate::imports::Import;
use crate::model::field::FIELDS;
use crate::model::intake::{Intake, names};
use crate::model::likely::Likely;
use crate::model::mapping::{Mapping, plain};
use crate::refusal::Refused;
use crate::rights::{Author, Write, writes};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use web::component::Choice;
use web::{Answer, May, Session, Submission, View, in_time, unsent};

#[derive(Template)]
#[template(path = "impor.html")]
struct ListPage {
    v: View,
    error: String,
    rows: Vec<(String, String, String, bool)>,
}

#[derive(Template)]
#[template(path = "satu_impor.html")]
struct Page {
    v: View,
    error: String,
    id: String,
    name: String,
    about: String,
    done: bool,
    columns: Vec<Column>,
    unknown: Vec<Unknown>,
    figures: Vec<(String, String)>,
    rejected: Vec<(String, String, String)>,
    repairs: Vec<(String, String, String)>,
    more: i64,
}

/// A column: its place, title, two examples, the fields it can be.
struct Column {
    at: usize,
    title: String,
    examples: String,
    fields: Vec<Choice>,
}

/// A name that no agency has, how many rows bear it, and the agencies to choose from: those that it may mean, then all.
struct Unknown {
    name: String,
    rows: String,
    likely: Vec<(String, String)>,
    units: Vec<Choice>,
}

const FORM: &str = "aplikasi impor";
/// Lines of findings that are shown.
const SHOWN: usize = 200;

pub(super) async fn list(officer: May<Write>, State(room): State<Applications>) -> Answer {
    listed(officer.view, &officer.session, &room, (StatusCode::OK, String::new())).await
}

async fn listed(v: View, session: &Session, room: &Applications, (status, error): (StatusCode, String)) -> Answer {
    let all = room.imports(&Author::of(session)).await?;
    let row = |(id, name, at, done)| (format!("/aplikasi/impor/{id}"), name, v.words().moment(at), done);
    let rows = all.into_iter().map(row).collect();
    web::page_with(status, &ListPage { error, rows, v })
}

pub(super) async fn bring(officer: May<Write>, State(room): State<Applications>, sent: Submission) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let act = async {
        let file = sent.files_of("berkas").next().ok_or(Refused::File(crate::model::intake::BadFile::Unreadable))?;
        room.bring(&Author::of(&session), &file.name, &file.bytes).await
    };
    match in_time(&v, FORM, &sent, act).await? {
        Ok(id) => web::redirect(&format!("/aplikasi/impor/{id}")),
        Err(refused) => {
            let unsent = unsent(&v, refused, |one| said(&v, one))?;
            listed(v, &session, &room, unsent).await
        }
    }
}

pub(super) async fn page(officer: May<Write>, State(room): State<Applications>, Path(id): Path<String>) -> Answer {
    drawn(officer.view, &officer.session, &room, &id, (StatusCode::OK, String::new())).await
}

pub(super) async fn act(
    officer: May<Write>,
    State(room): State<Applications>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let author = Author::of(&session);
    let act = async {
        let import = room.import(&author, &id).await?;
        room.remap(&author, &id, &mapped(&import, &sent)).await?;
        if sent.text("tindakan") == "masukkan" {
            room.finish(&author, &id).await?;
        }
        Ok(())
    };
    match in_time(&v, FORM, &sent, act).await? {
        Ok(()) => web::redirect(&format!("/aplikasi/impor/{id}")),
        Err(refused) => {
            let unsent = unsent(&v, refused, |one| said(&v, one))?;
            drawn(v, &session, &room, &id, unsent).await
        }
    }
}

/// The mapping as it was chosen on the page; what the page did not show stays.
fn mapped(import: &Import, sent: &Submission) -> Mapping {
    let mut mapping = import.mapping.clone();
    for (at, title) in import.grid.head.iter().enumerate() {
        if let Some(field) = sent.get(&format!("kolom-{at}")) {
            let known = field.is_empty() || crate::model::field::named(field).is_some();
            mapping.kolom.insert(plain(title), if known { field.to_owned() } else { String::new() });
        }
    }
    for (name, unit) in sent.all("nama").zip(sent.all("unit")).filter(|(_, unit)| !unit.is_empty()) {
        mapping.dinas.insert(plain(name), unit.to_owned());
    }
    mapping
}

async fn drawn(
    v: View,
    session: &Session,
    room: &Applications,
    id: &str,
    (status, error): (StatusCode, String),
) -> Answer {
    let import = room.import(&Author::of(session), id).await?;
    let intake = match import.report {
        Some(_) => Intake::default(),
        None => room.preview(&import.grid, &import.mapping).await?,
    };
    let (rejected, repairs) = match &import.report {
        Some(report) => (report.rejected.clone(), report.repairs.clone()),
        None => (intake.rejected.clone(), intake.taken.iter().flat_map(|one| one.repairs.clone()).collect()),
    };
    let more = rejected.len().saturating_sub(SHOWN) + repairs.len().saturating_sub(SHOWN);
    let refused = rejected.iter().take(SHOWN).map(|one| {
        let place = if one.cell.is_empty() {
            v.t1("aplikasi-impor-baris", "baris", one.row.to_string())
        } else {
            one.cell.clone()
        };
        (place, v.t(&format!("aplikasi-tolak-{}", one.why)).to_owned(), one.was.clone())
    });
    let mended = repairs.iter().take(SHOWN).map(|one| {
        let field = v.t(&format!("aplikasi-isi-{}", one.field)).to_owned();
        (one.cell.clone(), v.t1(&format!("aplikasi-perbaikan-{}", one.what), "isian", field), one.was.clone())
    });
    let page = Page {
        id: import.id.clone(),
        about: v.t2(
            "aplikasi-impor-isi",
            "baris",
            v.words().count(import.grid.rows.len()),
            "waktu",
            v.words().moment(import.at),
        ),
        done: import.report.is_some(),
        columns: columns(&v, &import),
        unknown: unknown(&v, room, session, (&import, &intake)),
        figures: figures(&v, &import, &intake),
        rejected: refused.collect(),
        repairs: mended.collect(),
        more: i64::try_from(more).unwrap_or(i64::MAX),
        name: import.name,
        error,
        v,
    };
    web::page_with(status, &page)
}

fn columns(v: &View, import: &Import) -> Vec<Column> {
    let fields = || {
        let named =
            FIELDS.iter().map(|one| (one.name.to_owned(), v.t(&format!("aplikasi-isi-{}", one.name)).to_owned()));
        std::iter::once((String::new(), v.t("aplikasi-impor-abaikan").to_owned())).chain(named)
    };
    let column = |(at, title): (usize, &String)| {
        let cells =
            import.grid.rows.iter().filter_map(|(_, cells)| cells.get(at)).filter(|cell| !cell.trim().is_empty());
        let examples =
            cells.take(2).map(|cell| cell.chars().take(40).collect::<String>()).collect::<Vec<_>>().join("; ");
        let chosen = import.mapping.field(title).map_or("", |field| field.name);
        Column { at, title: title.clone(), examples, fields: Choice::all(fields(), [chosen]) }
    };
    import.grid.head.iter().enumerate().map(column).collect()
}

fn unknown(v: &View, room: &Applications, session: &Session, (import, intake): (&Import, &Intake)) -> Vec<Unknown> {
    let scope = writes(session);
    let agencies = room.deps().agencies.all();
    let own: Vec<(String, String)> =
        agencies.iter().filter(|one| scope.covers(&one.unit)).map(|one| (one.unit.clone(), one.name.clone())).collect();
    let likely = Likely::new(own.iter().map(|(_, name)| name.as_str()));
    let one = |(key, name, count): (String, String, u32)| Unknown {
        rows: v.t1("aplikasi-impor-n-baris", "jumlah", i64::from(count)),
        likely: likely.of(&name).into_iter().filter_map(|at| own.get(at).cloned()).collect(),
        units: Choice::all(own.clone(), import.mapping.dinas.get(&key).map(String::as_str)),
        name,
    };
    names(&intake.unknown).into_iter().map(one).collect()
}

fn figures(v: &View, import: &Import, intake: &Intake) -> Vec<(String, String)> {
    let one = |key: &str, count: usize| (v.t(key).to_owned(), v.words().count(count));
    match &import.report {
        Some(report) => vec![
            one("aplikasi-impor-baru", report.recorded),
            one("aplikasi-impor-berubah", report.changed),
            one("aplikasi-impor-sama", report.same),
            one("aplikasi-impor-diperbaiki", report.repairs.len()),
            one("aplikasi-impor-ditolak", report.rejected.len()),
        ],
        None => vec![
            one("aplikasi-impor-diterima", intake.taken.len()),
            one("aplikasi-impor-diperbaiki", intake.taken.iter().map(|taken| taken.repairs.len()).sum()),
            one("aplikasi-impor-ditolak", intake.rejected.len()),
        ],
    }
}
