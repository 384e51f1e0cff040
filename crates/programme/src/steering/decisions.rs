//! Decisions of meetings, and the tasks that they are: who owes what by when.

use super::filed::{Filing, text};
use super::meetings::Meeting;
use super::model::MeetingState;
use super::model::task::{Footing, TaskState, late_days};
use super::refusal::Refused;
use super::reminders::first_look;
use crate::plans::date;
use crate::programme::Programme;
use jiff::civil::Date;
use kernel::time::day_number;
use kernel::{Id, Instant, OfficerId};
use serde_json::json;
use std::ops::RangeInclusive;
use store::{Row, Statement, StoreError, values};
use web::Session;

const TEXT: RangeInclusive<usize> = 5..=1000;
const PERSON: RangeInclusive<usize> = 2..=200;
/// Decisions about one promise or of one meeting that are read at once.
const MOST: i64 = 200;
/// Tasks that are read at once where nobody says how many.
const PAGE: i64 = 100;

/// What a meeting decided. It is a task of a unit until somebody confirms or withdraws it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Its id; `/dasbor/tugas/{id}` is its page.
    pub id: String,
    /// Id of the meeting.
    pub meeting: String,
    /// Id of its body.
    pub body: String,
    /// Local day of the meeting.
    pub held: Date,
    /// Key of the item of the agenda; empty if it was about none.
    pub item: String,
    /// Id of the promise that it is about; empty if it is about none.
    pub promise: String,
    /// What was decided.
    pub text: String,
    /// Unit of the agency that owes it.
    pub unit: String,
    /// Job title of who does it.
    pub person: String,
    /// Local day by which it is to be done, as it stands.
    pub due: Date,
    /// Local day by which it was to be done when it was decided.
    pub first_due: Date,
    /// The day for which its unit asks instead.
    pub asked: Option<Date>,
    /// Where it stands.
    pub state: TaskState,
    /// Whether everybody may read it.
    pub public: bool,
    /// Who reported it as done; empty if nobody did.
    pub reported_by: String,
    /// Steps of its history.
    pub steps: i64,
    /// Who decided.
    pub by: OfficerId,
    /// When it was written down.
    pub at: Instant,
    /// When something last happened to it.
    pub changed_at: Instant,
}

impl Decision {
    /// What its rules look at.
    pub const fn footing(&self) -> Footing {
        Footing { state: self.state, due: self.due, asked: self.asked }
    }
}

/// A decision that somebody still has to act on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// What it is.
    pub decision: Decision,
    /// Days of the calendar by which it is overdue today in the region; 0 while it is not.
    pub late_days: i64,
}

/// Which tasks are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaskFilter {
    /// Of these units; none: of all.
    pub units: Vec<String>,
    /// About one promise; empty: about anything.
    pub promise: String,
    /// Overdue ones only.
    pub late: bool,
    /// After this day and id.
    pub after: Option<(Date, String)>,
    /// At most so many; 0: a hundred.
    pub limit: i64,
}

/// What a leader decides.
#[derive(Clone, Debug)]
pub struct NewDecision<'a> {
    /// Key of the item of the agenda; may be empty.
    pub item: &'a str,
    /// What is decided.
    pub text: &'a str,
    /// Unit of the agency that owes it.
    pub unit: &'a str,
    /// Job title of who does it.
    pub person: &'a str,
    /// Local day by which it is to be done.
    pub due: Date,
}

pub(super) const COLUMNS: &str = "id, meeting, body, held, item, promise, text, unit, person, due, first_due, asked, state, public, \
     reported_by, steps, decided_by, decided_at, changed_at";

impl Programme {
    /// Open tasks, the longest due first. One query.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn open_tasks(&self, filter: &TaskFilter) -> Result<Vec<Task>, Refused> {
        let found = self.listed(filter, true).await?;
        let today = self.today();
        let task = |decision: Decision| Task { late_days: late_days(decision.state, decision.due, today), decision };
        Ok(found.into_iter().map(task).collect())
    }

    /// Every decision about a promise, the newest meeting first: what was decided about it, and what came of that.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn decisions_about(&self, promise: &str) -> Result<Vec<Decision>, Refused> {
        let sql = format!(
            "SELECT {COLUMNS} FROM programme_decisions WHERE region = $1 AND promise = $2 ORDER BY held DESC, id DESC LIMIT $3"
        );
        self.decisions(&sql, values![self.region(), promise, MOST]).await
    }

    /// Tasks that are open or over, by the day on which they are due.
    pub(crate) async fn listed(&self, filter: &TaskFilter, open: bool) -> Result<Vec<Decision>, Refused> {
        let (day, id) = filter.after.clone().map_or((i64::MIN, String::new()), |(day, id)| (day_number(day), id));
        let before = if filter.late { day_number(self.today()) } else { i64::MAX };
        let units = if filter.units.is_empty() { String::new() } else { format!(";{};", filter.units.join(";")) };
        let sql = format!(
            "SELECT {COLUMNS} FROM programme_decisions WHERE region = $1 AND open = $2 AND ($3 = '' OR $3 LIKE '%;' || unit || ';%') \
             AND ($4 = '' OR promise = $4) AND due < $5 AND (due > $6 OR (due = $6 AND id > $7)) ORDER BY due, id LIMIT $8"
        );
        let limit = if filter.limit > 0 { filter.limit } else { PAGE };
        let asked = values![self.region(), open, units, &filter.promise, before, day, id, limit];
        self.decisions(&sql, asked).await
    }

    pub(super) async fn decisions(&self, sql: &str, asked: Vec<store::Value>) -> Result<Vec<Decision>, Refused> {
        let rows = self.store().rows(sql, &asked).await?;
        Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
    }

    /// One decision.
    ///
    /// # Errors
    /// There is none, or the store failed.
    pub async fn decision(&self, id: &str) -> Result<Decision, Refused> {
        let sql = format!("SELECT {COLUMNS} FROM programme_decisions WHERE region = $1 AND id = $2");
        let row = self.store().row(&sql, &values![self.region(), id]).await?;
        Ok(read(&row.ok_or(Refused::NotThere)?)?)
    }

    /// What a meeting decided, in its order.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn decisions_of(&self, meeting: &str) -> Result<Vec<Decision>, Refused> {
        let sql = format!(
            "SELECT {COLUMNS} FROM programme_decisions WHERE region = $1 AND meeting = $2 ORDER BY decided_at, id LIMIT $3"
        );
        self.decisions(&sql, values![self.region(), meeting, MOST]).await
    }

    /// What leaders made public of meetings since a day, the newest first.
    pub(crate) async fn public_decisions(&self, since: Option<Date>) -> Result<Vec<Decision>, Refused> {
        let sql = format!(
            "SELECT {COLUMNS} FROM programme_decisions WHERE region = $1 AND public = 1 AND held >= $2 \
             ORDER BY held DESC, decided_at, id LIMIT $3"
        );
        self.decisions(&sql, values![self.region(), since.map_or(i64::MAX, day_number), MOST]).await
    }

    /// Decides in a meeting that is not closed. Answers the id of the decision.
    ///
    /// # Errors
    /// The meeting is over, text, unit, person or day are wrong, or the store failed.
    pub async fn take(&self, session: &Session, meeting: &Meeting, new: &NewDecision<'_>) -> Result<String, Refused> {
        let (words, person) = (text(new.text, TEXT)?, text(new.person, PERSON)?);
        self.known_unit(new.unit)?;
        if meeting.state != MeetingState::Planned {
            return Err(Refused::Over);
        }
        if new.due < meeting.day {
            return Err(Refused::Day);
        }
        let promise = self.promise_behind(new.item).await?;
        let now = self.now();
        let id = Id::new(now, self.chance()).to_string();
        let (reference, keep) = self.keep_text(&format!("{words}\n{person}"), now);
        let data = json!({
            "decision": id, "meeting": meeting.id, "body": meeting.body, "item": new.item, "promise": promise,
            "unit": new.unit, "due": new.due.to_string(), "text": reference,
        });
        let row = Statement::new(
            "INSERT INTO programme_decisions (region, id, meeting, body, held, item, promise, text, unit, person, due, first_due, \
             state, open, public, reported_by, steps, decided_by, decided_at, changed_at, look, reminded) \
             SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), m.id, m.body, m.day, CAST($4 AS TEXT), CAST($5 AS TEXT), CAST($6 AS TEXT), \
             CAST($7 AS TEXT), CAST($8 AS TEXT), CAST($9 AS BIGINT), CAST($9 AS BIGINT), 'berjalan', 1, 0, '', 0, \
             CAST($10 AS TEXT), CAST($11 AS BIGINT), CAST($11 AS BIGINT), CAST($12 AS BIGINT), 0 \
             FROM programme_meetings m WHERE m.region = $1 AND m.id = $3 AND m.state = 'direncanakan'",
            values![
                self.region(),
                &id,
                &meeting.id,
                new.item,
                promise,
                words,
                new.unit,
                person,
                day_number(new.due),
                &session.officer.0,
                now,
                first_look(new.due),
            ],
        );
        let (stream, statements) = (format!("decision/{id}"), vec![keep, row.exactly_one()]);
        self.file(Filing { session, unit: None, stream, name: "decision.taken", data, statements, now }).await?;
        Ok(id)
    }

    /// The promise that an item of the agenda is about, directly or through an earlier decision.
    async fn promise_behind(&self, item: &str) -> Result<String, Refused> {
        match item.split_once(':') {
            Some(("janji", id)) => Ok(id.to_owned()),
            Some(("keputusan", id)) => Ok(self.decision(id).await?.promise),
            _ => Ok(String::new()),
        }
    }
}

fn read(row: &Row) -> Result<Decision, StoreError> {
    Ok(Decision {
        id: row.string(0)?,
        meeting: row.string(1)?,
        body: row.string(2)?,
        held: date(row.int(3)?),
        item: row.string(4)?,
        promise: row.string(5)?,
        text: row.string(6)?,
        unit: row.string(7)?,
        person: row.string(8)?,
        due: date(row.int(9)?),
        first_due: date(row.int(10)?),
        asked: row.int_or_null(11)?.map(date),
        state: TaskState::parse(row.text(12)?).ok_or_else(|| StoreError::Damaged("state of a task".to_owned()))?,
        public: row.int(13)? == 1,
        reported_by: row.string(14)?,
        steps: row.int(15)?,
        by: OfficerId(row.string(16)?),
        at: row.instant(17)?,
        changed_at: row.instant(18)?,
    })
}
