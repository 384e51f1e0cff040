//! `/dasbor/indeks/{id}`: a form with every indicator, and above it what comes of it.

use super::result::{Shown, shown};
use super::{Instruments, MOST_CHOICES, decimal};
use crate::assessment::claim::NOT_APPLICABLE;
use crate::check::{Spot, levels};
use crate::model::published::Figure;
use crate::model::{Answer, Indicator, Instrument, Part, Scale};
use crate::report::report;
use crate::values::Values;
use askama::Template;
use axum::extract::{Path, Query, State};
use definition::Number;
use indexmap::IndexMap;
use web::{Answer as Reply, Error, Signed, View};

#[derive(Template)]
#[template(path = "simulasi.html")]
struct Page {
    v: View,
    href: String,
    name: String,
    basis: String,
    sections: Vec<Section>,
    mistakes: Vec<(String, String)>,
    result: Option<Shown>,
    published: String,
    published_mistake: String,
    notes: Vec<String>,
    unknown: Vec<Part>,
    sources: Vec<String>,
}

/// The indicators of an aspect, or all of them.
struct Section {
    title: String,
    fields: Vec<Field>,
}

struct Field {
    name: String,
    label: String,
    hint: String,
    error: String,
    value: String,
    /// Value and words of each level; empty: a number is typed.
    choices: Vec<(String, String)>,
}

/// What the address says of one instrument.
struct Filled {
    values: Values,
    /// As typed, by indicator.
    texts: IndexMap<String, String>,
    /// What is wrong, by indicator.
    mistakes: IndexMap<String, String>,
}

pub(crate) async fn show(
    officer: Signed,
    State(instruments): State<Instruments>,
    Path(id): Path<String>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Reply {
    let v = officer.view;
    let instrument = instruments.iter().find(|one| one.id == id).ok_or_else(Error::not_found)?;
    let text = |name: &str| asked.iter().find(|(known, _)| known == name).map(|(_, text)| text.trim().to_owned());
    let mut filled = filled(&v, instrument, &text);
    let published = text("terbit").unwrap_or_default();
    filled.values.published.index = Figure::parse(&published);
    let unread = !published.is_empty() && filled.values.published.index.is_none();
    let result = (!filled.values.answers.is_empty()).then(|| shown(&v, &report(instrument, &filled.values, true)));
    let label = |id: &String| instrument.indicators.get(id).map_or_else(String::new, |one| labelled(id, one));
    let page = Page {
        href: format!("/dasbor/indeks/{id}"),
        name: instrument.name.clone(),
        basis: instrument.basis.clone().unwrap_or_default(),
        sections: sections(&v, instrument, &filled),
        mistakes: filled.mistakes.keys().map(|id| (format!("f-n.{id}"), label(id))).collect(),
        result,
        published,
        published_mistake: if unread { v.t("indeks-bukan-angka").to_owned() } else { String::new() },
        notes: instrument.notes.clone(),
        unknown: instrument.unknown.clone(),
        sources: instrument.sources.iter().map(|source| source.text.clone()).collect(),
        v,
    };
    web::page(&page)
}

/// Reads every level of the address; what is wrong stays in its field and is not computed with.
fn filled(v: &View, instrument: &Instrument, text: &dyn Fn(&str) -> Option<String>) -> Filled {
    let mut filled = Filled { values: Values::default(), texts: IndexMap::new(), mistakes: IndexMap::new() };
    for id in instrument.indicators.keys() {
        let Some(typed) = text(&format!("n.{id}")).filter(|typed| !typed.is_empty()) else { continue };
        match (typed.as_str(), number(&typed)) {
            (NOT_APPLICABLE, _) => drop(filled.values.answers.insert(id.clone(), Answer::NotApplicable)),
            (_, Some(level)) => drop(filled.values.answers.insert(id.clone(), Answer::Level(level))),
            (_, None) => drop(filled.mistakes.insert(id.clone(), v.t("indeks-bukan-angka").to_owned())),
        }
        filled.texts.insert(id.clone(), typed);
    }
    let spot = |id: &str| Spot { path: id.to_owned(), key: None, value: None };
    for finding in levels(instrument, &filled.values.answers, &spot) {
        filled.values.answers.shift_remove(&finding.path);
        filled.mistakes.insert(finding.path, finding.say.lang(v.lang()).to_owned());
    }
    filled
}

fn number(typed: &str) -> Option<Number> {
    Figure::parse(typed).map(|figure| figure.value)
}

fn sections(v: &View, instrument: &Instrument, filled: &Filled) -> Vec<Section> {
    let of_aspect = |aspect: Option<&String>| -> Vec<Field> {
        let here = instrument.indicators.iter().filter(|(_, one)| one.aspect.as_ref() == aspect);
        here.filter_map(|(id, one)| Some(field(v, (id, one), instrument.scales.get(&one.scale)?, filled))).collect()
    };
    if instrument.aspects.is_empty() {
        return vec![Section { title: v.t("indeks-indikator").to_owned(), fields: of_aspect(None) }];
    }
    let section = |(id, aspect): (&String, &crate::model::Group)| Section {
        title: aspect.name.clone(),
        fields: of_aspect(Some(id)),
    };
    instrument.aspects.iter().map(section).collect()
}

fn field(v: &View, (id, one): (&String, &Indicator), scale: &Scale, filled: &Filled) -> Field {
    let choices = choices(v, scale);
    let outside = one.outside.as_ref().map(|source| v.t1("indeks-luar", "sumber", source.as_str()));
    let range = choices.is_empty().then(|| {
        let (low, high) = (scale.low.to_string(), scale.high.to_string());
        v.t2("indeks-rentang", "dari", low, "sampai", high)
    });
    let hints: Vec<String> = outside.into_iter().chain(range).collect();
    Field {
        name: format!("n.{id}"),
        label: labelled(id, one),
        hint: hints.join(" "),
        error: filled.mistakes.get(id).cloned().unwrap_or_default(),
        value: filled.texts.get(id).cloned().unwrap_or_default(),
        choices,
    }
}

/// The number of the regulation stands before the name; an id that is a word only repeats it.
pub(super) fn labelled(id: &str, one: &Indicator) -> String {
    let is_number = id.starts_with(|sign: char| sign.is_ascii_digit());
    if is_number { format!("{id}. {}", one.name) } else { one.name.clone() }
}

/// Nobody knows, every level with its name, and not applicable.
pub(super) fn choices(v: &View, scale: &Scale) -> Vec<(String, String)> {
    let levels: Vec<u32> = crate::model::index::whole_levels(scale).collect();
    if scale.fractions || levels.len() > MOST_CHOICES {
        return Vec::new();
    }
    let named = |level: u32| {
        let name = scale.name_of(Number::whole(i64::from(level)));
        let words = name.map_or_else(|| level.to_string(), |name| format!("{level} · {name}"));
        (level.to_string(), words)
    };
    let unknown = (String::new(), v.t("indeks-belum").to_owned());
    let inapplicable = (NOT_APPLICABLE.to_owned(), v.t("indeks-tidak-berlaku").to_owned());
    [unknown].into_iter().chain(levels.into_iter().map(named)).chain([inapplicable]).collect()
}

impl Page {
    /// The text for a part that no source told.
    fn part(&self, part: &Part) -> &'static str {
        match part {
            Part::Names => "indeks-bagian-nama",
            Part::Years => "indeks-bagian-berlaku",
            Part::Weights => "indeks-bagian-bobot",
            Part::Scales => "indeks-bagian-skala",
            Part::Bands => "indeks-bagian-predikat",
            Part::Formula => "indeks-bagian-rumus",
        }
    }

    /// The published index as it stands in its field.
    fn published_shown(&self) -> String {
        decimal(&self.v, &self.published)
    }
}
