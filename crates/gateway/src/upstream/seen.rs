//! What handshakes saw of the certificate of one upstream. It stands in memory: a call on a kept connection asks nothing.

use cases::doors::CertificateFault;
use kernel::Instant;
use std::sync::{Arc, Mutex, PoisonError};
use tokio_rustls::rustls::{CertificateError, Error};

/// What one handshake saw.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sight {
    /// When the certificate ends, where that could be read.
    pub until: Option<Instant>,
    /// Why the handshake failed.
    pub fault: Option<CertificateFault>,
}

impl Sight {
    /// What a handshake saw that failed because of the certificate.
    pub fn of(error: &Error) -> Option<Self> {
        let Error::InvalidCertificate(why) = error else {
            return None;
        };
        Some(match why {
            CertificateError::ExpiredContext { not_after, .. } => {
                let until = i64::try_from(not_after.as_secs()).ok().map(Instant::from_seconds);
                Self { until, fault: Some(CertificateFault::Expired) }
            }
            CertificateError::Expired => Self { until: None, fault: Some(CertificateFault::Expired) },
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                Self { until: None, fault: Some(CertificateFault::OtherName) }
            }
            _ => Self { until: None, fault: Some(CertificateFault::Untrusted) },
        })
    }
}

/// The last sight. Cheap to clone: all copies are one.
#[derive(Clone, Default)]
pub(crate) struct Seen(Arc<Mutex<Sights>>);

#[derive(Default)]
struct Sights {
    last: Option<Sight>,
    /// What stands in the store, as far as this node has written it.
    kept: Option<Sight>,
}

impl Seen {
    fn with<T>(&self, act: impl FnOnce(&mut Sights) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// A handshake saw this.
    pub fn saw(&self, sight: Sight) {
        self.with(|sights| sights.last = Some(sight));
    }

    /// What was seen last.
    pub fn last(&self) -> Option<Sight> {
        self.with(|sights| sights.last.clone())
    }

    /// What was seen last, where it is not in the store yet.
    pub fn unkept(&self) -> Option<Sight> {
        self.with(|sights| sights.last.clone().filter(|last| sights.kept.as_ref() != Some(last)))
    }

    /// This is in the store now.
    pub fn keep(&self, sight: Sight) {
        self.with(|sights| sights.kept = Some(sight));
    }
}
