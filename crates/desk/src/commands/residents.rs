//! What residents do on a case that is open: answer what is asked, add, support, rate.

use super::{ActionForm, contact, optional_text, send_key};
use crate::Desk;
use crate::events::Contact;
use crate::ledger::{Extra, Wish, reference};
use crate::refusal::{DeskRefusal, Desked};
use crate::sealer::Sealer;
use cases::{CaseRefusal, Command};
use definition::model::Kind;
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

impl Desk {
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
            if loaded.case.ended.is_none() {
                self.under_mandate(loaded)?;
            }
            let (act, reason, brings) = form.command(self, loaded, &taken, sealer)?;
            let statements = taken.statements(self.region(), &id, self.now());
            let extra = Extra { statements, reason, brings, send: send.clone(), ..Extra::default() };
            Ok(Wish { command: Command::Act(Box::new(act)), actor: Actor::Reporter, extra, at: None })
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
        if text.is_none() && said.draft.is_empty() {
            return Err(DeskRefusal::BadText.into());
        }
        let taken = self.take_case_draft(&said.draft, &id, "pelapor").await?;
        let send = send_key(&said.form_key, &json!([number, text]));
        if self.sent_before(send.as_ref()).await? {
            // Sent again, the photos come in a new draft; other photos are another addition, and nobody is told that
            // they were kept.
            let same = self.holds(&id, &taken).await?;
            return same.then_some(()).ok_or_else(|| DeskRefusal::OtherAnswers.into());
        }
        if !said.draft.is_empty() && !taken.is_there() {
            return Err(DeskRefusal::DraftGone.into());
        }
        if text.is_none() && taken.is_empty() {
            return Err(DeskRefusal::BadText.into());
        }
        let done = self.act_on(&id, |_, sealer| {
            let text = sealer.seal_some(text.as_deref())?;
            let statements = taken.statements(self.region(), &id, self.now());
            let extra = Extra { statements, send: send.clone(), ..Extra::default() };
            Ok(Wish {
                command: Command::AddInfo { text, files: taken.references() },
                actor: Actor::Reporter,
                extra,
                at: None,
            })
        });
        done.await.map(drop)
    }

    /// Another resident has the same problem (semantics R60). Contact and words are sealed under a key of their own.
    ///
    /// # Errors
    /// The case has ended, is secret, is no complaint, or the contact cannot be read.
    pub async fn support(&self, number: &CaseNumber, wish: Supporting) -> Desked<()> {
        let id = self.id_of(number).await?;
        let words = optional_text(&wish.text, self.limits().text)?;
        let (phone, email) = (contact::phone(&wish.phone)?, contact::email(&wish.email)?);
        let send = send_key(&wish.form_key, &json!([number, words, phone, email]));
        if self.sent_before(send.as_ref()).await? {
            return Ok(());
        }
        let done = self.act_on(&id, |loaded, _| {
            if loaded.case.secret || loaded.definition.kind != Kind::Complaint {
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

    fn supporter(
        &self,
        case: &str,
        person: &str,
        [phone, email]: [Option<&kernel::TextRef>; 2],
        lang: Lang,
    ) -> Statement {
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
                unit: None,
                phone: serde_json::from_str(row.text(1)?).ok(),
                email: serde_json::from_str(row.text(2)?).ok(),
                lang: Lang::parse(row.text(3)?).unwrap_or_default(),
                proof: None,
            };
            // Whoever was erased is not told any more.
            let person = self.store().open_person(self.region(), row.text(0)?).await?;
            found.extend(person.map(|person| (person, contact)));
        }
        Ok(found)
    }

    /// The applicant takes the application back, with a reason or without. It cannot be undone.
    ///
    /// # Errors
    /// It is a complaint, it has ended, or the words are too many.
    pub async fn withdraw_application(&self, number: &CaseNumber, why: &str, form_key: &str) -> Desked<()> {
        let id = self.id_of(number).await?;
        let why = optional_text(why, self.limits().text)?;
        let send = send_key(form_key, &json!([number, "penarikan", why]));
        if self.sent_before(send.as_ref()).await? {
            return Ok(());
        }
        let done = self.act_on(&id, |_, sealer| {
            let text = sealer.seal_some(why.as_deref())?;
            let extra = Extra { send: send.clone(), ..Extra::default() };
            Ok(Wish { command: Command::Withdraw { text }, actor: Actor::Reporter, extra, at: None })
        });
        done.await.map(drop)
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
}
