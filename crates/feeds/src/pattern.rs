//! A pattern that a text has to match as a whole.

use regex_automata::meta::Regex;

/// The longest pattern.
const LONGEST: usize = 200;
/// Most memory that a pattern may take once compiled.
const LARGEST: usize = 256 * 1024;

/// A compiled pattern with its text. Matching takes time in proportion to the text, whatever the pattern.
#[derive(Clone)]
pub struct Pattern {
    text: String,
    regex: Regex,
}

impl Pattern {
    /// Compiles it, anchored at both ends.
    ///
    /// # Errors
    /// It is too long, no pattern, or too large once compiled.
    pub fn new(text: &str) -> Result<Self, String> {
        if text.len() > LONGEST {
            return Err(format!("> {LONGEST}"));
        }
        let config = Regex::config().nfa_size_limit(Some(LARGEST));
        let regex = Regex::builder().configure(config).build(&format!("^(?:{text})$"));
        let regex = regex.map_err(|error| error.syntax_error().map_or_else(|| error.to_string(), short))?;
        Ok(Self { text: text.to_owned(), regex })
    }

    /// Whether the whole text matches.
    pub fn fits(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// The last line of a syntax error says what is wrong; those before draw it.
fn short(error: &impl std::fmt::Display) -> String {
    let text = error.to_string();
    text.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned()
}

impl std::fmt::Debug for Pattern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pattern({})", self.text)
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Pattern {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_text_has_to_match() {
        let pattern = Pattern::new("[0-9]{3}|x").unwrap();
        assert!(pattern.fits("123") && pattern.fits("x"));
        assert!(!pattern.fits("1234") && !pattern.fits("ax") && !pattern.fits("123\n"));
    }

    #[test]
    fn what_is_no_pattern_or_too_large_is_refused() {
        assert!(Pattern::new("[0-9").is_err());
        assert!(Pattern::new("(?:[0-9a-zA-Z]{100}){100}{100}").is_err());
        assert!(Pattern::new(&"a".repeat(201)).is_err());
    }
}
