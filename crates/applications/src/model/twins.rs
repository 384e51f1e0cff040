//! Candidates for merging: applications that do the same or hold the same, with the reasons in words.
//!
//! Two applications are compared only where they share a word of their function or a service, found by an index: a
//! thousand applications cost milliseconds, not half a million comparisons. Words that many applications have count little
//! (inverse document frequency), so that "laporan" alone makes no twins. See docs/adr/0064.

use super::app::App;
use super::name::words;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Pairs below this are not shown.
pub const LEAST: u32 = 40;
/// Points that shared words, data, affair and services can bring.
const WORDS: f64 = 45.0;
const DATA: f64 = 20.0;
const AFFAIR: u32 = 15;
const SERVICE: u32 = 30;
/// Words of more applications than this share are not used to find pairs.
const COMMON: usize = 12;
/// A word of the name says more than one of the purpose.
const NAMED: f64 = 2.0;

/// Two applications that may be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Twins {
    /// Place of the first in the list.
    pub one: usize,
    /// Place of the other, which stands after it.
    pub other: usize,
    /// 0 to 100.
    pub score: u32,
    /// Words of name and purpose that both have.
    pub words: Vec<String>,
    /// Kinds of data that both hold.
    pub data: Vec<String>,
    /// The affair of both.
    pub affair: Option<String>,
    /// Services that both support.
    pub services: Vec<String>,
}

struct Traits {
    words: BTreeMap<String, f64>,
    services: BTreeSet<String>,
}

fn traits(app: &App) -> Traits {
    let mut found: BTreeMap<String, f64> = words(app.cell("fungsi")).into_iter().map(|word| (word, 1.0)).collect();
    found.extend(words(app.name()).into_iter().map(|word| (word, NAMED)));
    Traits { words: found, services: app.services().into_iter().map(str::to_lowercase).collect() }
}

/// The pairs of living applications that score at least [`LEAST`], best first; equals in the order of the list.
pub fn twins(apps: &[App]) -> Vec<Twins> {
    let traits: Vec<Traits> = apps.iter().map(traits).collect();
    let mut holders: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut sharing: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, one) in traits.iter().enumerate().filter(|(at, _)| apps.get(*at).is_some_and(|app| app.stage.alive())) {
        one.words.keys().for_each(|word| holders.entry(word).or_default().push(at));
        one.services.iter().for_each(|service| sharing.entry(service).or_default().push(at));
    }
    let most = (apps.len() / COMMON).max(8);
    let rare = holders.values().filter(|at| at.len() <= most);
    let mut pairs: Vec<(usize, usize)> = rare.chain(sharing.values()).flat_map(|at| pairs(at)).collect();
    pairs.sort_unstable();
    pairs.dedup();
    let weight = |word: &str| 1.0 / (1.0 + (holders.get(word).map_or(1, Vec::len) as f64).ln());
    let weights: HashMap<&str, f64> = holders.keys().map(|word| (*word, weight(word))).collect();
    let mut found: Vec<Twins> = pairs
        .into_iter()
        .filter_map(|(one, other)| compared(apps, &traits, &weights, (one, other)))
        .filter(|twins| twins.score >= LEAST)
        .collect();
    found.sort_by_key(|twins| (std::cmp::Reverse(twins.score), twins.one, twins.other));
    found
}

fn pairs(at: &[usize]) -> Vec<(usize, usize)> {
    at.iter().enumerate().flat_map(|(place, one)| at.iter().skip(place + 1).map(|other| (*one, *other))).collect()
}

fn compared(
    apps: &[App],
    traits: &[Traits],
    weights: &HashMap<&str, f64>,
    (one, other): (usize, usize),
) -> Option<Twins> {
    let (first, second) = (apps.get(one)?, apps.get(other)?);
    let (left, right) = (traits.get(one)?, traits.get(other)?);
    let weight = |word: &str| weights.get(word).copied().unwrap_or(1.0);
    let shared: Vec<&String> = left.words.keys().filter(|word| right.words.contains_key(*word)).collect();
    let of = |traits: &Traits| traits.words.iter().map(|(word, times)| weight(word) * times).sum::<f64>();
    let both: f64 = shared
        .iter()
        .map(|word| weight(word) * left.words.get(*word).zip(right.words.get(*word)).map_or(0.0, |(a, b)| a.min(*b)))
        .sum();
    let smaller = of(left).min(of(right));
    let (data, others) = (first.data(), second.data());
    let held: Vec<String> = data.iter().filter(|one| others.contains(one)).map(|one| (*one).to_owned()).collect();
    let fewer = data.len().min(others.len());
    let services: Vec<String> = left.services.intersection(&right.services).cloned().collect();
    let affair = first.cell("urusan");
    let affair = (!affair.is_empty() && affair == second.cell("urusan")).then(|| affair.to_owned());
    let part = |value: f64, of: f64, points: f64| if of > 0.0 { (value / of * points).round() as u32 } else { 0 };
    let score = part(both, smaller, WORDS)
        + part(held.len() as f64, fewer as f64, DATA)
        + affair.as_ref().map_or(0, |_| AFFAIR)
        + if services.is_empty() { 0 } else { SERVICE };
    let words = shared.into_iter().cloned().collect();
    Some(Twins { one, other, score: score.min(100), words, data: held, affair, services })
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::model::stage::Stage;
    use jiff::civil::date;
    use kernel::Instant;

    pub(crate) fn app(slug: &str, cells: &[(&str, &str)]) -> App {
        App {
            slug: slug.to_owned(),
            cells: cells.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect(),
            stage: Stage::Used,
            since: date(2024, 1, 1),
            successor: String::new(),
            revision: 1,
            written_at: Instant::from_seconds(0),
        }
    }

    #[test]
    fn two_leave_applications_are_found_with_their_reasons_and_a_news_site_is_none() {
        let apps = [
            app(
                "cuti",
                &[("nama", "e-Cuti"), ("fungsi", "Pengajuan cuti pegawai"), ("data", "pegawai"), ("urusan", "5.03")],
            ),
            app(
                "berita",
                &[("nama", "Portal Berita"), ("fungsi", "Berita dinas"), ("data", "berita"), ("urusan", "2.16")],
            ),
            app(
                "sicuti",
                &[
                    ("nama", "SiCuti RSUD"),
                    ("fungsi", "Cuti pegawai rumah sakit"),
                    ("data", "pegawai"),
                    ("urusan", "5.03"),
                ],
            ),
        ];
        let found = twins(&apps);
        assert_eq!(found.len(), 1, "{found:?}");
        let pair = &found[0];
        assert_eq!((pair.one, pair.other), (0, 2));
        assert!(pair.words.contains(&"cuti".to_owned()) && pair.data == ["pegawai"]);
        assert_eq!(pair.affair.as_deref(), Some("5.03"));
    }

    #[test]
    fn the_same_service_makes_twins_and_a_retired_application_has_none() {
        let cells = |name| vec![("nama", name), ("layanan", "surat-keterangan"), ("data", "penduduk")];
        let mut apps = vec![app("a", &cells("Surat Kilat")), app("b", &cells("Loket Warga"))];
        let found = twins(&apps);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].services, ["surat-keterangan"]);
        apps[1].stage = Stage::Retired;
        assert!(twins(&apps).is_empty());
    }

    #[test]
    fn a_word_that_everybody_uses_makes_no_twins() {
        let name = |at: usize| format!("Laporan kerja{at}x");
        let apps: Vec<App> = (0..60).map(|at| app(&at.to_string(), &[("nama", &name(at))])).collect();
        assert!(twins(&apps).is_empty());
    }
}
