//! A region's signed summary, from its own installation to the one that steers it, on both databases.

use crate::office::{NATION, Office, offices, regions};
use kernel::{Actor, FactValue};
use movement::model::signed::SecretKey;
use movement::model::summary::{Bad, Summary, open, write};
use movement::{Refused, Took};

const BY: Actor = Actor::Operator;

/// The file of the region, made at this moment of its clock, and its public key.
async fn made(region: &Office, moment: &str) -> (String, String) {
    region.at(moment);
    let key = region.movement.make_key(&BY).await.unwrap();
    (region.movement.summarise(2027, &BY).await.unwrap().file, key.to_string())
}

/// Pairs of a region and an installation that steers it.
async fn pairs() -> Vec<(Office, Office)> {
    regions().await.into_iter().zip(offices().await).collect()
}

async fn refused(office: &Office, file: &str) -> Bad {
    match office.movement.take_summary(file.as_bytes(), &BY).await {
        Err(Refused::Summary(bad)) => *bad,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_summary_is_made_of_facts_signed_taken_once_and_shown_with_its_date() {
    for (region, office) in pairs().await {
        let (file, key) = made(&region, "2027-03-01T09:00:00+07:00").await;
        office.sign("35.17", &key).await.unwrap();
        let took = office.movement.take_summary(file.as_bytes(), &BY).await.unwrap();
        let Took::New(summary) = took else { panic!("{took:?}") };
        assert_eq!(
            (summary.daerah.as_str(), summary.nama.as_str(), summary.tahun),
            ("35.17", "Kabupaten Jombang", 2027)
        );
        assert_eq!(summary.angka.len(), 1, "what cannot be told is not sent");
        assert_eq!(summary.angka["rencana.janji-ditepati"].nilai, FactValue::Count { count: 7 });
        assert_eq!(office.movement.newest_summary("35.17").await.unwrap().unwrap().summary, summary);
        assert_eq!(office.movement.line("35.17").await.unwrap().summarised, Some(summary.dibuat));
        let before = office.happened(NATION).await;
        let again = office.movement.take_summary(file.as_bytes(), &BY).await.unwrap();
        assert_eq!(again, Took::Same(summary), "the same file twice changes nothing");
        assert_eq!(office.happened(NATION).await, before);
        assert_eq!(before.last().unwrap(), "summary.taken");
        assert_eq!(region.happened("35.17").await, ["summary.key_made", "summary.made"]);
    }
}

#[tokio::test]
async fn an_altered_one_is_refused_with_the_region_that_it_claims_and_stands_on_the_ledger() {
    for (region, office) in pairs().await {
        let (file, key) = made(&region, "2027-03-01T09:00:00+07:00").await;
        office.sign("35.17", &key).await.unwrap();
        let altered = file.replace("\"count\":7", "\"count\":70");
        assert_ne!(altered, file);
        assert_eq!(refused(&office, &altered).await, Bad::Altered { claims: "35.17".to_owned() });
        assert!(office.movement.newest_summary("35.17").await.unwrap().is_none());
        let events = office.ledger.log(NATION).await;
        let last = events.last().unwrap();
        assert_eq!(last.fact.name, "summary.refused");
        assert_eq!((&last.fact.data["why"], &last.fact.data["claims"]), (&"diubah".into(), &"35.17".into()));
        assert_eq!(refused(&office, "{\n\"isi\":;").await, Bad::Json { line: 2, column: 7 });
        assert_eq!(refused(&office, "[]").await, Bad::Format);
    }
}

#[tokio::test]
async fn an_older_one_and_unknown_replaced_and_borrowed_keys_are_refused_by_name() {
    for (region, office) in pairs().await {
        let (first, key) = made(&region, "2027-03-01T09:00:00+07:00").await;
        office.at("2027-03-01T11:00:00+07:00");
        assert!(matches!(refused(&office, &first).await, Bad::UnknownKey { claims, .. } if claims == "35.17"));
        office.sign("35.18", &key).await.unwrap();
        let owner = "35.18".to_owned();
        assert_eq!(refused(&office, &first).await, Bad::OtherKey { claims: "35.17".to_owned(), owner: owner.clone() });
        assert_eq!(office.sign("35.17", &key).await, Err(Refused::KeyTaken(owner)));
    }
    for (region, office) in pairs().await {
        let (first, key) = made(&region, "2027-03-01T09:00:00+07:00").await;
        let (second, _) = made(&region, "2027-03-01T10:00:00+07:00").await;
        office.sign("35.17", &key).await.unwrap();
        office.at("2027-03-01T11:00:00+07:00");
        office.movement.take_summary(second.as_bytes(), &BY).await.unwrap();
        assert!(matches!(refused(&office, &first).await, Bad::Older { claims, .. } if claims == "35.17"));
        office.at("2027-03-02T11:00:00+07:00");
        let next = SecretKey::of_seed(&[9; 32]).unwrap().public().to_string();
        office.sign("35.17", &next).await.unwrap();
        let (third, _) = made(&region, "2027-03-02T10:00:00+07:00").await;
        assert_eq!(refused(&office, &third).await, Bad::OldKey { claims: "35.17".to_owned() });
    }
}

#[tokio::test]
async fn a_wrong_period_and_a_region_that_is_not_steered_are_refused() {
    for office in offices().await {
        let key = SecretKey::of_seed(&[5; 32]).unwrap();
        office.sign("35.17", &key.public().to_string()).await.unwrap();
        let now = office.ledger.now();
        let sound = Summary {
            daerah: "35.17".into(),
            nama: "Kabupaten Jombang".into(),
            tahun: 2027,
            dari: jiff::civil::date(2027, 1, 1),
            sampai: jiff::civil::date(2027, 3, 1),
            dibuat: now,
            angka: std::collections::BTreeMap::new(),
        };
        let ahead = Summary { dibuat: now.plus_seconds(86_400), ..sound.clone() };
        let file = write(&ahead, &key).unwrap();
        assert_eq!(refused(&office, &file).await, Bad::Period { claims: "35.17".to_owned() });
        let foreign = Summary { daerah: "11.01".into(), ..sound.clone() };
        let file = write(&foreign, &key).unwrap();
        assert_eq!(refused(&office, &file).await, Bad::Foreign { claims: "11.01".to_owned() });
        let file = write(&sound, &key).unwrap();
        assert!(matches!(office.movement.take_summary(file.as_bytes(), &BY).await, Ok(Took::New(_))));
    }
}

#[tokio::test]
async fn a_key_is_made_once_and_its_secret_half_stands_in_no_event_and_no_file() {
    for mut region in regions().await {
        assert_eq!(region.movement.own_key().await.unwrap(), None);
        assert_eq!(region.movement.summarise(2027, &BY).await.map(drop), Err(Refused::NoKey));
        let key = region.movement.make_key(&BY).await.unwrap();
        assert_eq!(region.movement.make_key(&BY).await.unwrap(), key, "made once");
        let file = region.movement.summarise(2027, &BY).await.unwrap().file;
        assert_eq!(open(file.as_bytes()).unwrap().key, key);
        assert_eq!(region.movement.summarise(2028, &BY).await.map(drop), Err(Refused::Year), "a year ahead");
        region.ledger.reopen().await;
        let events = region.ledger.log("35.17").await;
        assert!(
            events.iter().all(|event| event.fact.data.get("seed").is_none() && event.fact.data.get("sealed").is_none())
        );
    }
}
