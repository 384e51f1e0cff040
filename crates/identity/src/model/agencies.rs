//! The agencies of one region, as a snapshot in memory: looked up on every page, changed a few times a year.

use super::naming::Names;
use cases::doors::{Agency, District, Village};
use kernel::Role;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// A job title of a unit: what it is called and what its holder may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Title {
    /// Indonesian name, such as "Kepala Bidang Bina Marga".
    pub name: String,
    /// The role with which it acts.
    pub role: Role,
}

/// What kind of office a unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// An agency of the regency (OPD).
    Agency,
    /// The office of a district.
    District,
    /// The office of a village.
    Village,
}

impl Kind {
    /// The word kept in the table and shown on pages.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Agency => "opd",
            Self::District => "kecamatan",
            Self::Village => "desa",
        }
    }

    /// The kind called `word`.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Agency, Self::District, Self::Village].into_iter().find(|kind| kind.word() == word)
    }
}

/// One office with everything that is kept about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Office {
    /// Unit id, for example `dinas-pupr` or `desa-35.17.01.2001`.
    pub unit: String,
    /// Full name.
    pub name: String,
    /// Short name for lists.
    pub short: String,
    /// What kind it is.
    pub kind: Kind,
    /// Place in lists, within its kind.
    pub position: i64,
    /// Its job titles.
    pub titles: BTreeMap<String, Title>,
    /// Id of the agency in SP4N-LAPOR!, if it was imported.
    pub outside: String,
}

/// The office of a district, with the titles that every district office has.
pub fn district_office(district: &District, position: i64, titles: &BTreeMap<String, Title>) -> Office {
    Office {
        unit: format!("kecamatan-{}", district.code),
        name: format!("Kecamatan {}", district.name),
        short: format!("Kec. {}", district.name),
        kind: Kind::District,
        position,
        titles: titles.clone(),
        outside: String::new(),
    }
}

/// The office of a village, with the titles that every village office has. Its head is called what the head of such an
/// office is called (`lurah` or `kepala-desa`), because letters are signed with that title; no title leaves open which of
/// the two the office is.
pub fn village_office(village: &Village, position: i64, titles: &BTreeMap<String, Title>) -> Office {
    let (long, short, head) =
        if village.kelurahan { ("Kelurahan", "Kel.", "lurah") } else { ("Desa", "Desa", "kepala-desa") };
    let mut titles = titles.clone();
    let called = titles.get(head).map(|title| title.name.clone());
    if let (Some(name), Some(title)) = (called, titles.get_mut("kepala")) {
        title.name = name;
    }
    for title in titles.values_mut() {
        title.name = title.name.replace("Desa atau Kelurahan", long);
    }
    Office {
        unit: format!("desa-{}", village.code),
        name: format!("{long} {}", village.name),
        short: format!("{short} {}", village.name),
        kind: Kind::Village,
        position,
        titles,
        outside: String::new(),
    }
}

/// All offices of a region.
#[derive(Debug, Default)]
pub struct Directory {
    offices: Vec<Office>,
    list: Arc<[Agency]>,
    places: HashMap<String, usize>,
    names: Names,
    outside: HashMap<String, usize>,
}

impl Directory {
    /// The directory of the region with this full name. `aliases` maps written names to units.
    pub fn new(region: &str, mut offices: Vec<Office>, aliases: &BTreeMap<String, String>) -> Self {
        offices.sort_by(|a, b| (a.kind, a.position, &a.unit).cmp(&(b.kind, b.position, &b.unit)));
        let mut names = Names::new(region);
        let districts: HashMap<String, String> = offices
            .iter()
            .filter(|office| office.kind == Kind::District)
            .filter_map(|office| {
                Some((office.unit.strip_prefix("kecamatan-")?.to_owned(), bare(&office.name).to_owned()))
            })
            .collect();
        for office in &offices {
            name_office(&mut names, office, &districts);
        }
        for (name, unit) in aliases {
            names.alias(name, unit);
        }
        let index = |key: fn(&Office) -> &String| -> HashMap<String, usize> {
            let keys = offices.iter().enumerate().map(|(place, office)| (key(office).clone(), place));
            keys.filter(|(key, _)| !key.is_empty()).collect()
        };
        Self {
            places: index(|office| &office.unit),
            outside: index(|office| &office.outside),
            list: offices.iter().map(agency).collect(),
            names,
            offices,
        }
    }

    /// All offices: agencies first, then districts, then villages.
    pub fn offices(&self) -> &[Office] {
        &self.offices
    }

    /// All offices as other rooms see them, in the same order.
    pub fn all(&self) -> Arc<[Agency]> {
        Arc::clone(&self.list)
    }

    /// The office of this unit.
    pub fn office(&self, unit: &str) -> Option<&Office> {
        self.places.get(unit).and_then(|place| self.offices.get(*place))
    }

    /// The office of this unit as other rooms see it.
    pub fn agency(&self, unit: &str) -> Option<Agency> {
        self.office(unit).map(agency)
    }

    /// The office meant by a written name, or by its id in SP4N-LAPOR!.
    pub fn find(&self, name: &str) -> Option<&Office> {
        let by_id = self.outside.get(name.trim().trim_end_matches(".0")).and_then(|place| self.offices.get(*place));
        by_id.or_else(|| self.office(self.names.find(name)?))
    }

    /// The role of a title in a unit.
    pub fn role_of(&self, title: &str, unit: &str) -> Option<Role> {
        self.office(unit)?.titles.get(title).map(|title| title.role)
    }

    /// The Indonesian name of a title in a unit; the title's own words where it has none there.
    pub fn title_name(&self, title: &str, unit: &str) -> String {
        let known = self.office(unit).and_then(|office| office.titles.get(title));
        known.map_or_else(|| spoken(title), |title| title.name.clone())
    }
}

fn agency(office: &Office) -> Agency {
    Agency { unit: office.unit.clone(), name: office.name.clone(), short: office.short.clone() }
}

fn bare(name: &str) -> &str {
    name.split_once(' ').map_or(name, |(_, rest)| rest)
}

fn name_office(names: &mut Names, office: &Office, districts: &HashMap<String, String>) {
    names.add(&office.name, &office.unit);
    names.add(&office.short, &office.unit);
    if office.kind != Kind::Village {
        names.add(&office.unit, &office.unit);
        return;
    }
    let place = bare(&office.name);
    let district = office.unit.strip_prefix("desa-").and_then(|code| districts.get(code.get(..8)?));
    for kind in ["Kelurahan", "Desa"] {
        names.add(&format!("{kind} {place}"), &office.unit);
        if let Some(district) = district {
            names.add(&format!("{kind} {place} {district}"), &office.unit);
        }
    }
}

/// `kabid-bina-marga` as "Kabid bina marga".
fn spoken(title: &str) -> String {
    let words = title.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn directory() -> Directory {
        let titles =
            |title: &str, name: &str, role| BTreeMap::from([(title.to_owned(), Title { name: name.to_owned(), role })]);
        let office = |unit: &str, name: &str, short: &str, position, outside: &str| Office {
            unit: unit.to_owned(),
            name: name.to_owned(),
            short: short.to_owned(),
            kind: Kind::Agency,
            position,
            titles: titles("kabid-bina-marga", "Kepala Bidang Bina Marga", Role::Head),
            outside: outside.to_owned(),
        };
        let district = District { code: "35.17.01".to_owned(), name: "Perak".to_owned() };
        let village = |code: &str, name: &str, kelurahan| Village {
            code: code.to_owned(),
            name: name.to_owned(),
            district: "35.17.01".to_owned(),
            kelurahan,
        };
        let village_titles = titles("pelaksana", "Perangkat desa", Role::FieldOfficer);
        Directory::new(
            "Kabupaten Jombang",
            vec![
                village_office(&village("35.17.01.2001", "Cangkringrandu", false), 1, &village_titles),
                village_office(&village("35.17.01.1002", "Kepatihan", true), 2, &village_titles),
                district_office(&district, 1, &titles("camat", "Camat", Role::Head)),
                office("dinas-sosial", "Dinas Sosial", "Dinsos", 2, ""),
                office("dinas-pupr", "Dinas Pekerjaan Umum dan Penataan Ruang", "DPUPR", 1, "131393"),
            ],
            &BTreeMap::from([("Dinas PU Bina Marga".to_owned(), "dinas-pupr".to_owned())]),
        )
    }

    #[test]
    fn agencies_come_before_districts_and_villages() {
        let units: Vec<String> = directory().all().iter().map(|agency| agency.unit.clone()).collect();
        assert_eq!(
            units,
            ["dinas-pupr", "dinas-sosial", "kecamatan-35.17.01", "desa-35.17.01.2001", "desa-35.17.01.1002"]
        );
    }

    #[test]
    fn an_office_is_found_by_name_short_name_alias_and_outside_id() {
        let directory = directory();
        for (written, unit) in [
            ("dinas pekerjaan umum & penataan ruang", "dinas-pupr"),
            ("DPUPR Kab. Jombang", "dinas-pupr"),
            ("Dinas PU Bina Marga Kabupaten Jombang", "dinas-pupr"),
            ("131393.0", "dinas-pupr"),
            ("dinas-sosial", "dinas-sosial"),
            ("Kec. Perak", "kecamatan-35.17.01"),
            ("Desa Kepatihan", "desa-35.17.01.1002"),
            ("Kelurahan Cangkringrandu Perak", "desa-35.17.01.2001"),
        ] {
            assert_eq!(directory.find(written).map(|office| office.unit.as_str()), Some(unit), "{written}");
        }
        assert_eq!(directory.find("Dinas Pariwisata"), None);
    }

    #[test]
    fn a_title_that_is_not_mapped_has_no_role_but_still_a_name() {
        let directory = directory();
        assert_eq!(directory.role_of("kabid-bina-marga", "dinas-pupr"), Some(Role::Head));
        assert_eq!(directory.role_of("pelaksana", "desa-35.17.01.2001"), Some(Role::FieldOfficer));
        assert_eq!(directory.role_of("pengawas-jalan", "dinas-sosial"), None);
        assert_eq!(directory.title_name("kabid-bina-marga", "dinas-pupr"), "Kepala Bidang Bina Marga");
        assert_eq!(directory.title_name("pengawas-jalan", "dinas-sosial"), "Pengawas jalan");
    }

    #[test]
    fn the_head_of_a_village_office_is_called_lurah_or_kepala_desa() {
        let title = |name: &str| Title { name: name.to_owned(), role: Role::Head };
        let titles = BTreeMap::from([
            ("kepala".to_owned(), title("Kepala Desa atau Lurah")),
            ("kepala-desa".to_owned(), title("Kepala Desa")),
            ("lurah".to_owned(), title("Lurah")),
            ("sekretaris".to_owned(), title("Sekretaris Desa atau Kelurahan")),
        ]);
        let called = |kelurahan| {
            let village = Village {
                code: "35.17.01.2001".to_owned(),
                name: "Perak".to_owned(),
                district: "35.17.01".to_owned(),
                kelurahan,
            };
            let titles = village_office(&village, 1, &titles).titles;
            ["kepala", "sekretaris"].map(|title| titles[title].name.clone())
        };
        assert_eq!(called(true), ["Lurah", "Sekretaris Kelurahan"]);
        assert_eq!(called(false), ["Kepala Desa", "Sekretaris Desa"]);
    }
}
