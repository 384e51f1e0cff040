//! Charts as SVG made on the server, each with its figures as a table below; no script, readable when printed.

use crate::error::Error;
use crate::markup::Markup;
use crate::view::View;
use askama::Template;
use std::fmt::Write;

/// Bars that lie: one per row, longest first or in the order given. Labels and values are text, not picture.
#[derive(Clone, Debug)]
pub struct Bars<'a> {
    /// What the chart shows, as a sentence; also its caption.
    pub title: &'a str,
    /// Heading of the labels, for example `Kecamatan`.
    pub of: &'a str,
    /// Heading of the values, for example `Laporan`.
    pub unit: &'a str,
    /// Label and value of each bar; values are not negative.
    pub bars: Vec<(String, f64)>,
}

/// Lines over time. At most six; each has its own colour, its own dashes and its name at its end.
#[derive(Clone, Debug)]
pub struct Lines<'a> {
    /// What the chart shows, as a sentence; also its caption.
    pub title: &'a str,
    /// Heading of the points, for example `Bulan`.
    pub of: &'a str,
    /// Names of the points in order.
    pub points: Vec<String>,
    /// Name and values of each line; `None` is a gap.
    pub lines: Vec<(String, Vec<Option<f64>>)>,
}

struct Bar {
    label: String,
    value: String,
    share: String,
}

#[derive(Template)]
#[template(path = "chart/bars.html")]
struct BarsPage<'a> {
    title: &'a str,
    of: &'a str,
    unit: &'a str,
    bars: Vec<Bar>,
}

impl Bars<'_> {
    /// The chart.
    ///
    /// # Errors
    /// The template failed.
    pub fn draw(&self, view: &View) -> Result<Markup, Error> {
        let most = self.bars.iter().map(|(_, value)| *value).fold(0.0, f64::max);
        let bars = self.bars.iter().map(|(label, value)| Bar {
            label: label.clone(),
            value: view.words().number(*value),
            share: format!("{:.1}", if most > 0.0 { value / most * 100.0 } else { 0.0 }),
        });
        Markup::of(&BarsPage { title: self.title, of: self.of, unit: self.unit, bars: bars.collect() })
    }
}

const WIDTH: f64 = 440.0;
const HEIGHT: f64 = 236.0;
const LEFT: f64 = 44.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 30.0;
/// Names at the ends of lines keep this distance.
const APART: f64 = 18.0;

#[derive(Template)]
#[template(path = "chart/lines.html")]
struct LinesPage<'a> {
    v: &'a View,
    title: &'a str,
    of: &'a str,
    drawing: Markup,
    names: Vec<&'a str>,
    rows: Vec<(&'a str, Vec<String>)>,
}

impl Lines<'_> {
    /// The chart.
    ///
    /// # Errors
    /// The template failed.
    pub fn draw(&self, view: &View) -> Result<Markup, Error> {
        let rows = self.points.iter().enumerate().map(|(at, point)| {
            let cells = self.lines.iter().map(|(_, values)| match values.get(at) {
                Some(Some(value)) => view.words().number(*value),
                _ => "–".to_owned(),
            });
            (point.as_str(), cells.collect())
        });
        Markup::of(&LinesPage {
            v: view,
            title: self.title,
            of: self.of,
            drawing: Markup::trusted(self.svg(view)),
            names: self.lines.iter().map(|(name, _)| name.as_str()).collect(),
            rows: rows.collect(),
        })
    }

    fn svg(&self, view: &View) -> String {
        let most = self.lines.iter().flat_map(|(_, values)| values.iter().flatten()).copied().fold(0.0, f64::max);
        let top = round_up(most);
        let y = |value: f64| TOP + (HEIGHT - TOP - BOTTOM) * (1.0 - value / top);
        let last = self.points.len().saturating_sub(1).max(1) as f64;
        let x = |at: usize| LEFT + (self.end() - LEFT) * (at as f64 / last);
        let mut svg = format!(
            "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{}\">",
            crate::qr::escape(self.title)
        );
        self.axes(&mut svg, view, top, &y, &x);
        let mut ends = Vec::new();
        for (index, (name, values)) in self.lines.iter().enumerate().take(6) {
            let path = path(values, &x, &y);
            // Writing to a String cannot fail.
            let _ = write!(svg, "<path class=\"line l{}\" d=\"{path}\"/>", index + 1);
            if let Some(Some(end)) = values.iter().rev().find(|value| value.is_some()) {
                ends.push((y(*end), index + 1, name.as_str()));
            }
        }
        name_ends(&mut svg, self.end(), ends);
        svg.push_str("</svg>");
        svg
    }

    /// Where the lines end and their names begin: the longest name has room.
    fn end(&self) -> f64 {
        let longest = self.lines.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
        WIDTH - (longest as f64 * 8.2 + 12.0).clamp(50.0, 190.0)
    }

    fn axes(&self, svg: &mut String, view: &View, top: f64, y: &dyn Fn(f64) -> f64, x: &dyn Fn(usize) -> f64) {
        for step in 0..=4 {
            let value = top * f64::from(step) / 4.0;
            let height = y(value);
            let _ = write!(
                svg,
                "<path class=\"axis\" d=\"M{LEFT} {height:.1}H{:.1}\"/><text class=\"faint\" text-anchor=\"end\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
                self.end(),
                LEFT - 6.0,
                height + 4.5,
                view.words().number(value)
            );
        }
        let count = self.points.len();
        let every = count.div_ceil(4).max(1);
        for (at, point) in self.points.iter().enumerate().filter(|(at, _)| at % every == 0) {
            let _ = write!(
                svg,
                "<text class=\"faint\" text-anchor=\"middle\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
                x(at),
                HEIGHT - 8.0,
                crate::qr::escape(point)
            );
        }
    }
}

fn path(values: &[Option<f64>], x: &dyn Fn(usize) -> f64, y: &dyn Fn(f64) -> f64) -> String {
    let mut path = String::new();
    let mut pen_up = true;
    for (at, value) in values.iter().enumerate() {
        match value {
            Some(value) => {
                let _ = write!(path, "{}{:.1} {:.1}", if pen_up { 'M' } else { 'L' }, x(at), y(*value));
                pen_up = false;
            }
            None => pen_up = true,
        }
    }
    path
}

/// Names stand at the ends of their lines, pushed apart where lines end close together.
fn name_ends(svg: &mut String, from: f64, mut ends: Vec<(f64, usize, &str)>) {
    ends.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut lowest = f64::NEG_INFINITY;
    for (end, number, name) in ends {
        let at = end.max(lowest + APART);
        lowest = at;
        let x = from + 8.0;
        let _ =
            write!(svg, "<text class=\"t{number}\" x=\"{x}\" y=\"{:.1}\">{}</text>", at + 4.5, crate::qr::escape(name));
    }
}

/// 1, 2, 4, 6, 8, 10, 12, 16 or 20 times a power of ten, so that four grid lines have round names.
fn round_up(most: f64) -> f64 {
    if most <= 4.0 {
        return 4.0;
    }
    let power = 10f64.powf(most.log10().floor());
    let steps = [1.0, 1.2, 1.6, 2.0, 4.0, 6.0, 8.0, 10.0];
    steps.into_iter().map(|step| step * power).find(|top| *top >= most).unwrap_or(most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_ends_at_a_round_number_not_below_the_highest_value() {
        for (most, top) in [(0.0, 4.0), (3.0, 4.0), (97.0, 100.0), (101.0, 120.0), (1284.0, 1600.0), (61.0, 80.0)] {
            assert_eq!(round_up(most), top, "{most}");
        }
    }

    #[test]
    fn a_gap_in_the_figures_is_a_gap_in_the_line() {
        let drawn = path(&[Some(1.0), None, Some(2.0), Some(3.0)], &|at| at as f64, &|value| value);
        assert_eq!(drawn, "M0.0 1.0M2.0 2.0L3.0 3.0");
    }

    #[test]
    fn names_of_lines_that_end_together_do_not_overlap() {
        let mut svg = String::new();
        name_ends(&mut svg, 300.0, vec![(100.0, 1, "Masuk"), (101.0, 2, "Selesai")]);
        let heights: Vec<f64> =
            svg.split("y=\"").skip(1).filter_map(|rest| rest.split('"').next()?.parse().ok()).collect();
        assert!(matches!(heights.as_slice(), [one, other] if other - one >= APART));
    }
}
