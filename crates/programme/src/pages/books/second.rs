//! Buku 2, rencana induk: every promise by pillar and sub-dimension, quick wins, roadmap, money, bodies, innovations.

use super::Number;
use super::intro;
use super::money;
use super::pen::{Pen, listed};
use super::roadmap;
use super::sheet;
use super::source::{Source, tone};
use crate::promises::Promise;
use crate::reference::reference;
use crate::results::QUICK;
use crate::steering::pages::public::decreed;
use jiff::civil::Date;
use paper::book::{Block, Cell, Tone};

pub(super) fn write(of: &Source<'_>) -> Vec<Block> {
    let mut pen = Pen::new(of);
    let lead = lead(&pen);
    intro::write(&mut pen, Number::Second, lead);
    outline(&mut pen);
    for pillar in of.pillars() {
        chapter(&mut pen, pillar);
    }
    pen.chapter(pen.t("rencana-quick-win").to_owned());
    quick_wins(&mut pen);
    roadmap::write(&mut pen);
    money::write(&mut pen);
    pen.chapter(pen.t("buku2-badan-dan-inovasi").to_owned());
    bodies(&mut pen);
    innovations(&mut pen);
    register(&mut pen);
    pen.blocks
}

/// How many, as texts take it.
pub(super) fn many(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The plan in one sentence.
pub(super) fn lead(pen: &Pen<'_>) -> String {
    let of = pen.of;
    let quick = of.promises.iter().filter(|one| one.facts.quick.is_some()).count();
    let pillars = of.pillars().filter(|pillar| of.of_pillar(pillar).next().is_some()).count();
    pen.tf(
        "buku2-inti",
        &[
            ("program", &many(of.promises.len())),
            ("pilar", &many(pillars)),
            ("quick", &many(quick)),
            ("opd", &many(of.owners().len())),
            ("anggaran", &of.money(of.total())),
        ],
    )
}

fn outline(pen: &mut Pen<'_>) {
    let of = pen.of;
    pen.chapter(pen.t("buku2-gambaran").to_owned());
    if of.promises.is_empty() {
        return pen.empty("buku2-kosong");
    }
    pen.part(pen.t("rencana-menurut-pilar").to_owned());
    pen.say(pen.t("buku2-pilar-kata").to_owned());
    let rows = of.pillars().map(|pillar| pillar_row(of, pillar)).collect();
    pen.table(
        pen.t("buku2-pilar-tabel").to_owned(),
        &[
            ("rencana-pilar", 6),
            ("rencana-program", 2),
            ("rencana-quick-win", 2),
            ("buku2-subdimensi", 2),
            ("buku-juta", 3),
        ],
        rows,
    );
    let bare = bare(of);
    if bare.is_empty() {
        pen.say(pen.t("buku2-sub-penuh").to_owned());
    } else {
        let (count, all) = (many(bare.len()), listed(&bare, pen.t("buku-dan")));
        pen.say(pen.tf("buku2-sub-kosong", &[("jumlah", &count), ("sub", &all)]));
    }
    pen.part(pen.t("rencana-menurut-opd").to_owned());
    pen.say(pen.tf("buku2-opd-kata", &[("jumlah", &many(of.owners().len()))]));
    let rows = of.owners().iter().map(|(name, owed)| owner_row(of, name, owed)).collect();
    pen.table(
        pen.t("buku2-opd-tabel").to_owned(),
        &[("rencana-opd", 8), ("rencana-program", 2), ("rencana-quick-win", 2), ("buku-juta", 3)],
        rows,
    );
}

/// Sub-dimensions without a promise, by name.
pub(super) fn bare(of: &Source<'_>) -> Vec<String> {
    let all = reference().pillars.values().flat_map(|pillar| &pillar.sub);
    let without = all.filter(|(id, _)| !of.promises.iter().any(|one| one.facts.sub == **id));
    without.map(|(_, named)| named.name(of.v.lang()).to_lowercase()).collect()
}

fn pillar_row(of: &Source<'_>, pillar: &str) -> Vec<Cell> {
    let own: Vec<&Promise> = of.of_pillar(pillar).collect();
    let quick = own.iter().filter(|one| one.facts.quick.is_some()).count();
    let subs = reference()
        .pillars
        .get(pillar)
        .map_or(0, |all| all.sub.keys().filter(|sub| own.iter().any(|one| one.facts.sub == **sub)).count());
    let count = |count: usize| Cell::figure(of.v.words().count(count));
    let money = own.iter().map(|one| one.facts.total()).fold(0, i64::saturating_add);
    let none = |cell: Cell, empty: bool| if empty { cell.toned(Tone::Warn) } else { cell };
    vec![
        Cell::text(of.pillar(pillar)),
        none(count(own.len()), own.is_empty()),
        none(count(quick), quick == 0),
        none(Cell::figure(of.v.t2("buku2-dari", "ada", many(subs), "semua", 3)), subs < 3),
        Cell::figure(of.millions(money)),
    ]
}

pub(super) fn owner_row(of: &Source<'_>, name: &str, owed: &[&Promise]) -> Vec<Cell> {
    let quick = owed.iter().filter(|one| one.facts.quick.is_some()).count();
    let money = owed.iter().map(|one| one.facts.total()).fold(0, i64::saturating_add);
    let count = |count: usize| Cell::figure(of.v.words().count(count));
    vec![Cell::text(name), count(owed.len()), count(quick), Cell::figure(of.millions(money))]
}

/// One pillar with its sub-dimensions.
fn chapter(pen: &mut Pen<'_>, id: &str) {
    let of = pen.of;
    let Some(pillar) = reference().pillars.get(id) else { return };
    pen.chapter(of.pillar(id));
    let own: Vec<&Promise> = of.of_pillar(id).collect();
    let money = own.iter().map(|one| one.facts.total()).fold(0, i64::saturating_add);
    let subs: Vec<String> = pillar.sub.values().map(|named| named.name(of.v.lang()).to_lowercase()).collect();
    let (count, subs) = (many(own.len()), listed(&subs, pen.t("buku-dan")));
    let (name, total) = (of.pillar(id), of.money(money));
    pen.say(pen.tf("buku2-bab", &[("pilar", &name), ("sub", &subs), ("jumlah", &count), ("anggaran", &total)]));
    for (sub, named) in &pillar.sub {
        pen.part(named.name(of.v.lang()).to_owned());
        let mut any = false;
        for one in own.iter().filter(|one| one.facts.sub == *sub) {
            any = true;
            sheet::write(pen, one);
        }
        if !any {
            pen.empty("buku2-sub-tanpa");
        }
    }
}

/// Every quick win with its deadline; pillars that have none are named.
pub(super) fn quick_wins(pen: &mut Pen<'_>) {
    let of = pen.of;
    let mut quick: Vec<&Promise> = of.promises.iter().filter(|one| one.facts.quick.is_some()).collect();
    if quick.is_empty() {
        return pen.empty("buku2-quick-kosong");
    }
    quick.sort_by_key(|one| one.facts.quick);
    let without: Vec<String> = of
        .pillars()
        .filter(|pillar| !quick.iter().any(|one| one.pillar() == *pillar))
        .map(|pillar| of.pillar(pillar))
        .collect();
    let there = quick.iter().filter(|one| of.reported(one, QUICK).is_some()).count();
    let year = of.plan.start.to_string();
    pen.say(pen.tf("buku2-quick-kata", &[("jumlah", &many(quick.len())), ("tahun", &year)]));
    if !of.draft() {
        pen.say(pen.tf("buku2-quick-ada", &[("ada", &many(there)), ("semua", &many(quick.len()))]));
    }
    if without.is_empty() {
        pen.say(pen.t("buku2-quick-lengkap").to_owned());
    } else {
        let all = listed(&without, pen.t("buku-dan"));
        pen.say(pen.tf("buku2-quick-tanpa", &[("pilar", &all)]));
    }
    let rows = quick.iter().map(|one| quick_row(of, one)).collect();
    pen.table(
        pen.t("rencana-quick-win-semua").to_owned(),
        &[
            ("rencana-program", 4),
            ("rencana-opd", 3),
            ("buku2-dirasakan", 4),
            ("rencana-tenggat", 3),
            ("rencana-nasib", 3),
        ],
        rows,
    );
}

fn quick_row(of: &Source<'_>, one: &Promise) -> Vec<Cell> {
    let deadline = one.facts.quick.map(|day| of.v.words().date(day)).unwrap_or_default();
    let fate = of.quick_verdict(one).map_or_else(
        || Cell::text("–"),
        |verdict| {
            let there = of.reported(one, QUICK).and_then(|reported| reported.day);
            let day = there.map(|day| format!("\n{}", of.v.words().date(day))).unwrap_or_default();
            Cell::text(format!("{}{day}", of.fate(verdict))).toned(tone(verdict))
        },
    );
    vec![
        Cell::text(one.sheet.name.clone()),
        Cell::text(of.agency(&one.facts.owner)),
        Cell::text(one.sheet.quick_result.clone()),
        Cell::text(deadline),
        fate,
    ]
}

/// Council, integration team and forum: what they are for, and how they meet.
fn bodies(pen: &mut Pen<'_>) {
    pen.part(pen.t("buku2-badan").to_owned());
    pen.say(pen.t("buku2-badan-kata").to_owned());
    pen.points(["dewan", "tim", "forum"].map(|body| pen.of.v.t(&format!("buku2-badan-{body}")).to_owned()).to_vec());
    let of = pen.of;
    if of.bodies.is_empty() {
        return pen.empty("buku2-badan-kosong");
    }
    for body in &of.bodies {
        pen.head(body.name.as_str());
        pen.quote(&body.mandate);
        let day = |day: Option<Date>| day.map_or_else(|| "–".to_owned(), |day| of.v.words().date(day));
        let lines = [
            ("buku2-badan-dasar", decreed(of.v, body)),
            ("rapat-irama", of.v.t1("rapat-irama-n", "bulan", body.months)),
            ("buku2-badan-terakhir", day(body.last)),
            ("buku2-badan-berikut", day(body.next)),
        ];
        pen.lines(lines.map(|(key, value)| (of.v.t(key).to_owned(), value)).to_vec());
    }
}

fn innovations(pen: &mut Pen<'_>) {
    let of = pen.of;
    pen.part(pen.t("buku2-inovasi").to_owned());
    if of.innovations.is_empty() {
        return pen.empty("buku2-inovasi-kosong");
    }
    pen.say(pen.tf("buku2-inovasi-kata", &[("jumlah", &many(of.innovations.len()))]));
    let row = |one: &crate::entries::Entry| {
        let unit = if one.unit.is_empty() { "–".to_owned() } else { of.agency(&one.unit) };
        vec![
            Cell::text(one.title.clone()),
            Cell::text(unit),
            Cell::text(of.pillar(&one.pillar)),
            Cell::text(one.body.clone()),
        ]
    };
    pen.table(
        pen.t("buku2-inovasi").to_owned(),
        &[("buku2-inovasi-nama", 3), ("buku2-oleh", 3), ("rencana-pilar", 3), ("buku2-uraian", 5)],
        of.innovations.iter().map(row).collect(),
    );
}

/// Every promise with its codes, to be looked up.
fn register(pen: &mut Pen<'_>) {
    let of = pen.of;
    if of.promises.is_empty() {
        return;
    }
    pen.chapter(pen.t("buku2-daftar").to_owned());
    pen.say(pen.t("buku2-daftar-kata").to_owned());
    let row = |(at, one): (usize, &Promise)| {
        let codes = &one.facts.codes;
        let code = [&codes.dpa, &codes.rkpd, &codes.renstra, &codes.rpjmd].into_iter().find(|code| !code.is_empty());
        vec![
            Cell::figure((at + 1).to_string()),
            Cell::text(one.sheet.name.clone()),
            Cell::text(of.agency(&one.facts.owner)),
            Cell::text(format!("{}–{}", one.facts.start, one.facts.end)),
            Cell::text(code.map_or("–", String::as_str)),
            Cell::figure(of.millions(one.facts.total())),
        ]
    };
    pen.table(
        pen.t("buku2-daftar").to_owned(),
        &[
            ("buku-nomor", 2),
            ("rencana-program", 13),
            ("rencana-opd", 11),
            ("rencana-masa", 5),
            ("buku-kode", 8),
            ("buku-juta", 5),
        ],
        of.promises.iter().enumerate().map(row).collect(),
    );
}
