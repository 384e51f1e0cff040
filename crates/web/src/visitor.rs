//! Who calls a handler: the first argument says it, and nobody else gets in.

use crate::error::Error;
use crate::session::{Session, read_cookie, session_name};
use crate::view::{Asked, View};
use axum::extract::FromRequestParts;
use http::request::Parts;
use kernel::Token;
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::Arc;

/// Anyone, signed in or not.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// What the template needs.
    pub view: View,
}

/// Any officer who is signed in; others are led to `/masuk?ke=…`.
#[derive(Clone, Debug)]
pub struct Signed {
    /// What the template needs.
    pub view: View,
    /// Who it is.
    pub session: Session,
}

/// An officer whom `P` allows; other officers get 403, strangers the sign-in page.
#[derive(Clone, Debug)]
pub struct May<P> {
    /// What the template needs.
    pub view: View,
    /// Who it is.
    pub session: Session,
    permission: PhantomData<fn() -> P>,
}

/// Something that not every officer may do. Whether it is allowed for *this case* the domain decides.
pub trait Permission: Send + Sync + 'static {
    /// Stable name, as listed in the table of doors, for example `petugas.atur`.
    const NAME: &'static str;
    /// Whether this officer may.
    fn allows(session: &Session) -> bool;
}

/// What a handler's first argument says about who may call it.
pub trait Who {
    /// `siapa-saja`, `petugas`, or the name of a permission.
    const WHO: &'static str;
}

impl Who for Visitor {
    const WHO: &'static str = "siapa-saja";
}

impl Who for Signed {
    const WHO: &'static str = "petugas";
}

impl<P: Permission> Who for May<P> {
    const WHO: &'static str = P::NAME;
}

/// The arguments of a handler, of which the first says who may call it.
#[diagnostic::on_unimplemented(
    message = "this handler does not say who may call it, or is no handler",
    note = "its first argument is `web::Visitor`, `web::Signed` or `web::May<P>`; it returns `web::Answer`; at most six arguments"
)]
pub trait Signature {
    /// Who may call.
    const WHO: &'static str;
}

macro_rules! signature {
    ($($other:ident)*) => {
        impl<M, W: Who, $($other),*> Signature for (M, W, $($other,)*) {
            const WHO: &'static str = W::WHO;
        }
    };
}
signature!();
signature!(A);
signature!(A B);
signature!(A B C);
signature!(A B C D);
signature!(A B C D E);

impl Deref for Visitor {
    type Target = View;
    fn deref(&self) -> &View {
        &self.view
    }
}

impl Deref for Signed {
    type Target = View;
    fn deref(&self) -> &View {
        &self.view
    }
}

impl<P> Deref for May<P> {
    type Target = View;
    fn deref(&self) -> &View {
        &self.view
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let frame = parts.extensions.get::<Arc<crate::Frame>>().cloned().ok_or_else(Error::not_assembled)?;
        let asked = match parts.extensions.get::<Arc<Asked>>() {
            Some(asked) => Arc::clone(asked),
            None => Arc::new(Asked::read(&frame, parts)),
        };
        find_session(&frame, &asked, &parts.headers).await?;
        Ok(Self { view: View::new(frame, asked) })
    }
}

/// Looks up who is signed in, once per request, and keeps it with the request.
pub(crate) async fn find_session(frame: &crate::Frame, asked: &Asked, headers: &http::HeaderMap) -> Result<(), Error> {
    if asked.session.get().is_some() {
        return Ok(());
    }
    let cookie = read_cookie(headers, session_name(frame.secure));
    let found = match cookie.and_then(Token::parse) {
        Some(token) => frame.settings.doorkeeper.session(&token.hash(), frame.now()).await?,
        None => None,
    };
    asked.session.get_or_init(|| found);
    Ok(())
}

impl<S: Send + Sync> FromRequestParts<S> for Signed {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let view = Visitor::from_request_parts(parts, state).await?.view;
        let session = view.session().cloned().ok_or_else(Error::sign_in_first)?;
        Ok(Self { view, session })
    }
}

impl<S: Send + Sync, P: Permission> FromRequestParts<S> for May<P> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let Signed { view, session } = Signed::from_request_parts(parts, state).await?;
        if !P::allows(&session) {
            return Err(Error::forbidden());
        }
        Ok(Self { view, session, permission: PhantomData })
    }
}
