//! Thresholds and deadlines: shipped defaults, changed by planners, every change kept.

use super::model::due::Deadlines;
use super::model::light::Thresholds;
use super::model::plan::REASON;
use super::{Refused, STREAM};
use crate::events::{actor, event};
use crate::programme::Programme;
use kernel::{Instant, OfficerId};
use serde::Deserialize;
use serde_json::json;
use std::sync::LazyLock;
use store::{ANY_VERSION, Commit, Row, Statement, StoreError, values};
use web::Session;

const SHIPPED: &str = include_str!("../../../../rencana/baku/monev.toml");
/// Most working days of a deadline.
const LONGEST: u32 = 60;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    ambang: Lights,
    tenggat: Days,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lights {
    hijau: i64,
    kuning: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Days {
    bulanan: u32,
    triwulan: u32,
    kepala: u32,
    pimpinan: u32,
}

/// What holds for lights and deadlines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Of the lights.
    pub lights: Thresholds,
    /// Of months, quarters and silence.
    pub days: Deadlines,
}

static DEFAULTS: LazyLock<Rules> = LazyLock::new(|| {
    let few = Rules {
        lights: Thresholds { green: 90, yellow: 75 },
        days: Deadlines { month: 5, quarter: 10, head: 3, top: 3 },
    };
    // A test reads the shipped file; a broken one cannot be shipped.
    toml::from_str::<File>(SHIPPED).map_or(few, |File { ambang, tenggat }| Rules {
        lights: Thresholds { green: ambang.hijau, yellow: ambang.kuning },
        days: Deadlines {
            month: tenggat.bulanan,
            quarter: tenggat.triwulan,
            head: tenggat.kepala,
            top: tenggat.pimpinan,
        },
    })
});

impl Rules {
    /// What holds until a planner sets something else (`rencana/baku/monev.toml`).
    pub fn shipped() -> Self {
        *DEFAULTS
    }

    /// Percent below 100 in order, deadlines of at most sixty working days.
    fn sound(&self) -> bool {
        let Thresholds { green, yellow } = self.lights;
        let Deadlines { month, quarter, head, top } = self.days;
        let days = [month, quarter, head, top].into_iter().all(|days| (1..=LONGEST).contains(&days));
        days && 0 < yellow && yellow < green && green <= 100
    }

    /// From the columns `green, yellow, month_days, quarter_days, head_days, top_days` that begin at `at`; the shipped ones
    /// where the region set none.
    pub(crate) fn read(row: &Row, at: usize) -> Result<Self, StoreError> {
        let Some(green) = row.int_or_null(at)? else { return Ok(Self::shipped()) };
        let days = |column: usize| Ok::<_, StoreError>(u32::try_from(row.int(at + column)?).unwrap_or(LONGEST));
        Ok(Self {
            lights: Thresholds { green, yellow: row.int(at + 1)? },
            days: Deadlines { month: days(2)?, quarter: days(3)?, head: days(4)?, top: days(5)? },
        })
    }
}

/// Rules as they stood since a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruled {
    /// What was set.
    pub rules: Rules,
    /// Why.
    pub reason: String,
    /// By whom.
    pub by: OfficerId,
    /// When.
    pub at: Instant,
}

const COLUMNS: &str = "green, yellow, month_days, quarter_days, head_days, top_days";

impl Programme {
    /// What holds now.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn monev_rules(&self) -> Result<Rules, Refused> {
        let sql = format!("SELECT {COLUMNS} FROM programme_monev_rules WHERE region = $1 AND latest = 1");
        let row = self.store().row(&sql, &values![self.region()]).await?;
        Ok(row.as_ref().map_or(Ok(Rules::shipped()), |row| Rules::read(row, 0))?)
    }

    /// What was ever set, the newest first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn monev_rules_then(&self) -> Result<Vec<Ruled>, Refused> {
        let sql = format!(
            "SELECT {COLUMNS}, reason, written_by, written_at FROM programme_monev_rules WHERE region = $1 \
             ORDER BY number DESC LIMIT 50"
        );
        let rows = self.store().rows(&sql, &values![self.region()]).await?;
        let one = |row: &Row| {
            Ok::<_, StoreError>(Ruled {
                rules: Rules::read(row, 0)?,
                reason: row.string(6)?,
                by: OfficerId(row.string(7)?),
                at: row.instant(8)?,
            })
        };
        Ok(rows.iter().map(one).collect::<Result<_, _>>()?)
    }

    /// Sets thresholds and deadlines; locked quarters keep the light that they had.
    ///
    /// # Errors
    /// Out of bounds, no reason, set by somebody else at the same moment, or the store failed.
    pub async fn rule_monev(&self, session: &Session, rules: Rules, reason: &str) -> Result<(), Refused> {
        let (reason, now) = (reason.trim(), self.now());
        if !rules.sound() {
            return Err(Refused::Rules);
        }
        if !REASON.contains(&reason.chars().count()) {
            return Err(Refused::Reason);
        }
        let sql = "SELECT COALESCE(MAX(number), 0) FROM programme_monev_rules WHERE region = $1";
        let number = self.store().row(sql, &values![self.region()]).await?.map_or(Ok(0), |row| row.int(0))? + 1;
        let (text, keep) = self.keep_text(reason, now);
        let (lights, days) = (rules.lights, rules.days);
        let statements = vec![
            keep,
            Statement::new(
                "UPDATE programme_monev_rules SET latest = 0 WHERE region = $1 AND latest = 1",
                values![self.region()],
            ),
            Statement::new(
                "INSERT INTO programme_monev_rules (region, number, green, yellow, month_days, quarter_days, head_days, top_days, \
                 reason, written_by, written_at, latest) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1) \
                 ON CONFLICT DO NOTHING",
                values![
                    self.region(),
                    number,
                    lights.green,
                    lights.yellow,
                    i64::from(days.month),
                    i64::from(days.quarter),
                    i64::from(days.head),
                    i64::from(days.top),
                    reason,
                    &session.officer.0,
                    now,
                ],
            )
            .exactly_one(),
        ];
        let data = json!({
            "green": lights.green, "yellow": lights.yellow, "month": days.month, "quarter": days.quarter, "head": days.head,
            "top": days.top, "reason": text,
        });
        let events = vec![event("monev.ruled", now, &actor(session, None), data)];
        let commit = Commit { events, statements, ..Commit::new(self.region(), STREAM, ANY_VERSION) };
        self.store().commit(commit, now).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_rules_are_read_and_sound() {
        let file: File = toml::from_str(SHIPPED).unwrap();
        assert_eq!((file.ambang.hijau, file.ambang.kuning, file.tenggat.bulanan), (90, 75, 5));
        assert!(Rules::shipped().sound());
        let crossed = Rules { lights: Thresholds { green: 70, yellow: 75 }, ..Rules::shipped() };
        assert!(!crossed.sound());
    }
}
