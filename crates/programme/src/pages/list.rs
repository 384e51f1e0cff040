//! `/rencana/program` and `/dasbor/rencana/program`: promises, filtered; the public list with what became of them in a year,
//! or as an older version had them, the officers' list as the newest version has them.

use super::lights::{self, LIGHTS, quarter_of};
use super::{ReadDraft, agencies, agency_name, districts, fields, pillar_name, pillars, tag, version_words, year};
use crate::model::plan::Plan;
use crate::model::verdict::Verdict;
use crate::programme::Programme;
use crate::promises::{Filter, Promise};
use crate::reference::reference;
use crate::refusal::Refused;
use crate::standings::Standing;
use askama::Template;
use axum::extract::State;
use web::component::Choice;
use web::{Answer, Markup, May, View, Visitor};

const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "daftar.html")]
struct Page {
    v: View,
    title: String,
    about: String,
    action: &'static str,
    /// The version that is asked for; 0: the one that counts.
    version: i64,
    year: i16,
    pillars: Vec<Choice>,
    subs: Vec<Choice>,
    sectors: Vec<Choice>,
    owners: Vec<Choice>,
    districts: Vec<Choice>,
    fates: Vec<Choice>,
    /// Colours of the quarter; for officers only.
    lights: Vec<Choice>,
    quick: bool,
    search: String,
    rows: Vec<Row>,
    filtered: bool,
    first: String,
    next: String,
    /// Whether this officer may add one.
    draft: bool,
}

struct Row {
    href: String,
    name: String,
    pillar: String,
    owner: String,
    years: String,
    quick: bool,
    target: String,
    value: String,
    tag: Option<Markup>,
}

/// What the address asks for.
struct Asked {
    pillar: String,
    sub: String,
    sector: String,
    owner: String,
    district: String,
    /// Only promises that name the district, without those of the whole region.
    naming: bool,
    light: String,
    fate: Option<Verdict>,
    quick: bool,
    search: String,
    after: String,
}

impl Asked {
    fn of(v: &View) -> Self {
        Self {
            pillar: v.asked("pilar"),
            sub: v.asked("sub"),
            sector: v.asked("sektor"),
            light: v.asked("lampu"),
            naming: false,
            owner: v.asked("opd"),
            district: v.asked("kecamatan"),
            fate: Verdict::parse(&v.asked("nasib")),
            quick: !v.asked("quick").is_empty(),
            search: v.asked("cari"),
            after: v.asked("sesudah"),
        }
    }

    fn filter(&self) -> Filter {
        let after = self.after.split_once('\n').map(|(name, id)| (name.to_owned(), id.to_owned()));
        Filter {
            pillar: self.pillar.clone(),
            sub: self.sub.clone(),
            sector: self.sector.clone(),
            owner: self.owner.clone(),
            district: self.district.clone(),
            quick: self.quick,
            search: self.search.clone(),
            after,
        }
    }

    fn any(&self) -> bool {
        let texts = [&self.pillar, &self.sub, &self.sector, &self.owner, &self.district, &self.light, &self.search];
        self.quick || self.fate.is_some() || texts.iter().any(|text| !text.is_empty())
    }

    fn fits(&self, one: &Standing) -> bool {
        let same = |wanted: &str, is: &str| wanted.is_empty() || wanted == is;
        let words = self.search.is_empty() || one.name.to_lowercase().contains(&self.search.to_lowercase());
        let quick = !self.quick || one.quick.is_some();
        let whole = one.districts.is_empty() && !self.naming;
        let place = self.district.is_empty() || whole || one.districts.contains(&self.district);
        let fate = self.fate.is_none_or(|fate| fate == one.verdict);
        let sector = self.sector.is_empty() || one.sectors.contains(&self.sector);
        let tags = same(&self.pillar, &one.pillar) && same(&self.sub, &one.sub) && sector;
        tags && same(&self.owner, &one.owner) && place && words && quick && fate
    }
}

pub(super) async fn public(visitor: Visitor, State(programme): State<Programme>) -> Answer {
    let v = visitor.view;
    let plan = programme.the_plan().await?;
    let asked_version: i64 = v.asked("versi").parse().unwrap_or(0);
    let wish = Asked::of(&v);
    let year = year(&plan, &v.asked("tahun"), &programme);
    let version = match asked_version {
        0 => plan.in_force(programme.today()),
        number => plan.version(number).filter(|version| version.decree.is_some()),
    }
    .ok_or(Refused::NotThere)?;
    let (rows, next) = if asked_version == 0 {
        stood(&v, &programme, &programme.standings(&plan, year).await?, &wish, "/rencana")
    } else {
        let promises = programme.promises(&plan, asked_version, &wish.filter(), PAGE as i64 + 1).await?;
        let href = |promise: &Promise| format!("/rencana/{}?versi={asked_version}", promise.id);
        written(&v, &programme, &promises, &href)
    };
    let about = version_words(&v, version);
    let title = v.t("rencana-semua-program").to_owned();
    web::page(&page(
        v,
        &programme,
        wish,
        Listed { title, about, rows, next, year, version: asked_version, draft: false },
    ))
}

/// `/dasbor/rencana/janji`: the promises behind a number of the leader's pages.
pub(super) async fn kept(officer: May<ReadDraft>, State(programme): State<Programme>) -> Answer {
    let v = officer.view;
    let plan = programme.the_plan().await?;
    // What was counted by district names its districts, so the list behind the count does, too.
    let (wish, today) = (Asked { naming: true, ..Asked::of(&v) }, programme.today());
    let year = year(&plan, &v.asked("tahun"), &programme);
    let mut standings = programme.standings(&plan, year).await?;
    if !wish.light.is_empty() {
        let mut lines = programme.quarter(today.year(), quarter_of(today)).await?;
        lines.retain(|line| lights::word(line.light) == wish.light);
        standings.retain(|one| lines.iter().any(|line| line.promise == one.id));
    }
    let (rows, next) = stood(&v, &programme, &standings, &wish, "/dasbor/rencana/janji");
    let title = v.t("pimpin-daftar").to_owned();
    let about = plan.in_force(today).map(|version| version_words(&v, version)).unwrap_or_default();
    let colours = LIGHTS
        .map(|one| (lights::word(one).to_owned(), v.t(&format!("pimpin-lampu-{}", lights::word(one))).to_owned()));
    let lights = Choice::all(colours, [wish.light.as_str()]);
    let mut page = page(v, &programme, wish, Listed { title, about, rows, next, year, version: 0, draft: false });
    page.action = "/dasbor/rencana/janji";
    page.lights = lights;
    web::page(&page)
}

pub(super) async fn draft(officer: May<ReadDraft>, State(programme): State<Programme>) -> Answer {
    let v = officer.view;
    let plan: Plan = programme.the_plan().await?;
    let (wish, newest) = (Asked::of(&v), plan.newest());
    let promises = programme.promises(&plan, newest.number, &wish.filter(), PAGE as i64 + 1).await?;
    let href = |promise: &Promise| format!("/dasbor/rencana/program/{}", promise.id);
    let (rows, next) = written(&v, &programme, &promises, &href);
    let about = version_words(&v, &newest);
    let title = v.t("rencana-semua-program").to_owned();
    let year = year(&plan, "", &programme);
    let draft = plan.is_draft() && <super::EditPlan as web::Permission>::allows(&officer.session);
    let mut page = page(v, &programme, wish, Listed { title, about, rows, next, year, version: 0, draft });
    page.action = "/dasbor/rencana/program";
    page.fates = Vec::new();
    web::page(&page)
}

/// What was found.
struct Listed {
    title: String,
    about: String,
    rows: Vec<Row>,
    next: Option<String>,
    year: i16,
    version: i64,
    draft: bool,
}

fn page(v: View, programme: &Programme, wish: Asked, found: Listed) -> Page {
    let fates =
        Verdict::ALL.map(|one| (one.word().to_owned(), v.t(&format!("rencana-nasib-{}", one.word())).to_owned()));
    let fate = wish.fate.map(Verdict::word).unwrap_or_default();
    Page {
        pillars: Choice::all(pillars(&v), [wish.pillar.as_str()]),
        subs: Choice::all(fields::subs(&v), [wish.sub.as_str()]),
        sectors: Choice::all(fields::named(&v, &reference().sectors), [wish.sector.as_str()]),
        lights: Vec::new(),
        owners: Choice::all(agencies(programme), [wish.owner.as_str()]),
        districts: Choice::all(districts(programme), [wish.district.as_str()]),
        fates: if found.version == 0 { Choice::all(fates, [fate]) } else { Vec::new() },
        filtered: wish.any(),
        first: if wish.after.is_empty() { String::new() } else { v.with_query("sesudah", "") },
        next: found.next.map(|after| v.with_query("sesudah", &after)).unwrap_or_default(),
        title: found.title,
        about: found.about,
        action: "/rencana/program",
        version: found.version,
        year: found.year,
        quick: wish.quick,
        search: wish.search,
        rows: found.rows,
        draft: found.draft,
        v,
    }
}

fn stood(
    v: &View,
    programme: &Programme,
    standings: &[Standing],
    wish: &Asked,
    base: &str,
) -> (Vec<Row>, Option<String>) {
    // By position, not by comparing names: the database knows its own order of letters.
    let after = wish.after.split_once('\n').map_or("", |(_, id)| id);
    let from = standings.iter().position(|one| one.id == after).map_or(0, |at| at + 1);
    let mut fitting = standings.iter().skip(from).filter(|one| wish.fits(one));
    let shown: Vec<&Standing> = fitting.by_ref().take(PAGE).collect();
    let last = shown.last().filter(|_| fitting.next().is_some());
    let next = last.map(|one| format!("{}\n{}", one.name, one.id));
    let row = |one: &&Standing| Row {
        href: format!("{base}/{}", one.id),
        name: one.name.clone(),
        pillar: pillar_name(v, &one.pillar),
        owner: agency_name(programme, &one.owner),
        years: format!("{}–{}", one.years.0, one.years.1),
        quick: one.quick.is_some(),
        target: super::target(v, one),
        value: one.value.as_deref().map_or_else(|| "–".to_owned(), |value| super::number(v, value)),
        tag: Some(tag(v, one.verdict)),
    };
    (shown.iter().map(row).collect(), next)
}

fn written(
    v: &View,
    programme: &Programme,
    promises: &[Promise],
    href: &dyn Fn(&Promise) -> String,
) -> (Vec<Row>, Option<String>) {
    let more = promises.len() > PAGE;
    let shown: Vec<&Promise> = promises.iter().take(PAGE).collect();
    let next = shown.last().filter(|_| more).map(|one| format!("{}\n{}", one.sheet.name, one.id));
    let row = |one: &&Promise| Row {
        href: href(one),
        name: one.sheet.name.clone(),
        pillar: pillar_name(v, one.pillar()),
        owner: agency_name(programme, &one.facts.owner),
        years: format!("{}–{}", one.facts.start, one.facts.end),
        quick: one.facts.quick.is_some(),
        target: if one.facts.targets.is_empty() { v.t("rencana-tanpa-target").to_owned() } else { String::new() },
        value: String::new(),
        tag: None,
    };
    (shown.iter().map(row).collect(), next)
}
