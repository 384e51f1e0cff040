//! Codes of provinces, regencies, districts and villages (Kepmendagri 300.2.2-2138/2025).

use serde::{Deserialize, Serialize};
use std::fmt;

/// A dotted area code: `35`, `35.17`, `35.17.01` or `35.17.01.2001`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AreaCode(String);

/// A text that is no area code.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` bukan kode wilayah, contoh 35.17 atau 35.17.01.2001")]
pub struct BadAreaCode(pub String);

/// How deep a code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AreaLevel {
    /// Two digits.
    Province,
    /// Kabupaten or kota.
    Regency,
    /// Kecamatan.
    District,
    /// Desa, kelurahan or desa adat.
    Village,
}

impl AreaCode {
    /// Reads a dotted code.
    ///
    /// # Errors
    /// The text is not 2, 2.2, 2.2.2 or 2.2.2.4 digits.
    pub fn parse(text: &str) -> Result<Self, BadAreaCode> {
        let widths = [2, 2, 2, 4];
        let parts: Vec<&str> = text.split('.').collect();
        let fits = parts.len() <= 4
            && parts
                .iter()
                .zip(widths)
                .all(|(part, width)| part.len() == width && part.bytes().all(|b| b.is_ascii_digit()));
        if fits { Ok(Self(text.to_owned())) } else { Err(BadAreaCode(text.to_owned())) }
    }

    /// The code as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the code points at.
    pub fn level(&self) -> AreaLevel {
        match self.0.len() {
            0..=2 => AreaLevel::Province,
            3..=5 => AreaLevel::Regency,
            6..=8 => AreaLevel::District,
            _ => AreaLevel::Village,
        }
    }

    /// The code cut to the regency, for example `35.17` (itself if it is shorter).
    #[must_use]
    pub fn regency(&self) -> Self {
        self.cut(5)
    }

    /// The code cut to the district, for example `35.17.01` (itself if it is shorter).
    #[must_use]
    pub fn district(&self) -> Self {
        self.cut(8)
    }

    fn cut(&self, length: usize) -> Self {
        Self(self.0.get(..length).unwrap_or(&self.0).to_owned())
    }

    /// Whether `other` lies in this area (an area lies in itself).
    pub fn contains(&self, other: &Self) -> bool {
        other.0 == self.0 || other.0.strip_prefix(&self.0).is_some_and(|rest| rest.starts_with('.'))
    }
}

impl fmt::Display for AreaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for AreaCode {
    type Error = BadAreaCode;
    fn try_from(text: String) -> Result<Self, BadAreaCode> {
        Self::parse(&text)
    }
}

impl From<AreaCode> for String {
    fn from(code: AreaCode) -> Self {
        code.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_village_knows_its_district_and_regency() {
        let village = AreaCode::parse("35.17.01.2001").unwrap();
        assert_eq!(village.district().as_str(), "35.17.01");
        assert_eq!(village.regency().as_str(), "35.17");
        assert_eq!(village.level(), AreaLevel::Village);
        assert!(village.regency().contains(&village));
    }

    #[test]
    fn a_code_of_another_shape_is_refused() {
        for text in ["", "3", "35.1", "35.17.1", "35.17.01.201", "35.17.01.2001.1", "ab.cd", "35 17"] {
            assert!(AreaCode::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_regency_does_not_contain_its_namesake_prefix() {
        let area = |text| AreaCode::parse(text).unwrap();
        assert!(!area("35").contains(&area("36.01")));
        assert!(area("35").contains(&area("35.78")));
    }
}
