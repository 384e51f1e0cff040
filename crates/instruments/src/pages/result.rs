//! What comes of the levels, in the words of a page.

use super::decimal;
use crate::model::Group;
use crate::model::published::Verdict;
use crate::report::{Report, WhatIf, fixed};
use definition::Number;
use indexmap::IndexMap;
use web::View;

/// A result ready to be shown.
pub(crate) struct Shown {
    pub index: String,
    pub note: String,
    pub judged: String,
    pub reach: String,
    pub published: String,
    /// Title, then name and mean of each group.
    pub groups: Vec<(String, Vec<(String, String)>)>,
    pub raises: Vec<Raised>,
    pub together: String,
    pub next: String,
}

/// One line of what would raise the index.
pub(crate) struct Raised {
    pub name: String,
    pub from: String,
    pub to: String,
    pub gain: String,
}

pub(crate) fn shown(v: &View, report: &Report) -> Shown {
    let (instrument, simulation) = (report.instrument, &report.simulation);
    let decimals = instrument.result.decimals;
    let coverage = &simulation.coverage;
    let figure = |number: Number| decimal(v, &fixed(number, decimals));
    let what_if = report.what_if.as_ref();
    let domains = (v.t("indeks-domain"), &instrument.domains, &simulation.domains);
    let aspects = (v.t("indeks-aspek"), &instrument.aspects, &simulation.aspects);
    Shown {
        index: simulation.index.map_or_else(|| "–".to_owned(), figure),
        note: note(v, report),
        judged: v.t2("indeks-dinilai", "jumlah", coverage.known, "semua", coverage.known + coverage.unknown),
        reach: simulation.reach.filter(|(low, high)| low != high).map_or_else(String::new, |(low, high)| {
            v.t2("indeks-jangkauan", "dari", figure(low), "sampai", figure(high))
        }),
        published: published(v, report),
        groups: [domains, aspects].into_iter().filter_map(|(title, of, means)| groups(v, title, of, means)).collect(),
        raises: what_if.map(|what_if| raised(v, report, what_if)).unwrap_or_default(),
        together: what_if.map_or_else(String::new, |what_if| together(v, report, what_if)),
        next: what_if.and_then(|what_if| next(v, report, what_if)).unwrap_or_default(),
    }
}

/// The band, and the index before it was rounded.
fn note(v: &View, report: &Report) -> String {
    let decimals = report.instrument.result.decimals;
    let band = report.band(report.simulation.band.as_deref()).map(str::to_owned);
    let rounded = report.simulation.index.filter(|index| index.rounded_to(decimals) != *index);
    let exact = rounded.map(|index| {
        let exact = fixed(index, decimals + 3);
        v.t1("indeks-belum-dibulatkan", "nilai", decimal(v, exact.trim_end_matches('0')))
    });
    band.into_iter().chain(exact).collect::<Vec<_>>().join(" · ")
}

/// The published index beside ours, and how they agree.
fn published(v: &View, report: &Report) -> String {
    let Some(one) = report.comparisons.first() else {
        return String::new();
    };
    let decimals = one.published.decimals;
    let theirs = decimal(v, &fixed(one.published.value, decimals));
    let by = one.difference.map_or_else(|| "–".to_owned(), |by| signed(v, by, decimals + 2));
    let beside = v.t2("indeks-banding", "terbit", theirs, "selisih", by);
    let agreement = match one.verdict {
        Verdict::Same => v.t("indeks-cocok-sama"),
        Verdict::SameWhenCut => v.t("indeks-cocok-potong"),
        Verdict::LastDecimal => v.t("indeks-cocok-akhir"),
        Verdict::Open => v.t("indeks-cocok-terbuka"),
        Verdict::Different => v.t("indeks-cocok-beda"),
        Verdict::Incomparable => v.t("indeks-cocok-tanpa"),
    };
    format!("{beside} {agreement}")
}

type Means = IndexMap<String, Option<Number>>;

fn groups(
    v: &View,
    title: &str,
    groups: &IndexMap<String, Group>,
    means: &Means,
) -> Option<(String, Vec<(String, String)>)> {
    let shown = |id: &String| means.get(id).copied().flatten().map_or_else(|| "–".to_owned(), |mean| fixed(mean, 2));
    let rows = groups.iter().map(|(id, group)| (group.name.clone(), decimal(v, &shown(id))));
    (!groups.is_empty()).then(|| (title.to_owned(), rows.collect()))
}

fn raised(v: &View, report: &Report, what_if: &WhatIf) -> Vec<Raised> {
    let decimals = report.instrument.result.decimals;
    let name = |id: &str| report.instrument.indicators.get(id).map_or("", |one| one.name.as_str()).to_owned();
    let each = what_if.raises.iter().map(|one| Raised {
        name: name(&one.indicator),
        from: decimal(v, &one.from.to_string()),
        to: decimal(v, &one.to.to_string()),
        gain: signed(v, one.gain, decimals + 2),
    });
    each.collect()
}

fn together(v: &View, report: &Report, what_if: &WhatIf) -> String {
    let Some(index) = what_if.together.index.filter(|_| what_if.raises.len() > 1) else {
        return String::new();
    };
    let index = decimal(v, &fixed(index, report.instrument.result.decimals));
    let band = report.band(what_if.together.band.as_deref()).map_or_else(String::new, |band| format!(" {band}"));
    v.t1("indeks-andai-semua", "indeks", format!("{index}{band}"))
}

fn next(v: &View, report: &Report, what_if: &WhatIf) -> Option<String> {
    let (id, missing) = what_if.next.as_ref()?;
    let band = report.band(Some(id))?.to_owned();
    let missing = decimal(v, &fixed(*missing, report.instrument.result.decimals + 2));
    Some(v.t2("indeks-menuju", "predikat", band, "kurang", missing))
}

fn signed(v: &View, number: Number, decimals: u32) -> String {
    let text = fixed(number, decimals);
    let sign = if text.starts_with('-') || number.parts().0 == 0 { "" } else { "+" };
    decimal(v, &format!("{sign}{text}"))
}
