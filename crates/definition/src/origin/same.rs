//! Whether what a person typed is what a register says: case, spaces, signs and usual abbreviations do not count.

use crate::form::{Input, value};
use crate::lists::Lists;
use crate::model::{Field, FieldKind, Options};
use crate::value::{Address, Value};

/// Whether the typed value of field `id` is what the source says; `said` gives its text by the name of a form's input
/// (`alamat_ktp`, `alamat_ktp.desa`). What the source does not say agrees with nothing.
pub fn agrees(id: &str, field: &Field, typed: &Value, lists: &Lists, said: &dyn Fn(&str) -> Option<String>) -> bool {
    let Some(text) = said(id).filter(|text| !text.trim().is_empty()) else {
        return false;
    };
    match (&field.kind, typed) {
        (FieldKind::Text(_) | FieldKind::Paragraph(_), Value::Text(typed)) => same(typed, &text, &NAMES),
        (FieldKind::Address, Value::Address(Address { village, text: typed })) => {
            let digits = |code: &str| code.chars().filter(char::is_ascii_digit).collect::<String>();
            let elsewhere = said(&format!("{id}.desa")).filter(|code| !code.trim().is_empty());
            let here = elsewhere.is_none_or(|code| village.as_deref().map(digits) == Some(digits(&code)));
            here && same(typed, &text, &STREETS)
        }
        (FieldKind::Choice(Options::Inline(options)), Value::Option(typed)) => {
            let label = options.get(typed).is_some_and(|label| same(label, &text, &[]));
            label || same(typed, &text, &[])
        }
        _ => {
            let input = Input::from_iter([(id, text.as_str())]);
            value(id, field, &input, lists).is_ok_and(|value| value.as_ref() == Some(typed))
        }
    }
}

/// Abbreviations in names of persons, with what they stand for.
const NAMES: [(&str, &str); 6] = [
    ("abd", "abdul"),
    ("moch", "muhammad"),
    ("moh", "muhammad"),
    ("muh", "muhammad"),
    ("mhd", "muhammad"),
    ("st", "siti"),
];

/// Words of addresses in their shortest form; the number of a house stands without the word.
const STREETS: [(&str, &str); 23] = [
    ("jalan", "jl"),
    ("jln", "jl"),
    ("gang", "gg"),
    ("nomor", ""),
    ("nomer", ""),
    ("no", ""),
    ("perumahan", "perum"),
    ("prm", "perum"),
    ("kompleks", "komp"),
    ("komplek", "komp"),
    ("blk", "blok"),
    ("dusun", "dsn"),
    ("dukuh", "dk"),
    ("desa", "ds"),
    ("kelurahan", "kel"),
    ("kecamatan", "kec"),
    ("kabupaten", "kab"),
    ("kampung", "kp"),
    ("kampong", "kp"),
    ("lingkungan", "lingk"),
    ("utara", "utr"),
    ("selatan", "sltn"),
    ("barat", "brt"),
];

fn same(one: &str, other: &str, short: &[(&str, &str)]) -> bool {
    let (one, other) = (words(one, short), words(other, short));
    !one.is_empty() && one == other
}

/// Words and numbers of a text, in lower case, signs and leading zeros left out. `RT/RW 01/02` and `RT 1 RW 2` are the same.
fn words(text: &str, short: &[(&str, &str)]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut digits = false;
    let mut open = false;
    for c in kernel::text::normal(text).to_lowercase().chars().filter(|c| !matches!(c, '\'' | '’' | '`' | '‘')) {
        if !c.is_alphanumeric() {
            open = false;
            continue;
        }
        if !open || digits != c.is_ascii_digit() {
            found.push(String::new());
        }
        (open, digits) = (true, c.is_ascii_digit());
        if let Some(word) = found.last_mut() {
            word.push(c);
        }
    }
    let mut plain: Vec<String> = found.iter().map(|word| plain(word, short)).filter(|word| !word.is_empty()).collect();
    for at in 0..plain.len() {
        if let Some([rt, rw, number, _]) = plain.get(at..at + 4)
            && (rt.as_str(), rw.as_str()) == ("rt", "rw")
            && number.bytes().all(|byte| byte.is_ascii_digit())
        {
            plain.swap(at + 1, at + 2);
        }
    }
    plain
}

fn plain(word: &str, short: &[(&str, &str)]) -> String {
    let number = word.trim_start_matches('0');
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        return if number.is_empty() { "0".to_owned() } else { number.to_owned() };
    }
    let known = short.iter().find(|(long, _)| *long == word);
    known.map_or_else(|| word.to_owned(), |(_, short)| (*short).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::TextLimits;

    fn field(kind: FieldKind) -> Field {
        Field {
            label: "Uji".into(),
            help: None,
            kind,
            required: crate::model::Rule::Always,
            visible: crate::model::Rule::Always,
            filled_at: None,
            prefill: None,
            personal: None,
        }
    }

    fn text(typed: &str, said: &str) -> bool {
        let field = field(FieldKind::Text(TextLimits::default()));
        agrees("x", &field, &Value::Text(typed.into()), &Lists::new(), &|name| (name == "x").then(|| said.to_owned()))
    }

    fn address(typed: &str, village: &str, said: [&str; 2]) -> bool {
        let typed = Value::Address(Address { village: Some(village.into()), text: typed.into() });
        agrees("x", &field(FieldKind::Address), &typed, &Lists::new(), &|name| {
            let text = if name == "x" { said[0] } else { said[1] };
            Some(text.to_owned())
        })
    }

    #[test]
    fn case_spaces_signs_and_abbreviations_of_a_name_do_not_count() {
        assert!(text("  budi   santoso ", "BUDI SANTOSO"));
        assert!(text("Moch. Ma'ruf", "MUHAMMAD MARUF"));
        assert!(text("Siti Nur-Aini, S.Pd.", "ST NUR AINI S PD"));
    }

    #[test]
    fn another_name_a_part_of_one_and_nothing_agree_with_nothing() {
        for (typed, said) in
            [("Budi", "Budi Santoso"), ("Santoso Budi", "Budi Santoso"), ("Budi", "Badi"), ("Budi", ""), ("...", "!")]
        {
            assert!(!text(typed, said), "{typed} {said}");
        }
    }

    #[test]
    fn an_address_is_the_same_however_rt_and_rw_are_written() {
        let said = "JL MELATI NO. 03 RT 001/RW 002";
        for typed in ["Jalan Melati 3 RT 1 RW 2", "jln. melati no 3, RT/RW 01/02", "Jl.Melati No.3 rt001 rw002"] {
            assert!(address(typed, "35.17.09.2003", [said, ""]), "{typed}");
        }
        for typed in ["Jalan Melati 3 RT 2 RW 1", "Jalan Melati 30 RT 1 RW 2", "Jalan Mawar 3 RT 1 RW 2"] {
            assert!(!address(typed, "35.17.09.2003", [said, ""]), "{typed}");
        }
    }

    #[test]
    fn the_village_counts_where_the_source_says_one_with_or_without_points() {
        assert!(address("Jl Melati 3", "35.17.09.2003", ["Jalan Melati 3", "3517092003"]));
        assert!(!address("Jl Melati 3", "35.17.09.2004", ["Jalan Melati 3", "3517092003"]));
    }

    #[test]
    fn dates_and_numbers_are_compared_as_what_they_are() {
        let said = |kind: FieldKind, typed: Value, said: &str| {
            agrees("x", &field(kind), &typed, &Lists::new(), &|_| Some(said.to_owned()))
        };
        let day = Value::Date(jiff::civil::date(1990, 1, 2));
        assert!(said(FieldKind::Date, day.clone(), "02-01-1990") && said(FieldKind::Date, day.clone(), "1990-01-02"));
        assert!(!said(FieldKind::Date, day, "01-02-1990"));
        let number = || FieldKind::Number { range: None, unit: None };
        assert!(said(number(), Value::Number("1500".parse().unwrap()), "1.500"));
        assert!(!said(number(), Value::Number("15".parse().unwrap()), "banyak"));
    }
}
