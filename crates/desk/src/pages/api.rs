//! `/api/v1`: the public data of the desk as JSON, for apps and for other offices. No account, no CORS: a browser of
//! another site has no business here; errors are problem+json. Programs with a token send reports for residents and
//! answer for the cases that their agency holds (docs/adr/0085).

mod call;
mod openapi;
mod programs;
mod report;
mod services;
mod upload;
mod work;

use crate::Desk;
use web::{Answer, Routes, Visitor};

/// Every address of the public JSON.
pub(super) fn routes(desk: Desk) -> Routes {
    Routes::new()
        .get("/api/v1/layanan", services::list)
        .get("/api/v1/layanan/{id}", services::one)
        .post("/api/v1/laporan", report::send)
        .get("/api/v1/laporan/{number}", report::one)
        .post("/api/v1/laporan/{number}/tambahan", programs::add)
        .post("/api/v1/laporan/{number}/tanggapan", programs::reply)
        .post("/api/v1/laporan/{number}/aksi", work::act)
        .post("/api/v1/laporan/{number}/jawaban", work::answer)
        .post("/api/v1/unggahan", upload::begin)
        .post("/api/v1/unggahan/{upload}", upload::put)
        .get("/api/v1/openapi.json", document)
        .described(openapi::part)
        .with_state(desk)
}

/// The description of all this, OpenAPI 3.1.
async fn document(visitor: Visitor) -> Answer {
    let (city, home) = (visitor.city().name.as_str(), visitor.frame().public_url());
    web::json(&openapi::document(city, home, visitor.frame().described()))
}
