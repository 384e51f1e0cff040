//! What a record of an application holds: one list of fields, from which its form, its check, its import, its export and
//! its completeness are made.

use super::vocabulary::{Word, affairs, data, find};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// The values of a record by field; empty ones are left out.
pub type Cells = BTreeMap<String, String>;

/// How a field is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One line of at most so many characters.
    Line(usize),
    /// Several lines, at most 2000 characters.
    Text,
    /// A list, one entry a line.
    List,
    /// Kinds of data, by id, parted by commas.
    Data,
    /// An affair of government by its code.
    Affair,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A whole number.
    Count,
    /// Whole rupiah.
    Rupiah,
    /// A day.
    Day,
    /// An address on the web; without a scheme it is taken for `https`.
    Link,
    /// An agency.
    Unit,
}

/// One field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Name in forms, tables and files.
    pub name: &'static str,
    /// How it is written.
    pub shape: Shape,
    /// Points that it adds to completeness (docs/adr/0063); 0: nothing is missing without it.
    pub weight: u32,
    /// Which domain of the SPBE architecture it describes (Perpres 95/2018 art. 6–12).
    pub domain: Domain,
}

/// Domains of the SPBE architecture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Domain {
    /// Proses bisnis.
    Process,
    /// Layanan.
    Service,
    /// Data dan informasi.
    Data,
    /// Aplikasi.
    Application,
    /// Infrastruktur.
    Infrastructure,
    /// Keamanan.
    Security,
}

impl Domain {
    /// Every domain in the order of the rule.
    pub const ALL: [Self; 6] =
        [Self::Process, Self::Service, Self::Data, Self::Application, Self::Infrastructure, Self::Security];

    /// Its word in keys of texts and in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Process => "proses",
            Self::Service => "layanan",
            Self::Data => "data",
            Self::Application => "aplikasi",
            Self::Infrastructure => "infrastruktur",
            Self::Security => "keamanan",
        }
    }
}

/// Who uses an application.
pub const USERS: [&str; 3] = ["dinas", "warga", "keduanya"];

const fn field(name: &'static str, shape: Shape, weight: u32, domain: Domain) -> Field {
    Field { name, shape, weight, domain }
}

/// Every field in the order of the form.
pub const FIELDS: [Field; 25] = [
    field("nama", Shape::Line(120), 5, Domain::Application),
    field("pemilik", Shape::Unit, 5, Domain::Application),
    field("jenis", Shape::OneOf(&["aplikasi", "situs", "layanan-data"]), 2, Domain::Application),
    field("fungsi", Shape::Text, 10, Domain::Application),
    field("urusan", Shape::Affair, 6, Domain::Process),
    field("proses", Shape::Line(200), 3, Domain::Process),
    field("layanan", Shape::List, 6, Domain::Service),
    field("data", Shape::Data, 8, Domain::Data),
    field("data_lain", Shape::Line(300), 0, Domain::Data),
    field("pengguna", Shape::OneOf(&USERS), 5, Domain::Application),
    field("jumlah_pengguna", Shape::Count, 4, Domain::Application),
    field("alamat", Shape::Link, 5, Domain::Application),
    field("periksa", Shape::Link, 0, Domain::Infrastructure),
    field("teknologi", Shape::Line(200), 5, Domain::Application),
    field(
        "letak",
        Shape::OneOf(&["kominfo", "dinas", "pusat-data-nasional", "awan", "penyedia"]),
        5,
        Domain::Infrastructure,
    ),
    field("penyedia", Shape::Line(120), 3, Domain::Infrastructure),
    field("kontrak_akhir", Shape::Day, 3, Domain::Infrastructure),
    field("biaya", Shape::Rupiah, 5, Domain::Infrastructure),
    field("kode_sumber", Shape::OneOf(&["ada", "sebagian", "tidak"]), 5, Domain::Application),
    field("sifat", Shape::OneOf(&["umum", "khusus"]), 4, Domain::Application),
    field("keamanan", Shape::OneOf(&["strategis", "tinggi", "rendah"]), 5, Domain::Security),
    field("audit", Shape::Day, 4, Domain::Security),
    field("narahubung", Shape::Line(120), 5, Domain::Security),
    field("jabatan", Shape::Line(120), 2, Domain::Security),
    field("catatan", Shape::Text, 0, Domain::Application),
];

/// What only officers may read: never in what everybody sees.
pub const PERSONAL: [&str; 2] = ["narahubung", "jabatan"];

/// The field of this name.
pub fn named(name: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|field| field.name == name)
}

/// Why a value is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It is needed.
    Missing,
    /// It is too long.
    Long,
    /// It is none of the words.
    Choice,
    /// It is no whole number.
    Number,
    /// It is no day.
    Day,
    /// It is no address that a browser opens.
    Link,
    /// No agency has this name.
    Unit,
}

impl Why {
    /// Its word in keys of texts.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Missing => "kosong",
            Self::Long => "panjang",
            Self::Choice => "pilihan",
            Self::Number => "angka",
            Self::Day => "tanggal",
            Self::Link => "alamat",
            Self::Unit => "dinas",
        }
    }
}

/// A field that was typed wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Which.
    pub field: &'static str,
    /// Why.
    pub why: Why,
}

/// The unit that is meant by a typed name or id.
pub type Units<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Reads what was typed for one field; empty stays empty.
///
/// # Errors
/// Why it is not taken.
pub fn value(field: &Field, typed: &str, units: Units<'_>) -> Result<String, Why> {
    let typed = kernel::text::normal(typed);
    if typed.is_empty() {
        return Ok(typed);
    }
    match field.shape {
        Shape::Line(most) => sized(typed.split_whitespace().collect::<Vec<_>>().join(" "), most),
        Shape::Text => sized(typed, 2000),
        Shape::List => sized(entries(&typed, &['\n', ';']).join("\n"), 2000),
        Shape::Data => words(&typed),
        Shape::Affair => find(affairs(), &typed).map(|word| word.id.clone()).ok_or(Why::Choice),
        Shape::OneOf(words) => {
            let plain = typed.to_lowercase().replace([' ', '_'], "-");
            words.iter().find(|word| **word == plain).map(|word| (*word).to_owned()).ok_or(Why::Choice)
        }
        Shape::Count => whole(&typed).map(|number| number.to_string()),
        Shape::Rupiah => whole(typed.to_lowercase().trim_start_matches("rp")).map(|number| number.to_string()),
        Shape::Day => day(&typed).map(|day| day.to_string()).ok_or(Why::Day),
        Shape::Link => link(&typed).ok_or(Why::Link),
        Shape::Unit => units(&typed).ok_or(Why::Unit),
    }
}

/// Reads a whole record; what is empty is left out.
///
/// # Errors
/// Every field that is wrong.
pub fn read(typed: &dyn Fn(&str) -> String, units: Units<'_>) -> Result<Cells, Vec<Mistake>> {
    let (mut cells, mut mistakes) = (Cells::new(), Vec::new());
    for field in &FIELDS {
        match value(field, &typed(field.name), units) {
            Ok(text) if text.is_empty() => {
                if matches!(field.name, "nama" | "pemilik") {
                    mistakes.push(Mistake { field: field.name, why: Why::Missing });
                }
            }
            Ok(text) => drop(cells.insert(field.name.to_owned(), text)),
            Err(why) => mistakes.push(Mistake { field: field.name, why }),
        }
    }
    if mistakes.is_empty() { Ok(cells) } else { Err(mistakes) }
}

/// The entries of a list, without empty ones.
pub fn entries<'a>(text: &'a str, marks: &[char]) -> Vec<&'a str> {
    text.split(|letter| marks.contains(&letter)).map(str::trim).filter(|entry| !entry.is_empty()).collect()
}

fn sized(text: String, most: usize) -> Result<String, Why> {
    if kernel::text::length(&text) <= most { Ok(text) } else { Err(Why::Long) }
}

fn words(typed: &str) -> Result<String, Why> {
    let found: Option<Vec<&Word>> =
        entries(typed, &[',', ';', '\n']).into_iter().map(|one| find(data(), one)).collect();
    let mut ids: Vec<&str> = found.ok_or(Why::Choice)?.into_iter().map(|word| word.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    Ok(ids.join(","))
}

/// A whole number as people write it: `1.250.000`, `1250000`, `1.250.000,00`.
fn whole(typed: &str) -> Result<i64, Why> {
    let typed = typed.trim();
    let plain = typed.strip_suffix(",00").or_else(|| typed.strip_suffix(",-")).unwrap_or(typed);
    let groups: Vec<&str> = plain.split('.').collect();
    let sound =
        groups.iter().skip(1).all(|group| group.len() == 3) && groups.first().is_some_and(|one| one.len() <= 12);
    let digits = groups.concat();
    let number = digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse::<i64>().ok()).flatten();
    number.filter(|number| sound && *number <= 1_000_000_000_000_000).ok_or(Why::Number)
}

/// A day as people write it: `2027-03-01`, `1/3/2027`, `01-03-2027`; a year alone means its last day.
fn day(typed: &str) -> Option<Date> {
    if let Ok(day) = typed.parse::<Date>() {
        return Some(day);
    }
    let parts: Vec<i16> = typed.split(['/', '-', '.', ' ']).map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let known = |year: &i16| (1990..=2100).contains(year);
    match parts.as_slice() {
        [year] if known(year) => Date::new(*year, 12, 31).ok(),
        [day, month, year] if known(year) => {
            Date::new(*year, i8::try_from(*month).ok()?, i8::try_from(*day).ok()?).ok()
        }
        _ => None,
    }
}

/// An address with its scheme, as a browser opens it; nothing with a password, without a dot, or of another scheme.
fn link(typed: &str) -> Option<String> {
    let whole = if typed.contains("://") { typed.to_owned() } else { format!("https://{typed}") };
    let address = url::Url::parse(&whole).ok()?;
    let host = address.host_str()?;
    let sound = matches!(address.scheme(), "http" | "https")
        && address.username().is_empty()
        && address.password().is_none()
        && (host.contains('.') || host == "localhost")
        && !typed.contains(char::is_whitespace)
        && whole.len() <= 500;
    sound.then(|| address.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(name: &str) -> Option<String> {
        ["dinas-kesehatan", "bappeda"].into_iter().find(|unit| *unit == name).map(str::to_owned)
    }

    fn typed(name: &str, text: &str) -> Result<String, Why> {
        value(named(name).unwrap(), text, &units)
    }

    #[test]
    fn values_are_kept_in_one_form_whatever_way_they_are_written() {
        for (name, text, kept) in [
            ("nama", "  SIM   RS ", "SIM RS"),
            ("layanan", "Rujukan; Antrean\n\n", "Rujukan\nAntrean"),
            ("data", "Pasien, pegawai, pasien", "pasien,pegawai"),
            ("urusan", "Kesehatan", "1.02"),
            ("letak", "Pusat Data Nasional", "pusat-data-nasional"),
            ("jumlah_pengguna", "1.250", "1250"),
            ("biaya", "Rp 120.000.000,00", "120000000"),
            ("audit", "31/12/2026", "2026-12-31"),
            ("audit", "2026", "2026-12-31"),
            ("alamat", "simpus.contoh.go.id", "https://simpus.contoh.go.id/"),
            ("alamat", "http://10.0.0.5/app", "http://10.0.0.5/app"),
            ("pemilik", "bappeda", "bappeda"),
            ("catatan", "", ""),
        ] {
            assert_eq!(typed(name, text).as_deref(), Ok(kept), "{name}: {text}");
        }
    }

    #[test]
    fn what_cannot_be_meant_is_refused_with_its_reason() {
        for (name, text, why) in [
            ("nama", "x".repeat(121).as_str(), Why::Long),
            ("data", "pasien, rahasia negara", Why::Choice),
            ("urusan", "9.99", Why::Choice),
            ("jumlah_pengguna", "-5", Why::Number),
            ("jumlah_pengguna", "1.25", Why::Number),
            ("biaya", "99999999999999999999", Why::Number),
            ("audit", "32/13/2026", Why::Day),
            ("audit", "kemarin", Why::Day),
            ("alamat", "javascript:alert(1)", Why::Link),
            ("alamat", "https://user:rahasia@contoh.go.id", Why::Link),
            ("alamat", "tidak ada", Why::Link),
            ("pemilik", "dinas-sihir", Why::Unit),
        ] {
            assert_eq!(typed(name, text), Err(why), "{name}: {text}");
        }
    }

    #[test]
    fn a_record_needs_a_name_and_an_agency_and_every_mistake_is_named_at_once() {
        let all = |name: &str| if name == "audit" { "besok".to_owned() } else { String::new() };
        let mistakes = read(&all, &units).unwrap_err();
        let named: Vec<(&str, Why)> = mistakes.iter().map(|one| (one.field, one.why)).collect();
        assert_eq!(named, [("nama", Why::Missing), ("pemilik", Why::Missing), ("audit", Why::Day)]);
    }
}
