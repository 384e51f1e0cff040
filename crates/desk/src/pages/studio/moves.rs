//! `/atur/layanan/pemindahan/{id}`: which running cases followed a new version, and which were left behind and why.

use super::{Counter, SeeSetup, who};
use crate::Desk;
use crate::version_moves::VersionMove;
use askama::Template;
use axum::extract::{Path, State};
use web::{Answer, May, View};

/// So many cases are listed at once.
const SHOWN: u32 = 50;

#[derive(Template)]
#[template(path = "studio/moves.html")]
struct Page {
    one: Move,
    by: String,
    when: String,
    rows: Vec<Row>,
    next: String,
    v: View,
}

struct Row {
    number: String,
    why: Vec<String>,
}

/// A move as lists name it.
pub(super) struct Move {
    pub href: String,
    pub name: String,
    pub version: u32,
    pub state: (&'static str, String),
    pub counts: String,
}

impl Move {
    pub fn of(v: &View, desk: &Desk, one: &VersionMove) -> Self {
        let definition = desk.catalogue().pinned(&one.hash);
        let (kind, key) =
            if one.done_at.is_some() { ("good", "studio-pindah-selesai") } else { ("work", "studio-pindah-berjalan") };
        Self {
            href: format!("/atur/layanan/pemindahan/{}", one.id),
            name: definition.as_ref().map_or_else(|| one.service.clone(), |definition| definition.name.clone()),
            version: definition.map_or(0, |definition| definition.version),
            state: (kind, v.t(key).to_owned()),
            counts: v.tf(
                "studio-pindah-jumlah",
                &[("pindah", &one.moved), ("tetap", &one.stayed), ("tinggal", &one.left_behind)],
            ),
        }
    }
}

pub(super) async fn page(who_asks: May<SeeSetup>, State(counter): State<Counter>, Path(id): Path<String>) -> Answer {
    let (desk, v) = (&counter.desk, &who_asks.view);
    let one = desk.version_move(&id).await?;
    let after = super::super::officer::query(v.query(), "sesudah");
    let listed = desk.left_behind(&id, &after, SHOWN + 1).await?;
    let more = listed.len() > SHOWN as usize;
    let shown = listed.iter().take(SHOWN as usize);
    let last = shown.clone().next_back().map(|last| last.case.clone()).filter(|_| more);
    web::page(&Page {
        one: Move::of(v, desk, &one),
        by: who(v, desk, &one.actor),
        when: v.words().moment(one.published_at),
        rows: shown
            .map(|left| Row {
                number: left.number.clone(),
                why: left.why.iter().map(|say| say.lang(v.lang()).to_owned()).collect(),
            })
            .collect(),
        next: last.map(|last| format!("/atur/layanan/pemindahan/{id}?sesudah={last}")).unwrap_or_default(),
        v: who_asks.view,
    })
}
