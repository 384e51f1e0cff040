//! The same forms for the thirtieth time: sent by a request of the window itself, with the token and the fields that the page gave.

use crate::browser::Browser;
use crate::inspection::text;
use crate::town::PASSWORD;
use anyhow::{Context, Result, ensure};
use serde_json::json;

const HANDS: &str = include_str!("hands.js");

/// Where a sent form led, and what the page there says.
pub struct Answered {
    /// The path of the page.
    pub path: String,
    /// The text of its main part, in one line.
    pub said: String,
}

impl Answered {
    /// Fails unless the page says `words`.
    pub fn sees(&self, words: &str) -> Result<()> {
        ensure!(self.said.contains(words), "{} does not say \"{words}\"; it says:\n{}", self.path, self.said);
        Ok(())
    }
}

/// Fills in the form `css` of a page and sends it.
pub async fn hand_in(window: &Browser, page: &str, css: &str, fields: &[(&str, &str)]) -> Result<Answered> {
    let (status, answered) = tried(window, page, css, fields).await?;
    ensure!(status == 200, "{page} {css} {fields:?}: {status} {}", answered.said);
    Ok(answered)
}

/// The same with the status of the answer; 0 where the form does not offer what is to be filled in.
async fn tried(window: &Browser, page: &str, css: &str, fields: &[(&str, &str)]) -> Result<(u64, Answered)> {
    let answer = window.eval(&format!("({HANDS})({}, {}, {})", json!(page), json!(css), json!(fields))).await?;
    let answered = Answered { path: text(&answer["path"]), said: text(&answer["said"]) };
    Ok((answer["status"].as_u64().context("status")?, answered))
}

/// Sits down at the computer as somebody else, without looking at the page that comes.
pub async fn sit_down(window: &Browser, name: &str) -> Result<()> {
    window.client.delete_all_cookies().await?;
    let fields = [("nama", name), ("sandi", PASSWORD)];
    hand_in(window, "/masuk", "main form", &fields).await.with_context(|| name.to_owned()).map(|_| ())
}

/// The file behind an address, as the browser gets it for whoever sits here.
pub async fn taken(window: &Browser, address: &str) -> Result<Vec<u8>> {
    let fetch = format!(
        "(async () => {{ const answer = await fetch({}); if (!answer.ok) return `!${{answer.status}}`; \
         const bytes = new Uint8Array(await answer.arrayBuffer()); let out = ''; \
         for (const byte of bytes) out += String.fromCharCode(byte); return btoa(out); }})()",
        json!(address)
    );
    let answer = text(&window.eval(&fetch).await?);
    ensure!(!answer.starts_with('!'), "{address} answers {answer}");
    base64::Engine::decode(&base64::engine::general_purpose::STANDARD, answer).context(address.to_owned())
}
