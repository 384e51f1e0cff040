//! What programs do at the desk: an agency's own city application sends reports for residents, an agency's own system
//! answers for the cases that it handles (docs/adr/0085).

use crate::Desk;
use crate::commands::{Acting, ActionForm};
use crate::ledger::Loaded;
use crate::refusal::{DeskRefusal, Desked};
use crate::rights::{Officer, Viewer};
use definition::Definition;
use kernel::{CaseNumber, OfficerId, Role};
use web::{Grant, Machine};

/// Ids of programs among those of officers: no account has a colon in its id.
const PREFIX: &str = "aplikasi:";
/// The scope without which a program is nothing to the cases of its agency.
pub(crate) const WORK: &str = "laporan.kerja";

/// Whether an act was a program's.
pub(crate) fn is_program(id: &OfficerId) -> bool {
    id.0.starts_with(PREFIX)
}

/// What a program is to a case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tie {
    /// Its application sent the case.
    pub sent: bool,
    /// Its agency holds the case now.
    pub holds: bool,
}

impl Tie {
    /// As whom the program looks at the case.
    pub fn viewer(self) -> Viewer {
        if self.sent { Viewer::Sender } else { Viewer::Stranger }
    }
}

/// The program as those who act: what its agency's verifiers, liaisons and field officers may. Heads decide in person.
pub(crate) fn officer(machine: &Machine) -> Officer {
    let grant = |role| Grant { role, unit: machine.unit.clone() };
    Officer {
        id: OfficerId(format!("{PREFIX}{}", machine.client)),
        grants: [Role::Liaison, Role::FieldOfficer, Role::Verifier].map(grant).to_vec(),
        mandates: Vec::new(),
    }
}

/// A step that a person has to answer for: it is signed, or four eyes are asked for.
fn is_personal(definition: &Definition, step: &str) -> bool {
    let found = definition.steps.get(step);
    found.is_some_and(|step| step.signature.is_some() || !step.not_by.is_empty())
}

impl Desk {
    /// What the program is to this case.
    ///
    /// # Errors
    /// There is no such case, or the store failed.
    pub(crate) async fn tie(&self, number: &CaseNumber, machine: &Machine) -> Desked<Tie> {
        Ok(tie(&self.load_closed(&self.id_of(number).await?).await?, machine))
    }

    /// A program takes an action of a step that its agency holds. The form names the step; `seen` is the version of the
    /// case that the program knew, the latest one without.
    ///
    /// # Errors
    /// Its agency does not hold the case, a person has to answer for the step, or the engine refuses.
    pub(crate) async fn act_as_program(
        &self,
        number: &CaseNumber,
        (machine, key): (&Machine, &str),
        seen: Option<i64>,
        form: ActionForm,
    ) -> Desked<()> {
        let acting = self.acting(number, machine, key, seen).await?;
        if self.sent_already(number.as_str(), &acting, &form).await? {
            return Ok(());
        }
        let loaded = self.load_closed(&self.id_of(number).await?).await?;
        if !tie(&loaded, machine).holds {
            return Err(DeskRefusal::NoSuchCase.into());
        }
        if form.step.as_ref().is_none_or(|step| is_personal(&loaded.definition, step)) {
            return Err(DeskRefusal::PersonsStep.into());
        }
        self.act_as_officer(number, &acting, form).await
    }

    /// A program answers in public for the agency that holds the case.
    ///
    /// # Errors
    /// Its agency does not hold the case, or as [`Desk::answer`].
    pub(crate) async fn answer_as_program(
        &self,
        number: &CaseNumber,
        (machine, key): (&Machine, &str),
        text: &str,
    ) -> Desked<()> {
        let acting = self.acting(number, machine, key, None).await?;
        if !self.tie(number, machine).await?.holds {
            return Err(DeskRefusal::NoSuchCase.into());
        }
        self.answer(number, &acting, text).await
    }

    async fn acting(&self, number: &CaseNumber, machine: &Machine, key: &str, seen: Option<i64>) -> Desked<Acting> {
        let seen = match seen {
            Some(seen) => seen,
            None => self.head(number).await?.version,
        };
        Ok(Acting { officer: officer(machine), seen, form_key: key.to_owned() })
    }
}

fn tie(loaded: &Loaded, machine: &Machine) -> Tie {
    let sent = loaded.facts.sent_by.as_ref();
    let mut tokens = loaded.case.tokens.iter();
    Tie {
        sent: sent.is_some_and(|by| !by.application.is_empty() && by.application == machine.application),
        holds: machine.covers(WORK)
            && !machine.unit.is_empty()
            && tokens.any(|token| token.working && token.unit == machine.unit),
    }
}
