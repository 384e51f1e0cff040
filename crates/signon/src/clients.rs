//! Keys of programs and applications (OAuth clients): registered by the agency that owns the application, widened with
//! Kominfo's consent, revoked at once.

use crate::events::{actor, event};
use crate::model::receiver;
use crate::model::terms::{Kind, Mistake, Terms};
use crate::refusal::Refused;
use crate::rights::{is_kominfo, managed, manages};
use crate::secrets::NewSecret;
use crate::signon::Signon;
use kernel::Instant;
use serde_json::json;
use store::{Commit, Row, SendKey, Statement, StoreError, Value, values};
use web::{FormKey, Session};

/// A key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// `client_id`.
    pub id: String,
    /// The application of the inventory that it is.
    pub application: String,
    /// The agency that answers for it.
    pub unit: String,
    /// Its name.
    pub name: String,
    /// What kind of client it is.
    pub kind: Kind,
    /// Whether it reaches sample data only.
    pub sandbox: bool,
    /// What it may do.
    pub terms: Terms,
    /// Where it hears that a sign-on ended; empty where it does not want to.
    pub logout: String,
    /// What it would like to do and waits for.
    pub wish: Option<Terms>,
    /// Who wished that; empty where nothing waits.
    pub wished_by: String,
    /// What Kominfo said last, where it declined.
    pub answer: String,
    /// When it was registered.
    pub made_at: Instant,
    /// When it last got a token, to the minute.
    pub used_at: Option<Instant>,
    /// When it was revoked.
    pub revoked_at: Option<Instant>,
    /// How often it was changed.
    pub revision: i64,
}

/// A key to be.
#[derive(Clone, Debug)]
pub struct NewKey {
    /// The application.
    pub application: String,
    /// Its name.
    pub name: String,
    /// What kind of client it is.
    pub kind: Kind,
    /// Whether it reaches sample data only.
    pub sandbox: bool,
    /// What it should be able to do.
    pub terms: Terms,
    /// Where it hears that a sign-on ended; empty where it does not want to.
    pub logout: String,
}

/// What is changed of a key.
#[derive(Clone, Debug)]
pub struct KeyChange {
    /// Its name.
    pub name: String,
    /// What it should be able to do.
    pub terms: Terms,
    /// Where it hears that a sign-on ended. It learns nothing there that it does not know: nobody else agrees to it.
    pub logout: String,
}

/// A key that was registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registered {
    /// Its `client_id`.
    pub id: String,
    /// Its first secret; none for applications without a server, and where the same form was sent twice.
    pub secret: Option<NewSecret>,
}

/// Keys of one page.
pub(crate) const PAGE: i64 = 50;
const COLUMNS: &str = "id, application, unit, name, kind, sandbox, terms, wish, wished_by, answer, made_at, used_at, \
                       revoked_at, revision, logout";
/// Seconds between two notes of a use.
const NOTED_EVERY: i64 = 60;
/// Days for which a first secret holds.
const FIRST_DAYS: i64 = 365;

impl Signon {
    /// Registers a key. What needs consent waits; the rest holds at once.
    ///
    /// # Errors
    /// Not this officer's application, wrong fields, or the store failed.
    pub async fn register(&self, session: &Session, new: NewKey, form: FormKey) -> Result<Registered, Refused> {
        let application = self.living(&new.application).await?.ok_or(Refused::NoApplication)?;
        if !manages(session, &application.unit) {
            return Err(Refused::NotOwn);
        }
        let change = KeyChange { name: new.name, terms: new.terms, logout: new.logout };
        let KeyChange { name, terms: wished, logout } = self.checked(new.kind, change)?;
        let terms = wished.at_once(&Terms::default());
        let waits = terms != wished;
        let now = self.now();
        let id = self.new_id(&application.id);
        let secret = new.kind.has_secret().then(|| self.drawn(now.plus_seconds(FIRST_DAYS * 86_400)));
        let data = json!({
            "client": id, "application": application.id, "unit": application.unit, "kind": new.kind.word(),
            "sandbox": new.sandbox, "scopes": terms.scopes, "officers": terms.officers.word(),
            "residents": terms.residents, "farewells": !logout.is_empty(), "waits": waits,
        });
        let who = actor(session);
        let mut events = vec![event("client.registered", now, &who, data)];
        let (wish, wisher) = if waits { (written(&wished)?, session.officer.0.as_str()) } else { (String::new(), "") };
        let row = Statement::new(
            "INSERT INTO signon_clients (region, id, application, unit, name, kind, sandbox, terms, wish, wished_by, answer, \
             made_by, made_at, used_at, revoked_at, revision, logout) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', $11, $12, 0, 0, 1, $13)",
            values![
                self.region(),
                &id,
                &application.id,
                &application.unit,
                &name,
                new.kind.word(),
                new.sandbox,
                written(&terms)?,
                wish,
                wisher,
                &session.officer.0,
                now,
                &logout,
            ],
        );
        let mut statements = vec![row];
        if let Some(secret) = &secret {
            let (fact, row) = self.secret_row(&id, secret, &who, now);
            events.push(fact);
            statements.push(row);
        }
        let digest = kernel::ids::hash_secret(&format!("{}\n{name}\n{}\n{logout}", application.id, written(&wished)?));
        let send = Some(SendKey { key: form.to_string(), digest });
        let commit = Commit { send, reply: id.clone(), ..self.on_client(&id, events, statements) };
        let receipt = self.store().commit(commit, now).await?;
        Ok(Registered { id: receipt.reply, secret: secret.filter(|_| !receipt.repeated) })
    }

    /// `simpus-k3v9w2m7qx`: speaks of its application and encodes to itself in every way in which clients send it.
    fn new_id(&self, application: &str) -> String {
        let plain = |c: &char| c.is_ascii_lowercase() || c.is_ascii_digit() || *c == '-';
        let head: String = application.chars().filter(plain).take(40).collect();
        let tail: String = kernel::Token::new(self.chance()).secret().chars().take(10).collect();
        format!("{head}-{}", tail.to_lowercase())
    }

    /// What a key of this kind can have of this; each field that is wrong is named.
    fn checked(&self, kind: Kind, change: KeyChange) -> Result<KeyChange, Refused> {
        let name = named(&change.name)?.to_owned();
        let terms = change.terms.of_kind(kind);
        let logout = if kind.signs_on() { change.logout.trim().to_owned() } else { String::new() };
        let mut wrong = terms.check(kind).err().unwrap_or_default();
        if !logout.is_empty()
            && let Err(bad) = receiver::check(&logout, &self.own_addresses(), &self.deps().reach)
        {
            wrong.push(("pemberitahuan", Mistake::Address(bad)));
        }
        if wrong.is_empty() { Ok(KeyChange { name, terms, logout }) } else { Err(Refused::Terms(wrong)) }
    }

    /// Changes name, terms and receiver of a key. What needs consent waits; what was given up is gone at once, with its tokens.
    ///
    /// # Errors
    /// Not this officer's, wrong fields, changed meanwhile, or the store failed.
    pub async fn change(&self, session: &Session, id: &str, seen: i64, change: KeyChange) -> Result<(), Refused> {
        let key = self.own_key(session, id).await?;
        let KeyChange { name, terms: wished, logout } = self.checked(key.kind, change)?;
        let terms = wished.at_once(&key.terms);
        let waits = terms != wished;
        let now = self.now();
        let data = json!({
            "client": id, "scopes": terms.scopes, "officers": terms.officers.word(), "residents": terms.residents,
            "farewells": !logout.is_empty(), "waits": waits,
        });
        let (wish, wisher) = if waits { (written(&wished)?, session.officer.0.as_str()) } else { (String::new(), "") };
        let row = Statement::new(
            "UPDATE signon_clients SET name = $3, terms = $4, wish = $5, wished_by = $6, answer = '', logout = $8, \
             revision = revision + 1 WHERE region = $1 AND id = $2 AND revision = $7 AND revoked_at = 0",
            values![self.region(), id, name, written(&terms)?, wish, wisher, seen, logout],
        );
        let mut statements = vec![row.exactly_one()];
        if terms != key.terms {
            statements.extend(self.all_ended(id, now));
        }
        let events = vec![event("client.changed", now, &actor(session), data)];
        self.store().commit(self.on_client(id, events, statements), now).await?;
        self.tokens().forget_client(id);
        Ok(())
    }

    /// Kominfo agrees to what waits, or declines it with a reason.
    ///
    /// # Errors
    /// Not for this officer to say, nothing waits, changed meanwhile, or the store failed.
    pub async fn answer(&self, session: &Session, id: &str, seen: i64, declined: Option<&str>) -> Result<(), Refused> {
        if !is_kominfo(session) {
            return Err(Refused::NotOwn);
        }
        let key = self.own_key(session, id).await?;
        let wish = key.wish.ok_or(Refused::NothingWaits)?;
        if key.wished_by == session.officer.0 {
            return Err(Refused::FourEyes);
        }
        let reason = declined.map(str::trim);
        if reason.is_some_and(|reason| !(5..=500).contains(&reason.chars().count())) {
            return Err(Refused::Reason);
        }
        let now = self.now();
        let (name, terms) = if reason.is_some() { ("client.declined", &key.terms) } else { ("client.agreed", &wish) };
        let data = json!({
            "client": id, "scopes": wish.scopes, "officers": wish.officers.word(), "residents": wish.residents,
        });
        let row = Statement::new(
            "UPDATE signon_clients SET terms = $3, wish = '', wished_by = '', answer = $4, revision = revision + 1 \
             WHERE region = $1 AND id = $2 AND revision = $5 AND wish <> '' AND revoked_at = 0",
            values![self.region(), id, written(terms)?, reason.unwrap_or(""), seen],
        );
        let events = vec![event(name, now, &actor(session), data)];
        self.store().commit(self.on_client(id, events, vec![row.exactly_one()]), now).await?;
        Ok(())
    }

    /// Takes a key away, with every token that was given for it.
    ///
    /// # Errors
    /// Not this officer's, revoked already, or the store failed.
    pub async fn revoke(&self, session: &Session, id: &str) -> Result<(), Refused> {
        self.own_key(session, id).await?;
        let now = self.now();
        let row = Statement::new(
            "UPDATE signon_clients SET revoked_at = $3, wish = '', wished_by = '', revision = revision + 1 \
             WHERE region = $1 AND id = $2 AND revoked_at = 0",
            values![self.region(), id, now],
        );
        let mut statements = vec![row.exactly_one()];
        statements.extend(self.all_ended(id, now));
        let events = vec![event("client.revoked", now, &actor(session), json!({ "client": id }))];
        self.store().commit(self.on_client(id, events, statements), now).await?;
        self.tokens().forget_client(id);
        Ok(())
    }

    /// What ends everything that was given out for a key.
    fn all_ended(&self, id: &str, now: Instant) -> Vec<Statement> {
        vec![
            Statement::new("DELETE FROM signon_access WHERE region = $1 AND client = $2", values![self.region(), id]),
            Statement::new(
                "UPDATE signon_families SET ended_at = $3 WHERE region = $1 AND client = $2 AND ended_at = 0",
                values![self.region(), id, now],
            ),
        ]
    }

    /// A key that this officer manages and that lives.
    pub(crate) async fn own_key(&self, session: &Session, id: &str) -> Result<Key, Refused> {
        let key = self.seen_key(session, id).await?;
        if key.revoked_at.is_some() { Err(Refused::Revoked) } else { Ok(key) }
    }

    /// A key that this officer may see; others are not told that there is one.
    pub(crate) async fn seen_key(&self, session: &Session, id: &str) -> Result<Key, Refused> {
        let key = self.key(id).await?.ok_or(Refused::NotThere)?;
        if manages(session, &key.unit) { Ok(key) } else { Err(Refused::NotThere) }
    }

    /// One key, revoked or not.
    pub(crate) async fn key(&self, id: &str) -> Result<Option<Key>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM signon_clients WHERE region = $1 AND id = $2");
        self.store().row(&sql, &values![self.region(), id]).await?.as_ref().map(read).transpose()
    }

    /// Keys that this officer manages, by id: those after `after`, of which name, id or application holds `search`.
    pub(crate) async fn keys(
        &self,
        session: &Session,
        (search, waiting): (&str, bool),
        after: &str,
        limit: i64,
    ) -> Result<Vec<Key>, StoreError> {
        let mut values =
            values![self.region(), after, format!("%{}%", search.to_lowercase().replace(['%', '_'], "")), limit];
        let own = managed(session).map_or_else(String::new, |units| among("unit", &units, &mut values));
        let waits = if waiting { "AND wish <> '' AND revoked_at = 0" } else { "" };
        let sql = format!(
            "SELECT {COLUMNS} FROM signon_clients WHERE region = $1 AND id > $2 \
             AND (LOWER(name) LIKE $3 OR id LIKE $3 OR application LIKE $3) {own} {waits} ORDER BY id LIMIT $4"
        );
        self.store().rows(&sql, &values).await?.iter().map(read).collect()
    }

    /// The living keys of these units.
    pub(crate) async fn living_keys(&self, units: &[String]) -> Result<Vec<Key>, StoreError> {
        let mut values = values![self.region()];
        let own = among("unit", units, &mut values);
        let sql = format!(
            "SELECT {COLUMNS} FROM signon_clients WHERE region = $1 AND revoked_at = 0 {own} ORDER BY id LIMIT 1000"
        );
        self.store().rows(&sql, &values).await?.iter().map(read).collect()
    }

    /// Living keys with which somebody signs on.
    pub(crate) async fn sign_on_keys(&self) -> Result<Vec<Key>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM signon_clients WHERE region = $1 AND revoked_at = 0 AND kind <> 'program' \
             ORDER BY application, id LIMIT 2000"
        );
        self.store().rows(&sql, &values![self.region()]).await?.iter().map(read).collect()
    }

    /// Notes that a key was used, once a minute; a statement for the commit that uses it.
    pub(crate) fn used(&self, key: &Key, now: Instant) -> Option<Statement> {
        let due = key.used_at.is_none_or(|at| now.seconds() - at.seconds() >= NOTED_EVERY);
        due.then(|| {
            Statement::new(
                "UPDATE signon_clients SET used_at = $3 WHERE region = $1 AND id = $2",
                values![self.region(), &key.id, now],
            )
        })
    }
}

/// `AND column IN ($5, $6)`; matches nothing where the list is empty.
fn among(column: &str, all: &[String], values: &mut Vec<Value>) -> String {
    let first = values.len() + 1;
    values.extend(all.iter().map(Value::from));
    let marks: Vec<String> = (first..=values.len()).map(|at| format!("${at}")).collect();
    if marks.is_empty() { "AND 1 = 0".to_owned() } else { format!("AND {column} IN ({})", marks.join(", ")) }
}

fn named(typed: &str) -> Result<&str, Refused> {
    let name = typed.trim();
    if (3..=80).contains(&name.chars().count()) { Ok(name) } else { Err(Refused::Name) }
}

fn written(terms: &Terms) -> Result<String, Refused> {
    serde_json::to_string(terms).map_err(|error| Refused::Failed(error.to_string()))
}

fn read(row: &Row) -> Result<Key, StoreError> {
    let damaged = || StoreError::Damaged("key of an application".to_owned());
    let terms = |text: &str| serde_json::from_str::<Terms>(text).map_err(|_| damaged());
    let some = |column| row.instant(column).map(|at| (at.micros() != 0).then_some(at));
    let wish = row.text(7)?;
    Ok(Key {
        id: row.string(0)?,
        application: row.string(1)?,
        unit: row.string(2)?,
        name: row.string(3)?,
        kind: Kind::parse(row.text(4)?).ok_or_else(damaged)?,
        sandbox: row.flag(5)?,
        terms: terms(row.text(6)?)?,
        wish: if wish.is_empty() { None } else { Some(terms(wish)?) },
        wished_by: row.string(8)?,
        answer: row.string(9)?,
        made_at: row.instant(10)?,
        used_at: some(11)?,
        revoked_at: some(12)?,
        revision: row.int(13)?,
        logout: row.string(14)?,
    })
}
