//! Whole imports and exports against rooms that only remember.

#[cfg(test)]
mod dirty;
#[cfg(test)]
mod lapor;
#[cfg(test)]
mod real;
#[cfg(test)]
mod registers;
#[cfg(test)]
mod town;
