//! Dates, moments and numbers as people write them in Indonesian and in English.

use jiff::civil::Date;
use kernel::{Duration, FactValue, Instant, Lang, Unit, Zone};
use std::borrow::Borrow;

const DAYS: [[&str; 7]; 2] = [
    ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"],
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
];

const MONTHS: [[&str; 12]; 2] = [
    [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ],
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
];

fn row(lang: Lang) -> usize {
    match lang {
        Lang::Id => 0,
        Lang::En => 1,
    }
}

fn pick(table: &'static [&'static str], place: i8) -> &'static str {
    usize::try_from(place).ok().and_then(|at| table.get(at)).copied().unwrap_or("")
}

/// A whole number of any width; templates hand them over as references.
pub trait Whole {
    /// As 64 bits; larger ones are cut to the largest.
    fn whole(&self) -> i64;
}

impl<T: Whole + ?Sized> Whole for &T {
    fn whole(&self) -> i64 {
        (**self).whole()
    }
}

macro_rules! whole {
    ($($kind:ty)*) => {
        $(impl Whole for $kind {
            fn whole(&self) -> i64 {
                i64::try_from(*self).unwrap_or(i64::MAX)
            }
        })*
    };
}
whole!(u8 u16 u32 u64 usize i8 i16 i32 i64);

/// Writes dates and numbers in one language and the zone of one region.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// The reader's language.
    pub lang: Lang,
    /// The region's zone.
    pub zone: Zone,
}

impl Words {
    /// `5 Maret 2027` or `5 March 2027`.
    pub fn date(self, date: impl Borrow<Date>) -> String {
        let date: &Date = date.borrow();
        let months = MONTHS.get(row(self.lang)).map_or(&[][..], |names| &names[..]);
        format!("{} {} {}", date.day(), pick(months, date.month() - 1), date.year())
    }

    /// `Jumat, 5 Maret 2027`.
    pub fn day(self, date: impl Borrow<Date>) -> String {
        let date: &Date = date.borrow();
        let days = DAYS.get(row(self.lang)).map_or(&[][..], |names| &names[..]);
        let day = pick(days, date.weekday().to_monday_zero_offset());
        format!("{day}, {}", self.date(date))
    }

    /// `16.30 WIB`, in English `16:30 WIB`.
    pub fn time(self, at: impl Borrow<Instant>) -> String {
        let at: Instant = *at.borrow();
        let local = at.local(self.zone);
        let point = match self.lang {
            Lang::Id => '.',
            Lang::En => ':',
        };
        format!("{:02}{point}{:02} {}", local.hour(), local.minute(), self.zone)
    }

    /// `Jumat, 5 Maret 2027 pukul 16.30 WIB`, in English `Friday, 5 March 2027 at 16:30 WIB`.
    pub fn moment(self, at: impl Borrow<Instant>) -> String {
        let at: Instant = *at.borrow();
        let at_word = match self.lang {
            Lang::Id => "pukul",
            Lang::En => "at",
        };
        format!("{} {at_word} {}", self.day(at.date(self.zone)), self.time(at))
    }

    /// `5 Maret 2027`, of a moment.
    pub fn date_of(self, at: impl Borrow<Instant>) -> String {
        let at: Instant = *at.borrow();
        self.date(at.date(self.zone))
    }

    /// What a `<time datetime>` attribute holds: RFC 3339 with the region's offset.
    pub fn machine(self, at: impl Borrow<Instant>) -> String {
        let at: Instant = *at.borrow();
        at.rfc3339(self.zone)
    }

    /// `1.284`, in English `1,284`.
    pub fn count(self, value: impl Whole) -> String {
        let value = value.whole();
        let grouped = kernel::text::grouped(value.unsigned_abs());
        let sign = if value < 0 { "−" } else { "" };
        match self.lang {
            Lang::Id => format!("{sign}{grouped}"),
            Lang::En => format!("{sign}{}", grouped.replace('.', ",")),
        }
    }

    /// A number with up to two decimals: `1.284,5`, in English `1,284.5`.
    pub fn number(self, value: impl Borrow<f64>) -> String {
        number(self.lang, *value.borrow())
    }

    /// One decimal and a percent sign of a share between 0 and 1: `92,4 %`, in English `92.4%`.
    pub fn percent(self, share: impl Borrow<f64>) -> String {
        let share: f64 = *share.borrow();
        let tenths = format!("{:.1}", share * 100.0);
        match self.lang {
            Lang::Id => format!("{}\u{a0}%", tenths.replace('.', ",")),
            Lang::En => format!("{tenths}%"),
        }
    }

    /// The value of a fact: `1.284`, `92,4 %`, `4,12`, `2,5 hari kerja`.
    pub fn fact(self, value: impl Borrow<FactValue>) -> String {
        let value: FactValue = *value.borrow();
        let (top, bottom) = value.fraction();
        let ratio = top as f64 / bottom as f64;
        match (value, self.lang) {
            (FactValue::Count { count }, _) => self.count(count),
            (FactValue::Share { .. }, _) => self.percent(ratio),
            (FactValue::Mean { .. }, _) => self.number(ratio),
            (FactValue::WorkingDays { .. }, Lang::Id) => format!("{} hari kerja", self.number(ratio)),
            (FactValue::WorkingDays { .. }, Lang::En) => format!("{} working days", self.number(ratio)),
        }
    }

    /// `3 hari kerja`, in English `3 working days`.
    pub fn duration(self, duration: impl Borrow<Duration>) -> String {
        let duration: Duration = *duration.borrow();
        if self.lang == Lang::Id {
            return duration.to_string();
        }
        let unit = match duration.unit {
            Unit::Minute => "minute",
            Unit::Hour => "hour",
            Unit::Day => "day",
            Unit::WorkingMinute => "working minute",
            Unit::WorkingHour => "working hour",
            Unit::WorkingDay => "working day",
            Unit::Month => "month",
            Unit::Year => "year",
        };
        let ending = if duration.count == 1 { "" } else { "s" };
        format!("{} {unit}{ending}", duration.count)
    }

    /// A file size: `820 KB`, `4,2 MB`.
    pub fn size(self, bytes: impl Borrow<u64>) -> String {
        let bytes: u64 = *bytes.borrow();
        let kilobytes = bytes.div_ceil(1024);
        if kilobytes < 1024 {
            return format!("{kilobytes}\u{a0}KB");
        }
        let tenths = (bytes * 10).div_ceil(1024 * 1024);
        let point = if self.lang == Lang::Id { ',' } else { '.' };
        if tenths.is_multiple_of(10) {
            return format!("{}\u{a0}MB", tenths / 10);
        }
        format!("{}{point}{}\u{a0}MB", tenths / 10, tenths % 10)
    }
}

/// A number grouped and with a decimal sign as `lang` writes it; at most two decimals.
pub(crate) fn number(lang: Lang, value: f64) -> String {
    let text = format!("{:.2}", value.abs());
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let grouped = whole.parse().map_or_else(|_| whole.to_owned(), kernel::text::grouped);
    let decimals = decimals.trim_end_matches('0');
    let sign = if value < 0.0 { "−" } else { "" };
    let (group, point) = match lang {
        Lang::Id => (".", ","),
        Lang::En => (",", "."),
    };
    let point = if decimals.is_empty() { "" } else { point };
    format!("{sign}{}{point}{decimals}", grouped.replace('.', group))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: Words = Words { lang: Lang::Id, zone: Zone::Wib };
    const EN: Words = Words { lang: Lang::En, zone: Zone::Wit };

    #[test]
    fn a_moment_is_written_in_the_words_and_zone_of_the_reader() {
        let at = Instant::parse("2027-03-05T09:30:00Z").unwrap();
        assert_eq!(ID.moment(at), "Jumat, 5 Maret 2027 pukul 16.30 WIB");
        assert_eq!(EN.moment(at), "Friday, 5 March 2027 at 18:30 WIT");
    }

    #[test]
    fn the_date_of_a_late_evening_in_utc_is_the_next_day_in_jayapura() {
        let at = Instant::parse("2027-12-31T20:00:00Z").unwrap();
        assert_eq!(EN.date_of(at), "1 January 2028");
    }

    #[test]
    fn numbers_are_grouped_as_the_language_does() {
        assert_eq!((ID.count(1284), EN.count(-1284)), ("1.284".into(), "−1,284".into()));
        assert_eq!((ID.number(1284.5), EN.number(0.25)), ("1.284,5".into(), "0.25".into()));
    }

    #[test]
    fn a_share_has_one_decimal() {
        assert_eq!((ID.percent(0.924), EN.percent(1.0)), ("92,4\u{a0}%".into(), "100.0%".into()));
    }

    #[test]
    fn one_working_day_has_no_plural_in_english() {
        let day = Duration::new(1, Unit::WorkingDay);
        assert_eq!((ID.duration(day), EN.duration(day)), ("1 hari kerja".into(), "1 working day".into()));
    }

    #[test]
    fn sizes_are_rounded_up_so_that_a_limit_is_never_understated() {
        assert_eq!(ID.size(1), "1\u{a0}KB");
        assert_eq!(ID.size(4 * 1024 * 1024), "4\u{a0}MB");
        assert_eq!(ID.size(4 * 1024 * 1024 + 1), "4,1\u{a0}MB");
    }
}
