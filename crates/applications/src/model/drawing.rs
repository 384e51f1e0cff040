//! The graph as SVG text: shapes and words only, readable in print and in the dark, told apart without colour.

use super::graph::{ABOVE, Graph, LETTER, Layout, Place, PlacedRow, Row, WIDTH, layout};
use super::ladder::Seen;
use cases::doors::Rung;
use std::fmt::Write as _;

/// Texts of the drawing, in the reader's language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    /// What it is.
    pub title: String,
    /// What it says in one sentence, with its figures.
    pub about: String,
    /// Names of [`Seen`]: both, declared, observed.
    pub seen: [String; 3],
    /// Names of the rungs from the ground.
    pub rungs: [String; 4],
    /// `+{n} tanpa sambungan`: what is not drawn, `{n}` stands for the number.
    pub rest: String,
}

/// Longest name, in letters, that has room beside the marks.
const NAME: usize = 52;

/// Least and most room of a list, from the edge to where lines begin, in tenths of a millimetre.
const NARROWEST: f64 = 420.0;
const WIDEST: f64 = 900.0;
/// Room of the marks and the gap beside a name.
const MARKS: f64 = 80.0;
/// Width of a letter as part of its height, with something to spare.
const BREADTH: f64 = 0.56;

/// Letters of what says how many are not drawn.
const REST: usize = 26;

/// Room that the longest name needs.
fn list(graph: &Graph, row: f64) -> f64 {
    let letters = |name: &str| name.chars().count().min(NAME);
    let heads = graph.groups.iter().map(|group| letters(&group.name) + if group.rest > 0 { REST } else { 0 });
    let names = graph.groups.iter().flat_map(|group| group.nodes.iter().map(|node| letters(&node.name)));
    let longest = heads.chain(names).max().unwrap_or(0).min(NAME);
    (longest as f64 * row * LETTER * BREADTH + MARKS).clamp(NARROWEST, WIDEST)
}

/// Draws a graph.
pub fn drawn(graph: &Graph, texts: &Texts) -> String {
    let placed = layout(graph);
    let mut out = String::with_capacity(64 * 1024);
    // Writing to a String cannot fail.
    let _ = write!(
        out,
        "<svg class=\"graf\" viewBox=\"0 0 {WIDTH:.0} {:.0}\" role=\"img\" aria-labelledby=\"graf-judul graf-isi\"><title \
         id=\"graf-judul\">{}</title><desc id=\"graf-isi\">{}</desc>",
        placed.height,
        escaped(&texts.title),
        escaped(&texts.about)
    );
    let _ = write!(
        out,
        "<text class=\"graf-judul\" x=\"0\" y=\"52\" font-size=\"56\">{}</text><text x=\"0\" y=\"100\" font-size=\"32\">{}</text>",
        escaped(&texts.title),
        escaped(&texts.about)
    );
    let list = list(graph, placed.row);
    lines(&mut out, graph, &placed, list);
    for row in &placed.rows {
        row_drawn(&mut out, graph, row, (placed.row, list, &texts.rest));
    }
    legend(&mut out, texts, placed.height);
    out.push_str("</svg>");
    out
}

fn lines(out: &mut String, graph: &Graph, placed: &Layout, list: f64) {
    // What differs is drawn last, above what is as it should be.
    for seen in [Seen::Both, Seen::Declared, Seen::Observed] {
        let _ = write!(out, "<g class=\"graf-{}\">", seen.word());
        let same = placed.lines.iter().filter(|(at, ..)| graph.edges.get(*at).is_some_and(|edge| edge.seen == seen));
        for (_, from, to) in same {
            line(out, (*from, *to), list);
        }
        out.push_str("</g>");
    }
}

fn edge_of(place: Place, list: f64) -> f64 {
    if place.left { list + 20.0 } else { WIDTH - list - 20.0 }
}

/// One line with the head of an arrow where data arrive.
fn line(out: &mut String, (from, to): (Place, Place), list: f64) {
    let (x1, x2) = (edge_of(from, list), edge_of(to, list));
    let into = |place: Place| if place.left { 1.0 } else { -1.0 };
    let reach = if from.left == to.left { 160.0 + (from.y - to.y).abs() * 0.45 } else { (WIDTH - 2.0 * list) * 0.45 };
    let reach = reach.min((WIDTH - 2.0 * list) * 0.62);
    let (c1, c2) = (x1 + into(from) * reach, x2 + into(to) * reach);
    let (tip, tail, y1, y2) = (x2 + into(to) * 16.0, x2 + into(to) * 24.0, from.y, to.y);
    let _ = write!(
        out,
        "<path d=\"M{x1:.0} {y1:.1}C{c1:.0} {y1:.1} {c2:.0} {y2:.1} {tip:.0} {y2:.1}\"/><path class=\"graf-panah\" \
         d=\"M{x2:.0} {y2:.1}L{tail:.0} {:.1}L{tail:.0} {:.1}Z\"/>",
        y2 - 8.0,
        y2 + 8.0,
    );
}

fn row_drawn(out: &mut String, graph: &Graph, placed: &PlacedRow, (height, list, rest): (f64, f64, &str)) {
    let (group, node) = match placed.row {
        Row::Agency(at) => (graph.groups.get(at), None),
        Row::Node(at, node) => (graph.groups.get(at), graph.groups.get(at).and_then(|group| group.nodes.get(node))),
    };
    let Some(group) = group else { return };
    let size = height * LETTER;
    let base = placed.y + size * 0.35;
    let (x, anchor) = if placed.left { (list - MARKS, "end") } else { (WIDTH - list + MARKS, "start") };
    match node {
        None => {
            let more = if group.rest > 0 {
                format!(" {}", rest.replace("{n}", &group.rest.to_string()))
            } else {
                String::new()
            };
            let name = cut(&format!("{}{more}", group.name));
            let _ = write!(
                out,
                "<text class=\"graf-dinas\" x=\"{x:.0}\" y=\"{base:.1}\" font-size=\"{size:.1}\" text-anchor=\"{anchor}\">{}</text>",
                escaped(&name)
            );
        }
        Some(node) => {
            let mark = if placed.left { list - 66.0 } else { WIDTH - list + 6.0 };
            bars(out, mark, placed.y + size * 0.38, size * 0.8, node.rung);
            let _ = write!(
                out,
                "<text x=\"{x:.0}\" y=\"{base:.1}\" font-size=\"{size:.1}\" text-anchor=\"{anchor}\">{}</text>",
                escaped(&cut(&node.name))
            );
        }
    }
}

/// Three bars that rise: as many are filled as rungs were climbed.
fn bars(out: &mut String, x: f64, foot: f64, height: f64, rung: Rung) {
    for step in 1..=3_u8 {
        let tall = height * f64::from(step) / 3.0;
        let class = if rung as u8 >= step { "graf-penuh" } else { "graf-kosong" };
        let _ = write!(
            out,
            "<rect class=\"{class}\" x=\"{:.1}\" y=\"{:.1}\" width=\"15\" height=\"{tall:.1}\"/>",
            x + f64::from(step - 1) * 21.0,
            foot - tall
        );
    }
}

fn legend(out: &mut String, texts: &Texts, height: f64) {
    let y = height - 50.0;
    let each = WIDTH / 7.4;
    for (at, (seen, name)) in [Seen::Both, Seen::Declared, Seen::Observed].into_iter().zip(&texts.seen).enumerate() {
        let x = at as f64 * each;
        let _ = write!(
            out,
            "<g class=\"graf-{}\"><path d=\"M{x:.0} {:.0}h150\"/><path class=\"graf-panah\" d=\"M{:.0} {:.0}l-24 -10v20Z\"/></g><text x=\"{:.0}\" y=\"{y:.0}\" \
             font-size=\"30\">{}</text>",
            seen.word(),
            y - 10.0,
            x + 170.0,
            y - 10.0,
            x + 190.0,
            escaped(name)
        );
    }
    for (at, (rung, name)) in super::ladder::RUNGS.into_iter().zip(&texts.rungs).enumerate() {
        let x = 3.3 * each + at as f64 * each;
        bars(out, x, y, 30.0, rung);
        let _ = write!(out, "<text x=\"{:.0}\" y=\"{y:.0}\" font-size=\"30\">{}</text>", x + 76.0, escaped(name));
    }
    let _ = write!(
        out,
        "<path class=\"graf-garis\" d=\"M0 {:.0}h{WIDTH:.0}M0 {:.0}h{WIDTH:.0}\"/>",
        ABOVE - 18.0,
        y - 55.0
    );
}

fn cut(name: &str) -> String {
    if name.chars().count() <= NAME {
        return name.to_owned();
    }
    name.chars().take(NAME - 1).chain(['…']).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::graph::tests::graph;

    #[test]
    fn names_are_escaped_cut_to_their_room_and_the_house_takes_the_drawing() {
        let mut whole = graph(3, 2, 1);
        whole.groups[0].nodes[0].name = "<script>alert(1)</script>".into();
        whole.groups[1].nodes[0].name = "panjang ".repeat(20);
        let svg = drawn(&whole, &Texts { title: "Aplikasi & sambungan".into(), ..Texts::default() });
        assert!(svg.contains("&lt;script&gt;") && svg.contains("Aplikasi &amp; sambungan") && svg.contains('…'));
        assert!(web::Markup::drawing(svg).is_some());
    }

    #[test]
    fn what_is_said_seen_and_both_stands_apart_without_colour() {
        let svg = drawn(&graph(4, 3, 2), &Texts::default());
        for seen in [Seen::Both, Seen::Declared, Seen::Observed] {
            assert!(svg.contains(&format!("<g class=\"graf-{}\"><path d=\"M", seen.word())), "{seen:?}");
        }
        assert_eq!(
            svg.matches("graf-panah").count(),
            graph(4, 3, 2).edges.len() + 3,
            "each line has a head, and the legend"
        );
    }
}
