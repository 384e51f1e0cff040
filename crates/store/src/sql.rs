//! The one place where `$1` becomes `?1` (a `$1` of SQLite is a *named* parameter, numbered by first appearance).

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// Rewritten texts; a program has some hundreds of them. Beyond the limit (texts built with many variants)
/// the rewriting is done anew each time.
#[derive(Default)]
pub(crate) struct Texts(RwLock<HashMap<String, Arc<str>>>);

const LIMIT: usize = 4096;

impl Texts {
    pub fn of(&self, sql: &str) -> Arc<str> {
        if let Some(known) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(sql) {
            return Arc::clone(known);
        }
        let text: Arc<str> = question_marks(sql).into();
        let mut texts = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if texts.len() < LIMIT {
            texts.insert(sql.to_owned(), Arc::clone(&text));
        }
        text
    }
}

/// `$n` outside quotes becomes `?n`.
fn question_marks(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut quote = None;
    let mut chars = sql.chars().peekable();
    while let Some(c) = chars.next() {
        match quote {
            Some(open) if c == open => quote = None,
            None if c == '\'' || c == '"' => quote = Some(c),
            _ => {}
        }
        let placeholder = quote.is_none() && c == '$' && chars.peek().is_some_and(char::is_ascii_digit);
        out.push(if placeholder { '?' } else { c });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_keep_their_numbers() {
        assert_eq!(
            question_marks("UPDATE a SET b = $2 WHERE c = $1 AND d = $12"),
            "UPDATE a SET b = ?2 WHERE c = ?1 AND d = ?12"
        );
    }

    #[test]
    fn texts_beyond_the_limit_are_rewritten_all_the_same() {
        let texts = Texts::default();
        for i in 0..=LIMIT {
            assert_eq!(&*texts.of(&format!("SELECT $1, {i}")), format!("SELECT ?1, {i}"));
        }
        assert_eq!(texts.0.read().unwrap().len(), LIMIT);
    }

    #[test]
    fn quoted_text_is_left_alone() {
        assert_eq!(question_marks("SELECT '$1', \"$2\", 'it''s $3', $4"), "SELECT '$1', \"$2\", 'it''s $3', ?4");
    }
}
