//! The sign service of BSrE as a region runs it: one HTTP interface (`POST /api/sign/pdf`, `GET /api/user/status/{nik}`) on
//! the office's own network. It holds the certificates; the passphrase opens one for one signature.

mod answer;
mod form;

use crate::model::pdf::is_signed;
use answer::{refused, said_status};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use bytes::Bytes;
use kernel::Instant;
use serde::Deserialize;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use web::outgoing::{Breaker, Call, Outgoing, Reach, Response, Unreached};
use zeroize::Zeroizing;

/// Largest signed PDF that is taken.
const LARGEST: usize = 24 * 1024 * 1024;
/// Seconds for one call where the operator says nothing: a service that also asks a time stamp takes some.
const PATIENCE: u64 = 30;

/// `tanda_tangan` of a region in the configuration.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Address without the path: https, or http to this machine.
    #[serde(rename = "alamat")]
    pub address: String,
    /// Account of this program at the service.
    #[serde(rename = "akun")]
    pub account: String,
    /// File that holds its password on one line.
    #[serde(rename = "berkas_sandi")]
    pub password_file: PathBuf,
    /// PEM file of a further certificate authority.
    #[serde(rename = "sertifikat")]
    pub authority: Option<PathBuf>,
    /// Seconds for one call, 1 to 120.
    #[serde(rename = "batas_waktu")]
    pub timeout: Option<u64>,
}

/// Why the settings cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("tanda_tangan: {0}")]
pub struct BadSettings(pub String);

/// Who signs, for one signature. Wiped from memory when it is dropped, shown by nothing.
pub struct Credentials {
    nik: Zeroizing<String>,
    passphrase: Zeroizing<String>,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Credentials")
    }
}

impl Credentials {
    /// Credentials of a NIK (16 digits; spaces and dots between them do no harm) and its passphrase; `None` for anything else.
    pub fn new(nik: &str, passphrase: &str) -> Option<Self> {
        let nik: String = nik.chars().filter(|c| !matches!(c, ' ' | '.' | '-')).collect();
        let nik = Zeroizing::new(nik);
        let known = nik.len() == 16 && nik.bytes().all(|byte| byte.is_ascii_digit());
        known.then(|| Self { nik, passphrase: Zeroizing::new(passphrase.to_owned()) })
    }

    /// The NIK.
    pub(crate) fn nik(&self) -> &str {
        &self.nik
    }

    /// Whether there is a passphrase.
    pub(crate) fn has_passphrase(&self) -> bool {
        !self.passphrase.is_empty()
    }
}

/// A PDF that came back signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedPdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// The service's id of it.
    pub document: Option<String>,
}

/// What the service knows of a signer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignerState {
    /// Registered, and the certificate is valid.
    Ready,
    /// Not registered.
    Unregistered,
    /// Registered without a certificate that signs: none yet, expired, revoked.
    NoCertificate,
    /// Something else; nobody was told what.
    Unknown,
}

/// Why a PDF was not signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotSigned {
    /// Wrong passphrase.
    Passphrase,
    /// The signer's certificate is missing, expired or revoked.
    Certificate,
    /// The service does not know this NIK.
    Unregistered,
    /// The service does not take this program's own account.
    Account,
    /// Refused with a code of the service that we do not know.
    Refused(i64),
    /// No answer within so many seconds. Whether it signed is unknown; nothing was issued.
    Silent(u64),
    /// The connection broke, the service erred, or its answer is no signed PDF.
    Broken,
    /// It failed several times in a row and is left alone for a while.
    Resting,
}

/// The adapter. One per region; counts failures.
pub struct Bsre {
    way: Outgoing,
    base: String,
    authorization: Zeroizing<String>,
    breaker: Mutex<Breaker>,
}

impl std::fmt::Debug for Bsre {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Bsre({})", self.base)
    }
}

impl Bsre {
    /// Makes ready to call the service; calls nothing yet.
    ///
    /// # Errors
    /// An address that is neither https nor this machine, an unreadable password file, a wrong limit.
    pub fn new(settings: &Settings) -> Result<Self, BadSettings> {
        let bad = |why: String| BadSettings(why);
        let base = settings.address.trim_end_matches('/').to_owned();
        let here = ["http://127.0.0.1", "http://localhost", "http://[::1]"];
        if !base.starts_with("https://") && !here.iter().any(|start| base.starts_with(start)) {
            return Err(bad(format!(
                "alamat `{base}` harus https; http hanya untuk 127.0.0.1, karena sandi lewat di situ"
            )));
        }
        let seconds = settings.timeout.unwrap_or(PATIENCE);
        if !(1..=120).contains(&seconds) {
            return Err(bad("batas_waktu: 1 sampai 120 detik".to_owned()));
        }
        let path = &settings.password_file;
        let password = std::fs::read_to_string(path).map(Zeroizing::new);
        let password = password.map_err(|error| bad(format!("berkas_sandi {}: {error}", path.display())))?;
        let pair = Zeroizing::new(format!("{}:{}", settings.account, password.trim()));
        let limit = Duration::from_secs(seconds);
        let way = Outgoing::new(Reach::Anywhere, settings.authority.as_deref(), limit, LARGEST).map_err(bad)?;
        let authorization = Zeroizing::new(format!("Basic {}", BASE64.encode(pair.as_bytes())));
        Ok(Self { way, base, authorization, breaker: Mutex::default() })
    }

    /// Has a PDF signed, once: the service locks a certificate after some wrong passphrases, so nothing is tried again by
    /// itself.
    ///
    /// # Errors
    /// Not signed, with the reason.
    pub async fn sign(&self, pdf: &[u8], by: &Credentials, chance: &str, now: Instant) -> Result<SignedPdf, NotSigned> {
        let (kind, body) = form::signing(pdf, by.nik(), &by.passphrase, chance);
        let answer = self.asked("POST", "/api/sign/pdf", Some((kind, body)), now).await?;
        let document = answer.headers.get("id_dokumen").and_then(|id| id.to_str().ok()).and_then(plain_id);
        let mut bytes = answer.body;
        if !bytes.starts_with(b"%PDF-")
            && let Some(id) = &document
        {
            bytes = self.asked("GET", &format!("/api/sign/download/{id}"), None, now).await?.body;
        }
        if bytes.as_ref() == pdf || !is_signed(&bytes) {
            tracing::warn!(bytes = bytes.len(), "the sign service answered with something that is no signed PDF");
            self.breaker().failed(now);
            return Err(NotSigned::Broken);
        }
        self.breaker().answered();
        Ok(SignedPdf { bytes: bytes.to_vec(), document })
    }

    /// What the service knows of this NIK; needs no passphrase.
    ///
    /// # Errors
    /// The service did not answer.
    pub async fn status(&self, by: &Credentials, now: Instant) -> Result<SignerState, NotSigned> {
        let path = Zeroizing::new(format!("/api/user/status/{}", by.nik()));
        let answer = self.asked("GET", &path, None, now).await;
        let state = match answer {
            Ok(answer) => said_status(&answer.body).ok_or(NotSigned::Broken),
            Err(NotSigned::Unregistered) => Ok(SignerState::Unregistered),
            Err(NotSigned::Certificate) => Ok(SignerState::NoCertificate),
            Err(error) => return Err(error),
        };
        match state {
            Ok(_) => self.breaker().answered(),
            Err(_) => self.breaker().failed(now),
        }
        state
    }

    /// One call. An answer that is no success becomes its reason, and counts.
    async fn asked(
        &self,
        method: &'static str,
        path: &str,
        body: Option<(String, Bytes)>,
        now: Instant,
    ) -> Result<Response, NotSigned> {
        if !self.breaker().lets_through(now) {
            return Err(NotSigned::Resting);
        }
        let mut headers = vec![("authorization".to_owned(), self.authorization.to_string())];
        let body = body.map(|(kind, body)| {
            headers.push(("content-type".to_owned(), kind));
            body
        });
        let address = format!("{}{path}", self.base);
        let answer = self.way.call(Call { method, address, headers, body: body.unwrap_or_default() }).await;
        let why = match answer {
            Ok(answer) => match refused(answer.status, &answer.body) {
                None => return Ok(answer),
                Some(why) => {
                    tracing::info!(status = answer.status, ?why, "the sign service refused");
                    why
                }
            },
            Err(Unreached::Silent(limit)) => NotSigned::Silent(limit.as_secs()),
            Err(Unreached::Broken(error) | Unreached::Forbidden(error)) => {
                tracing::warn!(error, "the sign service was not reached");
                NotSigned::Broken
            }
        };
        match why {
            NotSigned::Silent(_) | NotSigned::Broken => self.breaker().failed(now),
            _ => self.breaker().answered(),
        }
        Err(why)
    }

    fn breaker(&self) -> std::sync::MutexGuard<'_, Breaker> {
        self.breaker.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An id that may stand in an address.
fn plain_id(id: &str) -> Option<String> {
    let known =
        !id.is_empty() && id.len() <= 100 && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    known.then(|| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(address: &str, password_file: PathBuf) -> Settings {
        Settings { address: address.into(), account: "gapura".into(), password_file, authority: None, timeout: None }
    }

    #[test]
    fn a_passphrase_crosses_no_network_in_the_open() {
        let file = std::env::current_exe().unwrap();
        let why = |address: &str| Bsre::new(&settings(address, file.clone())).map(|_| ()).unwrap_err().0;
        assert!(why("http://esign.kab.go.id").contains("https"));
        assert!(why("esign.kab.go.id").contains("https"));
        let missing = Bsre::new(&settings("https://esign.kab.go.id/", "/tidak/ada".into())).unwrap_err();
        assert!(missing.0.contains("/tidak/ada"), "{missing}");
    }

    #[test]
    fn credentials_are_a_nik_of_sixteen_digits_and_show_nothing() {
        let known = Credentials::new("3517 0112 3456 7890", "rahasia").unwrap();
        assert_eq!(known.nik(), "3517011234567890");
        assert_eq!(format!("{known:?}"), "Credentials");
        for wrong in ["", "351701123456789", "35170112345678901", "3517011234567x90"] {
            assert!(Credentials::new(wrong, "rahasia").is_none(), "{wrong}");
        }
    }

    #[test]
    fn an_id_that_leads_elsewhere_is_no_id() {
        assert_eq!(plain_id("9f3a-12"), Some("9f3a-12".into()));
        for wrong in ["", "../user", "a b", "a?b"] {
            assert_eq!(plain_id(wrong), None, "{wrong}");
        }
    }
}
