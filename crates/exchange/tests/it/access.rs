//! Access: asked for, narrowed, granted, renewed, withdrawn.

use crate::office::{KEY, PATIENTS, ask, health, offices, social, team};
use exchange::{Ask, Refused, RequestState, Side};
use kernel::Instant;

fn narrowed(operations: &[&str], fields: &[&str]) -> exchange::Narrowed {
    let owned = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect();
    exchange::Narrowed { operations: owned(operations), fields: owned(fields), per_minute: 30, per_day: 1000 }
}

#[tokio::test]
async fn what_was_asked_for_is_granted_when_its_case_says_so() {
    for office in offices().await {
        office.published().await;
        let exchange = &office.exchange;
        let opened = exchange.ask(&social(), &ask("a")).await.unwrap();
        let again = exchange.ask(&social(), &ask("a")).await.unwrap();
        assert_eq!(opened.case, again.case, "sent twice, asked once");
        assert_eq!(opened.answers["operasi"], "daftarPasien\nbacaPasien");
        assert_eq!(opened.answers["unit_pemilik"], "dinas-kesehatan");
        office.hear("kasus-lain", "jalan-rusak").await;
        office.work().await;
        assert!(exchange.grants(&team(), (Side::Given, "", ""), 9).await.unwrap().is_empty());
        office.end(&opened.case, "diberikan").await;
        office.work().await;
        let grants = exchange.grants(&health(), (Side::Given, "", ""), 9).await.unwrap();
        assert_eq!(grants.len(), 1, "given once, however often the worker comes");
        assert_eq!(grants[0].operations, ["daftarPasien", "bacaPasien"]);
        assert_eq!(grants[0].until, Instant::parse("2027-09-01T00:00:00+07:00").unwrap());
        let request = exchange.request(&social(), &opened.case).await.unwrap();
        assert_eq!(request.state, RequestState::Given);
        let expected = ["access.asked", "access.ended", "grant.given"];
        assert_eq!(office.happened().await[3..], expected);
        assert!(!office.log().await.contains("Mencocokkan"), "no purpose stands in the log");
        assert_eq!(office.told().await, [format!("dinas-sosial exchange/access/{}/diberikan", opened.case)]);
    }
}

#[tokio::test]
async fn an_owner_narrows_before_the_decision_or_is_asked_to_after() {
    for office in offices().await {
        office.published().await;
        let exchange = &office.exchange;
        let first = exchange.ask(&social(), &ask("a")).await.unwrap().case;
        let part = narrowed(&["bacaPasien"], &["nik"]);
        assert_eq!(exchange.narrow(&social(), &first, &part).await, Err(Refused::NotOwn));
        assert_eq!(
            exchange.narrow(&health(), &first, &narrowed(&["tambahPasien"], &["nik"])).await,
            Err(Refused::Operations)
        );
        exchange.narrow(&health(), &first, &part).await.unwrap();
        office.end(&first, "sebagian").await;
        let grant = exchange.grants(&social(), (Side::Held, "", ""), 9).await.unwrap().remove(0);
        assert_eq!(
            (grant.operations, grant.fields, grant.per_day),
            (vec!["bacaPasien".into()], vec!["nik".into()], 1000)
        );
        assert_eq!(exchange.narrow(&health(), &first, &part).await, Err(Refused::Decided));

        let second = exchange.ask(&social(), &ask("b")).await.unwrap().case;
        office.end(&second, "sebagian").await;
        assert_eq!(exchange.request(&health(), &second).await.unwrap().state, RequestState::Choosing);
        assert_eq!(exchange.grants(&social(), (Side::Held, "", ""), 9).await.unwrap().len(), 1, "nothing is guessed");
        exchange.narrow(&health(), &second, &part).await.unwrap();
        assert_eq!(exchange.request(&health(), &second).await.unwrap().state, RequestState::Partly);
        assert_eq!(exchange.grants(&social(), (Side::Held, "", ""), 9).await.unwrap().len(), 2);
    }
}

#[tokio::test]
async fn a_refusal_grants_nothing_and_everybody_sees_only_their_own() {
    for office in offices().await {
        office.published().await;
        let exchange = &office.exchange;
        let opened = exchange.ask(&social(), &ask("a")).await.unwrap();
        office.end(&opened.case, "ditolak").await;
        assert!(exchange.grants(&team(), (Side::Given, "", ""), 9).await.unwrap().is_empty());
        assert_eq!(exchange.request(&social(), &opened.case).await.unwrap().state, RequestState::Refused);
        let stranger = testkit::officer("x", kernel::Role::Head, "dinas-lain");
        assert_eq!(exchange.request(&stranger, &opened.case).await, Err(Refused::NotThere));
        assert!(exchange.requests(&stranger, (false, ""), 9).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_wrong_wish_opens_no_case() {
    for office in offices().await {
        office.published().await;
        let exchange = &office.exchange;
        let wishes: [(Ask, Refused); 9] = [
            (Ask { application: "simpus".into(), ..ask("1") }, Refused::NoApplication),
            (Ask { operations: vec![], ..ask("2") }, Refused::Operations),
            (Ask { operations: vec!["hapusSemua".into()], ..ask("3") }, Refused::Operations),
            (Ask { fields: vec![], ..ask("4") }, Refused::Fields),
            (Ask { fields: vec!["sandi".into()], ..ask("5") }, Refused::Fields),
            (Ask { months: 25, ..ask("6") }, Refused::Months),
            (Ask { purpose: "riset".into(), ..ask("7") }, Refused::Purpose),
            (Ask { offer: "dinas-kesehatan/simpus/pasien/v9".into(), ..ask("8") }, Refused::NotThere),
            (Ask { renews: Some("tidak-ada".into()), ..ask("9") }, Refused::NotThere),
        ];
        for (wish, refused) in wishes {
            assert_eq!(exchange.ask(&social(), &wish).await, Err(refused), "{wish:?}");
        }
        assert!(!office.happened().await.contains(&"access.asked".to_owned()));
    }
}

#[tokio::test]
async fn a_case_whose_row_was_lost_is_granted_from_its_answers() {
    for office in offices().await {
        office.published().await;
        let opened = office.exchange.ask(&social(), &ask("a")).await.unwrap();
        let sql = "DELETE FROM exchange_requests WHERE region = $1";
        let lost = store::Statement::new(sql, store::values![crate::office::REGION]);
        let commit = store::Commit::of_statements(crate::office::REGION, vec![lost]);
        office.ledger.store.commit(commit, office.ledger.now()).await.unwrap();
        office.end(&opened.case, "diberikan").await;
        let grant = office.exchange.grants(&social(), (Side::Held, "", ""), 9).await.unwrap().remove(0);
        assert_eq!(grant.fields, ["data", "data.nik", "nik"]);
        assert_eq!((grant.offer.as_str(), grant.asker.as_str()), (KEY, "dinas-sosial"));
    }
}

#[tokio::test]
async fn a_renewal_begins_the_day_after_and_no_sooner_than_sixty_days_before() {
    for office in offices().await {
        office.published().await;
        let exchange = &office.exchange;
        let first = exchange.ask(&social(), &ask("a")).await.unwrap().case;
        office.end(&first, "diberikan").await;
        let grant = exchange.grants(&social(), (Side::Held, "", ""), 9).await.unwrap().remove(0);
        let renewal = |key: &str| Ask { renews: Some(grant.id.clone()), ..ask(key) };
        assert_eq!(exchange.ask(&social(), &renewal("b")).await.map(drop), Err(Refused::NotYet));
        office.at("2027-08-01T09:00:00+07:00");
        let second = exchange.ask(&social(), &renewal("c")).await.unwrap().case;
        office.end(&second, "diberikan").await;
        let next = exchange.grants(&social(), (Side::Held, "", ""), 9).await.unwrap().remove(0);
        assert_eq!(next.from, grant.until);
        assert_eq!(next.until, Instant::parse("2028-03-01T00:00:00+07:00").unwrap());
        let before = exchange.grant(&social(), &grant.id).await.unwrap();
        assert_eq!(before.renewed_by.as_deref(), Some(next.id.as_str()));
    }
}

#[tokio::test]
async fn an_owner_takes_a_grant_back_with_a_reason_once() {
    for office in offices().await {
        office.published().await;
        let exchange = &office.exchange;
        let case = exchange.ask(&social(), &ask("a")).await.unwrap().case;
        office.end(&case, "diberikan").await;
        let id = exchange.grants(&health(), (Side::Given, "", ""), 9).await.unwrap().remove(0).id;
        let why = "Data dipakai untuk hal lain";
        assert_eq!(exchange.withdraw_grant(&social(), &id, why).await, Err(Refused::NotOwn));
        assert_eq!(exchange.withdraw_grant(&health(), &id, " ").await, Err(Refused::Reason));
        exchange.withdraw_grant(&health(), &id, why).await.unwrap();
        assert_eq!(exchange.withdraw_grant(&health(), &id, why).await, Err(Refused::Moved));
        let grant = exchange.grant(&social(), &id).await.unwrap();
        assert_eq!((grant.word(office.ledger.now()), grant.reason.as_str()), ("dicabut", why));
        assert!(PATIENTS.contains("bacaPasien") && !office.log().await.contains(why));
    }
}

#[tokio::test]
async fn what_was_changed_in_the_case_is_what_is_granted_but_never_another_service() {
    for office in offices().await {
        office.published().await;
        let exchange = &office.exchange;
        let first = exchange.ask(&social(), &ask("a")).await.unwrap().case;
        office.answer(&first, "kolom", "nik");
        office.answer(&first, "operasi", "bacaPasien");
        assert_eq!(
            exchange.request(&health(), &first).await.unwrap().fields,
            ["nik"],
            "its owner sees what stands now"
        );
        office.end(&first, "diberikan").await;
        let grant = exchange.grants(&social(), (Side::Held, "", ""), 9).await.unwrap().remove(0);
        assert_eq!((grant.operations, grant.fields), (vec!["bacaPasien".into()], vec!["nik".into()]));

        let emptied = exchange.ask(&social(), &ask("b")).await.unwrap().case;
        office.answer(&emptied, "kolom", "");
        office.end(&emptied, "diberikan").await;
        let grants = exchange.grants(&social(), (Side::Held, "", ""), 9).await.unwrap();
        let grant = grants.iter().find(|one| one.case == emptied).unwrap();
        assert_eq!(grant.fields, ["-"], "no field is not every field");

        for (field, value) in
            [("layanan_data", "dinas-kesehatan/simpus/rahasia/v1"), ("unit_peminta", "dinas-lain"), ("operasi", "")]
        {
            let case = exchange.ask(&social(), &ask(field)).await.unwrap().case;
            office.answer(&case, field, value);
            office.end(&case, "diberikan").await;
            assert_eq!(exchange.request(&team(), &case).await.unwrap().state, RequestState::Refused, "{field}");
        }
        assert_eq!(exchange.grants(&team(), (Side::Given, "", ""), 9).await.unwrap().len(), 2);
    }
}
