//! `/privasi`: what is kept, for how long, who sees it; derived from the definitions that run.

use super::Counter;
use askama::Template;
use axum::extract::State;
use definition::model::{Definition, OpenItem};
use web::{Answer, View, Visitor};

struct Row {
    href: String,
    service: String,
    kept: String,
    open: String,
    hidden: String,
}

#[derive(Template)]
#[template(path = "citizen/privacy.html")]
struct Page {
    v: View,
    rows: Vec<Row>,
    draft_hours: i64,
}

pub(super) async fn page(visitor: Visitor, State(counter): State<Counter>) -> Answer {
    let v = visitor.view;
    let catalogue = counter.desk.catalogue();
    let rows = catalogue.offered().map(|definition| row(&v, definition)).collect();
    web::page(&Page { rows, draft_hours: counter.desk.limits().draft_hours, v })
}

fn row(v: &View, definition: &Definition) -> Row {
    let kept = definition.retention.personal.map(|kept| {
        let key = if kept.after_letter { "warga-simpan-surat" } else { "warga-simpan-akhir" };
        v.t1(key, "waktu", v.words().duration(kept.duration))
    });
    let open = definition.retention.open.iter().map(|item| opened(v, definition, item));
    let hidden = match (definition.reporter.anonymous, definition.reporter.secret) {
        (true, true) => "warga-boleh-keduanya",
        (true, false) => "warga-boleh-anonim",
        (false, true) => "warga-boleh-rahasia",
        (false, false) => "warga-boleh-tidak",
    };
    Row {
        href: format!("/layanan/{}", definition.id),
        service: definition.name.clone(),
        kept: kept.unwrap_or_else(|| v.t("warga-simpan-tak-disebut").to_owned()),
        open: open.collect::<Vec<_>>().join(", "),
        hidden: v.t(hidden).to_owned(),
    }
}

/// What open data shows of it (semantics R59).
fn opened(v: &View, definition: &Definition, item: &OpenItem) -> String {
    let label =
        |field: &str| definition.fields.get(field).map_or_else(|| field.to_owned(), |field| field.label.clone());
    match item {
        OpenItem::Field(field) => label(field),
        OpenItem::Coarse(field, metres) => {
            format!("{} ({})", label(field), v.t1("warga-disamarkan", "jarak", metres))
        }
        OpenItem::Status => v.t("warga-buka-status").to_owned(),
        OpenItem::MonthIn => v.t("warga-buka-bulan-masuk").to_owned(),
        OpenItem::MonthIssued => v.t("warga-buka-bulan-terbit").to_owned(),
        OpenItem::District => v.t("warga-buka-kecamatan").to_owned(),
        OpenItem::Village => v.t("warga-buka-desa").to_owned(),
    }
}
