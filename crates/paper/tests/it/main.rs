//! Templates of a city, good and bad, books in both forms, and what other people's programs say of the files.

#[cfg(feature = "typeset")]
mod book_pdf;
mod books;
#[cfg(feature = "typeset")]
mod broken;
#[cfg(feature = "typeset")]
mod letter;
#[cfg(feature = "typeset")]
mod sheets;
#[cfg(feature = "typeset")]
mod tools;

#[cfg(feature = "typeset")]
pub(crate) use letter::{CODE, TEMPLATE, at, typeset, values};
