//! Buku 3, ringkasan eksekutif: what a leader reads before a meeting.

use super::Number;
use super::intro;
use super::money;
use super::pen::Pen;
use super::second::{bare, lead, many, owner_row, quick_wins};
use super::source::{Source, tone};
use crate::entries::Kind;
use crate::model::verdict::Verdict;
use crate::promises::Promise;
use paper::book::{Block, Cell};

/// Titles that are named of each part of the analysis; Buku 1 holds the others.
const NAMED: usize = 5;

pub(super) fn write(of: &Source<'_>) -> Vec<Block> {
    let mut pen = Pen::new(of);
    let lead = lead(&pen);
    intro::write(&mut pen, Number::Third, lead);
    why(&mut pen);
    promised(&mut pen);
    kept(&mut pen);
    quick_wins(&mut pen);
    pen.chapter(pen.t("rencana-anggaran").to_owned());
    if of.total() == 0 {
        pen.empty("buku2-uang-kosong");
    } else {
        pen.say(pen.t("buku3-uang").to_owned());
        money::by_year(&mut pen);
        money::by_pillar(&mut pen);
    }
    who(&mut pen);
    next(&mut pen);
    pen.blocks
}

fn why(pen: &mut Pen<'_>) {
    let of = pen.of;
    pen.chapter(pen.t("buku3-mengapa").to_owned());
    match of.entries(Kind::Vision) {
        [] => pen.empty("buku1-visi-kosong"),
        visions => {
            for one in visions {
                pen.lead(format!("{}. {}", one.title.trim_end_matches('.'), one.body));
            }
        }
    }
    for kind in [Kind::Potential, Kind::Problem, Kind::Readiness, Kind::Gap] {
        pen.part(of.v.t(&format!("rencana-{}", kind.word())).to_owned());
        let all = of.entries(kind);
        if all.is_empty() {
            let text = of.v.t(&format!("buku1-{}-kosong", kind.word())).to_owned();
            pen.lead(text);
            continue;
        }
        pen.points(all.iter().take(NAMED).map(|one| format!("{}: {}", one.title, one.body)).collect());
        if all.len() > NAMED {
            pen.say(pen.tf("buku3-lagi", &[("jumlah", &many(all.len() - NAMED))]));
        }
    }
}

/// Per pillar: how many, how much, and the promises with their last target.
fn promised(pen: &mut Pen<'_>) {
    let of = pen.of;
    pen.chapter(pen.t("buku3-janji").to_owned());
    if of.promises.is_empty() {
        return pen.empty("buku2-kosong");
    }
    for pillar in of.pillars() {
        pen.part(of.pillar(pillar));
        let own: Vec<&Promise> = of.of_pillar(pillar).collect();
        if own.is_empty() {
            pen.empty("buku2-sub-tanpa");
            continue;
        }
        let money = own.iter().map(|one| one.facts.total()).fold(0, i64::saturating_add);
        pen.say(pen.tf("buku3-janji-kata", &[("jumlah", &many(own.len())), ("anggaran", &of.money(money))]));
        pen.points(own.iter().map(|one| point(pen, one)).collect());
    }
}

fn point(pen: &Pen<'_>, one: &Promise) -> String {
    let owner = pen.of.agency(&one.facts.owner);
    let last = one.facts.targets.iter().max_by_key(|target| target.year);
    match last {
        Some(last) => pen.tf(
            "buku3-butir",
            &[
                ("program", &one.sheet.name),
                ("opd", &owner),
                ("ukuran", &one.sheet.measure.to_lowercase()),
                ("target", &format!("{} {}", one.facts.direction.sign(), pen.of.figure(one, &last.value))),
                ("tahun", &last.year.to_string()),
            ],
        ),
        None => pen.tf("buku3-butir-tanpa", &[("program", &one.sheet.name), ("opd", &owner)]),
    }
}

/// What became of the promises, in each year that this version judges.
fn kept(pen: &mut Pen<'_>) {
    let of = pen.of;
    pen.chapter(pen.t("buku3-ditepati").to_owned());
    if of.draft() {
        return pen.empty("buku3-belum-dinilai");
    }
    let today = of.programme.today().year();
    let judged: Vec<i16> = of.years().filter(|year| *year <= today).collect();
    let mut rows = Vec::new();
    for year in judged {
        let of_year: Vec<Verdict> = of.promises.iter().filter_map(|one| of.verdict(one, year)).collect();
        let of_year: Vec<Verdict> = of_year.into_iter().filter(|one| *one != Verdict::Open).collect();
        if of_year.is_empty() {
            continue;
        }
        let count = |verdict| many(of_year.iter().filter(|one| **one == verdict).count());
        let key = if year < today { "buku3-nasib-lalu" } else { "buku3-nasib-kini" };
        pen.say(pen.tf(
            key,
            &[
                ("tahun", &year.to_string()),
                ("semua", &many(of_year.len())),
                ("ditepati", &count(Verdict::Kept)),
                ("ingkar", &count(Verdict::Broken)),
                ("diam", &count(Verdict::Silent)),
                ("sesuai", &count(Verdict::OnTrack)),
                ("berjalan", &count(Verdict::Running)),
            ],
        ));
        for one in &of.promises {
            let missed = of.verdict(one, year).filter(|verdict| matches!(verdict, Verdict::Broken | Verdict::Silent));
            if let Some(verdict) = missed {
                rows.push(missed_row(of, one, year, verdict));
            }
        }
    }
    if rows.is_empty() {
        pen.say(pen.t("buku3-tanpa-meleset").to_owned());
    }
    pen.table(
        pen.t("rencana-meleset").to_owned(),
        &[
            ("rencana-program", 5),
            ("rencana-opd", 4),
            ("rencana-tahun", 1),
            ("rencana-target", 2),
            ("rencana-capaian", 2),
            ("rencana-nasib", 3),
        ],
        rows,
    );
}

fn missed_row(of: &Source<'_>, one: &Promise, year: i16, verdict: Verdict) -> Vec<Cell> {
    let number = |plain: &str| crate::pages::number(of.v, plain);
    let target = one.facts.target(year).map(|plain| format!("{} {}", one.facts.direction.sign(), number(plain)));
    vec![
        Cell::text(one.sheet.name.clone()),
        Cell::text(of.agency(&one.facts.owner)),
        Cell::text(year.to_string()),
        Cell::figure(target.unwrap_or_default()),
        Cell::figure(of.reported(one, year).map_or_else(|| "–".to_owned(), |one| number(&one.value))),
        Cell::text(of.fate(verdict)).toned(tone(verdict)),
    ]
}

fn who(pen: &mut Pen<'_>) {
    let of = pen.of;
    pen.chapter(pen.t("buku3-siapa").to_owned());
    if of.promises.is_empty() {
        return pen.empty("buku2-kosong");
    }
    let owners = of.owners();
    let most = owners.iter().max_by_key(|(_, owed)| owed.len());
    if let Some((name, owed)) = most {
        pen.say(
            pen.tf(
                "buku3-siapa-kata",
                &[("jumlah", &many(owners.len())), ("opd", name), ("program", &many(owed.len()))],
            ),
        );
    }
    pen.table(
        pen.t("buku2-opd-tabel").to_owned(),
        &[("rencana-opd", 8), ("rencana-program", 2), ("rencana-quick-win", 2), ("buku-juta", 3)],
        owners.iter().map(|(name, owed)| owner_row(of, name, owed)).collect(),
    );
}

/// What the plan still lacks, and who sees to it.
fn next(pen: &mut Pen<'_>) {
    let of = pen.of;
    pen.chapter(pen.t("buku3-lanjut").to_owned());
    let lacking = |key: &str, count: usize| (count > 0).then(|| pen.tf(key, &[("jumlah", &many(count))]));
    let without = |lacks: fn(&Promise) -> bool| of.promises.iter().filter(|one| lacks(one)).count();
    let empty = Kind::ANALYSIS.into_iter().filter(|kind| of.entries(*kind).is_empty()).count();
    let points: Vec<String> = [
        lacking("buku3-kurang-target", without(|one| one.facts.targets.is_empty())),
        lacking("buku3-kurang-awal", without(|one| one.facts.baseline.is_empty())),
        lacking("buku3-kurang-uang", without(|one| one.facts.budget.is_empty())),
        lacking("buku3-kurang-risiko", without(|one| one.sheet.risks.is_empty())),
        lacking("buku3-kurang-sub", bare(of).len()),
        lacking("buku3-kurang-analisis", empty),
    ]
    .into_iter()
    .flatten()
    .collect();
    if points.is_empty() {
        pen.say(pen.t("buku3-lengkap").to_owned());
    } else {
        pen.say(pen.t("buku3-lanjut-kata").to_owned());
        pen.points(points);
    }
    let turn = match of.version.state {
        crate::model::plan::State::Draft => "rencana-giliran-perencana",
        crate::model::plan::State::Review => "rencana-giliran-kedua",
        crate::model::plan::State::Approved => "rencana-giliran-penetapan",
        crate::model::plan::State::Decreed => "rencana-giliran-opd",
    };
    pen.lead(pen.t(turn).to_owned());
}
