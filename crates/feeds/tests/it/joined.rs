//! What other rooms get: tables with their descriptions, what is offered and what came.

use crate::site::{BUDI, SITI, csv, employees, towns};
use cases::doors::{Feeds as _, Joins as _, Rung};
use kernel::Instant;
use serde_json::{Value as Json, json};

#[tokio::test]
async fn a_table_describes_itself_and_marks_what_is_personal() {
    let town = towns(&[employees()]).await.remove(0);
    let tables = town.feeds.tables().await.unwrap();
    assert_eq!((tables[0].id.as_str(), tables[0].application.as_str()), ("pegawai", "simpeg"));
    let document: Json = serde_json::from_str(&tables[0].openapi).unwrap();
    assert_eq!((&document["openapi"], document["paths"].as_object().unwrap().len()), (&json!("3.1.0"), 3));
    let row = &document["components"]["schemas"]["Baris"]["properties"];
    assert_eq!((&row["nip"]["x-pribadi"], &row["nip"]["pattern"]), (&json!("umum"), &json!("^(?:[0-9]{18})$")));
    assert_eq!((&row["status"]["enum"], &row["tmt"]["format"]), (&json!(["Aktif", "Pensiun", null]), &json!("date")));
    let tried =
        &document["paths"]["/"]["get"]["responses"]["200"]["content"]["application/json"]["example"]["baris"][0];
    assert_eq!(
        (&tried["status"], tried.get("nip")),
        (&json!("Aktif"), None),
        "a row to try out holds nothing personal"
    );
    let (status, schema) = town.ask("/skema", "", &[]).await;
    assert_eq!((status, &schema), (200, &document["components"]["schemas"]["Baris"]));
}

#[tokio::test]
async fn only_what_was_read_well_is_offered_and_counted_as_traffic() {
    for town in towns(&[employees()]).await {
        let since = Instant::parse("2027-01-01T00:00:00Z").unwrap();
        assert_eq!(town.feeds.offered().await.unwrap(), []);
        town.read("rusak.csv", "x\n1\n").await;
        assert_eq!((town.feeds.offered().await.unwrap().len(), town.feeds.traffic(since).await.unwrap().len()), (0, 0));
        town.read("satu.csv", csv(&[SITI, BUDI])).await;
        let offered = town.feeds.offered().await.unwrap();
        assert_eq!((offered[0].application.as_str(), offered[0].rung), ("simpeg", Rung::File));
        let traffic = town.feeds.traffic(since).await.unwrap();
        assert_eq!((traffic[0].from.as_str(), traffic[0].to.as_str(), traffic[0].count), ("simpeg", feeds::SELF, 2));
        assert_eq!(town.feeds.traffic(town.ledger.now().plus_seconds(1)).await.unwrap(), []);
    }
}

#[tokio::test]
async fn tables_that_are_not_there_and_queries_that_mean_nothing_are_refused() {
    let town = towns(&[employees()]).await.remove(0);
    assert_eq!(town.feeds.answer("tidak-ada", "/", "", &[]).await.status, 404);
    assert_eq!(town.ask("/x/y", "", &[]).await.0, 400);
    assert_eq!(town.ask("/..%2f..", "", &[]).await.0, 404);
    let (status, problem) = town.ask("/", "nama=Siti", &["nama"]).await;
    assert_eq!((status, &problem["code"]), (400, &json!("saringan")));
    assert!(problem["title"].as_str().unwrap().contains("golongan, status"), "{problem}");
}
