//! Requests for access as they stand here, and what their owner narrows before deciding.

use crate::access::list;
use crate::events::{actor, event};
use crate::exchange::Exchange;
use crate::offers::Where;
use crate::refusal::Refused;
use crate::rights::{acts_for, bounds, sees};
use crate::settle::of_answers;
use kernel::Instant;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{Row, Statement, StoreError, values};
use web::Session;

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestState {
    /// Its case is open.
    Waiting,
    /// A part was granted, and nobody has said which: the owner is asked.
    Choosing,
    /// Everything was granted.
    Given,
    /// A part was granted.
    Partly,
    /// Nothing was granted.
    Refused,
}

impl RequestState {
    const ALL: [Self; 5] = [Self::Waiting, Self::Choosing, Self::Given, Self::Partly, Self::Refused];

    /// As it is kept.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Waiting => "menunggu",
            Self::Choosing => "perlu-dipilih",
            Self::Given => "diberikan",
            Self::Partly => "sebagian",
            Self::Refused => "ditolak",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    /// Whether its owner may still choose.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Waiting | Self::Choosing)
    }

    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::Waiting => "wait",
            Self::Choosing => "late",
            Self::Given | Self::Partly => "good",
            Self::Refused => "stop",
        }
    }
}

/// What the owner gives of what was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Narrowed {
    /// Ids of operations.
    pub operations: Vec<String>,
    /// Fields; empty: all, where all were asked for.
    pub fields: Vec<String>,
    /// Calls a minute; 0: as the service.
    pub per_minute: i64,
    /// Calls a day; 0: no limit.
    pub per_day: i64,
}

/// A request for access.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Id of its case.
    pub case: String,
    /// Number of its case.
    pub number: String,
    /// Key of the service.
    pub offer: String,
    /// The application that will call.
    pub application: String,
    /// Its agency.
    pub asker: String,
    /// The agency that owns the service.
    pub owner: String,
    /// For what.
    pub purpose: String,
    /// By which rule.
    pub basis: String,
    /// Operations.
    pub operations: Vec<String>,
    /// Fields; empty: all.
    pub fields: Vec<String>,
    /// For how many months.
    pub months: i64,
    /// What the owner gives of it, if they said so.
    pub narrowed: Option<Narrowed>,
    /// The grant that it goes on from.
    pub renews: Option<String>,
    /// Where it stands.
    pub state: RequestState,
    /// Since when.
    pub asked_at: Instant,
}

impl Asked {
    /// The request as its case tells it: what is asked for may have been changed there. `None` where the case speaks of
    /// another service, application or agency than the one that was asked here: nobody may slip that in.
    pub(crate) fn as_told(&self, told: &Self) -> Option<Self> {
        let who = |one: &Self| (one.offer.clone(), one.application.clone(), one.asker.clone(), one.owner.clone());
        (who(self) == who(told)).then(|| Self {
            purpose: told.purpose.clone(),
            basis: told.basis.clone(),
            operations: told.operations.clone(),
            fields: told.fields.clone(),
            months: told.months,
            ..self.clone()
        })
    }

    /// What its owner gives of it, as far as that is still asked for; `None` where no operation is left.
    pub(crate) fn part(&self) -> Option<Narrowed> {
        let part = self.narrowed.clone()?;
        let operations: Vec<String> = part.operations.into_iter().filter(|id| self.operations.contains(id)).collect();
        let fields = match (self.fields.is_empty(), part.fields.is_empty()) {
            (true, _) => part.fields,
            (false, true) => self.fields.clone(),
            (false, false) => {
                let left: Vec<String> = part.fields.into_iter().filter(|name| self.fields.contains(name)).collect();
                crate::access::named(&left)
            }
        };
        (!operations.is_empty()).then_some(Narrowed {
            operations,
            fields,
            per_minute: part.per_minute,
            per_day: part.per_day,
        })
    }
}

const COLUMNS: &str = "case_id, number, offer, application, asker, owner, purpose, basis, operations, fields, months, narrowed, renews, \
                       state, asked_at";

/// A list as it was kept.
pub(crate) fn listed(text: &str) -> Result<Vec<String>, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Damaged("a list of the exchange".into()))
}

fn read(row: &Row) -> Result<Asked, StoreError> {
    let damaged = || StoreError::Damaged("exchange_requests".into());
    let narrowed = row.text_or_null(11)?.map(serde_json::from_str).transpose().map_err(|_| damaged())?;
    Ok(Asked {
        case: row.string(0)?,
        number: row.string(1)?,
        offer: row.string(2)?,
        application: row.string(3)?,
        asker: row.string(4)?,
        owner: row.string(5)?,
        purpose: row.string(6)?,
        basis: row.string(7)?,
        operations: listed(row.text(8)?)?,
        fields: listed(row.text(9)?)?,
        months: row.int(10)?,
        narrowed,
        renews: row.string_or_null(12)?,
        state: RequestState::parse(row.text(13)?).ok_or_else(damaged)?,
        asked_at: row.instant(14)?,
    })
}

impl Exchange {
    /// Requests that this officer sees, the newest first; those before `before` where it names one.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn requests(
        &self,
        session: &Session,
        (open, before): (bool, &str),
        most: i64,
    ) -> Result<Vec<Asked>, Refused> {
        let mut asked = Where::region(self.region());
        if let Some(units) = bounds(session) {
            asked.units(&["owner", "asker"], &units);
        }
        if open {
            asked.sql.push_str(" AND state IN ('menunggu', 'perlu-dipilih')");
        }
        if !before.is_empty() {
            asked.and("case_id < ?", before);
        }
        let sql =
            format!("SELECT {COLUMNS} FROM exchange_requests WHERE {} ORDER BY case_id DESC LIMIT {most}", asked.sql);
        let rows = self.store().rows(&sql, &asked.values).await?;
        Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
    }

    /// One request.
    ///
    /// # Errors
    /// There is none that this officer may see, or the store cannot be read.
    pub async fn request(&self, session: &Session, case: &str) -> Result<Asked, Refused> {
        let asked = self.request_of(case).await?.ok_or(Refused::NotThere)?;
        if !sees(session, &asked.owner) && !sees(session, &asked.asker) {
            return Err(Refused::NotThere);
        }
        if asked.state != RequestState::Waiting {
            return Ok(asked);
        }
        // The desk may have sent it back, and other answers may stand in its case by now.
        let now = self.deps().requests.of(case).await.map_err(Refused::Failed)?;
        let told = now.and_then(|now| asked.as_told(&of_answers(&now, asked.asked_at)));
        Ok(told.unwrap_or(asked))
    }

    pub(crate) async fn request_of(&self, case: &str) -> Result<Option<Asked>, Refused> {
        let sql = format!("SELECT {COLUMNS} FROM exchange_requests WHERE region = $1 AND case_id = $2");
        let row = self.store().row(&sql, &values![self.region(), case]).await?;
        Ok(row.as_ref().map(read).transpose()?)
    }

    /// Says which part of a request its owner gives, before the case is decided; or after, where a part was given and nobody
    /// had said which: then the grant is given now.
    ///
    /// # Errors
    /// Not the owner's, decided already, nothing or more than was asked for chosen, or the store failed.
    pub async fn narrow(&self, session: &Session, case: &str, narrowed: &Narrowed) -> Result<(), Refused> {
        let asked = self.request(session, case).await?;
        if !acts_for(session, &asked.owner) {
            return Err(Refused::NotOwn);
        }
        if !asked.state.is_open() {
            return Err(Refused::Decided);
        }
        within(&asked, narrowed)?;
        let now = self.now();
        let text = serde_json::to_string(narrowed).map_err(|error| Refused::Failed(error.to_string()))?;
        let row = Statement::new(
            "UPDATE exchange_requests SET narrowed = $3 WHERE region = $1 AND case_id = $2 AND state = $4",
            values![self.region(), case, text, asked.state.word()],
        );
        let data = json!({ "case": case, "operations": narrowed.operations.len(), "fields": narrowed.fields.len() });
        let events = vec![event("access.narrowed", now, &actor(session, &asked.owner), data)];
        self.store().commit(self.on(&format!("access/{case}"), events, vec![row.exactly_one()]), now).await?;
        if asked.state == RequestState::Choosing {
            let chosen = Asked { narrowed: Some(narrowed.clone()), ..asked };
            self.settle_as(&chosen, RequestState::Partly, now).await?;
        }
        Ok(())
    }

    /// The row of a request of which only the case is known.
    pub(crate) fn request_row(&self, asked: &Asked) -> Statement {
        Statement::new(
            "INSERT INTO exchange_requests (region, case_id, number, offer, application, asker, owner, purpose, basis, operations, \
             fields, months, state, asked_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'menunggu', $13) ON CONFLICT DO NOTHING",
            values![
                self.region(),
                &asked.case,
                &asked.number,
                &asked.offer,
                &asked.application,
                &asked.asker,
                &asked.owner,
                &asked.purpose,
                &asked.basis,
                list(&asked.operations),
                list(&asked.fields),
                asked.months,
                asked.asked_at
            ],
        )
    }
}

/// Whether a part is a part of what was asked for.
fn within(asked: &Asked, part: &Narrowed) -> Result<(), Refused> {
    if part.operations.is_empty() || !part.operations.iter().all(|id| asked.operations.contains(id)) {
        return Err(Refused::Operations);
    }
    let wider = part.fields.is_empty() && !asked.fields.is_empty();
    let unknown = |name: &String| !asked.fields.is_empty() && !asked.fields.contains(name);
    if wider || part.fields.iter().any(unknown) {
        return Err(Refused::Fields);
    }
    let counts = [part.per_minute, part.per_day];
    if counts.iter().all(|count| (0..=10_000_000).contains(count)) { Ok(()) } else { Err(Refused::Field("batas")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(fields: &[&str]) -> Asked {
        Asked {
            case: "c".into(),
            number: "n".into(),
            offer: "a/b/c/v1".into(),
            application: "x".into(),
            asker: "dinas-sosial".into(),
            owner: "dinas-kesehatan".into(),
            purpose: String::new(),
            basis: String::new(),
            operations: vec!["baca".into(), "tulis".into()],
            fields: fields.iter().map(|one| (*one).to_owned()).collect(),
            months: 6,
            narrowed: None,
            renews: None,
            state: RequestState::Waiting,
            asked_at: Instant::from_seconds(0),
        }
    }

    fn part(operations: &[&str], fields: &[&str]) -> Narrowed {
        let owned = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect();
        Narrowed { operations: owned(operations), fields: owned(fields), ..Narrowed::default() }
    }

    #[test]
    fn what_is_no_longer_asked_for_is_not_given_and_nothing_is_not_everything() {
        let with = |fields: &[&str], part: Narrowed| Asked { narrowed: Some(part), ..asked(fields) };
        let given = with(&["nik"], part(&["baca", "hapus"], &["nama"])).part().unwrap();
        assert_eq!((given.operations, given.fields), (vec!["baca".to_owned()], vec!["-".to_owned()]));
        assert_eq!(with(&["nik"], part(&["hapus"], &["nik"])).part(), None);
        assert_eq!(with(&["nik"], part(&["baca"], &[])).part().unwrap().fields, ["nik"]);
        assert_eq!(asked(&["nik"]).part(), None);
    }

    #[test]
    fn a_case_that_speaks_of_another_service_is_not_believed() {
        let first = asked(&["nik"]);
        let told = Asked { months: 12, fields: vec!["nama".into()], ..asked(&[]) };
        assert_eq!(first.as_told(&told).unwrap().fields, ["nama"]);
        assert_eq!(first.as_told(&Asked { offer: "a/b/lain/v1".into(), ..told.clone() }), None);
        assert_eq!(first.as_told(&Asked { asker: "dinas-lain".into(), ..told }), None);
    }

    #[test]
    fn an_owner_gives_no_more_than_was_asked_for() {
        let (some, all) = (asked(&["nik", "nama"]), asked(&[]));
        assert_eq!(within(&some, &part(&["baca"], &["nama"])), Ok(()));
        assert_eq!(within(&some, &part(&["hapus"], &["nama"])), Err(Refused::Operations));
        assert_eq!(within(&some, &part(&[], &["nama"])), Err(Refused::Operations));
        assert_eq!(within(&some, &part(&["baca"], &["alamat"])), Err(Refused::Fields));
        assert_eq!(within(&some, &part(&["baca"], &[])), Err(Refused::Fields), "no field is not every field");
        assert_eq!(within(&all, &part(&["baca"], &["nama"])), Ok(()));
        assert_eq!(within(&all, &part(&["baca"], &[])), Ok(()));
        let much = Narrowed { per_day: -1, ..part(&["baca"], &["nama"]) };
        assert_eq!(within(&some, &much), Err(Refused::Field("batas")));
    }
}
