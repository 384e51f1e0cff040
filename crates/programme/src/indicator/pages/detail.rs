//! `/dasbor/indikator/{id}`: one indicator, its periods, its targets as they stood, and how a figure comes about.

use super::derivation::{Derivation, derivation};
use super::list::unit;
use super::people::{People, Version};
use super::{asked, figure, measured, spoken, tag};
use crate::indicator::compute::Computer;
use crate::indicator::judge::{Targets, judge};
use crate::indicator::model::Indicator;
use crate::indicator::period::{Period, Span};
use crate::indicator::rights::{may_enter, may_see_evidence, may_set};
use crate::indicator::stored::{Board, Target};
use crate::indicator::typed;
use crate::pages::fate::{Outlook, outlook};
use crate::programme::Programme;
use crate::reference::reference;
use askama::Template;
use axum::extract::{Path, State};
use jiff::civil::Date;
use web::chart::Lines;
use web::component::Choice;
use web::{Answer, Markup, OrFail, Session, Signed, View};

/// Periods that are shown of each length.
const SHOWN: [(Span, i64); 3] = [(Span::Month, 13), (Span::Quarter, 8), (Span::Year, 5)];

#[derive(Template)]
#[template(path = "indikator/detail.html")]
struct Page {
    v: View,
    one: &'static Indicator,
    about: Vec<(String, String)>,
    owner: String,
    chart: Option<Markup>,
    rows: Vec<Row>,
    targets: Vec<Promise>,
    baseline: String,
    derivation: Option<Derivation>,
    units: Vec<Choice>,
    unit: String,
    fresh: String,
    waiting: i64,
    outlook: Option<Outlook>,
    enters: bool,
    sets: bool,
}

/// One period of its own length.
pub(super) struct Row {
    pub name: String,
    pub value: String,
    pub href: String,
    /// Entered values: by whom and when, note, evidence; corrected ones stay.
    pub versions: Vec<Version>,
}

/// A quarter or year with its target.
pub(super) struct Promise {
    pub name: String,
    pub value: String,
    pub target: String,
    pub tag: Markup,
    /// That it was set or changed afterwards.
    pub remark: String,
    pub history: Vec<(String, String)>,
}

pub(super) async fn page(officer: Signed, State(programme): State<Programme>, Path(id): Path<String>) -> Answer {
    let one = asked(&programme, &id)?;
    web::page(&draw(officer.view, &officer.session, &programme, one).await?)
}

async fn draw(v: View, session: &Session, programme: &Programme, one: &'static Indicator) -> Result<Page, web::Error> {
    let today = programme.today();
    let unit = if one.source.word() == "fakta" { v.asked("unit") } else { String::new() };
    let (board, targets) = read(programme, one, &unit, today).await.or_fail()?;
    let entries = programme.value_versions(&one.id, today.year() - 5, today.year()).await.or_fail()?;
    let names = People::read(programme, &entries, &targets, one).await.or_fail()?;
    let fresh = programme.freshness().await.or_fail()?;
    let overview = programme.overview().await.or_fail()?;
    let ahead = overview.of(&one.id).and_then(|seen| seen.ahead.as_ref());
    let mut computer = Computer::new(board.library, &board);
    let periods = shown_periods(one, today);
    let chosen = v.asked("periode").parse().ok().filter(|period: &Period| period.span() >= one.span);
    let chosen = chosen.unwrap_or_else(|| Period::of(today, one.span).moved(-1));
    let sees = may_see_evidence(session, one);
    let row = |period: &Period| Row {
        name: spoken(&v, *period),
        value: figure(&v, one, computer.figure(one, *period)),
        href: format!("{}#asal", v.with_query("periode", &period.to_string())),
        versions: if sees { names.versions(&v, one, &entries, *period) } else { Vec::new() },
    };
    let rows = periods.iter().rev().map(row).collect();
    Ok(Page {
        about: about(&v, one),
        owner: owner(programme, one),
        chart: if unit.is_empty() { chart(&v, one, &mut computer, &targets, &periods)? } else { None },
        targets: promises(&v, one, &mut computer, &targets, &names, today),
        baseline: baseline(&v, one, &targets),
        derivation: derivation(&v, one, &mut computer, &board, chosen, &unit),
        units: units(programme, one, &unit),
        fresh: fresh.as_of.map_or_else(String::new, |at| v.words().moment(at)),
        waiting: fresh.waiting,
        outlook: ahead.map(|ahead| outlook(&v, one, ahead)),
        enters: one.source.merge().is_some() && may_enter(session, one),
        sets: may_set(session, one),
        rows,
        unit,
        one,
        v,
    })
}

impl Page {
    fn enter_link(&self) -> String {
        format!("/dasbor/indikator/{}/isi", self.one.id)
    }

    fn target_link(&self) -> String {
        format!("/dasbor/indikator/{}/target", self.one.id)
    }
}

/// As many years as its periods need, of one unit or the region.
pub(super) async fn read(
    programme: &Programme,
    one: &Indicator,
    unit: &str,
    today: Date,
) -> Result<(Board, Targets), store::StoreError> {
    let (from, to) = (today.year() - 5, today.year());
    let board = programme.board_of(&[&one.id], unit, from, to).await?;
    let targets = programme.targets(&one.id, from, to + 5).await?;
    Ok((board, Targets::new(targets, programme.deps().zone)))
}

pub(super) fn shown_periods(one: &Indicator, today: Date) -> Vec<Period> {
    let now = Period::of(today, one.span);
    let count = SHOWN.iter().find(|(span, _)| *span == one.span).map_or(5, |(_, count)| *count);
    (0..count).rev().map(|by| now.moved(-by)).collect()
}

/// What an indicator is, as label and text.
pub(super) fn about(v: &View, one: &Indicator) -> Vec<(String, String)> {
    let tag = |tag: &crate::indicator::model::Tag| v.t(&format!("indikator-tanda-{}", tag.word())).to_owned();
    let tags: Vec<String> = one.tags.iter().map(tag).collect();
    let mut about = vec![
        (v.t("indikator-satuan").to_owned(), unit(v, one)),
        (v.t("indikator-arah").to_owned(), v.t(&format!("indikator-arah-{}", one.direction.word())).to_owned()),
        (
            v.t("indikator-pilar").to_owned(),
            format!("{} · {}", one.pillar_name(), reference().sub(&one.part).map_or("", |sub| sub.name(v.lang()))),
        ),
        (v.t("indikator-sumber").to_owned(), v.t(&format!("indikator-sumber-{}", one.source.word())).to_owned()),
        (v.t("indikator-dasar").to_owned(), one.basis.clone()),
    ];
    if !tags.is_empty() {
        about.push((v.t("indikator-tanda").to_owned(), tags.join(", ")));
    }
    about
}

pub(super) fn owner(programme: &Programme, one: &Indicator) -> String {
    programme.deps().agencies.agency(&one.owner).map_or_else(|| one.owner.clone(), |agency| agency.name)
}

/// The values of its periods, and of those with a target the target beside them.
pub(super) fn chart(
    v: &View,
    one: &Indicator,
    computer: &mut Computer<'_, Board>,
    targets: &Targets,
    periods: &[Period],
) -> Result<Option<Markup>, web::Error> {
    let values: Vec<Option<f64>> =
        periods.iter().map(|period| computer.figure(one, *period).map(|figure| typed::drawn(figure.value))).collect();
    if values.iter().flatten().count() < 2 {
        return Ok(None);
    }
    let aims = periods.iter().map(|period| {
        let around = [*period, period.within(Span::Quarter), period.within(Span::Year)];
        let aim = around.into_iter().find_map(|at| targets.aim(&one.id, at));
        aim.filter(|_| !one.accumulates()).map(|aim| typed::drawn(aim.value))
    });
    let aims: Vec<Option<f64>> = aims.collect();
    let mut lines = vec![(v.t("indikator-nilai").to_owned(), values)];
    if aims.iter().flatten().count() > 1 {
        lines.push((v.t("indikator-target").to_owned(), aims));
    }
    let title = format!("{} ({})", one.name.lang(v.lang()), unit(v, one));
    let points = periods.iter().map(Period::to_string).collect();
    Lines { title: &title, of: v.t("indikator-periode"), points, lines }.draw(v).map(Some)
}

fn promises(
    v: &View,
    one: &Indicator,
    computer: &mut Computer<'_, Board>,
    targets: &Targets,
    names: &People,
    today: Date,
) -> Vec<Promise> {
    let mut periods = targets.periods(&one.id);
    periods.sort_by_key(|period| (period.first_day(), period.last_day()));
    let promise = |period: &Period| {
        let judged = judge(one, computer, targets, *period, today)?;
        let told = |aim: &Target| {
            let when = v.t2(
                "indikator-oleh",
                "nama",
                names.name(v, &aim.officer).as_str(),
                "waktu",
                v.words().moment(aim.at).as_str(),
            );
            let reason = names.text(aim.reason.as_ref());
            let about = if reason.is_empty() { when } else { format!("{when}: {reason}") };
            (measured(v, aim.value, &one.unit, one.decimals), about)
        };
        Some(Promise {
            name: spoken(v, *period),
            value: figure(v, one, judged.figure),
            target: measured(v, judged.aim.value, &one.unit, one.decimals),
            tag: tag(v, judged.standing),
            remark: remark(v, one, &judged.aim),
            history: targets.versions(&one.id, *period).iter().map(told).collect(),
        })
    };
    periods.iter().rev().filter_map(promise).collect()
}

/// That a target was set, or changed, when the time was over.
pub(super) fn remark(v: &View, one: &Indicator, aim: &crate::indicator::judge::Aim) -> String {
    match aim.changed_to {
        Some(value) => {
            let value = measured(v, value, &one.unit, one.decimals);
            v.t1("indikator-target-diubah", "nilai", value.as_str())
        }
        None if aim.afterwards => v.t("indikator-target-belakangan").to_owned(),
        None => String::new(),
    }
}

pub(super) fn baseline(v: &View, one: &Indicator, targets: &Targets) -> String {
    targets.baseline(&one.id).map_or_else(String::new, |baseline| {
        let value = measured(v, baseline.value, &one.unit, one.decimals);
        v.t2("indikator-garis-dasar-pada", "nilai", value.as_str(), "tahun", baseline.about.as_str())
    })
}

/// Agencies for which a counted indicator can be asked; facts without a unit have the region only.
fn units(programme: &Programme, one: &Indicator, chosen: &str) -> Vec<Choice> {
    let agencies = programme.deps().agencies.all();
    if one.source.word() != "fakta" {
        return Vec::new();
    }
    let local = |unit: &str| ["desa-", "kecamatan-", "daerah-"].iter().any(|office| unit.starts_with(office));
    let named = agencies.iter().filter(|agency| !local(&agency.unit));
    Choice::all(named.map(|agency| (agency.unit.clone(), agency.name.clone())), [chosen])
}
