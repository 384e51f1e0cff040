//! The description of a table as OpenAPI 3.1, made of its mapping file.

use crate::model::{Column, Feed, Kind, Personal};
use serde_json::{Map, Value as Json, json};

/// The whole description.
pub(super) fn document(feed: &Feed) -> Json {
    let errors = json!({ "$ref": "#/components/responses/Salah" });
    let ok = |schema: &str, example: &Json| {
        let schema = json!({ "$ref": format!("#/components/schemas/{schema}") });
        json!({ "description": "Berhasil", "content": { "application/json": { "schema": schema, "example": example } } })
    };
    let row = example(feed);
    let list = json!({ "umpan": feed.id, "per": "2026-01-31T07:00:00+07:00", "ubah_terakhir": 1, "baris": [row] });
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": feed.name,
            "version": "1",
            "description": "Tabel dari sistem lama, dibaca berkala. Kolom pribadi dijawab hanya bila izinnya menyebutnya.",
        },
        "paths": {
            "/": { "get": {
                "operationId": "daftar",
                "summary": "Daftar baris",
                "parameters": parameters(feed),
                "responses": { "200": ok("Daftar", &list), "400": errors, "503": errors },
            } },
            "/skema": { "get": {
                "operationId": "skema",
                "summary": "Kolom tabel ini",
                "responses": { "200": { "description": "Berhasil", "content": { "application/json": { "schema": { "type": "object" } } } } },
            } },
            "/{kunci}": { "get": {
                "operationId": "satu",
                "summary": "Satu baris, menurut `_id` atau kuncinya",
                "parameters": [{ "name": "kunci", "in": "path", "required": true, "schema": { "type": "string" } }],
                "responses": { "200": ok("Baris", &row), "404": errors, "503": errors },
            } },
        },
        "components": { "schemas": schemas(feed), "responses": { "Salah": {
            "description": "Tidak dapat dijawab",
            "content": { "application/json": { "schema": { "type": "object", "properties": {
                "title": { "type": "string" }, "status": { "type": "integer" }, "code": { "type": "string" },
            } } } },
        } } },
    })
}

fn parameters(feed: &Feed) -> Vec<Json> {
    let one = |name: &str, description: &str, schema: Json| json!({ "name": name, "in": "query", "description": description, "schema": schema });
    let mut all = vec![
        one(
            "batas",
            "Paling banyak baris",
            json!({ "type": "integer", "minimum": 1, "maximum": 1000, "default": 100 }),
        ),
        one("setelah", "Isi `berikut` dari jawaban sebelumnya", json!({ "type": "string" })),
        one(
            "berubah_sejak",
            "Hanya perubahan sesudah nomor ini, termasuk yang hilang",
            json!({ "type": "integer", "minimum": 0 }),
        ),
        one("hilang", "Sertakan baris yang hilang", json!({ "type": "string", "enum": ["ya", "tidak"] })),
    ];
    for id in feed.searchable() {
        all.push(one(id, "Hanya baris dengan isi ini", json!({ "type": "string" })));
    }
    if let [key] = feed.key.as_slice()
        && !feed.columns.get(key).is_some_and(|column| column.searchable)
    {
        all.push(one(key, "Hanya baris dengan kunci ini", json!({ "type": "string" })));
    }
    all
}

fn schemas(feed: &Feed) -> Json {
    let list = json!({
        "type": "object",
        "required": ["umpan", "baris", "ubah_terakhir"],
        "properties": {
            "umpan": { "type": "string" },
            "per": { "type": ["string", "null"], "format": "date-time", "description": "Kapan terakhir dibaca dengan baik" },
            "ubah_terakhir": { "type": "integer" },
            "baris": { "type": "array", "items": { "$ref": "#/components/schemas/Baris" } },
            "berikut": { "type": "string", "description": "Ada bila masih ada baris sesudahnya" },
        },
    });
    json!({ "Daftar": list, "Baris": schema(feed) })
}

/// A row as it could be, for trying out; a text with a pattern is left out, because none is made up that fits.
fn example(feed: &Feed) -> Json {
    let mut out = Map::new();
    out.insert("_id".to_owned(), json!("0123456789abcdef0123456789abcdef"));
    out.insert("_ubah".to_owned(), json!(1));
    for (id, column) in feed.columns.iter().filter(|(_, column)| column.personal.is_none()) {
        let value = match column.kind {
            Kind::Text if column.pattern.is_some() => continue,
            Kind::Text => json!("contoh"),
            Kind::Whole => json!(12),
            Kind::Decimal => json!(1.5),
            Kind::Date => json!("2026-01-31"),
            Kind::Choice => json!(column.choices.first()),
            Kind::YesNo => json!(true),
            Kind::Area => json!("35.17.01.2001"),
        };
        out.insert(id.clone(), value);
    }
    Json::Object(out)
}

/// JSON Schema of a row.
pub(super) fn schema(feed: &Feed) -> Json {
    let mut properties = Map::new();
    properties.insert("_id".to_owned(), json!({ "type": "string", "description": "Nama tetap baris ini" }));
    properties.insert("_ubah".to_owned(), json!({ "type": "integer", "description": "Nomor perubahan terakhirnya" }));
    properties.insert("_hilang".to_owned(), json!({ "type": "string", "format": "date-time" }));
    for (id, column) in &feed.columns {
        properties.insert(id.clone(), property(column));
    }
    json!({ "type": "object", "required": ["_id", "_ubah"], "properties": properties })
}

fn property(column: &Column) -> Json {
    let mut out = Map::new();
    let kind = match column.kind {
        Kind::Whole => "integer",
        Kind::Decimal => "number",
        Kind::YesNo => "boolean",
        Kind::Text | Kind::Date | Kind::Choice | Kind::Area => "string",
    };
    out.insert("type".to_owned(), if column.required { json!(kind) } else { json!([kind, "null"]) });
    out.insert("title".to_owned(), json!(column.name));
    if column.kind == Kind::Date {
        out.insert("format".to_owned(), json!("date"));
    }
    if let Some(pattern) = &column.pattern {
        out.insert("pattern".to_owned(), json!(format!("^(?:{})$", pattern.as_str())));
    }
    if column.kind == Kind::Choice {
        let mut words: Vec<Json> = column.choices.iter().map(|word| json!(word)).collect();
        words.extend((!column.required).then_some(Json::Null));
        out.insert("enum".to_owned(), Json::Array(words));
    }
    if let Some(personal) = column.personal {
        let word = if personal == Personal::Specific { "spesifik" } else { "umum" };
        out.insert("x-pribadi".to_owned(), json!(word));
    }
    Json::Object(out)
}
