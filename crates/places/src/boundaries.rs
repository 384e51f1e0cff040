//! `gapura import boundaries FILE.geojson`: what is checked before an outline is kept.
//!
//! One file holds outlines of the regency, its districts or its villages; each feature names its area by `code`.
//! A file of another region, or one that is no GeoJSON, is refused whole; a single broken outline is refused by itself.

use crate::areas::Areas;
use crate::outline::{Outline, degrees, steps};
use geo::{Area, Coord, LineString, MultiPolygon, Polygon};
use geojson::{Feature, GeoJson, GeometryValue, PolygonType};
use kernel::AreaCode;
use std::collections::HashSet;

/// Larger files are refused; the villages of the largest regency need one megabyte.
pub const LARGEST_FILE: u64 = 64 << 20;
/// Around the Indonesian archipelago, in degrees.
const LONGITUDES: std::ops::RangeInclusive<f64> = 94.0..=142.0;
const LATITUDES: std::ops::RangeInclusive<f64> = -12.0..=7.0;

/// Outlines that may be kept, and what was noticed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Checked {
    /// In the order of the file.
    pub outlines: Vec<Outline>,
    /// Areas whose outline was kept after a repair, with what was done.
    pub repaired: Vec<(String, String)>,
    /// Features that were refused, with the reason.
    pub rejected: Vec<(String, String)>,
    /// Names that differ from the official list; the outline is kept under its code.
    pub other_names: Vec<(String, String)>,
}

/// Why a whole file was refused.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum BadFile {
    /// Not JSON, or not a FeatureCollection.
    #[error("bukan GeoJSON FeatureCollection: {0}")]
    NotGeoJson(String),
    /// No feature has a code of the region.
    #[error("berkas ini berisi wilayah {found}, bukan {expected}")]
    OtherRegion {
        /// The first code of the file.
        found: String,
        /// The region's code and name.
        expected: String,
    },
    /// There is nothing in it.
    #[error("berkas tidak berisi satu pun batas wilayah (properti `code` dan geometri Polygon atau MultiPolygon)")]
    Empty,
    /// More than [`LARGEST_FILE`].
    #[error("berkas lebih besar dari {} MB", LARGEST_FILE >> 20)]
    TooLarge,
}

/// Checks a GeoJSON text against the areas of a region.
///
/// # Errors
/// The file as a whole is not one of this region's boundaries.
pub fn check(text: &str, areas: &Areas) -> Result<Checked, BadFile> {
    if text.len() as u64 > LARGEST_FILE {
        return Err(BadFile::TooLarge);
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let collection = match text.parse::<GeoJson>() {
        Ok(GeoJson::FeatureCollection(collection)) => collection,
        Ok(_) => {
            return Err(BadFile::NotGeoJson("jenisnya bukan FeatureCollection".to_owned()));
        }
        Err(error) => return Err(BadFile::NotGeoJson(error.to_string())),
    };
    let mut checked = Checked::default();
    let mut seen = HashSet::new();
    let mut foreign = None;
    for (at, feature) in collection.features.iter().enumerate() {
        let name = label(feature, at);
        match code(feature, areas) {
            Ok(code) if seen.insert(code.clone()) => checked.take(code, &name, feature, areas),
            Ok(_) => checked.reject(name, "kode ini sudah ada di berkas yang sama"),
            Err(reason) => {
                let other = text_property(feature, "code").and_then(|text| AreaCode::parse(text).ok());
                foreign = foreign.or(other.filter(|code| areas.regency.code != code.regency().as_str()));
                checked.reject(name, &reason);
            }
        }
    }
    match (seen.is_empty(), foreign) {
        (true, Some(found)) => Err(BadFile::OtherRegion {
            found: found.regency().to_string(),
            expected: format!("{} {}", areas.regency.code, areas.regency.name),
        }),
        (true, None) => Err(BadFile::Empty),
        _ => Ok(checked),
    }
}

impl Checked {
    fn reject(&mut self, name: String, reason: &str) {
        self.rejected.push((name, reason.to_owned()));
    }

    fn take(&mut self, code: AreaCode, name: &str, feature: &Feature, areas: &Areas) {
        let mut repairs = Vec::new();
        match shape(feature, &mut repairs) {
            Ok(shape) => {
                let ours = areas.name_of(&code).unwrap_or_default();
                let theirs = text_property(feature, "name").unwrap_or(ours);
                if crate::names::key(ours) != crate::names::key(theirs) {
                    self.other_names.push((code.to_string(), format!("`{theirs}`, resmi `{ours}`")));
                }
                repairs.dedup();
                if !repairs.is_empty() {
                    self.repaired.push((code.to_string(), repairs.join("; ")));
                }
                self.outlines.push(Outline { code, shape });
            }
            Err(reason) => self.reject(name.to_owned(), &reason),
        }
    }
}

fn text_property<'a>(feature: &'a Feature, name: &str) -> Option<&'a str> {
    feature.property(name).and_then(|value| value.as_str())
}

fn label(feature: &Feature, at: usize) -> String {
    let code = text_property(feature, "code").unwrap_or("tanpa kode");
    let name = text_property(feature, "name").unwrap_or_default();
    format!("fitur {} ({code} {name})", at + 1).replace(" )", ")")
}

fn code(feature: &Feature, areas: &Areas) -> Result<AreaCode, String> {
    let text = text_property(feature, "code").ok_or("properti `code` tidak ada")?;
    let code = AreaCode::parse(text).map_err(|error| error.to_string())?;
    match areas.name_of(&code) {
        Some(_) => Ok(code),
        None => Err(format!("kode {code} tidak ada di {}", areas.regency.name)),
    }
}

fn shape(feature: &Feature, repairs: &mut Vec<&'static str>) -> Result<MultiPolygon<f64>, String> {
    let geometry = feature.geometry.as_ref().ok_or("geometri kosong")?;
    let islands: Vec<&PolygonType> = match &geometry.value {
        GeometryValue::Polygon { coordinates } => vec![coordinates],
        GeometryValue::MultiPolygon { coordinates } => coordinates.iter().collect(),
        other => {
            return Err(format!("geometri {} bukan Polygon atau MultiPolygon", other.type_name()));
        }
    };
    let mut shape = Vec::new();
    for island in islands {
        let mut rings = Vec::new();
        for (at, positions) in island.iter().enumerate() {
            match ring(positions, repairs)? {
                Some(ring) => rings.push(ring),
                None if at == 0 => break,
                None => {}
            }
        }
        let mut rings = rings.into_iter();
        match rings.next() {
            Some(outer) => shape.push(Polygon::new(outer, rings.collect())),
            None => repairs.push("bagian tanpa luas dibuang"),
        }
    }
    if shape.is_empty() {
        return Err("tidak ada bagian yang punya luas".to_owned());
    }
    Ok(MultiPolygon::new(shape))
}

/// One closed ring without doubled points; `None` if nothing is inside it.
fn ring(positions: &[geojson::Position], repairs: &mut Vec<&'static str>) -> Result<Option<LineString<f64>>, String> {
    let mut coords: Vec<Coord<f64>> = Vec::with_capacity(positions.len() + 1);
    for position in positions {
        let [x, y, ..] = position.as_slice() else {
            return Err("titik tanpa bujur dan lintang".to_owned());
        };
        if !LONGITUDES.contains(x) || !LATITUDES.contains(y) {
            let swapped = LONGITUDES.contains(y) && LATITUDES.contains(x);
            let hint = if swapped { "; bujur dan lintang tertukar?" } else { "" };
            return Err(format!("titik [{x}, {y}] di luar Indonesia{hint}"));
        }
        let kept = Coord { x: degrees(steps(*x)), y: degrees(steps(*y)) };
        if coords.last() != Some(&kept) {
            coords.push(kept);
        }
    }
    if coords.len() > 1 && coords.first() != coords.last() {
        repairs.push("garis ditutup");
        coords.extend(coords.first().copied());
    }
    let ring = LineString::new(coords);
    if ring.0.len() < 4 || Polygon::new(ring.clone(), vec![]).unsigned_area() == 0.0 {
        return Ok(None);
    }
    Ok(Some(ring))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn areas() -> Areas {
        Areas::load("35.78").unwrap()
    }

    fn square(code: &str, corners: &str) -> String {
        format!(
            r#"{{"type":"Feature","properties":{{"code":"{code}","name":"Dr. Soetomo","kind":"kelurahan"}},
               "geometry":{{"type":"Polygon","coordinates":[[{corners}]]}}}}"#
        )
    }

    const CLOSED: &str = "[112.7,-7.2],[112.7,-7.3],[112.8,-7.3],[112.7,-7.2]";

    fn file(features: &[String]) -> String {
        format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
    }

    fn one(code: &str, corners: &str) -> Result<Checked, BadFile> {
        check(&file(&[square(code, corners)]), &areas())
    }

    #[test]
    fn an_outline_of_the_region_is_kept() {
        let checked = one("35.78.05.1002", CLOSED).unwrap();
        assert_eq!(checked.outlines.len(), 1);
        assert!(checked.repaired.is_empty() && checked.rejected.is_empty() && checked.other_names.is_empty());
    }

    #[test]
    fn an_open_ring_is_closed_and_reported() {
        let checked = one("35.78.05.1002", "[112.7,-7.2],[112.7,-7.3],[112.8,-7.3]").unwrap();
        assert_eq!(checked.repaired, [("35.78.05.1002".to_owned(), "garis ditutup".to_owned())]);
        assert!(checked.outlines[0].shape.0[0].exterior().is_closed());
    }

    #[test]
    fn a_broken_outline_is_refused_alone_and_says_why() {
        for (corners, reason) in [
            ("[-7.2,112.7],[-7.3,112.7],[-7.3,112.8],[-7.2,112.7]", "tertukar"),
            ("[112.7,-7.2],[112.7,-7.3],[112.7,-7.2]", "luas"),
            ("[112.7,-7.2],[112.7,-7.3],[112.7,-7.25],[112.7,-7.2]", "luas"),
            ("[2.3,48.8],[2.3,48.9],[2.4,48.9],[2.3,48.8]", "di luar Indonesia"),
        ] {
            let good = square("35.78.05.1001", CLOSED);
            let bad = square("35.78.05.1002", corners);
            let checked = check(&file(&[good, bad]), &areas()).unwrap();
            assert_eq!(checked.outlines.len(), 1, "{reason}");
            assert!(checked.rejected[0].1.contains(reason), "{:?}", checked.rejected);
        }
    }

    #[test]
    fn a_file_of_another_region_is_refused_whole() {
        let error = one("35.17.01.2001", CLOSED).unwrap_err();
        assert!(error.to_string().contains("35.17, bukan 35.78 Kota Surabaya"), "{error}");
    }

    #[test]
    fn a_file_that_is_something_else_is_refused_whole() {
        let refused = |text: &str| check(text, &areas()).unwrap_err();
        assert!(matches!(refused("kode,nama\n1,2\n"), BadFile::NotGeoJson(_)));
        assert!(matches!(refused(r#"{"type":"Point","coordinates":[1,2]}"#), BadFile::NotGeoJson(_)));
        assert!(matches!(refused(r#"{"type":"FeatureCollection""#), BadFile::NotGeoJson(_)));
        assert_eq!(refused(&file(&[])), BadFile::Empty);
    }

    #[test]
    fn the_same_code_twice_and_a_feature_without_code_are_refused() {
        let twice = file(&[
            square("35.78.05.1002", CLOSED),
            square("35.78.05.1002", CLOSED),
            square("", CLOSED),
            r#"{"type":"Feature","properties":null,"geometry":null}"#.to_owned(),
        ]);
        let checked = check(&twice, &areas()).unwrap();
        assert_eq!((checked.outlines.len(), checked.rejected.len()), (1, 3));
    }

    #[test]
    fn another_name_is_noted_and_the_outline_kept_under_its_code() {
        let checked = one("35.78.05.1001", CLOSED).unwrap();
        assert_eq!(checked.outlines.len(), 1);
        assert!(checked.other_names[0].1.contains("resmi `Tegalsari`"));
    }
}
