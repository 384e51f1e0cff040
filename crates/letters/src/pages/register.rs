//! `/kerja/surat`: the register of the own unit.

use super::{ReadRegister, tag};
use crate::letters::Letters;
use crate::queries::Letter;
use crate::register::Filter;
use askama::Template;
use axum::extract::State;
use cases::doors::LetterState;
use kernel::Instant;
use web::{Answer, Markup, May, View};

const PAGE: usize = 50;
/// Letters of what is searched for; more finds nothing more.
const LONGEST: usize = 200;
/// Days within which a last day is near.
const SOON: i64 = 30;
const STATES: [LetterState; 5] =
    [LetterState::Prepared, LetterState::Valid, LetterState::Expired, LetterState::Replaced, LetterState::Revoked];

#[derive(Template)]
#[template(path = "register.html")]
struct Page {
    v: View,
    rows: Vec<(Letter, Markup)>,
    states: Vec<(&'static str, String, bool)>,
    search: String,
    soon: bool,
    filtered: bool,
    first: String,
    next: String,
}

/// What the query or the form of an export asks for.
pub(super) fn filter(query: &str) -> Filter {
    let value = |name: &str| {
        let found = url::form_urlencoded::parse(query.as_bytes()).find(|(found, _)| found == name);
        found.map(|(_, value)| value.chars().take(LONGEST).collect::<String>()).unwrap_or_default()
    };
    let after = value("sesudah");
    let after =
        after.split_once('.').and_then(|(at, id)| Some((Instant::from_micros(at.parse().ok()?), id.to_owned())));
    let status = value("status");
    Filter {
        state: STATES.into_iter().find(|state| state.word() == status),
        search: value("cari"),
        ends_within: (status == "segera").then_some(SOON),
        after,
    }
}

pub(super) async fn page(officer: May<ReadRegister>, State(letters): State<Letters>) -> Answer {
    let v = officer.view;
    let filter = filter(v.query());
    let listed = letters.register(&officer.session, &filter, PAGE).await?;
    let today = letters.today();
    let states = STATES.into_iter().map(|state| {
        (state.word(), v.t(&format!("terbitan-status-{}", state.word())).to_owned(), filter.state == Some(state))
    });
    let next = listed.next.map(|(at, id)| v.with_query("sesudah", &format!("{}.{id}", at.micros())));
    let page = Page {
        states: states.collect(),
        rows: listed
            .letters
            .into_iter()
            .map(|letter| {
                let tag = tag(&v, letter.state(today));
                (letter, tag)
            })
            .collect(),
        soon: filter.ends_within.is_some(),
        filtered: filter.state.is_some() || filter.ends_within.is_some() || !filter.search.is_empty(),
        first: if filter.after.is_some() { v.with_query("sesudah", "") } else { String::new() },
        next: next.unwrap_or_default(),
        search: filter.search,
        v,
    };
    web::page(&page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_read_as_a_filter() {
        let read = filter("status=dicabut&cari=470%2F001+A&sesudah=12.abc");
        assert_eq!(read.state, Some(LetterState::Revoked));
        assert_eq!(read.search, "470/001 A");
        assert_eq!(read.after, Some((Instant::from_micros(12), "abc".into())));
        assert_eq!(filter("status=segera").ends_within, Some(SOON));
    }

    #[test]
    fn a_query_that_nobody_made_filters_nothing() {
        assert_eq!(filter("status=%zz&sesudah=x"), Filter::default());
    }
}
