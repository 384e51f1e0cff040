//! `/aplikasi-saya`: what the officer may open with the account that they have here.

use crate::people::held;
use crate::signon::Signon;
use askama::Template;
use axum::extract::State;
use cases::doors::Launch;
use web::{Answer, Signed, View};

/// From so many on, there is a search.
const MANY: usize = 12;

#[derive(Template)]
#[template(path = "aplikasi_saya.html")]
struct Page {
    v: View,
    search: String,
    many: bool,
    rows: Vec<Launch>,
}

pub(super) async fn page(officer: Signed, State(signon): State<Signon>) -> Answer {
    let v = officer.view;
    let all = signon.launches(&held(&officer.session)).await.map_err(web::Error::failed)?;
    let search = v.asked("q");
    let wanted = search.trim().to_lowercase();
    let many = all.len() > MANY;
    let named = |one: Launch| Launch { unit: signon.unit_name(&one.unit), ..one };
    let rows = all.into_iter().map(named);
    let rows =
        rows.filter(|one| one.name.to_lowercase().contains(&wanted) || one.unit.to_lowercase().contains(&wanted));
    let rows = rows.collect();
    web::page(&Page { search, many, rows, v })
}
