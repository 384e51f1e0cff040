//! `/dasbor/isi-indikator`: what waits for a value; `/dasbor/indikator/{id}/isi`: one value of one period, with its evidence.

use super::{asked, genuine, measured, spoken, unit_word};
use crate::indicator::enter::{Evidence, NewValue};
use crate::indicator::model::{Indicator, Source};
use crate::indicator::period::Period;
use crate::indicator::rights::{EnterValues, may_enter};
use crate::indicator::stored::Entry;
use crate::indicator::{Refused, typed};
use crate::programme::Programme;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use web::{Answer, May, OrFail, Submission, View};

/// Periods that are offered, the last one that is over first.
const OFFERED: i64 = 15;

#[derive(Template)]
#[template(path = "indikator/enter.html")]
struct Page {
    v: View,
    one: &'static Indicator,
    period: Period,
    periods: Vec<(String, String, bool)>,
    standing: Option<(String, String)>,
    seen: i64,
    typed: Submission,
    error: String,
    overtaken: bool,
    done: bool,
    proof: bool,
}

impl Page {
    fn form(&self) -> String {
        form(&self.one.id)
    }

    fn label(&self) -> String {
        let unit = unit_word(&self.v, &self.one.unit);
        self.v.t2("indikator-isi-nilai", "periode", spoken(&self.v, self.period).as_str(), "satuan", unit.as_str())
    }

    fn back(&self) -> String {
        format!("/dasbor/indikator/{}", self.one.id)
    }
}

fn form(id: &str) -> String {
    format!("indikator isi {id}")
}

pub(super) async fn page(
    officer: May<EnterValues>,
    State(programme): State<Programme>,
    Path(id): Path<String>,
) -> Answer {
    let one = asked(&programme, &id)?;
    if one.source.merge().is_none() {
        return Err(Refused::Computed.into());
    }
    if !may_enter(&officer.session, one) {
        return Err(Refused::NotYours.into());
    }
    let wished = officer.view.asked("periode");
    let done = officer.view.asked("hasil") == "jadi";
    let page = draw(officer.view, &programme, one, &wished).await?;
    web::page(&Page { done, ..page })
}

/// The form of a period as it stands now.
async fn draw(v: View, programme: &Programme, one: &'static Indicator, wished: &str) -> Result<Page, Refused> {
    let last = Period::of(programme.today(), one.span);
    let period = wished.parse().ok().filter(|period: &Period| period.span() == one.span && *period <= last);
    let period = period.unwrap_or_else(|| last.moved(-1));
    let entry = programme.value_of(&one.id, period).await?;
    let offered = (0..OFFERED).map(|by| last.moved(-by)).map(|at| (at.to_string(), spoken(&v, at), at == period));
    let texts = kept(programme, entry.as_ref()).await?;
    Ok(Page {
        periods: offered.collect(),
        standing: standing(&v, programme, one, entry.as_ref()).await,
        seen: entry.as_ref().map_or(0, |entry| entry.version),
        typed: Submission::of(texts),
        error: String::new(),
        overtaken: false,
        done: false,
        proof: matches!(one.source, Source::Manual(_)),
        period,
        one,
        v,
    })
}

/// What stands is offered again, so that a correction changes one thing and loses nothing.
async fn kept(programme: &Programme, entry: Option<&Entry>) -> Result<Vec<(&'static str, String)>, Refused> {
    let Some(entry) = entry else {
        return Ok(Vec::new());
    };
    let opened = programme.unsealed(vec![entry.note.as_deref(), entry.link.as_deref()]).await?;
    let text =
        |reference: &Option<String>| reference.as_ref().and_then(|id| opened.get(id)).cloned().unwrap_or_default();
    let value = entry.value.to_string().replace('.', ",");
    Ok(vec![("nilai", value), ("catatan", text(&entry.note)), ("tautan", text(&entry.link))])
}

async fn standing(v: &View, programme: &Programme, one: &Indicator, entry: Option<&Entry>) -> Option<(String, String)> {
    let entry = entry?;
    let names = programme.officers(vec![entry.officer.as_str()]).await;
    let name = names.get(&entry.officer).filter(|name| !name.is_empty());
    let name = name.map_or_else(|| v.t("indikator-petugas"), String::as_str);
    let by = v.t2("indikator-oleh", "nama", name, "waktu", v.words().moment(entry.at).as_str());
    Some((measured(v, entry.value, &one.unit, one.decimals), by))
}

pub(super) async fn send(
    officer: May<EnterValues>,
    State(programme): State<Programme>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    genuine(&officer.view, &form(&id), &sent)?;
    let one = asked(&programme, &id)?;
    let period = sent.text("periode").to_owned();
    let done = match wished(&sent) {
        Ok(new) => programme.record(&officer.session, one, &new).await,
        Err(refused) => Err(refused),
    };
    let refused = match done {
        Ok(()) => return web::redirect(&format!("/dasbor/indikator/{id}/isi?periode={period}&hasil=jadi")),
        Err(refused) if refused.is_of_form() => refused,
        Err(refused) => return Err(refused.into()),
    };
    let overtaken = refused == Refused::Moved;
    let error = officer.view.said(&refused);
    let page = draw(officer.view, &programme, one, &period).await?;
    let typed = Submission::of(sent.texts().iter().cloned());
    let status = if overtaken { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    web::page_with(status, &Page { error, overtaken, typed, ..page })
}

/// The value as the form says it.
fn wished(sent: &Submission) -> Result<NewValue, Refused> {
    let (value, _) = typed::number(sent.text("nilai")).ok_or(Refused::Value)?;
    Ok(NewValue {
        period: sent.text("periode").parse().map_err(|_| Refused::Period)?,
        value,
        seen: sent.text("versi").parse().map_err(|_| Refused::Moved)?,
        evidence: Evidence {
            link: sent.text("tautan").trim().to_owned(),
            file: sent.files_of("berkas").next().map(|file| file.bytes.to_vec()).unwrap_or_default(),
        },
        note: kernel::text::normal(sent.text("catatan")),
    })
}

#[derive(Template)]
#[template(path = "indikator/mine.html")]
struct Mine {
    v: View,
    waiting: Vec<Waiting>,
    entered: Vec<Waiting>,
}

struct Waiting {
    href: String,
    name: String,
    period: String,
    value: String,
}

/// Every entered indicator of this officer with the last period that is over: what is missing first.
pub(super) async fn mine(officer: May<EnterValues>, State(programme): State<Programme>) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let today = programme.today();
    let board = programme.board("", today.year() - 1, today.year()).await.or_fail()?;
    let (mut waiting, mut entered) = (Vec::new(), Vec::new());
    for one in board.library.iter().filter(|one| one.source.merge().is_some() && may_enter(&session, one)) {
        let period = Period::of(today, one.span).moved(-1);
        let entry = board.entry(&one.id, period);
        let row = Waiting {
            href: format!("/dasbor/indikator/{}/isi?periode={period}", one.id),
            name: one.name.lang(v.lang()).to_owned(),
            period: spoken(&v, period),
            value: entry.map_or_else(String::new, |entry| measured(&v, entry.value, &one.unit, one.decimals)),
        };
        if entry.is_some() { entered.push(row) } else { waiting.push(row) }
    }
    web::page(&Mine { v, waiting, entered })
}
