//! How long a service really took last quarter, in words that hide neither late nor open cases.

use crate::Desk;
use cases::doors::Took;
use definition::model::Definition;
use web::View;

/// Below so many ended cases nothing is averaged: few cases tell nothing, and could tell about a person.
const FEW: i64 = 5;

/// What is said, sentence by sentence; nothing where the figures cannot be read.
pub(super) async fn sentences(v: &View, desk: &Desk, definition: &Definition) -> Vec<String> {
    match desk.took(&definition.id).await {
        Some(took) => said(v, &took),
        None => Vec::new(),
    }
}

fn said(v: &View, took: &Took) -> Vec<String> {
    let quarter = v.t2(
        "lama-triwulan",
        "ke",
        (i64::from(took.from.month()) - 1) / 3 + 1,
        "tahun",
        took.from.strftime("%Y").to_string(),
    );
    let Some(days) = took.days.filter(|_| took.timed >= FEW) else {
        return vec![v.t2("lama-sedikit", "triwulan", quarter, "jumlah", took.ended)];
    };
    let mut all = vec![
        v.t2("lama-masuk", "triwulan", quarter, "jumlah", took.received),
        v.t2("lama-separuh", "jumlah", took.ended, "hari", (days * 10.0).round() / 10.0),
    ];
    let known = took.in_time + took.late;
    if known > 0 {
        let share = v.words().percent(took.in_time as f64 / known as f64);
        all.push(v.t1("lama-tepat", "bagian", share));
    }
    all
}
