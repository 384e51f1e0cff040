//! What officers and the public see of indicators.

mod aim;
mod derivation;
mod detail;
mod enter;
mod events;
mod evidence;
mod export;
mod import;
pub(crate) mod list;
mod people;
mod public;

use super::compute::{Figure, Standing};
use super::model::Indicator;
use super::period::{Period, Span};
use super::typed;
use super::{EnterValues, Refused};
use crate::model::forecast::Range;
use crate::pages::genuine;
use crate::programme::Programme;
use definition::Number;
use kernel::Lang;
use web::{Markup, MenuItem, Permission as _, Routes, Session, Shown, View};

/// The addresses of indicators.
pub(crate) fn routes() -> Routes<Programme> {
    Routes::new()
        .get("/dasbor/indikator", list::page)
        .get("/dasbor/indikator.csv", export::csv)
        .get("/dasbor/indikator.xlsx", export::xlsx)
        .get("/dasbor/indikator/{id}", detail::page)
        .get("/dasbor/indikator/{id}/kejadian", events::page)
        .get("/dasbor/indikator/{id}/isi", enter::page)
        .post("/dasbor/indikator/{id}/isi", enter::send)
        .get("/dasbor/indikator/{id}/target", aim::page)
        .post("/dasbor/indikator/{id}/target", aim::send)
        .get("/dasbor/indikator/{id}/bukti/{period}/{version}", evidence::file)
        .get("/dasbor/isi-indikator", enter::mine)
        .get("/dasbor/impor-indikator", import::page)
        .get("/dasbor/impor-indikator/lembar", import::sheet)
        .post("/dasbor/impor-indikator", import::send)
        .get("/rencana/indikator", public::list)
        .get("/rencana/indikator/{id}", public::page)
}

/// Its part of the navigation.
pub(crate) fn menu() -> Vec<MenuItem> {
    vec![MenuItem { label: "indikator-menu", href: "/dasbor/indikator", shown: Shown::Officers(everybody) }]
}

fn everybody(_: &Session) -> bool {
    true
}

/// The indicator of an address.
fn asked(programme: &Programme, id: &str) -> Result<&'static Indicator, Refused> {
    programme.library().get(id).ok_or(Refused::NoIndicator)
}

/// A period in words: `November 2026`, `Triwulan 4 2026`, `2026`.
pub(crate) fn spoken(v: &View, period: Period) -> String {
    match period.span() {
        Span::Month => {
            let day = v.words().date(period.first_day());
            day.strip_prefix("1 ").unwrap_or(&day).to_owned()
        }
        Span::Quarter => v.t2("indikator-triwulan", "ke", i64::from(period.part()), "tahun", period.year().to_string()),
        Span::Year => period.year().to_string(),
    }
}

/// The unit in the reader's language; a unit without a text of its own is shown as it is written.
fn unit_word(v: &View, unit: &str) -> String {
    let key = format!("indikator-satuan-{}", unit.replace(' ', "-"));
    if v.has(&key) { v.t(&key).to_owned() } else { unit.to_owned() }
}

/// A number with its unit: `92,4 %`, `Rp 1.000`, `3,5 hari kerja`.
pub(crate) fn measured(v: &View, value: Number, unit: &str, decimals: u32) -> String {
    let number = typed::shown(v.lang(), value, decimals);
    match (unit, v.lang()) {
        ("persen", Lang::Id) => format!("{number}\u{a0}%"),
        ("persen", Lang::En) => format!("{number}%"),
        ("rupiah", _) => format!("Rp\u{a0}{number}"),
        ("indeks", _) => number,
        _ => format!("{number}\u{a0}{}", unit_word(v, unit)),
    }
}

/// A value of an indicator, or a dash.
pub(crate) fn figure(v: &View, one: &Indicator, figure: Option<Figure>) -> String {
    let Some(figure) = figure else {
        return "–".to_owned();
    };
    let shown = measured(v, figure.value, &one.unit, one.decimals);
    if figure.whole { shown } else { v.t1("indikator-sebagian", "nilai", shown.as_str()) }
}

/// A forecast, with no more digits than the indicator shows.
pub(crate) fn shown_range(v: &View, one: &Indicator, range: Range) -> String {
    let number = |value: f64| {
        let text = format!("{value:.places$}", places = one.decimals as usize);
        text.parse().map_or(text, |value: Number| typed::shown(v.lang(), value, one.decimals))
    };
    let unit = if one.unit == "indeks" { String::new() } else { unit_word(v, &one.unit) };
    v.tf("pimpin-rentang", &[("dari", &number(range.low)), ("sampai", &number(range.high)), ("satuan", &unit)])
}

/// Whether a promise is kept, as a coloured word.
fn tag(v: &View, standing: Standing) -> Markup {
    web::component::tag(standing.tag(), v.t(&format!("indikator-keadaan-{}", standing.word())))
}

const SPARK: (f64, f64) = (96.0, 24.0);

/// The last values as a small line; the table beside it says them in figures.
fn spark(values: &[Option<f64>]) -> Markup {
    let known: Vec<f64> = values.iter().copied().flatten().collect();
    let (low, high) = known.iter().fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(*value), high.max(*value)));
    if known.len() < 2 {
        return Markup::default();
    }
    let width = if high > low { high - low } else { 1.0 };
    let last = values.len().saturating_sub(1).max(1) as f64;
    let mut path = String::new();
    let mut pen_up = true;
    for (at, value) in values.iter().enumerate() {
        let Some(value) = value else {
            pen_up = true;
            continue;
        };
        let x = 2.0 + (SPARK.0 - 4.0) * at as f64 / last;
        let y = 2.0 + (SPARK.1 - 4.0) * (1.0 - (value - low) / width);
        path.push_str(&format!("{}{x:.0} {y:.0}", if pen_up { 'M' } else { 'L' }));
        pen_up = false;
    }
    let svg = format!(
        "<svg class=\"spark\" viewBox=\"0 0 {} {}\" width=\"96\" height=\"24\" aria-hidden=\"true\"><path d=\"{path}\"/></svg>",
        SPARK.0, SPARK.1
    );
    Markup::drawing(svg).unwrap_or_default()
}

/// Whether this officer enters values of anything.
fn enters(session: &Session) -> bool {
    EnterValues::allows(session)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_one_value_is_no_line_and_a_gap_lifts_the_pen() {
        assert!(spark(&[Some(1.0), None]).is_empty());
        let drawn = spark(&[Some(1.0), None, Some(2.0), Some(3.0)]);
        assert_eq!(drawn.as_str().matches('M').count(), 2);
    }
}
