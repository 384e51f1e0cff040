//! `gapura serve` and `gapura worker`.

use super::{Call, house};
use crate::cli::Serve;
use crate::report::{Outcome, Report};
use crate::serve::signals;
use crate::worker;
use anyhow::Context as _;
use tokio::net::TcpListener;

/// Serves until SIGTERM or Ctrl-C.
pub async fn serve(call: &Call, wish: &Serve) -> Outcome {
    logging();
    let house = house(&call.data).await?;
    let listener =
        TcpListener::bind(wish.listen).await.with_context(|| format!("tidak dapat mendengar di {}", wish.listen))?;
    tracing::info!(listen = %wish.listen, regions = house.cities.len(), worker = !wish.tanpa_pekerja, "serving");
    if !call.json {
        say(house.address(), wish.listen);
    }
    house.serve(listener, !wish.tanpa_pekerja, signals()?).await?;
    Ok(Report::done("berhenti dengan tertib"))
}

/// Where people find it; whoever starts it by hand does not read log lines.
fn say(address: &str, listen: std::net::SocketAddr) {
    use std::io::Write as _;
    let here = format!("http://{listen}");
    let mut out = std::io::stdout().lock();
    // A closed pipe is no failure of ours.
    let _ = writeln!(out, "Buka {here} (petugas: {here}/masuk). Berhenti: Ctrl-C");
    if address.trim_end_matches('/') != here {
        let _ = writeln!(out, "Tautan dan QR memakai alamat dari gapura.toml: {address}");
    }
    let _ = out.flush();
}

/// Only the worker, for installations with several web nodes.
pub async fn worker(call: &Call) -> Outcome {
    logging();
    let house = house(&call.data).await?;
    tracing::info!(regions = house.cities.len(), "working");
    worker::run(house.cities.clone(), house.store.clone(), std::sync::Arc::new(kernel::SystemClock), signals()?).await;
    house.store.close().await;
    Ok(Report::done("berhenti dengan tertib"))
}

/// Log lines on the error stream; `RUST_LOG` chooses, `info` otherwise. No personal value is ever logged.
pub(super) fn logging() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into());
    // A second call (the demo serves after its own steps) keeps the first subscriber.
    let _ =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false).try_init();
}
