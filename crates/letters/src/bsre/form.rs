//! The form that carries a PDF to the service.

use bytes::Bytes;
use zeroize::Zeroizing;

/// Content type and body of a signing; the body is wiped when the call is over.
pub(super) fn signing(pdf: &[u8], nik: &str, passphrase: &str, chance: &str) -> (String, Bytes) {
    let boundary = format!("gapura-{chance}");
    // Room for everything at once: growing would leave copies of the passphrase behind.
    let mut body = Zeroizing::new(Vec::with_capacity(pdf.len() + passphrase.len() + 2048));
    let mut part = |head: &str, value: &[u8]| {
        let head = format!("--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(value);
        body.extend_from_slice(b"\r\n");
    };
    part("name=\"file\"; filename=\"surat.pdf\"\r\nContent-Type: application/pdf", pdf);
    part("name=\"nik\"", nik.as_bytes());
    part("name=\"passphrase\"", passphrase.as_bytes());
    // The letter shows its own QR code; the service draws nothing on it.
    part("name=\"tampilan\"", b"invisible");
    part("name=\"image\"", b"false");
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={boundary}"), Bytes::from_owner(body))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_holds_file_nik_passphrase_and_manner() {
        let (kind, body) = signing(b"%PDF-1.7", "3517011234567890", "ra ha&sia", "abc");
        assert_eq!(kind, "multipart/form-data; boundary=gapura-abc");
        let text = String::from_utf8(body.to_vec()).unwrap();
        for part in [
            "name=\"file\"; filename=\"surat.pdf\"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7\r\n",
            "name=\"nik\"\r\n\r\n3517011234567890\r\n",
            "name=\"passphrase\"\r\n\r\nra ha&sia\r\n",
            "name=\"tampilan\"\r\n\r\ninvisible\r\n",
        ] {
            assert!(text.contains(part), "{part}");
        }
        assert!(text.ends_with("--gapura-abc--\r\n"));
    }
}
