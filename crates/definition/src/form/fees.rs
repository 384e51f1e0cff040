//! Fees: exact, then rounded half up to whole rupiah (semantics R36).

use super::effective;
use crate::condition::Truth;
use crate::model::{Definition, FeeLine};
use crate::value::Answers;

/// What one line of `[biaya]` costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fee {
    /// The line's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whole rupiah; 0 where `bebas` is true.
    pub rupiah: u64,
}

/// The lines of a case's fee, to be added up; none where the service is free of charge.
///
/// # Errors
/// The fields without whose value the fee cannot be shown, or which give a number below zero.
pub fn fees(definition: &Definition, answers: &Answers) -> Result<Vec<Fee>, Vec<String>> {
    let known = effective(definition, answers);
    let mut lines = Vec::new();
    let mut missing: Vec<String> = Vec::new();
    for (id, line) in &definition.fees.lines {
        match rupiah(line, &known) {
            Some(rupiah) => lines.push(Fee { id: id.clone(), name: line.name.clone(), rupiah }),
            None => {
                let spoken = line.formula.expr.fields().into_iter();
                let spoken = spoken.chain(line.waived.iter().flat_map(|waived| waived.expr.fields()));
                for field in spoken.filter(|field| known.get(field).is_none()) {
                    if !missing.iter().any(|before| before == field) {
                        missing.push(field.to_owned());
                    }
                }
            }
        }
    }
    if lines.len() == definition.fees.lines.len() { Ok(lines) } else { Err(missing) }
}

fn rupiah(line: &FeeLine, known: &Answers) -> Option<u64> {
    if line.waived.as_ref().is_some_and(|waived| waived.eval(known) == Truth::True) {
        return Some(0);
    }
    let exact = u64::try_from(line.formula.eval(known)?.rounded()).ok()?;
    Some(exact.max(line.min.unwrap_or(0)))
}
