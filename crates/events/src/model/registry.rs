//! What may leave (`types.toml`): each kind of fact with its fields, their shapes, and who gets them. What is not named
//! there never leaves, and a value of another shape than its field has is left out.

use kernel::{Instant, Zone};
use serde::Deserialize;
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, BTreeSet};

/// The middle of every public type begins here.
pub const PREFIX: &str = "id.go.kab.gapura.";
/// The type of a test delivery; no fact of the ledger has it.
pub const TEST: &str = "id.go.kab.gapura.subscription.tested.v1";
/// The unit that sees what is marked `kominfo`, and what is marked `pemegang` of every unit.
pub const CITY: &str = "dinas-kominfo";
/// Longest code that leaves.
const CODE: usize = 100;

/// Who gets a field, or a whole kind of fact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum Audience {
    /// Every client that may read events.
    #[default]
    #[serde(rename = "publik")]
    Public,
    /// The unit that holds it, and Kominfo.
    #[serde(rename = "pemegang")]
    Holder,
    /// Kominfo alone.
    #[serde(rename = "kominfo")]
    City,
}

impl Audience {
    /// The word in files and on pages.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Public => "publik",
            Self::Holder => "pemegang",
            Self::City => "kominfo",
        }
    }
}

/// What a value looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Shape {
    /// Letters, digits and `. _ - : /`.
    #[serde(rename = "kode")]
    Code,
    /// Seconds since 1970 in the ledger, RFC 3339 outside.
    #[serde(rename = "waktu")]
    Moment,
    /// `YYYY-MM-DD`.
    #[serde(rename = "tanggal")]
    Date,
    /// A whole number.
    #[serde(rename = "bilangan")]
    Whole,
    /// True or false.
    #[serde(rename = "ya_tidak")]
    Flag,
}

impl Shape {
    /// The value as it leaves; none where it has another shape.
    pub fn read(self, value: &Json) -> Option<Json> {
        match self {
            Self::Code => value.as_str().filter(|text| is_code(text)).map(Json::from),
            Self::Moment => value.as_i64().map(|seconds| Json::from(moment(Instant::from_seconds(seconds)))),
            Self::Date => value.as_str().filter(|text| is_date(text)).map(Json::from),
            Self::Whole => value.as_i64().map(Json::from),
            Self::Flag => value.as_bool().map(Json::from),
        }
    }

    /// As JSON Schema has it.
    pub fn schema(self) -> Json {
        match self {
            Self::Code => serde_json::json!({ "type": "string", "maxLength": CODE, "pattern": "^[A-Za-z0-9._:/-]+$" }),
            Self::Moment => serde_json::json!({ "type": "string", "format": "date-time" }),
            Self::Date => serde_json::json!({ "type": "string", "format": "date" }),
            Self::Whole => serde_json::json!({ "type": "integer" }),
            Self::Flag => serde_json::json!({ "type": "boolean" }),
        }
    }

    /// An example that was written as text.
    fn example(self, text: &str) -> Json {
        match self {
            Self::Whole => text.parse::<i64>().map_or(Json::Null, Json::from),
            Self::Flag => Json::from(text == "true"),
            Self::Code | Self::Moment | Self::Date => Json::from(text),
        }
    }
}

/// A moment as it leaves: UTC.
pub fn moment(at: Instant) -> String {
    let text = at.plus_seconds(-i64::from(Zone::Wib.offset_seconds())).rfc3339(Zone::Wib);
    text.replace("+07:00", "Z")
}

fn is_code(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"._-:/".contains(&byte);
    !text.is_empty() && text.len() <= CODE && text.bytes().all(fits)
}

fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    bytes.len() == 10 && (0..10).all(|at| if at == 4 || at == 7 { bytes.get(at) == Some(&b'-') } else { digit(at) })
}

/// One field of a kind of fact.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Its name outside.
    #[serde(rename = "nama")]
    pub name: String,
    /// JSON Pointer into the payload, or `@unit`, `@layanan`, `@wilayah`.
    #[serde(rename = "dari")]
    pub from: String,
    /// Its shape.
    #[serde(rename = "bentuk")]
    pub shape: Shape,
    /// Who gets it.
    #[serde(rename = "siapa")]
    pub audience: Audience,
    /// A value for examples.
    #[serde(rename = "contoh")]
    pub example: String,
    /// What it means, in Indonesian.
    pub id: String,
    /// What it means, in English.
    pub en: String,
}

/// One kind of fact that may leave.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// Name of the event in the ledger.
    #[serde(rename = "fakta")]
    pub fact: String,
    /// Version of its shape.
    #[serde(rename = "versi")]
    pub version: u32,
    /// Where its subject stands; empty: none.
    #[serde(rename = "pokok", default)]
    pub subject: String,
    /// Where its holder stands; `@`: remembered.
    #[serde(default)]
    pub unit: String,
    /// Where its service stands; `@`: remembered.
    #[serde(rename = "layanan", default)]
    pub service: String,
    /// Where its area stands; `@`: remembered.
    #[serde(rename = "wilayah", default)]
    pub area: String,
    /// Whether it is remembered for its stream.
    #[serde(rename = "diingat", default)]
    pub remembered: bool,
    /// A flag that hides its stream from everybody but its holder; empty: none.
    #[serde(rename = "rahasia", default)]
    pub secret: String,
    /// A flag that keeps this one in the house; empty: none.
    #[serde(rename = "kecuali", default)]
    pub except: String,
    /// Who gets it at all.
    #[serde(rename = "hanya", default)]
    pub audience: Audience,
    /// What it means, in Indonesian.
    pub id: String,
    /// What it means, in English.
    pub en: String,
    /// Its fields.
    #[serde(rename = "isi")]
    pub fields: Vec<Field>,
}

/// Where a fact stands: whose it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The unit that holds or owns it.
    pub unit: String,
    /// The service.
    pub service: String,
    /// Code of its area.
    pub area: String,
}

impl Kind {
    /// `id.go.kab.gapura.case.opened.v1`.
    pub fn name(&self) -> String {
        format!("{PREFIX}{}.v{}", self.fact, self.version)
    }

    /// The code at a pointer of the payload; empty where there is none.
    pub fn code(data: &Json, pointer: &str) -> String {
        let found = data.pointer(pointer).filter(|_| pointer.starts_with('/'));
        found.and_then(Json::as_str).filter(|text| is_code(text)).map(str::to_owned).unwrap_or_default()
    }

    /// Whether a flag of the payload is set.
    pub fn flag(data: &Json, pointer: &str) -> bool {
        !pointer.is_empty() && data.pointer(pointer).and_then(Json::as_bool) == Some(true)
    }

    /// The allowed fields of a payload, for every audience together.
    pub fn read(&self, data: &Json) -> Map<String, Json> {
        let one = |field: &Field| {
            let value = data.pointer(&field.from).filter(|_| field.from.starts_with('/'))?;
            Some((field.name.clone(), field.shape.read(value)?))
        };
        self.fields.iter().filter_map(one).collect()
    }

    /// What of it a reader gets who holds it (`holds`) or is Kominfo (`city`).
    pub fn shown(&self, data: &Map<String, Json>, place: &Place, (holds, city): (bool, bool)) -> Map<String, Json> {
        let gets = |audience: Audience| match audience {
            Audience::Public => true,
            Audience::Holder => holds || city,
            Audience::City => city,
        };
        let one = |field: &Field| {
            let remembered = match field.from.as_str() {
                "@unit" => Some(&place.unit),
                "@layanan" => Some(&place.service),
                "@wilayah" => Some(&place.area),
                _ => None,
            };
            let value = match remembered {
                Some(text) => Some(Json::from(text.as_str())).filter(|_| !text.is_empty()),
                None => data.get(&field.name).cloned(),
            };
            value.map(|value| (field.name.clone(), value))
        };
        self.fields.iter().filter(|field| gets(field.audience)).filter_map(one).collect()
    }

    /// An example with the fields of everybody.
    pub fn example(&self) -> Map<String, Json> {
        self.fields.iter().map(|field| (field.name.clone(), field.shape.example(&field.example))).collect()
    }
}

/// Everything that may leave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Registry {
    kinds: Vec<Kind>,
    by_fact: BTreeMap<String, usize>,
    by_name: BTreeMap<String, usize>,
}

#[derive(Deserialize)]
struct File {
    jenis: Vec<Kind>,
}

impl Registry {
    /// The kinds that the program carries.
    ///
    /// # Errors
    /// A sentence about what is wrong with the file.
    pub fn shipped() -> Result<Self, String> {
        Self::parse(include_str!("../types.toml"))
    }

    /// Reads a file of kinds.
    ///
    /// # Errors
    /// A sentence about what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
        let mut registry = Self::default();
        for kind in file.jenis {
            let names: BTreeSet<&str> = kind.fields.iter().map(|field| field.name.as_str()).collect();
            if names.len() != kind.fields.len() {
                return Err(format!("{}: a field stands twice", kind.fact));
            }
            let at = registry.kinds.len();
            if registry.by_fact.insert(kind.fact.clone(), at).is_some() {
                return Err(format!("{} stands twice", kind.fact));
            }
            registry.by_name.insert(kind.name(), at);
            registry.kinds.push(kind);
        }
        Ok(registry)
    }

    /// All kinds, in the order of the file.
    pub fn kinds(&self) -> &[Kind] {
        &self.kinds
    }

    /// The kind of a fact of the ledger.
    pub fn of_fact(&self, fact: &str) -> Option<&Kind> {
        self.by_fact.get(fact).and_then(|at| self.kinds.get(*at))
    }

    /// The kind with this public type.
    pub fn of_name(&self, name: &str) -> Option<&Kind> {
        self.by_name.get(name).and_then(|at| self.kinds.get(*at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn shipped() -> Registry {
        Registry::shipped().unwrap()
    }

    #[test]
    fn every_shipped_kind_has_a_well_formed_type_and_every_example_has_its_shape() {
        for kind in shipped().kinds() {
            let name = kind.name();
            let well_formed =
                |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
            assert!(name.split('.').all(well_formed), "{name}");
            for field in &kind.fields {
                let example = field.shape.example(&field.example);
                let read = match field.shape {
                    Shape::Moment => Some(example.clone()).filter(|text| text.as_str().unwrap().ends_with('Z')),
                    other => other.read(&example),
                };
                assert_eq!(read, Some(example), "{name} {}", field.name);
                assert!(field.from.starts_with('/') || field.from.starts_with('@'), "{name} {}", field.name);
                assert!(kind.audience <= field.audience, "{name} {}: wider than its kind", field.name);
            }
        }
    }

    #[test]
    fn what_is_not_named_or_has_another_shape_stays_in_the_house() {
        let kind = shipped().of_fact("case.opened").unwrap().clone();
        let data = json!({
            "desk": { "number": "PGD-2027-000001-2", "unit": "Dinas Siti, Jl. Melati 5", "district": 7, "person": "p-1",
                      "opened_at": 1_803_000_123, "contact": { "name": { "id": "x", "hash": "y" } } },
            "text": "Lubang di depan rumah Bu Siti", "version": "3; DROP",
        });
        let read = kind.read(&data);
        assert_eq!(read.keys().collect::<Vec<_>>(), ["number", "opened_at"]);
        assert_eq!(read["opened_at"], "2027-02-19T01:22:03Z");
        assert!(shipped().of_fact("note.added").is_none(), "deny by default");
    }

    #[test]
    fn a_field_reaches_its_audience_and_nobody_else() {
        let kind = shipped().of_fact("case.opened").unwrap().clone();
        let place = Place::default();
        let stranger = kind.shown(&kind.example(), &place, (false, false));
        assert!(stranger.contains_key("district") && !stranger.contains_key("village"));
        assert!(kind.shown(&kind.example(), &place, (true, false)).contains_key("village"));
        assert!(kind.shown(&kind.example(), &place, (false, true)).contains_key("village"));
        let letter = shipped().of_fact("letter.issued").unwrap().clone();
        let place = Place { unit: "dinas-dukcapil".into(), service: "surat-domisili".into(), area: String::new() };
        let stranger = letter.shown(&letter.example(), &place, (false, false));
        assert_eq!(stranger.keys().collect::<Vec<_>>(), ["service", "unit", "way"]);
    }

    #[test]
    fn a_file_with_a_kind_twice_or_an_unknown_key_is_refused() {
        let kind = "[[jenis]]\nfakta = \"a.b\"\nversi = 1\nid = \"A\"\nen = \"A\"\nisi = []\n";
        assert!(Registry::parse(kind).is_ok());
        assert!(Registry::parse(&kind.repeat(2)).unwrap_err().contains("twice"));
        assert!(Registry::parse(&format!("{kind}salah = 1\n")).is_err());
    }

    /// A payload with free text in every place where one could stand.
    fn payload(text: &str) -> Json {
        json!({
            "desk": { "number": text, "service": text, "kind": text, "unit": text, "district": text, "village": text,
                      "status": text, "person": text, "opened_at": text, "total_due": text, "finish": { "in_time": text },
                      "first_answer": { "in_time": text } },
            "channel": text, "version": text, "step": text, "title": text, "from": text, "to": text, "end": text,
            "outcome": text, "by": text, "rating": text, "case": text, "letter": text, "number": text, "file": text,
            "way": text, "replaces": text, "service": text, "hash": text, "date": text, "kind": text, "unit": text,
            "decree": { "kind": text, "day": text }, "name": text, "until": text, "reason": text, "subscription": text,
            "application": text, "offer": text, "owner": text, "grant": text, "state": text, "feed": text, "row": text,
            "change": text, "rows": text, "day": text, "successor": text,
        })
    }

    proptest! {
        #[test]
        fn no_free_text_ever_leaves(words in "[A-Za-zÀ-ž]{2,12}( [A-Za-z0-9,.]{1,12}){1,4}") {
            for kind in shipped().kinds() {
                prop_assert!(kind.read(&payload(&words)).is_empty(), "{}", kind.fact);
                prop_assert!(Kind::code(&payload(&words), &kind.subject).is_empty());
                prop_assert!(Kind::code(&payload(&words), &kind.unit).is_empty());
            }
        }

        #[test]
        fn no_phone_number_or_nik_leaves_as_a_whole_number_that_was_none(digits in "08[0-9]{9,11}") {
            prop_assert_eq!(Shape::Whole.read(&Json::from(digits)), None);
        }
    }
}
