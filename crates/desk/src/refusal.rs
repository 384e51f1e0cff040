//! What the desk answers when it will not do what was asked.

use crate::photo::BadPhoto;
use cases::CaseRefusal;
use definition::FieldError;
use kernel::{Refusal, RefusalKind};
use store::{CommitError, StoreError};

/// Why the desk did nothing; only what silence had fired before it (semantics R52) was kept.
#[derive(Debug, thiserror::Error)]
pub enum DeskRefusal {
    /// There is no such case, or the asker may not know it.
    #[error("there is no such case")]
    NoSuchCase,
    /// There is no such service, or it does not run.
    #[error("there is no such service")]
    NoSuchService,
    /// There is no such file on this case, or the asker may not see it.
    #[error("there is no such file")]
    NoSuchFile,
    /// The tracking code does not fit the number.
    #[error("the code does not fit")]
    WrongCode,
    /// The officer may not do this on this case.
    #[error("not this officer's case")]
    Forbidden,
    /// A person has to answer for this step, not a program (docs/adr/0085).
    #[error("a person's step")]
    PersonsStep,
    /// The key is one for trying out: it reaches sample data only.
    #[error("a key for trying out")]
    Sandbox,
    /// Answers break rules of the definition; the form is shown again with each field's fault.
    #[error("answers are incomplete or wrong")]
    Answers(Vec<FieldError>),
    /// The form was sent before with other answers: a page asks whether this is a new report.
    #[error("sent before with other answers")]
    OtherAnswers,
    /// Somebody else acted on the case since the form was drawn; the page shows what happened.
    #[error("the case has moved since")]
    Moved {
        /// The version that the form knew.
        seen: i64,
    },
    /// The service asks for a phone number or an e-mail address.
    #[error("a contact is required")]
    ContactRequired,
    /// The service does not offer to stay anonymous, or a name was given with it.
    #[error("anonymous is not offered")]
    NotAnonymous,
    /// The service does not offer secrecy.
    #[error("secret is not offered")]
    NotSecret,
    /// A phone number or e-mail address that is none.
    #[error("the contact cannot be read")]
    BadContact,
    /// The service asks for a contact that was proved by a code, and it was not (docs/adr/0029).
    #[error("the contact was not proved")]
    Unproved,
    /// The typed code is another one.
    #[error("the code is another one")]
    WrongProofCode {
        /// Tries that are left.
        left: i64,
    },
    /// The code was tried too often.
    #[error("the code was tried too often")]
    CodeSpent,
    /// No code holds for this form and contact: too old, used for another sending, or never sent.
    #[error("no code holds")]
    CodeOver,
    /// An empty text where words are needed, or too many words.
    #[error("the text is empty or too long")]
    BadText,
    /// A reason code that is not on the definition's list.
    #[error("no such reason")]
    NoSuchReason,
    /// There is no such unit.
    #[error("there is no such unit")]
    NoSuchUnit,
    /// The photo is none that is kept.
    #[error(transparent)]
    Photo(#[from] BadPhoto),
    /// The file is larger than the definition allows.
    #[error("the file is too large")]
    FileTooLarge {
        /// What is allowed, in bytes.
        limit: u64,
    },
    /// More files than the definition allows.
    #[error("too many files")]
    TooManyFiles {
        /// What is allowed.
        limit: u32,
    },
    /// The draft is older than 24 hours or was sent already.
    #[error("the draft is gone")]
    DraftGone,
    /// The end of the case allows no objection, its time is over, or it was made before (semantics R56).
    #[error("no objection is possible")]
    NoAppeal,
    /// The document of a mandate is missing.
    #[error("the document is missing")]
    NoDocument,
    /// No letter of this case can be renewed now, or its form asks for more than it did (semantics R57).
    #[error("no renewal is possible")]
    NoRenewal,
    /// There is no such one-time link.
    #[error("there is no such link")]
    NoSuchLink,
    /// The step of the one-time link is over (semantics R47).
    #[error("the link is over")]
    LinkOver,
    /// The definition was refused; the checker's whole report.
    #[error("the definition was refused")]
    Definition(String),
    /// A letter's template errs; its lines.
    #[error("the template of the letter errs")]
    Template(String),
    /// There is no such proposal.
    #[error("there is no such proposal")]
    NoSuchProposal,
    /// Four eyes: whoever proposed a version does not approve it.
    #[error("the proposal is the actor's own")]
    OwnProposal,
    /// The proposal was approved, rejected or taken back before.
    #[error("the proposal is decided")]
    Decided,
    /// Another version was published since the proposal was written.
    #[error("another version was published since")]
    Overtaken,
    /// This very text runs already.
    #[error("this text runs already")]
    RunsAlready,
    /// `layanan.versi` is not above the running one (semantics R70).
    #[error("the version number was not raised")]
    VersionNotRaised,
    /// The holiday list or the change to the calendar cannot be used.
    #[error("the calendar change was refused: {0}")]
    Calendar(String),
    /// The engine refused (semantics R67).
    #[error(transparent)]
    Engine(#[from] CaseRefusal),
    /// Too many writes wait, the disk is full, or the store has stopped: nothing was changed.
    #[error("the store cannot write now")]
    Unavailable,
}

impl Refusal for DeskRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NoSuchCase => "laporan-tidak-ada",
            Self::NoSuchService => "layanan-tidak-ada",
            Self::NoSuchFile => "berkas-tidak-ada",
            Self::WrongCode => "kode-keliru",
            Self::Forbidden => "bukan-wewenang",
            Self::PersonsStep => "langkah-orang",
            Self::Sandbox => "kunci-coba",
            Self::Answers(_) => "isian-keliru",
            Self::OtherAnswers => "jawaban-lain",
            Self::Moved { .. } => "sudah-berubah",
            Self::ContactRequired => "kontak-wajib",
            Self::NotAnonymous => "tidak-anonim",
            Self::NotSecret => "tidak-rahasia",
            Self::BadContact => "kontak-keliru",
            Self::Unproved => "kontak-belum-terbukti",
            Self::WrongProofCode { .. } => "kode-salah",
            Self::CodeSpent => "kode-habis",
            Self::CodeOver => "kode-lewat",
            Self::BadText => "teks-keliru",
            Self::NoSuchReason => "alasan-tidak-ada",
            Self::NoSuchUnit => "unit-tidak-ada",
            Self::Photo(BadPhoto::NotAPhoto) => "bukan-foto",
            Self::Photo(BadPhoto::Heic) => "foto-heic",
            Self::Photo(BadPhoto::TooManyPixels) => "foto-terlalu-besar",
            Self::Photo(BadPhoto::Broken) => "foto-rusak",
            Self::FileTooLarge { .. } => "berkas-terlalu-besar",
            Self::TooManyFiles { .. } => "berkas-terlalu-banyak",
            Self::DraftGone => "draf-hilang",
            Self::NoAppeal => "banding-tidak-bisa",
            Self::NoDocument => "surat-kuasa-kurang",
            Self::NoRenewal => "perpanjangan-tidak-bisa",
            Self::NoSuchLink => "tautan-tidak-ada",
            Self::LinkOver => "tautan-selesai",
            Self::Definition(_) => "definisi-ditolak",
            Self::Template(_) => "templat-surat",
            Self::NoSuchProposal => "usulan-tidak-ada",
            Self::OwnProposal => "usulan-sendiri",
            Self::Decided => "usulan-diputus",
            Self::Overtaken => "usulan-tersusul",
            Self::RunsAlready => "sudah-berjalan",
            Self::VersionNotRaised => "versi-belum-naik",
            Self::Calendar(_) => "kalender-ditolak",
            Self::Engine(refusal) => refusal.code(),
            Self::Unavailable => "penyimpanan-sibuk",
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::NoSuchCase | Self::NoSuchService | Self::NoSuchFile | Self::NoSuchLink | Self::NoSuchProposal => {
                RefusalKind::NotFound
            }
            Self::WrongCode | Self::Forbidden | Self::PersonsStep | Self::Sandbox | Self::OwnProposal => {
                RefusalKind::Forbidden
            }
            Self::OtherAnswers
            | Self::Moved { .. }
            | Self::DraftGone
            | Self::LinkOver
            | Self::NoAppeal
            | Self::NoRenewal
            | Self::Decided
            | Self::Overtaken => RefusalKind::Conflict,
            Self::FileTooLarge { .. } => RefusalKind::TooLarge,
            Self::Unavailable => RefusalKind::Unavailable,
            Self::Engine(refusal) => refusal.kind(),
            _ => RefusalKind::Invalid,
        }
    }

    fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::FileTooLarge { limit } => vec![("batas", (limit / 1024 / 1024).to_string())],
            Self::TooManyFiles { limit } => vec![("batas", limit.to_string())],
            Self::WrongProofCode { left } => vec![("sisa", left.to_string())],
            Self::Calendar(why) => vec![("sebab", why.clone())],
            Self::Template(lines) => vec![("baris", lines.clone())],
            Self::Engine(refusal) => refusal.arguments(),
            _ => Vec::new(),
        }
    }
}

/// What the functions of the desk fail with: a refusal that the reader can act on, or a failure below.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The desk will not.
    #[error(transparent)]
    Refused(#[from] DeskRefusal),
    /// The store cannot, or holds what this program does not understand.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<CaseRefusal> for DeskError {
    fn from(refusal: CaseRefusal) -> Self {
        Self::Refused(DeskRefusal::Engine(refusal))
    }
}

impl From<BadPhoto> for DeskError {
    fn from(bad: BadPhoto) -> Self {
        Self::Refused(DeskRefusal::Photo(bad))
    }
}

impl From<CommitError> for DeskError {
    /// A conflict that is left after three tries, or a guard that failed, reads as "somebody else was faster".
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Conflict { actual } => Self::Refused(DeskRefusal::Moved { seen: actual }),
            CommitError::Guard => Self::Refused(DeskRefusal::Moved { seen: 0 }),
            CommitError::OtherAnswers => Self::Refused(DeskRefusal::OtherAnswers),
            CommitError::Busy | CommitError::Full | CommitError::Halted => Self::Refused(DeskRefusal::Unavailable),
            CommitError::Store(error) => Self::Store(error),
        }
    }
}

impl From<DeskError> for web::Error {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::Refused(refusal) => refusal.into(),
            DeskError::Store(error) => Self::failed(error),
        }
    }
}

/// What the functions of the desk return.
pub type Desked<T> = Result<T, DeskError>;
