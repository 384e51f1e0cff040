//! From a name as people wrote it to a village: exact, by a named alias, by a clear slip of the pen, or not at all.

use crate::alias::Aliases;
use crate::areas::Areas;
use crate::names::{DISTRICT_KINDS, VILLAGE_KINDS, key, slips, sound, without_kind};
use cases::doors::{District, Village, VillageMatch};
use std::collections::HashMap;

/// The names of one region, ready to be looked up.
#[derive(Debug)]
pub struct Names {
    areas: Areas,
    aliases: Aliases,
    by_key: HashMap<String, Vec<usize>>,
    districts: Vec<(String, usize)>,
}

/// How a district name was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Where {
    /// No district was named.
    Anywhere,
    /// This district, and how sure that is.
    In(String, Sure),
    /// A district was named that this region does not have.
    Elsewhere,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Sure {
    Exact,
    Alias(String),
    Slip,
}

impl Names {
    /// Prepares the names of a region.
    pub fn new(areas: Areas, aliases: Aliases) -> Self {
        let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, village) in areas.villages.iter().enumerate() {
            by_key.entry(key(&village.name)).or_default().push(at);
        }
        let keyed = areas.districts.iter().enumerate();
        let districts = keyed.map(|(at, one)| (key(&one.name), at)).collect();
        Self { areas, aliases, by_key, districts }
    }

    /// The areas whose names these are.
    pub fn areas(&self) -> &Areas {
        &self.areas
    }

    /// The district called `name`: exactly, by a named alias, or by a clear and unique slip of the pen.
    pub fn district(&self, name: &str) -> Option<District> {
        match self.understand(name) {
            Where::In(code, _) => self.areas.district(&code).cloned(),
            _ => None,
        }
    }

    /// The village called `village` beside the district called `district` (may be empty).
    ///
    /// A village of another district than the one named is never answered, except by an alias that was given for
    /// that very district.
    pub fn village(&self, village: &str, district: &str) -> VillageMatch {
        let beside = self.understand(district);
        let bare = without_kind(village, &VILLAGE_KINDS);
        for name in [Some(village), bare].into_iter().flatten() {
            let name = key(name);
            if name.is_empty() {
                continue;
            }
            let found = self
                .exact(&name, &beside)
                .or_else(|| self.by_alias(&name, &beside, district))
                .or_else(|| self.with_its_district(&name, &beside))
                .or_else(|| self.by_slip(&name, &beside));
            if let Some(found) = found {
                return found;
            }
        }
        VillageMatch::Unknown
    }

    fn understand(&self, name: &str) -> Where {
        let bare = without_kind(name, &DISTRICT_KINDS);
        let mut heard = false;
        for written in [Some(name), bare].into_iter().flatten().map(key) {
            if written.is_empty() {
                continue;
            }
            heard = true;
            let same = |(one, _): &&(String, usize)| *one == written;
            if let Some((_, at)) = self.districts.iter().find(same) {
                return self.at_district(*at, Sure::Exact);
            }
            if let Some(alias) = self.aliases.district(&written) {
                return Where::In(alias.code.clone(), Sure::Alias(alias.reason.clone()));
            }
            let near = self.districts.iter();
            let near = near.map(|(one, at)| (slips(&written, one), *at));
            if let Some(at) = clear(near) {
                return self.at_district(at, Sure::Slip);
            }
        }
        if heard { Where::Elsewhere } else { Where::Anywhere }
    }

    fn at_district(&self, at: usize, sure: Sure) -> Where {
        let district = self.areas.districts.get(at);
        district.map_or(Where::Elsewhere, |one| Where::In(one.code.clone(), sure))
    }

    fn exact(&self, name: &str, beside: &Where) -> Option<VillageMatch> {
        let named = self.by_key.get(name)?;
        let mut here = named.iter().filter_map(|at| self.areas.villages.get(*at)).filter(|one| match beside {
            Where::Anywhere => true,
            Where::In(code, _) => one.district == *code,
            Where::Elsewhere => false,
        });
        let village = here.next()?;
        if here.next().is_some() {
            return Some(VillageMatch::Unknown);
        }
        Some(match beside {
            Where::In(_, Sure::Alias(reason)) => VillageMatch::Alias(village.clone(), reason.clone()),
            Where::In(_, Sure::Slip) => VillageMatch::Repaired(village.clone()),
            _ => VillageMatch::Exact(village.clone()),
        })
    }

    fn by_alias(&self, name: &str, beside: &Where, district: &str) -> Option<VillageMatch> {
        let alias = self.aliases.village(name, &key(district))?;
        let village = self.areas.village(&alias.code)?;
        let fits = match beside {
            Where::Anywhere => !alias.for_this_district(),
            Where::In(code, _) => alias.for_this_district() || village.district == *code,
            Where::Elsewhere => alias.for_this_district(),
        };
        fits.then(|| VillageMatch::Alias(village.clone(), alias.reason.clone()))
    }

    /// `Wonorejo Tegalsari`: the name of a village with the name of its own district behind it.
    fn with_its_district(&self, name: &str, beside: &Where) -> Option<VillageMatch> {
        let mut found = None;
        for (district, at) in &self.districts {
            let Some(rest) = name.strip_suffix(district.as_str()) else {
                continue;
            };
            let here = self.at_district(*at, Sure::Slip);
            let allowed = match (beside, &here) {
                (Where::Anywhere, _) => true,
                (Where::In(named, _), Where::In(this, _)) => named == this,
                _ => false,
            };
            if !allowed || rest.is_empty() {
                continue;
            }
            match (self.exact(rest, &here), &found) {
                (Some(VillageMatch::Unknown) | None, _) => {}
                (Some(_), Some(_)) => return Some(VillageMatch::Unknown),
                (one, None) => found = one,
            }
        }
        found
    }

    /// A slip of the pen, only within the district that was named, and only for a name that no other district has.
    fn by_slip(&self, name: &str, beside: &Where) -> Option<VillageMatch> {
        let Where::In(code, _) = beside else {
            return None;
        };
        let theirs = |other: &Village| other.district != *code && sound(&key(&other.name)) == sound(name);
        if self.areas.villages.iter().any(theirs) {
            return None;
        }
        let all = self.areas.villages.iter().enumerate();
        let here = all.filter(|(_, one)| one.district == *code);
        let at = clear(here.map(|(at, one)| (slips(name, &key(&one.name)), at)))?;
        self.areas.villages.get(at).cloned().map(VillageMatch::Repaired)
    }
}

/// The one candidate with the fewest slips, if no other is within two of it.
fn clear(candidates: impl Iterator<Item = (Option<usize>, usize)>) -> Option<usize> {
    let mut near: Vec<(usize, usize)> = candidates.filter_map(|(slips, at)| slips.map(|slips| (slips, at))).collect();
    near.sort_unstable();
    match near.as_slice() {
        [(_, only)] => Some(*only),
        [(first, best), (second, _), ..] if first + 2 <= *second => Some(*best),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn names(code: &str, aliases: &str) -> Names {
        let areas = Areas::load(code).unwrap();
        let aliases = Aliases::parse(aliases, &areas).unwrap();
        Names::new(areas, aliases)
    }

    fn surabaya() -> Names {
        names("35.78", include_str!("../../../wilayah/35.78/alias.toml"))
    }

    fn code(found: &VillageMatch) -> &str {
        match found {
            VillageMatch::Exact(one) | VillageMatch::Alias(one, _) | VillageMatch::Repaired(one) => &one.code,
            VillageMatch::Unknown => "",
        }
    }

    #[test]
    fn the_same_name_in_two_districts_needs_its_district() {
        let names = surabaya();
        assert_eq!(code(&names.village("Wonorejo", "Rungkut")), "35.78.03.1005");
        assert_eq!(code(&names.village("WONOREJO", "Kec. Tegalsari")), "35.78.05.1005");
        assert_eq!(names.village("Wonorejo", ""), VillageMatch::Unknown);
    }

    #[test]
    fn a_village_with_its_district_behind_it_is_understood_without_a_district() {
        let names = surabaya();
        for (written, beside, expected) in [
            ("Wonorejo - Rungkut", "", "35.78.03.1005"),
            ("Wonorejo-Tegalsari", "", "35.78.05.1005"),
            ("Wonorejo Tegalsari", "Tegalsari", "35.78.05.1005"),
            ("Wonorejo Tegalsari", "Rungkut", ""),
        ] {
            assert_eq!(code(&names.village(written, beside)), expected, "{written} {beside}");
        }
    }

    #[test]
    fn a_village_that_lies_in_another_district_is_never_answered() {
        assert_eq!(surabaya().village("Dupak", "Asemrowo"), VillageMatch::Unknown);
    }

    #[test]
    fn a_merged_village_is_found_by_its_named_alias_and_says_why() {
        let names = surabaya();
        for merged in ["Perak Timur", "Kel. Perak Utara"] {
            let VillageMatch::Alias(village, reason) = names.village(merged, "Pabean Cantikan") else {
                panic!("{merged}");
            };
            assert_eq!(village.name, "Tanjung Perak");
            assert!(reason.contains("digabung"), "{reason}");
        }
        assert_eq!(names.village("Perak Timur", "Krembangan"), VillageMatch::Unknown);
    }

    #[test]
    fn a_slip_of_the_pen_is_repaired_within_its_district_only() {
        let names = names("35.78", "");
        assert!(matches!(names.village("Bringin", "Sambikerep"), VillageMatch::Repaired(v) if v.name == "Beringin"));
        assert_eq!(names.village("Bringin", ""), VillageMatch::Unknown);
        assert_eq!(names.village("Bringin", "Pakal"), VillageMatch::Unknown);
    }

    #[test]
    fn a_district_that_this_region_does_not_have_gives_no_village() {
        assert_eq!(surabaya().village("Gubeng", "Balikpapan Selatan"), VillageMatch::Unknown);
    }

    #[test]
    fn a_district_is_found_by_name_alias_or_slip() {
        let names = surabaya();
        let found = |name: &str| names.district(name).map(|one| one.code);
        assert_eq!(found("KARANGPILANG").as_deref(), Some("35.78.01"));
        assert_eq!(found("Kecamatan Pabean Cantikan").as_deref(), Some("35.78.12"));
        assert_eq!(found("Sukolillo").as_deref(), Some("35.78.09"));
        assert_eq!(found("Kuta"), None);
        assert_eq!(found(""), None);
    }

    #[test]
    fn nothing_is_found_for_nothing() {
        let names = surabaya();
        for empty in ["", " ", "-", "Kel."] {
            assert_eq!(names.village(empty, "Gubeng"), VillageMatch::Unknown, "{empty:?}");
        }
    }

    #[test]
    fn every_village_is_found_under_its_own_name_and_district() {
        for region in ["35.78", "35.17", "35.18", "64.72", "32.12"] {
            let names = names(region, "");
            for village in names.areas().villages.iter() {
                let district = names.areas().district(&village.district).unwrap();
                let found = names.village(&format!("Desa {}", village.name), &district.name);
                let twice = names
                    .areas()
                    .villages
                    .iter()
                    .filter(|other| other.district == village.district && key(&other.name) == key(&village.name));
                let expected = if twice.count() == 1 { village.code.as_str() } else { "" };
                assert_eq!(code(&found), expected, "{}", village.name);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]
        #[test]
        fn no_writing_whatever_leads_out_of_the_named_district(
            pick in 0usize..153, district in 0usize..31,
            cut in 0usize..12, put in "[a-z .-]{0,2}",
        ) {
            thread_local!(static NAMES: Names = names("35.78", ""));
            NAMES.with(|names| {
                let mut written: Vec<char> = names.areas().villages[pick].name.chars().collect();
                if cut < written.len() {
                    written.splice(cut..=cut, put.chars());
                }
                let written: String = written.into_iter().collect();
                let beside = &names.areas().districts[district];
                match names.village(&written, &beside.name) {
                    VillageMatch::Unknown => {}
                    VillageMatch::Exact(v) | VillageMatch::Alias(v, _) | VillageMatch::Repaired(v) => {
                        assert_eq!(&v.district, &beside.code);
                    }
                }
            });
        }
    }
}
