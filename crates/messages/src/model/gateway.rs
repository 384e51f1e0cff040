//! The TOML file that describes one HTTP gateway for SMS or WhatsApp (format in the README).

mod check;

use check::{check_address, check_body, check_success, header, network, secret};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use web::Network;
use web::outgoing::Call;

/// What the gateway delivers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Medium {
    /// Text messages.
    Sms,
    /// WhatsApp.
    Wa,
}

impl Medium {
    /// The word kept with a delivery.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Sms => "sms",
            Self::Wa => "wa",
        }
    }
}

/// How a phone number is written for this gateway.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum NumberForm {
    /// `6281234567890`
    #[default]
    #[serde(rename = "62")]
    Country,
    /// `+6281234567890`
    #[serde(rename = "+62")]
    Plus,
    /// `081234567890`
    #[serde(rename = "0")]
    Local,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    saluran: Medium,
    metode: Method,
    alamat: String,
    #[serde(default = "ten")]
    batas_waktu: u64,
    #[serde(default)]
    izinkan_jaringan: Vec<String>,
    sertifikat: Option<PathBuf>,
    #[serde(default)]
    nomor: NumberForm,
    #[serde(default)]
    kepala: BTreeMap<String, String>,
    #[serde(default)]
    rahasia: BTreeMap<String, SecretSource>,
    isi: Option<Body>,
    berhasil: Success,
}

const fn ten() -> u64 {
    10
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
enum Method {
    #[serde(rename = "POST")]
    Post,
    #[serde(rename = "GET")]
    Get,
    #[serde(rename = "PUT")]
    Put,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SecretSource {
    berkas: Option<PathBuf>,
    kredensial: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum BodyForm {
    Json,
    Form,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    bentuk: BodyForm,
    nilai: toml::Table,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Success {
    #[serde(default = "two_hundred")]
    status: Vec<u16>,
    jalur: Option<String>,
    #[serde(default)]
    nilai: Vec<toml::Value>,
    id: Option<String>,
}

fn two_hundred() -> Vec<u16> {
    vec![200, 201, 202]
}

/// Why a description cannot be used; names the file's key and what to write.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadGateway(pub String);

/// A gateway, read and checked.
pub struct Gateway {
    /// What it delivers to.
    pub medium: Medium,
    /// Seconds for one whole call.
    pub timeout: u64,
    /// Private networks that it may stand in.
    pub networks: Vec<Network>,
    /// PEM file of further certificate authorities.
    pub authority: Option<PathBuf>,
    pub(crate) address: Template,
    method: Method,
    number: NumberForm,
    headers: Vec<(String, Template)>,
    body: Option<(BodyForm, serde_json::Value)>,
    success: Success,
    secrets: BTreeMap<String, String>,
}

impl std::fmt::Debug for Gateway {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Gateway({})", self.medium.word())
    }
}

/// What is sent to whom.
#[derive(Clone, Copy, Debug)]
pub struct Sending<'a> {
    /// Phone number as the resident wrote it, normalised by [`phone`].
    pub number: &'a str,
    /// The text.
    pub text: &'a str,
    /// The same for every try of one message; gateways that know it send once.
    pub once: &'a str,
    /// `id` or `en`.
    pub lang: &'a str,
}

/// What the gateway's answer means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Taken; the gateway's id of the message, if it tells one.
    Taken(Option<String>),
    /// Refused for good: another try would be refused too.
    Refused,
    /// It did not work now.
    Later,
}

impl Gateway {
    /// Reads a description. `credentials` is the folder of systemd credentials.
    ///
    /// # Errors
    /// What is wrong, with the key in question.
    pub fn read(text: &str, credentials: Option<&Path>) -> Result<Self, BadGateway> {
        let file: File = toml::from_str(text).map_err(|error| BadGateway(error.to_string()))?;
        let secrets = file
            .rahasia
            .iter()
            .map(|(name, source)| Ok((name.clone(), secret(name, source, credentials)?)))
            .collect::<Result<BTreeMap<_, _>, BadGateway>>()?;
        let template = |key: &str, text: &str| Template::read(key, text, &secrets);
        let address = template("alamat", &file.alamat)?;
        check_address(&file.alamat)?;
        let headers =
            file.kepala.iter().map(|(name, value)| header(name, value, &secrets)).collect::<Result<_, _>>()?;
        let body = file.isi.as_ref().map(|body| check_body(body, &secrets)).transpose()?;
        if file.metode == Method::Get && body.is_some() {
            return Err(BadGateway(
                "`isi`: tidak dapat dipakai dengan metode GET; tulis nilainya di `alamat`".to_owned(),
            ));
        }
        check_success(&file.berhasil)?;
        if !(1..=60).contains(&file.batas_waktu) {
            return Err(BadGateway("`batas_waktu`: 1 sampai 60 detik".to_owned()));
        }
        let networks = file.izinkan_jaringan.iter().map(|text| network(text)).collect::<Result<_, _>>()?;
        let gateway = Self {
            medium: file.saluran,
            timeout: file.batas_waktu,
            networks,
            authority: file.sertifikat,
            address,
            method: file.metode,
            number: file.nomor,
            headers,
            body,
            success: file.berhasil,
            secrets,
        };
        gateway.check_used()?;
        Ok(gateway)
    }

    /// A gateway that never gets the number or the text cannot deliver.
    fn check_used(&self) -> Result<(), BadGateway> {
        let call =
            self.call(Sending { number: "628777000111", text: "\u{e000}teks\u{e001}", once: "sekali-1", lang: "id" });
        let whole = format!("{}{}", call.address, String::from_utf8_lossy(&call.body));
        let headers: String = call.headers.iter().map(|(_, value)| value.as_str()).collect();
        if !(whole.contains("8777000111") || headers.contains("8777000111")) {
            return Err(BadGateway(
                "`{tujuan}` tidak dipakai di `alamat` atau `isi`: gerbang tidak tahu ke mana mengirim".to_owned(),
            ));
        }
        let encoded = percent("\u{e000}teks\u{e001}");
        if !(whole.contains("\u{e000}teks") || whole.contains(&encoded)) {
            return Err(BadGateway("`{teks}` tidak dipakai di `alamat` atau `isi`: pesan akan kosong".to_owned()));
        }
        Ok(())
    }

    /// The call that sends this message.
    pub fn call(&self, sending: Sending<'_>) -> Call {
        let number = written(sending.number, self.number);
        let value = |name: &str| match name {
            "tujuan" => number.clone(),
            "teks" => sending.text.to_owned(),
            "sekali" => sending.once.to_owned(),
            "bahasa" => sending.lang.to_owned(),
            other => {
                other.strip_prefix("rahasia.").and_then(|name| self.secrets.get(name)).cloned().unwrap_or_default()
            }
        };
        let mut headers: Vec<(String, String)> = self
            .headers
            .iter()
            .map(|(name, template)| (name.clone(), template.fill(&value).replace(char::is_control, " ")))
            .collect();
        let body = match &self.body {
            None => Vec::new(),
            Some((BodyForm::Json, shape)) => {
                headers.push(("content-type".to_owned(), "application/json".to_owned()));
                filled(shape, &value).to_string().into_bytes()
            }
            Some((BodyForm::Form, shape)) => {
                headers.push(("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned()));
                form(&filled(shape, &value)).into_bytes()
            }
        };
        Call {
            method: match self.method {
                Method::Post => "POST",
                Method::Get => "GET",
                Method::Put => "PUT",
            },
            address: self.address.fill(&|name| percent(&value(name))),
            headers,
            body: body.into(),
        }
    }

    /// What an answer of this status and body means.
    pub fn judge(&self, status: u16, body: &[u8]) -> Verdict {
        if !self.success.status.contains(&status) {
            let for_good = (400..500).contains(&status) && ![401, 403, 404, 408, 409, 425, 429].contains(&status);
            return if for_good { Verdict::Refused } else { Verdict::Later };
        }
        let json: Option<serde_json::Value> = serde_json::from_slice(body).ok();
        let at = |path: &str| json.as_ref().and_then(|json| json.pointer(path));
        if let Some(path) = &self.success.jalur {
            match at(path) {
                None => return Verdict::Later,
                Some(found) if !self.success.nilai.iter().any(|wanted| plain_toml(wanted) == plain(found)) => {
                    return Verdict::Refused;
                }
                Some(_) => {}
            }
        }
        let id = self.success.id.as_deref().and_then(at).map(plain);
        Verdict::Taken(id.map(|id| id.chars().filter(|c| !c.is_control()).take(100).collect()))
    }
}

/// Text with `{name}` in it; `{{` is a brace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Template(Vec<Piece>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Value(String),
}

const NAMES: [&str; 4] = ["tujuan", "teks", "sekali", "bahasa"];

impl Template {
    fn read(key: &str, text: &str, secrets: &BTreeMap<String, String>) -> Result<Self, BadGateway> {
        let mut pieces = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            plain.push_str(&rest[..at]);
            rest = &rest[at..];
            if let Some(after) = rest.strip_prefix("{{").or_else(|| rest.strip_prefix("}}")) {
                plain.push(if rest.starts_with('{') { '{' } else { '}' });
                rest = after;
                continue;
            }
            let end = rest.find('}').filter(|_| rest.starts_with('{'));
            let name = end.and_then(|end| rest.get(1..end));
            let (Some(name), Some(end)) = (name, end) else {
                return Err(BadGateway(format!(
                    "`{key}`: kurung kurawal tidak berpasangan; tulis {{{{ untuk sebuah kurung"
                )));
            };
            let known = NAMES.contains(&name)
                || name.strip_prefix("rahasia.").is_some_and(|secret| secrets.contains_key(secret));
            if !known {
                return Err(BadGateway(format!(
                    "`{key}`: {{{name}}} tidak dikenal; yang ada: {{tujuan}}, {{teks}}, {{sekali}}, {{bahasa}}, dan {{rahasia.NAMA}} yang ditulis di [rahasia]"
                )));
            }
            pieces.push(Piece::Text(std::mem::take(&mut plain)));
            pieces.push(Piece::Value(name.to_owned()));
            rest = rest.get(end + 1..).unwrap_or("");
        }
        plain.push_str(rest);
        pieces.push(Piece::Text(plain));
        Ok(Self(pieces))
    }

    pub(crate) fn fill(&self, value: &dyn Fn(&str) -> String) -> String {
        self.0
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) => text.clone(),
                Piece::Value(name) => value(name),
            })
            .collect()
    }
}

fn filled(shape: &serde_json::Value, value: &dyn Fn(&str) -> String) -> serde_json::Value {
    match shape {
        serde_json::Value::String(text) => {
            // Checked when it was read; every known name is filled, secrets too.
            let names: BTreeMap<String, String> = secret_names(text);
            Template::read("isi", text, &names).map_or_else(|_| shape.clone(), |template| template.fill(value).into())
        }
        serde_json::Value::Array(list) => list.iter().map(|entry| filled(entry, value)).collect(),
        serde_json::Value::Object(map) => {
            serde_json::Value::Object(map.iter().map(|(name, entry)| (name.clone(), filled(entry, value))).collect())
        }
        other => other.clone(),
    }
}

fn secret_names(text: &str) -> BTreeMap<String, String> {
    let parts = text.split("{rahasia.").skip(1);
    parts.filter_map(|part| part.split_once('}')).map(|(name, _)| (name.to_owned(), String::new())).collect()
}

fn plain(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn plain_toml(value: &toml::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn form(values: &serde_json::Value) -> String {
    let pairs = values.as_object().into_iter().flatten();
    let pairs: Vec<String> =
        pairs.map(|(name, value)| format!("{}={}", percent(name), percent(&plain(value)))).collect();
    pairs.join("&")
}

fn percent(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// A phone number as digits with country code (`6281234567890`), from what people write; `None` if it cannot be one.
pub fn phone(written: &str) -> Option<String> {
    let allowed = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '.' | '(' | ')' | '+');
    if !written.trim().chars().all(allowed) {
        return None;
    }
    let plus = written.trim().starts_with('+');
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    let whole = match digits.strip_prefix('0') {
        Some(rest) if !plus => format!("62{rest}"),
        _ if plus || digits.starts_with("62") => digits,
        _ if digits.starts_with('8') => format!("62{digits}"),
        _ => return None,
    };
    (9..=15).contains(&whole.len()).then_some(whole)
}

fn written(number: &str, form: NumberForm) -> String {
    match form {
        NumberForm::Country => number.to_owned(),
        NumberForm::Plus => format!("+{number}"),
        NumberForm::Local => number.strip_prefix("62").map_or_else(|| number.to_owned(), |rest| format!("0{rest}")),
    }
}

#[cfg(test)]
#[path = "gateway_tests.rs"]
mod tests;
