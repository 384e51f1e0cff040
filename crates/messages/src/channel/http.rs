//! One HTTP call to the gateway; how such a call is made stands in [`web::outgoing`].

use super::NotTaken;
use crate::model::gateway::{BadGateway, Gateway, Sending, Verdict};
use std::time::Duration;
use web::outgoing::{Outgoing, Reach, Unreached};

const ANSWER_BYTES: usize = 64 * 1024;

/// Calls one gateway.
pub struct Caller {
    gateway: Gateway,
    way: Outgoing,
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
        let (reach, limit) = (Reach::Public(gateway.networks.clone()), Duration::from_secs(gateway.timeout));
        let way = Outgoing::new(reach, gateway.authority.as_deref(), limit, ANSWER_BYTES).map_err(BadGateway)?;
        Ok(Self { gateway, way })
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
        let answer = self.way.call(self.gateway.call(sending)).await.map_err(unreached)?;
        match self.gateway.judge(answer.status, &answer.body) {
            Verdict::Taken(id) => Ok(id),
            Verdict::Refused => Err(NotTaken::Refused("ditolak_gerbang")),
            Verdict::Later => Err(NotTaken::Later("gerbang_galat", format!("status {}", answer.status))),
        }
    }
}

fn unreached(why: Unreached) -> NotTaken {
    match why {
        Unreached::Forbidden(why) => NotTaken::Later("gerbang_terlarang", why),
        Unreached::Broken(why) => NotTaken::Later("gerbang_tak_tercapai", why),
        Unreached::Silent(limit) => NotTaken::Later("gerbang_diam", format!("no answer within {} s", limit.as_secs())),
    }
}
