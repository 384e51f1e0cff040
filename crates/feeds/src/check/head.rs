//! E620–E622, E630, E632–E634, W602, W605, W607: the head, the source and the rules.

use super::Desk;
use crate::model::{Engine, Kind, Schedule, Source, Vanished};
use definition::{Say, names};

/// Reading more often than this makes the old system slower for its own users.
const SHORTEST: i64 = 5 * 60;
/// A key has at most so many columns.
const MOST_KEYS: usize = 4;

pub(super) fn check(desk: &mut Desk) {
    if !desk.found.unread(&["umpan"]) {
        key(desk);
        named(desk);
        schedule(desk);
    }
    if !desk.found.unread(&["sumber"]) {
        source(desk);
    }
    rules(desk);
}

fn key(desk: &mut Desk) {
    let feed = desk.feed;
    let doubled = feed.key.iter().enumerate().any(|(at, id)| feed.key.iter().take(at).any(|before| before == id));
    if feed.key.is_empty() || feed.key.len() > MOST_KEYS || doubled {
        let say = Say::new(
            format!("`kunci` harus satu sampai {MOST_KEYS} kolom, masing-masing sekali"),
            format!("`kunci` has to be one to {MOST_KEYS} columns, each once"),
        );
        desk.found.say("E620", "umpan.kunci", say);
    }
    if desk.found.unread(&["kolom"]) || feed.columns.is_empty() {
        return;
    }
    for (index, id) in feed.key.iter().enumerate() {
        let path = format!("umpan.kunci[{index}]");
        match feed.columns.get(id) {
            None => {
                let say = Say::new(format!("kolom `{id}` tidak ada"), format!("there is no column `{id}`"));
                let near = names::nearest(id, feed.columns.keys().map(String::as_str));
                desk.found.say_at("E621", &path, &path, say).suggest(near);
            }
            Some(column) if matches!(column.kind, Kind::Decimal | Kind::YesNo) => {
                let say = Say::new(
                    format!("kolom `{id}` tidak dapat menjadi kunci: jenisnya tidak membedakan baris"),
                    format!("column `{id}` cannot be a key: its kind does not tell rows apart"),
                );
                desk.found.say("E622", &path, say);
            }
            Some(_) => {}
        }
    }
}

fn named(desk: &mut Desk) {
    let (feed, known) = (desk.feed, desk.known);
    if !known.units.is_empty() && !known.units.contains(&feed.unit) {
        let say = Say::new(format!("unit `{}` tidak ada", feed.unit), format!("there is no unit `{}`", feed.unit));
        let near = names::nearest(&feed.unit, known.units.iter().map(String::as_str));
        desk.found.say_at("E634", "umpan.unit", "umpan.unit", say).suggest(near);
    }
    if !known.applications.is_empty() && !known.applications.contains(&feed.application) {
        let say = Say::new(
            format!("aplikasi `{}` belum ada di inventaris", feed.application),
            format!("the application `{}` is not in the inventory yet", feed.application),
        );
        let near = names::nearest(&feed.application, known.applications.iter().map(String::as_str));
        desk.found.say_at("W607", "umpan.aplikasi", "umpan.aplikasi", say).suggest(near);
    }
}

fn schedule(desk: &mut Desk) {
    if let Schedule::Every(seconds) = desk.feed.schedule
        && seconds < SHORTEST
    {
        let say = Say::new("paling sering \"5 menit\" sekali", "every \"5 menit\" at most");
        desk.found.say("E630", "umpan.setiap", say);
    }
}

fn source(desk: &mut Desk) {
    let feed = desk.feed;
    if let Some(drop) = feed.files()
        && !drop.pattern.to_lowercase().ends_with(".xlsx")
    {
        let say = |key: &str| {
            Say::new(format!("`{key}` hanya untuk berkas .xlsx"), format!("`{key}` is for .xlsx files only"))
        };
        if drop.sheet.is_some() {
            desk.found.say("E632", "sumber.lembar", say("lembar"));
        }
        if drop.header > 1 {
            desk.found.say("E632", "sumber.baris_judul", say("baris_judul"));
        }
    }
    if let Source::Sql(view) = &feed.source {
        let near = view.host.starts_with('/') || ["localhost", "127.0.0.1", "::1"].contains(&view.host.as_str());
        let plain = view.engine == Engine::Postgres || !view.tls;
        if !near && plain {
            let say = Say::new(
                "isi lewat jaringan tanpa sandi TLS; pakai terowongan atau jaringan tertutup",
                "rows cross the network without TLS; use a tunnel or a closed network",
            );
            desk.found.say("W602", "sumber.sql", say);
        }
        if view.tls && view.engine == Engine::Postgres {
            let say = Say::new(
                "`tls` hanya untuk MariaDB dan MySQL; PostgreSQL dibaca lewat soket atau terowongan",
                "`tls` is for MariaDB and MySQL only; PostgreSQL is read through a socket or a tunnel",
            );
            desk.found.say("E633", "sumber.tls", say);
        }
    }
}

fn rules(desk: &mut Desk) {
    let rules = desk.feed.rules;
    if rules.vanished != Vanished::Kept && rules.most_vanished == 100 && !desk.found.unread(&["aturan"]) {
        let say = Say::new(
            "berkas kosong akan menghilangkan semua baris tanpa bertanya",
            "an empty file will make all rows vanish without a question",
        );
        desk.found.say("W605", "aturan.berhenti_hilang", say);
    }
}
