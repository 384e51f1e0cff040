//! The key of a service's version: `dinas-kesehatan/simpus/pasien/v1`, part of addresses, so nothing in it needs escaping.

use std::fmt;

/// A key whose parts were looked at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The agency: `dinas-kesehatan`, `kecamatan-35.17.01`.
    pub unit: String,
    /// The application: `simpus`.
    pub application: String,
    /// The service: `pasien`.
    pub service: String,
    /// 1, 2, 3 …
    pub version: u16,
}

const LONGEST: usize = 64;

impl Key {
    /// Parts as they come from a form; `None` where one of them could not stand in an address as it is.
    pub fn new(unit: &str, application: &str, service: &str, version: u16) -> Option<Self> {
        let fits = is_unit(unit) && is_slug(application) && is_slug(service) && (1..=999).contains(&version);
        fits.then(|| Self {
            unit: unit.to_owned(),
            application: application.to_owned(),
            service: service.to_owned(),
            version,
        })
    }

    /// Reads what `Display` writes; nothing else: no other case, no leading zero, no escape, no part too many.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('/');
        let (unit, application, service) = (parts.next()?, parts.next()?, parts.next()?);
        let version = parts.next()?.strip_prefix('v').filter(|digits| !digits.starts_with(['0', '+']))?;
        let version = version.parse().ok().filter(|_| parts.next().is_none())?;
        Self::new(unit, application, service, version)
    }

    /// The same service in its next version.
    #[must_use]
    pub fn next(&self) -> Self {
        Self { version: self.version.saturating_add(1), ..self.clone() }
    }

    /// The service without its version, with a slash at the end.
    pub fn family(&self) -> String {
        format!("{}/{}/{}/", self.unit, self.application, self.service)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}/v{}", self.unit, self.application, self.service, self.version)
    }
}

/// Small letters, digits and single hyphens within.
pub fn is_slug(text: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=LONGEST).contains(&text.len())
        && text.bytes().all(known)
        && !text.starts_with('-')
        && !text.ends_with('-')
        && !text.contains("--")
}

/// A slug whose parts may be joined by single dots, as codes of villages are.
fn is_unit(text: &str) -> bool {
    text.len() <= LONGEST && text.split('.').all(is_slug)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_key_is_read_as_it_is_written() {
        let key = Key::new("kecamatan-35.17.01", "simpus", "data-pasien", 12).unwrap();
        assert_eq!(key.to_string(), "kecamatan-35.17.01/simpus/data-pasien/v12");
        assert_eq!(Key::parse(&key.to_string()), Some(key.clone()));
        assert_eq!(key.next().to_string(), "kecamatan-35.17.01/simpus/data-pasien/v13");
    }

    #[test]
    fn tricks_with_paths_are_no_keys() {
        for wrong in [
            "a/b/c",
            "a/b/c/v1/",
            "a/b/c/v0",
            "a/b/c/v01",
            "a/b/c/v+1",
            "a/b/c/v1000",
            "a/../c/v1",
            "../b/c/v1",
            "a/b%2fc/d/v1",
            "a/b//v1",
            "A/b/c/v1",
            "a/b/c/V1",
            "a/b/ç/v1",
            "a/b/с/v1",
            "a/b\\c/d/v1",
            "a/b/c/v1\0",
            "a/b c/d/v1",
            "a..b/b/c/v1",
            "-a/b/c/v1",
            "a/b-/c/v1",
            "a/b/c?x/v1",
            "a/b/c/v１",
        ] {
            assert_eq!(Key::parse(wrong), None, "{wrong:?}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_read_is_written_back_the_same(text in "[a-z0-9./v%-]{0,40}") {
            if let Some(key) = Key::parse(&text) {
                prop_assert_eq!(key.to_string(), text);
            }
        }
    }
}
