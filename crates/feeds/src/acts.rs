//! What officers do with a feed: have it read now, let it rest, let a run pass that stopped, bring a file.

use crate::events::{actor, event};
use crate::feeds::Feeds;
use crate::model::Feed;
use crate::refusal::Refused;
use crate::rights::{sees, works};
use crate::source::folder;
use kernel::{Id, Instant};
use serde_json::{Value as Json, json};
use std::sync::Arc;
use store::{Statement, values};
use web::{Session, Upload};

impl Feeds {
    /// The feed, if this officer sees it; others are told that it is not there.
    ///
    /// # Errors
    /// There is none, or it is another agency's.
    pub fn seen_by(&self, session: &Session, id: &str) -> Result<Arc<Feed>, Refused> {
        self.feed(id).ok().filter(|feed| sees(session, &feed.unit)).ok_or(Refused::NotThere)
    }

    fn worked_by(&self, session: &Session, id: &str) -> Result<Arc<Feed>, Refused> {
        let feed = self.seen_by(session, id)?;
        if works(session, &feed.unit) { Ok(feed) } else { Err(Refused::NotOwn) }
    }

    /// Has a feed read at once, whether its schedule rests or not.
    ///
    /// # Errors
    /// Not this officer's, or the store failed.
    pub async fn ask(&self, session: &Session, id: &str) -> Result<(), Refused> {
        let feed = self.worked_by(session, id)?;
        let due = self.due_now(&feed.id, "", self.now());
        self.acted(session, &feed, ("feed.asked", json!({})), due).await
    }

    /// Lets a feed rest, or wakes it.
    ///
    /// # Errors
    /// Not this officer's, it does so already, or the store failed.
    pub async fn pause(&self, session: &Session, id: &str, paused: bool) -> Result<(), Refused> {
        let feed = self.worked_by(session, id)?;
        let statement = Statement::new(
            "UPDATE feeds_feeds SET paused = $3 WHERE region = $1 AND id = $2 AND paused = $4",
            values![self.region(), &feed.id, paused, !paused],
        );
        let name = if paused { "feed.paused" } else { "feed.resumed" };
        self.acted(session, &feed, (name, json!({})), statement).await
    }

    /// Lets the next run pass what the last one stopped at.
    ///
    /// # Errors
    /// Not this officer's, nothing waits, or the store failed.
    pub async fn accept(&self, session: &Session, id: &str) -> Result<(), Refused> {
        let feed = self.worked_by(session, id)?;
        let standing = self.standing(&feed.id).await?;
        if standing.state != "menunggu" {
            return Err(Refused::NothingWaits);
        }
        let due = self.due_now(&feed.id, ", waive = 1", self.now());
        self.acted(session, &feed, ("feed.accepted", json!({ "run": standing.runs })), due).await
    }

    /// Puts a file of the browser into the drop and has it read.
    ///
    /// # Errors
    /// Not this officer's, no file or one of another kind, a feed that takes none, or the folder cannot be written to.
    pub async fn bring(&self, session: &Session, id: &str, file: Option<&Upload>) -> Result<(), Refused> {
        let feed = self.worked_by(session, id)?;
        let drop = feed.files().cloned().ok_or(Refused::NoDrop)?;
        let file = file.ok_or(Refused::NoFile)?;
        let salt = Id::new(self.now(), self.chance()).to_string();
        let name = folder::name_for(&drop, &file.name, &salt);
        let name = name.ok_or_else(|| Refused::WrongFile(drop.pattern.clone()))?;
        let (root, bytes) = (self.deps().drops.clone(), file.bytes.clone());
        let put = tokio::task::spawn_blocking(move || folder::deposit(&root, &drop, &name, &bytes)).await;
        put.map_err(|error| Refused::Failed(error.to_string()))?.map_err(|_| Refused::Folder)?;
        let due = self.due_now(&feed.id, "", self.now());
        self.acted(session, &feed, ("feed_file.uploaded", json!({ "bytes": file.bytes.len() })), due).await
    }

    fn due_now(&self, id: &str, more: &'static str, now: Instant) -> Statement {
        Statement::new(
            format!("UPDATE feeds_feeds SET next_at = $3, asked = 1{more} WHERE region = $1 AND id = $2"),
            values![self.region(), id, now],
        )
    }

    async fn acted(
        &self,
        session: &Session,
        feed: &Feed,
        (name, mut data): (&str, Json),
        statement: Statement,
    ) -> Result<(), Refused> {
        let now = self.now();
        if let Some(data) = data.as_object_mut() {
            data.insert("feed".to_owned(), json!(feed.id));
        }
        let facts = vec![event(name, now, &actor(session), data)];
        self.store().commit(self.on(&feed.id, facts, vec![statement.exactly_one()]), now).await?;
        Ok(())
    }
}
