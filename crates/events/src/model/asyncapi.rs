//! The description of events for machines: a JSON Schema for each type, and one AsyncAPI 3.0 document of all.

use super::envelope::Origin;
use super::registry::{Kind, Registry, TEST};
use serde_json::{Map, Value as Json, json};

/// JSON Schema 2020-12 of the data of a type. Every field may be missing: who may not see it does not get it.
pub fn schema(origin: &Origin, kind: &Kind) -> Json {
    let field = |field: &super::registry::Field| {
        let mut schema = field.shape.schema();
        if let Some(schema) = schema.as_object_mut() {
            schema.insert("description".to_owned(), json!(format!("{} / {}", field.id, field.en)));
            schema.insert("x-siapa".to_owned(), json!(field.audience.word()));
        }
        (field.name.clone(), schema)
    };
    let properties: Map<String, Json> = kind.fields.iter().map(field).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": origin.schema(&kind.name()),
        "title": kind.name(),
        "description": format!("{} / {}", kind.id, kind.en),
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    })
}

/// The schema of a test delivery.
pub fn test_schema(origin: &Origin) -> Json {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": origin.schema(TEST),
        "title": TEST,
        "description": "Kiriman uji sebuah langganan / Test delivery of a subscription",
        "type": "object",
        "properties": { "subscription": { "type": "string" } },
        "additionalProperties": false,
    })
}

/// The whole document: one channel for what is delivered, one operation, a message for each type.
pub fn document(origin: &Origin, registry: &Registry, city: &str) -> Json {
    let key = |kind: &Kind| kind.fact.replace('.', "_");
    let named = |kind: &Kind| (key(kind), json!({ "$ref": format!("#/components/messages/{}", key(kind)) }));
    let listed = |kind: &Kind| json!({ "$ref": format!("#/channels/peristiwa/messages/{}", key(kind)) });
    let messages: Map<String, Json> = registry.kinds().iter().map(named).collect();
    let host = origin.public_url.split_once("://").map_or(origin.public_url.as_str(), |(_, host)| host);
    let protocol = if origin.public_url.starts_with("https") { "https" } else { "http" };
    json!({
        "asyncapi": "3.0.0",
        "id": format!("urn:gapura:peristiwa:{}", origin.region),
        "info": {
            "title": format!("Gapura: peristiwa {city}"),
            "version": "1.0.0",
            "description": "Peristiwa sebagai CloudEvents 1.0, ditandatangani menurut Standard Webhooks. / \
                            Events as CloudEvents 1.0, signed as Standard Webhooks say.",
            "license": { "name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0" },
            "externalDocs": { "url": format!("{}/pengembang/peristiwa", origin.public_url) },
        },
        "defaultContentType": "application/cloudevents+json",
        "servers": { "gapura": { "host": host, "protocol": protocol, "description": city } },
        "channels": { "peristiwa": {
            "address": "/api/v1/events",
            "title": "Peristiwa",
            "description": "Dikirim ke alamat langganan, atau diambil dengan kursor. / \
                            Sent to the address of a subscription, or fetched with a cursor.",
            "servers": [{ "$ref": "#/servers/gapura" }],
            "messages": messages,
        }},
        "operations": { "kirimPeristiwa": {
            "action": "send",
            "channel": { "$ref": "#/channels/peristiwa" },
            "summary": "Gapura mengirim peristiwa / Gapura sends events",
            "messages": registry.kinds().iter().map(listed).collect::<Vec<_>>(),
            "bindings": { "http": { "method": "POST", "bindingVersion": "0.3.0" } },
        }},
        "components": {
            "messages": registry.kinds().iter().map(|kind| (key(kind), message(origin, kind))).collect::<Map<_, _>>(),
            "schemas": { "cloudevent": envelope() },
        },
    })
}

fn message(origin: &Origin, kind: &Kind) -> Json {
    let mut data = schema(origin, kind);
    if let Some(data) = data.as_object_mut() {
        data.remove("$schema");
        data.remove("$id");
    }
    json!({
        "name": kind.name(),
        "title": kind.id,
        "summary": kind.en,
        "contentType": "application/cloudevents+json",
        "headers": headers(),
        "payload": { "allOf": [
            { "$ref": "#/components/schemas/cloudevent" },
            { "type": "object", "properties": { "type": { "const": kind.name() }, "data": data } },
        ]},
    })
}

fn headers() -> Json {
    json!({
        "type": "object",
        "required": ["webhook-id", "webhook-timestamp", "webhook-signature"],
        "properties": {
            "webhook-id": { "type": "string", "description": "Id peristiwa, sama pada setiap percobaan / the same at every try" },
            "webhook-timestamp": { "type": "string", "pattern": "^[0-9]+$" },
            "webhook-signature": { "type": "string", "description": "v1,… atau / or v1a,…" },
        },
    })
}

fn envelope() -> Json {
    let text = || json!({ "type": "string", "minLength": 1 });
    let moment = || json!({ "type": "string", "format": "date-time" });
    json!({
        "type": "object",
        "required": ["specversion", "id", "source", "type", "time", "recordedtime", "sequence", "dataschema", "data"],
        "properties": {
            "specversion": { "const": "1.0" }, "id": text(), "source": { "type": "string", "format": "uri" }, "type": text(),
            "subject": text(), "time": moment(), "recordedtime": moment(),
            "sequence": { "type": "string", "pattern": "^[0-9]{19}$" },
            "dataschema": { "type": "string", "format": "uri" }, "datacontenttype": { "const": "application/json" },
            "data": { "type": "object" },
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin() -> Origin {
        Origin { region: "35.17".into(), public_url: "https://gapura.jombangkab.go.id".into() }
    }

    fn references<'a>(value: &'a Json, found: &mut Vec<&'a str>) {
        match value {
            Json::Object(members) => {
                found.extend(members.get("$ref").and_then(Json::as_str));
                members.values().for_each(|one| references(one, found));
            }
            Json::Array(items) => items.iter().for_each(|one| references(one, found)),
            _ => {}
        }
    }

    #[test]
    fn every_reference_of_the_document_leads_somewhere_and_every_type_stands_in_it() {
        let registry = Registry::shipped().unwrap();
        let document = document(&origin(), &registry, "Kabupaten Jombang");
        let mut found = Vec::new();
        references(&document, &mut found);
        assert!(found.len() > 2 * registry.kinds().len());
        for reference in found {
            assert!(document.pointer(reference.trim_start_matches('#')).is_some(), "{reference}");
        }
        let text = document.to_string();
        for kind in registry.kinds() {
            assert!(text.contains(&kind.name()), "{}", kind.name());
        }
        assert_eq!(document["asyncapi"], "3.0.0");
    }

    #[test]
    fn a_schema_lists_exactly_the_fields_that_leave() {
        let registry = Registry::shipped().unwrap();
        for kind in registry.kinds() {
            let schema = schema(&origin(), kind);
            let fields: Vec<&String> = schema["properties"].as_object().unwrap().keys().collect();
            assert_eq!(fields, kind.fields.iter().map(|field| &field.name).collect::<Vec<_>>());
            assert_eq!(schema["additionalProperties"], false);
        }
    }
}
