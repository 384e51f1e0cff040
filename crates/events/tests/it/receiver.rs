//! A receiver that remembers what it got and answers as it is told.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value as Json;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use store::Store;
use tokio::sync::watch;

/// One request as it came.
#[derive(Clone, Debug)]
pub struct Seen {
    pub method: String,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Seen {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn json(&self) -> Json {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// Whether one of its `v1` signatures is made with this secret.
    pub fn is_signed(&self, secret: &str) -> bool {
        let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
        let mut signed = format!("{}.{}.", self.header("webhook-id"), self.header("webhook-timestamp")).into_bytes();
        signed.extend_from_slice(&self.body);
        let tag = ring::hmac::sign(&ring::hmac::Key::new(ring::hmac::HMAC_SHA256, &key), &signed);
        let wanted = format!("v1,{}", STANDARD.encode(tag.as_ref()));
        self.header("webhook-signature").split(' ').any(|one| one == wanted)
    }
}

/// What it does with one request.
#[derive(Clone, Debug)]
pub enum Does {
    /// Answers with a status, header fields and a body.
    Answers(u16, Vec<(&'static str, String)>, Vec<u8>),
    /// Never answers.
    Hangs,
}

impl Does {
    pub fn status(status: u16) -> Self {
        Self::Answers(status, Vec::new(), Vec::new())
    }
}

struct Inner {
    seen: Mutex<Vec<Seen>>,
    script: Mutex<VecDeque<Does>>,
    usual: Mutex<Does>,
    /// Closed when the next request comes: a machine that dies while its delivery is under way.
    dies: Mutex<Option<Store>>,
    count: watch::Sender<usize>,
}

#[derive(Clone)]
pub struct Receiver {
    pub address: String,
    inner: Arc<Inner>,
}

impl Receiver {
    pub async fn start() -> Self {
        let inner = Arc::new(Inner {
            seen: Mutex::default(),
            script: Mutex::default(),
            usual: Mutex::new(Does::status(204)),
            dies: Mutex::default(),
            count: watch::Sender::default(),
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/hook", listener.local_addr().unwrap());
        let router = Router::new().fallback(receive).with_state(Arc::clone(&inner));
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { address, inner }
    }

    /// What it does with the next requests, one after another; then again what is usual.
    pub fn then(&self, does: impl IntoIterator<Item = Does>) {
        self.inner.script.lock().unwrap().extend(does);
    }

    pub fn always(&self, does: Does) {
        *self.inner.usual.lock().unwrap() = does;
    }

    pub fn dies_with_the_next(&self, store: &Store) {
        *self.inner.dies.lock().unwrap() = Some(store.clone());
    }

    /// What it got so far, and forgets it.
    pub fn take(&self) -> Vec<Seen> {
        std::mem::take(&mut *self.inner.seen.lock().unwrap())
    }

    /// Sequences of the events that it got so far.
    pub fn indices(&self) -> Vec<i64> {
        let seen = self.inner.seen.lock().unwrap();
        let index = |seen: &Seen| seen.json()["sequence"].as_str().unwrap().parse().unwrap();
        seen.iter().map(index).collect()
    }

    /// Waits until it got so many requests in all.
    pub async fn got(&self, count: usize) {
        self.inner.count.subscribe().wait_for(|got| *got >= count).await.unwrap();
    }
}

async fn receive(State(inner): State<Arc<Inner>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 10_000_000).await.unwrap();
    let seen = Seen { method: parts.method.to_string(), headers: parts.headers, body };
    inner.seen.lock().unwrap().push(seen);
    inner.count.send_modify(|count| *count += 1);
    let dies = inner.dies.lock().unwrap().take();
    if let Some(store) = dies {
        store.close().await;
    }
    let does = inner.script.lock().unwrap().pop_front();
    let does = does.unwrap_or_else(|| inner.usual.lock().unwrap().clone());
    match does {
        Does::Hangs => std::future::pending().await,
        Does::Answers(status, headers, body) => {
            let mut response = (StatusCode::from_u16(status).unwrap(), body).into_response();
            for (name, value) in headers {
                response.headers_mut().insert(name, value.parse().unwrap());
            }
            response
        }
    }
}
