//! One-time links: the head of the neighbourhood answers without an account (semantics R47).

use crate::citizen_site::{Guest, Site, of};
use crate::office::Office;
use crate::request::{applied, office, offices, steps, take};
use crate::town::Town;
use axum::http::{StatusCode, header};
use desk::{Filled, Viewer};
use kernel::CaseNumber;

/// A case that waits for the neighbourhood, and the path of its link.
async fn waiting(town: &Town) -> (CaseNumber, String) {
    let number = applied(town, "20", "milik").await;
    take(town, "pelayanan", &number, "lengkap").await;
    let viewer = Viewer::Officer(crate::office::person("sekretaris"));
    let links = town.view(&number, &viewer).await.links;
    assert_eq!((links.len(), links[0].step.as_str()), (1, "konfirmasi_rt"));
    let path = links[0].link.strip_prefix("https://lapor.contoh.go.id").unwrap().to_owned();
    (number, path)
}

async fn answered(site: &Site, path: &str, fields: &[(&str, &str)]) -> crate::citizen_site::Page {
    let mut guest = Guest::new(site);
    let action = fields.iter().find(|(name, _)| *name == "_aksi").map_or("", |(_, action)| *action);
    let page = guest.get(&format!("{path}?aksi={action}")).await;
    let token = page.hidden(path, "_tanda");
    let mut all = vec![("_tanda", token.as_str())];
    all.extend_from_slice(fields);
    guest.post(path, &all).await
}

#[tokio::test]
async fn the_link_shows_what_the_step_needs_without_the_identity_number() {
    let site = of(office().await);
    let (_, path) = waiting(&site.town).await;
    let page = Guest::new(&site).get(&path).await;
    assert_eq!(page.status, StatusCode::OK);
    page.has("Konfirmasi ketua RT");
    page.has("Toko Berkah");
    page.has("Ketua RT");
    page.lacks("3517010101900001");
    assert_eq!(page.headers[header::REFERRER_POLICY], "no-referrer");
    assert_eq!(page.headers[header::CACHE_CONTROL], "no-store");
}

#[tokio::test]
async fn the_link_is_answered_once_and_then_says_kindly_that_it_is_over() {
    for town in offices().await {
        let site = of(town);
        let (number, path) = waiting(&site.town).await;
        let sent = answered(&site, &path, &[("_aksi", "setuju")]).await;
        assert_eq!((sent.status, sent.to.as_str()), (StatusCode::SEE_OTHER, format!("{path}?hasil=terima").as_str()));
        assert_eq!(steps(&site.town, &number).await, ["paraf"]);
        Guest::new(&site).get(&sent.to).await.has("Terima kasih");
        let over = Guest::new(&site).get(&path).await;
        assert_eq!(over.status, StatusCode::GONE);
        over.has("sudah tidak berlaku");
        over.lacks("Toko Berkah");
        let view = site.town.view(&number, &Viewer::Reporter).await;
        assert!(view.history.iter().any(|entry| entry.who.key == "siapa-tautan"), "{:?}", view.history);
        let stranger = view.history.iter().find(|entry| entry.who.key == "siapa-warga");
        assert!(stranger.is_none(), "what follows from the answer is of nobody else: {stranger:?}");
        site.town.ledger.store.close().await;
    }
}

#[tokio::test]
async fn an_objection_needs_its_reason_and_keeps_what_was_chosen() {
    let site = of(office().await);
    let (number, path) = waiting(&site.town).await;
    let bare = answered(&site, &path, &[("_aksi", "keberatan"), ("_alasan", "")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    bare.has("Alasan wajib diisi");
    let sent = answered(&site, &path, &[("_aksi", "keberatan"), ("_alasan", "Bukan warga RT ini.")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    let view = site.town.view(&number, &Viewer::Officer(crate::office::person("sekretaris"))).await;
    assert!(view.history.iter().any(|entry| entry.text.as_deref() == Some("Bukan warga RT ini.")));
}

#[tokio::test]
async fn a_link_ends_when_an_officer_answers_for_it_or_silence_does() {
    let site = of(office().await);
    let (number, path) = waiting(&site.town).await;
    take(&site.town, "sekretaris", &number, "setuju").await;
    assert_eq!(Guest::new(&site).get(&path).await.status, StatusCode::GONE);
    let view = site.town.view(&number, &Viewer::Officer(crate::office::person("sekretaris"))).await;
    assert!(view.links.is_empty());
}

#[tokio::test]
async fn a_guessed_link_is_not_found_and_guessing_is_slowed_down() {
    let site = of(office().await);
    waiting(&site.town).await;
    let mut guest = Guest::new(&site);
    let guess = "/t/23456789ABCDEFGHJKLMNPQRST";
    assert_eq!(guest.get(guess).await.status, StatusCode::NOT_FOUND);
    let mut last = StatusCode::OK;
    for _ in 0..80 {
        last = guest.get(guess).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn an_officer_sends_the_link_to_a_phone_and_others_do_not_see_it() {
    let town = office().await;
    let (number, path) = waiting(&town).await;
    let desk = Office::of(&town);
    let at = format!("/kerja/kasus/{number}");
    let page = desk.get("pelayanan", &at).await;
    page.says(&[path.as_str(), "Ketua RT", "<svg"]);
    let action = format!("{at}/tautan");
    let wrong = desk.fill("pelayanan", &page, &action, &[("langkah", "konfirmasi_rt"), ("hp", "abc")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let sent = desk.fill("pelayanan", &page, &action, &[("langkah", "konfirmasi_rt"), ("hp", "0812 9999 1111")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.html);
    assert!(town.messages(&number).await.contains(&"mesin:tautan_sekali".to_owned()));
    let page = desk.get("pelayanan", &at).await;
    page.says(&["1111"]);
    assert!(!page.html.contains("81299991111"), "the whole number is shown nowhere");
    for view in [Viewer::Reporter, Viewer::Stranger, Viewer::Officer(crate::office::person("pemeriksa"))] {
        assert!(town.view(&number, &view).await.links.is_empty(), "{view:?}");
    }
}

#[tokio::test]
async fn every_stay_at_the_step_has_a_link_of_its_own() {
    let town = office().await;
    let (number, first) = waiting(&town).await;
    take(&town, "sekretaris", &number, "setuju").await;
    let why = Filled { reason: "Periksa lagi.".into(), ..Filled::default() };
    town.act(&crate::office::person("sekretaris"), &number, "kembalikan", why).await.unwrap();
    take(&town, "pelayanan", &number, "lengkap").await;
    let view = town.view(&number, &Viewer::Officer(crate::office::person("sekretaris"))).await;
    assert!(!view.links[0].link.ends_with(&first));
}
