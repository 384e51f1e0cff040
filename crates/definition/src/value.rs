//! Answers: what is known about a case. Unknown is absent (semantics R32).

use crate::number::Number;
use indexmap::IndexMap;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A known value. In JSON `{"text": "…"}`, `{"number": "12.5"}`, `{"date": "2027-03-05"}`, `{"option": "ya"}`,
/// `{"set": ["a", "b"]}`, `{"point": {"village": …, "landmark": …, "coordinate": [lat, lon]}}`,
/// `{"address": {"village": …, "text": …}}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// Texts, digits, `nik`, `hp`, `surel`; trimmed and in NFC.
    Text(String),
    /// `angka`.
    Number(Number),
    /// `tanggal`.
    Date(Date),
    /// `pilih` (an option id or a list code) and `ya_tidak`.
    Option(String),
    /// `banyak`, in the order of the options.
    Set(Vec<String>),
    /// `titik`.
    Point(Point),
    /// `alamat`.
    Address(Address),
}

impl Value {
    /// The village that the value names, if it is a place (R7).
    pub fn village(&self) -> Option<&str> {
        match self {
            Self::Point(point) => point.village.as_deref(),
            Self::Address(address) => address.village.as_deref(),
            _ => None,
        }
    }
}

/// A `titik`: village, landmark, and a coordinate if the resident gives one (R69).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Code of the village.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub village: Option<String>,
    /// The place in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub landmark: Option<String>,
    /// Latitude and longitude in degrees (WGS 84).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coordinate: Option<(f64, f64)>,
}

/// An `alamat`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Address {
    /// Code of the village.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub village: Option<String>,
    /// Street and number in words.
    pub text: String,
}

/// The known values of a case by field id, and where pre-filled ones came from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Answers {
    /// Known values.
    #[serde(default)]
    pub values: IndexMap<String, Value>,
    /// `x.sumber` of values that a source gave; all others are `isi_sendiri` (R31).
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub sources: IndexMap<String, String>,
}

/// `x.sumber` of a value that a person typed.
pub const SELF_ENTERED: &str = "isi_sendiri";

impl Answers {
    /// Nothing is known.
    pub fn new() -> Self {
        Self::default()
    }

    /// The value of a field, if known.
    pub fn get(&self, field: &str) -> Option<&Value> {
        self.values.get(field)
    }

    /// Sets a value that a person typed.
    pub fn insert(&mut self, field: impl Into<String>, value: Value) {
        let field = field.into();
        self.sources.shift_remove(&field);
        self.values.insert(field, value);
    }

    /// `x.sumber`: unknown while the field is.
    pub fn source(&self, field: &str) -> Option<&str> {
        self.values.get(field)?;
        Some(self.sources.get(field).map_or(SELF_ENTERED, String::as_str))
    }

    /// Takes over the values of `newer`, which win, and what it says of sources, also of a value that stays.
    pub fn merge(&mut self, newer: &Self) {
        for (field, value) in &newer.values {
            self.insert(field.clone(), value.clone());
        }
        for (field, source) in &newer.sources {
            self.sources.insert(field.clone(), source.clone());
        }
    }

    /// Forgets a field.
    pub fn remove(&mut self, field: &str) {
        self.values.shift_remove(field);
        self.sources.shift_remove(field);
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_survive_json() {
        let mut answers = Answers::new();
        answers.insert("luas", Value::Number("12.5".parse().unwrap()));
        answers.insert("rencana", Value::Date(jiff::civil::date(2027, 3, 5)));
        answers.insert("bahaya", Value::Option("ya".into()));
        answers.insert(
            "lokasi",
            Value::Point(Point {
                village: Some("35.17.01.2001".into()),
                landmark: Some("depan balai desa".into()),
                coordinate: Some((-7.5, 112.25)),
            }),
        );
        answers.sources.insert("luas".into(), "oss".into());
        let json = serde_json::to_string(&answers).unwrap();
        assert_eq!(serde_json::from_str::<Answers>(&json).unwrap(), answers);
        assert!(json.contains(r#""luas":{"number":"12.5"}"#), "{json}");
    }

    #[test]
    fn a_typed_value_replaces_the_source_of_a_fetched_one() {
        let mut answers = Answers::new();
        assert_eq!(answers.source("nik"), None);
        answers.insert("nik", Value::Text("1".into()));
        answers.sources.insert("nik".into(), "dukcapil".into());
        assert_eq!(answers.source("nik"), Some("dukcapil"));
        answers.insert("nik", Value::Text("2".into()));
        assert_eq!(answers.source("nik"), Some(SELF_ENTERED));
    }
}
