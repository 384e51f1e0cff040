//! The phone of a demonstration: a gateway on this machine that takes what a city sends and shows it, so that a newcomer
//! (and a test that plays one) reads a code where residents read theirs.

use crate::config::Config;
use anyhow::Context as _;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::Html;
use axum::routing::{get, post};
use http::{StatusCode, header};
use serde::Deserialize;
use std::collections::VecDeque;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::net::TcpListener;

/// So many messages are kept.
const MOST: usize = 100;
/// Its looks.
const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:1.5rem auto;padding:0 1rem;color-scheme:light dark}\
    ol{list-style:none;padding:0}li{border:1px solid;border-radius:.75rem;padding:.5rem 1rem;margin:.75rem 0;overflow-wrap:anywhere}\
    p{margin:.25rem 0}";
/// The gateway's description, written beside the city's data.
const FILE: &str = "ponsel-contoh.toml";

/// A message as it came in.
#[derive(Clone, Debug, Deserialize)]
pub struct Message {
    /// Number that it is for: `081234567890`.
    pub to: String,
    /// What it says.
    pub text: String,
}

/// A phone that everybody shares. It works as long as the program runs.
#[derive(Clone, Debug)]
pub struct Phone {
    address: String,
    messages: Messages,
}

type Messages = Arc<Mutex<VecDeque<Message>>>;

/// Hears of every message.
type Hear = fn(&Message);

impl Phone {
    /// Opens it on this port, or on any for 0.
    ///
    /// # Errors
    /// The port is taken.
    pub async fn open(port: u16, hear: Hear) -> anyhow::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", port)).await?;
        let phone = Self { address: format!("http://{}", listener.local_addr()?), messages: Messages::default() };
        let routes = Router::new()
            .route("/", get(shown))
            .route("/gaya.css", get(async || ([(header::CONTENT_TYPE, "text/css")], STYLE)))
            .route("/pesan", post(taken))
            .with_state((Arc::clone(&phone.messages), hear));
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Ok(phone)
    }

    /// Where its messages are read.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Lets the messages of the city with this configuration come here; nothing of it stays when the program ends.
    ///
    /// # Errors
    /// The description cannot be written.
    pub fn connect(&self, config: &mut Config, folder: &Path) -> anyhow::Result<()> {
        let path = std::path::absolute(folder.join(FILE))?;
        let text = format!(
            "saluran = \"sms\"\nmetode = \"POST\"\nalamat = \"{}/pesan\"\nnomor = \"0\"\n\
             [isi]\nbentuk = \"json\"\n[isi.nilai]\nto = \"{{tujuan}}\"\ntext = \"{{teks}}\"\n\
             [berhasil]\nstatus = [200]\n",
            self.address
        );
        std::fs::write(&path, text).with_context(|| path.display().to_string())?;
        config.gerbang_pesan = Some(path);
        Ok(())
    }

    /// What came in, the latest first.
    pub fn messages(&self) -> Vec<Message> {
        self.messages.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}

async fn taken(State((messages, hear)): State<(Messages, Hear)>, body: Bytes) -> StatusCode {
    let Ok(message) = serde_json::from_slice::<Message>(&body) else {
        return StatusCode::BAD_REQUEST;
    };
    hear(&message);
    let mut kept = messages.lock().unwrap_or_else(PoisonError::into_inner);
    kept.push_front(message);
    kept.truncate(MOST);
    StatusCode::OK
}

async fn shown(State((messages, _)): State<(Messages, Hear)>) -> Html<String> {
    let mut page = String::from(
        "<!doctype html><html lang=\"id\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <meta http-equiv=\"refresh\" content=\"5\"><link rel=\"stylesheet\" href=\"/gaya.css\"><title>Ponsel contoh</title><h1>Ponsel contoh</h1>\
         <p>Pesan yang dikirim kota contoh ke ponsel warga, yang terbaru di atas. \
         <span lang=\"en\">Messages of the sample city to residents\u{2019} phones, the latest first.</span></p><ol>",
    );
    let kept = messages.lock().unwrap_or_else(PoisonError::into_inner);
    if kept.is_empty() {
        page.push_str("<li>Belum ada pesan. <span lang=\"en\">No message yet.</span></li>");
    }
    for message in kept.iter() {
        // Writing to a String cannot fail.
        let _ = write!(page, "<li><p><strong>{}</strong></p><p>", escaped(&message.to));
        for line in message.text.lines() {
            let _ = write!(page, "{}<br>", escaped(line));
        }
        page.push_str("</p></li>");
    }
    page.push_str("</ol></html>");
    Html(page)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_message_stands_on_the_phone_and_its_marks_are_no_tags() {
        let phone = Phone::open(0, |_| {}).await.unwrap();
        let state = State((Arc::clone(&phone.messages), (|_: &Message| {}) as Hear));
        assert!(shown(state.clone()).await.0.contains("Belum ada pesan"));
        let body = Bytes::from_static(br#"{"to":"081234567890","text":"Kode <b>123456</b>"}"#);
        assert_eq!(taken(state.clone(), body).await, StatusCode::OK);
        assert_eq!(taken(state.clone(), Bytes::from_static(b"[]")).await, StatusCode::BAD_REQUEST);
        assert_eq!(phone.messages().len(), 1);
        let page = shown(state).await.0;
        assert!(page.contains("081234567890") && page.contains("Kode &lt;b&gt;123456"), "{page}");
    }

    #[tokio::test]
    async fn the_description_is_one_that_the_program_reads() {
        let folder = tempfile::tempdir().unwrap();
        let phone = Phone::open(0, |_| {}).await.unwrap();
        let mut config = Config::parse(&crate::config::template("35.17", None, None)).unwrap();
        phone.connect(&mut config, folder.path()).unwrap();
        let text = std::fs::read_to_string(config.gerbang_pesan.unwrap()).unwrap();
        let read = messages::model::gateway::Gateway::read(&text, None);
        assert!(read.is_ok(), "{read:?}");
    }
}
