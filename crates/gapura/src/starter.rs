//! What every installation starts with, carried in the binary: services, offices, lists, holidays.

/// Files below `layanan/`, each with its path there.
macro_rules! carried {
    ($($path:literal,)*) => { &[$(($path, include_str!(concat!("../../../layanan/", $path)))),*] };
}

/// The starter services by their path below `layanan/`, in the order in which they are published.
pub const SERVICES: &[(&str, &str)] = carried![
    "pengaduan/air-bersih.toml",
    "pengaduan/bantuan-sosial.toml",
    "pengaduan/dokumen-kependudukan.toml",
    "pengaduan/drainase-banjir.toml",
    "pengaduan/hewan.toml",
    "pengaduan/irigasi-pertanian.toml",
    "pengaduan/jalan-rusak.toml",
    "pengaduan/kekerasan.toml",
    "pengaduan/ketertiban.toml",
    "pengaduan/lainnya.toml",
    "pengaduan/lalu-lintas.toml",
    "pengaduan/lampu-jalan.toml",
    "pengaduan/pasar-harga.toml",
    "pengaduan/pelayanan-petugas.toml",
    "pengaduan/pohon.toml",
    "pengaduan/puskesmas-rsud.toml",
    "pengaduan/sampah.toml",
    "pengaduan/sekolah.toml",
    "surat/akta-kelahiran.toml",
    "surat/akta-kematian.toml",
    "surat/kartu-keluarga.toml",
    "surat/pengantar-ahli-waris.toml",
    "surat/pengantar-kehilangan.toml",
    "surat/pengantar-keramaian.toml",
    "surat/pengantar-nikah.toml",
    "surat/pengantar-pindah.toml",
    "surat/pengantar-skck.toml",
    "surat/petak-makam.toml",
    "surat/pindah-wni.toml",
    "surat/pinjam-balai.toml",
    "surat/surat-belum-menikah.toml",
    "surat/surat-domisili.toml",
    "surat/surat-tidak-mampu.toml",
    "surat/surat-usaha.toml",
    "perizinan/izin-penelitian.toml",
    "perizinan/izin-praktik.toml",
    "perizinan/izin-reklame.toml",
    "perizinan/kartu-pencari-kerja.toml",
    "perizinan/rumah-layak-huni.toml",
    "perizinan/usaha-mikro.toml",
    "informasi/informasi-publik.toml",
    "informasi/keberatan-informasi.toml",
    "informasi/panduan-kkpr.toml",
    "informasi/panduan-nib.toml",
    "informasi/panduan-pbg.toml",
    "integrasi/akses-layanan-data.toml",
    "integrasi/usulan-aplikasi.toml",
];

/// The templates of their letters (`surat.ID.templat`), by path below `layanan/`.
pub const TEMPLATES: &[(&str, &str)] = carried![
    "surat/templat/ahli-waris.typ",
    "surat/templat/belum-menikah.typ",
    "surat/templat/domisili.typ",
    "surat/templat/kehilangan.typ",
    "surat/templat/keramaian.typ",
    "surat/templat/nikah.typ",
    "surat/templat/petak-makam.typ",
    "surat/templat/pindah.typ",
    "surat/templat/pinjam-balai.typ",
    "surat/templat/skck.typ",
    "surat/templat/tidak-mampu.typ",
    "surat/templat/usaha.typ",
    "perizinan/templat/izin-praktik.typ",
    "perizinan/templat/kartu-pencari-kerja.typ",
    "perizinan/templat/penelitian.typ",
    "perizinan/templat/reklame.typ",
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
const LISTS: &[(&str, &str)] = &[
    ("alasan-tolak-permohonan", include_str!("../../../wilayah/baku/daftar/alasan-tolak-permohonan.csv")),
    ("alasan-tolak", include_str!("../../../wilayah/baku/daftar/alasan-tolak.csv")),
    ("kbli-2020", include_str!("../../../wilayah/baku/daftar/kbli-2020.csv")),
];

/// The templates that stand beside a starter service, by the names that its definition gives them.
pub fn templates(service: &str) -> Vec<(String, String)> {
    let folder = service.rsplit_once('/').map_or("", |(folder, _)| folder);
    let beside = |path: &'static str| path.strip_prefix(folder)?.strip_prefix('/');
    TEMPLATES.iter().filter_map(|(path, text)| Some((beside(path)?.to_owned(), (*text).to_owned()))).collect()
}

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

    /// The folders of `layanan/` in the order in which their services are published: what burns comes first.
    const FOLDERS: [&str; 5] = ["pengaduan", "surat", "perizinan", "informasi", "integrasi"];

    fn names(folder: &str) -> Vec<String> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder);
        let mut names: Vec<String> =
            std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// Files with this ending in the folders of `layanan/`, by their path there.
    fn kept(folders: &[&str], ending: &str) -> Vec<String> {
        let inside = |folder: &&str| {
            let files = names(&format!("layanan/{folder}")).into_iter().filter(|file| file.ends_with(ending));
            files.map(|file| format!("{folder}/{file}")).collect::<Vec<_>>()
        };
        folders.iter().flat_map(inside).collect()
    }

    #[test]
    fn every_service_of_the_repository_is_carried_folder_by_folder() {
        let carried: Vec<&str> = SERVICES.iter().map(|(path, _)| *path).collect();
        assert_eq!(carried, kept(&FOLDERS, ".toml"));
        let folders = names("layanan").into_iter().filter(|name| !name.contains('.')).count();
        assert_eq!(folders, FOLDERS.len(), "a folder of layanan/ is not looked into");
    }

    /// The letters of the starter services: the service and the path of the template.
    fn letters() -> Vec<(definition::Definition, String)> {
        let of_service = |(path, text): &(&str, &str)| {
            let (folder, _) = path.split_once('/').unwrap();
            let service = definition::load(text).unwrap();
            let templates = service.letters.values().map(|letter| format!("{folder}/{}", letter.template));
            templates.map(|template| (service.clone(), template)).collect::<Vec<_>>()
        };
        SERVICES.iter().flat_map(of_service).collect()
    }

    #[test]
    fn every_template_is_carried_and_belongs_to_one_letter() {
        let mut carried: Vec<String> = TEMPLATES.iter().map(|(path, _)| (*path).to_owned()).collect();
        assert_eq!(carried, kept(&["surat/templat", "perizinan/templat"], ".typ"));
        let mut asked: Vec<String> = letters().into_iter().map(|(_, template)| template).collect();
        carried.sort();
        asked.sort();
        assert_eq!(carried, asked);
    }

    #[test]
    fn a_template_speaks_only_of_fields_that_its_service_has() {
        for (service, path) in letters() {
            let (_, text) = TEMPLATES.iter().find(|(carried, _)| *carried == path).unwrap();
            // `kepolisian.` ends a sentence; it is no field.
            let words = text.split(|c: char| !c.is_ascii_alphanumeric() && !"_.".contains(c));
            for field in words.filter_map(|word| word.strip_prefix("isian.")) {
                assert!(service.fields.contains_key(field.trim_end_matches('.')), "{path}: isian.{field}");
            }
        }
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
