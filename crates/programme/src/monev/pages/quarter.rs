//! `/dasbor/aksi/triwulan/{unit}/{year}/{quarter}`: the report of an agency: assembled, sent, reviewed, locked.

use super::{agency_name, board, lamp, mendable, month_name, numbered, person};
use crate::monev::model::course::months;
use crate::monev::model::due::Period;
use crate::monev::report::{percent, title};
use crate::monev::rights::works_for;
use crate::monev::{
    EnterMonths, QuarterLine, QuarterState, ReadActions, Refused, ReviewQuarters, SendQuarter, WriteActions,
};
use crate::pages::{genuine, money};
use crate::programme::Programme;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::Role;
use web::{Answer, Markup, May, Permission as _, Session, Submission, View};

#[derive(Template)]
#[template(path = "monev/triwulan.html")]
struct Page {
    v: View,
    error: String,
    unit: String,
    year: i16,
    quarter: u8,
    name: String,
    title: String,
    state: String,
    history: Vec<String>,
    returned: String,
    lines: Vec<Line>,
    months: Vec<(String, String)>,
    addenda: Vec<(String, String)>,
    may: Buttons,
    /// Whether this program can make a PDF.
    prints: bool,
}

impl Page {
    fn at(&self) -> String {
        format!("/dasbor/aksi/triwulan/{}/{}/{}", self.unit, self.year, self.quarter)
    }
}

impl Page {
    fn report(&self, form: &str) -> String {
        format!("/dasbor/aksi/laporan.{form}?tahun={}&triwulan={}&opd={}", self.year, self.quarter, self.unit)
    }
}

/// Which buttons there are.
struct Buttons {
    write: bool,
    send: bool,
    running: bool,
    review: bool,
    same_person: bool,
    amend: bool,
}

struct Line {
    promise: String,
    name: String,
    lamp: Markup,
    planned: String,
    done: String,
    share: String,
    budget: String,
    spent: String,
    obstacle: String,
    follow_up: String,
}

type Address = Path<(String, String, String)>;

pub(super) async fn page(officer: May<ReadActions>, State(programme): State<Programme>, path: Address) -> Answer {
    let at = numbered(&programme, &officer.session, &path.0, 4)?;
    web::page(&drawn(officer.view, &officer.session, &programme, at).await?)
}

async fn drawn(
    v: View,
    session: &Session,
    programme: &Programme,
    (unit, year, quarter): (String, i16, u8),
) -> Result<Page, Refused> {
    let stands = programme.quarter_state(&unit, year, quarter).await?;
    let lines = programme.quarter_of(year, quarter, &unit).await?;
    let mut addenda = Vec::new();
    for one in programme.addenda(&unit, year, quarter).await? {
        let by = format!("{}, {}", person(programme, &one.by).await, v.words().moment(one.at));
        addenda.push((one.text, by));
    }
    let mut history = Vec::new();
    for (key, who) in [("aksi-dikirim-oleh", &stands.sent), ("aksi-diputus-oleh", &stands.decided)] {
        if let Some((by, at)) = who {
            history.push(v.t2(key, "nama", person(programme, by).await, "waktu", v.words().moment(*at)));
        }
    }
    let open = matches!(stands.state, QuarterState::Open | QuarterState::Returned);
    let (own, head) = (works_for(session, &unit), session.has_role_in(Role::Head, &unit));
    let over = Period::Quarter(quarter).last_day(year) < programme.today();
    let sent = stands.state == QuarterState::Sent && ReviewQuarters::allows(session);
    let me = stands.sent.as_ref().is_some_and(|(by, _)| *by == session.officer);
    let may = Buttons {
        write: own && open && !lines.is_empty(),
        send: head && open && over && !lines.is_empty(),
        running: !over,
        review: sent && !me,
        same_person: sent && me,
        amend: stands.state == QuarterState::Locked && (head || session.has_role(Role::Planner)),
    };
    let entry = |month: u8| (format!("/dasbor/aksi/isi/{unit}/{year}/{month}"), month_name(&v, year, month));
    Ok(Page {
        prints: programme.prints(),
        error: String::new(),
        name: agency_name(programme, &unit),
        title: title(&v, year, quarter),
        state: board::quarter_state(&v, Some(&stands)),
        history,
        returned: if open { stands.returned.clone() } else { String::new() },
        lines: lines.iter().map(|one| line(&v, one)).collect(),
        months: if own && open { months(quarter).map(entry).collect() } else { Vec::new() },
        addenda,
        may,
        unit,
        year,
        quarter,
        v,
    })
}

fn line(v: &View, one: &QuarterLine) -> Line {
    let share = one.done.filter(|_| one.planned > 0).map(|done| done * 1000 / one.planned);
    Line {
        promise: one.promise.clone(),
        name: one.name.clone(),
        lamp: lamp(v, one.light),
        planned: percent(v, Some(one.planned)),
        done: percent(v, one.done),
        share: percent(v, share),
        budget: money(v, one.budget),
        spent: money(v, one.spent),
        obstacle: one.obstacle.clone(),
        follow_up: one.follow_up.clone(),
    }
}

/// Back to the quarter, or the quarter with what was refused.
async fn answered(
    v: View,
    session: &Session,
    programme: &Programme,
    at: (String, i16, u8),
    done: Result<(), Refused>,
) -> Answer {
    match done {
        Ok(()) => web::redirect(&format!("/dasbor/aksi/triwulan/{}/{}/{}", at.0, at.1, at.2)),
        Err(refused) if mendable(&refused) => {
            let error = v.said(&refused);
            let page = drawn(v, session, programme, at).await?;
            web::page_with(StatusCode::UNPROCESSABLE_ENTITY, &Page { error, ..page })
        }
        Err(refused) => Err(refused.into()),
    }
}

/// What the form says of each promise.
fn follow_ups(sent: &Submission) -> Vec<(String, String)> {
    let named = sent.texts().iter().filter_map(|(name, text)| Some((name.strip_prefix("tindak-")?, text)));
    named.map(|(promise, text)| (promise.to_owned(), kernel::text::normal(text))).collect()
}

pub(super) async fn write(
    officer: May<EnterMonths>,
    State(programme): State<Programme>,
    path: Address,
    sent: Submission,
) -> Answer {
    let (v, session) = (officer.view, officer.session);
    genuine(&v, "aksi triwulan", &sent)?;
    let at = numbered(&programme, &session, &path.0, 4)?;
    let done = programme.write_quarter(&session, (&at.0, at.1, at.2), &follow_ups(&sent), false).await;
    answered(v, &session, &programme, at, done).await
}

pub(super) async fn send(
    officer: May<SendQuarter>,
    State(programme): State<Programme>,
    path: Address,
    sent: Submission,
) -> Answer {
    let (v, session) = (officer.view, officer.session);
    genuine(&v, "aksi triwulan", &sent)?;
    let at = numbered(&programme, &session, &path.0, 4)?;
    let done = programme.write_quarter(&session, (&at.0, at.1, at.2), &follow_ups(&sent), true).await;
    answered(v, &session, &programme, at, done).await
}

pub(super) async fn give_back(
    officer: May<ReviewQuarters>,
    State(programme): State<Programme>,
    path: Address,
    sent: Submission,
) -> Answer {
    let (v, session) = (officer.view, officer.session);
    genuine(&v, "aksi triwulan kembali", &sent)?;
    let at = numbered(&programme, &session, &path.0, 4)?;
    let done = programme.decide_quarter(&session, (&at.0, at.1, at.2), Some(sent.text("alasan"))).await;
    answered(v, &session, &programme, at, done).await
}

pub(super) async fn lock(
    officer: May<ReviewQuarters>,
    State(programme): State<Programme>,
    path: Address,
    sent: Submission,
) -> Answer {
    let (v, session) = (officer.view, officer.session);
    genuine(&v, "aksi triwulan kunci", &sent)?;
    let at = numbered(&programme, &session, &path.0, 4)?;
    let done = programme.decide_quarter(&session, (&at.0, at.1, at.2), None).await;
    answered(v, &session, &programme, at, done).await
}

pub(super) async fn amend(
    officer: May<WriteActions>,
    State(programme): State<Programme>,
    path: Address,
    sent: Submission,
) -> Answer {
    let (v, session) = (officer.view, officer.session);
    genuine(&v, "aksi triwulan adendum", &sent)?;
    let at = numbered(&programme, &session, &path.0, 4)?;
    let done = programme.amend_quarter(&session, (&at.0, at.1, at.2), sent.text("adendum")).await;
    answered(v, &session, &programme, at, done).await
}
