//! Keys that sign: one secret per subscription, one pair per installation, each with the one before it for a day. They are
//! sealed; a secret is shown once, when it is made.

use crate::model::signature::{Keys, OVERLAP, Pair, Secret};
use crate::refusal::Refused;
use crate::room::Events;
use crate::subscription::Subscription;
use crate::told::event;
use kernel::ids::hex;
use kernel::{Actor, Id, Instant};
use serde_json::json;
use store::{Person, Statement, StoreError, values};

/// The owner of the installation's pairs in the table of keys.
const OURS: &str = "-";

/// A public key of the installation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    /// `whpk_…`.
    pub key: String,
    /// Since when it signs.
    pub made_at: Instant,
    /// Until when it signs along; none for the present one.
    pub until: Option<Instant>,
}

impl Events {
    /// A fresh secret for a subscription, sealed with its key; what signed before signs along for a day.
    pub(crate) fn fresh_secret(
        &self,
        (person, subscription): (&Person, &str),
        now: Instant,
    ) -> Result<(Secret, Vec<Statement>), Refused> {
        let secret = Secret::new(self.chance());
        let (sealed, kept) = self.vault().seal(person, &secret.text(), now, self.chance())?;
        let mut statements = vec![self.retire(subscription, now), kept];
        statements.push(self.key_row(subscription, "", &sealed.id, now));
        Ok((secret, statements))
    }

    /// The present key of an owner signs along for a day; one that did so already ends now.
    fn retire(&self, owner: &str, now: Instant) -> Statement {
        Statement::new(
            "UPDATE events_keys SET until = CASE WHEN until IS NULL THEN CAST($3 AS BIGINT) ELSE CAST($4 AS BIGINT) END \
             WHERE region = $1 AND subscription = $2 AND (until IS NULL OR until > $4)",
            values![self.region(), owner, now.plus_seconds(OVERLAP), now],
        )
    }

    fn key_row(&self, owner: &str, public: &str, sealed: &str, now: Instant) -> Statement {
        Statement::new(
            "INSERT INTO events_keys (region, id, subscription, public_key, sealed, made_at, until) \
             VALUES ($1, $2, $3, $4, $5, $6, NULL)",
            values![self.region(), Id::new(now, self.chance()).to_string(), owner, public, sealed, now],
        )
    }

    /// Opened values of the keys of an owner that sign now, the present one first.
    async fn opened(&self, owner: &str, now: Instant) -> Result<Vec<String>, Refused> {
        let sql = "SELECT sealed FROM events_keys WHERE region = $1 AND subscription = $2 AND (until IS NULL OR until > $3) \
                   ORDER BY CASE WHEN until IS NULL THEN 0 ELSE 1 END, made_at DESC";
        let rows = self.store().rows(sql, &values![self.region(), owner, now]).await?;
        let ids = rows.iter().map(|row| row.text(0)).collect::<Result<Vec<_>, StoreError>>()?;
        let mut opened = self.store().open_sealed(self.region(), &ids).await?;
        Ok(ids.iter().filter_map(|id| opened.remove(*id)).collect())
    }

    /// The keys that sign for a subscription now.
    pub(crate) async fn signing_keys(&self, one: &Subscription, now: Instant) -> Result<Keys, Refused> {
        let mut keys = Keys::default();
        if one.scheme.shared() {
            keys.secrets = self.opened(&one.id, now).await?.iter().filter_map(|text| Secret::parse(text)).collect();
        }
        if one.scheme.public() {
            let mut seeds = self.opened(OURS, now).await?;
            if seeds.is_empty() {
                self.change_pair(&Actor::System).await?;
                seeds = self.opened(OURS, now).await?;
            }
            keys.pairs = seeds.iter().filter_map(|seed| Pair::of_seed(&unhex(seed)?)).collect();
        }
        if keys.secrets.is_empty() && keys.pairs.is_empty() {
            return Err(Refused::Failed("no key signs".to_owned()));
        }
        Ok(keys)
    }

    /// Makes a new pair of the installation; the one before signs along for a day.
    ///
    /// # Errors
    /// The store failed.
    pub async fn change_pair(&self, by: &Actor) -> Result<PublicKey, Refused> {
        let (now, mut seed) = (self.now(), [0; 32]);
        self.chance().fill(&mut seed);
        let pair = Pair::of_seed(&seed).ok_or_else(|| Refused::Failed("ed25519".to_owned()))?;
        let (person, new) = self.vault().new_person(now, self.chance())?;
        let (sealed, kept) = self.vault().seal(&person, &hex(&seed), now, self.chance())?;
        let key = PublicKey { key: pair.public(), made_at: now, until: None };
        let statements = vec![self.retire(OURS, now), new, kept, self.key_row(OURS, &key.key, &sealed.id, now)];
        let events = vec![event("event_key.made", now, by, json!({ "key": key.key }))];
        self.store().commit_waiting(self.on("keys", events, statements), now).await?;
        Ok(key)
    }

    /// The public keys that sign now, the present one first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn public_keys(&self) -> Result<Vec<PublicKey>, Refused> {
        let sql = "SELECT public_key, made_at, until FROM events_keys WHERE region = $1 AND subscription = $2 \
                   AND (until IS NULL OR until > $3) ORDER BY CASE WHEN until IS NULL THEN 0 ELSE 1 END, made_at DESC";
        let rows = self.store().rows(sql, &values![self.region(), OURS, self.now()]).await?;
        let one = |row: &store::Row| {
            Ok::<_, StoreError>(PublicKey {
                key: row.string(0)?,
                made_at: row.instant(1)?,
                until: row.instant_or_null(2)?,
            })
        };
        Ok(rows.iter().map(one).collect::<Result<_, _>>()?)
    }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let pair = |at: usize| u8::from_str_radix(text.get(at..at + 2)?, 16).ok();
    (0..text.len()).step_by(2).map(pair).collect()
}
