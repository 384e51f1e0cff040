//! Who is signed in, as the door needs to know it; the identity room answers.

use crate::error::Error;
use kernel::{Instant, OfficerId, Role, Token};
use std::future::Future;
use std::pin::Pin;

/// An answer that is still being looked up; what an object-safe asynchronous method returns.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A role in a unit.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Grant {
    /// What the officer may be.
    pub role: Role,
    /// Where: the slug of the agency unit, for example `dinas-pupr`.
    pub unit: String,
}

/// An officer who has proved who they are.
#[derive(Clone, Debug)]
pub struct Session {
    /// The person.
    pub officer: OfficerId,
    /// What the header shows.
    pub name: String,
    /// What the person may be, and where.
    pub grants: Vec<Grant>,
    /// Binds form tokens to this session; at least 16 unpredictable bytes.
    pub form_secret: Vec<u8>,
    /// When the password was last given; sensitive acts ask again after a while.
    pub confirmed_at: Instant,
}

impl Session {
    /// Whether the person has this role in any unit.
    pub fn has_role(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role == role)
    }

    /// Whether the person has this role in this unit.
    pub fn has_role_in(&self, role: Role, unit: &str) -> bool {
        self.grants.iter().any(|grant| grant.role == role && grant.unit == unit)
    }

    /// The units in which the person has any role, each once.
    pub fn units(&self) -> Vec<&str> {
        let mut units: Vec<&str> = self.grants.iter().map(|grant| grant.unit.as_str()).collect();
        units.sort_unstable();
        units.dedup();
        units
    }

    /// A name of this session that opens nothing: facts may hold it.
    pub fn handle(&self) -> String {
        session_handle(&self.form_secret)
    }

    /// Whether the password was given within `seconds` before `now`.
    pub fn confirmed_within(&self, seconds: i64, now: Instant) -> bool {
        self.confirmed_at.plus_seconds(seconds) >= now
    }
}

/// The handle of the session with this form secret ([`Session::handle`]).
pub fn session_handle(form_secret: &[u8]) -> String {
    kernel::ids::hash_secret(&format!("session {}", kernel::ids::hex(form_secret)))
}

/// Knows the sessions. Answered by identity, wired by the binary.
pub trait Doorkeeper: Send + Sync {
    /// The session whose cookie token has this hash (`kernel::Token::hash`), if it is alive at `now`.
    /// Counts as use: the idle time starts anew.
    fn session<'a>(&'a self, token_hash: &'a str, now: Instant) -> Pending<'a, Result<Option<Session>, Error>>;
}

/// Name of the session cookie.
pub(crate) const fn session_name(secure: bool) -> &'static str {
    if secure { "__Host-gapura" } else { "gapura" }
}

/// `Set-Cookie` for a new session; it ends with the browser, the server ends it earlier.
pub fn session_cookie(frame: &crate::Frame, token: &Token) -> String {
    cookie(session_name(frame.secure()), token.secret(), frame.secure(), None)
}

/// `Set-Cookie` that takes the session away, at sign-out.
pub fn session_cookie_gone(frame: &crate::Frame) -> String {
    cookie(session_name(frame.secure()), "", frame.secure(), Some(0))
}

/// A cookie of the whole site: HttpOnly, SameSite=Lax, Secure on https.
pub fn cookie(name: &str, value: &str, secure: bool, max_age: Option<u32>) -> String {
    let secure = if secure { "; Secure" } else { "" };
    let age = max_age.map_or_else(String::new, |seconds| format!("; Max-Age={seconds}"));
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}")
}

/// The value of one cookie of a request.
pub fn read_cookie<'a>(headers: &'a http::HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(http::header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, _)| *found == name)
        .map(|(_, value)| value)
}
