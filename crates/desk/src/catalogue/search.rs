//! Finding a service by the words of residents: light stemming, synonyms, beginnings of words.

use definition::Definition;
use definition::model::{FieldKind, Options};
use std::collections::BTreeMap;

/// Groups of words that residents use for the same thing.
const SYNONYMS: &str = include_str!("sinonim.txt");

/// Words that say nothing about a service.
const SILENT: [&str; 22] = [
    "di",
    "ke",
    "dari",
    "yang",
    "dan",
    "atau",
    "untuk",
    "ada",
    "saya",
    "kami",
    "mau",
    "ingin",
    "lapor",
    "laporan",
    "pengaduan",
    "the",
    "a",
    "of",
    "is",
    "my",
    "in",
    "report",
];

/// What a service is found by: stems with their weight.
#[derive(Clone, Debug, Default)]
pub struct Index {
    weights: BTreeMap<String, u32>,
}

impl Index {
    /// Name and id weigh most, then what it delivers, then the labels of its form.
    pub fn of(definition: &Definition) -> Self {
        let mut index = Self::default();
        index.add(&definition.name, 6);
        index.add(&definition.id.replace('-', " "), 6);
        index.add(definition.standard.product.as_deref().unwrap_or_default(), 2);
        for field in definition.fields.values().filter(|field| field.filled_at.is_none()) {
            index.add(&field.label, 1);
            if let FieldKind::Choice(Options::Inline(options)) = &field.kind {
                options.values().for_each(|label| index.add(label, 2));
            }
        }
        index
    }

    fn add(&mut self, text: &str, weight: u32) {
        for word in words(text) {
            let known = self.weights.entry(word).or_default();
            *known = (*known).max(weight);
        }
    }

    /// How well the service answers to what was typed; 0 is not at all.
    pub fn score(&self, query: &str) -> u32 {
        let typed = words(query);
        let direct: u32 = typed.iter().map(|word| self.weight(word) * 4).sum();
        let meant: u32 = typed
            .iter()
            .flat_map(|word| akin(word).into_iter().filter(move |other| other != word))
            .map(|word| self.weights.get(&word).copied().unwrap_or(0))
            .sum();
        direct + meant
    }

    /// The whole word, or at least three letters of its beginning.
    fn weight(&self, word: &str) -> u32 {
        if let Some(weight) = self.weights.get(word) {
            return *weight;
        }
        if word.len() < 3 {
            return 0;
        }
        let from = self.weights.range(word.to_owned()..);
        from.take_while(|(known, _)| known.starts_with(word)).map(|(_, weight)| *weight / 2).max().unwrap_or(0)
    }
}

/// Stems of a text, without the words that say nothing.
fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() > 1 && !SILENT.contains(word))
        .map(stem)
        .collect()
}

/// Words that residents use for the same thing as `word`.
fn akin(word: &str) -> Vec<String> {
    SYNONYMS
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split_whitespace().map(stem).collect::<Vec<_>>())
        .filter(|group| group.iter().any(|known| known == word))
        .flatten()
        .collect()
}

/// Takes the commonest Indonesian affixes off, while at least four letters stay.
fn stem(word: &str) -> String {
    // `kerusakan` is ke-rusak-an, not kerusa-kan.
    let around = word.strip_prefix("ke").and_then(|rest| rest.strip_suffix("an"));
    if let Some(rest) = around.filter(|rest| rest.len() >= 4) {
        return rest.to_owned();
    }
    let mut word = word;
    for ending in ["nya", "lah", "kan", "an"] {
        if let Some(rest) = word.strip_suffix(ending).filter(|rest| rest.len() >= 4) {
            word = rest;
            break;
        }
    }
    for beginning in ["ber", "ter", "peng", "pen", "pem", "meng", "men", "mem", "ke", "di", "se"] {
        if let Some(rest) = word.strip_prefix(beginning).filter(|rest| rest.len() >= 4) {
            word = rest;
            break;
        }
    }
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FOLDERS: [&str; 4] = ["pengaduan", "surat", "perizinan", "informasi"];

    /// What residents type, and the service they mean.
    const FOUND: [(&str, &str); 23] = [
        ("digigit anjing", "hewan"),
        ("kdrt", "kekerasan"),
        ("parkir liar", "lalu-lintas"),
        ("tetangga bising", "ketertiban"),
        ("harga beras", "pasar-harga"),
        ("pupuk langka", "irigasi-pertanian"),
        ("puskesmas tutup", "puskesmas-rsud"),
        ("pungutan sekolah", "sekolah"),
        ("lampu padam", "lampu-jalan"),
        ("surat miskin", "surat-tidak-mampu"),
        ("mau kawin", "pengantar-nikah"),
        ("pemakaman", "petak-makam"),
        ("akta lahir", "akta-kelahiran"),
        ("hajatan", "pengantar-keramaian"),
        ("dompet hilang", "pengantar-kehilangan"),
        ("pinjam tenda", "pinjam-balai"),
        ("kartu kuning", "kartu-pencari-kerja"),
        ("praktik bidan", "izin-praktik"),
        ("baliho", "izin-reklame"),
        ("skripsi", "izin-penelitian"),
        ("nib", "panduan-nib"),
        ("imb", "panduan-pbg"),
        ("keberatan", "keberatan-informasi"),
    ];

    fn index(texts: &[(&str, u32)]) -> Index {
        let mut index = Index::default();
        texts.iter().for_each(|(text, weight)| index.add(text, *weight));
        index
    }

    #[test]
    fn a_word_is_found_with_or_without_its_affixes() {
        assert_eq!(stem("kerusakan"), stem("rusak"));
        assert_eq!(stem("berlubang"), "lubang");
        assert!(index(&[("Laporan jalan rusak", 6)]).score("jalannya berlubang dan rusak") > 0);
    }

    #[test]
    fn what_residents_call_it_finds_it_too() {
        let (road, tree) = (index(&[("Jalan rusak", 6)]), index(&[("Pohon tumbang", 6)]));
        assert!(road.score("aspal") > tree.score("aspal"));
        assert!(tree.score("dahan") > road.score("dahan"));
    }

    #[test]
    fn the_name_beats_a_label() {
        let (name, label) = (index(&[("Sampah", 6)]), index(&[("Apakah ada sampah?", 1)]));
        assert!(name.score("sampah") > label.score("sampah"));
    }

    #[test]
    fn a_beginning_of_three_letters_is_enough_and_nonsense_finds_nothing() {
        let index = index(&[("Lampu jalan padam", 6)]);
        assert!(index.score("lam") > 0);
        assert_eq!(index.score("xyzzy"), 0);
        assert_eq!(index.score("saya ingin lapor"), 0);
    }

    /// The shipped services of a folder of `layanan/`, each with its index.
    fn shipped(folder: &str) -> Vec<(String, Index)> {
        let files = std::fs::read_dir(format!("../../layanan/{folder}")).unwrap().map(|entry| entry.unwrap().path());
        let services = files.filter(|path| path.extension().is_some_and(|end| end == "toml"));
        let read = |path: std::path::PathBuf| definition::load(&std::fs::read_to_string(path).unwrap()).unwrap();
        services.map(read).map(|service| (service.id.clone(), Index::of(&service))).collect()
    }

    #[test]
    fn the_shipped_services_are_found_by_the_words_of_residents() {
        let services: Vec<(String, Index)> = FOLDERS.into_iter().flat_map(shipped).collect();
        for (typed, wanted) in FOUND {
            let best = services.iter().max_by_key(|(_, index)| index.score(typed)).unwrap();
            assert_eq!(best.0, wanted, "{typed}");
        }
    }
}
