//! Rooms that ask each other: what is opened first holds the place of what comes after it.

use axum::Router;
use axum::body::Body;
use cases::doors::{
    Answer, Client, Clients, Joins, Launch, Launcher, Offered, Traffic,
};
use http_body_util::BodyExt as _;
use kernel::{Instant, OfficerId, Role};
use portal::{Call, Called, Caller, MOST};
use signon::Signon;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tower::ServiceExt as _;

/// How long the console waits for the program's own answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// The place of something that is opened later. Cheap to clone: all copies are one place.
pub(super) struct Later<T>(Arc<OnceLock<T>>);

impl<T> Clone for Later<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Default for Later<T> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<T> Later<T> {
    /// It is there. What comes again is not taken.
    pub fn is(&self, value: T) {
        let _ = self.0.set(value);
    }

    fn get(&self) -> Result<&T, String> {
        self.0.get().ok_or_else(|| "asked before the house was open".to_owned())
    }
}

impl Clients for Later<Signon> {
    fn of_units<'a>(&'a self, units: &'a [String]) -> Answer<'a, Result<Vec<Client>, String>> {
        Box::pin(async move { self.get()?.of_units(units).await })
    }
}

impl Launcher for Later<Signon> {
    fn of<'a>(&'a self, officer: &'a OfficerId, held: &'a [(Role, String)]) -> Answer<'a, Result<Vec<Launch>, String>> {
        Box::pin(async move { Launcher::of(self.get()?, officer, held).await })
    }
}

/// Everything that joins applications, each room for its part.
impl Joins for Later<Vec<Arc<dyn Joins>>> {
    fn traffic(&self, since: Instant) -> Answer<'_, Result<Vec<Traffic>, String>> {
        Box::pin(async move {
            let mut all = Vec::new();
            for room in self.get()? {
                all.extend(room.traffic(since).await?);
            }
            Ok(all)
        })
    }

    fn offered(&self) -> Answer<'_, Result<Vec<Offered>, String>> {
        Box::pin(async move {
            let mut all = Vec::new();
            for room in self.get()? {
                all.extend(room.offered().await?);
            }
            Ok(all)
        })
    }
}

/// The program's own front door, without a way over the network.
impl Caller for Later<Router> {
    fn call(&self, call: Call) -> Answer<'_, Result<Called, String>> {
        Box::pin(async move {
            let door = self.get()?.clone();
            // On a task of its own: what panics there ends there, and time is measured from outside.
            let made = tokio::spawn(tokio::time::timeout(PATIENCE, made(door, call)));
            made.await.map_err(|error| error.to_string())?.map_err(|_| "no answer in time".to_owned())?
        })
    }
}

async fn made(door: Router, call: Call) -> Result<Called, String> {
    let mut request = http::Request::builder().method(call.method.as_str()).uri(&call.path);
    for (name, value) in &call.headers {
        request = request.header(*name, value);
    }
    let mut request = request.body(Body::from(call.body)).map_err(|error| error.to_string())?;
    let address: IpAddr = call.from.parse().unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
    request.extensions_mut().insert(axum::extract::ConnectInfo(SocketAddr::new(address, 0)));
    let answer = match door.oneshot(request).await {
        Ok(answer) => answer,
        Err(never) => match never {},
    };
    let (parts, mut body) = answer.into_parts();
    let texts = parts.headers.iter().filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())));
    let mut called = Called { status: parts.status.as_u16(), headers: texts.collect(), body: Vec::new(), whole: true };
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|error| error.to_string())?.into_data() else { continue };
        let room = MOST.saturating_sub(called.body.len());
        called.body.extend_from_slice(data.get(..room.min(data.len())).unwrap_or_default());
        if data.len() > room {
            called.whole = false;
            break;
        }
    }
    Ok(called)
}
