//! `/l/{token}`: the link of receipt, QR code and messages. It opens the case and leads to an address without secrets.

use super::{Counter, access};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use web::{Answer, Purpose, View, Visitor};

/// Tokens have 130 bits; this only keeps the noise down.
const TRIES: Purpose = Purpose { name: "lacak-tautan", burst: 120, per_hour: 1200 };

#[derive(Template)]
#[template(path = "citizen/link.html")]
struct Gone {
    v: View,
}

pub(super) async fn follow(
    visitor: Visitor,
    State(counter): State<Counter>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let v = visitor.view;
    v.frame().throttle().check(TRIES, &v.address())?;
    let mut answer = match counter.desk.by_token(&token).await? {
        Some(number) => access::opened(&v, &headers, &number, web::redirect(&format!("/lacak/{number}"))?)?,
        None => web::page_with(StatusCode::NOT_FOUND, &Gone { v })?,
    };
    answer.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(answer)
}
