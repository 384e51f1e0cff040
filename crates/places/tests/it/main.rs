//! Outlines through the store, and the real files where they are.

#[cfg(test)]
mod outlines;
#[cfg(test)]
mod real;
