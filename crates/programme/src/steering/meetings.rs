//! Meetings in the store: planned, prepared, minuted, closed. What is closed stays; a correction is an addendum that is seen.

use super::bodies::Member;
use super::filed::{Filing, reason, text};
use super::model::MeetingState;
use super::refusal::Refused;
use super::rights::{oversees, own_units};
use crate::plans::date;
use crate::programme::Programme;
use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::time::day_number;
use kernel::{Id, Instant, OfficerId};
use serde_json::json;
use std::ops::RangeInclusive;
use store::{Row, Statement, StoreError, values};
use web::Session;

const PLACE: RangeInclusive<usize> = 3..=200;
const HOUR: RangeInclusive<usize> = 0..=20;
const LINK: RangeInclusive<usize> = 0..=500;
/// Planned meetings that are shown.
const PLANNED: i64 = 50;

/// A meeting of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// Its id.
    pub id: String,
    /// Id of its body.
    pub body: String,
    /// Name of its body.
    pub body_name: String,
    /// Local day.
    pub day: Date,
    /// Its hour as people write it; may be empty.
    pub hour: String,
    /// Where.
    pub place: String,
    /// Address of a call; may be empty.
    pub link: String,
    /// Where it stands.
    pub state: MeetingState,
    /// What was said.
    pub minutes: String,
    /// Keys of the agenda in the order that somebody gave them.
    pub ordering: Vec<String>,
    /// Why it was cancelled.
    pub reason: String,
    /// How often day, minutes or state were written.
    pub revision: i64,
    /// When it was closed or cancelled, and by whom.
    pub ended: Option<(Instant, OfficerId)>,
}

/// What somebody plans.
#[derive(Clone, Debug)]
pub struct NewMeeting<'a> {
    /// Local day.
    pub day: Date,
    /// Its hour as people write it; may be empty.
    pub hour: &'a str,
    /// Where.
    pub place: &'a str,
    /// Address of a call; may be empty.
    pub link: &'a str,
}

const MEETING: &str = "SELECT m.id, m.body, b.name, m.day, m.hour, m.place, m.link, m.state, m.minutes, m.ordering, m.reason, \
     m.revision, m.ended_at, m.ended_by FROM programme_meetings m JOIN programme_bodies b ON b.region = m.region AND b.id = m.body \
     WHERE m.region = $1";
/// Those that an officer may read: `$2` for all, else those to which `$3` or one of the units `$4` is invited.
const MINE: &str = "(CAST($2 AS BIGINT) = 1 OR EXISTS (SELECT 1 FROM programme_invited i WHERE i.region = m.region \
     AND i.meeting = m.id AND (i.officer = $3 OR (i.unit <> '' AND $4 LIKE '%;' || i.unit || ';%'))))";

impl Programme {
    /// Meetings that this officer may read and that are planned, the nearest first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn planned_meetings(&self, session: &Session) -> Result<Vec<Meeting>, Refused> {
        let sql = format!("{MEETING} AND {MINE} AND m.state = 'direncanakan' ORDER BY m.day, m.id LIMIT $5");
        let (all, officer, units) = self.reader(session);
        self.meetings(&sql, values![self.region(), all, officer, units, PLANNED]).await
    }

    /// Meetings that this officer may read and that are over, the newest first, before this day and id.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn past_meetings(
        &self,
        session: &Session,
        before: Option<(Date, String)>,
        limit: i64,
    ) -> Result<Vec<Meeting>, Refused> {
        let sql = format!(
            "{MEETING} AND {MINE} AND m.state <> 'direncanakan' AND (m.day < $5 OR (m.day = $5 AND m.id < $6)) \
             ORDER BY m.day DESC, m.id DESC LIMIT $7"
        );
        let (day, id) = before.map_or((i64::MAX, String::new()), |(day, id)| (day_number(day), id));
        let (all, officer, units) = self.reader(session);
        self.meetings(&sql, values![self.region(), all, officer, units, day, id, limit]).await
    }

    fn reader(&self, session: &Session) -> (bool, String, String) {
        (oversees(session), session.officer.0.clone(), format!(";{};", own_units(session).join(";")))
    }

    async fn meetings(&self, sql: &str, asked: Vec<store::Value>) -> Result<Vec<Meeting>, Refused> {
        let rows = self.store().rows(sql, &asked).await?;
        Ok(rows.iter().map(meeting).collect::<Result<_, _>>()?)
    }

    /// Closed meetings of all bodies, the newest first: for the public and for the brief.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn closed_meetings(&self, limit: i64) -> Result<Vec<Meeting>, Refused> {
        let sql = format!("{MEETING} AND m.state = 'ditutup' ORDER BY m.day DESC, m.id DESC LIMIT $2");
        self.meetings(&sql, values![self.region(), limit]).await
    }

    /// A meeting that this officer may read.
    ///
    /// # Errors
    /// There is none for this officer, or the store failed.
    pub async fn meeting(&self, session: &Session, id: &str) -> Result<Meeting, Refused> {
        let (all, officer, units) = self.reader(session);
        let sql = format!("{MEETING} AND {MINE} AND m.id = $5");
        let row = self.store().row(&sql, &values![self.region(), all, officer, units, id]).await?;
        Ok(meeting(&row.ok_or(Refused::NotThere)?)?)
    }

    /// The closed meeting of the same body that was held last before this one.
    ///
    /// # Errors
    /// The store cannot be read.
    pub(crate) async fn meeting_before(&self, meeting: &Meeting) -> Result<Option<String>, Refused> {
        let sql = "SELECT id FROM programme_meetings WHERE region = $1 AND body = $2 AND state = 'ditutup' AND id <> $3 \
                   AND (day < $4 OR (day = $4 AND id < $3)) ORDER BY day DESC, id DESC LIMIT 1";
        let asked = values![self.region(), &meeting.body, &meeting.id, day_number(meeting.day)];
        Ok(self.store().row(sql, &asked).await?.map(|row| row.string(0)).transpose()?)
    }

    /// Plans a meeting and invites everybody who belongs to the body. Answers its id.
    ///
    /// # Errors
    /// No such body, day or place are wrong, or the store failed.
    pub async fn plan_meeting(&self, session: &Session, body: &str, new: &NewMeeting<'_>) -> Result<String, Refused> {
        self.body(body).await?;
        let (place, hour, link) = self.sound_meeting(new)?;
        let now = self.now();
        let id = Id::new(now, self.chance()).to_string();
        let (words, keep) = self.keep_text(&[place, hour, link].join("\n"), now);
        let mut statements = vec![
            keep,
            Statement::new(
                "INSERT INTO programme_meetings (region, id, body, day, hour, place, link, state, minutes, ordering, reason, revision) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, 'direncanakan', '', '', '', 1)",
                values![self.region(), &id, body, day_number(new.day), hour, place, link],
            ),
        ];
        let members = self.members(body).await?;
        let here = members.iter().filter(|member| member.ended.is_none());
        statements.extend(here.map(|member| self.invitation(&id, &member.id, "", member)));
        let data = json!({ "meeting": id, "body": body, "day": new.day.to_string(), "text": words });
        let stream = format!("meeting/{id}");
        self.file(Filing { session, unit: None, stream, name: "meeting.planned", data, statements, now }).await?;
        Ok(id)
    }

    fn sound_meeting<'a>(&self, new: &NewMeeting<'a>) -> Result<(&'a str, &'a str, &'a str), Refused> {
        let (today, link) = (self.today(), text(new.link, LINK)?);
        // A meeting may be written down after it was held.
        let near = today.saturating_sub(1.year())..=today.saturating_add(2.years());
        if !near.contains(&new.day) {
            return Err(Refused::Day);
        }
        if !link.is_empty() && !link.starts_with("https://") {
            return Err(Refused::Text);
        }
        Ok((text(new.place, PLACE)?, text(new.hour, HOUR)?, link))
    }

    fn invitation(&self, meeting: &str, who: &str, unit: &str, member: &Member) -> Statement {
        let officer = member.officer.as_ref().map_or("", |officer| officer.0.as_str());
        self.invite_row(meeting, who, unit, officer)
    }

    pub(super) fn invite_row(&self, meeting: &str, who: &str, unit: &str, officer: &str) -> Statement {
        Statement::new(
            "INSERT INTO programme_invited (region, meeting, who, unit, officer, attended) VALUES ($1, $2, $3, $4, $5, '') \
             ON CONFLICT (region, meeting, who) DO NOTHING",
            values![self.region(), meeting, who, unit, officer],
        )
    }

    /// Moves a planned meeting to another day or place.
    ///
    /// # Errors
    /// It is over, changed meanwhile, day or place are wrong, or the store failed.
    pub async fn change_meeting(
        &self,
        session: &Session,
        (id, seen): (&str, i64),
        new: &NewMeeting<'_>,
    ) -> Result<(), Refused> {
        let (place, hour, link) = self.sound_meeting(new)?;
        let now = self.now();
        let (words, keep) = self.keep_text(&[place, hour, link].join("\n"), now);
        let row = Statement::new(
            "UPDATE programme_meetings SET day = $4, hour = $5, place = $6, link = $7, revision = revision + 1 \
             WHERE region = $1 AND id = $2 AND revision = $3 AND state = 'direncanakan'",
            values![self.region(), id, seen, day_number(new.day), hour, place, link],
        );
        let data = json!({ "meeting": id, "day": new.day.to_string(), "text": words });
        self.file_meeting(session, (id, "meeting.changed"), data, vec![keep, row.exactly_one()], now).await
    }

    /// Cancels a planned meeting.
    ///
    /// # Errors
    /// It is over, changed meanwhile, the reason is missing, or the store failed.
    pub async fn cancel_meeting(&self, session: &Session, (id, seen): (&str, i64), why: &str) -> Result<(), Refused> {
        let (why, now) = (reason(why)?, self.now());
        let (words, keep) = self.keep_text(why, now);
        let row = Statement::new(
            "UPDATE programme_meetings SET state = 'dibatalkan', reason = $4, revision = revision + 1, ended_at = $5, ended_by = $6 \
             WHERE region = $1 AND id = $2 AND revision = $3 AND state = 'direncanakan'",
            values![self.region(), id, seen, why, now, &session.officer.0],
        );
        let data = json!({ "meeting": id, "reason": words });
        self.file_meeting(session, (id, "meeting.cancelled"), data, vec![keep, row.exactly_one()], now).await
    }

    pub(super) async fn file_meeting(
        &self,
        session: &Session,
        (id, name): (&str, &'static str),
        data: serde_json::Value,
        statements: Vec<Statement>,
        now: Instant,
    ) -> Result<(), Refused> {
        let stream = format!("meeting/{id}");
        self.file(Filing { session, unit: None, stream, name, data, statements, now }).await
    }
}

fn meeting(row: &Row) -> Result<Meeting, StoreError> {
    let ended = row.string_or_null(13)?.map(OfficerId);
    let keys = row.text(9)?.split('\n').filter(|key| !key.is_empty());
    Ok(Meeting {
        id: row.string(0)?,
        body: row.string(1)?,
        body_name: row.string(2)?,
        day: date(row.int(3)?),
        hour: row.string(4)?,
        place: row.string(5)?,
        link: row.string(6)?,
        state: MeetingState::parse(row.text(7)?).ok_or_else(|| StoreError::Damaged("state of a meeting".to_owned()))?,
        minutes: row.string(8)?,
        ordering: keys.map(str::to_owned).collect(),
        reason: row.string(10)?,
        revision: row.int(11)?,
        ended: match (row.int_or_null(12)?, ended) {
            (Some(at), Some(by)) => Some((Instant::from_micros(at), by)),
            _ => None,
        },
    })
}
