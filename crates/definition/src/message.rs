//! Messages: which placeholders there are, and how they are filled (semantics R58).

use crate::model::{Definition, Part, Template};

/// Gives the text of a placeholder; `None` leaves it empty.
pub trait Context {
    /// The text for `slot`, for example `tenggat.total` or `isian.rencana`.
    fn fill(&self, slot: &str) -> Option<String>;
}

impl<F: Fn(&str) -> Option<String>> Context for F {
    fn fill(&self, slot: &str) -> Option<String> {
        self(slot)
    }
}

/// What `{alasan}` says when no reason was given.
pub const NO_REASON: &str = "tanpa keterangan";
/// What `{tenggat.total}` says while the clock is paused.
pub const PAUSED: &str = "berhenti menunggu Anda";

impl Template {
    /// Reads a text with placeholders.
    ///
    /// # Errors
    /// The byte at which a brace has no partner.
    pub fn parse(text: &str) -> Result<Self, usize> {
        crate::read::template(text)
    }

    /// The text with its placeholders filled. An unknown `{alasan}` says so in words; others stay empty.
    pub fn render(&self, context: &impl Context) -> String {
        let mut out = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Slot(slot) => {
                    let otherwise = || (if slot == "alasan" { NO_REASON } else { "" }).to_owned();
                    out.push_str(&context.fill(slot).unwrap_or_else(otherwise));
                }
            }
        }
        out
    }

    /// Its placeholders in order.
    pub fn slots(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Slot(slot) => Some(slot.as_str()),
            Part::Text(_) => None,
        })
    }
}

impl Definition {
    /// Every placeholder that a message of this definition may use; personal fields are none.
    pub fn placeholders(&self) -> Vec<String> {
        let fixed =
            ["nomor", "tautan", "alasan", "pemilik", "layanan.nama", "akhir.nama", "tenggat.total", "tenggat.langkah"];
        let mut all: Vec<String> = fixed.map(str::to_owned).to_vec();
        for step in self.steps.keys() {
            all.extend(["nama", "oleh", "tenggat"].map(|what| format!("langkah.{step}.{what}")));
        }
        for letter in self.letters.keys() {
            all.extend(["nomor", "berlaku_sampai"].map(|what| format!("surat.{letter}.{what}")));
        }
        let fields = self.fields.iter().filter(|(_, field)| field.personal.is_none());
        all.extend(fields.map(|(id, _)| format!("isian.{id}")));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_and_double_braces_are_braces() {
        let template = Template::parse("Laporan {nomor}: {alasan} {{x}}").unwrap();
        let said = template.render(&|slot: &str| (slot == "nomor").then(|| "J-1".to_owned()));
        assert_eq!(said, "Laporan J-1: tanpa keterangan {x}");
        assert_eq!(template.slots().collect::<Vec<_>>(), ["nomor", "alasan"]);
    }

    #[test]
    fn a_lonely_brace_is_refused_where_it_stands() {
        assert_eq!(Template::parse("abc {nomor"), Err(4));
        assert_eq!(Template::parse("abc } x"), Err(4));
    }
}
