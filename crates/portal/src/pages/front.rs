//! The front: what can be done, in which order, and how the installation is.

use crate::guides::TOPICS;
use crate::portal::Portal;
use crate::status::{State, state};
use askama::Template;
use axum::extract::State as Room;
use web::{Answer, OrFail as _, View, Visitor};

/// Parts of the portal, this room's own and others': text key and address.
const PARTS: [(&str, &str); 9] = [
    ("kunci", "/pengembang/kunci"),
    ("layanan", "/pengembang/layanan"),
    ("coba", "/pengembang/coba"),
    ("pasir", "/pengembang/kotak-pasir"),
    ("peristiwa", "/pengembang/peristiwa"),
    ("openapi", "/api/v1/openapi.json"),
    ("asyncapi", "/api/v1/asyncapi.json"),
    ("perubahan", "/pengembang/perubahan"),
    ("status", "/pengembang/status"),
];

#[derive(Template)]
#[template(path = "pengembang.html")]
struct Page {
    v: View,
    /// Address, title, lead of each guide.
    topics: Vec<(String, String, String)>,
    /// Address, name, what it is for.
    parts: Vec<(&'static str, String, String)>,
    address: String,
    version: &'static str,
    ledger: bool,
    services: usize,
    troubled: usize,
}

pub(super) async fn page(visitor: Visitor, Room(portal): Room<Portal>) -> Answer {
    let v = visitor.view;
    let services = portal.services(v.session()).await.or_fail()?;
    let healths = portal.healths().await.or_fail()?;
    let troubled =
        services.iter().filter(|one| matches!(state(healths.get(&one.callable.key)), State::Down | State::Slow));
    let topics = TOPICS.iter().map(|topic| {
        let text = |part: &str| v.t(&format!("pengembang-{}-{part}", topic.id)).to_owned();
        (format!("/pengembang/mulai/{}", topic.id), text("judul"), text("singkat"))
    });
    let parts = PARTS.iter().map(|(key, href)| {
        (*href, v.t(&format!("pengembang-ke-{key}")).to_owned(), v.t(&format!("pengembang-ke-{key}-kata")).to_owned())
    });
    let page = Page {
        topics: topics.collect(),
        parts: parts.collect(),
        address: portal.public_url().to_owned(),
        version: env!("CARGO_PKG_VERSION"),
        ledger: portal.ledger_stands().await,
        troubled: troubled.count(),
        services: services.len(),
        v,
    };
    web::page(&page)
}
