//! What a program of an agency does: asks for a token, calls.

use anyhow::{Context, Result};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;

/// How something is asked.
pub enum Asked<'a> {
    /// `POST` of a form.
    Form(&'a [(&'a str, &'a str)]),
    /// `GET` with a token.
    With(&'a str),
}

/// What came back.
#[derive(Debug)]
pub struct Said {
    pub status: u16,
    pub json: Value,
}

/// One call over HTTP.
pub async fn ask(address: &str, asked: Asked<'_>) -> Result<Said> {
    let builder = http::Request::builder().uri(address);
    let request = match asked {
        Asked::Form(fields) => {
            let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
            let kind = "application/x-www-form-urlencoded";
            builder.method("POST").header("content-type", kind).body(Full::from(body))?
        }
        Asked::With(token) => builder.header("authorization", format!("Bearer {token}")).body(Full::default())?,
    };
    let client: Client<_, Full<axum::body::Bytes>> = Client::builder(TokioExecutor::new()).build_http();
    let answer = client.request(request).await?;
    let status = answer.status().as_u16();
    let body = answer.into_body().collect().await?.to_bytes();
    Ok(Said { status, json: serde_json::from_slice(&body).unwrap_or(Value::Null) })
}

/// A token by client credentials, as a program gets it.
pub async fn token(base: &str, client: &str, secret: &str, scope: &str) -> Result<String> {
    let form =
        [("grant_type", "client_credentials"), ("client_id", client), ("client_secret", secret), ("scope", scope)];
    let said = ask(&format!("{base}/oauth/token"), Asked::Form(&form)).await?;
    said.json["access_token"].as_str().map(str::to_owned).with_context(|| format!("{said:?}"))
}
