//! Files that are not what their names say: judged by their content, refused with a word, and nothing of them is kept.

use crate::town::{DOMICILE, REGION, input, officer, small_town, towns};
use desk::photo::BadPhoto;
use desk::{DeskError, DeskRefusal, DraftFor, Filled, NewFile};
use kernel::Role;
use std::time::{Duration, Instant};

/// What people call `foto.jpg`.
fn disguises() -> Vec<(&'static str, Vec<u8>)> {
    let named = |head: &[u8]| [head, &[0; 512]].concat();
    vec![
        ("a program of Windows", named(b"MZ\x90\x00\x03\x00\x00\x00")),
        ("a program of Linux", named(b"\x7fELF\x02\x01\x01\x00")),
        ("a script of a shell", named(b"#!/bin/sh\nrm -rf /\n")),
        ("an archive, as office files are", named(b"PK\x03\x04\x14\x00\x06\x00")),
        ("an installer of phones behind a picture's name", named(b"PK\x03\x04\x0a\x00\x00\x00META-INF/")),
        ("a page with script", named(b"<!doctype html><script>alert(1)</script>")),
        ("a drawing with script", named(b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>")),
        ("a film", named(b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00")),
        ("an old picture with movement", named(b"GIF89a\x01\x00\x01\x00")),
        ("a document behind blanks", named(b"   %PDF-1.7\n")),
        ("a picture behind blanks", named(b"\n\xff\xd8\xff\xe0")),
        ("nothing but the first bytes of a picture", b"\xff\xd8\xff".to_vec()),
    ]
}

async fn refused(desk: &desk::Desk, service: &str, field: &str, bytes: Vec<u8>) -> Option<BadPhoto> {
    let file = NewFile { field: field.into(), bytes };
    match desk.put_file(DraftFor::Service(service), "", file).await {
        Err(DeskError::Refused(DeskRefusal::Photo(bad))) => Some(bad),
        _ => None,
    }
}

#[tokio::test]
async fn a_disguised_file_is_refused_where_photos_and_where_documents_are_asked_for() {
    let town = small_town().await;
    crate::request::publish(&town, DOMICILE).await;
    for (service, field) in [("jalan-rusak", "foto"), ("surat-domisili-usaha", "ktp")] {
        for (name, bytes) in disguises() {
            let expected = if bytes.len() > 3 { BadPhoto::NotAPhoto } else { BadPhoto::Broken };
            assert_eq!(refused(&town.desk, service, field, bytes).await, Some(expected), "{field}: {name}");
        }
    }
    let sql = "SELECT COUNT(*) FROM desk_draft_files";
    let kept = town.ledger.store.rows(sql, &[]).await.unwrap();
    assert_eq!(kept[0].int(0).unwrap(), 0, "nothing is kept");
}

#[tokio::test]
async fn a_document_where_only_photos_are_asked_for_is_refused() {
    let town = small_town().await;
    let found = refused(&town.desk, "jalan-rusak", "foto", b"%PDF-1.7\n%%EOF".to_vec()).await;
    assert_eq!(found, Some(BadPhoto::NotAPhoto));
}

/// A stream that says it unpacks to gigabytes; whoever unpacks it is lost.
fn pdf_bomb() -> Vec<u8> {
    let nested = "/FlateDecode ".repeat(32);
    let head = format!("%PDF-1.7\n1 0 obj << /Length 900000 /DL 4294967295 /Filter [{nested}] >> stream\n");
    [head.as_bytes(), &[0x78; 900_000], b"\nendstream endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"].concat()
}

#[tokio::test]
async fn a_document_is_kept_as_it_came_and_never_unpacked() {
    let town = small_town().await;
    crate::request::publish(&town, DOMICILE).await;
    let bytes = pdf_bomb();
    let size = i64::try_from(bytes.len()).unwrap();
    let begun = Instant::now();
    let file = NewFile { field: "ktp".into(), bytes };
    let draft = town.desk.put_file(DraftFor::Service("surat-domisili-usaha"), "", file).await.unwrap();
    assert_eq!((draft.files[0].media.as_str(), draft.files[0].bytes), ("application/pdf", size));
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}

/// Within a case no instant goes back, whatever the machine's clock does (semantics R54).
#[tokio::test]
async fn a_clock_that_was_set_back_moves_no_event_and_no_deadline() {
    for town in towns().await {
        let number = town.open().await.number;
        let (due, opened) = (town.head(&number).await.total_due, town.desk.now());
        town.clock.set(opened.plus_seconds(-3 * 86_400));
        let filled = Filled { input: input(&[("status_jalan", "kabupaten")]), ..Filled::default() };
        let verifier = officer("ver", Role::Verifier, "dinas-kominfo");
        town.act(&verifier, &number, "teruskan", filled).await.unwrap();
        let head = town.head(&number).await;
        assert_eq!(head.total_due, due);
        let events = town.ledger.store.stream(REGION, &format!("case/{}", head.id)).await.unwrap();
        assert!(events.iter().all(|event| event.fact.happened_at >= opened), "none lies before the opening");
        assert!(events.is_sorted_by_key(|event| event.fact.happened_at), "none lies before the one before it");
    }
}
