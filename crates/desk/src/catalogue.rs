//! The running services: published in the ledger, kept parsed in memory, found by the words of residents.

mod publish;
pub(crate) use publish::{STREAM, event, usual_calendar};
mod search;

pub use publish::{Publication, PublishReport};

use crate::model::Service;
use definition::Definition;
use definition::model::By;
use indexmap::IndexMap;
use kernel::Event;
use search::Index;
use std::collections::HashMap;
use std::sync::Arc;
use store::{Projection, Statement, Store, StoreError, values};

/// Every definition that a case may be pinned to, and those that run.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    running: IndexMap<String, Running>,
    kept: HashMap<String, Arc<Definition>>,
    titles: Vec<String>,
}

#[derive(Clone, Debug)]
struct Running {
    definition: Arc<Definition>,
    index: Index,
}

impl Catalogue {
    /// Reads the running set and every definition that was ever published.
    ///
    /// # Errors
    /// The store cannot be read, or a kept definition cannot be parsed.
    pub(crate) async fn load(store: &Store, region: &str) -> Result<Self, StoreError> {
        let mut catalogue = Self::default();
        let sql = "SELECT hash, source FROM desk_definitions WHERE region = $1";
        for row in store.rows(sql, &values![region]).await? {
            let parsed = definition::load(row.text(1)?)
                .map_err(|_| StoreError::Damaged(format!("definition {}", row.text(0).unwrap_or("?"))))?;
            catalogue.kept.insert(row.string(0)?, Arc::new(parsed));
        }
        let sql = "SELECT service, hash FROM desk_services WHERE region = $1 ORDER BY position, service";
        for row in store.rows(sql, &values![region]).await? {
            let found = catalogue.kept.get(row.text(1)?);
            let definition = Arc::clone(found.ok_or_else(|| StoreError::Damaged(row.string(1).unwrap_or_default()))?);
            let index = Index::of(&definition);
            catalogue.running.insert(row.string(0)?, Running { definition, index });
        }
        catalogue.titles =
            catalogue.kept.values().flat_map(|definition| titles(definition)).map(str::to_owned).collect();
        catalogue.titles.sort_unstable();
        catalogue.titles.dedup();
        Ok(catalogue)
    }

    /// Every job title that any definition under which a case may run names, in order.
    pub(crate) fn titles(&self) -> &[String] {
        &self.titles
    }

    /// Running services in their order.
    pub fn running(&self) -> impl Iterator<Item = &Arc<Definition>> {
        self.running.values().map(|running| &running.definition)
    }

    /// Running services that residents are offered, in their order: not those that only officers open.
    pub fn offered(&self) -> impl Iterator<Item = &Arc<Definition>> {
        self.running().filter(|definition| !definition.is_internal())
    }

    /// The running definition of a service, if residents are offered it.
    pub fn offered_service(&self, id: &str) -> Option<Arc<Definition>> {
        self.service(id).filter(|definition| !definition.is_internal())
    }

    /// The running definition of a service.
    pub fn service(&self, id: &str) -> Option<Arc<Definition>> {
        self.running.get(id).map(|running| Arc::clone(&running.definition))
    }

    /// A definition by its content hash, also one that no longer runs.
    pub fn pinned(&self, hash: &str) -> Option<Arc<Definition>> {
        self.kept.get(hash).cloned()
    }

    /// Running services that answer to what was typed, best first; all of them in their order for nothing typed.
    pub fn search(&self, typed: &str) -> Vec<Arc<Definition>> {
        if typed.trim().is_empty() {
            return self.running().cloned().collect();
        }
        let scored = self.running.values().map(|running| (running.index.score(typed), running));
        let mut found: Vec<(u32, &Running)> = scored.filter(|(score, _)| *score > 0).collect();
        found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        found.into_iter().map(|(_, running)| Arc::clone(&running.definition)).collect()
    }
}

impl crate::Desk {
    /// The most used of the services that residents are offered, of this month and the two before, most used first, then in their order.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn most_used(&self, limit: usize) -> Result<Vec<Service>, StoreError> {
        let from = month_of(self.now(), self.zone()) - 2;
        let sql = "SELECT service, CAST(SUM(uses) AS BIGINT) FROM desk_uses WHERE region = $1 AND month >= $2 GROUP BY service";
        let mut uses: HashMap<String, i64> = HashMap::new();
        for row in self.store().rows(sql, &values![self.region(), from]).await? {
            uses.insert(row.string(0)?, row.int(1)?);
        }
        let catalogue = self.catalogue();
        let mut services: Vec<Service> = catalogue
            .offered()
            .map(|definition| Service {
                uses: uses.get(&definition.id).copied().unwrap_or(0),
                definition: Arc::clone(definition),
            })
            .collect();
        services.sort_by_key(|service| std::cmp::Reverse(service.uses));
        services.truncate(limit);
        Ok(services)
    }
}

/// The titles that take steps, and those that are told when a deadline passes.
fn titles(definition: &Definition) -> impl Iterator<Item = &str> {
    let lapses = definition.steps.values().filter_map(|step| step.lapse.as_ref()).chain(&definition.deadline.lapse);
    let told = lapses.filter_map(|lapse| lapse.escalate.as_ref());
    let takers = definition.steps.values().filter_map(|step| match &step.by {
        By::Office(office) => Some(office),
        _ => None,
    });
    takers.chain(told).map(|office| office.title.as_str())
}

/// Months since year 0 in the region's zone.
fn month_of(at: kernel::Instant, zone: kernel::Zone) -> i64 {
    let date = at.date(zone);
    i64::from(date.year()) * 12 + i64::from(date.month()) - 1
}

/// Counts how often each service was used, for the home page. Imports are not uses.
#[derive(Clone, Copy, Debug)]
pub struct Uses;

impl Projection for Uses {
    fn name(&self) -> &'static str {
        "desk.uses"
    }

    fn hears(&self, name: &str) -> bool {
        name == "case.opened"
    }

    fn project(&self, event: &Event) -> Vec<Statement> {
        let data = &event.fact.data;
        let service = data.get("service").and_then(|service| service.as_str());
        let (Some(service), None) = (service, data.get("imported")) else {
            return Vec::new();
        };
        let zone = data.get("zone").and_then(|zone| zone.as_str()).and_then(kernel::Zone::parse);
        let month = month_of(event.fact.happened_at, zone.unwrap_or(kernel::Zone::Wib));
        vec![Statement::new(
            "INSERT INTO desk_uses (region, service, month, uses) VALUES ($1, $2, $3, 1) \
             ON CONFLICT (region, service, month) DO UPDATE SET uses = desk_uses.uses + 1",
            values![&event.region, service, month],
        )]
    }

    fn reset(&self, region: &str) -> Vec<Statement> {
        vec![Statement::new("DELETE FROM desk_uses WHERE region = $1", values![region])]
    }
}
