//! What came back with a form, read into answers by the types of the fields. Whether the answers will do
//! (required, ranges, lengths) the definition decides.

use super::place::{Places, coordinate};
use crate::submission::Submission;
use definition::model::{Field, FieldKind, Options};
use definition::{Address, Answers, Lists, Point, Value};
use jiff::civil::Date;
use kernel::text::normal;

/// A text that is no value of its field's type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misread {
    /// The field.
    pub field: String,
    /// The part of a place.
    pub part: Option<&'static str>,
    /// Key of the sentence that says what to write instead, for example `salah-angka`.
    pub key: &'static str,
}

impl Misread {
    /// The mistake in the reader's language.
    pub fn mistake(&self, view: &crate::View) -> super::Mistake {
        super::Mistake {
            field: self.field.clone(),
            part: self.part,
            message: view.t(self.key).to_owned(),
        }
    }
}

/// Reads the fields; empty ones are unknown and so absent.
pub fn answers<'a>(
    fields: impl IntoIterator<Item = (&'a String, &'a Field)>,
    sent: &Submission,
    lists: &Lists,
    places: &Places,
) -> (Answers, Vec<Misread>) {
    let mut answers = Answers::new();
    let mut misread = Vec::new();
    for (id, field) in fields {
        let mut wrong = |part, key| {
            misread.push(Misread {
                field: id.clone(),
                part,
                key,
            })
        };
        let value = match &field.kind {
            FieldKind::Point { .. } => point(id, sent, places, &mut wrong),
            FieldKind::Address => address(id, sent, places, &mut wrong),
            FieldKind::Many(options) => many(id, sent, options, lists, &mut wrong),
            kind => match normal(sent.text(id)).as_str() {
                "" => None,
                text => one(kind, text, lists, &mut wrong),
            },
        };
        if let Some(value) = value {
            answers.insert(id.clone(), value);
        }
    }
    (answers, misread)
}

type Wrong<'a> = dyn FnMut(Option<&'static str>, &'static str) + 'a;

fn one(kind: &FieldKind, text: &str, lists: &Lists, wrong: &mut Wrong<'_>) -> Option<Value> {
    let (value, key) = match kind {
        FieldKind::Number { .. } => (
            decimal(text)
                .and_then(|text| text.parse().ok())
                .map(Value::Number),
            "salah-angka",
        ),
        FieldKind::Date => (date(text).map(Value::Date), "salah-tanggal"),
        FieldKind::YesNo => (
            matches!(text, "ya" | "tidak").then(|| Value::Option(text.to_owned())),
            "salah-pilihan",
        ),
        FieldKind::Choice(options) => (
            has(options, text, lists).then(|| Value::Option(text.to_owned())),
            "salah-pilihan",
        ),
        FieldKind::Nik | FieldKind::Digits(_) => {
            (Some(Value::Text(text.replace([' ', '.', '-'], ""))), "")
        }
        FieldKind::Phone => (phone(text).map(Value::Text), "salah-hp"),
        _ => (Some(Value::Text(text.to_owned())), ""),
    };
    if value.is_none() {
        wrong(None, key);
    }
    value
}

fn has(options: &Options, code: &str, lists: &Lists) -> bool {
    match options {
        Options::Inline(list) => list.contains_key(code),
        Options::List(name) => lists.get(name).is_some_and(|list| list.contains_key(code)),
    }
}

fn many(
    id: &str,
    sent: &Submission,
    options: &Options,
    lists: &Lists,
    wrong: &mut Wrong<'_>,
) -> Option<Value> {
    let chosen: Vec<&str> = sent.all(id).filter(|code| !code.is_empty()).collect();
    if chosen.iter().any(|code| !has(options, code, lists)) {
        wrong(None, "salah-pilihan");
        return None;
    }
    let list = match options {
        Options::Inline(list) => Some(list),
        Options::List(name) => lists.get(name),
    };
    let set: Vec<String> = list?
        .keys()
        .filter(|code| chosen.contains(&code.as_str()))
        .cloned()
        .collect();
    (!set.is_empty()).then_some(Value::Set(set))
}

fn part(id: &str, name: &str, sent: &Submission) -> Option<String> {
    let text = normal(sent.text(&format!("{id}.{name}")));
    (!text.is_empty()).then_some(text)
}

fn village(id: &str, sent: &Submission, places: &Places, wrong: &mut Wrong<'_>) -> Option<String> {
    let code = part(id, "desa", sent)?;
    if places.has(&code) {
        return Some(code);
    }
    wrong(Some("desa"), "salah-desa");
    None
}

fn point(id: &str, sent: &Submission, places: &Places, wrong: &mut Wrong<'_>) -> Option<Value> {
    let village = village(id, sent, places, wrong);
    let spot = part(id, "koordinat", sent);
    let found = spot.as_deref().and_then(coordinate);
    if spot.is_some() && found.is_none() {
        wrong(Some("koordinat"), "salah-koordinat");
    }
    let point = Point {
        village,
        landmark: part(id, "patokan", sent),
        coordinate: found,
    };
    (point != Point::default()).then_some(Value::Point(point))
}

fn address(id: &str, sent: &Submission, places: &Places, wrong: &mut Wrong<'_>) -> Option<Value> {
    let village = village(id, sent, places, wrong);
    let text = part(id, "alamat", sent).unwrap_or_default();
    (village.is_some() || !text.is_empty()).then_some(Value::Address(Address { village, text }))
}

/// `1.284,5` and `1284.5` as `1284.5`. One point with exactly three digits behind it groups thousands, as Indonesians write.
fn decimal(text: &str) -> Option<String> {
    let text = text.replace([' ', '\u{a0}'], "");
    let digits = text.strip_prefix('-').unwrap_or(&text);
    if digits.is_empty()
        || !digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
    {
        return None;
    }
    if text.contains(',') {
        let (whole, rest) = text.split_once(',')?;
        let fits = !rest.is_empty() && !rest.contains(',') && !rest.contains('.') && grouped(whole);
        return fits.then(|| format!("{}.{rest}", whole.replace('.', "")));
    }
    if text.contains('.') && grouped(&text) {
        return Some(text.replace('.', ""));
    }
    (text.matches('.').count() <= 1).then_some(text)
}

fn grouped(whole: &str) -> bool {
    let mut groups = whole.trim_start_matches('-').split('.');
    let first = groups.next().unwrap_or("");
    (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3)
        || (!whole.contains('.') && !first.is_empty())
}

/// `2027-03-05`, `5/3/2027`, `05-03-2027`, `5.3.2027`.
fn date(text: &str) -> Option<Date> {
    if let Ok(date) = text.parse::<Date>() {
        return Some(date);
    }
    let parts: Vec<&str> = text.split(['/', '-', '.', ' ']).collect();
    let [day, month, year] = parts.as_slice() else {
        return None;
    };
    (year.len() == 4)
        .then(|| Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok())
        .flatten()
}

/// `0812…`, `62812…`, `+62 812-…` as `+62812…`.
fn phone(text: &str) -> Option<String> {
    let plain: String = text
        .chars()
        .filter(|c| !matches!(c, ' ' | '-' | '.' | '(' | ')'))
        .collect();
    let rest = plain
        .strip_prefix("+62")
        .or_else(|| plain.strip_prefix("62"))
        .or_else(|| plain.strip_prefix('0'))?;
    let digits = rest.bytes().all(|byte| byte.is_ascii_digit());
    (digits && rest.starts_with('8') && (8..=13).contains(&rest.len()))
        .then(|| format!("+62{rest}"))
}

/// Answers as texts of a form, to correct them.
pub fn texts(answers: &Answers) -> Submission {
    let mut texts = Vec::new();
    for (id, value) in &answers.values {
        let mut put = |part: &str, text: &str| texts.push((format!("{id}{part}"), text.to_owned()));
        match value {
            Value::Text(text) | Value::Option(text) => put("", text),
            Value::Number(number) => put("", &number.to_string().replace('.', ",")),
            Value::Date(date) => put("", &date.to_string()),
            Value::Set(set) => set.iter().for_each(|code| put("", code)),
            Value::Point(point) => {
                put(".desa", point.village.as_deref().unwrap_or(""));
                put(".patokan", point.landmark.as_deref().unwrap_or(""));
                put(
                    ".koordinat",
                    &point
                        .coordinate
                        .map_or_else(String::new, |(lat, lon)| format!("{lat}, {lon}")),
                );
            }
            Value::Address(address) => {
                put(".desa", address.village.as_deref().unwrap_or(""));
                put(".alamat", &address.text);
            }
        }
    }
    Submission::of(texts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_indonesians_write_them() {
        for (typed, read) in [
            ("1.284,5", "1284.5"),
            ("1284,5", "1284.5"),
            ("12.5", "12.5"),
            ("1.284", "1284"),
            ("-3", "-3"),
            ("1 200", "1200"),
        ] {
            assert_eq!(decimal(typed).as_deref(), Some(read), "{typed}");
        }
        for typed in ["", "-", "dua", "1,2,3", "1.2.3", "1e5", "0x1F"] {
            assert!(
                decimal(typed).is_none_or(|text| text.parse::<definition::Number>().is_err()),
                "{typed}"
            );
        }
    }

    #[test]
    fn dates_are_read_day_first_or_as_the_browser_sends_them() {
        let fifth = jiff::civil::date(2027, 3, 5);
        for typed in [
            "2027-03-05",
            "5/3/2027",
            "05-03-2027",
            "5.3.2027",
            "5 3 2027",
        ] {
            assert_eq!(date(typed), Some(fifth), "{typed}");
        }
        assert_eq!(date("31/2/2027"), None);
        assert_eq!(date("5/3/27"), None);
    }

    #[test]
    fn a_phone_number_has_one_form() {
        for typed in ["081234567890", "6281234567890", "+62 812-3456-7890"] {
            assert_eq!(phone(typed).as_deref(), Some("+6281234567890"), "{typed}");
        }
        for typed in ["12345", "021-555-0100", "08x", "+1 555 0100"] {
            assert_eq!(phone(typed), None, "{typed}");
        }
    }
}
