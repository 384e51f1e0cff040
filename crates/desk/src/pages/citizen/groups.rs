//! Which questions of a long form stand on one page (ADR 0024). The order is the file's; nothing is named twice.

use definition::condition::Expr;
use definition::model::{Definition, Field, FieldKind, Kind, Rule};

/// Questions and documents above which an application is asked page by page.
const SHORT: usize = 8;
/// Weight of one page: a short question weighs one, a place or a long text two, a document two.
const PAGE: usize = 4;
/// A page may grow to this for a question that depends on one above it.
const GROWN: usize = 7;

/// What is asked on one page.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Group {
    /// Fields and files, by id.
    pub asked: Vec<String>,
    weight: usize,
}

impl Group {
    /// Whether this input belongs to the page: `x`, or a part of a place `x.desa`.
    pub fn has(&self, input: &str) -> bool {
        let id = input.split('.').next().unwrap_or(input);
        self.asked.iter().any(|asked| asked == id)
    }
}

/// Whether the form is asked page by page: applications with many questions. Reports are told in one breath.
pub(super) fn is_long(definition: &Definition) -> bool {
    let fields = definition.fields.values().filter(|field| field.filled_at.is_none()).count();
    definition.kind == Kind::Request && fields + definition.files.len() > SHORT
}

/// The pages of a form; the last question of all, who applies, has a page of its own that is not listed here.
pub(super) fn groups(definition: &Definition) -> Vec<Group> {
    let own = definition.fields.iter().filter(|(_, field)| field.filled_at.is_none());
    let fields = own.map(|(id, field)| (id.as_str(), weight(field), &field.visible));
    let mut pages = laid_out(definition, fields);
    let files = definition.files.iter().map(|(id, file)| (id.as_str(), 2, &file.visible));
    pages.extend(laid_out(definition, files));
    pages
}

fn laid_out<'a>(definition: &Definition, asked: impl Iterator<Item = (&'a str, usize, &'a Rule)>) -> Vec<Group> {
    let mut pages: Vec<Group> = Vec::new();
    for (id, weight, visible) in asked {
        let fits = pages.last().is_some_and(|page| {
            let most = if depends(visible, page) || is_taken(definition, id, page) { GROWN } else { PAGE };
            page.weight + weight <= most
        });
        if !fits {
            pages.push(Group::default());
        }
        if let Some(page) = pages.last_mut() {
            page.asked.push(id.to_owned());
            page.weight += weight;
        }
    }
    pages
}

fn weight(field: &Field) -> usize {
    match field.kind {
        FieldKind::Point { .. } | FieldKind::Address | FieldKind::Paragraph(_) => 2,
        _ => 1,
    }
}

/// Whether the question is shown by an answer that is given on this page.
fn depends(visible: &Rule, page: &Group) -> bool {
    let named = |expr: &Expr| expr.fields().iter().any(|field| page.asked.iter().any(|asked| asked == field));
    matches!(visible, Rule::When(condition) if named(&condition.expr))
}

/// Whether a source that is asked on this page compares the question or fills it in.
fn is_taken(definition: &Definition, id: &str, page: &Group) -> bool {
    let asked = page.asked.iter().filter_map(|asked| definition.fields.get(asked)?.prefill.as_ref());
    asked.flat_map(|prefill| &prefill.take).any(|taken| taken == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOMICILE: &str = include_str!("../../../../definition/tests/data/surat-domisili-usaha.toml");
    const ROAD: &str = include_str!("../../../../../layanan/pengaduan/jalan-rusak.toml");

    fn read(source: &str) -> Definition {
        definition::load(source).unwrap()
    }

    #[test]
    fn every_question_of_an_application_stands_on_exactly_one_page() {
        let definition = read(DOMICILE);
        let pages = groups(&definition);
        let asked: Vec<&str> = pages.iter().flat_map(|page| &page.asked).map(String::as_str).collect();
        let own = definition.fields.iter().filter(|(_, field)| field.filled_at.is_none()).map(|(id, _)| id.as_str());
        let all: Vec<&str> = own.chain(definition.files.keys().map(String::as_str)).collect();
        assert_eq!(asked, all);
        assert!(pages.len() >= 3 && pages.iter().all(|page| page.weight <= GROWN), "{pages:?}");
    }

    #[test]
    fn a_report_stays_on_one_page_and_a_long_application_does_not() {
        assert!(!is_long(&read(ROAD)));
        assert!(is_long(&read(DOMICILE)));
    }

    #[test]
    fn parts_of_a_place_belong_to_its_page() {
        let page = Group { asked: vec!["lokasi".into()], weight: 2 };
        assert!(page.has("lokasi.desa") && page.has("lokasi") && !page.has("lokasi_lain"));
    }
}
