//! What changes between two descriptions of a service, and whether callers that work today go on working.
//!
//! A request may only become wider, an answer only richer. Everything else breaks somebody, and needs a new version.

use super::api::{Api, Body, Media, Operation, Reply, json_of};
use super::fields::{Field, fields};
use definition::Say;
use serde_json::Value;
use std::collections::BTreeMap;

/// So many compatible differences are told, and as many more that break.
const MOST: usize = 500;

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Whether a caller that works today may fail.
    pub breaks: bool,
    /// JSON pointer, in the new description, or in the old one for what is gone.
    pub pointer: String,
    /// What changes.
    pub say: Say,
}

/// Which way values travel.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Request,
    Reply,
}

/// Every difference, in the order of the old description, then what is new. The same twice: none.
pub fn compare(old: &Value, new: &Value) -> Vec<Difference> {
    let (was, is) = (Api::of(old), Api::of(new));
    let mut all = Both { old, new, found: Vec::new() };
    for before in &was.operations {
        let same = |one: &&Operation| one.method == before.method && shape(&one.template) == shape(&before.template);
        match is.operations.iter().find(same) {
            Some(now) => all.operation(before, now),
            None => all.say(true, &before.pointer, gone("operasi", "operation", &name(before))),
        }
    }
    for now in &is.operations {
        let same = |one: &Operation| one.method == now.method && shape(&one.template) == shape(&now.template);
        if !was.operations.iter().any(same) {
            all.say(false, &now.pointer, added("operasi", "operation", &name(now)));
        }
    }
    all.found
}

/// Whether one of these breaks somebody.
pub fn breaks(differences: &[Difference]) -> bool {
    differences.iter().any(|one| one.breaks)
}

/// A template without the names of its parameters: `/pasien/{}`.
pub fn shape(template: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for one in template.chars() {
        match one {
            '{' => {
                inside = true;
                out.push_str("{}");
            }
            '}' => inside = false,
            _ if inside => {}
            _ => out.push(one),
        }
    }
    out
}

fn name(one: &Operation) -> String {
    format!("{} {}", one.method, one.template)
}

fn gone(id: &str, en: &str, what: &str) -> Say {
    Say::new(format!("{id} `{what}` hilang"), format!("the {en} `{what}` is gone"))
}

fn added(id: &str, en: &str, what: &str) -> Say {
    Say::new(format!("{id} `{what}` ditambahkan"), format!("the {en} `{what}` is new"))
}

struct Both<'a> {
    old: &'a Value,
    new: &'a Value,
    found: Vec<Difference>,
}

impl Both<'_> {
    fn say(&mut self, breaks: bool, pointer: &str, say: Say) {
        // What breaks is never left out; of the rest nobody reads more.
        if self.found.len() >= if breaks { 2 * MOST } else { MOST } {
            return;
        }
        let one = Difference { breaks, pointer: pointer.to_owned(), say };
        if !self.found.contains(&one) {
            self.found.push(one);
        }
    }

    fn operation(&mut self, was: &Operation, is: &Operation) {
        if was.id != is.id {
            let say = Say::new(
                format!("`operationId` berubah dari `{}` menjadi `{}`; izin menyebut yang lama", was.id, is.id),
                format!("`operationId` changes from `{}` to `{}`; grants name the old one", was.id, is.id),
            );
            self.say(true, &is.pointer, say);
        }
        if is.deprecated && !was.deprecated {
            let say = Say::new("operasi ditandai usang", "the operation is marked as deprecated");
            self.say(false, &is.pointer, say);
        }
        self.parameters(was, is);
        self.body(was.body.as_ref(), is.body.as_ref(), &is.pointer);
        self.replies(was, is);
    }

    fn parameters(&mut self, was: &Operation, is: &Operation) {
        // Parameters of the path are known by where they stand, not by their names.
        let outside = |one: &&super::api::Parameter| one.place != "path";
        for before in was.parameters.iter().filter(outside) {
            let said = format!("{} ({})", before.name, before.place);
            let same = |one: &&super::api::Parameter| one.name == before.name && one.place == before.place;
            let Some(now) = is.parameters.iter().find(same) else {
                self.say(true, &before.pointer, gone("parameter", "parameter", &said));
                continue;
            };
            if now.required && !before.required {
                self.say(true, &now.pointer, must("parameter", "parameter", &said));
            }
            self.schema((&before.schema, &before.pointer), (&now.schema, &now.pointer), (Way::Request, &said));
        }
        for now in is.parameters.iter().filter(outside) {
            if !was.parameters.iter().any(|one| one.name == now.name && one.place == now.place) {
                let said = format!("{} ({})", now.name, now.place);
                let say = if now.required {
                    must("parameter baru", "new parameter", &said)
                } else {
                    added("parameter", "parameter", &said)
                };
                self.say(now.required, &now.pointer, say);
            }
        }
        let path = |one: &Operation| -> Vec<super::api::Parameter> {
            let named = super::lint::names_in(&one.template);
            named
                .iter()
                .filter_map(|name| one.parameters.iter().find(|p| p.place == "path" && p.name == *name).cloned())
                .collect()
        };
        for (before, now) in path(was).iter().zip(&path(is)) {
            let said = format!("{} (path)", now.name);
            self.schema((&before.schema, &before.pointer), (&now.schema, &now.pointer), (Way::Request, &said));
        }
    }

    fn body(&mut self, was: Option<&Body>, is: Option<&Body>, pointer: &str) {
        match (was, is) {
            (None, None) => {}
            (None, Some(body)) => {
                let say = if body.required {
                    must("isi", "body", "requestBody")
                } else {
                    added("isi", "body", "requestBody")
                };
                self.say(body.required, &body.pointer, say);
            }
            (Some(_), None) => self.say(true, pointer, gone("isi", "body", "requestBody")),
            (Some(was), Some(is)) => {
                if is.required && !was.required {
                    self.say(true, &is.pointer, must("isi", "body", "requestBody"));
                }
                self.media(&was.media, &is.media, Way::Request);
            }
        }
    }

    fn replies(&mut self, was: &Operation, is: &Operation) {
        for before in was.replies.iter().filter(|reply| reply.is_success()) {
            match is.replies.iter().find(|one| one.status == before.status) {
                Some(now) => self.media(&before.media, &now.media, Way::Reply),
                None => self.say(true, &before.pointer, gone("jawaban", "answer", &before.status)),
            }
        }
        let fresh = |one: &&Reply| !was.replies.iter().any(|before| before.status == one.status);
        for now in is.replies.iter().filter(fresh) {
            self.say(false, &now.pointer, added("jawaban", "answer", &now.status));
        }
    }

    fn media(&mut self, was: &[Media], is: &[Media], way: Way) {
        for before in was {
            if !is.iter().any(|one| one.kind == before.kind) {
                self.say(true, &before.pointer, gone("bentuk isi", "media type", &before.kind));
            }
        }
        if let (Some(before), Some(now)) = (json_of(was), json_of(is)) {
            let nothing = Value::Null;
            let (old, new) = (before.schema.as_ref().unwrap_or(&nothing), now.schema.as_ref().unwrap_or(&nothing));
            let at = |media: &Media| format!("{}/schema", media.pointer);
            self.schema((old, &at(before)), (new, &at(now)), (way, "isi"));
        }
    }

    fn schema(&mut self, (old, old_at): (&Value, &str), (new, new_at): (&Value, &str), (way, what): (Way, &str)) {
        let was = fields(self.old, old, old_at);
        let is = fields(self.new, new, new_at);
        let after: BTreeMap<&str, &Field> = is.iter().map(|field| (field.path.as_str(), field)).collect();
        let before: BTreeMap<&str, &Field> = was.iter().map(|field| (field.path.as_str(), field)).collect();
        for field in &was {
            let said = if field.path.is_empty() { what } else { &field.path };
            match after.get(field.path.as_str()) {
                Some(now) => self.field(field, now, (way, said)),
                None => self.say(true, &field.pointer, gone("kolom", "field", said)),
            }
        }
        for field in is.iter().filter(|field| !before.contains_key(field.path.as_str())) {
            // A field that must be sent, within one that was there before.
            let holder = field.path.rsplit_once('.').map_or("", |(holder, _)| holder);
            let breaks = way == Way::Request && field.required && before.contains_key(holder);
            let say = if breaks {
                must("kolom baru", "new field", &field.path)
            } else {
                added("kolom", "field", &field.path)
            };
            self.say(breaks, &field.pointer, say);
        }
    }

    fn field(&mut self, was: &Field, is: &Field, (way, said): (Way, &str)) {
        if was.required != is.required {
            let breaks = is.required == (way == Way::Request);
            let say = if is.required { must("kolom", "field", said) } else { may("kolom", "field", said) };
            self.say(breaks, &is.pointer, say);
        }
        let (from, to) = (kinds(was), kinds(is));
        if from != to {
            let wider = to.is_empty() || (!from.is_empty() && from.iter().all(|kind| to.contains(kind)));
            let narrower = from.is_empty() || (!to.is_empty() && to.iter().all(|kind| from.contains(kind)));
            let breaks = if way == Way::Request { !wider } else { !narrower };
            let say = Say::new(
                format!(
                    "jenis `{said}` berubah dari {} menjadi {}",
                    worded(&from, "apa saja"),
                    worded(&to, "apa saja")
                ),
                format!(
                    "the type of `{said}` changes from {} to {}",
                    worded(&from, "anything"),
                    worded(&to, "anything")
                ),
            );
            self.say(breaks, &is.pointer, say);
        }
        self.choices(was, is, (way, said));
        self.limits(was, is, (way, said));
    }

    fn choices(&mut self, was: &Field, is: &Field, (way, said): (Way, &str)) {
        let missing = |some: &[Value], others: &[Value]| -> Vec<String> {
            some.iter().filter(|one| !others.contains(one)).map(Value::to_string).collect()
        };
        let gone = missing(&was.choices, &is.choices);
        let narrowed = !is.choices.is_empty() && (was.choices.is_empty() || !gone.is_empty());
        if narrowed {
            let gone = if gone.is_empty() { "…".to_owned() } else { gone.join(", ") };
            let say = Say::new(
                format!("pilihan `{said}` berkurang: {gone}"),
                format!("choices of `{said}` are gone: {gone}"),
            );
            self.say(way == Way::Request, &is.pointer, say);
        }
        let fresh = missing(&is.choices, &was.choices);
        if !was.choices.is_empty() && (is.choices.is_empty() || !fresh.is_empty()) {
            let say = Say::new(format!("pilihan `{said}` bertambah"), format!("`{said}` has more choices"));
            self.say(false, &is.pointer, say);
        }
    }

    fn limits(&mut self, was: &Field, is: &Field, (way, said): (Way, &str)) {
        for word in super::fields::LIMITS {
            let (from, to) = (was.limits.get(word), is.limits.get(word));
            if from == to {
                continue;
            }
            let number = |value: Option<&Value>| value.and_then(Value::as_f64);
            let narrowed = match (from, to) {
                (_, None) => false,
                (None, Some(_)) => true,
                _ if word.starts_with("min") || word == "exclusiveMinimum" => number(to) > number(from),
                _ if word.starts_with("max") || word == "exclusiveMaximum" => number(to) < number(from),
                _ => true,
            };
            let shown = |value: Option<&Value>| value.map_or_else(|| "–".to_owned(), Value::to_string);
            let (from, to) = (shown(from), shown(to));
            let say = Say::new(
                format!("`{word}` dari `{said}` berubah dari {from} menjadi {to}"),
                format!("`{word}` of `{said}` changes from {from} to {to}"),
            );
            self.say(narrowed && way == Way::Request, &is.pointer, say);
        }
    }
}

fn must(id: &str, en: &str, what: &str) -> Say {
    Say::new(format!("{id} `{what}` sekarang wajib"), format!("the {en} `{what}` is now required"))
}

fn may(id: &str, en: &str, what: &str) -> Say {
    Say::new(format!("{id} `{what}` tidak lagi wajib"), format!("the {en} `{what}` is no longer required"))
}

/// Types, a whole number also being a number.
fn kinds(field: &Field) -> Vec<&str> {
    let mut kinds: Vec<&str> = field.types.iter().map(String::as_str).collect();
    if kinds.contains(&"number") && !kinds.contains(&"integer") {
        kinds.push("integer");
    }
    kinds.sort_unstable();
    kinds
}

fn worded(kinds: &[&str], anything: &str) -> String {
    if kinds.is_empty() { anything.to_owned() } else { kinds.join("/") }
}

#[cfg(test)]
mod tests;
