//! The owner is told by another channel when a subscription stops: the agency's liaison, by e-mail where one is known.

use crate::pages::LOCALE;
use crate::refusal::Refused;
use crate::room::Events;
use crate::subscription::Subscription;
use cases::doors::{MESSAGE_TOPIC, MessageOrder, MessageTo};
use kernel::{Instant, Lang, Role};
use store::{Outgoing, Statement};
use web::Catalogue;

impl Events {
    /// The message that a subscription stopped; its text is sealed by what is added to `statements`.
    pub(crate) fn stopped(
        &self,
        one: &Subscription,
        why: &str,
        now: Instant,
        statements: &mut Vec<Statement>,
    ) -> Result<Vec<Outgoing>, Refused> {
        let failed = |error: &dyn std::fmt::Display| Refused::Failed(error.to_string());
        let texts = Catalogue::new(LOCALE, &[]).map_err(|error| failed(&error))?;
        let key = match why {
            "dicabut" => "peristiwa-pesan-dicabut",
            "ditolak" => "peristiwa-pesan-ditolak",
            _ => "peristiwa-pesan-berhenti",
        };
        let address = format!("{}/langganan/{}", self.deps().public_url, one.id);
        let text = texts.filled(Lang::Id, key, &[("aplikasi", &one.application), ("alamat", &address)]);
        let (person, new) = self.vault().new_person(now, self.chance())?;
        let (text, sealed) = self.vault().seal(&person, &text, now, self.chance())?;
        statements.extend([new, sealed]);
        let once = format!("events/{}/{}", one.id, now.seconds());
        let order = MessageOrder {
            once: once.clone(),
            case: format!("events/{}", one.id),
            number: None,
            order: now.seconds(),
            key: "mesin:langganan".to_owned(),
            to: MessageTo::Staff { unit: one.unit.clone(), role: Role::Liaison },
            lang: Lang::Id,
            person: person.id().to_owned(),
            text,
            unit: one.unit.clone(),
            until: None,
        };
        let payload = serde_json::to_value(&order).map_err(|error| failed(&error))?;
        Ok(vec![Outgoing { topic: MESSAGE_TOPIC.to_owned(), once_key: once, payload, due_at: now }])
    }
}
