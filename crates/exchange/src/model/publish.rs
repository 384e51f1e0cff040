//! What is made of a description: the document that callers read, operations for the gateway, a line for the terminal.

use super::api::{Api, METHODS, Media, Operation, json_of};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The description as callers get it: our server in place of its own, our tokens in place of its own security.
pub fn document(description: &Value, server: &str, token_url: &str) -> Value {
    let mut root = description.clone();
    let Some(map) = root.as_object_mut() else { return root };
    map.insert("servers".into(), json!([{ "url": server }]));
    map.insert("security".into(), json!([{ "gapura": ["layanan.panggil"] }]));
    let components = map.entry("components").or_insert_with(|| Value::Object(Map::new()));
    if let Some(components) = components.as_object_mut() {
        let flows = json!({ "clientCredentials": { "tokenUrl": token_url, "scopes": {
            "layanan.panggil": "Memanggil layanan yang diizinkan" } } });
        components.insert("securitySchemes".into(), json!({ "gapura": { "type": "oauth2", "flows": flows } }));
    }
    for item in map.get_mut("paths").and_then(Value::as_object_mut).into_iter().flatten() {
        let Some(item) = item.1.as_object_mut() else { continue };
        item.remove("servers");
        for method in METHODS {
            if let Some(one) = item.get_mut(method).and_then(Value::as_object_mut) {
                one.remove("servers");
                one.remove("security");
            }
        }
    }
    root
}

/// An operation as the gateway calls it.
pub fn callable(root: &Value, operation: &Operation, checked: bool) -> cases::doors::Operation {
    let body = operation.body.as_ref().and_then(|body| json_of(&body.media));
    let request = body.filter(|_| checked).and_then(|media| media.schema.as_ref());
    let success = operation.replies.iter().find(|reply| reply.is_success());
    let example = success.and_then(|reply| json_of(&reply.media)).map(|media| shown(root, media));
    cases::doors::Operation {
        method: operation.method.clone(),
        template: operation.template.clone(),
        id: operation.id.clone(),
        request: request.map(|schema| bundled(root, schema).to_string()),
        example: example.map(|example| example.to_string()),
    }
}

/// The example of a body, else one made of its schema.
pub fn shown(root: &Value, media: &Media) -> Value {
    media.example.clone().unwrap_or_else(|| media.schema.as_ref().map_or(Value::Null, |schema| sample_of(root, schema)))
}

fn sample_of(root: &Value, schema: &Value) -> Value {
    made(root, schema, (0, &mut 2_000))
}

/// A value that fits a schema, made of its examples, defaults and choices; `left`: so many schemas may still be looked at,
/// because a schema may hold itself many times over.
fn made(root: &Value, schema: &Value, (depth, left): (usize, &mut usize)) -> Value {
    let (schema, _) = super::api::follow(root, schema, String::new());
    let listed = |word: &str| schema.get(word).and_then(Value::as_array).and_then(|all| all.first());
    let said = schema.get("example").or_else(|| listed("examples")).or_else(|| schema.get("default"));
    if let Some(said) = said.or_else(|| schema.get("const")).or_else(|| listed("enum")) {
        return said.clone();
    }
    if depth > 6 || *left == 0 {
        return Value::Null;
    }
    *left -= 1;
    if let Some(first) = listed("oneOf").or_else(|| listed("anyOf")) {
        return made(root, first, (depth + 1, left));
    }
    let parts = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
    let mut object = Map::new();
    for part in parts {
        if let Value::Object(map) = made(root, part, (depth + 1, left)) {
            object.extend(map);
        }
    }
    for (name, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        object.insert(name.clone(), made(root, property, (depth + 1, left)));
    }
    let kind = schema.get("type").map(|kind| kind.as_str().or_else(|| kind.get(0)?.as_str()).unwrap_or_default());
    match kind {
        Some("array") => json!([schema.get("items").map_or(Value::Null, |items| made(root, items, (depth + 1, left)))]),
        Some("integer" | "number") => json!(0),
        Some("boolean") => json!(true),
        Some("string") => json!("teks"),
        _ if !object.is_empty() || kind == Some("object") => Value::Object(object),
        _ => Value::Null,
    }
}

/// A schema that stands alone: every schema that it refers to is in `$defs`, `nullable` of 3.0 is a type.
fn bundled(root: &Value, schema: &Value) -> Value {
    let mut wanted = Vec::new();
    let mut out = moved(schema, &mut wanted);
    let mut defs = Map::new();
    let mut known = BTreeSet::new();
    while let Some(pointer) = wanted.pop() {
        if known.insert(pointer.clone())
            && let Some(found) = root.pointer(&pointer)
        {
            let one = moved(found, &mut wanted);
            defs.insert(defined(&pointer), one);
        }
    }
    if let (Some(map), false) = (out.as_object_mut(), defs.is_empty()) {
        map.insert("$defs".into(), Value::Object(defs));
    }
    out
}

fn defined(pointer: &str) -> String {
    pointer.trim_start_matches("/components/schemas/").replace(['/', '~'], "_")
}

/// Depth of values is bounded where they are read (`super::document`).
fn moved(value: &Value, wanted: &mut Vec<String>) -> Value {
    match value {
        Value::Array(list) => list.iter().map(|one| moved(one, wanted)).collect(),
        Value::Object(map) => {
            let mut out: Map<String, Value> =
                map.iter().map(|(name, one)| (name.clone(), moved(one, wanted))).collect();
            if let Some(pointer) = map.get("$ref").and_then(Value::as_str).and_then(|to| to.strip_prefix('#')) {
                wanted.push(pointer.to_owned());
                out.insert("$ref".into(), json!(format!("#/$defs/{}", defined(pointer))));
            }
            if out.shift_remove("nullable") == Some(json!(true))
                && let Some(Value::String(kind)) = out.get("type")
            {
                let kinds = json!([kind, "null"]);
                out.insert("type".into(), kinds);
            }
            Value::Object(out)
        }
        other => other.clone(),
    }
}

/// A line for the terminal that calls an operation.
pub fn curl(root: &Value, operation: &Operation, server: &str) -> String {
    let mut path = operation.template.clone();
    let mut query = Vec::new();
    for one in &operation.parameters {
        let value = sample(root, one);
        match one.place.as_str() {
            "path" => path = path.replace(&format!("{{{}}}", one.name), &value),
            "query" if one.required => query.push(format!("{}={value}", escaped(&one.name))),
            _ => {}
        }
    }
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    let method = if operation.method == "GET" { String::new() } else { format!(" -X {}", operation.method) };
    let body = operation.body.as_ref().and_then(|body| json_of(&body.media)).map(|media| {
        let text = shown(root, media).to_string().replace('\'', "'\\''");
        format!(" \\\n  -H 'Content-Type: application/json' -d '{text}'")
    });
    let body = body.unwrap_or_default();
    format!("curl{method} -H \"Authorization: Bearer $TOKEN\"{body} \\\n  '{server}{path}{query}'")
}

fn sample(root: &Value, one: &super::api::Parameter) -> String {
    let value = one.example.clone().unwrap_or_else(|| sample_of(root, &one.schema));
    escaped(&value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}

fn escaped(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

/// The fields that answers of these operations hold, with whether each is personal; of all operations where none is named.
pub fn reply_fields(root: &Value, api: &Api, operations: &[String]) -> Vec<(String, bool)> {
    let mut known: Vec<(String, bool)> = Vec::new();
    let named = |one: &&Operation| operations.is_empty() || operations.contains(&one.id);
    for reply in api.operations.iter().filter(named).flat_map(|one| &one.replies).filter(|reply| reply.is_success()) {
        let Some((schema, media)) = json_of(&reply.media).and_then(|media| Some((media.schema.as_ref()?, media)))
        else {
            continue;
        };
        for field in super::fields::fields(root, schema, &format!("{}/schema", media.pointer)) {
            match known.iter_mut().find(|(path, _)| *path == field.path) {
                Some((_, personal)) => *personal |= field.personal,
                None if field.path.is_empty() => {}
                None => known.push((field.path, field.personal)),
            }
        }
    }
    known
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root() -> Value {
        json!({
            "servers": [{"url": "https://simpus.internal"}], "security": [{"kunci": []}],
            "paths": {"/pasien/{nik}": {"servers": [], "put": {
                "operationId": "ubah", "security": [], "parameters": [
                    {"name": "nik", "in": "path", "required": true, "schema": {"type": "string", "example": "12 3"}},
                    {"name": "tahun", "in": "query", "required": true, "schema": {"type": "integer", "default": 2027}},
                    {"name": "q", "in": "query", "schema": {"type": "string"}}],
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/P"}}}},
                "responses": {"200": {"content": {"application/json": {"schema": {"type": "array",
                    "items": {"$ref": "#/components/schemas/P"}}}}}},
            }}},
            "components": {"securitySchemes": {"kunci": {"type": "apiKey"}}, "schemas": {"P": {"type": "object", "properties": {
                "nama": {"type": "string", "nullable": true, "x-pribadi": true}, "anak": {"$ref": "#/components/schemas/P"}}}}},
        })
    }

    #[test]
    fn callers_read_our_server_and_our_tokens_and_nothing_of_the_upstream() {
        let made = document(&root(), "https://g.example/x/a/b/c/v1", "https://g.example/oauth/token");
        let text = made.to_string();
        assert_eq!(made["servers"], json!([{"url": "https://g.example/x/a/b/c/v1"}]));
        assert!(!text.contains("simpus.internal") && !text.contains("apiKey") && text.contains("clientCredentials"));
        assert!(made.pointer("/paths/~1pasien~1{nik}/put/security").is_none());
    }

    #[test]
    fn a_schema_of_a_body_stands_alone_even_where_it_holds_itself() {
        let root = root();
        let api = Api::of(&root);
        let one = callable(&root, &api.operations[0], true);
        let request: Value = serde_json::from_str(&one.request.unwrap()).unwrap();
        assert_eq!(request["$ref"], "#/$defs/P");
        assert_eq!(request["$defs"]["P"]["properties"]["nama"]["type"], json!(["string", "null"]));
        assert_eq!(request["$defs"]["P"]["properties"]["anak"]["$ref"], "#/$defs/P");
        assert!(callable(&root, &api.operations[0], false).request.is_none());
        let example: Value = serde_json::from_str(&one.example.unwrap()).unwrap();
        assert_eq!(example[0]["nama"], "teks");
    }

    #[test]
    fn the_line_for_the_terminal_is_whole() {
        let root = root();
        let api = Api::of(&root);
        let line = curl(&root, &api.operations[0], "https://g.example/x/a/b/c/v1");
        assert!(line.starts_with("curl -X PUT -H \"Authorization: Bearer $TOKEN\""), "{line}");
        assert!(line.ends_with("'https://g.example/x/a/b/c/v1/pasien/12%203?tahun=2027'"), "{line}");
    }

    #[test]
    fn fields_of_answers_know_what_is_personal() {
        let root = root();
        let fields = reply_fields(&root, &Api::of(&root), &["ubah".into()]);
        assert_eq!(fields, [("nama".to_owned(), true)]);
        assert!(reply_fields(&root, &Api::of(&root), &["lain".into()]).is_empty());
    }
}
