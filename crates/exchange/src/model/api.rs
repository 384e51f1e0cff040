//! A description as the room works with it: operations with their parameters, bodies and answers, references followed.

use super::document::part;
use serde_json::Value;

/// The methods that may be offered.
pub const METHODS: [&str; 6] = ["get", "put", "post", "delete", "patch", "head"];
/// So many references are followed one after the other.
const HOPS: usize = 16;
/// So much is looked at: operations of a description, parameters or answers of one of them, forms of one body.
const MOST_OPERATIONS: usize = 1000;
const MOST_PARTS: usize = 100;
const MOST_FORMS: usize = 10;

/// A service as its description has it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Api {
    /// `info.title`.
    pub title: String,
    /// `info.version`.
    pub version: String,
    /// `info.description`.
    pub about: String,
    /// Its operations in the order of the file.
    pub operations: Vec<Operation>,
}

/// One operation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Operation {
    /// JSON pointer.
    pub pointer: String,
    /// `GET`, `POST` …
    pub method: String,
    /// `/pasien/{nik}`.
    pub template: String,
    /// `operationId`; empty where it has none.
    pub id: String,
    /// One line.
    pub summary: String,
    /// More lines.
    pub about: String,
    /// It should not be called any more.
    pub deprecated: bool,
    /// Path, query and header parameters, those of the path first.
    pub parameters: Vec<Parameter>,
    /// The body it takes.
    pub body: Option<Body>,
    /// What it answers, in the order of the file.
    pub replies: Vec<Reply>,
}

/// A parameter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parameter {
    /// JSON pointer.
    pub pointer: String,
    /// Its name.
    pub name: String,
    /// `path`, `query`, `header`, `cookie`.
    pub place: String,
    /// Whether it must be sent.
    pub required: bool,
    /// What it is.
    pub about: String,
    /// Its schema.
    pub schema: Value,
    /// Its example, if it has one.
    pub example: Option<Value>,
}

/// A request body.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Body {
    /// JSON pointer.
    pub pointer: String,
    /// Whether it must be sent.
    pub required: bool,
    /// By media type.
    pub media: Vec<Media>,
}

/// An answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reply {
    /// JSON pointer.
    pub pointer: String,
    /// `200`, `4XX`, `default`.
    pub status: String,
    /// What it means.
    pub about: String,
    /// By media type.
    pub media: Vec<Media>,
}

impl Reply {
    /// Whether it is a success.
    pub fn is_success(&self) -> bool {
        self.status.starts_with('2')
    }
}

/// A body in one form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Media {
    /// JSON pointer.
    pub pointer: String,
    /// `application/json`.
    pub kind: String,
    /// Its schema, if it has one.
    pub schema: Option<Value>,
    /// Its example, if it has one.
    pub example: Option<Value>,
}

impl Media {
    /// Whether it is JSON of some kind.
    pub fn is_json(&self) -> bool {
        let kind = self.kind.split(';').next().unwrap_or_default().trim();
        kind == "application/json" || kind.ends_with("+json")
    }
}

/// The first body that is JSON.
pub fn json_of(media: &[Media]) -> Option<&Media> {
    media.iter().find(|one| one.is_json())
}

impl Api {
    /// Reads what can be read; what is missing or odd is left out, for the rules to find (`super::lint`).
    pub fn of(root: &Value) -> Self {
        let info = |name: &str| text(root.get("info").unwrap_or(&Value::Null), name);
        let mut operations = Vec::new();
        for (template, item) in root.get("paths").and_then(Value::as_object).into_iter().flatten() {
            let at = format!("/paths/{}", part(template));
            let (item, at) = follow(root, item, at);
            let shared = parameters(root, item, &at);
            for (method, value) in item.as_object().into_iter().flatten() {
                let fits = METHODS.contains(&method.as_str()) && value.is_object();
                if fits && operations.len() < MOST_OPERATIONS {
                    let at = format!("{at}/{method}");
                    operations.push(operation(root, (method, template), (value, at), &shared));
                }
            }
        }
        Self { title: info("title"), version: info("version"), about: info("description"), operations }
    }

    /// The operation with this id.
    pub fn operation(&self, id: &str) -> Option<&Operation> {
        self.operations.iter().find(|one| one.id == id)
    }
}

/// Follows references to where they lead; what cannot be followed stays as it is.
pub fn follow<'a>(root: &'a Value, value: &'a Value, pointer: String) -> (&'a Value, String) {
    let (mut value, mut pointer) = (value, pointer);
    for _ in 0..HOPS {
        let Some(to) = value.get("$ref").and_then(Value::as_str).and_then(|to| to.strip_prefix('#')) else { break };
        let Some(found) = root.pointer(to) else { break };
        (value, pointer) = (found, to.to_owned());
    }
    (value, pointer)
}

/// A text of an object; empty without.
pub fn text(value: &Value, name: &str) -> String {
    value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn flag(value: &Value, name: &str) -> bool {
    value.get(name).and_then(Value::as_bool).unwrap_or_default()
}

fn operation(
    root: &Value,
    (method, template): (&str, &str),
    (value, pointer): (&Value, String),
    shared: &[Parameter],
) -> Operation {
    let own = parameters(root, value, &pointer);
    let same = |one: &Parameter| own.iter().any(|other| other.name == one.name && other.place == one.place);
    let mut all: Vec<Parameter> = shared.iter().filter(|one| !same(one)).cloned().collect();
    all.extend(own.iter().cloned());
    let body = value.get("requestBody").map(|body| {
        let (body, at) = follow(root, body, format!("{pointer}/requestBody"));
        Body { required: flag(body, "required"), media: media(root, body, &at), pointer: at }
    });
    let replies = value.get("responses").and_then(Value::as_object).into_iter().flatten().take(MOST_PARTS);
    Operation {
        method: method.to_ascii_uppercase(),
        template: template.to_owned(),
        id: text(value, "operationId"),
        summary: text(value, "summary"),
        about: text(value, "description"),
        deprecated: flag(value, "deprecated"),
        parameters: all,
        body,
        replies: replies.map(|(status, reply)| answer(root, status, reply, &pointer)).collect(),
        pointer,
    }
}

fn answer(root: &Value, status: &str, reply: &Value, pointer: &str) -> Reply {
    let (reply, at) = follow(root, reply, format!("{pointer}/responses/{}", part(status)));
    Reply { status: status.to_owned(), about: text(reply, "description"), media: media(root, reply, &at), pointer: at }
}

fn parameters(root: &Value, holder: &Value, pointer: &str) -> Vec<Parameter> {
    let list = holder.get("parameters").and_then(Value::as_array).into_iter().flatten();
    let one = |(at, value): (usize, &Value)| {
        let (value, pointer) = follow(root, value, format!("{pointer}/parameters/{at}"));
        Parameter {
            name: text(value, "name"),
            place: text(value, "in"),
            required: flag(value, "required"),
            about: text(value, "description"),
            schema: value.get("schema").cloned().unwrap_or(Value::Null),
            example: example(root, value),
            pointer,
        }
    };
    list.enumerate().take(MOST_PARTS).map(one).collect()
}

fn media(root: &Value, holder: &Value, pointer: &str) -> Vec<Media> {
    let kinds = holder.get("content").and_then(Value::as_object).into_iter().flatten();
    let one = |(kind, value): (&String, &Value)| Media {
        pointer: format!("{pointer}/content/{}", part(kind)),
        kind: kind.clone(),
        schema: value.get("schema").cloned(),
        example: example(root, value),
    };
    kinds.take(MOST_FORMS).map(one).collect()
}

/// `example`, the first of `examples`, or the example of the schema.
fn example(root: &Value, holder: &Value) -> Option<Value> {
    let named = holder.get("examples").and_then(Value::as_object).and_then(|all| all.values().next());
    let named = named.and_then(|one| follow(root, one, String::new()).0.get("value"));
    let of_schema = || {
        let (schema, _) = follow(root, holder.get("schema")?, String::new());
        let listed = schema.get("examples").and_then(Value::as_array).and_then(|all| all.first());
        schema.get("example").or(listed)
    };
    holder.get("example").or(named).or_else(of_schema).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn references_are_followed_and_a_circle_of_them_ends() {
        let root = json!({
            "paths": {"/a/{id}": {
                "parameters": [{"$ref": "#/components/parameters/Id"}, {"name": "q", "in": "query"}],
                "get": {"operationId": "baca", "parameters": [{"name": "q", "in": "query", "required": true}],
                        "responses": {"200": {"$ref": "#/components/responses/Ok"}, "404": {"$ref": "#/x"}}},
            }},
            "components": {
                "parameters": {"Id": {"name": "id", "in": "path", "required": true}},
                "responses": {"Ok": {"description": "baik", "content": {"application/json": {"schema": {"example": 7}}}}},
            },
            "x": {"$ref": "#/y"}, "y": {"$ref": "#/x"},
        });
        let api = Api::of(&root);
        let one = api.operation("baca").unwrap();
        let names: Vec<_> = one.parameters.iter().map(|one| (one.name.as_str(), one.required)).collect();
        assert_eq!(names, [("id", true), ("q", true)], "the operation's own stands in place of the path's");
        assert_eq!(one.replies[0].about, "baik");
        assert_eq!(json_of(&one.replies[0].media).unwrap().example, Some(json!(7)));
        assert!(one.replies[1].media.is_empty());
        assert_eq!(one.parameters[0].pointer, "/components/parameters/Id");
    }
}
