//! Which agency is meant by a name as people and other systems write it.

use std::collections::HashMap;

/// A name in the form in which names are compared: lower case, words only, usual abbreviations written out, the region's
/// own name at the end left away.
pub fn normal(name: &str, region: &str) -> String {
    let lower = kernel::text::normal(name).to_lowercase().replace('&', " dan ");
    let mut words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let region = region.to_lowercase();
    let (kind, place) = region.split_once(' ').unwrap_or(("", &region));
    let place: Vec<&str> = place.split_whitespace().collect();
    while strip_region(&mut words, kind, &place) {}
    if words.first() == Some(&"bagian") && words.ends_with(&["sekretariat", "daerah"]) {
        words.truncate(words.len() - 2);
        while strip_region(&mut words, kind, &place) {}
    }
    let mut out: Vec<&str> = Vec::with_capacity(words.len());
    for (place, word) in words.iter().enumerate() {
        out.push(written_out(word, place == 0));
    }
    out.join(" ")
}

fn strip_region(words: &mut Vec<&str>, kind: &str, place: &[&str]) -> bool {
    let kinds: &[&str] = if kind == "kabupaten" { &["kabupaten", "kab"] } else { &["kota"] };
    let rest = words.len().saturating_sub(place.len() + 1);
    let fits = rest > 0 && !place.is_empty() && words.ends_with(place) && kinds.contains(&words[rest]);
    if fits {
        words.truncate(rest);
    }
    fits
}

fn written_out(word: &str, first: bool) -> &str {
    match (word, first) {
        ("kel", true) => "kelurahan",
        ("kec", true) => "kecamatan",
        ("ds", true) => "desa",
        ("din", true) => "dinas",
        (other, _) => other,
    }
}

/// Finds units by name.
#[derive(Debug, Default)]
pub struct Names {
    region: String,
    exact: HashMap<String, Option<String>>,
    /// Without blanks, for "karangpilang" and "karang pilang".
    tight: HashMap<String, Option<String>>,
    aliases: HashMap<String, String>,
}

impl Names {
    /// An empty index for the region with this full name, such as `Kota Surabaya`.
    pub fn new(region: &str) -> Self {
        Self { region: region.to_owned(), ..Self::default() }
    }

    /// Lets `name` mean `unit`; a name that already means another unit means none any more.
    pub fn add(&mut self, name: &str, unit: &str) {
        let name = normal(name, &self.region);
        if name.is_empty() {
            return;
        }
        let put = |map: &mut HashMap<String, Option<String>>, key: String| {
            map.entry(key)
                .and_modify(|known| {
                    if known.as_deref() != Some(unit) {
                        *known = None;
                    }
                })
                .or_insert_with(|| Some(unit.to_owned()));
        };
        put(&mut self.tight, tight(&name));
        put(&mut self.exact, name);
    }

    /// Lets `name` mean `unit` whatever else it may mean (`alias.toml`, table `[opd]`).
    pub fn alias(&mut self, name: &str, unit: &str) {
        self.aliases.insert(normal(name, &self.region), unit.to_owned());
    }

    /// The unit meant: by alias, by its exact name, by the same letters without blanks, or by a spelling that is near to
    /// one name and to no other. Never a guess between two.
    pub fn find(&self, name: &str) -> Option<&str> {
        let name = normal(name, &self.region);
        if let Some(unit) = self.aliases.get(&name) {
            return Some(unit);
        }
        if let Some(unit) = self.exact.get(&name) {
            return unit.as_deref();
        }
        if let Some(unit) = self.tight.get(&tight(&name)) {
            return unit.as_deref();
        }
        self.near(&name)
    }

    fn near(&self, name: &str) -> Option<&str> {
        let (kind, _) = name.split_once(' ')?;
        let name = tight(name);
        // The kind of office is no evidence; of the rest one letter in seven may be wrong, three at most.
        let allowed = (name.chars().count().saturating_sub(kind.chars().count()) / 7).min(3);
        if allowed == 0 {
            return None;
        }
        let mut best: Option<(usize, Option<&str>)> = None;
        for (known, unit) in &self.tight {
            if !known.starts_with(kind) || known.chars().count().abs_diff(name.chars().count()) > allowed {
                continue;
            }
            let distance = strsim::damerau_levenshtein(known, &name);
            if distance > allowed {
                continue;
            }
            best = Some(match best {
                Some((nearest, _)) if nearest < distance => continue,
                Some((nearest, other)) if nearest == distance && other != unit.as_deref() => (nearest, None),
                _ => (distance, unit.as_deref()),
            });
        }
        best.and_then(|(_, unit)| unit)
    }
}

fn tight(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let mut names = Names::new("Kota Surabaya");
        for (name, unit) in [
            ("Dinas Kependudukan dan Pencatatan Sipil", "dukcapil"),
            ("Dinas Sosial", "sosial"),
            ("Satuan Polisi Pamong Praja", "satpol-pp"),
            ("Satpol PP", "satpol-pp"),
            ("Bagian Umum dan Protokol", "bagian-umum"),
            ("Kecamatan Karang Pilang", "kecamatan-1"),
            ("Kecamatan Semampir", "kecamatan-2"),
            ("Kelurahan Dr. Soetomo", "desa-1"),
            ("Kelurahan Wonorejo", "desa-2"),
            ("Kelurahan Wonorejo Tegalsari", "desa-2"),
            ("Kelurahan Wonorejo", "desa-3"),
            ("Kelurahan Wonorejo Rungkut", "desa-3"),
            ("Kelurahan Pakal", "desa-4"),
            ("Kelurahan Pakis", "desa-5"),
        ] {
            names.add(name, unit);
        }
        names.alias("PDAM Surya Sembada", "bumd");
        names
    }

    #[test]
    fn case_marks_and_the_city_at_the_end_do_not_matter() {
        let names = names();
        for (written, unit) in [
            ("DINAS SOSIAL", "sosial"),
            ("Dinas Sosial Kota Surabaya", "sosial"),
            ("Dinas Sosial  Kota\nSurabaya Kota Surabaya", "sosial"),
            ("Satpol PP Kota Surabaya", "satpol-pp"),
            ("Kel. dr. Soetomo", "desa-1"),
            ("Bagian Umum dan Protokol Sekretariat Daerah Kota Surabaya", "bagian-umum"),
            ("PDAM Surya Sembada Kota Surabaya", "bumd"),
        ] {
            assert_eq!(names.find(written), Some(unit), "{written}");
        }
    }

    #[test]
    fn a_name_that_two_villages_bear_means_none_until_the_district_is_named() {
        let names = names();
        assert_eq!(names.find("Kelurahan Wonorejo"), None);
        assert_eq!(names.find("Kelurahan Wonorejo-Tegalsari"), Some("desa-2"));
        assert_eq!(names.find("Kelurahan Wonorejo - Rungkut"), Some("desa-3"));
    }

    #[test]
    fn a_slip_of_the_pen_is_understood_a_different_name_is_not() {
        let names = names();
        assert_eq!(names.find("Dinas Kependudukan dan Catatan Sipil"), Some("dukcapil"));
        assert_eq!(names.find("Kecamatan Karangpilang"), Some("kecamatan-1"));
        assert_eq!(names.find("Kecamatan Semapir"), Some("kecamatan-2"));
        for other in ["Dinas Kesehatan", "Kelurahan Pakai", "Kelurahan Dupak", "", "Pemerintah Kota Surabaya", "Dinas"]
        {
            assert_eq!(names.find(other), None, "{other}");
        }
    }
}
