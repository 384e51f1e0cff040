//! Boundaries go into a ledger and are seen by a running room.

use cases::doors::{Atlas, DistrictMap, Gazetteer};
use places::{Aliases, Areas, BoundaryReport, MIGRATIONS, Places, boundaries, keep};
use std::sync::Arc;
use store::values;
use testkit::{Ledger, ledgers};

fn areas() -> Areas {
    Areas::load("35.78").unwrap()
}

fn square(code: &str, west: f64) -> String {
    let east = west + 0.01;
    format!(
        r#"{{"type":"Feature","properties":{{"code":"{code}"}},"geometry":{{"type":"Polygon","coordinates":
           [[[{west},-7.2],[{west},-7.21],[{east},-7.21],[{east},-7.2],[{west},-7.2]]]}}}}"#
    )
}

fn file(features: &[String]) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

async fn import(ledger: &Ledger, text: &str) -> BoundaryReport {
    let checked = boundaries::check(text, &areas()).unwrap();
    keep(&ledger.store, "35.78", &checked, ledger.now()).await.unwrap()
}

fn counts(report: &BoundaryReport) -> [u64; 4] {
    [report.accepted, report.repaired, report.rejected, report.unchanged]
}

#[tokio::test]
async fn outlines_imported_twice_change_nothing_and_a_changed_one_replaces_the_old() {
    for ledger in ledgers(MIGRATIONS).await {
        let two = file(&[square("35.78.05.1001", 112.7), square("35.78.05.1002", 112.71)]);
        assert_eq!(counts(&import(&ledger, &two).await), [2, 0, 0, 0]);
        assert_eq!(counts(&import(&ledger, &two).await), [0, 0, 0, 2]);
        let moved = file(&[square("35.78.05.1001", 112.69), square("35.78.05.9999", 112.7)]);
        assert_eq!(counts(&import(&ledger, &moved).await), [1, 0, 1, 0]);
        let sql = "SELECT code FROM places_outlines WHERE region = $1";
        let rows = ledger.store.rows(sql, &values!["35.78"]).await.unwrap();
        assert_eq!(rows.len(), 2);
    }
}

#[tokio::test]
async fn a_running_room_sees_what_another_process_imported() {
    for ledger in ledgers(MIGRATIONS).await {
        let places = Arc::new(Places::new(areas(), Aliases::default()));
        assert!(!places.refresh(&ledger.store).await.unwrap());
        assert_eq!(places.locate(-7.205, 112.705).inside, None);
        import(&ledger, &file(&[square("35.78.05.1001", 112.7)])).await;
        let job = places::jobs(&places, &ledger.store).remove(0);
        assert_eq!(job.run(ledger.now()).await.unwrap().done, 1);
        let located = places.locate(-7.205, 112.705);
        assert_eq!((located.village.as_deref(), located.inside), (Some("35.78.05.1001"), Some(true)));
        assert_eq!(job.run(ledger.now()).await.unwrap().done, 0);
        import(&ledger, &file(&[square("35.78.05.1001", 112.6)])).await;
        assert!(places.refresh(&ledger.store).await.unwrap(), "in the same second");
        assert_eq!(places.locate(-7.205, 112.705).inside, Some(false));
    }
}

#[tokio::test]
async fn an_import_that_changed_something_is_an_event() {
    for ledger in ledgers(MIGRATIONS).await {
        let one = file(&[square("35.78.05.1001", 112.7)]);
        import(&ledger, &one).await;
        import(&ledger, &one).await;
        ledger.store.sequence("35.78").await.unwrap();
        let events = ledger.store.events_after("35.78", 0, 10).await.unwrap();
        let names: Vec<&str> = events.iter().map(|event| event.fact.name.as_str()).collect();
        assert_eq!(names, ["boundaries.imported"]);
    }
}

#[tokio::test]
async fn another_region_keeps_its_own_outlines() {
    for ledger in ledgers(MIGRATIONS).await {
        import(&ledger, &file(&[square("35.78.05.1001", 112.7)])).await;
        let jombang = Places::new(Areas::load("35.17").unwrap(), Aliases::default());
        assert!(!jombang.refresh(&ledger.store).await.unwrap());
    }
}

#[tokio::test]
async fn the_map_has_circles_before_an_import_and_outlines_after_it() {
    let ledger = testkit::sqlite_ledger(MIGRATIONS).await;
    let places = Places::new(areas(), Aliases::default());
    let map = DistrictMap {
        title: "Peta".to_owned(),
        description: String::new(),
        classes: vec!["ada".to_owned()],
        without: "tidak ada".to_owned(),
        values: vec![],
    };
    assert_eq!(places.district_map(&map).unwrap().matches("<circle ").count(), 31);
    import(&ledger, &file(&[square("35.78.05", 112.7)])).await;
    places.refresh(&ledger.store).await.unwrap();
    assert_eq!(places.district_map(&map).unwrap().matches("<path ").count(), 1);
}
