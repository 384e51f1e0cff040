//! Selections in the store: opened with named assessors, scored by each alone, decided with a reason.

use crate::events::{actor, event};
use crate::model::selection::{Scored, Selection, State};
use crate::model::yardstick::Levels;
use crate::movement::Movement;
use crate::refusal::Refused;
use crate::rights::{ReadAll, unit_of};
use kernel::{Id, OfficerId, Role};
use serde_json::json;
use std::collections::BTreeMap;
use store::{Row, Statement, StoreError, values};
use web::{Permission as _, Session};

/// Selections in which a region is chosen by these criteria begin with this id.
pub(crate) const INSTRUMENTS: &str = "gerakan-seleksi";

/// What an assessor gives.
#[derive(Clone, Copy)]
pub struct NewScores<'a> {
    /// The level of a criterion as typed; empty: none yet.
    pub level: crate::model::record::Typed<'a>,
    /// Why.
    pub note: &'a str,
    /// The revision that was seen.
    pub seen: i64,
}

impl std::fmt::Debug for NewScores<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NewScores({})", self.seen)
    }
}

/// How a selection is decided.
#[derive(Clone, Copy, Debug)]
pub struct Chosen<'a> {
    /// Whether the region is chosen.
    pub accepted: bool,
    /// Why, 10 to 1000 characters.
    pub reason: &'a str,
}

const REASON: std::ops::RangeInclusive<usize> = 10..=1000;
const NOTE: usize = 2000;
const MOST: i64 = 200;
const COLUMNS: &str = "id, area, cohort, instrument, state, reason";

impl Movement {
    /// Opens the selection of a region for a cohort. Answers its id.
    ///
    /// # Errors
    /// Not the secretariat, no such region, cohort or instrument, one is open already, or the store failed.
    pub async fn open_selection(
        &self,
        session: &Session,
        area: &str,
        cohort: i64,
        instrument: &str,
    ) -> Result<String, Refused> {
        self.may_steer(session)?;
        let area = self.found(area).ok_or(Refused::NoArea)?.code.clone();
        self.cohort(cohort).await?;
        self.yardstick(instrument).map(drop)?;
        if !instrument.starts_with(INSTRUMENTS) {
            return Err(Refused::NoInstrument);
        }
        if self.selections_of(&area).await?.iter().any(|one| one.state == State::Open) {
            return Err(Refused::SelectionOpen);
        }
        let (now, id) = (self.now(), Id::new(self.now(), self.chance()).to_string());
        // Two at once cannot both be open: the row is written only while no other is.
        let row = Statement::new(
            "INSERT INTO movement_selections (region, id, area, cohort, instrument, state, reason, opened_at) \
             SELECT $1, $2, $3, $4, $5, 'dinilai', '', $6 WHERE NOT EXISTS \
             (SELECT 1 FROM movement_selections WHERE region = $1 AND area = $3 AND state = 'dinilai')",
            values![self.region(), &id, &area, cohort, instrument, now],
        );
        let statements = vec![row.exactly_one(), self.stands(&area, "selection", State::Open.word())];
        let data = json!({ "selection": id, "area": area, "cohort": cohort, "instrument": instrument });
        let events = vec![event("selection.opened", now, &actor(session), data)];
        self.store().commit(self.on_area(&area, events, statements), now).await?;
        Ok(id)
    }

    /// Names an assessor, or releases one.
    ///
    /// # Errors
    /// Not the secretariat, decided already, no assessor, on the region's own list, or the store failed.
    pub async fn name_assessor(
        &self,
        session: &Session,
        id: &str,
        officer: &OfficerId,
        named: bool,
    ) -> Result<(), Refused> {
        self.may_steer(session)?;
        let one = self.selection(id).await?;
        if one.state != State::Open {
            return Err(Refused::Decided);
        }
        let known = self.deps().staff.all_holding(Role::Assessor).await;
        if named && !known.iter().any(|(id, _)| id == officer) {
            return Err(Refused::NotAssessor);
        }
        if named && self.on_own_list(&one.area, officer).await {
            return Err(Refused::OwnList);
        }
        let now = self.now();
        let (name, row) = if named {
            let sql = "INSERT INTO movement_assessors (region, selection, officer, scores, note, revision) \
                       VALUES ($1, $2, $3, '{}', '', 0) ON CONFLICT DO NOTHING";
            ("assessor.named", Statement::new(sql, values![self.region(), id, &officer.0]))
        } else {
            let sql = "DELETE FROM movement_assessors WHERE region = $1 AND selection = $2 AND officer = $3";
            ("assessor.released", Statement::new(sql, values![self.region(), id, &officer.0]))
        };
        let data = json!({ "selection": id, "officer": officer.0 });
        let statements = vec![row.exactly_one(), self.still_open(id)];
        let events = vec![event(name, now, &actor(session), data)];
        self.store().commit(self.on_area(&one.area, events, statements), now).await?;
        Ok(())
    }

    /// Whether an officer holds any role for the region itself: nobody judges where they work.
    async fn on_own_list(&self, area: &str, officer: &OfficerId) -> bool {
        let unit = unit_of(area);
        for role in Role::ALL {
            if self.deps().staff.holding(&unit, role).await.contains(officer) {
                return true;
            }
        }
        false
    }

    /// Refuses the commit unless the selection is still open.
    fn still_open(&self, id: &str) -> Statement {
        Statement::new(
            "UPDATE movement_selections SET state = 'dinilai' WHERE region = $1 AND id = $2 AND state = 'dinilai'",
            values![self.region(), id],
        )
        .exactly_one()
    }

    /// Gives levels, or gives them anew while the selection is open.
    ///
    /// # Errors
    /// Not named, on the region's own list, a level beside the scale, decided already, or the store failed.
    pub async fn score(&self, session: &Session, id: &str, new: NewScores<'_>) -> Result<(), Refused> {
        let one = self.selection(id).await?;
        if !one.assessors.contains_key(&session.officer) {
            return Err(Refused::NotThere);
        }
        if session.units().contains(&unit_of(&one.area).as_str()) {
            return Err(Refused::OwnList);
        }
        if one.state != State::Open {
            return Err(Refused::Decided);
        }
        let (yardstick, mut levels) = (self.yardstick(&one.instrument)?, Levels::new());
        for criterion in &yardstick.criteria {
            let typed = (new.level)(&criterion.id);
            if !typed.trim().is_empty() {
                let level = yardstick.level(&typed).ok_or_else(|| Refused::Level(criterion.name.clone()))?;
                levels.insert(criterion.id.clone(), level);
            }
        }
        let note = new.note.trim();
        if note.chars().count() > NOTE {
            return Err(Refused::Text);
        }
        let now = self.now();
        let (text, keep) = self.keep_text(note, now);
        let scores = serde_json::to_string(&levels).map_err(|error| Refused::Failed(error.to_string()))?;
        let row = Statement::new(
            "UPDATE movement_assessors SET scores = $4, note = $5, revision = revision + 1, scored_at = $6 \
             WHERE region = $1 AND selection = $2 AND officer = $3 AND revision = $7",
            values![self.region(), id, &session.officer.0, scores, note, now, new.seen],
        );
        let data = json!({ "selection": id, "levels": levels, "note": text, "revision": new.seen + 1 });
        let events = vec![event("score.given", now, &actor(session), data)];
        let statements = vec![keep, row.exactly_one(), self.still_open(id)];
        self.store().commit(self.on_area(&one.area, events, statements), now).await?;
        Ok(())
    }

    /// Decides a selection; a region that is chosen stands in its cohort from then on.
    ///
    /// # Errors
    /// Not the secretariat, not everybody gave everything, no reason, decided already, or the store failed.
    pub async fn decide(&self, session: &Session, id: &str, chosen: Chosen<'_>) -> Result<(), Refused> {
        self.may_steer(session)?;
        let one = self.selection(id).await?;
        one.decidable(self.yardstick(&one.instrument)?)?;
        let reason = chosen.reason.trim();
        if !REASON.contains(&reason.chars().count()) {
            return Err(Refused::Reason);
        }
        let (now, state) = (self.now(), if chosen.accepted { State::Accepted } else { State::Declined });
        let (text, keep) = self.keep_text(reason, now);
        let row = Statement::new(
            "UPDATE movement_selections SET state = $3, reason = $4, decided_at = $5, decided_by = $6 \
             WHERE region = $1 AND id = $2 AND state = 'dinilai'",
            values![self.region(), id, state.word(), reason, now, &session.officer.0],
        );
        let data = json!({
            "selection": id, "area": one.area, "state": state.word(), "reason": text,
            "assessors": one.assessors.len(), "index": one.result(self.yardstick(&one.instrument)?).index,
        });
        let by = actor(session);
        let mut events = vec![event("selection.decided", now, &by, data)];
        let mut statements = vec![keep, row.exactly_one(), self.stands(&one.area, "selection", state.word())];
        if chosen.accepted {
            let data = json!({ "cohort": one.cohort, "area": one.area, "selection": id });
            events.push(event("member.added", now, &by, data));
            statements.push(self.member_row(one.cohort, &one.area, ""));
        }
        self.store().commit(self.on_area(&one.area, events, statements), now).await?;
        Ok(())
    }

    /// One selection with what each assessor gave.
    ///
    /// # Errors
    /// There is none, or the store cannot be read.
    pub async fn selection(&self, id: &str) -> Result<Selection, Refused> {
        let sql = format!("SELECT {COLUMNS} FROM movement_selections WHERE region = $1 AND id = $2");
        let row = self.store().row(&sql, &values![self.region(), id]).await?.ok_or(Refused::NotThere)?;
        let mut one = selection(&row)?;
        let sql = "SELECT officer, scores, note, revision FROM movement_assessors WHERE region = $1 AND selection = $2 ORDER BY officer";
        for row in self.store().rows(sql, &values![self.region(), id]).await? {
            let levels = serde_json::from_str(row.text(1)?);
            let levels = levels.map_err(|_| StoreError::Damaged("scores of a selection".to_owned()))?;
            let scored = Scored { levels, note: row.string(2)?, revision: row.int(3)? };
            one.assessors.insert(OfficerId(row.string(0)?), scored);
        }
        Ok(one)
    }

    /// Selections of a region, the newest first, without scores.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn selections_of(&self, area: &str) -> Result<Vec<Selection>, Refused> {
        let sql = format!(
            "SELECT {COLUMNS} FROM movement_selections WHERE region = $1 AND area = $2 ORDER BY opened_at DESC, id LIMIT {MOST}"
        );
        let rows = self.store().rows(&sql, &values![self.region(), area]).await?;
        Ok(rows.iter().map(selection).collect::<Result<_, _>>()?)
    }

    /// Selections that this officer may open, the newest first, without scores, and how many assessors each has.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn selections(&self, session: &Session) -> Result<Vec<(Selection, i64, i64)>, Refused> {
        let sql = format!(
            "SELECT s.id, s.area, s.cohort, s.instrument, s.state, s.reason, \
             (SELECT COUNT(*) FROM movement_assessors n WHERE n.region = s.region AND n.selection = s.id), \
             (SELECT COUNT(*) FROM movement_assessors n WHERE n.region = s.region AND n.selection = s.id AND n.scored_at IS NOT NULL) \
             FROM movement_selections s WHERE s.region = $1 AND ($2 = '' OR EXISTS \
             (SELECT 1 FROM movement_assessors a WHERE a.region = s.region AND a.selection = s.id AND a.officer = $2)) \
             ORDER BY s.opened_at DESC, s.id LIMIT {MOST}"
        );
        let who = if ReadAll::allows(session) { "" } else { session.officer.0.as_str() };
        let rows = self.store().rows(&sql, &values![self.region(), who]).await?;
        let read = |row: &Row| Ok::<_, StoreError>((selection(row)?, row.int(6)?, row.int(7)?));
        Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
    }
}

fn selection(row: &Row) -> Result<Selection, StoreError> {
    let damaged = || StoreError::Damaged("selection".to_owned());
    Ok(Selection {
        id: row.string(0)?,
        area: row.string(1)?,
        cohort: row.int(2)?,
        instrument: row.string(3)?,
        state: State::parse(row.text(4)?).ok_or_else(damaged)?,
        reason: row.string(5)?,
        assessors: BTreeMap::new(),
    })
}
