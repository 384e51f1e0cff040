//! Services are registered, their terms and secrets set, versions published, deprecated and withdrawn.

use crate::events::{actor, event};
use crate::exchange::Exchange;
use crate::model::key::{Key, is_slug};
use crate::model::lint::{lint, sound};
use crate::model::terms::{Terms, header, is_header_value};
use crate::model::{authority, document::Document};
use crate::offers::{KeptTerms, Offer, State};
use crate::refusal::Refused;
use crate::rights::{acts_for, is_team};
use crate::texts::digest_of;
use definition::Severity;
use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::{Actor, Instant, NewEvent};
use serde_json::json;
use store::{Statement, unsealed, values};
use web::Session;

/// A service as typed.
#[derive(Clone, Debug, Default)]
pub struct NewOffer {
    /// Short name of the application that answers.
    pub application: String,
    /// Short name of the service.
    pub service: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub about: String,
    /// Where calls go, and within which limits.
    pub terms: Terms,
}

/// A deprecated version can be called for so many days at least.
pub const NOTICE_DAYS: i64 = 30;

/// A reason of 10 to 1000 characters.
pub(crate) fn reason(typed: &str) -> Result<&str, Refused> {
    let typed = typed.trim();
    if (10..=1000).contains(&typed.chars().count()) { Ok(typed) } else { Err(Refused::Reason) }
}

fn text<'a>(typed: &'a str, field: &'static str, most: usize) -> Result<&'a str, Refused> {
    let typed = typed.trim();
    if (1..=most).contains(&typed.chars().count()) { Ok(typed) } else { Err(Refused::Field(field)) }
}

fn search_of(key: &Key, name: &str) -> String {
    format!("{key} {}", name.to_lowercase())
}

impl Exchange {
    /// Registers the first version of a service as a draft. Answers its key.
    ///
    /// # Errors
    /// Not this agency's application, wrong fields or terms, there already, or the store failed.
    pub async fn register(&self, session: &Session, new: &NewOffer) -> Result<Key, Refused> {
        let known = self.deps().applications.application(&new.application).await.map_err(Refused::Failed)?;
        let application =
            known.filter(|one| one.alive && acts_for(session, &one.unit)).ok_or(Refused::NoApplication)?;
        if !is_slug(&new.service) {
            return Err(Refused::Field("layanan"));
        }
        let key = Key::new(&application.unit, &application.id, &new.service, 1).ok_or(Refused::Field("layanan"))?;
        let (name, about) = (text(&new.name, "nama", 150)?, text(&new.about, "guna", 2000)?);
        let terms = self.terms(session, new.terms.clone(), &key).await?;
        // What begins with the family's slash lies before the same with the byte after a slash.
        let sql = "SELECT offer FROM exchange_offers WHERE region = $1 AND offer >= $2 AND offer < $3 LIMIT 1";
        let (from, to) = (key.family(), format!("{}/{}/{}0", key.unit, key.application, key.service));
        if self.store().row(sql, &values![self.region(), from, to]).await?.is_some() {
            return Err(Refused::Taken);
        }
        let description = if terms.feed { Some(self.of_feed(&terms.upstream, &key).await?) } else { None };
        let now = self.now();
        let (words, kept) = self.keep_text(&format!("{name}\n{about}"), now);
        let mut statements = vec![kept, self.insert(&key, (name, about), &terms, now)?];
        let data = json!({ "offer": key.to_string(), "unit": key.unit, "application": key.application, "text": words });
        let mut events = vec![event("offer.registered", now, &actor(session, &key.unit), data)];
        if let Some(body) = description {
            let (described, more) = self.describe(&key, &body, (&actor(session, &key.unit), 0), now)?;
            events.push(described);
            statements.extend(more);
        }
        self.store().commit(self.on(&format!("offer/{key}"), events, statements), now).await.map_err(|error| {
            match Refused::from(error) {
                Refused::Moved => Refused::Taken,
                other => other,
            }
        })?;
        Ok(key)
    }

    /// Terms that were looked at: limits, address, who may be relaxed, whose feed it is.
    async fn terms(&self, session: &Session, typed: Terms, key: &Key) -> Result<Terms, Refused> {
        let terms = typed.checked(&self.deps().public_url)?;
        if terms.relaxed && !is_team(session) {
            return Err(Refused::OnlyTeam);
        }
        if terms.feed {
            self.of_feed(&terms.upstream, key).await?;
        }
        Ok(terms)
    }

    /// The description of a table of feeds that belongs to the application of this key.
    pub(crate) async fn of_feed(&self, table: &str, key: &Key) -> Result<String, Refused> {
        let tables = self.deps().feeds.tables().await.map_err(Refused::Failed)?;
        let own = tables
            .into_iter()
            .find(|one| one.id == table && one.unit == key.unit && one.application == key.application);
        own.map(|one| one.openapi).ok_or(Refused::NoFeed)
    }

    fn insert(
        &self,
        key: &Key,
        (name, about): (&str, &str),
        terms: &Terms,
        now: Instant,
    ) -> Result<Statement, Refused> {
        Ok(Statement::new(
            "INSERT INTO exchange_offers (region, offer, unit, application, name, about, search, state, terms, authority_until, \
             is_open, digest, operations, revision, written_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, 'rancangan', $8, $9, $10, '', 0, 1, $11) ON CONFLICT DO NOTHING",
            values![
                self.region(),
                key.to_string(),
                &key.unit,
                &key.application,
                name,
                about,
                search_of(key, name),
                KeptTerms::of(terms)?,
                authority::ends(&terms.authority),
                terms.open,
                now
            ],
        )
        .exactly_one())
    }

    /// Changes name, purpose and terms of a version, as seen at `revision`.
    ///
    /// # Errors
    /// Not this agency's, wrong fields or terms, withdrawn, changed meanwhile, or the store failed.
    pub async fn change(&self, session: &Session, key: &str, revision: i64, new: &NewOffer) -> Result<(), Refused> {
        let offer = self.own(session, key).await?;
        if offer.state == State::Withdrawn {
            return Err(Refused::Step);
        }
        let (name, about) = (text(&new.name, "nama", 150)?, text(&new.about, "guna", 2000)?);
        let typed = Terms { feed: offer.terms.feed, ..new.terms.clone() };
        let typed = if typed.feed { Terms { upstream: offer.terms.upstream.clone(), ..typed } } else { typed };
        let terms = match (typed.relaxed, offer.terms.relaxed && !is_team(session)) {
            // Whoever may not relax a service may leave it as the team has set it.
            (true, true) => {
                let strict = self.terms(session, Terms { relaxed: false, ..typed }, &offer.key).await?;
                Terms { relaxed: true, ..strict }
            }
            _ => self.terms(session, typed, &offer.key).await?,
        };
        let now = self.now();
        let (words, kept) = self.keep_text(&format!("{name}\n{about}"), now);
        let row = Statement::new(
            "UPDATE exchange_offers SET name = $3, about = $4, search = $5, terms = $6, authority_until = $7, is_open = $8, \
             revision = revision + 1, written_at = $9 WHERE region = $1 AND offer = $2 AND revision = $10",
            values![
                self.region(),
                key,
                name,
                about,
                search_of(&offer.key, name),
                KeptTerms::of(&terms)?,
                authority::ends(&terms.authority),
                terms.open,
                now,
                revision
            ],
        );
        let data = json!({
            "offer": key, "text": words, "relaxed": terms.relaxed, "checked": terms.checked, "open": terms.open,
            "timeout_ms": terms.timeout_ms, "per_minute": terms.per_minute,
        });
        let events = vec![event("offer.changed", now, &actor(session, &offer.key.unit), data)];
        let commit = self.on(&format!("offer/{key}"), events, vec![kept, row.exactly_one()]);
        self.keep(commit, now).await.map(drop)
    }

    /// Sets the secret that the upstream server asks for, in place of the one before; an empty value takes it away.
    ///
    /// # Errors
    /// Not this agency's, no header field, or the store failed.
    pub async fn set_credential(
        &self,
        session: &Session,
        key: &str,
        (field, value): (&str, &str),
    ) -> Result<(), Refused> {
        let offer = self.own(session, key).await?;
        let now = self.now();
        let mut statements = Vec::new();
        let (field, sealed) = if value.is_empty() {
            (None, None)
        } else {
            let field = header(field).ok_or(Refused::Field("kepala"))?;
            if !is_header_value(value) {
                return Err(Refused::Field("rahasia"));
            }
            let (person, new) = self.vault().new_person(now, self.chance())?;
            let (text, sealed) = self.vault().seal(&person, value, now, self.chance())?;
            statements.extend([new, sealed]);
            (Some(field), Some(text.id))
        };
        let at = field.is_some().then_some(now);
        statements.push(
            Statement::new(
                "UPDATE exchange_offers SET credential_header = $3, credential_id = $4, credential_at = $5, \
                 revision = revision + 1, written_at = $6 WHERE region = $1 AND offer = $2 AND revision = $7",
                values![self.region(), key, field.clone(), sealed, at, now, offer.revision],
            )
            .exactly_one(),
        );
        if let Some(old) = &offer.sealed
            && !self.shares(key, old).await?
        {
            statements.push(unsealed(self.region(), old));
        }
        let data = json!({ "offer": key, "header": field });
        let events = vec![event("credential.replaced", now, &actor(session, &offer.key.unit), data)];
        let commit = self.on(&format!("offer/{key}"), events, statements);
        self.keep(commit, now).await.map(drop)
    }

    /// Whether another version uses the same sealed secret.
    async fn shares(&self, key: &str, sealed: &str) -> Result<bool, Refused> {
        let sql = "SELECT offer FROM exchange_offers WHERE region = $1 AND credential_id = $2 AND offer <> $3 LIMIT 1";
        Ok(self.store().row(sql, &values![self.region(), sealed, key]).await?.is_some())
    }

    /// Begins the next version as a draft, with the terms, the secret and the description of this one. Answers its key.
    ///
    /// # Errors
    /// Not this agency's, a draft itself, there already, or the store failed.
    pub async fn next_version(&self, session: &Session, key: &str) -> Result<Key, Refused> {
        let offer = self.own(session, key).await?;
        if offer.state == State::Draft {
            return Err(Refused::Step);
        }
        let (next, now) = (offer.key.next(), self.now());
        let row = self.insert(&next, (&offer.name, &offer.about), &offer.terms, now)?;
        let copy = Statement::new(
            "UPDATE exchange_offers SET credential_header = $3, credential_id = $4, credential_at = $5, digest = $6, operations = $7 \
             WHERE region = $1 AND offer = $2",
            values![
                self.region(),
                next.to_string(),
                offer.credential.as_ref().map(|(field, _)| field.clone()),
                offer.sealed.clone(),
                offer.credential.as_ref().map(|(_, at)| *at),
                &offer.digest,
                offer.operations
            ],
        );
        let data =
            json!({ "offer": next.to_string(), "unit": next.unit, "application": next.application, "follows": key });
        let events = vec![event("offer.registered", now, &actor(session, &next.unit), data)];
        let commit = self.on(&format!("offer/{next}"), events, vec![row, copy]);
        match self.store().commit(commit, now).await.map_err(Refused::from) {
            Err(Refused::Moved) => Err(Refused::Taken),
            done => done.map(|_| next),
        }
    }

    /// Publishes a draft whose description has no errors.
    ///
    /// # Errors
    /// Not this agency's, no draft, no description or one with errors, changed meanwhile, or the store failed.
    pub async fn publish(&self, session: &Session, key: &str) -> Result<(), Refused> {
        let offer = self.own(session, key).await?;
        if offer.state != State::Draft {
            return Err(Refused::Step);
        }
        let found = lint(&Document::of(self.description(&offer.digest).await?));
        if !sound(&found) {
            return Err(Refused::Unsound(found.iter().filter(|one| one.severity() == Severity::Error).count()));
        }
        let row = "state = 'terbit', published_at = $4";
        let done = Done { name: "offer.published", kind: "terbit", note: "", row, until: None };
        self.step(&actor(session, &offer.key.unit), &offer, done).await
    }

    /// Says that a version ends: nobody new gets it, and after its last day it is withdrawn.
    ///
    /// # Errors
    /// Not this agency's, not published, a day nearer than 30 days or further than two years, or the store failed.
    pub async fn deprecate(&self, session: &Session, key: &str, (last, why): (Date, &str)) -> Result<(), Refused> {
        let offer = self.own(session, key).await?;
        if offer.state != State::Published {
            return Err(Refused::Step);
        }
        let today = self.now().date(self.zone());
        let (first, latest) = (today.saturating_add(NOTICE_DAYS.days()), today.saturating_add(2.years()));
        if last < first || last > latest {
            return Err(Refused::Day);
        }
        let until = Instant::at(last.saturating_add(1.day()), 0, self.zone());
        let row = "state = 'usang', sunset = $5, written_at = $4";
        let done = Done { name: "offer.deprecated", kind: "usang", note: reason(why)?, row, until: Some(until) };
        self.step(&actor(session, &offer.key.unit), &offer, done).await
    }

    /// Takes a version away at once: for what must not be called any longer.
    ///
    /// # Errors
    /// Not this agency's, gone already, no reason, or the store failed.
    pub async fn withdraw(&self, session: &Session, key: &str, why: &str) -> Result<(), Refused> {
        let offer = self.own(session, key).await?;
        if offer.state == State::Withdrawn {
            return Err(Refused::Step);
        }
        let done = Done { name: "offer.withdrawn", kind: "ditarik", note: reason(why)?, row: WITHDRAWN, until: None };
        self.step(&actor(session, &offer.key.unit), &offer, done).await
    }

    /// Withdraws a version whose last day passed.
    pub(crate) async fn expire(&self, offer: &Offer) -> Result<(), Refused> {
        let done = Done { name: "offer.withdrawn", kind: "ditarik", note: "", row: WITHDRAWN, until: None };
        self.step(&Actor::System, offer, done).await
    }

    async fn step(&self, actor: &Actor, offer: &Offer, done: Done<'_>) -> Result<(), Refused> {
        let (now, key) = (self.now(), offer.key.to_string());
        let mut values = values![self.region(), &key, offer.revision, now].to_vec();
        if let Some(until) = done.until {
            values.push(until.into());
        }
        let sql = format!(
            "UPDATE exchange_offers SET {}, revision = revision + 1 WHERE region = $1 AND offer = $2 AND revision = $3",
            done.row
        );
        let (text, kept) = self.keep_text(done.note, now);
        let statements =
            vec![kept, Statement::new(sql, values).exactly_one(), self.noted(&key, (done.kind, done.note), now)];
        let data = json!({
            "offer": key, "unit": offer.key.unit, "application": offer.key.application, "until": done.until.map(Instant::micros),
            "text": text,
        });
        let commit = self.on(&format!("offer/{key}"), vec![event(done.name, now, actor, data)], statements);
        self.keep(commit, now).await.map(drop)
    }

    /// The event and the statements by which a version gets another description.
    pub(crate) fn describe(
        &self,
        key: &Key,
        body: &str,
        (actor, breaking): (&Actor, usize),
        now: Instant,
    ) -> Result<(NewEvent, Vec<Statement>), Refused> {
        let read = serde_json::from_str(body).map_err(|error| Refused::Failed(error.to_string()))?;
        let count = crate::model::api::Api::of(&read).operations.len();
        let digest = digest_of(body);
        let kept = Statement::new(
            "INSERT INTO exchange_descriptions (region, digest, body, written_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            values![self.region(), &digest, body, now],
        );
        let row = Statement::new(
            "UPDATE exchange_offers SET digest = $3, operations = $4, revision = revision + 1, written_at = $5 \
             WHERE region = $1 AND offer = $2",
            values![self.region(), key.to_string(), &digest, count as i64, now],
        );
        let data = json!({ "offer": key.to_string(), "digest": digest, "operations": count, "breaking": breaking });
        Ok((event("offer.described", now, actor, data), vec![kept, row.exactly_one()]))
    }
}

const WITHDRAWN: &str = "state = 'ditarik', sunset = COALESCE(sunset, $4), written_at = $4";

/// A step in the life of a version.
struct Done<'a> {
    name: &'static str,
    kind: &'static str,
    note: &'a str,
    /// What is set, of the moment ($4) and the end ($5).
    row: &'static str,
    until: Option<Instant>,
}
