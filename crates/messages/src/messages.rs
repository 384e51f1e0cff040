//! The room's door inwards: one of these per region, shared by worker, pages and other rooms.

use crate::channel::http::Caller;
use crate::channel::mail::Mailer;
use cases::doors::{Answer, Deliveries, Delivery, DeliveryState, Notices, Staff, Ways};
use kernel::OfficerId;
use kernel::ids::Chance;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use store::{DRAWN, Store, StoreError, values};
use web::outgoing::Breaker;

/// The ways out that the operator configured; with none every message goes to the call list.
#[derive(Debug, Default)]
pub struct Channels {
    /// SMS or WhatsApp.
    pub gateway: Option<Caller>,
    /// E-mail.
    pub mail: Option<Mailer>,
}

/// What the room needs.
#[derive(Clone)]
pub struct Deps {
    /// Region code, for example `35.17`.
    pub region: String,
    /// The ledger.
    pub store: Store,
    /// Where chance comes from.
    pub chance: Arc<dyn Chance>,
    /// Who holds a role in a unit.
    pub staff: Arc<dyn Staff>,
    /// The ways out.
    pub channels: Arc<Channels>,
}

/// Messages of one region. Cheap to clone.
#[derive(Clone)]
pub struct Messages(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub deps: Deps,
    pub gateway: Mutex<Breaker>,
    pub mail: Mutex<Breaker>,
}

impl std::fmt::Debug for Messages {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Messages({})", self.0.deps.region)
    }
}

impl Messages {
    /// Makes the room.
    pub fn new(deps: Deps) -> Self {
        Self(Arc::new(Inner { deps, gateway: Mutex::default(), mail: Mutex::default() }))
    }

    pub(crate) fn region(&self) -> &str {
        &self.0.deps.region
    }

    pub(crate) fn store(&self) -> &Store {
        &self.0.deps.store
    }

    pub(crate) fn channels(&self) -> &Channels {
        &self.0.deps.channels
    }

    /// The texts behind references with the number in the place where it was not yet drawn.
    pub(crate) async fn open(&self, references: &[(&str, &str)]) -> Result<HashMap<String, String>, StoreError> {
        let ids: Vec<&str> = references.iter().map(|(id, _)| *id).collect();
        let mut texts = self.store().open_sealed(self.region(), &ids).await?;
        for (id, number) in references {
            if let Some(text) = texts.get_mut(*id)
                && text.contains(DRAWN)
            {
                *text = text.replace(DRAWN, number);
            }
        }
        Ok(texts)
    }

    async fn read_case(&self, case: &str) -> Result<Vec<Delivery>, StoreError> {
        let sql = "SELECT message, channel, state, since_at, reason, text_ref, number FROM messages_deliveries
                   WHERE region = $1 AND case_id = $2 ORDER BY place, id LIMIT 500";
        let rows = self.store().rows(sql, &values![self.region(), case]).await?;
        let references =
            rows.iter().map(|row| Ok((row.text(5)?, row.text(6)?))).collect::<Result<Vec<_>, StoreError>>()?;
        let texts = self.open(&references).await?;
        rows.iter()
            .map(|row| {
                Ok(Delivery {
                    key: row.string(0)?,
                    channel: row.string(1)?,
                    state: state(row.text(2)?),
                    at: row.instant(3)?,
                    reason: row.string(4)?,
                    text: texts.get(row.text(5)?).map(|text| without_key(text)),
                })
            })
            .collect()
    }
}

/// A message as officers may see it: the link in it opens the case as its reporter, so its key is left out.
pub(crate) fn without_key(text: &str) -> String {
    let mut parts = text.split("/l/");
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let key = part.chars().take_while(char::is_ascii_alphanumeric).count();
        shown.push_str("/l/");
        shown.push_str(if key == KEY_LETTERS { "…" } else { part.get(..key).unwrap_or_default() });
        shown.push_str(part.get(key..).unwrap_or_default());
    }
    shown
}

/// Letters of a `kernel::Token`.
const KEY_LETTERS: usize = 26;

/// The word of a state in the table.
pub(crate) const fn word(state: DeliveryState) -> &'static str {
    match state {
        DeliveryState::Queued => "queued",
        DeliveryState::Sent => "sent",
        DeliveryState::Failed => "failed",
        DeliveryState::NoChannel => "no_channel",
        DeliveryState::Called => "called",
    }
}

fn state(word: &str) -> DeliveryState {
    match word {
        "queued" => DeliveryState::Queued,
        "sent" => DeliveryState::Sent,
        "no_channel" => DeliveryState::NoChannel,
        "called" => DeliveryState::Called,
        _ => DeliveryState::Failed,
    }
}

impl Deliveries for Messages {
    fn ways(&self) -> Ways {
        let channels = self.channels();
        Ways { phone: channels.gateway.is_some(), email: channels.mail.is_some() }
    }

    fn of_case<'a>(&'a self, case: &'a str) -> Answer<'a, Vec<Delivery>> {
        Box::pin(async move {
            self.read_case(case).await.unwrap_or_else(|error| {
                tracing::error!(%error, "the messages of a case could not be read");
                Vec::new()
            })
        })
    }
}

impl Notices for Messages {
    fn unread<'a>(&'a self, officer: &'a OfficerId) -> Answer<'a, u32> {
        Box::pin(async move {
            let sql = "SELECT COUNT(*) FROM messages_notices WHERE region = $1 AND officer = $2 AND seen_at IS NULL";
            let row = self.store().row(sql, &values![self.region(), &officer.0]).await.ok().flatten();
            row.and_then(|row| row.int(0).ok()).and_then(|count| u32::try_from(count).ok()).unwrap_or(0)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::without_key;

    #[test]
    fn the_key_of_a_link_is_not_shown_to_officers() {
        let text = "Lacak: https://a.go.id/l/XPCH8PZVYRDSSW6RLNYPZ45NX7. Terima kasih.";
        assert_eq!(without_key(text), "Lacak: https://a.go.id/l/…. Terima kasih.");
    }

    #[test]
    fn other_texts_stay_as_they_are() {
        for text in ["", "Laporan diterima", "https://a.go.id/lacak/PGD-2026-000014-0", "/l/singkat"] {
            assert_eq!(without_key(text), text);
        }
    }
}
