//! Ids and their nearest neighbours (semantics R1).

/// Words of the condition language, which are no ids.
const RESERVED: [&str; 8] = ["dan", "atau", "bukan", "dalam", "memuat", "ada", "ya", "tidak"];

/// Whether the word belongs to the condition language.
pub fn is_reserved(word: &str) -> bool {
    RESERVED.contains(&word)
}

/// `[a-z][a-z0-9_]{0,39}` and no reserved word: fields, files, steps, actions, ends, letters, options.
pub fn is_id(text: &str) -> bool {
    shaped(text, 40, b'_') && !is_reserved(text)
}

/// `[a-z][a-z0-9-]{0,59}`: services, units, titles, lists.
pub fn is_slug(text: &str) -> bool {
    shaped(text, 60, b'-')
}

fn shaped(text: &str, longest: usize, joint: u8) -> bool {
    text.len() <= longest
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == joint)
}

/// A longer word is like no name.
const LONGEST: usize = 100;

/// The known name that is most like `wrong`, if any is like it at all.
pub fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    if wrong.len() > LONGEST {
        return None;
    }
    let mut best: Option<(f64, &str)> = None;
    for name in known {
        let likeness = strsim::normalized_damerau_levenshtein(wrong, name);
        let prefix = wrong.len() >= 3 && (name.starts_with(wrong) || wrong.starts_with(name));
        let likeness = if prefix { likeness.max(0.6) } else { likeness };
        if likeness >= 0.5 && best.is_none_or(|(before, _)| likeness > before) {
            best = Some((likeness, name));
        }
    }
    best.map(|(_, name)| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_lower_case_and_no_reserved_word() {
        assert!(is_id("jenis_rusak") && is_id("a") && is_slug("jalan-rusak"));
        for text in ["", "1a", "Jalan", "jalan-rusak", "dalam", "ya", "é", &"a".repeat(41)] {
            assert!(!is_id(text), "{text}");
        }
        assert!(!is_slug("jalan_rusak"));
    }

    #[test]
    fn the_nearest_name_is_suggested_and_a_far_one_is_not() {
        let known = ["survei", "verifikasi", "perbaikan"];
        assert_eq!(nearest("survey", known).as_deref(), Some("survei"));
        assert_eq!(nearest("zzz", known), None);
    }
}
