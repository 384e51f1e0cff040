//! The gateway stands beside the house: its calls pass no session, no compression and no form limits.

use crate::gateway::Gateway;
use axum::Router;
use axum::extract::Request;
use axum::response::Response;
use std::convert::Infallible;
use tower::{ServiceExt as _, service_fn};

/// Whether the gateway answers this path.
fn is_call(path: &str) -> bool {
    path.starts_with("/x/") || path.starts_with("/r1/")
}

/// One router: calls go to the gateway, everything else into the house.
pub fn beside(gateway: Gateway, house: Router) -> Router {
    Router::new().fallback_service(service_fn(move |request: Request| {
        let (gateway, house) = (gateway.clone(), house.clone());
        async move {
            let response: Response = if is_call(request.uri().path()) {
                gateway.answer(request).await
            } else {
                match house.oneshot(request).await {
                    Ok(response) => response,
                    Err(never) => match never {},
                }
            };
            Ok::<_, Infallible>(response)
        }
    }))
}
