//! The room on real ledgers, against real peers on loopback that take, refuse, hang and talk rubbish.
#![expect(clippy::unwrap_used, reason = "tests and their helpers stop where something is wrong")]

mod calls;
mod order;
mod pages;
mod peers;
mod sending;

use cases::doors::{Answer, Deliveries, Delivery, DeliveryState, Staff, StandIn};
use kernel::{OfficerId, Role};
use messages::channel::http::Caller;
use messages::channel::mail::{MailSettings, Mailer};
use messages::model::gateway::Gateway;
use messages::{Channels, Deps, MIGRATIONS, Messages};
use std::sync::Arc;
use testkit::Ledger;

/// The head of dinas-pupr has an address, the one of dinas-sosial has none, nobody else is anybody.
pub struct Heads;

impl Staff for Heads {
    fn holding<'a>(&'a self, unit: &'a str, role: Role) -> Answer<'a, Vec<OfficerId>> {
        let known = role == Role::Head && matches!(unit, "dinas-pupr" | "dinas-sosial");
        let found = if known { vec![OfficerId(format!("kepala-{unit}"))] } else { Vec::new() };
        Box::pin(std::future::ready(found))
    }

    fn name<'a>(&'a self, _: &'a OfficerId) -> Answer<'a, Option<String>> {
        Box::pin(async { None })
    }

    fn email<'a>(&'a self, officer: &'a OfficerId) -> Answer<'a, Option<String>> {
        let email = (officer.0 == "kepala-dinas-pupr").then(|| "kadis@jombangkab.go.id".to_owned());
        Box::pin(std::future::ready(email))
    }

    fn stands_in<'a>(&'a self, _: &'a OfficerId, _: jiff::civil::Date) -> Answer<'a, Vec<StandIn>> {
        Box::pin(std::future::ready(Vec::new()))
    }

    fn letters<'a>(&'a self, _: &'a [String]) -> Answer<'a, Vec<StandIn>> {
        Box::pin(std::future::ready(Vec::new()))
    }
}

/// The room with these ways out.
pub fn room(ledger: &Ledger, gateway: Option<&peers::Http>, mail: Option<&peers::Smtp>) -> Messages {
    let gateway = gateway.map(|peer| Caller::new(Gateway::read(&peer.described(), None).unwrap()).unwrap());
    let mail = mail.map(|peer| {
        let text = format!(
            "server='127.0.0.1'\nport={}\nkeamanan='tanpa'\npengirim='lapor@jombangkab.go.id'\nbatas_waktu=1",
            peer.port
        );
        let settings: MailSettings = toml::from_str(&text).unwrap();
        Mailer::new(&settings, "Kabupaten Jombang").unwrap()
    });
    Messages::new(Deps {
        region: "35.17".to_owned(),
        store: ledger.store.clone(),
        chance: Arc::new(ledger.chance.clone()),
        staff: Arc::new(Heads),
        channels: Arc::new(Channels { gateway, mail }),
    })
}

/// Lets the worker run until nothing more is due at this moment.
pub async fn work(messages: &Messages, ledger: &Ledger) {
    for job in messages::jobs(messages) {
        while job.run(ledger.now()).await.unwrap().done > 0 {}
    }
}

/// What became of the messages of a case.
pub async fn states(messages: &Messages, case: &str) -> Vec<(DeliveryState, String, String)> {
    let all: Vec<Delivery> = messages.of_case(case).await;
    all.into_iter().map(|one| (one.state, one.channel, one.reason)).collect()
}

/// A ledger on each database.
pub async fn ledgers() -> Vec<Ledger> {
    testkit::ledgers(MIGRATIONS).await
}
