//! What happens to an assessment, as the ledger keeps it.

use super::claim::Claim;
use super::evidence::{Number, Proof};
use kernel::{Actor, Instant, NewEvent, OfficerId, TextRef};
use serde::{Deserialize, Serialize};
use store::StoreError;

/// What happens to an assessment; each is one event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", content = "data")]
#[expect(missing_docs, reason = "the fields are those of the commands and of `Item`")]
pub enum Happened {
    /// It began.
    #[serde(rename = "assessment.started")]
    Started { instrument: String, hash: String, year: u32, key: String, indicators: Vec<String> },
    /// An agency is to fill an indicator in, or none any more.
    #[serde(rename = "assessment.assigned")]
    Assigned { indicator: String, unit: Option<String> },
    /// An agency said a level and why.
    #[serde(rename = "assessment.filled")]
    Filled { indicator: String, claim: Option<Claim>, text: Option<TextRef> },
    /// Evidence came.
    #[serde(rename = "assessment.evidence_added")]
    EvidenceAdded { indicator: String, number: Number, proof: Proof, text: TextRef },
    /// Evidence was taken back; it keeps its number.
    #[serde(rename = "assessment.evidence_withdrawn")]
    EvidenceWithdrawn { indicator: String, number: Number, text: TextRef },
    /// The agency sent an indicator to the review.
    #[serde(rename = "assessment.sent")]
    Sent { indicator: String },
    /// The coordinator took it.
    #[serde(rename = "assessment.accepted")]
    Accepted { indicator: String },
    /// The coordinator gave it back.
    #[serde(rename = "assessment.returned")]
    Returned { indicator: String, text: TextRef },
    /// Filling in ended, the internal review began.
    #[serde(rename = "assessment.review_opened")]
    ReviewOpened {},
    /// It was submitted; with a reason where not every indicator was accepted.
    #[serde(rename = "assessment.submitted")]
    Submitted { text: Option<TextRef>, open: usize },
    /// Somebody from outside may read and judge it.
    #[serde(rename = "assessment.assessor_named")]
    AssessorNamed { officer: OfficerId },
    /// And no longer.
    #[serde(rename = "assessment.assessor_released")]
    AssessorReleased { officer: OfficerId },
    /// An assessor began.
    #[serde(rename = "assessment.judging_began")]
    JudgingBegan {},
    /// Indicators were drawn by lot.
    #[serde(rename = "assessment.sampled")]
    Sampled { seed: String, indicators: Vec<String> },
    /// Somebody said something about an indicator.
    #[serde(rename = "assessment.commented")]
    Commented { indicator: String, text: TextRef },
    /// An assessor set a level, or took it back.
    #[serde(rename = "assessment.judged")]
    Judged { indicator: String, claim: Option<Claim>, text: Option<TextRef> },
    /// It ended.
    #[serde(rename = "assessment.concluded")]
    Concluded {},
    /// What somebody else published about a year.
    #[serde(rename = "assessment.result_published")]
    ResultPublished { instrument: String, year: u32, index: String, text: TextRef },
}

impl Happened {
    /// The fact as the ledger keeps it.
    ///
    /// # Errors
    /// It cannot be written as JSON.
    pub fn event(&self, actor: &Actor, at: Instant) -> Result<NewEvent, StoreError> {
        let damaged = |error: serde_json::Error| StoreError::Damaged(error.to_string());
        let mut written = serde_json::to_value(self).map_err(damaged)?;
        let name = written["name"].as_str().unwrap_or_default().to_owned();
        Ok(NewEvent { name, happened_at: at, actor: actor.clone(), data: written["data"].take() })
    }

    /// The fact that an event of the ledger tells; `None` for one of another room.
    pub fn read(event: &NewEvent) -> Option<Self> {
        serde_json::from_value(serde_json::json!({ "name": event.name, "data": event.data })).ok()
    }

    /// The indicator that it is about.
    pub fn indicator(&self) -> Option<&str> {
        match self {
            Self::Assigned { indicator, .. }
            | Self::Filled { indicator, .. }
            | Self::EvidenceAdded { indicator, .. }
            | Self::EvidenceWithdrawn { indicator, .. }
            | Self::Sent { indicator }
            | Self::Accepted { indicator }
            | Self::Returned { indicator, .. }
            | Self::Commented { indicator, .. }
            | Self::Judged { indicator, .. } => Some(indicator),
            _ => None,
        }
    }

    /// The sealed words that came with it.
    pub fn text(&self) -> Option<&TextRef> {
        match self {
            Self::Filled { text, .. } | Self::Submitted { text, .. } | Self::Judged { text, .. } => text.as_ref(),
            Self::EvidenceWithdrawn { text, .. }
            | Self::Returned { text, .. }
            | Self::Commented { text, .. }
            | Self::ResultPublished { text, .. } => Some(text),
            _ => None,
        }
    }
}
