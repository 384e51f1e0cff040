//! What every installation starts with, carried in the binary: services, offices, lists, holidays.

/// The starter services of `layanan/`, by path.
pub const SERVICES: &[(&str, &str)] = &[
    ("air-bersih.toml", include_str!("../../../layanan/pengaduan/air-bersih.toml")),
    ("bantuan-sosial.toml", include_str!("../../../layanan/pengaduan/bantuan-sosial.toml")),
    ("dokumen-kependudukan.toml", include_str!("../../../layanan/pengaduan/dokumen-kependudukan.toml")),
    ("drainase-banjir.toml", include_str!("../../../layanan/pengaduan/drainase-banjir.toml")),
    ("jalan-rusak.toml", include_str!("../../../layanan/pengaduan/jalan-rusak.toml")),
    ("lainnya.toml", include_str!("../../../layanan/pengaduan/lainnya.toml")),
    ("lampu-jalan.toml", include_str!("../../../layanan/pengaduan/lampu-jalan.toml")),
    ("pelayanan-petugas.toml", include_str!("../../../layanan/pengaduan/pelayanan-petugas.toml")),
    ("pohon.toml", include_str!("../../../layanan/pengaduan/pohon.toml")),
    ("sampah.toml", include_str!("../../../layanan/pengaduan/sampah.toml")),
];

/// Holidays, joint leave and election days 2022–2027.
pub const HOLIDAYS: &str = include_str!("../../../wilayah/libur/nasional.csv");

/// The offices of a region that has no folder of its own.
const UNITS: &str = include_str!("../../../wilayah/baku/unit.toml");

/// Offices of prepared regions.
const PREPARED_UNITS: &[(&str, &str)] = &[("35.78", include_str!("../../../wilayah/35.78/unit.toml"))];

/// Other names of places and offices in prepared regions.
const ALIASES: &[(&str, &str)] = &[
    ("35.78", include_str!("../../../wilayah/35.78/alias.toml")),
    ("64.72", include_str!("../../../wilayah/64.72/alias.toml")),
];

/// LAPOR! agencies and statuses of prepared regions.
const LAPOR: &[(&str, &str)] = &[("64.72", include_str!("../../../wilayah/64.72/lapor.toml"))];

/// Code lists, by name.
const LISTS: &[(&str, &str)] = &[("alasan-tolak", include_str!("../../../wilayah/baku/daftar/alasan-tolak.csv"))];

/// The file `unit.toml` of a region: its name for messages, and its text.
pub fn units(region: &str) -> (String, &'static str) {
    match PREPARED_UNITS.iter().find(|(code, _)| *code == region) {
        Some((code, text)) => (format!("wilayah/{code}/unit.toml"), text),
        None => ("wilayah/baku/unit.toml".to_owned(), UNITS),
    }
}

/// The file `alias.toml` of a region, if it was prepared.
pub fn aliases(region: &str) -> Option<&'static str> {
    ALIASES.iter().find(|(code, _)| *code == region).map(|(_, text)| *text)
}

/// The file `lapor.toml` of a region, if it was prepared.
pub fn lapor_tables(region: &str) -> Option<&'static str> {
    LAPOR.iter().find(|(code, _)| *code == region).map(|(_, text)| *text)
}

/// The code lists that the starter services name.
///
/// # Errors
/// A list in the repository is broken; a test guards it.
pub fn lists() -> Result<definition::Lists, definition::lists::BadList> {
    let mut lists = definition::Lists::new();
    for (name, csv) in LISTS {
        lists.add(*name, csv)?;
    }
    Ok(lists)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn names(folder: &str) -> Vec<String> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder);
        let mut names: Vec<String> =
            std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn every_service_of_the_repository_is_carried() {
        let carried: Vec<String> = SERVICES.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(carried, names("layanan/pengaduan"));
    }

    #[test]
    fn every_prepared_region_is_carried() {
        for region in names("wilayah").into_iter().filter(|name| kernel::AreaCode::parse(name).is_ok()) {
            let files = names(&format!("wilayah/{region}"));
            assert_eq!(
                files.contains(&"unit.toml".to_owned()),
                PREPARED_UNITS.iter().any(|(code, _)| *code == region),
                "{region}"
            );
            assert_eq!(files.contains(&"alias.toml".to_owned()), aliases(&region).is_some(), "{region}");
        }
    }

    #[test]
    fn every_list_of_the_repository_is_carried_and_readable() {
        let carried: Vec<String> = LISTS.iter().map(|(name, _)| format!("{name}.csv")).collect();
        assert_eq!(carried, names("wilayah/baku/daftar"));
        lists().unwrap();
    }
}
