//! `$ref`: within the file, to something that is there, and not round in a circle.

use super::{Linter, both};
use crate::model::document::part;
use serde_json::Value;
use std::collections::BTreeSet;

pub(super) fn look(linter: &mut Linter<'_>) {
    let mut refs = Vec::new();
    gather(linter.root(), String::new(), &mut refs);
    let mut used = BTreeSet::new();
    for (at, to) in &refs {
        let Some(pointer) = to.strip_prefix('#') else {
            let said = both!("`$ref` keluar berkas: `{to}`", "`$ref` leaves the file: `{to}`");
            linter.say("E009", at, said, ("salin isinya ke `components`", "copy what it names into `components`"));
            continue;
        };
        used.insert(pointer.to_owned());
        if linter.root().pointer(pointer).is_none() {
            let near = nearest(linter.root(), pointer);
            let said = both!("`$ref` menuju `{to}`, yang tidak ada", "`$ref` leads to `{to}`, which is not there");
            linter.say(
                "E010",
                at,
                said,
                ("periksa ejaannya, atau tambahkan bagian itu", "check its spelling, or add that part"),
            );
            if let (Some(near), Some(last)) = (near, linter.found.last_mut()) {
                last.suggest(Some(near));
            }
        } else if circles(linter.root(), pointer) {
            let said = both!("`{to}` hanya menunjuk dirinya sendiri", "`{to}` only points to itself");
            linter.say("E011", at, said, ("putuskan lingkaran `$ref` ini", "break this circle of `$ref`"));
        }
    }
    unused(linter, &used);
}

/// Depth of values is bounded where they are read.
fn gather(value: &Value, pointer: String, refs: &mut Vec<(String, String)>) {
    match value {
        Value::Array(list) => {
            for (at, one) in list.iter().enumerate() {
                gather(one, format!("{pointer}/{at}"), refs);
            }
        }
        Value::Object(map) => {
            for (name, one) in map {
                let at = format!("{pointer}/{}", part(name));
                match one.as_str().filter(|_| name == "$ref") {
                    Some(to) => refs.push((at, to.to_owned())),
                    // What stands in an example is a value, not a part of the description.
                    None if name == "example" || name == "examples" && one.is_array() => {}
                    None => gather(one, at, refs),
                }
            }
        }
        _ => {}
    }
}

/// So many references may lead to each other.
const HOPS: usize = 32;

/// Whether following references from here only leads to references again.
fn circles(root: &Value, pointer: &str) -> bool {
    let mut at = pointer;
    for _ in 0..HOPS {
        let to = root.pointer(at).and_then(|value| value.get("$ref")).and_then(Value::as_str);
        let Some(next) = to.and_then(|to| to.strip_prefix('#')) else { return false };
        at = next;
    }
    true
}

fn nearest(root: &Value, pointer: &str) -> Option<String> {
    let (holder, name) = pointer.rsplit_once('/')?;
    let known = root.pointer(holder)?.as_object()?;
    let close = known.keys().filter(|known| known.to_lowercase() == name.to_lowercase() || known.starts_with(name));
    close.map(|known| format!("#{holder}/{known}")).next()
}

fn unused(linter: &mut Linter<'_>, used: &BTreeSet<String>) {
    let schemas = linter.document.at("/components/schemas").and_then(Value::as_object);
    let names: Vec<String> = schemas.into_iter().flat_map(|all| all.keys().cloned()).collect();
    for name in names {
        let pointer = format!("/components/schemas/{}", part(&name));
        let within = format!("{pointer}/");
        let inner = used.range(within.clone()..).next().is_some_and(|one| one.starts_with(&within));
        if !used.contains(&pointer) && !inner {
            let said = both!("skema `{name}` tidak dipakai", "the schema `{name}` is not used");
            linter.say("W105", &pointer, said, ("hapus, atau rujuk dengan `$ref`", "remove it, or refer to it"));
        }
    }
}
