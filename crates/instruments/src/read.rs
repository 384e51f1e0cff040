//! From an instrument's file to the model. What one key says about another is for [`crate::check`].

mod answers;
mod parts;

pub(crate) use answers::answers;
pub(crate) use answers::published;

use crate::model::published::Rounding;
use crate::model::{Example, Instrument, Part, ResultRule, Source, Years};
use definition::Number;
use definition::reader::{self, Ids, Item, Reader, Reading, Table};

/// The first line of every instrument.
pub const FORMAT: &str = "#: format instrumen 1";

pub(crate) fn read(text: &str) -> Reading<Instrument> {
    reader::read(text, FORMAT, instrument)
}

fn instrument(reader: &Reader, root: &Table) -> Instrument {
    let head = head(root);
    let scales = parts::scales(root);
    Instrument {
        result: result(root),
        sources: sources(root),
        bands: parts::bands(root),
        domains: parts::groups(root, "domain", None),
        aspects: parts::groups(root, "aspek", Some("domain")),
        indicators: parts::indicators(root, &scales),
        examples: examples(root),
        scales,
        hash: reader::hash(reader.text()),
        ..head
    }
}

fn head(root: &Table) -> Instrument {
    let mut head = nothing();
    let Some(table) = root.need("instrumen").and_then(|item| item.table()) else {
        return head;
    };
    head.id = table.need("id").and_then(|item| item.slug()).unwrap_or_default();
    head.name = table.need("nama").and_then(|item| item.text()).unwrap_or_default();
    head.version = table.need("versi").and_then(|item| item.whole(1, 1_000_000)).unwrap_or(1);
    head.basis = table.text("dasar");
    head.valid = table.get("berlaku").and_then(|item| years(&item));
    head.notes = table.texts("catatan");
    head.unknown = table.list("tidak_diketahui").iter().filter_map(|item| item.word(&Part::WORDS)).collect();
    table.done();
    head
}

fn nothing() -> Instrument {
    Instrument {
        id: String::new(),
        name: String::new(),
        version: 1,
        basis: None,
        valid: None,
        notes: Vec::new(),
        unknown: Vec::new(),
        sources: Vec::new(),
        result: ResultRule { total: None, factor: Number::whole(1), decimals: 2, band_of_rounded: false },
        scales: Default::default(),
        bands: Default::default(),
        domains: Default::default(),
        aspects: Default::default(),
        indicators: Default::default(),
        examples: Vec::new(),
        hash: String::new(),
    }
}

/// `{ dari = 2021, sampai = 2025 }`.
fn years(item: &Item) -> Option<Years> {
    let table = item.table()?;
    let year = |item: Item| item.whole(1945, 9999);
    let from = table.need("dari").and_then(year);
    let until = table.get("sampai").and_then(year);
    if let (Some(from), Some(until)) = (from, until)
        && until < from
    {
        item.report(
            "E007",
            format!("berakhir {until}, sebelum mulai {from}"),
            format!("ends in {until}, before {from}"),
        );
    }
    table.done();
    Some(Years { from: from?, until })
}

fn sources(root: &Table) -> Vec<Source> {
    let mut found = Vec::new();
    for item in root.need("sumber").map(|item| item.list()).unwrap_or_default() {
        let Some(table) = item.table() else { continue };
        let parts = table.need("untuk").map(|item| item.list()).unwrap_or_default();
        let text = table.need("teks").and_then(|item| item.text());
        found.push(Source {
            parts: parts.iter().filter_map(|item| item.word(&Part::WORDS)).collect(),
            text: text.unwrap_or_default(),
        });
        table.done();
    }
    found
}

fn result(root: &Table) -> ResultRule {
    let mut rule = nothing().result;
    let Some(table) = root.table("hasil") else {
        return rule;
    };
    rule.total = table.get("jumlah").and_then(|item| parts::above_zero(&item));
    if let Some(factor) = table.get("kali").and_then(|item| parts::above_zero(&item)) {
        rule.factor = factor;
    }
    if let Some(decimals) = table.get("desimal").and_then(|item| item.whole(0, 6)) {
        rule.decimals = decimals;
    }
    let looked_up = table.get("predikat_dari").and_then(|item| item.word(&[("utuh", false), ("bulat", true)]));
    rule.band_of_rounded = looked_up.unwrap_or(false);
    table.done();
    rule
}

/// An instrument holds at most so many examples.
const MOST_EXAMPLES: usize = 50;

fn examples(root: &Table) -> Vec<Example> {
    let items = root.list("contoh");
    if let Some(next) = items.get(MOST_EXAMPLES) {
        next.reader.too_many("contoh", MOST_EXAMPLES, next.span());
    }
    items.iter().filter_map(Item::table).map(|table| example(&table)).collect()
}

fn example(table: &Table) -> Example {
    let example = Example {
        name: table.need("nama").and_then(|item| item.text()).unwrap_or_default(),
        source: table.need("sumber").and_then(|item| item.text()).unwrap_or_default(),
        answers: table.need("nilai").and_then(|item| item.table()).map(|inner| answers(&inner)).unwrap_or_default(),
        published: table.need("harap").and_then(|item| item.table()).map(|inner| published(&inner)).unwrap_or_default(),
        rounding: table.get("pembulatan").and_then(|item| item.word(&Rounding::WORDS)).unwrap_or_default(),
    };
    table.done();
    example
}

/// Ids of parts: small letters, digits and hyphens; they may begin with a digit, as the numbers of regulations do.
fn entries<'a>(table: &Table<'a>, most: usize) -> Vec<(String, Item<'a>)> {
    let all = table.entries(Ids::Any, most);
    for (id, item) in &all {
        if !is_part_id(id) {
            let say = definition::Say::new(
                format!("`{id}` bukan nama yang sah; pakai huruf kecil, angka dan `-`"),
                format!("`{id}` is no valid id; use small letters, digits and `-`"),
            );
            let span = item.reader.key(&item.path);
            item.reader.fault(definition::Diagnostic::new("E004", &table.path, say).at(span));
        }
    }
    all
}

fn is_part_id(id: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !id.is_empty() && id.len() <= 60 && !id.starts_with('-') && id.bytes().all(fits)
}
