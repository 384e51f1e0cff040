//! A stand-in for BSrE's sign service that answers as real ones were seen to: it checks account, form and passphrase, and
//! signs by an incremental update; or it refuses, hangs, errs, sends rubbish.

use axum::Router;
use axum::body::Body;
use axum::extract::{Multipart, Path, State};
use axum::http::{HeaderMap, Response, header};
use axum::routing::{get, post};
use letters::bsre::{Bsre, Settings};
use std::sync::{Arc, Mutex};

/// A signer that the service knows, and the passphrase.
pub const NIK: &str = "3517011234567890";
pub const PASSPHRASE: &str = "Rahasia#2027";
/// A signer whose certificate has expired, and one whom nobody registered.
pub const EXPIRED: &str = "3517019999999990";
pub const STRANGER: &str = "3517010000000001";

/// What the service does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    Signs,
    /// Answers with the id alone; the file is fetched.
    SignsLater,
    Hangs,
    Errs,
    /// `200 OK` and an unsigned PDF.
    Echoes,
    Rubbish,
}

#[derive(Clone)]
pub struct Service {
    pub address: String,
    mood: Arc<Mutex<Mood>>,
    /// Names of the parts of each form that came, in their order.
    pub heard: Arc<Mutex<Vec<Vec<String>>>>,
    kept: Arc<Mutex<Vec<u8>>>,
}

impl Service {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let service = Self {
            address: format!("http://{}", listener.local_addr().unwrap()),
            mood: Arc::new(Mutex::new(Mood::Signs)),
            heard: Arc::default(),
            kept: Arc::default(),
        };
        let routes = Router::new()
            .route("/api/sign/pdf", post(sign))
            .route("/api/sign/download/{id}", get(download))
            .route("/api/user/status/{nik}", get(status))
            .with_state(service.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        service
    }

    pub fn becomes(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    pub fn calls(&self) -> usize {
        self.heard.lock().unwrap().len()
    }

    /// The adapter of a region that uses this service under this password.
    pub fn adapter(&self, password: &str) -> Arc<Bsre> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), format!("{password}\n")).unwrap();
        let settings = Settings {
            address: self.address.clone(),
            account: "gapura".into(),
            password_file: file.path().to_owned(),
            authority: None,
            timeout: Some(1),
        };
        Arc::new(Bsre::new(&settings).unwrap())
    }
}

fn json(status: u16, body: &str) -> Response<Body> {
    let response = Response::builder().status(status).header(header::CONTENT_TYPE, "application/json");
    response.body(Body::from(body.to_owned())).unwrap()
}

fn known(headers: &HeaderMap) -> bool {
    // gapura:sandi
    headers.get(header::AUTHORIZATION).is_some_and(|value| value == "Basic Z2FwdXJhOnNhbmRp")
}

async fn sign(State(service): State<Service>, headers: HeaderMap, mut form: Multipart) -> Response<Body> {
    let (mut names, mut pdf, mut nik, mut passphrase) = (Vec::new(), Vec::new(), String::new(), String::new());
    while let Some(part) = form.next_field().await.unwrap() {
        let name = part.name().unwrap().to_owned();
        match name.as_str() {
            "file" => pdf = part.bytes().await.unwrap().to_vec(),
            "nik" => nik = part.text().await.unwrap(),
            "passphrase" => passphrase = part.text().await.unwrap(),
            _ => drop(part.text().await.unwrap()),
        }
        names.push(name);
    }
    service.heard.lock().unwrap().push(names);
    if !known(&headers) {
        return json(401, r#"{"timestamp":1,"status":401,"error":"Unauthorized","path":"/api/sign/pdf"}"#);
    }
    let mood = *service.mood.lock().unwrap();
    match mood {
        Mood::Hangs => return std::future::pending().await,
        Mood::Errs => return json(500, r#"{"timestamp":1,"status":500,"error":"Internal Server Error"}"#),
        Mood::Rubbish => return json(200, "<html>502 Bad Gateway</html>"),
        Mood::Echoes => return Response::new(Body::from(pdf)),
        Mood::Signs | Mood::SignsLater => {}
    }
    match nik.as_str() {
        EXPIRED => json(400, r#"{"status_code":2021,"error":"Sertifikat expired"}"#),
        NIK if passphrase == PASSPHRASE => {
            let signed = signed(&pdf);
            let later = mood == Mood::SignsLater;
            *service.kept.lock().unwrap() = signed.clone();
            let body = if later { Body::empty() } else { Body::from(signed) };
            Response::builder().header("id_dokumen", "d41d8cd9-1").body(body).unwrap()
        }
        NIK => json(400, r#"{"status_code":2031,"error":"Proses signing gagal : Passphrase anda salah"}"#),
        _ => json(400, r#"{"status_code":2011,"error":"User tidak terdaftar"}"#),
    }
}

async fn download(State(service): State<Service>, Path(id): Path<String>) -> Response<Body> {
    assert_eq!(id, "d41d8cd9-1");
    Response::new(Body::from(service.kept.lock().unwrap().clone()))
}

async fn status(State(service): State<Service>, Path(nik): Path<String>) -> Response<Body> {
    if *service.mood.lock().unwrap() == Mood::Errs {
        return json(500, "{}");
    }
    match nik.as_str() {
        NIK => json(200, r#"{"status_code":1111,"status":"ISSUE","message":"User sudah terdaftar"}"#),
        EXPIRED => json(200, r#"{"status_code":2021,"status":"NO_CERTIFICATE","message":"Tidak ada sertifikat"}"#),
        _ => json(200, r#"{"status_code":1110,"status":"NOT_REGISTERED","message":"User belum terdaftar"}"#),
    }
}

/// What a signature in an incremental update looks like; its hexadecimal hole holds no real certificate.
fn signed(pdf: &[u8]) -> Vec<u8> {
    let hole = "<30820000>";
    let tail = "\nendobj\nstartxref\n0\n%%EOF\n";
    let head = |before: usize| {
        let (after, behind) = (before + hole.len(), tail.len());
        format!("\n9 0 obj\n<< /Type /Sig /ByteRange [0 {before:08} {after:08} {behind:08}] /Contents ")
    };
    let before = pdf.len() + head(0).len();
    [pdf, head(before).as_bytes(), hole.as_bytes(), tail.as_bytes()].concat()
}
