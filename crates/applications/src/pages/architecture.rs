//! `/aplikasi/arsitektur`: the inventory by the six domains of the SPBE architecture (Perpres 95/2018 art. 6–12).

use super::list::chosen;
use super::{keeps, worded};
use crate::applications::Applications;
use crate::model::app::App;
use crate::model::field::{Domain, FIELDS, PERSONAL};
use crate::rights::Read;
use askama::Template;
use axum::extract::State;
use std::collections::BTreeMap;
use web::component::Choice;
use web::{Answer, May, View};

#[derive(Template)]
#[template(path = "arsitektur.html")]
struct Page {
    v: View,
    keeps: bool,
    units: Vec<Choice>,
    query: String,
    domains: Vec<Part>,
}

/// One domain: what is known in it, with the applications that say so.
struct Part {
    word: &'static str,
    title: String,
    about: String,
    known: String,
    rows: Vec<Row>,
}

/// A field, one of its values, and addresses and names of the applications that have it.
type Row = (String, String, Vec<(String, String)>);

/// Applications named beside one value.
const NAMED: usize = 8;

pub(super) async fn page(officer: May<Read>, State(room): State<Applications>) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let review = room.review().await?;
    let living = |at: &usize| review.inventory.apps.get(*at).filter(|app| app.stage.alive());
    let apps: Vec<&App> = chosen(&v, &session, &review).iter().filter_map(living).collect();
    let unit = v.asked("dinas");
    let page = Page {
        keeps: keeps(&session),
        domains: Domain::ALL.into_iter().map(|domain| part(&v, &room, domain, &apps)).collect(),
        units: Choice::all(super::list::units(&room, &session, &review), [unit.as_str()]),
        query: url::form_urlencoded::Serializer::new(String::new()).append_pair("dinas", &unit).finish(),
        v,
    };
    web::page(&page)
}

/// The fields by which a domain is read; what differs from application to application (names, addresses) is counted as known.
fn part(v: &View, room: &Applications, domain: Domain, apps: &[&App]) -> Part {
    let grouped = |name: &str| {
        !PERSONAL.contains(&name)
            && !matches!(
                name,
                "nama"
                    | "fungsi"
                    | "alamat"
                    | "periksa"
                    | "biaya"
                    | "jumlah_pengguna"
                    | "catatan"
                    | "kontrak_akhir"
                    | "audit"
                    | "data_lain"
            )
    };
    let mut rows: BTreeMap<(usize, String), Vec<&App>> = BTreeMap::new();
    let fields = || FIELDS.iter().enumerate().filter(|(_, field)| field.domain == domain);
    for (at, field) in fields().filter(|(_, field)| grouped(field.name)) {
        for app in apps {
            let marks: &[char] = if field.name == "data" { &[','] } else { &['\n'] };
            for value in crate::model::field::entries(app.cell(field.name), marks) {
                rows.entry((at, worded(v, room, field.name, value))).or_default().push(app);
            }
        }
    }
    let filled = |app: &&&App| {
        fields().any(|(_, field)| field.name != "nama" && field.name != "pemilik" && !app.cell(field.name).is_empty())
    };
    let known = apps.iter().filter(filled).count();
    let row = |((at, value), apps): ((usize, String), Vec<&App>)| {
        let name = FIELDS.get(at).map_or("", |field| field.name);
        let more = apps.len().saturating_sub(NAMED);
        let link = |app: &&App| (format!("/aplikasi/{}", app.slug), app.name().to_owned());
        let mut named: Vec<(String, String)> = apps.iter().take(NAMED).map(link).collect();
        if more > 0 {
            named.push((String::new(), v.t1("aplikasi-dan-n", "jumlah", i64::try_from(more).unwrap_or(i64::MAX))));
        }
        (v.t(&format!("aplikasi-isi-{name}")).to_owned(), value, named)
    };
    let word = domain.word();
    Part {
        word,
        title: v.t(&format!("aplikasi-domain-{word}")).to_owned(),
        about: v.t(&format!("aplikasi-domain-{word}.kata")).to_owned(),
        known: v.t2("aplikasi-domain-terisi", "jumlah", v.words().count(known), "semua", v.words().count(apps.len())),
        rows: rows.into_iter().map(row).collect(),
    }
}
