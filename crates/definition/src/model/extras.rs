//! Fees, letters, messages, keeping.

use crate::condition::{Condition, Formula};
use indexmap::IndexMap;
use kernel::duration::Duration;

/// `[biaya]`. No lines means free of charge.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fees {
    /// `[biaya.ID]`; empty with `gratis = true`.
    pub lines: IndexMap<String, FeeLine>,
}

/// `[biaya.ID]` (R36).
#[derive(Clone, Debug, PartialEq)]
pub struct FeeLine {
    /// `nama`.
    pub name: String,
    /// `rumus`, exact, then rounded half up to whole rupiah.
    pub formula: Formula,
    /// `min` in rupiah.
    pub min: Option<u64>,
    /// `bebas`: when true the line is 0.
    pub waived: Option<Condition>,
    /// `bayar`.
    pub payment: Option<Payment>,
}

/// `biaya.ID.bayar`.
#[derive(Clone, Debug, PartialEq)]
pub struct Payment {
    /// `pada`: `setelah:STEP`, the step after which the fee is fixed and asked for.
    pub after_step: String,
    /// `cara`, for example `qris`, `loket`.
    pub ways: Vec<String>,
    /// `batas`.
    pub limit: Option<Duration>,
}

/// `[surat.ID]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Letter {
    /// `pada`: the end at which it is made (R57).
    pub at_end: String,
    /// `nomor`.
    pub number: Template,
    /// `templat`: path beside the definition.
    pub template: String,
    /// `qr.tampil`: fields, `berlaku_sampai`, `status`.
    pub qr: Vec<String>,
    /// `berlaku` (R4).
    pub validity: Option<Duration>,
    /// `ingatkan`: so long before the last day.
    pub reminders: Vec<Duration>,
    /// `perpanjang`.
    pub renewal: Option<Renewal>,
}

/// `surat.ID.perpanjang` (R57).
#[derive(Clone, Debug, PartialEq)]
pub struct Renewal {
    /// `isi_ulang`: prefilled from the old case.
    pub prefill: bool,
    /// `mulai`: may be opened so long before the last day.
    pub opens: Duration,
    /// `lewati`: these steps are always skipped.
    pub skip: Vec<String>,
}

/// A key of `[kabar]` (R58).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum MessageKey {
    /// `diterima`.
    Received,
    /// `masuk:STEP`.
    Entering(String),
    /// `akhir:END`; sent when an officer closed the case.
    Ended(String),
    /// `lewat:STEP`.
    Lapsed(String),
    /// `lewat:total`.
    LapsedTotal,
}

impl std::fmt::Display for MessageKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Received => f.write_str("diterima"),
            Self::Entering(step) => write!(f, "masuk:{step}"),
            Self::Ended(end) => write!(f, "akhir:{end}"),
            Self::Lapsed(step) => write!(f, "lewat:{step}"),
            Self::LapsedTotal => f.write_str("lewat:total"),
        }
    }
}

/// A text with placeholders, split.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template {
    /// Its parts in order.
    pub parts: Vec<Part>,
}

/// A part of a [`Template`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Text as it is; `{{` is already a brace.
    Text(String),
    /// What stood between braces, for example `tenggat.total`.
    Slot(String),
}

/// `[simpan]` (R59).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Retention {
    /// `data_pribadi`.
    pub personal: Option<PersonalRetention>,
    /// `terbuka`: what open data and strangers may see.
    pub open: Vec<OpenItem>,
}

/// `simpan.data_pribadi`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PersonalRetention {
    /// How long personal data are kept.
    pub duration: Duration,
    /// Counted from the letter's last day ("setelah surat tidak berlaku") instead of the end of the case.
    pub after_letter: bool,
}

/// An entry of `simpan.terbuka`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum OpenItem {
    /// A field as it is.
    Field(String),
    /// `titik~100m`: the point is moved to the centre of a grid cell of that many metres.
    Coarse(String, u32),
    /// `status`.
    Status,
    /// `bulan_masuk`.
    MonthIn,
    /// `bulan_terbit`.
    MonthIssued,
    /// `kecamatan`.
    District,
    /// `desa`.
    Village,
}
