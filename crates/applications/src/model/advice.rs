//! What to do with an application: keep, integrate, replace by a definition, retire. Each fact that holds gives points to
//! what it speaks for; the weights stand in a data file, so that a reader can add them up (docs/adr/0064).

use super::app::App;
use super::name::{key, words};
use super::stage::Stage;
use super::twins::Twins;
use cases::doors::Rung;
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// What is proposed, gentlest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Proposal {
    /// Keep as it is.
    Keep,
    /// Keep and join to others.
    Integrate,
    /// Replace by a service that is a definition.
    Replace,
    /// Switch off.
    Retire,
}

impl Proposal {
    /// Every proposal, gentlest first.
    pub const ALL: [Self; 4] = [Self::Keep, Self::Integrate, Self::Replace, Self::Retire];

    /// Its word, as the service `usulan-aplikasi` has it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Keep => "pertahankan",
            Self::Integrate => "integrasikan",
            Self::Replace => "ganti",
            Self::Retire => "pensiunkan",
        }
    }

    /// The proposal of this word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// Kind of its tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Keep => "good",
            Self::Integrate => "work",
            Self::Replace => "late",
            Self::Retire => "stop",
        }
    }
}

/// A service of our own that runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnService {
    /// `layanan.id`.
    pub id: String,
    /// Its name.
    pub name: String,
    words: BTreeSet<String>,
}

impl OwnService {
    /// A service with the words that its name says.
    pub fn new(id: &str, name: &str) -> Self {
        Self { id: id.to_owned(), name: name.to_owned(), words: words(name) }
    }
}

/// What is known beside the record.
#[derive(Clone, Debug)]
pub struct Known<'a> {
    /// All applications, among which the twins point.
    pub apps: &'a [App],
    /// Services of our own that run.
    pub services: &'a [OwnService],
    /// Its pairs, best first.
    pub twins: &'a [&'a Twins],
    /// How it is joined.
    pub rung: Rung,
    /// Since when its address does not open.
    pub down_since: Option<Date>,
    /// Kinds of data that applications of other agencies hold too.
    pub shared_data: &'a [&'a str],
    /// Today.
    pub today: Date,
}

/// A fact with what it brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Key of its text and of its weight.
    pub fact: &'static str,
    /// What the text names: another application, a service, a number.
    pub about: String,
    /// Points for each of [`Proposal::ALL`].
    pub points: [u32; 4],
}

/// A scored proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// What is proposed.
    pub proposal: Proposal,
    /// Points of each of [`Proposal::ALL`].
    pub points: [u32; 4],
    /// Why; those that speak for the proposal first.
    pub reasons: Vec<Reason>,
}

impl Advice {
    /// Points of the proposal.
    pub fn score(&self) -> u32 {
        self.points.get(self.proposal as usize).copied().unwrap_or(0)
    }
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Weight {
    pertahankan: u32,
    integrasikan: u32,
    ganti: u32,
    pensiunkan: u32,
}

impl Weight {
    const fn points(self) -> [u32; 4] {
        [self.pertahankan, self.integrasikan, self.ganti, self.pensiunkan]
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Weights {
    dasar: Weight,
    fakta: BTreeMap<String, Weight>,
}

static WEIGHTS: LazyLock<Weights> =
    LazyLock::new(|| toml::from_str(include_str!("../data/bobot.toml")).unwrap_or_default());

/// So many users are many.
const MANY: i64 = 500;
/// So few are nobody.
const FEW: i64 = 5;
/// Rupiah a year for one user above which an application is dear.
const DEAR: i64 = 2_000_000;
/// Days after which an audit is old.
const OLD: i32 = 730;
/// Days of silence after which an address does not open any more.
const DOWN: i32 = 14;
/// Share of the words of a service's name that an application must say to be like it.
const LIKE: f64 = 0.6;

/// What every application has before its first fact, for each of [`Proposal::ALL`].
pub fn base() -> [u32; 4] {
    WEIGHTS.dasar.points()
}

/// What to do with one application. Retired ones are past advice: they are kept as they are.
pub fn advice(app: &App, known: &Known<'_>) -> Advice {
    let reasons: Vec<Reason> = facts(app, known)
        .into_iter()
        .map(|(fact, about)| Reason {
            fact,
            about,
            points: WEIGHTS.fakta.get(fact).copied().unwrap_or_default().points(),
        })
        .collect();
    let mut points = base();
    for reason in &reasons {
        points.iter_mut().zip(reason.points).for_each(|(sum, more)| *sum += more);
    }
    let best = Proposal::ALL.into_iter().zip(points).rev().max_by_key(|(_, points)| *points);
    let proposal = match app.stage {
        Stage::Retired => Proposal::Keep,
        _ => best.map_or(Proposal::Keep, |(proposal, _)| proposal),
    };
    let mut advice = Advice { proposal, points, reasons };
    let at = proposal as usize;
    advice.reasons.sort_by_key(|reason| std::cmp::Reverse(reason.points.get(at).copied()));
    advice
}

fn facts(app: &App, known: &Known<'_>) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    facts.extend(covered(app, known.services));
    facts.extend(alike(app, known));
    facts.extend(used(app));
    facts.extend(held(app, known));
    facts.extend(standing(app, known));
    facts
}

/// A running service of ours that does the same: named in the record, or alike by its words.
fn covered(app: &App, services: &[OwnService]) -> Option<(&'static str, String)> {
    let named = app.services();
    let same = |service: &&OwnService| {
        named.iter().any(|name| *name == service.id || name.to_lowercase() == service.name.to_lowercase())
    };
    if let Some(service) = services.iter().find(same) {
        return Some(("layanan-sendiri", service.name.clone()));
    }
    let own = words(&format!("{} {}", app.name(), app.cell("fungsi")));
    let share = |service: &OwnService| {
        let theirs = &service.words;
        if theirs.len() < 2 { 0.0 } else { theirs.intersection(&own).count() as f64 / theirs.len() as f64 }
    };
    let best = services.iter().map(|one| (share(one), one)).filter(|(share, _)| *share >= LIKE);
    let best = best.max_by(|(one, _), (other, _)| one.total_cmp(other));
    best.map(|(_, service)| ("layanan-mirip", service.name.clone()))
}

/// Another application that does the same, and whether that one is the fuller of the two.
fn alike(app: &App, known: &Known<'_>) -> Vec<(&'static str, String)> {
    let Some(best) = known.twins.first() else {
        return Vec::new();
    };
    let other = [best.one, best.other].into_iter().filter_map(|at| known.apps.get(at)).find(|one| one.slug != app.slug);
    let Some(other) = other else {
        return Vec::new();
    };
    let mut facts = vec![("kembar", other.name().to_owned())];
    let size = |one: &App| one.number("jumlah_pengguna").unwrap_or(0);
    let fuller = (size(other), other.cells.len(), key(&app.cells)) > (size(app), app.cells.len(), key(&other.cells));
    if fuller {
        facts.push(("kembar-lengkap", other.name().to_owned()));
    }
    facts
}

fn used(app: &App) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    let users = app.number("jumlah_pengguna");
    if let Some(many) = users.filter(|count| *count >= MANY) {
        facts.push(("banyak-pengguna", many.to_string()));
    }
    if let Some(few) = users.filter(|count| *count <= FEW) {
        facts.push(("tanpa-pengguna", few.to_string()));
    }
    if let (Some(cost), Some(users)) = (app.number("biaya"), users.filter(|count| *count > 0))
        && cost / users > DEAR
    {
        facts.push(("mahal", kernel::Rupiah(cost / users).to_string()));
    }
    facts
}

fn held(app: &App, known: &Known<'_>) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    match app.cell("kode_sumber") {
        "ada" => facts.push(("kode-ada", String::new())),
        "tidak" => facts.push(("kode-tidak-ada", String::new())),
        _ => {}
    }
    let shared: Vec<&str> = app.data().into_iter().filter(|data| known.shared_data.contains(data)).collect();
    if !shared.is_empty() {
        facts.push(("data-bersama", shared.join(",")));
    }
    if known.rung >= Rung::Api {
        facts.push(("tersambung", String::new()));
    } else if app.stage.alive() {
        facts.push(("belum-tersambung", String::new()));
    }
    facts
}

fn standing(app: &App, known: &Known<'_>) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    let days = |day: Date| days_between(day, known.today);
    if app.cell("sifat") == "umum" {
        facts.push(("aplikasi-umum", String::new()));
    }
    if app.cell("keamanan") == "strategis" {
        facts.push(("strategis", String::new()));
    }
    if app.stage == Stage::Frozen {
        facts.push(("dibekukan", app.since.to_string()));
    }
    if let Some(since) = known.down_since.filter(|since| days(*since) >= DOWN) {
        facts.push(("tidak-terbuka", since.to_string()));
    }
    if let Some(end) = app.day("kontrak_akhir").filter(|end| *end < known.today) {
        facts.push(("kontrak-habis", end.to_string()));
    }
    if let Some(audit) = app.day("audit").filter(|audit| days(*audit) > OLD) {
        facts.push(("audit-lama", audit.to_string()));
    }
    facts
}

/// Whole days from one day to another.
pub fn days_between(from: Date, to: Date) -> i32 {
    i32::try_from(kernel::time::day_number(to) - kernel::time::day_number(from)).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::twins::tests::app;
    use crate::model::twins::twins;
    use jiff::civil::date;

    fn known<'a>(apps: &'a [App], twins: &'a [&'a Twins], services: &'a [OwnService]) -> Known<'a> {
        let today = date(2027, 3, 1);
        Known { apps, services, twins, rung: Rung::None, down_since: None, shared_data: &[], today }
    }

    fn services() -> Vec<OwnService> {
        vec![OwnService::new("surat-keterangan-usaha", "Surat keterangan usaha")]
    }

    #[test]
    fn every_weight_has_a_fact_that_can_hold_and_the_file_can_be_read() {
        let source = include_str!("advice.rs");
        assert_eq!(WEIGHTS.fakta.len(), 18);
        for fact in WEIGHTS.fakta.keys() {
            assert!(source.contains(&format!("\"{fact}\"")), "{fact}");
        }
    }

    #[test]
    fn what_a_running_service_covers_is_to_be_replaced_by_it() {
        let one = app("surat", &[("nama", "SiSurat"), ("layanan", "surat-keterangan-usaha"), ("kode_sumber", "tidak")]);
        let found = advice(&one, &known(&[], &[], &services()));
        assert_eq!(found.proposal, Proposal::Replace);
        assert_eq!(found.reasons[0].fact, "layanan-sendiri");
        let like = app(
            "surat",
            &[("nama", "Aplikasi keterangan usaha"), ("kode_sumber", "tidak"), ("kontrak_akhir", "2026-12-31")],
        );
        let found = advice(&like, &known(&[], &[], &services()));
        assert_eq!((found.proposal, found.reasons[0].fact), (Proposal::Replace, "layanan-mirip"));
    }

    #[test]
    fn nobody_uses_it_and_it_does_not_open_so_it_goes() {
        let mut one = app("tua", &[("nama", "SiTua"), ("jumlah_pengguna", "2"), ("kontrak_akhir", "2025-12-31")]);
        one.stage = Stage::Frozen;
        let at = Known { down_since: Some(date(2026, 12, 1)), ..known(&[], &[], &[]) };
        let found = advice(&one, &at);
        assert_eq!(found.proposal, Proposal::Retire);
        let facts: Vec<&str> = found.reasons.iter().map(|reason| reason.fact).collect();
        for fact in ["tanpa-pengguna", "dibekukan", "tidak-terbuka", "kontrak-habis"] {
            assert!(facts.contains(&fact), "{fact}");
        }
        assert_eq!(found.points.iter().sum::<u32>(), 30 + found.reasons.iter().flat_map(|one| one.points).sum::<u32>());
    }

    #[test]
    fn what_many_use_and_is_joined_stays_and_what_holds_shared_data_is_joined() {
        let one = app("simpeg", &[("nama", "SIMPEG"), ("jumlah_pengguna", "7.000"), ("sifat", "umum")]);
        let joined = Known { rung: Rung::Events, ..known(&[], &[], &[]) };
        assert_eq!(advice(&one, &joined).proposal, Proposal::Keep);
        let other = app("simpeg", &[("nama", "SIMPEG"), ("data", "pegawai")]);
        let alone = Known { shared_data: &["pegawai"], ..known(&[], &[], &[]) };
        assert_eq!(advice(&other, &alone).proposal, Proposal::Integrate);
    }

    #[test]
    fn of_two_twins_only_the_poorer_one_hears_that_the_other_is_fuller() {
        let cells = |users| {
            vec![("nama", "e-Cuti"), ("fungsi", "cuti pegawai"), ("data", "pegawai"), ("jumlah_pengguna", users)]
        };
        let apps = [app("satu", &cells("900")), app("dua", &cells("30"))];
        let pairs = twins(&apps);
        let pairs: Vec<&Twins> = pairs.iter().collect();
        let says =
            |one: &App| advice(one, &known(&apps, &pairs, &[])).reasons.iter().any(|one| one.fact == "kembar-lengkap");
        assert!(!says(&apps[0]) && says(&apps[1]));
        let same = [app("satu", &cells("30")), app("dua", &cells("30"))];
        let says =
            |one: &App| advice(one, &known(&same, &pairs, &[])).reasons.iter().any(|one| one.fact == "kembar-lengkap");
        assert!(!(says(&same[0]) && says(&same[1])), "never both");
    }

    #[test]
    fn what_is_retired_is_left_in_peace_and_equals_fall_to_the_gentlest() {
        let mut gone = app("a", &[("nama", "A"), ("jumlah_pengguna", "0")]);
        gone.stage = Stage::Retired;
        assert_eq!(advice(&gone, &known(&[], &[], &[])).proposal, Proposal::Keep);
        let bare = app("b", &[("nama", "B")]);
        let at = Known { rung: Rung::File, ..known(&[], &[], &[]) };
        let found = advice(&bare, &at);
        assert_eq!(found.points, [20, 25, 0, 0], "what stands alone is to be joined");
    }
}
