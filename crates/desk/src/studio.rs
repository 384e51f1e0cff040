//! Where services are written: a text is examined, proposed by one administrator and approved by another, and held
//! against the cases that run. The operator publishes from the command line without any of it.

mod offices;
mod proposals;
mod rehearse;

pub use proposals::{Proposal, ProposalState};
pub use rehearse::{RehearsalPage, Rehearsed};

use crate::Desk;
use crate::catalogue::usual_calendar;
use crate::refusal::{DeskRefusal, Desked};
use cases::{Coverage, ScenarioResult};
use definition::diagnostic::{Diagnostic, Severity};
use definition::{Definition, Difference, Region, check};
use std::sync::Arc;
use store::values;

/// A text longer than this is no definition. The longest that the program carries has 9 KB.
pub const LONGEST_TEXT: usize = 64 * 1024;

/// Everything that can be said about the text of a definition without publishing it.
#[derive(Debug)]
pub struct Examined {
    /// The definition, if it can be read and has no error.
    pub definition: Option<Definition>,
    /// What the checker found, then scenarios that fail.
    pub findings: Vec<Diagnostic>,
    /// What the scenarios showed.
    pub scenarios: Vec<ScenarioResult>,
    /// What they run through.
    pub coverage: Coverage,
    /// The version that runs now, if the service runs.
    pub running: Option<Arc<Definition>>,
    /// What would change against it.
    pub difference: Difference,
}

impl Examined {
    /// Whether it may be published: no error, and every scenario passes.
    pub fn is_sound(&self) -> bool {
        self.definition.is_some() && self.errors() == 0
    }

    /// How many errors there are.
    pub fn errors(&self) -> usize {
        self.findings.iter().filter(|finding| finding.severity() == Severity::Error).count()
    }

    /// Whether this very text runs.
    pub fn is_running(&self) -> bool {
        let hash = self.definition.as_ref().map(|definition| &definition.hash);
        hash.is_some() && hash == self.running.as_ref().map(|running| &running.hash)
    }

    /// Whether the version number is not above the one that runs, although the text is another (semantics R70).
    pub fn is_not_raised(&self) -> bool {
        let (Some(new), Some(running)) = (&self.definition, &self.running) else { return false };
        new.hash != running.hash && new.version <= running.version
    }
}

impl Desk {
    /// Examines the text of a definition against the region's agencies, lists and running services. Pure but for what it
    /// reads of the desk; takes milliseconds.
    pub fn examine(&self, source: &str) -> Examined {
        let mut examined = Examined {
            definition: None,
            findings: Vec::new(),
            scenarios: Vec::new(),
            coverage: Coverage::default(),
            running: None,
            difference: Difference::default(),
        };
        let units = offices::known(self, source);
        let region = Region { units: &units.units, lists: self.lists() };
        let checked = check(source, &region);
        examined.findings = checked.findings;
        // Offices are looked up from what the file names; where it cannot be read, nothing is known about them.
        examined.findings.retain(|finding| units.complete || !finding.code.starts_with("E07"));
        let Some(definition) = checked.definition else { return examined };
        examined.scenarios = cases::run_scenarios(&definition, &usual_calendar(&self.calendar()));
        examined.findings.extend(cases::scenario::diagnostics(source, &examined.scenarios));
        examined.coverage = cases::coverage(&definition, &examined.scenarios);
        examined.running = self.catalogue().service(&definition.id);
        if let Some(running) = &examined.running {
            examined.difference = definition::difference(running, &definition);
        }
        examined.definition = Some(definition);
        examined
    }

    /// The text of a version by its content hash.
    ///
    /// # Errors
    /// No such version was ever published here, or the store cannot be read.
    pub async fn definition_text(&self, hash: &str) -> Desked<String> {
        let sql = "SELECT source FROM desk_definitions WHERE region = $1 AND hash = $2";
        let row = self.store().row(sql, &values![self.region(), hash]).await?;
        Ok(row.ok_or(DeskRefusal::NoSuchService)?.string(0)?)
    }
}
