//! `/layanan/{id}/standar.pdf`: the *Standar Pelayanan* to print or to file, where this program typesets.

use super::{Counter, standing};
use crate::pages::serve;
use axum::extract::{Path, State};
use web::{Answer, Purpose, Visitor};

/// Sheets asked for from one address; each that is new takes the typesetter some milliseconds.
const SHEETS: Purpose = Purpose { name: "standar-pdf", burst: 30, per_hour: 240 };

pub(super) async fn page(visitor: Visitor, State(counter): State<Counter>, Path(id): Path<String>) -> Answer {
    let v = &visitor.view;
    v.frame().throttle().check(SHEETS, &v.address())?;
    let definition = counter.service(&id)?;
    let standard = standing::standard(&counter.desk, &definition);
    let pdf = counter.desk.standard_sheet(&standard, v.lang()).await?;
    serve::shown(pdf, &format!("standar-{id}"))
}
