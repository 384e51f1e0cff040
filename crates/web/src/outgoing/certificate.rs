//! When a certificate ends: just enough of DER to read one date (RFC 5280, 4.1.2.5).

use kernel::Instant;

const SEQUENCE: u8 = 0x30;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;

/// When this certificate (DER) ends; `None` where it is no certificate.
pub fn not_after(der: &[u8]) -> Option<Instant> {
    // `Certificate`, `TBSCertificate`, then past version, serial number, algorithm and issuer to `Validity`.
    let (certificate, _) = sequence(der)?;
    let (mut at, _) = sequence(certificate)?;
    if at.first() == Some(&0xa0) {
        at = element(at)?.2;
    }
    for _ in 0..3 {
        at = element(at)?.2;
    }
    let (validity, _) = sequence(at)?;
    let (_, _, after) = element(validity)?;
    let (tag, text, _) = element(after)?;
    moment(tag, std::str::from_utf8(text).ok()?)
}

/// One element: its tag, what it holds, and what comes after it.
fn element(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, der) = der.split_first()?;
    let (&length, mut der) = der.split_first()?;
    let mut size = usize::from(length);
    if length >= 0x80 {
        let count = usize::from(length & 0x7f);
        if !(1..=4).contains(&count) || der.len() < count {
            return None;
        }
        let (digits, after) = der.split_at(count);
        size = digits.iter().fold(0, |size, digit| size << 8 | usize::from(*digit));
        der = after;
    }
    (size <= der.len()).then(|| (tag, &der[..size], &der[size..]))
}

fn sequence(der: &[u8]) -> Option<(&[u8], &[u8])> {
    element(der).filter(|(tag, ..)| *tag == SEQUENCE).map(|(_, held, after)| (held, after))
}

/// `YYMMDDhhmmssZ` or, from 2050 on, with all digits of the year.
fn moment(tag: u8, text: &str) -> Option<Instant> {
    let text = match tag {
        UTC_TIME => {
            let century = if text.get(..2)?.parse::<u8>().ok()? >= 50 { "19" } else { "20" };
            format!("{century}{text}")
        }
        GENERALIZED_TIME => text.to_owned(),
        _ => return None,
    };
    let digits =
        text.strip_suffix('Z').filter(|digits| digits.len() == 14 && digits.bytes().all(|b| b.is_ascii_digit()))?;
    let (date, time) = digits.split_at(8);
    Instant::parse(&format!(
        "{}-{}-{}T{}:{}:{}Z",
        &date[..4],
        &date[4..6],
        &date[6..],
        &time[..2],
        &time[2..4],
        &time[4..]
    ))
    .ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_year_of_two_digits_lies_between_1950_and_2049() {
        let at = |text: &str| Instant::parse(text).ok();
        assert_eq!(moment(UTC_TIME, "491231235959Z"), at("2049-12-31T23:59:59Z"));
        assert_eq!(moment(UTC_TIME, "500101000000Z"), at("1950-01-01T00:00:00Z"));
        assert_eq!(moment(GENERALIZED_TIME, "20500101000000Z"), at("2050-01-01T00:00:00Z"));
        for wrong in ["", "Z", "4912312359Z", "491231235959", "491331235959Z", "4é1231235959Z"] {
            assert_eq!(moment(UTC_TIME, wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = not_after(&bytes);
        }
    }
}
