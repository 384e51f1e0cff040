//! The engine's own verbs of an officer: answer, note, transfer, return, take over (semantics R48, R55).

use super::acts::{acting, mended, old, refuse, strange};
use super::at_case::AtCase;
use super::forms::{Again, Choice, TOKEN};
use super::{Stamp, WorkCases, open, refusal, stamp};
use crate::refusal::Desked;
use crate::{Acting, CaseView, Desk, Transferring};
use axum::extract::{Path, State};
use kernel::CaseNumber;
use std::future::Future;
use web::form::Mistake;
use web::{Answer, FormToken, May, Submission, View};

/// The forms beside the actions.
pub(super) struct Speak {
    pub answer: Option<Said>,
    pub note: Option<Said>,
    pub transfer: Option<Moving>,
    pub give_back: Option<Moving>,
    pub take_over: Option<FormToken>,
}

/// A form with one text.
pub(super) struct Said {
    pub text: String,
    pub error: String,
    pub open: bool,
    pub token: FormToken,
}

/// A form that hands a step on.
pub(super) struct Moving {
    /// Steps to choose from, with their names.
    pub steps: Vec<Choice>,
    pub units: Vec<Choice>,
    pub unit_error: String,
    pub reason: Said,
}

impl Speak {
    pub fn of(v: &View, case: &CaseView, again: Option<&Again>, units: Vec<(String, String)>) -> Self {
        let can = &case.can;
        let said = |form: &str, field: &str| said(v, again.filter(|again| again.form == form), field);
        let steps = |steps: &[String], form: &str| {
            let chosen = again.filter(|again| again.form == form).map(|again| again.typed.text("langkah").to_owned());
            steps
                .iter()
                .map(|id| {
                    let name = case.definition.steps.get(id).map_or_else(|| id.clone(), |step| step.name.clone());
                    Choice::new(id, &name, chosen.as_deref().unwrap_or_default())
                })
                .collect::<Vec<_>>()
        };
        let moving = |form: &str, of: &[String], units: Vec<(String, String)>| {
            let typed = again.filter(|again| again.form == form);
            let unit = typed.map(|again| again.typed.text("unit").to_owned()).unwrap_or_default();
            let error = typed.and_then(|again| again.mistakes.iter().find(|mistake| mistake.field == "unit"));
            Moving {
                steps: steps(of, form),
                units: units.into_iter().map(|(id, name)| Choice::new(&id, &name, &unit)).collect(),
                unit_error: error.map(|mistake| mistake.message.clone()).unwrap_or_default(),
                reason: said(form, "alasan"),
            }
        };
        Self {
            answer: can.answer.then(|| said("jawaban", "teks")),
            note: can.note.then(|| said("catatan", "teks")),
            transfer: (!can.transfer.is_empty()).then(|| moving("pindah", &can.transfer, units)),
            give_back: (!can.give_back.is_empty()).then(|| moving("kembali", &can.give_back, Vec::new())),
            take_over: can.take_over.then(|| v.token(TOKEN)),
        }
    }
}

fn said(v: &View, again: Option<&Again>, field: &str) -> Said {
    let error = again.and_then(|again| again.mistakes.iter().find(|mistake| mistake.field == field));
    let key = again.and_then(|again| again.key);
    Said {
        text: again.map(|again| again.typed.text(field).to_owned()).unwrap_or_default(),
        error: error.map(|mistake| mistake.message.clone()).unwrap_or_default(),
        open: again.is_some(),
        token: key.map_or_else(|| v.token(TOKEN), |key| v.token_for(TOKEN, key)),
    }
}

/// Agencies to which a step of this case can be handed; those that hold it already are left out.
pub(super) fn transfer_targets(desk: &Desk, case: &CaseView) -> Vec<(String, String)> {
    if case.can.transfer.is_empty() {
        return Vec::new();
    }
    let holds = |unit: &str| case.head.holders.iter().all(|holder| holder.unit == unit);
    let all = desk.agencies().all();
    let others = all.iter().filter(|agency| !holds(&agency.unit));
    others.map(|agency| (agency.unit.clone(), agency.name.clone())).collect()
}

/// Whether the page still has the form that was sent.
pub(super) fn has_form(case: &CaseView, form: &str) -> bool {
    match form {
        "jawaban" => case.can.answer,
        "catatan" => case.can.note,
        "pindah" => !case.can.transfer.is_empty(),
        "kembali" => !case.can.give_back.is_empty(),
        "ambil-alih" => case.can.take_over,
        "tautan" => !case.links.is_empty(),
        action => case
            .offered
            .iter()
            .any(|offered| offered.blocked.is_none() && format!("{}.{}", offered.step, offered.id) == action),
    }
}

/// A verb's form on its way in.
struct Sent {
    who: May<WorkCases>,
    desk: Desk,
    number: String,
    form: &'static str,
    typed: Submission,
}

impl Sent {
    /// Checks the form, does it, and shows the page again where the desk will not.
    async fn take<F, D>(self, needs: &[&'static str], run: F) -> Answer
    where
        F: FnOnce(Desk, CaseNumber, Acting, Submission) -> D,
        D: Future<Output = Desked<()>>,
    {
        let Self { who, desk, number, form, typed } = self;
        let officer = desk.officer(&who.session).await;
        let (number, case) = open(&desk, &number, &officer).await?;
        let stamped = stamp(&who.view, TOKEN, typed.text("_tanda"));
        let mut again = Again::new(form, typed);
        match stamped {
            Stamp::Strange => return strange(&who.view, &desk, &officer, case, again),
            Stamp::Old(key) => {
                again.key = Some(key);
                return old(&who.view, &desk, &officer, case, again);
            }
            Stamp::Good(key) => again.key = Some(key),
        }
        for field in needs.iter().filter(|field| again.typed.text(field).trim().is_empty()) {
            let words = who.t(&format!("meja-salah-{field}")).to_owned();
            again.mistakes.push(Mistake::new(*field, words));
        }
        if !again.mistakes.is_empty() {
            return mended(&who.view, &desk, &officer, case, again);
        }
        let acting = acting(&officer, &again, &case);
        match run(desk.clone(), number.clone(), acting, again.typed.clone()).await {
            Ok(()) => web::redirect(&format!("/kerja/kasus/{number}?tersimpan={form}")),
            Err(error) => {
                let refused = refusal(error)?;
                refuse(&who.view, &desk, &officer, &number, again, refused).await
            }
        }
    }
}

type Number = Path<String>;

pub(super) async fn answer(
    AtCase(who): AtCase,
    State(desk): State<Desk>,
    Path(number): Number,
    typed: Submission,
) -> Answer {
    let sent = Sent { who, desk, number, form: "jawaban", typed };
    sent.take(&["teks"], async |desk: Desk, number, acting, typed| {
        desk.answer(&number, &acting, typed.text("teks")).await
    })
    .await
}

pub(super) async fn note(
    AtCase(who): AtCase,
    State(desk): State<Desk>,
    Path(number): Number,
    typed: Submission,
) -> Answer {
    let sent = Sent { who, desk, number, form: "catatan", typed };
    sent.take(&["teks"], async |desk: Desk, number, acting, typed| {
        desk.note(&number, &acting, typed.text("teks")).await
    })
    .await
}

pub(super) async fn transfer(
    AtCase(who): AtCase,
    State(desk): State<Desk>,
    Path(number): Number,
    typed: Submission,
) -> Answer {
    let sent = Sent { who, desk, number, form: "pindah", typed };
    sent.take(&["unit", "alasan"], async |desk: Desk, number, acting, typed| {
        let part = |name: &str| typed.text(name).to_owned();
        let to = Transferring { step: part("langkah"), unit: part("unit"), reason: part("alasan") };
        desk.transfer(&number, &acting, to).await
    })
    .await
}

pub(super) async fn give_back(
    AtCase(who): AtCase,
    State(desk): State<Desk>,
    Path(number): Number,
    typed: Submission,
) -> Answer {
    let sent = Sent { who, desk, number, form: "kembali", typed };
    sent.take(&["alasan"], async |desk: Desk, number, acting, typed| {
        desk.give_back(&number, &acting, typed.text("langkah"), typed.text("alasan")).await
    })
    .await
}

/// The one-time link of a step goes to a phone number (semantics R47).
pub(super) async fn link(
    AtCase(who): AtCase,
    State(desk): State<Desk>,
    Path(number): Number,
    typed: Submission,
) -> Answer {
    let sent = Sent { who, desk, number, form: "tautan", typed };
    sent.take(&["hp"], async |desk: Desk, number, acting, typed| {
        desk.send_link(&number, &acting, typed.text("langkah"), typed.text("hp")).await
    })
    .await
}

pub(super) async fn take_over(
    AtCase(who): AtCase,
    State(desk): State<Desk>,
    Path(number): Number,
    typed: Submission,
) -> Answer {
    let sent = Sent { who, desk, number, form: "ambil-alih", typed };
    sent.take(&[], async |desk: Desk, number, acting, _| desk.take_over(&number, &acting).await).await
}
