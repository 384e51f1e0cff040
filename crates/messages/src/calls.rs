//! The call list: whom no message could reach, and that somebody called.

use crate::messages::{Messages, word};
use crate::refusal::Refused;
use cases::doors::DeliveryState;
use kernel::{Actor, Instant, NewEvent, OfficerId, Role};
use serde_json::json;
use store::{ANY_VERSION, Commit, CommitError, Row, Statement, StoreError, Value, values};
use web::Session;

/// One call to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Id of the message.
    pub id: String,
    /// Number of the case.
    pub number: String,
    /// Since when nobody could be reached.
    pub since: Instant,
    /// Why, as a stable code.
    pub reason: String,
    /// The unit that holds the case.
    pub unit: String,
    /// What is to be said, unless the person was erased.
    pub text: Option<String>,
    /// Name, unless none was given or it was erased.
    pub name: Option<String>,
    /// Phone number as the resident wrote it.
    pub phone: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
}

impl Call {
    /// Where the next page goes on.
    pub fn cursor(&self) -> String {
        format!("{}.{}", self.since.micros(), self.id)
    }
}

/// A notice to an officer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Number of the case.
    pub number: String,
    /// When it was made.
    pub made: Instant,
    /// Whether the officer has seen it.
    pub seen: bool,
    /// What it says.
    pub text: Option<String>,
}

/// Whose calls a session may see: verifiers see every unit and hidden reporters, others their own units without hidden ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    verifier: bool,
    units: Vec<String>,
}

impl Reach {
    /// What this session reaches.
    pub fn of(session: &Session) -> Self {
        let works = |role: Role| matches!(role, Role::Liaison | Role::FieldOfficer | Role::Head | Role::Verifier);
        let units = session.grants.iter().filter(|grant| works(grant.role)).map(|grant| grant.unit.clone());
        let mut units: Vec<String> = units.collect();
        units.sort_unstable();
        units.dedup();
        Self { verifier: session.has_role(Role::Verifier), units }
    }

    /// A condition on `unit` and `hidden` and its values, with placeholders from `$first` on.
    fn condition(&self, first: usize) -> (String, Vec<Value>) {
        if self.verifier {
            return ("1 = 1".to_owned(), Vec::new());
        }
        if self.units.is_empty() {
            return ("1 = 0".to_owned(), Vec::new());
        }
        let marks: Vec<String> = (first..first + self.units.len()).map(|place| format!("${place}")).collect();
        let values = self.units.iter().map(Value::from).collect();
        (format!("hidden = 0 AND unit IN ({})", marks.join(", ")), values)
    }
}

impl Messages {
    /// Up to `limit` calls after `cursor` (empty at first), the longest waiting first.
    ///
    /// # Errors
    /// The store failed.
    pub async fn calls(&self, reach: &Reach, cursor: &str, limit: i64) -> Result<Vec<Call>, StoreError> {
        let (since, id) = cursor.split_once('.').unwrap_or(("-1", ""));
        let since: i64 = since.parse().unwrap_or(-1);
        let (condition, units) = reach.condition(5);
        let sql = format!(
            "SELECT id, number, since_at, reason, unit, text_ref, name_ref, phone_ref, email_ref FROM messages_deliveries
             WHERE region = $1 AND callable = 1 AND (since_at > $2 OR (since_at = $2 AND id > $3)) AND {condition}
             ORDER BY since_at, id LIMIT $4"
        );
        let mut values = values![self.region(), since, id, limit];
        values.extend(units);
        let rows = self.store().rows(&sql, &values).await?;
        let mut references = Vec::new();
        for row in &rows {
            references.push((row.text(5)?, row.text(1)?));
            for column in 6..9 {
                references.extend(row.text_or_null(column)?.map(|id| (id, "")));
            }
        }
        let texts = self.open(&references).await?;
        let of = |row: &Row, column| -> Result<Option<String>, StoreError> {
            Ok(row.text_or_null(column)?.and_then(|id| texts.get(id)).cloned())
        };
        rows.iter()
            .map(|row| {
                Ok(Call {
                    id: row.string(0)?,
                    number: row.string(1)?,
                    since: row.instant(2)?,
                    reason: row.string(3)?,
                    unit: row.string(4)?,
                    text: of(row, 5)?.map(|text| crate::messages::without_key(&text)),
                    name: of(row, 6)?,
                    phone: of(row, 7)?,
                    email: of(row, 8)?,
                })
            })
            .collect()
    }

    /// Records that somebody called (`message.called` on stream `message/CASE`), with the note sealed.
    ///
    /// # Errors
    /// The call is not on this officer's list (any more), or the note is empty or too long.
    pub async fn called(&self, session: &Session, id: &str, note: &str, now: Instant) -> Result<(), Refused> {
        let note = kernel::text::normal(note);
        if note.is_empty() || kernel::text::length(&note) > 1000 {
            return Err(Refused::Note);
        }
        let (condition, units) = Reach::of(session).condition(3);
        let sql = format!(
            "SELECT case_id, person, unit FROM messages_deliveries WHERE region = $1 AND id = $2 AND callable = 1 AND {condition}"
        );
        let mut values = values![self.region(), id];
        values.extend(units);
        let row = self.store().row(&sql, &values).await?.ok_or(Refused::NoCall)?;
        let (case, person, unit) = (row.string(0)?, row.string(1)?, row.string(2)?);
        let chance = self.0.deps.chance.as_ref();
        let person = self.store().open_person(self.region(), &person).await?.ok_or(Refused::NoCall)?;
        let vault = self.store().vault(self.region(), now, chance).await?;
        let (note, sealed) = vault.seal(&person, &note, now, chance)?;
        let done = Statement::new(
            "UPDATE messages_deliveries SET callable = 0, state = $3, since_at = $4 WHERE region = $1 AND id = $2 AND callable = 1",
            values![self.region(), id, word(DeliveryState::Called), now],
        );
        let event = NewEvent {
            name: "message.called".to_owned(),
            happened_at: now,
            actor: actor(session, unit),
            data: json!({ "message": id, "note": note }),
        };
        let commit = Commit {
            events: vec![event],
            statements: vec![sealed, done.exactly_one()],
            ..Commit::new(self.region(), format!("message/{case}"), ANY_VERSION)
        };
        match self.store().commit(commit, now).await {
            Err(CommitError::Guard) => Err(Refused::NoCall),
            outcome => Ok(outcome.map(drop)?),
        }
    }

    /// The officer's latest notices.
    ///
    /// # Errors
    /// The store failed.
    pub async fn notices(&self, officer: &OfficerId, limit: i64) -> Result<Vec<Notice>, StoreError> {
        let sql = "SELECT number, made_at, seen_at, text_ref FROM messages_notices WHERE region = $1 AND officer = $2
                   ORDER BY made_at DESC, id LIMIT $3";
        let rows = self.store().rows(sql, &values![self.region(), &officer.0, limit]).await?;
        let references =
            rows.iter().map(|row| Ok((row.text(3)?, row.text(0)?))).collect::<Result<Vec<_>, StoreError>>()?;
        let texts = self.open(&references).await?;
        rows.iter()
            .map(|row| {
                Ok(Notice {
                    number: row.string(0)?,
                    made: row.instant(1)?,
                    seen: row.int_or_null(2)?.is_some(),
                    text: texts.get(row.text(3)?).cloned(),
                })
            })
            .collect()
    }

    /// Marks all of the officer's notices as seen.
    ///
    /// # Errors
    /// The store failed.
    pub async fn seen(&self, officer: &OfficerId, now: Instant) -> Result<(), CommitError> {
        let statement = Statement::new(
            "UPDATE messages_notices SET seen_at = $3 WHERE region = $1 AND officer = $2 AND seen_at IS NULL",
            values![self.region(), &officer.0, now],
        );
        self.store().commit(Commit::of_statements(self.region(), vec![statement]), now).await.map(drop)
    }
}

/// The officer with the role that let them call: in the unit that holds the case, or as verifier.
fn actor(session: &Session, unit: String) -> Actor {
    let own = session.grants.iter().find(|grant| grant.unit == unit);
    let grant = own.or_else(|| session.grants.iter().find(|grant| grant.role == Role::Verifier));
    Actor::Officer {
        id: session.officer.clone(),
        unit: grant.map_or(unit, |grant| grant.unit.clone()),
        title: grant.map(|grant| grant.role.word().to_owned()).unwrap_or_default(),
    }
}
