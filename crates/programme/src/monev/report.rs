//! The quarter as a document: the whole region by agency, or one agency.

use super::{Addendum, Light, QuarterLine};
use crate::pages::{agency_name, money};
use crate::programme::Programme;
use paper::book::{Binding, Block, Book, Cell, Table, Tone};
use web::View;

/// What a report is made of.
pub(super) struct Told<'a> {
    pub year: i16,
    pub quarter: u8,
    /// The agency; empty: all.
    pub unit: &'a str,
    pub lines: &'a [QuarterLine],
    /// Agencies in the order of the report, with where their quarter stands and its corrections.
    pub agencies: Vec<(String, String, Vec<Addendum>)>,
}

/// The quarter in words.
pub(super) fn title(v: &View, year: i16, quarter: u8) -> String {
    v.t2("aksi-triwulan-n", "nomor", i64::from(quarter), "tahun", year.to_string())
}

/// The document.
pub(super) fn book(v: &View, programme: &Programme, told: &Told<'_>) -> Book {
    let name = if told.unit.is_empty() { v.t("aksi-seluruh").to_owned() } else { agency_name(programme, told.unit) };
    let mut blocks = vec![Block::Lead(summary(v, told.lines)), Block::Text(v.t("aksi-laporan-cara").to_owned())];
    if told.unit.is_empty() {
        blocks.push(Block::Heading(1, v.t("aksi-menurut-opd").to_owned()));
        blocks.push(Block::Table(overview(v, programme, told)));
    }
    for (unit, state, addenda) in &told.agencies {
        let lines: Vec<&QuarterLine> = told.lines.iter().filter(|line| line.unit == *unit).collect();
        blocks.push(Block::Heading(1, agency_name(programme, unit)));
        blocks.push(Block::Text(state.clone()));
        if lines.is_empty() {
            continue;
        }
        blocks.push(Block::Table(table(v, &lines)));
        blocks.extend(words(v, &lines));
        if !addenda.is_empty() {
            blocks.push(Block::Heading(2, v.t("aksi-adendum").to_owned()));
            let one = |addendum: &Addendum| format!("{}: {}", v.words().date_of(addendum.at), addendum.text);
            blocks.push(Block::Points(addenda.iter().map(one).collect()));
        }
    }
    Book {
        title: v.t1("aksi-laporan-judul", "triwulan", title(v, told.year, told.quarter).as_str()),
        subtitle: name,
        issuer: v.city().name.clone(),
        day: v.words().date(programme.today()),
        lang: v.lang(),
        binding: Binding::Report,
        landscape: true,
        blocks,
    }
}

/// `12 program: 3 hijau, 2 kuning, 5 merah, 2 tanpa laporan.`
fn summary(v: &View, lines: &[QuarterLine]) -> String {
    let count = |light: Light| lines.iter().filter(|line| line.light == light).count();
    v.tf(
        "aksi-ringkas",
        &[
            ("jumlah", &lines.len()),
            ("hijau", &count(Light::Green)),
            ("kuning", &count(Light::Yellow)),
            ("merah", &count(Light::Red)),
            ("abu", &count(Light::Grey)),
        ],
    )
}

fn head(v: &View, keys: &[(&str, u16)]) -> Vec<(String, u16)> {
    keys.iter().map(|(key, width)| (v.t(key).to_owned(), *width)).collect()
}

fn overview(v: &View, programme: &Programme, told: &Told<'_>) -> Table {
    let rows = told.agencies.iter().map(|(unit, state, _)| {
        let lines: Vec<&QuarterLine> = told.lines.iter().filter(|line| line.unit == *unit).collect();
        let count = |light: Light| Cell::figure(lines.iter().filter(|line| line.light == light).count().to_string());
        vec![
            Cell::text(agency_name(programme, unit)),
            Cell::text(state.clone()),
            count(Light::Green),
            count(Light::Yellow),
            count(Light::Red),
            count(Light::Grey),
            Cell::figure(money(v, lines.iter().map(|line| line.budget).sum())),
            Cell::figure(money(v, lines.iter().map(|line| line.spent).sum())),
        ]
    });
    Table {
        caption: v.t("aksi-menurut-opd").to_owned(),
        columns: head(
            v,
            &[
                ("aksi-opd", 5),
                ("aksi-keadaan", 3),
                ("aksi-lampu-hijau", 2),
                ("aksi-lampu-kuning", 2),
                ("aksi-lampu-merah", 2),
                ("aksi-lampu-abu", 2),
                ("aksi-anggaran", 3),
                ("aksi-belanja", 3),
            ],
        ),
        rows: rows.collect(),
    }
}

fn table(v: &View, lines: &[&QuarterLine]) -> Table {
    let rows = lines.iter().map(|line| {
        vec![
            Cell::text(line.name.clone()),
            Cell::figure(percent(v, Some(line.planned))),
            Cell::figure(percent(v, line.done)),
            Cell::figure(money(v, line.budget)),
            Cell::figure(money(v, line.spent)),
            Cell::text(v.t(&format!("aksi-lampu-{}", line.light.word()))).toned(tone(line.light)),
        ]
    });
    Table {
        caption: v.t("aksi-program-opd").to_owned(),
        columns: head(
            v,
            &[
                ("aksi-program", 6),
                ("aksi-rencana-persen", 2),
                ("aksi-selesai-persen", 2),
                ("aksi-anggaran", 3),
                ("aksi-belanja", 3),
                ("aksi-lampu", 2),
            ],
        ),
        rows: rows.collect(),
    }
}

/// What stood in the way and what follows, where anything was said.
fn words(v: &View, lines: &[&QuarterLine]) -> Vec<Block> {
    let said = lines.iter().filter(|line| !line.obstacle.is_empty() || !line.follow_up.is_empty());
    let one = |line: &&QuarterLine| {
        let or_dash = |text: &str| if text.is_empty() { "–".to_owned() } else { text.to_owned() };
        [
            Block::Heading(3, line.name.clone()),
            Block::Lines(vec![
                (v.t("aksi-kendala").to_owned(), or_dash(&line.obstacle)),
                (v.t("aksi-tindak-lanjut").to_owned(), or_dash(&line.follow_up)),
            ]),
        ]
    };
    let blocks: Vec<Block> = said.flat_map(one).collect();
    if blocks.is_empty() {
        return blocks;
    }
    std::iter::once(Block::Heading(2, v.t("aksi-kendala-judul").to_owned())).chain(blocks).collect()
}

const fn tone(light: Light) -> Tone {
    match light {
        Light::Green => Tone::Good,
        Light::Yellow => Tone::Warn,
        Light::Red => Tone::Bad,
        Light::Grey => Tone::Plain,
    }
}

/// Thousandths as percent: `33,3 %`; a dash where nothing is known.
pub(super) fn percent(v: &View, thousandths: Option<i64>) -> String {
    thousandths.map_or_else(|| "–".to_owned(), |part| v.words().percent(part as f64 / 1000.0))
}
