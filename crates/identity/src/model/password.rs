//! What makes a password acceptable (ASVS 5.0, 6.2.1–6.2.12): long enough, not common, nothing else.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Shortest password, in characters (ASVS 6.2.1).
pub const SHORTEST: usize = 8;
/// Length that the page recommends (ASVS 6.2.1).
pub const RECOMMENDED: usize = 15;
/// Longest password, in characters (ASVS 6.2.9 asks for at least 64).
pub const LONGEST: usize = 128;

/// Why a password is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weak {
    /// Shorter than [`SHORTEST`].
    Short,
    /// Longer than [`LONGEST`].
    Long,
    /// A common password, or one made of a common word and a few digits.
    Common,
    /// Made of the person's own name, the agency or the city.
    Personal,
    /// One character or row of keys again and again.
    Pattern,
}

impl Weak {
    /// Stable code of the refusal.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Short => "sandi-pendek",
            Self::Long => "sandi-panjang",
            Self::Common => "sandi-umum",
            Self::Personal => "sandi-nama",
            Self::Pattern => "sandi-pola",
        }
    }
}

static COMMON: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    include_str!("common.txt").lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect()
});

/// Judges a password as typed: nothing is cut, changed or trimmed (ASVS 6.2.8). `own` are texts about the person and
/// place (sign-in name, display name, agency, region): their words may not be the password.
///
/// # Errors
/// The first reason why it is too weak.
pub fn judge(password: &str, own: &[&str]) -> Result<(), Weak> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(Weak::Short);
    }
    if length > LONGEST {
        return Err(Weak::Long);
    }
    let plain = password.to_lowercase();
    if is_pattern(&plain) {
        return Err(Weak::Pattern);
    }
    let own: HashSet<String> = own_words(own);
    let cores = cores(&plain);
    if cores.iter().any(|core| made_of(core, length, |word| own.contains(word))) {
        return Err(Weak::Personal);
    }
    let known = |word: &str| COMMON.contains(word) || own.contains(word);
    if cores.iter().any(|core| made_of(core, length, known)) {
        return Err(Weak::Common);
    }
    Ok(())
}

fn own_words(texts: &[&str]) -> HashSet<String> {
    let mut words = HashSet::new();
    for text in texts {
        let lower = text.to_lowercase();
        let parts = lower.split(|c: char| !c.is_alphanumeric()).filter(|part| part.chars().count() >= 3);
        words.extend(parts.map(str::to_owned));
        words.insert(lower.chars().filter(|c| c.is_alphanumeric()).collect());
    }
    words.remove("");
    words
}

/// What is left of a password when decoration is taken away: digits and marks around it, digits written for letters.
fn cores(plain: &str) -> Vec<String> {
    let bare = plain.trim_matches(|c: char| !c.is_alphabetic());
    let read = |text: &str| -> String { text.chars().map(letter_for).filter(|c| c.is_alphabetic()).collect() };
    let mut cores = vec![
        read(bare),
        read(plain),
        plain.chars().filter(|c| c.is_alphabetic()).collect(),
        plain.chars().filter(|c| c.is_alphanumeric()).collect(),
    ];
    cores.retain(|core| !core.is_empty());
    cores.dedup();
    cores
}

const fn letter_for(c: char) -> char {
    match c {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        '8' => 'b',
        '9' => 'g',
        other => other,
    }
}

/// Whether `core` is one known word, or two when the whole password is shorter than recommended.
fn made_of(core: &str, length: usize, known: impl Fn(&str) -> bool) -> bool {
    if known(core) {
        return true;
    }
    length < RECOMMENDED && core.char_indices().skip(1).any(|(cut, _)| known(&core[..cut]) && known(&core[cut..]))
}

/// Whether the text is at most three different characters, or walks along the keyboard, the alphabet or the digits.
fn is_pattern(plain: &str) -> bool {
    const ROWS: [&str; 6] = [
        "01234567890123456789",
        "abcdefghijklmnopqrstuvwxyz",
        "qwertyuiop[]",
        "asdfghjkl;'",
        "zxcvbnm,./",
        "1q2w3e4r5t6y7u8i9o0p",
    ];
    let different: HashSet<char> = plain.chars().collect();
    if different.len() <= 3 {
        return true;
    }
    let pairs: Vec<(char, char)> = plain.chars().zip(plain.chars().skip(1)).collect();
    let walks = pairs
        .iter()
        .filter(|(a, b)| {
            a == b || ROWS.iter().any(|row| row.contains(&format!("{a}{b}")) || row.contains(&format!("{b}{a}")))
        })
        .count();
    pairs.len() <= walks + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weak(password: &str) -> Option<Weak> {
        judge(password, &["siti.r", "Siti Rohmah", "Kabupaten Jombang", "Dinas PUPR"]).err()
    }

    #[test]
    fn length_is_counted_in_characters_and_nothing_is_cut() {
        assert_eq!(weak("kuda7!x"), Some(Weak::Short));
        assert_eq!(weak("é7kzqw!p"), None, "8 characters, 9 bytes");
        assert_eq!(weak(&"kelapa sawit ".repeat(10)), Some(Weak::Long));
        assert_eq!(weak(&"lumpia!7 ".repeat(14)), None, "126 characters");
    }

    #[test]
    fn no_kind_of_character_is_asked_for() {
        assert_eq!(weak("terbang bersama layang senja"), None);
        assert_eq!(weak("xkqvmzrwplth"), None);
    }

    #[test]
    fn common_words_do_not_become_secret_by_digits_or_marks() {
        for password in [
            "password",
            "P@ssw0rd",
            "Passw0rd123!",
            "rahasia123",
            "R4h4s1a2024",
            "bismillah",
            "indonesia45",
            "sayangku99",
            "surabaya031",
            "Admin@2026",
            "persebaya1927",
            "budisantoso",
            "adminkota1",
            "4dm1n1str4s1",
            "merdeka1945",
            "kominfo2026",
        ] {
            assert!(matches!(weak(password), Some(Weak::Common)), "{password}: {:?}", weak(password));
        }
    }

    #[test]
    fn own_name_place_and_office_are_no_passwords() {
        for password in ["sitirohmah", "Rohmah1987", "jombang2026", "siti.r2026", "dinaspupr1"] {
            assert_eq!(weak(password), Some(Weak::Personal), "{password}");
        }
        assert_eq!(judge("rohmah198x7q", &[]), Ok(()));
    }

    #[test]
    fn walks_along_the_keyboard_and_repetition_are_no_passwords() {
        for password in
            ["12345678", "987654321", "aaaaaaaa", "abababab", "qwertyuiop", "asdfghjkl", "1q2w3e4r5t", "abcdefgh1"]
        {
            assert_eq!(weak(password), Some(Weak::Pattern), "{password}");
        }
    }

    #[test]
    fn the_common_list_covers_more_than_three_thousand_passwords() {
        let bases = COMMON.iter().filter(|word| word.len() >= 4).count();
        assert!(bases > 900, "{bases}");
        let refused = COMMON
            .iter()
            .flat_map(|word| ["", "1234", "2026", "!123"].map(|tail| format!("{word}{tail}")))
            .filter(|password| password.chars().count() >= SHORTEST)
            .filter(|password| weak(password).is_some())
            .count();
        assert!(refused >= 3000, "{refused}");
    }
}
