//! A region with its ledger, its pages and three officers.

use crate::office::{Town, days};
use axum::http::StatusCode;
use kernel::{Actor, Instant, NewEvent, Role, Zone};
use programme::{Deps, Programme};
use serde_json::{Value as Json, json};
use std::sync::Arc;
use store::{ANY_VERSION, Commit};
use testkit::{Ledger, Names, Offices, filled, multipart, officer};

pub const REGION: &str = "35.17";
/// Works at the information office, which answers for most indicators.
pub const SARI: usize = 0;
/// Heads another office.
pub const BUDI: usize = 1;
/// Plans for the whole region.
pub const RINI: usize = 2;

/// The region, open.
pub struct Site {
    pub ledger: Ledger,
    pub programme: Programme,
    pages: testkit::Site,
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
            agencies: Arc::new(Offices::of(&["dinas-kominfo", "dinas-pupr"])),
            gazetteer: Arc::new(Town),
            staff: Arc::new(Names),
            services: Arc::new(Vec::new),
            press: None,
            days: Arc::new(days),
        })
        .await
        .unwrap();
        let people = vec![
            officer("sari", Role::Liaison, "dinas-kominfo"),
            officer("budi", Role::Head, "dinas-pupr"),
            officer("rini", Role::Planner, "bappeda"),
        ];
        let pages = testkit::Site::new(&ledger, programme::room(programme.clone()), people);
        Self { ledger, programme, pages }
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
        self.ledger.project(REGION, &programme::projections(Zone::Wib)).await;
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

    pub async fn get(&self, who: Option<usize>, path: &str) -> (StatusCode, String) {
        self.pages.get(who, path).await
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
        let all = filled(page, path, fields);
        let (files, texts): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|(name, _)| name == "tabel" || name == "berkas");
        let files: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), "berkas.txt", text.as_bytes())).collect();
        self.pages.submit(Some(who), path, multipart(&texts, &files)).await.told()
    }
}

fn merge(into: &mut Json, more: &Json) {
    for (key, value) in more.as_object().unwrap() {
        into[key] = value.clone();
    }
}
