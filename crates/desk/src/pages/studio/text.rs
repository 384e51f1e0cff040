//! `/atur/layanan/versi/{hash}`: the text of a version, for every officer: the rules that a case follows.

use super::{Counter, WriteServices, short};
use askama::Template;
use axum::extract::{Path, State};
use web::{Answer, Markup, Permission, Signed, View};

#[derive(Template)]
#[template(path = "studio/text.html")]
struct Page {
    v: View,
    name: String,
    version: u32,
    rewrite: String,
    short: String,
    runs: bool,
    may_write: bool,
    drawing: Option<Markup>,
    source: String,
}

pub(super) async fn page(who: Signed, State(counter): State<Counter>, Path(hash): Path<String>) -> Answer {
    let desk = &counter.desk;
    let source = desk.definition_text(&hash).await?;
    let definition = desk.pinned(&hash)?;
    let running = desk.catalogue().service(&definition.id);
    let units = super::super::citizen::standing::offices(desk, &definition);
    web::page(&Page {
        name: definition.name.clone(),
        version: definition.version,
        short: short(&hash),
        runs: running.is_some_and(|running| running.hash == hash),
        may_write: WriteServices::allows(&who.session),
        drawing: Markup::drawing(definition::diagram(&definition, &units, who.view.lang())),
        rewrite: format!("/atur/layanan/tulis?versi={hash}"),
        source,
        v: who.view,
    })
}
