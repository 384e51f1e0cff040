use super::*;
use cases::doors::Staff as _;
use identity::model::officer::Command;
use identity::{Fault, MIGRATIONS, Refused};

fn refused<T: std::fmt::Debug>(outcome: Result<T, Fault>) -> Refused {
    match outcome {
        Err(Fault::Refused(refused)) => refused,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_officer_is_added_with_role_and_link_and_no_personal_value_stands_in_the_log() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let identity = city(&ledger).await;
        let new = person("siti.r", Role::Liaison, "dinas-pupr");
        let (id, token) = identity.add_officer(&new, &Actor::Operator, ledger.now()).await.unwrap();
        let events = ledger.store.stream("35.17", &format!("officer/{}", id.0)).await.unwrap();
        let names: Vec<&str> = events.iter().map(|event| event.fact.name.as_str()).collect();
        assert_eq!(names, ["officer.added", "role.granted", "password.link_made"]);
        let log = serde_json::to_string(&events).unwrap();
        for secret in ["siti", "Petugas", "@jombang", token.secret(), &token.hash()] {
            assert!(!log.contains(secret), "{secret} stands in {log}");
        }
        let again = person("Siti.R", Role::Head, "dinas-pupr");
        assert_eq!(refused(identity.add_officer(&again, &Actor::Operator, ledger.now()).await), Refused::NameTaken);
        let nowhere = person("baru", Role::Head, "dinas-antah");
        assert_eq!(refused(identity.add_officer(&nowhere, &Actor::Operator, ledger.now()).await), Refused::UnknownUnit);
    }
}

#[tokio::test]
async fn a_link_works_once_within_a_day_and_a_new_one_ends_the_old() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let identity = city(&ledger).await;
        let new = person("siti", Role::Liaison, "dinas-pupr");
        let (id, first) = identity.add_officer(&new, &Actor::Operator, ledger.now()).await.unwrap();
        assert!(matches!(
            refused(identity.set_password_by_link(&first, "siti12345", ledger.now()).await),
            Refused::Weak(_)
        ));
        let second = identity.make_link(&id, &Actor::Operator, ledger.now()).await.unwrap();
        assert_eq!(refused(identity.set_password_by_link(&first, PASSWORD, ledger.now()).await), Refused::DeadLink);
        identity.set_password_by_link(&second, PASSWORD, ledger.now()).await.unwrap();
        assert_eq!(refused(identity.set_password_by_link(&second, PASSWORD, ledger.now()).await), Refused::DeadLink);
        let third = identity.make_link(&id, &Actor::Operator, ledger.now()).await.unwrap();
        ledger.clock.advance(24 * 3600 + 1);
        assert_eq!(refused(identity.officer_of_link(&third, ledger.now()).await), Refused::DeadLink);
    }
}

#[tokio::test]
async fn of_two_who_use_one_link_at_once_one_wins() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let identity = city(&ledger).await;
        let new = person("siti", Role::Liaison, "dinas-pupr");
        let (_, token) = identity.add_officer(&new, &Actor::Operator, ledger.now()).await.unwrap();
        let (one, other) = tokio::join!(
            identity.set_password_by_link(&token, PASSWORD, ledger.now()),
            identity.set_password_by_link(&token, "perahu kertas tiga warna", ledger.now()),
        );
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    }
}

#[tokio::test]
async fn roles_are_given_and_taken_with_facts_and_the_last_administrator_stays() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let identity = city(&ledger).await;
        let admin = officer(&identity, &ledger, "admin", Role::CityAdmin, "dinas-kominfo").await;
        let siti = officer(&identity, &ledger, "siti", Role::Liaison, "dinas-pupr").await;
        let by = Actor::Officer { id: admin.clone(), unit: "dinas-kominfo".to_owned(), title: "admin-kota".to_owned() };
        let head = Grant { role: Role::Head, unit: "dinas-pupr".to_owned() };
        identity.change_officer(&siti, &Command::Grant(head.clone()), &by, ledger.now()).await.unwrap();
        let again = identity.change_officer(&siti, &Command::Grant(head.clone()), &by, ledger.now()).await;
        assert_eq!(refused(again), Refused::AlreadyGranted);
        assert_eq!(identity.officer(&siti).await.unwrap().grants.len(), 2);
        identity.change_officer(&siti, &Command::Revoke(head), &by, ledger.now()).await.unwrap();
        let events = ledger.store.stream("35.17", &format!("officer/{}", siti.0)).await.unwrap();
        let last = &events.last().unwrap().fact;
        assert_eq!((last.name.as_str(), &last.actor), ("role.revoked", &by));
        assert_eq!(
            refused(identity.change_officer(&admin, &Command::Disable, &by, ledger.now()).await),
            Refused::LastAdmin
        );
    }
}

#[tokio::test]
async fn two_administrators_at_once_lose_no_change() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let identity = city(&ledger).await;
        let siti = officer(&identity, &ledger, "siti", Role::Liaison, "dinas-pupr").await;
        let grant = |role| Command::Grant(Grant { role, unit: "dinas-pupr".to_owned() });
        let (head, field) = (grant(Role::Head), grant(Role::FieldOfficer));
        let (one, other) = tokio::join!(
            identity.change_officer(&siti, &head, &Actor::Operator, ledger.now()),
            identity.change_officer(&siti, &field, &Actor::Operator, ledger.now()),
        );
        one.unwrap();
        other.unwrap();
        let officer = identity.officer(&siti).await.unwrap();
        assert_eq!(officer.grants.len(), 3);
        let version = ledger.store.version("35.17", &format!("officer/{}", siti.0)).await.unwrap();
        assert_eq!(officer.version, version, "the read table keeps step with the stream");
    }
}

#[tokio::test]
async fn the_list_is_searched_and_paged_by_name_and_wildcards_are_letters() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let identity = city(&ledger).await;
        for name in ["budi", "citra", "dewi", "eko_s"] {
            identity
                .add_officer(&person(name, Role::Liaison, "dinas-pupr"), &Actor::Operator, ledger.now())
                .await
                .unwrap();
        }
        let names = |list: Vec<identity::Listed>| list.into_iter().map(|one| one.sign_in).collect::<Vec<_>>();
        assert_eq!(names(identity.officers("", "", 2).await.unwrap()), ["budi", "citra"]);
        assert_eq!(names(identity.officers("", "citra", 2).await.unwrap()), ["dewi", "eko_s"]);
        assert_eq!(names(identity.officers("PETUGAS DE", "", 9).await.unwrap()), ["dewi"]);
        assert_eq!(names(identity.officers("o_s", "", 9).await.unwrap()), ["eko_s"]);
        assert!(identity.officers("%", "", 9).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn open_accounts_are_a_fact_by_agency_and_everybody_with_a_role_can_be_chosen() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let identity = city(&ledger).await;
        let siti = officer(&identity, &ledger, "siti", Role::Assessor, "dinas-pupr").await;
        officer(&identity, &ledger, "budi", Role::Assessor, "dinas-kominfo").await;
        let asked = |unit: Option<&str>| kernel::FactAsked {
            fact: "petugas.aktif".to_owned(),
            from: jiff::civil::date(2027, 1, 1),
            to: jiff::civil::date(2027, 3, 1),
            unit: unit.map(str::to_owned),
        };
        let count = async |unit: Option<&'static str>| {
            let told = kernel::Facts::tell(&identity, &asked(unit), ledger.now()).await.unwrap();
            told.map(|fact| fact.value.fraction().0)
        };
        assert_eq!((count(None).await, count(Some("dinas-pupr")).await), (Some(2), Some(1)));
        let named = identity.all_holding(Role::Assessor).await;
        assert_eq!(named.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>(), ["Petugas budi", "Petugas siti"]);
        identity.change_officer(&siti, &Command::Disable, &Actor::Operator, ledger.now()).await.unwrap();
        assert_eq!(count(None).await, Some(1), "a closed account is none");
        assert_eq!(identity.all_holding(Role::Assessor).await.len(), 1);
        assert!(identity.all_holding(Role::Leader).await.is_empty());
    }
}
