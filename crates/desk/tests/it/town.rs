//! A small town: two districts, the standard agencies, the starter services, national holidays.

use cases::doors::{
    Agencies, Agency, Answer, CaseLetter, Deliveries, Delivery, District, Durations, EndedCase, Gazetteer, Launch,
    Launcher, LetterDraft, LetterFile, Letters, Located, Staff, StandIn, Took, Village, VillageMatch, Ways,
};
use definition::{Input, Lists, Units};
use desk::{Acting, ActionForm, CaseHead, Desk, DeskLimits, Filled, Officer, OpenCase, Parts, Receipt, Viewer};
use kernel::{Actor, CaseNumber, Instant, Lang, OfficerId, Role, Zone};
use std::sync::Arc;
use testkit::{Ledger, SetClock};
use web::Grant;

pub const REGION: &str = "35.17";
pub const ROAD: &str = include_str!("../../../../layanan/pengaduan/jalan-rusak.toml");
pub const REST: &str = include_str!("../../../../layanan/pengaduan/lainnya.toml");
/// The acceptance example of the language; it is not shipped, so tests publish it where they need it.
pub const DOMICILE: &str = include_str!("../../../definition/tests/data/surat-domisili-usaha.toml");
pub const UNITS: &str = include_str!("../../../../wilayah/baku/unit.toml");
const REASONS: &str = include_str!("../../../../wilayah/baku/daftar/alasan-tolak.csv");
pub const HOLIDAYS: &str = include_str!("../../../../wilayah/libur/nasional.csv");

pub const VILLAGE: &str = "35.17.01.2001";
pub const OTHER_VILLAGE: &str = "35.17.02.2001";

/// Villages of two districts; what lies north of the equator is outside.
struct Places;

impl Gazetteer for Places {
    fn districts(&self) -> Arc<[District]> {
        let district = |code: &str, name: &str| District { code: code.into(), name: name.into() };
        Arc::new([district("35.17.01", "Perak"), district("35.17.02", "Gudo")])
    }

    fn villages(&self) -> Arc<[Village]> {
        let village = |code: &str, name: &str| Village {
            code: code.into(),
            name: name.into(),
            district: code[..8].into(),
            kelurahan: false,
        };
        Arc::new([village(VILLAGE, "Perak"), village(OTHER_VILLAGE, "Gudo")])
    }

    fn village(&self, code: &str) -> Option<Village> {
        self.villages().iter().find(|village| village.code == code).cloned()
    }

    fn find(&self, _: &str, _: &str) -> VillageMatch {
        VillageMatch::Unknown
    }

    fn locate(&self, latitude: f64, _: f64) -> Located {
        Located { village: None, inside: Some(latitude < 0.0) }
    }
}

/// The agencies of `unit.toml`.
struct Offices(Units);

impl Offices {
    fn unit(&self, unit: &str) -> Option<&definition::units::Unit> {
        let area = if unit.starts_with("desa-") { Some(&self.0.village) } else { None };
        self.0.units.get(unit).or(area).or_else(|| unit.starts_with("kecamatan-").then_some(&self.0.district))
    }
}

impl Agencies for Offices {
    fn all(&self) -> Arc<[Agency]> {
        self.0.units.keys().filter_map(|unit| self.agency(unit)).collect()
    }

    fn agency(&self, unit: &str) -> Option<Agency> {
        let found = self.unit(unit)?;
        let short = found.short.clone().unwrap_or_else(|| found.name.clone());
        Some(Agency { unit: unit.into(), name: found.name.clone(), short })
    }

    fn find(&self, name: &str) -> Option<Agency> {
        self.all().iter().find(|agency| agency.name == name).cloned()
    }

    fn role_of(&self, title: &str, unit: &str) -> Option<Role> {
        Some(self.unit(unit)?.titles.get(title)?.role)
    }

    fn title_name(&self, title: &str, unit: &str) -> String {
        let found = self.unit(unit).and_then(|found| found.titles.get(title));
        found.map_or_else(|| title.to_owned(), |found| found.name.clone())
    }
}

/// The ways that messages can take; nothing is delivered.
pub struct NoDeliveries(pub Ways);

impl Deliveries for NoDeliveries {
    fn ways(&self) -> Ways {
        self.0
    }

    fn of_case<'a>(&'a self, _: &'a str) -> Answer<'a, Vec<Delivery>> {
        Box::pin(async { Vec::new() })
    }
}

/// Sari stands in for the lurah from 1 to 5 March 2027.
struct Assignments;

impl Assignments {
    fn letter() -> StandIn {
        StandIn {
            id: "st1".into(),
            number: "800/12/2027".into(),
            officer: OfficerId("sari".into()),
            name: "Sari Dewi".into(),
            role: Role::Head,
            unit: format!("desa-{VILLAGE}"),
            replaces: Some("Bambang".into()),
        }
    }
}

impl Staff for Assignments {
    fn holding<'a>(&'a self, _: &'a str, _: Role) -> Answer<'a, Vec<OfficerId>> {
        Box::pin(async { Vec::new() })
    }

    fn name<'a>(&'a self, officer: &'a OfficerId) -> Answer<'a, Option<String>> {
        Box::pin(async move { (officer.0 == "sari").then(|| "Sari Dewi".to_owned()) })
    }

    fn email<'a>(&'a self, _: &'a OfficerId) -> Answer<'a, Option<String>> {
        Box::pin(async { None })
    }

    fn stands_in<'a>(&'a self, officer: &'a OfficerId, on: jiff::civil::Date) -> Answer<'a, Vec<StandIn>> {
        let holds = officer.0 == "sari" && on.year() == 2027 && on.month() == 3 && on.day() <= 5;
        Box::pin(async move { holds.then(Self::letter).into_iter().collect() })
    }

    fn letters<'a>(&'a self, ids: &'a [String]) -> Answer<'a, Vec<StandIn>> {
        Box::pin(async move { ids.iter().filter(|id| *id == "st1").map(|_| Self::letter()).collect() })
    }
}

struct NoLetters;

impl Letters for NoLetters {
    fn typesets(&self) -> bool {
        false
    }

    fn draft(&self, _: LetterDraft) -> Answer<'_, Result<Vec<u8>, String>> {
        Box::pin(async { Err("no typesetter".to_owned()) })
    }

    fn standard(&self, _: serde_json::Value) -> Answer<'_, Result<Vec<u8>, String>> {
        Box::pin(async { Err("no typesetter".to_owned()) })
    }

    fn trouble(&self, _: EndedCase) -> Answer<'_, Option<String>> {
        Box::pin(async { None })
    }

    fn of_case<'a>(&'a self, _: &'a str) -> Answer<'a, Vec<CaseLetter>> {
        Box::pin(async { Vec::new() })
    }

    fn file<'a>(&'a self, _: &'a str, _: &'a str) -> Answer<'a, Option<LetterFile>> {
        Box::pin(async { None })
    }
}

/// Applications took three days in the last quarter; reports are too few to tell.
struct Calm;

impl Durations for Calm {
    fn of_service<'a>(&'a self, service: &'a str) -> Answer<'a, Option<Took>> {
        let (from, to) = (jiff::civil::date(2026, 10, 1), jiff::civil::date(2026, 12, 1));
        let took = match service {
            "surat-domisili-usaha" => {
                Took { from, to, received: 40, ended: 36, in_time: 27, late: 9, timed: 36, days: Some(3.24) }
            }
            _ => Took { from, to, received: 4, ended: 2, in_time: 2, late: 0, timed: 2, days: Some(1.0) },
        };
        Box::pin(async move { (service != "lainnya").then_some(took) })
    }
}

pub struct Town {
    pub desk: Desk,
    pub clock: SetClock,
    pub ledger: Ledger,
}

/// One town on each database.
pub async fn towns() -> Vec<Town> {
    let mut towns = Vec::new();
    for ledger in testkit::ledgers(desk::MIGRATIONS).await {
        towns.push(town(ledger).await);
    }
    towns
}

/// A town on the embedded database.
pub async fn small_town() -> Town {
    town(testkit::sqlite_ledger(desk::MIGRATIONS).await).await
}

async fn town(ledger: Ledger) -> Town {
    let parts = parts(&ledger);
    made_of(ledger, parts).await
}

/// The town with other parts.
pub async fn made_of(ledger: Ledger, parts: Parts) -> Town {
    let desk = Desk::open(parts).await.unwrap();
    desk.import_holidays(HOLIDAYS, &Actor::Operator).await.unwrap();
    for (file, source) in [("jalan-rusak.toml", ROAD), ("lainnya.toml", REST)] {
        desk.publish(file, source, &units(), &Actor::Operator, Lang::Id).await.unwrap();
    }
    Town { desk, clock: ledger.clock.clone(), ledger }
}

pub fn units() -> Units {
    Units::parse(UNITS).unwrap()
}

/// No application opens from the inbox.
struct Nothing;

impl Launcher for Nothing {
    fn of<'a>(&'a self, _: &'a OfficerId, _: &'a [(Role, String)]) -> Answer<'a, Result<Vec<Launch>, String>> {
        Box::pin(async { Ok(Vec::new()) })
    }
}

pub fn parts(ledger: &Ledger) -> Parts {
    let mut lists = Lists::new();
    lists.add("alasan-tolak", REASONS).unwrap();
    lists.add("kbli-2020", include_str!("../../../../wilayah/baku/daftar/kbli-2020.csv")).unwrap();
    Parts {
        region: REGION.into(),
        zone: Zone::Wib,
        public_url: "https://lapor.contoh.go.id".into(),
        store: ledger.store.clone(),
        clock: Arc::new(ledger.clock.clone()),
        chance: Arc::new(ledger.chance.clone()),
        gazetteer: Arc::new(Places),
        agencies: Arc::new(Offices(units())),
        units: Arc::new(cases::units::ByCode),
        deliveries: Arc::new(NoDeliveries(Ways { phone: true, email: true })),
        staff: Arc::new(Assignments),
        letters: Arc::new(NoLetters),
        durations: Arc::new(Calm),
        sources: Arc::new(cases::doors::NoSources),
        launcher: Arc::new(Nothing),
        lists,
        limits: DeskLimits::default(),
    }
}

pub fn report() -> OpenCase {
    let input: Input = [
        ("lokasi.desa", VILLAGE),
        ("lokasi.patokan", "depan balai desa, rumah Bu Sulastri"),
        ("lokasi.lintang", "-7.5461"),
        ("lokasi.bujur", "112.2339"),
        ("jenis_rusak", "lubang"),
        ("bahaya", "tidak"),
    ]
    .into_iter()
    .collect();
    OpenCase {
        service: "jalan-rusak".into(),
        input,
        name: "Budi Santoso".into(),
        phone: "0812-3456-7890".into(),
        channel: "web".into(),
        form_key: "kunci-1".into(),
        ..OpenCase::default()
    }
}

pub fn officer(id: &str, role: Role, unit: &str) -> Officer {
    Officer { id: OfficerId(id.into()), grants: vec![Grant { role, unit: unit.into() }], mandates: Vec::new() }
}

pub fn input(pairs: &[(&str, &str)]) -> Input {
    pairs.iter().copied().collect()
}

/// A picture of one colour.
pub fn picture() -> Vec<u8> {
    let picture = image::RgbImage::from_pixel(64, 48, image::Rgb([90, 120, 40]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

impl Town {
    pub async fn open(&self) -> Receipt {
        self.desk.open_case(report()).await.unwrap()
    }

    pub async fn open_with(&self, key: &str) -> Receipt {
        self.desk.open_case(OpenCase { form_key: key.into(), ..report() }).await.unwrap()
    }

    pub async fn head(&self, number: &CaseNumber) -> CaseHead {
        self.desk.head(number).await.unwrap()
    }

    pub async fn acting(&self, officer: &Officer, number: &CaseNumber, form_key: &str) -> Acting {
        Acting { officer: officer.clone(), seen: self.head(number).await.version, form_key: form_key.into() }
    }

    /// An officer's action with what was filled in.
    pub async fn act(&self, officer: &Officer, number: &CaseNumber, action: &str, filled: Filled) -> desk::Desked<()> {
        let acting = self.acting(officer, number, "").await;
        let form = ActionForm { action: action.into(), filled, ..ActionForm::default() };
        self.desk.act_as_officer(number, &acting, form).await
    }

    pub async fn reply(&self, number: &CaseNumber, action: &str, filled: Filled) -> desk::Desked<()> {
        let form = ActionForm { action: action.into(), filled, ..ActionForm::default() };
        self.desk.act_as_reporter(number, "", form).await
    }

    /// Sets the clock, then lets the jobs run until nothing is left to do.
    pub async fn at(&self, time: &str) {
        self.clock.set(Instant::parse(time).unwrap());
        self.work().await;
    }

    pub async fn work(&self) {
        let now = self.desk.now();
        for job in desk::jobs(&self.desk) {
            while job.run(now).await.unwrap().more {}
        }
    }

    /// How many events there are at all.
    pub async fn recorded(&self) -> i64 {
        let sql = "SELECT COUNT(*) FROM store_events";
        let row = self.ledger.store.row(sql, &[]).await.unwrap();
        row.unwrap().int(0).unwrap()
    }

    /// Every event of a case by name, in order.
    pub async fn events(&self, id: &str) -> Vec<String> {
        let events = self.ledger.store.stream(REGION, &format!("case/{id}")).await.unwrap();
        events.into_iter().map(|event| event.fact.name).collect()
    }

    /// Keys of the messages that are to be sent about a case, in order.
    pub async fn messages(&self, number: &CaseNumber) -> Vec<String> {
        let sql = "SELECT payload FROM store_outbox WHERE region = $1 AND topic = $2 ORDER BY once_key";
        let values = store::values![REGION, cases::doors::MESSAGE_TOPIC];
        let rows = self.ledger.store.rows(sql, &values).await.unwrap();
        let orders =
            rows.iter().map(|row| serde_json::from_str::<cases::doors::MessageOrder>(row.text(0).unwrap()).unwrap());
        let mut orders: Vec<_> = orders.filter(|order| order.number.as_ref() == Some(number)).collect();
        orders.sort_by_key(|order| order.order);
        orders.into_iter().map(|order| order.key).collect()
    }

    /// The message with a code that was ordered last for the form with this draft.
    pub async fn coded(&self, draft: &str) -> Option<(cases::doors::MessageOrder, String)> {
        let draft = kernel::Token::parse(draft).unwrap().hash();
        let sql = "SELECT payload FROM store_outbox WHERE region = $1 AND once_key LIKE $2 \
                   ORDER BY created_at DESC, once_key DESC LIMIT 1";
        let values = store::values![REGION, format!("draft/{draft}/kode/%")];
        let row = self.ledger.store.row(sql, &values).await.unwrap()?;
        let order: cases::doors::MessageOrder = serde_json::from_str(row.text(0).unwrap()).unwrap();
        let mut texts = self.ledger.store.open_sealed(REGION, &[&order.text.id]).await.unwrap();
        let text = texts.remove(&order.text.id).unwrap();
        Some((order, text))
    }

    /// The code in it, as whoever holds the phone reads it.
    pub async fn code(&self, draft: &str) -> String {
        let (_, text) = self.coded(draft).await.unwrap();
        let code = text.split(|c: char| !c.is_ascii_digit()).find(|digits| digits.len() == 6);
        code.unwrap_or_else(|| panic!("no code in {text}")).to_owned()
    }

    pub async fn view(&self, number: &CaseNumber, viewer: &Viewer) -> desk::CaseView {
        self.desk.view(number, viewer).await.unwrap()
    }
}
