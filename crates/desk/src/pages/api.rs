//! `/api/v1`: the public data of the desk as JSON, for apps and for other offices. No account, no CORS: a browser of
//! another site has no business here; errors are problem+json.

mod openapi;
mod report;
mod services;

use crate::Desk;
use web::{Answer, Routes, Visitor};

/// Every address of the public JSON.
pub(super) fn routes(desk: Desk) -> Routes {
    Routes::new()
        .get("/api/v1/layanan", services::list)
        .get("/api/v1/layanan/{id}", services::one)
        .post("/api/v1/laporan", report::send)
        .get("/api/v1/laporan/{number}", report::one)
        .get("/api/v1/openapi.json", document)
        .with_state(desk)
}

/// The description of all this, OpenAPI 3.1.
async fn document(visitor: Visitor) -> Answer {
    web::json(&openapi::document(visitor.city().name.as_str(), visitor.frame().public_url()))
}
