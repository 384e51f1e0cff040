//! When certificates of an authority end: just enough of PEM and DER to read one date (RFC 5280, 4.1.2.5).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::Instant;

/// Largest PEM in bytes.
const MOST: usize = 64 * 1024;

/// When the first of these certificates ends; `None` where this is not the PEM of at least one certificate.
pub fn ends(pem: &str) -> Option<Instant> {
    if pem.len() > MOST {
        return None;
    }
    let mut first: Option<Instant> = None;
    let mut rest = pem;
    while let Some(at) = rest.find("-----BEGIN CERTIFICATE-----") {
        let body = &rest[at + 27..];
        let end = body.find("-----END CERTIFICATE-----")?;
        let text: String = body[..end].split_ascii_whitespace().collect();
        let until = not_after(&STANDARD.decode(text).ok()?)?;
        first = Some(first.map_or(until, |known| known.min(until)));
        rest = &body[end..];
    }
    first.filter(|_| !pem.contains("PRIVATE KEY"))
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

const SEQUENCE: u8 = 0x30;

fn sequence(der: &[u8]) -> Option<(&[u8], &[u8])> {
    element(der).filter(|(tag, ..)| *tag == SEQUENCE).map(|(_, held, after)| (held, after))
}

/// `Certificate`, `TBSCertificate`, then past version, serial number, algorithm and issuer to `Validity`.
fn not_after(der: &[u8]) -> Option<Instant> {
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
    let text = std::str::from_utf8(text).ok()?;
    let text = match tag {
        0x17 => {
            let century = if text.get(..2)?.parse::<u8>().ok()? >= 50 { "19" } else { "20" };
            format!("{century}{text}")
        }
        0x18 => text.to_owned(),
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

    const ROOT: &str = include_str!("authority/contoh.pem");

    #[test]
    fn the_first_end_of_all_certificates_counts() {
        let end = ends(ROOT).unwrap();
        assert_eq!(end, Instant::parse("2030-11-29T11:19:02Z").unwrap());
        assert_eq!(ends(&format!("{ROOT}\n{ROOT}")), Some(end));
    }

    #[test]
    fn what_is_no_certificate_has_no_end() {
        let cut = ROOT.replacen("MII", "", 1);
        let key = format!("{ROOT}-----BEGIN PRIVATE KEY-----");
        for wrong in ["", "halo", "-----BEGIN CERTIFICATE-----", cut.as_str(), key.as_str()] {
            assert_eq!(ends(wrong), None);
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = not_after(&bytes);
        }
    }
}
