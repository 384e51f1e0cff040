//! Canonical JSON and Ed25519 signatures (RFC 8032) over it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ring::digest::{SHA256, digest};
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use serde_json::Value;
use std::fmt::Write as _;

/// A public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PublicKey([u8; 32]);

/// The key of a region, both halves.
pub struct SecretKey(Ed25519KeyPair);

impl std::fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SecretKey({})", self.public())
    }
}

impl PublicKey {
    /// Reads 32 bytes in base64.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: Vec<u8> = BASE64.decode(text.trim()).ok()?;
        Some(Self(bytes.try_into().ok()?))
    }

    /// What people compare aloud: the first 16 bytes of its SHA-256 in groups of four digits.
    pub fn fingerprint(&self) -> String {
        let hash = kernel::ids::hex(digest(&SHA256, &self.0).as_ref());
        let groups: Vec<&str> = (0..8).filter_map(|group| hash.get(group * 4..group * 4 + 4)).collect();
        groups.join(" ")
    }

    /// Whether `signature` (base64) was made over `text` with the other half.
    pub fn verifies(&self, text: &str, signature: &str) -> bool {
        let Ok(signature) = BASE64.decode(signature) else {
            return false;
        };
        UnparsedPublicKey::new(&ED25519, self.0).verify(text.as_bytes(), &signature).is_ok()
    }
}

impl std::fmt::Display for PublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&BASE64.encode(self.0))
    }
}

impl SecretKey {
    /// The key that grows from 32 unpredictable bytes; `None` never happens with 32 bytes.
    pub fn of_seed(seed: &[u8; 32]) -> Option<Self> {
        Ed25519KeyPair::from_seed_unchecked(seed).ok().map(Self)
    }

    /// The half that may be shown.
    pub fn public(&self) -> PublicKey {
        let mut bytes = [0; 32];
        bytes.iter_mut().zip(self.0.public_key().as_ref()).for_each(|(to, from)| *to = *from);
        PublicKey(bytes)
    }

    /// The signature over a text, in base64.
    pub fn sign(&self, text: &str) -> String {
        BASE64.encode(self.0.sign(text.as_bytes()).as_ref())
    }
}

/// SHA-256 in lower-case hex.
pub fn sha256(bytes: &[u8]) -> String {
    kernel::ids::hex(digest(&SHA256, bytes).as_ref())
}

/// JSON in its one form: keys in the order of their bytes, no blanks, whole numbers only. `None` where a number is no whole one.
pub fn canonical(value: &Value) -> Option<String> {
    let mut out = String::new();
    put(value, &mut out)?;
    Some(out)
}

fn put(value: &Value, out: &mut String) -> Option<()> {
    match value {
        Value::Number(number) if !number.is_i64() => return None,
        Value::Object(object) => {
            let mut keys: Vec<&String> = object.keys().collect();
            keys.sort_unstable();
            out.push('{');
            for (at, key) in keys.into_iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                let _ = write!(out, "{}:", Value::String(key.clone()));
                put(object.get(key)?, out)?;
            }
            out.push('}');
        }
        Value::Array(parts) => {
            out.push('[');
            for (at, part) in parts.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                put(part, out)?;
            }
            out.push(']');
        }
        // Writing to a String cannot fail.
        plain => drop(write!(out, "{plain}")),
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn one_value_has_one_form_whatever_the_order_of_its_keys() {
        let one: Value = serde_json::from_str(r#"{ "b": [1, "é\n"], "a": {"d": null, "c": true} }"#).unwrap();
        assert_eq!(canonical(&one).unwrap(), r#"{"a":{"c":true,"d":null},"b":[1,"é\n"]}"#);
        assert_eq!(canonical(&json!({ "a": 1.5 })), None, "a fraction has many forms");
    }

    #[test]
    fn a_signature_holds_for_its_text_and_key_only() {
        let (one, other) = (SecretKey::of_seed(&[1; 32]).unwrap(), SecretKey::of_seed(&[2; 32]).unwrap());
        let signature = one.sign("teks");
        assert!(one.public().verifies("teks", &signature));
        assert!(!one.public().verifies("Teks", &signature) && !other.public().verifies("teks", &signature));
        assert!(!one.public().verifies("teks", "bukan base64!"));
    }

    #[test]
    fn a_key_is_read_back_as_it_is_shown_and_its_fingerprint_has_eight_groups() {
        let key = SecretKey::of_seed(&[3; 32]).unwrap().public();
        assert_eq!(PublicKey::parse(&format!(" {key}\n")), Some(key));
        assert_eq!(key.fingerprint().split(' ').count(), 8);
        assert_eq!(PublicKey::parse("AAAA"), None);
    }
}
