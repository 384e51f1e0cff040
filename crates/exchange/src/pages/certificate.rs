//! How the certificate of a service's server stands, for the page of the service.

use super::warned::near;
use crate::exchange::Exchange;
use crate::model::term::{last_day, nearness};
use crate::refusal::Refused;
use cases::doors::Certificate;
use web::{Markup, View};

/// What is said of it; nothing where none was seen yet.
#[derive(Default)]
pub(super) struct Shown {
    /// Its last day, marked where that is near.
    pub until: Option<(String, Option<Markup>)>,
    /// What is wrong with it, and what to do.
    pub fault: Option<(String, String)>,
}

impl Exchange {
    pub(super) async fn certificate_shown(&self, v: &View, key: &str) -> Result<Shown, Refused> {
        let seen = self.deps().certificates.certificates().await.map_err(Refused::Failed)?;
        Ok(seen.into_iter().find(|one| one.service == key).map(|one| self.shown(v, &one)).unwrap_or_default())
    }

    fn shown(&self, v: &View, certificate: &Certificate) -> Shown {
        let until = certificate.until.map(|until| {
            let level = nearness(until, v.now());
            (v.words().date(last_day(until, self.zone())), (level > 0).then(|| near(v, until, level)))
        });
        let fault = certificate.fault.map(|fault| {
            let key = format!("tukar-sertifikat-{}", fault.word());
            (v.t(&key).to_owned(), v.t(&format!("{key}-kata")).to_owned())
        });
        Shown { until, fault }
    }
}
