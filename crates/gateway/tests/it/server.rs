//! A server that speaks TLS with a certificate of its own making, which ends after as many days as a test says.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{Request, Response};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper_util::rt::TokioIo;
use kernel::{Clock as _, Instant, SystemClock};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};
use std::convert::Infallible;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

const DAY: i64 = 86_400;
const SEQUENCE: u8 = 0x30;
const ECDSA_WITH_SHA256: [u8; 10] = [0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
const EC_PUBLIC_KEY: [u8; 9] = [0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
const P256: [u8; 10] = [0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
const COMMON_NAME: [u8; 5] = [0x06, 0x03, 0x55, 0x04, 0x03];
const OTHER_NAMES: [u8; 5] = [0x06, 0x03, 0x55, 0x1d, 0x11];

/// A certificate for 127.0.0.1 that vouches for itself, and its key.
pub struct Made {
    pub der: Vec<u8>,
    key: Vec<u8>,
    pub until: Instant,
}

impl Made {
    /// One that ends in so many days of the machine's time, by which TLS judges; a negative number: it is over.
    pub fn lasting(days: i64) -> Self {
        let chance = SystemRandom::new();
        let key = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &chance).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, key.as_ref(), &chance).unwrap();
        let until = SystemClock.now().plus_seconds(days * DAY);
        let until = Instant::from_seconds(until.seconds());
        let content = content(until, pair.public_key().as_ref());
        let signature = pair.sign(&chance, &content).unwrap();
        let algorithm = element(SEQUENCE, &[&ECDSA_WITH_SHA256]);
        let der = element(SEQUENCE, &[&content, &algorithm, &bits(signature.as_ref())]);
        Self { der, key: key.as_ref().to_vec(), until }
    }

    pub fn pem(&self) -> String {
        format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", STANDARD.encode(&self.der))
    }

    fn settings(&self) -> Arc<ServerConfig> {
        let builder = ServerConfig::builder_with_provider(Arc::new(default_provider()));
        let builder = builder.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(self.key.clone()));
        Arc::new(builder.with_single_cert(vec![CertificateDer::from(self.der.clone())], key).unwrap())
    }
}

/// What is signed (RFC 5280, 4.1.2).
fn content(until: Instant, public_key: &[u8]) -> Vec<u8> {
    let algorithm = element(SEQUENCE, &[&ECDSA_WITH_SHA256]);
    let attribute = element(SEQUENCE, &[&COMMON_NAME, &element(0x0c, &[b"asal"])]);
    let name = element(SEQUENCE, &[&element(0x31, &[&attribute])]);
    let validity = element(SEQUENCE, &[&time(until.plus_seconds(-90 * DAY)), &time(until)]);
    let key = element(SEQUENCE, &[&element(SEQUENCE, &[&EC_PUBLIC_KEY, &P256]), &bits(public_key)]);
    let addresses = element(SEQUENCE, &[&element(0x87, &[&[127, 0, 0, 1]])]);
    let extension = element(SEQUENCE, &[&OTHER_NAMES, &element(0x04, &[&addresses])]);
    let extensions = element(0xa3, &[&element(SEQUENCE, &[&extension])]);
    let version = element(0xa0, &[&element(0x02, &[&[2]])]);
    let serial = element(0x02, &[&[1]]);
    element(SEQUENCE, &[&version, &serial, &algorithm, &name, &validity, &name, &key, &extensions])
}

fn element(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let held = parts.concat();
    let size = u16::try_from(held.len()).unwrap();
    let [high, low] = size.to_be_bytes();
    let mut der = match size {
        0..0x80 => vec![tag, low],
        0x80..0x100 => vec![tag, 0x81, low],
        _ => vec![tag, 0x82, high, low],
    };
    der.extend(held);
    der
}

fn bits(bytes: &[u8]) -> Vec<u8> {
    element(0x03, &[&[0], bytes])
}

fn time(at: Instant) -> Vec<u8> {
    let at = jiff::Timestamp::from_second(at.seconds()).unwrap();
    element(0x17, &[at.strftime("%y%m%d%H%M%SZ").to_string().as_bytes()])
}

/// The server. It answers everything with `isi`.
pub struct Secure {
    pub port: u16,
    settings: Arc<Mutex<Arc<ServerConfig>>>,
    connections: Arc<AtomicUsize>,
}

impl Secure {
    pub async fn new(made: &Made) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (settings, connections) = (Arc::new(Mutex::new(made.settings())), Arc::new(AtomicUsize::new(0)));
        let (present, counted) = (settings.clone(), connections.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                counted.fetch_add(1, Ordering::SeqCst);
                let present = present.lock().unwrap().clone();
                tokio::spawn(serve(stream, TlsAcceptor::from(present)));
            }
        });
        Self { port, settings, connections }
    }

    /// From the next connection on it shows another certificate.
    pub fn renew(&self, made: &Made) {
        *self.settings.lock().unwrap() = made.settings();
    }

    pub fn address(&self) -> String {
        format!("https://127.0.0.1:{}", self.port)
    }

    /// Connections so far.
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

async fn serve(stream: TcpStream, acceptor: TlsAcceptor) {
    let Ok(stream) = acceptor.accept(stream).await else { return };
    let answer = hyper::service::service_fn(|_: Request<Incoming>| async {
        Ok::<_, Infallible>(Response::new(Full::new(Bytes::from_static(b"isi"))))
    });
    let _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), answer).await;
}
