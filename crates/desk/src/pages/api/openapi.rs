//! `/api/v1/openapi.json`: OpenAPI 3.1 of the public JSON: what the desk and figures answer, and what the other rooms say
//! of theirs ([`web::Routes::described`]).

mod programs;

use serde_json::{Value as Json, json};

/// The whole document, out of what the rooms describe.
pub(super) fn document(city: &str, public_url: &str, described: Json) -> Json {
    let mut document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": format!("Gapura: {city}"),
            "version": "1",
            "summary": "Services, reports and figures of one city, as everyone may see them; reports and cases as programs of its agencies may work on them.",
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": public_url }],
    });
    for part in ["paths", "components"] {
        document[part] = described.get(part).cloned().unwrap_or_else(|| json!({}));
    }
    document
}

/// The desk's own part. The names of schemas and the answer `Problem` are everybody's to refer to.
pub(super) fn part() -> Json {
    let (mut paths, mut schemas) = (paths(), schemas());
    for (all, more) in [(&mut paths, programs::paths()), (&mut schemas, programs::schemas())] {
        if let (Some(all), Json::Object(more)) = (all.as_object_mut(), more) {
            all.extend(more);
        }
    }
    json!({
        "paths": paths,
        "components": { "schemas": schemas, "responses": responses(), "securitySchemes": programs::security() },
    })
}

fn paths() -> Json {
    let number = parameter("number", "path", "Public number with its check digit, for example PGD-2026-000123-7.");
    json!({
        "/api/v1/layanan": { "get": {
            "operationId": "listServices", "summary": "Every running service.",
            "responses": ok("ServiceList", &[]),
        }},
        "/api/v1/layanan/{id}": { "get": {
            "operationId": "getService", "summary": "One service: its form and its Standar Pelayanan.",
            "parameters": [parameter("id", "path", "Id of the service, for example jalan-rusak.")],
            "responses": ok("Service", &["404"]),
        }},
        "/api/v1/laporan": { "post": {
            "operationId": "sendReport", "summary": "Sends a report. The same key with the same contents gives the same receipt.",
            "description": "Without a token as a stranger; with a token of scope laporan.tulis as the application of an agency, which may then follow it and speak for the resident.",
            "parameters": [idempotency_key()],
            "requestBody": body("Report"),
            "security": [{}, { "oauth": ["laporan.tulis"] }],
            "responses": sent(),
        }},
        "/api/v1/laporan/{number}": { "get": {
            "operationId": "getReport", "summary": "What everyone may know of a report. Secret ones are answered like unknown ones.",
            "description": "With a token of scope laporan.baca also what the resident may do now (for the application that sent it) and what the case says without what is personal (for the agency that holds it).",
            "parameters": [number],
            "security": [{}, { "oauth": ["laporan.baca"] }],
            "responses": ok("PublicReport", &["401", "403", "404"]),
        }},
        "/api/v1/transparansi": { "get": {
            "operationId": "getFigures", "summary": "The figures of /transparansi.",
            "parameters": [
                optional("dari", "First month, YYYY-MM."), optional("sampai", "Last month, YYYY-MM."),
                optional("opd", "Unit of an agency."), optional("layanan", "Id of a service."),
            ],
            "responses": ok("Figures", &[]),
        }},
        "/api/v1/openapi.json": { "get": {
            "operationId": "getDescription", "summary": "This description.",
            "responses": { "200": { "description": "OpenAPI 3.1.", "content": { "application/json": { "schema": { "type": "object" } } } } },
        }},
    })
}

fn reference(schema: &str) -> Json {
    json!({ "$ref": format!("#/components/schemas/{schema}") })
}

fn parameter(name: &str, place: &str, description: &str) -> Json {
    json!({ "name": name, "in": place, "required": true, "description": description, "schema": { "type": "string" } })
}

fn idempotency_key() -> Json {
    json!({
        "name": "Idempotency-Key", "in": "header", "required": true,
        "description": "8 to 64 visible characters, made by the app once for each sending.",
        "schema": { "type": "string", "pattern": "^[!#-&(-~]{8,64}$" }, "example": "laporan-7f3a91c2",
    })
}

fn body(schema: &str) -> Json {
    json!({ "required": true, "content": { "application/json": { "schema": reference(schema) } } })
}

fn optional(name: &str, description: &str) -> Json {
    json!({ "name": name, "in": "query", "required": false, "description": description, "schema": { "type": "string" } })
}

fn content(schema: &str, description: &str) -> Json {
    json!({ "description": description, "content": { "application/json": { "schema": reference(schema) } } })
}

fn problem() -> Json {
    json!({ "$ref": "#/components/responses/Problem" })
}

fn ok(schema: &str, problems: &[&str]) -> Json {
    let mut all = json!({ "200": content(schema, "Found.") });
    for status in problems.iter().chain(&["default"]) {
        all[*status] = problem();
    }
    all
}

fn sent() -> Json {
    json!({
        "201": content("Receipt", "Taken in."),
        "200": content("Receipt", "Taken in before: the first receipt again."),
        "400": problem(), "401": problem(), "403": problem(), "404": problem(), "409": problem(), "422": problem(),
        "429": problem(), "503": problem(), "default": problem(),
    })
}

fn responses() -> Json {
    json!({ "Problem": {
        "description": "Refused or failed; nothing was stored.",
        "content": { "application/problem+json": { "schema": reference("Problem") } },
    }})
}

fn text() -> Json {
    json!({ "type": "string" })
}

fn maybe() -> Json {
    json!({ "type": ["string", "null"] })
}

fn instant() -> Json {
    json!({ "type": ["string", "null"], "format": "date-time" })
}

fn list(items: Json) -> Json {
    json!({ "type": "array", "items": items })
}

fn object(required: &[&str], properties: Json) -> Json {
    json!({ "type": "object", "required": required, "properties": properties })
}

fn schemas() -> Json {
    json!({
        "Problem": object(&["type", "title", "status", "code"], json!({
            "type": text(), "title": text(), "status": { "type": "integer" }, "detail": text(), "code": text(),
            "incident": text(),
            "errors": list(object(&["field", "code", "message"], json!({ "field": text(), "label": maybe(), "code": text(), "message": text() }))),
        })),
        "ServiceHead": service_head(),
        "ServiceList": object(&["services"], json!({ "services": list(reference("ServiceHead")) })),
        "Service": { "allOf": [reference("ServiceHead"), service_form()] },
        "Report": report(),
        "Receipt": object(&["number", "code", "link", "service", "opened_at", "repeated"], json!({
            "number": text(), "code": text(), "link": { "type": "string", "format": "uri" }, "service": text(),
            "opened_at": instant(), "due_at": instant(), "waits_for_calendar": { "type": ["integer", "null"] },
            "repeated": { "type": "boolean" },
        })),
        "PublicReport": public_report(),
        "Figures": object(&["from", "to", "all"], json!({
            "from": text(), "to": text(), "unit": maybe(), "service": maybe(), "as_of": instant(),
            "all": { "type": "object" }, "units": list(json!({ "type": "object" })),
            "services": list(json!({ "type": "object" })), "months": list(json!({ "type": "object" })),
            "districts": list(json!({ "type": "object" })), "smallest_shown": { "type": "integer" },
        })),
    })
}

fn service_head() -> Json {
    object(
        &["id", "name", "kind", "version", "unit", "agency", "channels", "page"],
        json!({
            "id": text(), "name": text(), "kind": { "type": "string", "enum": ["pengaduan", "permohonan", "informasi"] },
            "version": { "type": "integer" }, "unit": text(), "agency": text(), "total": maybe(),
            "channels": list(text()), "page": { "type": "string", "format": "uri" },
        }),
    )
}

fn service_form() -> Json {
    let rule =
        json!({ "type": ["boolean", "string"], "description": "true, false, or a condition of the service language." });
    let option = object(&["code", "label"], json!({ "code": text(), "label": text() }));
    object(
        &["definition_hash", "reporter", "fields", "files", "standard"],
        json!({
            "definition_hash": text(),
            "reporter": object(&["anonymous", "secret", "contact_required"], json!({
                "anonymous": { "type": "boolean" }, "secret": { "type": "boolean" }, "contact_required": { "type": "boolean" },
                "least_sign_in": { "type": "string", "enum": ["tanpa", "hp_terverifikasi", "surel_terverifikasi", "nik_terverifikasi"],
                    "description": "With hp_terverifikasi or surel_terverifikasi a code is typed in on the page of the service; a report sent here is refused." },
            })),
            "fields": list(object(&["id", "label", "type", "required", "visible"], json!({
                "id": text(), "label": text(), "help": maybe(), "type": text(), "required": rule, "visible": rule,
                "options": list(option), "max_length": { "type": ["integer", "null"] }, "digits": { "type": ["integer", "null"] },
                "unit": maybe(), "range": { "type": ["array", "null"], "items": text() },
            }))),
            "files": list(object(&["id", "label", "types", "max_bytes", "count"], json!({
                "id": text(), "label": text(), "types": list(text()), "max_bytes": { "type": "integer" },
                "count": list(json!({ "type": "integer" })), "required": rule,
            }))),
            "standard": object(&["draft", "components"], json!({
                "draft": { "type": "boolean" }, "decree": { "type": ["object", "null"] },
                "components": list(object(&["number", "title", "lines"], json!({ "number": { "type": "integer" }, "title": text(), "lines": list(text()) }))),
            })),
        }),
    )
}

fn report() -> Json {
    json!({
        "type": "object", "required": ["service", "answers"], "additionalProperties": false,
        "properties": {
            "service": text(),
            "answers": {
                "type": "object",
                "description": "By field id. A place is { desa, patokan, koordinat: [latitude, longitude] }, an address { desa, teks }, a date YYYY-MM-DD, several options a list of codes.",
            },
            "anonymous": { "type": "boolean", "default": false }, "secret": { "type": "boolean", "default": false },
            "name": text(), "phone": text(), "email": text(),
            "draft": { "type": "string", "description": "Handle of the draft with its files, as /api/v1/unggahan gave it." },
        },
        "examples": [{
            "service": "jalan-rusak",
            "answers": { "lokasi": { "desa": "35.17.01.2001", "patokan": "depan pasar" }, "jenis_rusak": "lubang", "bahaya": "tidak" },
        }],
    })
}

fn public_report() -> Json {
    let holder = object(
        &["name", "step", "step_name", "since"],
        json!({
            "unit": maybe(), "name": text(), "step": text(), "step_name": text(), "since": instant(), "due_at": instant(),
        }),
    );
    let entry =
        object(&["at", "who", "what"], json!({ "at": instant(), "who": text(), "what": text(), "text": maybe() }));
    object(
        &["number", "service", "service_name", "status", "overdue", "holders", "opened_at", "history"],
        json!({
            "number": text(), "service": text(), "service_name": text(),
            "status": { "type": "string", "enum": ["baru", "diproses", "menunggu", "berakhir", "tidak_diketahui"] },
            "overdue": { "type": "boolean" }, "holders": list(holder), "place": maybe(), "opened_at": instant(),
            "moved_at": instant(), "due_at": instant(), "waits_for_calendar": { "type": ["integer", "null"] },
            "answered_at": instant(), "ended_at": instant(), "end": maybe(), "outcome": maybe(), "closed_by": maybe(),
            "answer": maybe(), "supporters": { "type": "integer" }, "history": list(entry),
            "follow": reference("Follow"), "work": reference("Work"),
        }),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn each(json: &Json, hear: &mut impl FnMut(&str)) {
        match json {
            Json::Object(map) => map.iter().for_each(|(name, value)| {
                if let (true, Some(to)) = (name == "$ref", value.as_str()) {
                    hear(to);
                }
                each(value, hear);
            }),
            Json::Array(all) => all.iter().for_each(|value| each(value, hear)),
            _ => {}
        }
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let document = document("Kabupaten Jombang", "https://lapor.contoh.go.id", part());
        let mut seen = 0;
        each(&document, &mut |to| {
            seen += 1;
            let found = document.pointer(to.trim_start_matches('#'));
            assert!(found.is_some(), "{to}");
        });
        assert!(seen > 10);
    }

    #[test]
    fn every_operation_has_a_name_of_its_own_and_answers() {
        let document = document("Kabupaten Jombang", "https://lapor.contoh.go.id", part());
        let mut names = Vec::new();
        for operation in
            document["paths"].as_object().unwrap().values().flat_map(|path| path.as_object().unwrap().values())
        {
            names.push(operation["operationId"].as_str().unwrap().to_owned());
            assert!(!operation["responses"].as_object().unwrap().is_empty());
        }
        let all = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
