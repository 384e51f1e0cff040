//! Double reports (semantics R60): offered, never merged by themselves.

use crate::doors::Answer;
use definition::model::Duplicates;
use definition::value::Value;
use indexmap::IndexMap;
use kernel::{CaseNumber, Instant, Unit, Zone};

/// Mean radius of the earth in metres, as the rule names it.
const EARTH_M: f64 = 6_371_008.8;

/// What is about to be reported, or what is already there, as far as R60 looks at it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sighting {
    /// `layanan.id`.
    pub service: String,
    /// Village code.
    pub village: Option<String>,
    /// Latitude and longitude in degrees (WGS 84), if the resident gave them.
    pub coordinate: Option<(f64, f64)>,
    /// Known values of the fields in `sama`.
    pub values: IndexMap<String, Value>,
}

/// A running case that may be the same thing.
#[derive(Clone, Debug, PartialEq)]
pub struct NearCase {
    /// Id of the case.
    pub case: String,
    /// Its public number.
    pub number: CaseNumber,
    /// When it was opened.
    pub opened_at: Instant,
    /// Where and what.
    pub sighting: Sighting,
    /// How many residents support it already.
    pub supporters: u32,
    /// Distance in metres, where both have a coordinate.
    pub distance_m: Option<f64>,
}

/// Answered by places: running cases of the same service that R60 offers to join, nearest first.
pub trait Nearby: Send + Sync {
    /// Open cases that are not secret and fit `rule` as seen at `now`; at most `limit`.
    fn near<'a>(
        &'a self,
        rule: &'a Duplicates,
        sighting: &'a Sighting,
        now: Instant,
        limit: usize,
    ) -> Answer<'a, Vec<NearCase>>;
}

/// Great-circle distance in metres between two points given as latitude and longitude in degrees.
pub fn distance_m(from: (f64, f64), to: (f64, f64)) -> f64 {
    let (lat_a, lat_b) = (from.0.to_radians(), to.0.to_radians());
    let half_lat = ((lat_b - lat_a) / 2.0).sin();
    let half_lon = ((to.1 - from.1).to_radians() / 2.0).sin();
    let chord = half_lat * half_lat + lat_a.cos() * lat_b.cos() * half_lon * half_lon;
    2.0 * EARTH_M * chord.clamp(0.0, 1.0).sqrt().asin()
}

/// Whether a running case is offered for joining: same service, within `radius` (without a coordinate the same
/// village, R69), opened on one of the last `dalam` dates, equal known values in `sama` (R60).
pub fn is_offered(
    rule: &Duplicates,
    new: &Sighting,
    old: &Sighting,
    opened_at: Instant,
    (now, zone): (Instant, Zone),
) -> bool {
    let near = match (new.coordinate, old.coordinate) {
        (Some(here), Some(there)) => distance_m(here, there) <= f64::from(rule.radius_m),
        _ => new.village.is_some() && new.village == old.village,
    };
    let same = rule.same.iter().all(|field| {
        let (here, there) = (new.values.get(field), old.values.get(field));
        here.is_some() && here == there
    });
    new.service == old.service && near && same && is_recent(rule, opened_at, now, zone)
}

fn is_recent(rule: &Duplicates, opened_at: Instant, now: Instant, zone: Zone) -> bool {
    let count = i64::from(rule.within.count);
    let (today, opened) = (now.date(zone), opened_at.date(zone));
    let span = jiff::Span::new();
    match rule.within.unit {
        Unit::Day | Unit::WorkingDay => opened > today.saturating_sub(span.days(count)) && opened <= today,
        Unit::Month => opened > today.saturating_sub(span.months(count)) && opened <= today,
        Unit::Year => opened > today.saturating_sub(span.years(count)) && opened <= today,
        Unit::Hour | Unit::WorkingHour => (0..=count * 3600).contains(&(now.seconds() - opened_at.seconds())),
        Unit::Minute | Unit::WorkingMinute => (0..=count * 60).contains(&(now.seconds() - opened_at.seconds())),
    }
}
