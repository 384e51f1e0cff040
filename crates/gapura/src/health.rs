//! `/healthz` for load balancers, `/metrics` for operators on this machine.

use crate::city::City;
use axum::Router;
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use http::{HeaderValue, StatusCode, header};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;
use std::sync::{Arc, Mutex, PoisonError};
use store::Store;

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Route {
    method: String,
    route: String,
    status: u16,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Named {
    name: &'static str,
}

/// What is counted.
#[derive(Clone)]
pub(crate) struct Health(Arc<Inner>);

struct Inner {
    store: Store,
    cities: Arc<Vec<City>>,
    registry: Mutex<Registry>,
    requests: Family<Route, Counter>,
    seconds: Histogram,
    ledger: Family<Named, Gauge>,
}

impl Health {
    pub fn new(store: Store, cities: Arc<Vec<City>>) -> Self {
        let requests = Family::<Route, Counter>::default();
        let seconds = Histogram::new(exponential_buckets(0.0005, 2.0, 14));
        let ledger = Family::<Named, Gauge>::default();
        let mut registry = Registry::with_prefix("gapura");
        registry.register("requests", "Answered requests", requests.clone());
        registry.register("request_seconds", "Time to answer", seconds.clone());
        registry.register("ledger", "State of the ledger and its alarms", ledger.clone());
        Self(Arc::new(Inner { store, cities, registry: Mutex::new(registry), requests, seconds, ledger }))
    }

    /// Hears of every answered request; holds no personal value.
    pub fn observer(&self) -> web::Observer {
        let (requests, seconds) = (self.0.requests.clone(), self.0.seconds.clone());
        Arc::new(move |seen| {
            let route = Route { method: seen.method.to_owned(), route: seen.route.to_owned(), status: seen.status };
            requests.get_or_create(&route).inc();
            seconds.observe(seen.micros as f64 / 1e6);
        })
    }

    fn set(&self, name: &'static str, value: u64) {
        self.0.ledger.get_or_create(&Named { name }).set(i64::try_from(value).unwrap_or(i64::MAX));
    }

    /// Where the time of calls goes, over all regions; each divided by `gateway_calls` is a mean.
    fn read_gateway(&self) {
        let spent: Vec<gateway::Spent> = self.0.cities.iter().map(|city| city.joined.gateway.stages()).collect();
        let sum = |of: fn(&gateway::Spent) -> u64| spent.iter().map(of).sum();
        self.set("gateway_calls", sum(|spent| spent.calls));
        self.set("gateway_refused", sum(|spent| spent.refused));
        self.set("gateway_before_micros", sum(|spent| spent.before_micros));
        self.set("gateway_upstream_micros", sum(|spent| spent.upstream_micros));
        self.set("gateway_record_micros", sum(|spent| spent.record_micros));
        self.set("gateway_records_lost", sum(|spent| spent.lost));
    }

    async fn read(&self) {
        let seen = self.0.store.metrics();
        self.set("queue_depth", seen.queue_depth);
        self.set("queue_limit", seen.queue_limit);
        self.set("commits", seen.commits);
        self.set("batches", seen.batches);
        self.set("refused", seen.refused);
        self.set("flush_micros", seen.flush_micros);
        self.set("wal_bytes", seen.wal_bytes);
        self.set("halted", u64::from(seen.halted));
        self.set("disk_full", u64::from(seen.disk_full));
        self.set("sources_troubled", self.0.cities.iter().map(|city| city.registers.troubled() as u64).sum());
        self.read_gateway();
        let mut alarms = 0;
        for city in self.0.cities.iter() {
            alarms += city.desk.findings().await.map_or(1, |findings| findings.len() as u64);
        }
        self.set("alarms", alarms);
    }
}

pub(crate) fn routes(health: Health) -> Router {
    Router::new()
        .route("/healthz", get(healthz))
        .route("/metrics", get(metrics))
        .layer(axum::middleware::map_response(sealed))
        .with_state(health)
}

/// These answers are read by machines: a browser may do nothing with them.
async fn sealed(mut response: Response) -> Response {
    let fixed = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    for (name, value) in fixed {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Ready when the store answers and still writes.
async fn healthz(State(health): State<Health>) -> Response {
    let store = &health.0.store;
    let reads = store.rows("SELECT 1", &[]).await.is_ok();
    let writes = !store.metrics().halted;
    let (status, text) =
        if reads && writes { (StatusCode::OK, "ok\n") } else { (StatusCode::SERVICE_UNAVAILABLE, "tidak siap\n") };
    (status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "no-store")], text)
        .into_response()
}

async fn metrics(State(health): State<Health>, request: Request) -> Response {
    if !crate::serve::is_local(&request) {
        return StatusCode::NOT_FOUND.into_response();
    }
    health.read().await;
    let mut text = String::new();
    let registry = health.0.registry.lock().unwrap_or_else(PoisonError::into_inner);
    match encode(&mut text, &registry) {
        Ok(()) => ([(header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], text)
            .into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
