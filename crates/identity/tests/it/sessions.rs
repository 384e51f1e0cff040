use super::*;
use identity::model::officer::Command;
use identity::{Fault, MIGRATIONS, Refused};
use kernel::{Instant, Token};
use web::Doorkeeper;

async fn alive(identity: &Identity, token: &Token, now: Instant) -> bool {
    identity.session(&token.hash(), now).await.unwrap().is_some()
}

fn refused<T: std::fmt::Debug>(outcome: Result<T, Fault>) -> Refused {
    match outcome {
        Err(Fault::Refused(refused)) => refused,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_session_knows_who_it_is_and_ends_by_silence_and_by_age() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let identity = city(&ledger).await;
        officer(&identity, &ledger, "siti", Role::Liaison, "dinas-pupr").await;
        let start = ledger.now();
        let token = identity.sign_in("Siti ", PASSWORD, HERE, start).await.unwrap();
        let session = identity.session(&token.hash(), start).await.unwrap().unwrap();
        assert_eq!(session.name, "Petugas siti");
        assert!(session.has_role_in(Role::Liaison, "dinas-pupr"));
        assert!(!alive(&identity, &token, start.plus_seconds(1800)).await, "30 minutes of silence");
        for minutes in (25..480).step_by(25) {
            assert!(
                alive(&identity, &token, start.plus_seconds(minutes * 60)).await,
                "used every 25 minutes: {minutes}"
            );
        }
        assert!(!alive(&identity, &token, start.plus_seconds(8 * 3600)).await, "eight hours at most");
    }
}

#[tokio::test]
async fn the_database_holds_neither_token_nor_password() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let identity = city(&ledger).await;
        officer(&identity, &ledger, "siti", Role::Liaison, "dinas-pupr").await;
        let token = identity.sign_in("siti", PASSWORD, HERE, ledger.now()).await.unwrap();
        let rows = ledger.store.rows("SELECT hash, device FROM identity_sessions", &[]).await.unwrap();
        assert_eq!((rows[0].text(0).unwrap(), rows[0].text(1).unwrap()), (token.hash().as_str(), "Chrome, Android"));
        let rows = ledger.store.rows("SELECT password FROM identity_officers", &[]).await.unwrap();
        assert!(rows[0].text(0).unwrap().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    }
}

#[tokio::test]
async fn signing_out_closing_the_account_and_a_new_password_end_sessions_at_once() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let identity = city(&ledger).await;
        let now = ledger.now();
        let id = officer(&identity, &ledger, "siti", Role::Liaison, "dinas-pupr").await;
        let first = identity.sign_in("siti", PASSWORD, HERE, now).await.unwrap();
        let second = identity.sign_in("siti", PASSWORD, HERE, now).await.unwrap();
        assert_ne!(first, second, "each sign-in has its own session");
        let session = identity.session(&first.hash(), now).await.unwrap().unwrap();
        assert!(alive(&identity, &second, now).await);
        identity.sign_out(&session, now).await.unwrap();
        assert!(!alive(&identity, &first, now).await && alive(&identity, &second, now).await);
        let changed = identity.change_password(&id, [PASSWORD, "perahu kertas tiga warna"], HERE, now).await.unwrap();
        assert!(!alive(&identity, &second, now).await && alive(&identity, &changed, now).await);
        identity.change_officer(&id, &Command::Disable, &Actor::Operator, now).await.unwrap();
        assert!(!alive(&identity, &changed, now).await);
        assert_eq!(
            refused(identity.sign_in("siti", "perahu kertas tiga warna", HERE, now).await),
            Refused::WrongPassword
        );
    }
}

#[tokio::test]
async fn the_fact_of_a_sign_out_names_the_session_that_ended_and_nothing_that_opens_it() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let identity = city(&ledger).await;
        let now = ledger.now();
        let id = officer(&identity, &ledger, "siti", Role::Liaison, "dinas-pupr").await;
        let mut sessions = Vec::new();
        for _ in 0..2 {
            let token = identity.sign_in("siti", PASSWORD, HERE, now).await.unwrap();
            sessions.push(identity.session(&token.hash(), now).await.unwrap().unwrap());
        }
        identity.sign_out(&sessions[0], now).await.unwrap();
        identity.end_session(&id, &sessions[1].handle(), now).await.unwrap();
        identity.end_session(&id, &sessions[1].handle(), now).await.unwrap();
        let facts = ledger.store.stream("35.17", &format!("sign-in/{}", id.0)).await.unwrap();
        let left = facts.iter().filter(|event| event.fact.name == "officer.signed_out");
        let named: Vec<_> = left.map(|event| event.fact.data.clone()).collect();
        let ended = sessions.iter().map(|one| serde_json::json!({ "session": one.handle() }));
        assert_eq!(named, ended.collect::<Vec<_>>(), "each once");
        assert_ne!(sessions[0].handle(), sessions[1].handle());
    }
}

#[tokio::test]
async fn a_role_taken_away_is_gone_with_the_next_request() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let identity = city(&ledger).await;
        let id = officer(&identity, &ledger, "siti", Role::Liaison, "dinas-pupr").await;
        let token = identity.sign_in("siti", PASSWORD, HERE, ledger.now()).await.unwrap();
        assert!(identity.session(&token.hash(), ledger.now()).await.unwrap().unwrap().has_role(Role::Liaison));
        let revoke = Command::Revoke(Grant { role: Role::Liaison, unit: "dinas-pupr".to_owned() });
        identity.change_officer(&id, &revoke, &Actor::Operator, ledger.now()).await.unwrap();
        assert!(!identity.session(&token.hash(), ledger.now()).await.unwrap().unwrap().has_role(Role::Liaison));
    }
}

#[tokio::test]
async fn what_another_node_closes_is_closed_here_within_five_seconds() {
    let ledger = testkit::sqlite_ledger(MIGRATIONS).await;
    let (here, there) = (city(&ledger).await, city(&ledger).await);
    let now = ledger.now();
    let id = officer(&here, &ledger, "siti", Role::Liaison, "dinas-pupr").await;
    let token = here.sign_in("siti", PASSWORD, HERE, now).await.unwrap();
    assert!(alive(&here, &token, now).await);
    there.change_officer(&id, &Command::Disable, &Actor::Operator, now).await.unwrap();
    assert!(!alive(&here, &token, now.plus_seconds(5)).await);
}

#[tokio::test]
async fn unknown_names_and_wrong_passwords_get_the_same_answer_and_leave_facts_without_names() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let identity = city(&ledger).await;
        let id = officer(&identity, &ledger, "siti", Role::Liaison, "dinas-pupr").await;
        for (name, password) in
            [("siti", "salah sekali ini"), ("tidak.ada", PASSWORD), ("nama yang aneh", PASSWORD), ("", "")]
        {
            assert_eq!(
                refused(identity.sign_in(name, password, HERE, ledger.now()).await),
                Refused::WrongPassword,
                "{name}"
            );
        }
        for job in identity::jobs(&identity) {
            job.run(ledger.now()).await.unwrap();
        }
        let known = ledger.store.stream("35.17", &format!("sign-in/{}", id.0)).await.unwrap();
        let unknown = ledger.store.stream("35.17", "sign-in/unknown").await.unwrap();
        assert_eq!((known[0].fact.name.as_str(), known[0].fact.data["count"].as_i64()), ("sign_in.failed", Some(1)));
        assert_eq!(unknown[0].fact.data["count"].as_i64(), Some(3));
        let log = serde_json::to_string(&(known, unknown)).unwrap();
        assert!(!log.contains("siti") && !log.contains("tidak.ada"), "{log}");
    }
}

#[tokio::test]
async fn guessing_is_slowed_down_before_it_costs_anything() {
    let ledger = testkit::sqlite_ledger(MIGRATIONS).await;
    let identity = city(&ledger).await;
    officer(&identity, &ledger, "siti", Role::Liaison, "dinas-pupr").await;
    for _ in 0..5 {
        assert_eq!(
            refused(identity.sign_in("siti", "salah sekali ini", HERE, ledger.now()).await),
            Refused::WrongPassword
        );
    }
    assert_eq!(refused(identity.sign_in("siti", PASSWORD, HERE, ledger.now()).await), Refused::TooOften(60));
    let elsewhere = SignInFrom { address: "198.51.100.9", ..HERE };
    identity.sign_in("siti", PASSWORD, elsewhere, ledger.now()).await.unwrap();
}

#[tokio::test]
async fn own_sessions_are_listed_and_ended_one_by_one_and_old_ones_are_swept() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let identity = city(&ledger).await;
        let now = ledger.now();
        let id = officer(&identity, &ledger, "siti", Role::Liaison, "dinas-pupr").await;
        let first = identity.sign_in("siti", PASSWORD, HERE, now).await.unwrap();
        let second = identity.sign_in("siti", PASSWORD, HERE, now).await.unwrap();
        let session = identity.session(&first.hash(), now).await.unwrap().unwrap();
        let listed = identity.sessions_of(&session, now).await.unwrap();
        assert_eq!(listed.iter().filter(|one| one.here).count(), 1);
        let other = listed.iter().find(|one| !one.here).unwrap();
        identity.end_session(&id, &other.handle, now).await.unwrap();
        assert!(alive(&identity, &first, now).await && !alive(&identity, &second, now).await);
        for job in identity::jobs(&identity) {
            job.run(now.plus_seconds(9 * 3600)).await.unwrap();
        }
        assert!(ledger.store.rows("SELECT hash FROM identity_sessions", &[]).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_remembered_session_costs_no_database_read() {
    let ledger = testkit::sqlite_ledger(MIGRATIONS).await;
    let identity = city(&ledger).await;
    officer(&identity, &ledger, "siti", Role::Liaison, "dinas-pupr").await;
    let token = identity.sign_in("siti", PASSWORD, HERE, ledger.now()).await.unwrap();
    assert!(alive(&identity, &token, ledger.now()).await);
    let gone = store::Statement::new("DELETE FROM identity_sessions", store::values![]);
    ledger.store.commit(store::Commit::of_statements("35.17", vec![gone]), ledger.now()).await.unwrap();
    assert!(alive(&identity, &token, ledger.now().plus_seconds(4)).await, "still believed");
    assert!(!alive(&identity, &token, ledger.now().plus_seconds(5)).await, "asked again");
}
