//! What the QR code proves without a connection: the few public words of a letter, signed with the region's key
//! (Ed25519, RFC 8032). Written behind `#` so that no server ever sees it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};

/// Before everything else, so that this signature can stand for nothing but a letter.
const PURPOSE: &str = "gapura-surat-1";

/// The public words of a letter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Code of the region.
    pub region: String,
    /// Register number.
    pub number: String,
    /// Name of the service.
    pub service: String,
    /// Name of the issuing unit.
    pub issuer: String,
    /// Date of the letter, `2027-03-05`.
    pub dated: String,
    /// Last day, or empty.
    pub until: String,
}

impl Words {
    fn line(&self) -> String {
        let words = [&self.region, &self.number, &self.service, &self.issuer, &self.dated, &self.until];
        words.map(|word| word.replace(['\n', '\r'], " ")).join("\n")
    }
}

/// The region's key for letters, from 32 secret bytes.
pub struct Key(Ed25519KeyPair);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Key({})", self.public())
    }
}

impl Key {
    /// The key that grows from these 32 bytes; `None` for another length.
    pub fn from_seed(seed: &[u8]) -> Option<Self> {
        Ed25519KeyPair::from_seed_unchecked(seed).ok().map(Self)
    }

    /// The public half, base64url.
    pub fn public(&self) -> String {
        BASE64.encode(self.0.public_key().as_ref())
    }

    /// `WORDS.SIGNATURE`, both base64url.
    pub fn sign(&self, words: &Words) -> String {
        let line = words.line();
        let signature = self.0.sign(message(&line).as_bytes());
        format!("{}.{}", BASE64.encode(line), BASE64.encode(signature.as_ref()))
    }

    /// The words of a digest that this key signed; `None` for everything else.
    pub fn check(&self, digest: &str) -> Option<Words> {
        check(self.0.public_key().as_ref(), digest)
    }
}

fn message(line: &str) -> String {
    format!("{PURPOSE}\n{line}")
}

fn check(public: &[u8], digest: &str) -> Option<Words> {
    let (line, signature) = digest.trim().split_once('.')?;
    let line = String::from_utf8(BASE64.decode(line).ok()?).ok()?;
    let signature = BASE64.decode(signature).ok()?;
    UnparsedPublicKey::new(&ED25519, public).verify(message(&line).as_bytes(), &signature).ok()?;
    let mut words = line.split('\n').map(str::to_owned);
    let mut next = || words.next();
    let read =
        Words { region: next()?, number: next()?, service: next()?, issuer: next()?, dated: next()?, until: next()? };
    words.next().is_none().then_some(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Words {
        Words {
            region: "35.17".into(),
            number: "470/001/DUKCAPIL/2027".into(),
            service: "Surat keterangan domisili".into(),
            issuer: "Dinas Kependudukan".into(),
            dated: "2027-03-05".into(),
            until: "2027-09-05".into(),
        }
    }

    fn key() -> Key {
        Key::from_seed(&[7; 32]).unwrap()
    }

    #[test]
    fn a_digest_gives_its_words_back() {
        assert_eq!(key().check(&key().sign(&words())), Some(words()));
    }

    #[test]
    fn a_digest_with_another_number_is_refused() {
        let signed = key().sign(&words());
        let (_, signature) = signed.split_once('.').unwrap();
        let forged = Words { number: "470/002/DUKCAPIL/2027".into(), ..words() };
        assert_eq!(key().check(&format!("{}.{signature}", BASE64.encode(forged.line()))), None);
    }

    #[test]
    fn the_key_of_another_region_does_not_fit() {
        let stranger = Key::from_seed(&[8; 32]).unwrap();
        assert_eq!(key().check(&stranger.sign(&words())), None);
    }

    #[test]
    fn what_is_no_digest_is_refused() {
        for text in ["", ".", "a.b", "https://contoh.go.id/surat/ABC"] {
            assert_eq!(key().check(text), None, "{text}");
        }
    }

    #[test]
    fn a_line_break_in_a_name_cannot_move_the_words() {
        let tricky = Words { service: "Surat\n2099-01-01".into(), ..words() };
        assert_eq!(key().check(&key().sign(&tricky)).unwrap().number, words().number);
    }

    #[test]
    fn a_digest_fits_into_a_printed_code() {
        assert!(key().sign(&words()).len() < 260, "{}", key().sign(&words()).len());
    }
}
