//! From a mapping file to the model. What one key says about another is for [`crate::check`].

mod source;

use crate::model::{Column, Drop, Feed, Kind, Personal, Rules, Schedule, Source, Vanished};
use crate::pattern::Pattern;
use definition::reader::{self, Ids, Item, Reader, Reading, Table};
use indexmap::IndexMap;
use kernel::Unit;

/// The first line of every mapping file.
pub const FORMAT: &str = "#: format umpan 1";

/// A feed has at most so many columns.
const MOST_COLUMNS: usize = 200;

pub(crate) fn read(text: &str) -> Reading<Feed> {
    reader::read(text, FORMAT, feed)
}

fn feed(reader: &Reader, root: &Table) -> Feed {
    let mut feed = Feed {
        id: String::new(),
        name: String::new(),
        application: String::new(),
        unit: String::new(),
        key: Vec::new(),
        schedule: Schedule::Every(3600),
        source: Source::Folder(Drop { folder: String::new(), pattern: String::new(), sheet: None, header: 1 }),
        rules: rules(root),
        columns: columns(root),
        hash: reader::hash(reader.text()),
    };
    head(root, &mut feed);
    if let Some(source) = root.need("sumber").and_then(|item| item.table()).and_then(|table| source::source(&table)) {
        feed.source = source;
    }
    feed
}

fn head(root: &Table, feed: &mut Feed) {
    let Some(table) = root.need("umpan").and_then(|item| item.table()) else {
        return;
    };
    feed.id = table.need("id").and_then(|item| item.slug()).unwrap_or_default();
    feed.name = table.need("nama").and_then(|item| item.text()).unwrap_or_default();
    feed.application = table.need("aplikasi").and_then(|item| item.slug()).unwrap_or_default();
    feed.unit = table.need("unit").and_then(|item| item.slug()).unwrap_or_default();
    if let Some(item) = table.need("kunci") {
        feed.key = item.list().iter().filter_map(Item::text).collect();
    }
    if let Some(schedule) = schedule(&table) {
        feed.schedule = schedule;
    }
    table.done();
}

fn schedule(table: &Table) -> Option<Schedule> {
    let every = table.get("setiap");
    let daily = table.get("pukul");
    match (every, daily) {
        (Some(_), Some(item)) => {
            item.report("E602", "tulis salah satu: `setiap` atau `pukul`", "write one of them: `setiap` or `pukul`");
            None
        }
        (Some(item), None) => {
            let duration = item.duration(&[Unit::Minute, Unit::Hour, Unit::Day])?;
            let seconds = match duration.unit {
                Unit::Minute => 60,
                Unit::Hour => 3600,
                _ => 86_400,
            };
            Some(Schedule::Every(i64::from(duration.count) * seconds))
        }
        (None, Some(item)) => daily_at(&item),
        (None, None) => None,
    }
}

fn daily_at(item: &Item) -> Option<Schedule> {
    let text = item.text()?;
    let two = |part: &str| (part.len() == 2).then(|| part.parse::<i64>().ok()).flatten();
    let parts = text.split_once(':').and_then(|(hour, minute)| Some((two(hour)?, two(minute)?)));
    let found = parts.filter(|(hour, minute)| (0..24).contains(hour) && (0..60).contains(minute));
    if found.is_none() {
        item.report(
            "E603",
            format!("`{text}` bukan jam; tulis misalnya \"02:30\""),
            format!("`{text}` is no time of day; write for example \"02:30\""),
        );
    }
    found.map(|(hour, minute)| Schedule::Daily(hour * 3600 + minute * 60))
}

fn rules(root: &Table) -> Rules {
    let mut rules =
        Rules { vanished: Vanished::Marked, most_vanished: 30, most_rejected: 50, most_rows: 200_000, keep_files: 30 };
    let Some(table) = root.table("aturan") else {
        return rules;
    };
    let whole = |key, low, high| table.get(key).and_then(|item| item.whole(low, high));
    if let Some(vanished) = table.get("hilang").and_then(|item| item.word(&Vanished::WORDS)) {
        rules.vanished = vanished;
    }
    rules.most_vanished = whole("berhenti_hilang", 0, 100).unwrap_or(rules.most_vanished);
    rules.most_rejected = whole("berhenti_tolak", 0, 100).unwrap_or(rules.most_rejected);
    rules.most_rows = whole("paling_banyak", 1, 1_000_000).unwrap_or(rules.most_rows);
    rules.keep_files = whole("simpan_berkas", 0, 3650).unwrap_or(rules.keep_files);
    table.done();
    rules
}

fn columns(root: &Table) -> IndexMap<String, Column> {
    let Some(table) = root.need("kolom").and_then(|item| item.table()) else {
        return IndexMap::new();
    };
    let entries = table.entries(Ids::Strict, MOST_COLUMNS);
    entries.iter().filter_map(|(id, item)| Some((id.clone(), column(id, &item.table()?)))).collect()
}

fn column(id: &str, table: &Table) -> Column {
    let column = Column {
        from: table.text("dari").unwrap_or_else(|| id.to_owned()),
        name: table.text("nama").unwrap_or_else(|| id.to_owned()),
        kind: table.need("jenis").and_then(|item| item.word(&Kind::WORDS)).unwrap_or(Kind::Text),
        required: table.flag("wajib"),
        pattern: table.get("pola").and_then(|item| pattern(&item)),
        choices: table.texts("pilihan"),
        map: table.get("peta").map(|item| map(&item)).unwrap_or_default(),
        personal: table.get("pribadi").and_then(|item| item.word(&Personal::WORDS)),
        searchable: table.flag("cari"),
        comma: table.get("desimal").and_then(|item| item.word(&[("koma", true), ("titik", false)])).unwrap_or(true),
    };
    table.done();
    column
}

fn pattern(item: &Item) -> Option<Pattern> {
    let text = item.text()?;
    let made = Pattern::new(&text);
    if let Err(why) = &made {
        item.report(
            "E610",
            format!("pola ini tidak dapat dibaca: {why}"),
            format!("this pattern cannot be read: {why}"),
        );
    }
    made.ok()
}

fn map(item: &Item) -> IndexMap<String, String> {
    let Some(table) = item.table() else {
        return IndexMap::new();
    };
    let entries = table.entries(Ids::Any, 300);
    entries.iter().filter_map(|(from, to)| Some((from.trim().to_owned(), to.text()?))).collect()
}
