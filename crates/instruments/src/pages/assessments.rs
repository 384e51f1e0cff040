//! `/dasbor/penilaian`: stored self-assessments, from the first level to the assessor's last word.

mod list;

use crate::Assessments;
use crate::assessment::rights::ReadAssessments;
use web::{MenuItem, Permission as _, Routes, Shown};

/// The doors of assessments.
pub(super) fn routes(assessments: Assessments) -> Routes {
    Routes::new()
        .get("/dasbor/penilaian", list::page)
        .post("/dasbor/penilaian", list::start)
        .with_state(assessments)
}

/// Their part of the navigation.
pub(super) fn menu() -> MenuItem {
    MenuItem { label: "penilaian-menu", href: "/dasbor/penilaian", shown: Shown::Officers(ReadAssessments::allows) }
}
