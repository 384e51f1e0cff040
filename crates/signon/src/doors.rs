//! What other rooms ask: the living keys of agencies, and what an officer may open with one press.

use crate::clients::Key;
use crate::model::audience::Held;
use crate::signon::Signon;
use cases::doors::{Answer, Application, Client, Clients, Launch, Launcher};
use kernel::{Instant, OfficerId, Role};
use std::collections::{BTreeMap, HashMap};
use store::StoreError;

impl Clients for Signon {
    fn of_units<'a>(&'a self, units: &'a [String]) -> Answer<'a, Result<Vec<Client>, String>> {
        Box::pin(async move {
            let said = |error: StoreError| error.to_string();
            let ends = self.secrets_end().await.map_err(said)?;
            let keys = self.living_keys(units).await.map_err(said)?;
            Ok(keys.into_iter().map(|key| client(key, &ends)).collect())
        })
    }
}

/// A key without a secret, or whose secrets are over, ended with its making: it can ask for nothing any more.
fn client(key: Key, ends: &HashMap<String, Instant>) -> Client {
    Client {
        secret_until: ends.get(&key.id).copied().unwrap_or(key.made_at),
        id: key.id,
        name: key.name,
        application: key.application,
        unit: key.unit,
        scopes: key.terms.scopes,
        sandbox: key.sandbox,
    }
}

impl Launcher for Signon {
    fn of<'a>(&'a self, _: &'a OfficerId, held: &'a [(Role, String)]) -> Answer<'a, Result<Vec<Launch>, String>> {
        let held: Vec<Held> = held.iter().map(|(role, unit)| Held { role: *role, unit: unit.clone() }).collect();
        Box::pin(async move { self.launches(&held).await })
    }
}

impl Signon {
    /// Applications that an officer who holds these may open: living ones with an address, each once, by name.
    pub(crate) async fn launches(&self, held: &[Held]) -> Result<Vec<Launch>, String> {
        let all = self.deps().applications.all().await?;
        let living: HashMap<&str, &Application> =
            all.iter().filter(|one| one.alive).map(|one| (one.id.as_str(), one)).collect();
        let mut launches: BTreeMap<(String, String), Launch> = BTreeMap::new();
        for key in self.sign_on_keys().await.map_err(|error| error.to_string())? {
            let Some(application) = living.get(key.application.as_str()) else {
                continue;
            };
            if key.sandbox || !key.terms.officers.allows(&key.unit, held) {
                continue;
            }
            let own = Some(key.terms.start).filter(|start| !start.is_empty());
            let address = own.or_else(|| application.address.clone());
            // What the inventory holds was typed by people: only an address of the web becomes a link.
            let address = address.filter(|address| crate::model::address::check_link(address).is_ok());
            if let Some(address) = address {
                let launch = Launch { name: application.name.clone(), unit: application.unit.clone(), address };
                launches.entry((application.name.to_lowercase(), key.application)).or_insert(launch);
            }
        }
        Ok(launches.into_values().collect())
    }
}
