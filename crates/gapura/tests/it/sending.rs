//! Reports as residents send them, until something breaks, and again until they are acknowledged.

use crate::http::{Client, Gone, Reply};
use hyper::StatusCode;
use serde_json::json;

/// A report that was sent at least once.
pub(crate) struct Report {
    door: Door,
    text: String,
    /// Number and tracking code, once acknowledged.
    ack: Option<Ack>,
    /// Photos that the resident was told are kept.
    photos: usize,
    /// The form by which another photo was sent, and whether that was acknowledged.
    addition: Option<(String, bool)>,
}

enum Door {
    /// `POST /api/v1/laporan` with this idempotency key.
    Api(String),
    /// The form, with this token and a photo.
    Form(String),
}

#[derive(Clone, PartialEq, Debug)]
struct Ack {
    number: String,
    /// The API tells the tracking code; a form sets a cookie.
    code: String,
}

const FORM: &str = "/layanan/lainnya";

impl Report {
    pub fn by_api(name: &str) -> Self {
        Self::new(Door::Api(format!("kunci-{name}")), name)
    }

    /// Opens the form first, as a browser does.
    pub async fn by_form(client: &mut Client, name: &str) -> Result<Self, Gone> {
        let page = client.get(FORM, "").await?;
        Ok(Self::new(Door::Form(token(&page, FORM)), name))
    }

    fn new(door: Door, name: &str) -> Self {
        Self { door, text: format!("Mohon diperiksa, laporan {name}"), ack: None, photos: 0, addition: None }
    }

    pub fn is_acknowledged(&self) -> bool {
        self.ack.is_some()
    }

    pub fn number(&self) -> &str {
        self.ack.as_ref().map_or("", |ack| &ack.number)
    }

    /// Sends it, for the first time or again. A refusal because the database is away is no acknowledgement.
    /// Whoever was told a number and code before is told the same again.
    pub async fn send(&mut self, client: &mut Client) -> Result<(), Gone> {
        let ack = match &self.door {
            Door::Api(key) => api(client, key, &self.text).await?,
            Door::Form(token) => form(client, token, &self.text).await?,
        };
        let Some(ack) = ack else { return Ok(()) };
        if matches!(self.door, Door::Form(_)) {
            self.photos = self.photos.max(1);
        }
        if let Some(before) = &self.ack {
            assert_eq!(before.number, ack.number, "the same sending, the same number");
            if matches!(self.door, Door::Api(_)) {
                assert_eq!(*before, ack, "and the same code");
            }
        }
        self.ack = Some(ack);
        Ok(())
    }

    /// Adds a photo to a report that was sent by form: from the page of the receipt, or the same form again.
    pub async fn add_photo(&mut self, client: &mut Client) -> Result<(), Gone> {
        let (Some(Ack { number, code }), Door::Form(_)) = (&self.ack, &self.door) else {
            return Ok(());
        };
        let action = format!("/lacak/{number}/tambahan");
        let form = match self.addition.take() {
            Some((form, _)) => form,
            None => {
                let page = client.get(&format!("/lacak/{number}/tanda-terima"), code).await?;
                if page.status != StatusCode::OK {
                    return Ok(());
                }
                token(&page, &action)
            }
        };
        self.addition = Some((form.clone(), false));
        let photo = photo(90);
        let file = Some(("foto-tambahan", photo.as_slice()));
        let reply = client.form(&action, code, &[("_tanda", &form)], file).await?;
        if reply.status == StatusCode::SEE_OTHER {
            self.addition = Some((form, true));
            self.photos = 2;
            return Ok(());
        }
        unavailable(&reply).map(drop)
    }

    /// The same sending again gives the same receipt, everyone can read where it stands, and its photos are there.
    pub async fn check(&mut self, client: &mut Client) {
        let known = self.is_acknowledged();
        self.send(client).await.unwrap();
        assert!(self.is_acknowledged(), "{} is taken now", self.text);
        if self.addition.is_some() {
            self.add_photo(client).await.unwrap();
            assert!(self.addition.as_ref().is_some_and(|(_, done)| *done));
        }
        let number = self.number();
        let page = client.get(&format!("/api/v1/laporan/{number}"), "").await.unwrap();
        assert_eq!(page.status, StatusCode::OK, "{number}, known before: {known}");
        assert_eq!(page.json()["number"], number);
        self.check_photos(client).await;
    }

    async fn check_photos(&self, client: &mut Client) {
        let (Some(Ack { number, code }), Door::Form(_)) = (&self.ack, &self.door) else {
            return;
        };
        let page = client.get(&format!("/lacak/{number}"), code).await.unwrap().text();
        let start = format!("/lacak/{number}/berkas/");
        let mut links: Vec<&str> = page
            .split("href=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .filter(|href| href.starts_with(&start))
            .collect();
        links.sort_unstable();
        links.dedup();
        assert_eq!(links.len(), self.photos, "{number}: {page}");
        for link in links {
            let file = client.get(link, code).await.unwrap();
            assert!(file.body.starts_with(&[0xFF, 0xD8, 0xFF]), "{link}");
        }
    }
}

async fn api(client: &mut Client, key: &str, text: &str) -> Result<Option<Ack>, Gone> {
    let answers = json!({ "kejadian": text, "bidang": "lain" });
    let body = json!({ "service": "lainnya", "answers": answers }).to_string();
    let headers = [("content-type", "application/json"), ("idempotency-key", key)];
    let reply = client.post("/api/v1/laporan", &headers, body).await?;
    if !matches!(reply.status, StatusCode::CREATED | StatusCode::OK) {
        return unavailable(&reply);
    }
    let receipt = reply.json();
    let text = |name: &str| receipt[name].as_str().unwrap().to_owned();
    let (number, code) = (text("number"), text("code"));
    Ok(Some(Ack { number, code }))
}

async fn form(client: &mut Client, token: &str, text: &str) -> Result<Option<Ack>, Gone> {
    let fields = [("_tanda", token), ("_draf", ""), ("kejadian", text), ("bidang", "lain"), ("_tetap", "ya")];
    let photo = photo(40);
    let reply = client.form(FORM, "", &fields, Some(("lampiran", &photo))).await?;
    if reply.status != StatusCode::SEE_OTHER {
        return unavailable(&reply);
    }
    let number = reply.header("location").split('/').nth(2).unwrap().to_owned();
    Ok(Some(Ack { number, code: reply.cookie() }))
}

/// Everything but "not now" is a fault.
fn unavailable(reply: &Reply) -> Result<Option<Ack>, Gone> {
    assert!(reply.status.is_server_error(), "{}: {}", reply.status, reply.text());
    Ok(None)
}

/// A small photo.
fn photo(shade: u8) -> Vec<u8> {
    desk::photo::sample(240, 180, shade).unwrap()
}

/// The token of the form that is sent to `action`.
fn token(page: &Reply, action: &str) -> String {
    let text = page.text();
    let form = text.split(&format!("action=\"{action}\"")).nth(1);
    let after = form.and_then(|form| form.split("name=\"_tanda\" value=\"").nth(1));
    let token = after.and_then(|after| after.split('"').next());
    token.unwrap_or_else(|| panic!("no form for {action}: {text}")).to_owned()
}
