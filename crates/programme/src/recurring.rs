//! Reports that come back month after month: counted from the desk's facts and offered as problems of the plan.

use crate::entries::Origin;
use crate::programme::Programme;
use crate::refusal::Refused;
use jiff::civil::Date;
use kernel::{Event, Instant, Zone};
use serde::Deserialize;
use store::{Projection, Statement, values};

/// Months that are looked at: the twelve before this one.
const MONTHS: i32 = 12;
/// In so many of them there must be a report, and so many reports in all; fewer could point at somebody.
const OFTEN: i64 = 3;
const LEAST: i64 = 5;
/// So many are offered, the most frequent first.
const OFFERED: i64 = 20;

/// Counts reports per month, service and district.
#[derive(Clone, Copy, Debug)]
pub struct Reports(pub Zone);

/// What is read of the key `desk` in `case.opened`.
#[derive(Deserialize)]
struct Facts {
    service: String,
    district: String,
    opened_at: Instant,
}

impl Projection for Reports {
    fn name(&self) -> &'static str {
        "programme.reports"
    }

    fn hears(&self, name: &str) -> bool {
        name == "case.opened"
    }

    fn project(&self, event: &Event) -> Vec<Statement> {
        let facts = event.fact.data.get("desk").and_then(|facts| Facts::deserialize(facts).ok());
        facts.map_or_else(Vec::new, |facts| {
            vec![Statement::new(
                "INSERT INTO programme_reports (region, month, service, district, cases) VALUES ($1, $2, $3, $4, 1) \
                 ON CONFLICT (region, month, service, district) DO UPDATE SET cases = programme_reports.cases + 1",
                values![&event.region, month(facts.opened_at.date(self.0)), facts.service, facts.district],
            )]
        })
    }

    fn reset(&self, region: &str) -> Vec<Statement> {
        vec![Statement::new("DELETE FROM programme_reports WHERE region = $1", values![region])]
    }
}

fn month(date: Date) -> String {
    format!("{:04}-{:02}", date.year(), date.month())
}

/// The twelve whole months before the one of `today`: first and last.
pub(crate) fn window(today: Date) -> (String, String) {
    let back = |months: i32| month(today.first_of_month().saturating_sub(jiff::Span::new().months(months)));
    (back(MONTHS), back(1))
}

impl Programme {
    /// What residents reported again and again in the last twelve whole months, the most frequent first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn recurring(&self) -> Result<Vec<Origin>, Refused> {
        let (from, to) = window(self.today());
        let sql = "SELECT service, district, CAST(SUM(cases) AS BIGINT) FROM programme_reports \
                   WHERE region = $1 AND month >= $2 AND month <= $3 GROUP BY service, district \
                   HAVING COUNT(*) >= $4 AND SUM(cases) >= CAST($5 AS BIGINT) ORDER BY 3 DESC, service, district LIMIT $6";
        let rows = self.store().heavy_rows(sql, values![self.region(), &from, &to, OFTEN, LEAST, OFFERED]).await?;
        let mut found = Vec::new();
        for row in rows {
            found.push(Origin {
                service: row.string(0)?,
                district: row.string(1)?,
                cases: row.int(2)?,
                from: from.clone(),
                to: to.clone(),
            });
        }
        Ok(found)
    }

    /// How often one of them was reported in the last twelve whole months, from the figures and not from the form.
    pub(crate) async fn recurring_one(&self, service: &str, district: &str) -> Result<Origin, Refused> {
        let all = self.recurring().await?;
        all.into_iter().find(|one| one.service == service && one.district == district).ok_or(Refused::NotThere)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_running_month_is_left_out_and_twelve_are_looked_at() {
        assert_eq!(window(date(2027, 3, 31)), ("2026-03".to_owned(), "2027-02".to_owned()));
        assert_eq!(window(date(2027, 1, 1)), ("2026-01".to_owned(), "2026-12".to_owned()));
    }
}
