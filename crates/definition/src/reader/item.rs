//! One value of the file.

use super::{MOST_ENTRIES, Reader, Table};
use crate::diagnostic::Diagnostic;
use crate::names;
use crate::number::Number;
use crate::say::Say;
use jiff::civil::Date;
use kernel::duration::{Duration, Unit};
use std::cmp::Ordering;
use std::ops::Range;
use toml::Spanned;
use toml::de::DeValue;

/// A value with its path.
#[derive(Clone, Debug)]
pub struct Item<'a> {
    /// Who reads.
    pub reader: &'a Reader<'a>,
    /// Its path, for example `langkah.survei.tenggat`.
    pub path: String,
    /// The value as TOML has it.
    pub value: &'a Spanned<DeValue<'a>>,
}

impl<'a> Item<'a> {
    /// The bytes of the value.
    pub fn span(&self) -> Range<usize> {
        self.value.span()
    }

    /// A finding about this value.
    pub fn fault(&self, code: &'static str, say: Say) -> Diagnostic {
        Diagnostic::new(code, &self.path, say).at(Some(self.span()))
    }

    /// Keeps a finding about this value, in both languages.
    pub fn report(&self, code: &'static str, id: impl Into<String>, en: impl Into<String>) {
        self.reader.fault(self.fault(code, Say::new(id, en)));
    }

    /// E005: the value is of another kind.
    pub fn wrong_type(&self, id: &str, en: &str) {
        self.report("E005", format!("di sini harus {id}"), format!("this has to be {en}"));
    }

    /// The text as it is, if it is one; nothing is found wrong.
    pub fn as_str(&self) -> Option<&'a str> {
        match self.value.get_ref() {
            DeValue::String(text) => Some(text.as_ref()),
            _ => None,
        }
    }

    /// A text that is not empty, without blanks around it, in composed form.
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

    /// True or false.
    pub fn bool(&self) -> Option<bool> {
        let found = self.value.get_ref().as_bool();
        if found.is_none() {
            self.wrong_type("true atau false", "true or false");
        }
        found
    }

    /// A whole number, if it is one; nothing is found wrong.
    pub fn integer(&self) -> Option<i64> {
        let found = self.value.get_ref().as_integer();
        found.and_then(|number| i64::from_str_radix(&number.as_str().replace('_', ""), number.radix()).ok())
    }

    /// A whole number within bounds.
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

    /// An exact number: `3`, `2.75`, or a fraction in quotes such as `"1/9"`.
    pub fn number(&self) -> Option<Number> {
        let text = match self.value.get_ref() {
            DeValue::Integer(number) => number.as_str(),
            DeValue::Float(number) => number.as_str(),
            DeValue::String(text) => text.trim(),
            _ => {
                self.wrong_type("angka", "a number");
                return None;
            }
        };
        let parsed = text.parse().ok();
        if parsed.is_none() {
            self.report("E005", format!("`{text}` bukan angka"), format!("`{text}` is no number"));
        }
        parsed
    }

    /// `a..b` in quotes, a ≤ b (R5).
    pub fn range(&self) -> Option<(Number, Number)> {
        let text = self.text()?;
        let parsed = text.split_once("..").and_then(|(low, high)| {
            let (low, high): (Number, Number) = (low.parse().ok()?, high.parse().ok()?);
            (low.compare(high)? != Ordering::Greater).then_some((low, high))
        });
        if parsed.is_none() {
            self.report(
                "E007",
                format!("`{text}` bukan rentang; tulis misalnya \"1..4\""),
                format!("`{text}` is no range; write for example \"1..4\""),
            );
        }
        parsed
    }

    /// A date without time.
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

    /// A duration in one of these units.
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

    /// An id ([`names::is_id`]).
    pub fn id(&self) -> Option<String> {
        let text = self.text()?;
        self.id_shaped(&text, names::is_id(&text), "huruf kecil, angka dan `_`", "small letters, digits and `_`");
        Some(text)
    }

    /// An id with hyphens ([`names::is_slug`]).
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

    /// The entries of a list, at most 300.
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

    /// The keys of a table.
    pub fn table(&self) -> Option<Table<'a>> {
        let found = self.value.get_ref().as_table();
        if found.is_none() {
            self.wrong_type("tabel { .. }", "a table { .. }");
        }
        found.map(|map| Table::inside(self, map))
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
