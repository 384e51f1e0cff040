//! What the resident is asked: fields and files.

use crate::condition::Condition;
use crate::number::Number;
use indexmap::IndexMap;

/// `[isian.ID]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// `label`.
    pub label: String,
    /// `bantuan`: one sentence of help under the label.
    pub help: Option<String>,
    /// `tipe` with the keys that belong to it.
    pub kind: FieldKind,
    /// `wajib`; binds only what is visible (R33).
    pub required: Rule,
    /// `tampil`; a hidden field has no value anywhere (R33).
    pub visible: Rule,
    /// `diisi`: the step whose officers own it (R34).
    pub filled_at: Option<String>,
    /// `isi_dari`.
    pub prefill: Option<Prefill>,
    /// `pribadi`.
    pub personal: Option<Personal>,
}

/// `wajib` or `tampil`: always, never, or when a condition is true.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// `true`.
    Always,
    /// `false`.
    Never,
    /// A condition; only true counts as true (R32).
    When(Condition),
}

/// `tipe` of a field.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldKind {
    /// `teks`, one line.
    Text(TextLimits),
    /// `paragraf`, several lines.
    Paragraph(TextLimits),
    /// `angka`, an exact number.
    Number {
        /// `rentang`, inclusive.
        range: Option<(Number, Number)>,
        /// `satuan`, shown behind the field.
        unit: Option<String>,
    },
    /// `angka_tetap`: digits that are no quantity, such as a registration number.
    Digits(TextLimits),
    /// `tanggal`.
    Date,
    /// `pilih`: one option.
    Choice(Options),
    /// `banyak`: a set of options.
    Many(Options),
    /// `ya_tidak`: the options `ya` and `tidak`.
    YesNo,
    /// `titik`: village, landmark and, if given, a coordinate (R69).
    Point {
        /// `dalam`: the outline in which a coordinate should lie; outside is a warning only.
        within: Option<String>,
    },
    /// `alamat`: an address with its village.
    Address,
    /// `nik`: the 16-digit identity number.
    Nik,
    /// `hp`: a mobile phone number.
    Phone,
    /// `surel`: an e-mail address.
    Email,
}

impl FieldKind {
    /// The word after `tipe =`.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Text(_) => "teks",
            Self::Paragraph(_) => "paragraf",
            Self::Number { .. } => "angka",
            Self::Digits(_) => "angka_tetap",
            Self::Date => "tanggal",
            Self::Choice(_) => "pilih",
            Self::Many(_) => "banyak",
            Self::YesNo => "ya_tidak",
            Self::Point { .. } => "titik",
            Self::Address => "alamat",
            Self::Nik => "nik",
            Self::Phone => "hp",
            Self::Email => "surel",
        }
    }

    /// The options of `pilih` and `banyak`.
    pub const fn options(&self) -> Option<&Options> {
        match self {
            Self::Choice(options) | Self::Many(options) => Some(options),
            _ => None,
        }
    }

    /// Whether the field carries a village, so that `wilayah` can be read from it (R7).
    pub const fn has_place(&self) -> bool {
        matches!(self, Self::Point { .. } | Self::Address)
    }
}

/// `maks` and `pola` of texts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TextLimits {
    /// `maks`, in Unicode characters after NFC (R9).
    pub max: Option<u32>,
    /// `pola.digit`: exactly so many digits.
    pub digits: Option<u32>,
    /// `pola.pesan`: what is said when the pattern does not fit.
    pub message: Option<String>,
}

/// Where options come from.
#[derive(Clone, Debug, PartialEq)]
pub enum Options {
    /// `pilihan`: option id to label.
    Inline(IndexMap<String, String>),
    /// `daftar`: a code list beside the definitions or in the region (R70).
    List(String),
}

/// `isi_dari`: a pre-fill source with a fall-back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prefill {
    /// `sumber`, for example `dukcapil`.
    pub source: String,
    /// `ambil`: what is taken over.
    pub take: Vec<String>,
    /// `gagal = "isi_sendiri"`, the only fall-back and the default.
    pub fallback: String,
}

/// `pribadi`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Personal {
    /// `umum`: general personal data (UU 27/2022 art. 4).
    General,
    /// `spesifik`: specific personal data; sealed, and seen by the holder of the step only.
    Specific,
}

/// `[berkas.ID]`.
#[derive(Clone, Debug, PartialEq)]
pub struct FileField {
    /// `label`.
    pub label: String,
    /// `bantuan`: one sentence of help under the label.
    pub help: Option<String>,
    /// `jenis`, judged by content.
    pub kinds: Vec<FileKind>,
    /// `maks` per file, in bytes.
    pub max_bytes: u64,
    /// `jumlah`: how many, when any is given (R6); default `1..1`.
    pub count: (u32, u32),
    /// `wajib`.
    pub required: Rule,
    /// `tampil`.
    pub visible: Rule,
    /// `perkecil`: the longer side after shrinking, in pixels.
    pub shrink_px: Option<u32>,
    /// `buang_exif`.
    pub exif: Exif,
    /// `contoh`: path of an example beside the definition.
    pub example: Option<String>,
    /// `pribadi`.
    pub personal: Option<Personal>,
}

/// One of `berkas.ID.jenis`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// `jpg`.
    Jpg,
    /// `png`.
    Png,
    /// `webp`.
    Webp,
    /// `heic`; not decoded yet (N3xx).
    Heic,
    /// `pdf`.
    Pdf,
}

impl FileKind {
    /// As written in the file.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Jpg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Heic => "heic",
            Self::Pdf => "pdf",
        }
    }

    /// The media type that browsers know.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Heic => "image/heic",
            Self::Pdf => "application/pdf",
        }
    }
}

/// `buang_exif`. No served file ever carries metadata; this decides about the suggested position only (R6).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Exif {
    /// `ya`, the default.
    #[default]
    Drop,
    /// `kecuali_lokasi`: the photo's position may be suggested for the case.
    SuggestPosition,
}
