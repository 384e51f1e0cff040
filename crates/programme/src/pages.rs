//! What everyone, officers, planners and leaders see of the plan.

mod agency;
mod board;
mod books;
mod counted;
mod decided;
mod draft;
mod edit;
pub(crate) mod fate;
mod fields;
mod lights;
mod list;
mod missed;
mod notes;
mod overview;
mod promise;
mod proposals;
mod roadmap;
mod spreadsheet;
mod steps;

use crate::indicator;
use crate::model::forecast::{Expected, Range, Trust};
use crate::model::plan::{Plan, Version};
use crate::model::verdict::Verdict;
use crate::monev;
use crate::programme::Programme;
use crate::reference::reference;
use crate::skills;
use crate::standings::Standing;
use crate::steering;
use kernel::{Lang, Role};
use web::{Markup, MenuItem, Permission, Room, Routes, Session, Shown, Submission, View};

/// Writes the plan, its analysis and its promises; answers proposals.
#[derive(Clone, Copy, Debug)]
pub enum EditPlan {}

impl Permission for EditPlan {
    const NAME: &'static str = "rencana.susun";

    fn allows(session: &Session) -> bool {
        session.has_role(Role::Planner)
    }
}

/// Approves a version or gives it back; that it is a second person `model::plan::decide` sees to.
#[derive(Clone, Copy, Debug)]
pub enum DecidePlan {}

impl Permission for DecidePlan {
    const NAME: &'static str = "rencana.putuskan";

    fn allows(session: &Session) -> bool {
        session.has_role(Role::Planner) || session.has_role(Role::Leader)
    }
}

/// Comments on a draft and reports what became of a promise; of which ones `results::may_report` decides.
#[derive(Clone, Copy, Debug)]
pub enum Discuss {}

impl Permission for Discuss {
    const NAME: &'static str = "rencana.bahas";

    fn allows(session: &Session) -> bool {
        [Role::Planner, Role::Leader, Role::Head, Role::Liaison].into_iter().any(|role| session.has_role(role))
    }
}

/// Reads the plan before it is decreed, and the leader's page.
#[derive(Clone, Copy, Debug)]
pub enum ReadDraft {}

impl Permission for ReadDraft {
    const NAME: &'static str = "rencana.baca";

    fn allows(session: &Session) -> bool {
        Discuss::allows(session) || session.has_role(Role::Auditor)
    }
}

/// The plan and its indicators.
pub fn room(programme: Programme) -> Room {
    let routes = public()
        .merge(officers())
        .merge(indicator::pages::routes())
        .merge(skills::pages::routes())
        .merge(steering::pages::routes())
        .merge(monev::pages::routes())
        .with_state(programme);
    let mut menu = vec![
        MenuItem { label: "rencana-menu", href: "/rencana", shown: Shown::Everyone },
        MenuItem { label: "rencana-menu-dasbor", href: "/dasbor/rencana", shown: Shown::Officers(ReadDraft::allows) },
    ];
    menu.extend(monev::pages::menu());
    menu.extend(indicator::pages::menu());
    menu.extend(steering::pages::menu());
    Room { name: "programme", routes, menu, locale: LOCALE }
}

fn public() -> Routes<Programme> {
    Routes::new()
        .get("/rencana", overview::page)
        .get("/rencana/program", list::public)
        .get("/rencana/data.csv", spreadsheet::open_data)
        .get("/rencana/peta-jalan", roadmap::page)
        .get("/rencana/inovasi", notes::innovations)
        .get("/rencana/usulan", proposals::shown)
        .get("/rencana/usul", proposals::form)
        .post("/rencana/usul", proposals::send)
        .get("/rencana/buku", books::public)
        .get("/rencana/buku/{file}", books::public_file)
        .get("/rencana/{id}", promise::page)
}

fn officers() -> Routes<Programme> {
    Routes::new()
        .get("/dasbor/rencana", board::page)
        .get("/dasbor/rencana/janji", list::kept)
        .get("/dasbor/rencana/janji/{id}", fate::page)
        .get("/dasbor/rencana/opd/{unit}", agency::page)
        .get("/dasbor/rencana/naskah", draft::page)
        .post("/dasbor/rencana", steps::begin)
        .post("/dasbor/rencana/pengajuan", steps::submit)
        .post("/dasbor/rencana/pengembalian", steps::give_back)
        .post("/dasbor/rencana/persetujuan", steps::approve)
        .post("/dasbor/rencana/penetapan", steps::decree)
        .post("/dasbor/rencana/versi", steps::revise)
        .get("/dasbor/rencana/buku", books::draft)
        .get("/dasbor/rencana/buku/{file}", books::draft_file)
        .get("/dasbor/rencana/program", list::draft)
        .get("/dasbor/rencana/program/baru", edit::new)
        .post("/dasbor/rencana/program/baru", edit::create)
        .get("/dasbor/rencana/program/{id}", edit::page)
        .post("/dasbor/rencana/program/{id}", edit::save)
        .post("/dasbor/rencana/program/{id}/penghapusan", edit::remove)
        .post("/dasbor/rencana/program/{id}/capaian", edit::report)
        .post("/dasbor/rencana/program/{id}/quick-win", edit::report_quick)
        .post("/dasbor/rencana/komentar", notes::comment)
        .get("/dasbor/rencana/analisis", notes::analysis)
        .post("/dasbor/rencana/analisis", notes::write)
        .post("/dasbor/rencana/analisis/penghapusan", notes::remove)
        .post("/dasbor/rencana/masalah", notes::adopt)
        .get("/dasbor/rencana/inovasi", notes::own_innovations)
        .post("/dasbor/rencana/inovasi", notes::write_innovation)
        .post("/dasbor/rencana/inovasi/penghapusan", notes::remove_innovation)
        .get("/dasbor/rencana/usulan", proposals::inbox)
        .post("/dasbor/rencana/usulan/{id}", proposals::decide)
        .get("/dasbor/rencana/tabel.csv", spreadsheet::csv)
        .get("/dasbor/rencana/tabel.xlsx", spreadsheet::xlsx)
        .get("/dasbor/rencana/impor", spreadsheet::form)
        .post("/dasbor/rencana/impor", spreadsheet::bring)
}

/// The texts of this room.
pub const LOCALE: &[(Lang, &str)] = &[
    (Lang::Id, include_str!("locale/id.ftl")),
    (Lang::En, include_str!("locale/en.ftl")),
    (Lang::Id, include_str!("locale/indikator.id.ftl")),
    (Lang::En, include_str!("locale/indikator.en.ftl")),
    (Lang::Id, include_str!("locale/pimpin.id.ftl")),
    (Lang::En, include_str!("locale/pimpin.en.ftl")),
    steering::TEXTS[0],
    steering::TEXTS[1],
    (Lang::Id, include_str!("locale/buku.id.ftl")),
    (Lang::En, include_str!("locale/buku.en.ftl")),
    (Lang::Id, include_str!("locale/monev.id.ftl")),
    (Lang::En, include_str!("locale/monev.en.ftl")),
];

/// Pillars by id, with their names.
fn pillars(v: &View) -> Vec<(String, String)> {
    reference().pillars.keys().map(|id| (id.clone(), pillar_name(v, id))).collect()
}

/// `Smart Governance (Pemerintahan)`.
pub(crate) fn pillar_name(v: &View, id: &str) -> String {
    let pillar = reference().pillars.get(id);
    pillar.map_or_else(|| "–".to_owned(), |pillar| format!("{} ({})", pillar.name, pillar.meaning(v.lang())))
}

/// Agencies by unit, districts among them, without the offices of villages and of steered regions, of which there are
/// hundreds.
pub(crate) fn agencies(programme: &Programme) -> Vec<(String, String)> {
    let all = programme.deps().agencies.all();
    let many = |unit: &str| ["desa-", "daerah-"].iter().any(|office| unit.starts_with(office));
    all.iter().filter(|one| !many(&one.unit)).map(|one| (one.unit.clone(), one.name.clone())).collect()
}

pub(crate) fn agency_name(programme: &Programme, unit: &str) -> String {
    programme.deps().agencies.agency(unit).map_or_else(|| unit.to_owned(), |agency| agency.name)
}

fn district_name(programme: &Programme, code: &str) -> Option<String> {
    let all = programme.deps().gazetteer.districts();
    all.iter().find(|district| district.code == code).map(|district| district.name.clone())
}

fn districts(programme: &Programme) -> Vec<(String, String)> {
    let all = programme.deps().gazetteer.districts();
    all.iter().map(|district| (district.code.clone(), district.name.clone())).collect()
}

/// What became of a promise, as a coloured word.
fn tag(v: &View, verdict: Verdict) -> Markup {
    web::component::tag(verdict.tag(), v.t(&format!("rencana-nasib-{}", verdict.word())))
}

/// `Versi 2, Peraturan Bupati/Wali Kota Nomor 12 Tahun 2027`, or where the version stands.
fn version_words(v: &View, version: &Version) -> String {
    let name = v.t1("rencana-versi", "nomor", version.number);
    match version.decree {
        Some(decree) => {
            let kind = v.t(&format!("rencana-dasar-{}", decree.kind.word())).to_owned();
            let year = decree.day.year().to_string();
            format!("{name}, {kind} {}", v.t2("rencana-nomor-tahun", "nomor", decree.number.to_string(), "tahun", year))
        }
        None => format!("{name}, {}", v.t(&format!("rencana-keadaan-{}", version.state.word()))),
    }
}

/// The years of a plan, one of them chosen: this year, kept within the plan.
fn year(plan: &Plan, asked: &str, programme: &Programme) -> i16 {
    let wanted = asked.parse().unwrap_or_else(|_| programme.today().year());
    wanted.clamp(plan.start, plan.end())
}

/// Rupiah for people: `Rp250.000.000`.
pub(crate) fn money(v: &View, amount: i64) -> String {
    format!("Rp{}", v.words().count(amount))
}

/// A target with the way that its figure is to go: `≤ 290`.
fn target(v: &View, one: &Standing) -> String {
    one.target.as_deref().map_or_else(|| "–".to_owned(), |text| format!("{} {}", one.direction.sign(), number(v, text)))
}

/// A number as the page's language writes it.
pub(crate) fn number(v: &View, plain: &str) -> String {
    match v.lang() {
        Lang::Id => plain.replace('.', ","),
        Lang::En => plain.to_owned(),
    }
}

/// What is expected of a target, as a coloured word.
fn expected_tag(v: &View, expected: Expected) -> Markup {
    web::component::tag(expected.tag(), v.t(expected_key(expected)))
}

const fn expected_key(expected: Expected) -> &'static str {
    match expected {
        Expected::Missed => "pimpin-diperkirakan-meleset",
        Expected::Unsure => "pimpin-diperkirakan-belum-pasti",
        Expected::TooLittle => "pimpin-diperkirakan-data-kurang",
        Expected::Reached => "pimpin-diperkirakan-tercapai",
    }
}

/// `41 sampai 58 persen`, without more digits than a forecast knows.
fn range_words(v: &View, range: Range, unit: &str) -> String {
    let wide = (range.high - range.low).abs().max(range.high.abs() / 100.0);
    let decimals = if wide >= 10.0 { 0 } else { 1 };
    let number = |value: f64| number(v, &format!("{value:.decimals$}"));
    v.tf(
        "pimpin-rentang",
        &[("dari", &number(range.low)), ("sampai", &number(range.high)), ("satuan", &unit.to_owned())],
    )
}

/// How often earlier forecasts held, counted: `18 dari 24 perkiraan sebelumnya benar (sering benar)`.
fn trust_words(v: &View, trust: Trust) -> String {
    if trust.of == 0 {
        return v.t("pimpin-belum-teruji").to_owned();
    }
    let number = |value: usize| v.words().count(i64::try_from(value).unwrap_or(0));
    let word = v.t(&format!("pimpin-teruji-{}", trust.word())).to_owned();
    v.tf("pimpin-teruji", &[("benar", &number(trust.right)), ("semua", &number(trust.of)), ("kata", &word)])
}

/// An address that evidence consists of.
pub(crate) fn link(text: &str) -> Option<&str> {
    let sound = !text.contains(char::is_whitespace) && !text.contains(['"', '<', '>', '\\']);
    let ours = text.starts_with('/') && !text.starts_with("//");
    (sound && (text.starts_with("https://") || ours)).then_some(text)
}

/// That a form was made here, for this visitor and this purpose.
pub(crate) fn genuine(v: &View, form: &str, sent: &Submission) -> Result<(), web::Error> {
    v.check_token(form, sent.text("_tanda")).map(drop).map_err(|_| web::Error::forged())
}

/// Whether a refusal is shown on the page itself, because the person can mend it there.
pub(crate) fn mendable(refusal: &impl kernel::Refusal) -> bool {
    use kernel::RefusalKind::{Conflict, Forbidden, Invalid};
    matches!(kernel::Refusal::kind(refusal), Conflict | Forbidden | Invalid)
}
