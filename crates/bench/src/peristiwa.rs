//! `peristiwa`: events to one subscriber in each format, and to a hundred of whom one is dead. The room stands in this
//! process on its own embedded database, flushed at each commit; the receiver too, so its work is in the figures.

use crate::report::{self, round};
use anyhow::{Context, Result, anyhow};
use bytes::Bytes;
use cases::doors::{Answer, Application, Applications};
use events::model::signature::Scheme;
use events::model::wish::Wish;
use events::rights::Scope;
use events::{Deps, Events, Format, NewSubscription};
use http_body_util::{BodyExt as _, Empty};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use kernel::ids::SystemChance;
use kernel::{Actor, Clock as _, NewEvent, SystemClock, Zone};
use serde_json::json;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;
use store::{Commit, Store};
use testkit::{Ledger, Offices};
use tokio::net::TcpListener;
use tokio::sync::watch;
use web::outgoing::Reach;

const REGION: &str = "35.17";
/// Events to one subscriber in one run.
const MANY: usize = 10_000;
const RUNS: usize = 3;
const SUBSCRIBERS: usize = 100;
/// Events of a round with a hundred subscribers.
const ROUND: usize = 20;

/// One application, of Kominfo.
struct One;

impl Applications for One {
    fn all(&self) -> Answer<'_, Result<Arc<[Application]>, String>> {
        Box::pin(async { Ok(Arc::from([portal("portal")])) })
    }

    fn application<'a>(&'a self, id: &'a str) -> Answer<'a, Result<Option<Application>, String>> {
        Box::pin(async move { Ok(Some(portal(id))) })
    }
}

fn portal(id: &str) -> Application {
    Application {
        id: id.to_owned(),
        name: id.to_owned(),
        unit: "dinas-kominfo".to_owned(),
        address: None,
        internal: true,
        alive: true,
    }
}

/// Requests that a receiver got: when each came.
#[derive(Clone, Default)]
struct Got(Arc<Mutex<Vec<Instant>>>, Arc<watch::Sender<usize>>);

impl Got {
    fn times(&self) -> Vec<Instant> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn reaches(&self, count: usize) -> Result<()> {
        self.1.subscribe().wait_for(|got| *got >= count).await?;
        Ok(())
    }
}

/// A receiver on this machine; a dead one takes its test and then never answers.
async fn receiver(dead: bool) -> Result<(String, Got)> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = format!("http://{}/hook", listener.local_addr()?);
    let got = Got::default();
    let mine = got.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let got = mine.clone();
            let service = service_fn(move |request: Request<Incoming>| answer(got.clone(), dead, request));
            tokio::spawn(hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service));
        }
    });
    Ok((address, got))
}

async fn answer(got: Got, dead: bool, request: Request<Incoming>) -> Result<Response<Empty<Bytes>>, hyper::Error> {
    request.into_body().collect().await?;
    let count = {
        let mut times = got.0.lock().unwrap_or_else(PoisonError::into_inner);
        times.push(Instant::now());
        times.len()
    };
    got.1.send_replace(count);
    if dead && count > 1 {
        std::future::pending::<()>().await;
    }
    Ok(Response::new(Empty::new()))
}

async fn room(store: &Store) -> Result<Events> {
    let deps = Deps {
        region: REGION.to_owned(),
        city: "Kabupaten Jombang".to_owned(),
        zone: Zone::Wib,
        public_url: "http://127.0.0.1:1".to_owned(),
        own_addresses: Vec::new(),
        reach: Reach::Public(Vec::new()),
        authority: None,
        store: store.clone(),
        clock: Arc::new(SystemClock),
        chance: Arc::new(SystemChance::new()),
        agencies: Arc::new(Offices::default()),
        applications: Arc::new(One),
    };
    Events::open(deps).await.map_err(|error| anyhow!("{error}"))
}

async fn happen(store: &Store, numbers: std::ops::Range<usize>) -> Result<()> {
    let commit = |number: usize| {
        let data = json!({
            "version": 3, "channel": "web",
            "desk": { "number": format!("PGD-2027-{number:06}-1"), "service": "jalan-rusak", "kind": "pengaduan",
                      "unit": "dinas-pupr", "district": "35.17.01", "village": "35.17.01.2001", "status": "baru",
                      "opened_at": 1_803_866_400, "total_due": 1_804_471_200 },
        });
        let now = SystemClock.now();
        let event = NewEvent { name: "case.opened".to_owned(), happened_at: now, actor: Actor::System, data };
        Commit { events: vec![event], ..Commit::new(REGION, format!("case/{number}"), 0) }
    };
    let receipts = store.commit_all(numbers.map(commit).collect(), SystemClock.now()).await;
    receipts.into_iter().collect::<Result<Vec<_>, _>>()?;
    Ok(())
}

async fn subscribed(events: &Events, application: &str, target: &str, format: Format) -> Result<()> {
    let new = NewSubscription {
        application: application.to_owned(),
        target: target.to_owned(),
        wish: Wish::default(),
        format,
        scheme: Scheme::V1,
        handshake: false,
        after: None,
    };
    let opened = events.subscribe(&Scope::All, new, &Actor::System).await?;
    Ok(events.try_out(&Scope::All, &opened.id, &Actor::System).await?)
}

/// Events a second to one subscriber, from the log to the last durable position.
async fn rate(format: Format) -> Result<f64> {
    let ledger = testkit::sqlite_ledger(events::MIGRATIONS).await;
    let events = room(&ledger.store).await?;
    let (address, _got) = receiver(false).await?;
    subscribed(&events, "portal", &address, format).await?;
    happen(&ledger.store, 0..MANY).await?;
    let start = Instant::now();
    let sent = events.deliver().await?;
    anyhow::ensure!(sent == MANY as u64, "{sent} of {MANY} were sent");
    Ok(MANY as f64 / start.elapsed().as_secs_f64())
}

/// Milliseconds from the commit of an event to its arrival at each living subscriber.
async fn delays(dead: bool) -> Result<Vec<f64>> {
    let ledger: Ledger = testkit::sqlite_ledger(events::MIGRATIONS).await;
    let events = room(&ledger.store).await?;
    let mut living = Vec::new();
    for number in 0..SUBSCRIBERS {
        let lies = dead && number == 0;
        let (address, got) = receiver(lies).await?;
        subscribed(&events, &format!("app-{}", number / 40), &address, Format::Structured).await?;
        if !lies {
            living.push(got);
        }
    }
    let (stop, stopped) = watch::channel(false);
    let follower = events.clone();
    let following = tokio::spawn(async move { follower.follow(stopped).await });
    let mut delays = Vec::new();
    for number in 0..ROUND {
        happen(&ledger.store, number..number + 1).await?;
        let committed = Instant::now();
        for got in &living {
            got.reaches(number + 2).await?;
            let came = got.times().get(number + 1).copied().context("an arrival")?;
            delays.push(came.saturating_duration_since(committed).as_secs_f64() * 1000.0);
        }
    }
    following.abort();
    drop(stop);
    delays.sort_by(f64::total_cmp);
    Ok(delays)
}

fn at(sorted: &[f64], share: f64) -> f64 {
    let place = (sorted.len().saturating_sub(1) as f64 * share) as usize;
    sorted.get(place).copied().map_or(0.0, round)
}

/// Both questions, interleaved, the median of three.
pub async fn run() -> Result<()> {
    let mut rates: [Vec<f64>; 2] = Default::default();
    for _ in 0..RUNS {
        for (rates, format) in rates.iter_mut().zip([Format::Structured, Format::Batch]) {
            rates.push(rate(format).await?);
        }
    }
    let [single, batch] = rates.map(|mut rates| {
        rates.sort_by(f64::total_cmp);
        at(&rates, 0.5)
    });
    report::print(
        "peristiwa",
        json!({
            "one_in_each_request_per_s": single, "batch_per_s": batch, "events": MANY, "target_per_s": 2000,
            "database": "sqlite, synchronous=FULL", "receiver": "in the same process, keep-alive, no TLS",
        }),
    );
    let (with, without) = (delays(true).await?, delays(false).await?);
    report::print(
        "peristiwa-mati",
        json!({
            "subscribers": SUBSCRIBERS, "dead": 1, "events": ROUND,
            "p50_ms_with_dead": at(&with, 0.5), "p99_ms_with_dead": at(&with, 0.99),
            "p50_ms_without": at(&without, 0.5), "p99_ms_without": at(&without, 0.99),
        }),
    );
    Ok(())
}
