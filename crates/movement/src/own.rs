//! The region's side: its key, and the summary that it makes of its own facts.

use crate::events::event;
use crate::model::signed::{PublicKey, SecretKey, sha256};
use crate::model::summary::{Figure, Summary, write};
use crate::movement::Movement;
use crate::refusal::Refused;
use jiff::civil::Date;
use kernel::fact::FactAsked;
use kernel::{Actor, Lang};
use serde_json::json;
use store::{Statement, values};

/// A summary before it is signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prepared {
    /// What it would say.
    pub summary: Summary,
    /// Facts that are on offer and could not be told for the year: nothing to count them from yet.
    pub silent: usize,
}

/// A summary that was signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// Name of the file.
    pub name: String,
    /// Its text.
    pub file: String,
}

/// Bytes of a secret key.
const LENGTH: usize = 32;

impl Movement {
    /// The public half of the region's own key, if it was made.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn own_key(&self) -> Result<Option<PublicKey>, Refused> {
        let sql = "SELECT public_key FROM movement_own_keys WHERE region = $1";
        let row = self.store().row(sql, &values![self.region()]).await?;
        Ok(row.map(|row| row.string(0)).transpose()?.and_then(|text| PublicKey::parse(&text)))
    }

    /// The region's key; made now where there is none. Its secret half is sealed and never leaves.
    ///
    /// # Errors
    /// The store failed, or somebody made one at the same moment.
    pub async fn make_key(&self, by: &Actor) -> Result<PublicKey, Refused> {
        if let Some(key) = self.own_key().await? {
            return Ok(key);
        }
        let (now, mut seed) = (self.now(), [0; LENGTH]);
        self.chance().fill(&mut seed);
        let key = SecretKey::of_seed(&seed).ok_or_else(|| Refused::Failed("ed25519".to_owned()))?.public();
        let (person, keep) = self.vault().new_person(now, self.chance())?;
        let (sealed, kept) = self.vault().seal(&person, &kernel::ids::hex(&seed), now, self.chance())?;
        let row = Statement::new(
            "INSERT INTO movement_own_keys (region, public_key, sealed, made_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            values![self.region(), key.to_string(), &sealed.id, now],
        );
        let data = json!({ "key": key.to_string(), "fingerprint": key.fingerprint() });
        let events = vec![event("summary.key_made", now, by, data)];
        self.store().commit(self.on("own", events, vec![keep, kept, row.exactly_one()]), now).await?;
        Ok(key)
    }

    /// The present year, in the installation's zone.
    pub fn this_year(&self) -> i64 {
        i64::from(self.today().year())
    }

    async fn secret_key(&self) -> Result<SecretKey, Refused> {
        let sql = "SELECT sealed FROM movement_own_keys WHERE region = $1";
        let row = self.store().row(sql, &values![self.region()]).await?.ok_or(Refused::NoKey)?;
        let id = row.text(0)?;
        let opened = self.store().open_sealed(self.region(), &[id]).await?;
        let seed = opened.get(id).and_then(|hex| unhex(hex)).ok_or(Refused::NoKey)?;
        SecretKey::of_seed(&seed).ok_or(Refused::NoKey)
    }

    /// What the summary of a year would say now: every fact that the rooms of this installation can tell.
    ///
    /// # Errors
    /// The year lies ahead, or before the movement.
    pub async fn prepare(&self, year: i64) -> Result<Prepared, Refused> {
        let (today, now) = (self.today(), self.now());
        let (Some(from), true) = (first_day(year), (2017..=i64::from(today.year())).contains(&year)) else {
            return Err(Refused::Year);
        };
        let to = from.last_of_year().min(today);
        let (mut figures, mut silent) = (std::collections::BTreeMap::new(), 0);
        for kind in self.deps().facts.kinds() {
            // The whole year is asked for, also while it runs: what is kept by months, quarters or years is told for the year.
            let asked = FactAsked { fact: kind.id.to_owned(), from, to: from.last_of_year(), unit: None };
            let told = self.deps().facts.tell(&asked, now).await.map_err(Refused::Failed)?;
            match told {
                Some(fact) => {
                    let nama = kind.name.lang(Lang::Id).to_owned();
                    figures.insert(kind.id.to_owned(), Figure { nama, nilai: fact.value, per: fact.as_of });
                }
                None => silent += 1,
            }
        }
        let summary = Summary {
            daerah: self.region().to_owned(),
            nama: self.deps().city.clone(),
            tahun: year,
            dari: from,
            sampai: to,
            dibuat: now,
            angka: figures,
        };
        Ok(Prepared { summary, silent })
    }

    /// Makes and signs the summary of a year; that it was made stands on the ledger with its digest.
    ///
    /// # Errors
    /// As [`Movement::prepare`]; there is no key yet; the store failed.
    pub async fn summarise(&self, year: i64, by: &Actor) -> Result<Made, Refused> {
        let prepared = self.prepare(year).await?;
        let key = self.secret_key().await?;
        let file = write(&prepared.summary, &key).ok_or_else(|| Refused::Failed("canonical".to_owned()))?;
        let now = self.now();
        let data = json!({
            "year": year, "digest": sha256(file.as_bytes()), "figures": prepared.summary.angka.len(),
            "fingerprint": key.public().fingerprint(),
        });
        let events = vec![event("summary.made", now, by, data)];
        self.store().commit(self.on("own", events, Vec::new()), now).await?;
        let name = format!("ringkasan-{}-{}-{}.json", self.region(), year, now.date(self.deps().zone));
        Ok(Made { name, file })
    }
}

fn first_day(year: i64) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, 1, 1).ok()
}

fn unhex(text: &str) -> Option<[u8; LENGTH]> {
    let mut seed = [0; LENGTH];
    if text.len() != 2 * LENGTH {
        return None;
    }
    for (at, byte) in seed.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(seed)
}
