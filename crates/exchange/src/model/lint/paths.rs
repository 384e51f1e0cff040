//! Addresses: what stands in a template, and that no two of them are the same to a caller.

use super::{Linter, both, names_in};
use crate::model::api::METHODS;
use crate::model::compare::shape;
use crate::model::document::part;
use serde_json::Value;
use std::collections::BTreeMap;

/// What may stand in a path item beside methods.
const OTHERS: [&str; 5] = ["parameters", "summary", "description", "servers", "$ref"];

pub(super) fn look(linter: &mut Linter<'_>) {
    let paths = linter.root().get("paths").and_then(Value::as_object);
    let all: Vec<(String, Vec<String>)> = paths
        .into_iter()
        .flatten()
        .filter(|(template, _)| !template.starts_with("x-"))
        .map(|(template, item)| {
            (template.clone(), item.as_object().into_iter().flat_map(|one| one.keys().cloned()).collect())
        })
        .collect();
    let mut shapes: BTreeMap<String, String> = BTreeMap::new();
    for (template, keys) in &all {
        let pointer = format!("/paths/{}", part(template));
        template_of(linter, template, &pointer);
        if let Some(first) = shapes.insert(shape(template), template.clone()) {
            let said = both!(
                "`{template}` sama bagi pemanggil dengan `{first}`",
                "`{template}` is the same to callers as `{first}`"
            );
            let how =
                ("gabungkan keduanya, atau bedakan bagian tetapnya", "merge them, or let their fixed parts differ");
            linter.say("E013", &pointer, said, how);
        }
        for key in keys.iter().filter(|key| !METHODS.contains(&key.as_str())) {
            method(linter, key, &format!("{pointer}/{}", part(key)));
        }
    }
}

fn template_of(linter: &mut Linter<'_>, template: &str, pointer: &str) {
    if !is_template(template) {
        let said = both!("alamat `{template}` tidak dapat dipakai", "the address `{template}` cannot be used");
        let how = (
            "mulai dengan `/`; huruf, angka, `-`, `_`, `.`, `~`; satu `{nama}` per bagian",
            "begin with `/`; letters, digits, `-`, `_`, `.`, `~`; one `{name}` per part",
        );
        linter.say("E012", pointer, said, how);
    } else if template.len() > 1 && template.ends_with('/') {
        let said = both!("alamat `{template}` berakhir dengan `/`", "the address `{template}` ends with `/`");
        linter.say("W106", pointer, said, ("hapus garis miring di akhir", "remove the slash at its end"));
    }
}

/// A template whose every part is plain text or one parameter, so that a caller's path can be matched in one way only.
fn is_template(template: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    let plain = |part: &str| part.bytes().all(known) && part != "." && part != "..";
    let parameter = |part: &str| {
        let name = part.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        name.is_some_and(|name| !name.is_empty() && name.bytes().all(known))
    };
    let Some(rest) = template.strip_prefix('/') else { return false };
    let mut parts: Vec<&str> = rest.split('/').collect();
    if parts.last() == Some(&"") {
        parts.pop();
    }
    let names = names_in(template);
    let once = names.iter().all(|name| names.iter().filter(|other| *other == name).count() == 1);
    template.len() <= 300 && once && parts.iter().all(|part| !part.is_empty() && (plain(part) || parameter(part)))
}

fn method(linter: &mut Linter<'_>, key: &str, pointer: &str) {
    if OTHERS.contains(&key) || key.starts_with("x-") {
        return;
    }
    if ["trace", "options", "connect"].contains(&key) {
        let said = both!("metode `{key}` tidak ditawarkan", "the method `{key}` is not offered");
        linter.say(
            "E014",
            pointer,
            said,
            ("hapus; gerbang menjawabnya sendiri atau menolaknya", "remove it; the gateway refuses it"),
        );
    } else {
        let said = both!("`{key}` bukan metode", "`{key}` is no method");
        let how = ("pakai get, put, post, delete, patch atau head", "use get, put, post, delete, patch or head");
        linter.say("E014", pointer, said, how);
    }
}
