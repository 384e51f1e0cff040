//! Numbers as planners type them: `1.250,5`, `40`, `Rp 250.000.000`.

use definition::Number;

/// Why a text is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadNumber {
    /// It is none.
    None,
    /// `1.250` is 1250 here and 1.25 elsewhere: the person says which.
    Ambiguous,
}

/// A decimal number in plain form (`1250.5`), from the way it is written in Indonesia or elsewhere.
///
/// # Errors
/// No number, or one that could be two.
pub fn decimal(text: &str) -> Result<String, BadNumber> {
    let text = text.trim();
    let (sign, body) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let plain = match body.split_once(',') {
        Some((whole, rest)) => format!("{}.{rest}", ungrouped(whole)?),
        None if body.matches('.').count() > 1 => ungrouped(body)?,
        None => match body.split_once('.') {
            Some((whole, rest)) if rest.len() == 3 && whole.len() <= 3 && whole != "0" => {
                return Err(BadNumber::Ambiguous);
            }
            _ => body.to_owned(),
        },
    };
    let (whole, rest) = plain.split_once('.').unwrap_or((&plain, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let fits = !whole.is_empty() && digits(whole) && digits(rest) && whole.len() <= 15 && rest.len() <= 6;
    if !fits || (plain.contains('.') && rest.is_empty()) {
        return Err(BadNumber::None);
    }
    let (whole, rest) = (whole.trim_start_matches('0'), rest.trim_end_matches('0'));
    let whole = if whole.is_empty() { "0" } else { whole };
    let sign = if whole == "0" && rest.is_empty() { "" } else { sign };
    Ok(if rest.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") })
}

/// `1.250.000` without its dots, which must stand before every third digit.
fn ungrouped(text: &str) -> Result<String, BadNumber> {
    let groups: Vec<&str> = text.split('.').collect();
    let (first, rest) = groups.split_first().ok_or(BadNumber::None)?;
    let grouped =
        rest.is_empty() || (!first.is_empty() && first.len() <= 3 && rest.iter().all(|group| group.len() == 3));
    if grouped { Ok(groups.concat()) } else { Err(BadNumber::None) }
}

/// An amount in whole rupiah: `Rp 250.000.000`, `250000000`, `250.000.000,00`.
pub fn rupiah(text: &str) -> Option<i64> {
    let text = text.trim();
    let text = text.strip_prefix("Rp").unwrap_or(text).trim_start_matches('.').trim();
    let text = text.strip_suffix(",00").or_else(|| text.strip_suffix(",-")).unwrap_or(text);
    let amount: i64 = ungrouped(text).ok()?.parse().ok()?;
    (1..=1_000_000_000_000_000).contains(&amount).then_some(amount)
}

/// The same number for exact comparison.
pub fn exact(plain: &str) -> Option<Number> {
    plain.parse().ok()
}

/// A plain number with a decimal comma: never taken for another when it is read again.
pub fn written(plain: &str) -> String {
    plain.replace('.', ",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_read_as_indonesians_write_them() {
        for (typed, plain) in [
            ("40", "40"),
            ("40,5", "40.5"),
            ("1.250,50", "1250.5"),
            ("1.250.000", "1250000"),
            ("2.75", "2.75"),
            ("0.125", "0.125"),
            ("-3,0", "-3"),
            ("-0", "0"),
            ("007", "7"),
        ] {
            assert_eq!(decimal(typed).as_deref(), Ok(plain), "{typed}");
        }
        for typed in ["", "-", "dua", "1,2,3", "12.34,5", "1e3", "1.", ",5", "1.2.3"] {
            assert!(decimal(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn a_number_that_could_be_two_is_asked_back() {
        assert_eq!(decimal("1.250"), Err(BadNumber::Ambiguous));
    }

    #[test]
    fn rupiah_come_with_and_without_dots() {
        for typed in ["250000000", "250.000.000", "Rp 250.000.000", "Rp250.000.000,00", "Rp. 250.000.000,-"] {
            assert_eq!(rupiah(typed), Some(250_000_000), "{typed}");
        }
        for typed in ["", "0", "-5", "25.00", "1.5", "9999999999999999", "banyak"] {
            assert_eq!(rupiah(typed), None, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_as_the_same(whole in 0_u64..1_000_000, rest in 0_u32..1000) {
            let plain = decimal(&format!("{whole},{rest:03}")).unwrap();
            prop_assert_eq!(decimal(&written(&plain)).unwrap(), plain);
        }
    }
}
