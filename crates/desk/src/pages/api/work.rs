//! What an agency's own system does with the cases that the agency holds: it reads them, acts, and answers in public.

use super::call::Call;
use super::programs::{Acted, Working, action, misfits, seen};
use super::report::{said, wrong};
use crate::Desk;
use crate::programs::officer;
use crate::refusal::{DeskError, DeskRefusal, Desked};
use crate::rights::Viewer;
use axum::http::StatusCode;
use definition::{Answers, Definition, plain};
use kernel::CaseNumber;
use serde::Deserialize;
use serde_json::{Value as Json, json};
use std::sync::Arc;
use web::{Answer, Machine, View};

/// A public answer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    text: String,
}

/// `POST /api/v1/laporan/{number}/aksi`: an action of a step that the program's agency holds.
pub(super) async fn act(Call { desk, who, number, key, body }: Call<Working, Acted>) -> Answer {
    if body.step.is_none() {
        let title = who.view.t("api-tanpa-langkah");
        return web::problem(StatusCode::UNPROCESSABLE_ENTITY, "tanpa-langkah", title, json!({}));
    }
    let (definition, version) = (desk.definition_of(&number).await?, body.version);
    let form = match body.form(&definition) {
        Ok(form) => form,
        Err(wrong) => return misfits(&who.view, &wrong),
    };
    let acted = desk.act_as_program(&number, (&who.machine, &key), version, form).await;
    done(&who.view, &desk, (&number, &who.machine), acted).await
}

/// `POST /api/v1/laporan/{number}/jawaban`: a public answer of the agency that holds the case.
pub(super) async fn answer(Call { desk, who, number, key, body }: Call<Working, Words>) -> Answer {
    let answered = desk.answer_as_program(&number, (&who.machine, &key), &body.text).await;
    done(&who.view, &desk, (&number, &who.machine), answered).await
}

/// How the case stands after an act; what is wrong by field where the definition refuses.
pub(super) async fn done(
    v: &View,
    desk: &Desk,
    (number, machine): (&CaseNumber, &Machine),
    done: Desked<()>,
) -> Answer {
    match done {
        Ok(()) => seen(v, desk, number, machine).await,
        Err(DeskError::Refused(DeskRefusal::Answers(errors))) => {
            wrong(v, said(&*desk.definition_of(number).await?, &errors, v.lang()))
        }
        Err(failure) => Err(failure.into()),
    }
}

/// What the agency's own system knows of a case that the agency holds: which actions it may take, and the answers without
/// those that are personal.
pub(super) async fn standing(desk: &Desk, number: &CaseNumber, machine: &Machine) -> Desked<Json> {
    let view = desk.view(number, &Viewer::Officer(officer(machine))).await?;
    let answers = impersonal(&view.definition, definition::form::effective(&view.definition, &view.answers));
    Ok(json!({
        "version": view.head.version,
        "actions": view.offered.iter().map(action).collect::<Vec<_>>(),
        "answers": plain::written(&answers),
    }))
}

fn impersonal(definition: &Definition, mut answers: Answers) -> Answers {
    answers.values.retain(|id, _| definition.fields.get(id).is_some_and(|field| field.personal.is_none()));
    answers
}

impl Desk {
    /// The definition to which a case is pinned.
    pub(super) async fn definition_of(&self, number: &CaseNumber) -> Desked<Arc<Definition>> {
        self.pinned_now(&self.head(number).await?.definition).await
    }
}
