//! The proof that a source vouches for values: keyed with the region's key, bound to service, fields, values, source and day.

use crate::Desk;
use definition::origin::Inquiry;
use definition::{Answers, Definition};
use serde_json::json;

/// Last part of the name of its hidden field: `nik.asal`.
pub(super) const PROOF: &str = "asal";
/// A saved form may wait for weeks; what a register said of it is asked again after these.
const DAYS: i64 = 7;
/// Hexadecimal digits of a claim: 128 bits.
const DIGITS: usize = 32;

impl Desk {
    /// A proof for these fields: `nik:20786:9f…`, one claim after the other. The claim of the key speaks for all that was
    /// compared; each field that was filled in has its own, so that correcting one leaves the others.
    pub(super) fn proof<'a>(
        &self,
        definition: &Definition,
        inquiry: &Inquiry<'_>,
        fields: impl Iterator<Item = &'a str>,
        known: &Answers,
    ) -> String {
        let day = self.day();
        let claims = fields.filter_map(|id| {
            let claim = self.claim(definition, inquiry, (id, day), known)?;
            Some(format!("{id}:{day}:{claim}"))
        });
        claims.collect::<Vec<_>>().join(" ")
    }

    /// The fields that the proof holds for, with the values as they are now.
    pub(super) fn proven<'a>(
        &self,
        definition: &Definition,
        inquiry: &Inquiry<'a>,
        proof: &str,
        known: &Answers,
    ) -> Vec<&'a str> {
        let claims = proof.split(' ').filter_map(|claim| {
            let (field, rest) = claim.split_once(':')?;
            let (day, tag) = rest.split_once(':')?;
            let day: i64 = day.parse().ok()?;
            let id = inquiry.fields().find(|id| *id == field)?;
            let fresh = self.day().checked_sub(day).is_some_and(|age| (0..=DAYS).contains(&age));
            let own = self.claim(definition, inquiry, (id, day), known).filter(|_| fresh)?;
            self.is_same(&own, tag).then_some(id)
        });
        let mut held = Vec::new();
        for id in claims {
            if id == inquiry.key {
                held.extend(inquiry.together());
            } else if inquiry.filled.contains(&id) {
                held.push(id);
            }
        }
        held
    }

    /// What only this region can write for these values. `None` where one of them is unknown.
    fn claim(
        &self,
        definition: &Definition,
        inquiry: &Inquiry<'_>,
        (field, day): (&str, i64),
        known: &Answers,
    ) -> Option<String> {
        let spoken: Vec<&str> =
            if field == inquiry.key { inquiry.together().collect() } else { vec![inquiry.key, field] };
        let values = spoken.into_iter().map(|id| known.get(id).map(|value| json!([id, value])));
        let values = values.collect::<Option<Vec<_>>>()?;
        let said = json!([definition.id, inquiry.source, inquiry.key, field, day, values]).to_string();
        let mut claim = self.0.vault.search_hash("proof of a source", &said);
        claim.truncate(DIGITS);
        Some(claim)
    }

    /// Compared as hashes, so that the time it takes tells nothing.
    fn is_same(&self, own: &str, given: &str) -> bool {
        let hash = |text: &str| self.0.vault.search_hash("compared proofs", text);
        hash(own) == hash(given)
    }

    fn day(&self) -> i64 {
        self.now().seconds().div_euclid(86_400)
    }
}
