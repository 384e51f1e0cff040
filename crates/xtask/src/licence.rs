//! SPDX licence expressions: is one of the ways to read them allowed?

/// Whether the expression can be satisfied with allowed licences only.
///
/// `AND` needs both sides, `OR` and the old `/` one of them; `WITH` an exception only widens what is granted.
pub fn is_allowed(expression: &str, allowed: &[String]) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words: Vec<&str> = spaced.split_whitespace().rev().collect();
    let verdict = either(&mut words, allowed);
    verdict && words.is_empty()
}

fn either(words: &mut Vec<&str>, allowed: &[String]) -> bool {
    let mut verdict = both(words, allowed);
    while take(words, "OR") {
        let right = both(words, allowed);
        verdict |= right;
    }
    verdict
}

fn both(words: &mut Vec<&str>, allowed: &[String]) -> bool {
    let mut verdict = one(words, allowed);
    while take(words, "AND") {
        let right = one(words, allowed);
        verdict &= right;
    }
    verdict
}

fn one(words: &mut Vec<&str>, allowed: &[String]) -> bool {
    match words.pop() {
        Some("(") => either(words, allowed) & take(words, ")"),
        Some(name) => {
            if take(words, "WITH") {
                words.pop();
            }
            allowed.iter().any(|licence| licence == name)
        }
        None => false,
    }
}

fn take(words: &mut Vec<&str>, word: &str) -> bool {
    let next = words.last() == Some(&word);
    if next {
        words.pop();
    }
    next
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(expression: &str) -> bool {
        let allowed = ["MIT", "Apache-2.0", "Unicode-3.0"].map(str::to_owned);
        is_allowed(expression, &allowed)
    }

    #[test]
    fn one_side_of_or_is_enough() {
        assert!(fits("MIT OR GPL-3.0"));
        assert!(fits("GPL-3.0/MIT"));
        assert!(!fits("GPL-3.0 OR AGPL-3.0"));
    }

    #[test]
    fn both_sides_of_and_are_needed() {
        assert!(fits("(MIT OR GPL-2.0) AND Unicode-3.0"));
        assert!(!fits("MIT AND GPL-2.0"));
        assert!(!fits("MIT AND (GPL-2.0 OR LGPL-3.0)"));
    }

    #[test]
    fn an_exception_to_an_allowed_licence_is_allowed() {
        assert!(fits("Apache-2.0 WITH LLVM-exception OR GPL-2.0"));
    }

    #[test]
    fn an_unfinished_expression_is_never_allowed() {
        for expression in ["", "(MIT", "MIT AND", "MIT MIT", ")"] {
            assert!(!fits(expression), "{expression}");
        }
    }
}
