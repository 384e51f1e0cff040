//! What each code of the checker of indicators means. The texts stand in `explain/codes.toml`.

use definition::explain::{Explanation, read};
use indexmap::IndexMap;
use std::sync::LazyLock;

static CODES: LazyLock<IndexMap<String, Explanation>> =
    LazyLock::new(|| read(include_str!("explain/codes.toml")).unwrap_or_default());

/// Every code with its explanation.
pub fn all() -> &'static IndexMap<String, Explanation> {
    &CODES
}
