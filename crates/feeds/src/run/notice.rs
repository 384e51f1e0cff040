//! The owner is told of a run that rejected rows or did not come to a good end, once for each change of that.

use super::Ran;
use crate::feeds::Feeds;
use crate::pages::LOCALE;
use crate::refusal::Refused;
use crate::standing::Lease;
use cases::doors::{MESSAGE_TOPIC, MessageOrder, MessageTo};
use kernel::{Lang, Role};
use store::{Outgoing, Statement};
use web::Catalogue;

impl Feeds {
    /// What was told, as a digest, and the message, where it differs from what was told before.
    pub(super) fn notice(
        &self,
        lease: &Lease,
        ran: &Ran,
        statements: &mut Vec<Statement>,
    ) -> Result<(String, Vec<Outgoing>), Refused> {
        let told = digest(ran);
        if told.is_empty() || told == lease.standing.told {
            return Ok((told, Vec::new()));
        }
        let failed = |error: &dyn std::fmt::Display| Refused::Failed(error.to_string());
        let (feed, now) = (&lease.feed, self.now());
        let texts = Catalogue::new(LOCALE, &[]).map_err(|error| failed(&error))?;
        let key = match ran.outcome {
            "baik" => "umpan-pesan-tolakan",
            "menunggu" => "umpan-pesan-menunggu",
            _ => "umpan-pesan-gagal",
        };
        let address = format!("{}/umpan/{}", self.deps().public_url, feed.id);
        let text = texts.filled(
            Lang::Id,
            key,
            &[("umpan", &feed.name), ("jumlah", &ran.counts.rejected), ("alamat", &address)],
        );
        let (person, new) = self.vault().new_person(now, self.chance())?;
        let (text, sealed) = self.vault().seal(&person, &text, now, self.chance())?;
        statements.extend([new, sealed]);
        let once = format!("feed/{}/{}", feed.id, ran.run);
        let order = MessageOrder {
            once: once.clone(),
            case: format!("feed/{}", feed.id),
            number: None,
            order: ran.run,
            key: "mesin:umpan".to_owned(),
            to: MessageTo::Staff { unit: feed.unit.clone(), role: Role::Liaison },
            lang: Lang::Id,
            person: person.id().to_owned(),
            text,
            unit: feed.unit.clone(),
            until: None,
        };
        let payload = serde_json::to_value(&order).map_err(|error| failed(&error))?;
        Ok((told, vec![Outgoing { topic: MESSAGE_TOPIC.to_owned(), once_key: once, payload, due_at: now }]))
    }
}

/// Empty where there is nothing to tell; the same as long as the same is wrong.
fn digest(ran: &Ran) -> String {
    if ran.outcome == "baik" && ran.counts.rejected == 0 {
        return String::new();
    }
    let mut all = format!("{}\n", ran.outcome);
    if ran.outcome != "baik" {
        all.push_str(&ran.notes.join("\n"));
    }
    for one in &ran.rejects {
        all.push_str(&format!("\n{} {} {}", one.column, one.bad.code(), one.shown));
    }
    kernel::ids::hash_secret(&all)
}
