//! A schema as a flat list of fields with dotted names: what documentation shows, grants name and comparison compares.
//! An array's elements have the names of the array's own fields, as field filters read them: `data.nik`.

use super::api::{follow, text};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// So deep are fields listed.
const DEEPEST: usize = 8;
/// So many fields are listed.
pub const MOST: usize = 500;
/// So many values are looked at: a schema that mixes others in may name them again and again.
const STEPS: usize = 5_000;

/// What limits a value may have.
pub const LIMITS: [&str; 10] = [
    "minimum",
    "exclusiveMinimum",
    "minLength",
    "minItems",
    "maximum",
    "exclusiveMaximum",
    "maxLength",
    "maxItems",
    "pattern",
    "format",
];

/// One field.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Field {
    /// Dotted name; empty: the whole value.
    pub path: String,
    /// JSON pointer of its schema.
    pub pointer: String,
    /// Types: `string`, `integer`, `array` …; empty: anything.
    pub types: BTreeSet<String>,
    /// Whether it must be there.
    pub required: bool,
    /// What it is.
    pub about: String,
    /// Marked as personal (`x-pribadi`).
    pub personal: bool,
    /// Whether it says of itself that it is personal or not.
    pub marked: bool,
    /// The values it may have; empty: any.
    pub choices: Vec<Value>,
    /// Limits by keyword.
    pub limits: BTreeMap<&'static str, Value>,
}

impl Field {
    /// The last part of its name.
    pub fn name(&self) -> &str {
        self.path.rsplit('.').next().unwrap_or_default()
    }

    /// Whether it holds no further fields.
    pub fn is_leaf(&self) -> bool {
        !self.types.contains("object") && !self.types.contains("array")
    }
}

/// All fields of a schema, each after the one that holds it; the whole value first.
pub fn fields(root: &Value, schema: &Value, pointer: &str) -> Vec<Field> {
    let mut walk = Walk { root, found: Vec::new(), on_way: Vec::new(), steps: 0 };
    walk.value(schema, pointer.to_owned(), (String::new(), true), 0);
    let mut seen = BTreeSet::new();
    walk.found.retain(|field| seen.insert(field.path.clone()));
    walk.found
}

struct Walk<'a> {
    root: &'a Value,
    found: Vec<Field>,
    on_way: Vec<String>,
    steps: usize,
}

impl<'a> Walk<'a> {
    fn value(&mut self, schema: &'a Value, pointer: String, (path, required): (String, bool), depth: usize) {
        self.steps += 1;
        if depth > DEEPEST || self.found.len() >= MOST || self.steps > STEPS {
            return;
        }
        let (whole, pointer) = follow(self.root, schema, pointer);
        if self.on_way.contains(&pointer) {
            return;
        }
        self.on_way.push(pointer.clone());
        self.found.push(field(whole, &pointer, path.clone(), required));
        let at = self.found.len() - 1;
        let types = self.parts(whole, &pointer, (&path, true), depth);
        if let Some(field) = self.found.get_mut(at) {
            field.types.extend(types);
        }
        self.on_way.pop();
    }

    /// What a schema holds: its properties, elements, and what it is composed of. Answers the types that say so.
    fn parts(&mut self, schema: &'a Value, pointer: &str, (path, sure): (&str, bool), depth: usize) -> Vec<String> {
        let mut types = Vec::new();
        let needed: BTreeSet<&str> =
            schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        for (name, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let below = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            let at = format!("{pointer}/properties/{}", super::document::part(name));
            self.value(property, at, (below, sure && needed.contains(name.as_str())), depth + 1);
            types.push("object".to_owned());
        }
        if let Some(items) = schema.get("items") {
            types.push("array".to_owned());
            let (items, at) = follow(self.root, items, format!("{pointer}/items"));
            types.extend(self.composed(items, at, (path, sure), depth).into_iter().filter(|one| one == "object"));
        }
        for (word, stays) in [("allOf", sure), ("oneOf", false), ("anyOf", false)] {
            for (number, one) in schema.get(word).and_then(Value::as_array).into_iter().flatten().enumerate() {
                let (one, at) = follow(self.root, one, format!("{pointer}/{word}/{number}"));
                types.extend(kinds(one));
                types.extend(self.composed(one, at, (path, stays), depth));
            }
        }
        types
    }

    fn composed(&mut self, schema: &'a Value, pointer: String, way: (&str, bool), depth: usize) -> Vec<String> {
        self.steps += 1;
        if depth >= DEEPEST || self.steps > STEPS || self.on_way.contains(&pointer) {
            return Vec::new();
        }
        self.on_way.push(pointer.clone());
        let types = self.parts(schema, &pointer, way, depth + 1);
        self.on_way.pop();
        types
    }
}

/// The types that a schema names.
fn kinds(schema: &Value) -> Vec<String> {
    let mut types: Vec<String> = match schema.get("type") {
        Some(Value::String(one)) => vec![one.clone()],
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    if schema.get("nullable").and_then(Value::as_bool) == Some(true) {
        types.push("null".to_owned());
    }
    types
}

fn field(schema: &Value, pointer: &str, path: String, required: bool) -> Field {
    let mark = schema.get("x-pribadi");
    let limit = |word: &'static str| schema.get(word).map(|limit| (word, limit.clone()));
    Field {
        path,
        pointer: pointer.to_owned(),
        types: kinds(schema).into_iter().collect(),
        required,
        about: text(schema, "description"),
        personal: mark.is_some_and(|mark| mark.as_bool() != Some(false)),
        marked: mark.is_some(),
        choices: schema.get("enum").and_then(Value::as_array).cloned().unwrap_or_default(),
        limits: LIMITS.into_iter().filter_map(limit).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn listed(root: &Value, schema: &Value) -> Vec<String> {
        let said = |one: &Field| {
            let types: Vec<&str> = one.types.iter().map(String::as_str).collect();
            format!(
                "{}:{}{}{}",
                one.path,
                types.join("|"),
                if one.required { "!" } else { "" },
                if one.personal { "*" } else { "" }
            )
        };
        fields(root, schema, "/s").iter().map(said).collect()
    }

    #[test]
    fn elements_have_the_names_of_their_array() {
        let root = json!({"components": {"schemas": {"P": {"type": "object", "required": ["nik"], "properties": {
            "nik": {"type": "string", "x-pribadi": "spesifik"}, "umur": {"type": ["integer", "null"]}}}}}});
        let schema = json!({"type": "object", "required": ["data"], "properties": {
            "data": {"type": "array", "items": {"$ref": "#/components/schemas/P"}}, "jumlah": {"type": "integer"}}});
        let expected =
            [":object!", "data:array|object!", "data.nik:string!*", "data.umur:integer|null", "jumlah:integer"];
        assert_eq!(listed(&root, &schema), expected);
    }

    #[test]
    fn what_is_composed_stands_side_by_side_and_a_choice_is_never_sure() {
        let root = json!({});
        let schema = json!({"allOf": [
            {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}},
            {"oneOf": [{"required": ["b"], "properties": {"b": {"type": "string", "nullable": true}}}]}]});
        assert_eq!(listed(&root, &schema), [":object!", "a:string!", "b:null|string"]);
    }

    #[test]
    fn a_tree_that_holds_itself_ends_and_a_thicket_costs_little() {
        let root = json!({"n": {"type": "object", "properties": {"anak": {"type": "array", "items": {"$ref": "#/n"}}, "x": {}}}});
        assert_eq!(listed(&root, &json!({"$ref": "#/n"})), [":object!", "anak:array", "x:"]);
        let mut thicket = serde_json::Map::new();
        for level in 0..30 {
            let next = format!("#/l{}", level + 1);
            thicket.insert(
                format!("l{level}"),
                json!({"allOf": [{"$ref": next}, {"$ref": next}, {"properties": {"p": {"$ref": next}}}]}),
            );
        }
        let root = Value::Object(thicket);
        assert!(fields(&root, &json!({"$ref": "#/l0"}), "/s").len() <= MOST);
    }
}
