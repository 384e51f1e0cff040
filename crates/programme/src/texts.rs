//! Texts of a plan: public, so they are not sealed, but no event holds one either. The event holds a reference and a salted
//! hash, as for every text; the text stands readable beside the log and can be taken away without breaking it (ADR 0054).

use crate::programme::Programme;
use crate::refusal::Refused;
use kernel::ids::hex;
use kernel::{Id, Instant, TextRef};
use ring::digest;
use serde_json::Value;
use std::collections::HashMap;
use store::{Statement, StoreError, values};

const SALT: usize = 16;
/// Events read in one turn by the check.
const TURN: i64 = 1000;

fn hash(salt: &str, text: &str) -> String {
    hex(digest::digest(&digest::SHA256, format!("{salt}{text}").as_bytes()).as_ref())
}

/// What events of this room are about.
const OWN: [&str; 15] = [
    "plan",
    "promise",
    "entry",
    "result",
    "proposal",
    "action",
    "action_plan",
    "month",
    "quarter",
    "monev",
    "body",
    "meeting",
    "decision",
    "skill",
    "training",
];

impl Programme {
    /// Keeps a text: the reference that may stand in an event, and the statement that keeps it.
    pub(crate) fn keep_text(&self, text: &str, now: Instant) -> (TextRef, Statement) {
        let mut salt = [0; SALT];
        self.chance().fill(&mut salt);
        let (salt, id) = (hex(&salt), Id::new(now, self.chance()).to_string());
        let reference = TextRef { hash: hash(&salt, text), id };
        let statement = Statement::new(
            "INSERT INTO programme_texts (region, id, salt, text) VALUES ($1, $2, $3, $4)",
            values![self.region(), &reference.id, salt, text],
        );
        (reference, statement)
    }

    /// References in the log whose text was changed behind its back: none, unless somebody wrote into the database. A text
    /// that was taken away is no finding.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn altered_texts(&self) -> Result<Vec<String>, Refused> {
        self.store().sequence(self.region()).await?;
        let (mut altered, mut after) = (Vec::new(), 0);
        loop {
            let events = self.store().events_after(self.region(), after, TURN).await?;
            let Some(last) = events.last() else { return Ok(altered) };
            after = last.log_index;
            let own =
                events.iter().filter(|event| event.fact.name.split('.').next().is_some_and(|noun| OWN.contains(&noun)));
            let mut named = HashMap::new();
            own.for_each(|event| references(&event.fact.data, &mut named));
            for (id, expected) in named {
                let sql = "SELECT salt, text FROM programme_texts WHERE region = $1 AND id = $2";
                let row = self.store().row(sql, &values![self.region(), &id]).await?;
                let same =
                    row.map(|row| Ok::<_, StoreError>(hash(row.text(0)?, row.text(1)?) == expected)).transpose()?;
                if same == Some(false) {
                    altered.push(id);
                }
            }
        }
    }
}

/// Every reference in the data of an event.
fn references(data: &Value, found: &mut HashMap<String, String>) {
    if let Value::Object(parts) = data {
        if let (Some(Value::String(id)), Some(Value::String(hash))) = (parts.get("id"), parts.get("hash")) {
            found.insert(id.clone(), hash.clone());
        }
        parts.values().for_each(|part| references(part, found));
    }
}
