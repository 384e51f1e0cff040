//! What the service's answers mean. Codes as regions see them in its version 1: 2011 not registered, 2021 no certificate,
//! 2031 wrong passphrase; some installations tell the reason in words only, and some with status 500.

use super::{NotSigned, SignerState};
use serde_json::Value;

/// The reason of an answer that is no success; `None` for a success.
pub(super) fn refused(status: u16, body: &[u8]) -> Option<NotSigned> {
    let json: Option<Value> = (body.len() < 64 * 1024).then(|| serde_json::from_slice(body).ok()).flatten();
    let code = json.as_ref().and_then(|json| number(json.get("status_code")?));
    let words = json.as_ref().map(words).unwrap_or_default();
    let told = match code {
        Some(2031) => Some(NotSigned::Passphrase),
        Some(2011 | 1110) => Some(NotSigned::Unregistered),
        Some(2021) => Some(NotSigned::Certificate),
        _ => None,
    };
    match status {
        200 => match (told, code) {
            (Some(why), _) => Some(why),
            (None, Some(code)) if json.is_some_and(|json| json.get("error").is_some()) => {
                Some(NotSigned::Refused(code))
            }
            _ => None,
        },
        401 | 403 => Some(NotSigned::Account),
        _ if told.is_some() => told,
        _ if words.contains("passphrase") => Some(NotSigned::Passphrase),
        _ if words.contains("tidak terdaftar") || words.contains("belum terdaftar") => Some(NotSigned::Unregistered),
        _ if ["sertifikat", "certificate"].iter().any(|word| words.contains(word)) => Some(NotSigned::Certificate),
        400..=499 => code.map(NotSigned::Refused).or(Some(NotSigned::Broken)),
        _ => Some(NotSigned::Broken),
    }
}

/// What an answer about a signer says; `None` where it says nothing that we can read.
pub(super) fn said_status(body: &[u8]) -> Option<SignerState> {
    let json: Value = serde_json::from_slice(body).ok()?;
    let word = json.get("status")?.as_str()?.to_ascii_uppercase();
    Some(match word.as_str() {
        "ISSUE" => SignerState::Ready,
        "NOT_REGISTERED" => SignerState::Unregistered,
        "NO_CERTIFICATE" | "EXPIRED" | "REVOKE" | "REVOKED" | "SUSPEND" | "RENEW" => SignerState::NoCertificate,
        _ => SignerState::Unknown,
    })
}

fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}

fn words(json: &Value) -> String {
    let said = ["error", "message"].into_iter().filter_map(|key| json.get(key)?.as_str());
    said.collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reasons_of_the_service_are_told_apart() {
        for (status, body, why) in [
            (
                400,
                r#"{"status_code":2031,"error":"Proses signing gagal : Passphrase anda salah"}"#,
                NotSigned::Passphrase,
            ),
            (500, r#"{"timestamp":1,"status":500,"message":"Passphrase anda salah"}"#, NotSigned::Passphrase),
            (200, r#"{"status_code":"2031","error":"Passphrase anda salah"}"#, NotSigned::Passphrase),
            (400, r#"{"status_code":2011,"error":"User tidak terdaftar"}"#, NotSigned::Unregistered),
            (400, r#"{"status_code":2021,"error":"Tidak memiliki sertifikat"}"#, NotSigned::Certificate),
            (500, r#"{"error":"Certificate expired"}"#, NotSigned::Certificate),
            (401, r#"{"timestamp":1,"status":401,"error":"Unauthorized","path":"/api/sign/pdf"}"#, NotSigned::Account),
            (400, r#"{"status_code":2099,"error":"x"}"#, NotSigned::Refused(2099)),
            (500, "<html>Internal Server Error</html>", NotSigned::Broken),
            (404, "", NotSigned::Broken),
        ] {
            assert_eq!(refused(status, body.as_bytes()), Some(why), "{status} {body}");
        }
    }

    #[test]
    fn a_pdf_and_a_known_signer_are_no_refusals() {
        assert_eq!(refused(200, b"%PDF-1.7"), None);
        assert_eq!(refused(200, br#"{"status_code":1111,"status":"ISSUE","message":"terdaftar"}"#), None);
    }

    #[test]
    fn a_signer_without_a_valid_certificate_is_told_from_an_unknown_one() {
        let said = |word: &str| said_status(format!("{{\"status\":\"{word}\"}}").as_bytes());
        assert_eq!(said("ISSUE"), Some(SignerState::Ready));
        assert_eq!(said("NOT_REGISTERED"), Some(SignerState::Unregistered));
        assert_eq!(said("EXPIRED"), Some(SignerState::NoCertificate));
        assert_eq!(said("WAITING"), Some(SignerState::Unknown));
        assert_eq!(said_status(b"<html>"), None);
    }
}
