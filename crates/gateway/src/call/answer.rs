//! What came back, as far as it may go on: size, fields, places, header fields.

use super::Open;
use crate::body::Pieces;
use crate::model::headers::strip_answer;
use crate::refusal::Why;
use crate::upstream::Server;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, header};
use http_body_util::BodyExt as _;
use hyper::body::{Body as _, Incoming};
use std::time::Duration;
use tokio::sync::OwnedSemaphorePermit;

/// An answer up to this size is read before it is recorded and leaves; a larger one is passed on piece by piece.
pub(crate) const SMALL: u64 = 64 * 1024;
/// An answer that is cut down to fields may be so large.
const CUT_DOWN: u64 = 4 * 1024 * 1024;

/// An answer that may be given on.
pub(super) struct Got {
    pub status: StatusCode,
    pub headers: HeaderMap,
    /// What was read of it.
    pub first: Pieces,
    /// What was not.
    pub rest: Option<Rest>,
}

/// The part of a long answer that is still to come.
pub(super) struct Rest {
    pub body: Incoming,
    /// Bytes of the whole, where the upstream said so.
    pub exact: Option<u64>,
    /// Largest size; 0: no limit.
    pub most: u64,
    pub idle: Duration,
    /// Given back when it is dropped with the body.
    _place: Option<OwnedSemaphorePermit>,
}

impl Got {
    fn new(status: StatusCode, headers: HeaderMap, first: Pieces) -> Self {
        Self { status, headers, first, rest: None }
    }

    /// An answer of our own making.
    pub fn of_json(status: StatusCode, body: Vec<u8>) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        Self::new(status, headers, Pieces([Bytes::from(body)].into()))
    }

    /// Keeps the call's place for as long as something of it is still to come.
    pub fn holding(mut self, place: OwnedSemaphorePermit) -> Self {
        if let Some(rest) = &mut self.rest {
            rest._place = Some(place);
        }
        self
    }

    /// Reads the upstream's answer as far as it has to be read before it may leave.
    ///
    /// # Errors
    /// It must not leave.
    pub async fn take(
        open: &Open,
        server: &Server,
        response: Response<Incoming>,
        idle: Duration,
    ) -> Result<Self, Why> {
        let (mut parts, body) = response.into_parts();
        if parts.status.is_redirection() && parts.status != StatusCode::NOT_MODIFIED {
            return Err(Why::Redirected);
        }
        if parts.status.is_informational() {
            return Err(Why::AnswerBroken);
        }
        let callable = &open.record.callable;
        let cuts = open.record.granted.as_ref().is_some_and(|granted| granted.fields.is_some());
        let length = (open.record.method == Method::HEAD).then(|| parts.headers.get(header::CONTENT_LENGTH).cloned());
        place(&mut parts.headers, server, &callable.key);
        strip_answer(&mut parts.headers);
        parts.headers.remove(header::CONTENT_LENGTH);
        let most = if callable.most_answer == 0 { u64::MAX } else { callable.most_answer };
        let exact = body.size_hint().exact();
        if exact.is_some_and(|bytes| bytes > most) {
            return Err(Why::AnswerTooLarge);
        }
        if let Some(length) = length.flatten().filter(|_| !cuts) {
            parts.headers.insert(header::CONTENT_LENGTH, length);
        }
        let enough = if cuts { CUT_DOWN.min(most) } else { SMALL.min(most) };
        let (first, body) = begin(body, enough, idle).await?;
        let mut got = Self::new(parts.status, parts.headers, first);
        match body {
            None => got.cut_down(open),
            Some(_) if cuts || got.first.bytes() > most => Err(Why::AnswerTooLarge),
            Some(body) => {
                got.rest = Some(Rest { body, exact, most: callable.most_answer, idle, _place: None });
                Ok(got)
            }
        }
    }

    /// Leaves the granted fields only.
    ///
    /// # Errors
    /// It cannot be read as JSON, or it is no success: words of an error may hold anything.
    pub fn cut_down(mut self, open: &Open) -> Result<Self, Why> {
        let Some(fields) = open.record.granted.as_ref().and_then(|granted| granted.fields.as_ref()) else {
            return Ok(self);
        };
        if !self.status.is_success() && self.status != StatusCode::NOT_MODIFIED {
            return Err(Why::Upstream(self.status));
        }
        for name in CHANGED {
            self.headers.remove(name);
        }
        if self.first.bytes() == 0 {
            return Ok(self);
        }
        if self.headers.contains_key(header::CONTENT_ENCODING) || !is_json(&self.headers) {
            return Err(Why::Unfilterable);
        }
        let body = match self.first.0.len() {
            1 => fields.filter(self.first.0.front().map_or(&[][..], |piece| piece)),
            _ => fields.filter(&self.first.0.iter().flat_map(|piece| piece.iter().copied()).collect::<Vec<u8>>()),
        };
        self.first = Pieces([Bytes::from(body.map_err(|_| Why::Unfilterable)?)].into());
        Ok(self)
    }
}

/// What an answer says about bytes that it does not have any more.
const CHANGED: [HeaderName; 6] = [
    header::ETAG,
    header::ACCEPT_RANGES,
    header::CONTENT_RANGE,
    HeaderName::from_static("digest"),
    HeaderName::from_static("content-digest"),
    HeaderName::from_static("repr-digest"),
];

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind == "application/json" || kind.ends_with("+json")
}

/// A place that the upstream names is said as a place of ours, or not at all: it would tell of the inner network.
fn place(headers: &mut HeaderMap, server: &Server, key: &str) {
    for name in [header::LOCATION, header::CONTENT_LOCATION] {
        let Some(said) = headers.remove(&name) else {
            continue;
        };
        let below = said.to_str().ok().and_then(|said| server.below(said));
        if let Some(ours) = below.and_then(|below| HeaderValue::from_str(&format!("/x/{key}{below}")).ok()) {
            headers.insert(name, ours);
        }
    }
}

/// Reads on until the end or until more than `enough` is there; then the body comes back for the rest.
async fn begin(mut body: Incoming, enough: u64, idle: Duration) -> Result<(Pieces, Option<Incoming>), Why> {
    let mut first = Pieces::default();
    let mut bytes = 0;
    if body.size_hint().lower() > enough {
        return Ok((first, Some(body)));
    }
    while !body.is_end_stream() {
        let frame = tokio::time::timeout(idle, body.frame()).await.map_err(|_| Why::Silent)?;
        let Some(frame) = frame else {
            break;
        };
        let Ok(piece) = frame.map_err(|_| Why::AnswerBroken)?.into_data() else {
            continue;
        };
        bytes += piece.len() as u64;
        first.0.push_back(piece);
        if bytes > enough {
            return Ok((first, Some(body)));
        }
    }
    Ok((first, None))
}
