//! `/aplikasi/graf`: declared links beside observed traffic, drawn for A3 and as a table.

use super::list::units;
use super::{keeps, rung_tag};
use crate::applications::Applications;
use crate::model::drawing::{Texts, drawn};
use crate::model::graph::{Edge, Graph, Group, Node, fitted};
use crate::model::ladder::{Joined, RUNGS, Seen, rung_word};
use crate::review::{LOOKBACK, Review};
use crate::rights::{Read, Scope, reads};
use askama::Template;
use axum::extract::State;
use cases::doors::Rung;
use std::collections::{BTreeMap, BTreeSet};
use web::component::Choice;
use web::{Answer, Markup, May, View};

const PAGE: usize = 100;

#[derive(Template)]
#[template(path = "graf.html")]
struct Page {
    v: View,
    keeps: bool,
    units: Vec<Choice>,
    states: Vec<Choice>,
    about: String,
    drawing: Option<Markup>,
    by_agency: bool,
    found: i64,
    rows: Vec<Row>,
    first: String,
    next: String,
}

struct Row {
    from: (String, String, String),
    to: (String, String, String),
    way: Markup,
    seen: Markup,
    count: String,
}

pub(super) async fn page(officer: May<Read>, State(room): State<Applications>) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let review = room.review().await?;
    let (scope, unit, state) = (reads(&session), v.asked("dinas"), v.asked("keadaan"));
    let joined = touching(&review, &scope, &unit);
    let graph = graph(&room, &review, (&scope, &unit), &joined);
    let texts = texts(&v, &graph, &joined);
    let graph = fitted(graph);
    let all: Vec<&&Joined> = joined.iter().filter(|one| state.is_empty() || one.seen.word() == state).collect();
    let from: usize = v.asked("sesudah").parse().unwrap_or(0);
    let states = [Seen::Both, Seen::Declared, Seen::Observed].map(Seen::word);
    let named = states.map(|word| (word.to_owned(), v.t(&format!("aplikasi-garis-{word}")).to_owned()));
    let page = Page {
        keeps: keeps(&session),
        units: Choice::all(units(&room, &session, &review), [unit.as_str()]),
        states: Choice::all(named, [state.as_str()]),
        about: texts.about.clone(),
        drawing: if graph.edges.is_empty() { None } else { Markup::drawing(drawn(&graph, &texts)) },
        by_agency: graph.by_agency,
        found: i64::try_from(all.len()).unwrap_or(i64::MAX),
        rows: all.iter().skip(from).take(PAGE).map(|one| row(&v, &room, &review, one)).collect(),
        first: if from == 0 { String::new() } else { v.with_query("sesudah", "") },
        next: if all.len() > from + PAGE { v.with_query("sesudah", &(from + PAGE).to_string()) } else { String::new() },
        v,
    };
    web::page(&page)
}

/// Pairs of living applications of which the reader knows one; what differs first.
fn touching<'a>(review: &'a Review, scope: &Scope, unit: &str) -> Vec<&'a Joined> {
    let app = |slug: &str| review.inventory.app(slug).filter(|app| app.stage.alive());
    let fits = |one: &&Joined| match (app(&one.from), app(&one.to)) {
        (Some(from), Some(to)) => {
            let any = |test: &dyn Fn(&str) -> bool| test(from.unit()) || test(to.unit());
            any(&|one| scope.covers(one)) && (unit.is_empty() || any(&|one| one == unit))
        }
        _ => false,
    };
    let mut found: Vec<&Joined> = review.joined.iter().filter(fits).collect();
    found.sort_by_key(|one| (std::cmp::Reverse(one.seen), one.from.clone(), one.to.clone()));
    found
}

fn graph(room: &Applications, review: &Review, (scope, unit): (&Scope, &str), joined: &[&Joined]) -> Graph {
    let touched: BTreeSet<&str> = joined.iter().flat_map(|one| [one.from.as_str(), one.to.as_str()]).collect();
    let mut groups: BTreeMap<String, Vec<(usize, &str)>> = BTreeMap::new();
    for (at, app) in review.inventory.apps.iter().enumerate().filter(|(_, app)| app.stage.alive()) {
        let own = scope.covers(app.unit()) && (unit.is_empty() || app.unit() == unit);
        if own || touched.contains(app.slug.as_str()) {
            groups.entry(room.unit_name(app.unit())).or_default().push((at, &app.slug));
        }
    }
    let mut places: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (group, nodes) in groups.values().enumerate() {
        places.extend(nodes.iter().enumerate().map(|(at, (_, slug))| (*slug, (group, at))));
    }
    let node = |(at, _): &(usize, &str)| Node {
        name: review.inventory.apps.get(*at).map(|app| app.name().to_owned()).unwrap_or_default(),
        rung: review.rungs.get(*at).copied().unwrap_or(Rung::None),
    };
    let edge = |one: &&Joined| {
        Some(Edge { from: *places.get(one.from.as_str())?, to: *places.get(one.to.as_str())?, seen: one.seen })
    };
    let edges = joined.iter().filter_map(edge).collect();
    let group = |(name, nodes): (&String, &Vec<(usize, &str)>)| Group {
        name: name.clone(),
        nodes: nodes.iter().map(node).collect(),
        rest: 0,
    };
    Graph { groups: groups.iter().map(group).collect(), edges, by_agency: false }
}

fn texts(v: &View, graph: &Graph, joined: &[&Joined]) -> Texts {
    let count = |seen: Seen| v.words().count(joined.iter().filter(|one| one.seen == seen).count());
    let apps = graph.groups.iter().map(|group| group.nodes.len()).sum::<usize>();
    let about = v.tf(
        "aplikasi-graf-isi",
        &[
            ("aplikasi", &v.words().count(apps)),
            ("dinas", &v.words().count(graph.groups.len())),
            ("cocok", &count(Seen::Both)),
            ("dinyatakan", &count(Seen::Declared)),
            ("teramati", &count(Seen::Observed)),
            ("hari", &LOOKBACK.to_string()),
            ("tanggal", &v.words().date_of(v.now())),
        ],
    );
    Texts {
        title: v.t1("aplikasi-graf-judul", "daerah", v.city().name.as_str()),
        about,
        seen: [Seen::Both, Seen::Declared, Seen::Observed]
            .map(|seen| v.t(&format!("aplikasi-garis-{}", seen.word())).to_owned()),
        rungs: RUNGS.map(|rung| v.t(&format!("aplikasi-anak-{}", rung_word(rung))).to_owned()),
        rest: v.t("aplikasi-graf-sisa").to_owned(),
    }
}

fn row(v: &View, room: &Applications, review: &Review, one: &Joined) -> Row {
    let named = |slug: &str| {
        let app = review.inventory.app(slug);
        let name = app.map_or(slug, |app| app.name()).to_owned();
        (format!("/aplikasi/{slug}"), name, app.map(|app| room.unit_name(app.unit())).unwrap_or_default())
    };
    let kind = match one.seen {
        Seen::Both => "good",
        Seen::Declared => "wait",
        Seen::Observed => "late",
    };
    Row {
        from: named(&one.from),
        to: named(&one.to),
        way: rung_tag(v, one.rung),
        seen: web::component::tag(kind, v.t(&format!("aplikasi-garis-{}", one.seen.word()))),
        count: if one.count > 0 { v.words().count(one.count) } else { "–".to_owned() },
    }
}
