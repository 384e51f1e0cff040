//! How the name of a place is compared: what counts as the same writing, and what as a clear variant of it.

/// A name brought to its comparable form: lower-case letters and digits only, a trailing Roman number as digits.
///
/// `Kel. Dr. Soetomo`, `dr soetomo` differ (the prefix is kept; see [`without_kind`]); `Alun-Alun Contong` and
/// `alun alun contong` do not.
pub fn key(name: &str) -> String {
    let words = words(name);
    let last = words.len().saturating_sub(1);
    let mut key = String::with_capacity(name.len());
    for (at, word) in words.iter().enumerate() {
        match roman(word).filter(|_| at == last && at > 0) {
            Some(number) => key.push_str(&number.to_string()),
            None => key.push_str(word),
        }
    }
    key
}

/// The name without a leading word that only says what kind of area it is, if there is one.
pub fn without_kind<'a>(name: &'a str, kinds: &[&str]) -> Option<&'a str> {
    let name = name.trim_start();
    let end = name.find(|c: char| !c.is_alphanumeric())?;
    let (first, rest) = name.split_at(end);
    let rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
    let known = kinds.iter().any(|kind| kind.eq_ignore_ascii_case(first));
    (known && !rest.is_empty()).then_some(rest)
}

/// Words that stand before the name of a village.
pub const VILLAGE_KINDS: [&str; 5] = ["kelurahan", "kel", "desa", "ds", "kalurahan"];
/// Words that stand before the name of a district.
pub const DISTRICT_KINDS: [&str; 4] = ["kecamatan", "kec", "kapanewon", "distrik"];

/// The form that old and new spelling share: oe = u, dj = j, tj = c, and doubled letters once.
pub fn sound(key: &str) -> String {
    let modern = key.replace("oe", "u").replace("dj", "j").replace("tj", "c");
    let mut sound = String::with_capacity(modern.len());
    for letter in modern.chars() {
        if letter.is_ascii_digit() || !sound.ends_with(letter) {
            sound.push(letter);
        }
    }
    sound
}

/// How far a written key is from the key of a name, if it is close enough to be a slip of the pen at all.
///
/// One slip in five letters or more, two in ten or more; digits must agree (`Sukorejo 1` is never `Sukorejo 2`),
/// and the same sound counts as nothing.
pub fn slips(written: &str, name: &str) -> Option<usize> {
    let digits = |key: &str| -> String { key.chars().filter(char::is_ascii_digit).collect() };
    if digits(written) != digits(name) {
        return None;
    }
    if sound(written) == sound(name) {
        return Some(0);
    }
    let allowed = match written.chars().count().min(name.chars().count()) {
        0..=4 => 0,
        5..=9 => 1,
        _ => 2,
    };
    let slips = strsim::osa_distance(written, name);
    (slips <= allowed).then_some(slips)
}

fn words(name: &str) -> Vec<String> {
    name.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’' | '"' | '`'))
        .map(|word| {
            let letters = word.chars().filter(|c| c.is_alphanumeric());
            letters.flat_map(char::to_lowercase).collect::<String>()
        })
        .filter(|word| !word.is_empty())
        .collect()
}

/// A Roman number up to 39, as village names use them.
fn roman(word: &str) -> Option<u32> {
    let value = |c| match c {
        'i' => Some(1),
        'v' => Some(5),
        'x' => Some(10),
        _ => None,
    };
    let values: Vec<u32> = word.chars().map(value).collect::<Option<_>>()?;
    let mut sum = 0;
    for (at, one) in values.iter().enumerate() {
        match values.get(at + 1).is_some_and(|next| next > one) {
            true => sum -= i64::from(*one),
            false => sum += i64::from(*one),
        }
    }
    let sum = u32::try_from(sum).ok().filter(|sum| *sum > 0)?;
    (write_roman(sum) == word).then_some(sum)
}

fn write_roman(mut number: u32) -> String {
    let mut text = String::new();
    for (value, sign) in [(10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")] {
        while number >= value && text.len() < 8 {
            text.push_str(sign);
            number -= value;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn case_spaces_and_punctuation_do_not_count() {
        assert_eq!(key("Alun-Alun Contong"), key("ALUN ALUN  CONTONG"));
        assert_eq!(key("Dr. Soetomo"), key("dr soetomo"));
        assert_eq!(key("Gunungsari"), key("Gunung Sari"));
        assert_eq!(key("Ja\"an"), key("Ja'an"));
    }

    #[test]
    fn a_trailing_roman_number_is_its_digits_and_a_first_word_is_not() {
        assert_eq!(key("Sukorejo II"), key("Sukorejo 2"));
        assert_eq!(key("Tanjung XIV"), key("tanjung-14"));
        assert_eq!(key("Vi"), "vi");
        assert_ne!(key("Sukorejo IIII"), key("Sukorejo 4"));
    }

    #[test]
    fn the_kind_before_a_name_is_set_aside_but_never_the_whole_name() {
        assert_eq!(without_kind("Kel. Gubeng", &VILLAGE_KINDS), Some("Gubeng"));
        assert_eq!(without_kind("DESA  Mojo", &VILLAGE_KINDS), Some("Mojo"));
        assert_eq!(without_kind("Desa", &VILLAGE_KINDS), None);
        assert_eq!(without_kind("Keling", &VILLAGE_KINDS), None);
    }

    #[test]
    fn old_spelling_sounds_like_new_spelling() {
        assert_eq!(slips(&key("Dr. Sutomo"), &key("Dr. Soetomo")), Some(0));
        assert_eq!(slips(&key("Sumberejo"), &key("Sumber Rejo")), Some(0));
    }

    #[test]
    fn a_slip_is_allowed_by_length_and_never_in_a_number() {
        assert_eq!(slips("bringin", "beringin"), Some(1));
        assert_eq!(slips("made", "mado"), None, "too short to tell");
        assert_eq!(slips("sukorejo1", "sukorejo2"), None);
        assert_eq!(slips("perakutara", "perakbarat"), None);
        assert_eq!(slips("tambakrejo", "tambakwedi"), None);
    }

    proptest! {
        #[test]
        fn a_key_is_its_own_key(name in "[A-Za-z' .-]{0,24}( [IVX]{1,5})?") {
            prop_assert_eq!(key(&key(&name)), key(&name));
        }

        #[test]
        fn slips_are_the_same_in_both_directions(a in "[a-d]{5,12}", b in "[a-d]{5,12}") {
            prop_assert_eq!(slips(&a, &b), slips(&b, &a));
        }

        #[test]
        fn every_roman_number_is_read_as_written(number in 1u32..39) {
            prop_assert_eq!(roman(&write_roman(number)), Some(number));
        }
    }
}
