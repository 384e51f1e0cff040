//! Operations: ids, parameters, answers.

use super::{Linter, both, names_in};
use crate::model::api::{Operation, Parameter};
use std::collections::BTreeMap;

/// What an id of an operation is made of.
fn is_id(id: &str) -> bool {
    id.len() <= 64 && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte))
}

pub(super) fn look(linter: &mut Linter<'_>) {
    let operations = linter.api.operations.clone();
    let mut ids: BTreeMap<String, String> = BTreeMap::new();
    for one in &operations {
        identity(linter, one);
        let name = format!("{} {}", one.method, one.template);
        if let Some(first) = ids.insert(one.id.clone(), name).filter(|_| !one.id.is_empty()) {
            let id = &one.id;
            let said = both!("`operationId` `{id}` sudah dipakai {first}", "`operationId` `{id}` is used by {first}");
            linter.say(
                "E016",
                &format!("{}/operationId", one.pointer),
                said,
                ("beri nama lain", "give it another name"),
            );
        }
        parameters(linter, one);
        replies(linter, one);
    }
}

fn identity(linter: &mut Linter<'_>, one: &Operation) {
    let name = format!("{} {}", one.method, one.template);
    if one.id.is_empty() {
        let said = both!("{name} tidak punya `operationId`", "{name} has no `operationId`");
        linter.say(
            "E015",
            &one.pointer,
            said,
            ("tulis nama tetap; izin menyebutnya", "write a lasting name; grants name it"),
        );
    } else if !is_id(&one.id) {
        let id = &one.id;
        let said = both!("`operationId` `{id}` tidak sah", "`operationId` `{id}` is not valid");
        let how = ("huruf, angka, `_`, `-`, `.`; paling panjang 64", "letters, digits, `_`, `-`, `.`; at most 64");
        linter.say("E017", &format!("{}/operationId", one.pointer), said, how);
    }
    if one.summary.trim().is_empty() {
        let said = both!("{name} tidak punya `summary`", "{name} has no `summary`");
        linter.say("W107", &one.pointer, said, ("tulis satu baris tentang gunanya", "write one line about its use"));
    }
    if one.body.is_some() && ["GET", "HEAD", "DELETE"].contains(&one.method.as_str()) {
        let said = both!("{name} tidak boleh punya isi", "{name} must not have a body");
        let how = ("pakai parameter, atau metode post", "use parameters, or the method post");
        linter.say("E018", &format!("{}/requestBody", one.pointer), said, how);
    }
}

fn parameters(linter: &mut Linter<'_>, one: &Operation) {
    let names = names_in(&one.template);
    for name in &names {
        if !one.parameters.iter().any(|parameter| parameter.place == "path" && parameter.name == *name) {
            let said = both!(
                "parameter `{name}` dari alamat belum diuraikan",
                "the parameter `{name}` of the address is not described"
            );
            let how = ("tambahkan ke `parameters` dengan `in: path`", "add it to `parameters` with `in: path`");
            linter.say("E019", &one.pointer, said, how);
        }
    }
    for (at, parameter) in one.parameters.iter().enumerate() {
        parameter_of(linter, parameter, &names);
        let twice = |other: &Parameter| other.name == parameter.name && other.place == parameter.place;
        if one.parameters.iter().take(at).any(twice) {
            let (name, place) = (&parameter.name, &parameter.place);
            let said = both!(
                "parameter `{name}` ({place}) diuraikan dua kali",
                "the parameter `{name}` ({place}) is described twice"
            );
            linter.say("E022", &parameter.pointer, said, ("hapus salah satu", "remove one of them"));
        }
    }
}

fn parameter_of(linter: &mut Linter<'_>, parameter: &Parameter, names: &[&str]) {
    let (name, place) = (&parameter.name, &parameter.place);
    let at = &parameter.pointer;
    let place_is_known = ["path", "query", "header", "cookie"].contains(&place.as_str());
    if name.is_empty() || !place_is_known {
        let said = both!(
            "parameter tanpa `name`, atau `in` tidak dikenal",
            "a parameter without `name`, or with an unknown `in`"
        );
        linter.say("E021", at, said, ("`in` adalah path, query atau header", "`in` is path, query or header"));
        return;
    }
    if place == "path" && (!names.contains(&name.as_str()) || !parameter.required) {
        let said = both!(
            "parameter `{name}` tidak ada di alamat, atau belum `required: true`",
            "the parameter `{name}` is not in the address, or not `required: true`"
        );
        linter.say(
            "E020",
            at,
            said,
            ("samakan namanya dengan `{nama}` di alamat", "give it the name of the `{name}` in the address"),
        );
    }
    let reserved = ["authorization", "accept", "content-type", "host", "content-length", "connection"];
    if place == "cookie" || (place == "header" && reserved.contains(&name.to_ascii_lowercase().as_str())) {
        let said = both!(
            "parameter `{name}` ({place}) tidak sampai ke layanan",
            "the parameter `{name}` ({place}) does not reach the service"
        );
        linter.say(
            "E023",
            at,
            said,
            (
                "gerbang memakai atau menghapusnya; pilih nama lain",
                "the gateway uses or removes it; choose another name",
            ),
        );
    }
    if parameter.about.trim().is_empty() {
        let said = both!("parameter `{name}` tanpa `description`", "the parameter `{name}` has no `description`");
        linter.say("W108", at, said, ("tulis apa yang diisi", "say what is to be sent"));
    }
    if (place == "query" || place == "path") && super::bodies::is_personal(name) {
        let said = both!("data pribadi `{name}` berada di alamat", "the personal value `{name}` stands in the address");
        let how = (
            "alamat tercatat di banyak log; kirim lewat isi (post)",
            "addresses are logged in many places; send it in a body (post)",
        );
        linter.say("W109", at, said, how);
    }
    if parameter.schema.is_null() {
        let said = both!("parameter `{name}` tanpa `schema`", "the parameter `{name}` has no `schema`");
        linter.say("W110", at, said, ("tulis jenisnya", "write its type"));
    }
}

fn replies(linter: &mut Linter<'_>, one: &Operation) {
    let name = format!("{} {}", one.method, one.template);
    let at = format!("{}/responses", one.pointer);
    if one.replies.is_empty() {
        let said = both!("{name} tidak menjawab apa pun", "{name} has no responses");
        linter.say(
            "E024",
            &one.pointer,
            said,
            ("tulis `responses` dengan paling sedikit satu 2xx", "write `responses` with at least one 2xx"),
        );
        return;
    }
    for reply in &one.replies {
        let status = &reply.status;
        let digits = status.as_bytes();
        let code =
            digits.len() == 3 && (b'1'..=b'5').contains(&digits[0]) && status[1..].bytes().all(|b| b.is_ascii_digit());
        let range = ["1XX", "2XX", "3XX", "4XX", "5XX", "default"].contains(&status.as_str());
        if !code && !range {
            let said = both!("status `{status}` tidak dikenal", "the status `{status}` is not known");
            linter.say(
                "E026",
                &reply.pointer,
                said,
                ("tulis misalnya \"200\" atau default", "write for example \"200\" or default"),
            );
        }
    }
    if !one.replies.iter().any(super::super::api::Reply::is_success) {
        let said = both!("{name} tidak punya jawaban 2xx", "{name} has no 2xx response");
        linter.say("E025", &at, said, ("tulis apa yang dijawab bila berhasil", "say what it answers when it succeeds"));
    }
    let failure = |status: &str| status.starts_with(['4', '5']) || status == "default";
    if !one.replies.iter().any(|reply| failure(&reply.status)) {
        let said = both!("{name} tidak menyebut jawaban gagal", "{name} names no failure");
        linter.say("W111", &at, said, ("tulis misalnya 404 atau default", "write for example 404 or default"));
    }
}
