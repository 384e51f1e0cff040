//! Years beside each other: what was computed here, what an assessor made of it, what was published.

use super::{levels, list};
use crate::Assessments;
use crate::assessment::{PublishedValue, Summary};
use crate::model::Instrument;
use crate::model::published::Figure;
use crate::pages::decimal;
use crate::refusal::Refused;
use definition::Number;
use web::View;

/// One year of one instrument.
pub(super) struct Year {
    pub year: u32,
    pub instrument: String,
    /// The assessment, where there is one.
    pub href: String,
    pub own: String,
    pub judged: String,
    pub published: String,
    /// The last value computed here minus the published one, as beside the result.
    pub difference: String,
    /// Where the published value comes from.
    pub source: String,
    /// Id of the instrument.
    id: String,
    /// The last word on the year, as exact as it is published: the published value, else the assessor's, else the own one.
    last: Option<Number>,
}

/// How a year stands to the one before it.
pub(super) struct Improved {
    /// The year before.
    pub year: String,
    /// By how much, with its sign.
    pub by: String,
    /// What it was.
    pub before: String,
}

/// What a year brought against the latest one before it by the same instrument; nothing where there is none.
pub(super) fn improved(v: &View, years: &[Year], instrument: &Instrument, year: u32) -> Option<Improved> {
    let own = || years.iter().filter(|one| one.id == instrument.id);
    let now = own().find(|one| one.year == year)?.last?;
    let (before, was) = own().filter(|one| one.year < year).find_map(|one| Some((one.year, one.last?)))?;
    let figure = |number| decimal(v, &crate::report::fixed(number, instrument.result.decimals));
    let by = now.minus(was)?;
    let sign = if by.parts().0 > 0 { "+" } else { "" };
    Some(Improved { year: before.to_string(), by: format!("{sign}{}", figure(by)), before: figure(was) })
}

/// Every year that is known, the latest first.
pub(super) async fn years(
    v: &View,
    assessments: &Assessments,
    published: &[PublishedValue],
) -> Result<Vec<Year>, Refused> {
    let known = assessments.years().await?;
    let sources = assessments.opened(published.iter().map(|one| one.source.as_str())).await?;
    let mut years = Vec::new();
    for one in &known {
        let pinned = assessments.pinned(&one.hash).await?;
        let value = published.iter().find(|value| (&value.instrument, value.year) == (&one.instrument, one.year));
        years.push(year(v, &pinned.instrument, one, value, value.and_then(|value| sources.get(&value.source))));
    }
    let alone = |value: &&PublishedValue| {
        !known.iter().any(|one| (&one.instrument, one.year) == (&value.instrument, value.year))
    };
    let shipped = crate::shipped::all();
    for value in published.iter().filter(alone) {
        let instrument = shipped.iter().find(|one| one.id == value.instrument);
        years.push(Year {
            year: value.year,
            instrument: instrument.map_or_else(|| value.instrument.clone(), |one| list::named(v, one)),
            href: String::new(),
            own: "–".to_owned(),
            judged: "–".to_owned(),
            published: decimal(v, &value.value),
            difference: "–".to_owned(),
            source: sources.get(&value.source).cloned().unwrap_or_default(),
            id: value.instrument.clone(),
            last: Figure::parse(&value.value).map(|figure| figure.value),
        });
    }
    years.sort_by_key(|one| std::cmp::Reverse(one.year));
    Ok(years)
}

fn year(
    v: &View,
    instrument: &Instrument,
    one: &Summary,
    published: Option<&PublishedValue>,
    source: Option<&String>,
) -> Year {
    let figure = |index| levels::index(v, instrument, index);
    let value = published.and_then(|value| Figure::parse(&value.value));
    let ours = one.judged_index.or(one.own_index);
    let difference = value.zip(ours).and_then(|(theirs, ours)| ours.minus(theirs.value)).map(|by| {
        let text = crate::report::fixed(by, instrument.result.decimals + 2);
        let sign = if text.starts_with('-') || by.parts().0 == 0 { "" } else { "+" };
        decimal(v, &format!("{sign}{text}"))
    });
    Year {
        year: one.year,
        instrument: instrument.name.clone(),
        href: format!("/dasbor/penilaian/{}", one.id),
        own: figure(one.own_index),
        judged: figure(one.judged_index),
        published: published.map_or_else(|| "–".to_owned(), |value| decimal(v, &value.value)),
        difference: difference.unwrap_or_else(|| "–".to_owned()),
        source: source.cloned().unwrap_or_default(),
        id: one.instrument.clone(),
        last: value.map(|figure| figure.value).or(ours.map(|ours| ours.rounded_to(instrument.result.decimals))),
    }
}
