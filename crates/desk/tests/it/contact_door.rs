//! The door through which other rooms prove a contact: the same codes, tries and daily count as a form's (ADR 0029, 0078),
//! and the applications that an officer opens from the inbox.

use crate::office::Office;
use crate::request::{PHONE, offices};
use crate::town::{REGION, Town, made_of, parts, small_town};
use cases::doors::{Answer, CodeOrdered, CodeTried, ContactCodes as _, ContactWish, Launch, Launcher, MessageTo};
use kernel::{Lang, OfficerId, Role, Token};
use std::sync::Arc;

fn wish(typed: &str) -> ContactWish {
    ContactWish { typed: typed.to_owned(), purpose: "Simpus".to_owned(), lang: Lang::Id }
}

async fn sent(town: &Town, typed: &str) -> Token {
    match town.desk.order(wish(typed)).await.unwrap() {
        CodeOrdered::Sent { handle, .. } => handle,
        other => panic!("{other:?}"),
    }
}

fn other(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000)
}

#[tokio::test]
async fn another_room_proves_a_number_by_the_code_of_its_message_once() {
    for town in offices().await {
        let handle = sent(&town, PHONE).await;
        let (order, text) = town.coded(handle.secret()).await.unwrap();
        assert!(matches!(order.to, MessageTo::Person { phone: Some(_), email: None, .. }), "{order:?}");
        assert!(text.contains("Simpus"), "the message says what it is for: {text}");
        let code = town.code(handle.secret()).await;
        assert_eq!(town.desk.attempt(&handle, PHONE, &other(&code)).await.unwrap(), CodeTried::Wrong(4));
        let elsewhere = town.desk.attempt(&handle, "0813 1111 2222", &code).await.unwrap();
        assert_eq!(elsewhere, CodeTried::Over, "it proves no other number");
        let CodeTried::Proved(proved) = town.desk.attempt(&handle, "+62 812-3456-7890", &code).await.unwrap() else {
            panic!("not proved")
        };
        assert_eq!((proved.contact.as_str(), proved.by_email), ("+6281234567890", false));
        assert_eq!(town.desk.attempt(&handle, PHONE, &code).await.unwrap(), CodeTried::Over, "it serves once");
        town.clock.advance(25 * 3600);
        town.work().await;
        let sealed = town.ledger.store.open_sealed(REGION, &[&order.text.id]).await.unwrap();
        assert!(sealed.is_empty(), "what was sealed for it is erased");
    }
}

#[tokio::test]
async fn a_code_of_the_door_bears_five_tries_and_ten_minutes() {
    for town in offices().await {
        let handle = sent(&town, PHONE).await;
        let code = town.code(handle.secret()).await;
        assert_eq!(
            town.desk.attempt(&handle, PHONE, "bukan").await.unwrap(),
            CodeTried::Wrong(5),
            "a slip, not a guess"
        );
        for left in [4, 3, 2, 1] {
            assert_eq!(town.desk.attempt(&handle, PHONE, &other(&code)).await.unwrap(), CodeTried::Wrong(left));
        }
        assert_eq!(town.desk.attempt(&handle, PHONE, &other(&code)).await.unwrap(), CodeTried::Over);
        assert_eq!(town.desk.attempt(&handle, PHONE, &code).await.unwrap(), CodeTried::Over, "even the right one");
        let late = sent(&town, PHONE).await;
        let code = town.code(late.secret()).await;
        town.clock.advance(600);
        assert_eq!(town.desk.attempt(&late, PHONE, &code).await.unwrap(), CodeTried::Over);
    }
}

#[tokio::test]
async fn the_door_counts_a_contacts_codes_together_with_the_forms() {
    for town in offices().await {
        for _ in 0..6 {
            sent(&town, PHONE).await;
        }
        let seventh = town.desk.order(wish("0812 3456 7890")).await.unwrap();
        assert!(matches!(seventh, CodeOrdered::Tomorrow(_)), "{seventh:?}");
        for odd in ["", "bukan nomor", "021 555 1234", "a@b"] {
            assert_eq!(town.desk.order(wish(odd)).await.unwrap(), CodeOrdered::BadContact, "{odd:?}");
        }
    }
}

struct Two;

impl Launcher for Two {
    fn of<'a>(&'a self, _: &'a OfficerId, held: &'a [(Role, String)]) -> Answer<'a, Result<Vec<Launch>, String>> {
        let one = Launch {
            name: "Simpus".into(),
            unit: "dinas-kesehatan".into(),
            address: "https://simpus.contoh.go.id/".into(),
        };
        let known = !held.is_empty();
        Box::pin(async move { if known { Ok(vec![one]) } else { Err("gagal".to_owned()) } })
    }
}

#[tokio::test]
async fn the_inbox_shows_the_applications_that_open_with_this_account() {
    let before = Office::of(&small_town().await).get("verifikator", "/kerja").await;
    assert!(!before.html.contains("Aplikasi saya"));
    let ledger = testkit::sqlite_ledger(desk::MIGRATIONS).await;
    let parts = desk::Parts { launcher: Arc::new(Two), ..parts(&ledger) };
    let office = Office::of(&made_of(ledger, parts).await);
    office.get("verifikator", "/kerja").await.says(&["Aplikasi saya", "https://simpus.contoh.go.id/"]);
}
