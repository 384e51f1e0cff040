//! One HTTP call to the gateway: https only (http to this machine), no redirects, no private networks unless listed, an
//! answer of at most 64 KB, one time limit for everything.
//!
//! Built on hyper's client connection and tokio-rustls, both in the house already for the server and for SMTP: no crate
//! more. It lets us look at the resolved address and connect to exactly that one, so that a name that changes its answer
//! (rebinding) gains nothing; reqwest would have brought about twenty crates and resolves by itself.

use super::NotTaken;
use crate::model::gateway::{BadGateway, Call, Gateway, Sending, Verdict};
use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::{Request, Uri, header};
use hyper_util::rt::TokioIo;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto::ring};

const ANSWER_BYTES: usize = 64 * 1024;

/// Calls one gateway.
pub struct Caller {
    gateway: Gateway,
    tls: TlsConnector,
}

impl std::fmt::Debug for Caller {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Caller({:?})", self.gateway)
    }
}

impl Caller {
    /// Makes ready to call this gateway.
    ///
    /// # Errors
    /// Its file of certificate authorities cannot be read.
    pub fn new(gateway: Gateway) -> Result<Self, BadGateway> {
        let wrong = |error: &dyn std::fmt::Display| BadGateway(format!("`sertifikat`: {error}"));
        let mut roots = RootCertStore::empty();
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        if let Some(path) = &gateway.authority {
            for certificate in CertificateDer::pem_file_iter(path).map_err(|error| wrong(&error))? {
                let certificate = certificate.map_err(|error| wrong(&error))?;
                roots.add(certificate).map_err(|error| wrong(&error))?;
            }
        }
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| wrong(&error))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self { gateway, tls: TlsConnector::from(Arc::new(config)) })
    }

    /// What it delivers to: `sms` or `wa`.
    pub fn medium(&self) -> &'static str {
        self.gateway.medium.word()
    }

    /// Sends one message; answers the gateway's id of it, if it tells one.
    ///
    /// # Errors
    /// The gateway refused it or did not work.
    pub async fn send(&self, sending: Sending<'_>) -> Result<Option<String>, NotTaken> {
        let call = self.gateway.call(sending);
        let limit = Duration::from_secs(self.gateway.timeout);
        let (status, body) = tokio::time::timeout(limit, self.make(call))
            .await
            .map_err(|_| NotTaken::Later("gerbang_diam", format!("no answer within {} s", limit.as_secs())))??;
        match self.gateway.judge(status, &body) {
            Verdict::Taken(id) => Ok(id),
            Verdict::Refused => Err(NotTaken::Refused("ditolak_gerbang")),
            Verdict::Later => Err(NotTaken::Later("gerbang_galat", format!("status {status}"))),
        }
    }

    async fn make(&self, call: Call) -> Result<(u16, Bytes), NotTaken> {
        let uri: Uri = call.address.parse().map_err(|error| broken(&error))?;
        let secure = uri.scheme_str() == Some("https");
        let host = uri.host().unwrap_or("").trim_matches(['[', ']']).to_owned();
        let port = uri.port_u16().unwrap_or(if secure { 443 } else { 80 });
        let stream = self.connect(&host, port, secure).await?;
        let request = request(&call, &uri)?;
        if !secure {
            return exchange(stream, request).await;
        }
        let name = ServerName::try_from(host).map_err(|error| broken(&error))?;
        let stream = self.tls.connect(name, stream).await.map_err(|error| broken(&error))?;
        exchange(stream, request).await
    }

    async fn connect(&self, host: &str, port: u16, secure: bool) -> Result<TcpStream, NotTaken> {
        let found: Vec<SocketAddr> =
            tokio::net::lookup_host((host, port)).await.map_err(|error| broken(&error))?.collect();
        let allowed = found.iter().find(|address| self.allows(address.ip(), secure));
        let Some(address) = allowed else {
            let why =
                if found.is_empty() { "the name has no address" } else { "the name leads into a private network" };
            return Err(NotTaken::Later("gerbang_terlarang", why.to_owned()));
        };
        TcpStream::connect(address).await.map_err(|error| broken(&error))
    }

    /// Plain http reaches this machine only; https reaches the world and the networks that the description lists.
    fn allows(&self, address: IpAddr, secure: bool) -> bool {
        let address = address.to_canonical();
        let listed = || self.gateway.networks.iter().any(|(base, bits)| within(address, *base, *bits));
        if secure { !is_private(address) || listed() } else { address.is_loopback() }
    }
}

fn broken(error: &dyn std::fmt::Display) -> NotTaken {
    NotTaken::Later("gerbang_tak_tercapai", error.to_string().replace(char::is_control, " "))
}

fn request(call: &Call, uri: &Uri) -> Result<Request<Full<Bytes>>, NotTaken> {
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
    builder.body(Full::new(Bytes::from(call.body.clone()))).map_err(|error| broken(&error))
}

async fn exchange<S>(stream: S, request: Request<Full<Bytes>>) -> Result<(u16, Bytes), NotTaken>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(|error| broken(&error))?;
    let running = tokio::spawn(connection);
    let outcome = async {
        let response = sender.send_request(request).await.map_err(|error| broken(&error))?;
        let status = response.status().as_u16();
        let body = Limited::new(response.into_body(), ANSWER_BYTES).collect().await.map_err(|error| broken(&error))?;
        Ok((status, body.to_bytes()))
    }
    .await;
    running.abort();
    outcome
}

fn within(address: IpAddr, base: IpAddr, bits: u8) -> bool {
    let whole = |address: IpAddr| match address {
        IpAddr::V4(address) => (u128::from(u32::from(address)) << 96, 32_u8),
        IpAddr::V6(address) => (u128::from(address), 128),
    };
    let ((one, width), (other, other_width)) = (whole(address), whole(base));
    width == other_width && (bits == 0 || (one ^ other) >> (128 - u32::from(bits)) == 0)
}

/// Addresses that are not on the public internet: this machine, private and shared networks, link-local, tunnels to them.
fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            address.is_loopback()
                || address.is_private()
                || address.is_link_local()
                || address.is_multicast()
                || a == 0
                || a >= 240
                || (a == 100 && (64..128).contains(&b))
                || (a == 192 && b == 0 && c == 0)
                || (a == 198 && (18..20).contains(&b))
        }
        IpAddr::V6(address) => {
            let [first, second, ..] = address.segments();
            let [.., high, low] = address.segments();
            let embedded = IpAddr::from((u32::from(high) << 16 | u32::from(low)).to_be_bytes());
            address.is_loopback()
                || address.is_unspecified()
                || address.is_multicast()
                || first & 0xfe00 == 0xfc00
                || first & 0xffc0 == 0xfe80
                || first == 0x2002
                || (first == 0x64 && second == 0xff9b && is_private(embedded))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_addresses_are_known_in_every_dress() {
        for address in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "198.18.0.1",
            "192.0.0.8",
            "::1",
            "::",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "ff02::1",
            "2002:7f00:1::",
            "64:ff9b::7f00:1",
        ] {
            assert!(is_private(address.parse::<IpAddr>().unwrap().to_canonical()), "{address}");
        }
        assert!(is_private("::ffff:10.0.0.1".parse::<IpAddr>().unwrap().to_canonical()));
        for address in
            ["8.8.8.8", "103.10.66.1", "172.32.0.1", "100.128.0.1", "2001:4860:4860::8888", "64:ff9b::808:808"]
        {
            assert!(!is_private(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn a_listed_network_is_reached_and_plain_http_only_this_machine() {
        let described = |more: &str| {
            let text = format!(
                "saluran='sms'\nmetode='GET'\nalamat='https://sms.lokal/s?t={{tujuan}}&m={{teks}}'\n{more}\n[berhasil]\n"
            );
            Caller::new(Gateway::read(&text, None).unwrap()).unwrap()
        };
        let inside: IpAddr = "10.7.1.1".parse().unwrap();
        assert!(!described("").allows(inside, true));
        let listed = described("izinkan_jaringan = ['10.7.0.0/16']");
        assert!(listed.allows(inside, true));
        assert!(!listed.allows("10.8.0.1".parse().unwrap(), true));
        assert!(!listed.allows(inside, false), "http never leaves this machine");
        assert!(listed.allows("::ffff:127.0.0.1".parse().unwrap(), false));
        assert!(!listed.allows("8.8.8.8".parse().unwrap(), false));
    }
}
