//! Promises of a year counted by pillar, sub-dimension, sector, agency or district; every count leads to its list.

use super::{agency_name, district_name, money, pillar_name};
use crate::model::verdict::Verdict;
use crate::programme::Programme;
use crate::reference::reference;
use crate::standings::{Standing, Tally};
use std::collections::BTreeMap;
use web::View;

/// By what promises are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    Pillar,
    Sub,
    Sector,
    Agency,
    District,
}

/// A table of counts.
pub(super) struct Table {
    pub caption: String,
    pub first: String,
    pub heads: Vec<String>,
    pub rows: Vec<Counted>,
    /// What a reader must know to take the counts right; may be empty.
    pub remark: String,
}

/// One row: its name, and for each head a count with the address of its list (empty: no list).
pub(super) struct Counted {
    pub name: String,
    pub href: String,
    pub cells: Vec<(String, String)>,
}

impl Cut {
    const ALL: [Self; 5] = [Self::Pillar, Self::Sub, Self::Sector, Self::Agency, Self::District];

    /// The word in addresses; it is also the name of the list's filter.
    const fn word(self) -> &'static str {
        match self {
            Self::Pillar => "pilar",
            Self::Sub => "sub",
            Self::Sector => "sektor",
            Self::Agency => "opd",
            Self::District => "kecamatan",
        }
    }

    /// By pillar where nothing else is asked for.
    pub fn parse(word: &str) -> Self {
        Self::ALL.into_iter().find(|one| one.word() == word).unwrap_or(Self::Pillar)
    }

    /// Address, name, and whether it is this one.
    pub fn tabs(self, v: &View, year: i16) -> Vec<(String, String, bool)> {
        let tab = |one: Self| {
            let href = format!("/dasbor/rencana?tahun={year}&menurut={}#menurut", one.word());
            (href, v.t(&format!("pimpin-menurut-{}", one.word())).to_owned(), one == self)
        };
        Self::ALL.map(tab).to_vec()
    }

    fn keys(self, one: &Standing) -> Vec<&str> {
        match self {
            Self::Pillar => vec![&one.pillar],
            Self::Sub => vec![&one.sub],
            Self::Agency => vec![&one.owner],
            Self::Sector => one.sectors.iter().map(String::as_str).collect(),
            Self::District => one.districts.iter().map(String::as_str).collect(),
        }
    }

    fn name(self, v: &View, programme: &Programme, key: &str) -> String {
        let named = match self {
            Self::Pillar => return pillar_name(v, key),
            Self::Agency => return agency_name(programme, key),
            Self::District => return district_name(programme, key).unwrap_or_else(|| key.to_owned()),
            Self::Sub => reference().sub(key),
            Self::Sector => reference().sectors.get(key),
        };
        named.map_or_else(|| key.to_owned(), |named| named.name(v.lang()).to_owned())
    }

    /// What is shown though nothing stands there: all pillars, sub-dimensions and sectors.
    fn all(self) -> Vec<&'static str> {
        let pillars = &reference().pillars;
        match self {
            Self::Pillar => pillars.keys().map(String::as_str).collect(),
            Self::Sub => pillars.values().flat_map(|pillar| pillar.sub.keys()).map(String::as_str).collect(),
            Self::Sector => reference().sectors.keys().map(String::as_str).collect(),
            Self::Agency | Self::District => Vec::new(),
        }
    }
}

/// Counts the promises of a year.
pub(super) fn counted(v: &View, programme: &Programme, cut: Cut, year: i16, standings: &[Standing]) -> Table {
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    for one in standings {
        for key in cut.keys(one) {
            tallies.entry(key).or_default().add(one);
        }
    }
    let none = Tally::default();
    let all = standings.iter().fold(Tally::default(), |mut all, one| {
        all.add(one);
        all
    });
    // A verdict that nobody has needs no column.
    let verdicts: Vec<Verdict> = Verdict::ALL.into_iter().filter(|verdict| all.of(*verdict) > 0).collect();
    let row = |key: &str, tally: &Tally| {
        let list = format!("/dasbor/rencana/janji?tahun={year}&{}={key}", cut.word());
        let fates = verdicts.iter().map(|verdict| (tally.of(*verdict), format!("{list}&nasib={}", verdict.word())));
        let counts = [(tally.all, list.clone())].into_iter().chain(fates);
        let cells = counts.map(|(count, href)| (v.words().count(count), if count > 0 { href } else { String::new() }));
        let name = cut.name(v, programme, key);
        let href = if cut == Cut::Agency { format!("/dasbor/rencana/opd/{key}") } else { list.clone() };
        Counted { name, href, cells: cells.chain([(money(v, tally.budget), String::new())]).collect() }
    };
    let mut rows: Vec<(i64, Counted)> = match cut.all() {
        all if !all.is_empty() => all.into_iter().map(|key| (0, row(key, tallies.get(key).unwrap_or(&none)))).collect(),
        _ => tallies.iter().map(|(key, tally)| (missed(tally), row(key, tally))).collect(),
    };
    rows.sort_by_key(|(missed, _)| std::cmp::Reverse(*missed));
    let words = verdicts.iter().map(|verdict| v.t(&format!("rencana-nasib-{}", verdict.word())).to_owned());
    let first = [v.t("rencana-jumlah-program").to_owned()];
    Table {
        caption: v.t(&format!("pimpin-tabel-{}", cut.word())).to_owned(),
        first: v.t(&format!("pimpin-menurut-{}", cut.word())).to_owned(),
        heads: first.into_iter().chain(words).chain([v.t("rencana-anggaran").to_owned()]).collect(),
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        remark: match cut {
            Cut::Sector | Cut::District => v.t(&format!("pimpin-catatan-{}", cut.word())).to_owned(),
            _ => String::new(),
        },
    }
}

fn missed(tally: &Tally) -> i64 {
    tally.of(Verdict::Broken) + tally.of(Verdict::Silent)
}
