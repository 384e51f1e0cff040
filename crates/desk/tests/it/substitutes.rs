//! Substitutes under a letter of assignment, on the service of the acceptance example (semantics R46).

use crate::office::{Office, Page, person};
use crate::request::{applied, code, office, offices, to_initial, to_signature};
use crate::town::Town;
use desk::{Filled, Viewer};
use kernel::CaseNumber;

/// The case page of a person, as the browser gets it.
async fn case_page(town: &Town, who: &str, number: &CaseNumber) -> Page {
    Office::of(town).get(who, &format!("/kerja/kasus/{number}")).await
}

#[tokio::test]
async fn a_substitute_signs_while_the_letter_holds_and_both_names_are_shown() {
    for town in offices().await {
        let number = applied(&town, "20", "milik").await;
        to_signature(&town, &number).await;
        let office = Office::of(&town);
        office.get("sari", "/kerja?daftar=giliran").await.says(&[number.as_str()]);
        assert!(!office.get("ekbang", "/kerja?daftar=giliran").await.html.contains(number.as_str()));
        let action = format!("/kerja/kasus/{number}/tindakan/tanda_tangan.terbitkan");
        let page = case_page(&town, "sari", &number).await;
        assert!(page.has_form(&action));
        let done = office.fill("sari", &page, &action, &[]).await;
        assert_eq!(done.status, axum::http::StatusCode::SEE_OTHER, "{}", done.html);
        let page = case_page(&town, "bambang", &number).await;
        page.says(&["Sari Dewi", "a.n.", "Bambang", "800/12/2027"]);
        let id = town.head(&number).await.id;
        let ended = cases::doors::Endings::ended(&town.desk, &id).await.unwrap().unwrap();
        let replaced = ended.on_behalf.unwrap();
        assert!(replaced.ends_with("(Bambang)"), "the letter names whom Sari stood in for: {replaced}");
        assert_eq!(ended.signature, Some(definition::model::Signature::Electronic));
        let outside = town.view(&number, &Viewer::Stranger).await;
        let names = format!("{:?}", outside.history);
        assert!(!names.contains("Sari") && names.contains("800/12/2027"), "strangers read offices, not names: {names}");
        town.ledger.store.close().await;
    }
}

#[tokio::test]
async fn a_substitute_without_a_valid_letter_has_no_button_and_is_refused() {
    let town = office().await;
    let number = applied(&town, "20", "milik").await;
    to_signature(&town, &number).await;
    let without = town.act(&person("sari"), &number, "terbitkan", Filled::default()).await.unwrap_err();
    assert_eq!(code(&without), "bukan-wewenang");
    town.at("2027-03-06T00:00:00+07:00").await;
    let action = format!("/kerja/kasus/{number}/tindakan/tanda_tangan.terbitkan");
    assert!(!case_page(&town, "sari", &number).await.has_form(&action), "the last day was 5 March");
    let office = Office::of(&town);
    let late = office.get("sari", "/kerja?daftar=giliran").await;
    assert!(!late.html.contains(number.as_str()));
}

#[tokio::test]
async fn a_substitute_who_initialled_may_not_sign_either() {
    let town = office().await;
    let number = applied(&town, "20", "milik").await;
    to_initial(&town, &number).await;
    let office = Office::of(&town);
    let session = desk::Officer { id: person("sari").id, ..person("sekretaris") };
    town.act(&session, &number, "paraf", Filled::default()).await.unwrap();
    let action = format!("/kerja/kasus/{number}/tindakan/tanda_tangan.terbitkan");
    let page = case_page(&town, "sari", &number).await;
    page.says(&["harus dikerjakan orang lain"]);
    let forced = office.post("sari", &action, &[("_tanda", "x")]).await;
    assert_ne!(forced.status, axum::http::StatusCode::SEE_OTHER);
}
