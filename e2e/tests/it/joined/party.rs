//! An agency's application that lets its officers sign on with us: code with PKCE, written by hand as a stranger would.

use super::calls::{Asked, ask};
use anyhow::{Context, Result};
use axum::Router;
use axum::extract::{Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::net::TcpListener;

/// A verifier of PKCE and its challenge (the example of RFC 7636, appendix B).
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const STATE: &str = "keadaan-aplikasi";

/// What its developer put into its configuration.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    pub issuer: String,
    pub client: String,
    pub secret: String,
}

/// It listens as long as the test runs.
pub struct Party {
    pub base: String,
    settings: Arc<Mutex<Settings>>,
}

impl Party {
    pub async fn open() -> Result<Self> {
        let settings = Arc::new(Mutex::new(Settings::default()));
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let base = format!("http://{}", listener.local_addr()?);
        let routes = Router::new()
            .route("/", get(begin))
            .route("/kembali", get(back))
            .with_state((base.clone(), Arc::clone(&settings)));
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Ok(Self { base, settings })
    }

    /// Where we send people back to.
    pub fn redirect(&self) -> String {
        format!("{}/kembali", self.base)
    }

    /// Its developer sets it up.
    pub fn set(&self, settings: Settings) {
        *self.settings.lock().unwrap_or_else(PoisonError::into_inner) = settings;
    }
}

type Shared = (String, Arc<Mutex<Settings>>);

fn now((_, settings): &Shared) -> Settings {
    settings.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

async fn begin(State(shared): State<Shared>) -> Redirect {
    let set = now(&shared);
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("response_type", "code")
        .append_pair("client_id", &set.client)
        .append_pair("redirect_uri", &format!("{}/kembali", shared.0))
        .append_pair("scope", "openid profile")
        .append_pair("state", STATE)
        .append_pair("nonce", "sekali")
        .append_pair("code_challenge", CHALLENGE)
        .append_pair("code_challenge_method", "S256")
        .finish();
    Redirect::to(&format!("{}/oauth/authorize?{query}", set.issuer))
}

async fn back(State(shared): State<Shared>, Query(query): Query<HashMap<String, String>>) -> Response {
    match welcome(&shared, &query).await {
        Ok(name) => Html(format!("<h1>Selamat datang, {name}</h1>")).into_response(),
        Err(error) => Html(format!("<h1>Gagal: {error:#}</h1>")).into_response(),
    }
}

async fn welcome(shared: &Shared, query: &HashMap<String, String>) -> Result<String> {
    anyhow::ensure!(query.get("state").is_some_and(|state| state == STATE), "another state: {query:?}");
    let code = query.get("code").with_context(|| format!("{query:?}"))?;
    let set = now(shared);
    let redirect = format!("{}/kembali", shared.0);
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", &redirect),
        ("code_verifier", VERIFIER),
        ("client_id", &set.client),
        ("client_secret", &set.secret),
    ];
    let tokens = ask(&format!("{}/oauth/token", set.issuer), Asked::Form(&form)).await?;
    let token = tokens.json["access_token"].as_str().with_context(|| tokens.json.to_string())?.to_owned();
    let person = ask(&format!("{}/oauth/userinfo", set.issuer), Asked::With(&token)).await?;
    person.json["name"].as_str().map(str::to_owned).with_context(|| person.json.to_string())
}
