//! E623–E629, E635, W601: each column by itself and beside the others.

use super::Desk;
use crate::model::{Column, Kind, MOST_SEARCHABLE};
use crate::value::{Cell, Written};
use definition::Say;
use std::collections::BTreeMap;

/// Words of an address of a table; a column of that name could not be asked for.
const WORDS: [&str; 5] = ["batas", "berubah_sejak", "hilang", "setelah", "skema"];
/// What a column with personal values is often called, as parts of its id.
const PERSONAL: [&str; 21] = [
    "nik",
    "nkk",
    "kk",
    "nama",
    "alamat",
    "telepon",
    "telp",
    "hp",
    "wa",
    "surel",
    "email",
    "lahir",
    "npwp",
    "rekening",
    "nip",
    "nisn",
    "agama",
    "diagnosa",
    "diagnosis",
    "penyakit",
    "disabilitas",
];

pub(super) fn check(desk: &mut Desk) {
    let feed = desk.feed;
    if feed.columns.is_empty() && !desk.found.unread(&["kolom"]) && !desk.found.has(&["E003"]) {
        let say = Say::new("tidak ada satu kolom pun", "there is no column at all");
        desk.found.say("E623", "kolom", say);
    }
    let mut sources: BTreeMap<String, &str> = BTreeMap::new();
    for (id, column) in &feed.columns {
        let path = format!("kolom.{id}");
        if desk.found.unread(&[&path]) {
            continue;
        }
        if let Some(before) = sources.insert(column.from.to_lowercase(), id) {
            let say = Say::new(
                format!("`{}` sudah diambil oleh kolom `{before}`", column.from),
                format!("`{}` is taken by the column `{before}` already", column.from),
            );
            let place = format!("{path}.dari");
            desk.found.say_at("E624", &path, &place, say);
        }
        if WORDS.contains(&id.as_str()) {
            let say = Say::new(
                format!("`{id}` dipakai di alamat tabel; pakai nama lain dan tulis `dari`"),
                format!("`{id}` is a word of the table's address; use another name and write `dari`"),
            );
            desk.found.say_key("E635", &path, say);
        }
        kinds(desk, &path, column);
        map(desk, &path, column);
        personal(desk, id, &path, column);
    }
    searchable(desk);
}

fn kinds(desk: &mut Desk, path: &str, column: &Column) {
    let choice = column.kind == Kind::Choice;
    if choice && column.choices.is_empty() {
        let say = Say::new("jenis `pilihan` memerlukan daftar `pilihan`", "the kind `pilihan` needs a list `pilihan`");
        desk.found.say("E625", &format!("{path}.jenis"), say);
    } else if !choice && !column.choices.is_empty() {
        let say = Say::new("`pilihan` hanya untuk jenis `pilihan`", "`pilihan` is for the kind `pilihan` only");
        desk.found.say("E625", &format!("{path}.pilihan"), say);
    }
    for (index, word) in column.choices.iter().enumerate() {
        if column.choices.iter().take(index).any(|before| before == word) {
            let say = Say::new(format!("`{word}` tertulis dua kali"), format!("`{word}` is written twice"));
            desk.found.say("E009", &format!("{path}.pilihan[{index}]"), say);
        }
    }
    if column.pattern.is_some() && column.kind != Kind::Text {
        let say = Say::new("`pola` hanya untuk jenis `teks`", "`pola` is for the kind `teks` only");
        desk.found.say("E626", &format!("{path}.pola"), say);
    }
}

/// E627: what a map writes has to be a value of the column.
fn map(desk: &mut Desk, path: &str, column: &Column) {
    if desk.found.about(path) {
        return;
    }
    let plain = Column { map: indexmap::IndexMap::new(), ..column.clone() };
    for (from, to) in &column.map {
        if Cell::of(&plain, to, Written::Csv).is_err() {
            let say = Say::new(
                format!("`{to}` bukan isi yang sah untuk kolom ini"),
                format!("`{to}` is no valid value of this column"),
            );
            desk.found.say("E627", &format!("{path}.peta.{from}"), say);
        }
    }
}

fn personal(desk: &mut Desk, id: &str, path: &str, column: &Column) {
    if column.personal.is_some() && column.searchable {
        let say = Say::new(
            "kolom pribadi tidak dapat dicari: isinya tersimpan tersegel",
            "a personal column cannot be searched: its values are kept sealed",
        );
        desk.found.say("E628", &format!("{path}.cari"), say);
    }
    if column.personal.is_none()
        && let Some(word) = id.split('_').find(|part| PERSONAL.contains(part))
    {
        let say = Say::new(
            format!("`{word}` biasanya data pribadi; tulis `pribadi = \"umum\"` atau \"spesifik\", atau ganti namanya"),
            format!("`{word}` usually is personal; write `pribadi = \"umum\"` or \"spesifik\", or rename it"),
        );
        desk.found.say_key("W601", path, say);
    }
}

fn searchable(desk: &mut Desk) {
    let all: Vec<&String> = desk.feed.columns.iter().filter(|(_, one)| one.searchable).map(|(id, _)| id).collect();
    if let Some(next) = all.get(MOST_SEARCHABLE) {
        let say = Say::new(
            format!("paling banyak {MOST_SEARCHABLE} kolom dapat dicari"),
            format!("at most {MOST_SEARCHABLE} columns can be searched"),
        );
        desk.found.say("E629", &format!("kolom.{next}.cari"), say);
    }
}
