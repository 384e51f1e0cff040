//! The parts of the case page that only tell: history, clocks, deliveries, holders, files.

use super::words;
use crate::history::{Entry, Seen};
use crate::model::CaseFile;
use crate::pages::citizen::words::said;
use crate::{CaseView, Desk};
use cases::doors::{Delivery, DeliveryState};
use cases::{ClockState, Due};
use definition::model::{Join, humanise};
use web::View;

/// One sentence of what happened.
pub(super) struct Happened {
    pub version: i64,
    pub when: String,
    pub machine: String,
    pub what: String,
    pub who: String,
    pub text: Option<String>,
    pub details: Vec<(String, String)>,
    pub photos: usize,
    pub internal: bool,
    /// When the device says that it was filled in; empty where there was a signal.
    pub device: String,
    /// The public answer stands apart from everything else.
    pub answer: bool,
}

/// The history, latest first: what an officer opens the page for is usually the last thing that happened.
pub(super) fn history(v: &View, case: &CaseView) -> Vec<Happened> {
    case.history.iter().rev().map(|entry| happened(v, entry)).collect()
}

/// What others did since the form was drawn, oldest first.
pub(super) fn since(v: &View, case: &CaseView, seen: i64) -> Vec<Happened> {
    case.history.iter().filter(|entry| entry.version > seen).map(|entry| happened(v, entry)).collect()
}

fn happened(v: &View, entry: &Entry) -> Happened {
    Happened {
        version: entry.version,
        when: v.words().moment(entry.at),
        machine: v.words().machine(entry.at),
        what: said(v, &entry.what),
        who: said(v, &entry.who),
        text: entry.text.clone(),
        details: entry.details.clone(),
        photos: entry.files.len(),
        internal: entry.seen == Seen::Office,
        device: entry.device_at.map(|at| by_device(v, entry, v.words().moment(at))).unwrap_or_default(),
        answer: entry.what.key == "riwayat-jawaban",
    }
}

/// What the device says of the time, and whose it is.
fn by_device(v: &View, entry: &Entry, at: String) -> String {
    let key = if entry.what.key == "riwayat-dibuka" { "meja-waktu-alat-warga" } else { "meja-waktu-alat" };
    v.t1(key, "saat", at)
}

/// A clock as a row of the table, with the lines that explain it.
pub(super) struct ClockRow {
    pub name: String,
    pub budget: String,
    pub used: String,
    pub paused: String,
    pub state: (&'static str, String),
    pub due: words::DueWords,
    pub runs: bool,
    pub why: Vec<(String, String, String)>,
}

pub(super) fn clocks(v: &View, case: &CaseView) -> Vec<ClockRow> {
    let rows = case.clocks.iter().map(|clock| {
        let lines = case.why.iter().filter(|line| line.clock == clock.name);
        let counted = |amount: Option<i64>| match amount {
            Some(amount) => words::counted(v, clock.budget.unit, clock.measure, amount),
            None => v.t("meja-belum-dapat-dihitung").to_owned(),
        };
        ClockRow {
            name: words::clock(v, &case.definition, &clock.name),
            budget: v.words().duration(clock.budget),
            used: counted(clock.consumed),
            paused: clock.paused.filter(|paused| *paused > 0).map(|paused| counted(Some(paused))).unwrap_or_default(),
            state: clock_state(v, clock.state, clock.lapsed.is_some()),
            due: words::due(v, clock.due),
            runs: clock.state == ClockState::Running && clock.due != Due::None,
            why: lines.map(|line| (v.words().moment(line.at), said(v, &line.what), counted(line.consumed))).collect(),
        }
    });
    rows.collect()
}

fn clock_state(v: &View, state: ClockState, lapsed: bool) -> (&'static str, String) {
    let (kind, key) = match state {
        _ if lapsed => ("late", "meja-jam-terlewati"),
        ClockState::Running => ("work", "meja-jam-jalan"),
        ClockState::Paused => ("wait", "meja-jam-jeda"),
        ClockState::Stopped => ("plain", "meja-jam-berhenti"),
        ClockState::Unknown => ("plain", "meja-jam-tak-diketahui"),
    };
    (kind, v.t(key).to_owned())
}

/// A message and what became of it.
pub(super) struct Sent {
    pub what: String,
    pub state: (&'static str, String),
    pub when: String,
    pub text: Option<String>,
}

pub(super) fn deliveries(v: &View, case: &CaseView) -> Vec<Sent> {
    case.deliveries.iter().map(|delivery| sent(v, case, delivery)).collect()
}

fn sent(v: &View, case: &CaseView, delivery: &Delivery) -> Sent {
    let (kind, key) = match delivery.state {
        DeliveryState::Queued => ("wait", "meja-kabar-antre"),
        DeliveryState::Sent => ("good", "meja-kabar-terkirim"),
        DeliveryState::Failed => ("stop", "meja-kabar-gagal"),
        DeliveryState::NoChannel => ("late", "meja-kabar-tanpa-kanal"),
        DeliveryState::Called => ("good", "meja-kabar-ditelepon"),
    };
    let channel = match delivery.channel.as_str() {
        "" => String::new(),
        channel => {
            let key = format!("meja-kanal-{channel}");
            let name = if v.has(&key) { v.t(&key).to_owned() } else { humanise(channel) };
            format!(", {name}")
        }
    };
    Sent {
        what: message_name(v, case, &delivery.key),
        state: (kind, format!("{}{channel}", v.t(key))),
        when: v.words().moment(delivery.at),
        text: delivery.text.clone(),
    }
}

/// What a message is about: its key in the definition, or the engine's own.
fn message_name(v: &View, case: &CaseView, key: &str) -> String {
    let step = |id: &str| case.definition.steps.get(id).map_or_else(|| humanise(id), |step| step.name.clone());
    let end = |id: &str| case.definition.ends.get(id).map_or_else(|| humanise(id), |end| end.name.clone());
    match key.split_once(':') {
        Some(("masuk", id)) => v.tf("meja-kabar-masuk", &[("langkah", &step(id))]),
        Some(("lewat", "total")) => v.t("meja-kabar-lewat-total").to_owned(),
        Some(("lewat", id)) => v.tf("meja-kabar-lewat", &[("langkah", &step(id))]),
        Some(("akhir", id)) => v.tf("meja-kabar-akhir", &[("akhir", &end(id))]),
        Some(("mesin", id)) => {
            let known = format!("meja-kabar-mesin-{}", id.split('/').next().unwrap_or(id).replace('_', "-"));
            if v.has(&known) { v.t(&known).to_owned() } else { humanise(id) }
        }
        _ if key == "diterima" => v.t("meja-kabar-diterima").to_owned(),
        _ => humanise(key),
    }
}

/// Who holds the case.
pub(super) struct HolderLine {
    pub step: String,
    pub who: String,
    pub since: String,
    pub due: words::DueWords,
    pub dated: bool,
    pub also: Vec<String>,
}

pub(super) fn holders(v: &View, desk: &Desk, case: &CaseView) -> Vec<HolderLine> {
    let person = |title: &str, unit: &str| {
        format!("{}, {}", desk.agencies().title_name(title, unit), super::agency_name(desk, unit))
    };
    let lines = case.head.holders.iter().map(|holder| HolderLine {
        step: holder.step_name.clone(),
        who: if holder.is_reporter() { v.t("siapa-pelapor").to_owned() } else { person(&holder.title, &holder.unit) },
        since: v.words().moment(holder.since),
        due: words::due(v, holder.due.map_or(case.head.step_due, Due::At)),
        dated: holder.due.is_some() || matches!(case.head.step_due, Due::Missing(_)),
        also: holder.escalated.iter().map(|(unit, title)| person(title, unit)).collect(),
    });
    lines.collect()
}

/// A review by several, in words.
pub(super) struct JointView {
    pub rule: String,
    pub done: Vec<Branch>,
    pub awaited: Vec<Branch>,
}

/// One branch of it.
pub(super) struct Branch {
    pub step: String,
    pub who: String,
    pub when: String,
}

pub(super) fn joints(v: &View, desk: &Desk, case: &CaseView) -> Vec<JointView> {
    let step = |id: &str| case.definition.steps.get(id).map_or_else(|| humanise(id), |step| step.name.clone());
    let person = |title: &str, unit: &str| {
        format!("{}, {}", desk.agencies().title_name(title, unit), super::agency_name(desk, unit))
    };
    let views = case.joints.iter().map(|joint| {
        let next = joint.meets.as_deref().map_or_else(|| v.t("meja-bersama-akhir").to_owned(), step);
        let count = match joint.rule {
            Join::All => joint.width,
            Join::One => 1,
            Join::Of { n, .. } => n,
        };
        let done = joint.done.iter().map(|one| Branch {
            step: step(&one.step),
            who: super::by(v, desk, &one.who),
            when: v.words().moment(one.at),
        });
        let awaited = joint.awaited.iter().map(|one| Branch {
            step: step(&one.step),
            who: match &one.title {
                Some(title) => person(title, &one.unit),
                None => v.t("siapa-pelapor").to_owned(),
            },
            when: v.words().moment(one.since),
        });
        JointView {
            rule: v.tf("meja-bersama-aturan", &[("n", &count), ("m", &joint.width), ("langkah", &next)]),
            done: done.collect(),
            awaited: awaited.collect(),
        }
    });
    views.collect()
}

/// How long each holder held it, in calendar days of the resident.
pub(super) fn shares(v: &View, desk: &Desk, case: &CaseView) -> Vec<(String, String)> {
    let mut sums: Vec<(String, i64)> = Vec::new();
    for share in &case.shares {
        let who = if share.stay.working {
            super::agency_name(desk, &share.stay.unit)
        } else {
            v.t("siapa-pelapor").to_owned()
        };
        match sums.iter_mut().find(|(known, _)| *known == who) {
            Some((_, sum)) => *sum += share.seconds,
            None => sums.push((who, share.seconds)),
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "seconds of a case fit a double exactly")]
    let days = |seconds: i64| (seconds as f64 / 8640.0).round() / 10.0;
    sums.into_iter().map(|(who, seconds)| (who, v.t1("meja-hari-kalender", "n", days(seconds)))).collect()
}

/// A photo or document.
pub(super) struct Attached {
    /// `berkas.ID`, or the id of the evidence or checklist item.
    pub field: String,
    pub href: String,
    pub label: String,
    pub from: String,
    pub picture: bool,
    pub pdf: bool,
    pub icon: &'static str,
    pub width: i64,
    pub height: i64,
}

pub(super) fn files(v: &View, case: &CaseView) -> Vec<Attached> {
    case.files.iter().enumerate().map(|(at, file)| attached(v, case, file, at + 1)).collect()
}

fn attached(v: &View, case: &CaseView, file: &CaseFile, place: usize) -> Attached {
    let named = case.definition.files.get(&file.field).map(|field| field.label.clone());
    let label = match file.field.as_str() {
        "" => v.t("meja-berkas-tambahan").to_owned(),
        field => named.unwrap_or_else(|| humanise(field)),
    };
    let size = v.words().size(u64::try_from(file.bytes).unwrap_or(0));
    let from = v.t(if file.from_reporter { "meja-dari-pelapor" } else { "meja-dari-petugas" });
    Attached {
        field: file.field.clone(),
        href: format!("/kerja/kasus/{}/berkas/{}", case.head.number, file.id),
        label: format!("{place}. {label}"),
        from: format!("{from}, {}, {size}", v.words().moment(file.added_at)),
        pdf: file.media == "application/pdf",
        picture: file.media.starts_with("image/"),
        icon: if file.media.starts_with("image/") { "kamera" } else { "berkas" },
        width: file.size.0,
        height: file.size.1,
    }
}
