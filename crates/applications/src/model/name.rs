//! Names: slugs that are stable for life, keys by which an import knows a row again, words that say what is done.

use super::field::Cells;
use std::collections::{BTreeMap, BTreeSet};

/// Words of addresses below `/aplikasi` that no slug may be.
const RESERVED: [&str; 14] = [
    "arsitektur",
    "baru",
    "dinas",
    "graf",
    "impor",
    "kembar",
    "kemajuan",
    "nama",
    "publik",
    "tabel",
    "tabel.csv",
    "tabel.json",
    "tabel.xlsx",
    "usulan",
];
/// Longest slug before the number that parts it from others.
const LONGEST: usize = 40;

/// Words that say nothing of what an application does.
const EMPTY: [&str; 60] = [
    "aplikasi",
    "sistem",
    "informasi",
    "manajemen",
    "online",
    "daring",
    "website",
    "web",
    "situs",
    "resmi",
    "portal",
    "layanan",
    "pelayanan",
    "digital",
    "elektronik",
    "berbasis",
    "dan",
    "di",
    "ke",
    "dari",
    "untuk",
    "pada",
    "yang",
    "dengan",
    "oleh",
    "data",
    "daerah",
    "kabupaten",
    "kota",
    "provinsi",
    "dinas",
    "badan",
    "perangkat",
    "pemerintah",
    "pemerintahan",
    "opd",
    "sim",
    "si",
    "e",
    "sub",
    "bagian",
    "bidang",
    "kantor",
    "unit",
    "the",
    "of",
    "and",
    "mobile",
    "android",
    "app",
    "program",
    "modul",
    "user",
    "pengelolaan",
    "penyelenggaraan",
    "kegiatan",
    "dokumen",
    "indonesia",
    "nasional",
    "terpadu",
];

/// A slug of a name, not among `taken` and none of our own addresses: `simpus`, `simpus-2`.
pub fn slug(name: &str, taken: &dyn Fn(&str) -> bool) -> String {
    let mut slug = String::new();
    for letter in name.to_lowercase().chars() {
        match letter {
            'a'..='z' | '0'..='9' => slug.push(letter),
            _ if slug.ends_with('-') || slug.is_empty() => {}
            _ => slug.push('-'),
        }
        if slug.len() >= LONGEST {
            break;
        }
    }
    let plain = slug.trim_matches('-');
    let plain = if plain.is_empty() { "aplikasi" } else { plain };
    let free = |one: &String| !taken(one) && !RESERVED.contains(&one.as_str());
    let numbered = (2..).map(|number: u64| format!("{plain}-{number}"));
    std::iter::once(plain.to_owned()).chain(numbered).find(free).unwrap_or_default()
}

/// By what an import knows an application again: its address without scheme, `www.` and last slash; else agency and name.
pub fn key(cells: &Cells) -> String {
    match cells.get("alamat").and_then(|address| place(address)) {
        Some(place) => place,
        None => {
            let of = |name: &str| cells.get(name).map(|text| text.to_lowercase()).unwrap_or_default();
            let name: String = of("nama").chars().filter(|letter| letter.is_alphanumeric()).collect();
            format!("{}/{name}", of("pemilik"))
        }
    }
}

/// Host and path of an address, lower case, without `www.` and the slash at its end.
pub fn place(address: &str) -> Option<String> {
    let address = url::Url::parse(address).ok()?;
    let host = address.host_str()?.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    Some(format!("{host}{}", address.path().trim_end_matches('/').to_lowercase()))
}

/// Words that say what an application does, each once: lower case, no endings of grammar, nothing that every application says.
pub fn words(text: &str) -> BTreeSet<String> {
    spelled(text).into_keys().collect()
}

/// The same words, each with how it is written where it stands first.
pub fn spelled(text: &str) -> BTreeMap<String, String> {
    let lower = text.to_lowercase();
    let split = lower.split(|letter: char| !letter.is_alphanumeric());
    let mut found = BTreeMap::new();
    for word in split.filter(|word| word.len() > 1 && !EMPTY.contains(word)) {
        found.entry(stem(word).to_owned()).or_insert_with(|| word.to_owned());
    }
    found
}

/// A word without the endings `-nya`, `-kan`, `-an`, where four letters stay; enough to let *perizinan* meet *perizin*.
fn stem(word: &str) -> &str {
    let cut = |ending: &str| word.strip_suffix(ending).filter(|rest| rest.chars().count() >= 4);
    cut("nya").or_else(|| cut("kan")).or_else(|| cut("an")).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn none(_: &str) -> bool {
        false
    }

    #[test]
    fn slugs_are_plain_free_and_never_an_address_of_ours() {
        assert_eq!(slug("SIMPUS (Puskesmas)", &none), "simpus-puskesmas");
        assert_eq!(slug("../../etc/passwd", &none), "etc-passwd");
        assert_eq!(slug("Graf", &none), "graf-2");
        assert_eq!(slug("«»", &none), "aplikasi");
        assert_eq!(slug("Simpus", &|one| one == "simpus" || one == "simpus-2"), "simpus-3");
        assert!(slug(&"panjang ".repeat(40), &none).len() <= LONGEST);
    }

    #[test]
    fn the_same_address_is_the_same_application_however_it_is_written() {
        let of = |address: &str| key(&Cells::from([("alamat".into(), address.into())]));
        assert_eq!(of("https://www.SKP.contoh.go.id/"), "skp.contoh.go.id");
        assert_eq!(of("http://skp.contoh.go.id"), of("https://skp.contoh.go.id/"));
        assert_ne!(of("https://contoh.go.id/a"), of("https://contoh.go.id/b"));
        let named = |name: &str| key(&Cells::from([("nama".into(), name.into()), ("pemilik".into(), "rsud".into())]));
        assert_eq!(named("SIM-RS"), named("sim rs"));
    }

    #[test]
    fn words_keep_what_is_done_and_drop_what_every_application_says() {
        let found = words("Sistem Informasi Manajemen Kepegawaian Daerah berbasis web");
        assert_eq!(found.into_iter().collect::<Vec<_>>(), ["kepegawai"]);
        assert!(words("perizinan").intersection(&words("Izin, perizin")).next().is_some());
    }
}
