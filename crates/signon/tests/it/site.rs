//! The pages with some people who are signed in, and the doors at which programs and applications ask for tokens.

use crate::office::{BACK, Office};
use axum::http::{Request, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use signon::Registered;
use std::sync::Arc;
use testkit::{Reply, filled, form};
use web::Session;

/// RFC 7636, appendix B.
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// How a form without files is sent.
pub const FORM: &str = "application/x-www-form-urlencoded";

pub struct Site(testkit::Site);

impl Site {
    pub fn new(office: &Office, people: Vec<Session>) -> Self {
        let (signon, room) = (office.signon.clone(), signon::room(office.signon.clone()));
        Self(testkit::Site::with(&office.ledger, room, people, |settings| settings.machines = Arc::new(signon)))
    }

    pub async fn ask(&self, method: &str, path: &str, fields: &[(&str, &str)], body: &str) -> Reply {
        let request = Request::builder().method(method).uri(path);
        let request = fields.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        self.0.ask(None, request, body.to_owned()).await
    }

    pub fn cookie(&self, who: Option<usize>) -> String {
        self.0.cookie(who)
    }

    pub async fn get(&self, who: Option<usize>, path: &str) -> Reply {
        self.0.ask(who, Request::get(path), ()).await
    }

    /// What a program posts.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        self.ask("POST", path, &[("content-type", FORM)], &form(fields)).await
    }

    /// Opens a page, and sends its form for `action` with these fields.
    pub async fn send(&self, who: Option<usize>, (page, action): (&str, &str), fields: &[(&str, &str)]) -> Reply {
        let html = self.get(who, page).await.body;
        self.0.fill(who, (&html, action), fields).await
    }

    /// Sends the form for `action` that stands in a page, with the cookie of whoever sends it.
    pub async fn send_from(&self, html: &str, cookie: &str, action: &str, fields: &[(&str, &str)]) -> Reply {
        let headers = [("cookie", cookie), ("sec-fetch-site", "same-origin"), ("content-type", FORM)];
        self.ask("POST", action, &headers, &form(&filled(html, action, fields))).await
    }

    /// A program's token.
    pub async fn program_token(&self, client: &Registered) -> String {
        let came = self.token(client, &[("grant_type", "client_credentials")]).await;
        assert_eq!(came.status, StatusCode::OK, "{}", came.body);
        came.json()["access_token"].as_str().unwrap().to_owned()
    }

    /// Asks the token endpoint with the client's own id and secret in the form.
    pub async fn token(&self, client: &Registered, fields: &[(&str, &str)]) -> Reply {
        let secret = client.secret.as_ref().map(|secret| secret.text.clone()).unwrap_or_default();
        let own = [("client_id", client.id.as_str()), ("client_secret", secret.as_str())];
        let own = if secret.is_empty() { &own[..1] } else { &own[..] };
        self.post("/oauth/token", &[own, fields].concat()).await
    }

    /// Begins a sign-on; `more` replaces what stands there.
    pub async fn authorize(&self, cookie: &str, client: &str, more: &[(&str, &str)]) -> Reply {
        self.ask("GET", &authorize(client, more), &[("cookie", cookie)], "").await
    }

    /// A whole sign-on of an officer: the answer of the token endpoint.
    pub async fn signed_on(&self, who: usize, client: &Registered, scope: &str) -> Value {
        let came = self.authorize(&self.cookie(Some(who)), &client.id, &[("scope", scope)]).await;
        let code = came.sent("code").unwrap_or_else(|| panic!("no code: {} {}", came.to(), came.body));
        let came = self.redeem(client, &code).await;
        assert_eq!(came.status, StatusCode::OK, "{}", came.body);
        came.json()
    }

    pub async fn redeem(&self, client: &Registered, code: &str) -> Reply {
        let fields =
            [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", BACK), ("code_verifier", VERIFIER)];
        self.token(client, &fields).await
    }
}

/// The address with which a sign-on begins.
pub fn authorize(client: &str, more: &[(&str, &str)]) -> String {
    let mut fields = vec![
        ("response_type", "code"),
        ("client_id", client),
        ("redirect_uri", BACK),
        ("scope", "openid profile"),
        ("state", "keadaan-1"),
        ("nonce", "sekali-1"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    fields.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    fields.extend(more.iter().filter(|(_, value)| !value.is_empty()));
    format!("/oauth/authorize?{}", form(&fields))
}

/// The claims of a token, unchecked.
pub fn claims(token: &str) -> Value {
    let part = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}
