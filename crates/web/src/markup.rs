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

    /// An SVG drawn by a room whose texts are escaped; anything that could run is refused.
    pub fn drawing(svg: String) -> Option<Self> {
        let lower = svg.to_ascii_lowercase();
        let runs = ["<script", "<foreignobject", "javascript:", " on", "style="];
        let quiet = !runs.iter().any(|word| {
            lower.split('>').any(|tag| {
                tag.rsplit('<')
                    .next()
                    .is_some_and(|inside| format!("<{inside}").contains(word))
            })
        });
        (lower.starts_with("<svg") && quiet).then_some(Self(svg))
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
