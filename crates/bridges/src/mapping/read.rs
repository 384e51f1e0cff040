//! From TOML to a mapping. Everything is read even after a fault, so that all faults are shown at once.

use super::{ENDS, End, FIELDS, FORMAT, Field, Known, Mapping, Named, OWNER, REST, Status, Strictness, table_key};
use crate::times::{BadPattern, Pattern, SourceZone, ZONE_WORDS, part_names};
use definition::diagnostic::Diagnostic;
use definition::names::{is_id, is_slug, nearest};
use definition::say::Say;
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

type Entry<'a> = (&'a Spanned<Cow<'a, str>>, &'a Spanned<DeValue<'a>>);

/// The three tables that translate values.
#[derive(Default)]
pub(super) struct Tables {
    pub statuses: HashMap<String, Status>,
    pub services: HashMap<String, String>,
    pub units: HashMap<String, String>,
}

struct Reader<'k> {
    known: &'k Known,
    strictness: Strictness,
    faults: Vec<Diagnostic>,
}

pub(super) fn mapping(text: &str, known: &Known, strictness: Strictness) -> Result<Mapping, Vec<Diagnostic>> {
    let mut reader = Reader { known, strictness, faults: Vec::new() };
    let root = reader.document(text)?;
    let root = root.get_ref();
    reader.keys("", root, &["pemetaan", "kolom", "status", "layanan", "instansi"]);
    let head = reader.head(root);
    let (columns, flags) = reader.columns(root);
    let tables = reader.tables(root);
    let has = |field| columns.iter().any(|(one, _)| *one == field);
    for (field, word) in [(Field::Number, "nomor"), (Field::Reported, "dilaporkan"), (Field::Text, "isi")] {
        if !has(field) {
            reader.missing(&format!("kolom.{word}"));
        }
    }
    if !tables.services.contains_key(REST) {
        reader.missing("layanan.\"*\"");
    }
    if has(Field::Status) && !tables.statuses.contains_key(REST) {
        reader.missing("status.\"*\"");
    }
    if has(Field::Agency) && !tables.units.contains_key(REST) {
        reader.missing("instansi.\"*\"");
    }
    let Some(mut mapping) = head.filter(|_| reader.faults.is_empty()) else {
        return Err(reader.faults);
    };
    mapping.columns = columns;
    mapping.flags = flags;
    (mapping.statuses, mapping.services, mapping.units) = (tables.statuses, tables.services, tables.units);
    Ok(mapping)
}

pub(super) fn overlay(text: &str, known: &Known) -> Result<Tables, Vec<Diagnostic>> {
    let mut reader = Reader { known, strictness: Strictness::Strict, faults: Vec::new() };
    let root = reader.document(text)?;
    reader.keys("", root.get_ref(), &["status", "layanan", "instansi"]);
    let tables = reader.tables(root.get_ref());
    if reader.faults.is_empty() { Ok(tables) } else { Err(reader.faults) }
}

impl Reader<'_> {
    fn document<'a>(&mut self, text: &'a str) -> Result<Spanned<DeTable<'a>>, Vec<Diagnostic>> {
        let first = text.lines().next().unwrap_or_default();
        if first.trim_end() != FORMAT {
            let say =
                Say::new(format!("baris pertama harus `{FORMAT}`"), format!("the first line has to be `{FORMAT}`"));
            self.faults.push(Diagnostic::new("P001", "", say).at(Some(0..first.len())));
        }
        DeTable::parse(text).map_err(|error| {
            let say = Say::new(
                format!("bukan TOML yang benar: {}", error.message()),
                format!("not valid TOML: {}", error.message()),
            );
            self.faults.push(Diagnostic::new("P001", "", say).at(error.span()));
            std::mem::take(&mut self.faults)
        })
    }

    fn fault(&mut self, code: &'static str, path: &str, span: Range<usize>, say: Say, near: Option<String>) {
        self.faults.push(Diagnostic::new(code, path, say).at(Some(span)).near(near));
    }

    fn missing(&mut self, path: &str) {
        let say = Say::new(format!("kunci `{path}` wajib ada"), format!("the key `{path}` is required"));
        self.faults.push(Diagnostic::new("P003", "", say));
    }

    fn wrong_type(&mut self, path: &str, span: Range<usize>, id: &str, en: &str) {
        let say = Say::new(format!("harus {id}"), format!("has to be {en}"));
        self.fault("P004", path, span, say, None);
    }

    /// Refuses keys that are not known.
    fn keys(&mut self, path: &str, table: &DeTable<'_>, known: &[&str]) {
        for key in table.keys().filter(|key| !known.contains(&key.get_ref().as_ref())) {
            let say = Say::new(
                format!("kunci `{}` tidak dikenal", key.get_ref()),
                format!("unknown key `{}`", key.get_ref()),
            );
            let near = nearest(key.get_ref(), known.iter().copied());
            self.fault("P002", path, key.span(), say, near);
        }
    }

    fn table<'a>(&mut self, root: &'a DeTable<'a>, name: &str) -> Vec<Entry<'a>> {
        match root.get(name).map(|value| (value.get_ref(), value.span())) {
            None => Vec::new(),
            Some((DeValue::Table(table), _)) => table.iter().collect(),
            Some((_, span)) => {
                self.wrong_type(name, span, "tabel", "a table");
                Vec::new()
            }
        }
    }

    /// One text or a list of texts.
    fn texts(&mut self, path: &str, value: &Spanned<DeValue<'_>>) -> Vec<Named> {
        let items: Vec<&Spanned<DeValue<'_>>> = match value.get_ref() {
            DeValue::Array(items) => items.iter().collect(),
            _ => vec![value],
        };
        let mut texts = Vec::new();
        for item in items {
            match item.get_ref() {
                DeValue::String(text) => texts.push(Named { name: text.trim().to_owned(), span: item.span() }),
                _ => self.wrong_type(path, item.span(), "teks atau daftar teks", "a text or a list of texts"),
            }
        }
        texts
    }

    fn text(&mut self, path: &str, value: &Spanned<DeValue<'_>>) -> Option<Named> {
        match value.get_ref() {
            DeValue::String(text) => Some(Named { name: text.trim().to_owned(), span: value.span() }),
            _ => {
                self.wrong_type(path, value.span(), "teks", "a text");
                None
            }
        }
    }

    fn head(&mut self, root: &DeTable<'_>) -> Option<Mapping> {
        let Some(DeValue::Table(head)) = root.get("pemetaan").map(Spanned::get_ref) else {
            self.missing("pemetaan");
            return None;
        };
        self.keys("pemetaan", head, &["sumber", "zona", "waktu", "kosong", "desa_tidak_dikenal"]);
        let source = self.source(head);
        let zone = self.zone(head);
        let times = self.times(head, zone);
        let empty = head.get("kosong");
        let empty = empty.map(|value| self.texts("pemetaan.kosong", value));
        let refuse = self.unknown_village(head);
        Some(Mapping {
            source: source?,
            zone: zone?,
            times,
            empty: empty.into_iter().flatten().map(|one| one.name).collect(),
            refuse_unknown_village: refuse,
            columns: Vec::new(),
            flags: Vec::new(),
            statuses: HashMap::new(),
            services: HashMap::new(),
            units: HashMap::new(),
        })
    }

    fn source(&mut self, head: &DeTable<'_>) -> Option<String> {
        let Some(value) = head.get("sumber") else {
            self.missing("pemetaan.sumber");
            return None;
        };
        let source = self.text("pemetaan.sumber", value)?;
        if !is_slug(&source.name) {
            self.wrong_type(
                "pemetaan.sumber",
                source.span,
                "huruf kecil, angka dan tanda hubung",
                "lower-case letters, digits and hyphens",
            );
            return None;
        }
        Some(source.name)
    }

    fn zone(&mut self, head: &DeTable<'_>) -> Option<SourceZone> {
        let Some(value) = head.get("zona") else {
            let say = Say::new(
                "kunci `pemetaan.zona` wajib ada, tanpa nilai bawaan: WIB, WITA, WIT, UTC, +07:00, wilayah atau tertulis",
                "the key `pemetaan.zona` is required and has no default: WIB, WITA, WIT, UTC, +07:00, wilayah or tertulis",
            );
            self.faults.push(Diagnostic::new("P003", "", say));
            return None;
        };
        let zone = self.text("pemetaan.zona", value)?;
        let found = SourceZone::parse(&zone.name);
        if found.is_none() {
            let say = Say::new(format!("zona `{}` tidak dikenal", zone.name), format!("unknown zone `{}`", zone.name));
            let near = ZONE_WORDS.iter().find(|word| word.eq_ignore_ascii_case(&zone.name));
            let near = near.map(|word| (*word).to_owned()).or_else(|| nearest(&zone.name, ZONE_WORDS));
            self.fault("P010", "pemetaan.zona", zone.span, say, near);
        }
        found
    }

    fn times(&mut self, head: &DeTable<'_>, zone: Option<SourceZone>) -> Vec<Pattern> {
        let Some(value) = head.get("waktu") else {
            self.missing("pemetaan.waktu");
            return Vec::new();
        };
        let mut patterns = Vec::new();
        for text in self.texts("pemetaan.waktu", value) {
            match Pattern::parse(&text.name) {
                Ok(pattern) => {
                    let written = zone == Some(SourceZone::Written);
                    if zone.is_some() && pattern.has_offset() != written {
                        self.wrong_type(
                            "pemetaan.waktu",
                            text.span,
                            "berisi {selisih} bila zona = \"tertulis\", dan hanya bila demikian",
                            "a pattern with {selisih} if zona = \"tertulis\", and only then",
                        );
                    }
                    patterns.push(pattern);
                }
                Err(error) => {
                    let near = match &error {
                        BadPattern::Unknown(part) => nearest(part, part_names()),
                        _ => None,
                    };
                    self.fault("P011", "pemetaan.waktu", text.span, Say::same(error.to_string()), near);
                }
            }
        }
        patterns
    }

    fn unknown_village(&mut self, head: &DeTable<'_>) -> bool {
        let Some(value) = head.get("desa_tidak_dikenal") else {
            return false;
        };
        match self.text("pemetaan.desa_tidak_dikenal", value) {
            Some(word) if word.name == "tolak" => true,
            Some(word) if word.name != "catat" => {
                self.wrong_type("pemetaan.desa_tidak_dikenal", word.span, "`catat` atau `tolak`", "`catat` or `tolak`");
                false
            }
            _ => false,
        }
    }

    #[expect(clippy::type_complexity, reason = "the two halves of one table, taken apart at once")]
    fn columns(&mut self, root: &DeTable<'_>) -> (Vec<(Field, Vec<Named>)>, Vec<(Field, Named, String)>) {
        let (mut columns, mut flags) = (Vec::new(), Vec::new());
        let words: Vec<&str> = FIELDS.iter().map(|(word, _)| *word).collect();
        if let Some(DeValue::Table(table)) = root.get("kolom").map(Spanned::get_ref) {
            self.keys("kolom", table, &words);
        }
        for (key, value) in self.table(root, "kolom") {
            let Some((word, field)) = FIELDS.iter().find(|(word, _)| *word == key.get_ref().as_ref()) else {
                continue;
            };
            let path = format!("kolom.{word}");
            if matches!(field, Field::Anonymous | Field::Secret) {
                flags.extend(self.flag(&path, value).map(|(column, part)| (*field, column, part)));
            } else {
                columns.push((*field, self.texts(&path, value)));
            }
        }
        (columns, flags)
    }

    /// `{ kolom = "Tipe", berisi = "Anonim" }`.
    fn flag(&mut self, path: &str, value: &Spanned<DeValue<'_>>) -> Option<(Named, String)> {
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong_type(
                path,
                value.span(),
                "{ kolom = \"…\", berisi = \"…\" }",
                "{ kolom = \"…\", berisi = \"…\" }",
            );
            return None;
        };
        self.keys(path, table, &["kolom", "berisi"]);
        let (Some(column), Some(part)) = (table.get("kolom"), table.get("berisi")) else {
            self.wrong_type(
                path,
                value.span(),
                "{ kolom = \"…\", berisi = \"…\" }",
                "{ kolom = \"…\", berisi = \"…\" }",
            );
            return None;
        };
        Some((self.text(path, column)?, self.text(path, part)?.name.to_lowercase()))
    }

    fn tables(&mut self, root: &DeTable<'_>) -> Tables {
        let mut tables = Tables::default();
        for (key, value) in self.table(root, "status") {
            if let Some(status) = self.status(value) {
                tables.statuses.insert(table_key(key.get_ref()), status);
            }
        }
        let (services, units) = (self.known.services.clone(), self.known.units.clone());
        for (key, value) in self.table(root, "layanan") {
            let say = |id: &str| Say::new(format!("layanan `{id}` tidak ada"), format!("there is no service `{id}`"));
            if let Some(id) = self.reference("layanan", "P020", value, &services, say) {
                tables.services.insert(table_key(key.get_ref()), id);
            }
        }
        let units: Vec<String> = units.into_iter().chain([OWNER.to_owned()]).collect();
        for (key, value) in self.table(root, "instansi") {
            let say = |id: &str| {
                Say::new(format!("unit `{id}` tidak ada di wilayah ini"), format!("this region has no unit `{id}`"))
            };
            if let Some(id) = self.reference("instansi", "P021", value, &units, say) {
                tables.units.insert(table_key(key.get_ref()), id);
            }
        }
        tables
    }

    /// A text that has to be one of `known`.
    fn reference(
        &mut self,
        path: &str,
        code: &'static str,
        value: &Spanned<DeValue<'_>>,
        known: &[String],
        say: impl Fn(&str) -> Say,
    ) -> Option<String> {
        let id = self.text(path, value)?;
        if known.contains(&id.name) {
            return Some(id.name);
        }
        if self.strictness == Strictness::Strict {
            let near = nearest(&id.name, known.iter().map(String::as_str));
            self.fault(code, path, id.span, say(&id.name), near);
        }
        None
    }

    fn status(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Status> {
        let (end, flag) = match value.get_ref() {
            DeValue::Table(table) => {
                self.keys("status", table, &["akhir", "tanda"]);
                let flag = table.get("tanda").and_then(|flag| self.text("status", flag));
                let Some(end) = table.get("akhir") else {
                    self.wrong_type(
                        "status",
                        value.span(),
                        "{ akhir = \"…\", tanda = \"…\" }",
                        "{ akhir = \"…\", tanda = \"…\" }",
                    );
                    return None;
                };
                (self.text("status", end)?, flag)
            }
            _ => (self.text("status", value)?, None),
        };
        if let Some(flag) = flag.as_ref().filter(|flag| !is_id(&flag.name)) {
            self.wrong_type(
                "status",
                flag.span.clone(),
                "huruf kecil, angka dan garis bawah",
                "lower-case letters, digits and underscores",
            );
        }
        let found: Option<End> = ENDS.iter().find(|(word, _)| *word == end.name).map(|(_, end)| *end);
        if found.is_none() {
            let say = Say::new(format!("akhir `{}` tidak dikenal", end.name), format!("unknown end `{}`", end.name));
            let near = nearest(&end.name, ENDS.iter().map(|(word, _)| *word));
            self.fault("P005", "status", end.span, say, near);
        }
        Some(Status { end: found?, flag: flag.map(|flag| flag.name) })
    }
}
