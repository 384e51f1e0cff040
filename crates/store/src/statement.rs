//! One change of a read table.

use crate::Value;
use std::borrow::Cow;

/// SQL in the common subset with `$1` placeholders, and its values. The text stands in code, never comes from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The SQL text.
    pub sql: Cow<'static, str>,
    /// The values of `$1`, `$2`, ….
    pub values: Vec<Value>,
    /// How many rows must change, else the whole commit is refused; `None`: any number.
    pub(crate) expects: Option<u64>,
}

impl Statement {
    /// `Statement::new("UPDATE desk_cases SET holder = $3 WHERE region = $1 AND number = $2", values![region, number, unit])`.
    pub fn new(sql: impl Into<Cow<'static, str>>, values: impl Into<Vec<Value>>) -> Self {
        Self { sql: sql.into(), values: values.into(), expects: None }
    }

    /// The same, and the commit is refused as [`crate::CommitError::Guard`] unless exactly one row changes:
    /// for things that may be used once (links, drafts) or that must still be as they were when decided upon.
    #[must_use]
    pub fn exactly_one(mut self) -> Self {
        self.expects = Some(1);
        self
    }
}
