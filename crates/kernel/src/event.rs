//! The envelope of what happened.

use crate::{Actor, Instant};
use serde::{Deserialize, Serialize};

/// A fact that is about to be recorded. Names are `noun.past_verb` and are never renamed.
/// No personal value and no free text stands in `data`: only references and salted hashes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewEvent {
    /// For example `case.opened`.
    pub name: String,
    /// When it happened in the world; statistics use this.
    pub happened_at: Instant,
    /// Who did it.
    pub actor: Actor,
    /// The room's own payload.
    pub data: serde_json::Value,
}

/// A recorded fact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Region code, for example `35.17`; the leading column of every key.
    pub region: String,
    /// What it is about, for example `case/018f…`.
    pub stream: String,
    /// 1, 2, 3 … within the stream.
    pub version: i64,
    /// 1, 2, 3 … within the region; every reader follows this order only.
    pub log_index: i64,
    /// When it was recorded; "as of D" means recorded up to D.
    pub recorded_at: Instant,
    /// The fact itself.
    #[serde(flatten)]
    pub fact: NewEvent,
}

/// A free text or personal value that stands outside the log: where it is sealed, and what it was.
/// Erasing the person's key erases the value; the hash still proves what was recorded.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TextRef {
    /// Key of the sealed value in the store.
    pub id: String,
    /// SHA-256 over a random salt (sealed beside the value) and the text, lower-case hex.
    pub hash: String,
}
