//! Pages in brotli or gzip, as the browser can read.

use axum::body::{Body, HttpBody};
use axum::response::Response;
use http::{HeaderMap, HeaderValue, header};
use http_body_util::BodyExt;
use std::io::Write;

/// Smaller answers gain nothing.
const LEAST: u64 = 1024;
/// Larger ones are streamed or are files; they are left alone.
const MOST: u64 = 4 * 1024 * 1024;

/// Effort for pages made anew.
const PAGE_EFFORT: u32 = 2;

/// An encoding that a browser can read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    Brotli,
    Gzip,
}

impl Encoding {
    /// The best of those that were offered; `q=0` refuses one.
    pub(crate) fn accepted(headers: &HeaderMap) -> Option<Self> {
        let offered = crate::view::header(headers, "accept-encoding");
        let takes = |name: &str| {
            offered.split(',').any(|part| {
                let mut pieces = part.split(';').map(str::trim);
                pieces.next() == Some(name) && !pieces.any(|q| matches!(q, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
            })
        };
        [Self::Brotli, Self::Gzip].into_iter().find(|encoding| takes(encoding.name()))
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    /// Compresses; `effort` 4 for pages made anew, 11 for assets made once.
    pub(crate) fn compress(self, bytes: &[u8], effort: u32) -> std::io::Result<Vec<u8>> {
        match self {
            Self::Brotli => {
                let mut writer =
                    brotli::CompressorWriter::new(Vec::with_capacity(bytes.len() / 4), 16 * 1024, effort, 18);
                writer.write_all(bytes)?;
                writer.flush()?;
                Ok(writer.into_inner())
            }
            Self::Gzip => {
                let level = flate2::Compression::new(effort.min(9));
                let mut writer = flate2::write::GzEncoder::new(Vec::with_capacity(bytes.len() / 4), level);
                writer.write_all(bytes)?;
                writer.finish()
            }
        }
    }
}

fn is_text(headers: &HeaderMap) -> bool {
    let kind = crate::view::header(headers, "content-type");
    ["text/", "application/json", "application/problem+json", "image/svg+xml", "application/geo+json"]
        .iter()
        .any(|start| kind.starts_with(start))
}

/// Compresses a finished text answer; streams, small ones and pictures pass.
pub(crate) async fn compressed(response: Response, encoding: Option<Encoding>) -> Response {
    let (Some(encoding), Some(length)) = (encoding, response.body().size_hint().exact()) else {
        return response;
    };
    let fits = (LEAST..=MOST).contains(&length);
    if !fits || response.headers().contains_key(header::CONTENT_ENCODING) || !is_text(response.headers()) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(whole) = body.collect().await else {
        parts.status = http::StatusCode::INTERNAL_SERVER_ERROR;
        return Response::from_parts(parts, Body::empty());
    };
    let plain = whole.to_bytes();
    match encoding.compress(&plain, PAGE_EFFORT) {
        Ok(small) => {
            parts.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding.name()));
            parts.headers.remove(header::CONTENT_LENGTH);
            Response::from_parts(parts, Body::from(small))
        }
        Err(_) => Response::from_parts(parts, Body::from(plain)),
    }
}
