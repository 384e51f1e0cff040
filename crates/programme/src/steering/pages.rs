//! What officers and the public see of bodies, meetings and tasks.

mod bodies;
mod brief;
mod draw;
mod meeting;
mod overview;
mod prepare;
pub(crate) mod public;
mod review;
mod tasks;

use super::bodies::Body;
use super::model::Rhythm;
use super::model::task::{TaskState, late_days};
use super::rights::{oversees, owns};
use super::{Decision, ReadMeetings, Refused};
use crate::programme::Programme;
use jiff::civil::Date;
use web::{Markup, MenuItem, Permission as _, Routes, Session, Shown, View};

/// The addresses of this module.
pub(crate) fn routes() -> Routes<Programme> {
    meetings().merge(tasks_and_papers())
}

fn meetings() -> Routes<Programme> {
    Routes::new()
        .get("/dasbor/rapat", overview::page)
        .get("/dasbor/rapat/badan/baru", bodies::new)
        .post("/dasbor/rapat/badan/baru", bodies::create)
        .get("/dasbor/rapat/badan/{id}", bodies::page)
        .post("/dasbor/rapat/badan/{id}", bodies::save)
        .post("/dasbor/rapat/badan/{id}/anggota", bodies::join)
        .post("/dasbor/rapat/badan/{id}/anggota/{member}/akhir", bodies::leave)
        .get("/dasbor/rapat/baru", prepare::new)
        .post("/dasbor/rapat/baru", prepare::plan)
        .get("/dasbor/rapat/{id}", meeting::page)
        .post("/dasbor/rapat/{id}", prepare::change)
        .post("/dasbor/rapat/{id}/pembatalan", prepare::cancel)
        .post("/dasbor/rapat/{id}/undangan", prepare::invite)
        .post("/dasbor/rapat/{id}/kehadiran", prepare::attend)
        .post("/dasbor/rapat/{id}/agenda", prepare::add)
        .post("/dasbor/rapat/{id}/agenda/pencabutan", prepare::drop_item)
        .post("/dasbor/rapat/{id}/agenda/pemulihan", prepare::restore)
        .post("/dasbor/rapat/{id}/agenda/urutan", prepare::order)
        .post("/dasbor/rapat/{id}/notulen", prepare::minute)
        .post("/dasbor/rapat/{id}/penutupan", prepare::close)
        .post("/dasbor/rapat/{id}/ralat", prepare::amend)
        .get("/dasbor/rapat/{id}/tinjau", review::page)
        .post("/dasbor/rapat/{id}/keputusan", review::decide)
}

fn tasks_and_papers() -> Routes<Programme> {
    Routes::new()
        .get("/dasbor/tugas", tasks::list)
        .get("/dasbor/tugas/{id}", tasks::page)
        .post("/dasbor/tugas/{id}/laporan", tasks::report)
        .post("/dasbor/tugas/{id}/waktu", tasks::ask)
        .post("/dasbor/tugas/{id}/waktu/putusan", tasks::answer)
        .post("/dasbor/tugas/{id}/konfirmasi", tasks::confirm)
        .post("/dasbor/tugas/{id}/pengembalian", tasks::give_back)
        .post("/dasbor/tugas/{id}/penarikan", tasks::withdraw)
        .post("/dasbor/tugas/{id}/publikasi", tasks::publish)
        .get("/dasbor/rencana/ringkas", brief::page)
        .get("/dasbor/rencana/ringkas.pdf", brief::pdf)
        .get("/dasbor/rencana/ringkas.docx", brief::docx)
        .get("/rencana/tim", public::page)
}

/// Its part of the navigation.
pub(crate) fn menu() -> Vec<MenuItem> {
    vec![MenuItem { label: "rapat-menu", href: "/dasbor/rapat", shown: Shown::Officers(ReadMeetings::allows) }]
}

/// A day that somebody typed.
fn typed_day(text: &str) -> Result<Date, Refused> {
    text.trim().parse().map_err(|_| Refused::Day)
}

/// Whether a body meets as it promised: a coloured word and what it means.
fn rhythm(v: &View, body: &Body, today: Date) -> (Markup, String) {
    match body.rhythm(today) {
        Rhythm::InTime(by) => {
            let word = v.t(if body.last.is_some() { "rapat-teratur" } else { "rapat-belum-rapat" });
            let kind = if body.last.is_some() { "good" } else { "wait" };
            (web::component::tag(kind, word), v.t1("rapat-paling-lambat", "tanggal", v.words().date(by)))
        }
        Rhythm::Late(by) => {
            let words = v.t1("rapat-seharusnya", "tanggal", v.words().date(by));
            (web::component::tag("late", v.t("rapat-tidak-teratur")), words)
        }
    }
}

/// Where a task stands, as a coloured word: overdue is said first, but what was reported as done waits for somebody else.
pub(crate) fn state(v: &View, state: TaskState, due: Date, today: Date) -> Markup {
    match late_days(state, due, today) {
        days if days > 0 && state == TaskState::Open => {
            web::component::tag("late", &v.t1("rapat-lewat-n", "hari", days))
        }
        _ => web::component::tag(state.tag(), v.t(&format!("rapat-tugas-{}", state.word()))),
    }
}

/// The day on which a task is due; the first one stays beside it.
pub(crate) fn due(v: &View, one: &Decision) -> String {
    let now = v.words().date(one.due);
    if one.due == one.first_due {
        return now;
    }
    v.t2("rapat-tenggat-pindah", "kini", now, "semula", v.words().date(one.first_due))
}

/// A task as lists show it.
struct TaskRow {
    id: String,
    text: String,
    unit: String,
    person: String,
    due: String,
    tag: Markup,
    public: bool,
}

fn task_row(v: &View, programme: &Programme, one: &Decision) -> TaskRow {
    TaskRow {
        id: one.id.clone(),
        text: one.text.clone(),
        unit: crate::pages::agency_name(programme, &one.unit),
        person: one.person.clone(),
        due: due(v, one),
        tag: state(v, one.state, one.due, programme.today()),
        public: one.public,
    }
}

/// What was decided about a promise and this officer may read, for the promise's own page: the way, the words, where it
/// stands.
pub(crate) async fn about_promise(
    v: &View,
    session: &Session,
    programme: &Programme,
    promise: &str,
) -> Result<Vec<(String, String, Markup)>, crate::Refused> {
    let mut found = programme.decisions_about(promise).await?;
    found.retain(|one| oversees(session) || owns(session, &one.unit));
    let today = programme.today();
    let one = |one: Decision| {
        let words = v.t2("rapat-diputuskan-pada", "tanggal", v.words().date(one.held), "isi", one.text.as_str());
        (format!("/dasbor/tugas/{}", one.id), words, state(v, one.state, one.due, today))
    };
    Ok(found.into_iter().map(one).collect())
}
