//! Makes connections: resolves the name once, connects to an address that may be reached, and to no other.

use super::seen::{Seen, Sight};
use super::wire::Wire;
use cases::doors::CertificateFault;
use http::Uri;
use hyper_util::rt::TokioIo;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::client::Resumption;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, Error, HandshakeKind};
use tower::Service;
use web::outgoing::{Reach, not_after};

/// In this time a connection stands, with its handshake.
const PATIENCE: Duration = Duration::from_secs(5);

/// Why there is no connection.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// The name leads where it must not.
    #[error("the name leads into a network that is not listed")]
    Forbidden,
    /// The server's certificate is none that it may be called by.
    #[error("the certificate cannot be used: {0:?}")]
    Certificate(CertificateFault),
    /// Nobody answers there, or not as it should.
    #[error("{0}")]
    Failed(String),
}

/// Makes connections, and remembers what their handshakes saw. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Dialer(Arc<Means>);

struct Means {
    reach: Reach,
    tls: TlsConnector,
    seen: Seen,
}

impl Dialer {
    pub fn new(reach: Reach, tls: TlsConnector, seen: Seen) -> Self {
        Self(Arc::new(Means { reach, tls, seen }))
    }

    /// The same, but every handshake is a whole one: a connection that takes up an earlier session shows the certificate of
    /// that session, and looks at none.
    pub fn afresh(&self) -> Self {
        let mut config = ClientConfig::clone(self.0.tls.config());
        config.resumption = Resumption::disabled();
        let means = &self.0;
        Self::new(means.reach.clone(), TlsConnector::from(Arc::new(config)), means.seen.clone())
    }

    /// A connection to the server of this address, in time.
    pub async fn dial(&self, uri: &Uri) -> Result<Wire, Refusal> {
        let dialled = tokio::time::timeout(PATIENCE, self.0.dial(uri)).await;
        dialled.unwrap_or_else(|_| Err(Refusal::Failed("no connection in time".to_owned())))
    }
}

type Dialing = Pin<Box<dyn Future<Output = Result<Wire, Refusal>> + Send>>;

impl Service<Uri> for Dialer {
    type Response = Wire;
    type Error = Refusal;
    type Future = Dialing;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Refusal>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> Dialing {
        let dialer = self.clone();
        Box::pin(async move { dialer.dial(&uri).await })
    }
}

impl Means {
    async fn dial(&self, uri: &Uri) -> Result<Wire, Refusal> {
        let secure = uri.scheme_str() == Some("https");
        let host = uri.host().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        let port = uri.port_u16().unwrap_or(if secure { 443 } else { 80 });
        let stream = self.connect(&host, port, secure).await?;
        // A request is one write; waiting for more to fill a packet would only delay it.
        let _ = stream.set_nodelay(true);
        if !secure {
            return Ok(Wire::Plain(TokioIo::new(stream)));
        }
        let name = ServerName::try_from(host).map_err(|error| failed(&error))?;
        let stream = self.tls.connect(name, stream).await.map_err(|error| self.refused(&error))?;
        self.look(&stream);
        Ok(Wire::Secure(Box::new(TokioIo::new(stream))))
    }

    /// Remembers the certificate of a connection that was made.
    fn look(&self, stream: &TlsStream<TcpStream>) {
        let (_, session) = stream.get_ref();
        if session.handshake_kind() == Some(HandshakeKind::Resumed) {
            return;
        }
        let first = session.peer_certificates().and_then(<[_]>::first);
        self.seen.saw(Sight { until: first.and_then(|der| not_after(der)), fault: None });
    }

    /// Why a handshake failed; where the certificate was the reason, that is remembered.
    fn refused(&self, error: &std::io::Error) -> Refusal {
        let told = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>());
        let Some(sight) = told.and_then(Sight::of) else {
            return failed(error);
        };
        self.seen.saw(sight.clone());
        sight.fault.map_or_else(|| failed(error), Refusal::Certificate)
    }

    async fn connect(&self, host: &str, port: u16, secure: bool) -> Result<TcpStream, Refusal> {
        let found: Vec<SocketAddr> =
            tokio::net::lookup_host((host, port)).await.map_err(|error| failed(&error))?.collect();
        let mut refusal = Refusal::Forbidden;
        for address in found.iter().filter(|address| allows(&self.reach, address, secure)) {
            match TcpStream::connect(address).await {
                Ok(stream) => return Ok(stream),
                Err(error) => refusal = failed(&error),
            }
        }
        Err(refusal)
    }
}

/// As for every call out of the house; and this machine only where the operator listed it: what else runs on it (a
/// database, `/metrics`) trusts its neighbours.
fn allows(reach: &Reach, address: &SocketAddr, secure: bool) -> bool {
    let ip = address.ip();
    reach.allows(ip, secure) && (!ip.to_canonical().is_loopback() || reach.lists(ip))
}

fn failed(error: &dyn std::fmt::Display) -> Refusal {
    Refusal::Failed(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use web::Network;

    fn reaches(reach: &Reach, address: &str, secure: bool) -> bool {
        allows(reach, &SocketAddr::new(address.parse().unwrap(), 80), secure)
    }

    #[test]
    fn inner_networks_and_this_machine_are_reached_only_where_they_are_listed() {
        let nothing = Reach::Public(Vec::new());
        for inner in ["127.0.0.1", "::1", "10.1.2.3", "192.168.1.1", "169.254.169.254", "::ffff:10.0.0.1", "fd00::1"] {
            assert!(!reaches(&nothing, inner, true), "{inner}");
            assert!(!reaches(&nothing, inner, false), "{inner} without TLS");
        }
        assert!(reaches(&nothing, "103.10.66.1", true));
        assert!(!reaches(&nothing, "103.10.66.1", false), "plain http never leaves this machine");
        let listed = ["10.1.0.0/16", "127.0.0.1"].map(|network| Network::parse(network).unwrap());
        let listed = Reach::Public(listed.to_vec());
        assert!(reaches(&listed, "10.1.2.3", true) && reaches(&listed, "127.0.0.1", false));
        assert!(!reaches(&listed, "10.1.2.3", false) && !reaches(&listed, "127.0.0.2", false));
    }
}
