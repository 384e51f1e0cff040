//! QR codes as SVG.

use crate::markup::Markup;
use qrcode::bits::encode_auto;
use qrcode::canvas::{Canvas, MaskPattern};
use qrcode::ec::construct_codewords;
use qrcode::{Color, EcLevel};
use std::fmt::Write;

/// A QR code as an inline SVG of at most 2 KB for addresses up to 100 characters: dark on white in both themes.
/// `label` is what a screen reader says. None when the text is too long for a code.
pub fn qr_svg(text: &str, label: &str) -> Option<Markup> {
    let (dark, width) = modules(text)?;
    let mut path = String::with_capacity(2048);
    for (y, row) in dark.chunks(width).enumerate() {
        draw_row(&mut path, y, row);
    }
    let side = width + 8;
    let label = escape(label);
    Some(Markup::trusted(format!(
        "<svg class=\"qr\" role=\"img\" aria-label=\"{label}\" viewBox=\"-4 -4 {side} {side}\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M-4-4h{side}v{side}h-{side}z\"/><path stroke=\"#000\" d=\"{path}\"/></svg>"
    )))
}

/// The modules row by row, and how many a row has. One mask is taken for all: trying the eight and weighing each
/// costs most of a millisecond, and every reader takes any of them.
fn modules(text: &str) -> Option<(Vec<Color>, usize)> {
    let bits = encode_auto(text.as_bytes(), EcLevel::M).ok()?;
    let version = bits.version();
    let (data, check) = construct_codewords(&bits.into_bytes(), version, EcLevel::M).ok()?;
    let mut canvas = Canvas::new(version, EcLevel::M);
    canvas.draw_all_functional_patterns();
    canvas.draw_data(&data, &check);
    canvas.apply_mask(MaskPattern::Checkerboard);
    let width = usize::try_from(version.width()).ok()?;
    Some((canvas.into_colors(), width))
}

/// One stroke per run of dark modules, moves relative to the last point.
fn draw_row(path: &mut String, y: usize, row: &[Color]) {
    let mut x = 0;
    let mut at = None;
    while x < row.len() {
        let run = row.iter().skip(x).take_while(|module| **module == Color::Dark).count();
        if run > 0 {
            // Writing to a String cannot fail.
            let _ = match at {
                None => write!(path, "M{x} {y}.5h{run}"),
                Some(end) => write!(path, "m{} 0h{run}", x - end),
            };
            at = Some(x + run);
        }
        x += run.max(1);
    }
}

/// Escapes the five characters that mean something in HTML.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tracking_link_fits_in_two_kilobytes() {
        let svg = qr_svg("https://layanan.jombangkab.go.id/l/7H3K9MPQ2RSTVWXYZ23456789A", "Kode QR").unwrap();
        assert!(svg.as_str().len() <= 2048, "{} bytes", svg.as_str().len());
    }

    #[test]
    fn the_drawn_modules_are_those_of_the_code() {
        let text = "https://contoh.go.id/l/ABC";
        let svg = qr_svg(text, "x").unwrap();
        let drawn: usize = svg
            .as_str()
            .split('h')
            .skip(1)
            .filter_map(|run| run.chars().take_while(char::is_ascii_digit).collect::<String>().parse::<usize>().ok())
            .sum();
        let (modules, width) = modules(text).unwrap();
        let dark = modules.iter().filter(|module| **module == Color::Dark).count();
        assert_eq!(drawn - (width + 8), dark, "all runs but the white ground");
    }

    #[test]
    fn a_label_cannot_leave_its_attribute() {
        let svg = qr_svg("x", "\"><script>").unwrap();
        assert!(!svg.as_str().contains("<script"));
    }
}
