//! One application of the inventory.

use super::field::{Cells, entries};
use super::stage::Stage;
use jiff::civil::Date;
use kernel::Instant;

/// One application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct App {
    /// Its slug, stable for life.
    pub slug: String,
    /// What is known of it.
    pub cells: Cells,
    /// Where it stands in its life.
    pub stage: Stage,
    /// Since this day.
    pub since: Date,
    /// What replaced it: a slug, `layanan:ID`, `-` for nothing; empty while it lives.
    pub successor: String,
    /// How often it was written.
    pub revision: i64,
    /// When last.
    pub written_at: Instant,
}

impl App {
    /// One cell; empty where nothing was written.
    pub fn cell(&self, name: &str) -> &str {
        self.cells.get(name).map_or("", String::as_str)
    }

    /// Its name.
    pub fn name(&self) -> &str {
        self.cell("nama")
    }

    /// The agency that owns it.
    pub fn unit(&self) -> &str {
        self.cell("pemilik")
    }

    /// Kinds of data that it holds.
    pub fn data(&self) -> Vec<&str> {
        entries(self.cell("data"), &[','])
    }

    /// Services that it supports: ids of ours, or names.
    pub fn services(&self) -> Vec<&str> {
        entries(self.cell("layanan"), &['\n'])
    }

    /// Whether officers use it.
    pub fn internal(&self) -> bool {
        matches!(self.cell("pengguna"), "dinas" | "keduanya")
    }

    /// Whether residents use it.
    pub fn public(&self) -> bool {
        matches!(self.cell("pengguna"), "warga" | "keduanya")
    }

    /// A cell that is a whole number.
    pub fn number(&self, name: &str) -> Option<i64> {
        self.cell(name).parse().ok()
    }

    /// A cell that is a day.
    pub fn day(&self, name: &str) -> Option<Date> {
        self.cell(name).parse().ok()
    }
}
