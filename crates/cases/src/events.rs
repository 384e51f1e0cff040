//! What happens to a case (semantics section 9). Names are never renamed, only superseded.
//!
//! No personal value and no free text stands in any of these: texts are [`TextRef`]s, answers [`AnswersRef`]s.

use crate::answers::{AnswersRef, FileRef};
use crate::clocks::ClockRef;
use crate::command::{Evidence, GivenReason};
use jiff::civil::Date;
use kernel::{Actor, Duration, Instant, NewEvent, TextRef, Zone};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An event with when it happened and who did it: one row of the ledger to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// When it happened in the world.
    pub happened_at: Instant,
    /// Who did it.
    pub actor: Actor,
    /// What happened.
    pub event: CaseEvent,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "name", content = "data")]
#[expect(missing_docs, reason = "the variants carry their public names; semantics section 9 describes them")]
pub enum CaseEvent {
    #[serde(rename = "case.opened")]
    Opened(Box<Opened>),
    #[serde(rename = "step.entered")]
    Entered(Box<Entered>),
    #[serde(rename = "step.skipped")]
    Skipped { step: String },
    #[serde(rename = "step.cancelled")]
    Cancelled { token: u32, step: String },
    #[serde(rename = "branch.arrived")]
    Arrived { step: String, forks: Vec<Fork> },
    #[serde(rename = "branches.joined")]
    Joined { step: String, fork: u32 },
    #[serde(rename = "action.taken")]
    Acted(Box<Acted>),
    #[serde(rename = "answer.given")]
    Answered { text: Option<TextRef> },
    #[serde(rename = "note.added")]
    Noted { text: Option<TextRef> },
    #[serde(rename = "info.added")]
    InfoAdded {
        text: Option<TextRef>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        files: Vec<FileRef>,
    },
    #[serde(rename = "case.transferred")]
    Transferred(Moved),
    #[serde(rename = "case.returned")]
    Returned(Moved),
    #[serde(rename = "calendar.changed")]
    CalendarChanged {
        /// What was changed, made from the change itself (`CalendarChange` as text), never typed by a person.
        cause: String,
        projections: Vec<Projection>,
    },
    #[serde(rename = "clock.lapsed")]
    Lapsed(Lapsed),
    #[serde(rename = "clock.stopped")]
    Stopped(ClockStopped),
    #[serde(rename = "clock.paused")]
    Paused(ClockMoved),
    #[serde(rename = "clock.resumed")]
    Resumed(ClockMoved),
    #[serde(rename = "case.publicised")]
    Publicised { clock: ClockRef },
    #[serde(rename = "case.escalated")]
    Escalated(Escalated),
    #[serde(rename = "lapse.refused")]
    LapseRefused { clock: ClockRef, code: String },
    #[serde(rename = "case.ended")]
    Ended(Box<CaseEnded>),
    #[serde(rename = "case.taken_over")]
    TakenOver {
        /// Clocks already past due; marked as fired without their `lewat` (semantics R55).
        lapsed: Vec<ClockRef>,
    },
    #[serde(rename = "support.added")]
    Supported {
        /// Where the supporter's own words and contact are sealed, if any were given.
        text: Option<TextRef>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        files: Vec<FileRef>,
    },
    #[serde(rename = "case.rated")]
    Rated { rating: u8 },
    #[serde(rename = "mandate.recorded")]
    Mandated(Box<Mandate>),
    #[serde(rename = "case.withdrawn")]
    Withdrawn {
        /// Why, sealed, if the resident said it.
        text: Option<TextRef>,
    },
    #[serde(rename = "case.migrated")]
    Migrated(Box<Migrated>),
}

/// `case.opened`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Opened {
    /// `layanan.id`.
    pub service: String,
    /// Content hash of the pinned definition.
    pub definition: String,
    /// `layanan.versi`, for people.
    pub version: u32,
    /// The zone for life (semantics R12).
    pub zone: Zone,
    /// `web`, `loket`, `wa`, `luring`, `impor`.
    pub channel: String,
    /// What the device's clock said where the form was filled in without a signal: kept beside the server's, which counts
    /// (semantics R47).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device_at: Option<Instant>,
    /// The identity is hidden from the public and the agency.
    #[serde(default)]
    pub anonymous: bool,
    /// The case stands in no public list.
    #[serde(default)]
    pub secret: bool,
    /// Code of the village that the answers name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub village: Option<String>,
    /// The first version of the answers.
    #[serde(default)]
    pub answers: AnswersRef,
    /// Files that came along.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileRef>,
    /// Budget of `total`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Duration>,
    /// Budget of `verifikasi`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verification: Option<Duration>,
    /// Budget of `jawaban`, where it starts at the opening (imports, semantics R55).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_answer: Option<Duration>,
    /// Steps that are always skipped (a renewal, semantics R57).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skip: Vec<String>,
    /// Where it was imported from; such a case fires nothing until it is taken over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imported: Option<Imported>,
    /// The case that it follows (semantics R56).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<Box<Follows>>,
}

/// A case that follows another one: an objection to its end (semantics R56), or the renewal of its letter (R57). The
/// first case stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Follows {
    /// Internal id of the first case.
    pub case: String,
    /// Its public number.
    pub number: String,
    /// It renews the letter of the first case; otherwise it objects to its end.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub renewal: bool,
    /// Why the resident objects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<TextRef>,
    /// Persons who acted in the first case and may not act in this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub barred: Vec<String>,
}

/// The outside identity of an imported case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// For example `lapor`.
    pub source: String,
    /// Its number there.
    pub outside: String,
    /// What was odd about the row, for officers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<String>,
}

/// A fork that a branch remembers (semantics R39).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fork {
    /// 1, 2, 3 … within the case.
    pub id: u32,
    /// How many branches it made.
    pub width: u32,
}

/// `step.entered`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entered {
    /// 1, 2, 3 … within the case.
    pub token: u32,
    /// The step.
    pub step: String,
    /// The unit that holds it now.
    pub unit: String,
    /// The title that acts; `None` at a waiting step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Whether an office holds it.
    pub working: bool,
    /// The budget of a fresh clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget: Option<Duration>,
    /// The token came back from a waiting step: clock, unit and escalation go on as they were (semantics R24, R48).
    #[serde(default)]
    pub back: bool,
    /// Open forks, outermost first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forks: Vec<Fork>,
    /// Fields and files that the resident may change here (semantics R44).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<String>,
}

/// `case.migrated`: a new version took effect and said so (semantics R61). No clock starts, stops or gains by it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Migrated {
    /// Content hash of the definition that it followed.
    pub from: String,
    /// Content hash of the definition that it follows now.
    pub to: String,
    /// `layanan.versi` of the new one, for people.
    pub version: u32,
    /// `kasus_lama.pindah`: what was done at an old step counts for the new one.
    pub steps: BTreeMap<String, String>,
    /// Where the tokens stand now.
    pub tokens: Vec<Relocated>,
}

/// A token of a case that follows another version now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relocated {
    /// The token.
    pub token: u32,
    /// Its step in the new version.
    pub step: String,
    /// The unit that holds it.
    pub unit: String,
    /// The title that acts; `None` at a waiting step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// `mandate.recorded`: whoever opened the case acts for somebody else, until a last day (docs/adr/0019).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mandate {
    /// Who gives the mandate and who acts, sealed.
    pub names: TextRef,
    /// Its last day, inclusive.
    pub until: Date,
    /// The document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileRef>,
}

/// `action.taken`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Acted {
    /// The token that was consumed; `None` where the total clock's silence acts from elsewhere (semantics R51).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<u32>,
    /// The step.
    pub step: String,
    /// The action.
    pub action: String,
    /// What the step clock had consumed, in its measure, where it could be computed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consumed: Option<i64>,
    /// Answers it brought along.
    #[serde(default, skip_serializing_if = "AnswersRef::is_empty")]
    pub answers: AnswersRef,
    /// Files it brought along.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileRef>,
    /// Fields and files it marked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<String>,
    /// The reason given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<GivenReason>,
    /// Checklist and evidence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// 1 to 5.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<u8>,
    /// For whom a substitute acted (semantics R46).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<String>,
    /// What the device's clock said where it was filled in without a signal: kept beside the server's, which counts (semantics R47).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device_at: Option<Instant>,
    /// The village, where the answers it brought along name another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub village: Option<String>,
}

/// `case.transferred` and `case.returned`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Moved {
    /// The step, which stays where it is.
    pub step: String,
    /// The unit that held it.
    pub from: String,
    /// The unit that holds it now.
    pub to: String,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<TextRef>,
}

/// A due instant projected anew (semantics R22).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Projection {
    /// Which clock.
    pub clock: ClockRef,
    /// Before; `None` where a year was missing.
    pub before: Option<Instant>,
    /// After; `None` where a year is missing.
    pub after: Option<Instant>,
}

/// `clock.lapsed`; case, clock and start are the once-only key (semantics R54).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lapsed {
    /// Which clock.
    pub clock: ClockRef,
    /// Its start.
    pub start: Instant,
    /// `catat` of the definition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// `clock.stopped`, for `verifikasi` and `jawaban`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockStopped {
    /// Which clock.
    pub clock: ClockRef,
    /// What it had consumed, in its measure, where it could be computed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consumed: Option<i64>,
    /// The step that was entered, for `verifikasi`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    /// Budget of `jawaban`, which starts where `verifikasi` stops (semantics R27).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_answer: Option<Duration>,
}

/// `clock.paused` and `clock.resumed`, for the case clocks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockMoved {
    /// Which clock.
    pub clock: ClockRef,
    /// What it had consumed, in its measure, where it could be computed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consumed: Option<i64>,
    /// Where the tokens stand that cause it.
    pub steps: Vec<String>,
}

/// `case.escalated`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Escalated {
    /// The clock that passed.
    pub clock: ClockRef,
    /// As the definition writes it: `kabid-ikp@dinas-kominfo`.
    pub to: String,
    /// The title that may act too.
    pub title: String,
    /// In which unit.
    pub unit: String,
}

/// The engine's own end of a case that its applicant took back. No id of a definition looks like it (semantics R1).
pub const WITHDRAWN: &str = "mesin:ditarik";

/// How a case was closed; kept beside the end and never mixed up (semantics R42).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Closing {
    /// An officer's action.
    Officer,
    /// The resident's action.
    Resident,
    /// The applicant took the application back; never a success and never a refusal.
    Withdrawn,
    /// Nobody acted in time; never consent and never refusal.
    Silence,
    /// It had ended where it was imported from.
    Import,
}

/// `case.ended`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseEnded {
    /// Which end.
    pub end: String,
    /// How it was closed.
    pub by: Closing,
    /// `berhasil`, `gagal` or `netral`.
    pub outcome: String,
    /// An imported end whose time is unknown sits on no clock (semantics R55).
    #[serde(default)]
    pub time_unknown: bool,
    /// What every clock had consumed, in its measure, where it could be computed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consumed: Vec<(ClockRef, i64)>,
}

/// A recorded event that this version cannot read.
#[derive(Debug, thiserror::Error)]
#[error("peristiwa `{name}` tidak dapat dibaca: {why}")]
pub struct UnreadableEvent {
    /// Its name.
    pub name: String,
    /// What is wrong.
    pub why: String,
}

impl CaseEvent {
    /// Its public name, for example `case.opened`.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Opened(_) => "case.opened",
            Self::Entered(_) => "step.entered",
            Self::Skipped { .. } => "step.skipped",
            Self::Cancelled { .. } => "step.cancelled",
            Self::Arrived { .. } => "branch.arrived",
            Self::Joined { .. } => "branches.joined",
            Self::Acted(_) => "action.taken",
            Self::Answered { .. } => "answer.given",
            Self::Noted { .. } => "note.added",
            Self::InfoAdded { .. } => "info.added",
            Self::Transferred(_) => "case.transferred",
            Self::Returned(_) => "case.returned",
            Self::CalendarChanged { .. } => "calendar.changed",
            Self::Lapsed(_) => "clock.lapsed",
            Self::Stopped(_) => "clock.stopped",
            Self::Paused(_) => "clock.paused",
            Self::Resumed(_) => "clock.resumed",
            Self::Publicised { .. } => "case.publicised",
            Self::Escalated(_) => "case.escalated",
            Self::LapseRefused { .. } => "lapse.refused",
            Self::Ended(_) => "case.ended",
            Self::TakenOver { .. } => "case.taken_over",
            Self::Supported { .. } => "support.added",
            Self::Rated { .. } => "case.rated",
            Self::Mandated(_) => "mandate.recorded",
            Self::Withdrawn { .. } => "case.withdrawn",
            Self::Migrated(_) => "case.migrated",
        }
    }
}

impl Fact {
    /// The envelope that the store keeps.
    pub fn envelope(&self) -> NewEvent {
        let mut tagged = serde_json::to_value(&self.event).unwrap_or_default();
        let data = tagged.get_mut("data").map(serde_json::Value::take);
        NewEvent {
            name: self.event.name().to_owned(),
            happened_at: self.happened_at,
            actor: self.actor.clone(),
            data: data.unwrap_or_default(),
        }
    }

    /// Reads an envelope back.
    ///
    /// # Errors
    /// The name or the payload is not one that this version knows.
    pub fn read(recorded: &NewEvent) -> Result<Self, UnreadableEvent> {
        let tagged = serde_json::json!({ "name": recorded.name, "data": recorded.data });
        let event = serde_json::from_value(tagged)
            .map_err(|error| UnreadableEvent { name: recorded.name.clone(), why: error.to_string() })?;
        Ok(Self { happened_at: recorded.happened_at, actor: recorded.actor.clone(), event })
    }
}
