//! Before the first event: the target takes a signed test delivery, and says by the handshake of the CloudEvents webhook
//! rules that it wants deliveries from us, where that was asked for.

use crate::attempts::{Carried, TRIAL};
use crate::line::{Post, Reply};
use crate::model::envelope::{DATA, STRUCTURED};
use crate::model::schedule::Outcome;
use crate::refusal::Refused;
use crate::rights::Scope;
use crate::room::Events;
use crate::subscription::{Format, State, Subscription};
use crate::told::event;
use bytes::Bytes;
use kernel::ids::hex;
use kernel::{Actor, Instant};
use serde_json::Value as Json;
use store::{Statement, values};

impl Events {
    /// Sends a test delivery; a subscription that was never tested is active from then on.
    ///
    /// # Errors
    /// Not theirs, the target did not take it, or the store failed.
    pub async fn try_out(&self, scope: &Scope, id: &str, by: &Actor) -> Result<(), Refused> {
        let (one, now) = (self.own(scope, id).await?, self.now());
        if one.handshake
            && let Err(reply) = self.shake_hands(&one).await
        {
            self.tried(&one, &reply, Outcome::Trouble, (by, now)).await?;
            return Err(Refused::Trial("jabat-tangan".to_owned()));
        }
        let keys = self.signing_keys(&one, now).await?;
        let mut nonce = [0; 6];
        self.chance().fill(&mut nonce);
        let (event_id, object) = self.origin().test(&one.id, &hex(&nonce), now);
        let (mut headers, kind, body) = written(&one, &object);
        headers.extend(keys.headers(&event_id, now, &body));
        headers.push(("content-type".to_owned(), kind.to_owned()));
        let post = Post { method: "POST", target: one.target.clone(), headers, body: Bytes::from(body) };
        let reply = self.lines().send(&one.id, &post).await;
        let outcome = Outcome::of(reply.status);
        let why = reply.status.map_or_else(|| reply.why.to_owned(), |status| status.to_string());
        self.tried(&one, &reply, outcome, (by, now)).await?;
        if outcome == Outcome::Taken { Ok(()) } else { Err(Refused::Trial(why)) }
    }

    /// Asks the target whether it wants deliveries from this host.
    async fn shake_hands(&self, one: &Subscription) -> Result<(), Reply> {
        let host = self.origin().public_url.split_once("://").map_or("", |(_, host)| host).to_owned();
        let post = Post {
            method: "OPTIONS",
            target: one.target.clone(),
            headers: vec![("webhook-request-origin".to_owned(), host.clone())],
            body: Bytes::new(),
        };
        let reply = self.lines().send(&one.id, &post).await;
        let allowed = reply.headers.get("webhook-allowed-origin").and_then(|value| value.to_str().ok());
        let allows = allowed.is_some_and(|allowed| allowed == "*" || allowed.eq_ignore_ascii_case(&host));
        if reply.status.is_some_and(|status| (200..300).contains(&status)) && allows { Ok(()) } else { Err(reply) }
    }

    /// Writes the attempt down, and what a success opens.
    async fn tried(
        &self,
        one: &Subscription,
        reply: &Reply,
        outcome: Outcome,
        (by, now): (&Actor, Instant),
    ) -> Result<(), Refused> {
        let carried = Carried { first: TRIAL, last: TRIAL, count: 1 };
        let counted = Statement::new(
            "UPDATE events_subscriptions SET attempts = attempts + 1 WHERE region = $1 AND id = $2",
            values![self.region(), &one.id],
        );
        let attempt = self.attempted((&one.id, 0), carried, (reply, outcome), now);
        let mut statements = vec![attempt, counted.exactly_one()];
        let mut facts = Vec::new();
        if outcome == Outcome::Taken {
            facts.push(event("subscription.tested", now, by, one.told()));
            statements.push(Statement::new(
                "UPDATE events_subscriptions SET tested_at = $3, state = CASE WHEN state = 'belum-diuji' THEN $4 ELSE state END \
                 WHERE region = $1 AND id = $2",
                values![self.region(), &one.id, now, State::Active.word()],
            ));
        }
        self.store().commit_waiting(self.on_subscription(&one.id, facts, statements), now).await?;
        Ok(())
    }
}

/// The test in the format of the subscription.
fn written(one: &Subscription, object: &Json) -> (Vec<(String, String)>, &'static str, Vec<u8>) {
    match one.format {
        Format::Structured => (Vec::new(), STRUCTURED, object.to_string().into_bytes()),
        Format::Batch => {
            let batch = Json::Array(vec![object.clone()]);
            (Vec::new(), crate::model::envelope::BATCH, batch.to_string().into_bytes())
        }
        Format::Binary => {
            let attributes = object.as_object().into_iter().flatten();
            let header = |(name, value): (&String, &Json)| {
                let value = value.as_str().filter(|_| name != "datacontenttype")?;
                Some((format!("ce-{name}"), value.to_owned()))
            };
            let data = object.get("data").cloned().unwrap_or_default();
            (attributes.filter_map(header).collect(), DATA, data.to_string().into_bytes())
        }
    }
}
