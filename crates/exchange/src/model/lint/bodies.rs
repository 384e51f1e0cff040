//! Bodies: their form, personal fields, lists without an end, examples.

use super::{Linter, both};
use crate::model::api::{Media, Operation, json_of};
use crate::model::fields::{Field, fields};
use serde_json::Value;

/// Words in names of fields that speak of a person (UU 27/2022 art. 4).
const PERSONAL: [&str; 24] = [
    "nik",
    "nokk",
    "kk",
    "npwp",
    "nama",
    "namalengkap",
    "namaibu",
    "namaayah",
    "alamat",
    "telepon",
    "telp",
    "hp",
    "nohp",
    "ponsel",
    "email",
    "surel",
    "tanggallahir",
    "tgllahir",
    "tempatlahir",
    "agama",
    "norekening",
    "paspor",
    "diagnosa",
    "diagnosis",
];

/// Types of JSON Schema.
const TYPES: [&str; 7] = ["string", "number", "integer", "boolean", "array", "object", "null"];

/// Whether a name speaks of a person: `nik`, `nama_lengkap`, `pasienNik`.
pub(super) fn is_personal(name: &str) -> bool {
    let mut words: Vec<String> = vec![String::new()];
    for one in name.chars() {
        if one.is_uppercase() || !one.is_alphanumeric() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| one.is_alphanumeric()) {
            word.extend(one.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    let one = words.iter().any(|word| PERSONAL.contains(&word.as_str()));
    // `nama_layanan`, `nama_desa` name a thing; `nama_ibu` and `nama` alone do not.
    let thing = words.len() > 1
        && words[0] == "nama"
        && !words.iter().any(|word| ["ibu", "ayah", "lengkap", "pasien"].contains(&word.as_str()));
    (one && !thing) || PERSONAL.contains(&words.concat().as_str())
}

pub(super) fn look(linter: &mut Linter<'_>) {
    for one in linter.api.operations.clone() {
        if let Some(body) = &one.body {
            media(linter, (&body.media, &body.pointer), true);
        }
        for reply in one.replies.iter().filter(|reply| reply.is_success() && reply.status != "204") {
            media(linter, (&reply.media, &reply.pointer), false);
        }
        paging(linter, &one);
        example(linter, &one);
    }
}

fn media(linter: &mut Linter<'_>, (all, pointer): (&[Media], &str), sent: bool) {
    if !all.is_empty() && json_of(all).is_none() {
        let kind = all.first().map(|one| one.kind.clone()).unwrap_or_default();
        let said = both!("isi `{kind}` bukan JSON", "the body `{kind}` is not JSON");
        let how = ("kolomnya tidak dapat diperiksa atau disaring", "its fields can neither be checked nor filtered");
        linter.say("W112", pointer, said, how);
    }
    for one in all.iter().filter(|one| one.is_json()) {
        let at = format!("{}/schema", one.pointer);
        match &one.schema {
            None => {
                let said = both!("isi `application/json` tanpa `schema`", "a body without `schema`");
                linter.say("W113", &one.pointer, said, ("uraikan kolomnya", "describe its fields"));
            }
            Some(schema) => {
                let document = linter.document;
                let listed = fields(&document.value, schema, &at);
                for field in &listed {
                    look_at(linter, field, sent);
                }
                if listed.len() >= crate::model::fields::MOST {
                    let said = both!("isi ini punya terlalu banyak kolom", "this body has too many fields");
                    linter.say(
                        "W114",
                        &at,
                        said,
                        ("bagi menjadi beberapa operasi", "split it into several operations"),
                    );
                }
            }
        }
    }
}

fn look_at(linter: &mut Linter<'_>, field: &Field, sent: bool) {
    let (path, at) = (if field.path.is_empty() { "isi" } else { &field.path }, &field.pointer);
    for kind in field.types.iter().filter(|kind| !TYPES.contains(&kind.as_str())) {
        let said = both!("jenis `{kind}` dari `{path}` tidak dikenal", "the type `{kind}` of `{path}` is not known");
        linter.say(
            "E027",
            at,
            said,
            (
                "pakai string, number, integer, boolean, array atau object",
                "use string, number, integer, boolean, array or object",
            ),
        );
    }
    if is_personal(field.name()) && !field.marked && field.is_leaf() {
        let said = both!("`{path}` tampaknya data pribadi", "`{path}` looks like personal data");
        let how = (
            "tulis `x-pribadi: umum` atau `spesifik`, atau `x-pribadi: false`",
            "write `x-pribadi: umum` or `spesifik`, or `x-pribadi: false`",
        );
        linter.say("E028", at, said, how);
    }
    let limited = |word: &str| field.limits.contains_key(word);
    if field.types.contains("array") && !limited("maxItems") {
        let said = both!("larik `{path}` tanpa `maxItems`", "the array `{path}` has no `maxItems`");
        linter.say("W115", at, said, ("tulis paling banyak berapa", "say how many at most"));
    }
    if sent && field.types.contains("string") && field.choices.is_empty() && !limited("maxLength") && !limited("format")
    {
        let said = both!("teks `{path}` tanpa `maxLength`", "the text `{path}` has no `maxLength`");
        linter.say("W116", at, said, ("tulis paling panjang berapa", "say how long at most"));
    }
    unknown_required(linter, field);
}

fn unknown_required(linter: &mut Linter<'_>, field: &Field) {
    let Some(schema) = linter.document.at(&field.pointer) else { return };
    let composed = ["allOf", "oneOf", "anyOf"].into_iter().any(|word| schema.get(word).is_some());
    let known = schema.get("properties").and_then(Value::as_object);
    let names = schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let missing: Vec<String> = names
        .filter(|name| !composed && known.is_none_or(|known| !known.contains_key(*name)))
        .map(str::to_owned)
        .collect();
    for name in missing {
        let said = both!(
            "`required` menyebut `{name}`, yang tidak ada di `properties`",
            "`required` names `{name}`, which is not in `properties`"
        );
        linter.say("E029", &field.pointer, said, ("periksa ejaannya", "check its spelling"));
    }
}

/// A list that is read without saying from where and how many.
fn paging(linter: &mut Linter<'_>, one: &Operation) {
    let words = ["limit", "batas", "per_page", "page", "halaman", "offset", "setelah", "sesudah", "cursor"];
    let pages = one.parameters.iter().any(|parameter| words.contains(&parameter.name.to_lowercase().as_str()));
    let whole = one.method == "GET" && !one.template.ends_with('}') && !pages;
    let Some(media) = one.replies.iter().find(|reply| reply.is_success()).and_then(|reply| json_of(&reply.media))
    else {
        return;
    };
    let root = &linter.document.value;
    let listed = media.schema.as_ref().map(|schema| fields(root, schema, "")).unwrap_or_default();
    let list = listed.iter().find(|field| field.types.contains("array") && !field.limits.contains_key("maxItems"));
    if let Some(list) = list.filter(|_| whole) {
        let path = if list.path.is_empty() { "isi".to_owned() } else { list.path.clone() };
        let said = both!("daftar `{path}` dibaca sekaligus", "the list `{path}` is read at once");
        linter.say(
            "W117",
            &one.pointer,
            said,
            ("tambahkan parameter `batas` dan `setelah`", "add parameters `limit` and `cursor`"),
        );
    }
}

fn example(linter: &mut Linter<'_>, one: &Operation) {
    let reply = one.replies.iter().find(|reply| reply.is_success());
    let Some(media) = reply.and_then(|reply| json_of(&reply.media)) else { return };
    if media.example.is_none() {
        let said = both!("jawaban berhasil tanpa contoh", "the success has no example");
        let how = ("tulis `example`; ruang coba menjawab dengannya", "write `example`; the sandbox answers with it");
        linter.say("W118", &media.pointer, said, how);
    }
}
