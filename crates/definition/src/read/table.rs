//! A TOML table that remembers which keys were asked for, and where everything stands.

use crate::condition::{Condition, ExprError, Formula, Types};
use crate::diagnostic::Diagnostic;
use crate::names;
use crate::say::Say;
use jiff::civil::Date;
use kernel::duration::{Duration, Unit};
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Where keys and values stand, by path: `langkah.survei.tenggat[0].jika`.
#[derive(Debug, Default)]
pub(crate) struct Spans {
    text: String,
    keys: HashMap<String, Range<usize>>,
    values: HashMap<String, Range<usize>>,
}

impl Spans {
    /// Where the value of `path` stands, else its key.
    pub fn value(&self, path: &str) -> Option<Range<usize>> {
        self.values.get(path).or_else(|| self.keys.get(path)).cloned()
    }

    /// Where `part` stands within the value of `path`.
    pub fn inside(&self, path: &str, part: &str) -> Option<Range<usize>> {
        let value = self.values.get(path)?;
        let at = value.start + self.text.get(value.clone())?.find(part)?;
        Some(at..at + part.len())
    }

    /// Where the key of `path` stands.
    pub fn key(&self, path: &str) -> Option<Range<usize>> {
        self.keys.get(path).cloned()
    }
}

/// A list has at most so many entries.
const MOST_ENTRIES: usize = 300;

/// What the keys of a keyed table may be (R1).
#[derive(Clone, Copy)]
pub(super) enum Ids {
    /// Ids, and no words of the condition language.
    Strict,
    /// Ids; actions never stand in conditions, so that `tidak` may be one.
    Action,
    /// Anything; the caller looks.
    Any,
}

impl Ids {
    fn fits(self, id: &str) -> bool {
        match self {
            Self::Strict => names::is_id(id),
            Self::Action => names::is_id(id) || names::is_reserved(id),
            Self::Any => true,
        }
    }
}

pub(super) struct Reader<'a> {
    text: &'a str,
    spans: RefCell<Spans>,
    faults: RefCell<Vec<Diagnostic>>,
    limits: RefCell<Vec<Diagnostic>>,
}

/// More faults than this are not kept while reading: nobody reads them, and a hostile file must not cost time.
const MAX_FAULTS: usize = 1000;

impl<'a> Reader<'a> {
    pub fn new(text: &'a str) -> Self {
        let spans = Spans { text: text.to_owned(), ..Spans::default() };
        Self { text, spans: RefCell::new(spans), faults: RefCell::default(), limits: RefCell::default() }
    }

    pub const fn text(&self) -> &str {
        self.text
    }

    pub fn key(&self, path: &str) -> Option<Range<usize>> {
        self.spans.borrow().key(path)
    }

    pub fn value(&self, path: &str) -> Option<Range<usize>> {
        self.spans.borrow().value(path)
    }

    /// Whether something at or below one of these paths could not be read.
    pub fn unread(&self, paths: &[&str]) -> bool {
        let faults = self.faults.borrow();
        faults.iter().any(|fault| crate::check::unread(fault, paths))
    }

    pub fn fault(&self, fault: Diagnostic) {
        let mut faults = self.faults.borrow_mut();
        if faults.len() < MAX_FAULTS {
            faults.push(fault);
        }
    }

    /// More than `most` entries at `path`: what comes after is not read, and nothing else is told.
    pub fn too_many(&self, path: &str, most: usize, span: Range<usize>) {
        let say =
            Say::new(format!("terlalu banyak: paling banyak {most} di sini"), format!("too many: at most {most} here"));
        self.limits.borrow_mut().push(Diagnostic::new("E007", path, say).at(Some(span)));
    }

    /// The places, the faults, and the limits that were passed.
    pub fn finish(self) -> (Spans, Vec<Diagnostic>, Vec<Diagnostic>) {
        (self.spans.into_inner(), self.faults.into_inner(), self.limits.into_inner())
    }
}

/// A value with its path.
#[derive(Clone)]
pub(super) struct Item<'a> {
    pub reader: &'a Reader<'a>,
    pub path: String,
    pub value: &'a Spanned<DeValue<'a>>,
}

impl<'a> Item<'a> {
    pub fn span(&self) -> Range<usize> {
        self.value.span()
    }

    pub fn fault(&self, code: &'static str, say: Say) -> Diagnostic {
        Diagnostic::new(code, &self.path, say).at(Some(self.span()))
    }

    pub fn report(&self, code: &'static str, id: impl Into<String>, en: impl Into<String>) {
        self.reader.fault(self.fault(code, Say::new(id, en)));
    }

    fn wrong_type(&self, id: &str, en: &str) {
        self.report("E005", format!("di sini harus {id}"), format!("this has to be {en}"));
    }

    pub fn as_str(&self) -> Option<&'a str> {
        match self.value.get_ref() {
            DeValue::String(text) => Some(text.as_ref()),
            _ => None,
        }
    }

    pub fn text(&self) -> Option<String> {
        let text = self.as_str();
        match text {
            None => self.wrong_type("teks dalam tanda kutip", "a quoted text"),
            Some(text) if text.trim().is_empty() => {
                self.report("E006", "teks ini kosong", "this text is empty");
            }
            Some(_) => {}
        }
        text.map(kernel::text::normal)
    }

    pub fn bool(&self) -> Option<bool> {
        let found = self.value.get_ref().as_bool();
        if found.is_none() {
            self.wrong_type("true atau false", "true or false");
        }
        found
    }

    pub fn integer(&self) -> Option<i64> {
        let found = self.value.get_ref().as_integer();
        found.and_then(|number| i64::from_str_radix(&number.as_str().replace('_', ""), number.radix()).ok())
    }

    pub fn whole(&self, low: u32, high: u32) -> Option<u32> {
        let Some(number) = self.integer() else {
            self.wrong_type("bilangan bulat", "a whole number");
            return None;
        };
        let fits = u32::try_from(number).ok().filter(|number| (low..=high).contains(number));
        if fits.is_none() {
            self.report("E007", format!("harus dari {low} sampai {high}"), format!("has to be from {low} to {high}"));
        }
        fits
    }

    pub fn date(&self) -> Option<Date> {
        let stamp = self.value.get_ref().as_datetime();
        let plain = stamp.filter(|stamp| stamp.time.is_none() && stamp.offset.is_none());
        let date = plain.and_then(|stamp| stamp.date?.to_string().parse().ok());
        if date.is_none() {
            self.wrong_type(
                "tanggal tanpa tanda kutip, misalnya 2026-01-05",
                "a date without quotes, such as 2026-01-05",
            );
        }
        date
    }

    pub fn duration(&self, units: &[Unit]) -> Option<Duration> {
        let text = self.text()?;
        match Duration::parse(&text) {
            Ok(duration) if units.contains(&duration.unit) => Some(duration),
            Ok(duration) => {
                let unit = duration.unit.name();
                let all: Vec<&str> = units.iter().map(|unit| unit.name()).collect();
                self.report(
                    "E030",
                    format!("satuan `{unit}` tidak berlaku di sini; pakai {}", all.join(", ")),
                    format!("the unit `{unit}` has no meaning here; use {}", all.join(", ")),
                );
                None
            }
            Err(_) => {
                let say = Say::new(format!("`{text}` bukan lama waktu"), format!("`{text}` is no duration"));
                let fault = self.fault("E030", say);
                self.reader.fault(fault.help(
                    "tulis misalnya \"3 hari kerja\" atau \"4 jam\"",
                    "write for example \"3 hari kerja\" or \"4 jam\"",
                ));
                None
            }
        }
    }

    /// One of a closed set of words.
    pub fn word<T: Copy>(&self, known: &[(&str, T)]) -> Option<T> {
        let text = self.text()?;
        let found = known.iter().find(|(word, _)| *word == text);
        if found.is_none() {
            let all: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
            let say = Say::new(
                format!("`{text}` tidak dikenal; pilihannya: {}", all.join(", ")),
                format!("`{text}` is not known; the choices are: {}", all.join(", ")),
            );
            let near = names::nearest(&text, all);
            self.reader.fault(self.fault("E006", say).near(near));
        }
        found.map(|(_, value)| *value)
    }

    pub fn id(&self) -> Option<String> {
        let text = self.text()?;
        self.id_shaped(&text, names::is_id(&text), "huruf kecil, angka dan `_`", "small letters, digits and `_`");
        Some(text)
    }

    pub fn slug(&self) -> Option<String> {
        let text = self.text()?;
        self.id_shaped(&text, names::is_slug(&text), "huruf kecil, angka dan `-`", "small letters, digits and `-`");
        Some(text)
    }

    fn id_shaped(&self, text: &str, fits: bool, id: &str, en: &str) {
        if !fits {
            self.report(
                "E004",
                format!("`{text}` bukan nama yang sah; pakai {id}"),
                format!("`{text}` is no valid id; use {en}"),
            );
        }
    }

    pub fn list(&self) -> Vec<Item<'a>> {
        let Some(entries) = self.value.get_ref().as_array() else {
            self.wrong_type("daftar [..]", "a list [..]");
            return Vec::new();
        };
        let item = |(index, value)| Item { reader: self.reader, path: format!("{}[{index}]", self.path), value };
        let items: Vec<Item> = entries.iter().enumerate().take(MOST_ENTRIES).map(item).collect();
        if let Some(next) = entries.get(MOST_ENTRIES) {
            self.reader.too_many(&self.path, MOST_ENTRIES, next.span());
        }
        for item in &items {
            let mut spans = self.reader.spans.borrow_mut();
            spans.values.insert(item.path.clone(), item.span());
        }
        items
    }

    pub fn table(&self) -> Option<Table<'a>> {
        let found = self.value.get_ref().as_table();
        if found.is_none() {
            self.wrong_type("tabel { .. }", "a table { .. }");
        }
        found.map(|map| Table {
            reader: self.reader,
            path: self.path.clone(),
            map,
            span: Some(self.span()),
            asked: RefCell::default(),
            missing: RefCell::default(),
        })
    }

    pub fn condition(&self, types: &impl Types) -> Option<Condition> {
        let text = self.as_str();
        if text.is_none() {
            self.wrong_type("syarat dalam tanda kutip", "a quoted condition");
        }
        self.expr(Condition::parse(text?, types))
    }

    pub fn formula(&self, types: &impl Types) -> Option<Formula> {
        let text = self.text()?;
        self.expr(Formula::parse(&text, types))
    }

    fn expr<T>(&self, parsed: Result<T, Vec<ExprError>>) -> Option<T> {
        match parsed {
            Ok(parsed) => Some(parsed),
            Err(errors) => {
                for error in errors {
                    let fault = Diagnostic::new(error.code, &self.path, error.say)
                        .at(Some(self.inside(&error.span)))
                        .near(error.near);
                    self.reader.fault(fault);
                }
                None
            }
        }
    }

    /// A range inside a string value, in bytes of the file; the whole value where escapes make it unclear.
    pub fn inside(&self, range: &Range<usize>) -> Range<usize> {
        let span = self.span();
        let (Some(raw), Some(text)) = (self.reader.text.get(span.clone()), self.as_str()) else {
            return span;
        };
        for quote in [3, 1] {
            let inner = raw.get(quote..raw.len().saturating_sub(quote));
            if inner == Some(text) {
                let start = span.start + quote;
                return start + range.start..start + range.end;
            }
        }
        span
    }
}

pub(super) struct Table<'a> {
    pub reader: &'a Reader<'a>,
    pub path: String,
    map: &'a DeTable<'a>,
    span: Option<Range<usize>>,
    asked: RefCell<Vec<&'static str>>,
    missing: RefCell<Vec<&'static str>>,
}

impl<'a> Table<'a> {
    pub fn root(reader: &'a Reader<'a>, map: &'a DeTable<'a>) -> Self {
        Self { reader, path: String::new(), map, span: None, asked: RefCell::default(), missing: RefCell::default() }
    }

    pub fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    fn item(&self, key: &str, key_span: Range<usize>, value: &'a Spanned<DeValue<'a>>) -> Item<'a> {
        let path = self.path_of(key);
        let mut spans = self.reader.spans.borrow_mut();
        spans.keys.insert(path.clone(), key_span);
        spans.values.insert(path.clone(), value.span());
        Item { reader: self.reader, path, value }
    }

    /// The value of a key that the language knows.
    pub fn get(&self, key: &'static str) -> Option<Item<'a>> {
        self.asked.borrow_mut().push(key);
        let (name, value) = self.map.get_key_value(key)?;
        Some(self.item(key, name.span(), value))
    }

    /// The value of a key that must be there; `done` tells when it is not.
    pub fn need(&self, key: &'static str) -> Option<Item<'a>> {
        let found = self.get(key);
        if found.is_none() {
            self.missing.borrow_mut().push(key);
        }
        found
    }

    fn head(&self) -> Option<Range<usize>> {
        let keyed = self.reader.spans.borrow().key(&self.path);
        keyed.or_else(|| self.span.clone())
    }

    pub fn has(&self, key: &str) -> bool {
        self.map.contains_key(key)
    }

    pub fn text(&self, key: &'static str) -> Option<String> {
        self.get(key)?.text()
    }

    pub fn flag(&self, key: &'static str) -> bool {
        self.get(key).and_then(|item| item.bool()).unwrap_or(false)
    }

    pub fn table(&self, key: &'static str) -> Option<Table<'a>> {
        self.get(key)?.table()
    }

    pub fn list(&self, key: &'static str) -> Vec<Item<'a>> {
        self.get(key).map(|item| item.list()).unwrap_or_default()
    }

    pub fn texts(&self, key: &'static str) -> Vec<String> {
        self.list(key).iter().filter_map(Item::text).collect()
    }

    /// Every entry of a keyed table, at most `most` of them, its ids checked.
    pub fn entries(&self, ids: Ids, most: usize) -> Vec<(String, Item<'a>)> {
        let mut out = Vec::new();
        if let Some((next, _)) = self.map.iter().nth(most) {
            self.reader.too_many(&self.path, most, next.span());
        }
        for (name, value) in self.map.iter().take(most) {
            let id = name.get_ref().to_string();
            let item = self.item(&id, name.span(), value);
            if !ids.fits(&id) {
                let say = Say::new(
                    format!("`{id}` bukan nama yang sah; pakai huruf kecil, angka dan `_`"),
                    format!("`{id}` is no valid id; use small letters, digits and `_`"),
                );
                self.reader.fault(Diagnostic::new("E004", &self.path, say).at(Some(name.span())));
            }
            out.push((id, item));
        }
        out
    }

    /// Refuses every key that was not asked for, and tells which are missing; a misspelt one is told once.
    pub fn done(&self) {
        let misspelt = self.unknown();
        let missing = self.missing.borrow();
        for key in missing.iter().filter(|key| !misspelt.iter().any(|near| near == *key)) {
            let say = Say::new(format!("kunci `{key}` harus ada"), format!("the key `{key}` is missing"));
            let fault = Diagnostic::new("E003", &self.path, say).at(self.head());
            self.reader.fault(fault);
        }
    }

    /// Refuses every key that was not asked for; returns the names that were suggested.
    fn unknown(&self) -> Vec<String> {
        let asked = self.asked.borrow();
        let mut suggested = Vec::new();
        for (name, _) in self.map {
            let key = name.get_ref().as_ref();
            if asked.contains(&key) {
                continue;
            }
            let say = Say::new(format!("kunci `{key}` tidak dikenal"), format!("the key `{key}` is not known"));
            let unused = asked.iter().copied().filter(|known| !self.map.contains_key(*known));
            let near = names::nearest(key, unused);
            let fault = Diagnostic::new("E002", &self.path, say).at(Some(name.span()));
            self.reader.fault(fault.near(near.clone()));
            suggested.extend(near);
        }
        suggested
    }
}
