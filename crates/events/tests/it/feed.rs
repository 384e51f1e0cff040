//! Catching up with a cursor.

use crate::office::{Office, case, office, offices};
use events::model::wish::{Reader, Wish};
use events::{Asked, Page};
use serde_json::json;

fn reader(unit: &str) -> Reader {
    Reader { unit: unit.into() }
}

fn after(index: i64) -> Asked {
    Asked { after: index, limit: 100, wish: Wish::default() }
}

fn indices(page: &Page) -> Vec<i64> {
    page.events.iter().map(|event| event.index).collect()
}

async fn page(office: &Office, unit: &str, asked: &Asked) -> Page {
    office.events.carry_on().await.unwrap();
    office.events.page(&reader(unit), asked).await.unwrap()
}

#[tokio::test]
async fn events_come_in_the_order_of_the_log_and_the_cursor_leads_on() {
    for office in offices().await {
        office.cases(1..=5, "dinas-pupr").await;
        let first = page(&office, "dinas-kominfo", &Asked { limit: 2, ..after(0) }).await;
        assert_eq!((indices(&first), first.cursor, first.more), (vec![1, 2], 2, true));
        let rest = page(&office, "dinas-kominfo", &after(first.cursor)).await;
        assert_eq!((indices(&rest), rest.cursor, rest.more), (vec![3, 4, 5], 5, false));
        let none = page(&office, "dinas-kominfo", &after(rest.cursor)).await;
        assert_eq!((indices(&none), none.cursor), (vec![], 5));
    }
}

#[tokio::test]
async fn what_is_not_for_a_client_is_a_gap_and_the_cursor_moves_over_it() {
    for office in offices().await {
        office.cases(1..=1, "dinas-pupr").await;
        office.happen("note.added", "case/dinas-pupr-1", json!({ "text": { "id": "a", "hash": "b" } })).await;
        office.happen("case.opened", "case/rahasia", case(2, "dinas-sosial", true)).await;
        office.happen("step.entered", "case/rahasia", case(2, "dinas-sosial", false)).await;
        office.happen("officer.signed_in", "officer/1", json!({ "officer": "siti" })).await;
        let stranger = page(&office, "dinas-kesehatan", &after(0)).await;
        assert_eq!((indices(&stranger), stranger.cursor), (vec![1], 5));
        assert_eq!(indices(&page(&office, "dinas-kominfo", &after(0)).await), [1], "secret is secret from Kominfo too");
        let holder = page(&office, "dinas-sosial", &after(0)).await;
        assert_eq!(indices(&holder), [1, 3, 4], "later facts of a secret case stay secret");
        assert!(holder.events[1].data.contains_key("village") && !holder.events[0].data.contains_key("village"));
    }
}

#[tokio::test]
async fn a_secret_case_that_moves_is_known_to_whoever_holds_it_then() {
    let office = office().await;
    office.happen("case.opened", "case/rahasia", case(2, "dinas-sosial", true)).await;
    office.happen("case.transferred", "case/rahasia", case(2, "dinas-kesehatan", false)).await;
    assert_eq!(indices(&page(&office, "dinas-sosial", &after(0)).await), [1]);
    assert_eq!(indices(&page(&office, "dinas-kesehatan", &after(0)).await), [2]);
}

#[tokio::test]
async fn a_letter_belongs_to_the_agency_that_prepared_it() {
    for office in offices().await {
        let prepared = json!({ "letter": "018f-a", "case": "PMH-2027-000001-3", "service": "surat-domisili", "unit": "dinas-dukcapil" });
        office.happen("letter.prepared", "letter/a", prepared).await;
        let issued = json!({ "letter": "018f-a", "number": "470/1/2027", "way": "cetak", "file": "ab12" });
        office.happen("letter.issued", "letter/a", issued).await;
        let stranger = page(&office, "dinas-kesehatan", &after(0)).await;
        assert_eq!(indices(&stranger), [2]);
        let data = &stranger.events[0].data;
        assert_eq!(json!(data), json!({ "service": "surat-domisili", "unit": "dinas-dukcapil", "way": "cetak" }));
        let holder = page(&office, "dinas-dukcapil", &after(0)).await;
        assert_eq!(holder.events[1].data["letter_number"], "470/1/2027");
    }
}

#[tokio::test]
async fn imported_cases_are_no_news_until_somebody_takes_them_over() {
    let office = office().await;
    let mut imported = case(1, "dinas-pupr", false);
    imported["desk"]["dormant"] = json!(true);
    office.happen("case.opened", "case/lama", imported).await;
    office.happen("step.entered", "case/lama", case(1, "dinas-pupr", false)).await;
    assert_eq!(indices(&page(&office, "dinas-pupr", &after(0)).await), [2]);
}

#[tokio::test]
async fn planted_words_leave_by_no_field() {
    let office = office().await;
    let words = "Ibu Siti Aminah, Jl. Melati 5, 0812 3456 7890";
    let mut data = case(1, "dinas-pupr", false);
    for key in ["text", "name", "reason", "channel", "step", "title", "end", "outcome", "by", "from", "to", "number"] {
        data[key] = json!(words);
    }
    for key in ["kind", "village", "status", "contact", "original", "flags"] {
        data["desk"][key] = json!(words);
    }
    for name in ["case.opened", "step.entered", "case.transferred", "answer.given", "case.ended", "case.escalated"] {
        office.happen(name, "case/tanam", data.clone()).await;
    }
    let page = page(&office, "dinas-pupr", &after(0)).await;
    assert_eq!(page.events.len(), 6);
    let told = serde_json::to_string(&page.events.iter().map(|one| &one.data).collect::<Vec<_>>()).unwrap();
    for word in ["Siti", "Melati", "0812", "orang-1"] {
        assert!(!told.contains(word), "{told}");
    }
}

#[tokio::test]
async fn filters_narrow_and_one_call_looks_at_a_bounded_part_of_the_log() {
    let office = office().await;
    office.cases(1..=3, "dinas-pupr").await;
    office
        .happen("service.published", "desk/services", json!({ "service": "sampah", "version": 2, "hash": "ab" }))
        .await;
    let registry = office.events.registry().clone();
    let wish = |kinds: &[&str], services: &[&str], areas: &[&str]| {
        let owned = |list: &[&str]| list.iter().map(|&one| one.to_owned()).collect::<Vec<_>>();
        Asked { wish: Wish::read(&registry, owned(kinds), owned(services), owned(areas)).unwrap(), ..after(0) }
    };
    assert_eq!(indices(&page(&office, "portal", &wish(&["service."], &[], &[])).await), [4]);
    assert_eq!(indices(&page(&office, "portal", &wish(&[], &["sampah"], &[])).await), [4]);
    assert_eq!(indices(&page(&office, "portal", &wish(&[], &[], &["35.17.01"])).await), [1, 2, 3]);
    let nothing = page(&office, "portal", &wish(&[], &["lampu-jalan"], &[])).await;
    assert_eq!((indices(&nothing), nothing.cursor), (vec![], 4), "the cursor moves on over what was not asked for");
}

#[tokio::test]
async fn a_call_that_waits_is_answered_as_soon_as_something_happens() {
    for office in offices().await {
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let follower = office.events.clone();
        let following = tokio::spawn(async move { follower.follow(stopped).await });
        let city = reader("dinas-kominfo");
        let asked = after(0);
        let waiting = office.events.page_within(&city, &asked, 20);
        let (page, ()) = tokio::join!(waiting, office.cases(1..=1, "dinas-pupr"));
        assert_eq!(indices(&page.unwrap()), [1]);
        stop.send(true).unwrap();
        following.await.unwrap();
    }
}

#[tokio::test]
async fn the_projection_made_anew_says_the_same() {
    for office in offices().await {
        office.cases(1..=2, "dinas-pupr").await;
        office.happen("case.opened", "case/rahasia", case(3, "dinas-sosial", true)).await;
        office.happen("case.ended", "case/rahasia", case(3, "dinas-sosial", false)).await;
        let before = page(&office, "dinas-sosial", &after(0)).await;
        let projections = events::projections(&office.events);
        office.ledger.store.rebuild_projection(&*projections[0], "35.17", office.ledger.now()).await.unwrap();
        assert_eq!(page(&office, "dinas-sosial", &after(0)).await, before);
    }
}
