//! `/aplikasi/publik`: applications that residents may open. Nothing of technology, security, people or cost.

use crate::applications::Applications;
use crate::model::app::App;
use askama::Template;
use axum::extract::State;
use web::{Answer, View, Visitor};

#[derive(Template)]
#[template(path = "publik.html")]
struct Page {
    v: View,
    search: String,
    found: i64,
    rows: Vec<(String, String, String, String)>,
    first: String,
    next: String,
}

const PAGE: usize = 50;

pub(super) async fn page(visitor: Visitor, State(room): State<Applications>) -> Answer {
    let v = visitor.view;
    let inventory = room.inventory().await?;
    let search = v.asked("q").to_lowercase();
    let open = |app: &&App| {
        let said = |name: &str| app.cell(name).to_lowercase().contains(&search);
        app.public() && app.stage.alive() && !app.cell("alamat").is_empty() && (said("nama") || said("fungsi"))
    };
    let all: Vec<&App> = inventory.apps.iter().filter(open).collect();
    let after = v.asked("sesudah");
    let from = all.iter().position(|app| app.slug == after).map_or(0, |at| at + 1);
    let shown: Vec<&App> = all.iter().skip(from).take(PAGE).copied().collect();
    let row = |app: &&App| {
        let cell = |name: &str| app.cell(name).to_owned();
        (cell("nama"), room.unit_name(app.unit()), cell("fungsi"), cell("alamat"))
    };
    let page = Page {
        rows: shown.iter().map(row).collect(),
        next: shown
            .last()
            .filter(|_| all.len() > from + PAGE)
            .map(|app| v.with_query("sesudah", &app.slug))
            .unwrap_or_default(),
        first: if after.is_empty() { String::new() } else { v.with_query("sesudah", "") },
        found: i64::try_from(all.len()).unwrap_or(i64::MAX),
        search: v.asked("q"),
        v,
    };
    web::page(&page)
}
