//! One cell: from what stands at the source to what is kept. Everything that had to be changed is told, nothing is guessed.

use crate::model::{Column, Kind};
use jiff::civil::Date;
use serde_json::{Number, Value as Json};

/// Who wrote the texts; numbers and dates look different.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// People or programs, as CSV.
    Csv,
    /// A workbook: numbers with a decimal comma and no groups, dates as `2026-01-31` or as serial numbers.
    Workbook,
    /// A database: numbers with a decimal point, dates as `2026-01-31`.
    Database,
}

/// What a cell gave.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// What is kept; null for an empty cell.
    pub value: Json,
    /// Whether it was written otherwise at the source.
    pub repaired: bool,
}

/// Why a cell rejects its row. The code is stable and stands in reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Bad {
    /// `kosong`: it has to be filled in.
    Empty,
    /// `terlalu-panjang`: more than 2000 characters.
    Long,
    /// `pola`: it does not match the pattern.
    Pattern,
    /// `pilihan`: it is none of the words.
    Choice,
    /// `angka`: it is no number.
    Number,
    /// `dibulatkan`: a spreadsheet took a number for a quantity and lost digits.
    Mangled,
    /// `tanggal`: it is no date.
    Date,
    /// `ya-tidak`: it is neither.
    YesNo,
    /// `wilayah`: it is no code of an area.
    Area,
    /// `rumus`: the spreadsheet shows an error there.
    Formula,
    /// `kunci-ganda`: the same key stands in an earlier row.
    Doubled,
    /// `baris-rusak`: the row has more cells than the header has names.
    Torn,
}

impl Bad {
    /// Its code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "kosong",
            Self::Long => "terlalu-panjang",
            Self::Pattern => "pola",
            Self::Choice => "pilihan",
            Self::Number => "angka",
            Self::Mangled => "dibulatkan",
            Self::Date => "tanggal",
            Self::YesNo => "ya-tidak",
            Self::Area => "wilayah",
            Self::Formula => "rumus",
            Self::Doubled => "kunci-ganda",
            Self::Torn => "baris-rusak",
        }
    }
}

/// The longest text of a cell, in characters.
const LONGEST: usize = 2000;
/// A spreadsheet keeps so many digits of a number.
const DIGITS: usize = 15;
/// What a spreadsheet shows where a formula fails.
const FAILED: [&str; 8] = ["#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!"];

impl Cell {
    /// Reads a cell of this column.
    ///
    /// # Errors
    /// It is no value of this column.
    pub fn of(column: &Column, text: &str, written: Written) -> Result<Self, Bad> {
        let clean = cleaned(text);
        if FAILED.contains(&clean.as_str()) {
            return Err(Bad::Formula);
        }
        let mapped = column.map.get(&clean).unwrap_or(&clean);
        if mapped.is_empty() {
            return if column.required { Err(Bad::Empty) } else { Ok(Self { value: Json::Null, repaired: false }) };
        }
        if mapped.chars().count() > LONGEST {
            return Err(Bad::Long);
        }
        let value = value(column, mapped, written)?;
        let plain = match &value {
            Json::String(kept) => kept == text || kept == mapped && column.map.contains_key(&clean),
            _ => true,
        };
        Ok(Self { value, repaired: !plain })
    }
}

/// Without blanks around it, with plain blanks in it, in composed form, without the apostrophe of spreadsheets.
fn cleaned(text: &str) -> String {
    let plain: String = text
        .chars()
        .filter(|letter| !matches!(letter, '\u{feff}' | '\u{200b}' | '\0'))
        .map(|letter| if letter == '\u{a0}' || letter == '\t' { ' ' } else { letter })
        .collect();
    let plain = kernel::text::normal(&plain);
    let digits =
        |rest: &str| rest.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '=' | '+' | '-' | '@'));
    match plain.strip_prefix('\'') {
        Some(rest) if digits(rest) => rest.to_owned(),
        _ => plain,
    }
}

fn value(column: &Column, text: &str, written: Written) -> Result<Json, Bad> {
    match column.kind {
        Kind::Text => plain_text(column, text),
        Kind::Whole => number(text, column.comma, written, true),
        Kind::Decimal => number(text, column.comma, written, false),
        Kind::Date => date(text, written).map(|date| Json::String(date.to_string())).ok_or(Bad::Date),
        Kind::Choice => choice(column, text).ok_or(Bad::Choice),
        Kind::YesNo => yes_no(text).map(Json::Bool).ok_or(Bad::YesNo),
        Kind::Area => area(text).map(Json::String).ok_or(Bad::Area),
    }
}

/// Numbers that are names (NIK, NIP) lose digits in a spreadsheet: `3,51701E+15`.
fn plain_text(column: &Column, text: &str) -> Result<Json, Bad> {
    if sheet::is_mangled(text) {
        return Err(Bad::Mangled);
    }
    match &column.pattern {
        Some(pattern) if !pattern.fits(text) => Err(Bad::Pattern),
        _ => Ok(Json::String(text.to_owned())),
    }
}

fn choice(column: &Column, text: &str) -> Option<Json> {
    let exact = column.choices.iter().find(|word| *word == text);
    let found = exact.or_else(|| column.choices.iter().find(|word| word.to_lowercase() == text.to_lowercase()));
    found.map(|word| Json::String(word.clone()))
}

fn yes_no(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "ya" | "y" | "1" | "true" | "t" | "benar" | "yes" => Some(true),
        "tidak" | "n" | "0" | "false" | "f" | "salah" | "no" => Some(false),
        _ => None,
    }
}

/// `35`, `35.17`, `35.17.01`, `35.17.01.2001`, and the same without points.
fn area(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|letter| *letter != '.').collect();
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let cuts: &[usize] = match digits.len() {
        2 => &[2],
        4 => &[2, 2],
        6 => &[2, 2, 2],
        10 => &[2, 2, 2, 4],
        _ => return None,
    };
    let (mut parts, mut rest) = (Vec::new(), digits.as_str());
    for cut in cuts {
        let (part, after) = rest.split_at_checked(*cut)?;
        parts.push(part);
        rest = after;
    }
    let code = parts.join(".");
    (text == code || text == digits).then_some(code)
}

fn number(text: &str, comma: bool, written: Written, whole: bool) -> Result<Json, Bad> {
    if sheet::is_mangled(text) {
        return Err(Bad::Mangled);
    }
    let comma = match written {
        Written::Csv => comma,
        Written::Workbook => true,
        Written::Database => false,
    };
    let plain = plain_number(text, comma, written == Written::Csv).ok_or(Bad::Number)?;
    let (body, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let fraction = fraction.trim_end_matches('0');
    if body.trim_start_matches(['-', '0']).len() + fraction.len() > DIGITS {
        return Err(Bad::Number);
    }
    if fraction.is_empty() {
        return body.parse::<i64>().map(Json::from).map_err(|_| Bad::Number);
    }
    if whole {
        return Err(Bad::Number);
    }
    let number: f64 = format!("{body}.{fraction}").parse().map_err(|_| Bad::Number)?;
    Number::from_f64(number).map(Json::Number).ok_or(Bad::Number)
}

/// The number with a point and without groups; groups of three are taken from CSV only, where people write them.
fn plain_number(text: &str, comma: bool, grouped: bool) -> Option<String> {
    let text = text.strip_prefix("Rp").unwrap_or(text).trim().trim_end_matches(",-");
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let (group, point) = if comma { ('.', ',') } else { (',', '.') };
    let (whole, fraction) = digits.split_once(point).unwrap_or((digits, ""));
    if digits.ends_with(point) || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let parts: Vec<&str> = whole.split(group).collect();
    let head = parts.first().copied().unwrap_or_default();
    let groups = parts.len() == 1 || grouped && head.len() <= 3 && parts.iter().skip(1).all(|part| part.len() == 3);
    let sound = parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    let whole = parts.concat();
    (groups && sound)
        .then(|| if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") })
}

const MONTHS: [(&str, &str); 12] = [
    ("januari", "jan"),
    ("februari", "feb"),
    ("maret", "mar"),
    ("april", "apr"),
    ("mei", "mei"),
    ("juni", "jun"),
    ("juli", "jul"),
    ("agustus", "agu"),
    ("september", "sep"),
    ("oktober", "okt"),
    ("november", "nov"),
    ("desember", "des"),
];

/// `2026-01-31` (with a time behind it or not), `31/01/2026`, `31-01-2026`, `31 Januari 2026`; in workbooks also the number of
/// the day. The day comes first; a month above 12 is no date, never turned round.
fn date(text: &str, written: Written) -> Option<Date> {
    let day = text.split(['T', ' ']).next().unwrap_or_default();
    if day.len() == 10 && day.as_bytes().get(4) == Some(&b'-') {
        return day.parse().ok().filter(sensible);
    }
    if written == Written::Workbook
        && let Ok(serial) = text.split(',').next().unwrap_or_default().parse::<i32>()
    {
        // 1 March 1900 is day 61: before, spreadsheets count a day that never was.
        let days = (61..=109_574).contains(&serial).then_some(i64::from(serial) - 25_569)?;
        return Some(kernel::time::date_of_day(days)).filter(sensible);
    }
    let parts: Vec<&str> = text.split(['/', '-', '.', ' ']).filter(|part| !part.is_empty()).collect();
    let [day, month, year] = parts.as_slice() else {
        return None;
    };
    let lower = month.to_lowercase();
    let named = MONTHS.iter().position(|(long, short)| lower == *long || lower == *short);
    let month = named.map(|at| at as i8 + 1).or_else(|| month.parse().ok())?;
    let year = year.parse::<i16>().ok().filter(|_| year.len() == 4)?;
    Date::new(year, month, day.parse().ok()?).ok().filter(sensible)
}

/// Nobody was born and nothing was built before; a later year is a slip of the finger.
fn sensible(date: &Date) -> bool {
    (1800..2200).contains(&date.year())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pattern::Pattern;
    use indexmap::IndexMap;
    use proptest::prelude::*;
    use serde_json::json;

    fn column(kind: Kind) -> Column {
        Column {
            from: "K".into(),
            name: "K".into(),
            kind,
            required: false,
            pattern: None,
            choices: vec!["Aktif".into(), "Pensiun".into()],
            map: IndexMap::from([("A".to_owned(), "Aktif".to_owned()), ("-".to_owned(), String::new())]),
            personal: None,
            searchable: false,
            comma: true,
        }
    }

    fn csv(kind: Kind, text: &str) -> Result<Json, Bad> {
        Cell::of(&column(kind), text, Written::Csv).map(|cell| cell.value)
    }

    #[test]
    fn numbers_of_people_programs_and_workbooks_are_the_same_number() {
        for (text, written, value) in [
            ("1.234.567,50", Written::Csv, json!(1_234_567.5)),
            ("Rp 1.500", Written::Csv, json!(1500)),
            ("250000000", Written::Workbook, json!(250_000_000)),
            ("1,125", Written::Workbook, json!(1.125)),
            ("1.125", Written::Database, json!(1.125)),
            ("-7", Written::Database, json!(-7)),
            ("12,00", Written::Csv, json!(12)),
        ] {
            assert_eq!(Cell::of(&column(Kind::Decimal), text, written).map(|cell| cell.value), Ok(value), "{text}");
        }
    }

    #[test]
    fn a_number_that_could_mean_two_things_or_lost_digits_is_refused() {
        for text in ["1.23", "1,2,3", "1.2345.678", "12a", "", "-", "1,", "1234567890123456"] {
            if text.is_empty() || text == "-" {
                continue;
            }
            assert_eq!(csv(Kind::Decimal, text), Err(Bad::Number), "{text}");
        }
        assert_eq!(csv(Kind::Whole, "1,5"), Err(Bad::Number));
        assert_eq!(csv(Kind::Whole, "3,51701E+15"), Err(Bad::Mangled));
        assert_eq!(csv(Kind::Text, "3,51701E+15"), Err(Bad::Mangled));
        assert!(Cell::of(&column(Kind::Text), "3517011234567891", Written::Workbook).is_ok());
    }

    #[test]
    fn dates_are_read_day_first_and_serials_in_workbooks_only() {
        for text in ["2026-01-31", "31/01/2026", "31-01-2026", "31 Januari 2026", "2026-01-31 07:00:00", "31 jan 2026"]
        {
            assert_eq!(csv(Kind::Date, text), Ok(json!("2026-01-31")), "{text}");
        }
        assert_eq!(
            Cell::of(&column(Kind::Date), "46053", Written::Workbook).map(|one| one.value),
            Ok(json!("2026-01-31"))
        );
        for text in ["01/13/2026", "31/02/2026", "46053", "31/01/26", "0001-01-01", "besok"] {
            assert_eq!(csv(Kind::Date, text), Err(Bad::Date), "{text}");
        }
    }

    #[test]
    fn words_codes_and_switches_are_known_in_their_usual_spellings() {
        assert_eq!(csv(Kind::Choice, "A"), Ok(json!("Aktif")));
        assert_eq!(csv(Kind::Choice, "PENSIUN"), Ok(json!("Pensiun")));
        assert_eq!(csv(Kind::Choice, "Cuti"), Err(Bad::Choice));
        assert_eq!(csv(Kind::Choice, "-"), Ok(Json::Null));
        assert_eq!(csv(Kind::YesNo, "Tidak"), Ok(json!(false)));
        assert_eq!(csv(Kind::Area, "3517012001"), Ok(json!("35.17.01.2001")));
        for text in ["35.1701", "351", "35.17.01.20011", "3x"] {
            assert_eq!(csv(Kind::Area, text), Err(Bad::Area), "{text}");
        }
    }

    #[test]
    fn what_was_changed_is_told_and_what_was_right_is_not() {
        let told = |kind, text| Cell::of(&column(kind), text, Written::Csv).map(|cell| cell.repaired);
        assert_eq!(told(Kind::Text, "Jalan Merdeka"), Ok(false));
        assert_eq!(told(Kind::Text, " Jalan\u{a0}Merdeka "), Ok(true));
        assert_eq!(told(Kind::Text, "'0812"), Ok(true));
        assert_eq!(told(Kind::Date, "31/01/2026"), Ok(true));
        assert_eq!(told(Kind::Choice, "A"), Ok(false), "a map is meant");
        assert_eq!(told(Kind::Choice, "aktif"), Ok(true));
    }

    #[test]
    fn empty_long_and_failed_cells_and_those_against_the_pattern_are_refused() {
        let nip = Column { required: true, pattern: Some(Pattern::new("[0-9]{18}").unwrap()), ..column(Kind::Text) };
        let read = |text: &str| Cell::of(&nip, text, Written::Csv).map(|cell| cell.value);
        assert_eq!(read("198001012005011001"), Ok(json!("198001012005011001")));
        assert_eq!(read("  "), Err(Bad::Empty));
        assert_eq!(read("1980"), Err(Bad::Pattern));
        assert_eq!(read("#REF!"), Err(Bad::Formula));
        assert_eq!(csv(Kind::Text, &"x".repeat(2001)), Err(Bad::Long));
    }

    proptest! {
        #[test]
        fn no_text_whatever_panics_and_what_is_kept_reads_as_itself(text in "\\PC{0,40}") {
            for (_, kind) in Kind::WORDS {
                let column = column(kind);
                for written in [Written::Csv, Written::Workbook, Written::Database] {
                    if let Ok(Cell { value: Json::String(kept), .. }) = Cell::of(&column, &text, written)
                        && !column.map.contains_key(&kept) && written == Written::Csv {
                        prop_assert_eq!(Cell::of(&column, &kept, written).map(|one| one.value), Ok(Json::String(kept)));
                    }
                }
            }
        }
    }
}
