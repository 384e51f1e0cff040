//! HTML that was made by a template, and answers made of it.

use crate::error::{Answer, Error};
use askama::Template;
use axum::response::IntoResponse;
use http::{HeaderValue, StatusCode, header};
use std::fmt;

/// HTML that was made by a template of ours; printed into another template without escaping.
/// There is no way to make one from a text of a visitor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Markup(String);

impl Markup {
    /// Renders a template.
    ///
    /// # Errors
    /// The template failed.
    pub fn of(template: &impl Template) -> Result<Self, Error> {
        template.render().map(Self).map_err(Error::failed)
    }

    /// An SVG that a room drew, its texts escaped; anything but shapes and words is refused.
    pub fn drawing(svg: String) -> Option<Self> {
        (svg.starts_with("<svg ") && only_shapes(&svg)).then_some(Self(svg))
    }

    pub(crate) const fn trusted(html: String) -> Self {
        Self(html)
    }

    /// Whether nothing would be printed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The HTML.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

const SHAPES: [&str; 14] = [
    "svg", "g", "title", "desc", "path", "circle", "ellipse", "rect", "line", "polyline", "polygon", "text", "tspan",
    "defs",
];

/// Only the elements of `SHAPES`, without handlers, styles and links.
fn only_shapes(svg: &str) -> bool {
    svg.to_ascii_lowercase().split('<').skip(1).all(|piece| {
        let Some((tag, _)) = piece.split_once('>') else {
            return false;
        };
        let tag = tag.strip_prefix('/').unwrap_or(tag);
        let mut words = tag.split(|c: char| c.is_whitespace() || matches!(c, '/' | '"' | '\''));
        let shape = words.next().is_some_and(|name| SHAPES.contains(&name));
        let quiet = |word: &str| {
            !(word.contains('=') && ["on", "style", "href", "xlink"].iter().any(|bad| word.starts_with(bad)))
        };
        shape && words.all(quiet)
    })
}

impl fmt::Display for Markup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Markup {}

/// A whole page.
///
/// # Errors
/// The template failed.
pub fn page(template: &impl Template) -> Answer {
    page_with(StatusCode::OK, template)
}

/// A whole page with another status: 422 for a form with mistakes, 409 for a form that was overtaken.
///
/// # Errors
/// The template failed.
pub fn page_with(status: StatusCode, template: &impl Template) -> Answer {
    let html = template.render().map_err(Error::failed)?;
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    Ok((status, [(header::CONTENT_TYPE, kind)], html).into_response())
}

/// 303: go and see, after something was done.
///
/// # Errors
/// The address holds a character that no header may hold.
pub fn redirect(to: &str) -> Answer {
    let to = HeaderValue::from_str(to).map_err(Error::failed)?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response())
}

#[cfg(test)]
mod tests {
    use super::Markup;

    #[test]
    fn a_drawing_of_shapes_and_words_is_taken() {
        let svg = "<svg class=\"map\" viewBox=\"0 0 9 9\"><g><path d=\"M0 0h9\"><title>Laporan &lt;b&gt; onion</title></path></g></svg>";
        assert!(Markup::drawing(svg.to_owned()).is_some());
    }

    #[test]
    fn a_drawing_that_could_run_or_fetch_is_refused() {
        for inside in [
            "<script>alert(1)</script>",
            "<path onload=\"x\"/>",
            "<path\tONCLICK=x />",
            "<path/onload=x>",
            "<a href=\"javascript:x\"></a>",
            "<image href=\"https://jahat.example/\"/>",
            "<use href=\"#x\"/>",
            "<foreignObject></foreignObject>",
            "<path style=\"fill:red\"/>",
            "<path",
            "<!-- x -->",
        ] {
            assert!(Markup::drawing(format!("<svg viewBox=\"0 0 9 9\">{inside}</svg>")).is_none(), "{inside}");
        }
    }
}
