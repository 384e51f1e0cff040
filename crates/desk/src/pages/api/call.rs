//! A call of a program on one case: who calls, which case, under which key, and what it sends. A handler that takes one says
//! what the call does, and nothing else.

use super::programs::{counted, key, keyless, unreadable};
use crate::Desk;
use crate::refusal::DeskRefusal;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts as _, Path, Request};
use axum::response::IntoResponse;
use kernel::CaseNumber;
use serde::de::DeserializeOwned;
use web::{Answer, Program, Scope, Who};

/// The call, of a program whose token covers `S`; what it sends is a `B`.
pub(super) struct Call<S, B> {
    pub desk: Desk,
    pub who: Program<S>,
    pub number: CaseNumber,
    pub key: String,
    pub body: B,
}

impl<S: Scope, B> Who for Call<S, B> {
    const WHO: &'static str = S::NAME;
}

impl<S: Scope, B: DeserializeOwned> FromRequest<Desk> for Call<S, B> {
    type Rejection = Answer;

    async fn from_request(request: Request, desk: &Desk) -> Result<Self, Answer> {
        let (mut parts, body) = request.into_parts();
        let who = Program::<S>::from_request_parts(&mut parts, desk).await.map_err(refused)?;
        counted(&who, Some(&who.machine)).map_err(refused)?;
        let Path(number) = Path::<String>::from_request_parts(&mut parts, desk).await.map_err(unread)?;
        let number = CaseNumber::parse(&number).map_err(|_| refused(DeskRefusal::NoSuchCase))?;
        let Some(key) = key(&parts.headers, Some(&who.machine)) else { return Err(keyless(&who)) };
        let body = Bytes::from_request(Request::from_parts(parts, body), desk).await.map_err(unread)?;
        let body = serde_json::from_slice(&body).map_err(|error| unreadable(&who, &error))?;
        // A key counts within its case: the one with which the case was sent is none of these.
        Ok(Self { key: format!("{key}/{number}"), desk: desk.clone(), who, number, body })
    }
}

fn refused(why: impl Into<web::Error>) -> Answer {
    Err(why.into())
}

/// What is no request at all has its answer from the server itself.
fn unread(why: impl IntoResponse) -> Answer {
    Ok(why.into_response())
}
