//! What people and the clock job ask of a case.

use crate::answers::{AnswersRef, FileRef};
use crate::events::{Imported, Mandate};
use definition::model::Definition;
use definition::number::Number;
use kernel::{Calendar, Instant, TextRef, Zone};
use serde::{Deserialize, Serialize};

/// Opens a case. The answers were checked against the definition before.
#[derive(Clone, Debug)]
pub struct Open {
    /// The region's zone, kept for life (semantics R12).
    pub zone: Zone,
    /// `web`, `loket`, `wa`, `luring`.
    pub channel: String,
    /// The identity is hidden from the public and the agency.
    pub anonymous: bool,
    /// The case stands in no public list.
    pub secret: bool,
    /// The answers, split (see [`AnswersRef::split`]).
    pub answers: AnswersRef,
    /// Files that came along.
    pub files: Vec<FileRef>,
    /// What the device's clock said where the form was filled in without a signal (semantics R47).
    pub device_at: Option<Instant>,
    /// Opens a renewal: the steps of `perpanjang.lewati` are skipped (semantics R57).
    pub renewal: bool,
}

/// Takes in a past report with its own times (semantics R55).
#[derive(Clone, Debug)]
pub struct Import {
    /// How it would be opened; the channel should be `impor`.
    pub open: Open,
    /// Where it comes from.
    pub imported: Imported,
    /// When it was reported.
    pub opened_at: Instant,
    /// When it was forwarded; without it `jawaban` starts at the opening.
    pub forwarded_at: Option<Instant>,
    /// The step at which it stands; default: the start step.
    pub step: Option<String>,
    /// The village of which it speaks, for services whose form asks for no place.
    pub village: Option<String>,
    /// The unit that holds it; default: the step's own.
    pub unit: Option<String>,
    /// When it was first answered in public, and the sealed answer. May lie before the opening.
    pub answered: Option<(Instant, Option<TextRef>)>,
    /// The end it reached, and when; `None` as time where that is unknown.
    pub ended: Option<(String, Option<Instant>)>,
}

/// A command on a case that exists.
#[derive(Clone, Debug)]
pub enum Command<'a> {
    /// Take an action (semantics R38).
    Act(Box<Act>),
    /// Public answer by an officer (semantics R48).
    Answer {
        /// The sealed text.
        text: Option<TextRef>,
    },
    /// Internal note by an officer.
    Note {
        /// The sealed text.
        text: Option<TextRef>,
    },
    /// The resident adds information.
    AddInfo {
        /// The sealed text.
        text: Option<TextRef>,
        /// Files that came along.
        files: Vec<FileRef>,
    },
    /// Hand a working step to another unit, with reason.
    Transfer {
        /// The step.
        step: String,
        /// The unit that shall hold it.
        unit: String,
        /// The sealed reason.
        reason: Option<TextRef>,
    },
    /// Return a transferred step to the unit before.
    Return {
        /// The step.
        step: String,
        /// The sealed reason.
        reason: Option<TextRef>,
    },
    /// An officer takes an imported case over (semantics R55).
    TakeOver,
    /// Another resident "also has this" (semantics R60): adds support, opens no case and no clock.
    Support {
        /// Sealed words and contact.
        text: Option<TextRef>,
        /// Files that came along.
        files: Vec<FileRef>,
    },
    /// Whoever opened the case acts for somebody else; a later mandate takes the place of the one before (docs/adr/0019).
    Mandate(Box<Mandate>),
    /// The applicant takes a running application back (docs/adr/0018).
    Withdraw {
        /// The sealed reason, if one was given.
        text: Option<TextRef>,
    },
    /// A rating after the end, where the definition offers one and none was given.
    Rate {
        /// 1 to 5.
        rating: u8,
    },
    /// The working calendar changed (semantics R22); `Context::calendar` is the new one.
    CalendarChanged {
        /// The calendar as it was.
        before: &'a Calendar,
        /// What was changed: the `CalendarChange` as text, never typed by a person.
        cause: String,
    },
    /// A new version of the definition took effect: the tokens on the steps that it names move (semantics R61).
    Migrate {
        /// The new version.
        to: &'a Definition,
    },
    /// Only look: silence becomes events (semantics R52). The clock job does nothing else.
    Look,
}

/// An action that somebody takes.
#[derive(Clone, Debug, Default)]
pub struct Act {
    /// The step; needed where two tokens offer that name.
    pub step: Option<String>,
    /// The action.
    pub action: String,
    /// Answers it brings along.
    pub answers: AnswersRef,
    /// Files it brings along.
    pub files: Vec<FileRef>,
    /// Fields and files that are marked (`tandai_isian`, semantics R44).
    pub marks: Vec<String>,
    /// The reason, where asked for.
    pub reason: Option<GivenReason>,
    /// Checklist and evidence.
    pub evidence: Vec<Evidence>,
    /// 1 to 5, where offered.
    pub rating: Option<u8>,
    /// For whom a substitute acts (semantics R46; the caller has checked the *surat tugas*), or `@pelapor` where the
    /// counter records what the resident decided.
    pub on_behalf_of: Option<String>,
    /// What the device's clock said where the form was filled in without a signal (semantics R47).
    pub device_at: Option<Instant>,
}

/// A reason: a code of the list, text, or both (semantics R9).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenReason {
    /// A code of the list, where the definition names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The sealed text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<TextRef>,
}

/// One item of `daftar_periksa` or `bukti`, filled in (semantics R8).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// The item's id.
    pub item: String,
    /// What was filled in.
    pub value: EvidenceValue,
}

/// The value of an item.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceValue {
    /// `angka`.
    Number(Number),
    /// `ya_tidak`.
    YesNo(bool),
    /// `teks`, sealed.
    Text(TextRef),
    /// `foto`: attachment ids.
    Photos(Vec<String>),
}
