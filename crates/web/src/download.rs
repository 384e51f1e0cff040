//! Files to keep: what the browser saves and does not show.

use crate::error::{Answer, OrFail};
use axum::body::Body;
use axum::response::IntoResponse;
use http::{HeaderValue, header};

/// A file to keep, called `name`; what is no ASCII letter, digit, `-`, `_` or `.` in it becomes `-`. Headers beyond type and
/// name (how long it may be kept, a sandbox) the caller lays around it.
///
/// # Errors
/// The media type holds a character that no header may hold.
pub fn download(name: &str, media: &str, body: impl Into<Body>) -> Answer {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_str(media).or_fail()?),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_str(&format!("attachment; filename=\"{}\"", safe(name))).or_fail()?,
        ),
    ];
    Ok((headers, body.into()).into_response())
}

fn safe(name: &str) -> String {
    let kept = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
    name.chars().map(|letter| if kept(letter) { letter } else { '-' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media;

    #[test]
    fn a_file_is_kept_under_its_name_with_its_type() {
        let answer = download("laporan-2027.xlsx", media::XLSX, vec![1, 2]).unwrap();
        assert_eq!(answer.headers()[header::CONTENT_TYPE], media::XLSX);
        assert_eq!(answer.headers()[header::CONTENT_DISPOSITION], "attachment; filename=\"laporan-2027.xlsx\"");
    }

    #[test]
    fn the_name_of_a_file_ends_no_header() {
        let answer = download("buku-2 \"a\"\r\nX: y/é.pdf", "application/pdf", "").unwrap();
        assert_eq!(answer.headers()[header::CONTENT_DISPOSITION], "attachment; filename=\"buku-2--a---X--y--.pdf\"");
    }

    #[test]
    fn a_media_type_with_a_line_break_is_a_failure() {
        assert!(download("a.txt", "text/plain\r\nX: y", "").is_err());
    }
}
