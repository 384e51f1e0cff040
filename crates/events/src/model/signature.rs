//! Standard Webhooks 1.0: what is signed, with which keys, and how the header looks (standards/exchange.md 4).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::Instant;
use kernel::ids::Chance;
use ring::hmac;
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use serde::{Deserialize, Serialize};

/// Bytes of a fresh secret.
const SECRET: usize = 32;
/// Seconds for which the key before still signs along.
pub const OVERLAP: i64 = 24 * 3600;

/// With what deliveries are signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scheme {
    /// `v1`: HMAC-SHA256 with the secret of the subscription.
    #[default]
    V1,
    /// `v1a`: Ed25519 with the key of the installation.
    V1a,
    /// Both in one header.
    Both,
}

impl Scheme {
    /// Every scheme, in the order of the form.
    pub const ALL: [Self; 3] = [Self::V1, Self::V1a, Self::Both];

    /// The word in tables, forms and JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::V1 => "v1",
            Self::V1a => "v1a",
            Self::Both => "both",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scheme| scheme.word() == word)
    }

    /// Whether the secret of the subscription signs.
    pub const fn shared(self) -> bool {
        matches!(self, Self::V1 | Self::Both)
    }

    /// Whether the key of the installation signs.
    pub const fn public(self) -> bool {
        matches!(self, Self::V1a | Self::Both)
    }
}

/// The secret of a subscription. Never shown by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Vec<u8>);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    /// A fresh one.
    pub fn new(chance: &dyn Chance) -> Self {
        let mut bytes = vec![0; SECRET];
        chance.fill(&mut bytes);
        Self(bytes)
    }

    /// Reads `whsec_…` with 24 to 64 bytes.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = STANDARD.decode(text.strip_prefix("whsec_")?).ok()?;
        (24..=64).contains(&bytes.len()).then_some(Self(bytes))
    }

    /// `whsec_…`: for the one page that shows it, and for sealing.
    pub fn text(&self) -> String {
        format!("whsec_{}", STANDARD.encode(&self.0))
    }

    fn sign(&self, signed: &[u8]) -> String {
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &self.0), signed);
        format!("v1,{}", STANDARD.encode(tag.as_ref()))
    }
}

/// The key pair of the installation.
pub struct Pair(Ed25519KeyPair);

impl std::fmt::Debug for Pair {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pair({})", self.public())
    }
}

impl Pair {
    /// The pair of a seed of 32 bytes; none where it is no seed.
    pub fn of_seed(seed: &[u8]) -> Option<Self> {
        Ed25519KeyPair::from_seed_unchecked(seed).ok().map(Self)
    }

    /// `whpk_…`.
    pub fn public(&self) -> String {
        format!("whpk_{}", STANDARD.encode(self.0.public_key().as_ref()))
    }

    fn sign(&self, signed: &[u8]) -> String {
        format!("v1a,{}", STANDARD.encode(self.0.sign(signed).as_ref()))
    }
}

/// The keys that sign for a subscription now: the newest first, then those that still sign along.
#[derive(Debug, Default)]
pub struct Keys {
    /// Secrets of the subscription.
    pub secrets: Vec<Secret>,
    /// Pairs of the installation.
    pub pairs: Vec<Pair>,
}

impl Keys {
    /// The three headers of one attempt.
    pub fn headers(&self, id: &str, now: Instant, body: &[u8]) -> Vec<(String, String)> {
        let stamp = now.seconds().to_string();
        let mut signed = format!("{id}.{stamp}.").into_bytes();
        signed.extend_from_slice(body);
        let shared = self.secrets.iter().map(|secret| secret.sign(&signed));
        let public = self.pairs.iter().map(|pair| pair.sign(&signed));
        let signature: Vec<String> = shared.chain(public).collect();
        vec![
            ("webhook-id".to_owned(), id.to_owned()),
            ("webhook-timestamp".to_owned(), stamp),
            ("webhook-signature".to_owned(), signature.join(" ")),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ring::signature::{ED25519, UnparsedPublicKey};

    fn secret() -> Secret {
        Secret::parse("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX").unwrap()
    }

    #[test]
    fn the_test_vector_of_the_standard_is_met() {
        let keys = Keys { secrets: vec![secret()], pairs: Vec::new() };
        let headers = keys.headers("msg_1", Instant::from_seconds(1_700_000_000), b"{\"a\":1}");
        let signature = "v1,YOREwC5BRUvI4ezImQEgEteB7JbPr/Iy2YCZe049/5g=";
        assert_eq!(headers[2], ("webhook-signature".to_owned(), signature.to_owned()));
        assert_eq!(headers[1].1, "1700000000");
    }

    #[test]
    fn while_a_key_is_changed_both_sign_and_the_newest_stands_first() {
        let chance = kernel::ids::SystemChance::new();
        let keys = Keys {
            secrets: vec![Secret::new(&chance), secret()],
            pairs: vec![Pair::of_seed(&[1; 32]).unwrap(), Pair::of_seed(&[2; 32]).unwrap()],
        };
        let headers = keys.headers("msg_1", Instant::from_seconds(1_700_000_000), b"{\"a\":1}");
        let parts: Vec<&str> = headers[2].1.split(' ').collect();
        assert_eq!(parts.len(), 4);
        assert!(parts[0].starts_with("v1,") && parts[2].starts_with("v1a,") && parts[3].starts_with("v1a,"));
        assert_eq!(parts[1], "v1,YOREwC5BRUvI4ezImQEgEteB7JbPr/Iy2YCZe049/5g=");
    }

    #[test]
    fn the_public_key_verifies_what_the_pair_signed() {
        let pair = Pair::of_seed(&[7; 32]).unwrap();
        let public = STANDARD.decode(pair.public().strip_prefix("whpk_").unwrap()).unwrap();
        let headers = Keys { secrets: Vec::new(), pairs: vec![pair] }.headers("a", Instant::from_seconds(5), b"x");
        let signature = STANDARD.decode(headers[2].1.strip_prefix("v1a,").unwrap()).unwrap();
        assert!(UnparsedPublicKey::new(&ED25519, &public).verify(b"a.5.x", &signature).is_ok());
        assert!(UnparsedPublicKey::new(&ED25519, &public).verify(b"a.6.x", &signature).is_err());
    }

    #[test]
    fn a_secret_has_its_length_and_does_not_show_itself() {
        assert_eq!(Secret::parse(&secret().text()), Some(secret()));
        for wrong in ["", "whsec_", "whsec_AAECAwQF", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYX", "whsec_???"] {
            assert_eq!(Secret::parse(wrong), None, "{wrong}");
        }
        assert_eq!(format!("{:?}", secret()), "Secret(…)");
    }
}
