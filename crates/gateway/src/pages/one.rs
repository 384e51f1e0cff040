//! `/pertukaran/panggilan/catatan/{id}`: one record, its hashes, and how somebody else checks them.

use super::{HOME, agency, bytes, millis, outcome};
use crate::Gateway;
use crate::monitor::{Call, Receipt};
use crate::rights::{Read, Seen};
use askama::Template;
use axum::extract::{Path, State};
use web::{Answer, Markup, May, OrFail as _, View, download, media};

#[derive(Template)]
#[template(path = "satu_catatan.html")]
struct Page {
    v: View,
    home: &'static str,
    call: Call,
    receipt: Receipt,
    facts: Vec<(&'static str, String)>,
    outcome: Markup,
    /// What the code of a refusal means; empty where there is none.
    why: String,
}

pub(super) async fn page(officer: May<Read>, State(gateway): State<Gateway>, Path(id): Path<String>) -> Answer {
    let (v, seen) = (officer.view, Seen::of(&officer.session));
    let (call, receipt) = gateway.call(&seen, &id).await?;
    let why = format!("tolak-{}", call.code);
    web::page(&Page {
        home: HOME,
        facts: facts(&v, &gateway, &call),
        outcome: outcome(&v, call.status, &call.phase),
        why: if call.code.is_empty() { String::new() } else { v.t(&why).to_owned() },
        call,
        receipt,
        v,
    })
}

fn facts(v: &View, gateway: &Gateway, call: &Call) -> Vec<(&'static str, String)> {
    let mode = v.t(&format!("gerbang-cara-{}", call.mode)).to_owned();
    vec![
        ("gerbang-waktu", v.words().moment(call.at)),
        ("gerbang-layanan", call.service.clone()),
        ("gerbang-operasi", format!("{} {}", call.method, call.template)),
        ("gerbang-aplikasi", format!("{} ({})", call.application, agency(gateway, &call.asker))),
        ("gerbang-kunci", call.client.clone()),
        ("gerbang-cara", mode),
        ("gerbang-kiriman", bytes(v, call.sent)),
        ("gerbang-jawaban", bytes(v, call.got)),
        ("gerbang-lama", v.t2("gerbang-lama-n", "semua", millis(v, call.took), "asal", millis(v, call.upstream))),
    ]
}

pub(super) async fn receipt(officer: May<Read>, State(gateway): State<Gateway>, Path(id): Path<String>) -> Answer {
    let (_, receipt) = gateway.call(&Seen::of(&officer.session), &id).await?;
    let text = serde_json::to_vec_pretty(&receipt).or_fail()?;
    download(&format!("kuitansi-{}.json", receipt.id), media::JSON, text)
}
