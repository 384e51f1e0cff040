//! What each code means, why it is a rule, and the same place wrong and right. The texts stand in `explain/codes.toml`.

use crate::say::Say;
use indexmap::IndexMap;
use kernel::lang::Lang;
use serde::Deserialize;
use std::sync::LazyLock;

/// One code of the checker, explained.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Explanation {
    /// Where the rule comes from (semantics `Rnn`); empty for the rules of plain writing.
    pub rules: Vec<String>,
    /// The whole definition in which both snippets stand: a file in `tests/data`.
    pub example: String,
    /// The table of the snippets, for example `langkah.verifikasi`; empty: the snippets say it themselves.
    #[serde(default)]
    pub under: String,
    /// What the code says.
    pub means: Say,
    /// Why it is a rule.
    pub why: Say,
    /// A snippet that has the fault.
    pub wrong: String,
    /// The same snippet, mended.
    pub right: String,
}

static CODES: LazyLock<IndexMap<String, Explanation>> =
    LazyLock::new(|| read(include_str!("explain/codes.toml")).unwrap_or_default());

/// Every code with its explanation: errors, then warnings, then notes.
pub fn all() -> &'static IndexMap<String, Explanation> {
    &CODES
}

/// Reads explanations from a text in the form of `codes.toml`; another room's checker keeps its own.
///
/// # Errors
/// The text is not in that form.
pub fn read(text: &str) -> Result<IndexMap<String, Explanation>, toml::de::Error> {
    toml::from_str(text)
}

/// The explanation of a code such as `E023`, in capitals or not.
pub fn explain(code: &str) -> Option<&'static Explanation> {
    CODES.get(&code.to_ascii_uppercase())
}

impl Explanation {
    /// The explanation as people read it in a terminal.
    pub fn render(&self, code: &str, lang: Lang) -> String {
        let (why, wrong, right) = match lang {
            Lang::Id => ("Mengapa", "Salah", "Benar"),
            Lang::En => ("Why", "Wrong", "Right"),
        };
        let rules = if self.rules.is_empty() { String::new() } else { format!(" ({})", self.rules.join(", ")) };
        let (means, reason) = (self.means.lang(lang), self.why.lang(lang));
        let (bad, good) = (self.snippet(&self.wrong), self.snippet(&self.right));
        format!("{code}{rules}: {means}\n{why}: {reason}\n\n{wrong}:\n{bad}\n\n{right}:\n{good}")
    }

    /// The lines of a snippet under their table, indented.
    fn snippet(&self, lines: &str) -> String {
        let head = if self.under.is_empty() { String::new() } else { format!("[{}]\n", self.under) };
        let all: Vec<String> = format!("{head}{lines}").lines().map(|line| format!("  {line}")).collect();
        all.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join("\n")
    }
}
