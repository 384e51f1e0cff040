//! What programs of agencies may do: with a token of the client credentials grant (RFC 6749, 4.4).

use super::{body, content, idempotency_key, list, maybe, object, parameter, problem, reference, text};
use serde_json::{Value as Json, json};

/// Where tokens come from, and what they may cover here; other rooms add their scopes.
pub(super) fn security() -> Json {
    json!({ "oauth": {
        "type": "oauth2",
        "description": "A key of an application, made at /pengembang.",
        "flows": { "clientCredentials": { "tokenUrl": "/oauth/token", "scopes": {
            "laporan.tulis": "Sends reports, and speaks for those who sent them.",
            "laporan.baca": "Reads how reports stand that the application sent or its agency holds.",
            "laporan.kerja": "Acts on cases that its agency holds.",
        }}},
    }})
}

pub(super) fn paths() -> Json {
    let number = || parameter("number", "path", "Public number with its check digit, for example PGD-2026-000123-7.");
    let on_case = |id: &str, summary: &str, scope: &str, schema: &str| {
        json!({ "post": {
            "operationId": id, "summary": summary, "parameters": [number(), idempotency_key()],
            "requestBody": body(schema), "security": [{ "oauth": [scope] }], "responses": answered("PublicReport"),
        }})
    };
    json!({
        "/api/v1/laporan/{number}/tambahan": on_case(
            "addToReport", "The resident adds words or files, through the application that sent the report.",
            "laporan.tulis", "Addition",
        ),
        "/api/v1/laporan/{number}/tanggapan": on_case(
            "replyForResident", "The resident sends what was asked for, confirms, rejects or rates. Without an action the rating is for a report that has ended.",
            "laporan.tulis", "Reply",
        ),
        "/api/v1/laporan/{number}/aksi": on_case(
            "actOnReport", "An action of a step that the program's agency holds. Steps that are signed, that ask for four eyes or that belong to a head are a person's.",
            "laporan.kerja", "Act",
        ),
        "/api/v1/laporan/{number}/jawaban": on_case(
            "answerReport", "A public answer of the agency that holds the case.", "laporan.kerja", "PublicAnswer",
        ),
        "/api/v1/unggahan": { "post": {
            "operationId": "beginUpload", "summary": "Begins a file, or says how far the same one has come.",
            "requestBody": body("NewUpload"), "security": [{ "oauth": ["laporan.tulis"] }], "responses": answered("Upload"),
        }},
        "/api/v1/unggahan/{upload}": { "post": {
            "operationId": "putPiece", "summary": "One piece of a file; the answer says where the next one begins.",
            "parameters": [
                parameter("upload", "path", "Id of the upload."),
                place("layanan", "Id of the service, for a report that is still to be sent."),
                place("laporan", "Number of a report that was sent."),
                place("draf", "Handle of the draft."),
                { "name": "mulai", "in": "query", "required": false, "description": "Where the piece begins, in bytes.",
                  "schema": { "type": "integer", "minimum": 0 } },
            ],
            "requestBody": { "required": true, "content": { "application/octet-stream": {} } },
            "security": [{ "oauth": ["laporan.tulis"] }], "responses": answered("Upload"),
        }},
    })
}

fn place(name: &str, description: &str) -> Json {
    json!({ "name": name, "in": "query", "required": false, "description": description, "schema": text() })
}

fn answered(schema: &str) -> Json {
    let mut all = json!({ "200": content(schema, "Done.") });
    for status in ["400", "401", "403", "404", "409", "413", "422", "429", "503", "default"] {
        all[status] = problem();
    }
    all
}

pub(super) fn schemas() -> Json {
    json!({
        "Action": object(&["step", "action", "label", "reason", "evidence", "rating", "blocked"], json!({
            "step": text(), "action": text(), "label": text(),
            "reason": { "description": "null, true for words, or the name of a list of reasons.", "type": ["boolean", "string", "null"] },
            "evidence": list(object(&["id", "label", "type", "required"], json!({
                "id": text(), "label": text(), "type": text(), "required": { "type": "boolean" },
            }))),
            "rating": { "type": "boolean" }, "blocked": maybe(),
        })),
        "Follow": object(&["actions", "marks", "can_add", "can_rate"], json!({
            "actions": list(reference("Action")), "until": maybe(), "marks": list(text()),
            "can_add": { "type": "boolean" }, "can_rate": { "type": "boolean" },
        })),
        "Work": object(&["version", "actions", "answers"], json!({
            "version": { "type": "integer" }, "actions": list(reference("Action")), "answers": { "type": "object" },
        })),
        "Addition": closed(&["code"], json!({ "code": code(), "text": text(), "draft": text() })),
        "Reply": closed(&["code"], filled(json!({ "code": code(), "rating": rating() }))),
        "Act": closed(&["step", "action"], filled(json!({
            "version": { "type": ["integer", "null"], "description": "The version that the program knew: what an officer did since is a conflict." },
        }))),
        "PublicAnswer": closed(&["text"], json!({ "text": text() })),
        "NewUpload": closed(&["mark", "bytes"], json!({
            "service": { "type": "string", "description": "Either this or number." }, "number": text(),
            "field": { "type": "string", "description": "File of the form, item of evidence, or empty for an addition." },
            "mark": { "type": "string", "description": "What the application calls the file; the same one goes on where it stopped." },
            "bytes": { "type": "integer", "minimum": 1 }, "draft": text(),
        })),
        "Upload": object(&["draft", "upload", "received", "file"], json!({
            "draft": text(), "upload": text(), "received": { "type": "integer" }, "file": maybe(),
        })),
    })
}

fn closed(required: &[&str], properties: Json) -> Json {
    let mut schema = object(required, properties);
    schema["additionalProperties"] = json!(false);
    schema
}

fn code() -> Json {
    json!({ "type": "string", "description": "The tracking code of the receipt: the resident gives it to the application." })
}

fn rating() -> Json {
    json!({ "type": ["integer", "null"], "minimum": 1, "maximum": 5 })
}

/// What is filled in with an action.
fn filled(more: Json) -> Json {
    let mut properties = json!({
        "step": maybe(), "action": text(), "answers": { "type": "object" }, "evidence": { "type": "object" },
        "reason_code": text(), "reason": text(), "draft": text(),
    });
    if let (Some(all), Json::Object(more)) = (properties.as_object_mut(), more) {
        all.extend(more);
    }
    properties
}
