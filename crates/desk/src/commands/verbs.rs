//! Actions and the engine's own verbs, with permission checked in one place.

use super::{Acting, ActionForm, required_text, send_key};
use crate::Desk;
use crate::ledger::{Extra, Loaded, Wish};
use crate::refusal::{DeskError, DeskRefusal, Desked};
use crate::rights::{Capacity, Officer};
use cases::{CaseEvent, Command};
use kernel::{Actor, CaseNumber, TextRef};
use serde_json::json;

/// A step is handed to another unit.
#[derive(Clone, Debug, Default)]
pub struct Transferring {
    /// The step.
    pub step: String,
    /// The unit that shall hold it.
    pub unit: String,
    /// Why; required.
    pub reason: String,
}

impl Desk {
    /// An officer takes an action of the definition.
    ///
    /// # Errors
    /// Not this officer's step, another officer was faster, or the engine refuses; nothing else was changed then.
    pub async fn act_as_officer(&self, number: &CaseNumber, acting: &Acting, form: ActionForm) -> Desked<()> {
        let id = self.id_of(number).await?;
        let taken = self.take_case_draft(&form.filled.draft, &id, "petugas").await?;
        let send = send_key(&acting.form_key, &json!([number, form.digested()]));
        if self.sent_before(send.as_ref()).await? {
            return Ok(());
        }
        let done = self.act_on(&id, |loaded, sealer| {
            not_moved(loaded, acting)?;
            let capacity = self.works_at(loaded, &acting.officer, form.step.as_deref(), &form.action)?;
            let (mut act, reason, brings) = form.command(self, loaded, &taken, sealer)?;
            act.on_behalf_of.clone_from(&capacity.on_behalf_of);
            let statements = taken.statements(self.region(), &id, self.now());
            let extra = Extra { statements, reason, brings, send: send.clone(), ..Extra::default() };
            Ok(Wish {
                command: Command::Act(Box::new(act)),
                actor: officer(&acting.officer, capacity),
                extra,
                at: None,
            })
        });
        done.await.map(drop)
    }

    /// Whether this very form was taken before, also where the case has moved out of the officer's sight since.
    ///
    /// # Errors
    /// The store failed.
    pub async fn sent_already(&self, number: &str, acting: &Acting, form: &ActionForm) -> Desked<bool> {
        let Ok(number) = CaseNumber::parse(number) else {
            return Ok(false);
        };
        let send = send_key(&acting.form_key, &json!([number, form.digested()]));
        match self.sent_before(send.as_ref()).await {
            Err(DeskError::Refused(_)) => Ok(false),
            known => known,
        }
    }

    /// A public answer.
    ///
    /// # Errors
    /// Not this officer's case, an empty text, another officer was faster, or the case has ended.
    pub async fn answer(&self, number: &CaseNumber, acting: &Acting, text: &str) -> Desked<()> {
        let text = required_text(text, self.limits().text)?;
        let verb = Verb { what: "jawab".to_owned(), step: None, text: &text };
        self.say(number, acting, verb, |text| Command::Answer { text }).await
    }

    /// An internal note.
    ///
    /// # Errors
    /// As [`Desk::answer`], but what others did meanwhile is no hindrance.
    pub async fn note(&self, number: &CaseNumber, acting: &Acting, text: &str) -> Desked<()> {
        let text = required_text(text, self.limits().text)?;
        let verb = Verb { what: NOTE.to_owned(), step: None, text: &text };
        self.say(number, acting, verb, |text| Command::Note { text }).await
    }

    /// Hands a step to another unit with a reason.
    ///
    /// # Errors
    /// No such unit, no reason, not this officer's case, or the engine refuses.
    pub async fn transfer(&self, number: &CaseNumber, acting: &Acting, to: Transferring) -> Desked<()> {
        if self.agencies().agency(&to.unit).is_none() {
            return Err(DeskRefusal::NoSuchUnit.into());
        }
        let reason = required_text(&to.reason, self.limits().text)?;
        let what = format!("pindah {} {}", to.step, to.unit);
        let verb = Verb { what, step: Some(&to.step), text: &reason };
        let command = |reason| {
            let (step, unit) = (to.step.clone(), to.unit.clone());
            Command::Transfer { step, unit, reason }
        };
        self.say(number, acting, verb, command).await
    }

    /// Returns a transferred step to the unit before.
    ///
    /// # Errors
    /// It was not transferred, no reason, or not this officer's case.
    pub async fn give_back(&self, number: &CaseNumber, acting: &Acting, step: &str, reason: &str) -> Desked<()> {
        let reason = required_text(reason, self.limits().text)?;
        let verb = Verb { what: format!("kembali {step}"), step: Some(step), text: &reason };
        let command = |reason| Command::Return { step: step.to_owned(), reason };
        self.say(number, acting, verb, command).await
    }

    /// Takes an imported case over: from now on its clocks fire and messages are sent (semantics R55).
    ///
    /// # Errors
    /// It was not imported or is taken over already, or not this officer's case.
    pub async fn take_over(&self, number: &CaseNumber, acting: &Acting) -> Desked<()> {
        let verb = Verb { what: "ambil alih".to_owned(), step: None, text: "" };
        self.say(number, acting, verb, |_| Command::TakeOver).await
    }

    async fn say(
        &self,
        number: &CaseNumber,
        acting: &Acting,
        verb: Verb<'_>,
        command: impl Fn(Option<TextRef>) -> Command<'static>,
    ) -> Desked<()> {
        let id = self.id_of(number).await?;
        let send = send_key(&acting.form_key, &json!([number, verb.what, verb.text]));
        if self.sent_before(send.as_ref()).await? {
            return Ok(());
        }
        let done = self.act_on(&id, |loaded, sealer| {
            let capacity = self.speaks_at(loaded, &acting.officer, verb.step)?;
            if verb.what != NOTE {
                not_moved(loaded, acting)?;
            }
            let text = sealer.seal_some((!verb.text.is_empty()).then_some(verb.text))?;
            let extra = Extra { send: send.clone(), ..Extra::default() };
            let actor = officer(&acting.officer, capacity);
            Ok(Wish { command: command(text), actor, extra, at: None })
        });
        done.await.map(drop)
    }
}

/// An engine's verb with its words.
struct Verb<'a> {
    /// What it is, for the digest of the form.
    what: String,
    /// The step, where the verb means one.
    step: Option<&'a str>,
    /// Answer, note or reason; may be empty.
    text: &'a str,
}

const NOTE: &str = "catat";

pub(super) fn officer(officer: &Officer, capacity: Capacity) -> Actor {
    Actor::Officer { id: officer.id.clone(), unit: capacity.unit, title: capacity.title }
}

/// Refuses where another officer acted since the form was drawn: the second answer is not given silently after the first.
/// What the resident or the clock did in between is no conflict.
fn not_moved(loaded: &Loaded, acting: &Acting) -> Desked<()> {
    let since = loaded.events.iter().filter(|(event, _)| event.version > acting.seen);
    let moved = since.into_iter().any(|(_, fact)| {
        let other = matches!(&fact.actor, Actor::Officer { .. });
        other && !matches!(fact.event, CaseEvent::Noted { .. })
    });
    if moved { Err(DeskRefusal::Moved { seen: acting.seen }.into()) } else { Ok(()) }
}
