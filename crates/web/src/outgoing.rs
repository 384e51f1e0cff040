//! One HTTP call out of the house: https only (http to this machine), no redirects, private networks only where they are
//! meant, an answer of bounded size, one time limit for everything.
//!
//! Built on hyper's client connection and tokio-rustls, both in the house already for the server and for SMTP: no crate
//! more. It lets us look at the resolved address and connect to exactly that one, so that a name that changes its answer
//! (rebinding) gains nothing; reqwest would have brought about twenty crates and resolves by itself.

mod breaker;
mod certificate;
mod private;

pub use breaker::Breaker;
pub use certificate::not_after;

use crate::address::Network;
use bytes::Bytes;
use http::{HeaderMap, Request, Uri, header};
use http_body_util::{BodyExt, Full, Limited};
use hyper_util::rt::TokioIo;
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto::ring};

/// Where https may lead. Plain http leads to this machine only, whatever stands here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The internet, and these private networks.
    Public(Vec<Network>),
    /// Wherever the address leads: for a service that the operator named and that stands in the own network.
    Anywhere,
}

impl Reach {
    /// Whether a connection may lead to this address: plain http to this machine only, https to where this says.
    pub fn allows(&self, address: IpAddr, secure: bool) -> bool {
        let address = address.to_canonical();
        match self {
            _ if !secure => address.is_loopback(),
            Self::Anywhere => true,
            Self::Public(_) => !private::is_private(address) || self.lists(address),
        }
    }

    /// Whether the operator listed a network that holds this address.
    pub fn lists(&self, address: IpAddr) -> bool {
        match self {
            Self::Anywhere => true,
            Self::Public(networks) => networks.iter().any(|network| network.contains(address.to_canonical())),
        }
    }
}

/// TLS as the house speaks it to others: rustls with ring, the public authorities and these further ones.
///
/// # Errors
/// A sentence about a certificate that is none.
pub fn tls(further: impl IntoIterator<Item = CertificateDer<'static>>) -> Result<TlsConnector, String> {
    let mut roots = RootCertStore::empty();
    roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    for certificate in further {
        roots.add(certificate).map_err(|error| error.to_string())?;
    }
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}

/// The certificates of a PEM text.
///
/// # Errors
/// A sentence about the one that cannot be read.
pub fn certificates(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, String> {
    CertificateDer::pem_slice_iter(pem).collect::<Result<_, _>>().map_err(|error| error.to_string())
}

/// One call, ready to be made. Its body may hold secrets: it is never shown.
pub struct Call {
    /// `GET`, `POST`, `PUT` or `OPTIONS`.
    pub method: &'static str,
    /// Whole address.
    pub address: String,
    /// Header fields.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: Bytes,
}

impl std::fmt::Debug for Call {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Call({}, {} bytes)", self.method, self.body.len())
    }
}

/// What came back, whatever its status.
#[derive(Clone, Debug)]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// Header fields.
    pub headers: HeaderMap,
    /// Body.
    pub body: Bytes,
}

/// Why there is no answer. The words are for the log and hold no value of the call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreached {
    /// The name leads where it must not.
    Forbidden(String),
    /// The connection broke, or was never made.
    Broken(String),
    /// Nothing came within this time.
    Silent(Duration),
}

/// An open connection, with TLS or without.
pub trait Wire: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Wire for T {}

/// Makes calls.
pub struct Outgoing {
    tls: TlsConnector,
    reach: Reach,
    limit: Duration,
    most: usize,
}

impl std::fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Outgoing({:?}, {} s)", self.reach, self.limit.as_secs())
    }
}

impl Outgoing {
    /// Calls that end after `limit` and answers of at most `most` bytes; `authority` is a PEM file of further certificate
    /// authorities.
    ///
    /// # Errors
    /// A sentence about that file.
    pub fn new(reach: Reach, authority: Option<&Path>, limit: Duration, most: usize) -> Result<Self, String> {
        let wrong = |error: &dyn std::fmt::Display| format!("`sertifikat`: {error}");
        let mut further = Vec::new();
        if let Some(path) = authority {
            for certificate in CertificateDer::pem_file_iter(path).map_err(|error| wrong(&error))? {
                further.push(certificate.map_err(|error| wrong(&error))?);
            }
        }
        Ok(Self { tls: tls(further).map_err(|error| wrong(&error))?, reach, limit, most })
    }

    /// Makes one call, once.
    ///
    /// # Errors
    /// There is no whole answer within the limits.
    pub async fn call(&self, call: Call) -> Result<Response, Unreached> {
        tokio::time::timeout(self.limit, self.make(call)).await.map_err(|_| Unreached::Silent(self.limit))?
    }

    async fn make(&self, call: Call) -> Result<Response, Unreached> {
        let uri: Uri = call.address.parse().map_err(|error| broken(&error))?;
        let stream = self.open(&uri).await?;
        self.exchange(stream, request(call, &uri)?).await
    }

    /// A connection to the server of an address, guarded as every call is, for rooms that keep it for several calls. The
    /// time limit is the caller's.
    ///
    /// # Errors
    /// The name leads where it must not, or nobody answers there.
    pub async fn open(&self, uri: &Uri) -> Result<Box<dyn Wire>, Unreached> {
        let secure = uri.scheme_str() == Some("https");
        let host = uri.host().unwrap_or("").trim_matches(['[', ']']).to_owned();
        let port = uri.port_u16().unwrap_or(if secure { 443 } else { 80 });
        let stream = self.connect(&host, port, secure).await?;
        if !secure {
            return Ok(Box::new(stream));
        }
        let name = ServerName::try_from(host).map_err(|error| broken(&error))?;
        Ok(Box::new(self.tls.connect(name, stream).await.map_err(|error| broken(&error))?))
    }

    async fn connect(&self, host: &str, port: u16, secure: bool) -> Result<TcpStream, Unreached> {
        let found: Vec<SocketAddr> =
            tokio::net::lookup_host((host, port)).await.map_err(|error| broken(&error))?.collect();
        let allowed = found.iter().find(|address| self.reach.allows(address.ip(), secure));
        let Some(address) = allowed else {
            let why =
                if found.is_empty() { "the name has no address" } else { "the name leads into a private network" };
            return Err(Unreached::Forbidden(why.to_owned()));
        };
        let stream = TcpStream::connect(address).await.map_err(|error| broken(&error))?;
        // A kept connection would otherwise wait for acknowledgements between a head and its body.
        stream.set_nodelay(true).map_err(|error| broken(&error))?;
        Ok(stream)
    }

    async fn exchange(&self, stream: Box<dyn Wire>, request: Request<Full<Bytes>>) -> Result<Response, Unreached> {
        let (mut sender, connection) =
            hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(|error| broken(&error))?;
        let running = tokio::spawn(connection);
        let outcome = async {
            let response = sender.send_request(request).await.map_err(|error| broken(&error))?;
            let (parts, body) = response.into_parts();
            let body = Limited::new(body, self.most).collect().await.map_err(|error| broken(&error))?;
            Ok(Response { status: parts.status.as_u16(), headers: parts.headers, body: body.to_bytes() })
        }
        .await;
        running.abort();
        outcome
    }
}

fn broken(error: &dyn std::fmt::Display) -> Unreached {
    Unreached::Broken(error.to_string().replace(char::is_control, " "))
}

fn request(call: Call, uri: &Uri) -> Result<Request<Full<Bytes>>, Unreached> {
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    let mut builder = Request::builder()
        .method(call.method)
        .uri(path)
        .header(header::HOST, authority)
        .header(header::USER_AGENT, "gapura")
        .header(header::ACCEPT, "application/json, */*")
        .header(header::CONNECTION, "close");
    for (name, value) in &call.headers {
        builder = builder.header(name, value);
    }
    builder.body(Full::new(call.body)).map_err(|error| broken(&error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listed_network_is_reached_and_plain_http_only_this_machine() {
        let inside: IpAddr = "10.7.1.1".parse().unwrap();
        assert!(!Reach::Public(Vec::new()).allows(inside, true));
        let listed = Reach::Public(vec![Network::parse("10.7.0.0/16").unwrap()]);
        assert!(listed.lists(inside) && !listed.lists("10.8.0.1".parse().unwrap()));
        assert!(listed.allows(inside, true));
        assert!(!listed.allows("10.8.0.1".parse().unwrap(), true));
        assert!(!listed.allows(inside, false), "http never leaves this machine");
        assert!(listed.allows("::ffff:127.0.0.1".parse().unwrap(), false));
        assert!(!listed.allows("8.8.8.8".parse().unwrap(), false));
    }

    #[test]
    fn a_service_of_the_own_network_is_reached_by_https_alone() {
        let inside: IpAddr = "10.7.1.1".parse().unwrap();
        assert!(Reach::Anywhere.allows(inside, true));
        assert!(!Reach::Anywhere.allows(inside, false));
    }

    #[test]
    fn a_call_does_not_show_what_it_carries() {
        let call = Call {
            method: "POST",
            address: "https://contoh.id/rahasia".into(),
            headers: vec![("authorization".into(), "rahasia".into())],
            body: Bytes::from_static(b"rahasia"),
        };
        assert!(!format!("{call:?}").contains("rahasia"));
    }
}
