//! An assessment as it stands, and what each fact makes of it. Pure.

use super::claim::Claim;
use super::evidence::Evidence;
use super::happened::Happened;
use crate::model::{Answers, Instrument};
use indexmap::IndexMap;
use kernel::{Instant, OfficerId, TextRef};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Where an assessment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// *Penyusunan*: agencies fill in.
    Drafting,
    /// *Tinjauan internal*: only what was returned is filled in again.
    Reviewing,
    /// *Diserahkan*: nothing of it changes any more.
    Submitted,
    /// *Dinilai*: an assessor has begun.
    Judging,
    /// *Selesai*.
    Concluded,
}

impl Stage {
    /// All of them in their order.
    pub const ALL: [Self; 5] = [Self::Drafting, Self::Reviewing, Self::Submitted, Self::Judging, Self::Concluded];

    /// The word in rows, addresses and keys of texts.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Drafting => "penyusunan",
            Self::Reviewing => "tinjauan",
            Self::Submitted => "diserahkan",
            Self::Judging => "dinilai",
            Self::Concluded => "selesai",
        }
    }

    /// The stage with this word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.word() == word)
    }

    /// Whether the region still works on it.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Drafting | Self::Reviewing)
    }

    /// Whether assessors work on it.
    pub const fn is_judged(self) -> bool {
        matches!(self, Self::Submitted | Self::Judging)
    }
}

/// Where one indicator stands in the internal review.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Review {
    /// The agency fills it in.
    #[default]
    Draft,
    /// The agency says that it is ready.
    Sent,
    /// The coordinator took it.
    Accepted,
    /// The coordinator gave it back with a reason.
    Returned,
}

impl Review {
    /// The word in keys of texts.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Draft => "diisi",
            Self::Sent => "dikirim",
            Self::Accepted => "diterima",
            Self::Returned => "dikembalikan",
        }
    }
}

/// One indicator of an assessment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The agency that fills it in.
    pub unit: Option<String>,
    /// What the agency says.
    pub claim: Option<Claim>,
    /// Why, sealed.
    pub text: Option<TextRef>,
    /// Who said so last: nobody accepts what is their own.
    pub filled_by: Option<OfficerId>,
    /// The internal review.
    pub review: Review,
    /// Why it was returned, sealed.
    pub reason: Option<TextRef>,
    /// What an assessor says instead, or the same.
    pub judged: Option<Claim>,
    /// Why, sealed.
    pub judged_text: Option<TextRef>,
    /// Evidence in the order in which it was added.
    pub evidence: Vec<Evidence>,
    /// Version of the assessment at which claim, text or agency changed last.
    pub filled_at: i64,
    /// Version at which anything of the agency's part or its review changed last.
    pub touched_at: i64,
    /// Version at which an assessor's level changed last.
    pub judged_at: i64,
}

impl Item {
    /// Evidence that was not withdrawn.
    pub fn standing(&self) -> impl Iterator<Item = &Evidence> {
        self.evidence.iter().filter(|one| one.withdrawn.is_none())
    }

    /// What counts in the end: the assessor's word where there is one.
    pub fn final_claim(&self) -> Option<&Claim> {
        self.judged.as_ref().or(self.claim.as_ref())
    }

    /// Whether an assessor says otherwise.
    pub fn disputed(&self) -> bool {
        self.judged.is_some() && self.judged != self.claim
    }
}

/// An assessment of one region with one version of an instrument in one year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// Its id.
    pub id: String,
    /// `instrumen.id`.
    pub instrument: String,
    /// Hash of the instrument's text: it stays on this version for life.
    pub hash: String,
    /// The year that is assessed.
    pub year: u32,
    /// Where it stands.
    pub stage: Stage,
    /// Whose key seals its texts and files.
    pub key: String,
    /// Since when.
    pub started_at: Instant,
    /// Indicators in the order of the instrument.
    pub items: IndexMap<String, Item>,
    /// Who may read and judge it from outside.
    pub assessors: BTreeSet<OfficerId>,
    /// Version of its stream.
    pub version: i64,
}

/// Who did something and when, as far as the state keeps it.
#[derive(Clone, Copy, Debug)]
pub struct By<'a> {
    /// The person.
    pub officer: &'a OfficerId,
    /// The moment.
    pub at: Instant,
}

impl Assessment {
    /// A new one, before its first fact.
    pub fn new(id: &str, started_at: Instant) -> Self {
        Self {
            id: id.to_owned(),
            instrument: String::new(),
            hash: String::new(),
            year: 0,
            stage: Stage::Drafting,
            key: String::new(),
            started_at,
            items: IndexMap::new(),
            assessors: BTreeSet::new(),
            version: 0,
        }
    }

    /// The stream of an assessment.
    pub fn stream(id: &str) -> String {
        format!("assessment/{id}")
    }

    /// The levels as the agencies claim them.
    pub fn claims(&self) -> Answers {
        let claimed = |(id, item): (&String, &Item)| Some((id.clone(), item.claim.as_ref()?.answer()));
        self.items.iter().filter_map(claimed).collect()
    }

    /// The levels as they count in the end: the assessor's where there is one.
    pub fn finals(&self) -> Answers {
        let last = |(id, item): (&String, &Item)| Some((id.clone(), item.final_claim()?.answer()));
        self.items.iter().filter_map(last).collect()
    }

    /// Whether an assessor set any level.
    pub fn is_judged(&self) -> bool {
        self.items.values().any(|item| item.judged.is_some())
    }

    /// Indicators that nobody accepted.
    pub fn open(&self) -> usize {
        self.items.values().filter(|item| item.review != Review::Accepted).count()
    }

    /// What a fact changes.
    pub fn apply(&mut self, happened: &Happened, by: By<'_>) {
        self.version += 1;
        let version = self.version;
        match happened {
            Happened::Started { instrument, hash, year, key, indicators } => {
                (self.instrument, self.hash, self.year) = (instrument.clone(), hash.clone(), *year);
                self.key.clone_from(key);
                self.items = indicators.iter().map(|id| (id.clone(), Item::default())).collect();
            }
            Happened::ReviewOpened {} => self.stage = Stage::Reviewing,
            Happened::Submitted { .. } => self.stage = Stage::Submitted,
            Happened::JudgingBegan {} => self.stage = Stage::Judging,
            Happened::Concluded {} => self.stage = Stage::Concluded,
            Happened::AssessorNamed { officer } => drop(self.assessors.insert(officer.clone())),
            Happened::AssessorReleased { officer } => drop(self.assessors.remove(officer)),
            Happened::Sampled { .. } | Happened::Commented { .. } | Happened::ResultPublished { .. } => {}
            about => {
                if let Some(item) = about.indicator().and_then(|id| self.items.get_mut(id)) {
                    changed(item, about, version, by);
                }
            }
        }
    }
}

/// What a fact about one indicator changes there.
fn changed(item: &mut Item, happened: &Happened, version: i64, by: By<'_>) {
    if let Happened::Judged { claim, text, .. } = happened {
        (item.judged, item.judged_text, item.judged_at) = (claim.clone(), text.clone(), version);
        return;
    }
    item.touched_at = version;
    match happened {
        Happened::Assigned { unit, .. } => {
            item.unit.clone_from(unit);
            item.filled_at = version;
        }
        Happened::Filled { claim, text, .. } => {
            (item.claim, item.text) = (claim.clone(), text.clone());
            (item.filled_by, item.filled_at) = (Some(by.officer.clone()), version);
            reopened(item);
        }
        Happened::EvidenceAdded { number, proof, text, .. } => {
            item.evidence.push(Evidence {
                number: number.clone(),
                proof: proof.clone(),
                words: text.clone(),
                added_at: by.at,
                withdrawn: None,
            });
            reopened(item);
        }
        Happened::EvidenceWithdrawn { number, text, .. } => {
            if let Some(one) = item.evidence.iter_mut().find(|one| one.number == *number) {
                one.withdrawn = Some(text.clone());
            }
            reopened(item);
        }
        Happened::Sent { .. } => item.review = Review::Sent,
        Happened::Accepted { .. } => (item.review, item.reason) = (Review::Accepted, None),
        Happened::Returned { text, .. } => (item.review, item.reason) = (Review::Returned, Some(text.clone())),
        _ => {}
    }
}

/// What was sent and then changed is no longer what was sent.
fn reopened(item: &mut Item) {
    if item.review == Review::Sent {
        item.review = Review::Draft;
    }
}

/// Levels up to the claimed one for which no evidence stands: what a reviewer will ask for.
pub fn unproved(instrument: &Instrument, indicator: &str, item: &Item) -> Vec<u32> {
    let scale = instrument.indicators.get(indicator).and_then(|one| instrument.scales.get(&one.scale));
    let (Some(scale), Some(claim)) = (scale.filter(|scale| !scale.fractions), item.claim.as_ref()) else {
        return Vec::new();
    };
    let Some(level) = crate::model::index::counted(scale, &claim.answer()) else {
        return Vec::new();
    };
    let reached = u32::try_from(level.rounded()).unwrap_or(0);
    let proved: BTreeSet<u32> = item.standing().filter_map(|one| one.number.level).collect();
    let levels = crate::model::index::whole_levels(scale).filter(|level| *level <= reached);
    levels.filter(|level| !proved.contains(level)).collect()
}
