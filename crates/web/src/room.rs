//! What a room gives to the house, and who may pass each of its doors.

use crate::session::Session;
use crate::visitor::Signature;
use axum::Router;
use axum::handler::Handler;
use axum::routing::MethodRouter;
use kernel::Lang;

/// Who is shown a menu item.
#[derive(Clone, Copy)]
pub enum Shown {
    /// Everyone, in the header.
    Everyone,
    /// Officers for whom the function says yes; write `Shown::Officers(P::allows)` of a `Permission`.
    Officers(fn(&Session) -> bool),
    /// Everyone, at the foot of every page: for the few who look for it.
    Foot,
}

impl std::fmt::Debug for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Everyone => "Everyone",
            Self::Officers(_) => "Officers",
            Self::Foot => "Foot",
        })
    }
}

/// One entry of the navigation; they stand in the order of the rooms.
#[derive(Clone, Copy, Debug)]
pub struct MenuItem {
    /// Key of its text.
    pub label: &'static str,
    /// Where it leads.
    pub href: &'static str,
    /// Who sees it.
    pub shown: Shown,
}

/// What a room gives to the house.
#[derive(Debug)]
pub struct Room {
    /// `desk`.
    pub name: &'static str,
    /// Its addresses, already with their state.
    pub routes: Routes,
    /// Its part of the navigation.
    pub menu: Vec<MenuItem>,
    /// Its texts.
    pub locale: &'static [(Lang, &'static str)],
}

/// One door: an address, a method, and who may pass. Tests list them all.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Door {
    /// `/kerja/kasus/{number}`.
    pub path: &'static str,
    /// `GET` or `POST`.
    pub method: &'static str,
    /// `siapa-saja`, `petugas`, or the name of a permission.
    pub who: &'static str,
}

/// Routes whose handlers say in their first argument who may call them (`Visitor`, `Signed` or `May<P>`).
/// A handler that does not say so does not compile: deny by default.
#[derive(Debug)]
pub struct Routes<S = ()> {
    pub(crate) router: Router<S>,
    pub(crate) doors: Vec<Door>,
    pub(crate) described: Vec<Described>,
}

/// A part of the description of the public JSON: an object with `paths` and, where they need any, `components`, as
/// OpenAPI 3.1 has them.
pub type Described = fn() -> serde_json::Value;

impl<S: Clone + Send + Sync + 'static> Default for Routes<S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S: Clone + Send + Sync + 'static> Routes<S> {
    /// No doors yet.
    pub fn new() -> Self {
        Self { router: Router::new(), doors: Vec::new(), described: Vec::new() }
    }

    /// Describes the JSON behind these doors; `/api/v1/openapi.json` puts all parts together ([`crate::Frame::described`]).
    #[must_use]
    pub fn described(mut self, part: Described) -> Self {
        self.described.push(part);
        self
    }

    /// A page. GET changes nothing, ever.
    #[must_use]
    pub fn get<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: Signature + 'static,
    {
        self.door(path, "GET", T::WHO, axum::routing::get(handler))
    }

    /// A change of state: `POST` to a noun.
    #[must_use]
    pub fn post<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: Signature + 'static,
    {
        self.door(path, "POST", T::WHO, axum::routing::post(handler))
    }

    /// The end of a thing that a program made, for `/api/v1`; forms post to a noun.
    #[must_use]
    pub fn delete<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: Signature + 'static,
    {
        self.door(path, "DELETE", T::WHO, axum::routing::delete(handler))
    }

    fn door(mut self, path: &'static str, method: &'static str, who: &'static str, route: MethodRouter<S>) -> Self {
        self.doors.push(Door { path, method, who });
        Self { router: self.router.route(path, route), ..self }
    }

    /// Gives the handlers their state.
    pub fn with_state<Other>(self, state: S) -> Routes<Other> {
        Routes { router: self.router.with_state(state), doors: self.doors, described: self.described }
    }

    /// Both sets of doors.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.doors.extend(other.doors);
        self.described.extend(other.described);
        Self { router: self.router.merge(other.router), ..self }
    }

    /// Every door with who may pass it.
    pub fn doors(&self) -> &[Door] {
        &self.doors
    }
}
