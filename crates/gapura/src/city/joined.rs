//! Rooms that join the agencies' applications: inventory, exchange, gateway, events, sign-on, feeds.

use super::{Doors, address};
use crate::config::{Config, RegionConfig};
use crate::data::World;
use applications::Applications;
use events::Events;
use exchange::Exchange;
use feeds::Feeds;
use gateway::Gateway;
use signon::Signon;
use std::sync::Arc;
use store::Store;

/// What joins applications, of one region.
pub struct Joined {
    /// The inventory.
    pub applications: Applications,
    /// Services, access, portal.
    pub exchange: Exchange,
    /// Calls.
    pub gateway: Gateway,
    /// Events.
    pub events: Events,
    /// Tokens and sign-on.
    pub signon: Signon,
    /// Old systems.
    pub feeds: Feeds,
}

impl Joined {
    pub(super) async fn open(
        config: &Config,
        region: &RegionConfig,
        (store, world): (&Store, &World),
        doors: &Doors,
    ) -> anyhow::Result<Self> {
        let applications = Applications::open(applications::Deps {
            region: region.kode.clone(),
            city: doors.places.areas().regency.name.clone(),
            zone: doors.places.areas().regency.zone,
            public_url: address(config, region).to_owned(),
            store: store.clone(),
            clock: world.clock.clone(),
            chance: world.chance.clone(),
            agencies: Arc::new(doors.identity.clone()),
            staff: Arc::new(doors.identity.clone()),
        })
        .await?;
        let exchange = Exchange::open(exchange::Deps {
            region: region.kode.clone(),
            city: doors.places.areas().regency.name.clone(),
            zone: doors.places.areas().regency.zone,
            public_url: address(config, region).to_owned(),
            store: store.clone(),
            clock: world.clock.clone(),
            chance: world.chance.clone(),
            agencies: Arc::new(doors.identity.clone()),
            staff: Arc::new(doors.identity.clone()),
        })
        .await?;
        let events = Events::open(events::Deps {
            region: region.kode.clone(),
            city: doors.places.areas().regency.name.clone(),
            zone: doors.places.areas().regency.zone,
            public_url: address(config, region).to_owned(),
            store: store.clone(),
            clock: world.clock.clone(),
            chance: world.chance.clone(),
            agencies: Arc::new(doors.identity.clone()),
            staff: Arc::new(doors.identity.clone()),
        })
        .await?;
        let signon = Signon::open(signon::Deps {
            region: region.kode.clone(),
            city: doors.places.areas().regency.name.clone(),
            zone: doors.places.areas().regency.zone,
            public_url: address(config, region).to_owned(),
            store: store.clone(),
            clock: world.clock.clone(),
            chance: world.chance.clone(),
            agencies: Arc::new(doors.identity.clone()),
            staff: Arc::new(doors.identity.clone()),
        })
        .await?;
        let feeds = Feeds::open(feeds::Deps {
            region: region.kode.clone(),
            city: doors.places.areas().regency.name.clone(),
            zone: doors.places.areas().regency.zone,
            public_url: address(config, region).to_owned(),
            store: store.clone(),
            clock: world.clock.clone(),
            chance: world.chance.clone(),
            agencies: Arc::new(doors.identity.clone()),
            staff: Arc::new(doors.identity.clone()),
        })
        .await?;
        // The last of them: it decides by what the others know.
        let gateway = Gateway::open(gateway::Deps {
            region: region.kode.clone(),
            zone: doors.places.areas().regency.zone,
            store: store.clone(),
            clock: world.clock.clone(),
            chance: world.chance.clone(),
            agencies: Arc::new(doors.identity.clone()),
            machines: Arc::new(web::NoMachines),
            directories: Arc::new(Nothing),
            feeds: Arc::new(Nothing),
            networks: region.networks(),
            idle: gateway::IDLE,
        })
        .await?;
        Ok(Self { applications, exchange, gateway, events, signon, feeds })
    }

    pub(super) fn rooms(&self) -> Vec<web::Room> {
        vec![
            applications::room(self.applications.clone()),
            exchange::room(self.exchange.clone()),
            gateway::room(self.gateway.clone()),
            events::room(self.events.clone()),
            signon::room(self.signon.clone()),
            feeds::room(self.feeds.clone()),
        ]
    }
}

/// No services, no tables: stands in until exchange and feeds answer.
struct Nothing;

impl cases::doors::Directories for Nothing {
    fn directory(&self) -> Arc<cases::doors::Directory> {
        static EMPTY: std::sync::LazyLock<Arc<cases::doors::Directory>> = std::sync::LazyLock::new(Arc::default);
        Arc::clone(&EMPTY)
    }
}

impl cases::doors::Feeds for Nothing {
    fn tables(&self) -> cases::doors::Answer<'_, Result<Vec<cases::doors::FeedTable>, String>> {
        Box::pin(async { Ok(Vec::new()) })
    }

    fn answer<'a>(&'a self, _: &'a str, _: &'a str, _: &'a str) -> cases::doors::Answer<'a, cases::doors::FeedAnswer> {
        Box::pin(async { cases::doors::FeedAnswer { status: 404, body: b"{}".to_vec() } })
    }
}
