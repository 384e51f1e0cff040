//! Ids and numbers that people read aloud.

use ring::rand::SecureRandom;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Where chance comes from. Rooms hold one; tests seed theirs.
pub trait Chance: Send + Sync {
    /// Fills `bytes` with unpredictable bytes.
    fn fill(&self, bytes: &mut [u8]);
}

/// The operating system's randomness; wired only by the binary.
#[derive(Debug)]
pub struct SystemChance(ring::rand::SystemRandom);

impl Default for SystemChance {
    fn default() -> Self {
        Self::new()
    }
}

impl SystemChance {
    /// A source backed by the operating system.
    pub fn new() -> Self {
        Self(ring::rand::SystemRandom::new())
    }
}

impl Chance for SystemChance {
    /// Aborts the process if the operating system has no randomness: predictable secrets would be worse.
    fn fill(&self, bytes: &mut [u8]) {
        if self.0.fill(bytes).is_err() {
            std::process::abort();
        }
    }
}

/// A sortable 128-bit id (UUID version 7, RFC 9562), made in Rust, the same on both databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Id(uuid::Uuid);

impl Id {
    /// A new id for something that came to be at `now`.
    pub fn new(now: crate::Instant, chance: &dyn Chance) -> Self {
        Self::at_millis(now.seconds() * 1000, chance)
    }

    /// A new id for something that came to be at this millisecond ([`crate::Clock::millis`]): ids sort by it.
    pub fn at_millis(millis: i64, chance: &dyn Chance) -> Self {
        let mut random = [0; 10];
        chance.fill(&mut random);
        let millis = u64::try_from(millis.max(0)).unwrap_or(0);
        Self(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }

    /// Reads the hyphenated form.
    pub fn parse(text: &str) -> Option<Self> {
        uuid::Uuid::try_parse(text).ok().map(Self)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

/// The public number of a case: `PGD-2026-000123-7`, the last digit a check digit (ISO/IEC 7064 MOD 97-10
/// would need two; this is Luhn mod 10 over letters as A=10 … Z=35, which finds every single slip and most swaps).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CaseNumber(String);

impl CaseNumber {
    /// The number drawn as `count` from the series of `prefix` (three letters) in `year`.
    pub fn new(prefix: &str, year: i16, count: u64) -> Self {
        let body = format!("{prefix}-{year:04}-{count:06}");
        let check = check_digit(&body);
        Self(format!("{body}-{check}"))
    }

    /// Reads what a person typed: any case, spaces or hyphens or none; wrong check digits are refused.
    ///
    /// # Errors
    /// Not of the form, or the check digit does not fit.
    pub fn parse(text: &str) -> Result<Self, BadNumber> {
        let plain: String = text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
        let letters = plain.chars().take_while(char::is_ascii_alphabetic).count();
        let digits = plain.len() - letters;
        let (Some(prefix), Some(rest)) = (plain.get(..letters), plain.get(letters..)) else {
            return Err(BadNumber::Form);
        };
        if letters != 3 || digits < 11 || !rest.bytes().all(|b| b.is_ascii_digit()) {
            return Err(BadNumber::Form);
        }
        let (Some(year), Some(count)) = (rest.get(..4), rest.get(4..digits - 1)) else {
            return Err(BadNumber::Form);
        };
        let body = format!("{prefix}-{year}-{count}");
        if rest.ends_with(check_digit(&body)) {
            Ok(Self(format!("{body}-{}", check_digit(&body))))
        } else {
            Err(BadNumber::Check)
        }
    }

    /// As written on the receipt.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a text is no case number.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum BadNumber {
    /// Not letters, year, count and check digit.
    #[error("nomor laporan berbentuk PGD-2026-000123-7")]
    Form,
    /// One digit is wrong.
    #[error("ada angka yang keliru pada nomor laporan")]
    Check,
}

fn check_digit(body: &str) -> char {
    let digits = body
        .chars()
        .filter_map(|c| c.to_digit(36))
        .flat_map(|value| if value > 9 { vec![value / 10, value % 10] } else { vec![value] });
    let digits: Vec<u32> = digits.collect();
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            if place % 2 == 0 {
                let twice = digit * 2;
                twice / 10 + twice % 10
            } else {
                *digit
            }
        })
        .sum();
    char::from_digit((10 - sum % 10) % 10, 10).unwrap_or('0')
}

/// Letters that are not mistaken for each other when read aloud or off a receipt (32 of them, 5 bits each).
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

fn letters(count: usize, chance: &dyn Chance) -> String {
    let mut bytes = vec![0; count];
    chance.fill(&mut bytes);
    bytes.iter().map(|byte| char::from(*ALPHABET.get(usize::from(byte % 32)).unwrap_or(&b'2'))).collect()
}

/// The secret that opens a tracking page: 9 letters, 45 bits, `ABC-DEF-GHJ`.
#[derive(Clone, PartialEq, Eq)]
pub struct TrackingCode(String);

impl TrackingCode {
    /// A fresh code.
    pub fn new(chance: &dyn Chance) -> Self {
        Self(letters(9, chance))
    }

    /// Reads what a person typed, with or without hyphens, any case.
    pub fn parse(text: &str) -> Option<Self> {
        let plain: String = text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
        (plain.len() == 9 && plain.bytes().all(|b| ALPHABET.contains(&b))).then_some(Self(plain))
    }

    /// The nine letters without hyphens; for hashing, never for logs.
    pub fn secret(&self) -> &str {
        &self.0
    }

    /// As printed: `ABC-DEF-GHJ`.
    pub fn printed(&self) -> String {
        let part = |from: usize| self.0.get(from..from + 3).unwrap_or_default();
        format!("{}-{}-{}", part(0), part(3), part(6))
    }
}

impl fmt::Debug for TrackingCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TrackingCode(…)")
    }
}

/// A 128-bit secret in links (`/l/{token}`) and cookies, as 26 letters; stored only as a hash.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A fresh token of 130 bits.
    pub fn new(chance: &dyn Chance) -> Self {
        Self(letters(26, chance))
    }

    /// Reads a token from an address or cookie.
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() == 26 && text.bytes().all(|b| ALPHABET.contains(&b))).then(|| Self(text.to_owned()))
    }

    /// The text; for links and cookies, never for logs.
    pub fn secret(&self) -> &str {
        &self.0
    }

    /// SHA-256 of the secret, lower-case hex: what the database keeps.
    pub fn hash(&self) -> String {
        hash_secret(&self.0)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// SHA-256 of a secret with at least 40 bits of chance, lower-case hex.
pub fn hash_secret(secret: &str) -> String {
    hex(ring::digest::digest(&ring::digest::SHA256, secret.as_bytes()).as_ref())
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        out.extend([byte >> 4, byte & 15].into_iter().filter_map(|nibble| char::from_digit(u32::from(nibble), 16)));
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_however_it_is_typed() {
        let number = CaseNumber::new("PGD", 2026, 123);
        let typed = number.as_str().to_lowercase().replace('-', " ");
        assert_eq!(CaseNumber::parse(&typed).unwrap(), number);
        assert_eq!(CaseNumber::parse(&number.as_str().replace('-', "")).unwrap(), number);
    }

    #[test]
    fn every_single_wrong_digit_is_found() {
        let number = CaseNumber::new("PGD", 2026, 123).as_str().to_owned();
        for (place, old) in number.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
            for new in ('0'..='9').filter(|new| *new != old) {
                let mut wrong = number.clone();
                wrong.replace_range(place..=place, &new.to_string());
                assert_eq!(CaseNumber::parse(&wrong), Err(BadNumber::Check), "{wrong}");
            }
        }
    }

    #[test]
    fn a_text_of_another_form_is_no_number() {
        for text in ["", "PGD", "PGD-2026", "2026-000123-7", "PGDX-2026-000123-7", "PGD-2026-00x123-7"] {
            assert_eq!(CaseNumber::parse(text), Err(BadNumber::Form), "{text}");
        }
    }

    #[test]
    fn secrets_do_not_show_in_debug_output() {
        let chance = SystemChance::new();
        let token = Token::new(&chance);
        assert_eq!(format!("{token:?} {:?}", TrackingCode::new(&chance)), "Token(…) TrackingCode(…)");
        assert_eq!(token.hash().len(), 64);
    }

    #[test]
    fn a_code_is_read_with_or_without_hyphens() {
        let code = TrackingCode::new(&SystemChance::new());
        assert_eq!(TrackingCode::parse(&code.printed().to_lowercase()), Some(code.clone()));
        assert_eq!(TrackingCode::parse("ABC"), None);
        assert_eq!(TrackingCode::parse("ABCDEFGH1"), None, "1 is no letter of the alphabet");
    }
}
