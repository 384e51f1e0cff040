//! Metadata (RFC 8414, OpenID Connect Discovery), published keys, and what a token says about its person.

use super::answer::{published, unkept};
use crate::model::{jws, scope};
use crate::oauth::OAuthError;
use crate::signon::Signon;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use serde_json::json;
use web::{Answer, Visitor};

/// One document at both addresses: every member that one of them asks for.
pub(super) async fn metadata(_: Visitor, State(signon): State<Signon>) -> Answer {
    let issuer = signon.issuer();
    let at = |path: &str| format!("{issuer}{path}");
    let scopes: Vec<&str> = scope::SIGN_ON.into_iter().chain(scope::PROGRAM.map(|one| one.name)).collect();
    let secret = ["client_secret_basic", "client_secret_post"];
    published(&json!({
        "issuer": issuer,
        "authorization_endpoint": at("/oauth/authorize"),
        "token_endpoint": at("/oauth/token"),
        "userinfo_endpoint": at("/oauth/userinfo"),
        "jwks_uri": at("/oauth/jwks"),
        "end_session_endpoint": at("/oauth/keluar"),
        "introspection_endpoint": at("/oauth/introspect"),
        "revocation_endpoint": at("/oauth/revoke"),
        "scopes_supported": scopes,
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
        "introspection_endpoint_auth_methods_supported": secret,
        "revocation_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
        "code_challenge_methods_supported": ["S256"],
        "subject_types_supported": ["public", "pairwise"],
        "id_token_signing_alg_values_supported": [jws::ALGORITHM],
        "claims_supported": [
            "sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "at_hash", "sid", "name", "email",
            "email_verified", "phone_number", "phone_number_verified", "peran", "unit",
        ],
        "prompt_values_supported": ["none", "login", "consent", "select_account"],
        "ui_locales_supported": ["id", "en"],
        "authorization_response_iss_parameter_supported": true,
        "request_parameter_supported": false,
        "request_uri_parameter_supported": false,
        "claims_parameter_supported": false,
        "backchannel_logout_supported": true,
        "backchannel_logout_session_supported": true,
        "service_documentation": at("/pengembang"),
    }))
}

/// `/oauth/jwks`.
pub(super) async fn keys(_: Visitor, State(signon): State<Signon>) -> Answer {
    match signon.ring().await {
        Ok(ring) => published(&ring.published(signon.now())),
        Err(error) => super::answer::refused(&error),
    }
}

/// `/oauth/userinfo`. The token stands in the header; never in the address, where logs would keep it.
pub(super) async fn userinfo(_: Visitor, State(signon): State<Signon>, headers: HeaderMap) -> Answer {
    let token = web::bearer(&headers).ok_or_else(|| web::Error::no_machine("Bearer"))?;
    match signon.userinfo(token).await {
        Ok(Some(claims)) => unkept(StatusCode::OK, &claims),
        Ok(None) => Err(web::Error::no_machine("Bearer error=\"invalid_token\"")),
        Err(error @ OAuthError::Unavailable) => super::answer::refused(&error),
        Err(error) => Err(web::Error::failed(error)),
    }
}
