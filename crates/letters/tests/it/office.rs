//! One agency with a register, a played desk and a played press.

use cases::doors::{Agencies, Agency, Answer, Earned, EndedCase, Endings, MessageTo, ShownAnswer};
use definition::model::{Letter as Rule, Part, Template};
use kernel::{Actor, Duration, Lang, NewEvent, OfficerId, Role, Zone};
use letters::bsre::Bsre;
use letters::{Deps, Letters, Press, Scan};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use store::{ANY_VERSION, Commit, Job, Value, values};
use testkit::{Ledger, Names, officer};
use web::Session;

pub const REGION: &str = "35.17";
pub const PDF: &[u8] = b"%PDF-1.7 surat bertanda tangan";

struct Town;

impl Agencies for Town {
    fn all(&self) -> Arc<[Agency]> {
        ["dinas-a", "dinas-b"].into_iter().filter_map(|unit| self.agency(unit)).collect()
    }

    fn agency(&self, unit: &str) -> Option<Agency> {
        let short = unit.trim_start_matches("dinas-").to_uppercase();
        Some(Agency { unit: unit.into(), name: format!("Dinas {short}"), short })
    }

    fn find(&self, _: &str) -> Option<Agency> {
        None
    }

    fn role_of(&self, title: &str, _: &str) -> Option<Role> {
        (title == "kepala").then_some(Role::Head)
    }

    fn title_name(&self, _: &str, _: &str) -> String {
        "Kepala Dinas".into()
    }
}

/// What the played desk knows: cases that ended.
#[derive(Default)]
pub struct Played(pub Mutex<BTreeMap<String, EndedCase>>);

impl Endings for Played {
    fn ended<'a>(&'a self, case: &'a str) -> Answer<'a, Result<Option<EndedCase>, String>> {
        Box::pin(async move { Ok(self.0.lock().unwrap().get(case).cloned()) })
    }
}

pub struct Office {
    pub ledger: Ledger,
    pub letters: Letters,
    pub desk: Arc<Played>,
    jobs: Vec<Box<dyn Job>>,
    person: String,
}

/// An office on each database; `press` is what typesets, if anything does.
pub async fn offices(press: Option<Press>) -> Vec<Office> {
    let mut offices = Vec::new();
    for ledger in testkit::ledgers(letters::MIGRATIONS).await {
        offices.push(Office::on(ledger, press.clone()).await);
    }
    offices
}

fn pattern() -> Template {
    let (text, slot) = (|text: &str| Part::Text(text.into()), |name: &str| Part::Slot(name.into()));
    Template { parts: vec![text("470/"), slot("urut:03"), text("/"), slot("kode_unit"), text("/"), slot("tahun")] }
}

impl Office {
    pub async fn on(ledger: Ledger, press: Option<Press>) -> Self {
        Self::with(ledger, press, None).await
    }

    /// With a sign service.
    pub async fn with(ledger: Ledger, press: Option<Press>, bsre: Option<Arc<Bsre>>) -> Self {
        let letters = Letters::open(Deps {
            region: REGION.into(),
            zone: Zone::Wib,
            city: "Kabupaten Jombang".into(),
            place: "Jombang".into(),
            address: String::new(),
            crest: None,
            public_url: "https://layanan.contoh.go.id".into(),
            store: ledger.store.clone(),
            clock: Arc::new(ledger.clock.clone()),
            chance: Arc::new(ledger.chance.clone()),
            agencies: Arc::new(Town),
            staff: Arc::new(Names),
            press,
            bsre,
        })
        .await
        .unwrap();
        let now = ledger.now();
        let vault = ledger.store.vault(REGION, now, &ledger.chance).await.unwrap();
        let (person, keep) = vault.new_person(now, &ledger.chance).unwrap();
        ledger.store.commit(Commit::of_statements(REGION, vec![keep]), now).await.unwrap();
        let desk = Arc::new(Played::default());
        let endings: Arc<dyn Endings> = desk.clone();
        let jobs = letters::jobs(&letters, &endings);
        Self { letters, desk, jobs, person: person.id().to_owned(), ledger }
    }

    pub fn case(&self, id: &str, count: u64) -> EndedCase {
        let answer = |field: &str, text: &str| ShownAnswer {
            field: field.into(),
            label: format!("Isian {field}"),
            text: (!text.is_empty()).then(|| text.to_owned()),
        };
        let rule = Rule {
            at_end: "terbit".into(),
            number: pattern(),
            template: "templat/domisili.typ".into(),
            qr: vec!["usaha".into(), "berlaku_sampai".into(), "status".into()],
            validity: Some(Duration::parse("12 bulan").unwrap()),
            reminders: vec![Duration::parse("30 hari").unwrap(), Duration::parse("7 hari").unwrap()],
            renewal: None,
        };
        EndedCase {
            valid_from: None,
            id: id.into(),
            number: kernel::CaseNumber::new("PMH", 2027, count),
            service: "domisili".into(),
            service_name: "Surat keterangan domisili".into(),
            ended_at: self.ledger.now(),
            unit: "dinas-a".into(),
            title: "kepala".into(),
            officer: Some(OfficerId("siti".into())),
            on_behalf: None,
            signature: None,
            person: self.person.clone(),
            contact: MessageTo::Person { hidden: false, name: None, phone: None, email: None },
            lang: Lang::Id,
            link: "https://layanan.contoh.go.id/l/RAHASIA".into(),
            answers: vec![answer("nama", "Budi Santoso"), answer("usaha", "Toko Melati"), answer("catatan", "")],
            letters: vec![Earned { key: "keterangan".into(), letter: rule, template: "templat".into(), mended: None }],
            announcement: None,
        }
    }

    /// The desk says that a case ended, in the log and behind its door.
    pub async fn end(&self, case: EndedCase) {
        let actor = Actor::Officer { id: OfficerId("siti".into()), unit: case.unit.clone(), title: "kepala".into() };
        let data = json!({ "end": "terbit", "by": "officer", "outcome": "berhasil" });
        let event = NewEvent { name: "case.ended".into(), happened_at: case.ended_at, actor, data };
        let stream = format!("case/{}", case.id);
        let commit = Commit { events: vec![event], ..Commit::new(REGION, stream, ANY_VERSION) };
        self.ledger.store.commit(commit, self.ledger.now()).await.unwrap();
        self.desk.0.lock().unwrap().insert(case.id.clone(), case);
    }

    /// The worker's round: projection and jobs until nothing is left.
    pub async fn work(&self) {
        let now = self.ledger.now();
        self.ledger.project(REGION, &letters::projections()).await;
        for job in &self.jobs {
            while job.run(now).await.unwrap().more {}
        }
    }

    /// A case ends and its letter is prepared.
    pub async fn prepared(&self, id: &str, count: u64) -> letters::Letter {
        self.end(self.case(id, count)).await;
        self.work().await;
        self.of_case(id).await
    }

    /// The same, signed.
    pub async fn issued(&self, id: &str, count: u64) -> letters::Letter {
        let letter = self.prepared(id, count).await;
        self.letters.issue(&signer(), &letter.id, Scan::new(PDF.to_vec()).unwrap()).await.unwrap();
        self.letters.letter(&letter.id).await.unwrap()
    }

    pub async fn of_case(&self, id: &str) -> letters::Letter {
        let sql = "SELECT id FROM letters_letters WHERE region = $1 AND case_id = $2 ORDER BY round DESC LIMIT 1";
        let row = self.ledger.store.row(sql, &values![REGION, id]).await.unwrap().unwrap();
        self.letters.letter(row.text(0).unwrap()).await.unwrap()
    }

    pub async fn count(&self, sql: &str, values: &[Value]) -> i64 {
        self.ledger.store.row(sql, values).await.unwrap().unwrap().int(0).unwrap()
    }

    /// The texts of the messages that were ordered, oldest first.
    pub async fn told(&self) -> Vec<String> {
        let sql =
            "SELECT payload FROM store_outbox WHERE region = $1 AND topic = 'message' ORDER BY created_at, once_key";
        let rows = self.ledger.store.rows(sql, &values![REGION]).await.unwrap();
        let mut texts = Vec::new();
        for row in rows {
            let order: cases::doors::MessageOrder = serde_json::from_str(row.text(0).unwrap()).unwrap();
            let id = order.text.id;
            texts.push(self.ledger.store.open_sealed(REGION, &[&id]).await.unwrap().remove(&id).unwrap());
        }
        texts
    }
}

pub fn signer() -> Session {
    officer("siti", Role::Head, "dinas-a")
}
