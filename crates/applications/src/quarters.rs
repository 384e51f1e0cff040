//! The ladder as it stood at the end of each quarter, so that the integration team sees how far it has come.

use crate::applications::Applications;
use crate::events::event;
use crate::model::advice::days_between;
use crate::model::ladder::{Ladder, Quarter};
use crate::refusal::Refused;
use kernel::{Actor, Instant};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use store::{Job, Running, Statement, StoreError, Worked, values};

/// Days after its end within which a quarter is still kept: later, what stands now says nothing of then.
const LATEST: i32 = 15;

/// A quarter as it was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Which.
    pub quarter: Quarter,
    /// The ladder of each agency.
    pub units: BTreeMap<String, Ladder>,
}

impl Kept {
    /// All agencies together.
    pub fn whole(&self) -> Ladder {
        self.units.values().fold(Ladder::default(), |sum, one| sum.with(one))
    }
}

fn written(ladder: &Ladder) -> String {
    let numbers = [ladder.complete.0, ladder.complete.1, ladder.retired, ladder.decided];
    ladder.on.iter().chain(&numbers).map(u32::to_string).collect::<Vec<_>>().join(" ")
}

fn read(text: &str) -> Option<Ladder> {
    let numbers: Vec<u32> = text.split(' ').map(|number| number.parse().ok()).collect::<Option<_>>()?;
    match numbers.as_slice() {
        &[none, file, api, events, points, of, retired, decided] => {
            Some(Ladder { on: [none, file, api, events], complete: (points, of), retired, decided })
        }
        _ => None,
    }
}

pub(crate) fn job(room: &Applications) -> Box<dyn Job> {
    Box::new(Keep { room: room.clone(), known: Mutex::new(None) })
}

struct Keep {
    room: Applications,
    known: Mutex<Option<Quarter>>,
}

impl Job for Keep {
    fn name(&self) -> &'static str {
        "applications.quarter"
    }

    fn run(&self, now: Instant) -> Running<'_> {
        Box::pin(async move {
            let quarter = Quarter::of(now.date(self.room.deps().zone)).before();
            let known = *self.known.lock().unwrap_or_else(PoisonError::into_inner);
            if known == Some(quarter) {
                return Ok(Worked::default());
            }
            let kept = self.room.keep_quarter(quarter).await.map_err(|error| StoreError::Sql(error.to_string()))?;
            if kept.is_some() {
                *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Some(quarter);
            }
            Ok(Worked { done: u64::from(kept == Some(true)), more: false })
        })
    }
}

impl Applications {
    /// Keeps how a quarter ended, once, within two weeks of its end; whether it was kept now. `None`: there is nothing to
    /// keep yet.
    async fn keep_quarter(&self, quarter: Quarter) -> Result<Option<bool>, Refused> {
        let late = quarter.end().is_none_or(|end| days_between(end, self.today()) > LATEST);
        let sql = "SELECT unit FROM applications_quarters WHERE region = $1 AND quarter = $2 LIMIT 1";
        if late || self.store().row(sql, &values![self.region(), quarter.key()]).await?.is_some() {
            return Ok(Some(false));
        }
        let ladders = self.review().await?.ladders();
        if ladders.is_empty() {
            return Ok(None);
        }
        let now = self.now();
        let row = |(unit, ladder): (&String, &Ladder)| {
            let sql = "INSERT INTO applications_quarters (region, quarter, unit, ladder, kept_at) VALUES ($1, $2, $3, $4, $5) \
                       ON CONFLICT DO NOTHING";
            Statement::new(sql, values![self.region(), quarter.key(), unit, written(ladder), now]).exactly_one()
        };
        let whole = ladders.values().fold(Ladder::default(), |sum, one| sum.with(one));
        let data = json!({ "quarter": quarter.key(), "applications": whole.alive(), "percent": whole.percent() });
        let events = vec![event("integration_quarter.kept", now, &Actor::System, data)];
        match self.quiet("quarters", events, ladders.iter().map(row).collect()).await {
            Ok(()) => Ok(Some(true)),
            // Another node kept it.
            Err(Refused::Moved) => Ok(Some(false)),
            Err(error) => Err(error),
        }
    }

    /// Quarters that were kept, oldest first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn quarters(&self) -> Result<Vec<Kept>, Refused> {
        let sql = "SELECT quarter, unit, ladder FROM applications_quarters WHERE region = $1 ORDER BY quarter, unit";
        let mut found: BTreeMap<Quarter, BTreeMap<String, Ladder>> = BTreeMap::new();
        for row in &self.store().rows(sql, &values![self.region()]).await? {
            if let (Some(quarter), Some(ladder)) = (Quarter::parse(row.text(0)?), read(row.text(2)?)) {
                found.entry(quarter).or_default().insert(row.string(1)?, ladder);
            }
        }
        Ok(found.into_iter().map(|(quarter, units)| Kept { quarter, units }).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ladder_is_read_as_it_was_written() {
        let ladder = Ladder { on: [4, 3, 2, 1], complete: (60, 97), retired: 5, decided: 6 };
        assert_eq!(read(&written(&ladder)), Some(ladder));
        assert_eq!(read("1 2 3"), None);
        assert_eq!(read("a b c d e f g h"), None);
    }
}
