//! Numbers as people type them, and as they are shown.

use definition::Number;
use kernel::Lang;

/// A number as typed: `1.284,5`, `1284.5`, `1 284`. A single point before exactly three digits parts thousands, as
/// Indonesian does. The flag says that more than blanks had to be read into it.
pub fn number(text: &str) -> Option<(Number, bool)> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let digits = plain.strip_prefix('-').unwrap_or(&plain);
    let (whole, part) = match digits.split_once(',') {
        Some((whole, part)) => (whole, Some(part)),
        None => (digits, None),
    };
    let thousands = grouped(whole);
    let written = match (thousands, part) {
        (true, Some(part)) => format!("{}.{part}", whole.replace('.', "")),
        (true, None) => whole.replace('.', ""),
        (false, Some(part)) if !whole.contains('.') => format!("{whole}.{part}"),
        (false, Some(_)) => return None,
        (false, None) => whole.to_owned(),
    };
    let sign = if plain.starts_with('-') { "-" } else { "" };
    if written.contains(['_', '/']) {
        return None;
    }
    let value: Number = format!("{sign}{written}").parse().ok()?;
    Some((value, thousands || part.is_some() || plain.len() != text.len()))
}

/// `1.284` and `12.345.678`, but not `0.125` or `1.28`.
fn grouped(text: &str) -> bool {
    let mut groups = text.split('.');
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    !rest.is_empty()
        && (1..=3).contains(&first.len())
        && !first.starts_with('0')
        && digits(first)
        && rest.iter().all(|group| group.len() == 3 && digits(group))
}

/// With so many decimals, rounded half up, as the language writes it: `1.284,50`.
pub fn shown(lang: Lang, value: Number, decimals: u32) -> String {
    let (top, bottom) = value.rounded_to(decimals).parts();
    let scale = 10_i128.pow(decimals.min(6));
    let Some(scaled) = top.checked_mul(scale) else {
        return value.to_string();
    };
    let (sign, scaled) = (if scaled < 0 { "−" } else { "" }, (scaled / bottom).unsigned_abs());
    let unit = scale.unsigned_abs();
    let whole = u64::try_from(scaled / unit).map_or_else(|_| (scaled / unit).to_string(), kernel::text::grouped);
    let (whole, point) = match lang {
        Lang::Id => (whole, ','),
        Lang::En => (whole.replace('.', ","), '.'),
    };
    if decimals == 0 {
        return format!("{sign}{whole}");
    }
    let width = decimals.min(6) as usize;
    format!("{sign}{whole}{point}{:0width$}", scaled % unit)
}

/// For machines: a point, no groups, so many decimals.
pub fn machine(value: Number, decimals: u32) -> String {
    shown(Lang::En, value, decimals).replace(',', "").replace('−', "-")
}

/// For drawings and forecasts, which are estimates; never for a figure that is shown as one.
pub fn drawn(value: Number) -> f64 {
    let (top, bottom) = value.parts();
    top as f64 / bottom as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        number(text).map(|(value, _)| value.to_string())
    }

    #[test]
    fn thousands_and_decimals_are_read_as_people_write_them() {
        for (text, value) in [
            ("12", "12"),
            ("1.284", "1284"),
            ("1.284,5", "1284.5"),
            ("1284.5", "1284.5"),
            ("12.345.678", "12345678"),
            ("0.125", "0.125"),
            ("87,28", "87.28"),
            ("1 284", "1284"),
            ("-3,5", "-3.5"),
        ] {
            assert_eq!(read(text).as_deref(), Some(value), "{text}");
        }
        for text in ["", "a", "1,2,3", "1.28,5", "1..2", "12%", "1/3", "1_000", "--1", "1.2.3"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_value_is_shown_rounded_half_up_in_the_words_of_the_language() {
        let value: Number = "1284.565".parse().unwrap();
        assert_eq!((shown(Lang::Id, value, 2), shown(Lang::En, value, 2)), ("1.284,57".into(), "1,284.57".into()));
        assert_eq!(shown(Lang::Id, value, 0), "1.285");
        assert_eq!(shown(Lang::Id, "1/3".parse().unwrap(), 1), "0,3");
        assert_eq!(machine("-1284.5".parse().unwrap(), 1), "-1284.5");
    }
}
