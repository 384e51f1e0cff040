//! Subscriptions in the store: made, paused, resumed, given a new secret, ended.

use crate::model::signature::{Scheme, Secret};
use crate::model::target;
use crate::model::wish::Wish;
use crate::refusal::Refused;
use crate::rights::Scope;
use crate::room::Events;
use crate::subscription::{Format, State, Subscription};
use crate::told::event;
use kernel::{Actor, Id, Instant};
use store::{Statement, values};

/// A subscription as it is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewSubscription {
    /// The application that gets the events.
    pub application: String,
    /// Where they go.
    pub target: String,
    /// Which ones.
    pub wish: Wish,
    /// How they are written.
    pub format: Format,
    /// How they are signed.
    pub scheme: Scheme,
    /// Whether the target is asked first.
    pub handshake: bool,
    /// From after this index on; none: from now on.
    pub after: Option<i64>,
}

/// What was made, with the secret that is shown this once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The subscription.
    pub id: String,
    /// `whsec_…`.
    pub secret: Secret,
}

/// Subscriptions of one application at most.
const MOST: usize = 50;

impl Events {
    /// Makes a subscription; it waits for its test delivery.
    ///
    /// # Errors
    /// An application that is not theirs, an address to which nothing may go, too many, or the store failed.
    pub async fn subscribe(&self, scope: &Scope, new: NewSubscription, by: &Actor) -> Result<Opened, Refused> {
        let target = target::check(new.target.trim(), &self.own_addresses())?;
        let known = self.deps().applications.application(&new.application).await.map_err(Refused::Failed)?;
        let application =
            known.filter(|one| one.alive && scope.reaches(&one.unit, &one.id)).ok_or(Refused::Application)?;
        if self.of_application(&application.id).await?.len() >= MOST {
            return Err(Refused::Many);
        }
        let head = self.store().head(self.region()).await?;
        if new.after.is_some_and(|after| !(0..=head).contains(&after)) {
            return Err(Refused::Cursor);
        }
        let now = self.now();
        let id = Id::new(now, self.chance()).to_string();
        let (person, keep) = self.vault().new_person(now, self.chance())?;
        let (secret, keys) = self.fresh_secret((&person, &id), now)?;
        let position = new.after.unwrap_or(head);
        let row = self.row((&id, person.id()), (&application.id, &application.unit), &target, (&new, position), now);
        let mut statements = vec![keep];
        statements.extend(keys);
        statements.push(row);
        let told = serde_json::json!({ "subscription": id, "application": application.id, "unit": application.unit });
        let events = vec![event("subscription.opened", now, by, told)];
        self.store().commit(self.on_subscription(&id, events, statements), now).await?;
        Ok(Opened { id, secret })
    }

    fn row(
        &self,
        (id, person): (&str, &str),
        (application, unit): (&str, &str),
        target: &str,
        (new, position): (&NewSubscription, i64),
        now: Instant,
    ) -> Statement {
        Statement::new(
            "INSERT INTO events_subscriptions (region, id, application, unit, target, kinds, services, areas, format, scheme, \
             handshake, person, state, reason, position, failures, next_at, aside, again, attempts, delivered, lease, \
             leased_until, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, '', $15, 0, $14, 0, 0, 0, 0, \
             '', 0, $14)",
            values![
                self.region(),
                id,
                application,
                unit,
                target,
                new.wish.kinds.join(" "),
                new.wish.services.join(" "),
                new.wish.areas.join(" "),
                new.format.word(),
                new.scheme.word(),
                new.handshake,
                person,
                State::Untested.word(),
                now,
                position
            ],
        )
    }

    /// A subscription that this scope reaches.
    ///
    /// # Errors
    /// There is none, or it is not theirs; both look the same.
    pub async fn own(&self, scope: &Scope, id: &str) -> Result<Subscription, Refused> {
        let one = self.subscription(id).await?;
        if scope.reaches(&one.unit, &one.application) { Ok(one) } else { Err(Refused::NotThere) }
    }

    /// Pauses a subscription; what happens meanwhile waits in the log.
    ///
    /// # Errors
    /// Not theirs, not active, or the store failed.
    pub async fn pause(&self, scope: &Scope, id: &str, by: &Actor) -> Result<(), Refused> {
        let one = self.own(scope, id).await?;
        self.move_to(&one, &[State::Active], (State::Paused, "subscription.paused"), by).await
    }

    /// Goes on where it stood. A subscription whose target was never tested is tested first.
    ///
    /// # Errors
    /// Not theirs, not paused or stopped, or the store failed.
    pub async fn resume(&self, scope: &Scope, id: &str, by: &Actor) -> Result<(), Refused> {
        let one = self.own(scope, id).await?;
        if one.tested_at.is_none() {
            return Err(Refused::State);
        }
        let from = [State::Paused, State::Stopped, State::Gone];
        self.move_to(&one, &from, (State::Active, "subscription.resumed"), by).await
    }

    /// Sets the state, and begins anew with counting failures.
    async fn move_to(
        &self,
        one: &Subscription,
        from: &[State],
        (to, fact): (State, &str),
        by: &Actor,
    ) -> Result<(), Refused> {
        if !from.contains(&one.state) {
            return Err(Refused::State);
        }
        let now = self.now();
        let row = Statement::new(
            "UPDATE events_subscriptions SET state = $3, reason = '', failures = 0, failing_since = NULL, aside = 0, \
             next_at = $4 WHERE region = $1 AND id = $2 AND state = $5",
            values![self.region(), &one.id, to.word(), now, one.state.word()],
        );
        let events = vec![event(fact, now, by, one.told())];
        self.store().commit(self.on_subscription(&one.id, events, vec![row.exactly_one()]), now).await?;
        Ok(())
    }

    /// A new secret; the one before signs along for a day.
    ///
    /// # Errors
    /// Not theirs, or the store failed.
    pub async fn change_secret(&self, scope: &Scope, id: &str, by: &Actor) -> Result<Secret, Refused> {
        let (one, now) = (self.own(scope, id).await?, self.now());
        let person = self.store().open_person(self.region(), &one.person).await?.ok_or(Refused::NotThere)?;
        let (secret, statements) = self.fresh_secret((&person, &one.id), now)?;
        let events = vec![event("subscription.key_changed", now, by, one.told())];
        self.store().commit(self.on_subscription(&one.id, events, statements), now).await?;
        Ok(secret)
    }

    /// Ends a subscription: its rows go, its secrets are erased; what happened stands in the log.
    ///
    /// # Errors
    /// Not theirs, or the store failed.
    pub async fn unsubscribe(&self, scope: &Scope, id: &str, by: &Actor) -> Result<(), Refused> {
        let (one, now) = (self.own(scope, id).await?, self.now());
        let gone = |table: &str, column: &str| {
            let sql = format!("DELETE FROM {table} WHERE region = $1 AND {column} = $2");
            Statement::new(sql, values![self.region(), &one.id])
        };
        let mut statements = vec![
            gone("events_subscriptions", "id").exactly_one(),
            gone("events_keys", "subscription"),
            gone("events_attempts", "subscription"),
            gone("events_aside", "subscription"),
        ];
        statements.extend(store::erasure(self.region(), &one.person, now));
        let events = vec![event("subscription.removed", now, by, one.told())];
        self.store().commit(self.on_subscription(&one.id, events, statements), now).await?;
        self.lines().forget(&one.id);
        Ok(())
    }
}
