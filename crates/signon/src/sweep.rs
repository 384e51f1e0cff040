//! What grows for ever is swept once a day, in portions, so that nobody waits behind a long delete.

use crate::signon::Signon;
use kernel::Instant;
use store::{CommitError, Job, Pace, Running, Statement, Worked, values};

const DAY: i64 = 86_400;
/// Rows of one table that go in one turn.
const PORTION: i64 = 500;
/// Days for which it is kept who signed on: whoever looks into a year finds all of it until a month after its end.
const VISITS: i64 = 400;
/// Days for which what ended is remembered: a refresh token that comes again after its thirty days is still known as used.
const REMEMBERED: i64 = 40;

/// Rows of a table that are over so many days after a moment of theirs. A moment of 0 has not come.
pub(crate) struct Over {
    table: &'static str,
    key: &'static str,
    moment: &'static str,
    days: i64,
}

/// Tokens that hold for ten minutes go as soon as they are over.
pub(crate) const TOKENS: Over = Over { table: "signon_access", key: "hash", moment: "until_at", days: 0 };

/// What the daily sweep looks at. Consents are those that were withdrawn; what they told is erased long before.
const DAILY: [Over; 6] = [
    Over { table: "signon_visits", key: "id", moment: "at", days: VISITS },
    Over { table: "signon_secrets", key: "id", moment: "until_at", days: VISITS },
    Over { table: "signon_once", key: "hash", moment: "until_at", days: REMEMBERED },
    Over { table: "signon_families", key: "id", moment: "until_at", days: REMEMBERED },
    Over { table: "signon_consents", key: "id", moment: "ended_at", days: REMEMBERED },
    Over { table: "signon_farewells", key: "family", moment: "made_at", days: REMEMBERED },
];

pub(crate) fn job(signon: &Signon) -> Box<dyn Job> {
    Box::new(Daily { signon: signon.clone(), pace: Pace::every(DAY) })
}

struct Daily {
    signon: Signon,
    pace: Pace,
}

impl Job for Daily {
    fn name(&self) -> &'static str {
        "signon.sweep"
    }

    fn run(&self, now: Instant) -> Running<'_> {
        Box::pin(async move {
            if !self.pace.is_due(now) {
                return Ok(Worked::default());
            }
            let mut worked = Worked::default();
            for over in &DAILY {
                let (swept, more) = self.signon.swept(over, now).await?;
                worked = Worked { done: worked.done + swept, more: worked.more || more };
            }
            if !worked.more {
                self.pace.rest(now);
            }
            Ok(worked)
        })
    }
}

impl Signon {
    /// Forgets one portion of what is over: how many rows, and whether more wait.
    pub(crate) async fn swept(&self, over: &Over, now: Instant) -> Result<(u64, bool), CommitError> {
        let Over { table, key, moment, days } = over;
        let due = format!(
            "SELECT {key} FROM {table} WHERE region = $1 AND {moment} > 0 AND {moment} <= $2 ORDER BY {moment} LIMIT $3"
        );
        let values = values![self.region(), now.plus_seconds(-days * DAY), PORTION];
        let found = self.store().rows(&due, &values).await?.len() as u64;
        if found > 0 {
            let gone = format!("DELETE FROM {table} WHERE region = $1 AND {key} IN ({due})");
            self.store().commit_waiting(self.rows(vec![Statement::new(gone, values)]), now).await?;
        }
        Ok((found, found == PORTION.unsigned_abs()))
    }
}
