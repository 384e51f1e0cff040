//! Doors for questions that a room asks as a case of our own: it is opened for an officer, judged at the desk like any
//! other, and what became of it is heard by the room that asked.

use super::Answer;
use kernel::{CaseNumber, Instant, OfficerId};
use serde_json::{Map, Value as Json};

/// A case that a room opens.
#[derive(Clone, Debug)]
pub struct Request {
    /// `layanan.id`, for example `akses-layanan-data`.
    pub service: String,
    /// Answers by field id, as `definition::plain` reads them.
    pub answers: Map<String, Json>,
    /// The officer who asks; stands as contact.
    pub officer: OfficerId,
    /// For which unit.
    pub unit: String,
    /// The same key and the same answers: the same case.
    pub key: String,
}

/// Why no case was opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotRequested {
    /// The service is not published in this region.
    #[error("layanan {0} belum diterbitkan")]
    NoSuchService(String),
    /// The definition refuses these answers: field and sentence.
    #[error("isian keliru")]
    Answers(Vec<(String, String)>),
    /// The store failed, or a rule of the desk refused it.
    #[error("{0}")]
    Failed(String),
}

/// Where such a case stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Requested {
    /// Id of the case.
    pub case: String,
    /// Its public number; officers open it at `/kerja/kasus/{number}`.
    pub number: CaseNumber,
    /// The service.
    pub service: String,
    /// The answers as they stand now, by field id, as `definition::plain` writes them.
    pub answers: Map<String, Json>,
    /// The unit that holds it now, or held it last.
    pub holder: String,
    /// When the whole case is due.
    pub due: Option<Instant>,
    /// How it ended, if it did.
    pub end: Option<RequestEnd>,
}

/// How such a case ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestEnd {
    /// Id of the end, for example `diberikan`.
    pub end: String,
    /// Whether it gives what was asked for (`hasil = "berhasil"`).
    pub granted: bool,
    /// When.
    pub at: Instant,
    /// The officer whose action led there; none where silence or the asking side did.
    pub officer: Option<OfficerId>,
    /// Their unit.
    pub unit: String,
    /// The reason given with that action; empty without.
    pub reason: String,
}

/// Answered by desk, used by applications and exchange. That a case ended is heard in the log: `case.ended`, whose
/// `desk.service` names the service; then the room asks here what became of it.
pub trait Requests: Send + Sync {
    /// Opens a case.
    fn open(&self, request: Request) -> Answer<'_, Result<Requested, NotRequested>>;
    /// The case with this id; `None` if there is none.
    fn of<'a>(&'a self, case: &'a str) -> Answer<'a, Result<Option<Requested>, String>>;
    /// The address under which the asking unit follows its case, mends what was returned and takes it back. It opens all
    /// that whoever asks may see: show it to officers of that unit only. `None` if there is no such case.
    fn link<'a>(&'a self, case: &'a str) -> Answer<'a, Option<String>> {
        let _ = case;
        Box::pin(async { None })
    }
}
