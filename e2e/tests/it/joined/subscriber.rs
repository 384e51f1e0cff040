//! Where an agency's application receives events: it keeps what came, and can be away.

use anyhow::Result;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use serde_json::Value;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::net::TcpListener;

/// One delivery.
#[derive(Clone, Debug)]
pub struct Delivery {
    pub headers: HeaderMap,
    pub event: Value,
}

#[derive(Default)]
struct Kept {
    away: AtomicBool,
    came: Mutex<Vec<Delivery>>,
}

/// It listens as long as the test runs.
pub struct Subscriber {
    pub base: String,
    kept: Arc<Kept>,
}

impl Subscriber {
    pub async fn open() -> Result<Self> {
        let kept = Arc::new(Kept::default());
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let base = format!("http://{}", listener.local_addr()?);
        let routes = Router::new().route("/terima", post(take)).with_state(Arc::clone(&kept));
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Ok(Self { base, kept })
    }

    /// Answers 503 from now on, or takes again.
    pub fn away(&self, away: bool) {
        self.kept.away.store(away, Ordering::Relaxed);
    }

    /// What came, oldest first.
    pub fn came(&self) -> Vec<Delivery> {
        self.kept.came.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The types of what came.
    pub fn types(&self) -> Vec<String> {
        let came = self.came();
        came.iter().filter_map(|one| one.event["type"].as_str().map(str::to_owned)).collect()
    }
}

async fn take(State(kept): State<Arc<Kept>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    if kept.away.load(Ordering::Relaxed) {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    let Ok(event) = serde_json::from_slice(&body) else {
        return StatusCode::BAD_REQUEST;
    };
    kept.came.lock().unwrap_or_else(PoisonError::into_inner).push(Delivery { headers, event });
    StatusCode::NO_CONTENT
}
