//! Stylesheet, script, crest and manifest: made once at start, compressed once, kept by browsers for a year.

use crate::compress::Encoding;
use crate::frame::City;
use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use std::collections::HashMap;

/// One asset in its three forms.
#[derive(Debug)]
struct Asset {
    address: String,
    kind: &'static str,
    plain: Bytes,
    gzip: Option<Bytes>,
    brotli: Option<Bytes>,
}

/// All assets of one region.
#[derive(Debug)]
pub(crate) struct Assets {
    by_name: HashMap<&'static str, Asset>,
}

const GATE: &str = include_str!("../assets/gapura.svg");

impl Assets {
    /// Makes them; the stylesheet begins with the city's colours.
    pub(crate) fn new(city: &City) -> Self {
        let css = format!("{}{}", city.brand.css(), squeezed(include_str!("../assets/gapura.css")));
        let script = squeezed_script(include_str!("../assets/gapura.js"));
        let uploads = squeezed_script(include_str!("../assets/unggah.js"));
        let crest = city.crest.as_deref().unwrap_or(GATE);
        let mut by_name = HashMap::new();
        for (name, kind, bytes) in [
            ("gapura.css", "text/css; charset=utf-8", css),
            ("gapura.js", "text/javascript; charset=utf-8", script),
            ("unggah.js", "text/javascript; charset=utf-8", uploads),
            ("lambang.svg", "image/svg+xml", crest.to_owned()),
        ] {
            by_name.insert(name, Asset::new(name, kind, bytes));
        }
        let crest = by_name.get("lambang.svg").map_or("", |asset| asset.address.as_str());
        let manifest = manifest(city, crest);
        by_name.insert("gapura.webmanifest", Asset::new("gapura.webmanifest", "application/manifest+json", manifest));
        Self { by_name }
    }

    /// Its address with the hash of its bytes.
    pub(crate) fn address(&self, name: &str) -> &str {
        self.by_name.get(name).map_or("", |asset| asset.address.as_str())
    }

    /// The asset at this path; a hash of another time leads nowhere.
    pub(crate) fn answer(&self, path: &str, headers: &HeaderMap) -> Option<Response> {
        let (asset, forever) = match path {
            "/favicon.ico" => (self.by_name.get("lambang.svg")?, false),
            _ => (self.by_name.get(path.rsplit('/').next()?).filter(|asset| asset.address == path)?, true),
        };
        let (bytes, encoding) = match Encoding::accepted(headers) {
            Some(Encoding::Brotli) if asset.brotli.is_some() => (asset.brotli.clone()?, Some("br")),
            Some(_) if asset.gzip.is_some() => (asset.gzip.clone()?, Some("gzip")),
            _ => (asset.plain.clone(), None),
        };
        let mut response = Response::new(Body::from(bytes));
        *response.status_mut() = StatusCode::OK;
        let head = response.headers_mut();
        head.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.kind));
        head.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        let keep = if forever { "public, max-age=31536000, immutable" } else { "public, max-age=86400" };
        head.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
        if let Some(encoding) = encoding {
            head.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        Some(response)
    }
}

impl Asset {
    fn new(name: &str, kind: &'static str, text: String) -> Self {
        let digest = ring::digest::digest(&ring::digest::SHA256, text.as_bytes());
        let hash = kernel::ids::hex(digest.as_ref());
        let smaller = |encoding: Encoding| {
            let small = encoding.compress(text.as_bytes(), 11).ok()?;
            (small.len() < text.len()).then(|| Bytes::from(small))
        };
        Self {
            address: format!("/aset/{}/{name}", hash.get(..12).unwrap_or(&hash)),
            kind,
            gzip: smaller(Encoding::Gzip),
            brotli: smaller(Encoding::Brotli),
            plain: Bytes::from(text),
        }
    }
}

fn manifest(city: &City, crest: &str) -> String {
    serde_json::json!({
        "name": format!("Layanan {}", city.name), "short_name": city.short, "lang": "id", "start_url": "/",
        "display": "minimal-ui", "background_color": "#FFFFFF", "theme_color": city.brand.header.to_string(),
        "icons": [{ "src": crest, "type": "image/svg+xml", "sizes": "any" }],
    })
    .to_string()
}

/// A stylesheet without comments and indentation.
fn squeezed(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(start) = rest.find("/*") {
        let (before, comment) = rest.split_at(start);
        out.push_str(before);
        rest = comment.find("*/").and_then(|end| comment.get(end + 2..)).unwrap_or("");
    }
    out.push_str(rest);
    let lines = out.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .collect::<Vec<_>>()
        .join("\n")
        .replace(": ", ":")
        .replace(" {", "{")
        .replace(";\n", ";")
        .replace("{\n", "{")
        .replace(",\n", ",")
}

/// The script without lines that are only comments, and without indentation.
fn squeezed_script(script: &str) -> String {
    let lines = script.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}
