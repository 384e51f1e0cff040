//! `/oauth/token`, `/oauth/introspect`, `/oauth/revoke`: what programs ask with their own id and secret.

use super::answer::{refused, unkept};
use crate::clients::Key;
use crate::issue::{Issued, Presented};
use crate::model::params::Params;
use crate::oauth::OAuthError;
use crate::signon::Signon;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use web::{Answer, Purpose, View, Visitor};

/// Tokens for one key. They hold for ten minutes: whoever asks for each call anew is slowed down.
const ISSUED: Purpose = Purpose { name: "oauth-token", burst: 120, per_hour: 3600 };
/// Clients that did not prove who they are, from one address, behind which an agency may stand.
const FAILED: Purpose = Purpose { name: "oauth-gagal", burst: 30, per_hour: 300 };

pub(super) async fn token(visitor: Visitor, State(signon): State<Signon>, headers: HeaderMap, body: Bytes) -> Answer {
    let asked = match asked(&visitor, &signon, &headers, &body).await? {
        Ok(asked) => asked,
        Err(error) => return refused(&error),
    };
    visitor.frame().throttle().check(ISSUED, &asked.0.id)?;
    match granted(&signon, &asked).await {
        Ok(issued) => unkept(StatusCode::OK, &written(&issued)),
        Err(error) => refused(&error),
    }
}

async fn granted(signon: &Signon, (key, params): &(Key, Params)) -> Result<Issued, OAuthError> {
    let needed = |name| params.get(name).ok_or(OAuthError::InvalidRequest("a parameter of this grant is missing"));
    match params.get("grant_type") {
        Some("client_credentials") => {
            let resources: Vec<&str> = params.all("resource").collect();
            signon.program_token(key, params.get("scope"), &resources).await
        }
        Some("authorization_code") => {
            let redirect = params.text("redirect_uri");
            signon.redeemed(key, needed("code")?, (redirect, needed("code_verifier")?)).await
        }
        Some("refresh_token") => signon.refreshed(key, needed("refresh_token")?, params.get("scope")).await,
        Some(_) => Err(OAuthError::UnsupportedGrantType),
        None => Err(OAuthError::InvalidRequest("grant_type is missing")),
    }
}

fn written(issued: &Issued) -> Value {
    let mut answer = json!({
        "access_token": issued.access_token, "token_type": "Bearer", "expires_in": issued.expires_in,
        "scope": issued.scope,
    });
    for (name, token) in [("refresh_token", &issued.refresh_token), ("id_token", &issued.id_token)] {
        if let Some(token) = token {
            answer[name] = json!(token);
        }
    }
    answer
}

pub(super) async fn introspect(
    visitor: Visitor,
    State(signon): State<Signon>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let outcome = match asked(&visitor, &signon, &headers, &body).await? {
        Ok((key, _)) if !key.kind.has_secret() => Err(OAuthError::InvalidClient),
        Ok((key, params)) => signon.introspected(&key, params.text("token")).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(worth) => unkept(StatusCode::OK, &worth),
        Err(error) => refused(&error),
    }
}

pub(super) async fn revoke(visitor: Visitor, State(signon): State<Signon>, headers: HeaderMap, body: Bytes) -> Answer {
    let outcome = match asked(&visitor, &signon, &headers, &body).await? {
        Ok((_, params)) if params.get("token").is_none() => Err(OAuthError::InvalidRequest("token is missing")),
        Ok((key, params)) => signon.taken_back(&key, params.text("token")).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(()) => unkept(StatusCode::OK, &json!({})),
        Err(error) => refused(&error),
    }
}

/// Who asks, proved, and what. Who did not prove it is counted by address.
async fn asked(
    v: &View,
    signon: &Signon,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Result<(Key, Params), OAuthError>, web::Error> {
    let proved = async {
        let params = read(headers, body)?;
        let key = signon.authenticated(&presented(headers, &params)?).await?;
        Ok((key, params))
    };
    let outcome = proved.await;
    if matches!(outcome, Err(OAuthError::InvalidClient)) {
        v.frame().throttle().check(FAILED, &v.address())?;
    }
    Ok(outcome)
}

fn read(headers: &HeaderMap, body: &[u8]) -> Result<Params, OAuthError> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
    if !kind.to_ascii_lowercase().starts_with("application/x-www-form-urlencoded") {
        return Err(OAuthError::InvalidRequest("the body is no form"));
    }
    let text = std::str::from_utf8(body).map_err(|_| OAuthError::InvalidRequest("the body is no text"))?;
    Params::of_query(text).map_err(|_| OAuthError::InvalidRequest("a parameter stands twice, or they are too long"))
}

/// What the client says of itself: in the field `Authorization` or in the form, not in both (RFC 6749 section 2.3).
fn presented(headers: &HeaderMap, params: &Params) -> Result<Presented, OAuthError> {
    let mut fields = headers.get_all(header::AUTHORIZATION).iter();
    let (first, second) = (fields.next(), fields.next());
    let in_form = params.get("client_secret");
    let Some(field) = first else {
        let client = params.get("client_id").ok_or(OAuthError::InvalidClient)?;
        return Ok(Presented { client: client.to_owned(), secret: in_form.map(str::to_owned) });
    };
    if second.is_some() || in_form.is_some() {
        return Err(OAuthError::InvalidRequest("the client proves who it is in two ways"));
    }
    let basic = field.to_str().ok().and_then(basic).ok_or(OAuthError::InvalidClient)?;
    if params.get("client_id").is_some_and(|client| client != basic.client) {
        return Err(OAuthError::InvalidRequest("client_id is not the one of the header"));
    }
    Ok(basic)
}

fn basic(field: &str) -> Option<Presented> {
    let (scheme, encoded) = field.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (client, secret) = text.split_once(':')?;
    Some(Presented { client: decoded(client)?, secret: Some(decoded(secret)?) })
}

/// RFC 6749 section 2.3.1 has both encoded first. Some clients do so, even with `-` and `_` (oauth4webapi), others do not
/// (Authlib): ids and secrets of ours hold no sign that would read otherwise.
fn decoded(text: &str) -> Option<String> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'%');
    let decoded = url::form_urlencoded::parse(text.as_bytes()).next().map(|(word, _)| word.into_owned());
    decoded.filter(|_| text.bytes().all(fits))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn with(fields: &[&str]) -> HeaderMap {
        let fields = fields.iter().map(|field| (header::AUTHORIZATION, HeaderValue::from_str(field).unwrap()));
        fields.collect()
    }

    fn said(fields: &[&str], form: &str) -> Result<(String, Option<String>), &'static str> {
        let read = presented(&with(fields), &Params::of_query(form).unwrap());
        read.map(|one| (one.client, one.secret)).map_err(|error| error.code())
    }

    #[test]
    fn a_client_says_who_it_is_in_the_header_or_in_the_form_and_not_in_both() {
        let basic = format!("Basic {}", STANDARD.encode("a-1:gps_x"));
        let own = Ok(("a-1".to_owned(), Some("gps_x".to_owned())));
        assert_eq!(said(&[&basic], ""), own);
        assert_eq!(said(&[&basic], "client_id=a-1"), own);
        assert_eq!(
            said(&[&format!("Basic {}", STANDARD.encode("a%2D1:gps%5Fx"))], ""),
            own,
            "encoded as the rule says"
        );
        assert_eq!(said(&[], "client_id=a-1&client_secret=gps_x"), own);
        assert_eq!(said(&[], "client_id=a-1"), Ok(("a-1".to_owned(), None)));
        assert_eq!(said(&[&basic], "client_secret=gps_x"), Err("invalid_request"));
        assert_eq!(said(&[&basic, &basic], ""), Err("invalid_request"));
        assert_eq!(said(&[&basic], "client_id=b"), Err("invalid_request"));
        for wrong in ["Bearer x", "Basic", "Basic %%%", "Basic YQ==", "Basic YTpiJmM9"] {
            assert_eq!(said(&[wrong], ""), Err("invalid_client"), "{wrong}");
        }
        assert_eq!(said(&[], ""), Err("invalid_client"));
    }

    #[test]
    fn a_body_that_is_no_form_is_refused() {
        let kind = |kind: &'static str| HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static(kind))]);
        assert!(read(&kind("application/x-www-form-urlencoded; charset=UTF-8"), b"a=1").is_ok());
        for (kind, body) in [
            (kind("application/json"), &b"{}"[..]),
            (kind("multipart/form-data; boundary=x"), b"--x--"),
            (kind("application/x-www-form-urlencoded"), b"a=\xff\xfe"),
            (kind("application/x-www-form-urlencoded"), b"a=1&a=2"),
            (HeaderMap::new(), b"a=1"),
        ] {
            assert!(read(&kind, body).is_err(), "{kind:?}");
        }
    }
}
