//! From a file of indicators to the model. What one indicator says about another is for [`super::check`].

use super::facts;
use super::model::{Direction, Indicator, Merge, Source, Tag};
use super::period::Span;
use crate::reference::reference;
use definition::condition::{Expr, ExprError, FieldType, Types};
use definition::reader::{self, Ids, Item, Reading, Table};
use definition::{Diagnostic, Formula, Say};

/// The first line of every file of indicators.
pub const FORMAT: &str = "#: format indikator 1";

/// A file holds at most so many indicators.
const MOST: usize = 300;

/// Reads a file; `others` are the ids of all files together, which formulas may name.
pub(crate) fn read(text: &str, others: &[String]) -> Reading<Vec<Indicator>> {
    reader::read(text, FORMAT, |_, root| {
        if let Some(head) = root.need("pustaka").and_then(|item| item.table()) {
            head.need("nama").and_then(|item| item.text());
            head.done();
        }
        let Some(table) = root.need("indikator").and_then(|item| item.table()) else {
            return Vec::new();
        };
        let names = Names { others };
        table.entries(Ids::Strict, MOST).into_iter().filter_map(|(id, item)| one(id, &item, &names)).collect()
    })
}

/// The ids in a file, whatever else is wrong with it.
pub(crate) fn ids(text: &str) -> Vec<String> {
    let (root, _) = toml::de::DeTable::parse_recoverable(text);
    let table = root.get_ref().get("indikator").and_then(|value| value.get_ref().as_table());
    table.map(|table| table.keys().map(|key| key.get_ref().to_string()).collect()).unwrap_or_default()
}

/// What a formula may name: facts and indicators, all of them numbers.
struct Names<'a> {
    others: &'a [String],
}

impl Types for Names<'_> {
    fn field(&self, id: &str) -> Option<FieldType> {
        let known = facts::fact_of(id).is_some() || self.others.iter().any(|other| other == id);
        known.then_some(FieldType::Number)
    }

    fn sources(&self, _: &str) -> Vec<String> {
        Vec::new()
    }

    fn names(&self) -> Vec<String> {
        facts::all().iter().map(|fact| fact.id.to_owned()).chain(self.others.iter().cloned()).collect()
    }
}

fn one(id: String, item: &Item, names: &Names) -> Option<Indicator> {
    let table = item.table()?;
    let pillar = table.need("pilar").and_then(|item| pillar(&item));
    let part = table.need("subdimensi").and_then(|item| part(&item, pillar));
    let read = Indicator {
        fact: format!("indikator.{id}"),
        name: said(&table, "nama"),
        means: said(&table, "arti"),
        unit: table.need("satuan").and_then(|item| item.text()).unwrap_or_default(),
        direction: table.need("arah").and_then(|item| item.word(&Direction::WORDS)).unwrap_or(Direction::Up),
        pillar: pillar.unwrap_or_default().to_owned(),
        part: part.unwrap_or_default(),
        tags: table.list("tanda").iter().filter_map(|item| item.word(&Tag::WORDS)).collect(),
        decimals: table.get("desimal").and_then(|item| item.whole(0, 4)).unwrap_or(0),
        span: table.need("periode").and_then(|item| item.word(&Span::WORDS)).unwrap_or(Span::Year),
        source: source(&table, names),
        owner: table.need("pemilik").and_then(|item| item.slug()).unwrap_or_default(),
        basis: table.need("dasar").and_then(|item| item.text()).unwrap_or_default(),
        id,
    };
    table.done();
    Some(read)
}

/// `{ id = "…", en = "…" }`.
fn said(table: &Table, key: &'static str) -> Say {
    let Some(inner) = table.need(key).and_then(|item| item.table()) else {
        return Say::default();
    };
    let text = |key| inner.need(key).and_then(|item| item.text()).unwrap_or_default();
    let say = Say::new(text("id"), text("en"));
    inner.done();
    say
}

fn pillar(item: &Item) -> Option<&'static str> {
    let words: Vec<(&str, &'static str)> = reference().pillars.keys().map(|id| (id.as_str(), id.as_str())).collect();
    item.word(&words)
}

/// E303: a sub-dimension of another pillar.
fn part(item: &Item, pillar: Option<&str>) -> Option<String> {
    let text = item.text()?;
    let known = pillar.and_then(|pillar| reference().pillars.get(pillar));
    if let Some(pillar) = known.filter(|pillar| !pillar.sub.contains_key(&text)) {
        let parts: Vec<&str> = pillar.sub.keys().map(String::as_str).collect();
        let (name, parts) = (&pillar.name, parts.join(", "));
        item.report(
            "E303",
            format!("`{text}` bukan subdimensi {name}; pilihannya: {parts}"),
            format!("`{text}` is no sub-dimension of {name}; the choices are: {parts}"),
        );
    }
    Some(text)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Manual,
    Table,
    Facts,
    Derived,
}

const KINDS: [(&str, Kind); 4] =
    [("manual", Kind::Manual), ("csv", Kind::Table), ("fakta", Kind::Facts), ("rumus", Kind::Derived)];

fn source(table: &Table, names: &Names) -> Source {
    let item = table.need("sumber");
    let kind = item.as_ref().and_then(|item| item.word(&KINDS));
    let (formula, merge) = (table.get("rumus"), table.get("gabung"));
    if let (Some(item), Some(kind)) = (&item, kind) {
        fits(item, kind, formula.as_ref(), merge.as_ref());
    }
    let merge = merge.and_then(|item| item.word(&Merge::WORDS)).unwrap_or(Merge::Last);
    let formula = || formula.and_then(|item| formula_of(&item, names)).unwrap_or_else(nothing);
    match kind {
        Some(Kind::Facts) => Source::Facts(formula()),
        Some(Kind::Derived) => Source::Derived(formula()),
        Some(Kind::Table) => Source::Table(merge),
        Some(Kind::Manual) | None => Source::Manual(merge),
    }
}

/// E304, E305: a computed one has a formula and no merging, an entered one the other way round.
fn fits(source: &Item, kind: Kind, formula: Option<&Item>, merge: Option<&Item>) {
    let computed = matches!(kind, Kind::Facts | Kind::Derived);
    let word = source.as_str().unwrap_or_default();
    let (needed, other) = if computed { (("rumus", formula), merge) } else { (("gabung", merge), formula) };
    if needed.1.is_none() {
        let key = needed.0;
        source.report(
            "E305",
            format!("indikator bersumber `{word}` memerlukan `{key}`"),
            format!("an indicator with the source `{word}` needs `{key}`"),
        );
    }
    if let Some(other) = other {
        other.report(
            "E304",
            format!("kunci ini tidak berlaku untuk sumber `{word}`"),
            format!("this key has no meaning for the source `{word}`"),
        );
    }
}

fn nothing() -> Formula {
    let node = definition::condition::Node::Number(definition::Number::whole(0));
    Formula { source: String::new(), expr: Expr { node, at: definition::condition::Span::default() } }
}

/// E310, E311: what cannot be read, and names that nobody has.
fn formula_of(item: &Item, names: &Names) -> Option<Formula> {
    let text = item.text()?;
    match Formula::parse(&text, names) {
        Ok(formula) => Some(formula),
        Err(errors) => {
            for error in errors {
                item.reader.fault(told(item, error));
            }
            None
        }
    }
}

fn told(item: &Item, error: ExprError) -> Diagnostic {
    let code = if error.code == "E011" { "E311" } else { "E310" };
    let say = match error.code {
        "E011" => Say::new("fakta atau indikator ini tidak ada", "there is no such fact or indicator"),
        _ => error.say,
    };
    Diagnostic::new(code, &item.path, say).at(Some(item.inside(&error.span))).near(error.near)
}
