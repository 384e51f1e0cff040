//! What the books of a version are made of, read once: its promises, its analysis, what was reported, which targets moved.

use crate::entries::{Entry, Kind, Origin};
use crate::model::plan::{Plan, Version};
use crate::model::promise::Horizon;
use crate::model::verdict::{self, Verdict};
use crate::pages::{agency_name, district_name, money, pillar_name};
use crate::programme::Programme;
use crate::promises::{Filter, Promise};
use crate::reference::reference;
use crate::refusal::Refused;
use crate::results::{Moved, QUICK, Reported};
use crate::sheet::MOST;
use crate::standings::counting_day;
use crate::steering::Body;
use kernel::Lang;
use paper::book::Tone;
use std::collections::{BTreeMap, HashMap};
use web::View;

/// A version of the plan with everything that belongs to it.
pub(super) struct Source<'a> {
    pub v: &'a View,
    pub programme: &'a Programme,
    pub plan: Plan,
    pub version: Version,
    /// By name.
    pub promises: Vec<Promise>,
    pub innovations: Vec<Entry>,
    /// Council, team and forum.
    pub bodies: Vec<Body>,
    pub moved: Vec<Moved>,
    /// Reports that come back and are no problem of the plan yet; looked at for a draft only.
    pub offered: Vec<Origin>,
    analysis: Vec<(Kind, Vec<Entry>)>,
    results: HashMap<String, Vec<Reported>>,
}

impl<'a> Source<'a> {
    /// Reads the version; a handful of queries, however long the plan.
    pub async fn read(v: &'a View, programme: &'a Programme, plan: Plan, version: Version) -> Result<Self, Refused> {
        let promises = programme.promises(&plan, version.number, &Filter::default(), MOST).await?;
        let mut analysis = Vec::new();
        for kind in Kind::ANALYSIS {
            analysis.push((kind, programme.entries(&plan, version.number, kind, "").await?));
        }
        let adopted = |origin: &Origin| {
            let all = analysis.iter().flat_map(|(_, entries)| entries).filter_map(|entry| entry.origin.as_ref());
            let mut all = all;
            all.any(|one| one.service == origin.service && one.district == origin.district)
        };
        let offered = match version.decree {
            Some(_) => Vec::new(),
            None => programme.recurring().await?.into_iter().filter(|one| !adopted(one)).collect(),
        };
        let mut results: HashMap<String, Vec<Reported>> = HashMap::new();
        for (promise, reported) in programme.latest_results().await? {
            results.entry(promise).or_default().push(reported);
        }
        Ok(Self {
            bodies: programme.bodies().await?,
            innovations: programme.entries(&plan, version.number, Kind::Innovation, "").await?,
            moved: programme.moved_targets(&plan, version.number).await?,
            v,
            programme,
            plan,
            version,
            promises,
            offered,
            analysis,
            results,
        })
    }

    pub fn entries(&self, kind: Kind) -> &[Entry] {
        self.analysis.iter().find(|(of, _)| *of == kind).map_or(&[], |(_, entries)| entries)
    }

    pub fn draft(&self) -> bool {
        self.version.decree.is_none()
    }

    pub fn years(&self) -> std::ops::RangeInclusive<i16> {
        self.plan.start..=self.plan.end()
    }

    pub fn of_pillar<'s>(&'s self, pillar: &'s str) -> impl Iterator<Item = &'s Promise> {
        self.promises.iter().filter(move |one| one.pillar() == pillar)
    }

    pub fn pillars(&self) -> impl Iterator<Item = &'static str> {
        reference().pillars.keys().map(String::as_str)
    }

    pub fn pillar(&self, id: &str) -> String {
        if id.is_empty() { self.v.t("buku-lintas-pilar").to_owned() } else { pillar_name(self.v, id) }
    }

    pub fn agency(&self, unit: &str) -> String {
        agency_name(self.programme, unit)
    }

    pub fn district(&self, code: &str) -> String {
        let unknown = || self.v.t("rencana-tempat-tak-diketahui").to_owned();
        if code.is_empty() { unknown() } else { district_name(self.programme, code).unwrap_or_else(unknown) }
    }

    pub fn service(&self, id: &str) -> String {
        let all = (self.programme.deps().services)();
        all.into_iter().find(|(known, _)| known == id).map_or_else(|| id.to_owned(), |(_, name)| name)
    }

    pub fn money(&self, amount: i64) -> String {
        money(self.v, amount)
    }

    /// Millions of rupiah, as tables show them; a dash for nothing.
    pub fn millions(&self, amount: i64) -> String {
        if amount == 0 { "–".to_owned() } else { self.v.words().count((amount + 500_000) / 1_000_000) }
    }

    pub fn total(&self) -> i64 {
        self.promises.iter().map(|one| one.facts.total()).fold(0, i64::saturating_add)
    }

    /// A figure with the unit of its promise.
    pub fn figure(&self, promise: &Promise, plain: &str) -> String {
        format!("{} {}", self.number(plain), promise.sheet.unit).trim().to_owned()
    }

    /// A plain decimal number, grouped as the language does: `1.250,5`.
    pub fn number(&self, plain: &str) -> String {
        let (whole, rest) = plain.split_once('.').unwrap_or((plain, ""));
        let grouped = whole.parse::<i64>().map_or_else(|_| whole.to_owned(), |whole| self.v.words().count(whole));
        match (rest, self.v.lang()) {
            ("", _) => grouped,
            (rest, Lang::Id) => format!("{grouped},{rest}"),
            (rest, Lang::En) => format!("{grouped}.{rest}"),
        }
    }

    pub fn horizon(&self, promise: &Promise) -> Horizon {
        Horizon::of(promise.facts.end, self.plan.start)
    }

    /// What was reported last of a year, or of a quick win.
    pub fn reported(&self, promise: &Promise, year: i16) -> Option<&Reported> {
        self.results.get(&promise.id)?.iter().find(|one| one.year == year)
    }

    /// What became of a promise in a year. A year that another version judges is not judged here.
    pub fn verdict(&self, promise: &Promise, year: i16) -> Option<Verdict> {
        let today = self.programme.today();
        let judged = year <= today.year()
            && self.plan.in_force(counting_day(year, today)).map(|version| version.number) == Some(self.version.number);
        let value = self.reported(promise, year).map(|one| one.value.as_str());
        let facts = &promise.facts;
        judged.then(|| verdict::of_year(facts.target(year), value, facts.direction, year, today))
    }

    /// What became of a quick win, unless this is a draft.
    pub fn quick_verdict(&self, promise: &Promise) -> Option<Verdict> {
        let deadline = promise.facts.quick.filter(|_| !self.draft())?;
        let there = self.reported(promise, QUICK).and_then(|one| one.day);
        Some(verdict::of_quick_win(deadline, there, self.programme.today()))
    }

    pub fn fate(&self, verdict: Verdict) -> String {
        self.v.t(&format!("rencana-nasib-{}", verdict.word())).to_owned()
    }

    /// Money by a key of each line of each promise's budget.
    pub fn sums<K: Ord>(&self, key: impl Fn(&Promise, i16, &str) -> K) -> BTreeMap<K, i64> {
        let mut sums = BTreeMap::new();
        for promise in &self.promises {
            for line in &promise.facts.budget {
                let sum: &mut i64 = sums.entry(key(promise, line.year, &line.source)).or_default();
                *sum = sum.saturating_add(line.amount);
            }
        }
        sums
    }

    /// Agencies that owe something, by name, with their promises.
    pub fn owners(&self) -> Vec<(String, Vec<&Promise>)> {
        let mut owners: BTreeMap<&str, Vec<&Promise>> = BTreeMap::new();
        for promise in &self.promises {
            owners.entry(&promise.facts.owner).or_default().push(promise);
        }
        let mut owners: Vec<_> = owners.into_iter().map(|(unit, owed)| (self.agency(unit), owed)).collect();
        owners.sort_by(|(one, _), (other, _)| one.cmp(other));
        owners
    }
}

/// The colour of a verdict; its word stands beside it.
pub(super) const fn tone(verdict: Verdict) -> Tone {
    match verdict {
        Verdict::Broken => Tone::Bad,
        Verdict::Silent => Tone::Warn,
        Verdict::Kept | Verdict::OnTrack => Tone::Good,
        Verdict::Running | Verdict::Open => Tone::Plain,
    }
}
