//! Forms as a browser sends them.

use url::form_urlencoded::Serializer;

/// Fields as the body of a form without files.
pub fn form<K: AsRef<str>, V: AsRef<str>>(fields: &[(K, V)]) -> String {
    Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// The content type and the body of a form with files: fields are name and text; files are name of the field, name of
/// the file, bytes.
pub fn multipart<K: AsRef<str>, V: AsRef<str>>(
    fields: &[(K, V)],
    files: &[(&str, &str, &[u8])],
) -> (&'static str, Vec<u8>) {
    let mut body = Vec::new();
    let mut part = |name: String, bytes: &[u8]| {
        body.extend(format!("--batas\r\nContent-Disposition: form-data; name={name}\r\n\r\n").bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    };
    for (name, text) in fields {
        part(format!("\"{}\"", name.as_ref()), text.as_ref().as_bytes());
    }
    for (name, file, bytes) in files {
        part(format!("\"{name}\"; filename=\"{file}\""), bytes);
    }
    body.extend_from_slice(b"--batas--\r\n");
    ("multipart/form-data; boundary=batas", body)
}

/// What the form of a page sends that is posted to `action`: its hidden fields, and these, which take the place of
/// those.
///
/// # Panics
/// The page has no such form.
pub fn filled(html: &str, action: &str, fields: &[(&str, &str)]) -> Vec<(String, String)> {
    let wanted = format!("action=\"{action}\"");
    let mut forms = html.split("<form").skip(1).filter_map(|form| form.split("</form>").next());
    let is_meant = |form: &&str| {
        let head = form.split('>').next().unwrap_or_default();
        head.contains("method=\"post\"") && head.contains(&wanted)
    };
    let Some(form) = forms.find(is_meant) else {
        panic!("no form {action} in {html}");
    };
    let hidden = form.split("type=\"hidden\" name=\"").skip(1).filter_map(|rest| {
        let (name, rest) = rest.split_once("\" value=\"")?;
        Some((name.to_owned(), plain(rest.split('"').next()?)))
    });
    let kept = hidden.filter(|(name, _)| fields.iter().all(|(other, _)| other != name));
    kept.chain(fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))).collect()
}

/// A value of an attribute without its entities.
fn plain(value: &str) -> String {
    [("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&#38;", "&"), ("&amp;", "&")]
        .iter()
        .fold(value.to_owned(), |text, (entity, sign)| text.replace(entity, sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_sends_its_own_hidden_fields_and_what_was_filled_in() {
        let html = "<form method=\"post\" action=\"/a\"><input type=\"hidden\" name=\"_tanda\" value=\"1\"></form>\
                    <form method=\"get\" action=\"/b\"></form>\
                    <form method=\"post\" action=\"/b\"><input type=\"hidden\" name=\"_tanda\" value=\"2\">\
                    <input name=\"nama\" value=\"x\"><input type=\"hidden\" name=\"revisi\" value=\"3\">\
                    <input type=\"hidden\" name=\"ke\" value=\"/c?d&#38;e\"></form>";
        let sent = form(&filled(html, "/b", &[("revisi", "4"), ("nama", "y z")]));
        assert_eq!(sent, "_tanda=2&ke=%2Fc%3Fd%26e&revisi=4&nama=y+z");
    }

    #[test]
    fn files_stand_behind_the_fields_of_their_form() {
        let (kind, body) = multipart(&[("nama", "Siti")], &[("berkas", "a.csv", b"x;y")]);
        assert!(kind.ends_with("boundary=batas"));
        let text = String::from_utf8_lossy(&body);
        assert!(text.contains("name=\"nama\"\r\n\r\nSiti\r\n--batas"), "{text}");
        assert!(text.ends_with("name=\"berkas\"; filename=\"a.csv\"\r\n\r\nx;y\r\n--batas--\r\n"), "{text}");
    }
}
