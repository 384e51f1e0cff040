//! Reports of the same thing nearby.

use crate::town::wib;
use crate::vectors::example;
use cases::nearby::{Sighting, distance_m, is_offered};
use kernel::Zone;

#[test]
fn a_report_of_the_same_thing_nearby_and_lately_is_offered() {
    let rule = example("jalan-rusak").duplicates.unwrap();
    let value = |option: &str| definition::Value::Option(option.to_owned());
    let sighting = |lat: f64, option: &str| Sighting {
        service: "jalan-rusak".to_owned(),
        village: Some("35.17.01.2001".to_owned()),
        coordinate: Some((lat, 112.2)),
        values: [("jenis_rusak".to_owned(), value(option))].into_iter().collect(),
    };
    let now = (wib("2026-10-15T09:00:00"), Zone::Wib);
    let new = sighting(-7.5, "lubang");
    let offered = |old: &Sighting, opened: &str| is_offered(&rule, &new, old, wib(opened), now);
    let near = sighting(-7.500_2, "lubang");
    assert!(offered(&near, "2026-10-02T23:59:00"));
    assert!(!offered(&near, "2026-10-01T23:59:00"), "fifteen dates ago");
    assert!(!offered(&sighting(-7.500_3, "lubang"), "2026-10-14T09:00:00"), "33 m away");
    assert!(!offered(&sighting(-7.5, "retak"), "2026-10-14T09:00:00"), "another damage");
    let village = Sighting { coordinate: None, ..near.clone() };
    assert!(offered(&village, "2026-10-14T09:00:00"), "without a coordinate the same village");
    let elsewhere = Sighting { village: None, ..village };
    assert!(!offered(&elsewhere, "2026-10-14T09:00:00"));
}

#[test]
fn a_degree_along_a_meridian_is_111_kilometres() {
    let metres = distance_m((0.0, 112.0), (1.0, 112.0));
    assert!((metres - 111_195.08).abs() < 0.1, "{metres}");
}
