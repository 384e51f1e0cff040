//! `/dasbor/indikator`: every indicator at a glance, by pillar.

use super::{enters, figure, measured, spark, spoken, tag, unit_word};
use crate::indicator::compute::{Computer, Standing};
use crate::indicator::judge::{Glance, Targets};
use crate::indicator::model::{Indicator, Tag};
use crate::indicator::overview::Seen;
use crate::indicator::period::Period;
use crate::indicator::stored::{Board, Freshness};
use crate::indicator::typed;
use crate::programme::Programme;
use crate::reference::reference;
use askama::Template;
use axum::extract::State;
use jiff::civil::Date;
use web::component::Choice;
use web::{Answer, Markup, OrFail, Signed, View};

/// Indicators on a page.
pub(super) const PAGE: usize = 40;
/// Points of the small line.
const POINTS: i64 = 12;

pub(super) const STANDINGS: [Standing; 5] =
    [Standing::Met, Standing::Missed, Standing::OnTheWay, Standing::Behind, Standing::Unknown];

#[derive(Template)]
#[template(path = "indikator/list.html")]
struct Page {
    v: View,
    groups: Vec<(&'static str, Vec<Shown>)>,
    pillars: Vec<Choice>,
    tags: Vec<Choice>,
    standings: Vec<Choice>,
    search: String,
    fresh: String,
    waiting: i64,
    counts: Vec<(Markup, usize)>,
    /// How many have no baseline.
    without: String,
    unfounded: bool,
    enters: bool,
    first: String,
    next: String,
}

/// One indicator, ready to be read.
pub(super) struct Shown {
    pub id: String,
    pub name: String,
    pub value: String,
    pub period: String,
    pub target: String,
    /// That nobody said where it began.
    pub baseline: String,
    pub tag: Markup,
    pub spark: Markup,
    pub fresh: String,
}

/// What is asked for; anything unknown asks for everything.
struct Filter {
    pillar: String,
    tag: Option<Tag>,
    standing: Option<Standing>,
    /// Only those without a baseline.
    unfounded: bool,
    search: String,
    after: String,
}

impl Filter {
    fn read(v: &View) -> Self {
        let (tag, standing) = (v.asked("tanda"), v.asked("keadaan"));
        Self {
            pillar: v.asked("pilar"),
            tag: Tag::WORDS.iter().find(|(word, _)| *word == tag).map(|(_, tag)| *tag),
            standing: STANDINGS.into_iter().find(|one| one.word() == standing),
            unfounded: v.asked("garis") == "belum",
            search: v.asked("q"),
            after: v.asked("sesudah"),
        }
    }

    fn holds(&self, v: &View, one: &Indicator) -> bool {
        let search = self.search.to_lowercase();
        let named = || {
            let texts = [one.name.lang(v.lang()), one.means.lang(v.lang()), one.id.as_str(), one.owner.as_str()];
            texts.iter().any(|text| text.to_lowercase().contains(&search))
        };
        (!reference().pillars.contains_key(&self.pillar) || one.pillar == self.pillar)
            && self.tag.is_none_or(|tag| one.tags.contains(&tag))
            && (search.is_empty() || named())
    }
}

pub(super) async fn page(officer: Signed, State(programme): State<Programme>) -> Answer {
    let fresh = programme.freshness().await.or_fail()?;
    web::page(&draw(officer.view, enters(&officer.session), fresh, &programme).await.or_fail()?)
}

async fn draw(v: View, enters: bool, fresh: Freshness, programme: &Programme) -> Result<Page, store::StoreError> {
    let (filter, today) = (Filter::read(&v), programme.today());
    let overview = programme.overview().await?;
    let seen = |one: &'static Indicator| overview.of(&one.id).map(|seen| (one, seen));
    let mut found: Vec<(&'static Indicator, &Seen)> =
        programme.library().iter().filter(|one| filter.holds(&v, one)).filter_map(seen).collect();
    let count = |wanted| found.iter().filter(|(_, seen)| seen.glance.standing() == wanted).count();
    let counts = STANDINGS.into_iter().map(|standing| (tag(&v, standing), count(standing))).collect();
    let without = found.iter().filter(|(_, seen)| !seen.has_baseline).count();
    found.retain(|(_, seen)| filter.standing.is_none_or(|wanted| seen.glance.standing() == wanted));
    found.retain(|(_, seen)| !filter.unfounded || !seen.has_baseline);
    let from = found.iter().position(|(one, _)| one.id == filter.after).map_or(0, |at| at + 1);
    let more = found.len() > from + PAGE;
    let page: Vec<(&'static Indicator, &Seen)> = found.into_iter().skip(from).take(PAGE).collect();
    let shown = rows(&v, programme, &page, today).await?;
    let next = shown.last().filter(|_| more).map(|(one, _)| v.with_query("sesudah", &one.id));
    Ok(Page {
        without: if without > 0 { v.t1("indikator-tanpa-garis-dasar-n", "jumlah", without) } else { String::new() },
        unfounded: filter.unfounded,
        groups: grouped(shown),
        pillars: pillars(&filter.pillar),
        tags: tags(&v, filter.tag),
        standings: standings(&v, filter.standing),
        first: if from > 0 { v.with_query("sesudah", "") } else { String::new() },
        next: next.unwrap_or_default(),
        fresh: fresh.as_of.map_or_else(String::new, |at| v.words().moment(at)),
        waiting: fresh.waiting,
        search: filter.search,
        enters,
        counts,
        v,
    })
}

/// Rows of some indicators, read for these alone.
pub(super) async fn rows(
    v: &View,
    programme: &Programme,
    page: &[(&'static Indicator, &Seen)],
    today: Date,
) -> Result<Vec<(&'static Indicator, Shown)>, store::StoreError> {
    let ids: Vec<&str> = page.iter().map(|(one, _)| one.id.as_str()).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let board = programme.board_of(&ids, "", today.year() - 3, today.year()).await?;
    let mut computer = Computer::new(board.library, &board);
    Ok(page.iter().map(|(one, seen)| (*one, row(v, one, &mut computer, &board, seen))).collect())
}

/// Four years of everything, and targets of the same time.
pub(crate) async fn read(programme: &Programme, today: Date) -> Result<(Board, Targets), store::StoreError> {
    let (from, to) = (today.year() - 3, today.year());
    let board = programme.board("", from, to).await?;
    let targets = programme.targets("", from, to).await?;
    Ok((board, Targets::new(targets, programme.deps().zone)))
}

fn row(v: &View, one: &Indicator, computer: &mut Computer<'_, Board>, board: &Board, seen: &Seen) -> Shown {
    let (glance, now) = (&seen.glance, Period::of(seen.day, one.span));
    let points = (0..POINTS).rev().map(|by| computer.figure(one, now.moved(-by - 1)));
    let points: Vec<Option<f64>> = points.map(|point| point.map(|point| typed::drawn(point.value))).collect();
    Shown {
        id: one.id.clone(),
        name: one.name.lang(v.lang()).to_owned(),
        value: figure(v, one, glance.figure),
        period: spoken(v, glance.period),
        target: target(v, one, glance),
        baseline: if seen.has_baseline { String::new() } else { v.t("indikator-garis-dasar-belum").to_owned() },
        tag: tag(v, glance.standing()),
        spark: spark(&points),
        fresh: fresh(v, one, board, glance, now),
    }
}

fn target(v: &View, one: &Indicator, glance: &Glance) -> String {
    let Some(judged) = &glance.judged else {
        return v.t("indikator-tanpa-target").to_owned();
    };
    let value = measured(v, judged.aim.value, &one.unit, one.decimals);
    v.t2("indikator-target-pada", "nilai", value.as_str(), "periode", spoken(v, judged.period).as_str())
}

/// When an entered value was entered, or that it is overdue; computed ones are as fresh as the page says.
fn fresh(v: &View, one: &Indicator, board: &Board, glance: &Glance, now: Period) -> String {
    if one.source.merge().is_none() {
        return v.t(if one.source.word() == "fakta" { "indikator-dihitung" } else { "indikator-dari-lain" }).to_owned();
    }
    match board.entered_last(&one.id) {
        None => v.t("indikator-belum-diisi").to_owned(),
        Some(_) if glance.period < now.moved(-1) => {
            v.t1("indikator-tertinggal", "periode", spoken(v, now.moved(-1)).as_str())
        }
        Some(last) => v.t1("indikator-diisi-pada", "tanggal", v.words().date_of(last).as_str()),
    }
}

fn grouped(shown: Vec<(&Indicator, Shown)>) -> Vec<(&'static str, Vec<Shown>)> {
    let mut groups: Vec<(&'static str, Vec<Shown>)> = Vec::new();
    for (one, row) in shown {
        match groups.last_mut().filter(|(name, _)| *name == one.pillar_name()) {
            Some((_, rows)) => rows.push(row),
            None => groups.push((one.pillar_name(), vec![row])),
        }
    }
    groups
}

pub(super) fn pillars(chosen: &str) -> Vec<Choice> {
    Choice::all(reference().pillars.iter().map(|(id, pillar)| (id.clone(), pillar.name.clone())), [chosen])
}

fn tags(v: &View, chosen: Option<Tag>) -> Vec<Choice> {
    let choice = |(word, tag): &(&str, Tag)| Choice {
        value: (*word).to_owned(),
        label: v.t(&format!("indikator-tanda-{word}")).to_owned(),
        chosen: chosen == Some(*tag),
    };
    Tag::WORDS.iter().map(choice).collect()
}

fn standings(v: &View, chosen: Option<Standing>) -> Vec<Choice> {
    let choice = |standing: Standing| Choice {
        value: standing.word().to_owned(),
        label: v.t(&format!("indikator-keadaan-{}", standing.word())).to_owned(),
        chosen: chosen == Some(standing),
    };
    STANDINGS.into_iter().map(choice).collect()
}

/// The unit of an indicator for a heading.
pub(super) fn unit(v: &View, one: &Indicator) -> String {
    unit_word(v, &one.unit)
}
