//! What `/api/v1/openapi.json` says of events and subscriptions.

use serde_json::{Value as Json, json};

/// This room's part of the description (`web::Routes::described`); `Problem` is the desk's.
pub(super) fn part() -> Json {
    json!({
        "paths": paths(),
        "components": {
            "schemas": schemas(),
            "securitySchemes": { "oauth": { "flows": { "clientCredentials": { "scopes": {
                "peristiwa.baca": "Reads events.",
                "peristiwa.langganan": "Keeps the subscriptions of its application.",
            }}}}},
        },
    })
}

fn paths() -> Json {
    let id = json!({ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } });
    let on = |operation: &str, summary: &str, schema: &str| json!({ "operationId": operation, "summary": summary, "security": keeps(), "responses": answers(schema) });
    let mut create = on("createSubscription", "Makes a subscription and tries it out at once.", "SubscriptionMade");
    create["requestBody"] = body("NewSubscription");
    create["responses"]["201"] = create["responses"]["200"].take();
    if let Some(responses) = create["responses"].as_object_mut() {
        responses.remove("200");
    }
    let mut again = on("sendAgain", "Sends events again: those of a range of the log, or of a time.", "SentAgain");
    again["requestBody"] = body("Range");
    let mut remove = on("removeSubscription", "Ends a subscription.", "Subscription");
    remove["responses"] = json!({ "204": { "description": "Ended." }, "default": problem() });
    for status in ["401", "403", "404", "429"] {
        remove["responses"][status] = problem();
    }
    json!({
        "/api/v1/events": { "get": {
            "operationId": "listEvents", "summary": "Events after a cursor, in the order of the log.",
            "parameters": [
                number("after", 0, "Index of the last event that was taken; 0 begins."), number("limit", 1, "1 to 1000; 100 without."),
                number("wait", 0, "Seconds to wait for the first one."),
                many("type", "Types."), many("service", "Ids of services."), many("area", "Codes of districts or villages."),
            ],
            "security": [{ "oauth": ["peristiwa.baca"] }],
            "responses": events(),
        }},
        "/api/v1/langganan": {
            "get": on("listSubscriptions", "The subscriptions of the program's application.", "SubscriptionList"),
            "post": create,
        },
        "/api/v1/langganan/{id}": {
            "parameters": [id],
            "get": on("getSubscription", "One subscription.", "Subscription"),
            "delete": remove,
        },
        "/api/v1/langganan/{id}/uji": {
            "parameters": [id], "post": on("tryOutSubscription", "Sends a signed test; an answer with 2xx makes it active.", "Subscription"),
        },
        "/api/v1/langganan/{id}/kunci": {
            "parameters": [id], "post": on("changeSecret", "A new secret; the old one signs beside it for a day.", "SubscriptionSecret"),
        },
        "/api/v1/langganan/{id}/ulang": { "parameters": [id], "post": again },
        "/api/v1/asyncapi.json": { "get": {
            "operationId": "getEventDescription", "summary": "Every type of event, as AsyncAPI 3.0.", "responses": free(),
        }},
        "/api/v1/peristiwa/{type}": { "get": {
            "operationId": "getEventSchema", "summary": "The JSON Schema of one type of event.",
            "parameters": [{ "name": "type", "in": "path", "required": true, "schema": { "type": "string" } }],
            "responses": free(),
        }},
        "/api/v1/kunci-peristiwa": { "get": {
            "operationId": "getEventKeys", "summary": "The public keys of v1a signatures.", "responses": free(),
        }},
    })
}

fn keeps() -> Json {
    json!([{ "oauth": ["peristiwa.langganan"] }])
}

fn problem() -> Json {
    json!({ "$ref": "#/components/responses/Problem" })
}

fn reference(schema: &str) -> Json {
    json!({ "$ref": format!("#/components/schemas/{schema}") })
}

fn body(schema: &str) -> Json {
    json!({ "required": true, "content": { "application/json": { "schema": reference(schema) } } })
}

fn answers(schema: &str) -> Json {
    let content = json!({ "application/json": { "schema": reference(schema) } });
    let mut all = json!({ "200": { "description": "Done.", "content": content }, "default": problem() });
    for status in ["401", "403", "404", "409", "422", "429", "503"] {
        all[status] = problem();
    }
    all
}

/// What everyone may read.
fn free() -> Json {
    let content = json!({ "application/json": { "schema": { "type": "object" } } });
    json!({ "200": { "description": "Found.", "content": content }, "404": problem(), "default": problem() })
}

fn events() -> Json {
    let batch = json!({ "application/cloudevents-batch+json": { "schema": { "type": "array", "items": reference("CloudEvent") } } });
    let text = || json!({ "schema": { "type": "string" } });
    let headers = json!({ "Link": text(), "Gapura-Cursor": text() });
    let mut all = json!({ "200": { "description": "Events; go on at Link.", "headers": headers, "content": batch }, "default": problem() });
    for status in ["401", "403", "422", "429"] {
        all[status] = problem();
    }
    all
}

fn number(name: &str, least: i64, description: &str) -> Json {
    json!({ "name": name, "in": "query", "required": false, "description": description,
            "schema": { "type": "integer", "minimum": least } })
}

fn many(name: &str, description: &str) -> Json {
    json!({ "name": name, "in": "query", "required": false, "description": description,
            "schema": { "type": "array", "items": { "type": "string" } } })
}

fn schemas() -> Json {
    let (text, maybe, whole) =
        (|| json!({ "type": "string" }), || json!({ "type": ["string", "null"] }), || json!({ "type": "integer" }));
    let texts = || json!({ "type": "array", "items": { "type": "string" } });
    let object =
        |required: Json, properties: Json| json!({ "type": "object", "required": required, "properties": properties });
    let closed = |required: Json, properties: Json| json!({ "type": "object", "required": required, "properties": properties, "additionalProperties": false });
    json!({
        "CloudEvent": object(json!(["specversion", "id", "source", "type", "sequence"]), json!({
            "specversion": text(), "id": text(), "source": text(), "type": text(), "subject": text(), "time": text(),
            "sequence": text(), "dataschema": text(), "datacontenttype": text(), "data": { "type": "object" },
        })),
        "Subscription": object(json!(["id", "application", "target", "state"]), json!({
            "id": text(), "application": text(), "target": text(), "types": texts(), "services": texts(), "areas": texts(),
            "format": text(), "signature": text(), "handshake": { "type": "boolean" }, "state": text(), "reason": maybe(),
            "position": whole(), "failures": whole(), "delivered": whole(), "waiting_again": whole(),
            "last_delivered_at": maybe(), "tested_at": maybe(), "created_at": maybe(),
        })),
        "SubscriptionMade": { "allOf": [reference("Subscription"), object(json!(["secret", "test_failed"]), json!({
            "secret": { "type": "string", "description": "Shown this once." }, "test_failed": text(),
        }))] },
        "SubscriptionList": object(json!(["subscriptions"]), json!({
            "subscriptions": { "type": "array", "items": reference("Subscription") },
        })),
        "SubscriptionSecret": object(json!(["id", "secret"]), json!({ "id": text(), "secret": text() })),
        "SentAgain": object(json!(["id", "events"]), json!({ "id": text(), "events": whole() })),
        "NewSubscription": closed(json!(["target"]), json!({
            "target": { "type": "string", "format": "uri" }, "types": texts(), "services": texts(), "areas": texts(),
            "format": maybe(), "signature": maybe(), "handshake": { "type": "boolean" },
            "after": { "type": ["integer", "null"], "minimum": 0 },
        })),
        "Range": closed(json!([]), json!({
            "from": { "type": ["integer", "null"] }, "to": { "type": ["integer", "null"] }, "since": maybe(), "until": maybe(),
        })),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_schema_that_is_referred_to_stands_here_or_is_the_answer_of_every_room() {
        let part = part();
        let written = part.to_string();
        let referred = written.split("\"$ref\":\"#").skip(1).filter_map(|rest| rest.split('"').next());
        for to in referred.filter(|to| *to != "/components/responses/Problem") {
            assert!(part.pointer(to).is_some(), "{to}");
        }
        for path in ["/api/v1/events", "/api/v1/langganan/{id}/ulang", "/api/v1/asyncapi.json"] {
            assert!(part["paths"][path].is_object(), "{path}");
        }
    }
}
