//! The standard of a service as a PDF.

use crate::citizen_site::{Guest, Site, of, site};
use crate::town::{made_of, parts};
use axum::http::{StatusCode, header};
use cases::doors::{Answer, CaseLetter, EndedCase, LetterDraft, LetterFile, Letters};
use desk::Parts;
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

const SHEET: &str = "/layanan/jalan-rusak/standar.pdf";

/// Typesets standards and counts them.
#[derive(Default)]
struct Printer(AtomicU32);

impl Letters for Printer {
    fn typesets(&self) -> bool {
        true
    }

    fn standard(&self, values: Value) -> Answer<'_, Result<Vec<u8>, String>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        let title = values["data"]["judul"].as_str().unwrap_or_default().to_owned();
        Box::pin(async move { Ok(format!("%PDF-1.7 {title}").into_bytes()) })
    }

    fn draft(&self, _: LetterDraft) -> Answer<'_, Result<Vec<u8>, String>> {
        Box::pin(async { Err("not asked for here".to_owned()) })
    }

    fn trouble(&self, _: EndedCase) -> Answer<'_, Option<String>> {
        Box::pin(async { None })
    }

    fn of_case<'a>(&'a self, _: &'a str) -> Answer<'a, Vec<CaseLetter>> {
        Box::pin(async { Vec::new() })
    }

    fn file<'a>(&'a self, _: &'a str, _: &'a str) -> Answer<'a, Option<LetterFile>> {
        Box::pin(async { None })
    }
}

async fn printing() -> (Site, Arc<Printer>) {
    let ledger = testkit::sqlite_ledger(desk::MIGRATIONS).await;
    let printer = Arc::new(Printer::default());
    let parts = Parts { letters: printer.clone(), ..parts(&ledger) };
    (of(made_of(ledger, parts).await), printer)
}

#[tokio::test]
async fn the_standard_is_had_as_a_pdf_and_typeset_once_for_a_language() {
    let (site, printer) = printing().await;
    let mut guest = Guest::new(&site);
    guest.get("/layanan/jalan-rusak").await.has(&format!("href=\"{SHEET}\""));
    for _ in 0..3 {
        let sheet = guest.get(SHEET).await;
        assert_eq!(sheet.status, StatusCode::OK);
        assert_eq!(sheet.headers[header::CONTENT_TYPE], "application/pdf");
        assert_eq!(sheet.headers[header::CONTENT_DISPOSITION], "inline; filename=\"standar-jalan-rusak.pdf\"");
        assert!(sheet.html.starts_with("%PDF-1.7 Standar Pelayanan: "), "{}", sheet.html);
    }
    assert_eq!(printer.0.load(Ordering::Relaxed), 1);
    guest.language = "en";
    let english = guest.get(SHEET).await;
    assert!(english.html.starts_with("%PDF-1.7 Service standard: "), "{}", english.html);
    assert_eq!(guest.get("/layanan/tidak-ada/standar.pdf").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn asking_for_sheets_without_end_is_slowed_down() {
    let (site, _) = printing().await;
    let mut guest = Guest::new(&site);
    let mut last = StatusCode::OK;
    for _ in 0..32 {
        last = guest.get(SHEET).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_program_without_a_typesetter_offers_no_sheet() {
    let site = site().await;
    let mut guest = Guest::new(&site);
    guest.get("/layanan/jalan-rusak").await.lacks("standar.pdf");
    assert_eq!(guest.get(SHEET).await.status, StatusCode::NOT_FOUND);
}
