//! `/rencana/{id}`: the permanent page of a promise: who owes it, the target as it stood, what proves the result, kept or not.

use super::fate::{Linked, linked};
use super::{agency_name, district_name, link, money, number, pillar_name, tag, version_words};
use crate::model::plan::{Plan, Version};
use crate::model::promise::Horizon;
use crate::model::verdict::{self, Verdict, of_quick_win};
use crate::monev::pages::{Quarters, quarters};
use crate::programme::Programme;
use crate::promises::Promise;
use crate::reference::{Named, reference};
use crate::refusal::Refused;
use crate::results::{QUICK, Reported, TargetThen};
use crate::standings::counting_day;
use askama::Template;
use axum::extract::{Path, State};
use indexmap::IndexMap;
use web::{Answer, Markup, OrFail as _, View, Visitor};

#[derive(Template)]
#[template(path = "janji.html")]
struct Page {
    v: View,
    id: String,
    name: String,
    about: String,
    decree: String,
    /// Whether an older version is shown.
    old: bool,
    /// Whether the version in force does not promise it any more.
    dropped: bool,
    measure: String,
    years: Vec<Year>,
    changes: Vec<Change>,
    quick: Option<Quick>,
    lines: Vec<(String, String)>,
    budget: Vec<(String, String, String)>,
    total: String,
    services: Vec<(String, String)>,
    indicators: Vec<Linked>,
    /// What was written there before ids were checked.
    unknown: Vec<String>,
    versions: Vec<(String, String)>,
    earlier: Vec<Shown>,
    quarters: Quarters,
}

/// A year with its target as it stood and what became of it.
pub(super) struct Year {
    pub year: String,
    pub target: String,
    pub value: String,
    pub verdict: Verdict,
    pub tag: Markup,
    pub evidence: Option<Evidence>,
}

/// What proves a result.
pub(super) struct Evidence {
    pub text: String,
    pub href: Option<String>,
    pub when: String,
}

/// A target that was changed.
struct Change {
    year: String,
    from: String,
    to: String,
    by: String,
    why: String,
    late: bool,
}

struct Quick {
    promised: String,
    deadline: String,
    there: String,
    tag: Markup,
    evidence: Option<Evidence>,
}

/// A report that a later one took the place of.
struct Shown {
    year: String,
    value: String,
    when: String,
}

pub(super) async fn page(visitor: Visitor, State(programme): State<Programme>, Path(id): Path<String>) -> Answer {
    let v = visitor.view;
    let plan = programme.the_plan().await?;
    let now = plan.in_force(programme.today()).ok_or(Refused::NotThere)?;
    let wanted = v.asked("versi").parse().unwrap_or(now.number).min(now.number);
    let held = programme.held_in(&plan, &id).await?;
    let holds = held.iter().copied().rfind(|version| *version <= wanted).ok_or(Refused::NotThere)?;
    let version = plan.version(holds).filter(|version| version.decree.is_some()).ok_or(Refused::NotThere)?;
    let promise = programme.promise(&plan, holds, &id).await?;
    let results = programme.results(&id).await?;
    let history = programme.targets_then(&plan, &id).await?;
    let (indicators, unknown) = linked(&v, &programme, &*programme.overview().await.or_fail()?, &promise);
    let shown = Showing { v: &v, programme: &programme, plan: &plan, promise: &promise, results: &results };
    let page = Page {
        name: promise.sheet.name.clone(),
        about: promise.sheet.about.clone(),
        decree: version_words(&v, version),
        old: wanted < now.number,
        dropped: holds < wanted,
        measure: shown.measure(),
        years: shown.years(&history),
        changes: shown.changes(&history).await,
        quick: shown.quick(),
        lines: shown.lines(),
        budget: shown.budget(),
        total: money(&v, promise.facts.total()),
        services: shown.services(),
        indicators,
        unknown,
        versions: versions(&v, &plan, &held, &id, version),
        earlier: shown.earlier(),
        quarters: quarters(&v, &programme, &id).await?,
        id,
        v,
    };
    web::page(&page)
}

fn versions(v: &View, plan: &Plan, held: &[i64], id: &str, here: &Version) -> Vec<(String, String)> {
    let others = plan
        .versions
        .iter()
        .filter(|one| one.decree.is_some() && one.number != here.number && held.contains(&one.number));
    others.map(|one| (format!("/rencana/{id}?versi={}", one.number), version_words(v, one))).collect()
}

/// What a page shows of a promise.
pub(super) struct Showing<'a> {
    pub v: &'a View,
    pub programme: &'a Programme,
    pub plan: &'a Plan,
    pub promise: &'a Promise,
    pub results: &'a [Reported],
}

impl Showing<'_> {
    fn number(&self, plain: &str) -> String {
        let unit = &self.promise.sheet.unit;
        format!("{} {unit}", number(self.v, plain)).trim().to_owned()
    }

    pub fn measure(&self) -> String {
        let (facts, sheet) = (&self.promise.facts, &self.promise.sheet);
        if sheet.measure.is_empty() {
            return String::new();
        }
        let direction = self.v.t(&format!("rencana-arah-{}", facts.direction.word())).to_owned();
        let from = if facts.baseline.is_empty() {
            self.v.t("rencana-awal-tidak-diketahui").to_owned()
        } else {
            self.v.t1("rencana-awal-dari", "nilai", self.number(&facts.baseline))
        };
        format!("{} ({direction}; {from})", sheet.measure)
    }

    fn latest(&self, year: i16) -> Option<&Reported> {
        self.results.iter().find(|result| result.year == year)
    }

    fn evidence(&self, result: &Reported) -> Evidence {
        Evidence {
            text: result.evidence.clone(),
            href: link(&result.evidence).map(str::to_owned),
            when: self.v.words().date_of(result.at),
        }
    }

    /// Each year with the target of the version that counts for it.
    pub fn years(&self, history: &[TargetThen]) -> Vec<Year> {
        let (facts, today) = (&self.promise.facts, self.programme.today());
        let one = |year: i16| {
            let version = self.plan.in_force(counting_day(year, today)).map(|version| version.number);
            let counts = |then: &&TargetThen| then.year == year && Some(then.version) <= version;
            let then = history.iter().rev().find(counts).filter(|_| version.is_some());
            let target = then.and_then(|then| then.value.as_deref());
            let result = self.latest(year);
            let value = result.map(|result| result.value.as_str());
            let verdict = verdict::of_year(target, value, facts.direction, year, today);
            (target.is_some() || value.is_some()).then(|| Year {
                year: year.to_string(),
                target: target.map_or_else(|| "–".to_owned(), |target| self.number(target)),
                value: value.map_or_else(|| "–".to_owned(), |value| self.number(value)),
                verdict,
                tag: tag(self.v, verdict),
                evidence: result.map(|result| self.evidence(result)),
            })
        };
        (self.plan.start..=self.plan.end()).filter_map(one).collect()
    }

    /// Every change of a target, with who, when and why; said when it came after its year.
    async fn changes(&self, history: &[TargetThen]) -> Vec<Change> {
        let mut changes = Vec::new();
        for pair in history.windows(2) {
            let [before, after] = pair else { continue };
            let Some((why, who, at)) = after.change.as_ref().filter(|_| before.year == after.year) else { continue };
            let name = self.programme.deps().staff.name(who).await.unwrap_or_default();
            let shown = |value: &Option<String>| {
                value
                    .as_deref()
                    .map_or_else(|| self.v.t("rencana-target-dihapus").to_owned(), |value| self.number(value))
            };
            changes.push(Change {
                year: after.year.to_string(),
                from: shown(&before.value),
                to: shown(&after.value),
                by: format!("{name}, {}", self.v.words().date_of(*at)),
                why: why.clone(),
                late: at.date(self.programme.deps().zone).year() > after.year,
            });
        }
        changes
    }

    fn quick(&self) -> Option<Quick> {
        let deadline = self.promise.facts.quick?;
        let result = self.latest(QUICK);
        let there = result.and_then(|result| result.day);
        Some(Quick {
            promised: self.promise.sheet.quick_result.clone(),
            deadline: self.v.words().date(deadline),
            there: there.map_or_else(|| "–".to_owned(), |day| self.v.words().date(day)),
            tag: tag(self.v, of_quick_win(deadline, there, self.programme.today())),
            evidence: result.map(|result| self.evidence(result)),
        })
    }

    /// Label and text of everything else that is known.
    fn lines(&self) -> Vec<(String, String)> {
        let (facts, sheet, v) = (&self.promise.facts, &self.promise.sheet, self.v);
        let sub = reference().sub(&facts.sub).map_or("", |named| named.name(v.lang()));
        let named = |all: &IndexMap<String, Named>, ids: &[String]| {
            let names = ids.iter().filter_map(|id| all.get(id)).map(|named| named.name(v.lang()));
            names.collect::<Vec<_>>().join(", ")
        };
        let units = |units: &[String]| {
            units.iter().map(|unit| agency_name(self.programme, unit)).collect::<Vec<_>>().join(", ")
        };
        let places: Vec<String> =
            facts.districts.iter().filter_map(|code| district_name(self.programme, code)).collect();
        let horizon = Horizon::of(facts.end, self.plan.start).years();
        let years = format!("{}–{}", facts.start, facts.end);
        let lines = [
            ("rencana-opd", agency_name(self.programme, &facts.owner)),
            ("rencana-pendukung", units(&facts.supporters)),
            ("rencana-pilar", format!("{}: {sub}", pillar_name(v, self.promise.pillar()))),
            ("rencana-sektor", named(&reference().sectors, &facts.sectors)),
            ("rencana-tema", named(&reference().themes, &facts.themes)),
            (
                "rencana-masa",
                v.t2("rencana-masa-n", "tahun", years, "jangka", v.t(&format!("rencana-jangka-{horizon}"))),
            ),
            ("rencana-keluaran", sheet.output.clone()),
            ("rencana-hasil", sheet.outcome.clone()),
            ("rencana-sasaran", sheet.group.clone()),
            ("rencana-kecamatan", places.join(", ")),
            ("rencana-lokasi", sheet.place.clone()),
            ("rencana-risiko", sheet.risks.clone()),
            ("rencana-dasar", sheet.basis.clone()),
            ("rencana-rpjmd", facts.codes.rpjmd.clone()),
            ("rencana-renstra", facts.codes.renstra.clone()),
            ("rencana-rkpd", facts.codes.rkpd.clone()),
            ("rencana-dpa", facts.codes.dpa.clone()),
        ];
        let known = lines.into_iter().filter(|(_, text)| !text.is_empty());
        known.map(|(key, text)| (v.t(key).to_owned(), text)).collect()
    }

    fn budget(&self) -> Vec<(String, String, String)> {
        let source = |id: &str| reference().funds.get(id).map_or(id, |named| named.name(self.v.lang())).to_owned();
        let lines = self.promise.facts.budget.iter();
        lines.map(|line| (line.year.to_string(), source(&line.source), money(self.v, line.amount))).collect()
    }

    /// Id and name of the services that it changes.
    fn services(&self) -> Vec<(String, String)> {
        let all = (self.programme.deps().services)();
        all.into_iter().filter(|(id, _)| self.promise.facts.services.contains(id)).collect()
    }

    /// Reports that later ones took the place of.
    fn earlier(&self) -> Vec<Shown> {
        let mut seen = Vec::new();
        let superseded = self.results.iter().filter(|result| {
            let again = seen.contains(&result.year);
            seen.push(result.year);
            again
        });
        let one = |result: &Reported| Shown {
            year: if result.year == QUICK { self.v.t("rencana-quick-win").to_owned() } else { result.year.to_string() },
            value: match result.day {
                Some(day) => self.v.words().date(day),
                None => self.number(&result.value),
            },
            when: self.v.words().date_of(result.at),
        };
        superseded.map(one).collect()
    }
}
