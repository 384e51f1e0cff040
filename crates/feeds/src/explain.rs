//! What each code of the checker of mapping files means, why it is a rule, and the same place wrong and right. The texts stand
//! in `explain/codes.toml`.

use definition::Explanation;
use definition::explain::read;
use indexmap::IndexMap;
use std::sync::LazyLock;

static CODES: LazyLock<IndexMap<String, Explanation>> =
    LazyLock::new(|| read(include_str!("explain/codes.toml")).unwrap_or_default());

/// Every code with its explanation: errors, then warnings.
pub fn all() -> &'static IndexMap<String, Explanation> {
    &CODES
}
