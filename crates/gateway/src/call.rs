//! One call from its first byte to its last: who, what, may they, how often, ask, record, release.

mod answer;
mod ask;
mod judge;
mod long;
mod open;

use crate::gateway::Gateway;
use crate::model::address::Address;
use crate::problem::language;
use crate::refusal::Why;
use axum::body::Body;
use axum::response::Response;
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Request, header};
use kernel::Id;
use open::Open;
use std::sync::Arc;
use std::time::Instant;
use web::{Machine, bearer};

/// What a token has to cover.
pub const SCOPE: &str = "layanan.panggil";
/// The id of a call, in both directions and in every record.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-gapura-request-id");

/// Microseconds since then.
fn micros(since: Instant) -> i64 {
    i64::try_from(since.elapsed().as_micros()).unwrap_or(i64::MAX)
}

/// What was asked, without its body.
struct Asked<'a> {
    parts: &'a Parts,
    address: Address<'a>,
}

impl Gateway {
    /// Answers a call of `/x/…` or `/r1/…`. Its answer leaves after its record is durable (docs/adr/0069).
    pub async fn answer(&self, request: Request<Body>) -> Response {
        let began = Instant::now();
        self.counted().came();
        let at = self.deps().clock.millis();
        let id: Arc<str> = Id::at_millis(at, &*self.deps().chance).to_string().into();
        let (parts, body) = request.into_parts();
        let outcome = self.pass((&parts, body), (&id, at, began)).await;
        let mut response = outcome.unwrap_or_else(|why| {
            self.counted().refused();
            tracing::info!(call = %id, code = why.code(), "a call was refused");
            self.refusal(language(&parts.headers), &why, &id)
        });
        seal(response.headers_mut(), &id);
        response
    }

    async fn pass(
        &self,
        (parts, body): (&Parts, Body),
        (id, at, began): (&Arc<str>, i64, Instant),
    ) -> Result<Response, Why> {
        let machine = self.machine(&parts.headers).await?;
        let address = Address::read(parts.uri.path()).map_err(|_| Why::Address)?;
        let ready = self.services().now();
        let service = ready.service(address.key).ok_or(Why::NoService)?;
        let granted = ready.grant(&machine.application, address.key).filter(|_| !machine.sandbox);
        let asked = Asked { parts, address };
        let mut open = Open::new(self, (id, at, began), machine, (service, granted));
        open.record.method = asked.parts.method.clone();
        match self.attempt(&mut open, &asked, body).await {
            Ok(got) => open.release(got).await,
            Err(why) => Err(open.refuse(why).await),
        }
    }

    /// Who calls.
    async fn machine(&self, headers: &HeaderMap) -> Result<Arc<Machine>, Why> {
        let token = bearer(headers).ok_or(Why::NoToken("Bearer"))?;
        let now = self.deps().clock.now();
        let found = self.deps().machines.machine(token, now).await.map_err(|error| {
            tracing::error!(?error, "tokens cannot be looked up");
            Why::Failed
        })?;
        let machine = found.filter(|machine| machine.until > now);
        let machine = machine.ok_or(Why::NoToken("Bearer error=\"invalid_token\""))?;
        if machine.covers(SCOPE) { Ok(machine) } else { Err(Why::NoScope) }
    }
}

/// The fields that every answer has: nobody keeps it, and no browser does anything with it.
fn seal(headers: &mut HeaderMap, id: &str) {
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert(REQUEST_ID, id);
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
}
