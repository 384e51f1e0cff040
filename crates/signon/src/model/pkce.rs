//! Proof Key for Code Exchange (RFC 7636), S256 alone: whoever began a sign-on ends it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest;

/// Whether this can be a challenge: SHA-256 in base64url.
pub fn is_challenge(text: &str) -> bool {
    text.len() == 43 && URL_SAFE_NO_PAD.decode(text).is_ok_and(|bytes| bytes.len() == 32)
}

/// Whether the verifier is the one of which the challenge was made.
pub fn holds(challenge: &str, verifier: &str) -> bool {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    if !(43..=128).contains(&verifier.len()) || !verifier.bytes().all(unreserved) {
        return false;
    }
    let made = URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, verifier.as_bytes()));
    // The challenge was public in the first address: how long comparing it takes tells nothing.
    made == challenge
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7636, appendix B.
    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    #[test]
    fn the_example_of_the_rfc_holds() {
        assert!(is_challenge(CHALLENGE) && holds(CHALLENGE, VERIFIER));
    }

    #[test]
    fn the_challenge_itself_and_short_or_odd_verifiers_do_not() {
        assert!(!holds(CHALLENGE, CHALLENGE));
        let odd = format!("{VERIFIER} ");
        for wrong in ["", "pendek", odd.as_str(), &VERIFIER[..42], &"a".repeat(129)] {
            assert!(!holds(CHALLENGE, wrong), "{wrong}");
        }
        for wrong in ["", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-c", &"=".repeat(43)] {
            assert!(!is_challenge(wrong), "{wrong}");
        }
    }
}
