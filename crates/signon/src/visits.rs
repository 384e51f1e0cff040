//! Who signed on to what, and what was refused: for the agency that owns the application. Residents stand here without any
//! name.

use crate::events::{event, signer};
use crate::signon::Signon;
use kernel::{Id, Instant, NewEvent};
use serde_json::json;
use store::{Row, Statement, StoreError, values};

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VisitKind {
    /// Somebody signed on.
    Granted,
    /// Somebody was not let in.
    Refused,
    /// Somebody signed off.
    Ended,
    /// A code or a refresh token came a second time: everything given out for that sign-on was taken back.
    Replayed,
}

impl VisitKind {
    const ALL: [Self; 4] = [Self::Granted, Self::Refused, Self::Ended, Self::Replayed];

    /// The word in tables and text keys.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Granted => "masuk",
            Self::Refused => "ditolak",
            Self::Ended => "keluar",
            Self::Replayed => "diulang",
        }
    }

    const fn event(self) -> &'static str {
        match self {
            Self::Granted => "sign_on.granted",
            Self::Refused => "sign_on.refused",
            Self::Ended => "sign_on.ended",
            Self::Replayed => "sign_on.replayed",
        }
    }

    /// The tag of `components.html`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Granted => "good",
            Self::Refused => "stop",
            Self::Ended => "plain",
            Self::Replayed => "late",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// Its id: later ones are greater.
    pub id: String,
    /// The key.
    pub client: String,
    /// The officer; empty for residents and programs.
    pub officer: String,
    /// What happened.
    pub kind: VisitKind,
    /// Why, as a short code; empty where nothing was refused.
    pub reason: String,
    /// When.
    pub at: Instant,
}

/// What is to be written down.
pub(crate) struct Note<'a> {
    pub client: &'a str,
    pub unit: &'a str,
    pub officer: &'a str,
    pub kind: VisitKind,
    pub reason: &'static str,
}

impl Signon {
    /// The fact and the line of a visit, for the commit that it belongs to.
    pub(crate) fn noted(&self, note: &Note<'_>, now: Instant) -> (NewEvent, Statement) {
        let data = json!({ "client": note.client, "reason": note.reason });
        let row = Statement::new(
            "INSERT INTO signon_visits (region, id, client, unit, officer, kind, reason, at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            values![
                self.region(),
                Id::new(now, self.chance()).to_string(),
                note.client,
                note.unit,
                note.officer,
                note.kind.word(),
                note.reason,
                now,
            ],
        );
        (event(note.kind.event(), now, &signer(note.officer), data), row)
    }

    /// Writes down what was refused. That it cannot be written does not let anybody in.
    pub(crate) async fn note(&self, note: Note<'_>) {
        let now = self.now();
        let (fact, row) = self.noted(&note, now);
        if let Err(error) = self.store().commit(self.on_client(note.client, vec![fact], vec![row]), now).await {
            tracing::warn!(%error, client = note.client, "a refused sign-on could not be written down");
        }
    }

    /// Visits of a key, latest first, before `before` (empty: from now).
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn visits(&self, client: &str, before: &str, limit: i64) -> Result<Vec<Visit>, StoreError> {
        // Behind every id in every collation: ids are hexadecimal.
        let before = if before.is_empty() { "g" } else { before };
        let sql = "SELECT id, client, officer, kind, reason, at FROM signon_visits \
                   WHERE region = $1 AND client = $2 AND id < $3 ORDER BY id DESC LIMIT $4";
        let rows = self.store().rows(sql, &values![self.region(), client, before, limit]).await?;
        rows.iter().map(read).collect()
    }
}

fn read(row: &Row) -> Result<Visit, StoreError> {
    let kind = VisitKind::parse(row.text(3)?).ok_or_else(|| StoreError::Damaged("a visit".to_owned()))?;
    Ok(Visit {
        id: row.string(0)?,
        client: row.string(1)?,
        officer: row.string(2)?,
        kind,
        reason: row.string(4)?,
        at: row.instant(5)?,
    })
}
