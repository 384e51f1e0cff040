//! `/dasbor/tugas`: what was decided and is owed, by whom, until when; and the page of one task with everything that happened.

use super::{TaskRow, due, state, task_row, typed_day};
use crate::pages::{agencies, agency_name, genuine, link};
use crate::programme::Programme;
use crate::steering::decisions::{Decision, TaskFilter};
use crate::steering::model::task::{Act, TaskState};
use crate::steering::rights::{ConfirmTasks, DecideMeetings, oversees, own_units, owns};
use crate::steering::tasks::{Step, Words};
use crate::steering::{ReadMeetings, Refused, WorkOnTasks};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use web::component::Choice;
use web::{Answer, Markup, May, Permission as _, Session, Submission, View};

/// Tasks on a page.
const PAGE: usize = 40;

#[derive(Template)]
#[template(path = "rapat/tugas.html")]
struct List {
    v: View,
    over: bool,
    late: bool,
    units: Vec<Choice>,
    rows: Vec<TaskRow>,
    first: String,
    next: String,
}

pub(super) async fn list(officer: May<ReadMeetings>, State(programme): State<Programme>) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let (over, late, unit) = (v.asked("keadaan") == "selesai", v.asked("lewat") == "ya", v.asked("dinas"));
    let after = v.asked("sesudah");
    let after = after.split_once('_').and_then(|(day, id)| Some((day.parse().ok()?, id.to_owned())));
    let all = oversees(&session);
    let units = match (all, unit.is_empty()) {
        (true, true) => Vec::new(),
        (true, false) => vec![unit.clone()],
        (false, _) => own_units(&session),
    };
    let limit = i64::try_from(PAGE).unwrap_or(0) + 1;
    let filter = TaskFilter { units, late: late && !over, after: after.clone(), limit, ..TaskFilter::default() };
    let mut found = programme.listed(&filter, !over).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let last = found.last().filter(|_| more);
    let next = last.map(|one| v.with_query("sesudah", &format!("{}_{}", one.due, one.id)));
    let page = List {
        rows: found.iter().map(|one| task_row(&v, &programme, one)).collect(),
        units: if all { Choice::all(agencies(&programme), [unit.as_str()]) } else { Vec::new() },
        first: if after.is_some() { v.with_query("sesudah", "") } else { String::new() },
        next: next.unwrap_or_default(),
        over,
        late,
        v,
    };
    web::page(&page)
}

#[derive(Template)]
#[template(path = "rapat/satu_tugas.html")]
struct Page {
    v: View,
    id: String,
    seen: i64,
    text: String,
    error: String,
    tag: Markup,
    lines: Vec<(String, String)>,
    promise: String,
    meeting: String,
    /// The day for which more time is asked; empty if it is not.
    asks: String,
    steps: Vec<Shown>,
    works: bool,
    decides: bool,
    confirms: bool,
    reported: bool,
    public: bool,
    typed: Submission,
}

/// A step of a task as pages show it.
pub(super) struct Shown {
    pub title: String,
    pub when: String,
    pub text: String,
    pub evidence: String,
    pub href: Option<String>,
    pub days: String,
}

pub(super) async fn page(
    officer: May<ReadMeetings>,
    State(programme): State<Programme>,
    Path(id): Path<String>,
) -> Answer {
    let task = programme.task(&officer.session, &id).await?;
    drawn(officer.view, &officer.session, &programme, &task, (None, Submission::default())).await
}

async fn drawn(
    v: View,
    session: &Session,
    programme: &Programme,
    task: &Decision,
    (refused, typed): (Option<&Refused>, Submission),
) -> Answer {
    let open = task.state.is_open();
    let held = v.words().date(task.held);
    let name = programme.deps().staff.name(&task.by).await.unwrap_or_default();
    // An agency reads the meeting only where it was invited to it.
    let reads = programme.meeting(session, &task.meeting).await.is_ok();
    let lines = [
        ("rapat-dinas", agency_name(programme, &task.unit)),
        ("rapat-orang", task.person.clone()),
        ("rapat-tenggat", due(&v, task)),
        ("rapat-diputuskan", format!("{name}, {held}")),
    ];
    let page = Page {
        steps: shown(&v, programme, &programme.steps(&task.id).await?).await,
        lines: lines.into_iter().map(|(key, text)| (v.t(key).to_owned(), text)).collect(),
        tag: state(&v, task.state, task.due, programme.today()),
        asks: task.asked.filter(|_| open).map(|day| v.words().date(day)).unwrap_or_default(),
        promise: task.promise.clone(),
        meeting: if reads { task.meeting.clone() } else { String::new() },
        works: open && owns(session, &task.unit),
        decides: DecideMeetings::allows(session),
        confirms: open && ConfirmTasks::allows(session),
        reported: task.state == TaskState::Reported,
        public: task.public,
        error: refused.map(|refused| v.said(refused)).unwrap_or_default(),
        id: task.id.clone(),
        seen: task.steps,
        text: task.text.clone(),
        typed,
        v,
    };
    web::page_with(if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &page)
}

pub(super) async fn shown(v: &View, programme: &Programme, steps: &[Step]) -> Vec<Shown> {
    let mut all = Vec::new();
    for one in steps {
        let name = programme.deps().staff.name(&one.by).await.unwrap_or_default();
        let days = match (one.act.as_str(), one.asked) {
            ("minta", Some(day)) => v.t1("rapat-diminta", "tanggal", v.words().date(day)),
            ("kabul", _) => v.t2("rapat-dipindah", "dari", v.words().date(one.before), "ke", v.words().date(one.after)),
            ("tolak", Some(day)) => v.t1("rapat-ditolak-hari", "tanggal", v.words().date(day)),
            _ => String::new(),
        };
        all.push(Shown {
            title: v.t(&format!("rapat-langkah-{}", one.act)).to_owned(),
            when: format!("{name}, {}", v.words().moment(one.at)),
            text: one.text.clone(),
            href: link(&one.evidence).map(str::to_owned),
            evidence: one.evidence.clone(),
            days,
        });
    }
    all
}

/// A step of a task from one of its forms: what, what is said, and where to go on.
async fn step<P: web::Permission>(
    officer: May<P>,
    programme: &Programme,
    id: &str,
    (act, text): (Result<Act, Refused>, &'static str),
    sent: Submission,
) -> Answer {
    genuine(&officer.view, "rapat tugas", &sent)?;
    let seen = sent.text("langkah").parse().unwrap_or(-1);
    let words = Words { text: sent.text(text), evidence: sent.text("bukti") };
    let done = match act {
        Ok(act) => programme.act_on_task(&officer.session, (id, seen), act, words).await,
        Err(refused) => Err(refused),
    };
    match done {
        Ok(()) => web::redirect(&back(id, &sent)),
        Err(refused) if refused.is_of_form() => {
            let task = programme.task(&officer.session, id).await?;
            drawn(officer.view, &officer.session, programme, &task, (Some(&refused), sent)).await
        }
        Err(refused) => Err(refused.into()),
    }
}

/// The task, or the review from which somebody acted.
fn back(id: &str, sent: &Submission) -> String {
    let sound = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    match sent.text("rapat") {
        meeting if !meeting.is_empty() && sound(meeting) => {
            format!("/dasbor/rapat/{meeting}/tinjau?butir={}", sent.text("butir").parse().unwrap_or(1_usize))
        }
        _ => format!("/dasbor/tugas/{id}"),
    }
}

pub(super) async fn report(
    officer: May<WorkOnTasks>,
    State(programme): State<Programme>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    let act = Act::Report { done: sent.text("hasil") == "selesai" };
    step(officer, &programme, &id, (Ok(act), "laporan"), sent).await
}

pub(super) async fn ask(
    officer: May<WorkOnTasks>,
    State(programme): State<Programme>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    let act = typed_day(sent.text("hari")).map(Act::Ask);
    step(officer, &programme, &id, (act, "alasan"), sent).await
}

pub(super) async fn answer(
    officer: May<DecideMeetings>,
    State(programme): State<Programme>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    let act = if sent.text("jawab") == "kabul" { Act::Grant } else { Act::Refuse };
    step(officer, &programme, &id, (Ok(act), "jawaban"), sent).await
}

pub(super) async fn confirm(
    officer: May<ConfirmTasks>,
    State(programme): State<Programme>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    step(officer, &programme, &id, (Ok(Act::Confirm), "catatan"), sent).await
}

pub(super) async fn give_back(
    officer: May<ConfirmTasks>,
    State(programme): State<Programme>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    step(officer, &programme, &id, (Ok(Act::Return), "kurang"), sent).await
}

pub(super) async fn withdraw(
    officer: May<DecideMeetings>,
    State(programme): State<Programme>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    step(officer, &programme, &id, (Ok(Act::Withdraw), "alasan_tarik"), sent).await
}

pub(super) async fn publish(
    officer: May<DecideMeetings>,
    State(programme): State<Programme>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    genuine(&officer.view, "rapat tugas", &sent)?;
    programme.publish(&officer.session, &id, sent.text("umum") == "ya").await?;
    web::redirect(&back(&id, &sent))
}

impl Page {
    /// An address below this task's.
    fn path(&self, below: &str) -> String {
        format!("/dasbor/tugas/{}{below}", self.id)
    }
}
