//! Where a report belongs: city, district, village.

use super::{Converter, Draft};
use crate::mapping::Field;
use crate::report::Note;
use cases::doors::VillageMatch;
use sheet::table::Row;

/// What a village name and a district name meant together.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    village: Option<String>,
    district: Option<String>,
    remark: Option<(&'static str, String)>,
}

impl Converter<'_> {
    /// Village code and, where only that is known, district code.
    pub(super) fn place(&mut self, row: &Row, draft: &mut Draft) -> Result<(Option<String>, Option<String>), Note> {
        let city = self.joined(row, Field::City, " ");
        if !city.is_empty() && bare(&city) != bare(&self.region.name) {
            draft.flag("kota_lain");
            draft.remark(
                "kota_lain",
                self.column(Field::City),
                &city,
                format!("bukan {}; disimpan tanpa desa dan kecamatan", self.region.name),
            );
            return Ok((None, None));
        }
        let village = self.joined(row, Field::Village, " ");
        let district = self.joined(row, Field::District, " ");
        if village.is_empty() && district.is_empty() {
            return Ok((None, None));
        }
        let key = (village, district);
        let placed = match self.places.get(&key) {
            Some(placed) => placed.clone(),
            None => {
                let placed = self.look_up(&key.0, &key.1);
                self.places.insert(key.clone(), placed.clone());
                placed
            }
        };
        if let Some((kind, reason)) = placed.remark {
            let about_village = kind != "kecamatan_tidak_dikenal";
            let (field, value) = if about_village { (Field::Village, &key.0) } else { (Field::District, &key.1) };
            if kind == "desa_tidak_dikenal" && self.mapping.refuse_unknown_village {
                return Err(Note::new(kind, self.column(field), value, reason));
            }
            if kind.ends_with("tidak_dikenal") {
                draft.flag(kind);
            }
            draft.remark(kind, self.column(field), value, reason);
        }
        Ok((placed.village, placed.district))
    }

    fn look_up(&self, village: &str, district: &str) -> Placed {
        let gazetteer = &self.doors.gazetteer;
        let found = |code: String, remark| Placed { village: Some(code), district: None, remark };
        if !village.is_empty() {
            match gazetteer.find(village, district) {
                VillageMatch::Exact(one) => return found(one.code, None),
                VillageMatch::Alias(one, reason) => {
                    let reason = format!("dibaca sebagai {} ({}): {reason}", one.name, one.code);
                    return found(one.code, Some(("nama_lain", reason)));
                }
                VillageMatch::Repaired(one) => {
                    let reason = format!("dibaca sebagai {} ({}), ejaan terdekat di kecamatan itu", one.name, one.code);
                    return found(one.code, Some(("ejaan", reason)));
                }
                VillageMatch::Unknown => {}
            }
        }
        let district_code = gazetteer.district_called(district).map(|one| one.code);
        let remark = match (village.is_empty(), &district_code) {
            (false, Some(_)) => Some((
                "desa_tidak_dikenal",
                format!("tidak ada di Kecamatan {district}; disimpan dengan kecamatannya saja"),
            )),
            (false, None) => {
                Some(("desa_tidak_dikenal", "tidak ada desa atau kelurahan yang pasti bernama demikian".to_owned()))
            }
            (true, None) => Some(("kecamatan_tidak_dikenal", "tidak ada kecamatan bernama demikian".to_owned())),
            (true, Some(_)) => None,
        };
        Placed { village: None, district: district_code, remark }
    }
}

/// A city's name without case and without `Kabupaten`; `Kota` stays, for Kota Pasuruan is not Kabupaten Pasuruan.
fn bare(name: &str) -> String {
    let words = name.split_whitespace().map(str::to_lowercase);
    let words: Vec<String> = words.filter(|word| !matches!(word.as_str(), "kabupaten" | "kab" | "kab.")).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::bare;

    #[test]
    fn a_kota_is_not_the_kabupaten_of_the_same_name() {
        assert_eq!(bare("KABUPATEN Kutai Timur"), bare("Kutai  Timur"));
        assert_eq!(bare("Kab. Pasuruan"), bare("Kabupaten Pasuruan"));
        assert_ne!(bare("Kota Pasuruan"), bare("Kabupaten Pasuruan"));
    }
}
