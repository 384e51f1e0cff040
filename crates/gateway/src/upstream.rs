//! The way to the server that answers a service: kept connections, its address, its secret, one more try where that is safe.

mod dial;
mod seen;
mod wire;

use crate::body::Sent;
use crate::refusal::Why;
use cases::doors::{Callable, Credential};
use dial::{Dialer, Refusal};
use http::uri::{Authority, PathAndQuery, Scheme};
use http::{HeaderName, HeaderValue, Request, Response, Uri};
use hyper::body::Incoming;
use hyper_util::client::legacy::{Client, Error};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use std::time::Duration;
use web::outgoing::{Reach, certificates, tls};

pub(crate) use seen::{Seen, Sight};

/// Connections that wait for the next call, for each service.
const IDLE: usize = 128;
/// How long they wait: shorter than servers usually keep theirs open (nginx 75 s, Apache 5 s).
const IDLE_FOR: Duration = Duration::from_secs(4);

/// Where the calls of a service go.
pub(crate) enum Upstream {
    Http(Box<Server>),
    Feed(String),
}

/// A server.
pub(crate) struct Server {
    client: Client<Dialer, Sent>,
    dialer: Dialer,
    /// What handshakes saw of its certificate.
    pub seen: Seen,
    scheme: Scheme,
    authority: Authority,
    /// Begins with a slash or is empty; never ends with one.
    base: String,
    credential: Option<(HeaderName, HeaderValue)>,
}

/// The way to a service.
///
/// # Errors
/// Its address, its secret or its authority cannot be used; a sentence for the log.
pub(crate) fn upstream(callable: &Callable, reach: &Reach) -> Result<Upstream, String> {
    let address = match &callable.upstream {
        cases::doors::Upstream::Feed(table) => return Ok(Upstream::Feed(table.clone())),
        cases::doors::Upstream::Http(address) => address,
    };
    let uri: Uri = address.parse().map_err(|_| "its address cannot be read".to_owned())?;
    let parts = uri.into_parts();
    let (Some(scheme), Some(authority)) = (parts.scheme, parts.authority) else {
        return Err("its address is not whole".to_owned());
    };
    if scheme != Scheme::HTTPS && scheme != Scheme::HTTP {
        return Err("its address is neither https nor http".to_owned());
    }
    if authority.as_str().contains('@') {
        return Err("its address holds a user".to_owned());
    }
    let further = callable.authority.as_deref().map(|pem| certificates(pem.as_bytes())).transpose()?;
    let seen = Seen::default();
    let dialer = Dialer::new(reach.clone(), tls(further.unwrap_or_default())?, seen.clone());
    let base = parts.path_and_query.as_ref().map_or("", PathAndQuery::path).trim_end_matches('/').to_owned();
    let credential = callable.credential.as_ref().map(secret).transpose()?;
    let client = client(dialer.clone());
    Ok(Upstream::Http(Box::new(Server { client, dialer, seen, scheme, authority, base, credential })))
}

fn secret(credential: &Credential) -> Result<(HeaderName, HeaderValue), String> {
    let name = HeaderName::try_from(credential.header.as_str()).map_err(|_| "the field of its secret".to_owned())?;
    let mut value = HeaderValue::from_str(&credential.value).map_err(|_| "the value of its secret".to_owned())?;
    value.set_sensitive(true);
    Ok((name, value))
}

fn client(dialer: Dialer) -> Client<Dialer, Sent> {
    Client::builder(TokioExecutor::new())
        .pool_timer(TokioTimer::new())
        .pool_idle_timeout(IDLE_FOR)
        .pool_max_idle_per_host(IDLE)
        // What was never written is written to another connection; everything else is decided in `call`.
        .retry_canceled_requests(true)
        .build(dialer)
}

impl Server {
    /// The address of a call below this server.
    ///
    /// # Errors
    /// The query holds what no address may.
    pub fn address(&self, tail: &str, query: Option<&str>) -> Result<Uri, Why> {
        let mut path = String::with_capacity(self.base.len() + tail.len() + query.map_or(0, str::len) + 2);
        path.push_str(&self.base);
        path.push_str(tail);
        if path.is_empty() {
            path.push('/');
        }
        if let Some(query) = query {
            path.push('?');
            path.push_str(query);
        }
        let path = PathAndQuery::try_from(path).map_err(|_| Why::Address)?;
        let uri =
            Uri::builder().scheme(self.scheme.clone()).authority(self.authority.clone()).path_and_query(path).build();
        uri.map_err(|_| Why::Address)
    }

    /// Where it stands: scheme, name and port.
    pub fn origin(&self) -> String {
        format!("{}://{}", self.scheme, self.authority)
    }

    /// Whether calls go over TLS.
    pub fn is_secure(&self) -> bool {
        self.scheme == Scheme::HTTPS
    }

    /// Makes one connection, as for a call, and lets it go: its whole handshake shows the certificate.
    pub async fn look(&self) {
        let Ok(address) = self.address("", None) else {
            return;
        };
        if let Err(why) = self.dialer.afresh().dial(&address).await {
            tracing::info!(upstream = %self.origin(), %why, "a certificate could not be looked at");
        }
    }

    /// What this server asks for, put into the request.
    pub fn identify(&self, headers: &mut http::HeaderMap) {
        if let Some((name, value)) = &self.credential {
            headers.insert(name, value.clone());
        }
    }

    /// The path below our own address of a place that the server names, if it is one of its own.
    pub fn below<'a>(&self, location: &'a str) -> Option<&'a str> {
        let path = location.strip_prefix(&self.origin()).unwrap_or(location);
        let rest = path.strip_prefix(&self.base)?;
        (rest.starts_with('/') && !rest.starts_with("//")).then_some(rest)
    }

    /// Asks, and once more where nothing can have happened yet: a request without a body that only reads or that may be
    /// repeated (RFC 9110 section 9.2.2), on a connection that was never made; one that only reads also where the server
    /// closed a kept connection just then.
    ///
    /// # Errors
    /// There is no answer.
    pub async fn ask(&self, request: Request<Sent>) -> Result<Response<Incoming>, Why> {
        let again = request.body().is_empty().then(|| copy(&request)).filter(|_| request.method().is_idempotent());
        let error = match self.client.request(request).await {
            Ok(response) => return Ok(response),
            Err(error) => error,
        };
        match again {
            Some(again) if is_unsent(&error) || (again.method().is_safe() && is_closed(&error)) => {
                self.client.request(again).await.map_err(|error| why(&error))
            }
            _ => Err(why(&error)),
        }
    }
}

fn copy(request: &Request<Sent>) -> Request<Sent> {
    let mut copy = Request::new(Sent::Nothing);
    *copy.method_mut() = request.method().clone();
    *copy.uri_mut() = request.uri().clone();
    *copy.headers_mut() = request.headers().clone();
    copy
}

/// No connection was made, and another try may make one.
fn is_unsent(error: &Error) -> bool {
    error.is_connect() && matches!(cause::<Refusal>(error), None | Some(Refusal::Failed(_)))
}

fn is_closed(error: &Error) -> bool {
    cause::<hyper::Error>(error).is_some_and(|error| error.is_incomplete_message() || error.is_canceled())
}

fn why(error: &Error) -> Why {
    match cause::<Refusal>(error) {
        Some(Refusal::Forbidden) => Why::Forbidden,
        Some(Refusal::Certificate(_)) => Why::Certificate,
        _ if error.is_connect() => Why::Unreachable,
        _ => Why::AnswerBroken,
    }
}

fn cause<T: std::error::Error + 'static>(error: &Error) -> Option<&T> {
    let mut source = std::error::Error::source(error);
    while let Some(found) = source {
        if let Some(cause) = found.downcast_ref() {
            return Some(cause);
        }
        source = found.source();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    fn callable(address: &str) -> Callable {
        Callable {
            key: "a/b/c/v1".into(),
            unit: "a".into(),
            application: "b".into(),
            upstream: cases::doors::Upstream::Http(address.into()),
            credential: Some(Credential { header: "X-Api-Key".into(), value: "rahasia".into() }),
            operations: Arc::new([]),
            most_request: 0,
            most_answer: 0,
            timeout_ms: 0,
            per_minute: 0,
            relaxed: false,
            authority: None,
        }
    }

    fn server(address: &str) -> Box<Server> {
        match upstream(&callable(address), &Reach::Public(Vec::new())) {
            Ok(Upstream::Http(server)) => server,
            _ => panic!("no server"),
        }
    }

    #[test]
    fn a_call_goes_below_the_address_of_its_service() {
        let server = server("https://simpus.internal:8443/api");
        let address = server.address("/pasien/1", Some("a=b&c")).unwrap();
        assert_eq!(address, "https://simpus.internal:8443/api/pasien/1?a=b&c");
        assert_eq!(server.address("", None).unwrap(), "https://simpus.internal:8443/api");
    }

    #[test]
    fn a_place_is_passed_on_only_where_it_lies_below_the_service() {
        let server = server("https://simpus.internal/api");
        assert_eq!(server.below("https://simpus.internal/api/pasien/7"), Some("/pasien/7"));
        assert_eq!(server.below("/api/pasien/7"), Some("/pasien/7"));
        for outside in ["https://10.0.0.1/api/x", "//10.0.0.1/x", "/admin", "/apix", "/api//x", "pasien/7"] {
            assert_eq!(server.below(outside), None, "{outside}");
        }
    }

    #[test]
    fn an_address_or_secret_that_cannot_be_used_is_refused() {
        for wrong in ["simpus", "ftp://a/b", "https://u:p@a/b", "/api", ""] {
            assert!(upstream(&callable(wrong), &Reach::Anywhere).is_err(), "{wrong}");
        }
        let mut wrong = callable("https://a");
        wrong.credential = Some(Credential { header: "x y".into(), value: "a".into() });
        assert!(upstream(&wrong, &Reach::Anywhere).is_err());
        wrong.credential = Some(Credential { header: "x".into(), value: "a\r\nb: c".into() });
        assert!(upstream(&wrong, &Reach::Anywhere).is_err());
        wrong.credential = None;
        wrong.authority = Some("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----".into());
        assert!(upstream(&wrong, &Reach::Anywhere).is_err());
    }
}
