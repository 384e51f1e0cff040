//! `/kerja`: what waits for an officer, overdue first.

use super::counts::{Counts, counts};
use super::filter::{Filter, Tab};
use super::forms::Choice;
use super::listing::{Listed, list};
use super::{ExportCases, agency_name, encoded, words};
use crate::model::{CaseHead, Status};
use crate::{Desk, Officer};
use askama::Template;
use axum::extract::State;
use cases::doors::Launch;
use kernel::CaseNumber;
use web::{Answer, Permission, Signed, View};

#[derive(Template)]
#[template(path = "officer/inbox.html")]
struct Page {
    v: View,
    tabs: Vec<TabLink>,
    here: &'static str,
    caption: &'static str,
    overdue: Option<String>,
    today: Option<String>,
    calm: bool,
    rows: Vec<Line>,
    empty: (String, String),
    first: String,
    next: String,
    number: String,
    narrows: bool,
    clear: String,
    selects: Vec<Select>,
    export: Option<String>,
    /// Applications that open with this account.
    launches: Vec<Launch>,
}

struct TabLink {
    href: String,
    text: String,
    here: bool,
}

/// A filter with its choices.
struct Select {
    name: &'static str,
    label: &'static str,
    choices: Vec<Choice>,
}

/// A row as it is shown.
struct Line {
    href: String,
    number: String,
    service: String,
    place: String,
    marks: Vec<(&'static str, String)>,
    status: (&'static str, String),
    holder: String,
    since: String,
    due: words::DueWords,
    dated: bool,
}

pub(super) async fn page(who: Signed, State(desk): State<Desk>) -> Answer {
    if super::only_judges(&who.session) {
        return web::redirect("/dasbor/penilaian");
    }
    let officer = desk.officer(&who.session).await;
    let filter = Filter::read(who.query(), &officer);
    if let Ok(number) = CaseNumber::parse(&filter.number)
        && super::open(&desk, number.as_str(), &officer).await.is_ok()
    {
        return web::redirect(&format!("/kerja/kasus/{number}"));
    }
    let may_export = ExportCases::allows(&who.session);
    let mut page = Page::read(who.view, &desk, &officer, &filter, may_export).await?;
    page.launches = desk.launches(&who.session).await;
    web::page(&page)
}

impl Page {
    async fn read(
        v: View,
        desk: &Desk,
        officer: &Officer,
        filter: &Filter,
        may_export: bool,
    ) -> Result<Self, web::Error> {
        let found = list(desk, officer, filter).await?;
        let counts = counts(desk, officer).await?;
        let works = !officer.working_units().is_empty();
        let said = |count: i64, key: &str| (count > 0).then(|| v.tf(key, &[("jumlah", &up_to(&v, count))]));
        let first = if filter.after.is_empty() { String::new() } else { v.with_query("sesudah", "") };
        let next = if found.next.is_empty() { String::new() } else { v.with_query("sesudah", &found.next) };
        Ok(Self {
            tabs: tabs(&v, officer, filter, &counts),
            here: filter.tab.word(),
            caption: match filter.tab {
                Tab::City | Tab::Ended => "meja-daftar-terbaru",
                Tab::Sample => "meja-daftar-sampel",
                _ => "meja-daftar-kasus",
            },
            overdue: said(counts.overdue, "meja-lewat-banyak"),
            today: said(counts.today, "meja-hari-ini-banyak"),
            calm: works && counts.overdue == 0,
            empty: empty(&v, filter),
            first,
            next,
            number: filter.number.clone(),
            narrows: filter.narrows(),
            clear: format!("/kerja?daftar={}", filter.tab.word()),
            selects: match filter.tab {
                Tab::Sample => Vec::new(),
                _ => selects(&v, desk, officer, filter),
            },
            export: (may_export && filter.tab != Tab::Sample && !found.rows.is_empty()).then(|| filter.as_query()),
            rows: found.rows.into_iter().map(|row| line(&v, desk, row)).collect(),
            launches: Vec::new(),
            v,
        })
    }
}

fn up_to(v: &View, count: i64) -> String {
    if count >= Counts::MOST { format!("{}+", v.words().count(Counts::MOST)) } else { v.words().count(count) }
}

fn tabs(v: &View, officer: &Officer, filter: &Filter, counts: &Counts) -> Vec<TabLink> {
    let tabs = Tab::of(officer).into_iter();
    // Nothing was imported in most cities: the tab appears with the first case in it.
    let shown = tabs.filter(|tab| *tab != Tab::Imported || counts.imported > 0 || filter.tab == Tab::Imported);
    shown
        .map(|tab| {
            let name = v.t(&format!("meja-daftar-{}", tab.word())).to_owned();
            let count = counts.of(tab).map(|count| format!(" ({})", up_to(v, count)));
            TabLink {
                href: format!("/kerja?daftar={}", tab.word()),
                text: name + &count.unwrap_or_default(),
                here: tab == filter.tab,
            }
        })
        .collect()
}

fn empty(v: &View, filter: &Filter) -> (String, String) {
    let key = if filter.narrows() { "saringan" } else { filter.tab.word() };
    let key = format!("meja-kosong-{key}");
    (v.t(&key).to_owned(), v.t(&format!("{key}.isi")).to_owned())
}

fn selects(v: &View, desk: &Desk, officer: &Officer, filter: &Filter) -> Vec<Select> {
    let services = desk.catalogue();
    let services = services.running().map(|one| Choice::new(&one.id, &one.name, &filter.service));
    let statuses = Status::ALL.into_iter().map(|status| {
        let word = status.word();
        Choice::new(word, v.t(&format!("status-{word}")), &filter.status)
    });
    let districts = desk.gazetteer().districts();
    let districts = districts.iter().map(|one| Choice::new(&one.code, &one.name, &filter.district));
    let units = if filter.tab == Tab::City {
        desk.agencies().all().iter().map(|agency| agency.unit.clone()).collect()
    } else {
        officer.working_units()
    };
    let units = units.into_iter().map(|unit| Choice::new(&unit, &agency_name(desk, &unit), &filter.unit));
    let selects = vec![
        Select { name: "layanan", label: "meja-layanan", choices: services.collect() },
        Select { name: "status", label: "meja-keadaan", choices: statuses.collect() },
        Select { name: "kecamatan", label: "meja-kecamatan", choices: districts.collect() },
        Select { name: "unit", label: "meja-unit", choices: units.collect() },
    ];
    selects.into_iter().filter(|select| select.choices.len() > 1).collect()
}

fn line(v: &View, desk: &Desk, row: Listed) -> Line {
    let head = row.head;
    let mut marks = marks(v, &head);
    if row.escalated {
        marks.insert(0, ("awas", v.t("meja-naik").to_owned()));
    }
    let holder = head.holders.iter().find(|holder| !holder.is_reporter()).or(head.holders.first());
    Line {
        href: format!("/kerja/kasus/{}", encoded(head.number.as_str()).replace("%2D", "-")),
        number: head.number.to_string(),
        place: words::place(desk, &head),
        marks,
        status: words::status(v, &head),
        holder: holder.map(|holder| holder.step_name.clone()).unwrap_or_default(),
        since: holder.map(|holder| words::since(v, holder.since)).unwrap_or_default(),
        dated: head.status.is_open() && !head.dormant && head.status != Status::Waiting,
        due: words::due(v, row.due),
        service: head.service_name,
    }
}

/// What must not be overlooked: icon and word.
pub(super) fn marks(v: &View, head: &CaseHead) -> Vec<(&'static str, String)> {
    let mut marks = Vec::new();
    let mut mark = |set: bool, icon: &'static str, key: &str| {
        if set {
            marks.push((icon, v.t(key).to_owned()));
        }
    };
    mark(head.secret, "kunci", "meja-tanda-rahasia");
    mark(head.anonymous, "orang", "meja-tanda-anonim");
    mark(head.publicised, "awas", "meja-tanda-diumumkan");
    mark(head.dormant, "kotak", "meja-tanda-impor");
    for flag in &head.flags {
        let key = format!("meja-tanda-{}", flag.replace('_', "-"));
        let word = if v.has(&key) { v.t(&key).to_owned() } else { definition::model::humanise(flag) };
        marks.push(("kabar", word));
    }
    if head.supports > 0 {
        marks.push(("orang", v.t1("meja-dukungan", "jumlah", head.supports)));
    }
    marks
}
