//! Rooms that join the agencies' applications: inventory, exchange, gateway, events, sign-on, feeds.

use super::{Doors, address};
use crate::config::{Config, RegionConfig};
use crate::data::World;
use applications::Applications;
use desk::Desk;
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
        (doors, desk): (&Doors, &Desk),
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
        let gateway = Gateway::open(gateway::Deps {
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
            applications: Arc::new(applications.clone()),
            directories: Arc::new(exchange.clone()),
            codes: Arc::new(desk.clone()),
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
        desk.launches_by(Arc::new(signon.clone()));
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
