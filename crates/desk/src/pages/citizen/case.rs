//! `/lacak/{number}`: a case for everyone, and all of it for the browser that proved code or link.

mod opened;
mod public;

use super::closing::{Closing, closing};
use super::{Counter, access, track, words};
use crate::model::CaseHead;
use crate::queries::CaseView;
use crate::{Desk, Entry};
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use kernel::CaseNumber;
use serde::Deserialize;
use web::{Answer, Markup, View, Visitor};

pub(super) use opened::{Shown, opened, said_again};
pub(super) use public::{Outside, shown_to_stranger};

/// What the address may say: what was just done.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    terima: String,
}

pub(super) async fn page(
    visitor: Visitor,
    State(counter): State<Counter>,
    Path(typed): Path<String>,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Answer {
    let v = &visitor.view;
    let number = match CaseNumber::parse(&typed) {
        Ok(number) if number.as_str() == typed => number,
        Ok(number) => return web::redirect(&format!("/lacak/{number}")),
        Err(bad) => return track::misread(v, &typed, &bad),
    };
    let thanks = thanks(&asked.terima);
    if access::is_open(v, &headers, &number) {
        return opened(v, &counter, &number, Shown { thanks, ..Shown::default() }).await;
    }
    shown_to_stranger(v, &counter, &number, Outside::thanking(thanks)).await
}

fn thanks(word: &str) -> &'static str {
    match word {
        "dukungan" => "warga-terima-dukungan",
        "tambahan" => "warga-terima-tambahan",
        "tindakan" => "warga-terima-tindakan",
        "nilai" => "warga-terima-nilai",
        "kuasa" => "warga-terima-kuasa",
        "penarikan" => "warga-terima-penarikan",
        _ => "",
    }
}

/// What stands at the head of every page about a case.
pub(super) struct Head {
    pub number: String,
    pub service: String,
    pub status: Markup,
    pub place: String,
    pub opened: String,
    pub moved: String,
    pub due: String,
    pub overdue: bool,
    pub holders: Vec<HolderView>,
    pub closing: Option<Closing>,
    pub answer: Option<String>,
    pub supports: i64,
    pub outside: String,
}

/// One who holds the case now.
pub(super) struct HolderView {
    pub name: String,
    pub step: String,
    pub since: String,
    pub until: String,
}

impl Head {
    pub fn of(v: &View, desk: &Desk, view: &CaseView) -> Self {
        let head = &view.head;
        let open = head.status.is_open();
        let outside = if head.outside.is_empty() { String::new() } else { format!("{} {}", head.source, head.outside) };
        Self {
            number: head.number.to_string(),
            service: head.service_name.clone(),
            status: words::status(v, head, v.now(), view.sight.text),
            place: words::place(desk, view),
            opened: v.words().moment(head.opened_at),
            moved: v.words().moment(head.moved_at),
            due: if open { words::due(v, head.total_due, open) } else { String::new() },
            overdue: head.is_overdue(v.now()),
            holders: holders(v, desk, head, view.sight.text),
            closing: closing(v, head, view.sight.text),
            answer: view.latest_answer.clone(),
            supports: head.supports,
            outside,
        }
    }
}

fn holders(v: &View, desk: &Desk, head: &CaseHead, own: bool) -> Vec<HolderView> {
    let all = head.holders.iter().map(|holder| HolderView {
        name: match own && holder.is_reporter() {
            true => v.t("warga-pemegang-anda").to_owned(),
            false => words::holder(v, desk, holder),
        },
        step: holder.step_name.clone(),
        since: v.words().date_of(holder.since),
        until: holder.due.map(|at| v.words().moment(at)).unwrap_or_default(),
    });
    all.collect()
}

/// One line of the history.
pub(super) struct Line {
    pub when: String,
    pub who: String,
    pub what: String,
    pub text: String,
    pub files: Vec<(String, String)>,
    pub last: bool,
}

/// The history, oldest first; files are named by `label`.
pub(super) fn lines(v: &View, history: &[Entry], label: impl Fn(&str) -> Option<(String, String)>) -> Vec<Line> {
    let last = history.len().saturating_sub(1);
    let all = history.iter().enumerate().map(|(at, entry)| Line {
        when: v.words().moment(entry.at),
        who: words::said(v, &entry.who),
        what: words::said(v, &entry.what),
        text: entry.text.clone().unwrap_or_default(),
        files: entry.files.iter().filter_map(|file| label(file)).collect(),
        last: at == last,
    });
    all.collect()
}
