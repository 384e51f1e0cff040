//! What of an answer may pass: the fields that a grant names, and nothing else.

use serde_json::Value;
use std::collections::BTreeMap;

/// Fields of a grant as a tree: `nama`, `alamat.desa`. A list is looked through element by element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(BTreeMap<String, Fields>);

/// An answer that is no JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("bukan JSON")]
pub struct NoJson;

impl Fields {
    /// The tree of these names; `None` where a grant names none, so that everything passes.
    pub fn new(names: &[String]) -> Option<Self> {
        let mut tree = Self::default();
        for name in names {
            let mut here = &mut tree;
            for part in name.split('.') {
                here = here.0.entry(part.to_owned()).or_default();
            }
        }
        // `alamat` beside `alamat.desa` means the whole of it.
        for name in names {
            tree.open(name);
        }
        (!names.is_empty()).then_some(tree)
    }

    /// Ends the tree at this name: everything below it passes.
    fn open(&mut self, name: &str) {
        let mut here = self;
        for part in name.split('.') {
            match here.0.get_mut(part) {
                Some(next) => here = next,
                None => return,
            }
        }
        here.0.clear();
    }

    /// The answer with nothing but these fields.
    ///
    /// # Errors
    /// It is no JSON, or nested deeper than 128.
    pub fn filter(&self, body: &[u8]) -> Result<Vec<u8>, NoJson> {
        let mut value: Value = serde_json::from_slice(body).map_err(|_| NoJson)?;
        if !self.keep(&mut value) {
            value = Value::Null;
        }
        serde_json::to_vec(&value).map_err(|_| NoJson)
    }

    /// Whether something of it is left.
    fn keep(&self, value: &mut Value) -> bool {
        match value {
            Value::Object(members) => {
                members.retain(|name, member| match self.0.get(name) {
                    Some(below) => below.0.is_empty() || below.keep(member),
                    None => false,
                });
                true
            }
            Value::Array(items) => {
                items.retain_mut(|item| self.keep(item));
                true
            }
            // A value where fields were expected is not what was granted.
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn filtered(names: &[&str], body: &str) -> String {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        String::from_utf8(Fields::new(&names).unwrap().filter(body.as_bytes()).unwrap()).unwrap()
    }

    #[test]
    fn only_named_fields_pass_and_lists_are_looked_through() {
        let body = r#"[{"nama":"A","nik":"1","alamat":{"desa":"X","rt":2}},{"nik":"2"}]"#;
        assert_eq!(filtered(&["nama", "alamat.desa"], body), r#"[{"nama":"A","alamat":{"desa":"X"}},{}]"#);
        let wrapped = r#"{"data":[{"nama":"A","nik":"1"}],"total":1}"#;
        assert_eq!(filtered(&["data.nama"], wrapped), r#"{"data":[{"nama":"A"}]}"#);
    }

    #[test]
    fn a_whole_field_comes_before_a_part_of_it() {
        let body = r#"{"alamat":{"desa":"X","rt":2},"nik":"1"}"#;
        for names in [["alamat", "alamat.desa"], ["alamat.desa", "alamat"]] {
            assert_eq!(filtered(&names, body), r#"{"alamat":{"desa":"X","rt":2}}"#);
        }
    }

    #[test]
    fn a_value_in_the_place_of_fields_does_not_pass() {
        assert_eq!(filtered(&["alamat.desa"], r#"{"alamat":"Jalan Mawar 3"}"#), "{}");
        assert_eq!(filtered(&["nama"], r#""Budi""#), "null");
        assert_eq!(filtered(&["nama"], r#"["Budi",[{"nama":"A","nik":"1"}]]"#), r#"[[{"nama":"A"}]]"#);
    }

    #[test]
    fn what_is_no_json_is_refused_and_so_is_a_tower_of_brackets() {
        let fields = Fields::new(&["a".to_owned()]).unwrap();
        for wrong in ["", "{", "<html>", "{\"a\":1} {}"] {
            assert_eq!(fields.filter(wrong.as_bytes()), Err(NoJson), "{wrong}");
        }
        assert_eq!(fields.filter("[".repeat(100_000).as_bytes()), Err(NoJson));
        assert_eq!(Fields::new(&[]), None, "no names: everything passes");
    }

    proptest! {
        #[test]
        fn a_field_that_is_not_named_never_passes(
            secret in "[a-z]{6,9}", depth in 0usize..5, names in proptest::collection::vec("[a-c](\\.[a-c]){0,2}", 1..4)
        ) {
            let mut value = serde_json::json!({ "rahasia": secret });
            for at in 0..depth {
                value = if at % 2 == 0 { serde_json::json!({ "a": value }) } else { serde_json::json!([value]) };
            }
            let whole = names.iter().any(|name| !name.contains('.') || depth > 1);
            let passed = Fields::new(&names).unwrap().filter(value.to_string().as_bytes()).unwrap();
            let shown = String::from_utf8(passed).unwrap().contains(&secret);
            prop_assert!(!shown || (whole && depth > 0), "{:?} {}", names, value);
        }
    }
}
