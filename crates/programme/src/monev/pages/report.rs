//! A quarter as PDF, DOCX and XLSX: of the whole region, or of one agency.

use super::{agency_name, board, placed, year};
use crate::monev::report::{Told, book, title};
use crate::monev::rights::sees_all;
use crate::monev::{QuarterLine, ReadActions, Refused, sheet};
use crate::papers::{Form, answer};
use crate::programme::Programme;
use axum::extract::State;
use web::{Answer, May, OrFail as _, Session, View, download, media};

/// Which quarter of whom; officers of an agency see their own only.
async fn asked_for(
    v: &View,
    session: &Session,
    programme: &Programme,
) -> Result<(String, i16, u8, Vec<QuarterLine>), Refused> {
    let year = year(programme, &v.asked("tahun"));
    let quarter = v.asked("triwulan").parse().ok().filter(|one| (1..=4).contains(one)).ok_or(Refused::NotThere)?;
    let unit = v.asked("opd");
    let unit = match unit.as_str() {
        "" if sees_all(session) => String::new(),
        "" => return Err(Refused::NotYours),
        unit => placed(programme, session, unit, &year.to_string())?.0,
    };
    let lines = programme.quarter_of(year, quarter, &unit).await?;
    Ok((unit, year, quarter, lines))
}

async fn paper(v: &View, session: &Session, programme: &Programme, form: Form) -> Answer {
    let (unit, year, quarter, lines) = asked_for(v, session, programme).await?;
    let states = programme.quarter_states(year, quarter).await?;
    let mut agencies = Vec::new();
    for plan in programme.action_plans(year).await? {
        if plan.locked == 0 || (!unit.is_empty() && plan.unit != unit) {
            continue;
        }
        let state = board::quarter_state(v, states.iter().find(|state| state.unit == plan.unit));
        let addenda = programme.addenda(&plan.unit, year, quarter).await?;
        agencies.push((plan.unit, state, addenda));
    }
    let told = Told { year, quarter, unit: &unit, lines: &lines, agencies };
    answer(programme, &book(v, programme, &told), form, &name(&unit, year, quarter)).await
}

/// `monev-2027-t1-dinas-pupr`.
fn name(unit: &str, year: i16, quarter: u8) -> String {
    let unit: String = unit.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    format!("monev-{year}-t{quarter}-{unit}").trim_end_matches('-').to_owned()
}

pub(super) async fn pdf(officer: May<ReadActions>, State(programme): State<Programme>) -> Answer {
    paper(&officer.view, &officer.session, &programme, Form::Pdf).await
}

pub(super) async fn docx(officer: May<ReadActions>, State(programme): State<Programme>) -> Answer {
    paper(&officer.view, &officer.session, &programme, Form::Docx).await
}

pub(super) async fn xlsx(officer: May<ReadActions>, State(programme): State<Programme>) -> Answer {
    let v = &officer.view;
    let (unit, year, quarter, lines) = asked_for(v, &officer.session, &programme).await?;
    let heads = [
        "aksi-opd",
        "aksi-program",
        "aksi-lampu",
        "aksi-rencana-persen",
        "aksi-selesai-persen",
        "aksi-capaian-persen",
        "aksi-anggaran",
        "aksi-belanja",
        "aksi-kendala",
        "aksi-tindak-lanjut",
    ];
    let heads: Vec<String> = heads.into_iter().map(|key| v.t(key).to_owned()).collect();
    let rows: Vec<sheet::Named<'_>> = lines
        .iter()
        .map(|line| sheet::Named {
            agency: agency_name(&programme, &line.unit),
            light: v.t(&format!("aksi-lampu-{}", line.light.word())).to_owned(),
            line,
        })
        .collect();
    let book = sheet::quarter(&title(v, year, quarter), &heads, &rows).or_fail()?;
    download(&format!("{}.xlsx", name(&unit, year, quarter)), media::XLSX, book)
}
