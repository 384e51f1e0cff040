//! Time alone makes a case overdue; no event says so for a case that fires nothing (an import, semantics R55).

use crate::projection::moved;
use kernel::Instant;
use store::{Commit, Job, Running, Statement, Store, Worked, values};

/// Moves cases whose promised date has passed into "overdue", a hundred at a time.
pub struct Overdue {
    store: Store,
    region: String,
}

const AT_ONCE: i64 = 100;

impl Overdue {
    /// The job of one region.
    pub fn new(store: Store, region: impl Into<String>) -> Self {
        Self { store, region: region.into() }
    }
}

impl Job for Overdue {
    fn name(&self) -> &'static str {
        "figures.overdue"
    }

    fn run(&self, now: Instant) -> Running<'_> {
        Box::pin(async move {
            let sql = "SELECT case_id FROM figures_cases WHERE region = $1 AND open = 1 AND overdue = 0 AND due < $2 ORDER BY due LIMIT $3";
            let late = self.store.rows(sql, &values![&self.region, now, AT_ONCE]).await?;
            for row in &late {
                let commit = Commit::of_statements(self.region.as_str(), became_late(&self.region, row.text(0)?));
                match self.store.commit_waiting(commit, now).await {
                    Ok(_) | Err(store::CommitError::Guard) => {}
                    Err(error) => return Err(error.into()),
                }
            }
            Ok(Worked { done: late.len() as u64, more: late.len() as i64 == AT_ONCE })
        })
    }
}

/// One transaction, refused if another node was faster.
fn became_late(region: &str, case: &str) -> Vec<Statement> {
    let mark = Statement::new(
        "UPDATE figures_cases SET overdue = 1 WHERE region = $1 AND case_id = $2 AND open = 1 AND overdue = 0",
        values![region, case],
    );
    let mut statements: Vec<Statement> = moved(region, case, false).into();
    statements.push(mark.exactly_one());
    statements.extend(moved(region, case, true));
    statements
}
