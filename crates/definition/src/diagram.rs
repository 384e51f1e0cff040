//! The flow of a service as a drawing (SVG): steps with who holds them and how long, actions between them, ends.
//!
//! Colour never speaks alone: ends differ in shape and carry the word of their outcome. Lines and texts take the colour
//! of the page (`currentColor`), so that the drawing works on light and dark; there is no style, script or id in it.

mod draw;
mod graph;
mod layout;

use crate::model::{Definition, Join};
use crate::units::Units;
use kernel::lang::Lang;

/// Draws a definition for a region's offices. The result is one `<svg>` element; every text in it is escaped.
pub fn diagram(definition: &Definition, units: &Units, lang: Lang) -> String {
    let graph = graph::graph(definition, units, lang);
    let placed = layout::place(&graph);
    draw::svg(definition, &graph, &placed, lang)
}

/// `gabung` as written (semantics R40).
pub(crate) fn join_word(join: Join) -> String {
    match join {
        Join::All => "semua".to_owned(),
        Join::One => "satu".to_owned(),
        Join::Of { n, m } => format!("{n} dari {m}"),
    }
}
