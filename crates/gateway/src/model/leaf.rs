//! The record of a call as the ledger keeps it for good: compact, in one fixed order, without a value of the call.
//!
//! The text is what a Merkle tree will take as an entry (RFC 6962, C2SP tlog-tiles): whoever holds it computes the same
//! hash for ever. So it is kept as text inside the event and never written anew.

use ring::digest::{Context, SHA256};
use serde::ser::{SerializeTuple as _, Serializer};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The present form.
pub const VERSION: u8 = 1;

/// What of a call the record tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Beginning and end in one: the answer left after it.
    Whole,
    /// A long answer began to leave; its end is a record of its own.
    Begun,
    /// The last piece of a long answer.
    Ended,
}

/// How strictly the call was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Durable before the answer left.
    Strict,
    /// Within a second after it.
    Relaxed,
    /// A sample answer for a key that tries things out; recorded strictly.
    Sandbox,
}

impl Mode {
    /// As it stands in rows.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Strict => "strict",
            Self::Relaxed => "relaxed",
            Self::Sandbox => "sandbox",
        }
    }
}

/// Names of the fields in the order of an entry, for whoever reads one.
pub const FIELDS: [&str; 23] = [
    "v", "id", "at", "phase", "mode", "client", "application", "asker", "grant", "purpose", "service", "owner", "provider",
    "method", "template", "status", "code", "sent", "got", "sent_hash", "got_hash", "took", "upstream",
];

/// A record: a list whose fields stand in this order for ever; a change is a new version. Names would be most of its bytes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Leaf<'a> {
    /// Version of this form.
    pub v: u8,
    /// Id of the call (`X-Gapura-Request-Id`).
    #[serde(borrow)]
    pub id: Cow<'a, str>,
    /// When it came in, milliseconds since 1970 in UTC.
    pub at: i64,
    /// What of it this tells.
    pub phase: Phase,
    /// How strictly.
    pub mode: Mode,
    /// Key of the program that called.
    pub client: Cow<'a, str>,
    /// The application that it is.
    pub application: Cow<'a, str>,
    /// The agency that answers for it.
    pub asker: Cow<'a, str>,
    /// The grant under which it called; empty for samples and where there was none.
    pub grant: Cow<'a, str>,
    /// For what.
    pub purpose: Cow<'a, str>,
    /// `dinas-kesehatan/simpus/pasien/v1`.
    pub service: Cow<'a, str>,
    /// The agency that owns it.
    pub owner: Cow<'a, str>,
    /// The application that answers.
    pub provider: Cow<'a, str>,
    /// `GET` …
    pub method: Cow<'a, str>,
    /// The template of the path, never its values; empty where none fitted.
    pub template: Cow<'a, str>,
    /// HTTP status that the caller got.
    pub status: u16,
    /// Why it was refused or failed: a stable code; empty where it went well.
    pub code: Cow<'a, str>,
    /// Bytes of the request's body that were passed on.
    pub sent: u64,
    /// Bytes of the answer's body.
    pub got: u64,
    /// SHA-256 over the first half of the salt and the request's body, lower-case hex.
    pub sent_hash: Cow<'a, str>,
    /// SHA-256 over the second half of the salt and the answer's body as the caller got it; empty where it had not ended.
    pub got_hash: Cow<'a, str>,
    /// Microseconds from the request's head to this record.
    pub took: i64,
    /// Of these, spent waiting for the upstream.
    pub upstream: i64,
}

impl Serialize for Leaf<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_tuple(FIELDS.len())?;
        list.serialize_element(&self.v)?;
        list.serialize_element(&self.id)?;
        list.serialize_element(&self.at)?;
        list.serialize_element(&self.phase)?;
        list.serialize_element(&self.mode)?;
        for text in [&self.client, &self.application, &self.asker, &self.grant, &self.purpose] {
            list.serialize_element(text)?;
        }
        for text in [&self.service, &self.owner, &self.provider, &self.method, &self.template] {
            list.serialize_element(text)?;
        }
        list.serialize_element(&self.status)?;
        list.serialize_element(&self.code)?;
        list.serialize_element(&self.sent)?;
        list.serialize_element(&self.got)?;
        list.serialize_element(&self.sent_hash)?;
        list.serialize_element(&self.got_hash)?;
        list.serialize_element(&self.took)?;
        list.serialize_element(&self.upstream)?;
        list.end()
    }
}

impl Leaf<'_> {
    /// The entry: a JSON list without spaces, the fields in the order above.
    ///
    /// # Errors
    /// Never for texts and numbers.
    pub fn text(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// Whether the service's side failed: what the owner has to look at.
    pub fn failed(&self) -> bool {
        self.status >= 500
    }

    /// Whether the caller was refused.
    pub fn refused(&self) -> bool {
        (400..500).contains(&self.status)
    }
}

/// Hash of an entry as a leaf of the tree (RFC 6962 section 2.1): SHA-256 over a zero byte and the entry.
pub fn leaf_hash(entry: &str) -> String {
    let mut context = Context::new(&SHA256);
    context.update(&[0]);
    context.update(entry.as_bytes());
    kernel::ids::hex(context.finish().as_ref())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf() -> Leaf<'static> {
        Leaf {
            v: VERSION,
            id: "018f0000-0000-7000-8000-000000000001".into(),
            at: 1_803_866_400_123,
            phase: Phase::Whole,
            mode: Mode::Strict,
            client: "klien-1".into(),
            application: "e-rapor".into(),
            asker: "dinas-pendidikan".into(),
            grant: "izin-1".into(),
            purpose: "ALD-2027-000001-4".into(),
            service: "dinas-kesehatan/simpus/pasien/v1".into(),
            owner: "dinas-kesehatan".into(),
            provider: "simpus".into(),
            method: "GET".into(),
            template: "/pasien/{nik}".into(),
            status: 200,
            code: "".into(),
            sent: 0,
            got: 12,
            sent_hash: "aa".into(),
            got_hash: "bb".into(),
            took: 900,
            upstream: 700,
        }
    }

    #[test]
    fn the_form_of_a_record_is_fixed_to_the_letter() {
        let text = leaf().text().unwrap();
        assert_eq!(
            text,
            "[1,\"018f0000-0000-7000-8000-000000000001\",1803866400123,\"whole\",\"strict\",\"klien-1\",\"e-rapor\",\
             \"dinas-pendidikan\",\"izin-1\",\"ALD-2027-000001-4\",\"dinas-kesehatan/simpus/pasien/v1\",\"dinas-kesehatan\",\
             \"simpus\",\"GET\",\"/pasien/{nik}\",200,\"\",0,12,\"aa\",\"bb\",900,700]"
        );
        let again: Leaf<'_> = serde_json::from_str(&text).unwrap();
        assert_eq!(again, leaf());
    }

    #[test]
    fn a_leaf_hash_is_that_of_rfc_6962() {
        // The vector of seven entries in the exchange reference: the root of a tree of one entry is its leaf hash.
        assert_eq!(leaf_hash("entry-0"), "40766b2033429026f53d54502679a839706b4741f8dcaf3a8bba5f41b5ffe075");
    }
}
