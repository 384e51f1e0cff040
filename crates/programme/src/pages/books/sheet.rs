//! One promise in the master plan: every attribute, its years, what is missing and who fills it.

use super::pen::{Pen, listed};
use super::source::{Source, tone};
use crate::model::verdict::Verdict;
use crate::pages::number;
use crate::promises::Promise;
use crate::reference::{Named, reference};
use crate::results::QUICK;
use indexmap::IndexMap;
use paper::book::Cell;
use std::collections::BTreeMap;

/// Evidence that is quoted; the page of the promise holds the rest.
const EVIDENCE: usize = 240;

pub(super) fn write(pen: &mut Pen<'_>, one: &Promise) {
    pen.head(one.sheet.name.clone());
    pen.quote(&one.sheet.about);
    pen.lines(lines(pen, one));
    years(pen, one);
    moved(pen, one);
    let missing = missing(pen, one);
    if !missing.is_empty() {
        let owner = pen.of.agency(&one.facts.owner);
        let all = listed(&missing, pen.t("buku-dan"));
        pen.say(pen.tf("buku2-belum", &[("isian", &all), ("opd", &owner)]));
    }
}

fn names(of: &Source<'_>, all: &IndexMap<String, Named>, ids: &[String]) -> String {
    let names = ids.iter().filter_map(|id| all.get(id)).map(|named| named.name(of.v.lang()));
    names.collect::<Vec<_>>().join(", ")
}

/// Label and text of everything that is known.
fn lines(pen: &Pen<'_>, one: &Promise) -> Vec<(String, String)> {
    let (of, facts, sheet) = (pen.of, &one.facts, &one.sheet);
    let units = |units: &[String]| units.iter().map(|unit| of.agency(unit)).collect::<Vec<_>>().join(", ");
    let places: Vec<String> = facts.districts.iter().map(|code| of.district(code)).collect();
    let places = if places.is_empty() { pen.t("rencana-seluruh-daerah").to_owned() } else { places.join(", ") };
    let services: Vec<String> = facts.services.iter().map(|id| of.service(id)).collect();
    let lines = [
        ("rencana-opd", of.agency(&facts.owner)),
        ("rencana-pendukung", units(&facts.supporters)),
        ("rencana-masa", period(pen, one)),
        ("buku-ukuran", measure(pen, one)),
        ("rencana-keluaran", sheet.output.clone()),
        ("rencana-hasil", sheet.outcome.clone()),
        ("rencana-sasaran", sheet.group.clone()),
        (
            "buku-tempat",
            [places, sheet.place.clone()].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("; "),
        ),
        ("buku-kode", codes(pen, one)),
        ("rencana-dasar", sheet.basis.clone()),
        ("rencana-layanan", services.join(", ")),
        ("rencana-indikator", indicators(of, one)),
        ("rencana-sektor", names(of, &reference().sectors, &facts.sectors)),
        ("rencana-tema", names(of, &reference().themes, &facts.themes)),
        ("rencana-quick-win", quick(pen, one)),
        ("rencana-risiko", sheet.risks.clone()),
        ("rencana-bukti", evidence(pen, one)),
    ];
    let known = lines.into_iter().filter(|(_, text)| !text.is_empty());
    known.map(|(key, text)| (of.v.t(key).to_owned(), text)).collect()
}

fn period(pen: &Pen<'_>, one: &Promise) -> String {
    let facts = &one.facts;
    let years =
        if facts.start == facts.end { facts.start.to_string() } else { format!("{}–{}", facts.start, facts.end) };
    let term = pen.of.v.t(&format!("rencana-jangka-{}", pen.of.horizon(one).years())).to_owned();
    pen.tf("rencana-masa-n", &[("tahun", &years), ("jangka", &term)])
}

fn measure(pen: &Pen<'_>, one: &Promise) -> String {
    let (facts, sheet) = (&one.facts, &one.sheet);
    if sheet.measure.is_empty() {
        return String::new();
    }
    let direction = pen.of.v.t(&format!("rencana-arah-{}", facts.direction.word())).to_owned();
    let from = if facts.baseline.is_empty() {
        pen.t("rencana-awal-tidak-diketahui").to_owned()
    } else {
        pen.tf("rencana-awal-dari", &[("nilai", &pen.of.figure(one, &facts.baseline))])
    };
    format!("{} ({direction}; {from})", sheet.measure)
}

fn codes(pen: &Pen<'_>, one: &Promise) -> String {
    let codes = &one.facts.codes;
    let all = [("RPJMD", &codes.rpjmd), ("Renstra", &codes.renstra), ("RKPD", &codes.rkpd), ("DPA", &codes.dpa)];
    let known: Vec<String> =
        all.iter().filter(|(_, code)| !code.is_empty()).map(|(name, code)| format!("{name} {code}")).collect();
    if known.is_empty() { pen.t("buku-belum-diisi").to_owned() } else { known.join(", ") }
}

fn indicators(of: &Source<'_>, one: &Promise) -> String {
    let named = |id: &String| {
        let known = of.programme.library().get(id);
        known.map_or_else(|| id.clone(), |indicator| indicator.name.lang(of.v.lang()).to_owned())
    };
    one.facts.indicators.iter().map(named).collect::<Vec<_>>().join(", ")
}

fn quick(pen: &Pen<'_>, one: &Promise) -> String {
    let Some(deadline) = one.facts.quick else { return String::new() };
    let words = pen.of.v.words();
    let promised = &one.sheet.quick_result;
    let mut text = pen.tf("buku2-quick", &[("janji", promised), ("tanggal", &words.date(deadline))]);
    if let Some(verdict) = pen.of.quick_verdict(one) {
        let there = pen.of.reported(one, QUICK).and_then(|reported| reported.day);
        let fate = pen.of.fate(verdict);
        text.push(' ');
        text.push_str(&match there {
            Some(day) => pen.tf("buku2-quick-hadir", &[("tanggal", &words.date(day)), ("nasib", &fate)]),
            None => format!("{fate}."),
        });
    }
    text
}

/// What proves the last report.
fn evidence(pen: &Pen<'_>, one: &Promise) -> String {
    let last = pen.of.years().rev().find_map(|year| pen.of.reported(one, year));
    last.map_or_else(String::new, |last| {
        let short: String = last.evidence.chars().take(EVIDENCE).collect();
        let more = if short.len() < last.evidence.len() { "…" } else { "" };
        let day = pen.of.v.words().date_of(last.at);
        pen.tf(
            "buku2-bukti",
            &[("tahun", &last.year.to_string()), ("bukti", &format!("{short}{more}")), ("tanggal", &day)],
        )
    })
}

/// Targets, what was reached, and money, year by year.
fn years(pen: &mut Pen<'_>, one: &Promise) {
    let (of, facts) = (pen.of, &one.facts);
    let mut money: BTreeMap<i16, Vec<String>> = BTreeMap::new();
    for line in &facts.budget {
        let source = reference().funds.get(&line.source).map_or(line.source.as_str(), |named| named.name(of.v.lang()));
        money.entry(line.year).or_default().push(format!("{} ({source})", of.money(line.amount)));
    }
    let mut rows = Vec::new();
    for year in of.years() {
        let (target, reported, budget) = (facts.target(year), of.reported(one, year), money.get(&year));
        if target.is_none() && reported.is_none() && budget.is_none() {
            continue;
        }
        let verdict = of.verdict(one, year).filter(|verdict| *verdict != Verdict::Open);
        let dash = || "–".to_owned();
        rows.push(vec![
            Cell::text(year.to_string()),
            Cell::figure(
                target.map_or_else(dash, |plain| format!("{} {}", facts.direction.sign(), number(of.v, plain))),
            ),
            Cell::figure(reported.map_or_else(dash, |one| number(of.v, &one.value))),
            verdict.map_or_else(|| Cell::text("–"), |verdict| Cell::text(of.fate(verdict)).toned(tone(verdict))),
            Cell::figure(budget.map_or_else(dash, |lines| lines.join("\n"))),
        ]);
    }
    let unit = if one.sheet.unit.is_empty() { String::new() } else { format!(" ({})", one.sheet.unit) };
    let columns = vec![
        (pen.t("rencana-tahun").to_owned(), 2),
        (format!("{}{unit}", pen.t("rencana-target")), 3),
        (pen.t("rencana-capaian").to_owned(), 2),
        (pen.t("rencana-nasib").to_owned(), 3),
        (pen.t("rencana-anggaran").to_owned(), 5),
    ];
    pen.grid("", columns, rows);
}

/// Targets that were moved by a decree, with the reason.
fn moved(pen: &mut Pen<'_>, one: &Promise) {
    let of = pen.of;
    let own = of.moved.iter().filter(|moved| moved.promise == one.id);
    let points = own.map(|moved| {
        let to =
            moved.to.as_deref().map_or_else(|| pen.t("rencana-target-dihapus").to_owned(), |to| of.figure(one, to));
        pen.tf(
            "buku2-target-pindah",
            &[
                ("tahun", &moved.year.to_string()),
                ("dari", &of.figure(one, &moved.from)),
                ("menjadi", &to),
                ("versi", &moved.version.to_string()),
                ("alasan", &moved.reason),
            ],
        )
    });
    let points = points.collect();
    pen.points(points);
}

/// Labels of what is not filled in though the plan asks for it.
fn missing(pen: &Pen<'_>, one: &Promise) -> Vec<String> {
    let (facts, sheet) = (&one.facts, &one.sheet);
    let codes = [&facts.codes.rpjmd, &facts.codes.renstra, &facts.codes.rkpd, &facts.codes.dpa];
    [
        ("rencana-target", facts.targets.is_empty()),
        ("buku-awal", facts.baseline.is_empty()),
        ("rencana-anggaran", facts.budget.is_empty()),
        ("rencana-keluaran", sheet.output.is_empty()),
        ("rencana-risiko", sheet.risks.is_empty()),
        ("buku-kode", codes.iter().all(|code| code.is_empty())),
    ]
    .into_iter()
    .filter(|(_, missing)| *missing)
    .map(|(key, _)| pen.of.v.t(key).to_lowercase())
    .collect()
}
