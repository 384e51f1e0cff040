//! Provinces, regencies, districts and villages, carried compressed and read for one region at a time.
//!
//! The tables are under the Open Database License (`wilayah/kode/LICENSE-ODbL.md`, named in NOTICE); 83,762 villages
//! are never held in memory together.

use cases::doors::{District, Village};
use flate2::read::GzDecoder;
use kernel::{AreaCode, Zone};
use std::io::{BufRead, BufReader};
use std::sync::Arc;

const REGENCIES: &[u8] = include_bytes!("../../../wilayah/kode/regencies.csv.gz");
const PROVINCES: &[u8] = include_bytes!("../../../wilayah/kode/provinces.csv.gz");
const DISTRICTS: &[u8] = include_bytes!("../../../wilayah/kode/districts.csv.gz");
const VILLAGES: &[u8] = include_bytes!("../../../wilayah/kode/villages.csv.gz");
const ZONES: &str = include_str!("../../../wilayah/kode/zona.csv");

/// The code of the whole country.
const COUNTRY: &str = "00";

/// A kabupaten or kota; in an installation that steers regions the province or the country itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Regency {
    /// Code such as `35.17`.
    pub code: String,
    /// Name with its kind: `Kabupaten Jombang`, `Kota Surabaya`.
    pub name: String,
    /// Name of its province.
    pub province: String,
    /// Its time zone (semantics R12).
    pub zone: Zone,
}

/// The districts and villages of one region.
#[derive(Clone, Debug)]
pub struct Areas {
    /// The region itself.
    pub regency: Regency,
    /// Its districts by code.
    pub districts: Arc<[District]>,
    /// Its villages by code.
    pub villages: Arc<[Village]>,
}

/// Why no areas could be read.
#[derive(Debug, thiserror::Error)]
pub enum AreasError {
    /// No regency has this code; the nearest code or name is suggested.
    #[error("wilayah `{asked}` tidak ada; maksud Anda {nearest}?")]
    Unknown {
        /// What was asked for.
        asked: String,
        /// Code and name of the nearest regency.
        nearest: String,
    },
    /// A carried table cannot be read; the build is broken.
    #[error("tabel wilayah bawaan rusak: {0}")]
    Broken(String),
}

/// All 514 regencies by code, with their zones.
///
/// # Errors
/// A carried table is broken.
pub fn regencies() -> Result<Vec<Regency>, AreasError> {
    let provinces = rows(PROVINCES, "")?;
    let mut zones = ZONES.lines().skip(1);
    let mut found = Vec::with_capacity(514);
    for [code, province, name] in rows(REGENCIES, "")? {
        let zone = zones.next().and_then(|line| line.split_once(','));
        let zone = zone
            .filter(|(at, _)| *at == code)
            .and_then(|(_, zone)| Zone::parse(zone))
            .ok_or_else(|| AreasError::Broken(format!("zona {code}")))?;
        let province = provinces.iter().find(|row| row[0] == province);
        let province = province.map(|row| row[1].clone()).unwrap_or_default();
        found.push(Regency { code, name, province, zone });
    }
    Ok(found)
}

/// What steers regions and has none of its own below it: the country (`00`) and its provinces (`35`), for an installation of a
/// ministry or a province. Its zone is that of its first regency, the country's that of its capital city.
///
/// # Errors
/// A carried table is broken.
pub fn steering() -> Result<Vec<Regency>, AreasError> {
    let all = regencies()?;
    let country =
        Regency { code: COUNTRY.to_owned(), name: "Indonesia".to_owned(), province: String::new(), zone: Zone::Wib };
    let mut found = vec![country];
    for [code, name, _] in rows(PROVINCES, "")? {
        let first = all.iter().find(|one| one.code.split('.').next() == Some(code.as_str()));
        let zone = first.map_or(Zone::Wib, |one| one.zone);
        found.push(Regency { code, name: format!("Provinsi {name}"), province: name, zone });
    }
    Ok(found)
}

/// The regencies that an installation with this code steers, by code; none where it is a regency itself.
///
/// # Errors
/// A carried table is broken.
pub fn steered(code: &str) -> Result<Vec<Regency>, AreasError> {
    if code.contains('.') {
        return Ok(Vec::new());
    }
    let below = |one: &Regency| code == COUNTRY || one.code.split('.').next() == Some(code);
    Ok(regencies()?.into_iter().filter(below).collect())
}

/// The regency, province or country with this code, or an error that names the nearest one (by code, or by name where a name was given).
///
/// # Errors
/// There is no such regency, or a carried table is broken.
pub fn regency(code: &str) -> Result<Regency, AreasError> {
    let all = regencies()?;
    let above = if code.contains('.') { Vec::new() } else { steering()? };
    if let Some(found) = all.iter().chain(&above).find(|one| one.code == code) {
        return Ok(found.clone());
    }
    let asked = code.to_lowercase();
    let distance = |one: &Regency| {
        let bare = one.name.to_lowercase();
        let short = bare.split_once(' ').map_or(bare.as_str(), |(_, rest)| rest);
        strsim::levenshtein(&one.code, &asked)
            .min(strsim::levenshtein(&bare, &asked))
            .min(strsim::levenshtein(short, &asked))
    };
    let nearest = all.iter().min_by_key(|one| distance(one));
    Err(AreasError::Unknown {
        asked: code.to_owned(),
        nearest: nearest.map_or_else(String::new, |one| format!("{} {}", one.code, one.name)),
    })
}

impl Areas {
    /// Reads the districts and villages of one region.
    ///
    /// # Errors
    /// There is no such regency, or a carried table is broken.
    pub fn load(code: &str) -> Result<Self, AreasError> {
        let regency = regency(code)?;
        if !code.contains('.') {
            return Ok(Self { regency, districts: Arc::new([]), villages: Arc::new([]) });
        }
        let prefix = format!("{code}.");
        let districts = rows(DISTRICTS, &prefix)?.into_iter().map(|[code, _, name]| District { code, name }).collect();
        let villages = rows(VILLAGES, &prefix)?
            .into_iter()
            .map(|[code, district, name]| Village { kelurahan: is_kelurahan(&code), code, name, district })
            .collect();
        Ok(Self { regency, districts, villages })
    }

    /// The village with this code.
    pub fn village(&self, code: &str) -> Option<&Village> {
        let at = self.villages.binary_search_by(|one| one.code.as_str().cmp(code));
        at.ok().and_then(|at| self.villages.get(at))
    }

    /// The district with this code.
    pub fn district(&self, code: &str) -> Option<&District> {
        let at = self.districts.binary_search_by(|one| one.code.as_str().cmp(code));
        at.ok().and_then(|at| self.districts.get(at))
    }

    /// The name that this code has in the region, at whatever level.
    pub fn name_of(&self, code: &AreaCode) -> Option<&str> {
        let code = code.as_str();
        if code == self.regency.code {
            return Some(&self.regency.name);
        }
        self.district(code).map(|one| one.name.as_str()).or_else(|| self.village(code).map(|one| one.name.as_str()))
    }
}

/// Part 4 of a kelurahan's code begins with 1 (desa: 2, desa adat: 3).
fn is_kelurahan(code: &str) -> bool {
    code.rsplit('.').next().is_some_and(|part| part.starts_with('1'))
}

/// The rows whose code begins with `prefix`. Codes stand first and are never quoted, so other lines are not even parsed.
fn rows(table: &[u8], prefix: &str) -> Result<Vec<[String; 3]>, AreasError> {
    let broken = |error: &dyn std::fmt::Display| AreasError::Broken(error.to_string());
    let mut wanted = String::new();
    let mut lines = BufReader::new(GzDecoder::new(table));
    let (mut line, mut first) = (String::new(), true);
    while lines.read_line(&mut line).map_err(|error| broken(&error))? > 0 {
        if !first && line.starts_with(prefix) {
            wanted.push_str(&line);
        } else if !first && !wanted.is_empty() {
            break;
        }
        first = false;
        line.clear();
    }
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(wanted.as_bytes());
    let mut found: Vec<[String; 3]> = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| broken(&error))?;
        let field = |at: usize| record.get(at).unwrap_or_default().to_owned();
        found.push([field(0), field(1), field(2)]);
    }
    if !found.is_sorted_by(|a, b| a[0] < b[0]) {
        return Err(AreasError::Broken("tidak urut menurut kode".to_owned()));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_514_regencies_each_with_a_province_and_a_zone() {
        let all = regencies().unwrap();
        assert_eq!(all.len(), 514);
        assert!(all.iter().all(|one| !one.province.is_empty()));
        let zone = |code: &str| all.iter().find(|one| one.code == code).unwrap().zone;
        assert_eq!(zone("35.17"), Zone::Wib);
        assert_eq!(zone("64.72"), Zone::Wita);
        assert_eq!(zone("91.71"), Zone::Wit);
    }

    #[test]
    fn a_province_and_the_country_steer_their_regencies_and_have_no_villages() {
        let java = Areas::load("35").unwrap();
        assert_eq!(
            (java.regency.name.as_str(), java.districts.len(), java.villages.len()),
            ("Provinsi Jawa Timur", 0, 0)
        );
        assert_eq!(steered("35").unwrap().len(), 38);
        assert_eq!(steered("00").unwrap().len(), 514);
        assert!(steered("35.17").unwrap().is_empty(), "a regency steers nobody");
        assert_eq!(regency("64").unwrap().zone, Zone::Wita);
        assert!(regency("99").is_err());
    }

    #[test]
    fn a_region_has_its_own_districts_and_villages_only() {
        let jombang = Areas::load("35.17").unwrap();
        assert_eq!(
            (jombang.districts.len(), jombang.villages.len()),
            (21, 306),
            "21 kecamatan, 302 desa and 4 kelurahan"
        );
        assert_eq!(jombang.villages.iter().filter(|v| v.kelurahan).count(), 4);
        assert!(jombang.villages.iter().all(|v| v.code.starts_with(&v.district) && v.district.starts_with("35.17.")));
        assert_eq!(jombang.regency.name, "Kabupaten Jombang");
    }

    #[test]
    fn the_last_region_of_the_table_is_complete_too() {
        let last = regencies().unwrap().pop().unwrap();
        let areas = Areas::load(&last.code).unwrap();
        assert!(!areas.districts.is_empty() && !areas.villages.is_empty());
    }

    #[test]
    fn a_name_with_a_quote_in_it_survives() {
        let nganjuk = Areas::load("35.18").unwrap();
        assert_eq!(nganjuk.village("35.18.17.2007").unwrap().name, "Ja\"an");
    }

    #[test]
    fn an_unknown_region_is_answered_with_the_nearest_one() {
        let message = |asked: &str| Areas::load(asked).unwrap_err().to_string();
        assert!(message("35.1").contains("35."), "{}", message("35.1"));
        assert!(message("Surabya").contains("35.78 Kota Surabaya"));
    }

    #[test]
    fn every_code_is_found_under_its_name_at_every_level() {
        let areas = Areas::load("35.78").unwrap();
        let name = |code: &str| areas.name_of(&AreaCode::parse(code).unwrap());
        assert_eq!(name("35.78"), Some("Kota Surabaya"));
        assert_eq!(name("35.78.12"), Some("Pabean Cantian"));
        assert_eq!(name("35.78.05.1002"), Some("Dr. Soetomo"));
        assert_eq!(name("35.17.01"), None);
    }
}
