//! What programs are refused, in the words of RFC 6749, 6750, 7009, 8707 and OpenID Connect. The words are English and
//! plain ASCII: they stand in addresses and logs of other programs.

use store::{CommitError, StoreError};

/// An error of the protocol.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OAuthError {
    /// The request is malformed.
    #[error("{0}")]
    InvalidRequest(&'static str),
    /// Unknown client, or it did not prove who it is.
    #[error("client authentication failed")]
    InvalidClient,
    /// Code or refresh token is unknown, over, used, or another client's.
    #[error("{0}")]
    InvalidGrant(&'static str),
    /// This client may not use this grant.
    #[error("this client may not use this grant")]
    UnauthorizedClient,
    /// No such grant.
    #[error("this grant is not supported")]
    UnsupportedGrantType,
    /// A scope that is unknown or not held.
    #[error("a scope is unknown or was not granted to this client")]
    InvalidScope,
    /// RFC 8707: no such service, or more than one.
    #[error("the resource is unknown, or more than one was named")]
    InvalidTarget,
    /// The person or a rule said no.
    #[error("{0}")]
    AccessDenied(&'static str),
    /// Another response type than `code`.
    #[error("only response_type=code is supported")]
    UnsupportedResponseType,
    /// `prompt=none`, and nobody is signed in.
    #[error("nobody is signed in")]
    LoginRequired,
    /// `prompt=none`, and somebody would have to agree first.
    #[error("consent is needed")]
    ConsentRequired,
    /// `request` was sent.
    #[error("request objects are not supported")]
    RequestNotSupported,
    /// `request_uri` was sent.
    #[error("request_uri is not supported")]
    RequestUriNotSupported,
    /// The store cannot be written or read now.
    #[error("try again in a moment")]
    Unavailable,
}

impl OAuthError {
    /// The code of the protocol.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::InvalidRequest(_) => "invalid_request",
            Self::InvalidClient => "invalid_client",
            Self::InvalidGrant(_) => "invalid_grant",
            Self::UnauthorizedClient => "unauthorized_client",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::InvalidScope => "invalid_scope",
            Self::InvalidTarget => "invalid_target",
            Self::AccessDenied(_) => "access_denied",
            Self::UnsupportedResponseType => "unsupported_response_type",
            Self::LoginRequired => "login_required",
            Self::ConsentRequired => "consent_required",
            Self::RequestNotSupported => "request_not_supported",
            Self::RequestUriNotSupported => "request_uri_not_supported",
            Self::Unavailable => "temporarily_unavailable",
        }
    }

    /// The HTTP status at the token endpoint.
    pub const fn status(&self) -> u16 {
        match self {
            Self::InvalidClient => 401,
            Self::Unavailable => 503,
            _ => 400,
        }
    }
}

impl From<StoreError> for OAuthError {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "sign-on could not read the store");
        Self::Unavailable
    }
}

impl From<CommitError> for OAuthError {
    fn from(error: CommitError) -> Self {
        tracing::warn!(%error, "sign-on could not write");
        Self::Unavailable
    }
}
