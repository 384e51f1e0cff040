//! The placed graph as SVG.

use super::graph::{Graph, Node, Shape};
use super::layout::{Placed, Spot};
use crate::model::{Definition, Outcome};
use kernel::lang::Lang;
use std::fmt::Write as _;

const GREEN: &str = "#2e7d32";
const RED: &str = "#c62828";
const GREY: &str = "#757575";

/// Writes the drawing. Writing into a string cannot fail.
pub(super) fn svg(definition: &Definition, graph: &Graph, placed: &Placed, lang: Lang) -> String {
    let (width, height) = (placed.width.ceil(), placed.height.ceil());
    let title = match lang {
        Lang::Id => format!("Alur {}, versi {}", definition.name, definition.version),
        Lang::En => format!("Flow of {}, version {}", definition.name, definition.version),
    };
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"alur\" role=\"img\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" font-family=\"system-ui, sans-serif\" font-size=\"12\" color=\"currentColor\">\n<title>{}</title>\n<desc>{}</desc>\n",
        escaped(&title),
        escaped(&in_words(definition, lang)),
    );
    start(&mut out, graph, placed, definition);
    lines(&mut out, graph, placed);
    for (node, spot) in graph.nodes.iter().zip(&placed.spots) {
        boxed(&mut out, node, spot);
    }
    out.push_str("</svg>\n");
    out
}

/// The same flow for whoever does not see it.
fn in_words(definition: &Definition, lang: Lang) -> String {
    let name = |id: &str| {
        let step = definition.steps.get(id).map(|step| step.name.as_str());
        step.or_else(|| definition.ends.get(id).map(|end| end.name.as_str())).unwrap_or(id).to_owned()
    };
    let word = if lang == Lang::Id { "ke" } else { "to" };
    let steps = definition.steps.values().map(|step| {
        let actions = step.actions.iter().map(|(id, action)| {
            let to: Vec<String> = action.targets.iter().map(|target| name(target.id())).collect();
            format!("{} {word} {}", id.replace('_', " "), to.join(" + "))
        });
        format!("{}: {}.", step.name, actions.collect::<Vec<_>>().join(", "))
    });
    steps.collect::<Vec<_>>().join(" ")
}

fn start(out: &mut String, graph: &Graph, placed: &Placed, definition: &Definition) {
    let Some(index) = definition.steps.get_index_of(definition.start()) else { return };
    if let (Some(_), Some(spot)) = (graph.nodes.get(index), placed.spots.get(index)) {
        let (x, top) = (spot.x, spot.top());
        let from = top - 32.0;
        let _ = writeln!(out, "<circle cx=\"{x:.1}\" cy=\"{from:.1}\" r=\"6\" fill=\"currentColor\"/>");
        let _ = writeln!(out, "<path d=\"M{x:.1} {from:.1}V{top:.1}\" stroke=\"currentColor\" fill=\"none\"/>");
        head(out, x, top, false);
    }
}

/// The lines, each from the lower edge of a box to the upper edge of the next; side by side where several meet.
fn lines(out: &mut String, graph: &Graph, placed: &Placed) {
    for (index, piece) in placed.pieces.iter().enumerate() {
        let (upper, lower) = (placed.spots[piece.upper], placed.spots[piece.lower]);
        let from = (port(graph, placed, index, piece.upper), upper.bottom());
        let to = (port(graph, placed, index, piece.lower), lower.top());
        let middle = f64::midpoint(from.1, to.1);
        let dash = if piece.up { " stroke-dasharray=\"5 3\"" } else { "" };
        let through =
            if graph.nodes.get(piece.lower).is_none() { format!("V{:.1}", lower.bottom()) } else { String::new() };
        let _ = writeln!(
            out,
            "<path d=\"M{:.1} {:.1}C{:.1} {middle:.1} {:.1} {middle:.1} {:.1} {:.1}{through}\" stroke=\"currentColor\" stroke-opacity=\".65\" fill=\"none\"{dash}/>",
            from.0, from.1, from.0, to.0, to.0, to.1,
        );
        let arrives =
            |node: usize| graph.nodes.get(node).is_some_and(|node| !matches!(node.shape, Shape::Action { .. }));
        if !piece.up && arrives(piece.lower) {
            head(out, to.0, to.1, false);
        }
        if piece.up && arrives(piece.upper) {
            head(out, from.0, from.1, true);
        }
    }
}

/// Where the line `index` touches a box: lines that meet there stand side by side in the order of their other ends.
/// Lines that go on in the same bend share one place.
fn port(graph: &Graph, placed: &Placed, index: usize, node: usize) -> f64 {
    let spot = placed.spots[node];
    let shape = graph.nodes.get(node).map(|node| node.shape);
    if matches!(shape, None | Some(Shape::Action { .. })) {
        return spot.x;
    }
    let below = placed.pieces[index].upper == node;
    let mut here: Vec<(f64, usize)> = placed
        .pieces
        .iter()
        .enumerate()
        .filter(|(_, piece)| if below { piece.upper == node } else { piece.lower == node })
        .map(|(index, piece)| (placed.spots[if below { piece.lower } else { piece.upper }].x, index))
        .collect();
    here.sort_by(|a, b| a.0.total_cmp(&b.0));
    let count = f64::from(u32::try_from(here.len()).unwrap_or(u32::MAX));
    let place = here.iter().position(|(_, other)| *other == index).unwrap_or(0);
    let place = f64::from(u32::try_from(place).unwrap_or(u32::MAX));
    let step = (spot.width / (count + 1.0)).min(28.0);
    (place - (count - 1.0) / 2.0).mul_add(step, spot.x)
}

fn head(out: &mut String, x: f64, y: f64, up: bool) {
    let (dy, tip) = if up { (8.0, y) } else { (-8.0, y) };
    let _ = writeln!(out, "<path d=\"M{x:.1} {tip:.1}l-4 {dy}h8z\" fill=\"currentColor\"/>");
}

fn boxed(out: &mut String, node: &Node, spot: &Spot) {
    let (x, y, w, h) = (spot.x - spot.width / 2.0, spot.top(), spot.width, spot.height);
    out.push_str("<g>");
    if let Some(hint) = &node.hint {
        let _ = write!(out, "<title>{}</title>", escaped(hint));
    }
    let plain = |out: &mut String, radius: f64, more: &str| {
        let _ =
            write!(out, "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{w:.1}\" height=\"{h:.1}\" rx=\"{radius}\" {more}/>");
    };
    match node.shape {
        Shape::Working => plain(out, 4.0, "fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.5\""),
        Shape::Waiting => plain(out, 14.0, "fill=\"none\" stroke=\"currentColor\" stroke-dasharray=\"6 4\""),
        Shape::End(Outcome::Success) => plain(out, h / 2.0, &tinted(GREEN)),
        Shape::End(Outcome::Neutral) => plain(out, 0.0, &tinted(GREY)),
        Shape::End(Outcome::Failure) => {
            let (cut, right, bottom) = (12.0, x + w, y + h);
            let _ = write!(
                out,
                "<path d=\"M{:.1} {y:.1}H{:.1}L{right:.1} {:.1}V{:.1}L{:.1} {bottom:.1}H{:.1}L{x:.1} {:.1}V{:.1}z\" {}/>",
                x + cut,
                right - cut,
                y + cut,
                bottom - cut,
                right - cut,
                x + cut,
                bottom - cut,
                y + cut,
                tinted(RED),
            );
        }
        Shape::Action { fork: true } => bar(out, x, spot.bottom() - 4.0, w),
        Shape::Action { fork: false } => {}
    }
    if node.join {
        bar(out, x, y - 4.0, w);
    }
    texts(out, node, spot);
    out.push_str("</g>\n");
}

fn tinted(colour: &str) -> String {
    format!("fill=\"{colour}\" fill-opacity=\".14\" stroke=\"{colour}\" stroke-width=\"2\"")
}

fn bar(out: &mut String, x: f64, y: f64, width: f64) {
    let _ = write!(out, "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"4\" fill=\"currentColor\"/>");
}

fn texts(out: &mut String, node: &Node, spot: &Spot) {
    let action = matches!(node.shape, Shape::Action { .. });
    let mut y = spot.top() + if action { 14.0 } else { 23.0 };
    for (index, line) in node.lines.iter().enumerate() {
        let named = index < node.named;
        let more = match (named, action) {
            (true, _) => " font-size=\"14\" font-weight=\"600\"",
            (_, true) => " font-style=\"italic\"",
            _ => "",
        };
        let text = escaped(line);
        let _ = write!(
            out,
            "<text x=\"{:.1}\" y=\"{y:.1}\" text-anchor=\"middle\" fill=\"currentColor\"{more}>{text}</text>",
            spot.x
        );
        y += 16.0;
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}
