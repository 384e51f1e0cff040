//! The money of a step: by quarter or by month, in whole rupiah.

use serde::{Deserialize, Serialize};

/// What a cell of money says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadMoney {
    /// No amount in whole rupiah.
    None,
    /// `1.250`: 1250 rupiah, or 1,25 of a million.
    Ambiguous,
}

/// Most rupiah of one cell.
const MOST: i64 = 1_000_000_000_000_000;

/// An amount from 0 in whole rupiah: `250000000`, `250.000.000`, `Rp 250.000`. Empty is 0.
///
/// # Errors
/// No amount, or one that could be two: a single dot before three digits without `Rp` before it.
pub fn money(text: &str) -> Result<i64, BadMoney> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(0);
    }
    let named = text.strip_prefix("Rp").map(|rest| rest.trim_start_matches('.').trim());
    let body = named.unwrap_or(text);
    let body = body.strip_suffix(",00").or_else(|| body.strip_suffix(",-")).unwrap_or(body);
    let groups: Vec<&str> = body.split('.').collect();
    let digits = groups.iter().all(|group| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit()));
    let grouped = groups.len() == 1
        || (groups.first().is_some_and(|first| first.len() <= 3)
            && groups.iter().skip(1).all(|group| group.len() == 3));
    if !digits || !grouped {
        return Err(BadMoney::None);
    }
    if groups.len() == 2 && named.is_none() {
        return Err(BadMoney::Ambiguous);
    }
    let amount: i64 = groups.concat().parse().map_err(|_| BadMoney::None)?;
    if amount <= MOST { Ok(amount) } else { Err(BadMoney::None) }
}

/// The money of a step in a year. A quarter has its own amount or those of its months, never both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Budget {
    /// By quarter.
    pub quarters: [i64; 4],
    /// By month.
    pub months: [i64; 12],
}

impl Budget {
    /// The money of a quarter, 1 to 4.
    pub fn of_quarter(&self, quarter: u8) -> i64 {
        let at = usize::from(quarter.saturating_sub(1));
        let months = self.months.iter().skip(at * 3).take(3).sum::<i64>();
        self.quarters.get(at).copied().unwrap_or(0).saturating_add(months)
    }

    /// The money of the year.
    pub fn total(&self) -> i64 {
        (1..=4).map(|quarter| self.of_quarter(quarter)).sum()
    }

    /// Quarters that have both an amount of their own and one of a month.
    pub fn twice(&self) -> impl Iterator<Item = u8> {
        let budget = *self;
        (1..=4).filter(move |quarter| {
            let own = budget.quarters.get(usize::from(*quarter) - 1).copied().unwrap_or(0);
            own > 0 && budget.of_quarter(*quarter) > own
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_with_one_dot_could_be_two_and_is_asked_back() {
        assert_eq!(money("1.250"), Err(BadMoney::Ambiguous));
        for (text, amount) in [
            ("", 0),
            ("0", 0),
            ("Rp 1.250", 1250),
            ("1.250.000", 1_250_000),
            ("250000,00", 250_000),
            ("Rp. 5.000,-", 5000),
        ] {
            assert_eq!(money(text), Ok(amount), "{text}");
        }
        for text in ["-5", "25.00", "1,5", "banyak", "1.25.000", "1.2500", "9999999999999999999"] {
            assert_eq!(money(text), Err(BadMoney::None), "{text}");
        }
    }

    #[test]
    fn a_quarter_sums_its_months_and_says_when_it_is_given_twice() {
        let mut budget = Budget { quarters: [10, 0, 0, 5], ..Budget::default() };
        budget.months[3] = 7;
        budget.months[5] = 1;
        assert_eq!((budget.of_quarter(1), budget.of_quarter(2), budget.of_quarter(3), budget.total()), (10, 8, 0, 23));
        assert_eq!(budget.twice().count(), 0);
        budget.months[11] = 1;
        assert_eq!(budget.twice().collect::<Vec<_>>(), [4]);
    }
}
