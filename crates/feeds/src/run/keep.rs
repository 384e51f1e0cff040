//! What was read is judged as a whole and then kept: rows in batches, each with its facts, and the run at the end. Whoever
//! loses the lease in between keeps nothing more; whoever comes after finds the rest as changes.

use super::{Ran, Read};
use crate::events::event;
use crate::feeds::Feeds;
use crate::model::{Feed, Vanished};
use crate::refusal::Refused;
use crate::standing::Lease;
use crate::taking::{Change, Counts, Reject, Taken};
use kernel::{Actor, Instant, NewEvent};
use serde_json::{Value as Json, json};
use std::collections::HashMap;
use store::{Person, Statement, Value, unsealed, values};

/// Rows of one commit.
const BATCH: usize = 200;
/// More changes than this are told as one fact.
pub(crate) const ANNOUNCED: i64 = 500;
/// Seconds that the id of a removed row says that it was there, and that rejects are kept.
const REMEMBERED: i64 = 90 * 86_400;
/// Seconds that runs are kept.
const RUNS_KEPT: i64 = 2 * 366 * 86_400;

/// Why a run stops and asks, in a sentence.
pub(super) fn guard(feed: &Feed, taken: &Taken) -> Option<String> {
    let share = |part: i64, whole: i64| if whole == 0 { 0 } else { part.saturating_mul(100) / whole };
    let over = |part: i64, whole: i64, most: u32| part.saturating_mul(100) > whole.saturating_mul(i64::from(most));
    let (counts, rules) = (taken.counts, feed.rules);
    if over(counts.vanished, taken.before, rules.most_vanished) {
        let percent = share(counts.vanished, taken.before);
        return Some(format!("{} baris akan hilang ({percent} % dari {})", counts.vanished, taken.before));
    }
    over(counts.rejected, counts.read, rules.most_rejected)
        .then(|| format!("{} dari {} baris ditolak", counts.rejected, counts.read))
}

/// The rows of a run on their way into the tables.
struct Rows<'a> {
    feeds: &'a Feeds,
    lease: &'a Lease,
    person: Option<Person>,
    change: i64,
    each: bool,
    now: Instant,
}

impl Feeds {
    /// Judges what was read and keeps it, or says why not.
    pub(super) async fn keep(&self, lease: &Lease, read: Read) -> Result<Ran, Refused> {
        let Read { trigger, started, file, hash, result } = read;
        let run = self.standing(&lease.feed.id).await?.runs + 1;
        let mut ran =
            Ran { run, outcome: "gagal", file, notes: Vec::new(), counts: Counts::default(), rejects: Vec::new() };
        let mut word = None;
        match result {
            Err(failed) => {
                word = Some(failed.word());
                ran.notes.push(failed.to_string());
            }
            Ok(mut taken) => {
                ran.counts = taken.counts;
                ran.notes.append(&mut taken.notes);
                let waits = guard(&lease.feed, &taken).filter(|_| !lease.standing.waived);
                match waits {
                    Some(why) => {
                        ran.outcome = "menunggu";
                        ran.notes.insert(0, why);
                    }
                    None => {
                        self.keep_rows(lease, &mut taken).await?;
                        ran.outcome = "baik";
                    }
                }
                ran.rejects = taken.rejects;
            }
        }
        self.conclude(lease, &ran, (trigger.word(), started, word), hash).await?;
        Ok(ran)
    }

    async fn keep_rows(&self, lease: &Lease, taken: &mut Taken) -> Result<(), Refused> {
        let total = taken.counts.inserted + taken.counts.changed + taken.counts.vanished;
        if total == 0 {
            return Ok(());
        }
        let change = self.standing(&lease.feed.id).await?.changes;
        let person = self.person(lease).await?;
        let each = total <= ANNOUNCED;
        let mut rows = Rows { feeds: self, lease, person, change, each, now: self.now() };
        if !each {
            let data = json!({ "feed": lease.feed.id, "application": lease.feed.application, "rows": total });
            let facts = vec![event("feed.reloaded", rows.now, &Actor::System, data)];
            rows.commit(facts, Vec::new()).await?;
        }
        loop {
            let changes = taken.next(BATCH).map_err(|error| Refused::Failed(error.to_string()))?;
            if changes.is_empty() {
                break;
            }
            rows.put(changes).await?;
        }
        for gone in taken.vanished.chunks(BATCH) {
            rows.vanish(gone).await?;
        }
        Ok(())
    }

    /// The key that seals the personal values of a feed, made with the first of them.
    async fn person(&self, lease: &Lease) -> Result<Option<Person>, Refused> {
        if lease.feed.columns.values().all(|column| column.personal.is_none()) {
            return Ok(None);
        }
        if let Some(id) = &lease.standing.person
            && let Some(person) = self.store().open_person(self.region(), id).await?
        {
            return Ok(Some(person));
        }
        let now = self.now();
        let (person, keep) = self.vault().new_person(now, self.chance())?;
        let known = Statement::new(
            "UPDATE feeds_feeds SET person = $3 WHERE region = $1 AND id = $2 AND lease_by = $4",
            values![self.region(), &lease.feed.id, person.id(), &lease.token],
        );
        let commit = store::Commit::of_statements(self.region(), vec![keep, known.exactly_one()]);
        self.store().commit_waiting(commit, now).await?;
        Ok(Some(person))
    }

    /// Writes the run down, with its fact, its rejects, its file, and the notice to the owner.
    async fn conclude(
        &self,
        lease: &Lease,
        ran: &Ran,
        (trigger, started, word): (&str, Instant, Option<&str>),
        hash: Option<String>,
    ) -> Result<(), Refused> {
        let (feed, now, counts) = (&lease.feed, self.now(), ran.counts);
        let data = json!({
            "feed": feed.id, "application": feed.application, "run": ran.run, "outcome": ran.outcome, "why": word,
            "trigger": trigger, "read": counts.read, "inserted": counts.inserted, "changed": counts.changed,
            "vanished": counts.vanished, "unchanged": counts.unchanged, "repaired": counts.repaired,
            "rejected": counts.rejected,
        });
        let mut statements = self.run_rows(feed, ran, (trigger, started, now));
        if let Some(hash) = hash {
            statements.push(Statement::new(
                "INSERT INTO feeds_files (region, feed, hash, name, outcome, at) VALUES ($1, $2, $3, $4, $5, $6) \
                 ON CONFLICT (region, feed, hash) DO UPDATE SET name = excluded.name, outcome = excluded.outcome, at = excluded.at",
                values![self.region(), &feed.id, hash, &ran.file, ran.outcome, now],
            ));
        }
        let (told, outbox) = self.notice(lease, ran, &mut statements)?;
        let (good, note) = (ran.outcome == "baik", ran.notes.join("\n"));
        let ended = if good { ", good_at = $8, waive = 0" } else { "" };
        let mut values = values![self.region(), &feed.id, &lease.token, ran.run, ran.outcome, note, told];
        values.extend(good.then(|| Value::from(now)));
        let sql = format!(
            "UPDATE feeds_feeds SET runs = $4, state = $5, note = $6, told = $7{ended} \
             WHERE region = $1 AND id = $2 AND lease_by = $3"
        );
        statements.push(Statement::new(sql, values).exactly_one());
        let facts = vec![event("feed.ran", now, &Actor::System, data)];
        let commit = store::Commit { outbox, ..self.on(&feed.id, facts, statements) };
        self.store().commit_waiting(commit, now).await?;
        Ok(())
    }

    fn run_rows(&self, feed: &Feed, ran: &Ran, (trigger, started, now): (&str, Instant, Instant)) -> Vec<Statement> {
        let counts = ran.counts;
        let mut statements = vec![Statement::new(
            "INSERT INTO feeds_runs (region, feed, run, trigger_word, outcome, file, note, started_at, ended_at, rows_read, \
             inserted, changed, vanished, unchanged, repaired, rejected) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, \
             $12, $13, $14, $15, $16)",
            values![
                self.region(),
                &feed.id,
                ran.run,
                trigger,
                ran.outcome,
                &ran.file,
                ran.notes.join("\n"),
                started,
                now,
                counts.read,
                counts.inserted,
                counts.changed,
                counts.vanished,
                counts.unchanged,
                counts.repaired,
                counts.rejected
            ],
        )];
        statements
            .extend(ran.rejects.iter().enumerate().map(|(place, one)| self.reject_row(feed, ran.run, place, one)));
        let old = |sql: &'static str, seconds: i64| {
            Statement::new(sql, values![self.region(), &feed.id, now.plus_seconds(-seconds)])
        };
        let rejects = "DELETE FROM feeds_rejects WHERE region = $1 AND feed = $2 AND run IN (SELECT run FROM feeds_runs \
                       WHERE region = $1 AND feed = $2 AND ended_at < $3)";
        let rows = "DELETE FROM feeds_rows WHERE region = $1 AND feed = $2 AND gone_at < $3 AND hash = ''";
        statements.push(old(rejects, REMEMBERED));
        statements.push(old(rows, REMEMBERED));
        statements.push(old("DELETE FROM feeds_runs WHERE region = $1 AND feed = $2 AND ended_at < $3", RUNS_KEPT));
        // Only the last file is asked for; the others say what was read, as long as their runs do.
        statements.push(old("DELETE FROM feeds_files WHERE region = $1 AND feed = $2 AND at < $3", RUNS_KEPT));
        statements
    }

    fn reject_row(&self, feed: &Feed, run: i64, place: usize, one: &Reject) -> Statement {
        let (place, row) = (place as i64, i64::try_from(one.row).unwrap_or(i64::MAX));
        Statement::new(
            "INSERT INTO feeds_rejects (region, feed, run, place, source_row, column_id, code, shown) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            values![self.region(), &feed.id, run, place, row, &one.column, one.bad.code(), &one.shown],
        )
    }
}

impl Rows<'_> {
    async fn put(&mut self, changes: Vec<Change>) -> Result<(), Refused> {
        let ids: Vec<&str> = changes.iter().map(|one| one.id.as_str()).collect();
        let before = self.sealed(&ids).await?;
        let (mut facts, mut statements) = (Vec::new(), Vec::new());
        for one in &changes {
            self.change += 1;
            let sealed = self.seal(one, &mut statements)?;
            statements.extend(before.get(&one.id).map(|id| unsealed(self.feeds.region(), id)));
            statements.push(self.row(one, sealed));
            facts.extend(self.fact(&one.id, if one.new { "baru" } else { "berubah" }));
        }
        self.commit(facts, statements).await
    }

    fn seal(&self, one: &Change, statements: &mut Vec<Statement>) -> Result<Option<String>, Refused> {
        let Some(person) = self.person.as_ref().filter(|_| !one.personal.is_empty()) else {
            return Ok(None);
        };
        let text = Json::Object(one.personal.clone()).to_string();
        let (kept, statement) = self.feeds.vault().seal(person, &text, self.now, self.feeds.chance())?;
        statements.push(statement);
        Ok(Some(kept.id))
    }

    fn row(&self, one: &Change, sealed: Option<String>) -> Statement {
        let find: Vec<Option<String>> = self.lease.feed.searchable().map(|id| found_by(one.open.get(id))).collect();
        let find = |at: usize| find.get(at).cloned().flatten();
        let key = one.key.as_ref().unwrap_or(&one.id);
        let open = Json::Object(one.open.clone()).to_string();
        Statement::new(
            "INSERT INTO feeds_rows (region, feed, id, row_key, hash, open_values, sealed, change, find1, find2, find3, find4) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (region, feed, id) DO UPDATE SET \
             row_key = excluded.row_key, hash = excluded.hash, open_values = excluded.open_values, sealed = excluded.sealed, \
             change = excluded.change, gone_at = NULL, find1 = excluded.find1, find2 = excluded.find2, \
             find3 = excluded.find3, find4 = excluded.find4",
            values![
                self.feeds.region(),
                &self.lease.feed.id,
                &one.id,
                key,
                &one.hash,
                open,
                sealed,
                self.change,
                find(0),
                find(1),
                find(2),
                find(3)
            ],
        )
    }

    /// Rows that did not come again are marked; where they are to go, their values go at once and their ids later.
    async fn vanish(&mut self, gone: &[String]) -> Result<(), Refused> {
        let removed = self.lease.feed.rules.vanished == Vanished::Removed;
        let ids: Vec<&str> = gone.iter().map(String::as_str).collect();
        let before = if removed { self.sealed(&ids).await? } else { HashMap::new() };
        let emptied = ", hash = '', row_key = id, open_values = '{}', sealed = NULL, find1 = NULL, find2 = NULL, find3 = NULL, \
                       find4 = NULL";
        let more = if removed { emptied } else { "" };
        let (mut facts, mut statements) = (Vec::new(), Vec::new());
        for id in gone {
            self.change += 1;
            statements.extend(before.get(id).map(|sealed| unsealed(self.feeds.region(), sealed)));
            statements.push(Statement::new(
                format!(
                    "UPDATE feeds_rows SET gone_at = $4, change = $5{more} WHERE region = $1 AND feed = $2 AND id = $3"
                ),
                values![self.feeds.region(), &self.lease.feed.id, id, self.now, self.change],
            ));
            facts.extend(self.fact(id, "hilang"));
        }
        self.commit(facts, statements).await
    }

    fn fact(&self, id: &str, kind: &str) -> Option<NewEvent> {
        let feed = &self.lease.feed;
        let data = json!({
            "feed": feed.id, "application": feed.application, "row": id, "kind": kind, "change": self.change,
        });
        self.each.then(|| event("row.changed", self.now, &Actor::System, data))
    }

    /// Ids of the sealed values of rows, by row.
    async fn sealed(&self, ids: &[&str]) -> Result<HashMap<String, String>, Refused> {
        if self.person.is_none() {
            return Ok(HashMap::new());
        }
        let places: Vec<String> = (3..ids.len() + 3).map(|at| format!("${at}")).collect();
        let sql = format!(
            "SELECT id, sealed FROM feeds_rows WHERE region = $1 AND feed = $2 AND sealed IS NOT NULL AND id IN ({})",
            places.join(", ")
        );
        let mut values = values![self.feeds.region(), &self.lease.feed.id];
        values.extend(ids.iter().map(|id| Value::from(*id)));
        let rows = self.feeds.store().rows(&sql, &values).await?;
        Ok(rows.iter().map(|row| Ok((row.string(0)?, row.string(1)?))).collect::<Result<_, store::StoreError>>()?)
    }

    async fn commit(&mut self, facts: Vec<NewEvent>, mut statements: Vec<Statement>) -> Result<(), Refused> {
        statements.insert(0, self.feeds.renewed(self.lease, self.change, self.now));
        let commit = self.feeds.on(&self.lease.feed.id, facts, statements);
        self.feeds.store().commit_waiting(commit, self.now).await?;
        Ok(())
    }
}

/// A value as a list is filtered by it: as it is written in an address.
pub(crate) fn found_by(value: Option<&Json>) -> Option<String> {
    match value {
        None | Some(Json::Null) => None,
        Some(Json::String(text)) => Some(text.clone()),
        Some(Json::Bool(yes)) => Some(if *yes { "ya" } else { "tidak" }.to_owned()),
        Some(other) => Some(other.to_string()),
    }
}
