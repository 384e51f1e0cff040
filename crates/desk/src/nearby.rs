//! "Saya juga mengalami": running cases that may be the same thing (semantics R60), out of the desk's own table.

use crate::Desk;
use crate::refusal::{DeskRefusal, Desked};
use crate::rows::{degrees, exact_coordinate, micro_degrees};
use cases::doors::Answer;
use cases::nearby::{NearCase, Nearby, Sighting, distance_m, is_offered};
use definition::Answers;
use definition::model::Duplicates;
use kernel::{CaseNumber, Instant, Unit};
use store::{Row, StoreError, values};

/// How many candidates are looked at; more than that in one place are the same few problems.
const CANDIDATES: i64 = 200;

impl Desk {
    /// Running cases of this service that a resident who gives these answers is offered to join, nearest first. Never a
    /// secret one. Works while the form is still being filled in.
    ///
    /// # Errors
    /// No such service runs, or the store failed.
    pub async fn near(&self, service: &str, answers: &Answers, limit: usize) -> Desked<Vec<NearCase>> {
        let definition = self.catalogue().service(service).ok_or(DeskRefusal::NoSuchService)?;
        let Some(rule) = &definition.duplicates else {
            return Ok(Vec::new());
        };
        let values = rule.same.iter().filter_map(|field| Some((field.clone(), answers.get(field)?.clone())));
        let sighting = Sighting {
            service: service.to_owned(),
            village: cases::answers::village(&definition, answers).map(str::to_owned),
            coordinate: exact_coordinate(answers),
            values: values.collect(),
        };
        Ok(self.nearest(rule, &sighting, self.now(), limit).await?)
    }

    async fn nearest(
        &self,
        rule: &Duplicates,
        sighting: &Sighting,
        now: Instant,
        limit: usize,
    ) -> Result<Vec<NearCase>, StoreError> {
        let mut found = Vec::new();
        for row in self.candidates(rule, sighting, now).await? {
            let mut near = near_case(&row)?;
            let (here, there) = (sighting.coordinate, near.sighting.coordinate);
            if is_offered(rule, sighting, &near.sighting, near.opened_at, (now, self.zone())) {
                near.distance_m = here.zip(there).map(|(here, there)| distance_m(here, there));
                found.push(near);
            }
        }
        found.sort_by(|a, b| {
            let far = |near: &NearCase| near.distance_m.unwrap_or(f64::MAX);
            far(a).total_cmp(&far(b)).then_with(|| b.opened_at.cmp(&a.opened_at))
        });
        found.truncate(limit);
        Ok(found)
    }

    /// Open cases of the service in the same village, and around the coordinate if there is one.
    async fn candidates(&self, rule: &Duplicates, sighting: &Sighting, now: Instant) -> Result<Vec<Row>, StoreError> {
        const COLUMNS: &str = "SELECT id, number, opened_at, village, exact_lat, exact_lon, same, supports, service \
                               FROM desk_cases WHERE region = $1 AND service = $2 AND ended_at IS NULL AND end_id = '' AND secret = 0";
        let oldest = now.plus_seconds(-longest(rule) * 86_400);
        let mut rows = Vec::new();
        if let Some(village) = &sighting.village {
            let sql = format!("{COLUMNS} AND village = $3 AND opened_at >= $4 ORDER BY opened_at DESC LIMIT $5");
            let values = values![self.region(), &sighting.service, village, oldest, CANDIDATES];
            rows.extend(self.store().rows(&sql, &values).await?);
        }
        if let Some((latitude, longitude)) = sighting.coordinate {
            let tall = f64::from(rule.radius_m) / 111_000.0;
            let wide = tall / latitude.to_radians().cos().max(0.01);
            let sql = format!(
                "{COLUMNS} AND village <> $3 AND exact_lat BETWEEN $4 AND $5 AND exact_lon BETWEEN $6 AND $7 \
                 AND opened_at >= $8 LIMIT $9"
            );
            let values = values![
                self.region(),
                &sighting.service,
                sighting.village.as_deref().unwrap_or_default(),
                micro_degrees(latitude - tall),
                micro_degrees(latitude + tall),
                micro_degrees(longitude - wide),
                micro_degrees(longitude + wide),
                oldest,
                CANDIDATES,
            ];
            rows.extend(self.store().rows(&sql, &values).await?);
        }
        Ok(rows)
    }
}

/// More days than the rule reaches back, whatever the calendar; the rule itself decides.
fn longest(rule: &Duplicates) -> i64 {
    let count = i64::from(rule.within.count);
    2 + match rule.within.unit {
        Unit::Minute | Unit::WorkingMinute => count / 1440,
        Unit::Hour | Unit::WorkingHour => count / 24,
        Unit::Day | Unit::WorkingDay => count,
        Unit::Month => count * 31,
        Unit::Year => count * 366,
    }
}

fn near_case(row: &Row) -> Result<NearCase, StoreError> {
    let damaged = |what: &str| StoreError::Damaged(format!("desk_cases.{what}"));
    let coordinate = match (row.int_or_null(4)?, row.int_or_null(5)?) {
        (Some(latitude), Some(longitude)) => Some((degrees(latitude), degrees(longitude))),
        _ => None,
    };
    Ok(NearCase {
        case: row.string(0)?,
        number: CaseNumber::parse(row.text(1)?).map_err(|_| damaged("number"))?,
        opened_at: row.instant(2)?,
        sighting: Sighting {
            service: row.string(8)?,
            village: Some(row.string(3)?).filter(|village| !village.is_empty()),
            coordinate,
            values: serde_json::from_str(row.text(6)?).map_err(|_| damaged("same"))?,
        },
        supporters: u32::try_from(row.int(7)?).unwrap_or(0),
        distance_m: None,
    })
}

impl Nearby for Desk {
    fn near<'a>(
        &'a self,
        rule: &'a Duplicates,
        sighting: &'a Sighting,
        now: Instant,
        limit: usize,
    ) -> Answer<'a, Vec<NearCase>> {
        Box::pin(async move { self.nearest(rule, sighting, now, limit).await.unwrap_or_default() })
    }
}
