//! An agency's application with an API: it knows two patients and asks for its own key.

use anyhow::Result;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::net::TcpListener;

/// What it asks of its callers; only the gateway knows it.
pub const KEY: &str = "kunci-simpus-hanya-untuk-gerbang";
/// Its description, as its developer uploads it.
pub const DESCRIPTION: &str = include_str!("../data/simpus.json");

/// It listens as long as the test runs.
pub struct Simpus {
    pub base: String,
    asked: Arc<AtomicUsize>,
}

impl Simpus {
    pub async fn open() -> Result<Self> {
        let asked = Arc::new(AtomicUsize::new(0));
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let base = format!("http://{}", listener.local_addr()?);
        let routes = Router::new().route("/kunjungan/{nomor}", get(visit)).with_state(Arc::clone(&asked));
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Ok(Self { base, asked })
    }

    /// How often it was asked with its key.
    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }
}

async fn visit(
    State(asked): State<Arc<AtomicUsize>>,
    headers: HeaderMap,
    Path(number): Path<String>,
) -> (StatusCode, Json<Value>) {
    if headers.get("x-api-key").is_none_or(|key| key != KEY) {
        return (StatusCode::UNAUTHORIZED, Json(json!({ "pesan": "kunci salah" })));
    }
    asked.fetch_add(1, Ordering::Relaxed);
    match number.as_str() {
        "K-1" => (
            StatusCode::OK,
            Json(json!({ "nomor": "K-1", "puskesmas": "Cukir", "poli": "Gigi", "nama_pasien": "Bu Sulastri" })),
        ),
        _ => (StatusCode::NOT_FOUND, Json(json!({ "pesan": "tidak ada" }))),
    }
}
