//! Rooms that join the agencies' applications: inventory, exchange, gateway, events, sign-on, feeds, portal.

use super::front::FrontDoor;
use super::late::Later;
use super::{Doors, address};
use crate::config::{Config, RegionConfig};
use crate::data::World;
use applications::Applications;
use axum::Router;
use cases::doors::Joins;
use desk::Desk;
use events::Events;
use exchange::Exchange;
use feeds::Feeds;
use gateway::Gateway;
use portal::Portal;
use signon::Signon;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{Job, Projection, Store};
use web::outgoing::Reach;

/// Mapping files of old systems, below the data folder.
pub const FEEDS: &str = "umpan";
/// Where agencies drop files, below the data folder.
const DROPS: &str = "titipan";
/// Credentials of old systems, below the data folder where systemd hands none over.
const SECRETS: &str = "rahasia";

/// What joins applications, of one region.
pub struct Joined {
    /// The inventory.
    pub applications: Applications,
    /// Services, access.
    pub exchange: Exchange,
    /// Calls.
    pub gateway: Gateway,
    /// Events.
    pub events: Events,
    /// Tokens and sign-on.
    pub signon: Signon,
    /// Old systems.
    pub feeds: Feeds,
    /// The developer portal.
    pub portal: Portal,
    front: FrontDoor,
}

/// What every room is handed.
pub(super) struct Ground<'a> {
    pub config: &'a Config,
    pub data: &'a Path,
    pub region: &'a RegionConfig,
    pub store: &'a Store,
    pub world: &'a World,
    pub doors: &'a Doors,
    pub desk: &'a Desk,
    /// The place of sign-on, which the desk holds already.
    pub signon: &'a Later<Signon>,
}

/// A room's dependencies that all of them have.
macro_rules! deps {
    ($ground:ident, $room:ident { $($more:tt)* }) => {
        $room::Deps {
            region: $ground.region.kode.clone(),
            city: $ground.doors.places.areas().regency.name.clone(),
            zone: $ground.doors.places.areas().regency.zone,
            public_url: address($ground.config, $ground.region).to_owned(),
            store: $ground.store.clone(),
            clock: $ground.world.clock.clone(),
            chance: $ground.world.chance.clone(),
            agencies: Arc::new($ground.doors.identity.clone()),
            $($more)*
        }
    };
}

impl Joined {
    pub(super) async fn open(ground: Ground<'_>) -> anyhow::Result<Self> {
        let (joins, calling) = (Later::<Vec<Arc<dyn Joins>>>::default(), Later::<Gateway>::default());
        let applications = inventory(&ground, &joins).await?;
        let feeds = old_systems(&ground).await?;
        let exchange = Exchange::open(deps!(
            ground,
            exchange {
                staff: Arc::new(ground.doors.identity.clone()),
                applications: Arc::new(applications.clone()),
                feeds: Arc::new(feeds.clone()),
                requests: Arc::new(ground.desk.clone()),
                clients: Arc::new(ground.signon.clone()),
                certificates: Arc::new(calling.clone()),
            }
        ))
        .await?;
        let signon = Signon::open(deps!(
            ground,
            signon {
                staff: Arc::new(ground.doors.identity.clone()),
                applications: Arc::new(applications.clone()),
                directories: Arc::new(exchange.clone()),
                codes: Arc::new(ground.desk.clone()),
            }
        ))
        .await?;
        ground.signon.is(signon.clone());
        let gateway = calls(&ground, (&exchange, &signon, &feeds)).await?;
        calling.is(gateway.clone());
        let events = leaving(&ground, &applications).await?;
        joins.is(vec![
            Arc::new(exchange.clone()),
            Arc::new(gateway.clone()),
            Arc::new(events.clone()),
            Arc::new(feeds.clone()),
        ]);
        let front = FrontDoor::default();
        let portal = Portal::new(portal::Deps {
            public_url: address(ground.config, ground.region).to_owned(),
            store: ground.store.clone(),
            clock: ground.world.clock.clone(),
            agencies: Arc::new(ground.doors.identity.clone()),
            applications: Arc::new(applications.clone()),
            directories: Arc::new(exchange.clone()),
            showcase: Arc::new(exchange.clone()),
            statuses: Arc::new(gateway.clone()),
            caller: front.caller(),
        });
        Ok(Self { applications, exchange, gateway, events, signon, feeds, portal, front })
    }

    pub(super) fn rooms(&self) -> Vec<web::Room> {
        vec![
            applications::room(self.applications.clone()),
            exchange::room(self.exchange.clone()),
            gateway::room(self.gateway.clone()),
            events::room(self.events.clone()),
            signon::room(self.signon.clone()),
            feeds::room(self.feeds.clone()),
            portal::room(self.portal.clone()),
        ]
    }

    pub(super) fn jobs(&self) -> Vec<Box<dyn Job>> {
        let mut jobs = applications::jobs(&self.applications);
        jobs.extend(exchange::jobs(&self.exchange));
        jobs.extend(gateway::jobs(&self.gateway));
        jobs.extend(events::jobs(&self.events));
        jobs.extend(signon::jobs(&self.signon));
        jobs.extend(feeds::jobs(&self.feeds));
        jobs
    }

    pub(super) fn projections(&self) -> Vec<Box<dyn Projection>> {
        let mut projections = applications::projections();
        projections.extend(exchange::projections());
        projections.extend(gateway::projections());
        projections.extend(events::projections(&self.events));
        projections
    }

    /// Calls go past the house; the portal's console then knows the whole.
    pub(super) fn beside(&self, house: Router) -> Router {
        let whole = gateway::beside(self.gateway.clone(), house);
        self.front.lead_to(&whole);
        whole
    }
}

async fn inventory(ground: &Ground<'_>, joins: &Later<Vec<Arc<dyn Joins>>>) -> anyhow::Result<Applications> {
    let running = ground.desk.clone();
    let services = move || {
        let known = running.catalogue();
        known
            .running()
            .map(|service| applications::model::advice::OwnService::new(&service.id, &service.name))
            .collect()
    };
    Ok(Applications::open(deps!(
        ground,
        applications {
            staff: Arc::new(ground.doors.identity.clone()),
            joins: vec![Arc::new(joins.clone())],
            requests: Arc::new(ground.desk.clone()),
            services: Arc::new(services),
            probes: Arc::new(applications::Web::new(ground.region.networks()).map_err(anyhow::Error::msg)?),
        }
    ))
    .await?)
}

async fn old_systems(ground: &Ground<'_>) -> anyhow::Result<Feeds> {
    let credentials = std::env::var_os("CREDENTIALS_DIRECTORY").map(PathBuf::from);
    Ok(Feeds::open(deps!(
        ground,
        feeds {
            staff: Arc::new(ground.doors.identity.clone()),
            files: feeds::read_folder(&ground.data.join(FEEDS)),
            drops: ground.data.join(DROPS),
            secrets: feeds::Secrets::new(credentials.into_iter().chain([ground.data.join(SECRETS)]).collect()),
        }
    ))
    .await?)
}

async fn calls(
    ground: &Ground<'_>,
    (exchange, signon, feeds): (&Exchange, &Signon, &Feeds),
) -> anyhow::Result<Gateway> {
    Ok(Gateway::open(gateway::Deps {
        region: ground.region.kode.clone(),
        zone: ground.doors.places.areas().regency.zone,
        store: ground.store.clone(),
        clock: ground.world.clock.clone(),
        chance: ground.world.chance.clone(),
        agencies: Arc::new(ground.doors.identity.clone()),
        machines: Arc::new(signon.clone()),
        directories: Arc::new(exchange.clone()),
        feeds: Arc::new(feeds.clone()),
        networks: ground.region.networks(),
        idle: gateway::IDLE,
        kept_days: ground.config.gerbang.simpan_hari,
    })
    .await?)
}

async fn leaving(ground: &Ground<'_>, applications: &Applications) -> anyhow::Result<Events> {
    let hosts = ground.region.host.iter().map(|host| format!("https://{host}"));
    Ok(Events::open(deps!(
        ground,
        events {
            own_addresses: hosts.collect(),
            reach: Reach::Public(ground.region.networks()),
            authority: None,
            applications: Arc::new(applications.clone()),
        }
    ))
    .await?)
}
