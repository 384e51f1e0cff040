//! Officers who act from the page of a case.

use super::WorkCases;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use kernel::CaseNumber;
use web::{May, Permission, Visitor, Who};

/// An officer who may work on cases. Whoever was signed out meanwhile is led to the sign-in page, and from there back
/// to the page of the case: the address of the form itself is no page.
pub(super) struct AtCase(pub May<WorkCases>);

impl Who for AtCase {
    const WHO: &'static str = WorkCases::NAME;
}

impl<S: Send + Sync> FromRequestParts<S> for AtCase {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let visitor = Visitor::from_request_parts(parts, state).await;
        let visitor = visitor.map_err(IntoResponse::into_response)?;
        if let (None, Some(page)) = (visitor.session(), page_of(visitor.path())) {
            let to = format!("/masuk?ke={}", super::encoded(&page));
            return Err(web::redirect(&to).unwrap_or_else(IntoResponse::into_response));
        }
        let may = May::from_request_parts(parts, state).await;
        may.map(Self).map_err(IntoResponse::into_response)
    }
}

/// `/kerja/kasus/{number}` of an address below it.
fn page_of(path: &str) -> Option<String> {
    let below = path.strip_prefix("/kerja/kasus/")?;
    let number = CaseNumber::parse(below.split('/').next()?).ok()?;
    Some(format!("/kerja/kasus/{number}"))
}

#[cfg(test)]
mod tests {
    use super::page_of;

    #[test]
    fn the_way_back_from_a_form_is_the_page_of_its_case() {
        let page = page_of("/kerja/kasus/PGD-2027-000001-5/tindakan/survei.jadwalkan");
        assert_eq!(page.as_deref(), Some("/kerja/kasus/PGD-2027-000001-5"));
    }

    #[test]
    fn an_address_without_a_number_is_no_way_back() {
        for path in ["/kerja/kasus/abc/catatan", "/kerja/kasus//evil.example", "/kerja"] {
            assert_eq!(page_of(path), None, "{path}");
        }
    }
}
