//! An application's server that hears farewells and answers as it is told.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex};
use tokio::sync::watch;

/// For [`Receiver::answers`]: it never does.
pub const NEVER: u16 = 0;

#[derive(Clone)]
pub struct Receiver {
    pub address: String,
    status: Arc<AtomicU16>,
    heard: Arc<Mutex<Vec<String>>>,
    count: Arc<watch::Sender<usize>>,
}

impl Receiver {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let receiver = Self {
            address: format!("http://{}/pemberitahuan", listener.local_addr().unwrap()),
            status: Arc::new(AtomicU16::new(204)),
            heard: Arc::default(),
            count: Arc::default(),
        };
        let router = Router::new().fallback(hear).with_state(receiver.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        receiver
    }

    pub fn answers(&self, status: u16) {
        self.status.store(status, Ordering::Relaxed);
    }

    /// The tokens that it got so far, and forgets them.
    pub fn heard(&self) -> Vec<String> {
        std::mem::take(&mut *self.heard.lock().unwrap())
    }

    /// Waits until it got so many in all.
    pub async fn got(&self, count: usize) {
        self.count.subscribe().wait_for(|got| *got >= count).await.unwrap();
    }
}

async fn hear(State(receiver): State<Receiver>, headers: HeaderMap, body: String) -> StatusCode {
    assert_eq!(headers[header::CONTENT_TYPE], "application/x-www-form-urlencoded");
    let token = body.strip_prefix("logout_token=").unwrap();
    receiver.heard.lock().unwrap().push(token.to_owned());
    receiver.count.send_modify(|count| *count += 1);
    match receiver.status.load(Ordering::Relaxed) {
        NEVER => std::future::pending().await,
        status => StatusCode::from_u16(status).unwrap(),
    }
}
