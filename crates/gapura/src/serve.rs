//! Listens, leads each host to its region, stops gently.

use crate::city::City;
use crate::config::Config;
use crate::data::World;
use crate::health::{self, Health};
use crate::{listen, worker};
use anyhow::Context as _;
use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::response::Response;
use http::header;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use store::Store;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tower::ServiceExt as _;

/// How long running requests may take after the signal to stop.
const GRACE: Duration = Duration::from_secs(20);

/// A house with all its regions, ready to be served.
pub struct House {
    /// The rooms of each region, in the order of the configuration.
    pub cities: Arc<Vec<City>>,
    /// The ledger.
    pub store: Store,
    world: World,
    config: Config,
}

impl House {
    /// Opens every region of the configuration.
    ///
    /// # Errors
    /// Any region that cannot be opened.
    pub async fn open(config: Config, data: &std::path::Path, store: Store, world: World) -> anyhow::Result<Self> {
        let mut cities = Vec::new();
        for region in &config.wilayah {
            let city = City::open(&config, data, region, &store, &world).await;
            cities.push(city.with_context(|| format!("wilayah {}", region.kode))?);
        }
        Ok(Self { cities: Arc::new(cities), store, world, config })
    }

    /// The address that residents type, as configured.
    pub fn address(&self) -> &str {
        &self.config.alamat
    }

    /// One service for all hosts, with `/healthz` and `/metrics`.
    ///
    /// # Errors
    /// A region's pages do not fit together.
    pub async fn router(&self) -> anyhow::Result<Router> {
        let health = Health::new(self.store.clone(), self.cities.clone());
        let mut hosts = Hosts { by_name: HashMap::new(), otherwise: Router::new() };
        for (place, (city, region)) in self.cities.iter().zip(&self.config.wilayah).enumerate().rev() {
            let router = city.router(&self.config, region, health.observer()).await?;
            for host in &region.host {
                hosts.by_name.insert(host.to_lowercase(), router.clone());
            }
            if place == 0 {
                hosts.otherwise = router;
            }
        }
        let hosts = Arc::new(hosts);
        Ok(health::routes(health).fallback(move |request: Request| answer(hosts.clone(), request)))
    }

    /// Serves until `stop` turns true; with the worker unless told not to. Running requests are finished first.
    ///
    /// # Errors
    /// The listener failed.
    pub async fn serve(
        &self,
        listener: TcpListener,
        with_worker: bool,
        stop: watch::Receiver<bool>,
    ) -> anyhow::Result<()> {
        let router = self.router().await?;
        let work = with_worker.then(|| {
            tokio::spawn(worker::run(self.cities.clone(), self.store.clone(), self.world.clock.clone(), stop.clone()))
        });
        let served = listen::serve(listener, router, listen::HEAD, stopped(stop.clone()));
        tokio::select! {
            () = served => {}
            () = async { stopped(stop).await; tokio::time::sleep(GRACE).await } => tracing::warn!("some requests were cut off after the grace period"),
        }
        if let Some(work) = work {
            work.await?;
        }
        for city in self.cities.iter() {
            city.joined.gateway.settled().await;
        }
        self.store.close().await;
        Ok(())
    }
}

async fn stopped(mut stop: watch::Receiver<bool>) {
    // A sender that is gone means the same as a signal.
    let _ = stop.wait_for(|stop| *stop).await;
}

/// Turns true on SIGTERM or Ctrl-C.
///
/// # Errors
/// The operating system refuses to tell us of signals.
pub fn signals() -> anyhow::Result<watch::Receiver<bool>> {
    let (sender, receiver) = watch::channel(false);
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
        let _ = sender.send(true);
    });
    Ok(receiver)
}

struct Hosts {
    by_name: HashMap<String, Router>,
    otherwise: Router,
}

async fn answer(hosts: Arc<Hosts>, request: Request) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name).to_lowercase();
    let router = hosts.by_name.get(&name).unwrap_or(&hosts.otherwise).clone();
    match router.oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

/// Whether the peer sits on this machine and no proxy stands in between.
pub(crate) fn is_local(request: &Request) -> bool {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    peer.is_some_and(|peer| peer.0.ip().is_loopback()) && !request.headers().contains_key("x-forwarded-for")
}
