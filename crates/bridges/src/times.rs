//! Times as other systems write them: a pattern with named parts, and a zone that must be named.

use jiff::civil::Date;
use kernel::{Instant, Zone};

/// In which zone the times of a file are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceZone {
    /// Seconds ahead of UTC.
    Offset(i64),
    /// The zone of the region into which is imported.
    Region,
    /// Every time carries its own (`{selisih}` in the pattern).
    Written,
}

/// The words that `zona` may say; an offset such as `+07:00` is one too.
pub const ZONE_WORDS: [&str; 6] = ["WIB", "WITA", "WIT", "UTC", "wilayah", "tertulis"];

impl SourceZone {
    /// Reads `zona`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "UTC" => Some(Self::Offset(0)),
            "wilayah" => Some(Self::Region),
            "tertulis" => Some(Self::Written),
            _ => match Zone::parse(text) {
                Some(zone) => Some(Self::Offset(i64::from(zone.offset_seconds()))),
                None => offset(text).filter(|(_, rest)| rest.is_empty()).map(|(at, _)| Self::Offset(at)),
            },
        }
    }
}

/// A pattern such as `{tahun}-{bulan}-{hari}T{jam}:{menit}:{detik}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Part(Part),
}

/// A named part of a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Year,
    Month,
    MonthName,
    Day,
    Hour,
    Minute,
    Second,
    Fraction,
    Offset,
}

const PARTS: [(&str, Part); 9] = [
    ("tahun", Part::Year),
    ("bulan", Part::Month),
    ("nama_bulan", Part::MonthName),
    ("hari", Part::Day),
    ("jam", Part::Hour),
    ("menit", Part::Minute),
    ("detik", Part::Second),
    ("pecahan", Part::Fraction),
    ("selisih", Part::Offset),
];

/// Why a pattern was refused.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum BadPattern {
    /// A part that is none.
    #[error("bagian `{{{0}}}` tidak dikenal")]
    Unknown(String),
    /// A brace without its partner.
    #[error("kurung `{{` tidak ditutup")]
    Open,
    /// Year, month or day is missing, or a part stands twice.
    #[error("harus berisi tepat satu tahun, bulan (atau nama_bulan) dan hari; bagian lain paling banyak satu")]
    Parts,
}

/// Why a time was refused.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum BadTime {
    /// It does not look like any of the patterns.
    #[error("`{0}` tidak sesuai bentuk waktu pada pemetaan")]
    Shape(String),
    /// There is no such day or time of day.
    #[error("`{0}` bukan tanggal atau jam yang ada")]
    Impossible(String),
}

/// Names of parts, for suggestions.
pub fn part_names() -> impl Iterator<Item = &'static str> {
    PARTS.into_iter().map(|(name, _)| name)
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// An unknown part, an open brace, or no full date.
    pub fn parse(text: &str) -> Result<Self, BadPattern> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').ok_or(BadPattern::Open)?;
            let part = PARTS.into_iter().find(|(known, _)| *known == name);
            let (_, part) = part.ok_or_else(|| BadPattern::Unknown(name.to_owned()))?;
            if !before.is_empty() {
                pieces.push(Piece::Text(before.to_owned()));
            }
            pieces.push(Piece::Part(part));
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
        let pattern = Self { pieces };
        let counts = |part| pattern.count(part);
        let months = counts(Part::Month) + counts(Part::MonthName);
        let once = PARTS.iter().all(|(_, part)| counts(*part) <= 1);
        let dated = counts(Part::Year) == 1 && counts(Part::Day) == 1 && months == 1;
        if once && dated { Ok(pattern) } else { Err(BadPattern::Parts) }
    }

    fn count(&self, part: Part) -> usize {
        let piece = Piece::Part(part);
        self.pieces.iter().filter(|one| **one == piece).count()
    }

    /// Whether times carry their own offset.
    pub fn has_offset(&self) -> bool {
        self.count(Part::Offset) > 0
    }

    /// The instant that `text` means, if it has this shape: `Some(None)` has the shape but is no possible time.
    fn read(&self, text: &str, zone: i64) -> Option<Option<Instant>> {
        let mut found = Found::default();
        let mut rest = text;
        for piece in &self.pieces {
            rest = match piece {
                Piece::Text(expected) => rest.strip_prefix(expected.as_str())?,
                Piece::Part(part) => found.take(*part, rest)?,
            };
        }
        rest.is_empty().then(|| found.instant(zone))
    }
}

/// Reads a time by the first pattern whose shape it has. `zone` is in seconds ahead of UTC.
///
/// # Errors
/// No pattern fits, or there is no such moment.
pub fn read(text: &str, patterns: &[Pattern], zone: i64) -> Result<Instant, BadTime> {
    let text = text.trim();
    let mut fits = false;
    for pattern in patterns {
        match pattern.read(text, zone) {
            Some(Some(instant)) => return Ok(instant),
            Some(None) => fits = true,
            None => {}
        }
    }
    let shown: String = text.chars().take(40).collect();
    Err(if fits { BadTime::Impossible(shown) } else { BadTime::Shape(shown) })
}

#[derive(Default)]
struct Found {
    year: i64,
    month: i64,
    day: i64,
    hour: i64,
    minute: i64,
    second: i64,
    offset: Option<i64>,
}

impl Found {
    fn take<'a>(&mut self, part: Part, text: &'a str) -> Option<&'a str> {
        let (slot, least, most) = match part {
            Part::Year => (&mut self.year, 4, 4),
            Part::Month => (&mut self.month, 1, 2),
            Part::Day => (&mut self.day, 1, 2),
            Part::Hour => (&mut self.hour, 1, 2),
            Part::Minute => (&mut self.minute, 2, 2),
            Part::Second => (&mut self.second, 2, 2),
            Part::Fraction => return digits(text, 1, 9).map(|(_, rest)| rest),
            Part::MonthName => {
                let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
                let (name, rest) = text.split_at(end);
                self.month = month(name)?;
                return Some(rest.strip_prefix('.').unwrap_or(rest));
            }
            Part::Offset => {
                let (seconds, rest) = offset(text)?;
                self.offset = Some(seconds);
                return Some(rest);
            }
        };
        let (number, rest) = digits(text, least, most)?;
        *slot = number;
        Some(rest)
    }

    fn instant(&self, zone: i64) -> Option<Instant> {
        let date =
            Date::new(i16::try_from(self.year).ok()?, i8::try_from(self.month).ok()?, i8::try_from(self.day).ok()?)
                .ok()?;
        if self.hour > 23 || self.minute > 59 || self.second > 59 {
            return None;
        }
        let seconds = kernel::time::day_number(date) * 86_400 + self.hour * 3600 + self.minute * 60 + self.second;
        Some(Instant::from_seconds(seconds - self.offset.unwrap_or(zone)))
    }
}

fn digits(text: &str, least: usize, most: usize) -> Option<(i64, &str)> {
    let count = text.bytes().take(most).take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at(count);
    (count >= least).then(|| number.parse().ok().map(|number| (number, rest)))?
}

/// `Z`, `+07:00` or `+0700` at the beginning, in seconds ahead of UTC.
fn offset(text: &str) -> Option<(i64, &str)> {
    if let Some(rest) = text.strip_prefix('Z') {
        return Some((0, rest));
    }
    let sign = match text.chars().next()? {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    let (hours, rest) = digits(text.get(1..)?, 2, 2)?;
    let (minutes, rest) = digits(rest.strip_prefix(':').unwrap_or(rest), 2, 2)?;
    (hours <= 14 && minutes < 60).then_some((sign * (hours * 3600 + minutes * 60), rest))
}

/// The number of a month by its Indonesian or English name, whole or its first three letters (also `Agt`, `Agu`, `Nop`).
fn month(name: &str) -> Option<i64> {
    const NAMES: [(&str, i64); 26] = [
        ("januari", 1),
        ("january", 1),
        ("februari", 2),
        ("february", 2),
        ("pebruari", 2),
        ("maret", 3),
        ("march", 3),
        ("april", 4),
        ("mei", 5),
        ("may", 5),
        ("juni", 6),
        ("june", 6),
        ("juli", 7),
        ("july", 7),
        ("agustus", 8),
        ("august", 8),
        ("agt", 8),
        ("september", 9),
        ("oktober", 10),
        ("october", 10),
        ("november", 11),
        ("nopember", 11),
        ("desember", 12),
        ("december", 12),
        ("sept", 9),
        ("agst", 8),
    ];
    let name = name.to_lowercase();
    let exact = |(known, _): &&(&str, i64)| *known == name || (name.len() == 3 && known.starts_with(&name));
    NAMES.iter().find(exact).map(|(_, number)| *number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ISO: &str = "{tahun}-{bulan}-{hari}T{jam}:{menit}:{detik}";
    const LAPOR: &str = "{hari} {nama_bulan} {tahun} {jam}:{menit}:{detik}";

    fn at(pattern: &str, zone: &str, text: &str) -> Result<Instant, BadTime> {
        let SourceZone::Offset(zone) = SourceZone::parse(zone).unwrap() else {
            panic!("{zone}");
        };
        read(text, &[Pattern::parse(pattern).unwrap()], zone)
    }

    fn utc(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    #[test]
    fn the_same_writing_means_another_instant_in_another_zone() {
        let text = "2022-01-31T02:00:00";
        assert_eq!(at(ISO, "UTC", text).unwrap(), utc("2022-01-31T02:00:00Z"));
        assert_eq!(at(ISO, "WIB", text).unwrap(), utc("2022-01-31T02:00:00+07:00"));
        assert_eq!(at(ISO, "-03:30", text).unwrap(), utc("2022-01-31T02:00:00-03:30"));
    }

    #[test]
    fn months_are_read_in_indonesian_and_english_whole_and_short() {
        for (written, month) in [
            ("Mei", 5),
            ("May", 5),
            ("Agt", 8),
            ("Agu", 8),
            ("Aug", 8),
            ("Agustus", 8),
            ("Oct", 10),
            ("Okt", 10),
            ("Des", 12),
            ("Dec", 12),
            ("Nop", 11),
            ("Peb", 2),
            ("JUN", 6),
            ("jul", 7),
            ("Mar", 3),
            ("Sept", 9),
        ] {
            let expected = utc(&format!("2024-{month:02}-03T22:08:02+08:00"));
            let text = format!("3 {written} 2024 22:08:02");
            assert_eq!(at(LAPOR, "WITA", &text), Ok(expected), "{written}");
        }
    }

    #[test]
    fn a_day_that_does_not_exist_is_impossible_and_another_shape_is_another_error() {
        for text in ["2022-02-30T00:00:00", "2022-13-01T00:00:00", "2022-01-01T24:00:00", "2023-02-29T10:00:00"] {
            assert!(matches!(at(ISO, "UTC", text), Err(BadTime::Impossible(_))), "{text}");
        }
        for text in ["", "besok", "31/01/2022", "2022-01-31", "2022-01-31T02:00:00Z", "22-01-31T02:00:00"] {
            assert!(matches!(at(ISO, "UTC", text), Err(BadTime::Shape(_))), "{text}");
        }
    }

    #[test]
    fn a_written_offset_wins_and_fractions_are_cut_off() {
        let pattern = "{tahun}-{bulan}-{hari} {jam}:{menit}:{detik}.{pecahan}{selisih}";
        assert!(Pattern::parse(pattern).unwrap().has_offset());
        let found = at(pattern, "UTC", "2022-01-31 02:00:00.987+0800").unwrap();
        assert_eq!(found, utc("2022-01-31T02:00:00+08:00"));
    }

    #[test]
    fn a_zone_is_one_of_the_known_words_or_an_offset() {
        for text in ZONE_WORDS.into_iter().chain(["+07:00", "-0330", "Z"]) {
            assert!(SourceZone::parse(text).is_some(), "{text}");
        }
        for text in ["", "wib", "Asia/Jakarta", "+7", "+07:00x", "+25:00", "GMT"] {
            assert!(SourceZone::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_pattern_needs_a_whole_date_and_known_parts() {
        assert_eq!(Pattern::parse("{tahun}-{bulan}"), Err(BadPattern::Parts));
        assert_eq!(Pattern::parse("{hari}{hari}{bulan}{tahun}"), Err(BadPattern::Parts));
        assert_eq!(Pattern::parse("{tanggal}"), Err(BadPattern::Unknown("tanggal".to_owned())));
        assert_eq!(Pattern::parse("{tahun"), Err(BadPattern::Open));
    }

    #[test]
    fn a_date_alone_is_its_midnight() {
        assert_eq!(at("{hari}/{bulan}/{tahun}", "WIB", "5/3/2027").unwrap(), utc("2027-03-05T00:00:00+07:00"));
    }

    proptest! {
        #[test]
        fn every_instant_is_read_back_from_its_writing(seconds in 0i64..4_102_444_800) {
            let instant = Instant::from_seconds(seconds);
            let text = instant.rfc3339(Zone::Wita);
            prop_assert_eq!(at(ISO, "WITA", &text[..19]), Ok(instant));
            let with = format!("{ISO}{{selisih}}");
            prop_assert_eq!(at(&with, "UTC", &text), Ok(instant));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,30}") {
            let _ = at(ISO, "UTC", &text);
            let _ = at(LAPOR, "UTC", &text);
        }
    }
}
