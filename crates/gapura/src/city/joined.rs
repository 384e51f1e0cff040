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
use std::path::Path;
use std::sync::Arc;
use store::{Job, Store};

/// Mapping files of feeds, in the data folder.
pub const FEEDS: &str = "umpan";
/// Where agencies put files, in the data folder; may be a link.
const DROPS: &str = "titipan";
/// Credentials that no systemd brings, in the data folder.
const SECRETS: &str = "rahasia";

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
        data: &Path,
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
        })
        .await?;
        let feeds = Feeds::open(feeds::Deps {
            files: feeds::read_folder(&data.join(FEEDS)),
            drops: data.join(DROPS),
            secrets: secrets(data),
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
        Ok(Self { applications, exchange, gateway, events, signon, feeds })
    }

    /// What these rooms do that nobody opens a page for.
    pub(super) fn jobs(&self) -> Vec<Box<dyn Job>> {
        feeds::jobs(&self.feeds)
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

/// Where credentials stand: what systemd brings, then a folder of the data.
fn secrets(data: &Path) -> feeds::Secrets {
    let brought = std::env::var_os("CREDENTIALS_DIRECTORY").map(Into::into);
    feeds::Secrets::new(brought.into_iter().chain([data.join(SECRETS)]).collect())
}
