//! What nobody opens a page for: keys change by the calendar, what is over is swept, applications hear who left.

use crate::signon::Signon;
use crate::{farewells, sweep};
use kernel::Instant;
use store::{CommitError, Job, Pace, Running, Worked, values};

/// Between two rounds.
const EVERY: i64 = 60;
/// Proofs swept in one turn.
const TURN: i64 = 200;

/// The jobs of this room.
pub fn jobs(signon: &Signon) -> Vec<Box<dyn Job>> {
    let keeping = Keeping { signon: signon.clone(), pace: Pace::every(EVERY) };
    vec![Box::new(keeping), sweep::job(signon), farewells::job(signon)]
}

struct Keeping {
    signon: Signon,
    pace: Pace,
}

impl Job for Keeping {
    fn name(&self) -> &'static str {
        "signon.keeping"
    }

    fn run(&self, now: Instant) -> Running<'_> {
        Box::pin(async move {
            if !self.pace.is_due(now) {
                return Ok(Worked::default());
            }
            let rotated = self.signon.rotate(now).await?;
            let (proofs, more_proofs) = self.signon.sweep_proofs(now).await?;
            let (tokens, more_tokens) = self.signon.swept(&sweep::TOKENS, now).await?;
            let more = more_proofs || more_tokens;
            if !more {
                self.pace.rest(now);
            }
            Ok(Worked { done: rotated + proofs + tokens, more })
        })
    }
}

impl Signon {
    /// Forgets proofs that are over, with what was sealed for them: how many went, and whether more wait.
    async fn sweep_proofs(&self, now: Instant) -> Result<(u64, bool), CommitError> {
        let sql =
            "SELECT hash, person FROM signon_proofs WHERE region = $1 AND until_at <= $2 ORDER BY until_at LIMIT $3";
        let proofs = self.store().rows(sql, &values![self.region(), now, TURN]).await?;
        let mut statements = Vec::new();
        for row in &proofs {
            statements.extend(self.forgotten(row.text(0)?, row.text(1)?, now));
        }
        if !statements.is_empty() {
            self.store().commit_waiting(self.rows(statements), now).await?;
        }
        Ok((proofs.len() as u64, proofs.len() as i64 == TURN))
    }
}
