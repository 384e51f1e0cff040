//! Asking whoever answers a service: a server, a table of feeds, or the sample of its description.

use super::answer::Got;
use super::{Asked, Open, REQUEST_ID, micros};
use crate::body::{Cut, Passed, Sent, read};
use crate::gateway::Gateway;
use crate::limits::Shared;
use crate::model::headers::strip_request;
use crate::refusal::Why;
use crate::upstream::{Server, Upstream};
use axum::body::Body;
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode, header};
use hyper::body::{Body as _, Incoming};
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A body that is checked before it is passed on may be so large; it is held in memory.
const CHECKED: u64 = 1024 * 1024;
/// Where a service sets no time-out.
const PATIENCE: Duration = Duration::from_secs(30);

impl Gateway {
    /// Makes the call, once it is clear that it may be made.
    ///
    /// # Errors
    /// There is no answer that may be given on.
    pub(super) async fn attempt(&self, open: &mut Open, asked: &Asked<'_>, body: Body) -> Result<Got, Why> {
        let operation = self.judge(open, asked)?;
        let service = Arc::clone(&open.service);
        let place = service.shared.place().ok_or(Why::Crowded)?;
        let body = sendable(open, operation, body).await?;
        if open.record.machine.sandbox {
            return sample(open, operation);
        }
        open.before = micros(open.record.began);
        let got = match &service.upstream {
            None => Err(Why::Misconfigured),
            Some(Upstream::Feed(table)) => self.feed(open, asked, table).await,
            Some(Upstream::Http(server)) => self.server(open, asked, (server, body)).await,
        };
        open.record.upstream = micros(open.record.began) - open.before;
        got.map(|got| got.holding(place))
    }

    async fn feed(&self, open: &Open, asked: &Asked<'_>, table: &str) -> Result<Got, Why> {
        let tail = asked.address.tail();
        let query = asked.parts.uri.query().unwrap_or_default();
        let fields = open.record.granted.as_ref().map_or(&[][..], |granted| &granted.grant.fields);
        let answering = self.deps().feeds.answer(table, &tail, query, fields);
        let answer = tokio::time::timeout(patience(open), answering).await.map_err(|_| Why::Silent)?;
        let status = StatusCode::from_u16(answer.status).map_err(|_| Why::AnswerBroken)?;
        Got::of_json(status, answer.body).cut_down(open)
    }

    async fn server(&self, open: &mut Open, asked: &Asked<'_>, (server, body): (&Server, Sent)) -> Result<Got, Why> {
        let shared = Arc::clone(&open.service.shared);
        let now = self.deps().clock.now();
        if !shared.breaker(|breaker| breaker.lets_through(now)) {
            return Err(Why::Resting);
        }
        let request = request(open, asked, (server, body))?;
        let outcome = match within(patience(open), &open.passed, server.ask(request)).await {
            Ok(response) => self.taken(open, server, response).await,
            Err(why) => Err(blamed(&open.passed, why)),
        };
        self.learn(&shared, &outcome);
        outcome
    }

    /// What the outcome says about the upstream; what the caller did wrong says nothing.
    fn learn(&self, shared: &Shared, outcome: &Result<Got, Why>) {
        match outcome {
            Err(Why::RequestTooLarge | Why::RequestBroken) => {}
            Err(Why::Unreachable | Why::Certificate | Why::Silent | Why::AnswerBroken | Why::Forbidden) => {
                let now = self.deps().clock.now();
                shared.breaker(|breaker| breaker.failed(now));
            }
            _ => shared.breaker(web::outgoing::Breaker::answered),
        }
    }

    async fn taken(&self, open: &Open, server: &Server, response: Response<Incoming>) -> Result<Got, Why> {
        Got::take(open, server, response, self.deps().idle).await
    }
}

fn patience(open: &Open) -> Duration {
    match open.record.callable.timeout_ms {
        0 => PATIENCE,
        millis => Duration::from_millis(millis),
    }
}

/// The body as it may be sent: of the allowed size, and held against the description where that is asked for.
async fn sendable(open: &Open, operation: usize, body: Body) -> Result<Sent, Why> {
    let most = open.record.callable.most_request;
    if body.size_hint().lower() > most {
        return Err(Why::RequestTooLarge);
    }
    let Some(schema) = open.service.schema(operation) else {
        return Ok(Sent::new(body, &open.passed, most));
    };
    let reading = tokio::time::timeout(open.gateway.deps().idle, read(body, &open.passed, most.min(CHECKED)));
    let whole = match reading.await {
        Ok(Ok(whole)) => whole,
        Ok(Err(Cut::TooLarge)) => return Err(Why::RequestTooLarge),
        Ok(Err(Cut::Broken)) | Err(_) => return Err(Why::RequestBroken),
    };
    schema.check(&whole).map_err(Why::Mismatch)?;
    Ok(Sent::whole(whole))
}

fn sample(open: &Open, operation: usize) -> Result<Got, Why> {
    let sample = open.record.callable.operations.get(operation).and_then(|operation| operation.example.clone());
    let mut got = Got::of_json(StatusCode::OK, sample.ok_or(Why::NoSample)?.into_bytes());
    got.headers.insert(HeaderName::from_static("x-gapura-sandbox"), HeaderValue::from_static("1"));
    Ok(got)
}

fn request(open: &Open, asked: &Asked<'_>, (server, body): (&Server, Sent)) -> Result<Request<Sent>, Why> {
    let mut request = Request::new(body);
    *request.method_mut() = asked.parts.method.clone();
    *request.uri_mut() = server.address(&asked.address.tail(), asked.parts.uri.query())?;
    let mut headers = asked.parts.headers.clone();
    strip_request(&mut headers);
    if open.record.granted.as_ref().is_some_and(|granted| granted.fields.is_some()) {
        // What is to be cut down has to come whole and readable.
        for name in [header::ACCEPT_ENCODING, header::RANGE, header::IF_RANGE] {
            headers.remove(name);
        }
    }
    name_caller(&mut headers, open);
    server.identify(&mut headers);
    *request.headers_mut() = headers;
    Ok(request)
}

fn name_caller(headers: &mut HeaderMap, open: &Open) {
    let named = [
        (REQUEST_ID, &*open.record.id),
        (HeaderName::from_static("x-gapura-client"), open.record.machine.client.as_str()),
    ];
    for (name, value) in named {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    }
}

/// The answer's head, if it comes within `limit` after the last thing that the caller sent.
async fn within(
    limit: Duration,
    passed: &Passed,
    asking: impl Future<Output = Result<Response<Incoming>, Why>>,
) -> Result<Response<Incoming>, Why> {
    let mut asking = pin!(asking);
    let mut until = Instant::now() + limit;
    loop {
        tokio::select! {
            biased;
            answer = &mut asking => return answer,
            () = tokio::time::sleep_until(until.into()) => until = passed.last() + limit,
        }
        if until <= Instant::now() {
            return Err(if passed.under_way() { Why::RequestBroken } else { Why::Silent });
        }
    }
}

/// Whose fault it is that there is no answer: a body that was cut takes the upstream's answer with it.
fn blamed(passed: &Passed, why: Why) -> Why {
    match passed.cut() {
        Some(Cut::TooLarge) => Why::RequestTooLarge,
        Some(Cut::Broken) => Why::RequestBroken,
        None => why,
    }
}
