//! Work that nobody opens a page for: silence becomes events, calendar changes reach open cases, drafts are swept.

use crate::Desk;
use crate::ledger::{Extra, Loaded, Wish, is_conflict, stream};
use crate::refusal::{DeskError, DeskRefusal};
use crate::sealer::Sealer;
use cases::Command;
use kernel::{Actor, Calendar, Instant};
use store::{Commit, Job, JobError, Running, Statement, StoreError, Worked, values};

/// How many cases one run takes on.
const BATCH: i64 = 100;

/// The jobs of a desk.
pub fn jobs(desk: &Desk) -> Vec<Box<dyn Job>> {
    vec![
        Box::new(Reprojection(desk.clone())),
        Box::new(Silence(desk.clone())),
        Box::new(VersionMoves(desk.clone())),
        Box::new(Refresh(desk.clone())),
        Box::new(Sweep(desk.clone())),
    ]
}

/// Turns due silence into events, in order and once, also after downtime (semantics R49–R54).
struct Silence(Desk);
/// Projects due instants anew after a calendar change (semantics R22).
struct Reprojection(Desk);
/// Lets running cases follow a new version that says so (semantics R61).
struct VersionMoves(Desk);
/// Notices what another process published or changed.
struct Refresh(Desk);
/// Forgets drafts after 24 hours, and codes that were sent for them.
struct Sweep(Desk);

impl Job for Silence {
    fn name(&self) -> &'static str {
        "desk.silence"
    }

    fn run(&self, now: Instant) -> Running<'_> {
        Box::pin(async move { self.0.fire_due(now).await })
    }
}

impl Job for Reprojection {
    fn name(&self) -> &'static str {
        "desk.reprojection"
    }

    fn run(&self, now: Instant) -> Running<'_> {
        Box::pin(async move { self.0.reproject(now).await })
    }
}

impl Job for VersionMoves {
    fn name(&self) -> &'static str {
        "desk.version_moves"
    }

    fn run(&self, now: Instant) -> Running<'_> {
        Box::pin(async move { self.0.move_cases(now).await })
    }
}

impl Job for Refresh {
    fn name(&self) -> &'static str {
        "desk.refresh"
    }

    fn run(&self, _: Instant) -> Running<'_> {
        Box::pin(async move {
            let changed = self.0.refresh().await?;
            Ok(Worked { done: u64::from(changed), more: false })
        })
    }
}

impl Job for Sweep {
    fn name(&self) -> &'static str {
        "desk.sweep"
    }

    fn run(&self, now: Instant) -> Running<'_> {
        Box::pin(async move {
            let done = self.0.sweep_drafts(now).await? + self.0.sweep_codes(now).await?;
            Ok(Worked { done, more: done > 0 })
        })
    }
}

impl Desk {
    /// Looks at every case whose next clock passed strictly before `now` (semantics R52), the longest overdue first.
    /// A case that somebody else moved meanwhile is left to the next round: its own command fired what was due.
    async fn fire_due(&self, now: Instant) -> Result<Worked, JobError> {
        let sql = "SELECT id FROM desk_cases WHERE region = $1 AND next_fire_at IS NOT NULL AND next_fire_at < $2 \
                   ORDER BY next_fire_at, id LIMIT $3";
        let due = self.store().rows(sql, &values![self.region(), now, BATCH]).await?;
        let mut worked = Worked { done: 0, more: due.len() as i64 == BATCH };
        for row in &due {
            match self.fire_one(row.text(0)?).await {
                Ok(()) => worked.done += 1,
                Err(DeskError::Refused(DeskRefusal::Moved { .. })) => {}
                Err(error) => {
                    tracing::error!(case = row.text(0)?, %error, "silence could not be recorded");
                    worked.more = false;
                }
            }
        }
        Ok(worked)
    }

    /// Lets the system look at a case, so that silence that is due fires. Where the calendar moved it meanwhile, only the
    /// row is brought up to that.
    pub(crate) async fn fire_one(&self, id: &str) -> Result<(), DeskError> {
        let before = self.store().version(self.region(), &stream(id)).await?;
        let wish = |_: &Loaded, _: &mut Sealer<'_>| {
            Ok(Wish { command: Command::Look, actor: Actor::System, extra: Extra::default(), at: None })
        };
        let receipt = self.act_on(id, wish).await?;
        if receipt.version == before { self.refresh_row(id).await } else { Ok(()) }
    }

    /// Records a calendar change in a case, at the instant at which it was made.
    async fn recalendar(&self, id: &str, before: &Calendar, cause: &str, at: Instant) -> Result<(), DeskError> {
        let wish = |_: &Loaded, _: &mut Sealer<'_>| {
            let command = Command::CalendarChanged { before, cause: cause.to_owned() };
            Ok(Wish { command, actor: Actor::System, extra: Extra::default(), at: Some(at) })
        };
        self.act_on(id, wish).await.map(drop)
    }

    /// One piece of a calendar change: the next open cases get their due instants projected anew, with the cause.
    async fn reproject(&self, now: Instant) -> Result<Worked, JobError> {
        let sql = "SELECT id, change, before_plan, after_case, changed_at FROM desk_reprojections WHERE region = $1 \
                   ORDER BY changed_at, id LIMIT 1";
        let Some(change) = self.store().row(sql, &values![self.region()]).await? else {
            return Ok(Worked::default());
        };
        self.refresh().await?;
        let before: Calendar = serde_json::from_str(change.text(2)?)?;
        let sql = "SELECT id FROM desk_cases WHERE region = $1 AND ended_at IS NULL AND end_id = '' AND id > $2 \
                   AND opened_at <= $3 ORDER BY id LIMIT $4";
        let (after, changed_at) = (change.text(3)?, change.instant(4)?);
        let cases = self.store().rows(sql, &values![self.region(), after, changed_at, BATCH]).await?;
        for row in &cases {
            match self.recalendar(row.text(0)?, &before, change.text(1)?, changed_at).await {
                Ok(()) | Err(DeskError::Refused(_)) => {}
                Err(DeskError::Store(error)) => return Err(error.into()),
            }
        }
        let statement = match cases.last() {
            Some(last) => Statement::new(
                "UPDATE desk_reprojections SET after_case = $3 WHERE region = $1 AND id = $2",
                values![self.region(), change.text(0)?, last.text(0)?],
            ),
            None => Statement::new(
                "DELETE FROM desk_reprojections WHERE region = $1 AND id = $2",
                values![self.region(), change.text(0)?],
            ),
        };
        self.settle(statement, now).await?;
        Ok(Worked { done: cases.len() as u64, more: true })
    }

    async fn settle(&self, statement: Statement, now: Instant) -> Result<(), StoreError> {
        let commit = Commit::of_statements(self.region(), vec![statement]);
        match self.store().commit_waiting(commit, now).await {
            Err(error) if !is_conflict(&error) => Err(StoreError::Sql(error.to_string())),
            _ => Ok(()),
        }
    }
}
