//! What a description must fulfil, and the words in which it is refused.

use super::{BadGateway, Body, BodyForm, SecretSource, Success, Template};
use std::collections::BTreeMap;
use std::path::Path;
use web::Network;

pub(super) fn secret(name: &str, source: &SecretSource, credentials: Option<&Path>) -> Result<String, BadGateway> {
    let path = match (&source.berkas, &source.kredensial, credentials) {
        (Some(file), None, _) => file.clone(),
        (None, Some(credential), Some(folder)) if plain_file_name(credential) => folder.join(credential),
        (None, Some(_), None) => {
            return Err(BadGateway(format!("`rahasia.{name}`: tidak ada kredensial systemd; pakai `berkas`")));
        }
        _ => {
            return Err(BadGateway(format!(
                "`rahasia.{name}`: tulis salah satu: berkas = \"…\" atau kredensial = \"…\""
            )));
        }
    };
    let text = std::fs::read_to_string(&path)
        .map_err(|error| BadGateway(format!("`rahasia.{name}`: {}: {error}", path.display())))?;
    let text = text.trim();
    if text.is_empty() || text.chars().any(char::is_control) {
        return Err(BadGateway(format!("`rahasia.{name}`: {} kosong atau lebih dari satu baris", path.display())));
    }
    Ok(text.to_owned())
}

pub(super) fn plain_file_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(['/', '\\']) && !name.starts_with('.')
}

pub(super) fn check_address(address: &str) -> Result<(), BadGateway> {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    let host = rest.map_or("", |rest| rest.split(['/', '?']).next().unwrap_or(""));
    if host.is_empty() || host.contains(['{', '@']) || address.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(BadGateway(
            "`alamat`: harus https://nama-server/…; nama server tidak boleh berisi {…} atau @".to_owned(),
        ));
    }
    let (authority, _) = host.rsplit_once(':').unwrap_or((host, ""));
    let loopback = authority == "localhost" || authority == "[::1]" || authority.starts_with("127.");
    if address.starts_with("http://") && !loopback {
        return Err(BadGateway("`alamat`: harus https; http hanya untuk 127.0.0.1".to_owned()));
    }
    Ok(())
}

pub(super) fn header(
    name: &str,
    value: &str,
    secrets: &BTreeMap<String, String>,
) -> Result<(String, Template), BadGateway> {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let lower = name.to_ascii_lowercase();
    if name.is_empty()
        || !name.chars().all(plain)
        || ["host", "content-length", "transfer-encoding", "connection"].contains(&lower.as_str())
    {
        return Err(BadGateway(format!("`kepala.{name}`: bukan nama kepala HTTP yang boleh diisi")));
    }
    Ok((lower, Template::read(&format!("kepala.{name}"), value, secrets)?))
}

pub(super) fn check_body(
    body: &Body,
    secrets: &BTreeMap<String, String>,
) -> Result<(BodyForm, serde_json::Value), BadGateway> {
    let shape = serde_json::to_value(&body.nilai).map_err(|error| BadGateway(format!("`isi.nilai`: {error}")))?;
    let flat = |value: &serde_json::Value| !value.is_object() && !value.is_array();
    if body.bentuk == BodyForm::Form && !shape.as_object().is_some_and(|map| map.values().all(flat)) {
        return Err(BadGateway("`isi.nilai`: bentuk form tidak dapat memuat tabel di dalam tabel".to_owned()));
    }
    check_texts("isi.nilai", &shape, secrets)?;
    Ok((body.bentuk, shape))
}

pub(super) fn check_texts(
    key: &str,
    shape: &serde_json::Value,
    secrets: &BTreeMap<String, String>,
) -> Result<(), BadGateway> {
    match shape {
        serde_json::Value::String(text) => Template::read(key, text, secrets).map(drop),
        serde_json::Value::Array(list) => list.iter().try_for_each(|entry| check_texts(key, entry, secrets)),
        serde_json::Value::Object(map) => {
            map.iter().try_for_each(|(name, entry)| check_texts(&format!("{key}.{name}"), entry, secrets))
        }
        _ => Ok(()),
    }
}

pub(super) fn check_success(success: &Success) -> Result<(), BadGateway> {
    if success.status.is_empty() || success.status.iter().any(|status| !(200..300).contains(status)) {
        return Err(BadGateway("`berhasil.status`: daftar status 200–299".to_owned()));
    }
    let pointer = |path: &Option<String>| path.as_ref().is_none_or(|path| path.starts_with('/'));
    if !pointer(&success.jalur) || !pointer(&success.id) {
        return Err(BadGateway(
            "`berhasil.jalur` dan `berhasil.id`: penunjuk JSON, dimulai dengan /, misalnya /data/0/id".to_owned(),
        ));
    }
    if success.jalur.is_some() == success.nilai.is_empty() {
        return Err(BadGateway("`berhasil.jalur` dan `berhasil.nilai` ditulis bersama-sama".to_owned()));
    }
    Ok(())
}

pub(super) fn network(text: &str) -> Result<Network, BadGateway> {
    let wrong = || BadGateway(format!("`izinkan_jaringan`: `{text}` bukan alamat atau jaringan, contoh 10.1.0.0/16"));
    Network::parse(text).ok_or_else(wrong)
}
