//! A region with its ledger, its pages and three officers.

use crate::office::{Town, answered, days};
use axum::http::StatusCode;
use cases::doors::{Agencies, Agency};
use kernel::{Actor, Instant, NewEvent, OfficerId, Role, Token, Zone};
use programme::{Deps, Programme};
use serde_json::{Value as Json, json};
use std::sync::Arc;
use store::{ANY_VERSION, Commit};
use testkit::Ledger;
use web::{Grant, Session};

pub const REGION: &str = "35.17";
/// Works at the information office, which answers for most indicators.
pub const SARI: usize = 0;
/// Heads another office.
pub const BUDI: usize = 1;
/// Plans for the whole region.
pub const RINI: usize = 2;

/// Agencies of which the indicators know; people and places are those of the plan's town.
struct Offices;

impl Agencies for Offices {
    fn all(&self) -> Arc<[Agency]> {
        ["dinas-kominfo", "dinas-pupr"].into_iter().filter_map(|unit| self.agency(unit)).collect()
    }

    fn agency(&self, unit: &str) -> Option<Agency> {
        let name = format!("Dinas {}", unit.trim_start_matches("dinas-"));
        (!unit.is_empty()).then(|| Agency { unit: unit.into(), short: name.clone(), name })
    }

    fn find(&self, _: &str) -> Option<Agency> {
        None
    }

    fn role_of(&self, _: &str, _: &str) -> Option<Role> {
        None
    }

    fn title_name(&self, _: &str, _: &str) -> String {
        String::new()
    }
}

fn session(id: &str, role: Role, unit: &str, now: Instant) -> Session {
    Session {
        officer: OfficerId(id.to_owned()),
        name: id.to_owned(),
        grants: vec![Grant { role, unit: unit.to_owned() }],
        form_secret: vec![1; 16],
        confirmed_at: now,
    }
}

/// The region, open.
pub struct Site {
    pub ledger: Ledger,
    pub programme: Programme,
    router: axum::Router,
    tokens: Vec<Token>,
}

/// What the desk says of a case with each of its events.
pub fn desk(number: &str, unit: &str) -> Json {
    json!({ "number": number, "kind": "pengaduan", "unit": unit })
}

impl Site {
    /// On each database, at Monday 1 March 2027, 09:00 WIB.
    pub async fn all() -> Vec<Self> {
        let mut sites = Vec::new();
        for ledger in testkit::ledgers(programme::MIGRATIONS).await {
            sites.push(Self::on(ledger).await);
        }
        sites
    }

    async fn on(ledger: Ledger) -> Self {
        let programme = Programme::open(Deps {
            region: REGION.to_owned(),
            city: "Kabupaten Contoh".into(),
            zone: Zone::Wib,
            store: ledger.store.clone(),
            clock: Arc::new(ledger.clock.clone()),
            chance: Arc::new(ledger.chance.clone()),
            agencies: Arc::new(Offices),
            gazetteer: Arc::new(Town),
            staff: Arc::new(testkit::Names),
            services: Arc::new(Vec::new),
            press: None,
            days: Arc::new(days),
        })
        .await
        .unwrap();
        let now = ledger.now();
        let people = [
            session("sari", Role::Liaison, "dinas-kominfo", now),
            session("budi", Role::Head, "dinas-pupr", now),
            session("rini", Role::Planner, "bappeda", now),
        ];
        let tokens: Vec<Token> = people.iter().map(|_| Token::new(&ledger.chance)).collect();
        let known = tokens
            .iter()
            .zip(people)
            .fold(web::testing::Sessions::default(), |known, (token, one)| known.with(token, one));
        let settings = web::Settings {
            clock: Arc::new(ledger.clock.clone()),
            chance: Arc::new(ledger.chance.clone()),
            ..web::testing::settings(now, known)
        };
        let rooms = vec![programme::room(programme.clone())];
        let router = web::assemble(web::Frame::new(settings).unwrap(), rooms).unwrap();
        Self { ledger, programme, router, tokens }
    }

    /// Records a fact.
    pub async fn happens(&self, stream: &str, name: &str, at: &str, actor: Actor, data: Json) {
        let at = Instant::parse(at).unwrap();
        let events = vec![NewEvent { name: name.to_owned(), happened_at: at, actor, data }];
        let commit = Commit { events, ..Commit::new(REGION, stream, ANY_VERSION) };
        self.ledger.store.commit(commit, self.ledger.now()).await.unwrap();
    }

    /// A fact about a case that this unit holds.
    pub async fn of_case(&self, (case, unit): (&str, &str), name: &str, at: &str, more: Json, beside: Json) {
        let mut facts = desk(&format!("PGD-2027-{case}"), unit);
        merge(&mut facts, &beside);
        let mut data = json!({ "desk": facts });
        merge(&mut data, &more);
        self.happens(&format!("case/{case}"), name, at, Actor::System, data).await;
    }

    /// Counts everything that happened.
    pub async fn settle(&self) {
        for projection in programme::projections(Zone::Wib) {
            while self.ledger.store.run_projection(&*projection, REGION, 100, self.ledger.now()).await.unwrap() > 0 {}
        }
    }

    /// How many facts there are.
    pub async fn head(&self) -> i64 {
        self.ledger.store.sequence(REGION).await.unwrap();
        self.ledger.store.head(REGION).await.unwrap()
    }

    /// The exact value of an indicator, as `3/4`; a dash where it is not known.
    pub async fn value(&self, indicator: &str, period: &str, unit: &str) -> String {
        let figures = self.programme.figures(period.parse().unwrap(), unit).await.unwrap();
        let (_, figure) = figures.into_iter().find(|(one, _)| one.id == indicator).unwrap();
        figure.map_or_else(|| "-".to_owned(), |figure| figure.value.to_string())
    }

    async fn ask(
        &self,
        who: Option<usize>,
        method: &str,
        path: &str,
        kind: &str,
        body: Vec<u8>,
    ) -> (StatusCode, String) {
        let token = who.map(|who| &self.tokens[who]);
        let (status, _, html) = answered(&self.router, token, (method, path, kind), body).await;
        (status, html)
    }

    pub async fn get(&self, who: Option<usize>, path: &str) -> (StatusCode, String) {
        self.ask(who, "GET", path, "text/plain", Vec::new()).await
    }

    /// Sends a form as the page at `from` drew it, with these fields changed.
    pub async fn send(&self, who: usize, from: &str, path: &str, fields: &[(&str, &str)]) -> (StatusCode, String) {
        let (_, page) = self.get(Some(who), from).await;
        self.send_again(who, &page, path, fields).await
    }

    /// The same with a page that was read before.
    pub async fn send_again(
        &self,
        who: usize,
        page: &str,
        path: &str,
        fields: &[(&str, &str)],
    ) -> (StatusCode, String) {
        let mut all = vec![("_tanda", hidden(page, "_tanda"))];
        all.extend(
            ["periode", "versi"]
                .map(|name| (name, hidden(page, name)))
                .into_iter()
                .filter(|(_, value)| !value.is_empty()),
        );
        let mut body = String::new();
        for (name, value) in all.iter().filter(|(name, _)| fields.iter().all(|(changed, _)| changed != name)) {
            body.push_str(&part(name, value, None));
        }
        for (name, value) in fields {
            let file = matches!(*name, "tabel" | "berkas").then_some("berkas.txt");
            body.push_str(&part(name, value, file));
        }
        body.push_str("--batas--\r\n");
        self.ask(Some(who), "POST", path, "multipart/form-data; boundary=batas", body.into_bytes()).await
    }
}

fn part(name: &str, value: &str, file: Option<&str>) -> String {
    let file = file.map_or_else(String::new, |file| format!("; filename=\"{file}\""));
    format!("--batas\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{value}\r\n")
}

/// The value of a hidden field.
pub fn hidden(page: &str, name: &str) -> String {
    let found = page.split("<input type=\"hidden\" name=\"").find_map(|rest| rest.strip_prefix(name));
    let value = found.and_then(|rest| rest.strip_prefix("\" value=\"")).and_then(|rest| rest.split('"').next());
    value.unwrap_or_default().to_owned()
}

fn merge(into: &mut Json, more: &Json) {
    for (key, value) in more.as_object().unwrap() {
        into[key] = value.clone();
    }
}
