//! The gateway in a process of its own, as the binary serves it: the same listener, ledger and projection, with a directory
//! and a token that stand still. What exchange and sign-on add is a look into memory.

use anyhow::{Context, Result};
use axum::Router;
use axum::body::Body;
use axum::routing::get;
use cases::doors::{
    Answer, CallGrant, Callable, Directories, Directory, FeedAnswer, FeedTable, Feeds, Operation, Upstream,
};
use gateway::{Deps, Gateway};
use hyper::{Request, StatusCode, body::Incoming, server::conn::http1};
use hyper_util::rt::{TokioIo, TokioTimer};
use kernel::ids::SystemChance;
use kernel::{Clock as _, Instant, SystemClock, Zone};
use std::convert::Infallible;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use store::{MasterKey, Settings, Store};
use testkit::Offices;
use tower::ServiceExt as _;
use web::{Machine, Machines, Network, Pending};

/// The token of all calls.
pub const TOKEN: &str = "8kQ2mZr5tVx1yB4nC7dF0gH3jK6lP9sW2eR5uT8iO1a";
const REGION: &str = "35.17";

struct Still {
    directory: Arc<Directory>,
    machine: Arc<Machine>,
}

impl Directories for Still {
    fn directory(&self) -> Arc<Directory> {
        Arc::clone(&self.directory)
    }
}

impl Machines for Still {
    fn machine<'a>(&'a self, token: &'a str, _: Instant) -> Pending<'a, Result<Option<Arc<Machine>>, web::Error>> {
        // As sign-on does: known by its hash.
        let known = kernel::ids::hash_secret(token) == kernel::ids::hash_secret(TOKEN);
        Box::pin(std::future::ready(Ok(known.then(|| Arc::clone(&self.machine)))))
    }
}

impl Feeds for Still {
    fn tables(&self) -> Answer<'_, Result<Vec<FeedTable>, String>> {
        Box::pin(async { Ok(Vec::new()) })
    }

    fn answer<'a>(&'a self, _: &'a str, _: &'a str, _: &'a str, _: &'a [String]) -> Answer<'a, FeedAnswer> {
        Box::pin(async { FeedAnswer { status: 404, body: Vec::new() } })
    }
}

fn still(upstream: SocketAddr) -> Still {
    let now = SystemClock.now();
    let until = now.plus_seconds(86_400);
    let operation = Operation {
        method: "GET".to_owned(),
        template: "/{nama}".to_owned(),
        id: "ambil".to_owned(),
        request: None,
        example: None,
    };
    let operations: Arc<[Operation]> = Arc::new([operation]);
    let mut directory = Directory::default();
    for (name, relaxed) in [("ketat", false), ("longgar", true)] {
        let key = format!("dinas/asal/{name}/v1");
        let callable = Callable {
            key: key.clone(),
            unit: "dinas".to_owned(),
            application: "asal".to_owned(),
            upstream: Upstream::Http(format!("http://{upstream}")),
            credential: None,
            operations: Arc::clone(&operations),
            most_request: 1 << 20,
            most_answer: 0,
            timeout_ms: 10_000,
            per_minute: 100_000_000,
            relaxed,
            authority: None,
        };
        let grant = CallGrant {
            id: format!("izin-{name}"),
            application: "pemanggil".to_owned(),
            service: key.clone(),
            operations: vec!["ambil".to_owned()],
            fields: Vec::new(),
            purpose: "ALD-2027-000001-4".to_owned(),
            per_minute: 100_000_000,
            per_day: 0,
            from: now.plus_seconds(-1),
            until,
        };
        directory.services.insert(key.clone(), Arc::new(callable));
        directory.grants.entry("pemanggil".to_owned()).or_default().insert(key, Arc::new(grant));
    }
    let machine = Machine {
        client: "klien-0001".to_owned(),
        application: "pemanggil".to_owned(),
        unit: "dinas-lain".to_owned(),
        scopes: Arc::new([gateway::SCOPE.to_owned()]),
        until,
        sandbox: false,
        resource: None,
    };
    Still { directory: Arc::new(directory), machine: Arc::new(machine) }
}

/// Serves until it is killed: arguments are the folder, the own address and that of the upstream.
pub async fn serve(arguments: &[String]) -> Result<()> {
    let [folder, address, upstream] = arguments else {
        anyhow::bail!("folder, address, upstream");
    };
    let folder = Path::new(folder);
    let url = format!("sqlite:{}", folder.join("gapura.db").display());
    let settings = Settings::new(url, folder.join("lampiran"), MasterKey::from_bytes([7; 32]));
    Store::migrate(&settings, gateway::MIGRATIONS, SystemClock.now()).await?;
    let store = Store::open(&settings, gateway::MIGRATIONS).await?;
    let still = Arc::new(still(upstream.parse()?));
    let gateway = Gateway::open(Deps {
        region: REGION.to_owned(),
        zone: Zone::Wib,
        store: store.clone(),
        clock: Arc::new(SystemClock),
        chance: Arc::new(SystemChance::new()),
        agencies: Arc::new(Offices::default()),
        machines: still.clone(),
        directories: still.clone(),
        feeds: still.clone(),
        networks: vec![Network::parse("127.0.0.0/8").context("a network")?],
        idle: gateway::IDLE,
        kept_days: gateway::KEPT_DAYS,
    })
    .await?;
    tokio::spawn(follow(store));
    let judge = still.clone();
    // How people would ask us today: whether this token is good.
    let house = Router::new().route(
        "/periksa",
        get(move |headers: http::HeaderMap| {
            let judge = judge.clone();
            async move {
                let token = web::bearer(&headers).unwrap_or_default();
                match judge.machine(token, SystemClock.now()).await {
                    Ok(Some(_)) => StatusCode::NO_CONTENT,
                    _ => StatusCode::UNAUTHORIZED,
                }
            }
        }),
    );
    listen(address.parse()?, gateway::beside(gateway, house)).await
}

/// Counters follow once a second, as the worker lets them.
async fn follow(store: Store) {
    loop {
        for projection in gateway::projections() {
            if let Err(error) = store.run_projection(&*projection, REGION, 500, SystemClock.now()).await {
                eprintln!("{error}");
            }
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

/// As `gapura serve` listens.
async fn listen(address: SocketAddr, router: Router) -> Result<()> {
    let listener = tokio::net::TcpListener::bind(address).await?;
    loop {
        let (stream, _) = listener.accept().await?;
        let _ = stream.set_nodelay(true);
        let router = router.clone();
        let service = hyper::service::service_fn(move |request: Request<Incoming>| {
            let router = router.clone();
            async move { router.oneshot(request.map(Body::new)).await.map_err(|never: Infallible| never) }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(Duration::from_secs(30))
            .serve_connection(TokioIo::new(stream), service);
        tokio::spawn(connection);
    }
}
