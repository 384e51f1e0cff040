//! `/dasbor/penilaian`: stored self-assessments, from the first level to the assessor's last word.

mod acts;
mod assign;
mod export;
mod history;
mod indicator;
mod levels;
mod list;
mod overview;
mod stages;
mod told;
mod years;

use crate::Assessments;
use crate::assessment::model::{Item, Review, Stage, unproved};
use crate::assessment::rights::ReadAssessments;
use crate::model::Instrument;
use crate::refusal::Refused;
use web::{Markup, MenuItem, Permission as _, Routes, Shown, View};

/// The doors of assessments.
pub(super) fn routes(assessments: Assessments) -> Routes {
    Routes::new()
        .get("/dasbor/penilaian", list::page)
        .post("/dasbor/penilaian", list::start)
        .get("/dasbor/penilaian/{id}", overview::page)
        .get("/dasbor/penilaian/{id}/pembagian", assign::page)
        .post("/dasbor/penilaian/{id}/pembagian", assign::send)
        .post("/dasbor/penilaian/{id}/tahap", stages::advance)
        .post("/dasbor/penilaian/{id}/penilai", stages::assessor)
        .post("/dasbor/penilaian/{id}/terbit", stages::publish)
        .post("/dasbor/penilaian/{id}/contoh", stages::sample)
        .get("/dasbor/penilaian/{id}/riwayat", history::page)
        .post("/dasbor/penilaian/{id}/bukti.zip", export::pack)
        .get("/dasbor/penilaian/{id}/tingkat.csv", export::levels)
        .get("/dasbor/penilaian/{id}/indikator/{indicator}", indicator::page)
        .post("/dasbor/penilaian/{id}/indikator/{indicator}/isian", acts::fill)
        .post("/dasbor/penilaian/{id}/indikator/{indicator}/bukti", acts::prove)
        .post("/dasbor/penilaian/{id}/indikator/{indicator}/penarikan", acts::withdraw)
        .post("/dasbor/penilaian/{id}/indikator/{indicator}/tinjauan", acts::review)
        .post("/dasbor/penilaian/{id}/indikator/{indicator}/tanggapan", acts::comment)
        .post("/dasbor/penilaian/{id}/indikator/{indicator}/nilai", acts::judge)
        .get("/dasbor/penilaian/{id}/bukti/{number}", export::file)
        .with_state(assessments)
}

/// Their part of the navigation.
pub(super) fn menu() -> MenuItem {
    MenuItem { label: "penilaian-menu", href: "/dasbor/penilaian", shown: Shown::Officers(ReadAssessments::allows) }
}

/// A refusal in words.
fn said(v: &View, refused: &Refused) -> String {
    match refused {
        Refused::Level(say) => say.lang(v.lang()).to_owned(),
        _ => v.said(refused),
    }
}

fn stage_tag(v: &View, stage: Stage) -> Markup {
    let kind = match stage {
        Stage::Drafting => "work",
        Stage::Reviewing | Stage::Submitted | Stage::Judging => "wait",
        Stage::Concluded => "good",
    };
    web::component::tag(kind, v.t(&format!("penilaian-tahap-{}", stage.word())))
}

fn review_tag(v: &View, review: Review) -> Markup {
    let kind = match review {
        Review::Draft => "plain",
        Review::Sent => "wait",
        Review::Accepted => "good",
        Review::Returned => "late",
    };
    web::component::tag(kind, v.t(&format!("penilaian-tinjauan-{}", review.word())))
}

/// The name of an agency; its id where the region has no such agency any more.
fn unit_name(assessments: &Assessments, unit: &str) -> String {
    assessments.deps().agencies.agency(unit).map_or_else(|| unit.to_owned(), |agency| agency.name)
}

/// Levels that are claimed and for which no evidence stands, in a sentence; empty where there are none.
fn unproved_words(v: &View, instrument: &Instrument, indicator: &str, item: &Item) -> String {
    let missing: Vec<String> = unproved(instrument, indicator, item).iter().map(u32::to_string).collect();
    if missing.is_empty() { String::new() } else { v.t1("penilaian-tanpa-bukti", "tingkat", missing.join(", ")) }
}
