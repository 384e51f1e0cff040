//! The life of a service: registered, described, published, followed, ended.

use crate::office::{KEY, PATIENTS, health, new_offer, offices, social, team};
use exchange::model::terms::{Fault, Terms};
use exchange::{NewOffer, Refused, State, Wish};
use jiff::civil::date;

#[tokio::test]
async fn a_service_is_registered_described_and_published() {
    for office in offices().await {
        let exchange = &office.exchange;
        let key = exchange.register(&health(), &new_offer()).await.unwrap();
        assert_eq!(key.to_string(), KEY);
        assert_eq!(exchange.publish(&health(), KEY).await, Err(Refused::NoDescription));
        let wrong = PATIENTS.replace("operationId: bacaPasien", "deprecated: false");
        let uploaded = exchange.upload(&health(), KEY, wrong.as_bytes()).await.unwrap();
        assert!(uploaded.kept, "a draft keeps what is not finished");
        assert_eq!(exchange.publish(&health(), KEY).await, Err(Refused::Unsound(1)));
        exchange.upload(&health(), KEY, PATIENTS.as_bytes()).await.unwrap();
        exchange.publish(&health(), KEY).await.unwrap();
        let offer = exchange.offer(KEY).await.unwrap();
        assert_eq!((offer.state, offer.operations), (State::Published, 3));
        assert_eq!(exchange.publish(&health(), KEY).await, Err(Refused::Step));
        let expected = ["offer.registered", "offer.described", "offer.described", "offer.published"];
        assert_eq!(office.happened().await, expected);
        assert!(!office.log().await.contains("Pasien puskesmas"), "no text stands in the log");
    }
}

#[tokio::test]
async fn an_agency_registers_for_its_own_living_applications_only() {
    for office in offices().await {
        let exchange = &office.exchange;
        let of = |application: &str| NewOffer { application: application.into(), ..new_offer() };
        for wrong in ["bansos", "tua", "tidak-ada", ""] {
            assert_eq!(exchange.register(&health(), &of(wrong)).await, Err(Refused::NoApplication), "{wrong}");
        }
        exchange.register(&team(), &of("bansos")).await.unwrap();
        exchange.register(&health(), &new_offer()).await.unwrap();
        assert_eq!(exchange.register(&health(), &new_offer()).await, Err(Refused::Taken));
        assert_eq!(exchange.own(&social(), KEY).await, Err(Refused::NotThere), "a draft of others is not known");
        let seen =
            exchange.offers(&Wish { units: Some(vec!["dinas-sosial".into()]), ..Wish::default() }, 50).await.unwrap();
        assert_eq!(seen.len(), 1);
    }
}

#[tokio::test]
async fn a_breaking_description_needs_a_new_version_and_a_richer_one_does_not() {
    for office in offices().await {
        office.published().await;
        let exchange = &office.exchange;
        let poorer = PATIENTS
            .replace("        umur: { type: integer, minimum: 0, maximum: 130, description: Umur dalam tahun }\n", "");
        let refused = exchange.upload(&health(), KEY, poorer.as_bytes()).await.unwrap();
        assert!(
            !refused.kept && refused.differences.iter().any(|one| one.breaks && one.say.id.contains("umur")),
            "{refused:?}"
        );
        let richer = PATIENTS.replace(
            "        umur:",
            "        kota: { type: string, maxLength: 50, description: Kota }\n        umur:",
        );
        office.days_on(1);
        let kept = exchange.upload(&health(), KEY, richer.as_bytes()).await.unwrap();
        assert!(kept.kept && kept.differences.iter().all(|one| !one.breaks));
        let next = exchange.next_version(&health(), KEY).await.unwrap().to_string();
        assert_eq!(next, "dinas-kesehatan/simpus/pasien/v2");
        assert_eq!(exchange.next_version(&health(), KEY).await, Err(Refused::Taken));
        let draft = exchange.upload(&health(), &next, poorer.as_bytes()).await.unwrap();
        assert!(draft.kept && draft.differences.iter().any(|one| one.breaks), "the new version says what it breaks");
        office.days_on(1);
        exchange.publish(&health(), &next).await.unwrap();
        let kinds: Vec<String> =
            exchange.changes(("", ""), 10).await.unwrap().into_iter().map(|one| one.kind).collect();
        assert_eq!(kinds, ["terbit", "berubah", "terbit"]);
    }
}

#[tokio::test]
async fn a_version_ends_on_the_day_that_was_announced() {
    for office in offices().await {
        office.published().await;
        let exchange = &office.exchange;
        let why = "Digantikan versi dua";
        for wrong in [date(2027, 3, 2), date(2027, 3, 30), date(2030, 1, 1)] {
            assert_eq!(exchange.deprecate(&health(), KEY, (wrong, why)).await, Err(Refused::Day), "{wrong}");
        }
        assert_eq!(exchange.deprecate(&health(), KEY, (date(2027, 6, 30), "pendek")).await, Err(Refused::Reason));
        exchange.deprecate(&health(), KEY, (date(2027, 6, 30), why)).await.unwrap();
        office.at("2027-06-30T23:59:00+07:00");
        office.work().await;
        assert_eq!(exchange.offer(KEY).await.unwrap().state, State::Deprecated);
        office.at("2027-07-01T00:00:00+07:00");
        office.work().await;
        office.work().await;
        assert_eq!(exchange.offer(KEY).await.unwrap().state, State::Withdrawn);
        let withdrawn = office.happened().await.into_iter().filter(|name| name == "offer.withdrawn").count();
        assert_eq!(withdrawn, 1, "once, also when the worker comes twice");
        let change = exchange.change(&health(), KEY, 9, &new_offer()).await;
        assert_eq!(change, Err(Refused::Step));
    }
}

#[tokio::test]
async fn terms_are_looked_at_and_only_the_team_relaxes_records() {
    for office in offices().await {
        office.published().await;
        let exchange = &office.exchange;
        let with = |terms: Terms| NewOffer { terms, ..new_offer() };
        let good = new_offer().terms;
        let revision = exchange.offer(KEY).await.unwrap().revision;
        let own = Terms { upstream: "https://gapura.jombang.example/x/a".into(), ..good.clone() };
        assert_eq!(exchange.change(&health(), KEY, revision, &with(own)).await, Err(Refused::Terms(Fault::Ourselves)));
        let relaxed = Terms { relaxed: true, ..good.clone() };
        assert_eq!(exchange.change(&health(), KEY, revision, &with(relaxed.clone())).await, Err(Refused::OnlyTeam));
        exchange.change(&team(), KEY, revision, &with(relaxed.clone())).await.unwrap();
        assert_eq!(
            exchange.change(&team(), KEY, revision, &with(good.clone())).await,
            Err(Refused::Moved),
            "seen before the change"
        );
        let slower = Terms { timeout_ms: 20_000, ..relaxed };
        exchange.change(&health(), KEY, revision + 1, &with(slower)).await.unwrap();
        let offer = exchange.offer(KEY).await.unwrap();
        assert!(offer.terms.relaxed && offer.terms.timeout_ms == 20_000, "what the team set stays");
        exchange.change(&health(), KEY, revision + 2, &with(good)).await.unwrap();
        assert!(!exchange.offer(KEY).await.unwrap().terms.relaxed, "an agency may become strict by itself");
    }
}

#[tokio::test]
async fn a_table_of_feeds_is_offered_with_its_own_description() {
    for office in offices().await {
        let exchange = &office.exchange;
        let feed = |id: &str| NewOffer {
            service: "kamar".into(),
            terms: Terms { upstream: id.into(), feed: true, ..Terms::default() },
            ..new_offer()
        };
        assert_eq!(exchange.register(&health(), &feed("lain")).await, Err(Refused::NoFeed));
        let key = exchange.register(&health(), &feed("kamar")).await.unwrap().to_string();
        assert!(exchange.upload(&health(), &key, PATIENTS.as_bytes()).await.unwrap().kept);
        assert_eq!(exchange.offer(&key).await.unwrap().operations, 1, "whatever is uploaded, the table describes itself");
        exchange.publish(&health(), &key).await.unwrap();
        use cases::doors::{Directories as _, Upstream};
        let directory = exchange.directory();
        assert_eq!(directory.services[&key].upstream, Upstream::Feed("kamar".into()));
        assert_eq!(directory.services[&key].operations[0].example.as_deref(), Some("{\"kamar\":\"A1\"}"));
    }
}
