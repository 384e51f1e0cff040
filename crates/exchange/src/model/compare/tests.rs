use super::*;
use proptest::prelude::*;
use serde_json::json;

fn base() -> Value {
    json!({
        "openapi": "3.1.0", "info": {"title": "Pasien", "version": "1"},
        "paths": {"/pasien/{nik}": {"post": {
            "operationId": "ubah",
            "parameters": [
                {"name": "nik", "in": "path", "required": true, "schema": {"type": "string", "maxLength": 16}},
                {"name": "tahun", "in": "query", "schema": {"type": "integer", "minimum": 2000}}],
            "requestBody": {"content": {"application/json": {"schema": {"type": "object", "required": ["nama"], "properties": {
                "nama": {"type": "string", "maxLength": 100}, "status": {"enum": ["a", "b"]}}}}}},
            "responses": {"200": {"description": "ok", "content": {"application/json": {"schema": {
                "type": "object", "required": ["nama"], "properties": {
                    "nama": {"type": "string"}, "umur": {"type": "integer"}, "status": {"enum": ["a", "b"]}}}}}}},
        }}},
    })
}

const OPERATION: &str = "/paths/~1pasien~1{nik}/post";
const SENT: &str = "/paths/~1pasien~1{nik}/post/requestBody/content/application~1json/schema";
const ANSWERED: &str = "/paths/~1pasien~1{nik}/post/responses/200/content/application~1json/schema";

/// The base with one value put in, or taken out.
fn with(pointer: &str, value: Option<Value>) -> Value {
    let mut root = base();
    let (holder, name) = pointer.rsplit_once('/').unwrap();
    let name = name.replace("~1", "/");
    let holder = root.pointer_mut(holder).unwrap_or_else(|| panic!("{holder}"));
    match (holder, value) {
        (Value::Array(list), Some(value)) => list.push(value),
        (Value::Array(list), None) => drop(list.remove(name.parse().unwrap())),
        (Value::Object(map), Some(value)) => drop(map.insert(name, value)),
        (Value::Object(map), None) => drop(map.shift_remove(&name)),
        _ => panic!("{pointer}"),
    }
    root
}

#[test]
fn each_change_that_breaks_a_caller_is_found_and_said() {
    let cases = [
        (with(OPERATION, None), "operasi `POST /pasien/{nik}` hilang"),
        (
            with(&format!("{OPERATION}/operationId"), Some(json!("baru"))),
            "`operationId` berubah dari `ubah` menjadi `baru`",
        ),
        (
            with(&format!("{OPERATION}/parameters/-"), Some(json!({"name": "x", "in": "query", "required": true}))),
            "parameter baru `x (query)` sekarang wajib",
        ),
        (with(&format!("{OPERATION}/parameters/1"), None), "parameter `tahun (query)` hilang"),
        (
            with(&format!("{OPERATION}/parameters/1/required"), Some(json!(true))),
            "parameter `tahun (query)` sekarang wajib",
        ),
        (
            with(&format!("{OPERATION}/parameters/1/schema/minimum"), Some(json!(2010))),
            "`minimum` dari `tahun (query)`",
        ),
        (with(&format!("{OPERATION}/parameters/0/schema/maxLength"), Some(json!(10))), "`maxLength` dari `nik (path)`"),
        (with(&format!("{OPERATION}/requestBody"), None), "isi `requestBody` hilang"),
        (with(&format!("{OPERATION}/requestBody/required"), Some(json!(true))), "isi `requestBody` sekarang wajib"),
        (with(&format!("{SENT}/required/-"), Some(json!("status"))), "kolom `status` sekarang wajib"),
        (with(&format!("{SENT}/properties/nama"), None), "kolom `nama` hilang"),
        (
            with(&format!("{SENT}/properties/nama/type"), Some(json!("integer"))),
            "jenis `nama` berubah dari string menjadi integer",
        ),
        (with(&format!("{SENT}/properties/nama/pattern"), Some(json!("^a"))), "`pattern` dari `nama`"),
        (with(&format!("{SENT}/properties/status/enum"), Some(json!(["a"]))), "pilihan `status` berkurang: \"b\""),
        (with(&format!("{OPERATION}/responses/200"), None), "jawaban `200` hilang"),
        (with(&format!("{ANSWERED}/properties/umur"), None), "kolom `umur` hilang"),
        (with(&format!("{ANSWERED}/required/0"), None), "kolom `nama` tidak lagi wajib"),
        (with(&format!("{ANSWERED}/properties/umur/type"), Some(json!("string"))), "jenis `umur` berubah"),
        (
            with(&format!("{ANSWERED}/properties/umur/type"), Some(json!(["integer", "null"]))),
            "jenis `umur` berubah dari integer menjadi integer/null",
        ),
        (
            with(&format!("{OPERATION}/responses/200/content/application~1json"), None),
            "bentuk isi `application/json` hilang",
        ),
    ];
    for (new, sentence) in cases {
        let found = compare(&base(), &new);
        let one = found.iter().find(|one| one.say.id.contains(sentence));
        assert!(one.is_some_and(|one| one.breaks), "{sentence}: {found:?}");
    }
}

#[test]
fn what_lets_callers_go_on_breaks_nobody() {
    let wide = json!({"get": {"operationId": "lain", "responses": {"200": {"description": "ok"}}}});
    let cases = [
        with("/paths/~1baru", Some(wide)),
        with(&format!("{OPERATION}/parameters/-"), Some(json!({"name": "x", "in": "query"}))),
        with(&format!("{OPERATION}/parameters/1/schema/minimum"), Some(json!(1990))),
        with(&format!("{SENT}/properties/baru"), Some(json!({"type": "string"}))),
        with(&format!("{SENT}/properties/nama/maxLength"), None),
        with(&format!("{SENT}/properties/status/enum"), Some(json!(["a", "b", "c"]))),
        with(&format!("{SENT}/required/0"), None),
        with(&format!("{SENT}/properties/nama/type"), Some(json!(["string", "null"]))),
        with(&format!("{ANSWERED}/properties/baru"), Some(json!({"type": "string"}))),
        with(&format!("{ANSWERED}/required/-"), Some(json!("umur"))),
        with(&format!("{OPERATION}/responses/404"), Some(json!({"description": "tidak ada"}))),
        with(&format!("{OPERATION}/deprecated"), Some(json!(true))),
    ];
    for (number, new) in cases.iter().enumerate() {
        let found = compare(&base(), new);
        assert!(!found.is_empty() && !breaks(&found), "case {number}: {found:?}");
    }
    let mut renamed = base().to_string().replace("{nik}", "{nomor}").replace("\"name\":\"nik\"", "\"name\":\"nomor\"");
    renamed = renamed.replace("Pasien", "Pasien baru");
    let renamed: Value = serde_json::from_str(&renamed).unwrap();
    assert!(!breaks(&compare(&base(), &renamed)), "a parameter of the path may have another name");
}

proptest! {
    #[test]
    fn a_description_is_the_same_as_itself_and_a_free_field_more_breaks_nobody(name in "[a-z]{3,9}", depth in 0usize..4) {
        prop_assert!(compare(&base(), &base()).is_empty());
        let mut schema = json!({"type": "string"});
        for _ in 0..depth {
            schema = json!({"type": "object", "properties": {"x": schema}});
        }
        let fresh = format!("baru-{name}");
        for place in [SENT, ANSWERED] {
            let new = with(&format!("{place}/properties/{fresh}"), Some(schema.clone()));
            prop_assert!(!breaks(&compare(&base(), &new)));
            let found = compare(&new, &base());
            prop_assert!(breaks(&found), "gone again: {found:?}");
        }
    }
}
