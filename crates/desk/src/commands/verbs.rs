//! Actions and the engine's own verbs, with permission checked in one place.

use super::{Acting, ActionForm, contact, optional_text, required_text, send_key};
use crate::Desk;
use crate::events::Contact;
use crate::ledger::{Extra, Loaded, Wish, reference};
use crate::model::Holder;
use crate::refusal::{DeskRefusal, Desked};
use crate::rights::{Capacity, Officer, may_speak, may_work};
use crate::rows::Standing;
use crate::sealer::Sealer;
use cases::{CaseEvent, CaseRefusal, Command};
use kernel::{Actor, CaseNumber, Id, Lang};
use serde_json::json;
use store::{Person, Statement, values};

/// What a resident adds to the case.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// In words; may be empty if files come along.
    pub text: String,
    /// Handle of the draft with the files; empty without any.
    pub draft: String,
    /// Key of the form.
    pub form_key: String,
}

/// "Saya juga mengalami": support for a case, with an optional contact to be informed.
#[derive(Clone, Debug, Default)]
pub struct Supporting {
    /// In words; may be empty.
    pub text: String,
    /// Phone number, as typed; may be empty.
    pub phone: String,
    /// E-mail address, as typed; may be empty.
    pub email: String,
    /// Language in which the supporter is told.
    pub lang: Lang,
    /// Key of the form.
    pub form_key: String,
}

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
            let (act, reason) = form.command(loaded, &taken, self.lists(), self.limits().text, sealer)?;
            let statements = taken.statements(self.region(), &id, self.now());
            let extra = Extra { statements, reason, send: send.clone() };
            Ok(Wish { command: Command::Act(Box::new(act)), actor: officer(&acting.officer, capacity), extra, at: None })
        });
        done.await.map(drop)
    }

    /// The resident takes an action at a waiting step: sends what was asked for, confirms, rejects, rates.
    ///
    /// # Errors
    /// The case does not wait for the resident, or the engine refuses.
    pub async fn act_as_reporter(&self, number: &CaseNumber, form_key: &str, form: ActionForm) -> Desked<()> {
        let id = self.id_of(number).await?;
        let taken = self.take_case_draft(&form.filled.draft, &id, "pelapor").await?;
        let send = send_key(form_key, &json!([number, form.digested()]));
        if self.sent_before(send.as_ref()).await? {
            return Ok(());
        }
        let done = self.act_on(&id, |loaded, sealer| {
            let mut tokens = loaded.case.tokens.iter().filter(|token| !token.working);
            let own = tokens.any(|token| form.step.as_ref().is_none_or(|step| *step == token.step));
            if !own && loaded.case.ended.is_none() {
                return Err(CaseRefusal::NoSuchAction.into());
            }
            let (act, reason) = form.command(loaded, &taken, self.lists(), self.limits().text, sealer)?;
            let statements = taken.statements(self.region(), &id, self.now());
            let extra = Extra { statements, reason, send: send.clone() };
            Ok(Wish { command: Command::Act(Box::new(act)), actor: Actor::Reporter, extra, at: None })
        });
        done.await.map(drop)
    }

    /// A public answer.
    ///
    /// # Errors
    /// Not this officer's case, an empty text, another officer was faster, or the case has ended.
    pub async fn answer(&self, number: &CaseNumber, acting: &Acting, text: &str) -> Desked<()> {
        let text = required_text(text, self.limits().text)?;
        self.say(number, acting, None, "jawab", &text, |text| Command::Answer { text }).await
    }

    /// An internal note.
    ///
    /// # Errors
    /// As [`Desk::answer`].
    pub async fn note(&self, number: &CaseNumber, acting: &Acting, text: &str) -> Desked<()> {
        let text = required_text(text, self.limits().text)?;
        self.say(number, acting, None, "catat", &text, |text| Command::Note { text }).await
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
        self.say(number, acting, Some(&to.step), &what, &reason, |reason| Command::Transfer {
            step: to.step.clone(),
            unit: to.unit.clone(),
            reason,
        })
        .await
    }

    /// Returns a transferred step to the unit before.
    ///
    /// # Errors
    /// It was not transferred, no reason, or not this officer's case.
    pub async fn give_back(&self, number: &CaseNumber, acting: &Acting, step: &str, reason: &str) -> Desked<()> {
        let reason = required_text(reason, self.limits().text)?;
        let what = format!("kembali {step}");
        self.say(number, acting, Some(step), &what, &reason, |reason| Command::Return { step: step.to_owned(), reason })
            .await
    }

    /// Takes an imported case over: from now on its clocks fire and messages are sent (semantics R55).
    ///
    /// # Errors
    /// It was not imported or is taken over already, or not this officer's case.
    pub async fn take_over(&self, number: &CaseNumber, acting: &Acting) -> Desked<()> {
        self.say(number, acting, None, "ambil alih", "", |_| Command::TakeOver).await
    }

    async fn say(
        &self,
        number: &CaseNumber,
        acting: &Acting,
        step: Option<&str>,
        what: &str,
        text: &str,
        command: impl Fn(Option<kernel::TextRef>) -> Command<'static>,
    ) -> Desked<()> {
        let id = self.id_of(number).await?;
        let send = send_key(&acting.form_key, &json!([number, what, text]));
        if self.sent_before(send.as_ref()).await? {
            return Ok(());
        }
        let done = self.act_on(&id, |loaded, sealer| {
            let capacity = self.speaks_at(loaded, &acting.officer, step)?;
            if what != "catat" {
                not_moved(loaded, acting)?;
            }
            let text = sealer.seal_some((!text.is_empty()).then_some(text))?;
            let extra = Extra { send: send.clone(), ..Extra::default() };
            Ok(Wish { command: command(text), actor: officer(&acting.officer, capacity), extra, at: None })
        });
        done.await.map(drop)
    }

    /// The resident adds words or files; moves nothing, touches no clock (semantics R48).
    ///
    /// # Errors
    /// Nothing was added, or the case has ended.
    pub async fn add_info(&self, number: &CaseNumber, said: Said) -> Desked<()> {
        let id = self.id_of(number).await?;
        let text = optional_text(&said.text, self.limits().text)?;
        let taken = self.take_case_draft(&said.draft, &id, "pelapor").await?;
        if text.is_none() && taken.is_empty() {
            return Err(DeskRefusal::BadText.into());
        }
        let send = send_key(&said.form_key, &json!([number, text, said.draft]));
        if self.sent_before(send.as_ref()).await? {
            return Ok(());
        }
        let done = self.act_on(&id, |_, sealer| {
            let text = sealer.seal_some(text.as_deref())?;
            let statements = taken.statements(self.region(), &id, self.now());
            let extra = Extra { statements, send: send.clone(), ..Extra::default() };
            Ok(Wish { command: Command::AddInfo { text, files: taken.references() }, actor: Actor::Reporter, extra, at: None })
        });
        done.await.map(drop)
    }

    /// Another resident has the same problem (semantics R60). Contact and words are sealed under a key of their own.
    ///
    /// # Errors
    /// The case has ended, is secret, or the contact cannot be read.
    pub async fn support(&self, number: &CaseNumber, wish: Supporting) -> Desked<()> {
        let id = self.id_of(number).await?;
        let words = optional_text(&wish.text, self.limits().text)?;
        let (phone, email) = (contact::phone(&wish.phone)?, contact::email(&wish.email)?);
        let send = send_key(&wish.form_key, &json!([number, words, phone, email]));
        if self.sent_before(send.as_ref()).await? {
            return Ok(());
        }
        let done = self.act_on(&id, |loaded, _| {
            if loaded.case.secret {
                return Err(DeskRefusal::NoSuchCase.into());
            }
            let (person, keep) = self.0.vault.new_person(self.now(), self.chance())?;
            let mut own = Sealer::new(&self.0.vault, &person, self.chance(), self.now());
            let text = own.seal_some(words.as_deref())?;
            let (phone, email) = (own.seal_some(phone.as_deref())?, own.seal_some(email.as_deref())?);
            let mut statements = vec![keep];
            statements.extend(own.finish()?);
            statements.push(self.supporter(&id, person.id(), [phone.as_ref(), email.as_ref()], wish.lang));
            let extra = Extra { statements, send: send.clone(), ..Extra::default() };
            let command = Command::Support { text, files: Vec::new() };
            Ok(Wish { command, actor: Actor::Resident, extra, at: None })
        });
        done.await.map(drop)
    }

    fn supporter(&self, case: &str, person: &str, [phone, email]: [Option<&kernel::TextRef>; 2], lang: Lang) -> Statement {
        let now = self.now();
        Statement::new(
            "INSERT INTO desk_supports (region, case_id, id, person, phone, email, lang, added_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            values![
                self.region(),
                case,
                Id::new(now, self.chance()).to_string(),
                person,
                phone.map(reference).unwrap_or_default(),
                email.map(reference).unwrap_or_default(),
                lang.code(),
                now,
            ],
        )
    }

    /// Contacts of those who support a case and left one.
    pub(crate) async fn supporters(&self, case: &str) -> Desked<Vec<(Person, Contact)>> {
        let sql = "SELECT person, phone, email, lang FROM desk_supports WHERE region = $1 AND case_id = $2 \
                   AND (phone <> '' OR email <> '') ORDER BY id";
        let rows = self.store().rows(sql, &values![self.region(), case]).await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            let contact = Contact {
                name: None,
                phone: serde_json::from_str(row.text(1)?).ok(),
                email: serde_json::from_str(row.text(2)?).ok(),
                lang: Lang::parse(row.text(3)?).unwrap_or_default(),
            };
            // Whoever was erased is not told any more.
            let person = self.store().open_person(self.region(), row.text(0)?).await?;
            found.extend(person.map(|person| (person, contact)));
        }
        Ok(found)
    }

    /// A rating after the end, once, where the definition offers one.
    ///
    /// # Errors
    /// None is offered, or it was given already.
    pub async fn rate(&self, number: &CaseNumber, rating: u8, form_key: &str) -> Desked<()> {
        let id = self.id_of(number).await?;
        let send = send_key(form_key, &json!([number, "nilai", rating]));
        if self.sent_before(send.as_ref()).await? {
            return Ok(());
        }
        let done = self.act_on(&id, |_, _| {
            let extra = Extra { send: send.clone(), ..Extra::default() };
            Ok(Wish { command: Command::Rate { rating }, actor: Actor::Reporter, extra, at: None })
        });
        done.await.map(drop)
    }

    /// Holders of a case as rights see them.
    pub(crate) fn holders_of(&self, loaded: &Loaded) -> Vec<Holder> {
        let calendar = self.calendar();
        Standing::of(&self.frame(&loaded.definition, &calendar), &loaded.case).holders
    }

    /// In which capacity the officer may take this action; the engine says whether it is offered at all.
    fn works_at(&self, loaded: &Loaded, officer: &Officer, step: Option<&str>, action: &str) -> Desked<Capacity> {
        let role_of = |title: &str, unit: &str| self.agencies().role_of(title, unit);
        let holders = self.holders_of(loaded);
        let meant = holders.iter().filter(|holder| match step {
            Some(step) => holder.step == step,
            None => loaded.definition.steps.get(&holder.step).is_some_and(|step| step.actions.contains_key(action)),
        });
        let mut allowed = meant.filter_map(|holder| may_work(officer, holder, &role_of));
        match allowed.next() {
            Some(capacity) => Ok(capacity),
            None => Err(self.not_allowed(loaded, officer, &holders, step)),
        }
    }

    pub(crate) fn speaks_at(&self, loaded: &Loaded, officer: &Officer, step: Option<&str>) -> Desked<Capacity> {
        let role_of = |title: &str, unit: &str| self.agencies().role_of(title, unit);
        let holders = self.holders_of(loaded);
        let meant = holders.iter().filter(|holder| step.is_none_or(|step| holder.step == step));
        if let Some(capacity) = meant.into_iter().find_map(|holder| may_speak(officer, holder, &role_of)) {
            return Ok(capacity);
        }
        // While the case waits for the resident, the unit that held it last may still answer and note.
        let last = crate::messages::holding_unit(&loaded.case);
        let waits = step.is_none() && holders.iter().all(Holder::is_reporter) && officer.working_units().contains(&last);
        let role = officer.grants.iter().find(|grant| grant.unit == last && crate::rights::works(grant.role));
        match role.filter(|_| waits) {
            Some(grant) => Ok(Capacity { unit: last, title: grant.role.word().to_owned() }),
            None => Err(self.not_allowed(loaded, officer, &holders, step)),
        }
    }

    /// Whoever holds or held the case is told that it has moved on; everyone else that it is not theirs.
    fn not_allowed(
        &self,
        loaded: &Loaded,
        officer: &Officer,
        holders: &[Holder],
        step: Option<&str>,
    ) -> crate::DeskError {
        let units = officer.working_units();
        let held = loaded.case.stays.iter().any(|stay| stay.working && units.contains(&stay.unit));
        let there = holders.iter().any(|holder| step.is_none_or(|step| holder.step == step) && units.contains(&holder.unit));
        if held && loaded.case.ended.is_some() {
            CaseRefusal::CaseEnded.into()
        } else if held && !there {
            DeskRefusal::Moved { seen: loaded.version }.into()
        } else {
            DeskRefusal::Forbidden.into()
        }
    }
}

fn officer(officer: &Officer, capacity: Capacity) -> Actor {
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
