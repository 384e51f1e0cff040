//! Outlines in the store: imported once, unchanged when imported again.

use crate::boundaries::Checked;
use crate::outline::Outline;
use kernel::{Actor, AreaCode, Instant, NewEvent};
use serde::Serialize;
use std::collections::HashMap;
use store::{ANY_VERSION, Commit, CommitError, Statement, Store, StoreError, values};

/// What became of the outlines of a file. The four sum up to its features.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct BoundaryReport {
    /// Kept as they are.
    pub accepted: u64,
    /// Kept after a repair.
    pub repaired: u64,
    /// Refused.
    pub rejected: u64,
    /// There already.
    pub unchanged: u64,
    /// Area or feature, what was done (`diperbaiki`, `ditolak`, `nama lain`), and why.
    #[serde(skip)]
    pub remarks: Vec<(String, &'static str, String)>,
}

/// How much is stored, and since when; changes with every import that changes something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mark {
    count: i64,
    latest: i64,
}

/// Keeps checked outlines, all in one transaction with the event `boundaries.imported`; those that are there already
/// stay as they are.
///
/// # Errors
/// The store failed; nothing was kept.
pub async fn keep(store: &Store, region: &str, checked: &Checked, now: Instant) -> Result<BoundaryReport, CommitError> {
    let there = shapes(store, region).await?;
    let latest = mark(store, region).await?.latest;
    let at = now.micros().max(latest + 1);
    let mut report = remarks(checked);
    let mut commit = Commit::new(region, "places/outlines", ANY_VERSION);
    for outline in &checked.outlines {
        let shape = outline.to_bytes();
        let code = outline.code.as_str();
        if there.get(code) == Some(&shape) {
            report.unchanged += 1;
            continue;
        }
        match checked.repaired.iter().any(|(repaired, _)| repaired == code) {
            true => report.repaired += 1,
            false => report.accepted += 1,
        }
        commit.statements.push(Statement::new(
            "INSERT INTO places_outlines (region, code, shape, imported_at) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (region, code) DO UPDATE SET shape = excluded.shape, imported_at = excluded.imported_at",
            values![region, code, shape, at],
        ));
    }
    if !commit.statements.is_empty() {
        commit.events.push(NewEvent {
            name: "boundaries.imported".to_owned(),
            happened_at: now,
            actor: Actor::Operator,
            data: serde_json::json!({ "accepted": report.accepted, "repaired": report.repaired, "rejected": report.rejected }),
        });
        store.commit(commit, now).await?;
    }
    Ok(report)
}

fn remarks(checked: &Checked) -> BoundaryReport {
    let all = [(&checked.repaired, "diperbaiki"), (&checked.rejected, "ditolak"), (&checked.other_names, "nama lain")];
    let remarks = all
        .into_iter()
        .flat_map(|(list, what)| list.iter().map(move |(about, why)| (about.clone(), what, why.clone())));
    BoundaryReport { rejected: checked.rejected.len() as u64, remarks: remarks.collect(), ..BoundaryReport::default() }
}

async fn shapes(store: &Store, region: &str) -> Result<HashMap<String, Vec<u8>>, StoreError> {
    let sql = "SELECT code, shape FROM places_outlines WHERE region = $1";
    let rows = store.rows(sql, &values![region]).await?;
    rows.iter().map(|row| Ok((row.string(0)?, row.bytes(1)?.to_vec()))).collect()
}

pub(crate) async fn mark(store: &Store, region: &str) -> Result<Mark, StoreError> {
    let sql = "SELECT count(*), coalesce(max(imported_at), 0) FROM places_outlines WHERE region = $1";
    let row = store.row(sql, &values![region]).await?;
    row.map_or_else(|| Ok(Mark::default()), |row| Ok(Mark { count: row.int(0)?, latest: row.int(1)? }))
}

pub(crate) async fn outlines(store: &Store, region: &str) -> Result<Vec<Outline>, StoreError> {
    let mut outlines = Vec::new();
    for (code, shape) in shapes(store, region).await? {
        let area = AreaCode::parse(&code).ok();
        let outline = area.and_then(|area| Outline::from_bytes(area, &shape));
        outlines.push(outline.ok_or_else(|| StoreError::Damaged(format!("places_outlines {code}")))?);
    }
    Ok(outlines)
}
