//! Buku 1, analisis strategis: vision, potentials, problems with the figures of the desk, readiness, gaps.

use super::Number;
use super::intro;
use super::pen::Pen;
use super::source::Source;
use crate::entries::{Entry, Kind, Origin};
use crate::pages::number;
use crate::promises::Promise;
use paper::book::{Block, Cell, Tone};

pub(super) fn write(of: &Source<'_>) -> Vec<Block> {
    let mut pen = Pen::new(of);
    let lead = lead(&pen);
    intro::write(&mut pen, Number::First, lead);
    for kind in [Kind::Vision, Kind::Potential] {
        chapter(&mut pen, kind);
    }
    problems(&mut pen);
    chapter(&mut pen, Kind::Readiness);
    gaps(&mut pen);
    towards(&mut pen);
    pen.blocks
}

fn many(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn lead(pen: &Pen<'_>) -> String {
    let count = |kind| many(pen.of.entries(kind).len());
    let reported = many(pen.of.entries(Kind::Problem).iter().filter(|one| one.origin.is_some()).count());
    pen.tf(
        "buku1-inti",
        &[
            ("potensi", &count(Kind::Potential)),
            ("masalah", &count(Kind::Problem)),
            ("laporan", &reported),
            ("kesiapan", &count(Kind::Readiness)),
            ("kesenjangan", &count(Kind::Gap)),
        ],
    )
}

/// One part of the analysis, by pillar.
fn chapter(pen: &mut Pen<'_>, kind: Kind) {
    pen.chapter(pen.of.v.t(&format!("rencana-{}", kind.word())).to_owned());
    pen.say(pen.of.v.t(&format!("buku1-{}", kind.word())).to_owned());
    if kind == Kind::Readiness {
        pen.points(
            ["struktur", "infrastruktur", "suprastruktur"]
                .map(|part| pen.of.v.t(&format!("buku1-kesiapan-{part}")).to_owned())
                .to_vec(),
        );
    }
    entries(pen, kind);
}

fn entries(pen: &mut Pen<'_>, kind: Kind) {
    let of = pen.of;
    let all = of.entries(kind);
    if all.is_empty() {
        let text = of.v.t(&format!("buku1-{}-kosong", kind.word())).to_owned();
        pen.lead(text);
        return;
    }
    for pillar in of.pillars().chain([""]) {
        let own: Vec<&Entry> = all.iter().filter(|one| one.pillar == pillar).collect();
        if own.is_empty() {
            continue;
        }
        // A vision is of the whole region: a heading that says so helps nobody.
        if kind != Kind::Vision || !pillar.is_empty() {
            pen.part(of.pillar(pillar));
        }
        for one in own {
            if kind == Kind::Vision {
                pen.part(one.title.clone())
            } else {
                pen.head(one.title.clone())
            }
            pen.quote(&one.body);
            if let Some(origin) = &one.origin {
                pen.lead(reported(pen, origin));
            }
        }
    }
}

/// `48 laporan "Jalan rusak" di Perak, …`
fn reported(pen: &Pen<'_>, origin: &Origin) -> String {
    pen.tf(
        "buku1-masalah-asal",
        &[
            ("jumlah", &origin.cases),
            ("layanan", &pen.of.service(&origin.service)),
            ("tempat", &pen.of.district(&origin.district)),
            ("dari", &origin.from),
            ("sampai", &origin.to),
        ],
    )
}

fn problems(pen: &mut Pen<'_>) {
    let of = pen.of;
    pen.chapter(pen.t("rencana-masalah").to_owned());
    pen.say(pen.t("buku1-masalah").to_owned());
    let origins: Vec<&Origin> = of.entries(Kind::Problem).iter().filter_map(|one| one.origin.as_ref()).collect();
    if !origins.is_empty() {
        let cases: i64 = origins.iter().map(|one| one.cases).sum();
        let of_desk = many(origins.len());
        let all = many(of.entries(Kind::Problem).len());
        pen.say(pen.tf("buku1-masalah-hitung", &[("semua", &all), ("laporan", &of_desk), ("kasus", &cases)]));
        let rows = reports(pen, &origins);
        pen.table(pen.t("buku1-masalah-tabel").to_owned(), &REPORTS, rows);
    }
    entries(pen, Kind::Problem);
    if !of.offered.is_empty() {
        pen.part(pen.t("buku1-belum-diambil").to_owned());
        pen.say(pen.t("buku1-belum-diambil-kata").to_owned());
        let rows = reports(pen, &of.offered.iter().collect::<Vec<_>>());
        pen.table(pen.t("buku1-belum-diambil").to_owned(), &REPORTS, rows);
    }
}

const REPORTS: [(&str, u16); 4] =
    [("buku-layanan", 4), ("rencana-kecamatan", 3), ("buku-masa-laporan", 3), ("buku-laporan", 1)];

fn reports(pen: &Pen<'_>, origins: &[&Origin]) -> Vec<Vec<Cell>> {
    let row = |one: &&Origin| {
        vec![
            Cell::text(pen.of.service(&one.service)),
            Cell::text(pen.of.district(&one.district)),
            Cell::text(format!("{} – {}", one.from, one.to)),
            Cell::figure(pen.of.v.words().count(one.cases)),
        ]
    };
    origins.iter().map(row).collect()
}

fn gaps(pen: &mut Pen<'_>) {
    chapter(pen, Kind::Gap);
    measured(pen);
}

/// What lies between the figure of today and the last target: computed, not told.
fn measured(pen: &mut Pen<'_>) {
    let of = pen.of;
    pen.part(pen.t("buku1-terukur").to_owned());
    let known = of.promises.iter().filter(|one| !one.facts.baseline.is_empty() && !one.facts.targets.is_empty());
    let (known, all) = (many(known.count()), many(of.promises.len()));
    pen.say(pen.tf("buku1-terukur-kata", &[("ada", &known), ("semua", &all), ("tanpa", &(all - known))]));
    for pillar in of.pillars() {
        let rows: Vec<Vec<Cell>> = of.of_pillar(pillar).filter_map(|one| gap(pen, one)).collect();
        pen.table(
            of.pillar(pillar),
            &[("rencana-program", 5), ("buku-ukuran", 4), ("buku-awal", 2), ("buku-target-akhir", 3)],
            rows,
        );
    }
}

fn gap(pen: &Pen<'_>, one: &Promise) -> Option<Vec<Cell>> {
    let last = one.facts.targets.iter().max_by_key(|target| target.year)?;
    let (facts, sheet) = (&one.facts, &one.sheet);
    let from = if facts.baseline.is_empty() {
        Cell::text(pen.t("buku-belum-diisi").to_owned()).toned(Tone::Warn)
    } else {
        Cell::figure(number(pen.of.v, &facts.baseline))
    };
    let to = format!("{} {} ({})", facts.direction.sign(), number(pen.of.v, &last.value), last.year);
    let measure =
        if sheet.unit.is_empty() { sheet.measure.clone() } else { format!("{} ({})", sheet.measure, sheet.unit) };
    Some(vec![Cell::text(sheet.name.clone()), Cell::text(measure), from, Cell::figure(to)])
}

/// From the analysis to the promises: how much each pillar has of each, and which has problems and no answer.
fn towards(pen: &mut Pen<'_>) {
    let of = pen.of;
    pen.chapter(pen.t("buku1-ke-program").to_owned());
    pen.say(pen.t("buku1-ke-program-kata").to_owned());
    let (mut rows, mut unanswered) = (Vec::new(), Vec::new());
    for pillar in of.pillars() {
        let count = |kind| of.entries(kind).iter().filter(|one| one.pillar == pillar).count();
        let (problems, gaps, promises) = (count(Kind::Problem), count(Kind::Gap), of.of_pillar(pillar).count());
        let figure = |count: usize| Cell::figure(of.v.words().count(count));
        let answer = if promises == 0 { figure(promises).toned(Tone::Bad) } else { figure(promises) };
        rows.push(vec![
            Cell::text(of.pillar(pillar)),
            figure(count(Kind::Potential)),
            figure(problems),
            figure(gaps),
            answer,
        ]);
        if promises == 0 {
            unanswered
                .push(pen.tf("buku1-tanpa-jawaban", &[("pilar", &of.pillar(pillar)), ("masalah", &many(problems))]));
        }
    }
    pen.table(
        pen.t("buku1-ke-program").to_owned(),
        &[
            ("rencana-pilar", 5),
            ("rencana-potensi", 2),
            ("rencana-masalah", 2),
            ("rencana-kesenjangan", 2),
            ("rencana-program", 2),
        ],
        rows,
    );
    pen.points(unanswered);
    pen.say(pen.t("buku1-lanjut").to_owned());
}
