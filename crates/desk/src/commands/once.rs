//! One-time links (`cara = "tautan_sekali"`, semantics R47): somebody without an account takes one step, once.
//!
//! The link belongs to one stay of one token: when the token leaves, by whomever, the link is over. It is derived like
//! the tracking link, so that the officers of the case can hand it over again, and the database alone gives it to nobody.

use super::{Acting, ActionForm, contact, send_key};
use crate::Desk;
use crate::ledger::{Extra, Loaded, Wish};
use crate::messages::holding_unit;
use crate::queries::Offered;
use crate::refusal::{DeskRefusal, Desked};
use crate::sealer::Sealer;
use cases::doors::{MESSAGE_TOPIC, MessageTo};
use cases::{CaseEvent, Command, Fact, offers};
use definition::model::{By, Personal, humanise};
use definition::{Answers, Definition};
use kernel::{Actor, CaseNumber, Lang, Token};
use serde_json::json;
use std::sync::Arc;
use store::{Outgoing, Statement, StoreError, values};

/// What a one-time link shows: what the step needs, never who is behind the application beyond that.
#[derive(Clone, Debug)]
pub struct Once {
    /// Number of the case.
    pub number: CaseNumber,
    /// Its definition.
    pub definition: Arc<Definition>,
    /// The step; its token stands there as long as [`Once::open`].
    pub step: String,
    /// Who is asked, for people.
    pub asked: String,
    /// Answers without specific personal data (no NIK).
    pub answers: Answers,
    /// What can be answered.
    pub offered: Vec<Offered>,
    /// Whether the link still works.
    pub open: bool,
}

/// A link that the officers of a case can hand over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnceLink {
    /// The step.
    pub step: String,
    /// Its name.
    pub step_name: String,
    /// Who is asked, for people.
    pub asked: String,
    /// The address.
    pub link: String,
}

impl Desk {
    /// Rows that let the links of the steps that were entered be found.
    pub(crate) fn once_rows(&self, definition: &Definition, id: &str, facts: &[Fact]) -> Vec<Statement> {
        let entered = facts.iter().flat_map(|fact| match &fact.event {
            CaseEvent::Entered(entered) => vec![(entered.token, &entered.step)],
            CaseEvent::Migrated(migrated) => migrated.tokens.iter().map(|one| (one.token, &one.step)).collect(),
            _ => Vec::new(),
        });
        let entered = entered.filter(|(_, step)| is_once(definition, step)).map(|(token, _)| token);
        let rows = entered.map(|token| {
            Statement::new(
                "INSERT INTO desk_links (region, hash, case_id, token) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                values![self.region(), self.once_token(id, token).hash(), id, i64::from(token)],
            )
        });
        rows.collect()
    }

    fn once_link(&self, id: &str, token: u32) -> String {
        format!("{}/t/{}", self.0.parts.public_url, self.once_token(id, token).secret())
    }

    /// The links that are open now.
    pub(crate) fn once_links(&self, loaded: &Loaded) -> Vec<OnceLink> {
        let tokens = loaded.case.tokens.iter().filter(|token| is_once(&loaded.definition, &token.step));
        let links = tokens.map(|token| OnceLink {
            step: token.step.clone(),
            step_name: step_name(&loaded.definition, &token.step),
            asked: self.asked(loaded, &token.step),
            link: self.once_link(&loaded.id, token.id),
        });
        links.collect()
    }

    /// Who is asked at a step: the title's name in the unit that holds it.
    pub(crate) fn asked(&self, loaded: &Loaded, step: &str) -> String {
        let stay = loaded.case.stays.iter().rev().find(|stay| stay.step == step);
        let unit = stay.map(|stay| stay.unit.as_str()).unwrap_or_default();
        match loaded.definition.steps.get(step).map(|step| &step.by) {
            Some(By::Office(office)) => self.agencies().title_name(&office.title, unit),
            _ => String::new(),
        }
    }

    async fn once_row(&self, secret: &str) -> Desked<(String, u32)> {
        let token = Token::parse(secret).ok_or(DeskRefusal::NoSuchLink)?;
        let sql = "SELECT case_id, token FROM desk_links WHERE region = $1 AND hash = $2";
        let row = self.store().row(sql, &values![self.region(), token.hash()]).await?.ok_or(DeskRefusal::NoSuchLink)?;
        Ok((row.string(0)?, u32::try_from(row.int(1)?).unwrap_or(0)))
    }

    /// What a link opens.
    ///
    /// # Errors
    /// There is no such link, or the store failed.
    pub async fn once(&self, secret: &str) -> Desked<Once> {
        let (id, token) = self.once_row(secret).await?;
        let loaded = self.load(&id).await?;
        let number = CaseNumber::parse(&loaded.facts.number).map_err(|_| DeskRefusal::NoSuchLink)?;
        let there = loaded.case.tokens.iter().find(|one| one.id == token);
        let step = match there {
            Some(there) => there.step.clone(),
            None => loaded
                .case
                .stays
                .iter()
                .find(|stay| stay.token == token)
                .map(|stay| stay.step.clone())
                .unwrap_or_default(),
        };
        let open = there.is_some() && loaded.case.ended.is_none();
        let mut answers = loaded.answers.clone();
        let fields = &loaded.definition.fields;
        answers
            .values
            .retain(|field, _| fields.get(field).is_some_and(|field| field.personal != Some(Personal::Specific)));
        Ok(Once {
            number,
            asked: self.asked(&loaded, &step),
            answers: if open { answers } else { Answers::new() },
            offered: if open { self.once_offers(&loaded, &step) } else { Vec::new() },
            definition: Arc::clone(&loaded.definition),
            step,
            open,
        })
    }

    fn once_offers(&self, loaded: &Loaded, step: &str) -> Vec<Offered> {
        let calendar = self.calendar();
        let context = self.context(&loaded.definition, &loaded.answers, &calendar);
        let all = offers(&context, &loaded.case, &Actor::Resident).into_iter();
        all.filter(|offer| offer.step == step).filter_map(|offer| Offered::of(&loaded.definition, offer)).collect()
    }

    /// The step is taken by link.
    ///
    /// # Errors
    /// There is no such link, it is over, or the engine refuses.
    pub async fn act_by_link(&self, secret: &str, form_key: &str, mut form: ActionForm) -> Desked<()> {
        let (id, token) = self.once_row(secret).await?;
        let taken = self.take_case_draft(&form.filled.draft, &id, "tautan").await?;
        let send = send_key(form_key, &json!([id, token, form.digested()]));
        if self.sent_before(send.as_ref()).await? {
            return Ok(());
        }
        let stands = self.load_closed(&id).await?.case.tokens.into_iter().find(|one| one.id == token);
        form.step = Some(stands.ok_or(DeskRefusal::LinkOver)?.step);
        let done = self.act_on(&id, |loaded, sealer| {
            if !loaded.case.tokens.iter().any(|one| one.id == token) {
                return Err(DeskRefusal::LinkOver.into());
            }
            let (act, reason, brings) = form.command(self, loaded, &taken, sealer)?;
            let statements = taken.statements(self.region(), &id, self.now());
            let extra = Extra { statements, reason, brings, send: send.clone(), ..Extra::default() };
            Ok(Wish { command: Command::Act(Box::new(act)), actor: Actor::Resident, extra, at: None })
        });
        done.await.map(drop)
    }

    /// Sends the link to a phone number, and notes that it was sent; the number itself is kept sealed with the message.
    ///
    /// # Errors
    /// No such link is open, the number cannot be read, or it is not this officer's case.
    pub async fn send_link(&self, number: &CaseNumber, acting: &Acting, step: &str, phone: &str) -> Desked<()> {
        let phone = contact::phone(phone)?.ok_or(DeskRefusal::BadContact)?;
        let id = self.id_of(number).await?;
        let send = send_key(&acting.form_key, &json!([number, "tautan", step, phone]));
        if self.sent_before(send.as_ref()).await? {
            return Ok(());
        }
        let done = self.act_on(&id, |loaded, sealer| {
            let capacity = self.speaks_at(loaded, &acting.officer, None)?;
            let links = self.once_links(loaded);
            let link = links.iter().find(|link| link.step == step).ok_or(DeskRefusal::LinkOver)?;
            let note = self.0.texts.filled(
                Lang::Id,
                "catatan-tautan-dikirim",
                &[("langkah", &link.step_name), ("akhiran", &ending(&phone))],
            );
            let outbox = vec![self.link_order(loaded, link, &phone, sealer)?];
            let text = Some(sealer.seal(&note)?);
            let extra = Extra { outbox, send: send.clone(), ..Extra::default() };
            let actor = super::verbs::officer(&acting.officer, capacity);
            Ok(Wish { command: Command::Note { text }, actor, extra, at: None })
        });
        done.await.map(drop)
    }

    fn link_order(
        &self,
        loaded: &Loaded,
        link: &OnceLink,
        phone: &str,
        sealer: &mut Sealer<'_>,
    ) -> Result<Outgoing, StoreError> {
        let words = self.0.texts.filled(
            Lang::Id,
            "pesan-tautan-sekali",
            &[("layanan", &loaded.definition.name), ("langkah", &link.step_name), ("tautan", &link.link)],
        );
        let version = loaded.version + 1;
        let once = format!("{}/{version}/{LINK_KEY}", loaded.id);
        let to = MessageTo::Person { hidden: false, name: None, phone: Some(sealer.seal(phone)?), email: None };
        let payload = json!({
            "once": once, "case": loaded.id, "number": loaded.facts.number, "order": version, "key": LINK_KEY,
            "to": to, "lang": Lang::Id, "person": sealer.person_id(), "text": sealer.seal(&words)?,
            "unit": holding_unit(&loaded.case),
        });
        Ok(Outgoing { topic: MESSAGE_TOPIC.to_owned(), once_key: once, payload, due_at: self.now() })
    }
}

const LINK_KEY: &str = "mesin:tautan_sekali";

/// The last four digits: enough to know which number it was.
fn ending(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().rev().take(4).collect();
    digits.into_iter().rev().collect()
}

fn is_once(definition: &Definition, step: &str) -> bool {
    definition.steps.get(step).is_some_and(|step| step.one_time_link)
}

fn step_name(definition: &Definition, step: &str) -> String {
    definition.steps.get(step).map_or_else(|| humanise(step), |step| step.name.clone())
}

#[cfg(test)]
mod tests {
    #[test]
    fn of_a_phone_number_only_the_last_digits_are_noted() {
        assert_eq!(super::ending("+6281234567890"), "7890");
        assert_eq!(super::ending("12"), "12");
    }
}
