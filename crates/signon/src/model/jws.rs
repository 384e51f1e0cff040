//! ID tokens, logout hints and logout tokens as signed JSON (RFC 7515, RFC 7518): one algorithm, ES256, made and checked by `ring`. There
//! is nothing to choose, so there is nothing to confuse: a token that says `none`, `HS256` or anything else is none
//! (docs/adr/0077).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest;
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _, UnparsedPublicKey,
};
use serde_json::{Map, Value, json};

/// The only algorithm.
pub const ALGORITHM: &str = "ES256";
/// Longest token that is looked at.
const LONGEST: usize = 8 * 1024;

/// Why a token is not believed; the words are for tests and logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadToken {
    /// Not three parts of base64url with JSON in them, or too long.
    Form,
    /// Signed in another way than ours.
    Algorithm,
    /// Made with a key that is not, or no longer, ours.
    Key,
    /// The signature is another one's.
    Signature,
}

/// The public half of a signing key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    /// Its thumbprint (RFC 7638): the same key always has the same name.
    pub kid: String,
    /// The point, uncompressed: `04 || x || y`.
    point: Vec<u8>,
}

impl PublicKey {
    /// Reads the point as it is kept.
    pub fn read(text: &str) -> Option<Self> {
        let point = URL_SAFE_NO_PAD.decode(text).ok().filter(|point| point.len() == 65 && point.first() == Some(&4))?;
        let half = |from: usize| point.get(from..from + 32).map(|half| URL_SAFE_NO_PAD.encode(half));
        let (x, y) = (half(1)?, half(33)?);
        let canonical = format!("{{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"{x}\",\"y\":\"{y}\"}}");
        let kid = URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, canonical.as_bytes()));
        Some(Self { kid, point })
    }

    /// The text that [`PublicKey::read`] reads.
    pub fn written(&self) -> String {
        URL_SAFE_NO_PAD.encode(&self.point)
    }

    /// As it stands in the published set (RFC 7517).
    pub fn jwk(&self) -> Value {
        let half = |from: usize| URL_SAFE_NO_PAD.encode(self.point.get(from..from + 32).unwrap_or_default());
        json!({
            "kty": "EC", "crv": "P-256", "x": half(1), "y": half(33), "kid": self.kid, "alg": ALGORITHM, "use": "sig",
        })
    }
}

/// A whole signing key.
pub struct SigningKey {
    /// Its public half.
    pub public: PublicKey,
    pair: EcdsaKeyPair,
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SigningKey({}, …)", self.public.kid)
    }
}

impl SigningKey {
    /// A new key, as text to be sealed. A curve key cannot be drawn from the house's own source of chance: `ring` makes
    /// keys of the machine's randomness only.
    pub fn new_secret() -> Option<String> {
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new()).ok()?;
        Some(URL_SAFE_NO_PAD.encode(made.as_ref()))
    }

    /// Opens what [`SigningKey::new_secret`] made.
    pub fn open(secret: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(secret).ok()?;
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &bytes, &SystemRandom::new()).ok()?;
        let public = PublicKey::read(&URL_SAFE_NO_PAD.encode(pair.public_key().as_ref()))?;
        Some(Self { public, pair })
    }

    /// Signs claims; `kind` is the type in the head, for example `JWT`.
    pub fn sign(&self, kind: &str, claims: &Value) -> Option<String> {
        let head = json!({ "alg": ALGORITHM, "kid": self.public.kid, "typ": kind });
        let body = format!("{}.{}", encoded(&head), encoded(claims));
        let signature = self.pair.sign(&SystemRandom::new(), body.as_bytes()).ok()?;
        Some(format!("{body}.{}", URL_SAFE_NO_PAD.encode(signature.as_ref())))
    }
}

fn encoded(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

/// The claims of a token that one of these keys signed. Whether it is still good for anything, its caller decides.
///
/// # Errors
/// Not ours.
pub fn verify(token: &str, keys: &[PublicKey]) -> Result<Map<String, Value>, BadToken> {
    if token.len() > LONGEST {
        return Err(BadToken::Form);
    }
    let (body, signature) = token.rsplit_once('.').ok_or(BadToken::Form)?;
    let (head, claims) = body.split_once('.').ok_or(BadToken::Form)?;
    let head = object(head)?;
    if head.get("alg").and_then(Value::as_str) != Some(ALGORITHM) || head.contains_key("crit") {
        return Err(BadToken::Algorithm);
    }
    let kid = head.get("kid").and_then(Value::as_str).ok_or(BadToken::Key)?;
    // Keys that a token brings along (`jwk`, `jku`, `x5c`) are never looked at.
    let key = keys.iter().find(|key| key.kid == kid).ok_or(BadToken::Key)?;
    let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| BadToken::Form)?;
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, &key.point)
        .verify(body.as_bytes(), &signature)
        .map_err(|_| BadToken::Signature)?;
    object(claims)
}

fn object(part: &str) -> Result<Map<String, Value>, BadToken> {
    let bytes = URL_SAFE_NO_PAD.decode(part).map_err(|_| BadToken::Form)?;
    serde_json::from_slice(&bytes).map_err(|_| BadToken::Form)
}

/// `at_hash` (OpenID Connect Core 3.1.3.6): the left half of the hash of the access token.
pub fn half_hash(token: &str) -> String {
    let hash = digest::digest(&digest::SHA256, token.as_bytes());
    URL_SAFE_NO_PAD.encode(hash.as_ref().get(..16).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn key() -> SigningKey {
        SigningKey::open(&SigningKey::new_secret().unwrap()).unwrap()
    }

    fn with_head(token: &str, head: &Value) -> String {
        let rest = token.split_once('.').unwrap().1;
        format!("{}.{rest}", encoded(head))
    }

    #[test]
    fn what_a_key_signed_its_public_half_believes_and_no_other() {
        let (own, other) = (key(), key());
        let token = own.sign("JWT", &json!({ "sub": "a" })).unwrap();
        let claims = verify(&token, std::slice::from_ref(&own.public)).unwrap();
        assert_eq!(claims.get("sub").and_then(Value::as_str), Some("a"));
        assert_eq!(verify(&token, std::slice::from_ref(&other.public)), Err(BadToken::Key));
        let read = PublicKey::read(&own.public.written()).unwrap();
        assert_eq!(read, own.public);
    }

    #[test]
    fn no_algorithm_but_ours_is_believed_whatever_the_head_says() {
        let own = key();
        let keys = [own.public.clone()];
        let token = own.sign("JWT", &json!({ "sub": "a" })).unwrap();
        for algorithm in ["none", "None", "HS256", "RS256", "ES384", ""] {
            let head = json!({ "alg": algorithm, "kid": own.public.kid });
            assert_eq!(verify(&with_head(&token, &head), &keys), Err(BadToken::Algorithm), "{algorithm}");
        }
        let unsigned = format!("{}.", with_head(&token, &json!({ "alg": "none" })).rsplit_once('.').unwrap().0);
        assert_eq!(verify(&unsigned, &keys), Err(BadToken::Algorithm));
        let confused = ring::hmac::sign(&ring::hmac::Key::new(ring::hmac::HMAC_SHA256, &own.public.point), b"x");
        let head = json!({ "alg": "ES256", "kid": own.public.kid });
        let body = with_head(&token, &head);
        let forged = format!("{}.{}", body.rsplit_once('.').unwrap().0, URL_SAFE_NO_PAD.encode(confused.as_ref()));
        assert_eq!(verify(&forged, &keys), Err(BadToken::Signature));
    }

    #[test]
    fn a_key_that_a_token_brings_along_is_not_looked_at() {
        let (own, foreign) = (key(), key());
        let token = foreign.sign("JWT", &json!({ "sub": "a" })).unwrap();
        let head = json!({ "alg": "ES256", "kid": own.public.kid, "jwk": foreign.public.jwk() });
        assert_eq!(verify(&with_head(&token, &head), std::slice::from_ref(&own.public)), Err(BadToken::Signature));
        let critical = json!({ "alg": "ES256", "kid": own.public.kid, "crit": ["b64"], "b64": false });
        assert_eq!(verify(&with_head(&token, &critical), &[own.public]), Err(BadToken::Algorithm));
    }

    proptest! {
        #[test]
        fn no_text_is_believed_that_was_not_signed(text in "[A-Za-z0-9_.-]{0,200}") {
            let own = key();
            prop_assert!(verify(&text, &[own.public]).is_err());
        }
    }
}
