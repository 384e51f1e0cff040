//! `/dasbor/rencana/sdm`: people of the plan, for the region, for one agency, and for the officer alone.

mod own;
mod region;
mod unit;

use super::model::{Gap, Numbers, skills};
use super::refusal::Refused;
use crate::pages::genuine;
use crate::programme::Programme;
use web::{Markup, Routes, Submission, View};

/// The addresses of skills.
pub(crate) fn routes() -> Routes<Programme> {
    Routes::new()
        .get("/dasbor/rencana/sdm", region::page)
        .get("/dasbor/rencana/sdm.csv", region::csv)
        .get("/dasbor/rencana/sdm.xlsx", region::xlsx)
        .get("/dasbor/rencana/sdm/saya", own::page)
        .post("/dasbor/rencana/sdm/saya", own::send)
        .post("/dasbor/rencana/sdm/saya/penarikan", own::withdraw)
        .get("/dasbor/rencana/sdm/opd/{unit}", unit::page)
        .post("/dasbor/rencana/sdm/opd/{unit}", unit::numbers)
        .post("/dasbor/rencana/sdm/opd/{unit}/pengakuan", unit::agree)
        .post("/dasbor/rencana/sdm/opd/{unit}/pelatihan", unit::plan)
        .post("/dasbor/rencana/sdm/opd/{unit}/pelaksanaan", unit::hold)
        .post("/dasbor/rencana/sdm/opd/{unit}/pembatalan", unit::cancel)
}

/// The name of a skill.
fn skill_name(v: &View, id: &str) -> String {
    skills().all.get(id).map_or_else(|| id.to_owned(), |named| named.name(v.lang()).to_owned())
}

/// What is missing, as a coloured word.
fn gap_tag(v: &View, numbers: Numbers) -> Markup {
    match numbers.gap() {
        Gap::Missing(people) => web::component::tag("late", &v.t1("sdm-kurang-n", "jumlah", people)),
        Gap::Unsaid => web::component::tag("wait", v.t("sdm-belum-diisi")),
        Gap::None if numbers.needed == 0 => web::component::tag("plain", v.t("sdm-tidak-perlu")),
        Gap::None => web::component::tag("good", v.t("sdm-cukup")),
    }
}

fn count(v: &View, number: Option<i64>) -> String {
    number.map_or_else(|| "–".to_owned(), |number| v.words().count(number))
}

/// A whole number as typed; none: the field is empty.
fn typed(sent: &Submission, name: &str) -> Result<Option<i64>, Refused> {
    match sent.text(name).trim() {
        "" => Ok(None),
        text => text.replace('.', "").parse().map(Some).map_err(|_| Refused::People),
    }
}
