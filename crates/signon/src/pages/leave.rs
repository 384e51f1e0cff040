//! `/oauth/keluar`: signing off that an application asks for (OpenID Connect RP-Initiated Logout).

use super::answer::on;
use super::authorize::unasked;
use crate::asking::Unasked;
use crate::families::{Family, Reason};
use crate::model::address;
use crate::model::params::Params;
use crate::signon::Signon;
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use serde_json::Value;
use web::{Answer, Submission, View, Visitor};

#[derive(Template)]
#[template(path = "keluar.html")]
struct Page<'a> {
    v: &'a View,
    application: String,
    /// Back to the application; empty without a registered address.
    back: String,
    signed_in: bool,
}

/// `GET /oauth/keluar`.
pub(super) async fn page(visitor: Visitor, State(signon): State<Signon>, headers: HeaderMap) -> Answer {
    let v = &visitor.view;
    match Params::of_query(v.query()) {
        Ok(params) => left(v, &signon, &headers, &params).await,
        Err(_) => unasked(v, &headers, Unasked::Here("permintaan")),
    }
}

/// `POST /oauth/keluar`.
pub(super) async fn send(
    visitor: Visitor,
    State(signon): State<Signon>,
    headers: HeaderMap,
    form: Submission,
) -> Answer {
    let v = &visitor.view;
    let pairs = form.texts().iter().map(|(name, text)| (name.as_str(), text.as_str()));
    match Params::of(pairs) {
        Ok(params) => left(v, &signon, &headers, &params).await,
        Err(_) => unasked(v, &headers, Unasked::Here("permintaan")),
    }
}

/// The sign-on that the hint proves ends at once: it names one of ours and is signed by us. Signing out of Gapura itself,
/// which would end other work, the officer is asked for.
async fn left(v: &View, signon: &Signon, headers: &HeaderMap, params: &Params) -> Answer {
    let hinted = match hinted(signon, params).await {
        Ok(hinted) => hinted,
        Err(why) => return unasked(v, headers, why),
    };
    let client = hinted.as_ref().map_or_else(|| params.text("client_id"), |family| family.client.as_str());
    let key = signon.key(client).await.map_err(web::Error::failed)?;
    if let Some(family) = &hinted
        && let Err(error) = signon.end_family(family, Reason::SignedOff).await
    {
        return super::answer::refused(&error);
    }
    let known = key.as_ref().filter(|key| {
        let to = params.text("post_logout_redirect_uri");
        !to.is_empty() && key.revoked_at.is_none() && key.terms.after.iter().any(|known| known == to)
    });
    let back = known.map(|_| back(params)).unwrap_or_default();
    let signed_in = v.session().is_some();
    // Without a hint that proves it, an address is a place to press on, not one to be sent to.
    if hinted.is_some() && !back.is_empty() && !signed_in {
        return on(v, headers, "", &back);
    }
    let application = key.map(|key| key.name).unwrap_or_default();
    web::page(&Page { v, application, back, signed_in })
}

fn back(params: &Params) -> String {
    let to = params.text("post_logout_redirect_uri");
    match params.get("state") {
        Some(state) => address::with(to, &[("state", state)]),
        None => to.to_owned(),
    }
}

/// The sign-on that a hint proves. That its ID token is over does not matter; that it is another client's does.
async fn hinted(signon: &Signon, params: &Params) -> Result<Option<Family>, Unasked> {
    let Some(hint) = params.get("id_token_hint") else {
        return Ok(None);
    };
    let wrong = || Unasked::Here("petunjuk");
    let claims = signon.ring().await?.verify(hint).map_err(|_| wrong())?;
    let text = |name: &str| claims.get(name).and_then(Value::as_str).unwrap_or("");
    let named = params.get("client_id").is_none_or(|client| client == text("aud"));
    if text("iss") != signon.issuer() || !named {
        return Err(wrong());
    }
    let family = signon.any_family(text("sid")).await?;
    Ok(family.filter(|family| family.client == text("aud") && family.subject == text("sub")))
}
