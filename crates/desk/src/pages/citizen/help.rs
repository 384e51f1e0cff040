//! `/bantuan`: how it works, in plain words.

use askama::Template;
use web::{Answer, View, Visitor};

/// Questions with their answers: keys `warga-tanya-N` and `warga-jawab-N`.
const QUESTIONS: [(&str, &str); 8] = [
    ("warga-tanya-1", "warga-jawab-1"),
    ("warga-tanya-2", "warga-jawab-2"),
    ("warga-tanya-3", "warga-jawab-3"),
    ("warga-tanya-4", "warga-jawab-4"),
    ("warga-tanya-5", "warga-jawab-5"),
    ("warga-tanya-6", "warga-jawab-6"),
    ("warga-tanya-7", "warga-jawab-7"),
    ("warga-tanya-8", "warga-jawab-8"),
];

#[derive(Template)]
#[template(path = "citizen/help.html")]
struct Page {
    v: View,
    questions: &'static [(&'static str, &'static str)],
}

pub(super) async fn page(visitor: Visitor) -> Answer {
    web::page(&Page { v: visitor.view, questions: &QUESTIONS })
}
