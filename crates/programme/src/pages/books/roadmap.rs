//! The roadmap of one, five and ten years: a chart made of the cells of a table, so that it prints and is read aloud, and
//! what each term brings.

use super::pen::Pen;
use super::second::many;
use super::source::Source;
use crate::model::promise::Horizon;
use crate::promises::Promise;
use paper::book::{BAR, Cell, Tone};

pub(super) fn write(pen: &mut Pen<'_>) {
    let of = pen.of;
    pen.chapter(pen.t("rencana-peta-jalan").to_owned());
    if of.promises.is_empty() {
        return pen.empty("buku2-kosong");
    }
    pen.say(pen.t("buku2-peta-kata").to_owned());
    for pillar in of.pillars() {
        let rows: Vec<Vec<Cell>> = of.of_pillar(pillar).map(|one| bar(of, one)).collect();
        pen.grid(of.pillar(pillar), columns(of), rows);
    }
    for (horizon, key) in [
        (Horizon::Short, "buku2-jangka-pendek"),
        (Horizon::Medium, "buku2-jangka-menengah"),
        (Horizon::Long, "buku2-jangka-panjang"),
    ] {
        term(pen, horizon, key);
    }
}

fn columns(of: &Source<'_>) -> Vec<(String, u16)> {
    let years = of.years().map(|year| (year.to_string(), 3));
    [(of.v.t("rencana-program").to_owned(), 20)].into_iter().chain(years).collect()
}

/// A row of the chart: a bar over the years in which it runs, the deadline of its quick win named in it.
fn bar(of: &Source<'_>, one: &Promise) -> Vec<Cell> {
    let years = of.years().map(|year| {
        let quick = one.facts.quick.is_some_and(|day| day.year() == year);
        match (one.facts.start..=one.facts.end).contains(&year) {
            true => Cell::text(if quick { "QW" } else { BAR }).toned(Tone::Bar),
            false if quick => Cell::text("QW"),
            false => Cell::text(""),
        }
    });
    [Cell::text(one.sheet.name.clone())].into_iter().chain(years).collect()
}

/// What ends within a term, with its last target.
fn term(pen: &mut Pen<'_>, horizon: Horizon, key: &'static str) {
    let of = pen.of;
    let own: Vec<&Promise> = of.promises.iter().filter(|one| of.horizon(one) == horizon).collect();
    let end = (of.plan.start + horizon.years() - 1).to_string();
    pen.part(pen.tf(key, &[("tahun", &end)]));
    if own.is_empty() {
        return pen.empty("buku2-jangka-kosong");
    }
    pen.say(pen.tf("buku2-jangka-kata", &[("jumlah", &many(own.len())), ("tahun", &end)]));
    let row = |one: &&Promise| {
        let last = one.facts.targets.iter().max_by_key(|target| target.year);
        let target = last.map_or_else(
            || of.v.t("rencana-tanpa-target").to_owned(),
            |last| format!("{} {} ({})", one.facts.direction.sign(), of.figure(one, &last.value), last.year),
        );
        vec![
            Cell::text(one.sheet.name.clone()),
            Cell::text(of.agency(&one.facts.owner)),
            Cell::text(one.sheet.measure.clone()),
            Cell::text(target),
        ]
    };
    pen.table(
        "",
        &[("rencana-program", 4), ("rencana-opd", 3), ("buku-ukuran", 4), ("buku-target-akhir", 3)],
        own.iter().map(row).collect(),
    );
}
