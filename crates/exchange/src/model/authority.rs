//! When the certificates of an authority end.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::Instant;
use web::outgoing::not_after;

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

#[cfg(test)]
mod tests {
    use super::*;

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
}
