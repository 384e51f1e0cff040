//! How complete a record is: the points of the fields that are filled, of all points that can be had.

use super::field::{Cells, FIELDS, Field};

/// How complete one record is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completeness {
    /// Points of what is filled.
    pub points: u32,
    /// Points that can be had.
    pub of: u32,
    /// What is missing, heaviest first.
    pub missing: Vec<&'static str>,
}

impl Completeness {
    /// Whole percent, rounded down: only what is whole says 100.
    pub fn percent(&self) -> u32 {
        percent(self.points, self.of)
    }
}

/// Whole percent, rounded down; nothing of nothing is 0.
pub fn percent(points: u32, of: u32) -> u32 {
    points.saturating_mul(100).checked_div(of).unwrap_or(0)
}

/// Whether a field can be missing in this record: an application without a vendor has no contract that ends, and a website
/// that everybody reads has no number of users.
fn counts(field: &Field, cells: &Cells) -> bool {
    let is = |name: &str, word: &str| cells.get(name).is_some_and(|text| text == word);
    match field.name {
        "kontrak_akhir" => cells.contains_key("penyedia") && !is("penyedia", "dibuat sendiri"),
        "jumlah_pengguna" => !is("jenis", "situs"),
        "jabatan" => cells.contains_key("narahubung"),
        _ => field.weight > 0,
    }
}

/// How complete these cells are.
pub fn completeness(cells: &Cells) -> Completeness {
    let mut found = Completeness::default();
    let mut missing: Vec<&Field> = Vec::new();
    for field in FIELDS.iter().filter(|field| counts(field, cells)) {
        found.of += field.weight;
        if cells.contains_key(field.name) {
            found.points += field.weight;
        } else {
            missing.push(field);
        }
    }
    missing.sort_by_key(|field| std::cmp::Reverse(field.weight));
    found.missing = missing.into_iter().map(|field| field.name).collect();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_record_has_nothing_and_a_full_one_everything() {
        let empty = completeness(&Cells::new());
        assert_eq!(empty.percent(), 0);
        assert_eq!(empty.missing.first(), Some(&"fungsi"), "the heaviest first");
        let full: Cells = FIELDS.iter().map(|field| (field.name.to_owned(), "x".to_owned())).collect();
        let full = completeness(&full);
        assert_eq!((full.percent(), full.missing.len()), (100, 0));
    }

    #[test]
    fn what_an_application_cannot_have_is_not_missing() {
        let of = |cells: &[(&str, &str)]| {
            let cells = cells.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
            completeness(&cells).missing
        };
        assert!(!of(&[("nama", "x")]).contains(&"kontrak_akhir"));
        assert!(of(&[("penyedia", "CV Contoh")]).contains(&"kontrak_akhir"));
        assert!(!of(&[("penyedia", "dibuat sendiri")]).contains(&"kontrak_akhir"));
        assert!(!of(&[("jenis", "situs")]).contains(&"jumlah_pengguna"));
        assert!(of(&[("narahubung", "Siti")]).contains(&"jabatan"));
    }
}
