//! What an indicator is.

use super::facts::{Measure, fact_of};
use super::period::Span;
use crate::reference::reference;
use definition::condition::{Arithmetic, Expr, Node};
use definition::{Formula, Say};
use indexmap::IndexMap;

/// One indicator of the library.
#[derive(Clone, Debug, PartialEq)]
pub struct Indicator {
    /// Its id, with which formulas name it.
    pub id: String,
    /// Its name among the facts that other rooms may ask for: `indikator.ID`.
    pub fact: String,
    /// What people call it.
    pub name: Say,
    /// What it means and what it leaves out, in a sentence or two.
    pub means: Say,
    /// Unit of its values, for example `persen` or `hari kerja`.
    pub unit: String,
    /// Which way is better.
    pub direction: Direction,
    /// Pillar of the master plan, by its id (`rencana/baku/pilar.toml`).
    pub pillar: String,
    /// Sub-dimension of the pillar.
    pub part: String,
    /// What else it speaks of: criteria of selection, liveability, quality of service.
    pub tags: Vec<Tag>,
    /// How many decimals are shown; values are kept exactly.
    pub decimals: u32,
    /// Its own, shortest period.
    pub span: Span,
    /// Where its values come from.
    pub source: Source,
    /// Unit of the region that answers for it.
    pub owner: String,
    /// Where the definition comes from.
    pub basis: String,
}

impl Indicator {
    /// The name of its pillar, the same in both languages.
    pub fn pillar_name(&self) -> &'static str {
        pillar_name(&self.pillar)
    }

    /// Whether it adds up: a year holds the sum of its months, so that a target of the year grows with the year.
    pub fn accumulates(&self) -> bool {
        match &self.source {
            Source::Manual(merge) | Source::Table(merge) => *merge == Merge::Sum,
            Source::Facts(formula) | Source::Derived(formula) => adds_up(&formula.expr),
        }
    }
}

/// The name of a pillar by its id; empty where there is none.
pub(crate) fn pillar_name(id: &str) -> &'static str {
    reference().pillars.get(id).map_or("", |pillar| pillar.name.as_str())
}

/// Sums and differences of facts that are counted.
fn adds_up(expr: &Expr) -> bool {
    match &expr.node {
        Node::Calculate(left, Arithmetic::Plus | Arithmetic::Minus, right) => adds_up(left) && adds_up(right),
        Node::Field(field) => fact_of(&field.id)
            .is_some_and(|fact| matches!(fact.measure, Measure::Events | Measure::Amount | Measure::Paused)),
        _ => false,
    }
}

/// Where values come from.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// People enter it with evidence.
    Manual(Merge),
    /// It comes in tables of another office.
    Table(Merge),
    /// Computed from facts of this system.
    Facts(Formula),
    /// Computed from other indicators, and facts.
    Derived(Formula),
}

impl Source {
    /// The formula of a computed one.
    pub const fn formula(&self) -> Option<&Formula> {
        match self {
            Self::Facts(formula) | Self::Derived(formula) => Some(formula),
            Self::Manual(_) | Self::Table(_) => None,
        }
    }

    /// How shorter periods make a longer one, where people enter it.
    pub const fn merge(&self) -> Option<Merge> {
        match self {
            Self::Manual(merge) | Self::Table(merge) => Some(*merge),
            Self::Facts(_) | Self::Derived(_) => None,
        }
    }

    /// The word in a definition.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Manual(_) => "manual",
            Self::Table(_) => "csv",
            Self::Facts(_) => "fakta",
            Self::Derived(_) => "rumus",
        }
    }
}

/// How entered values of shorter periods make the value of a longer one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merge {
    /// Their sum; unknown while one is missing.
    Sum,
    /// Their mean.
    Mean,
    /// The last one that is known.
    Last,
}

impl Merge {
    /// Every way by its word.
    pub const WORDS: [(&'static str, Self); 3] = [("jumlah", Self::Sum), ("rata", Self::Mean), ("akhir", Self::Last)];
}

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// More is better.
    Up,
    /// Less is better.
    Down,
    /// The target itself, neither more nor less.
    Level,
}

impl Direction {
    /// Every direction by its word.
    pub const WORDS: [(&'static str, Self); 3] = [("naik", Self::Up), ("turun", Self::Down), ("tetap", Self::Level)];

    /// The word in a definition.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Up => "naik",
            Self::Down => "turun",
            Self::Level => "tetap",
        }
    }
}

/// What an indicator speaks of beside its pillar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tag {
    /// One of the nine criteria of selection, 1 to 9 (domain/smartcity_masterplan.md).
    Criterion(u8),
    /// *Layak huni*: a liveable region.
    Liveable,
    /// *Mutu layanan*: quality of services.
    Service,
}

impl Tag {
    /// Every tag by its word.
    pub const WORDS: [(&'static str, Self); 11] = [
        ("komitmen", Self::Criterion(1)),
        ("transparansi", Self::Criterion(2)),
        ("anggaran", Self::Criterion(3)),
        ("kebijakan", Self::Criterion(4)),
        ("perencanaan", Self::Criterion(5)),
        ("internet", Self::Criterion(6)),
        ("sdm", Self::Criterion(7)),
        ("aplikasi", Self::Criterion(8)),
        ("infrastruktur", Self::Criterion(9)),
        ("layak-huni", Self::Liveable),
        ("mutu-layanan", Self::Service),
    ];

    /// The word in a definition.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, tag)| *tag == self).map_or("", |(word, _)| word)
    }
}

/// Indicators by id, in the order of their files; without circles and unknown names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Library {
    pub(crate) indicators: IndexMap<String, Indicator>,
}

impl Library {
    /// The indicator with this id.
    pub fn get(&self, id: &str) -> Option<&Indicator> {
        self.indicators.get(id)
    }

    /// These indicators and those that their formulas name, directly or not, each once.
    pub(crate) fn with_parts<'a>(&'a self, ids: &[&'a str]) -> Vec<&'a str> {
        let mut found: Vec<&str> = Vec::new();
        let mut open: Vec<&str> = ids.to_vec();
        while let Some(id) = open.pop() {
            if found.contains(&id) {
                continue;
            }
            found.push(id);
            let formula = self.get(id).and_then(|one| one.source.formula());
            let named = formula.map(|formula| formula.expr.fields()).into_iter().flatten();
            open.extend(named.filter_map(|name| self.get(name)).map(|one| one.id.as_str()));
        }
        found
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Indicator> {
        self.indicators.values()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.indicators.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.indicators.is_empty()
    }
}
