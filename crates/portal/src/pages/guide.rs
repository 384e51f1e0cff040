//! One guide with its examples, and the examples as files.

use crate::guides::{self, Language};
use crate::portal::Portal;
use askama::Template;
use axum::extract::{Path, State};
use web::{Answer, Error, View, Visitor};

#[derive(Template)]
#[template(path = "mulai.html")]
struct Page {
    v: View,
    title: String,
    lead: String,
    steps: Vec<String>,
    tabs: Vec<(String, &'static str, bool)>,
    language: &'static str,
    examples: Vec<Shown>,
    further: Vec<(String, &'static str)>,
}

/// One example in the chosen language.
struct Shown {
    title: String,
    file: String,
    href: String,
    text: String,
}

pub(super) async fn page(visitor: Visitor, State(portal): State<Portal>, Path(id): Path<String>) -> Answer {
    let v = visitor.view;
    let topic = guides::topic(&id).ok_or_else(Error::not_found)?;
    let language = Language::chosen(&v.asked("contoh"));
    let tabs = Language::ALL.map(|one| (v.with_query("contoh", one.word()), one.name(), one == language));
    let text = |part: &str| v.t(&format!("pengembang-{}-{part}", topic.id)).to_owned();
    let shown = |example: &guides::Example| {
        let file = example.file(language);
        Shown {
            title: v.t(&format!("pengembang-contoh-{}", example.name)).to_owned(),
            href: format!("/pengembang/contoh/{}/{file}", topic.id),
            text: example.text(language, portal.public_url()),
            file,
        }
    };
    let page = Page {
        title: text("judul"),
        lead: text("kata"),
        steps: (1..=topic.steps).map(|step| text(&format!("langkah-{step}"))).collect(),
        tabs: tabs.into(),
        language: language.name(),
        examples: topic.examples.iter().map(shown).collect(),
        further: topic.further.iter().map(|(key, href)| (v.t(key).to_owned(), *href)).collect(),
        v,
    };
    web::page(&page)
}

pub(super) async fn file(_: Visitor, State(portal): State<Portal>, Path((id, name)): Path<(String, String)>) -> Answer {
    let topic = guides::topic(&id).ok_or_else(Error::not_found)?;
    let (example, language) = guides::file(topic, &name).ok_or_else(Error::not_found)?;
    web::download(&name, "text/plain; charset=utf-8", example.text(language, portal.public_url()))
}
