//! What the events of a case carry beside the engine's own payload, so that figures needs no join.
//!
//! Stream `case/{id}`; names and own payloads are those of [`cases::CaseEvent`] (`case.opened`, `step.entered`,
//! `action.taken`, `answer.given`, `case.ended`, …), imports included: an imported case begins with `case.opened` whose
//! `imported` names source, outside number and flags. Every event of a case has one more key in `data`, **`desk`**: a
//! [`Facts`] as it stands **after the commit** to which the event belongs.
//!
//! | event | beside `service kind unit district village opened_at source flags` |
//! |---|---|
//! | `case.opened` | `number`; the engine's `channel`, `device_at`, `anonymous`, `secret`, `imported` |
//! | `answer.given` | [`Facts::first_answer`], on the first public answer only |
//! | `case.ended` | [`Facts::finish`]; the engine's `end`, `outcome`, `by`, `time_unknown` |
//! | `clock.lapsed` | the engine's `clock`, `start`; late is counted here, once per clock |
//! | `step.entered`, `case.transferred`, `case.returned` | `unit` is the unit that holds it now |
//! | `case.rated`, `action.taken` with `rating` | the engine's `rating` 1–5 |
//!
//! An imported case that was answered before it was reported has `first_answer.before_report = true` and is left out
//! of medians; one with `finish.time_unknown` is *selesai tidak diketahui*: neither open nor overdue, in no median.
//!
//! Other streams: `desk/services` (`service.published` `{service, version, hash, name}`, `service.withdrawn`
//! `{service}`), `desk/calendar` (`calendar.year_imported` `{year, holidays, made_on}`, `holiday.added` `{date, kind,
//! name, made_on}`, `holiday.removed` `{date, made_on}`, `period.added` `{name, from, to, week, made_on}`).

use kernel::Instant;
use serde::{Deserialize, Serialize};

/// What figures needs with every event of a case; key `desk` of its data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// Public number.
    pub number: String,
    /// `layanan.id`.
    pub service: String,
    /// `pengaduan`, `permohonan` or `informasi`.
    pub kind: String,
    /// The agency that holds the case, or held it last.
    pub unit: String,
    /// District code; empty if unknown.
    pub district: String,
    /// Village code; empty if unknown.
    pub village: String,
    /// When the case was opened (an import: when it was reported).
    pub opened_at: Instant,
    /// Status word after this commit: `baru`, `diproses`, `menunggu`, `berakhir`, `tidak_diketahui`.
    pub status: String,
    /// When the whole case is due after this commit; absent while its clock stands still or its year is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total_due: Option<Instant>,
    /// Imported and not taken over.
    #[serde(default, skip_serializing_if = "is_false")]
    pub dormant: bool,
    /// Whose key seals the texts of this case.
    pub person: String,
    /// Where it was imported from; empty if it was opened here.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// Flags of the import.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<String>,
    /// On the first `answer.given`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_answer: Option<FirstAnswer>,
    /// On `case.ended`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finish: Option<Finish>,
    /// On `case.opened`: sealed contact of the resident.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
    /// On `case.opened`: the agency's application that sent it for the resident.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_by: Option<SentBy>,
    /// On `case.opened` of an import: text, address, answer and every original field, sealed in one value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original: Option<kernel::TextRef>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

/// How long the resident waited for the first public answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstAnswer {
    /// Working time from opening to answer without pauses, in thousandths of a working day (semantics R16); absent
    /// where a holiday year is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thousandths: Option<i64>,
    /// Working seconds from opening to answer, without pauses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub working_seconds: Option<i64>,
    /// Calendar seconds from opening to answer: what the resident lived through (semantics R21).
    pub seconds: i64,
    /// Whether it came in time (semantics R19); absent where nothing was promised or a year is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_time: Option<bool>,
    /// Imported: it lies before its report, so it is in no median.
    #[serde(default, skip_serializing_if = "is_false")]
    pub before_report: bool,
}

/// How long the case took.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finish {
    /// Working time without pauses, in thousandths of a working day; absent where a holiday year is missing or the time
    /// of the end is unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thousandths: Option<i64>,
    /// Working seconds without pauses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub working_seconds: Option<i64>,
    /// Working seconds during which the case waited for the resident; with `working_seconds` it gives the paused share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused_seconds: Option<i64>,
    /// Calendar seconds from opening to end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<i64>,
    /// Whether the whole case was in time; absent where nothing was promised or it cannot be known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_time: Option<bool>,
    /// Imported, and when it ended is unknown.
    #[serde(default, skip_serializing_if = "is_false")]
    pub time_unknown: bool,
}

/// Where the resident can be reached; all sealed under [`Facts::person`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Name, if one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<kernel::TextRef>,
    /// Phone number, if one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<kernel::TextRef>,
    /// E-mail address, if one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<kernel::TextRef>,
    /// Language in which the resident is told.
    #[serde(default)]
    pub lang: kernel::Lang,
    /// The unit that asks, where an officer opened the case for it: its liaison is told instead (docs/adr/0084).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// What is known of it being the resident's own; absent where the service asks nothing (docs/adr/0029).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<ContactProof>,
}

/// The application of an agency through which a resident sent a report (docs/adr/0085).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentBy {
    /// Id in the inventory.
    pub application: String,
    /// Id of the key with which it called.
    pub client: String,
    /// The agency that answers for it.
    pub unit: String,
}

/// How a contact was proved when the case was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ContactProof {
    /// By a code that was sent to the phone number.
    #[serde(rename = "hp")]
    Phone,
    /// By a code that was sent to the e-mail address.
    #[serde(rename = "surel")]
    Email,
    /// Not asked for: an officer saw the person at the counter.
    #[serde(rename = "loket")]
    Counter,
    /// Not proved: the region has no way to send a code.
    #[serde(rename = "tanpa_kanal")]
    NoWay,
}

impl ContactProof {
    /// The word in events and in the keys of texts.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Phone => "hp",
            Self::Email => "surel",
            Self::Counter => "loket",
            Self::NoWay => "tanpa-kanal",
        }
    }
}

impl Contact {
    /// Whether anything but the language is known.
    pub const fn is_known(&self) -> bool {
        self.name.is_some() || self.phone.is_some() || self.email.is_some()
    }
}
