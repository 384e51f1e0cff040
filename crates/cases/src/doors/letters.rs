//! Doors for letters (semantics R57): what desk tells about a case that earned one, and what it shows of it.

use super::{Answer, MessageTo};
use definition::model::{Letter, Signature, Template};
use jiff::civil::Date;
use kernel::{CaseNumber, Instant, Lang, OfficerId};

/// A case that reached an end at which its service makes letters.
#[derive(Clone, Debug)]
pub struct EndedCase {
    /// Id of the case.
    pub id: String,
    /// Its public number.
    pub number: CaseNumber,
    /// `layanan.id`.
    pub service: String,
    /// `layanan.nama`.
    pub service_name: String,
    /// When the end was reached.
    pub ended_at: Instant,
    /// The first day of a renewed letter (semantics R57); otherwise a letter begins with the day of the end.
    pub valid_from: Option<Date>,
    /// The unit whose action led there.
    pub unit: String,
    /// The job title that acted; empty where silence led there.
    pub title: String,
    /// The officer whose action led there.
    pub officer: Option<OfficerId>,
    /// For whom that officer stood in under a *surat tugas*: the replaced title, and its holder where the letter names one.
    pub on_behalf: Option<String>,
    /// How the last step that says so wants its letter signed (`tanda_tangan`).
    pub signature: Option<Signature>,
    /// Whose key seals what is personal about this case.
    pub person: String,
    /// How the resident is reached.
    pub contact: MessageTo,
    /// The resident's language.
    pub lang: Lang,
    /// The tracking address with its key; for sealed messages only.
    pub link: String,
    /// Every field of the form in its order, as people read it.
    pub answers: Vec<ShownAnswer>,
    /// The letters that this end makes.
    pub letters: Vec<Earned>,
    /// `kabar."akhir:END"` where it names a letter: sent when the letter is issued. Only slots `surat.…` are left in it.
    pub announcement: Option<Template>,
}

/// One answer in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownAnswer {
    /// Field id.
    pub field: String,
    /// Its label.
    pub label: String,
    /// What was answered; `None` without an answer or while the field is not shown.
    pub text: Option<String>,
}

/// One `[surat.ID]` of the definition that the case is pinned to.
#[derive(Clone, Debug)]
pub struct Earned {
    /// ID.
    pub key: String,
    /// Its definition.
    pub letter: Letter,
    /// The template's text as it was when the service was published.
    pub template: String,
    /// The text that the running version keeps under the same name, where it is another: what a template that errs is
    /// mended by.
    pub mended: Option<String>,
}

/// A letter that is looked at before there is one: it has no number and stands in no register.
#[derive(Clone, Debug)]
pub struct LetterDraft {
    /// `layanan.nama`.
    pub service_name: String,
    /// The unit that would issue it; empty where only a sample is looked at.
    pub unit: String,
    /// The title that would sign.
    pub title: String,
    /// Who would sign.
    pub officer: Option<OfficerId>,
    /// Its definition.
    pub letter: Letter,
    /// Its template.
    pub template: String,
    /// What it would say.
    pub answers: Vec<ShownAnswer>,
    /// Sample data: the sheet says *CONTOH*, else *DRAF*.
    pub sample: bool,
}

/// Answered by desk, used by letters.
pub trait Endings: Send + Sync {
    /// The case, if it ended at an end that makes letters; `None` for every other case.
    fn ended<'a>(&'a self, case: &'a str) -> Answer<'a, Result<Option<EndedCase>, String>>;
}

/// Where a letter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LetterState {
    /// It has its number and waits for the signature.
    Prepared,
    /// Signed and valid.
    Valid,
    /// Its last day has passed.
    Expired,
    /// Another letter took its place.
    Replaced,
    /// Withdrawn.
    Revoked,
}

impl LetterState {
    /// The word on pages and in addresses.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Prepared => "disiapkan",
            Self::Valid => "berlaku",
            Self::Expired => "kedaluwarsa",
            Self::Replaced => "diganti",
            Self::Revoked => "dicabut",
        }
    }
}

/// One letter of a case, for the tracking page and the officers' case page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseLetter {
    /// Id of the letter.
    pub id: String,
    /// Its register number.
    pub number: String,
    /// Where it stands.
    pub state: LetterState,
    /// Its last day, if it has one.
    pub valid_until: Option<jiff::civil::Date>,
    /// Path of the public page that proves it.
    pub proof: String,
    /// Whether there is a signed file to take away.
    pub file: bool,
}

/// A signed letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterFile {
    /// Name for the reader's disk.
    pub name: String,
    /// `application/pdf` or the kind of the scan.
    pub media: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// Answered by letters, shown by desk to whoever may read the case.
pub trait Letters: Send + Sync {
    /// The letters of this case, oldest first. Empty where the store fails: the case page must open all the same.
    fn of_case<'a>(&'a self, case: &'a str) -> Answer<'a, Vec<CaseLetter>>;
    /// Whether letters are typeset here; without it there is nothing to look at before there is one.
    fn typesets(&self) -> bool;
    /// What a letter would look like, as a PDF; else what is wrong with its template.
    fn draft(&self, draft: LetterDraft) -> Answer<'_, Result<Vec<u8>, String>>;
    /// The *Standar Pelayanan* of a service as a PDF, out of the values of `definition::standard::sheet`; else what went
    /// wrong.
    fn standard(&self, values: serde_json::Value) -> Answer<'_, Result<Vec<u8>, String>>;
    /// Why this ended case has no letter, where its template errs: tried out again, because what it says may quote an
    /// answer and is kept nowhere.
    fn trouble(&self, case: EndedCase) -> Answer<'_, Option<String>>;
    /// The signed file of a letter of this case.
    fn file<'a>(&'a self, case: &'a str, letter: &'a str) -> Answer<'a, Option<LetterFile>>;
}
