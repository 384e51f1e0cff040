//! The working calendar (semantics R10–R13).

/// A year for which no holiday list was imported (semantics R10, R14).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("daftar hari libur tahun {0} belum diimpor")]
pub struct MissingYear(pub i16);

/// Working time of a region as data.
#[derive(Clone, Debug, Default)]
pub struct Calendar;
