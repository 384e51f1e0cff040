//! Money of the plan by year, pillar and source, in millions of rupiah.

use super::pen::Pen;
use super::second::many;
use super::source::Source;
use crate::reference::reference;
use paper::book::Cell;
use std::collections::BTreeMap;

pub(super) fn write(pen: &mut Pen<'_>) {
    let of = pen.of;
    pen.chapter(pen.t("rencana-anggaran").to_owned());
    let total = of.total();
    if total == 0 {
        return pen.empty("buku2-uang-kosong");
    }
    let without = of.promises.iter().filter(|one| one.facts.budget.is_empty()).count();
    pen.say(pen.tf("buku2-uang-kata", &[("total", &of.money(total)), ("program", &many(of.promises.len() - without))]));
    if without > 0 {
        pen.say(pen.tf("buku2-uang-tanpa", &[("jumlah", &many(without))]));
    }
    pen.say(shares(pen, total));
    pen.part(pen.t("buku2-uang-tahun").to_owned());
    by_year(pen);
    pen.part(pen.t("buku2-uang-pilar").to_owned());
    by_pillar(pen);
}

/// Sources that give something, in the order of the reference data.
fn funds(of: &Source<'_>) -> Vec<(&'static str, String)> {
    let used = of.sums(|_, _, source| source.to_owned());
    let all = reference().funds.iter().filter(|(id, _)| used.contains_key(id.as_str()));
    all.map(|(id, named)| (id.as_str(), named.name(of.v.lang()).to_owned())).collect()
}

/// Which source gives most.
fn shares(pen: &Pen<'_>, total: i64) -> String {
    let sums = pen.of.sums(|_, _, source| source.to_owned());
    let most = sums.iter().max_by_key(|(_, amount)| **amount);
    most.map_or_else(String::new, |(source, amount)| {
        let named =
            reference().funds.get(source).map_or(source.as_str(), |named| named.name(pen.of.v.lang())).to_owned();
        let share = pen.of.v.words().percent(*amount as f64 / total as f64);
        pen.tf("buku2-uang-terbesar", &[("dana", &named), ("jumlah", &pen.of.money(*amount)), ("bagian", &share)])
    })
}

/// Year by year.
pub(super) fn by_year(pen: &mut Pen<'_>) {
    let of = pen.of;
    let sums = of.sums(|_, year, source| (year, source.to_owned()));
    let used: Vec<i16> = of.years().filter(|year| sums.keys().any(|(of, _)| of == year)).collect();
    let lines = used.iter().map(|year| (year.to_string(), *year)).collect();
    matrix(pen, "rencana-tahun", lines, &sums);
}

pub(super) fn by_pillar(pen: &mut Pen<'_>) {
    let of = pen.of;
    let sums = of.sums(|promise, _, source| (promise.pillar().to_owned(), source.to_owned()));
    let lines = of.pillars().map(|pillar| (of.pillar(pillar), pillar.to_owned())).collect();
    matrix(pen, "rencana-pilar", lines, &sums);
}

/// Lines by source, with sums at both ends.
fn matrix<K: Ord + Clone>(pen: &mut Pen<'_>, first: &str, lines: Vec<(String, K)>, sums: &BTreeMap<(K, String), i64>) {
    let of = pen.of;
    let funds = funds(of);
    let amount = |line: &K, source: &str| sums.get(&(line.clone(), source.to_owned())).copied().unwrap_or(0);
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for (name, key) in &lines {
        let cells: Vec<i64> = funds.iter().map(|(source, _)| amount(key, source)).collect();
        rows.push(row(of, name, &cells));
    }
    let all: Vec<i64> =
        funds.iter().map(|(source, _)| lines.iter().map(|(_, key)| amount(key, source)).sum()).collect();
    rows.push(row(of, of.v.t("rencana-total"), &all));
    let wide = if first == "rencana-tahun" { 2 } else { 5 };
    let mut columns = vec![(of.v.t(first).to_owned(), wide)];
    columns.extend(funds.into_iter().map(|(_, name)| (name, 2)));
    columns.push((of.v.t("rencana-total").to_owned(), 2));
    pen.grid(pen.t("buku2-uang-tabel").to_owned(), columns, rows);
}

fn row(of: &Source<'_>, name: &str, amounts: &[i64]) -> Vec<Cell> {
    let sum = amounts.iter().copied().fold(0, i64::saturating_add);
    let figures = amounts.iter().chain([&sum]).map(|amount| Cell::figure(of.millions(*amount)));
    [Cell::text(name)].into_iter().chain(figures).collect()
}
