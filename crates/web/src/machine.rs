//! Programs that call: who they are, and what their token covers (RFC 6749, RFC 6750). Answered by signon.

use crate::error::Error;
use crate::session::Pending;
use crate::view::View;
use crate::visitor::{Visitor, Who};
use axum::extract::FromRequestParts;
use http::HeaderMap;
use http::request::Parts;
use kernel::Instant;
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::Arc;

/// A program that has proved who it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Machine {
    /// Id of its key (`client_id`).
    pub client: String,
    /// The application of the inventory that it is.
    pub application: String,
    /// The agency that answers for it, for example `dinas-kesehatan`.
    pub unit: String,
    /// What its token covers.
    pub scopes: Arc<[String]>,
    /// Its token ends at this instant.
    pub until: Instant,
    /// A key for trying out: it reaches sample data only.
    pub sandbox: bool,
    /// The one service that its token is bound to (RFC 8707), as `{opd}/{app}/{service}/{version}`; none: all of its grants.
    pub resource: Option<String>,
}

impl Machine {
    /// Whether its token may be used at this service: it is bound to no other one.
    pub fn reaches(&self, service: &str) -> bool {
        self.resource.as_deref().is_none_or(|bound| bound == service)
    }

    /// Whether its token covers this.
    pub fn covers(&self, scope: &str) -> bool {
        self.scopes.iter().any(|known| known == scope)
    }
}

/// Knows the tokens of programs.
pub trait Machines: Send + Sync {
    /// Whose access token this is, if it is alive at `now`. Asked at every call of the gateway: answered from memory
    /// where it can be.
    fn machine<'a>(&'a self, token: &'a str, now: Instant) -> Pending<'a, Result<Option<Arc<Machine>>, Error>>;
}

/// No program is known.
#[derive(Clone, Copy, Debug)]
pub struct NoMachines;

impl Machines for NoMachines {
    fn machine<'a>(&'a self, _: &'a str, _: Instant) -> Pending<'a, Result<Option<Arc<Machine>>, Error>> {
        Box::pin(std::future::ready(Ok(None)))
    }
}

/// What a token may cover.
pub trait Scope: Send + Sync + 'static {
    /// As it stands in tokens and in the table of doors, for example `peristiwa.baca`.
    const NAME: &'static str;
}

/// A program whose token covers `S`; others get 401 or 403 with a challenge.
#[derive(Clone, Debug)]
pub struct Program<S> {
    /// What answers need.
    pub view: View,
    /// Who it is.
    pub machine: Arc<Machine>,
    scope: PhantomData<fn() -> S>,
}

impl<S: Scope> Who for Program<S> {
    const WHO: &'static str = S::NAME;
}

impl<S> Deref for Program<S> {
    type Target = View;
    fn deref(&self) -> &View {
        &self.view
    }
}

impl<T: Send + Sync, S: Scope> FromRequestParts<T> for Program<S> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &T) -> Result<Self, Error> {
        let view = Visitor::from_request_parts(parts, state).await?.view;
        let Some(token) = bearer(&parts.headers) else {
            return Err(Error::no_machine("Bearer"));
        };
        let frame = view.frame();
        let machine = frame.settings.machines.machine(token, frame.now()).await?;
        let machine = machine.ok_or_else(|| Error::no_machine("Bearer error=\"invalid_token\""))?;
        // A token that is bound to one service of the gateway opens nothing else (RFC 8707).
        if machine.resource.is_some() || !machine.covers(S::NAME) {
            return Err(Error::no_scope(S::NAME));
        }
        Ok(Self { view, machine, scope: PhantomData })
    }
}

/// Anyone; where a token comes along, the program whose token covers `S`. A token that is dead or too narrow is refused,
/// never overlooked: a program must not believe that it acts as itself where it does not.
#[derive(Clone, Debug)]
pub struct Caller<S> {
    /// What answers need.
    pub view: View,
    /// The program, if one called.
    pub machine: Option<Arc<Machine>>,
    scope: PhantomData<fn() -> S>,
}

impl<S: Scope> Who for Caller<S> {
    const WHO: &'static str = Visitor::WHO;
}

impl<S> Deref for Caller<S> {
    type Target = View;
    fn deref(&self) -> &View {
        &self.view
    }
}

impl<T: Send + Sync, S: Scope> FromRequestParts<T> for Caller<S> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &T) -> Result<Self, Error> {
        if parts.headers.contains_key(http::header::AUTHORIZATION) {
            let Program { view, machine, .. } = Program::<S>::from_request_parts(parts, state).await?;
            return Ok(Self { view, machine: Some(machine), scope: PhantomData });
        }
        let view = Visitor::from_request_parts(parts, state).await?.view;
        Ok(Self { view, machine: None, scope: PhantomData })
    }
}

/// The token of `Authorization: Bearer …`; none where that field stands twice or holds something else. Never of a query.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut fields = headers.get_all(http::header::AUTHORIZATION).iter();
    let field = fields.next().filter(|_| fields.next().is_none())?.to_str().ok()?;
    let (scheme, token) = field.split_once(' ')?;
    let token = token.trim();
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte);
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty() && token.bytes().all(fits)).then_some(token)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(fields: &[&str]) -> HeaderMap {
        let fields =
            fields.iter().map(|field| (http::header::AUTHORIZATION, http::HeaderValue::from_str(field).unwrap()));
        fields.collect()
    }

    #[test]
    fn a_token_stands_once_in_its_field_and_nowhere_else() {
        assert_eq!(bearer(&with(&["Bearer abc-1"])), Some("abc-1"));
        assert_eq!(bearer(&with(&["bearer abc"])), Some("abc"));
        for wrong in [&["Basic abc"][..], &["Bearer "], &["Bearer a b"], &["Bearer a", "Bearer b"], &[]] {
            assert_eq!(bearer(&with(wrong)), None, "{wrong:?}");
        }
    }
}
