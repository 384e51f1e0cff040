//! The way from the console to the program's own front door.

use cases::doors::Answer;

/// So many bytes of an answer are shown; the rest is not read.
pub const MOST: usize = 64 * 1024;

/// A call as a program would make it. Its headers and its body may hold secrets: it has no `Debug` that shows them.
#[derive(Clone)]
pub struct Call {
    /// `GET`, `POST` …
    pub method: String,
    /// Path and query; begins with a slash.
    pub path: String,
    /// Header fields.
    pub headers: Vec<(&'static str, String)>,
    /// The body; empty for none.
    pub body: String,
    /// For whom it is made: `web::View::address`, so that throttles count the person and not the portal.
    pub from: String,
}

impl std::fmt::Debug for Call {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Call({} …)", self.method)
    }
}

/// What came back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Called {
    /// HTTP status.
    pub status: u16,
    /// Header fields in their order.
    pub headers: Vec<(String, String)>,
    /// The first [`MOST`] bytes of the body.
    pub body: Vec<u8>,
    /// Whether that is all of it.
    pub whole: bool,
}

impl Called {
    /// The first value of a header field; empty when there is none.
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map_or("", |(_, value)| value.as_str())
    }
}

/// Calls the program as if from outside, without a way over the network; answered by the binary.
pub trait Caller: Send + Sync {
    /// Makes the call, within a time limit of its own. A refusal of the program is an answer like any other.
    ///
    /// # Errors
    /// There is no front door yet, it panicked, or it took too long.
    fn call(&self, call: Call) -> Answer<'_, Result<Called, String>>;
}
