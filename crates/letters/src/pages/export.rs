//! `/kerja/surat/ekspor`: the filtered register as CSV. Taking data out is a fact of the ledger, so this is no GET.

use super::ReadRegister;
use super::register::filter;
use crate::events::event;
use crate::letters::Letters;
use crate::queries::Letter;
use crate::refusal::Refused;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use kernel::Actor;
use serde_json::json;
use store::{ANY_VERSION, Commit};
use web::{Answer, May, OrFail, Session, Submission, csv_safe};

/// Most rows of one file; the fact says whether there were more.
const MOST: usize = 5000;

const COLUMNS: [&str; 12] = [
    "nomor",
    "jenis",
    "layanan",
    "unit",
    "tanggal",
    "berlaku_sampai",
    "status",
    "terbit",
    "dicabut",
    "kasus",
    "cara",
    "sha256",
];

pub(super) async fn send(officer: May<ReadRegister>, State(letters): State<Letters>, form: Submission) -> Answer {
    if officer.view.check_token("ekspor surat", form.text("_tanda")).is_err() {
        return Err(web::Error::forged());
    }
    let filter = crate::Filter { after: None, ..filter(form.text("saringan")) };
    let listed = letters.register(&officer.session, &filter, MOST).await?;
    let complete = listed.next.is_none();
    let text = csv(&letters, &listed.letters).or_fail()?;
    record(&letters, &officer.session, listed.letters.len(), complete).await?;
    let part = if complete { "" } else { "-sebagian" };
    let name = format!("attachment; filename=\"surat-{}{part}.csv\"", letters.today());
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_str(&name).or_fail()?),
    ];
    Ok((headers, text).into_response())
}

fn csv(letters: &Letters, rows: &[Letter]) -> Result<Vec<u8>, csv::Error> {
    let (today, zone) = (letters.today(), letters.deps().zone);
    // With a byte order mark, because spreadsheets take the file for Latin otherwise.
    let mut out = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    out.write_record(COLUMNS)?;
    for letter in rows {
        let moment = |at: Option<kernel::Instant>| at.map(|at| at.rfc3339(zone)).unwrap_or_default();
        let cells = [
            letter.number.clone(),
            letter.kind.clone(),
            letter.service_name.clone(),
            letter.unit.clone(),
            letter.dated.to_string(),
            letter.valid_until.map(|date| date.to_string()).unwrap_or_default(),
            letter.state(today).word().to_owned(),
            moment(letter.issued_at),
            moment(letter.revoked_at),
            letter.case_number.clone(),
            letter.way.clone().unwrap_or_default(),
            letter.file_hash.clone().unwrap_or_default(),
        ];
        out.write_record(cells.iter().map(|cell| csv_safe(cell).into_owned()))?;
    }
    out.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

/// That the register left the house, by whom, and how much of it.
async fn record(letters: &Letters, session: &Session, rows: usize, complete: bool) -> Result<(), Refused> {
    let data = json!({ "what": "letters", "format": "csv", "rows": rows, "complete": complete });
    let unit = session.grants.first().map(|grant| grant.unit.clone()).unwrap_or_default();
    let actor = Actor::Officer { id: session.officer.clone(), unit, title: String::new() };
    let facts = event("export.made", letters.now(), &actor, data);
    let commit = Commit { events: vec![facts], ..Commit::new(letters.region(), "letters/exports", ANY_VERSION) };
    letters.store().commit(commit, letters.now()).await?;
    Ok(())
}
