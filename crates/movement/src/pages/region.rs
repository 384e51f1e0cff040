//! One region with its whole way: selection, memorandum, mentoring, plan, evaluation; what it says of itself; what others may
//! take over. The public sees what was published.

use super::{decimal, stage_tag, years};
use crate::board::Line;
use crate::model::evaluation::Evaluation;
use crate::model::record::{Kind, Shape, is_link};
use crate::model::stage::{Stage, late};
use crate::movement::Movement;
use crate::records::Record;
use crate::refusal::Refused;
use crate::rights::{Read, ReadSelections, Steer, sees, writes};
use crate::summaries::Kept;
use askama::Template;
use axum::extract::{Path, State};
use web::{Answer, Markup, May, Permission as _, Session, View, Visitor};

#[derive(Template)]
#[template(path = "daerah.html")]
struct Page {
    v: View,
    code: String,
    name: String,
    about: String,
    stage: Markup,
    officer: bool,
    steers: bool,
    /// State of the way: `done`, `here` or `next`; its words and when.
    steps: Vec<(String, String, String)>,
    selections: Vec<(String, String, String, String)>,
    open_to: Vec<i64>,
    sections: Vec<Section>,
    evaluations: Vec<Judged>,
    keys: Vec<(String, String)>,
    summary: Option<Shown>,
    adopted: Vec<(String, String)>,
}

pub(super) struct Section {
    pub word: &'static str,
    pub title: String,
    pub empty: String,
    pub rows: Vec<Entry>,
    /// Where a new one is written; empty: not by this reader.
    pub new: String,
}

pub(super) struct Entry {
    pub title: String,
    pub when: String,
    pub tag: Option<Markup>,
    /// Label, text, address.
    pub cells: Vec<(String, String, bool)>,
    pub edit: String,
}

struct Judged {
    year: i64,
    instrument: String,
    published: String,
    computed: String,
    agreement: String,
    improvement: String,
    levels: Vec<(String, String)>,
    weights: String,
    texts: Vec<(String, String)>,
    edit: String,
}

struct Shown {
    about: String,
    figures: Vec<(String, String)>,
}

pub(super) async fn public(visitor: Visitor, State(movement): State<Movement>, Path(code): Path<String>) -> Answer {
    drawn(visitor.view, None, &movement, &code).await
}

pub(super) async fn officers(officer: May<Read>, State(movement): State<Movement>, Path(code): Path<String>) -> Answer {
    if !sees(&officer.session, &code) {
        return Err(web::Error::not_found());
    }
    drawn(officer.view, Some(&officer.session), &movement, &code).await
}

async fn drawn(v: View, session: Option<&Session>, movement: &Movement, code: &str) -> Answer {
    movement.steering()?;
    let line = movement.line(code).await?;
    let records = movement.records(code).await?;
    let summary = if session.is_some() { movement.newest_summary(code).await? } else { None };
    let adopted = adopted(movement, session.is_some(), code).await?;
    let officer = session.is_some();
    let page = Page {
        code: code.to_owned(),
        name: line.area.name.clone(),
        about: about(&v, &line),
        stage: stage_tag(&v, line.way.stage()),
        steps: steps(&v, &line),
        selections: selections(&v, session, movement, code).await?,
        open_to: if session.is_some_and(Steer::allows) { cohort_years(movement).await? } else { Vec::new() },
        sections: sections(&v, session, movement, (code, &records)),
        evaluations: evaluations(&v, session, movement, code).await?,
        keys: if officer { keys(&v, movement, code).await? } else { Vec::new() },
        summary: summary.as_ref().map(|kept| shown(&v, kept)),
        steers: session.is_some_and(Steer::allows),
        officer,
        adopted,
        v,
    };
    web::page(&page)
}

fn about(v: &View, line: &Line) -> String {
    let cohorts = if line.way.cohorts.is_empty() {
        v.t("gerakan-tanpa-angkatan").to_owned()
    } else {
        v.t1("gerakan-di-angkatan", "tahun", years(&line.way.cohorts))
    };
    format!("{} · {} · {cohorts}", line.area.code, line.area.province)
}

/// The five steps of the way, each with its day where it is known.
fn steps(v: &View, line: &Line) -> Vec<(String, String, String)> {
    let (way, stage) = (&line.way, line.way.stage());
    let day = |day: Option<jiff::civil::Date>| day.map(|day| v.words().date(day)).unwrap_or_default();
    let steps = [
        (Stage::Chosen, way.cohorts.first().map(|_| years(&way.cohorts)).unwrap_or_default()),
        (Stage::Signed, day(way.memorandum)),
        (Stage::Mentored, day(way.mentored)),
        (Stage::Planned, day(way.planned)),
        (Stage::Evaluated, way.evaluated.map(|year| year.to_string()).unwrap_or_default()),
    ];
    let done = |(at, when): &(Stage, String)| !when.is_empty() || (*at == Stage::Chosen && stage >= Stage::Chosen);
    let here = steps.iter().position(|step| !done(step));
    let drawn = |(place, step): (usize, (Stage, String))| {
        let state = if done(&step) {
            "done"
        } else if here == Some(place) {
            "here"
        } else {
            "next"
        };
        (state.to_owned(), v.t(&format!("gerakan-langkah-{}", step.0.word())).to_owned(), step.1)
    };
    steps.into_iter().enumerate().map(drawn).collect()
}

async fn cohort_years(movement: &Movement) -> Result<Vec<i64>, Refused> {
    let mut years: Vec<i64> = movement.cohorts().await?.iter().map(|one| one.year).collect();
    years.reverse();
    Ok(years)
}

/// Address, cohort, state and reason of every selection, for those who may open them; the public sees decisions.
async fn selections(
    v: &View,
    session: Option<&Session>,
    movement: &Movement,
    code: &str,
) -> Result<Vec<(String, String, String, String)>, Refused> {
    let opens = session.is_some_and(ReadSelections::allows);
    let own = session.is_some_and(|session| sees(session, code));
    let row = |one: crate::model::selection::Selection| {
        let href = if opens { format!("/dasbor/gerakan/seleksi/{}", one.id) } else { String::new() };
        let cohort = v.t1("gerakan-untuk-angkatan", "tahun", one.cohort.to_string());
        (href, cohort, v.t(&format!("gerakan-seleksi-{}", one.state.word())).to_owned(), one.reason)
    };
    let all = movement.selections_of(code).await?;
    Ok(all.into_iter().filter(|_| own).map(row).collect())
}

fn sections(
    v: &View,
    session: Option<&Session>,
    movement: &Movement,
    (code, records): (&str, &[Record]),
) -> Vec<Section> {
    let shown = |kind: &Kind| session.is_some() || matches!(kind, Kind::Memorandum | Kind::Practice | Kind::Note);
    let today = movement.today();
    let section = |kind: Kind| {
        let writes = session.is_some_and(|session| writes(session, code, kind));
        let mut own: Vec<&Record> = records.iter().filter(|one| one.kind == kind).collect();
        if kind == Kind::Milestone {
            // Late ones first, the latest of them on top, then what is due, then what is done.
            own.sort_by_key(|one| {
                let days = one.day.map_or(0, |due| late(due, one.done, today));
                (-days, one.done.is_some(), one.day)
            });
        }
        Section {
            word: kind.word(),
            title: v.t(&format!("gerakan-bagian-{}", kind.word())).to_owned(),
            empty: v.t(&format!("gerakan-bagian-{}.kosong", kind.word())).to_owned(),
            rows: own.iter().map(|one| entry(v, one, today, writes)).collect(),
            new: if writes { format!("/dasbor/gerakan/daerah/{code}/isi/{}", kind.word()) } else { String::new() },
        }
    };
    Kind::OF_REGION.into_iter().filter(shown).map(section).collect()
}

/// One record as it is read.
pub(super) fn entry(v: &View, one: &Record, today: jiff::civil::Date, writes: bool) -> Entry {
    let milestone = one.kind == Kind::Milestone;
    let titled = ["judul", "nama", "tempat", "topik"];
    let head = titled.iter().find(|name| !one.cell(name).is_empty()).copied().unwrap_or("");
    let when = one.day.map(|day| v.words().date(day)).unwrap_or_default();
    let named = one.cell(head).lines().next().unwrap_or_default().to_owned();
    let signed = one.kind == Kind::Memorandum;
    let title = if signed { format!("{when}, {named}") } else { named };
    let rest = one.kind.fields().iter().filter(|field| {
        // A topic of several lines is read below its first one.
        let said = field.name == head && !one.cell(head).contains('\n');
        let said = said || field.name == "hari" || field.name == "kunci";
        !said && !one.cell(field.name).is_empty()
    });
    let cell = |field: &crate::model::record::Field| {
        let text = match field.shape {
            Shape::OneOf(_) => v.t(&format!("gerakan-pilihan-{}", one.cell(field.name))).to_owned(),
            Shape::Day => one.done.map(|day| v.words().date(day)).unwrap_or_default(),
            _ => one.cell(field.name).to_owned(),
        };
        let link = is_link(&text);
        (v.t(&format!("gerakan-isi-{}", field.name)).to_owned(), text, link)
    };
    let when = match one.kind {
        Kind::Memorandum => String::new(),
        Kind::Milestone => v.t1("gerakan-tenggat-n", "tanggal", when),
        _ => when,
    };
    Entry {
        tag: milestone.then(|| milestone_tag(v, one, today)),
        when,
        cells: rest.map(cell).collect(),
        edit: if writes { format!("/dasbor/gerakan/isi/{}", one.id) } else { String::new() },
        title,
    }
}

fn milestone_tag(v: &View, one: &Record, today: jiff::civil::Date) -> Markup {
    let days = one.day.map_or(0, |due| late(due, one.done, today));
    match one.done {
        Some(_) => web::component::tag("good", v.t("gerakan-tonggak-tercapai")),
        None if days > 0 => web::component::tag("late", &v.t1("gerakan-tonggak-terlambat", "hari", days)),
        None => web::component::tag("wait", v.t("gerakan-tonggak-berjalan")),
    }
}

async fn evaluations(
    v: &View,
    session: Option<&Session>,
    movement: &Movement,
    code: &str,
) -> Result<Vec<Judged>, Refused> {
    let all = movement.evaluations(code).await?;
    let steers = session.is_some_and(Steer::allows);
    let judged = |one: &Evaluation| {
        let last = all.iter().find(|other| other.year == one.year - 1).and_then(|other| movement.counting(other));
        judged(v, movement, one, last, steers)
    };
    let public = |one: &&Evaluation| session.is_some() || one.published.is_some();
    all.iter().filter(public).map(judged).collect()
}

fn judged(
    v: &View,
    movement: &Movement,
    one: &Evaluation,
    last: Option<definition::Number>,
    steers: bool,
) -> Result<Judged, Refused> {
    let yardstick = movement.yardstick(&one.instrument)?;
    let beside = one.beside(yardstick, last);
    let level = |criterion: &crate::model::yardstick::Criterion| {
        let name = format!("{} ({})", criterion.name, v.t1("gerakan-bobot-n", "bobot", criterion.weight.to_string()));
        (name, decimal(v, one.levels.get(&criterion.id).copied(), 2))
    };
    let sign = |number: definition::Number| if number.parts().0 > 0 { "+" } else { "" };
    let texts = &one.texts;
    let told = [
        ("gerakan-evaluasi-sumber", &texts.source),
        ("gerakan-evaluasi-penilai", &texts.assessors),
        ("gerakan-evaluasi-kuat", &texts.strengths),
        ("gerakan-evaluasi-lemah", &texts.weaknesses),
        ("gerakan-evaluasi-saran", &texts.advice),
    ];
    let edit = format!("/dasbor/gerakan/daerah/{}/evaluasi?tahun={}", one.area, one.year);
    Ok(Judged {
        year: one.year,
        instrument: yardstick.name.clone(),
        published: decimal(v, one.published, 3),
        computed: decimal(v, beside.computed.index, 3),
        agreement: v.t(&format!("gerakan-cocok-{}", beside.agreement.word())).to_owned(),
        improvement: beside
            .improvement
            .map(|by| format!("{}{}", sign(by), decimal(v, Some(by), 3)))
            .unwrap_or_default(),
        levels: yardstick.criteria.iter().map(level).collect(),
        weights: weights(v, yardstick),
        texts: told
            .into_iter()
            .filter(|(_, text)| !text.is_empty())
            .map(|(key, text)| (v.t(key).to_owned(), text.clone()))
            .collect(),
        edit: if steers { edit } else { String::new() },
    })
}

/// What is said where weights do not add up.
pub(super) fn weights(v: &View, yardstick: &crate::model::yardstick::Yardstick) -> String {
    yardstick
        .adds_up_wrong()
        .map(|(sum, total)| v.t2("gerakan-bobot-salah", "jumlah", sum.to_string(), "semestinya", total.to_string()))
        .unwrap_or_default()
}

async fn keys(v: &View, movement: &Movement, code: &str) -> Result<Vec<(String, String)>, Refused> {
    let keys = movement.keys(code).await?;
    Ok(keys.iter().map(|(key, since)| (key.fingerprint(), v.words().date_of(*since))).collect())
}

fn shown(v: &View, kept: &Kept) -> Shown {
    let summary = &kept.summary;
    let (made, received) = (v.words().moment(summary.dibuat), v.words().moment(kept.received_at));
    let figure = |one: &crate::model::summary::Figure| (one.nama.clone(), v.words().fact(one.nilai));
    Shown {
        about: v.tf(
            "gerakan-ringkasan-tentang",
            &[("tahun", &summary.tahun.to_string()), ("dibuat", &made), ("diterima", &received)],
        ),
        figures: summary.angka.values().map(figure).collect(),
    }
}

/// Practices of other regions that this one took over: name and address.
async fn adopted(movement: &Movement, officer: bool, code: &str) -> Result<Vec<(String, String)>, Refused> {
    let base = if officer { "/dasbor/gerakan/teladan" } else { "/gerakan/teladan" };
    let named = |one: Record| {
        let name = format!("{} ({})", one.cell("judul"), movement.area_name(&one.area));
        (name, format!("{base}#p-{}", one.id))
    };
    Ok(movement.adopted_by(code).await?.into_iter().map(named).collect())
}
