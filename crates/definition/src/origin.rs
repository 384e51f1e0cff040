//! What a source of the region confirms or fills in (`isi_dari`, semantics R31, ADR 0025).
//!
//! What is `pribadi` is only ever compared: whoever types a NIK learns nothing of the person behind it. What is not may be
//! filled in.

mod same;

pub use same::agrees;

use crate::model::{Definition, Field};
use crate::value::{Answers, SELF_ENTERED};

/// One `isi_dari`, of a field that the resident or the officer of a step fills in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inquiry<'a> {
    /// The field whose value is looked up.
    pub key: &'a str,
    /// `isi_dari.sumber`.
    pub source: &'a str,
    /// The step whose officers fill all of it in (`diisi`); none for what the resident fills in.
    pub filled_at: Option<&'a str>,
    /// The key itself is `pribadi`: it never stands in an address.
    pub personal: bool,
    /// Fields of `ambil` that are `pribadi`: they are compared, and stand or fall together with the key.
    pub compared: Vec<&'a str>,
    /// Fields of `ambil` that are not: they are filled in, each for itself.
    pub filled: Vec<&'a str>,
}

impl<'a> Inquiry<'a> {
    /// What the field asks; nothing for one without `isi_dari`, and for a personal key without anything to compare: that a
    /// source knows a NIK says nothing about whoever typed it. Only fields of the same form take part (E027).
    pub fn of(definition: &'a Definition, key: &str) -> Option<Self> {
        let (key, field) = definition.fields.get_key_value(key)?;
        let prefill = field.prefill.as_ref()?;
        // Behind a personal key everything is personal, whatever its mark says (E084 refuses the other).
        let personal = field.personal.is_some();
        let own = |id: &&'a String| definition.fields.get(*id).is_some_and(|taken| taken.filled_at == field.filled_at);
        let (compared, filled): (Vec<&str>, Vec<&str>) = prefill
            .take
            .iter()
            .filter(own)
            .map(String::as_str)
            .filter(|id| *id != key)
            .partition(|id| personal || is_personal(definition.fields.get(*id)));
        let filled_at = field.filled_at.as_deref();
        let inquiry = Self { key, source: &prefill.source, filled_at, personal, compared, filled };
        (!personal || !inquiry.compared.is_empty()).then_some(inquiry)
    }

    /// Every field that takes part, the key first.
    pub fn fields(&self) -> impl Iterator<Item = &'a str> + '_ {
        std::iter::once(self.key).chain(self.compared.iter().copied()).chain(self.filled.iter().copied())
    }

    /// Key and compared fields: one proof speaks for all of them.
    pub fn together(&self) -> impl Iterator<Item = &'a str> + '_ {
        std::iter::once(self.key).chain(self.compared.iter().copied())
    }
}

fn is_personal(field: Option<&Field>) -> bool {
    field.is_none_or(|field| field.personal.is_some())
}

/// Everything that a service asks of sources, in the order of the file.
pub fn all(definition: &Definition) -> impl Iterator<Item = Inquiry<'_>> {
    definition.fields.keys().filter_map(|key| Inquiry::of(definition, key))
}

/// Takes the source away from what it no longer speaks for: once one of the fields that were compared changes, the key and
/// the others are self-entered again, also where they stay as they are. It is said, not left out, so that it replaces what
/// stood in an earlier version of the answers.
pub(crate) fn fall(definition: &Definition, known: &Answers, answers: &mut Answers) {
    for inquiry in all(definition) {
        let changed = |id: &str| known.get(id).is_some() && known.get(id) != answers.get(id);
        if !inquiry.together().any(changed) {
            continue;
        }
        let with_key = changed(inquiry.key);
        let lost = inquiry.fields().filter(|id| with_key || !inquiry.filled.contains(id));
        for id in lost.filter(|id| known.sources.get(*id).is_some_and(|source| source == inquiry.source)) {
            if answers.values.contains_key(id) {
                answers.sources.insert(id.to_owned(), SELF_ENTERED.to_owned());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Value;

    const DOMICILE: &str = include_str!("../tests/data/surat-domisili-usaha.toml");

    fn definition() -> Definition {
        crate::load(DOMICILE).unwrap()
    }

    #[test]
    fn what_is_personal_is_compared_and_the_rest_is_filled_in() {
        let definition = definition();
        let found: Vec<Inquiry> = all(&definition).collect();
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].key, found[0].personal), ("nik", true));
        assert_eq!((&found[0].compared, &found[0].filled), (&vec!["nama", "alamat_ktp"], &vec![]));
        assert_eq!((found[1].key, found[1].personal), ("nib", false));
        assert_eq!((&found[1].compared, &found[1].filled), (&vec![], &vec!["nama_usaha", "kbli"]));
    }

    #[test]
    fn a_personal_key_with_nothing_to_compare_asks_nothing() {
        let bare = DOMICILE.replace(r#"ambil = ["nama", "alamat_ktp"] }"#, "ambil = [] }");
        assert!(Inquiry::of(&crate::load(&bare).unwrap(), "nik").is_none());
        assert!(Inquiry::of(&definition(), "nama").is_none());
    }

    #[test]
    fn what_officers_of_a_step_fill_in_asks_for_fields_of_that_step_only() {
        let mut definition = definition();
        for id in ["nib", "kbli"] {
            definition.fields[id].filled_at = Some("survei".to_owned());
        }
        let inquiry = Inquiry::of(&definition, "nib").unwrap();
        assert_eq!((inquiry.filled_at, inquiry.filled), (Some("survei"), vec!["kbli"]));
    }

    #[test]
    fn behind_a_personal_key_nothing_is_filled_in_whatever_its_mark_says() {
        let bare = DOMICILE.replace(
            "label = \"Nama pemilik\"\ntipe  = \"teks\"\nwajib = true\npribadi = \"umum\"",
            "label = \"Nama\"\ntipe = \"teks\"",
        );
        let definition = crate::load(&bare).unwrap();
        assert!(definition.fields["nama"].personal.is_none());
        let inquiry = Inquiry::of(&definition, "nik").unwrap();
        assert_eq!((inquiry.compared, inquiry.filled), (vec!["nama", "alamat_ktp"], vec![]));
    }

    #[test]
    fn a_changed_name_takes_the_source_from_the_number_beside_it_too() {
        let definition = definition();
        let mut known = Answers::new();
        for (id, text) in [("nik", "3517010101900001"), ("nama", "Budi"), ("nib", "1234567890123"), ("nama_usaha", "X")]
        {
            known.insert(id, Value::Text(text.into()));
        }
        for (id, source) in [("nik", "dukcapil"), ("nama", "dukcapil"), ("nib", "oss"), ("nama_usaha", "oss")] {
            known.sources.insert(id.into(), source.into());
        }
        let mut changed = known.clone();
        changed.insert("nama", Value::Text("Budi Santoso".into()));
        fall(&definition, &known, &mut changed);
        assert_eq!((changed.source("nik"), changed.source("nama")), (Some(SELF_ENTERED), Some(SELF_ENTERED)));
        assert_eq!((changed.source("nib"), changed.source("nama_usaha")), (Some("oss"), Some("oss")));
        changed.insert("nib", Value::Text("9234567890123".into()));
        fall(&definition, &known, &mut changed);
        assert_eq!(changed.source("nama_usaha"), Some(SELF_ENTERED), "it was taken with the old number");
    }
}
