//! The store's own rows of a whole batch: one statement per table.

use super::decide::Fate;
use super::pipeline::{pipelined, query};
use crate::work::{Prepared, numbered, numbered_json};
use deadpool_postgres::Object;
use std::borrow::Cow;
use tokio_postgres::Error;

#[derive(Default)]
struct Events<'a> {
    region: Vec<&'a str>,
    stream: Vec<&'a str>,
    version: Vec<i64>,
    name: Vec<&'a str>,
    happened_at: Vec<i64>,
    recorded_at: Vec<i64>,
    actor: Vec<&'a str>,
    data: Vec<Cow<'a, str>>,
}

#[derive(Default)]
struct Sends<'a> {
    region: Vec<&'a str>,
    key: Vec<&'a str>,
    digest: Vec<&'a str>,
    version: Vec<i64>,
    drawn: Vec<Option<&'a str>>,
    reply: Vec<Cow<'a, str>>,
    sent_at: Vec<i64>,
}

#[derive(Default)]
struct Outbox<'a> {
    region: Vec<&'a str>,
    topic: Vec<&'a str>,
    once_key: Vec<Cow<'a, str>>,
    payload: Vec<Cow<'a, str>>,
    due_at: Vec<i64>,
    created_at: Vec<i64>,
}

const EVENTS: &str = "INSERT INTO store_events (region, stream, version, name, happened_at, recorded_at, actor, data)
    SELECT region, stream, version, name, happened_at, recorded_at, actor, data
    FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::bigint[], $6::bigint[], $7::text[], $8::text[])
    WITH ORDINALITY AS e(region, stream, version, name, happened_at, recorded_at, actor, data, place)
    ORDER BY place";

const SENDS: &str = "INSERT INTO store_sends (region, key, digest, version, drawn, reply, sent_at)
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::bigint[])";

const OUTBOX: &str = "INSERT INTO store_outbox (region, topic, once_key, payload, due_at, state, attempts, created_at)
    SELECT o.region, o.topic, o.once_key, o.payload, o.due_at, 'waiting', 0, o.created_at
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[])
    AS o(region, topic, once_key, payload, due_at, created_at) ON CONFLICT DO NOTHING";

pub(super) async fn write(client: &Object, fates: &[Fate<'_>]) -> Result<(), Error> {
    let (mut e, mut s, mut o) = (Events::default(), Sends::default(), Outbox::default());
    for fate in fates {
        if let Fate::Write { commit, actual, number } = fate {
            let number = number.as_deref();
            e.take(commit, *actual, number);
            s.take(commit, *actual, number);
            o.take(commit, number);
        }
    }
    let events = client.prepare_cached(EVENTS).await?;
    let sends = client.prepare_cached(SENDS).await?;
    let outbox = client.prepare_cached(OUTBOX).await?;
    let mut sending = Vec::new();
    if !e.region.is_empty() {
        sending.push(query(
            client,
            &events,
            vec![&e.region, &e.stream, &e.version, &e.name, &e.happened_at, &e.recorded_at, &e.actor, &e.data],
        ));
    }
    if !s.region.is_empty() {
        sending.push(query(
            client,
            &sends,
            vec![&s.region, &s.key, &s.digest, &s.version, &s.drawn, &s.reply, &s.sent_at],
        ));
    }
    if !o.region.is_empty() {
        sending.push(query(
            client,
            &outbox,
            vec![&o.region, &o.topic, &o.once_key, &o.payload, &o.due_at, &o.created_at],
        ));
    }
    pipelined(sending).await.map(drop)
}

impl<'a> Events<'a> {
    fn take(&mut self, commit: &'a Prepared, actual: i64, number: Option<&str>) {
        let mut version = actual;
        for event in &commit.events {
            version += 1;
            self.region.push(&commit.region);
            self.stream.push(&commit.stream);
            self.version.push(version);
            self.name.push(&event.name);
            self.happened_at.push(event.happened_at);
            self.recorded_at.push(commit.now);
            self.actor.push(&event.actor);
            self.data.push(numbered_json(&event.data, number));
        }
    }
}

impl<'a> Sends<'a> {
    fn take(&mut self, commit: &'a Prepared, actual: i64, number: Option<&'a str>) {
        if let Some(send) = &commit.send {
            self.region.push(&commit.region);
            self.key.push(&send.key);
            self.digest.push(&send.digest);
            self.version.push(commit.version_after(actual));
            self.drawn.push(number);
            self.reply.push(numbered(&commit.reply, number));
            self.sent_at.push(commit.now);
        }
    }
}

impl<'a> Outbox<'a> {
    fn take(&mut self, commit: &'a Prepared, number: Option<&str>) {
        for outgoing in &commit.outbox {
            self.region.push(&commit.region);
            self.topic.push(&outgoing.topic);
            self.once_key.push(numbered(&outgoing.once_key, number));
            self.payload.push(numbered_json(&outgoing.payload, number));
            self.due_at.push(outgoing.due_at);
            self.created_at.push(commit.now);
        }
    }
}
