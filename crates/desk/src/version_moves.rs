//! Running cases follow a new version that says so (`kasus_lama = { pindah = … }`, semantics R61).
//!
//! The publication leaves an order in its own commit; whoever works next, the worker or the command that published, goes
//! through the running cases in pieces. Each case is one commit, the place in the order another: after a kill the piece
//! is gone through again, and a case that has moved is found moved. What does not fit stays as it is and is listed.

use crate::Desk;
use crate::ledger::{Extra, Loaded, Wish};
use crate::refusal::{DeskError, DeskRefusal, Desked};
use crate::sealer::Sealer;
use cases::{CaseRefusal, Command, Fate, Misfit};
use definition::model::RunningCases;
use definition::{Definition, Say};
use kernel::{Actor, Id, Instant};
use std::sync::Arc;
use store::{Commit, JobError, Row, Statement, StoreError, Worked, values};

/// How many cases one run takes on.
const BATCH: i64 = 100;

/// How often a case is looked at anew where silence moves it on at the same time.
const TRIES: usize = 5;

/// So long after a publication another process may still open cases under the version before; they move as well.
const GRACE_SECONDS: i64 = 600;

/// What became of the running cases when a version was published that moves them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionMove {
    /// Its id; later ones sort behind.
    pub id: String,
    /// `layanan.id`.
    pub service: String,
    /// Content hash of the version.
    pub hash: String,
    /// Who published it.
    pub actor: Actor,
    /// When.
    pub published_at: Instant,
    /// Cases that follow it now.
    pub moved: i64,
    /// Cases that stand at steps which it does not name.
    pub stayed: i64,
    /// Cases that stand where it names them, and do not fit.
    pub left_behind: i64,
    /// When every case had been looked at; absent while the worker is at it.
    pub done_at: Option<Instant>,
    after: String,
}

/// A case that was left on its version because something of it has no place in the new one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftBehind {
    /// Internal id; the next page begins after it.
    pub case: String,
    /// Its public number; empty where the case is secret.
    pub number: String,
    /// What does not fit.
    pub why: Vec<Say>,
}

/// What one case came to.
enum Outcome {
    Moved,
    Stayed,
    LeftBehind(Vec<Misfit>),
    /// It runs under the new version from its opening on.
    New,
}

const COLUMNS: &str = "id, service, hash, actor, published_at, moved, stayed, left_behind, done_at, after_case";

impl VersionMove {
    fn read(row: &Row) -> Result<Self, StoreError> {
        let actor = serde_json::from_str(row.text(3)?);
        Ok(Self {
            id: row.string(0)?,
            service: row.string(1)?,
            hash: row.string(2)?,
            actor: actor.map_err(|error| StoreError::Damaged(format!("desk_version_moves: {error}")))?,
            published_at: row.instant(4)?,
            moved: row.int(5)?,
            stayed: row.int(6)?,
            left_behind: row.int(7)?,
            done_at: row.instant_or_null(8)?,
            after: row.string(9)?,
        })
    }
}

impl Desk {
    /// The order that goes with a publication, where the version moves running cases.
    pub(crate) fn order_move(&self, definition: &Definition, actor: &Actor) -> Option<Statement> {
        let RunningCases::Move(steps) = &definition.running_cases else { return None };
        let (now, actor) = (self.now(), serde_json::to_string(actor).unwrap_or_default());
        (!steps.is_empty()).then(|| {
            Statement::new(
                "INSERT INTO desk_version_moves (region, id, service, hash, actor, published_at, after_case, moved, \
                 stayed, left_behind, done_at) VALUES ($1, $2, $3, $4, $5, $6, '', 0, 0, 0, NULL)",
                values![
                    self.region(),
                    Id::new(now, self.chance()).to_string(),
                    &definition.id,
                    &definition.hash,
                    actor,
                    now
                ],
            )
        })
    }

    /// The latest moves, the newest first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn version_moves(&self, limit: u32) -> Desked<Vec<VersionMove>> {
        let sql = format!("SELECT {COLUMNS} FROM desk_version_moves WHERE region = $1 ORDER BY id DESC LIMIT $2");
        let rows = self.store().rows(&sql, &values![self.region(), i64::from(limit)]).await?;
        Ok(rows.iter().map(VersionMove::read).collect::<Result<_, _>>()?)
    }

    /// One move.
    ///
    /// # Errors
    /// There is none, or the store cannot be read.
    pub async fn version_move(&self, id: &str) -> Desked<VersionMove> {
        let sql = format!("SELECT {COLUMNS} FROM desk_version_moves WHERE region = $1 AND id = $2");
        let row = self.store().row(&sql, &values![self.region(), id]).await?;
        Ok(VersionMove::read(&row.ok_or(DeskRefusal::NoSuchProposal)?)?)
    }

    /// Cases that a move left behind, at most `limit`, after the internal id `after` (empty: from the first).
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn left_behind(&self, id: &str, after: &str, limit: u32) -> Desked<Vec<LeftBehind>> {
        let sql = "SELECT l.case_id, c.number, c.secret, l.why FROM desk_left_behind l \
                   JOIN desk_cases c ON c.region = l.region AND c.id = l.case_id \
                   WHERE l.region = $1 AND l.move = $2 AND l.case_id > $3 ORDER BY l.case_id LIMIT $4";
        let rows = self.store().rows(sql, &values![self.region(), id, after, i64::from(limit)]).await?;
        let read = |row: &Row| -> Result<LeftBehind, StoreError> {
            Ok(LeftBehind {
                case: row.string(0)?,
                number: if row.flag(2)? { String::new() } else { row.string(1)? },
                why: serde_json::from_str(row.text(3)?).unwrap_or_default(),
            })
        };
        Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
    }

    /// One piece of every order that is not done, the oldest first. Answers whether more waits right now.
    ///
    /// # Errors
    /// The store failed; what was done stands, and the rest is done the next time.
    pub async fn move_cases(&self, now: Instant) -> Result<Worked, JobError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM desk_version_moves WHERE region = $1 AND done_at IS NULL ORDER BY id LIMIT 20"
        );
        let mut worked = Worked::default();
        for row in &self.store().rows(&sql, &values![self.region()]).await? {
            let order = VersionMove::read(row)?;
            let done = self.move_some(&order, now).await?;
            worked.done += done;
            if done > 0 {
                // A later version moves cases only from where the earlier one took them.
                worked.more = true;
                break;
            }
        }
        Ok(worked)
    }

    async fn move_some(&self, order: &VersionMove, now: Instant) -> Result<u64, JobError> {
        let sql = "SELECT id FROM desk_cases WHERE region = $1 AND service = $2 AND ended_at IS NULL AND end_id = '' \
                   AND id > $3 ORDER BY id LIMIT $4";
        let running = self.store().rows(sql, &values![self.region(), &order.service, &order.after, BATCH]).await?;
        let Some(last) = running.last() else {
            if now.seconds() >= order.published_at.seconds() + GRACE_SECONDS {
                self.move_done(order, now).await?;
            }
            return Ok(0);
        };
        let definition = self.pinned_now(&order.hash).await?;
        let (mut counts, mut statements) = ([0_i64; 3], Vec::new());
        for row in &running {
            let id = row.text(0)?;
            match self.move_case(id, &definition, &order.actor).await? {
                Outcome::Moved => counts[0] += 1,
                Outcome::Stayed => counts[1] += 1,
                Outcome::LeftBehind(why) => {
                    counts[2] += 1;
                    statements.push(self.listed(order, id, &why));
                }
                Outcome::New => {}
            }
        }
        statements.push(self.came_to(order, last.text(0)?, counts));
        let commit = Commit::of_statements(self.region(), statements);
        match self.store().commit_waiting(commit, now).await {
            // Another process has done this piece.
            Err(error) if crate::ledger::is_conflict(&error) => {}
            Err(error) => return Err(DeskError::from(error).into()),
            Ok(_) => {}
        }
        Ok(running.len() as u64)
    }

    /// One case, however it stands: in the end it has moved, stays, or does not fit.
    async fn move_case(&self, id: &str, to: &Arc<Definition>, actor: &Actor) -> Desked<Outcome> {
        for _ in 0..TRIES {
            let loaded = self.load_closed(id).await?;
            if loaded.case.definition == to.hash {
                return Ok(if loaded.case.migrated.is_some() { Outcome::Moved } else { Outcome::New });
            }
            if loaded.case.next_fire_at(&self.calendar()).is_some_and(|due| due < self.now()) {
                self.fire_one(id).await?;
                continue;
            }
            let rehearsal = cases::rehearse(&loaded.definition, to, &loaded.case);
            match rehearsal.fate {
                Fate::Moves if rehearsal.misfits.is_empty() && loaded.case.ended.is_none() => {}
                Fate::Moves if loaded.case.ended.is_none() => return Ok(Outcome::LeftBehind(rehearsal.misfits)),
                _ => return Ok(Outcome::Stayed),
            }
            let wish = |_: &Loaded, _: &mut Sealer<'_>| {
                Ok(Wish { command: Command::Migrate { to }, actor: actor.clone(), extra: Extra::default(), at: None })
            };
            match self.act_on(id, wish).await {
                Ok(_) => return Ok(Outcome::Moved),
                // Silence that was due moved it elsewhere, or it ended: look again where it stands now.
                Err(DeskError::Refused(DeskRefusal::Engine(
                    CaseRefusal::StaysOnItsVersion | CaseRefusal::CaseEnded,
                ))) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Outcome::Stayed)
    }

    fn listed(&self, order: &VersionMove, case: &str, why: &[Misfit]) -> Statement {
        let why: Vec<&Say> = why.iter().map(|one| &one.say).collect();
        Statement::new(
            "INSERT INTO desk_left_behind (region, move, case_id, why) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            values![self.region(), &order.id, case, serde_json::to_string(&why).unwrap_or_default()],
        )
    }

    /// Where the order is now; a guard, so that two processes do not count one piece twice.
    fn came_to(&self, order: &VersionMove, last: &str, [moved, stayed, left]: [i64; 3]) -> Statement {
        Statement::new(
            "UPDATE desk_version_moves SET after_case = $3, moved = moved + $4, stayed = stayed + $5, \
             left_behind = left_behind + $6 WHERE region = $1 AND id = $2 AND after_case = $7",
            values![self.region(), &order.id, last, moved, stayed, left, &order.after],
        )
        .exactly_one()
    }

    async fn move_done(&self, order: &VersionMove, now: Instant) -> Result<(), JobError> {
        let statement = Statement::new(
            "UPDATE desk_version_moves SET done_at = $3 WHERE region = $1 AND id = $2",
            values![self.region(), &order.id, now],
        );
        let commit = Commit::of_statements(self.region(), vec![statement]);
        self.store().commit_waiting(commit, now).await.map_err(DeskError::from)?;
        Ok(())
    }
}
