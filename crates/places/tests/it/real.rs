//! The real files, where they are: `GAPURA_SHARED`, or `../shared` beside the repository. Absent, nothing is tested.
//!
//! The checks share no code with the room: names are compared by their letters alone, districts by their codes.

use cases::doors::{Atlas, DistrictMap, Gazetteer, MapValue, VillageMatch};
use flate2::read::GzDecoder;
use geo::Point;
use places::find::Names;
use places::locate::Outlines;
use places::{Aliases, Areas, MIGRATIONS, Places, boundaries, keep};
use std::collections::HashMap;
use std::fs::File;
use std::path::PathBuf;

fn shared(name: &str) -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("GAPURA_SHARED").map_or_else(beside, PathBuf::from);
    let path = folder.join("data").join(name);
    if path.exists() {
        return Some(path);
    }
    eprintln!("absent: {}", path.display());
    None
}

fn names(code: &str, aliases: &str) -> Names {
    let areas = Areas::load(code).unwrap();
    let aliases = Aliases::parse(aliases, &areas).unwrap();
    Names::new(areas, aliases)
}

fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

/// Kecamatan and kelurahan of every row, with the outcome.
fn matched(path: PathBuf, names: &Names, columns: [&str; 2]) -> Vec<(String, String, VillageMatch)> {
    let mut reader = csv::Reader::from_reader(GzDecoder::new(File::open(path).unwrap()));
    let header = reader.headers().unwrap().clone();
    let [district, village] = columns.map(|name| header.iter().position(|column| column == name).unwrap());
    reader
        .records()
        .map(|row| {
            let row = row.unwrap();
            let found = names.village(&row[village], &row[district]);
            (row[district].to_owned(), row[village].to_owned(), found)
        })
        .collect()
}

#[test]
fn at_least_99_percent_of_the_surabaya_rows_stand_on_a_kelurahan_of_their_own_kecamatan() {
    let Some(path) = shared("real/surabaya_mediacenter_keluhan.dev.csv.gz") else {
        return;
    };
    let names = names("35.78", include_str!("../../../../wilayah/35.78/alias.toml"));
    let rows = matched(path, &names, ["kecamatan", "kelurahan"]);
    assert_eq!(rows.len(), 6312);
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let mut unknown: Vec<String> = Vec::new();
    for (district, village, found) in &rows {
        let (kind, one) = match found {
            VillageMatch::Exact(one) => ("exact", one),
            VillageMatch::Repaired(one) => ("repaired", one),
            VillageMatch::Alias(one, reason) => {
                assert!(reason.len() > 10, "an alias says why");
                ("alias", one)
            }
            VillageMatch::Unknown => {
                unknown.push(format!("{district} / {village}"));
                continue;
            }
        };
        *counts.entry(kind).or_default() += 1;
        let own = names.areas().district(&one.district).unwrap();
        let same = letters(&own.name) == letters(district);
        assert!(same || kind == "alias", "{district} / {village} stands in {}", own.name);
        if kind == "exact" {
            assert_eq!(letters(&one.name), letters(village));
        }
    }
    assert!(unknown.len() * 100 <= rows.len(), "{} rows have no kelurahan: {unknown:?}", unknown.len());
    assert_eq!(unknown, ["Asemrowo / Dupak", "Asemrowo / Dupak"], "the rest is listed, not guessed");
    let aliases = rows.iter().filter(|(_, village, _)| ["Perak Timur", "Perak Utara"].contains(&village.as_str()));
    assert_eq!(
        aliases
            .filter(|(_, _, found)| matches!(found, VillageMatch::Alias(one, _) if one.name == "Tanjung Perak"))
            .count(),
        58
    );
    eprintln!("surabaya: {counts:?}, {} unknown", unknown.len());
}

#[test]
fn every_lapor_row_that_names_a_kelurahan_of_the_city_stands_on_it() {
    let Some(path) = shared("real/samarinda_lapor_export.dev.csv.gz") else {
        return;
    };
    let names = names("64.72", include_str!("../../../../wilayah/64.72/alias.toml"));
    let rows = matched(path, &names, ["Kecamatan", "Kelurahan"]);
    let named: Vec<_> = rows.iter().filter(|(_, village, _)| !village.is_empty()).collect();
    let unknown: Vec<_> = named
        .iter()
        .filter(|(_, _, found)| *found == VillageMatch::Unknown)
        .map(|(district, _, _)| district.as_str())
        .collect();
    assert_eq!((named.len(), unknown), (24, vec!["BALIKPAPAN SELATAN"]));
}

const REGIONS: [(&str, &str); 7] = [
    ("32.12", "indramayu"),
    ("35.17", "jombang"),
    ("35.18", "nganjuk"),
    ("35.75", "kota_pasuruan"),
    ("35.78", "kota_surabaya"),
    ("64.02", "kutai_kartanegara"),
    ("64.72", "kota_samarinda"),
];

fn boundary(code: &str, name: &str, layer: &str) -> Option<String> {
    let path = shared(&format!("boundaries/{code}_{name}_{layer}.geojson"))?;
    Some(std::fs::read_to_string(path).unwrap())
}

#[test]
fn all_outlines_are_accepted_and_every_area_has_one() {
    for (code, name) in REGIONS {
        let areas = Areas::load(code).unwrap();
        for (layer, count) in [("regency", 1), ("districts", areas.districts.len()), ("villages", areas.villages.len())]
        {
            let Some(text) = boundary(code, name, layer) else {
                return;
            };
            let checked = boundaries::check(&text, &areas).unwrap();
            assert_eq!(
                (checked.outlines.len(), checked.rejected.len()),
                (count, 0),
                "{name} {layer} {:?}",
                checked.rejected
            );
            let named: Vec<&str> = checked.other_names.iter().map(|(code, _)| code.as_str()).collect();
            let expected: &[&str] = if (code, layer) == ("64.72", "villages") { &["64.72.05.1004"] } else { &[] };
            assert_eq!(named, expected, "only one village has another name; quotes in names do not count");
        }
    }
}

#[test]
fn an_inner_point_of_every_village_is_located_in_that_village() {
    for (code, name) in REGIONS {
        let areas = Areas::load(code).unwrap();
        let Some(text) = boundary(code, name, "villages") else {
            return;
        };
        let outlines = boundaries::check(&text, &areas).unwrap().outlines;
        let index = Outlines::new(outlines.clone());
        let mut elsewhere = 0;
        for outline in &outlines {
            let label: Point<f64> = outline.inner_point().unwrap();
            assert!(outline.contains(label), "{}", outline.code);
            let located = index.locate(label.y(), label.x());
            assert_eq!(located.inside, Some(true));
            elsewhere += usize::from(located.village.as_deref() != Some(outline.code.as_str()));
        }
        assert!(elsewhere * 50 <= outlines.len(), "{name}: {elsewhere} inner points lie in an overlapping neighbour");
    }
}

#[test]
fn the_district_of_the_located_village_is_mostly_that_of_the_coarser_district_outline() {
    for (code, name) in REGIONS {
        let areas = Areas::load(code).unwrap();
        let (Some(villages), Some(districts)) = (boundary(code, name, "villages"), boundary(code, name, "districts"))
        else {
            return;
        };
        let index = Outlines::new(boundaries::check(&villages, &areas).unwrap().outlines);
        let (mut same, mut all) = (0, 0);
        for district in boundaries::check(&districts, &areas).unwrap().outlines {
            let Some(at) = district.inner_point() else {
                continue;
            };
            let located = index.locate(at.y(), at.x());
            let Some(village) = located.village else {
                continue;
            };
            all += 1;
            same += usize::from(village.starts_with(district.code.as_str()));
        }
        assert!(same * 10 >= all * 9, "{name}: {same} of {all}");
    }
}

#[tokio::test]
async fn the_map_of_every_real_region_is_light_and_complete() {
    for (code, name) in REGIONS {
        let areas = Areas::load(code).unwrap();
        let values = areas.districts.iter().enumerate().map(|(at, one)| MapValue {
            code: one.code.clone(),
            value: format!("{}", at * 37),
            class: Some(at % 4),
        });
        let map = DistrictMap {
            title: "Laporan menurut kecamatan".to_owned(),
            description: "Jumlah laporan setiap kecamatan".to_owned(),
            classes: ["0–9", "10–99", "100–499", "500–1.200"].map(str::to_owned).to_vec(),
            without: "Tanpa laporan".to_owned(),
            values: values.collect(),
        };
        for layer in ["districts", "villages"] {
            let Some(text) = boundary(code, name, layer) else {
                return;
            };
            let ledger = testkit::sqlite_ledger(MIGRATIONS).await;
            let checked = boundaries::check(&text, &areas).unwrap();
            keep(&ledger.store, code, &checked, ledger.now()).await.unwrap();
            let places = Places::new(areas.clone(), Aliases::default());
            places.refresh(&ledger.store).await.unwrap();
            let svg = places.district_map(&map).unwrap();
            assert!(svg.len() <= 26_000, "{name} {layer}: {} bytes", svg.len());
            assert_eq!(svg.matches("<path ").count(), places.districts().len(), "{name} {layer}");
            if let Some(folder) = std::env::var_os("GAPURA_MAPS") {
                std::fs::write(PathBuf::from(folder).join(format!("{code}-{layer}.svg")), svg).unwrap();
            }
        }
    }
}
