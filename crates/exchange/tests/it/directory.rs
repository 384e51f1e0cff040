//! What the gateway decides by.

use crate::office::{KEY, ask, deps, health, new_offer, offices, social};
use cases::doors::{Directories as _, Joins as _, Rung};
use exchange::model::terms::Terms;
use exchange::{Ask, Exchange, NewOffer};
use kernel::Instant;
use std::sync::Arc;

#[tokio::test]
async fn services_and_grants_are_there_at_once_and_gone_at_once() {
    for office in offices().await {
        let exchange = &office.exchange;
        assert!(exchange.directory().services.is_empty());
        office.published().await;
        exchange.set_credential(&health(), KEY, ("X-Api-Key", "rahasia-sekali")).await.unwrap();
        let directory = exchange.directory();
        let one = &directory.services[KEY];
        assert_eq!(one.operations.len(), 3);
        assert_eq!(one.credential.as_ref().unwrap().value, "rahasia-sekali");
        assert_eq!((one.most_request, one.timeout_ms), (1024 * 1024, 10_000));
        assert!(one.operations.iter().all(|operation| operation.request.is_none() && operation.example.is_some()));
        let case = exchange.ask(&social(), &ask("a")).await.unwrap().case;
        office.end(&case, "diberikan").await;
        let grant = exchange.directory().grants["bansos"][KEY].clone();
        assert_eq!(grant.fields, ["data", "data.nik", "nik"]);
        assert!(grant.purpose.starts_with("PMH-2027-"), "a number, no free text");
        exchange.withdraw_grant(&health(), &grant.id, "Tidak dipakai lagi").await.unwrap();
        assert!(!exchange.directory().grants.contains_key("bansos"));
        exchange.withdraw(&health(), KEY, "Kebocoran di server asal").await.unwrap();
        assert!(exchange.directory().services.is_empty());
    }
}

#[tokio::test]
async fn another_node_sees_a_change_by_the_counter_alone() {
    for office in offices().await {
        office.published().await;
        let other = Exchange::open(deps(&office.ledger, &office.desk, (&office.keys, &office.servers))).await.unwrap();
        let before = other.directory();
        assert!(before.services.contains_key(KEY));
        assert!(!other.refresh().await.unwrap(), "nothing changed, nothing is read");
        assert!(Arc::ptr_eq(&before, &other.directory()), "it costs a pointer");
        office.exchange.withdraw(&health(), KEY, "Kebocoran di server asal").await.unwrap();
        // Its own follower may have been faster: what counts is what it knows now.
        other.refresh().await.unwrap();
        assert!(other.directory().services.is_empty());
    }
}

#[tokio::test]
async fn checked_bodies_bring_their_schema_and_a_replaced_secret_is_forgotten() {
    for office in offices().await {
        office.published().await;
        let exchange = &office.exchange;
        let revision = exchange.offer(KEY).await.unwrap().revision;
        let checked = NewOffer { terms: Terms { checked: true, ..new_offer().terms }, ..new_offer() };
        exchange.change(&health(), KEY, revision, &checked).await.unwrap();
        let directory = exchange.directory();
        let create = directory.services[KEY].operations.iter().find(|one| one.id == "tambahPasien").unwrap();
        assert!(create.request.as_ref().unwrap().contains("\"nik\""));
        let sealed = || async {
            let sql = "SELECT COUNT(*) FROM store_sealed WHERE region = $1";
            office.ledger.store.row(sql, &store::values![crate::office::REGION]).await.unwrap().unwrap().int(0).unwrap()
        };
        exchange.set_credential(&health(), KEY, ("authorization", "Bearer satu")).await.unwrap();
        exchange.set_credential(&health(), KEY, ("authorization", "Bearer dua")).await.unwrap();
        assert_eq!(sealed().await, 1, "the one before is gone");
        assert_eq!(exchange.directory().services[KEY].credential.as_ref().unwrap().value, "Bearer dua");
        let next = exchange.next_version(&health(), KEY).await.unwrap().to_string();
        exchange.set_credential(&health(), KEY, ("authorization", "")).await.unwrap();
        assert_eq!(sealed().await, 1, "the next version still uses it");
        assert!(exchange.directory().services[KEY].credential.is_none());
        exchange.publish(&health(), &next).await.unwrap();
        assert_eq!(exchange.directory().services[&next].credential.as_ref().unwrap().value, "Bearer dua");
        assert!(!office.log().await.contains("Bearer"));
    }
}

#[tokio::test]
async fn a_renewal_takes_over_when_its_time_comes_without_any_change() {
    for office in offices().await {
        office.published().await;
        let exchange = &office.exchange;
        let case = exchange.ask(&social(), &ask("a")).await.unwrap().case;
        office.end(&case, "diberikan").await;
        let first = exchange.directory().grants["bansos"][KEY].id.clone();
        office.at("2027-08-01T09:00:00+07:00");
        let renewal = Ask { renews: Some(first.clone()), ..ask("b") };
        let case = exchange.ask(&social(), &renewal).await.unwrap().case;
        office.end(&case, "diberikan").await;
        assert_eq!(exchange.directory().grants["bansos"][KEY].id, first, "until its end the first one counts");
        office.at("2027-09-01T00:00:00+07:00");
        exchange.refresh().await.unwrap();
        let now = exchange.directory().grants["bansos"][KEY].clone();
        assert_ne!(now.id, first);
        assert_eq!(now.from, Instant::parse("2027-09-01T00:00:00+07:00").unwrap());
        office.at("2029-01-01T00:00:00Z");
        exchange.refresh().await.unwrap();
        assert!(exchange.directory().grants.is_empty());
    }
}

#[tokio::test]
async fn what_is_published_is_offered_as_calls() {
    for office in offices().await {
        office.exchange.register(&health(), &new_offer()).await.unwrap();
        assert!(office.exchange.offered().await.unwrap().is_empty());
    }
    for office in offices().await {
        office.published().await;
        let offered = office.exchange.offered().await.unwrap();
        assert_eq!((offered[0].application.as_str(), offered[0].rung, offered.len()), ("simpus", Rung::Api, 1));
    }
}
