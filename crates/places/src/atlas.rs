//! The district map, drawn on the server: outlines where they are imported, else circles at the districts' centres.
//!
//! It carries its values as numbers, so that it can be read without colour and on paper; colours are the page's own
//! (`.bar` of a `.chart`), or the text's where no style sheet reaches.

use crate::areas::Areas;
use crate::locate::Outlines;
use crate::outline::{METRES_PER_DEGREE, Outline};
use cases::doors::{DistrictMap, MapValue};
use geo::{
    Area, BoundingRect, Centroid, Coord, InteriorPoint, Intersects, LineString, MapCoords, MultiPolygon, Point,
    Polygon, Rect, Simplify, unary_union,
};
use kernel::area::AreaLevel;
use std::fmt::Write;

/// Width of the drawing in its own units; on a phone about one unit is one pixel.
const WIDTH: f64 = 400.0;
const TALLEST: f64 = 520.0;
const MARGIN: f64 = 6.0;
const LEGEND_LINE: f64 = 22.0;
/// The outlines are drawn coarser until all paths together fit into this many bytes.
const MOST_BYTES: usize = 20_000;
/// Holes and islands of fewer square units are not drawn.
const SPECK: f64 = 3.0;
const CENTRES: &str = include_str!("../../../wilayah/pusat_kecamatan.csv");

/// What is drawn for one district.
#[derive(Clone, Debug, PartialEq)]
enum Shape {
    Area(MultiPolygon<f64>),
    Circle(Point<f64>),
}

/// The districts of a region as they are drawn, prepared once.
#[derive(Clone, Debug, Default)]
pub struct Drawing {
    districts: Vec<(String, String, Shape)>,
    height: f64,
}

impl Drawing {
    /// Prepares the drawing: a district is its villages put together (their outlines are the finer ones), else its own
    /// outline, else a circle at its centre.
    pub fn new(areas: &Areas, outlines: &Outlines) -> Self {
        let found: Vec<(String, String, Shape)> = areas
            .districts
            .iter()
            .filter_map(|one| Some((one.code.clone(), one.name.clone(), shape(&one.code, outlines)?)))
            .collect();
        let mut drawing = Self { districts: found, height: 0.0 };
        drawing.fit();
        drawing.join();
        drawing.coarsen();
        drawing
    }

    /// From degrees to the drawing's units, north up; metres keep their proportion in the middle of the region.
    fn fit(&mut self) {
        let points = self.districts.iter().filter_map(|(_, _, shape)| match shape {
            Shape::Area(area) => area.bounding_rect(),
            Shape::Circle(at) => Some(Rect::new(at.0, at.0)),
        });
        let Some(all) = points.reduce(|a, b| {
            let low = Coord { x: a.min().x.min(b.min().x), y: a.min().y.min(b.min().y) };
            let high = Coord { x: a.max().x.max(b.max().x), y: a.max().y.max(b.max().y) };
            Rect::new(low, high)
        }) else {
            return;
        };
        let squeeze = all.center().y.to_radians().cos();
        let circles = self.districts.iter().any(|(_, _, shape)| matches!(shape, Shape::Circle(_)));
        let margin = if circles { MARGIN + 14.0 } else { MARGIN };
        let wide = (all.width() * squeeze).max(100.0 / METRES_PER_DEGREE);
        let high = all.height().max(100.0 / METRES_PER_DEGREE);
        let scale = ((WIDTH - 2.0 * margin) / wide).min((TALLEST - 2.0 * margin) / high);
        let left = (WIDTH - wide * scale) / 2.0;
        let put = |at: Coord<f64>| Coord {
            x: left + (at.x - all.min().x) * squeeze * scale,
            y: margin + (all.max().y - at.y) * scale,
        };
        for (_, _, shape) in &mut self.districts {
            *shape = match shape {
                Shape::Area(area) => Shape::Area(area.map_coords(put)),
                Shape::Circle(at) => Shape::Circle(Point(put(at.0))),
            };
        }
        self.height = (high * scale + 2.0 * margin).ceil();
    }

    /// Takes the borders between villages out, and the slivers and specks that nobody would see.
    fn join(&mut self) {
        for (_, _, shape) in &mut self.districts {
            let Shape::Area(area) = shape else { continue };
            let joined = unary_union(area.iter());
            let islands = joined.into_iter().filter(|island| island.unsigned_area() >= SPECK);
            let islands = islands.map(|island| {
                let (outer, holes) = island.into_inner();
                let large = |hole: &LineString<f64>| Polygon::new(hole.clone(), vec![]).unsigned_area() >= SPECK;
                Polygon::new(outer, holes.into_iter().filter(large).collect())
            });
            let joined = MultiPolygon::new(islands.collect());
            if !joined.0.is_empty() {
                *area = joined;
            }
        }
    }

    /// Drops points that nobody would see, and more of them until the drawing is small enough.
    fn coarsen(&mut self) {
        for tolerance in [0.25, 0.5, 1.0, 2.0, 4.0] {
            for (_, _, shape) in &mut self.districts {
                if let Shape::Area(area) = shape {
                    *area = area.simplify(tolerance);
                }
            }
            let bytes: usize = self.districts.iter().map(|(_, _, shape)| path(shape).len()).sum();
            if bytes <= MOST_BYTES {
                return;
            }
        }
    }

    /// The map as SVG text; `None` where the region has neither outlines nor known centres.
    pub fn draw(&self, map: &DistrictMap) -> Option<String> {
        if self.districts.is_empty() {
            return None;
        }
        let total = self.height + 10.0 + LEGEND_LINE * (map.classes.len() + 1) as f64;
        let mut svg = format!(
            "<svg class=\"map\" role=\"img\" aria-labelledby=\"peta-judul peta-uraian\" viewBox=\"0 0 {WIDTH} {total}\" \
             xmlns=\"http://www.w3.org/2000/svg\" fill=\"currentColor\"><title id=\"peta-judul\">{}</title>\
             <desc id=\"peta-uraian\">{}</desc>",
            escaped(&map.title),
            escaped(&map.description)
        );
        svg.push_str(
            "<g stroke=\"currentColor\" stroke-opacity=\".6\" stroke-width=\".75\" stroke-linejoin=\"round\">",
        );
        let mut numbers = String::new();
        for (code, name, shape) in &self.districts {
            let value = map.values.iter().find(|one| one.code == *code);
            svg.push_str(&area(name, shape, value, map));
            numbers.push_str(&number(shape, value));
        }
        svg.push_str("</g><g font-size=\"10\" text-anchor=\"middle\" aria-hidden=\"true\">");
        svg.push_str(&numbers);
        svg.push_str("</g>");
        legend(&mut svg, map, self.height + 10.0);
        svg.push_str("</svg>");
        Some(svg)
    }
}

fn shape(code: &str, outlines: &Outlines) -> Option<Shape> {
    let inside = |one: &&Outline| one.code.district().as_str() == code;
    let villages = outlines.of(AreaLevel::Village).filter(inside);
    let villages: Vec<Polygon<f64>> = villages.flat_map(|one| one.shape.0.clone()).collect();
    if !villages.is_empty() {
        return Some(Shape::Area(MultiPolygon::new(villages)));
    }
    let mut districts = outlines.of(AreaLevel::District);
    let own = districts.find(|one| one.code.as_str() == code);
    own.map(|one| Shape::Area(one.shape.clone())).or_else(|| centre(code).map(Shape::Circle))
}

/// The centre of a district that is carried in `wilayah/pusat_kecamatan.csv` (code, name, lon, lat), to about 1 km.
fn centre(code: &str) -> Option<Point<f64>> {
    let mut lines = csv::ReaderBuilder::new().from_reader(CENTRES.as_bytes());
    let found = lines.records().flatten().find(|row| row.get(0) == Some(code))?;
    Some(Point::new(found.get(2)?.parse().ok()?, found.get(3)?.parse().ok()?))
}

/// How strongly a class is filled; pale enough that its number can be read on it.
fn opacity(class: usize, classes: usize) -> f64 {
    let steps = classes.max(2) - 1;
    0.08 + 0.42 * class.min(steps) as f64 / steps as f64
}

fn fill(class: Option<usize>, classes: usize) -> String {
    match class {
        Some(class) => format!("class=\"bar\" fill-opacity=\"{:.2}\"", opacity(class, classes)),
        None => "fill-opacity=\"0\" stroke-dasharray=\"3 2\"".to_owned(),
    }
}

fn area(name: &str, shape: &Shape, value: Option<&MapValue>, map: &DistrictMap) -> String {
    let fill = fill(value.and_then(|one| one.class), map.classes.len());
    let said = value.map_or(map.without.as_str(), |one| one.value.as_str());
    let title = format!("<title>{}: {}</title>", escaped(name), escaped(said));
    match shape {
        Shape::Area(_) => format!("<path {fill} d=\"{}\">{title}</path>", path(shape)),
        Shape::Circle(at) => {
            let radius =
                8.0 + 8.0 * value.and_then(|one| one.class).map_or(0.0, |class| opacity(class, map.classes.len()));
            format!("<circle {fill} cx=\"{:.0}\" cy=\"{:.0}\" r=\"{radius:.0}\">{title}</circle>", at.x(), at.y())
        }
    }
}

/// Relative moves in whole units: `M12 34l5 6-3 2z`.
fn path(shape: &Shape) -> String {
    let Shape::Area(area) = shape else {
        return String::new();
    };
    let mut path = String::new();
    for island in area {
        for ring in std::iter::once(island.exterior()).chain(island.interiors()) {
            add_ring(&mut path, ring);
        }
    }
    path
}

fn add_ring(path: &mut String, ring: &LineString<f64>) {
    let whole = |at: &Coord<f64>| ((at.x * 2.0).round() as i64, (at.y * 2.0).round() as i64);
    let half = |value: i64| {
        if value % 2 == 0 { format!("{}", value / 2) } else { format!("{:.1}", value as f64 / 2.0) }
    };
    let mut points = ring.coords().map(whole);
    let Some(mut last) = points.next() else {
        return;
    };
    let _ = write!(path, "M{} {}l", half(last.0), half(last.1));
    let mut first = true;
    for at in points.filter(|at| *at != last).collect::<Vec<_>>() {
        let (x, y) = (half(at.0 - last.0), half(at.1 - last.1));
        if (x.as_str(), y.as_str()) == ("0", "0") {
            continue;
        }
        let gap = if first || x.starts_with('-') { "" } else { " " };
        let between = if y.starts_with('-') { "" } else { " " };
        let _ = write!(path, "{gap}{x}{between}{y}");
        (last, first) = (at, false);
    }
    path.push('z');
}

/// A point inside for a text of so many letters, if there is room: the centre of gravity where that is inside.
fn middle(island: &Polygon<f64>, letters: usize) -> Option<Point<f64>> {
    let room = island.bounding_rect()?;
    if room.width() < 6.0 * letters as f64 + 4.0 || room.height() < 12.0 {
        return None;
    }
    let middle = island.centroid().filter(|middle| island.intersects(middle));
    middle.or_else(|| island.interior_point())
}

/// The value at a point inside the district, where there is room for it.
fn number(shape: &Shape, value: Option<&MapValue>) -> String {
    let Some(value) = value.filter(|one| !one.value.is_empty() && one.value.chars().count() <= 7) else {
        return String::new();
    };
    let at = match shape {
        Shape::Circle(at) => Some(*at),
        Shape::Area(area) => {
            let largest = area.iter().max_by(|a, b| a.unsigned_area().total_cmp(&b.unsigned_area()));
            largest.and_then(|island| middle(island, value.value.chars().count()))
        }
    };
    at.map_or_else(String::new, |at| {
        format!("<text x=\"{:.0}\" y=\"{:.0}\">{}</text>", at.x(), at.y() + 3.5, escaped(&value.value))
    })
}

fn legend(svg: &mut String, map: &DistrictMap, top: f64) {
    svg.push_str("<g font-size=\"13\">");
    let classes = map.classes.iter().enumerate().map(|(class, name)| (Some(class), name));
    for (line, (class, name)) in classes.chain([(None, &map.without)]).enumerate() {
        let y = top + LEGEND_LINE * line as f64;
        let _ = write!(
            svg,
            "<rect {} stroke=\"currentColor\" stroke-opacity=\".6\" stroke-width=\".75\" x=\"{MARGIN}\" y=\"{y}\" width=\"22\" height=\"14\"/>\
             <text x=\"36\" y=\"{}\">{}</text>",
            fill(class, map.classes.len()),
            y + 11.5,
            escaped(name)
        );
    }
    svg.push_str("</g>");
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::AreaCode;

    fn map(values: &[(&str, &str, Option<usize>)]) -> DistrictMap {
        DistrictMap {
            title: "Laporan <b> & \"lain\"".to_owned(),
            description: "menurut kecamatan".to_owned(),
            classes: ["0–4", "5–9"].map(str::to_owned).to_vec(),
            without: "tanpa data".to_owned(),
            values: values
                .iter()
                .map(|(code, value, class)| MapValue {
                    code: (*code).to_owned(),
                    value: (*value).to_owned(),
                    class: *class,
                })
                .collect(),
        }
    }

    /// Outlines of all villages of a district as squares beside each other, with many points on their edges.
    fn squares(code: &str, side: usize) -> Vec<Outline> {
        let areas = Areas::load(code).unwrap();
        let squares = areas.villages.iter().enumerate().map(|(at, village)| {
            let (west, south) = (112.0 + (at % 12) as f64 * 0.02, -7.5 + (at / 12) as f64 * 0.02);
            let step = 0.02 / side as f64;
            let edge = |from: (f64, f64), by: (f64, f64)| {
                (0..side).map(move |n| Coord {
                    x: from.0 + by.0 * n as f64,
                    y: from.1 + by.1 * n as f64 + step * 0.3 * (n % 2) as f64,
                })
            };
            let ring: Vec<Coord<f64>> = edge((west, south), (step, 0.0))
                .chain(edge((west + 0.02, south), (0.0, step)))
                .chain(edge((west + 0.02, south + 0.02), (-step, 0.0)))
                .chain(edge((west, south + 0.02), (0.0, -step)))
                .collect();
            Outline {
                code: AreaCode::parse(&village.code).unwrap(),
                shape: MultiPolygon::new(vec![Polygon::new(LineString::new(ring), vec![])]),
            }
        });
        squares.collect()
    }

    fn drawn(code: &str, outlines: Vec<Outline>, map: &DistrictMap) -> String {
        let areas = Areas::load(code).unwrap();
        Drawing::new(&areas, &Outlines::new(outlines)).draw(map).unwrap()
    }

    #[test]
    fn every_district_is_drawn_with_its_name_value_and_class() {
        let svg = drawn("35.78", squares("35.78", 4), &map(&[("35.78.01", "3", Some(0)), ("35.78.02", "9", Some(1))]));
        assert_eq!(svg.matches("<path ").count(), 31);
        assert!(svg.contains("<title>Karang Pilang: 3</title>") && svg.contains(">9</text>"));
        assert!(svg.contains("<title>Rungkut: tanpa data</title>"));
        assert!(svg.contains("fill-opacity=\"0.08\"") && svg.contains("fill-opacity=\"0.50\""));
    }

    #[test]
    fn texts_are_escaped_and_nothing_in_it_could_run() {
        let svg = drawn("35.78", squares("35.78", 4), &map(&[("35.78.01", "<script>", Some(0))]));
        assert!(svg.contains("<title id=\"peta-judul\">Laporan &lt;b&gt; &amp; &quot;lain&quot;</title>"));
        assert!(!svg.contains("<script") && !svg.contains("style="));
        assert!(web::Markup::drawing(svg).is_some());
    }

    #[test]
    fn many_points_are_thinned_until_the_map_is_light() {
        let svg = drawn("35.17", squares("35.17", 200), &map(&[]));
        assert!(svg.len() <= 25_000, "{}", svg.len());
        assert_eq!(svg.matches("<path ").count(), 21);
    }

    #[test]
    fn without_outlines_districts_are_circles_at_their_centres() {
        let svg = drawn("35.17", vec![], &map(&[("35.17.01", "3", Some(0))]));
        assert_eq!(svg.matches("<circle ").count(), 21);
        assert!(svg.contains(">3</text>"));
    }

    #[test]
    fn a_region_without_outlines_and_centres_has_no_map() {
        let areas = Areas::load("11.01").unwrap();
        assert_eq!(Drawing::new(&areas, &Outlines::default()).draw(&map(&[])), None);
    }

    #[test]
    fn everything_lies_within_the_view_box() {
        let areas = Areas::load("35.78").unwrap();
        let drawing = Drawing::new(&areas, &Outlines::new(squares("35.78", 4)));
        for (name, _, shape) in &drawing.districts {
            let Shape::Area(area) = shape else { panic!("{name}") };
            let room = area.bounding_rect().unwrap();
            assert!(room.min().x >= 0.0 && room.min().y >= 0.0, "{name}");
            assert!(room.max().x <= WIDTH && room.max().y <= drawing.height, "{name}");
        }
    }

    #[test]
    fn the_legend_names_every_class_and_what_has_none() {
        let svg = drawn("35.78", vec![], &map(&[]));
        for name in ["0–4", "5–9", "tanpa data"] {
            assert!(svg.contains(&format!(">{name}</text>")), "{name}");
        }
        assert!(opacity(0, 4) < opacity(1, 4) && opacity(3, 4) <= 0.5);
    }
}
