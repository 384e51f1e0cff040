//! A table that remembers which keys were asked for.

use super::{Ids, Item, Reader};
use crate::diagnostic::Diagnostic;
use crate::names;
use crate::say::Say;
use std::cell::RefCell;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A table of the file. Ask for every key that the language knows, then call [`Table::done`].
#[derive(Debug)]
pub struct Table<'a> {
    /// Who reads.
    pub reader: &'a Reader<'a>,
    /// Its path; empty: the whole file.
    pub path: String,
    map: &'a DeTable<'a>,
    span: Option<Range<usize>>,
    asked: RefCell<Vec<&'static str>>,
    missing: RefCell<Vec<&'static str>>,
}

impl<'a> Table<'a> {
    /// The file itself.
    pub fn root(reader: &'a Reader<'a>, map: &'a DeTable<'a>) -> Self {
        Self { reader, path: String::new(), map, span: None, asked: RefCell::default(), missing: RefCell::default() }
    }

    /// The table that `item` holds.
    pub(super) fn inside(item: &Item<'a>, map: &'a DeTable<'a>) -> Self {
        Self { path: item.path.clone(), span: Some(item.span()), ..Self::root(item.reader, map) }
    }

    /// The path of one of its keys.
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

    /// Whether the key stands there; asking does not make it known.
    pub fn has(&self, key: &str) -> bool {
        self.map.contains_key(key)
    }

    /// The text of a key.
    pub fn text(&self, key: &'static str) -> Option<String> {
        self.get(key)?.text()
    }

    /// The switch of a key; off where it is silent.
    pub fn flag(&self, key: &'static str) -> bool {
        self.get(key).and_then(|item| item.bool()).unwrap_or(false)
    }

    /// The table of a key.
    pub fn table(&self, key: &'static str) -> Option<Table<'a>> {
        self.get(key)?.table()
    }

    /// The list of a key; empty where it is silent.
    pub fn list(&self, key: &'static str) -> Vec<Item<'a>> {
        self.get(key).map(|item| item.list()).unwrap_or_default()
    }

    /// The texts in the list of a key.
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
