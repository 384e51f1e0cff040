//! The link of a saved form, sent to the phone or address that its writer typed: a message without a case.

use super::Begun;
use crate::Desk;
use crate::commands::contact;
use crate::drafts::hashed;
use crate::refusal::{DeskRefusal, Desked};
use cases::doors::{MESSAGE_TOPIC, MessageOrder, MessageTo};
use kernel::Lang;
use store::{Commit, Outgoing, StoreError};
use web::Words;

/// Recipients are told apart by this keyed hash, never by what was typed.
const PURPOSE: &str = "lanjut-kirim";

/// Where the link of a form can be sent: what its writer typed, as far as there is a way out to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Phone number, `+62…`.
    pub phone: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
}

impl Reach {
    /// Whether nobody can be reached.
    pub const fn is_nobody(&self) -> bool {
        self.phone.is_none() && self.email.is_none()
    }

    /// What was typed, for a page that only its writer sees.
    pub fn typed(&self) -> impl Iterator<Item = &str> {
        self.phone.iter().chain(&self.email).map(String::as_str)
    }
}

impl Desk {
    /// Whom the link of this form can reach. What was typed wrongly reaches nobody.
    pub fn reach_of(&self, begun: &Begun) -> Reach {
        let ways = self.0.parts.deliveries.ways();
        Reach {
            phone: contact::phone(begun.typed("_hp")).ok().flatten().filter(|_| ways.phone),
            email: contact::email(begun.typed("_surel")).ok().flatten().filter(|_| ways.email),
        }
    }

    /// A name for each recipient by which tries are counted; nothing can be read from it.
    pub fn counted_as(&self, reach: &Reach) -> Vec<String> {
        reach.typed().map(|typed| self.0.vault.search_hash(PURPOSE, typed)).collect()
    }

    /// Orders the link, once for a form and its recipient; the caller counts tries before it asks.
    ///
    /// # Errors
    /// Nobody can be reached, the form is gone, or the store failed.
    pub async fn send_begun(&self, begun: &Begun, lang: Lang) -> Desked<()> {
        let reach = self.reach_of(begun);
        if reach.is_nobody() {
            return Err(DeskRefusal::BadContact.into());
        }
        let draft = hashed(&begun.handle);
        let (person, _) = self.draft_person(&draft).await?.ok_or(DeskRefusal::DraftGone)?;
        let (now, mut statements) = (self.now(), Vec::new());
        let mut seal = |text: &str| {
            let (reference, keep) = self.0.vault.seal(&person, text, now, self.chance())?;
            statements.push(keep);
            Ok::<_, StoreError>(reference)
        };
        let to = MessageTo::Person {
            hidden: true,
            name: None,
            phone: reach.phone.as_deref().map(&mut seal).transpose()?,
            email: reach.email.as_deref().map(&mut seal).transpose()?,
        };
        let text = seal(&self.link_text(begun, lang))?;
        let case = format!("draft/{draft}");
        let order = MessageOrder {
            once: format!("{case}/{}", self.counted_as(&reach).join("/")),
            case,
            number: None,
            order: 0,
            key: "mesin:lanjutkan".to_owned(),
            to,
            lang,
            person: person.id().to_owned(),
            text,
            unit: String::new(),
            until: None,
        };
        let payload = serde_json::to_value(&order).map_err(|error| StoreError::Damaged(error.to_string()))?;
        let outgoing = Outgoing { topic: MESSAGE_TOPIC.to_owned(), once_key: order.once, payload, due_at: now };
        let commit = Commit { outbox: vec![outgoing], ..Commit::of_statements(self.region(), statements) };
        self.store().commit(commit, now).await?;
        Ok(())
    }

    fn link_text(&self, begun: &Begun, lang: Lang) -> String {
        let running = self.catalogue().service(&begun.service);
        let service = running.map_or_else(|| begun.service.clone(), |running| running.name.clone());
        let until = Words { lang, zone: self.zone() }.date_of(begun.until);
        let link = format!("{}/lanjut/{}", self.0.parts.public_url, begun.handle.secret());
        self.0.texts.filled(lang, "pesan-lanjutkan", &[("layanan", &service), ("tanggal", &until), ("tautan", &link)])
    }
}
