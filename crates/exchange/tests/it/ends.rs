//! Warnings before an end: each nearness once, in order, also after downtime.

use crate::office::{KEY, ask, health, new_offer, offices, social};
use exchange::NewOffer;
use exchange::model::terms::Terms;
use kernel::Instant;

const PEM: &str = include_str!("../../src/model/authority/contoh.pem");

#[tokio::test]
async fn the_asking_agency_is_told_three_times_before_its_grant_ends() {
    for office in offices().await {
        office.published().await;
        let case = office.exchange.ask(&social(), &ask("a")).await.unwrap().case;
        office.end(&case, "diberikan").await;
        let told = || async { office.told().await.into_iter().filter(|one| one.contains("/izin/")).count() };
        for (day, count) in [
            ("2027-08-01", 0),
            ("2027-08-02", 1),
            ("2027-08-10", 1),
            ("2027-08-18", 2),
            ("2027-08-29", 3),
            ("2027-08-31", 3),
        ] {
            office.at(&format!("{day}T09:00:00+07:00"));
            office.work().await;
            office.work().await;
            assert_eq!(told().await, count, "{day}");
        }
        let levels: Vec<String> = office.told().await.into_iter().filter(|one| one.contains("/izin/")).collect();
        assert!(levels.iter().all(|one| one.starts_with("dinas-sosial ")), "{levels:?}");
        assert!(levels.last().unwrap().ends_with("/3"));
    }
}

#[tokio::test]
async fn after_downtime_only_the_nearest_warning_leaves_and_a_renewed_grant_warns_no_more() {
    for office in offices().await {
        office.published().await;
        let case = office.exchange.ask(&social(), &ask("a")).await.unwrap().case;
        office.end(&case, "diberikan").await;
        office.at("2027-08-30T09:00:00+07:00");
        let warnings = office.exchange.warnings(&social()).await.unwrap();
        assert_eq!((warnings.len(), warnings[0].level, warnings[0].kind), (1, 3, "izin"));
        assert!(office.exchange.warnings(&health()).await.unwrap().is_empty(), "the other side has nothing to do");
        office.work().await;
        let told: Vec<String> = office.told().await.into_iter().filter(|one| one.contains("/izin/")).collect();
        assert_eq!(told.len(), 1);
        assert!(told[0].ends_with("/3"), "{told:?}");
        let grant = office.exchange.grants(&social(), (exchange::Side::Held, "", ""), 1).await.unwrap().remove(0);
        let renewal = exchange::Ask { renews: Some(grant.id), ..ask("b") };
        let case = office.exchange.ask(&social(), &renewal).await.unwrap().case;
        office.end(&case, "diberikan").await;
        assert!(office.exchange.warnings(&social()).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn authorities_and_secrets_of_programs_are_watched_too() {
    for office in offices().await {
        let terms = Terms { authority: PEM.into(), ..new_offer().terms };
        office.exchange.register(&health(), &NewOffer { terms, ..new_offer() }).await.unwrap();
        assert!(office.exchange.warnings(&health()).await.unwrap().is_empty());
        office.at("2030-11-20T00:00:00Z");
        *office.keys.0.lock().unwrap() = Instant::parse("2030-12-01T00:00:00Z").unwrap();
        office.work().await;
        assert_eq!(office_kinds(&office.exchange, health()).await, [format!("otoritas {KEY}")]);
        assert_eq!(office_kinds(&office.exchange, social()).await, ["rahasia k1"]);
        assert_eq!(office.told().await.len(), 2);
    }
}

#[tokio::test]
async fn the_owner_is_told_three_times_before_the_certificate_of_its_server_ends_and_again_after_a_new_one() {
    for office in offices().await {
        office.saw("2027-03-10T00:00:00+07:00", None);
        office.work().await;
        assert!(office.told().await.is_empty(), "nobody offers this service");
        office.saw("2027-06-01T00:00:00+07:00", None);
        office.published().await;
        let told = || async { office.told().await.into_iter().filter(|one| one.contains("/sertifikat/")).count() };
        for (day, count) in [("05-01", 0), ("05-02", 1), ("05-12", 1), ("05-18", 2), ("05-29", 3), ("06-05", 3)] {
            office.at(&format!("2027-{day}T09:00:00+07:00"));
            office.work().await;
            office.work().await;
            assert_eq!(told().await, count, "{day}");
        }
        assert!(office.told().await.iter().all(|one| one.starts_with("dinas-kesehatan ")));
        assert_eq!(office_kinds(&office.exchange, health()).await, [format!("sertifikat {KEY}")]);
        assert!(office.exchange.warnings(&social()).await.unwrap().is_empty());
        office.saw("2027-09-01T00:00:00+07:00", None);
        assert!(office.exchange.warnings(&health()).await.unwrap().is_empty(), "a new certificate is far from its end");
        office.at("2027-08-20T09:00:00+07:00");
        office.work().await;
        assert_eq!(told().await, 4);
    }
}

async fn office_kinds(exchange: &exchange::Exchange, who: web::Session) -> Vec<String> {
    exchange.warnings(&who).await.unwrap().iter().map(|one| format!("{} {}", one.kind, one.subject)).collect()
}
