//! What the worker does for this room.

use crate::fault::Fault;
use crate::identity::Identity;
use crate::model::officer::event;
use crate::model::session::{ABSOLUTE, IDLE};
use kernel::{Actor, Instant};
use std::sync::atomic::Ordering;
use store::{ANY_VERSION, Commit, Job, Running, Statement, Worked, values};

/// Sweeps sessions and links that are over, writes down how often unknown names were tried, and reads the agencies anew where they changed.
pub fn jobs(identity: &Identity) -> Vec<Box<dyn Job>> {
    vec![Box::new(Tidy(identity.clone()))]
}

struct Tidy(Identity);

impl Job for Tidy {
    fn name(&self) -> &'static str {
        "identity.tidy"
    }

    fn run(&self, now: Instant) -> Running<'_> {
        Box::pin(async move {
            self.0.tidy(now).await?;
            Ok(Worked::default())
        })
    }
}

impl Identity {
    async fn tidy(&self, now: Instant) -> Result<(), Fault> {
        let over = "SELECT 1 FROM identity_sessions WHERE region = $1 AND (began_at < $2 OR seen_at < $3)
                    UNION ALL SELECT 1 FROM identity_links WHERE region = $1 AND until_at < $4 LIMIT 1";
        let (began, seen) = (now.plus_seconds(-ABSOLUTE), now.plus_seconds(-IDLE));
        if self.store().row(over, &values![self.region(), began, seen, now]).await?.is_some() {
            let statements = vec![
                Statement::new(
                    "DELETE FROM identity_sessions WHERE region = $1 AND (began_at < $2 OR seen_at < $3)",
                    values![self.region(), began, seen],
                ),
                Statement::new(
                    "DELETE FROM identity_links WHERE region = $1 AND until_at < $2",
                    values![self.region(), now],
                ),
            ];
            self.store().commit_waiting(Commit::of_statements(self.region(), statements), now).await?;
        }
        self.note_unknown_names(now).await?;
        self.refresh_agencies().await
    }

    async fn note_unknown_names(&self, now: Instant) -> Result<(), Fault> {
        let count = self.0.unknown_names.swap(0, Ordering::Relaxed);
        if count == 0 {
            return Ok(());
        }
        let commit = Commit {
            events: vec![event("sign_in.failed", serde_json::json!({ "count": count }), &Actor::System, now)],
            ..Commit::new(self.region(), "sign-in/unknown", ANY_VERSION)
        };
        self.store().commit_waiting(commit, now).await?;
        Ok(())
    }
}
