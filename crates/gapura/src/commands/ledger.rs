//! `gapura export peristiwa`: every fact of the ledger, one JSON object a line, in the order that every reader follows.
//! No personal value stands in them; sealed texts are references.

use super::{OPERATOR, private};
use crate::city::City;
use crate::serve::House;
use kernel::{Clock as _, NewEvent};
use serde_json::json;
use std::path::Path;
use store::Commit;

/// Events read at once.
const BATCH: i64 = 1000;

/// Writes the ledger of a region to a file that only its owner reads, or to the standard output; answers how many facts.
pub async fn export(house: &House, city: &City, path: Option<&Path>) -> anyhow::Result<u64> {
    let (store, region) = (&house.store, &city.regency.code);
    store.sequence(region).await?;
    let mut text = Vec::new();
    let (mut after, mut written) = (0, 0);
    loop {
        let events = store.events_after(region, after, BATCH).await?;
        let Some(last) = events.last() else { break };
        after = last.log_index;
        for event in &events {
            serde_json::to_writer(&mut text, event)?;
            text.push(b'\n');
            written += 1;
        }
    }
    match path {
        Some(path) => private(path, &text)?,
        None => {
            use std::io::Write as _;
            std::io::stdout().write_all(&text)?;
        }
    }
    let now = kernel::SystemClock.now();
    let data = json!({ "what": "ledger", "format": "jsonl", "rows": written, "complete": true });
    let fact = NewEvent { name: "export.made".to_owned(), happened_at: now, actor: OPERATOR, data };
    let commit = Commit { events: vec![fact], ..Commit::new(region, "desk/exports", store::ANY_VERSION) };
    store.commit(commit, now).await?;
    Ok(written)
}
