//! Reading a description, JSON or YAML, into one tree with the place of everything in it.
//!
//! Size is looked at first, then depth, then the number of values: a hostile file costs no more than a long one. YAML is
//! read event by event (docs/adr/0066): aliases are refused, so nothing can be multiplied.

use definition::{Diagnostic, Say};
use granit_parser::{Event, Parser, ScalarStyle};
use serde_json::{Map, Number, Value};
use std::collections::HashMap;
use std::ops::Range;

/// Largest description in bytes.
pub const MOST_BYTES: usize = 2 * 1024 * 1024;
/// So deep may values stand within each other.
const DEEPEST: usize = 64;
/// So many values may a description have.
const MOST_VALUES: usize = 200_000;

/// A description that was read.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The whole of it.
    pub value: Value,
    places: HashMap<String, Range<usize>>,
}

impl Document {
    /// A description made here; nothing of it has a place.
    pub fn of(value: Value) -> Self {
        Self { value, places: HashMap::new() }
    }

    /// Where the value at this JSON pointer stands, or the nearest value around it.
    pub fn place(&self, pointer: &str) -> Option<Range<usize>> {
        let mut pointer = pointer;
        loop {
            if let Some(place) = self.places.get(pointer) {
                return Some(place.clone());
            }
            pointer = &pointer[..pointer.rfind('/')?];
        }
    }

    /// What stands at this JSON pointer.
    pub fn at(&self, pointer: &str) -> Option<&Value> {
        self.value.pointer(pointer)
    }
}

/// One part of a JSON pointer.
pub fn part(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Reads a description.
///
/// # Errors
/// What cannot be read, and where: too large, neither JSON nor YAML, too deep, a key twice, an alias.
pub fn read(text: &str) -> Result<Document, Box<Diagnostic>> {
    if text.len() > MOST_BYTES {
        let most = MOST_BYTES / 1024 / 1024;
        return Err(bad(
            "E001",
            (format!("berkasnya lebih dari {most} MB"), format!("the file is larger than {most} MB")),
            None,
        ));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut tree = Tree { text, ..Tree::default() };
    if text.trim_start().starts_with('{') {
        json(&mut tree)?
    } else {
        yaml(&mut tree)?
    }
    let value = tree.root.ok_or_else(|| bad("E001", ("berkasnya kosong".into(), "the file is empty".into()), None))?;
    if !value.is_object() {
        return Err(bad("E001", ("ini bukan objek".into(), "this is no object".into()), Some(0..1)));
    }
    Ok(Document { value, places: tree.places })
}

fn bad(code: &'static str, (id, en): (String, String), span: Option<Range<usize>>) -> Box<Diagnostic> {
    Box::new(Diagnostic::new(code, "", Say::new(id, en)).at(span))
}

/// What is being built while values are met in the order of the file.
#[derive(Default)]
struct Tree<'a> {
    text: &'a str,
    open: Vec<Frame>,
    root: Option<Value>,
    places: HashMap<String, Range<usize>>,
    values: usize,
}

struct Frame {
    pointer: String,
    kind: Kind,
}

enum Kind {
    List(Vec<Value>),
    Map(Map<String, Value>, Option<String>),
}

impl Tree<'_> {
    /// Whether the next scalar is a key.
    fn wants_key(&self) -> bool {
        matches!(self.open.last(), Some(Frame { kind: Kind::Map(_, None), .. }))
    }

    /// Where the next value stands.
    fn pointer(&self) -> String {
        match self.open.last() {
            None => String::new(),
            Some(Frame { pointer, kind: Kind::List(list) }) => format!("{pointer}/{}", list.len()),
            Some(Frame { pointer, kind: Kind::Map(_, key) }) => {
                format!("{pointer}/{}", part(key.as_deref().unwrap_or_default()))
            }
        }
    }

    fn key(&mut self, name: &str, at: Range<usize>) -> Result<(), Box<Diagnostic>> {
        let Some(Frame { pointer, kind: Kind::Map(map, key) }) = self.open.last_mut() else { return Ok(()) };
        if map.contains_key(name) {
            let said = (format!("kunci `{name}` ditulis dua kali"), format!("the key `{name}` stands twice"));
            return Err(bad("E002", said, Some(at)));
        }
        self.places.insert(format!("{pointer}/{}", part(name)), at);
        *key = Some(name.to_owned());
        Ok(())
    }

    fn counted(&mut self, at: &Range<usize>) -> Result<(), Box<Diagnostic>> {
        self.values += 1;
        if self.values > MOST_VALUES {
            let said =
                (format!("isinya lebih dari {MOST_VALUES} nilai"), format!("it holds more than {MOST_VALUES} values"));
            return Err(bad("E001", said, Some(at.clone())));
        }
        Ok(())
    }

    fn begin(&mut self, kind: Kind, at: Range<usize>) -> Result<(), Box<Diagnostic>> {
        self.counted(&at)?;
        if self.wants_key() {
            let said = ("kunci harus berupa teks".to_owned(), "a key must be a text".to_owned());
            return Err(bad("E001", said, Some(at)));
        }
        if self.open.len() >= DEEPEST {
            let said =
                (format!("nilai bersarang lebih dari {DEEPEST}"), format!("values are nested deeper than {DEEPEST}"));
            return Err(bad("E001", said, Some(at)));
        }
        let pointer = self.pointer();
        self.places.entry(pointer.clone()).or_insert(at);
        self.open.push(Frame { pointer, kind });
        Ok(())
    }

    fn end(&mut self) {
        let value = match self.open.pop() {
            Some(Frame { kind: Kind::List(list), .. }) => Value::Array(list),
            Some(Frame { kind: Kind::Map(map, _), .. }) => Value::Object(map),
            None => return,
        };
        self.keep(value);
    }

    fn scalar(&mut self, value: Value, at: Range<usize>) -> Result<(), Box<Diagnostic>> {
        self.counted(&at)?;
        let pointer = self.pointer();
        self.places.entry(pointer).or_insert(at);
        self.keep(value);
        Ok(())
    }

    fn keep(&mut self, value: Value) {
        match self.open.last_mut() {
            None => self.root = Some(value),
            Some(Frame { kind: Kind::List(list), .. }) => list.push(value),
            Some(Frame { kind: Kind::Map(map, key), .. }) => {
                map.insert(key.take().unwrap_or_default(), value);
            }
        }
    }
}

fn yaml(tree: &mut Tree<'_>) -> Result<(), Box<Diagnostic>> {
    let mut documents = 0;
    for met in Parser::new_from_str(tree.text) {
        let (event, span) = met.map_err(|error| {
            let said = format!("{error}");
            let at = error.marker().byte_offset().map(|at| at..at + 1);
            bad("E001", (format!("ini bukan YAML: {said}"), format!("this is no YAML: {said}")), at)
        })?;
        let at = span.byte_range().unwrap_or(0..0);
        match event {
            Event::DocumentStart(..) => {
                documents += 1;
                if documents > 1 {
                    let said = ("berkasnya berisi dua dokumen".to_owned(), "the file holds two documents".to_owned());
                    return Err(bad("E001", said, Some(at)));
                }
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                let said = (
                    "alias YAML (`*nama`) tidak diterima; tulis `$ref`".to_owned(),
                    "aliases of YAML (`*name`) are not taken; write `$ref`".to_owned(),
                );
                return Err(bad("E003", said, Some(at)));
            }
            Event::Scalar(text, _, _, _) if tree.wants_key() => tree.key(&text, at)?,
            Event::Scalar(text, style, _, tag) => {
                let plain = style == ScalarStyle::Plain && tag.is_none();
                tree.scalar(if plain { meant(&text) } else { Value::String(text.into_owned()) }, at)?;
            }
            Event::SequenceStart(..) => tree.begin(Kind::List(Vec::new()), at)?,
            Event::MappingStart(..) => tree.begin(Kind::Map(Map::new(), None), at)?,
            Event::SequenceEnd | Event::MappingEnd => tree.end(),
            _ => {}
        }
    }
    Ok(())
}

/// What an unquoted text of YAML means (core schema, without octal and hexadecimal numbers).
fn meant(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        _ => {}
    }
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let begins = digits.starts_with(|one: char| one.is_ascii_digit());
    if begins && let Ok(whole) = text.parse::<i64>() {
        return Value::from(whole);
    }
    let number = begins && digits.bytes().all(|byte| byte.is_ascii_digit() || b".eE+-".contains(&byte));
    let read = number.then(|| text.parse::<f64>().ok()).flatten();
    read.and_then(Number::from_f64).map_or_else(|| Value::String(text.to_owned()), Value::Number)
}

/// JSON is proved by `serde_json`; a second walk over the same text notes the places.
fn json(tree: &mut Tree<'_>) -> Result<(), Box<Diagnostic>> {
    let text = tree.text;
    serde_json::from_str::<serde::de::IgnoredAny>(text).map_err(|error| {
        let said = error.to_string();
        let at = offset(text, error.line(), error.column());
        bad("E001", (format!("ini bukan JSON: {said}"), format!("this is no JSON: {said}")), Some(at..at + 1))
    })?;
    let (bytes, mut at) = (text.as_bytes(), 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'{' => tree.begin(Kind::Map(Map::new(), None), at..at + 1)?,
            b'[' => tree.begin(Kind::List(Vec::new()), at..at + 1)?,
            b'}' | b']' => tree.end(),
            b',' | b':' | b' ' | b'\t' | b'\n' | b'\r' => {}
            _ => {
                let end = at + token(&bytes[at..]);
                let value: Value = serde_json::from_str(&text[at..end]).unwrap_or_default();
                match value {
                    Value::String(name) if tree.wants_key() => tree.key(&name, at..end)?,
                    value => tree.scalar(value, at..end)?,
                }
                at = end;
                continue;
            }
        }
        at += 1;
    }
    Ok(())
}

/// Length of the text, number or word that begins here.
fn token(bytes: &[u8]) -> usize {
    if bytes.first() != Some(&b'"') {
        return bytes.iter().position(|byte| b",:]} \t\r\n".contains(byte)).unwrap_or(bytes.len()).max(1);
    }
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    (start + column.saturating_sub(1)).min(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn the_same_description_in_json_and_in_yaml_is_the_same() {
        let yaml = "openapi: 3.1.0\ninfo:\n  title: 'Pasien'\n  version: \"1\"\npaths:\n  /a/{b}:\n    get:\n      \
                    responses:\n        200: {description: ok}\n  list: [1, -2, 1.5, true, ~, 012x]\n";
        let read_yaml = read(yaml).unwrap();
        let text = serde_json::to_string_pretty(&read_yaml.value).unwrap();
        assert_eq!(read(&text).unwrap().value, read_yaml.value);
        assert_eq!(read_yaml.at("/paths/list").unwrap(), &json!([1, -2, 1.5, true, null, "012x"]));
        assert_eq!(&yaml[read_yaml.place("/paths/~1a~1{b}/get").unwrap()], "get");
        assert_eq!(&text[read(&text).unwrap().place("/info/title").unwrap()], "\"title\"");
    }

    #[test]
    fn what_json_may_say_is_read_as_json_says_it() {
        let read = read("{\t\"a\\/b\": \"\\ud83d\\ude00 \\\"x\\\\\", \"n\": -1.5e3, \"l\": [[], {}, null]}").unwrap();
        assert_eq!(read.value, json!({"a/b": "😀 \"x\\", "n": -1500.0, "l": [[], {}, null]}));
    }

    #[test]
    fn bombs_are_refused_before_they_cost_anything() {
        let code = |text: &str| read(text).unwrap_err().code;
        assert_eq!(code(&" ".repeat(10 * 1024 * 1024)), "E001", "size before anything else");
        assert_eq!(code(&format!("{{\"a\":{}1{}}}", "[".repeat(5000), "]".repeat(5000))), "E001");
        assert_eq!(code(&format!("a: {}1{}", "[".repeat(5000), "]".repeat(5000))), "E001");
        assert_eq!(code("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"), "E003");
        assert_eq!(code(&format!("a: [{}]", "1,".repeat(300_000))), "E001");
        assert_eq!(code("a: 1\na: 2\n"), "E002");
        assert_eq!(code("{\"a\": 1, \"a\": 2}"), "E002");
        for text in ["", "  \n", "- a", "a", "{", "a: [", "? [a]\n: b\n", "a: 1\n---\nb: 2\n", "{a: 1}"] {
            assert!(read(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_fault_in_the_text_has_its_line() {
        let text = "{\n  \"a\": 1,\n  \"b\": x\n}";
        let fault = read(text).unwrap_err();
        assert_eq!(fault.position(text), Some((3, 8)));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,80}", more in "[\\[\\]{}:,\"\\\\ \n*&a-]{0,60}") {
            let _ = read(&text);
            let _ = read(&more);
            let _ = read(&format!("{{{more}"));
        }

        #[test]
        fn every_json_object_is_read_as_serde_reads_it(keys in prop::collection::btree_map("\\PC{0,8}", "\\PC{0,8}", 0..6)) {
            let value = serde_json::to_value(&keys).unwrap();
            prop_assert_eq!(read(&value.to_string()).unwrap().value, value);
        }
    }
}
