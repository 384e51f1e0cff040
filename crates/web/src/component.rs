//! Small pieces that templates call: icons, tags, single fields.

use crate::error::Error;
use crate::markup::Markup;
use crate::qr::escape;
use crate::view::View;
use askama::Template;
use definition::standard::{Component, Standard};
use std::fmt::Write;

/// Strokes of each icon in a box of 24; drawn with the colour of the text beside them.
const ICONS: &[(&str, &str)] = &[
    ("centang", "M4 12.5l5 5L20 6.5"),
    ("silang", "M6 6l12 12M18 6L6 18"),
    ("jam", "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18zM12 7.5V12l3 2"),
    ("awas", "M12 4L2.8 20h18.4zM12 10v4.5M12 17.2v.3"),
    ("kabar", "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18zM12 11v5.5M12 7.5v.3"),
    ("roda", "M4 12h4m8 0h4M12 4v4m0 8v4M6.5 6.5l2.5 2.5m6 6l2.5 2.5m0-11L15 9m-6 6l-2.5 2.5"),
    ("kotak", "M3 13l3-8h12l3 8v6H3zM3 13h5l1.5 3h5L16 13h5"),
    ("orang", "M12 4a4 4 0 1 0 0 8a4 4 0 0 0 0-8zM4 20.5c1-4 4-6 8-6s7 2 8 6"),
    ("cari", "M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13zM15.5 15.5L21 21"),
    ("kiri", "M15 5l-7 7 7 7"),
    ("kanan", "M9 5l7 7-7 7"),
    ("titik", "M12 21s7-6.5 7-12A7 7 0 0 0 5 9c0 5.5 7 12 7 12zM12 6.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 0 0 0-5z"),
    ("kamera", "M4 7h4l1.5-2.5h5L16 7h4v12H4zM12 9.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 0 0 0-7z"),
    ("cetak", "M7 8V3h10v5M7 17H4V8h16v9h-3M7 14h10v7H7z"),
    ("kunci", "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3"),
    ("berkas", "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6"),
    ("telepon", "M6 3h3l2 5-2.5 2a12 12 0 0 0 5.5 5.5l2-2.5 5 2v3c0 2-2 3-4 2.5C9 19 5 15 3.5 7.5C3 5 4 3 6 3z"),
    ("garis", "M5 12h14"),
];

/// An icon, always beside words, never instead of them; an unknown name draws nothing.
pub fn icon(name: &str) -> Markup {
    let Some((_, path)) = ICONS.iter().find(|(known, _)| *known == name) else {
        return Markup::default();
    };
    Markup::trusted(format!(
        "<svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\" focusable=\"false\"><path d=\"{path}\"/></svg>"
    ))
}

/// Every icon's name, for the style page.
pub fn icon_names() -> impl Iterator<Item = &'static str> {
    ICONS.iter().map(|(name, _)| *name)
}

/// The icon of a notice.
pub fn notice_icon(kind: &str) -> &'static str {
    match kind {
        "good" => "centang",
        "warn" | "bad" => "awas",
        _ => "kabar",
    }
}

/// A status: colour, icon and word. `good`, `wait`, `work`, `late`, `stop`, anything else is plain.
pub fn tag(kind: &str, word: &str) -> Markup {
    let (class, sign) = match kind {
        "good" => ("good", "centang"),
        "wait" => ("wait", "jam"),
        "work" => ("work", "roda"),
        "late" => ("late", "awas"),
        "stop" => ("stop", "silang"),
        _ => ("plain", "garis"),
    };
    Markup::trusted(format!("<span class=\"tag tag-{class}\">{}{}</span>", icon(sign), escape(word)))
}

/// One text field with label, hint and error. `kind` is an input type, or `paragraf` for several lines.
pub fn text_field(name: &str, label: &str, value: &str, kind: &str, hint: &str, error: &str) -> Markup {
    let (name, label, value) = (escape(name), escape(label), escape(value));
    let mut out = String::with_capacity(512);
    let bad = if error.is_empty() { "" } else { " field-bad" };
    let mut described = Vec::new();
    // Writing to a String cannot fail.
    let _ = write!(out, "<div class=\"field{bad}\"><label for=\"f-{name}\">{label}</label>");
    if !hint.is_empty() {
        let _ = write!(out, "<p class=\"hint\" id=\"f-{name}-h\">{}</p>", escape(hint));
        described.push(format!("f-{name}-h"));
    }
    if !error.is_empty() {
        let _ = write!(out, "<p class=\"error\" id=\"f-{name}-e\">{}{}</p>", icon("awas"), escape(error));
        described.push(format!("f-{name}-e"));
    }
    let mut more = String::new();
    if !described.is_empty() {
        let _ = write!(more, " aria-describedby=\"{}\"", described.join(" "));
    }
    if !error.is_empty() {
        more.push_str(" aria-invalid=\"true\"");
    }
    let _ = match kind {
        "paragraf" => write!(out, "<textarea id=\"f-{name}\" name=\"{name}\" rows=\"5\"{more}>\n{value}</textarea>"),
        _ => write!(out, "<input id=\"f-{name}\" name=\"{name}\" type=\"{}\" value=\"{value}\"{more}>", escape(kind)),
    };
    out.push_str("</div>");
    Markup::trusted(out)
}

/// One entry of a list to choose from; the macro `choose` draws the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What its reader sees.
    pub label: String,
    /// Whether it is chosen already.
    pub chosen: bool,
}

impl Choice {
    /// All entries, as value and label; those whose value is among `chosen` are.
    pub fn all<'a>(
        all: impl IntoIterator<Item = (String, String)>,
        chosen: impl IntoIterator<Item = &'a str>,
    ) -> Vec<Self> {
        let chosen: Vec<&str> = chosen.into_iter().collect();
        let one = |(value, label): (String, String)| Self { chosen: chosen.contains(&value.as_str()), value, label };
        all.into_iter().map(one).collect()
    }
}

#[derive(Template)]
#[template(path = "standard.html")]
struct StandardPage<'a> {
    v: &'a View,
    standard: &'a Standard,
    first: &'a [Component],
    rest: &'a [Component],
}

/// The *Standar Pelayanan* of a service: components 1 to 6 open, 7 to 14 to unfold; *rancangan* until decreed.
///
/// # Errors
/// The template failed.
pub fn standard(view: &View, standard: &Standard) -> Result<Markup, Error> {
    let published = standard.components.len().min(6);
    let (first, rest) = standard.components.split_at(published);
    Markup::of(&StandardPage { v: view, standard, first, rest })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Template)]
    #[template(
        source = r#"{% import "components.html" as c %}{% call c::choose("tahap", "Tahap", all, stages) %}{% endcall %}"#,
        ext = "html"
    )]
    struct Filter<'a> {
        all: &'a str,
        stages: Vec<Choice>,
    }

    fn stages(chosen: &[&str]) -> Vec<Choice> {
        let named = [("baru", "Baru & belum dibaca"), ("usai", "Selesai")];
        Choice::all(named.map(|(value, label)| (value.to_owned(), label.to_owned())), chosen.iter().copied())
    }

    #[test]
    fn what_is_chosen_is_marked() {
        let marked = |chosen: &[&str]| stages(chosen).iter().map(|one| one.chosen).collect::<Vec<_>>();
        assert_eq!([marked(&[]), marked(&["usai"])], [[false, false], [false, true]]);
        assert_eq!(marked(&["usai", "baru", "lain"]), [true, true]);
    }

    #[test]
    fn a_list_to_choose_from_begins_with_all_where_there_is_such_an_entry() {
        let drawn = |all| Filter { all, stages: stages(&["usai"]) }.render().unwrap();
        let list = |first: &str| {
            let entry = r#"<option value="baru">Baru &#38; belum dibaca</option>"#;
            let chosen = r#"<option value="usai" selected>Selesai</option>"#;
            format!(r#"<select id="f-tahap" name="tahap">{first}{entry}{chosen}</select>"#)
        };
        assert!(drawn("Semua").contains(&list(r#"<option value="">Semua</option>"#)), "{}", drawn("Semua"));
        assert!(drawn("").contains(&list("")));
    }
}
