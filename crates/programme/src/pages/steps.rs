//! The plan carried from state to state: begun, submitted, given back, approved, decreed, revised.

use super::{DecidePlan, EditPlan, draft, genuine, mendable};
use crate::model::plan::{Decree, DecreeKind};
use crate::programme::Programme;
use crate::refusal::Refused;
use axum::extract::State;
use web::{Answer, May, Session, Submission, View};

/// Back to the plan, or the plan with what was refused.
async fn answered(v: View, session: &Session, programme: &Programme, done: Result<(), Refused>) -> Answer {
    match done {
        Ok(()) => web::redirect("/dasbor/rencana/naskah"),
        Err(refused) if mendable(&refused) => draft::drawn(v, session, programme, Some(&refused)).await,
        Err(refused) => Err(refused.into()),
    }
}

pub(super) async fn begin(officer: May<EditPlan>, State(programme): State<Programme>, sent: Submission) -> Answer {
    genuine(&officer.view, "rencana mulai", &sent)?;
    let start = sent.text("mulai").trim().parse().unwrap_or(0);
    let done = programme.begin(&officer.session, sent.text("judul"), start).await;
    answered(officer.view, &officer.session, &programme, done).await
}

pub(super) async fn submit(officer: May<EditPlan>, State(programme): State<Programme>, sent: Submission) -> Answer {
    genuine(&officer.view, "rencana pengajuan", &sent)?;
    let done = programme.submit(&officer.session).await;
    answered(officer.view, &officer.session, &programme, done).await
}

pub(super) async fn give_back(
    officer: May<DecidePlan>,
    State(programme): State<Programme>,
    sent: Submission,
) -> Answer {
    genuine(&officer.view, "rencana pengembalian", &sent)?;
    let done = programme.give_back(&officer.session, sent.text("alasan")).await;
    answered(officer.view, &officer.session, &programme, done).await
}

pub(super) async fn approve(officer: May<DecidePlan>, State(programme): State<Programme>, sent: Submission) -> Answer {
    genuine(&officer.view, "rencana persetujuan", &sent)?;
    let done = programme.approve(&officer.session).await;
    answered(officer.view, &officer.session, &programme, done).await
}

pub(super) async fn decree(officer: May<EditPlan>, State(programme): State<Programme>, sent: Submission) -> Answer {
    genuine(&officer.view, "rencana penetapan", &sent)?;
    let read = || -> Result<Decree, Refused> {
        Ok(Decree {
            kind: DecreeKind::parse(sent.text("jenis")).ok_or(Refused::DecreeNumber)?,
            number: sent.text("nomor").trim().parse().map_err(|_| Refused::DecreeNumber)?,
            day: sent.text("tanggal").trim().parse().map_err(|_| Refused::DecreeDay)?,
        })
    };
    let done = match read() {
        Ok(decree) => programme.decree(&officer.session, decree).await,
        Err(refused) => Err(refused),
    };
    answered(officer.view, &officer.session, &programme, done).await
}

pub(super) async fn revise(officer: May<EditPlan>, State(programme): State<Programme>, sent: Submission) -> Answer {
    genuine(&officer.view, "rencana versi", &sent)?;
    let done = programme.revise(&officer.session).await;
    answered(officer.view, &officer.session, &programme, done).await
}
