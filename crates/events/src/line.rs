//! Kept connections: one for each subscription, so that a thousand deliveries cost one handshake. Where a connection may
//! lead is the guard's matter (`web::outgoing`); redirects are never followed; answers are read to 4 KiB.

use bytes::Bytes;
use http::{HeaderMap, Request, Uri, header};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use web::outgoing::{Outgoing, Reach, Unreached};

/// The longest wait for a whole answer.
const LIMIT: Duration = Duration::from_secs(20);
/// Bytes of an answer that are kept.
pub(crate) const KEPT: usize = 4096;
/// Bytes of an answer that are read before its connection is given up.
const READ: usize = 64 * 1024;

/// One request, ready to be sent.
pub(crate) struct Post {
    /// `POST`, or `OPTIONS` for the handshake.
    pub method: &'static str,
    /// Where to.
    pub target: String,
    /// Header fields.
    pub headers: Vec<(String, String)>,
    /// Body, exactly as it was signed.
    pub body: Bytes,
}

/// What came back.
#[derive(Debug, Default)]
pub(crate) struct Reply {
    /// HTTP status; none where no answer came.
    pub status: Option<u16>,
    /// Why none came, as a code; empty otherwise.
    pub why: &'static str,
    /// Seconds for which the receiver asks us to wait.
    pub retry_after: Option<i64>,
    /// Header fields, for the handshake.
    pub headers: HeaderMap,
    /// The beginning of the answer.
    pub answer: Vec<u8>,
    /// How long it took.
    pub micros: i64,
}

type Connection = SendRequest<Full<Bytes>>;

/// The connections of all subscriptions.
pub(crate) struct Lines {
    outgoing: Outgoing,
    kept: Mutex<HashMap<String, Connection>>,
}

impl Lines {
    /// # Errors
    /// A sentence about the file of authorities.
    pub fn new(reach: Reach, authority: Option<&Path>) -> Result<Self, String> {
        Ok(Self { outgoing: Outgoing::new(reach, authority, LIMIT, READ)?, kept: Mutex::default() })
    }

    /// Closes the connection of a subscription.
    pub fn forget(&self, subscription: &str) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).remove(subscription);
    }

    fn take(&self, subscription: &str) -> Option<Connection> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).remove(subscription)
    }

    fn keep(&self, subscription: &str, connection: Connection) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).insert(subscription.to_owned(), connection);
    }

    /// Sends one request and reads its answer, within the limit.
    pub async fn send(&self, subscription: &str, post: &Post) -> Reply {
        let began = std::time::Instant::now();
        let outcome = tokio::time::timeout(LIMIT, self.exchange(subscription, post)).await;
        let mut reply = match outcome {
            Ok(Ok(reply)) => reply,
            Ok(Err(unreached)) => Reply { why: code(&unreached), ..Reply::default() },
            Err(_) => Reply { why: "lambat", ..Reply::default() },
        };
        reply.micros = i64::try_from(began.elapsed().as_micros()).unwrap_or(i64::MAX);
        reply
    }

    async fn exchange(&self, subscription: &str, post: &Post) -> Result<Reply, Unreached> {
        let uri: Uri = post.target.parse().map_err(|_| broken())?;
        // A kept connection may have been closed by the other side meanwhile: then once more on a fresh one. Receivers know
        // an event that comes twice by its id.
        if let Some(mut kept) = self.take(subscription)
            && kept.ready().await.is_ok()
            && let Ok(answered) = kept.send_request(request(post, &uri)?).await
        {
            return self.read(subscription, kept, answered).await;
        }
        let wire = self.outgoing.open(&uri).await?;
        let (mut fresh, connection) = http1::handshake(TokioIo::new(wire)).await.map_err(|_| broken())?;
        tokio::spawn(connection);
        let answered = fresh.send_request(request(post, &uri)?).await.map_err(|_| broken())?;
        self.read(subscription, fresh, answered).await
    }

    async fn read(
        &self,
        subscription: &str,
        connection: Connection,
        answered: http::Response<Incoming>,
    ) -> Result<Reply, Unreached> {
        let (parts, mut body) = answered.into_parts();
        let (mut answer, mut seen) = (Vec::new(), 0);
        while let Some(frame) = body.frame().await {
            // The status has come: an answer that breaks off after it is an answer.
            let Ok(frame) = frame else { break };
            let Some(data) = frame.data_ref() else { continue };
            seen += data.len();
            answer.extend(data.iter().take(KEPT.saturating_sub(answer.len())));
            if seen > READ {
                break;
            }
        }
        if seen <= READ {
            self.keep(subscription, connection);
        }
        let after = parts.headers.get(header::RETRY_AFTER).and_then(|value| value.to_str().ok());
        Ok(Reply {
            status: Some(parts.status.as_u16()),
            retry_after: after.and_then(crate::model::schedule::retry_after),
            headers: parts.headers,
            answer,
            ..Reply::default()
        })
    }
}

fn broken() -> Unreached {
    Unreached::Broken(String::new())
}

/// A code for what went wrong: it is shown, so it holds no name or address of a network.
fn code(unreached: &Unreached) -> &'static str {
    match unreached {
        Unreached::Forbidden(_) => "jaringan",
        Unreached::Broken(_) => "putus",
        Unreached::Silent(_) => "lambat",
    }
}

fn request(post: &Post, uri: &Uri) -> Result<Request<Full<Bytes>>, Unreached> {
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    let mut builder = Request::builder()
        .method(post.method)
        .uri(path)
        .header(header::HOST, authority)
        .header(header::USER_AGENT, "gapura")
        .header(header::ACCEPT, "*/*");
    for (name, value) in &post.headers {
        builder = builder.header(name, value);
    }
    builder.body(Full::new(post.body.clone())).map_err(|_| broken())
}
