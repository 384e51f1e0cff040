//! What a command says at its end: sentences for people, and with `--json` one object in the last line.

use serde_json::{Value, json};
use std::process::ExitCode;

/// A command's result.
#[derive(Debug, Default)]
pub struct Report {
    /// Lines for people.
    pub lines: Vec<String>,
    /// The object for machines.
    pub json: Value,
    /// Whether what was asked was refused (exit code 1), although the command ran to its end.
    pub refused: bool,
}

impl Report {
    /// Done, with one line.
    pub fn done(line: impl Into<String>) -> Self {
        Self { lines: vec![line.into()], json: json!({ "ok": true }), refused: false }
    }

    /// With this object for machines.
    #[must_use]
    pub fn with(mut self, json: Value) -> Self {
        self.json = json;
        self
    }

    /// Prints and gives the exit code.
    pub fn print(self, json: bool) -> ExitCode {
        use std::io::Write as _;
        let mut out = std::io::stdout().lock();
        for line in &self.lines {
            // A closed pipe (`| head`) is no failure of ours.
            let _ = writeln!(out, "{line}");
        }
        if json {
            let _ = writeln!(out, "{}", self.json);
        }
        if self.refused { ExitCode::from(1) } else { ExitCode::SUCCESS }
    }
}

/// Why a command did nothing.
#[derive(Debug)]
pub struct Failure(pub String);

impl Failure {
    /// From any error, with its causes.
    pub fn of(error: impl Into<anyhow::Error>) -> Self {
        Self(format!("{:#}", error.into()))
    }

    /// Prints to the error stream and gives exit code 1.
    pub fn print(self, json: bool) -> ExitCode {
        use std::io::Write as _;
        let _ = writeln!(std::io::stderr(), "gapura: {}", self.0);
        if json {
            self.tell();
        }
        ExitCode::from(1)
    }

    /// Prints the object for machines.
    pub fn tell(&self) {
        use std::io::Write as _;
        let object = json!({ "ok": false, "error": self.0 });
        let _ = writeln!(std::io::stdout(), "{object}");
    }
}

impl<E: Into<anyhow::Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::of(error)
    }
}

/// What a command gives back.
pub type Outcome = Result<Report, Failure>;
