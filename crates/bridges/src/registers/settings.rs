//! `[wilayah.sumber.ID]` in the configuration.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// One source: an extract (`berkas`) or a service (`url`).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// What people call it; otherwise the id.
    #[serde(rename = "nama")]
    pub name: Option<String>,
    /// CSV file, taken from the data folder.
    #[serde(rename = "berkas")]
    pub file: Option<PathBuf>,
    /// Address of the service: https, or http to this machine. With GET it holds `{kunci}`.
    pub url: Option<String>,
    /// How the service is asked; POST, unless it says GET.
    #[serde(rename = "metode", default)]
    pub method: Method,
    /// Column of the file, or name in the JSON that is posted, that holds the key.
    #[serde(rename = "kunci")]
    pub key: Option<String>,
    /// Field of a form to column of the file, or to JSON pointer of the answer.
    #[serde(rename = "ambil")]
    pub take: BTreeMap<String, String>,
    /// A header that only the service knows.
    #[serde(rename = "rahasia")]
    pub secret: Option<Secret>,
    /// PEM file of a further certificate authority.
    #[serde(rename = "sertifikat")]
    pub authority: Option<PathBuf>,
}

/// How a service is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum Method {
    /// The key stands in the body.
    #[default]
    #[serde(rename = "POST")]
    Post,
    /// The key stands in the address: never a personal one.
    #[serde(rename = "GET")]
    Get,
}

/// A header whose value stands in a file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Secret {
    /// Name of the header.
    #[serde(rename = "kepala")]
    pub header: String,
    /// File that holds its value on one line.
    #[serde(rename = "berkas")]
    pub file: PathBuf,
}

/// Why the settings cannot be used; names the source.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("sumber.{0}: {1}")]
pub struct BadSettings(pub String, pub String);

pub(super) const KEY: &str = "{kunci}";

impl Settings {
    /// Whether the keys fit together.
    pub(super) fn check(&self, id: &str) -> Result<(), BadSettings> {
        let bad = |why: &str| Err(BadSettings(id.to_owned(), why.to_owned()));
        if self.take.is_empty() {
            return bad("`ambil` kosong; tulis isian dan kolom atau penunjuknya, misalnya ambil = { nama = \"NAMA\" }");
        }
        match (&self.file, &self.url) {
            (Some(_), None) if self.key.is_none() => bad("`kunci`: tulis nama kolom kunci, misalnya kunci = \"NIK\""),
            (Some(_), None) if self.secret.is_some() || self.authority.is_some() || self.method == Method::Get => {
                bad("`metode`, `rahasia`, dan `sertifikat` hanya untuk `url`")
            }
            (Some(_), None) => Ok(()),
            (None, Some(url)) => self.check_service(url).map_err(|why| BadSettings(id.to_owned(), why.to_owned())),
            _ => bad("tulis salah satu: `berkas` atau `url`"),
        }
    }

    fn check_service(&self, url: &str) -> Result<(), &'static str> {
        let here = ["http://127.0.0.1", "http://localhost", "http://[::1]"];
        let host = url.split_once("://").map_or("", |(_, rest)| rest.split(['/', '?']).next().unwrap_or(""));
        if !url.starts_with("https://") && !here.iter().any(|start| url.starts_with(start)) {
            return Err("`url` harus https; http hanya untuk 127.0.0.1");
        }
        if host.is_empty() || host.contains(['{', '@']) || url.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err("`url`: harus https://nama-server/…; nama server tidak boleh berisi {…} atau @");
        }
        let in_address = url.matches(KEY).count() == 1;
        if self.method == Method::Get && !in_address {
            return Err("`url`: dengan GET tulis {kunci} satu kali, di tempat nomornya");
        }
        if self.method == Method::Post && (self.key.is_none() || url.contains(KEY)) {
            return Err("`kunci`: dengan POST tulis nama nomornya di dalam JSON; {kunci} di `url` hanya untuk GET");
        }
        if !self.take.values().all(|pointer| pointer.starts_with('/')) {
            return Err("`ambil`: penunjuk JSON dimulai dengan /, misalnya nama_usaha = \"/data/nama\"");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn why(text: &str) -> Result<(), String> {
        let settings: Settings = toml::from_str(text).map_err(|error| error.to_string())?;
        settings.check("oss").map_err(|error| error.to_string())
    }

    #[test]
    fn a_file_and_a_service_are_described_in_a_few_lines() {
        why("berkas = \"dukcapil.csv\"\nkunci = \"NIK\"\nambil = { nama = \"NAMA_LGKP\" }").unwrap();
        why("url = \"https://oss.go.id/nib\"\nkunci = \"nib\"\nambil = { kbli = \"/data/0/kbli\" }").unwrap();
        why("url = \"https://oss.go.id/{kunci}\"\nmetode = \"GET\"\nambil = { kbli = \"/kbli\" }").unwrap();
    }

    #[test]
    fn what_cannot_work_or_would_leak_is_refused_with_what_to_write() {
        for (text, said) in [
            ("ambil = {}\nberkas = \"x.csv\"", "`ambil` kosong"),
            ("ambil = { a = \"A\" }\nberkas = \"x.csv\"", "`kunci`"),
            ("ambil = { a = \"A\" }", "salah satu"),
            ("ambil = { a = \"A\" }\nberkas = \"x.csv\"\nurl = \"https://a.id\"", "salah satu"),
            ("ambil = { a = \"/a\" }\nkunci = \"n\"\nurl = \"http://oss.go.id/x\"", "https"),
            ("ambil = { a = \"/a\" }\nkunci = \"n\"\nurl = \"https://a@b.id/x\"", "nama server"),
            ("ambil = { a = \"/a\" }\nkunci = \"n\"\nurl = \"https://a.id/{kunci}\"", "hanya untuk GET"),
            ("ambil = { a = \"/a\" }\nmetode = \"GET\"\nurl = \"https://a.id/x\"", "{kunci} satu kali"),
            ("ambil = { a = \"a\" }\nkunci = \"n\"\nurl = \"https://a.id/x\"", "penunjuk"),
            ("ambil = { a = \"a\" }\nberkass = \"x\"", "berkass"),
        ] {
            let error = why(text).unwrap_err();
            assert!(error.contains(said), "{text}: {error}");
        }
    }
}
