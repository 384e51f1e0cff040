//! Exact numbers: fractions, never floating point (semantics R30).

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// An exact rational number. Calculations that do not fit give `None`, which conditions treat as unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Number {
    top: i128,
    /// Always positive; the fraction is always in lowest terms.
    bottom: i128,
}

/// A text that is no number.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` bukan angka; tulis misalnya 12 atau 12.5")]
pub struct BadNumber(pub String);

impl Number {
    /// A whole number.
    pub const fn whole(value: i64) -> Self {
        Self { top: value as i128, bottom: 1 }
    }

    /// The fraction `top / bottom`; `None` for a bottom of 0 or what does not fit.
    pub fn fraction(top: i128, bottom: i128) -> Option<Self> {
        if bottom == 0 || top == i128::MIN || bottom == i128::MIN {
            return None;
        }
        let divisor = gcd(top.unsigned_abs(), bottom.unsigned_abs());
        let divisor = i128::try_from(divisor).ok()?.max(1);
        let sign = bottom.signum();
        Some(Self { top: top / divisor * sign, bottom: bottom / divisor * sign })
    }

    /// Numerator and denominator in lowest terms, the denominator positive.
    pub const fn parts(self) -> (i128, i128) {
        (self.top, self.bottom)
    }

    /// Sum.
    pub fn plus(self, other: Self) -> Option<Self> {
        let left = self.top.checked_mul(other.bottom)?;
        let right = other.top.checked_mul(self.bottom)?;
        Self::fraction(left.checked_add(right)?, self.bottom.checked_mul(other.bottom)?)
    }

    /// Difference.
    pub fn minus(self, other: Self) -> Option<Self> {
        self.plus(other.negative())
    }

    /// Product.
    pub fn times(self, other: Self) -> Option<Self> {
        Self::fraction(self.top.checked_mul(other.top)?, self.bottom.checked_mul(other.bottom)?)
    }

    /// Quotient; `None` when dividing by zero.
    pub fn over(self, other: Self) -> Option<Self> {
        Self::fraction(self.top.checked_mul(other.bottom)?, self.bottom.checked_mul(other.top)?)
    }

    /// The number with the other sign.
    #[must_use]
    pub const fn negative(self) -> Self {
        Self { top: -self.top, bottom: self.bottom }
    }

    /// Compares exactly.
    ///
    /// `None` only where cross products do not fit into 128 bits.
    pub fn compare(self, other: Self) -> Option<Ordering> {
        let left = self.top.checked_mul(other.bottom)?;
        Some(left.cmp(&other.top.checked_mul(self.bottom)?))
    }

    /// Rounded half up to a whole number, as fees are (R36).
    pub fn rounded(self) -> i128 {
        let (whole, rest) = (self.top.div_euclid(self.bottom), self.top.rem_euclid(self.bottom));
        whole + i128::from(rest >= self.bottom - rest)
    }

    /// Rounded half up to so many decimals, as indices are shown.
    #[must_use]
    pub fn rounded_to(self, decimals: u32) -> Self {
        let scale = 10_i128.checked_pow(decimals).and_then(|scale| Self::fraction(scale, 1));
        let rounded = scale.and_then(|scale| Self::fraction(self.times(scale)?.rounded(), 1)?.over(scale));
        rounded.unwrap_or(self)
    }

    /// Cut to so many decimals towards zero, as consumptions are compared (R66).
    #[must_use]
    pub fn cut(self, decimals: u32) -> Self {
        let scale = 10_i128.checked_pow(decimals);
        let cut = scale.and_then(|scale| {
            let scaled = self.top.checked_mul(scale)? / self.bottom;
            Self::fraction(scaled, scale)
        });
        cut.unwrap_or(self)
    }
}

fn gcd(mut left: u128, mut right: u128) -> u128 {
    while right != 0 {
        (left, right) = (right, left % right);
    }
    left
}

impl FromStr for Number {
    type Err = BadNumber;

    /// Reads `12`, `-12.5`, `10_000`, and the fraction `1/3` that [`fmt::Display`] writes.
    fn from_str(text: &str) -> Result<Self, BadNumber> {
        parse(text).ok_or_else(|| BadNumber(text.to_owned()))
    }
}

fn parse(text: &str) -> Option<Number> {
    if let Some((top, bottom)) = text.split_once('/') {
        return Number::fraction(top.parse().ok()?, bottom.parse().ok()?);
    }
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let shaped = whole.starts_with(|c: char| c.is_ascii_digit())
        && whole.bytes().all(|b| b.is_ascii_digit() || b == b'_')
        && part.bytes().all(|b| b.is_ascii_digit())
        && part.is_empty() != digits.contains('.');
    if !shaped || part.len() > 18 {
        return None;
    }
    let top: i128 = format!("{}{part}", whole.replace('_', "")).parse().ok()?;
    let scale = 10_i128.checked_pow(u32::try_from(part.len()).ok()?)?;
    Number::fraction(top.checked_mul(sign)?, scale)
}

impl fmt::Display for Number {
    /// A decimal with a point where there is one, else the fraction.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for decimals in 0..=18_u32 {
            let scale = 10_i128.pow(decimals);
            let Some(scaled) = self.top.checked_mul(scale) else {
                break;
            };
            if scaled % self.bottom == 0 {
                let value = (scaled / self.bottom).unsigned_abs();
                let unit = scale.unsigned_abs();
                let sign = if self.top < 0 { "-" } else { "" };
                write!(f, "{sign}{}", value / unit)?;
                if decimals > 0 {
                    let width = decimals as usize;
                    write!(f, ".{:0width$}", value % unit)?;
                }
                return Ok(());
            }
        }
        write!(f, "{}/{}", self.top, self.bottom)
    }
}

impl serde::Serialize for Number {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Number {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(input)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        text.parse().unwrap()
    }

    #[test]
    fn a_tenth_and_two_tenths_are_exactly_three_tenths() {
        assert_eq!(number("0.1").plus(number("0.2")), Some(number("0.3")));
        assert_eq!(number("0.3").to_string(), "0.3");
    }

    #[test]
    fn a_third_three_times_is_one() {
        let third = Number::whole(1).over(Number::whole(3)).unwrap();
        assert_eq!(third.to_string(), "1/3");
        assert_eq!(third.times(Number::whole(3)), Some(Number::whole(1)));
        assert_eq!(number("1/3"), third);
    }

    #[test]
    fn dividing_by_zero_and_overflow_give_nothing() {
        assert_eq!(Number::whole(1).over(Number::whole(0)), None);
        let huge = number("99999999999999999999999999999999999999");
        assert_eq!(huge.times(huge), None);
    }

    #[test]
    fn half_a_rupiah_is_rounded_up() {
        for (text, whole) in [("0.5", 1), ("0.49", 0), ("-0.5", 0), ("2.5", 3)] {
            assert_eq!(number(text).rounded(), whole, "{text}");
        }
    }

    #[test]
    fn a_number_has_a_digit_before_and_after_its_point() {
        for text in ["", ".5", "5.", "1e3", "+1", "--1", "1,5", "_1", "1/0", "abc"] {
            assert!(text.parse::<Number>().is_err(), "{text}");
        }
        assert_eq!(number("10_000"), Number::whole(10_000));
    }

    #[test]
    fn decimals_are_rounded_half_up() {
        for (text, decimals, shown) in
            [("2.594", 2, "2.59"), ("3.315", 2, "3.32"), ("1/3", 4, "0.3333"), ("2.5", 0, "3")]
        {
            assert_eq!(number(text).rounded_to(decimals), number(shown), "{text}");
        }
    }

    #[test]
    fn cutting_goes_towards_zero() {
        assert_eq!(number("1.29").cut(1), number("1.2"));
    }
}
