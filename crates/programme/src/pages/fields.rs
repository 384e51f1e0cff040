//! The form of a promise: its fields in groups, filled from cells and read back into cells.

use super::{agencies, districts};
use crate::model::cells::{COLUMNS, Cells, Mistake};
use crate::programme::Programme;
use crate::reference::{Named, reference};
use indexmap::IndexMap;
use web::component::Choice;
use web::{Submission, View};

/// Fields that belong together.
pub(super) struct Group {
    pub title: String,
    pub fields: Vec<Field>,
}

/// One field.
pub(super) struct Field {
    pub name: &'static str,
    pub label: String,
    pub hint: String,
    pub error: String,
    pub body: Body,
}

/// What a field looks like.
pub(super) enum Body {
    /// A line, a paragraph or a day, with its text.
    Text(&'static str, String),
    /// One of these.
    Select(Vec<Choice>),
    /// Any of these; many of them are folded away.
    Boxes(Vec<Choice>),
}

/// Groups with their columns; the second word says what the field looks like.
const LAYOUT: [(&str, &[(&str, &str)]); 6] = [
    ("rencana-bagian-pokok", &[("nama", "text"), ("uraian", "paragraf"), ("opd", "select"), ("pendukung", "boxes")]),
    ("rencana-bagian-penanda", &[("sub", "select"), ("sektor", "boxes"), ("tema", "boxes")]),
    (
        "rencana-bagian-target",
        &[
            ("mulai", "text"),
            ("selesai", "text"),
            ("ukuran", "text"),
            ("satuan", "text"),
            ("arah", "select"),
            ("awal", "text"),
            ("target", "paragraf"),
            ("alasan", "paragraf"),
        ],
    ),
    ("rencana-bagian-quick-win", &[("quick_win", "date"), ("janji_quick_win", "paragraf")]),
    (
        "rencana-bagian-isi",
        &[
            ("keluaran", "paragraf"),
            ("hasil", "paragraf"),
            ("sasaran", "text"),
            ("kecamatan", "boxes"),
            ("lokasi", "text"),
            ("risiko", "paragraf"),
            ("layanan", "boxes"),
            ("indikator", "text"),
        ],
    ),
    (
        "rencana-bagian-dana",
        &[
            ("anggaran", "paragraf"),
            ("dasar", "paragraf"),
            ("rpjmd", "text"),
            ("renstra", "text"),
            ("rkpd", "text"),
            ("dpa", "text"),
        ],
    ),
];

/// The form with these cells; `promised` says whether a change of a target needs its reason.
pub(super) fn groups(
    v: &View,
    programme: &Programme,
    cells: &Cells,
    mistakes: &[Mistake],
    promised: bool,
) -> Vec<Group> {
    let field = |(name, kind): &(&'static str, &'static str)| Field {
        name,
        label: v.t(&format!("rencana-isi-{name}")).to_owned(),
        hint: hint(v, name),
        error: mistakes
            .iter()
            .filter(|one| one.column == *name)
            .map(|one| worded(v, one))
            .collect::<Vec<_>>()
            .join(" "),
        body: body(v, programme, name, kind, cells),
    };
    let shown = |(name, _): &&(&str, &str)| *name != "alasan" || promised;
    let group = |(title, columns): (&str, &[(&'static str, &'static str)])| Group {
        title: v.t(title).to_owned(),
        fields: columns.iter().filter(shown).map(field).collect(),
    };
    LAYOUT.into_iter().map(group).collect()
}

fn hint(v: &View, name: &str) -> String {
    let key = format!("rencana-isi-{name}.petunjuk");
    if v.has(&key) { v.t(&key).to_owned() } else { String::new() }
}

/// A mistake in words.
pub(super) fn worded(v: &View, mistake: &Mistake) -> String {
    if mistake.value.is_empty() {
        return v.t("rencana-salah-belum").to_owned();
    }
    v.t1(&format!("rencana-salah-{}", mistake.code), "isi", mistake.value.as_str())
}

/// The mistakes as links to their fields.
pub(super) fn summary(v: &View, mistakes: &[Mistake]) -> Vec<(String, String)> {
    let mut links: Vec<(String, String)> = Vec::new();
    for mistake in mistakes {
        let link = (format!("f-{}", mistake.column), v.t(&format!("rencana-isi-{}", mistake.column)).to_owned());
        if !links.contains(&link) {
            links.push(link);
        }
    }
    links
}

/// What was sent, as cells.
pub(super) fn sent(form: &Submission) -> Cells {
    let boxes = |name: &str| LAYOUT.iter().flat_map(|(_, fields)| *fields).any(|field| *field == (name, "boxes"));
    let text = |name: &'static str| {
        if boxes(name) { form.all(name).collect::<Vec<_>>().join("; ") } else { form.text(name).to_owned() }
    };
    COLUMNS.iter().map(|name| (*name, text(name))).collect()
}

fn body(v: &View, programme: &Programme, name: &str, kind: &'static str, cells: &Cells) -> Body {
    let text = cells.get(name);
    let parts: Vec<&str> = text.split(';').map(str::trim).collect();
    match (kind, choices(v, programme, name)) {
        ("select", Some(all)) => Body::Select(Choice::all(all, parts)),
        ("boxes", Some(all)) => Body::Boxes(Choice::all(all, parts)),
        // One line per year is easier to write and to compare.
        _ if matches!(name, "target" | "anggaran") => Body::Text(kind, parts.join("\n")),
        _ => Body::Text(kind, text.to_owned()),
    }
}

/// Value and label of everything that can be chosen for a column.
fn choices(v: &View, programme: &Programme, name: &str) -> Option<Vec<(String, String)>> {
    Some(match name {
        "opd" => with_none(v, agencies(programme)),
        "pendukung" => agencies(programme),
        "sub" => with_none(v, subs(v)),
        "sektor" => named(v, &reference().sectors),
        "tema" => named(v, &reference().themes),
        "arah" => {
            ["naik", "turun"].map(|word| (word.to_owned(), v.t(&format!("rencana-arah-{word}")).to_owned())).to_vec()
        }
        "kecamatan" => districts(programme),
        "layanan" => (programme.deps().services)(),
        _ => return None,
    })
}

fn with_none(v: &View, all: Vec<(String, String)>) -> Vec<(String, String)> {
    std::iter::once((String::new(), v.t("rencana-pilih").to_owned())).chain(all).collect()
}

/// Ids with their names.
pub(super) fn named(v: &View, all: &IndexMap<String, Named>) -> Vec<(String, String)> {
    all.iter().map(|(id, named)| (id.clone(), named.name(v.lang()).to_owned())).collect()
}

/// Sub-dimensions, each with its pillar before it.
pub(super) fn subs(v: &View) -> Vec<(String, String)> {
    let pillars = reference().pillars.values();
    let one = |pillar: &crate::reference::Pillar| {
        let name = pillar.name.clone();
        let subs = pillar.sub.iter();
        subs.map(|(id, named)| (id.clone(), format!("{name}: {}", named.name(v.lang())))).collect::<Vec<_>>()
    };
    pillars.flat_map(one).collect()
}
