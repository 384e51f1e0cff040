//! Items of an agenda in words.

use super::state;
use crate::pages::{agency_name, number};
use crate::programme::Programme;
use crate::steering::model::agenda::{Cause, Item, Placed};
use crate::steering::model::task::TaskState;
use jiff::civil::Date;
use web::{Markup, View};

/// An item as pages show it.
pub(super) struct ItemShown {
    pub key: String,
    pub number: usize,
    pub title: String,
    /// Its own page; empty for what somebody added.
    pub href: String,
    /// Who acts next.
    pub next: String,
    pub causes: Vec<(Markup, String)>,
    pub dropped: String,
}

/// The items that are talked about, and those that were dropped.
pub(super) fn items(v: &View, programme: &Programme, all: &[Placed], day: Date) -> (Vec<ItemShown>, Vec<ItemShown>) {
    let shown = all.iter().enumerate().map(|(at, one)| item(v, programme, one, at + 1, day));
    shown.partition(|one: &ItemShown| one.dropped.is_empty())
}

pub(super) fn item(v: &View, programme: &Programme, placed: &Placed, number: usize, day: Date) -> ItemShown {
    let one = &placed.item;
    ItemShown {
        key: one.key.clone(),
        number,
        title: one.title.clone(),
        href: href(one),
        next: next(v, programme, one),
        causes: one.causes.iter().map(|cause| worded(v, cause, day)).collect(),
        dropped: placed.dropped.clone().unwrap_or_default(),
    }
}

fn href(item: &Item) -> String {
    match item.about() {
        ("keputusan", id) => format!("/dasbor/tugas/{id}"),
        ("janji", id) => format!("/dasbor/rencana/program/{id}"),
        ("indikator", id) => format!("/dasbor/indikator/{id}"),
        _ => String::new(),
    }
}

fn next(v: &View, programme: &Programme, item: &Item) -> String {
    let over = item.causes.iter().any(
        |cause| matches!(cause, Cause::Decided { state, .. } if matches!(state, TaskState::Done | TaskState::Withdrawn)),
    );
    match item.unit.as_str() {
        _ if over => v.t("rapat-giliran-selesai").to_owned(),
        "" => v.t("rapat-giliran-pimpinan").to_owned(),
        unit => agency_name(programme, unit),
    }
}

/// Why an item is here: a coloured word and the rest.
fn worded(v: &View, cause: &Cause, day: Date) -> (Markup, String) {
    let tag = |kind: &str, word: &str| web::component::tag(kind, word);
    match cause {
        Cause::Decided { due, state: stands, asks, .. } => {
            let mut words = v.t1("rapat-sebab-keputusan", "tanggal", v.words().date(*due));
            if *asks {
                words = format!("{words} · {}", v.t("rapat-minta-waktu"));
            }
            (state(v, *stands, *due, day), words)
        }
        Cause::Quarter { year, quarter, light } => {
            let kind = if light == "merah" { "stop" } else { "plain" };
            let words = v.t2("rapat-sebab-triwulan", "ke", i64::from(*quarter), "tahun", year.to_string());
            (tag(kind, v.t(&format!("rapat-lampu-{light}"))), words)
        }
        Cause::Promise { year, verdict, target, value } => {
            let kind = if verdict == "ingkar" { "stop" } else { "late" };
            let shown = |text: &str| if text.is_empty() { "–".to_owned() } else { number(v, text) };
            let words = v.tf(
                "rapat-sebab-janji",
                &[("tahun", &year.to_string()), ("target", &shown(target)), ("nilai", &shown(value))],
            );
            (tag(kind, v.t(&format!("rencana-nasib-{verdict}"))), words)
        }
        Cause::QuickWin { deadline } => {
            let words = v.t1("rapat-sebab-keputusan", "tanggal", v.words().date(*deadline));
            (tag("late", v.t("rapat-quick-terlambat")), words)
        }
        Cause::Indicator { period, value, target } => {
            let shown = |text: &str| if text.is_empty() { "–".to_owned() } else { number(v, text) };
            let words = v.tf(
                "rapat-sebab-indikator",
                &[("periode", period), ("target", &shown(target)), ("nilai", &shown(value))],
            );
            (tag("late", v.t("rapat-target-terlewat")), words)
        }
        Cause::Added { note } => (tag("plain", v.t("rapat-tambahan")), note.clone()),
    }
}
