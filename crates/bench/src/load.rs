//! A plain HTTP/1.1 client with keep-alive connections, one task each.

use anyhow::{Context, Result, ensure};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::net::TcpStream;

/// One request, ready to be sent.
#[derive(Clone, Debug)]
pub struct Shot {
    /// Path and query.
    pub path: String,
    /// A body and its kind; `None` is a GET.
    pub body: Option<(String, Bytes)>,
    /// Further headers.
    pub more: Vec<(&'static str, String)>,
}

impl Shot {
    /// A page that is asked for.
    pub fn get(path: impl Into<String>) -> Self {
        Self { path: path.into(), body: None, more: Vec::new() }
    }

    /// A form as browsers send it where it may carry files.
    pub fn form(path: impl Into<String>, fields: &[(&str, &str)]) -> Self {
        const MARK: &str = "----gapura-bench-7d3b";
        let parts = fields.iter().map(|(name, text)| {
            format!("--{MARK}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n")
        });
        let body = parts.collect::<String>() + &format!("--{MARK}--\r\n");
        let body = Some((format!("multipart/form-data; boundary={MARK}"), body.into()));
        Self { path: path.into(), body, more: Vec::new() }
    }
}

/// What a run gave.
#[derive(Debug)]
pub struct Outcome {
    /// Answers of the expected status.
    pub answers: usize,
    /// Wall time of the whole run.
    pub wall: Duration,
    /// Time of each answer, sorted.
    pub times: Vec<Duration>,
    /// Bytes of bodies read.
    pub bytes: usize,
}

impl Outcome {
    /// Answers per second.
    pub fn rate(&self) -> f64 {
        self.answers as f64 / self.wall.as_secs_f64()
    }

    /// The time within which `share` (0–1) of the answers came, in milliseconds.
    pub fn percentile(&self, share: f64) -> f64 {
        let place = ((self.times.len() as f64 * share) as usize).min(self.times.len().saturating_sub(1));
        self.times.get(place).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
    }
}

/// One keep-alive connection.
pub struct Connection {
    sender: SendRequest<Full<Bytes>>,
    host: String,
    cookie: Option<String>,
}

impl Connection {
    /// Connects to a server on this machine.
    pub async fn open(address: SocketAddr, cookie: Option<String>) -> Result<Self> {
        let stream = TcpStream::connect(address).await.context("connect")?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self { sender, host: address.to_string(), cookie })
    }

    /// Sends one request and reads the whole answer.
    pub async fn send(&mut self, shot: &Shot) -> Result<(Response<()>, Bytes)> {
        let host = self.host.clone();
        self.send_from(shot, &host).await
    }

    /// The same over a line that the server does not know of: it is called by its own name.
    pub async fn send_from(&mut self, shot: &Shot, host: &str) -> Result<(Response<()>, Bytes)> {
        let mut request = Request::builder().uri(&shot.path).header("host", host);
        if shot.more.iter().all(|(name, _)| *name != "accept") {
            request = request.header("accept", "text/html");
        }
        for (name, value) in &shot.more {
            request = request.header(*name, value);
        }
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        let body = match &shot.body {
            Some((kind, body)) => {
                request = request
                    .method("POST")
                    .header("content-type", kind)
                    .header("origin", format!("http://{host}"))
                    .header("sec-fetch-site", "same-origin");
                body.clone()
            }
            None => Bytes::new(),
        };
        self.sender.ready().await?;
        let answer = self.sender.send_request(request.body(Full::new(body))?).await?;
        let (parts, body) = answer.into_parts();
        Ok((Response::from_parts(parts, ()), body.collect().await?.to_bytes()))
    }
}

/// Sends every shot once over `connections` connections and checks each status.
pub async fn run(
    address: SocketAddr,
    connections: usize,
    cookie: Option<String>,
    shots: Vec<Shot>,
    expected: StatusCode,
) -> Result<Outcome> {
    let shots = Arc::new(shots);
    let next = Arc::new(AtomicUsize::new(0));
    let mut open = Vec::new();
    for _ in 0..connections {
        open.push(Connection::open(address, cookie.clone()).await?);
    }
    let start = Instant::now();
    let tasks: Vec<_> = open
        .into_iter()
        .map(|connection| tokio::spawn(worker(connection, shots.clone(), next.clone(), expected)))
        .collect();
    let mut outcome = Outcome { answers: 0, wall: Duration::ZERO, times: Vec::new(), bytes: 0 };
    for task in tasks {
        let (times, bytes) = task.await??;
        outcome.answers += times.len();
        outcome.times.extend(times);
        outcome.bytes += bytes;
    }
    outcome.wall = start.elapsed();
    outcome.times.sort_unstable();
    Ok(outcome)
}

async fn worker(
    mut connection: Connection,
    shots: Arc<Vec<Shot>>,
    next: Arc<AtomicUsize>,
    expected: StatusCode,
) -> Result<(Vec<Duration>, usize)> {
    let (mut times, mut bytes) = (Vec::new(), 0);
    while let Some(shot) = shots.get(next.fetch_add(1, Ordering::Relaxed)) {
        let start = Instant::now();
        let (answer, body) = connection.send(shot).await?;
        ensure!(
            answer.status() == expected,
            "{} answered {}: {}",
            shot.path,
            answer.status(),
            String::from_utf8_lossy(&body).chars().take(600).collect::<String>()
        );
        times.push(start.elapsed());
        bytes += body.len();
    }
    Ok((times, bytes))
}
