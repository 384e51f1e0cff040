//! `/atur/layanan/versi/{hash}`: the text of a version, for every officer: the rules that a case follows.

use super::super::serve::previewed;
use super::{Counter, WriteServices, short};
use crate::Desk;
use askama::Template;
use axum::extract::{Path, State};
use definition::Definition;
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
    /// Addresses of its letters with sample data, each with its key.
    letters: Vec<(String, String)>,
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
        letters: samples(desk, &definition, &hash),
        rewrite: format!("/atur/layanan/tulis?versi={hash}"),
        source,
        v: who.view,
    })
}

fn samples(desk: &Desk, definition: &Definition, hash: &str) -> Vec<(String, String)> {
    let keys = definition.letters.keys().filter(|_| desk.typesets());
    keys.map(|key| (format!("/atur/layanan/versi/{hash}/surat/{key}"), key.clone())).collect()
}

/// A letter of this version with sample data.
pub(super) async fn letter(
    _who: Signed,
    State(counter): State<Counter>,
    Path((hash, key)): Path<(String, String)>,
) -> Answer {
    counter.desk.definition_text(&hash).await?;
    let definition = counter.desk.pinned(&hash)?;
    previewed(counter.desk.letter_sample(&definition, &key).await?)
}
