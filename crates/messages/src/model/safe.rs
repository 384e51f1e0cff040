//! Never personal data in a message: the last look before a text leaves the house.

use super::gateway::phone;

/// What a resident gave; none of it may stand in a message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Personal {
    /// Name.
    pub name: Option<String>,
    /// Phone number as typed.
    pub phone: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
}

/// Whether the text holds the person's name, phone number or address, or a number of sixteen digits (a NIK).
pub fn betrays(text: &str, personal: &Personal) -> bool {
    let words = spaced(text);
    let holds = |value: &Option<String>| {
        value.as_deref().map(spaced).is_some_and(|value| value.trim().chars().count() >= 3 && words.contains(&value))
    };
    holds(&personal.name) || holds(&personal.email) || holds_number(text, personal.phone.as_deref())
}

/// Words between single blanks, with one at each end: a name is found as a whole, not inside other words.
fn spaced(text: &str) -> String {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    format!(" {} ", words.join(" "))
}

fn holds_number(text: &str, written: Option<&str>) -> bool {
    // The country code or the leading zero may be written or not; the rest is the number.
    let own = written.and_then(phone).map(|number| number.trim_start_matches("62").to_owned());
    runs(text)
        .any(|run| run.len() == 16 || own.as_ref().is_some_and(|own| own.len() >= 7 && run.contains(own.as_str())))
}

/// Runs of digits, also where blanks, points or hyphens stand between single ones.
fn runs(text: &str) -> impl Iterator<Item = String> + '_ {
    let parts = text.split(|c: char| !(c.is_ascii_digit() || matches!(c, ' ' | '-' | '.' | '(' | ')')));
    parts.map(|part| part.chars().filter(char::is_ascii_digit).collect::<String>()).filter(|run| !run.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn siti() -> Personal {
        Personal {
            name: Some("Siti Rohmah".to_owned()),
            phone: Some("0812-3456-7890".to_owned()),
            email: Some("siti.r@contoh.id".to_owned()),
        }
    }

    #[test]
    fn name_number_and_address_are_found_however_they_are_written() {
        for text in [
            "Yth. SITI  ROHMAH, laporan Anda diterima",
            "hubungi 081234567890",
            "hubungi +62 812 3456 7890.",
            "balas ke Siti.R@contoh.id",
            "NIK 3517014512870003 tidak ditemukan",
        ] {
            assert!(betrays(text, &siti()), "{text}");
        }
    }

    #[test]
    fn the_usual_sentence_is_no_betrayal() {
        let text = "Laporan PGD-2026-000123-7 diterima. Batas penanganan Jumat, 5 Maret 2027 pukul 16.30 WIB. Lacak: https://jombang.id/l/ABCD2345";
        assert!(!betrays(text, &siti()));
        assert!(!betrays("Laporan di Jalan Siti Aisyah sedang disurvei", &siti()));
        assert!(!betrays(text, &Personal::default()));
    }

    #[test]
    fn a_name_inside_another_word_is_not_the_name() {
        let ana = Personal { name: Some("Ana".to_owned()), ..Personal::default() };
        assert!(!betrays("Rencana penanganan: dua hari", &ana));
        assert!(betrays("Kepada Ana: selesai", &ana));
    }
}
