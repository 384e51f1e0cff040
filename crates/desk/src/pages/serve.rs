//! Bytes of residents and officers, sent so that no browser runs or guesses anything.

use crate::model::Served;
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use web::{Answer, OrFail};

/// A file with the headers that keep it a file: its own type, no sniffing, a sandbox, a name made here, kept only by
/// this reader's browser.
///
/// # Errors
/// The media type or name holds what no header may hold.
pub(crate) fn served(file: Served) -> Answer {
    let way = if file.inline { "inline" } else { "attachment" };
    let disposition = format!("{way}; filename=\"{}\"", file.name);
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_str(&file.media).or_fail()?),
        (header::CONTENT_DISPOSITION, HeaderValue::from_str(&disposition).or_fail()?),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=3600")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    ];
    Ok((headers, file.bytes).into_response())
}

/// A letter that is only looked at: shown by the browser's own reader, which needs its scripts (so no sandbox), and kept
/// nowhere.
///
/// # Errors
/// Never; the headers are fixed.
pub(crate) fn previewed(pdf: Vec<u8>) -> Answer {
    shown(pdf, "pratinjau")
}

/// A PDF of our own making, shown in the same way under this name.
///
/// # Errors
/// The name holds what no header may hold.
pub(crate) fn shown(pdf: Vec<u8>, name: &str) -> Answer {
    let disposition = format!("inline; filename=\"{name}.pdf\"");
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/pdf")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_str(&disposition).or_fail()?),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    ];
    Ok((headers, pdf).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_picture_is_saved_and_never_shown() {
        let file =
            Served { media: "application/pdf".into(), bytes: vec![1], name: "berkas-1.pdf".into(), inline: false };
        let answer = served(file).unwrap();
        assert_eq!(answer.headers()[header::CONTENT_DISPOSITION], "attachment; filename=\"berkas-1.pdf\"");
        assert_eq!(answer.headers()[header::CONTENT_SECURITY_POLICY], "default-src 'none'; sandbox");
    }
}
