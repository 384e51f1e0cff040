//! Facts of this system: what can be counted of its ledger in a month, each with its exact meaning.
//!
//! Every fact is of the month in which its event **happened** in the region's own time (an import: when it was reported,
//! answered or ended), and of the unit that held the case after the commit that carries the event. What cannot be known
//! is not counted: an imported end without a time, an answer from before its report, a time that needs the holidays of a
//! year that nobody entered.

mod known;

use definition::Say;
use known::{LINES, Line};
use std::sync::LazyLock;

/// What kind of event a fact counts; the word stands in the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `case.opened`.
    Opened,
    /// `clock.stopped` of the clock `verifikasi`.
    Verified,
    /// The first `answer.given`, unless it lies before its report.
    Answered,
    /// `case.ended`, unless nobody knows when.
    Ended,
    /// `case.returned`.
    Returned,
    /// `case.transferred`.
    Transferred,
    /// A rating by the resident, with an action or by itself.
    Rated,
    /// `case.escalated`.
    Escalated,
    /// `clock.lapsed`.
    Lapsed,
    /// `support.added`.
    Supported,
    /// `letter.issued`.
    Issued,
    /// `letter.revoked` of a letter to a resident.
    Revoked,
    /// A service came to run, or was withdrawn.
    Service,
    /// An account was opened, closed or opened again.
    Account,
    /// An officer's first sign-in of a month.
    SeenInMonth,
    /// An officer's first sign-in of a quarter.
    SeenInQuarter,
    /// An officer's first sign-in of a year.
    SeenInYear,
    /// `sign_in.failed`.
    Failed,
}

impl Kind {
    /// The word in the tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Opened => "masuk",
            Self::Verified => "verifikasi",
            Self::Answered => "jawab",
            Self::Ended => "selesai",
            Self::Returned => "kembali",
            Self::Transferred => "pindah",
            Self::Rated => "nilai",
            Self::Escalated => "eskalasi",
            Self::Lapsed => "lewat",
            Self::Supported => "dukung",
            Self::Issued => "terbit",
            Self::Revoked => "cabut",
            Self::Service => "layanan",
            Self::Account => "akun",
            Self::SeenInMonth => "hadir-bulan",
            Self::SeenInQuarter => "hadir-triwulan",
            Self::SeenInYear => "hadir-tahun",
            Self::Failed => "gagal-masuk",
        }
    }

    /// Whether it is about a case, which a page may link to.
    pub const fn of_case(self) -> bool {
        !matches!(
            self,
            Self::Service
                | Self::Account
                | Self::SeenInMonth
                | Self::SeenInQuarter
                | Self::SeenInYear
                | Self::Failed
                | Self::Issued
                | Self::Revoked
        )
    }
}

/// Marks on events of a kind, which tell facts of one kind apart; bits, because an event may carry several.
pub mod mark {
    /// Opened on the web.
    pub const WEB: i64 = 1;
    /// Opened at a counter.
    pub const COUNTER: i64 = 2;
    /// Brought by an import.
    pub const IMPORTED: i64 = 4;
    /// A complaint.
    pub const COMPLAINT: i64 = 8;
    /// An application.
    pub const REQUEST: i64 = 16;
    /// An objection to the end of an earlier case.
    pub const OBJECTION: i64 = 32;
    /// The renewal of a letter.
    pub const RENEWAL: i64 = 64;

    /// In time.
    pub const IN_TIME: i64 = 1;
    /// Late.
    pub const LATE: i64 = 2;
    /// Its working time cannot be computed: the holidays of a year are missing.
    pub const UNTIMED: i64 = 4;

    /// Ended with success.
    pub const SUCCESS: i64 = 8;
    /// Refused.
    pub const REFUSED: i64 = 16;
    /// Ended because the resident was silent.
    pub const SILENCE: i64 = 32;
    /// Taken back by the applicant.
    pub const WITHDRAWN: i64 = 64;
    /// All its times are known.
    pub const TIMED: i64 = 128;
}

/// What is read off the events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// How many there were.
    Events,
    /// The sum of what they carry: stars of ratings, working seconds of ends.
    Amount,
    /// The sum of the seconds in which ended cases waited for the resident.
    Paused,
    /// How many there are at the end of the period: everything that came less everything that went, since the beginning.
    Standing,
    /// How many different officers there were; a quarter counts each once.
    Different,
    /// So many per cent of the working times are at most this (nearest rank, cut down to its bucket).
    Percentile(i64),
}

/// One fact.
#[derive(Debug)]
pub struct Fact {
    /// Its name in formulas.
    pub id: &'static str,
    /// What it counts.
    pub kind: Kind,
    /// Only events with one of these marks; 0: all.
    pub marks: i64,
    /// What is read off them.
    pub measure: Measure,
    /// Unit of its value.
    pub unit: &'static str,
    /// What exactly it means.
    pub means: Say,
}

static FACTS: LazyLock<Vec<Fact>> = LazyLock::new(|| LINES.iter().map(fact).collect());

fn fact(&(id, kind, marks, measure, unit, said, english): &Line) -> Fact {
    Fact { id, kind, marks, measure, unit, means: Say::new(said, english) }
}

/// Every fact.
pub fn all() -> &'static [Fact] {
    &FACTS
}

/// The fact with this id.
pub fn fact_of(id: &str) -> Option<&'static Fact> {
    FACTS.iter().find(|fact| fact.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_facts_have_one_name_and_each_may_stand_in_a_formula() {
        let names: BTreeSet<&str> = all().iter().map(|fact| fact.id).collect();
        assert_eq!(names.len(), all().len());
        assert!(names.iter().all(|name| definition::names::is_id(name)));
    }

    #[test]
    fn only_what_comes_and_goes_is_a_standing() {
        let standing: Vec<&str> =
            all().iter().filter(|fact| fact.measure == Measure::Standing).map(|fact| fact.kind.word()).collect();
        assert_eq!(standing, ["layanan", "akun"]);
    }
}
