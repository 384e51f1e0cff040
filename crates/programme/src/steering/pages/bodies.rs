//! `/dasbor/rapat/badan/{id}`: mandate, rhythm, and who belonged to a body when.

use super::{rhythm, typed_day};
use crate::model::plan::DecreeKind;
use crate::pages::genuine;
use crate::programme::Programme;
use crate::steering::bodies::{Body, Decree, NewBody};
use crate::steering::members::{Member, NewMember};
use crate::steering::model::{BodyKind, ELEMENTS};
use crate::steering::{PrepareMeetings, ReadMeetings, Refused};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::Role;
use web::component::Choice;
use web::{Answer, Markup, May, Permission as _, Session, Submission, View};

/// Whose officers may be members.
const ROLES: [Role; 4] = [Role::Leader, Role::Planner, Role::Head, Role::Liaison];

#[derive(Template)]
#[template(path = "rapat/badan.html")]
struct Page {
    v: View,
    /// Empty for a new one.
    id: String,
    name: String,
    error: String,
    writes: bool,
    /// Whether it meets as promised; empty for a new one.
    tag: Markup,
    words: String,
    lines: Vec<(String, String)>,
    mandate: String,
    members: Vec<Row>,
    kinds: Vec<Choice>,
    decrees: Vec<Choice>,
    elements: Vec<Choice>,
    officers: Vec<Choice>,
    typed: Submission,
}

struct Row {
    id: String,
    name: String,
    institution: String,
    duty: String,
    element: String,
    time: String,
    here: bool,
}

pub(super) async fn new(officer: May<PrepareMeetings>, State(programme): State<Programme>) -> Answer {
    let typed = Submission::of([("bulan", "3")]);
    drawn(officer.view, &officer.session, &programme, None, (None, typed)).await
}

pub(super) async fn create(
    officer: May<PrepareMeetings>,
    State(programme): State<Programme>,
    sent: Submission,
) -> Answer {
    genuine(&officer.view, "rapat badan", &sent)?;
    match write(&programme, &officer.session, "", &sent).await {
        Ok(id) => web::redirect(&format!("/dasbor/rapat/badan/{id}")),
        Err(refused) if refused.is_of_form() => {
            drawn(officer.view, &officer.session, &programme, None, (Some(&refused), sent)).await
        }
        Err(refused) => Err(refused.into()),
    }
}

async fn write(programme: &Programme, session: &Session, id: &str, sent: &Submission) -> Result<String, Refused> {
    let kind = BodyKind::parse(sent.text("jenis")).ok_or(Refused::Text)?;
    let decree = match (DecreeKind::parse(sent.text("sk")), sent.text("nomor").trim(), sent.text("tanggal").trim()) {
        (_, "", "") => None,
        (Some(kind), number, day) => Some(Decree {
            kind,
            number: number.parse().map_err(|_| Refused::Decree)?,
            day: typed_day(day).map_err(|_| Refused::Decree)?,
        }),
        _ => return Err(Refused::Decree),
    };
    let new = NewBody {
        revision: sent.text("revisi").parse().unwrap_or(0),
        kind,
        name: sent.text("nama"),
        mandate: sent.text("tugas"),
        decree,
        months: sent.text("bulan").trim().parse().map_err(|_| Refused::Rhythm)?,
    };
    programme.write_body(session, id, &new).await
}

pub(super) async fn page(
    officer: May<ReadMeetings>,
    State(programme): State<Programme>,
    Path(id): Path<String>,
) -> Answer {
    let body = programme.body(&id).await?;
    let typed = filled(&body);
    drawn(officer.view, &officer.session, &programme, Some(&body), (None, typed)).await
}

fn filled(body: &Body) -> Submission {
    let decree = body.decree;
    Submission::of([
        ("jenis", body.kind.word().to_owned()),
        ("nama", body.name.clone()),
        ("tugas", body.mandate.clone()),
        ("bulan", body.months.to_string()),
        ("sk", decree.map_or("", |one| one.kind.word()).to_owned()),
        ("nomor", decree.map(|one| one.number.to_string()).unwrap_or_default()),
        ("tanggal", decree.map(|one| one.day.to_string()).unwrap_or_default()),
        ("revisi", body.revision.to_string()),
    ])
}

pub(super) async fn save(
    officer: May<PrepareMeetings>,
    State(programme): State<Programme>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    genuine(&officer.view, "rapat badan", &sent)?;
    let body = programme.body(&id).await?;
    let done = write(&programme, &officer.session, &id, &sent).await.map(drop);
    told(officer.view, &officer.session, &programme, &body, (done, sent)).await
}

pub(super) async fn join(
    officer: May<PrepareMeetings>,
    State(programme): State<Programme>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    genuine(&officer.view, "rapat anggota", &sent)?;
    let body = programme.body(&id).await?;
    let new = NewMember {
        officer: sent.text("petugas"),
        name: sent.text("orang"),
        institution: sent.text("lembaga"),
        duty: sent.text("jabatan"),
        element: sent.text("unsur"),
    };
    let done = programme.join(&officer.session, &id, &new).await;
    told(officer.view, &officer.session, &programme, &body, (done, sent)).await
}

pub(super) async fn leave(
    officer: May<PrepareMeetings>,
    State(programme): State<Programme>,
    Path((id, member)): Path<(String, String)>,
    sent: Submission,
) -> Answer {
    genuine(&officer.view, "rapat anggota", &sent)?;
    let body = programme.body(&id).await?;
    let done = programme.leave(&officer.session, &id, &member).await;
    told(officer.view, &officer.session, &programme, &body, (done, sent)).await
}

/// Back to the body, or its page with what was refused and everything that was typed.
async fn told(
    v: View,
    session: &Session,
    programme: &Programme,
    body: &Body,
    (done, sent): (Result<(), Refused>, Submission),
) -> Answer {
    match done {
        Ok(()) => web::redirect(&format!("/dasbor/rapat/badan/{}", body.id)),
        Err(refused) if refused.is_of_form() => {
            let kept = filled(body);
            let typed = kept.texts().iter().filter(|(name, _)| sent.get(name).is_none());
            let typed: Vec<_> = sent.texts().iter().chain(typed).cloned().collect();
            drawn(v, session, programme, Some(body), (Some(&refused), Submission::of(typed))).await
        }
        Err(refused) => Err(refused.into()),
    }
}

async fn drawn(
    v: View,
    session: &Session,
    programme: &Programme,
    body: Option<&Body>,
    (refused, typed): (Option<&Refused>, Submission),
) -> Answer {
    let writes = PrepareMeetings::allows(session);
    let members = match body {
        Some(body) => programme.members(&body.id).await?,
        None => Vec::new(),
    };
    let (tag, words) = body.map(|body| rhythm(&v, body, programme.today())).unwrap_or_default();
    let worded = |word: &str, prefix: &str| (word.to_owned(), v.t(&format!("{prefix}-{word}")).to_owned());
    let page = Page {
        id: body.map(|body| body.id.clone()).unwrap_or_default(),
        name: body.map_or_else(|| v.t("rapat-badan-baru").to_owned(), |body| body.name.clone()),
        error: refused.map(|refused| v.said(refused)).unwrap_or_default(),
        lines: body.map(|body| lines(&v, body)).unwrap_or_default(),
        mandate: body.map(|body| body.mandate.clone()).unwrap_or_default(),
        members: rows(&v, programme, &members).await,
        kinds: Choice::all(BodyKind::ALL.map(|kind| worded(kind.word(), "rapat-jenis")), [typed.text("jenis")]),
        decrees: Choice::all(DecreeKind::ALL.map(|kind| worded(kind.word(), "rencana-dasar")), [typed.text("sk")]),
        elements: Choice::all(ELEMENTS.map(|word| worded(word, "rapat-unsur")), [typed.text("unsur")]),
        officers: if writes && body.is_some() { officers(programme, typed.text("petugas")).await } else { Vec::new() },
        writes,
        tag,
        words,
        typed,
        v,
    };
    web::page_with(if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &page)
}

/// What set it up and how often it meets.
fn lines(v: &View, body: &Body) -> Vec<(String, String)> {
    let decree = body.decree.map_or_else(
        || v.t("rapat-tanpa-sk").to_owned(),
        |one| {
            let kind = v.t(&format!("rencana-dasar-{}", one.kind.word())).to_owned();
            let year = one.day.year().to_string();
            format!("{kind} {}", v.t2("rencana-nomor-tahun", "nomor", one.number.to_string(), "tahun", year))
        },
    );
    vec![
        (v.t("rapat-jenis").to_owned(), v.t(&format!("rapat-jenis-{}", body.kind.word())).to_owned()),
        (v.t("rapat-sk").to_owned(), decree),
        (v.t("rapat-irama").to_owned(), v.t1("rapat-irama-n", "bulan", body.months)),
        (v.t("rapat-terbuka").to_owned(), v.words().count(body.open)),
    ]
}

/// The name of a member, whoever keeps it.
pub(super) async fn name_of(programme: &Programme, one: &Member) -> String {
    match &one.officer {
        Some(officer) => programme.deps().staff.name(officer).await.unwrap_or_default(),
        None => one.name.clone(),
    }
}

async fn rows(v: &View, programme: &Programme, members: &[Member]) -> Vec<Row> {
    let mut rows = Vec::new();
    for one in members {
        let from = v.words().date(one.joined);
        rows.push(Row {
            id: one.id.clone(),
            name: name_of(programme, one).await,
            institution: one.institution.clone(),
            duty: one.duty.clone(),
            element: v.t(&format!("rapat-unsur-{}", one.element)).to_owned(),
            time: match one.ended {
                Some(to) => v.t2("rapat-masa", "dari", from, "sampai", v.words().date(to)),
                None => v.t1("rapat-sejak", "tanggal", from),
            },
            here: one.ended.is_none(),
        });
    }
    // Who left stays readable, below who is there.
    rows.sort_by_key(|row| !row.here);
    rows
}

async fn officers(programme: &Programme, chosen: &str) -> Vec<Choice> {
    let mut all: Vec<(String, String)> = Vec::new();
    for role in ROLES {
        for (officer, name) in programme.deps().staff.all_holding(role).await {
            if all.iter().all(|(id, _)| *id != officer.0) {
                all.push((officer.0, name));
            }
        }
    }
    all.sort_by(|one, other| one.1.cmp(&other.1));
    Choice::all(all, [chosen])
}

impl Page {
    fn action(&self) -> String {
        format!("/dasbor/rapat/badan/{}", if self.id.is_empty() { "baru" } else { &self.id })
    }

    /// The form that plans a meeting of this body.
    fn plan(&self) -> String {
        format!("/dasbor/rapat/baru?badan={}", self.id)
    }
}
