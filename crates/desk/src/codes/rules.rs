//! How long a code lasts, how often it may be tried, how often one is sent (docs/adr/0029). Pure.

use crate::refusal::DeskRefusal;
use kernel::Instant;
use kernel::ids::Chance;

/// Digits of a code.
pub(crate) const DIGITS: usize = 6;
/// Minutes for which it holds.
pub(crate) const MINUTES: i64 = 10;
/// Tries that one code takes.
pub(crate) const TRIES: i64 = 5;
/// Seconds before the same form sends another one to the same contact.
const WAIT: i64 = 60;
/// Codes sent to one contact within a day, whoever asks: with [`TRIES`], 30 guesses among a million a day.
const A_DAY: i64 = 6;
/// Seconds of that day.
const DAY: i64 = 86_400;

/// The code of a form, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Kept {
    /// Keyed hash of the contact that it was sent to.
    pub contact: String,
    /// Keyed hash of form, contact and digits.
    pub code: String,
    /// When it was sent.
    pub sent_at: Instant,
    /// Tries so far.
    pub tries: i64,
    /// Keyed hash of the key of the form that it was used with; empty before.
    pub used: String,
}

/// What may be done with a typed code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Try {
    /// Counted first, then compared.
    Counted,
    /// The same form is sent again with the code that it was sent with.
    Again,
}

impl Kept {
    /// Whether a code may still be tried for this contact, by the form with this key.
    pub fn may_try(&self, contact: &str, form: &str, now: Instant) -> Result<Try, DeskRefusal> {
        if self.contact != contact {
            return Err(DeskRefusal::CodeOver);
        }
        match self.used.as_str() {
            "" if now >= self.ends_at() => Err(DeskRefusal::CodeOver),
            "" if self.tries >= TRIES => Err(DeskRefusal::CodeSpent),
            "" => Ok(Try::Counted),
            used if used == form => Ok(Try::Again),
            _ => Err(DeskRefusal::CodeOver),
        }
    }

    /// When it no longer holds.
    pub fn ends_at(&self) -> Instant {
        self.sent_at.plus_seconds(MINUTES * 60)
    }

    /// Tries that are left.
    pub fn left(&self) -> i64 {
        (TRIES - self.tries).max(0)
    }

    /// When this form may send another one to this contact, if that is not now.
    pub fn waits_until(&self, contact: &str, now: Instant) -> Option<Instant> {
        let until = self.sent_at.plus_seconds(WAIT);
        (self.contact == contact && now < until).then_some(until)
    }
}

/// How many codes a contact was sent since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Count {
    pub since: Instant,
    pub sends: i64,
}

impl Count {
    /// The count with one more, or when the next one may be sent.
    pub fn one_more(self, now: Instant) -> Result<Self, Instant> {
        let over = self.since.plus_seconds(DAY);
        match self.sends {
            _ if now >= over => Ok(Self { since: now, sends: 1 }),
            sends if sends >= A_DAY => Err(over),
            sends => Ok(Self { sends: sends + 1, ..self }),
        }
    }
}

/// Six digits by chance, each number as likely as any other.
pub(super) fn drawn(chance: &dyn Chance) -> String {
    const NUMBERS: u32 = 1_000_000;
    const FAIR: u32 = u32::MAX - u32::MAX % NUMBERS;
    loop {
        let mut bytes = [0; 4];
        chance.fill(&mut bytes);
        let number = u32::from_le_bytes(bytes);
        if number < FAIR {
            return format!("{:06}", number % NUMBERS);
        }
    }
}

/// What was typed as a code: digits, whatever stands between them. Nothing if it can be none.
pub(super) fn typed(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let fits = digits.len() == DIGITS && text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || c == '-');
    fits.then_some(digits)
}

/// A number or address as a page shows it to whoever typed it: `0812••••890`, `s••••@contoh.id`.
pub(crate) fn masked(contact: &str) -> String {
    if let Some((name, host)) = contact.split_once('@') {
        let first: String = name.chars().take(1).collect();
        return format!("{first}••••@{host}");
    }
    let national = contact.strip_prefix("+62").map_or_else(|| contact.to_owned(), |rest| format!("0{rest}"));
    let end = national.len().saturating_sub(3);
    match (national.get(..4), national.get(end..)) {
        (Some(head), Some(tail)) if end > 4 => format!("{head}••••{tail}"),
        _ => "••••".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Refusal;

    const NOW: Instant = Instant::from_seconds(1_000_000);

    fn kept() -> Kept {
        Kept { contact: "hp".into(), code: "c".into(), sent_at: NOW, tries: 0, used: String::new() }
    }

    fn refused(kept: &Kept, contact: &str, now: Instant) -> &'static str {
        kept.may_try(contact, "form", now).unwrap_err().code()
    }

    #[test]
    fn a_code_holds_for_ten_minutes_and_not_a_second_longer() {
        assert_eq!(kept().may_try("hp", "form", NOW.plus_seconds(599)).unwrap(), Try::Counted);
        assert_eq!(refused(&kept(), "hp", NOW.plus_seconds(600)), "kode-lewat");
    }

    #[test]
    fn the_sixth_try_is_refused_even_with_the_right_code() {
        let spent = Kept { tries: TRIES, ..kept() };
        assert_eq!(refused(&spent, "hp", NOW), "kode-habis");
        assert_eq!((kept().left(), spent.left()), (5, 0));
        assert_eq!(Kept { tries: 4, ..kept() }.may_try("hp", "form", NOW).unwrap(), Try::Counted);
    }

    #[test]
    fn a_code_for_another_number_is_none() {
        assert_eq!(refused(&kept(), "other", NOW), "kode-lewat");
    }

    #[test]
    fn a_used_code_serves_the_form_that_used_it_and_no_other() {
        let used = Kept { used: "form".into(), tries: 5, ..kept() };
        assert_eq!(used.may_try("hp", "form", NOW.plus_seconds(900)).unwrap(), Try::Again);
        assert_eq!(used.may_try("hp", "another", NOW).unwrap_err().code(), "kode-lewat");
    }

    #[test]
    fn the_same_number_waits_a_minute_and_a_changed_one_does_not() {
        let until = NOW.plus_seconds(60);
        assert_eq!(kept().waits_until("hp", NOW.plus_seconds(59)), Some(until));
        assert_eq!(kept().waits_until("hp", until), None);
        assert_eq!(kept().waits_until("other", NOW), None);
    }

    #[test]
    fn one_number_gets_six_codes_a_day_whoever_asks() {
        let mut count = Count { since: NOW, sends: 0 };
        for _ in 0..6 {
            count = count.one_more(NOW).unwrap();
        }
        assert_eq!(count.one_more(NOW.plus_seconds(86_399)), Err(NOW.plus_seconds(86_400)));
        let next = NOW.plus_seconds(86_400);
        assert_eq!(count.one_more(next), Ok(Count { since: next, sends: 1 }));
    }

    struct Fixed(std::sync::Mutex<Vec<u32>>);

    impl Chance for Fixed {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.copy_from_slice(&self.0.lock().unwrap().remove(0).to_le_bytes());
        }
    }

    #[test]
    fn a_code_has_six_digits_also_where_it_begins_with_noughts() {
        assert_eq!(drawn(&Fixed(vec![42].into())), "000042");
        // The last, incomplete million would make some codes likelier: it is drawn again.
        assert_eq!(drawn(&Fixed(vec![u32::MAX, 7_123_456].into())), "123456");
    }

    #[test]
    fn digits_are_read_however_they_are_spaced() {
        for text in ["123456", " 123 456 ", "12-34-56"] {
            assert_eq!(typed(text).as_deref(), Some("123456"), "{text}");
        }
        for text in ["", "12345", "1234567", "12a456", "kode 123456"] {
            assert_eq!(typed(text), None, "{text}");
        }
    }

    #[test]
    fn a_page_shows_enough_to_notice_a_slip_and_no_more() {
        assert_eq!(masked("+6281234567890"), "0812••••890");
        assert_eq!(masked("sulastri@contoh.id"), "s••••@contoh.id");
        assert_eq!(masked("+62812"), "••••");
    }
}
