//! What the desk tells about a case that earned a letter, and the templates it keeps.

use crate::request::{applied, code, office, offices, refused, take, to_signature};
use crate::town::{DOMICILE, units};
use cases::doors::Endings as _;
use definition::model::Part;
use desk::Publication;
use kernel::{Actor, Lang};

#[tokio::test]
async fn a_granted_application_tells_what_its_letter_needs() {
    for town in offices().await {
        let number = applied(&town, "20", "milik").await;
        to_signature(&town, &number).await;
        let id = town.head(&number).await.id;
        assert!(town.desk.ended(&id).await.unwrap().is_none(), "not before the end");
        take(&town, "bambang", &number, "terbitkan").await;
        let ended = town.desk.ended(&id).await.unwrap().unwrap();
        assert_eq!((ended.number, ended.service.as_str()), (number, "surat-domisili-usaha"));
        assert_eq!(ended.officer.map(|officer| officer.0).as_deref(), Some("bambang"));
        assert_eq!(ended.letters.len(), 1);
        assert_eq!((ended.letters[0].key.as_str(), ended.letters[0].template.as_str()), ("keterangan", "Templat"));
        let answer = |field: &str| ended.answers.iter().find(|answer| answer.field == field).unwrap().text.clone();
        assert_eq!(answer("nama_usaha").as_deref(), Some("Toko Berkah"));
        assert!(answer("lokasi_usaha").unwrap().ends_with("Perak"), "a village is named, not its code");
        let slots: Vec<String> = ended
            .announcement
            .unwrap()
            .parts
            .into_iter()
            .filter_map(|part| match part {
                Part::Slot(name) => Some(name),
                Part::Text(_) => None,
            })
            .collect();
        assert_eq!(slots, ["surat.keterangan.nomor"], "everything else is filled");
        town.ledger.store.close().await;
    }
}

#[tokio::test]
async fn a_refused_application_earns_no_letter() {
    let town = office().await;
    let number = refused(&town).await;
    let id = town.head(&number).await.id;
    assert!(town.desk.ended(&id).await.unwrap().is_none());
    assert!(town.desk.ended("tidak-ada").await.unwrap().is_none());
}

#[tokio::test]
async fn a_service_without_its_template_earns_a_plain_letter_of_every_answer() {
    let town = crate::town::small_town().await;
    town.desk.publish("skdu.toml", DOMICILE, &units(), &Actor::Operator, Lang::Id).await.unwrap();
    let number = applied(&town, "20", "milik").await;
    to_signature(&town, &number).await;
    take(&town, "bambang", &number, "terbitkan").await;
    let ended = town.desk.ended(&town.head(&number).await.id).await.unwrap().unwrap();
    assert!(ended.letters[0].template.contains("(\"Nama usaha\", isian.nama_usaha)"), "{}", ended.letters[0].template);
}

#[tokio::test]
async fn a_template_changes_only_with_the_version_of_its_service() {
    let town = office().await;
    let templates = [("templat/skdu.typ".to_owned(), "Templat lain".to_owned())];
    let wish = Publication { file: "skdu.toml", source: DOMICILE, templates: &templates };
    let refused = town.desk.publish_all(wish, &units(), &Actor::Operator, Lang::Id).await.unwrap_err();
    assert_eq!(code(&refused), "definisi-ditolak");
    let newer = DOMICILE.replacen("versi   = 5", "versi   = 6", 1);
    let wish = Publication { source: &newer, ..wish };
    assert!(!town.desk.publish_all(wish, &units(), &Actor::Operator, Lang::Id).await.unwrap().unchanged);
}
