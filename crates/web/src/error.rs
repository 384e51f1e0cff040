//! What a handler returns when it does not answer: a refusal that the reader can act on, or a failure that
//! says nothing but an incident id. `assemble` turns it into an HTML page or problem+json in the reader's language.

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use kernel::{Refusal, RefusalKind};
use std::sync::Arc;

/// What handlers return.
pub type Answer = Result<Response, Error>;

/// Why a request was not answered as asked.
#[derive(Debug)]
pub struct Error(Box<Kind>);

#[derive(Debug)]
enum Kind {
    Refused(Refused),
    Failed(Box<dyn std::error::Error + Send + Sync>),
}

/// What the person is told; nothing else leaves the house.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    pub(crate) code: &'static str,
    pub(crate) kind: RefusalKind,
    pub(crate) arguments: Vec<(&'static str, String)>,
    pub(crate) retry_after: Option<u64>,
    /// `WWW-Authenticate`, for programs (RFC 6750).
    pub(crate) challenge: Option<&'static str>,
}

/// What travels from the handler to the layer that draws the error.
#[derive(Clone, Debug)]
pub(crate) enum Trouble {
    Refused(Refused),
    Failed,
    /// No such page, or not with this method.
    Status,
}

impl Error {
    /// The system failed; the cause goes to the log, the visitor gets an incident id.
    pub fn failed(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self(Box::new(Kind::Failed(cause.into())))
    }

    /// There is no such thing, or it may not be known.
    pub fn not_found() -> Self {
        Self::plain("tidak-ada", RefusalKind::NotFound)
    }

    /// The person may not do this.
    pub fn forbidden() -> Self {
        Self::plain("bukan-wewenang", RefusalKind::Forbidden)
    }

    /// Nobody is signed in; pages lead to `/masuk`.
    pub fn sign_in_first() -> Self {
        Self::plain("masuk-dahulu", RefusalKind::SignInFirst)
    }

    /// The form came from elsewhere, or its token is forged.
    pub fn forged() -> Self {
        Self::plain("formulir-asing", RefusalKind::Forbidden)
    }

    /// The request cannot be read.
    pub fn unreadable() -> Self {
        Self::plain("tidak-terbaca", RefusalKind::Invalid)
    }

    /// Too large; `limit` is in words.
    pub fn too_large(limit: String) -> Self {
        let mut refused = Refused::plain("terlalu-besar", RefusalKind::TooLarge);
        refused.arguments.push(("batas", limit));
        Self(Box::new(Kind::Refused(refused)))
    }

    /// More files than one form may hold.
    pub fn too_many_files(limit: usize) -> Self {
        let mut refused = Refused::plain("terlalu-banyak-berkas", RefusalKind::TooLarge);
        refused.arguments.push(("batas", limit.to_string()));
        Self(Box::new(Kind::Refused(refused)))
    }

    /// Too often; again after so many seconds.
    pub fn too_many(retry_after: u64) -> Self {
        let mut refused = Refused::plain("terlalu-sering", RefusalKind::TooMany);
        refused.arguments.push(("detik", retry_after.to_string()));
        refused.retry_after = Some(retry_after);
        Self(Box::new(Kind::Refused(refused)))
    }

    /// A program brought no token, or one that is worth nothing (RFC 6750 section 3.1).
    pub fn no_machine(challenge: &'static str) -> Self {
        let mut refused = Refused::plain("tanpa-token", RefusalKind::SignInFirst);
        refused.challenge = Some(challenge);
        Self(Box::new(Kind::Refused(refused)))
    }

    /// The token is good, but not for this.
    pub fn no_scope(scope: &'static str) -> Self {
        let mut refused = Refused::plain("bukan-cakupan", RefusalKind::Forbidden);
        refused.arguments.push(("cakupan", scope.to_owned()));
        refused.challenge = Some("Bearer error=\"insufficient_scope\"");
        Self(Box::new(Kind::Refused(refused)))
    }

    pub(crate) fn not_assembled() -> Self {
        Self::failed("the frame is missing: routes must pass through web::assemble")
    }

    fn plain(code: &'static str, kind: RefusalKind) -> Self {
        Self(Box::new(Kind::Refused(Refused::plain(code, kind))))
    }

    /// The HTTP status it will have.
    pub fn status(&self) -> StatusCode {
        match &*self.0 {
            Kind::Refused(refused) => status(refused.kind),
            Kind::Failed(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl Refused {
    fn plain(code: &'static str, kind: RefusalKind) -> Self {
        Self { code, kind, arguments: Vec::new(), retry_after: None, challenge: None }
    }
}

/// The HTTP status of a kind of refusal.
pub(crate) fn status(kind: RefusalKind) -> StatusCode {
    match kind {
        RefusalKind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        RefusalKind::SignInFirst => StatusCode::UNAUTHORIZED,
        RefusalKind::Forbidden => StatusCode::FORBIDDEN,
        RefusalKind::NotFound => StatusCode::NOT_FOUND,
        RefusalKind::Conflict => StatusCode::CONFLICT,
        RefusalKind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        RefusalKind::TooMany => StatusCode::TOO_MANY_REQUESTS,
        RefusalKind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
    }
}

impl<R: Refusal> From<R> for Error {
    fn from(refusal: R) -> Self {
        Self(Box::new(Kind::Refused(Refused {
            code: refusal.code(),
            kind: refusal.kind(),
            arguments: refusal.arguments(),
            retry_after: None,
            challenge: None,
        })))
    }
}

/// `?` for everything that is no refusal: `store.read(…).or_fail()?`.
pub trait OrFail<T> {
    /// The value, or an opaque failure with an incident id.
    ///
    /// # Errors
    /// The cause, hidden from the visitor.
    fn or_fail(self) -> Result<T, Error>;
}

impl<T, E: Into<Box<dyn std::error::Error + Send + Sync>>> OrFail<T> for Result<T, E> {
    fn or_fail(self) -> Result<T, Error> {
        self.map_err(Error::failed)
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let (trouble, status) = match *self.0 {
            Kind::Refused(refused) => {
                let status = status(refused.kind);
                (Trouble::Refused(refused), status)
            }
            Kind::Failed(cause) => {
                tracing::error!(cause = %chain(cause.as_ref()), "a request failed");
                (Trouble::Failed, StatusCode::INTERNAL_SERVER_ERROR)
            }
        };
        let mut response = status.into_response();
        response.extensions_mut().insert(Arc::new(trouble));
        response
    }
}

/// The cause and its causes, for the log; line breaks cannot forge log lines.
fn chain(cause: &(dyn std::error::Error + 'static)) -> String {
    let mut text = cause.to_string();
    let mut next = cause.source();
    while let Some(deeper) = next {
        text.push_str(": ");
        text.push_str(&deeper.to_string());
        next = deeper.source();
    }
    text.replace(char::is_control, " ")
}
