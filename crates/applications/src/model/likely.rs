//! Which agencies a name that no agency has may mean: the choice stays with the person, these only stand first.

use super::name::words;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// So many are offered.
const MOST: usize = 3;
/// A word of more agencies than this says nothing of one: *dinas*, *daerah*, *kecamatan*.
const COMMON: usize = 4;

/// The agencies of a region by the words of their names.
pub struct Likely {
    places: BTreeMap<String, Vec<usize>>,
    sizes: Vec<usize>,
}

impl Likely {
    /// Reads the names once for all that is asked.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut sizes = Vec::new();
        for (at, name) in names.into_iter().enumerate() {
            let words = words(name);
            sizes.push(words.len());
            words.into_iter().for_each(|word| places.entry(word).or_default().push(at));
        }
        Self { places, sizes }
    }

    /// Places of those that share most rare words with what was written; of equals the shorter name, then the earlier.
    pub fn of(&self, written: &str) -> Vec<usize> {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        let found: BTreeSet<String> = words(written);
        let rare = found.iter().filter_map(|word| self.places.get(word)).filter(|places| places.len() <= COMMON);
        rare.flatten().for_each(|at| *shared.entry(*at).or_default() += 1);
        let mut likely: Vec<(usize, usize)> = shared.into_iter().collect();
        likely.sort_by_key(|(at, count)| (Reverse(*count), self.sizes.get(*at).copied(), *at));
        likely.into_iter().take(MOST).map(|(at, _)| at).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 7] = [
        "Dinas Kesehatan",
        "Dinas Pekerjaan Umum dan Penataan Ruang",
        "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia",
        "Dinas Perpustakaan dan Kearsipan",
        "Dinas Pendidikan dan Kebudayaan",
        "Dinas Pertanian dan Ketahanan Pangan",
        "Dinas Sosial",
    ];

    #[test]
    fn an_older_name_finds_the_agency_that_took_its_work_over() {
        let likely = Likely::new(NAMES);
        assert_eq!(likely.of("Badan Kepegawaian Daerah"), [2]);
        assert_eq!(likely.of("Badan Perpustakaan dan Arsip"), [3]);
        assert_eq!(likely.of("Dinas PU dan Tata Ruang"), [1]);
        assert_eq!(likely.of("Dinas Ketahanan Pangan"), [5]);
    }

    #[test]
    fn words_that_every_agency_has_find_none() {
        let likely = Likely::new(NAMES);
        assert_eq!(likely.of("Dinas Daerah"), Vec::<usize>::new());
        assert_eq!(likely.of(""), Vec::<usize>::new());
    }
}
