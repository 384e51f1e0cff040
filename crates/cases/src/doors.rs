//! Doors between rooms: what one room answers for another. `gapura` wires them; no room knows its neighbour.

mod joined;
mod letters;
mod proving;
mod requests;
mod sources;

pub use joined::{
    Application, Applications, CallGrant, Callable, Certificate, CertificateFault, Certificates, Client, Clients,
    Credential, Directories, Directory, FeedAnswer, FeedTable, Feeds, Health, Joins, Launch, Launcher, Offered,
    Operation, Rung, Showcase, ShownService, Statuses, Traffic, Upstream,
};
pub use letters::{CaseLetter, Earned, EndedCase, Endings, LetterDraft, LetterFile, LetterState, Letters, ShownAnswer};
pub use proving::{CodeOrdered, CodeTried, ContactCodes, ContactWish, NoCodes, ProvedContact};
pub use requests::{NotRequested, Request, RequestEnd, Requested, Requests};
pub use sources::{NoAnswer, NoSources, Question, Record, Sources};

use kernel::{CaseNumber, Instant, Lang, OfficerId, Role, TextRef};
use serde::{Deserialize, Serialize};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// A future that a door returns.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A kecamatan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct District {
    /// Code such as `35.17.01`.
    pub code: String,
    /// Name without "Kecamatan".
    pub name: String,
}

/// A desa or kelurahan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Village {
    /// Code such as `35.17.01.2001`.
    pub code: String,
    /// Name without "Desa" or "Kelurahan".
    pub name: String,
    /// Code of its district.
    pub district: String,
    /// Whether it is a kelurahan (code part 1xxx) rather than a desa.
    pub kelurahan: bool,
}

/// What was found for the name of a village as people wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VillageMatch {
    /// The name is that of exactly one village (in the named district, if one was named).
    Exact(Village),
    /// A named alias of the region says so; the reason is kept.
    Alias(Village, String),
    /// A spelling variant, clear enough to be repaired and reported.
    Repaired(Village),
    /// Several fit equally well, or none does; never the nearest name in another district.
    Unknown,
}

/// Where a coordinate lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// The village whose outline contains it, or the nearest one when outlines leave a gap.
    pub village: Option<String>,
    /// Whether it lies inside the region; `None` where no outline is imported.
    pub inside: Option<bool>,
}

/// Villages, districts and outlines of one region; answered by places.
pub trait Gazetteer: Send + Sync {
    /// All districts by code.
    fn districts(&self) -> Arc<[District]>;
    /// All villages by code.
    fn villages(&self) -> Arc<[Village]>;
    /// The village with this code.
    fn village(&self, code: &str) -> Option<Village>;
    /// The village called `village` in the district called `district` (may be empty).
    fn find(&self, village: &str, district: &str) -> VillageMatch;
    /// The district called `name`; answered by places also for aliases and clear spelling variants.
    fn district_called(&self, name: &str) -> Option<District> {
        let all = self.districts();
        let mut same = all.iter();
        same.find(|one| one.name.eq_ignore_ascii_case(name.trim())).cloned()
    }
    /// Where a coordinate (latitude, longitude in degrees, WGS 84) lies.
    fn locate(&self, latitude: f64, longitude: f64) -> Located;
}

/// One district's value on a map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MapValue {
    /// District code.
    pub code: String,
    /// Its value as people read it, for example `12` or `83 %`.
    pub value: String,
    /// Into which class it falls, from 0; `None` where nothing is known or it is hidden.
    pub class: Option<usize>,
}

/// A map of the districts, to be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DistrictMap {
    /// What it shows; also its accessible name.
    pub title: String,
    /// One sentence for those who cannot see it; the table beside it holds the values.
    pub description: String,
    /// Names of the classes from low to high, for the legend (at most seven).
    pub classes: Vec<String>,
    /// What the legend calls districts without a class, for example `tanpa data`.
    pub without: String,
    /// The values; districts that are not named have no class.
    pub values: Vec<MapValue>,
}

/// Maps drawn on the server; answered by places, used by figures.
pub trait Atlas: Send + Sync {
    /// The map as SVG text: outlines where boundaries are imported, else circles at the districts' centres; `None`
    /// where neither is known. All texts are escaped.
    fn district_map(&self, map: &DistrictMap) -> Option<String>;
}

/// An office to which cases can go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agency {
    /// Unit id such as `dinas-pupr`, `kecamatan-35.17.01` or `desa-35.17.01.2001`.
    pub unit: String,
    /// Full name.
    pub name: String,
    /// Short name for lists.
    pub short: String,
}

/// The agencies of one region; answered by identity.
pub trait Agencies: Send + Sync {
    /// All agencies, in the order in which people expect them.
    fn all(&self) -> Arc<[Agency]>;
    /// The agency of this unit.
    fn agency(&self, unit: &str) -> Option<Agency>;
    /// The agency whose name is written like `name` (exactly, by a named alias, or by a clear spelling variant).
    fn find(&self, name: &str) -> Option<Agency>;
    /// The role that a job title has in a unit (`unit.toml`); `None` where the title is not mapped (then its liaison acts).
    fn role_of(&self, title: &str, unit: &str) -> Option<Role>;
    /// The Indonesian name of a job title in a unit, for pages and messages.
    fn title_name(&self, title: &str, unit: &str) -> String;
}

/// A past report that comes from outside, with its own times (issue "Real data in").
#[derive(Clone, Debug)]
pub struct ImportedCase {
    /// Where it comes from, for example `lapor` or `mediacenter`; with `outside` it is the key for "already there".
    pub source: String,
    /// Its number there.
    pub outside: String,
    /// The service under which it is kept, for example `lainnya`.
    pub service: String,
    /// When it was reported.
    pub opened_at: Instant,
    /// When it was first answered in public, if it was; may lie before `opened_at` (then kept, flagged, left out of medians).
    pub answered_at: Option<Instant>,
    /// Whether and how it ended.
    pub end: ImportedEnd,
    /// The agency that holds or answered it.
    pub unit: Option<String>,
    /// Village code, if known.
    pub village: Option<String>,
    /// District code, if only that is known.
    pub district: Option<String>,
    /// Whether the identity is hidden from public and agency.
    pub anonymous: bool,
    /// Whether the text is hidden from the public.
    pub secret: bool,
    /// Free text of the report.
    pub text: String,
    /// Landmark or address in words.
    pub address: String,
    /// The public answer, if its text is known.
    pub answer: Option<String>,
    /// Every field of the source as it came in, for an export that gives all of them back (sealed).
    pub original: serde_json::Value,
    /// Flags shown to officers, for example `kota_lain`, `jawaban_sebelum_laporan`, `selesai_tidak_diketahui`.
    pub flags: Vec<String>,
}

/// How an imported case ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportedEnd {
    /// Nothing says that it was answered or ended: it is open.
    Open,
    /// It was answered; when or whether it was finished is unknown (neither open nor overdue).
    Unknown,
    /// It was finished at this time.
    At(Instant),
    /// It was refused or archived; the time is unknown.
    Refused,
}

/// What became of an imported row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Imported {
    /// A new case with this number.
    New(CaseNumber),
    /// The same row was imported before; nothing changed.
    Unchanged(CaseNumber),
}

/// Why an imported row was refused.
#[derive(Debug, thiserror::Error)]
pub enum ImportRefusal {
    /// A rule refused it.
    #[error("{0}")]
    Refused(String),
    /// The store failed; nothing of this row was kept.
    #[error("penyimpanan gagal: {0}")]
    Store(String),
}

/// Takes imported cases in and gives them out again; answered by desk, used by bridges.
pub trait Registrar: Send + Sync {
    /// Keeps these cases with their own times, in order, many per flush. Fires no time-out and sends no message.
    fn import<'a>(&'a self, cases: Vec<ImportedCase>) -> Answer<'a, Vec<Result<Imported, ImportRefusal>>>;
    /// The original fields of the imported cases of `source` after `cursor` (a case id, empty at first), at most `limit`,
    /// with what happened to them since; the last item's `cursor` leads on.
    fn exported<'a>(
        &'a self,
        source: &'a str,
        cursor: &'a str,
        limit: usize,
    ) -> Answer<'a, Result<Vec<ExportedCase>, ImportRefusal>>;
    /// Ids of the services that cases can be filed under.
    fn services(&self) -> Vec<String>;
}

/// A case given back to the system it came from.
#[derive(Clone, Debug)]
pub struct ExportedCase {
    /// Where to go on.
    pub cursor: String,
    /// Our number.
    pub number: CaseNumber,
    /// The fields as they came in.
    pub original: serde_json::Value,
    /// Whether the text is secret (an export for the public must leave it out).
    pub secret: bool,
    /// Our public status word, if the case moved since the import.
    pub status: Option<String>,
    /// The latest public answer, if it was given here.
    pub answer: Option<String>,
}

/// A *surat tugas*: an officer stands in for another, or for whoever holds a role in a unit (semantics R46).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandIn {
    /// Its id, stable for life; events refer to it.
    pub id: String,
    /// Its number on paper.
    pub number: String,
    /// Who acts.
    pub officer: OfficerId,
    /// The acting officer's name.
    pub name: String,
    /// The role that is taken over.
    pub role: Role,
    /// In which unit.
    pub unit: String,
    /// The name of the person who is replaced, if the letter names one.
    pub replaces: Option<String>,
}

/// Officers as other rooms need them: who is told when a case is escalated, and who may stand in for whom; answered by
/// identity, used by messages and desk.
pub trait Staff: Send + Sync {
    /// Officers who hold `role` in `unit`.
    fn holding<'a>(&'a self, unit: &'a str, role: Role) -> Answer<'a, Vec<OfficerId>>;
    /// Everybody who holds `role` anywhere and whose account is open, with the name that colleagues know: to choose from.
    fn all_holding(&self, role: Role) -> Answer<'_, Vec<(OfficerId, String)>> {
        let _ = role;
        Box::pin(async { Vec::new() })
    }
    /// The officer's name as colleagues know it, for the signature of a letter.
    fn name<'a>(&'a self, officer: &'a OfficerId) -> Answer<'a, Option<String>>;
    /// The officer's e-mail address, if one is known. For the delivery only: never for a page or a log.
    fn email<'a>(&'a self, officer: &'a OfficerId) -> Answer<'a, Option<String>>;
    /// The letters under which this officer may stand in on that day; none where they cannot be read, for without one
    /// nobody acts.
    fn stands_in<'a>(&'a self, officer: &'a OfficerId, on: jiff::civil::Date) -> Answer<'a, Vec<StandIn>>;
    /// The letters with these ids, whether they are still valid or not: what happened under them stays readable.
    fn letters<'a>(&'a self, ids: &'a [String]) -> Answer<'a, Vec<StandIn>>;
}

/// Topic of the outbox rows that messages claims; their payload is a [`MessageOrder`] as JSON.
pub const MESSAGE_TOPIC: &str = "message";

/// A message that somebody is to get. Whoever decides that it is due (desk, the clock job) renders the text, for a case
/// from its definition (semantics R58), seals text and contact, and writes this as the payload of an outbox row of topic
/// [`MESSAGE_TOPIC`] in the commit that caused it. Holds no personal value and no free text: only references.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageOrder {
    /// The same order is delivered once: for example `CASE-ID/EVENT-VERSION/KEY` (and `/2` where one event sends two).
    pub once: String,
    /// Id of the case; for a form that was not sent, `draft/` and the hash of its handle.
    pub case: String,
    /// Its public number; a form that was not sent has none, and nobody calls because of it.
    #[serde(default)]
    pub number: Option<CaseNumber>,
    /// Grows within a case (the version of the event that caused it); messages of one case leave in this order.
    pub order: i64,
    /// What it says, for lists: a `kabar` key such as `diterima` or `masuk:survei`, or a sentence of the engine such as
    /// `mesin:ditutup_diam`.
    pub key: String,
    /// Who gets it.
    pub to: MessageTo,
    /// Language of the text.
    pub lang: Lang,
    /// Whose key seals `text` and the values in `to`: the person that desk made for the case.
    pub person: String,
    /// The rendered text, sealed. Holds the tracking address where the definition asks for it, never a personal value.
    pub text: TextRef,
    /// The unit that holds the case; its officers call where no message can be sent.
    pub unit: String,
    /// Not sent after this: a code that holds no more. Without, it is sent whenever that succeeds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
}

/// To whom a message goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum MessageTo {
    /// A resident.
    Person {
        /// Whether the reporter is anonymous or secret: then only verifiers see the number on the call list.
        hidden: bool,
        /// The sealed name, if one was given; the text must not contain it.
        name: Option<TextRef>,
        /// The sealed phone number, if one was given.
        phone: Option<TextRef>,
        /// The sealed e-mail address, if one was given.
        email: Option<TextRef>,
    },
    /// Everyone who holds this role in this unit (`naik`); by e-mail where one is known, always as a notice.
    Staff {
        /// Agency unit.
        unit: String,
        /// Role there.
        role: Role,
    },
}

/// Where a message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// Waits for its first or next try.
    Queued,
    /// The channel took it; whether it arrived is not known.
    Sent,
    /// Given up after the last try, or refused by the channel.
    Failed,
    /// There is no channel to this person ("tidak terkirim"): on the call list.
    NoChannel,
    /// An officer called instead.
    Called,
}

/// One message of a case, for the case page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// What it says (`MessageOrder::key`).
    pub key: String,
    /// `surel`, `sms`, `wa`, `pemberitahuan` (staff) or empty where there is none.
    pub channel: String,
    /// Where it stands.
    pub state: DeliveryState,
    /// When it came to stand there.
    pub at: Instant,
    /// Why it failed: a stable code such as `tanpa_kanal` or `ditolak_gerbang`; empty otherwise.
    pub reason: String,
    /// The text as it was rendered, or `None` once the person's key is erased.
    pub text: Option<String>,
}

/// The ways out of the house that the operator configured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ways {
    /// To a phone: SMS or WhatsApp.
    pub phone: bool,
    /// By e-mail.
    pub email: bool,
}

/// What became of the messages of a case; answered by messages, shown by desk.
pub trait Deliveries: Send + Sync {
    /// The ways by which a message can leave at all.
    fn ways(&self) -> Ways;
    /// The messages of this case in order. Empty where the store fails: the case page must open all the same.
    fn of_case<'a>(&'a self, case: &'a str) -> Answer<'a, Vec<Delivery>>;
}

/// How long one service really took in a quarter, by the month in which cases came in.
#[derive(Clone, Debug, PartialEq)]
pub struct Took {
    /// First day of the quarter.
    pub from: jiff::civil::Date,
    /// First day of its last month.
    pub to: jiff::civil::Date,
    /// Cases that came in.
    pub received: i64,
    /// Of these, ended by now.
    pub ended: i64,
    /// Of these, ended in time.
    pub in_time: i64,
    /// Of these, ended late.
    pub late: i64,
    /// Ended at a known time; the median is over these.
    pub timed: i64,
    /// Median of working days from arrival to end, without the time in which the case waited for the resident.
    pub days: Option<f64>,
}

/// What applicants may expect; answered by figures, shown by desk.
pub trait Durations: Send + Sync {
    /// The last quarter that is over. None where it cannot be read: the service's page must open all the same.
    fn of_service<'a>(&'a self, service: &'a str) -> Answer<'a, Option<Took>>;
}

/// What an officer has not yet looked at; answered by messages, shown by the frame.
pub trait Notices: Send + Sync {
    /// How many notices the officer has not opened.
    fn unread<'a>(&'a self, officer: &'a OfficerId) -> Answer<'a, u32>;
}
