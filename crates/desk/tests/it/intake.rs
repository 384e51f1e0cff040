//! Taking reports in: one receipt per form, files that wait, bad input.

use crate::town::{ROAD, input, parts, picture, report, small_town, towns, units};
use definition::Input;
use desk::{Desk, DeskError, DeskRefusal, DraftFor, NewFile, OpenCase, Viewer};
use kernel::{Actor, Lang, Refusal};

fn code(error: &DeskError) -> &'static str {
    match error {
        DeskError::Refused(refusal) => refusal.code(),
        DeskError::Store(error) => panic!("{error}"),
    }
}

#[tokio::test]
async fn the_same_form_sent_twice_is_one_case_with_one_receipt() {
    for town in towns().await {
        let (first, second) = (town.open().await, town.open().await);
        assert!(!first.repeated && second.repeated);
        assert_eq!(first.number, second.number);
        assert_eq!(first.code.printed(), second.code.printed());
        assert_eq!(first.token.secret(), second.token.secret());
        let other = OpenCase { name: "Orang lain".into(), ..report() };
        assert_eq!(code(&town.desk.open_case(other).await.unwrap_err()), "jawaban-lain");
        assert!(town.open_with("k2").await.number.as_str().starts_with("PGD-2027-000002-"), "no gap");
        town.ledger.store.close().await;
    }
}

#[tokio::test]
async fn what_the_service_does_not_offer_or_cannot_read_is_refused() {
    let town = small_town().await;
    let cases: Vec<(OpenCase, &str)> = vec![
        (OpenCase { service: "khayal".into(), ..report() }, "layanan-tidak-ada"),
        (OpenCase { phone: "abc".into(), ..report() }, "kontak-keliru"),
        (OpenCase { input: Input::default(), ..report() }, "isian-keliru"),
        (OpenCase { input: input(&[("jenis_rusak", "meteor")]), ..report() }, "isian-keliru"),
        (OpenCase { draft: "23456789ABCDEFGHJKLMNPQRST".into(), ..report() }, "draf-hilang"),
    ];
    for (wish, wanted) in cases {
        assert_eq!(code(&town.desk.open_case(wish).await.unwrap_err()), wanted);
    }
    let strange = input(&[
        ("lokasi.desa", "99.99.99.9999"),
        ("lokasi.patokan", "x"),
        ("jenis_rusak", "lubang"),
        ("bahaya", "tidak"),
    ]);
    assert_eq!(code(&town.desk.open_case(OpenCase { input: strange, ..report() }).await.unwrap_err()), "isian-keliru");
}

#[tokio::test]
async fn photos_wait_in_a_draft_and_come_with_the_report() {
    for town in towns().await {
        let photo = || NewFile { field: "foto".into(), bytes: picture() };
        let draft = town.desk.put_file(DraftFor::Service("jalan-rusak"), "", photo()).await.unwrap();
        let handle = draft.handle.secret().to_owned();
        let draft = town.desk.put_file(DraftFor::Service("jalan-rusak"), &handle, photo()).await.unwrap();
        assert_eq!(draft.files.len(), 2);
        let shown = town.desk.draft_file(&handle, &draft.files[0].id).await.unwrap();
        assert_eq!((shown.media.as_str(), shown.inline), ("image/jpeg", true));
        town.desk.drop_draft_file(&handle, &draft.files[0].id).await.unwrap();
        let receipt = town.desk.open_case(OpenCase { draft: handle.clone(), ..report() }).await.unwrap();
        let again = town.desk.open_case(OpenCase { draft: handle.clone(), ..report() }).await.unwrap();
        assert!(again.repeated, "the draft is gone, the receipt is the same");
        let files = town.view(&receipt.number, &Viewer::Reporter).await.files;
        assert_eq!(files.len(), 1);
        let served = town.desk.file(&receipt.number, &Viewer::Reporter, &files[0].id).await.unwrap();
        assert!(served.bytes.starts_with(&[0xFF, 0xD8]) && served.name.ends_with(".jpg"));
        let stranger = town.desk.file(&receipt.number, &Viewer::Stranger, &files[0].id).await.unwrap_err();
        assert_eq!(code(&stranger), "berkas-tidak-ada");
        assert!(town.desk.draft(&handle).await.unwrap().is_none());
        town.ledger.store.close().await;
    }
}

#[tokio::test]
async fn a_photo_that_is_added_and_sent_again_without_an_answer_is_added_once() {
    for town in towns().await {
        let number = town.open().await.number;
        let add = async |bytes: Vec<u8>| {
            let file = NewFile { field: String::new(), bytes };
            let draft = town.desk.put_file(DraftFor::Case(&number), "", file).await.unwrap();
            let said = desk::Said {
                draft: draft.handle.secret().to_owned(),
                form_key: "tambah".into(),
                ..desk::Said::default()
            };
            let done = town.desk.add_info(&number, said.clone()).await;
            (said, done)
        };
        let (said, first) = add(picture()).await;
        first.unwrap();
        town.desk.add_info(&number, said).await.unwrap();
        let (_, in_a_new_draft) = add(picture()).await;
        in_a_new_draft.unwrap();
        let (_, other) = add(desk::photo::sample(90, 60, 7).unwrap()).await;
        assert_eq!(code(&other.unwrap_err()), "jawaban-lain");
        let view = town.view(&number, &Viewer::Reporter).await;
        assert_eq!(view.files.len(), 1);
        let lost = desk::Said {
            text: "Foto menyusul.".into(),
            draft: kernel::Token::new(&town.ledger.chance).secret().to_owned(),
            form_key: "lain".into(),
        };
        let lost = town.desk.add_info(&number, lost).await.unwrap_err();
        assert_eq!(code(&lost), "draf-hilang");
        town.ledger.store.close().await;
    }
}

#[tokio::test]
async fn what_is_no_photo_or_one_too_many_is_refused_and_a_draft_ends_after_a_day() {
    let town = small_town().await;
    let put = |handle: String, bytes: Vec<u8>| {
        let desk = town.desk.clone();
        async move {
            desk.put_file(DraftFor::Service("jalan-rusak"), &handle, NewFile { field: "foto".into(), bytes }).await
        }
    };
    assert_eq!(code(&put(String::new(), b"<svg onload=alert(1)>".to_vec()).await.unwrap_err()), "bukan-foto");
    assert_eq!(code(&put(String::new(), vec![0; 50 << 20]).await.unwrap_err()), "berkas-terlalu-besar");
    let mut handle = String::new();
    for _ in 0..4 {
        handle = put(handle, picture()).await.unwrap().handle.secret().to_owned();
    }
    assert_eq!(code(&put(handle.clone(), picture()).await.unwrap_err()), "berkas-terlalu-banyak");
    town.clock.advance(24 * 3600 + 1);
    assert!(town.desk.draft(&handle).await.unwrap().is_none());
    town.work().await;
    let row = town.ledger.store.row("SELECT COUNT(*) FROM desk_draft_files", &[]).await.unwrap().unwrap();
    assert_eq!(row.int(0).unwrap(), 0);
}

#[tokio::test]
async fn a_refused_definition_changes_nothing_and_the_same_text_again_neither() {
    let town = small_town().await;
    let broken = ROAD.replace("ke = \"survei\"", "ke = \"survey\"");
    let refused = town.desk.publish("x.toml", &broken, &units(), &Actor::Operator, Lang::Id).await.unwrap_err();
    let DeskError::Refused(DeskRefusal::Definition(findings)) = refused else { panic!("published") };
    assert!(findings.contains("survei"), "{findings}");
    let again = town.desk.publish("x.toml", ROAD, &units(), &Actor::Operator, Lang::Id).await.unwrap();
    assert!(again.unchanged);
    town.desk.withdraw("jalan-rusak", &Actor::Operator).await.unwrap();
    assert_eq!(code(&town.desk.open_case(report()).await.unwrap_err()), "layanan-tidak-ada");
}

#[tokio::test]
async fn a_failing_scenario_keeps_a_definition_from_being_published() {
    let town = small_town().await;
    let wrong = ROAD.replacen("harap = { akhir = \"dilimpahkan\" }", "harap = { akhir = \"selesai\" }", 1);
    assert_ne!(wrong, ROAD);
    let refused = town.desk.publish("x.toml", &wrong, &units(), &Actor::Operator, Lang::Id).await.unwrap_err();
    assert_eq!(code(&refused), "definisi-ditolak");
}

#[tokio::test]
async fn another_process_sees_a_publication_after_refreshing() {
    let town = small_town().await;
    let other = Desk::open(parts(&town.ledger)).await.unwrap();
    town.desk.withdraw("lainnya", &Actor::Operator).await.unwrap();
    assert!(other.catalogue().service("lainnya").is_some());
    assert!(other.refresh().await.unwrap());
    assert!(other.catalogue().service("lainnya").is_none());
    assert!(!other.refresh().await.unwrap());
}

#[tokio::test]
async fn running_cases_keep_the_definition_they_were_opened_under() {
    let town = small_town().await;
    let number = town.open().await.number;
    let newer = ROAD.replace("Laporan jalan rusak", "Laporan jalan berlubang");
    town.desk.publish("x.toml", &newer, &units(), &Actor::Operator, Lang::Id).await.unwrap();
    assert_eq!(town.view(&number, &Viewer::Stranger).await.definition.name, "Laporan jalan rusak");
    let newer = town.open_with("k2").await.number;
    assert_eq!(town.view(&newer, &Viewer::Stranger).await.definition.name, "Laporan jalan berlubang");
}

#[tokio::test]
async fn the_most_used_services_come_first_and_imports_are_no_uses() {
    let town = small_town().await;
    town.open().await;
    let projection = &desk::projections()[0];
    town.ledger.store.run_projection(&**projection, crate::town::REGION, 1000, town.desk.now()).await.unwrap();
    let used = town.desk.most_used(6).await.unwrap();
    assert_eq!((used[0].definition.id.as_str(), used[0].uses, used[1].uses), ("jalan-rusak", 1, 0));
    assert_eq!(town.desk.catalogue().search("aspal berlubang")[0].id, "jalan-rusak");
}

#[tokio::test]
async fn every_refusal_and_sentence_has_its_words_in_both_languages() {
    let texts = web::Catalogue::new(desk::LOCALE, &[]).unwrap();
    let keys = desk::LOCALE[0].1.lines().filter_map(|line| line.split_once(" =")).map(|(key, _)| key.trim());
    for key in keys.filter(|key| !key.starts_with(['#', '.', '['])) {
        assert!(texts.has(Lang::Id, key) && texts.has(Lang::En, key), "{key}");
    }
    for refusal in [DeskRefusal::NoSuchCase, DeskRefusal::Unavailable, DeskRefusal::Moved { seen: 1 }] {
        assert!(texts.has(Lang::Id, &format!("tolak-{}", refusal.code())));
    }
}
