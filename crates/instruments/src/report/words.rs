//! For a terminal.

use super::{Report, WhatIf, fixed};
use crate::model::index::Coverage;
use crate::model::published::{Comparison, Place, Verdict};
use crate::model::{Group, Part};
use definition::Number;
use indexmap::IndexMap;
use kernel::lang::Lang;

/// Lines for people.
pub fn as_lines(report: &Report, lang: Lang) -> Vec<String> {
    let mut lines = head(report, lang);
    lines.extend(index(report, lang));
    let domains = either(lang, "Domain", "Domains");
    lines.extend(groups(domains, &report.instrument.domains, &report.simulation.domains));
    let aspects = either(lang, "Aspek", "Aspects");
    lines.extend(groups(aspects, &report.instrument.aspects, &report.simulation.aspects));
    lines.extend(beside(report, lang));
    if let Some(what_if) = &report.what_if {
        lines.extend(raised(report, what_if, lang));
    }
    lines.extend(remarks(report, lang));
    lines
}

fn head(report: &Report, lang: Lang) -> Vec<String> {
    let instrument = report.instrument;
    let (name, id, version) = (&instrument.name, &instrument.id, instrument.version);
    let mut lines = vec![match lang {
        Lang::Id => format!("SIMULASI, bukan hasil resmi: {name} ({id}, versi {version})"),
        Lang::En => format!("SIMULATION (simulasi), not an official result: {name} ({id}, version {version})"),
    }];
    lines.extend(instrument.basis.clone());
    let year = report.values.year.map(|year| year.to_string());
    let about: Vec<String> = report.values.title.clone().into_iter().chain(year).collect();
    if !about.is_empty() {
        lines.push(about.join(", "));
    }
    lines
}

fn index(report: &Report, lang: Lang) -> Vec<String> {
    let decimals = report.instrument.result.decimals;
    let mut lines = vec![String::new(), line_of_index(report, lang)];
    if report.simulation.index.is_none() {
        return lines;
    }
    lines.extend(since_before(report, lang));
    lines.push(coverage(&report.simulation.coverage, lang));
    if let Some((low, high)) = report.simulation.reach.filter(|(low, high)| low != high) {
        let (low, high) = (fixed(low, decimals), fixed(high, decimals));
        lines.push(match lang {
            Lang::Id => format!("Yang belum diketahui menyisakan indeks dari {low} sampai {high}"),
            Lang::En => format!("What is not known leaves an index from {low} to {high}"),
        });
    }
    lines
}

fn line_of_index(report: &Report, lang: Lang) -> String {
    let decimals = report.instrument.result.decimals;
    let word = either(lang, "Indeks", "Index");
    let Some(index) = report.simulation.index else {
        return format!("{word}: {}", either(lang, "belum ada yang dinilai", "nothing is judged yet"));
    };
    let mut line = format!("{word} {}", fixed(index, decimals));
    if let Some(band) = report.band(report.simulation.band.as_deref()) {
        line = format!("{line}  {band}");
    }
    if index.rounded_to(decimals) != index {
        let exact = fixed(index, decimals + 3);
        let before = either(lang, "belum dibulatkan", "before rounding");
        line = format!("{line}  ({before} {})", exact.trim_end_matches('0'));
    }
    line
}

/// How far the index lies above or below the one before.
fn since_before(report: &Report, lang: Lang) -> Option<String> {
    let published = &report.values.published;
    let (before, by) = (published.previous?, published.above_previous(report.simulation.index)?);
    let (before, by) = (fixed(before.value, before.decimals), signed(by, report.instrument.result.decimals + 2));
    Some(match lang {
        Lang::Id => format!("Terhadap penilaian sebelumnya ({before}): {by}"),
        Lang::En => format!("Against the assessment before ({before}): {by}"),
    })
}

fn coverage(coverage: &Coverage, lang: Lang) -> String {
    let (known, all, left_out) = (coverage.known, coverage.known + coverage.unknown, coverage.not_applicable);
    let weight = coverage.weight.map_or_else(|| "?".to_owned(), |weight| weight.to_string());
    let of = coverage.of.map_or_else(|| "?".to_owned(), |of| of.to_string());
    let rest = match (left_out, lang) {
        (0, _) => String::new(),
        (_, Lang::Id) => format!("; {left_out} tidak berlaku"),
        (_, Lang::En) => format!("; {left_out} do not apply"),
    };
    match lang {
        Lang::Id => format!("{known} dari {all} indikator dinilai, bobot {weight} dari {of}{rest}"),
        Lang::En => format!("{known} of {all} indicators are judged, weight {weight} of {of}{rest}"),
    }
}

fn groups(title: &str, groups: &IndexMap<String, Group>, means: &IndexMap<String, Option<Number>>) -> Vec<String> {
    if groups.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![String::new(), title.to_owned()];
    for (id, group) in groups {
        let mean = means.get(id).copied().flatten();
        let mean = mean.map_or_else(|| "   ?".to_owned(), |mean| fixed(mean, 2));
        lines.push(format!("  {mean}  {}{}", mark(id), group.name));
    }
    lines
}

/// Numbers of the regulation stand before names; ids that are words only repeat the name.
fn mark(id: &str) -> String {
    let is_number = id.starts_with(|sign: char| sign.is_ascii_digit());
    if is_number { format!("{id}. ") } else { String::new() }
}

fn beside(report: &Report, lang: Lang) -> Vec<String> {
    let other = report.other_band();
    if report.comparisons.is_empty() && other.is_none() {
        return Vec::new();
    }
    let title = either(lang, "Dibandingkan dengan yang terbit", "Beside what was published");
    let mut lines = vec![String::new(), title.to_owned()];
    lines.extend(report.comparisons.iter().map(|one| format!("  {}", compared(report, one, lang))));
    if let Some(theirs) = other {
        let ours = report.band(report.simulation.band.as_deref()).unwrap_or("?");
        lines.push(match lang {
            Lang::Id => format!("  predikat: terbit {theirs}, dihitung {ours}"),
            Lang::En => format!("  band: published {theirs}, computed {ours}"),
        });
    }
    lines
}

fn compared(report: &Report, one: &Comparison, lang: Lang) -> String {
    let place = match &one.place {
        Place::Index => either(lang, "indeks", "index").to_owned(),
        Place::Improvement => either(lang, "perbaikan", "improvement").to_owned(),
        Place::Domain(id) => format!("domain {}", named(&report.instrument.domains, id)),
        Place::Aspect(id) => format!("{} {}", either(lang, "aspek", "aspect"), named(&report.instrument.aspects, id)),
    };
    let decimals = one.published.decimals;
    let theirs = fixed(one.published.value, decimals);
    let ours = one.ours.map_or_else(|| "?".to_owned(), |ours| fixed(ours, decimals + 2));
    let difference = one.difference.map_or_else(|| "?".to_owned(), |by| signed(by, decimals + 2));
    let verdict = agreement(one.verdict, lang);
    match lang {
        Lang::Id => format!("{place}: terbit {theirs}, dihitung {ours}, selisih {difference}: {verdict}"),
        Lang::En => format!("{place}: published {theirs}, computed {ours}, difference {difference}: {verdict}"),
    }
}

fn named<'a>(groups: &'a IndexMap<String, Group>, id: &'a str) -> &'a str {
    groups.get(id).map_or(id, |group| group.name.as_str())
}

/// How a figure agrees with the published one.
const fn agreement(verdict: Verdict, lang: Lang) -> &'static str {
    match verdict {
        Verdict::Same => either(lang, "sama", "the same"),
        Verdict::SameWhenCut => either(
            lang,
            "sama bila desimal lebihnya dipotong, bukan dibulatkan",
            "the same if surplus decimals are cut off, not rounded",
        ),
        Verdict::LastDecimal => either(
            lang,
            "berbeda satu angka terakhir; nilai masukannya sudah dibulatkan",
            "off by one in the last decimal; the inputs were rounded before",
        ),
        Verdict::Open => either(
            lang,
            "berbeda, tetapi yang belum dinilai dapat menutup selisihnya",
            "different, but what is not judged yet may close it",
        ),
        Verdict::Different => either(lang, "berbeda", "different"),
        Verdict::Incomparable => either(lang, "tidak ada yang dihitung", "nothing was computed"),
    }
}

fn raised(report: &Report, what_if: &WhatIf, lang: Lang) -> Vec<String> {
    let decimals = report.instrument.result.decimals;
    let title =
        either(lang, "Andai naik satu tingkat: yang paling menaikkan indeks", "What if: what raises the index most");
    let mut lines = vec![String::new(), title.to_owned()];
    if what_if.raises.is_empty() {
        lines.push(format!("  {}", either(lang, "tidak ada yang dapat naik", "nothing can rise")));
    }
    for one in &what_if.raises {
        let name = report.instrument.indicators.get(&one.indicator).map_or("", |known| known.name.as_str());
        let gain = signed(one.gain, decimals + 2);
        lines.push(format!("  {gain}  {}{name}: {} → {}", mark(&one.indicator), one.from, one.to));
    }
    if let Some(index) = what_if.together.index.filter(|_| what_if.raises.len() > 1) {
        let band = report.band(what_if.together.band.as_deref()).map_or_else(String::new, |band| format!("  {band}"));
        let all = either(lang, "Semuanya bersama", "All together");
        lines.push(format!("  {all}: {}{band}", fixed(index, decimals)));
    }
    if let Some((id, missing)) = &what_if.next {
        let band = report.band(Some(id)).unwrap_or(id);
        let missing = fixed(*missing, decimals + 2);
        lines.push(match lang {
            Lang::Id => format!("  Menuju {band} kurang {missing}"),
            Lang::En => format!("  {missing} is missing to {band}"),
        });
    }
    lines
}

fn remarks(report: &Report, lang: Lang) -> Vec<String> {
    let instrument = report.instrument;
    let mut lines = Vec::new();
    for (id, level) in &report.simulation.uncounted {
        lines.push(match lang {
            Lang::Id => format!(
                "Indikator {id}: tingkat {level} belum dihitung, karena satu tingkat di bawahnya belum terpenuhi"
            ),
            Lang::En => format!("Indicator {id}: level {level} does not count yet, because a lower one is not met"),
        });
    }
    if report.equal_weights() {
        let said = either(
            lang,
            "Bobot resmi tidak diketahui: semua indikator dihitung sama berat",
            "Official weights are not known: all indicators weigh the same",
        );
        lines.push(said.to_owned());
    }
    let others = instrument.unknown.iter().filter(|part| **part != Part::Weights);
    let others: Vec<&str> = others.map(|part| part.word()).collect();
    if !others.is_empty() {
        let title = either(lang, "Tidak diketahui dari sumber", "Not known from any source");
        lines.push(format!("{title}: {}", others.join(", ")));
    }
    lines.extend(instrument.notes.iter().map(|note| format!("{}: {note}", either(lang, "Catatan", "Note"))));
    if !lines.is_empty() {
        lines.insert(0, String::new());
    }
    lines
}

fn signed(number: Number, decimals: u32) -> String {
    let text = fixed(number, decimals);
    if text.starts_with('-') || number.parts().0 == 0 { text } else { format!("+{text}") }
}

const fn either(lang: Lang, id: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Id => id,
        Lang::En => en,
    }
}
