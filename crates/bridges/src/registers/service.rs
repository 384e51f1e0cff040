//! A service that an agency runs: one JSON answer for one key, over https.

use super::settings::{BadSettings, KEY, Method, Settings};
use super::{Failure, PATIENCE};
use cases::doors::Record;
use kernel::Instant;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use web::outgoing::{Breaker, Call, Outgoing, Reach, Response, Unreached};

/// Largest answer that is read.
const ANSWER_BYTES: usize = 64 * 1024;
/// After so many failures in a row it is left alone for a while.
const FAILURES: u32 = 3;
/// Nobody's key, to see whether the service answers at all.
const NOBODY: &str = "0";

pub(super) struct Service {
    way: Outgoing,
    url: String,
    method: Method,
    key: String,
    headers: Vec<(String, String)>,
    take: Vec<(String, String)>,
    breaker: Mutex<Breaker>,
}

impl Service {
    pub fn new(id: &str, settings: &Settings, data: &Path) -> Result<Self, BadSettings> {
        let bad = |why: String| BadSettings(id.to_owned(), why);
        let mut headers = Vec::new();
        if let Some(secret) = &settings.secret {
            let path = data.join(&secret.file);
            let text = std::fs::read_to_string(&path);
            let text = text.map_err(|error| bad(format!("`rahasia`: {}: {error}", path.display())))?;
            let text = text.trim();
            if text.is_empty() || !text.bytes().all(|byte| (b' '..0x7f).contains(&byte)) {
                return Err(bad(format!("`rahasia`: {} kosong atau lebih dari satu baris", path.display())));
            }
            headers.push((secret.header.to_ascii_lowercase(), text.to_owned()));
        }
        let authority = settings.authority.as_ref().map(|path| data.join(path));
        let way = Outgoing::new(Reach::Anywhere, authority.as_deref(), PATIENCE, ANSWER_BYTES).map_err(bad)?;
        Ok(Self {
            way,
            url: settings.url.clone().unwrap_or_default(),
            method: settings.method,
            key: settings.key.clone().unwrap_or_default(),
            headers,
            take: settings.take.clone().into_iter().collect(),
            breaker: Mutex::new(Breaker::after(FAILURES)),
        })
    }

    /// What the service says under a key that is made of letters and digits.
    pub async fn find(&self, key: &str, personal: bool, now: Instant) -> Result<Option<Record>, Failure> {
        if personal && self.method == Method::Get {
            // Addresses are logged by whatever stands between.
            return Err(Failure("`metode` GET tidak dipakai untuk nomor pribadi; tulis POST".to_owned()));
        }
        if !self.breaker().lets_through(now) {
            return Err(Failure("diistirahatkan sebentar sesudah beberapa kali gagal".to_owned()));
        }
        let read = match self.way.call(self.call(key)).await {
            Ok(answer) => self.read(&answer),
            Err(why) => Err(unreached(why)),
        };
        match &read {
            Ok(_) => self.breaker().answered(),
            Err(_) => self.breaker().failed(now),
        }
        read
    }

    /// Asks for nobody: any answer that is one will do.
    pub async fn tried(&self) -> Result<(), Failure> {
        let answer = self.way.call(self.call(NOBODY)).await.map_err(unreached)?;
        // What it thinks of such a number is its own affair; that it does not know us, or is broken, is not.
        if matches!(answer.status, 400 | 422) { Ok(()) } else { self.read(&answer).map(drop) }
    }

    fn call(&self, key: &str) -> Call {
        let mut headers = self.headers.clone();
        let (method, address, body) = match self.method {
            Method::Get => ("GET", self.url.replace(KEY, key), Vec::new()),
            Method::Post => {
                headers.push(("content-type".to_owned(), "application/json".to_owned()));
                ("POST", self.url.clone(), json!({ &self.key: key }).to_string().into_bytes())
            }
        };
        Call { method, address, headers, body: body.into() }
    }

    /// No redirect is followed: it would carry key and secret to wherever it says.
    fn read(&self, answer: &Response) -> Result<Option<Record>, Failure> {
        match answer.status {
            200 => {}
            204 | 404 => return Ok(None),
            status => return Err(Failure(format!("menjawab dengan status {status}"))),
        }
        let json: Value =
            serde_json::from_slice(&answer.body).map_err(|_| Failure("jawabannya bukan JSON".to_owned()))?;
        let named =
            self.take.iter().filter_map(|(field, pointer)| Some((field.clone(), plain(json.pointer(pointer)?)?)));
        let record: Record = named.collect();
        Ok((!record.is_empty()).then_some(record))
    }

    fn breaker(&self) -> std::sync::MutexGuard<'_, Breaker> {
        self.breaker.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A text that stands in one line of a form.
fn plain(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().replace(char::is_control, " "),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

fn unreached(why: Unreached) -> Failure {
    Failure(match why {
        Unreached::Silent(limit) => format!("tidak menjawab dalam {} detik", limit.as_secs()),
        Unreached::Broken(why) | Unreached::Forbidden(why) => format!("tidak tercapai: {why}"),
    })
}
