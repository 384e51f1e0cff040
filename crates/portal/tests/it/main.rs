//! The portal as strangers, developers of an agency and Kominfo see it, with played rooms behind it.
#![expect(clippy::unwrap_used, reason = "a story test reads from top to bottom and fails where it stands")]

mod console;
mod pages;
mod site;
