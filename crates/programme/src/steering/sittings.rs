//! A meeting while it is held and after: who is invited and came, its minutes, its closing, its corrections.

use super::filed::{day, text};
use super::model::MeetingState;
use super::refusal::Refused;
use crate::programme::Programme;
use kernel::{Instant, OfficerId};
use serde_json::json;
use std::ops::RangeInclusive;
use store::{Row, Statement, StoreError, values};
use web::Session;

const MINUTES: RangeInclusive<usize> = 0..=20_000;
const ADDENDUM: RangeInclusive<usize> = 10..=4000;
/// Minutes with which a meeting may be closed.
const ENOUGH: usize = 20;

/// Who is invited: a member of the body, or an agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invited {
    /// Id of the membership, or the unit.
    pub who: String,
    /// Unit of an agency; empty for a member.
    pub unit: String,
    /// Whether they came; none while nobody said so.
    pub attended: Option<bool>,
}

/// What was corrected after a meeting was closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addendum {
    /// What is corrected.
    pub text: String,
    /// Who.
    pub by: OfficerId,
    /// When.
    pub at: Instant,
}

impl Programme {
    /// Everybody who is invited.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn invited(&self, meeting: &str) -> Result<Vec<Invited>, Refused> {
        let sql =
            "SELECT who, unit, attended FROM programme_invited WHERE region = $1 AND meeting = $2 ORDER BY unit, who";
        let rows = self.store().rows(sql, &values![self.region(), meeting]).await?;
        let read = |row: &Row| -> Result<Invited, StoreError> {
            let attended = match row.text(2)? {
                "" => None,
                word => Some(word == "hadir"),
            };
            Ok(Invited { who: row.string(0)?, unit: row.string(1)?, attended })
        };
        Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
    }

    /// Invites agencies beside the members.
    ///
    /// # Errors
    /// The meeting is over, no such agency, or the store failed.
    pub async fn invite(&self, session: &Session, id: &str, units: &[&str]) -> Result<(), Refused> {
        let now = self.now();
        let mut statements = vec![self.planned(id)];
        for unit in units {
            self.known_unit(unit)?;
            statements.push(self.invite_row(id, unit, unit, ""));
        }
        let data = json!({ "meeting": id, "units": units });
        self.file_meeting(session, (id, "meeting.invited"), data, statements, now).await
    }

    /// Writes down who came; who is not named did not.
    ///
    /// # Errors
    /// The meeting is over, or the store failed.
    pub async fn attend(&self, session: &Session, id: &str, present: &[&str]) -> Result<(), Refused> {
        let now = self.now();
        let mut statements = vec![self.planned(id)];
        statements.push(Statement::new(
            "UPDATE programme_invited SET attended = 'tidak' WHERE region = $1 AND meeting = $2",
            values![self.region(), id],
        ));
        statements.extend(present.iter().map(|who| {
            Statement::new(
                "UPDATE programme_invited SET attended = 'hadir' WHERE region = $1 AND meeting = $2 AND who = $3",
                values![self.region(), id, *who],
            )
        }));
        let data = json!({ "meeting": id, "present": present });
        self.file_meeting(session, (id, "meeting.attended"), data, statements, now).await
    }

    /// Refuses the commit when the meeting is over.
    pub(super) fn planned(&self, id: &str) -> Statement {
        Statement::new(
            "UPDATE programme_meetings SET state = 'direncanakan' WHERE region = $1 AND id = $2 AND state = 'direncanakan'",
            values![self.region(), id],
        )
        .exactly_one()
    }

    /// Writes the minutes.
    ///
    /// # Errors
    /// The meeting is over, changed meanwhile, they are too long, or the store failed.
    pub async fn minute(&self, session: &Session, (id, seen): (&str, i64), minutes: &str) -> Result<(), Refused> {
        let (minutes, now) = (text(minutes, MINUTES)?, self.now());
        let mut statements = Vec::new();
        let words = self.keep_some(minutes, now, &mut statements);
        let row = Statement::new(
            "UPDATE programme_meetings SET minutes = $4, revision = revision + 1 \
             WHERE region = $1 AND id = $2 AND revision = $3 AND state = 'direncanakan'",
            values![self.region(), id, seen, minutes],
        );
        statements.push(row.exactly_one());
        let data = json!({ "meeting": id, "revision": seen + 1, "text": words });
        self.file_meeting(session, (id, "meeting.minuted"), data, statements, now).await
    }

    /// Closes a meeting: from now on its minutes and its agenda stay as they are. Of two who close it the second is refused.
    ///
    /// # Errors
    /// No minutes, nobody present, the day lies ahead, it is over, changed meanwhile, or the store failed.
    pub async fn close_meeting(&self, session: &Session, (id, seen): (&str, i64)) -> Result<(), Refused> {
        let meeting = self.meeting(session, id).await?;
        if meeting.state != MeetingState::Planned {
            return Err(Refused::Over);
        }
        if meeting.day > self.today() {
            return Err(Refused::Day);
        }
        let came = self.invited(id).await?.iter().filter(|one| one.attended == Some(true)).count();
        if meeting.minutes.chars().count() < ENOUGH || came == 0 {
            return Err(Refused::Minutes);
        }
        let now = self.now();
        let row = Statement::new(
            "UPDATE programme_meetings SET state = 'ditutup', revision = revision + 1, ended_at = $4, ended_by = $5 \
             WHERE region = $1 AND id = $2 AND revision = $3 AND state = 'direncanakan'",
            values![self.region(), id, seen, now, &session.officer.0],
        );
        let mut statements = vec![row.exactly_one()];
        let items = self.kept_agenda(&meeting, &mut statements).await?;
        let data = json!({ "meeting": id, "day": day(Some(meeting.day)), "items": items, "present": came });
        self.file_meeting(session, (id, "meeting.closed"), data, statements, now).await
    }

    /// Adds a correction to a closed meeting; what was closed stays beside it.
    ///
    /// # Errors
    /// It is not closed, the text is missing, or the store failed.
    pub async fn amend(&self, session: &Session, id: &str, addendum: &str) -> Result<(), Refused> {
        let (addendum, now) = (text(addendum, ADDENDUM)?, self.now());
        let (words, keep) = self.keep_text(addendum, now);
        let row = Statement::new(
            "INSERT INTO programme_addenda (region, meeting, number, text, written_by, written_at) \
             SELECT m.region, m.id, (SELECT COUNT(*) + 1 FROM programme_addenda a WHERE a.region = $1 AND a.meeting = $2), \
             CAST($3 AS TEXT), CAST($4 AS TEXT), CAST($5 AS BIGINT) \
             FROM programme_meetings m WHERE m.region = $1 AND m.id = $2 AND m.state = 'ditutup'",
            values![self.region(), id, addendum, &session.officer.0, now],
        );
        let data = json!({ "meeting": id, "text": words });
        self.file_meeting(session, (id, "meeting.amended"), data, vec![keep, row.exactly_one()], now).await
    }

    /// What was corrected after a meeting was closed, oldest first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn meeting_addenda(&self, meeting: &str) -> Result<Vec<Addendum>, Refused> {
        let sql = "SELECT text, written_by, written_at FROM programme_addenda WHERE region = $1 AND meeting = $2 ORDER BY number";
        let rows = self.store().rows(sql, &values![self.region(), meeting]).await?;
        let read = |row: &Row| -> Result<Addendum, StoreError> {
            Ok(Addendum { text: row.string(0)?, by: OfficerId(row.string(1)?), at: row.instant(2)? })
        };
        Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
    }
}
