use super::*;
use crate::model::explain;
use proptest::prelude::*;
use std::collections::BTreeSet;

const SAMPLE: &str = include_str!("../../../tests/data/pasien.yaml");

/// RFC 7386, so that a snippet of an explanation can stand where it belongs.
fn laid_over(base: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        *base = patch.clone();
        return;
    };
    if !base.is_object() {
        *base = serde_json::json!({});
    }
    for (name, value) in patch {
        let map = base.as_object_mut().unwrap();
        if value.is_null() {
            map.shift_remove(name);
        } else {
            laid_over(map.entry(name.clone()).or_insert(Value::Null), value);
        }
    }
}

fn codes(found: &[Diagnostic]) -> BTreeSet<&'static str> {
    found.iter().map(|one| one.code).collect()
}

fn with(snippet: &str) -> BTreeSet<&'static str> {
    let mut base = read(SAMPLE).unwrap().value;
    laid_over(&mut base, &read(snippet).unwrap_or_else(|fault| panic!("{snippet}: {fault:?}")).value);
    codes(&lint(&Document::of(base)))
}

#[test]
fn the_sample_has_no_finding() {
    let (document, found) = check(SAMPLE);
    let said: Vec<_> = found.iter().map(|one| (one.code, &one.path, &one.say.id)).collect();
    assert!(document.is_some() && found.is_empty(), "{said:?}");
}

#[test]
fn every_explanation_shows_its_fault_and_the_same_place_without_it() {
    assert!(explain::all().len() >= 40, "{}", explain::all().len());
    for (code, one) in explain::all() {
        if ["E001", "E002", "E003"].contains(&code.as_str()) {
            assert_eq!(read(&one.wrong).unwrap_err().code, code);
            assert!(read(&one.right).is_ok(), "{code}");
        } else if !one.wrong.is_empty() {
            assert!(with(&one.wrong).contains(code.as_str()), "{code} wrong: {:?}", with(&one.wrong));
            assert!(!with(&one.right).contains(code.as_str()), "{code} right");
        }
    }
}

#[test]
fn every_code_in_the_checker_is_explained_and_none_is_left_over() {
    let sources = [
        include_str!("../document.rs"),
        include_str!("root.rs"),
        include_str!("references.rs"),
        include_str!("paths.rs"),
        include_str!("operations.rs"),
        include_str!("bodies.rs"),
    ];
    let mut used = BTreeSet::new();
    for source in sources {
        let source = source.split("mod tests").next().unwrap_or_default();
        for part in source.split('"') {
            let digits = part.strip_prefix(['E', 'W']).filter(|digits| digits.len() == 3);
            if digits.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit())) {
                used.insert(part.to_owned());
            }
        }
    }
    let explained: BTreeSet<String> = explain::all().keys().cloned().collect();
    assert_eq!(used, explained);
}

#[test]
fn what_counts_is_counted() {
    let many: String =
        (0..=MOST_OPERATIONS).map(|n| format!("  /a{n}: {{ get: {{ operationId: a{n} }} }}\n")).collect();
    assert!(with(&format!("paths:\n{many}")).contains("E008"));
    let many: String = (0..600).map(|n| format!("      k{n}: {{ type: integer }}\n")).collect();
    let wide = format!("components:\n  schemas:\n    Pasien:\n     properties:\n{many}");
    assert!(with(&wide).contains("W114"));
}

#[test]
fn a_thicket_of_parts_is_looked_at_within_bounds() {
    let many = |count: usize, one: &dyn Fn(usize) -> String| (0..count).map(one).collect::<Vec<_>>().join(",");
    let parameters = many(20_000, &|_| "{\"name\":\"a\",\"in\":\"query\"}".into());
    let schemas = many(5_000, &|n| format!("\"S{n}\":{{\"$ref\":\"#/components/schemas/S{}\"}}", n + 1));
    let operations = many(5_000, &|n| format!("\"/a{n}\":{{\"get\":{{\"parameters\":[{}]}}}}", if n == 0 { &parameters } else { "" }));
    let text = format!("{{\"openapi\":\"3.1.0\",\"paths\":{{{operations}}},\"components\":{{\"schemas\":{{{schemas}}}}}}}");
    let (document, found) = check(&text);
    assert!(found.len() <= 200 && codes(&found).contains("E008"), "{:?}", codes(&found));
    let document = document.unwrap();
    assert!(crate::model::compare::compare(&document.value, &serde_json::json!({})).len() <= 1000);
}

#[test]
fn a_finding_has_its_place_in_the_file_and_says_what_to_do() {
    let text = SAMPLE.replace("operationId: bacaPasien", "operationId: daftarPasien");
    let (_, found) = check(&text);
    let one = found.iter().find(|one| one.code == "E016").unwrap();
    let (line, _) = one.position(&text).unwrap();
    assert_eq!(text.lines().nth(line - 1).unwrap().trim(), "operationId: daftarPasien");
    assert!(line > 30 && one.label.is_some());
    assert!(
        one.render("pasien.yaml", &text, kernel::Lang::Id).contains("pasien.yaml:"),
        "{}",
        one.render("p", &text, kernel::Lang::Id)
    );
    assert!(!sound(&found));
}

#[test]
fn words_that_speak_of_a_person_are_known_and_words_for_things_are_not() {
    for personal in ["nik", "NIK", "nama", "nama_lengkap", "pasienNik", "no-hp", "tanggalLahir", "namaIbu", "email"] {
        assert!(bodies::is_personal(personal), "{personal}");
    }
    for thing in ["id", "umur", "nama_layanan", "namaDesa", "unik", "teknik", "jumlah", "kode"] {
        assert!(!bodies::is_personal(thing), "{thing}");
    }
}

#[test]
fn addresses_that_could_deceive_the_gateway_are_errors() {
    for wrong in [
        "pasien", "/a//b", "/a/../b", "/a/./b", "/a%2fb", "/a\\\\b", "/a?b", "/a#b", "/a b", "/{a}{b}", "/a-{b}",
        "/{}", "/{a}/{a}", "/é", "/a;b", "/a:b", "/*",
    ] {
        let snippet = format!("paths: {{ \"{wrong}\": {{ get: {{ operationId: x }} }} }}");
        assert!(with(&snippet).contains("E012"), "{wrong}");
    }
}

#[test]
fn both_versions_of_the_format_and_a_schema_that_holds_itself_are_fine() {
    let itself =
        "components: { schemas: { Pasien: { properties: { ibu: { $ref: \"#/components/schemas/Pasien\" } } } } }";
    assert!(with(itself).is_empty(), "{:?}", with(itself));
    let old = SAMPLE.replace("3.1.0", "3.0.3");
    assert!(check(&old).1.is_empty());
}

proptest! {
    #[test]
    fn no_description_makes_it_panic(pointer in 0usize..200, value in "[\\[\\]{}a-z:, \"$#/0-9]{0,20}") {
        let mut base = read(SAMPLE).unwrap().value;
        let mut all = vec![String::new()];
        let mut at = 0;
        while let Some(here) = all.get(at).cloned() {
            match base.pointer(&here) {
                Some(Value::Object(map)) => all.extend(map.keys().map(|key| format!("{here}/{}", crate::model::document::part(key)))),
                Some(Value::Array(list)) => all.extend((0..list.len()).map(|n| format!("{here}/{n}"))),
                _ => {}
            }
            at += 1;
        }
        let place = all[pointer % all.len()].clone();
        let value = read(&format!("x: {value}")).map_or(Value::Null, |read| read.value["x"].clone());
        *base.pointer_mut(&place).unwrap() = value;
        let api = Api::of(&base);
        for one in &api.operations {
            let _ = crate::model::publish::callable(&base, one, true);
            let _ = crate::model::publish::curl(&base, one, "https://g.example");
        }
        let _ = crate::model::compare::compare(&base, &read(SAMPLE).unwrap().value);
        let _ = lint(&Document::of(base));
    }
}
