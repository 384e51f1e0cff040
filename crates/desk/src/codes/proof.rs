//! The proof that a contact was verified in this browser a short while ago: keyed with the region's key, bound to the
//! contact and to a time. It proves nothing about another number, and nothing later.

use super::Way;
use crate::Desk;
use definition::Definition;
use serde_json::json;

/// Seconds for which a browser needs no second code for the same contact.
const LASTS: i64 = 3600;
/// Hexadecimal digits of a tag: 128 bits.
const DIGITS: usize = 32;

impl Desk {
    /// A proof for this contact from now on: `1771…-9f…`.
    fn contact_proof(&self, way: Way, contact: &str) -> String {
        let until = self.now().plus_seconds(LASTS).seconds();
        format!("{until}-{}", self.tag(way, contact, until))
    }

    /// The same for what was typed into the form of this service, where it has anything to be proved.
    pub(crate) fn proof_of(&self, definition: &Definition, phone: &str, email: &str) -> Option<String> {
        let way = self.proves(definition)?;
        let contact = way.read(phone, email).ok().flatten()?;
        Some(self.contact_proof(way, &contact))
    }

    /// Whether one of these proofs holds for the contact now.
    pub(super) fn is_proved(&self, way: Way, contact: &str, proofs: &[String]) -> bool {
        let now = self.now().seconds();
        proofs.iter().any(|proof| {
            let Some((until, tag)) = proof.split_once('-') else { return false };
            let until = until.parse::<i64>().ok().filter(|until| (now..=now.saturating_add(LASTS)).contains(until));
            until.is_some_and(|until| self.is_alike(&self.tag(way, contact, until), tag))
        })
    }

    fn tag(&self, way: Way, contact: &str, until: i64) -> String {
        let mut tag = self.0.vault.search_hash("proof of a contact", &json!([way.word(), contact, until]).to_string());
        tag.truncate(DIGITS);
        tag
    }

    /// Compared as hashes, so that the time it takes tells nothing.
    pub(super) fn is_alike(&self, own: &str, given: &str) -> bool {
        let hash = |text: &str| self.0.vault.search_hash("compared proofs", text);
        hash(own) == hash(given)
    }
}
