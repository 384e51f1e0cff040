//! Whole rupiah.

use serde::{Deserialize, Serialize};
use std::fmt;

/// An amount in whole rupiah.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rupiah(pub i64);

impl fmt::Display for Rupiah {
    /// Written as people read it: `Rp1.250.000`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}Rp{}", crate::text::grouped(self.0.unsigned_abs()))
    }
}

#[cfg(test)]
mod tests {
    use super::Rupiah;

    #[test]
    fn rupiah_are_grouped_by_points() {
        assert_eq!(Rupiah(1_250_000).to_string(), "Rp1.250.000");
        assert_eq!(Rupiah(-900).to_string(), "-Rp900");
    }
}
