//! From what people type to typed values.

use super::{FieldError, Input, PARAGRAPH_MAX, TEXT_MAX};
use crate::lists::{self, Lists};
use crate::model::{Field, FieldKind, Options, TextLimits};
use crate::number::Number;
use crate::value::{Address, Point, Value};
use jiff::civil::Date;
use kernel::area::{AreaCode, AreaLevel};

type Parsed = Result<Option<Value>, FieldError>;

pub(crate) fn value(id: &str, field: &Field, input: &Input, lists: &Lists) -> Parsed {
    match &field.kind {
        FieldKind::Point { .. } => return point(id, field, input),
        FieldKind::Address => return address(id, input),
        FieldKind::Many(options) => return many(id, options, input, lists),
        _ => {}
    }
    let Some(text) = input.get(id) else {
        return Ok(None);
    };
    let parsed = match &field.kind {
        FieldKind::Text(limits) => limited(id, text, limits, TEXT_MAX)?,
        FieldKind::Paragraph(limits) => limited(id, text, limits, PARAGRAPH_MAX)?,
        FieldKind::Digits(limits) => digits(id, text, limits)?,
        FieldKind::Number { range, .. } => Value::Number(number(id, &text, *range)?),
        FieldKind::Date => Value::Date(date(&text).ok_or_else(|| {
            FieldError::new(id, "tanggal", "Tulis tanggal seperti 05/03/2027.", "Write the date like 05/03/2027.")
        })?),
        FieldKind::YesNo => Value::Option(option(id, text, &|word| word == "ya" || word == "tidak")?),
        FieldKind::Choice(options) => Value::Option(chosen(id, text, options, lists)?),
        FieldKind::Nik => nik(id, &text)?,
        FieldKind::Phone => Value::Text(phone(&text).ok_or_else(|| {
            FieldError::new(
                id,
                "hp",
                "Tulis nomor HP yang diawali 08 atau +628.",
                "Write a mobile number that starts with 08 or +628.",
            )
        })?),
        FieldKind::Email => email(id, text)?,
        FieldKind::Point { .. } | FieldKind::Address | FieldKind::Many(_) => return Ok(None),
    };
    Ok(Some(parsed))
}

fn limited(id: &str, text: String, limits: &TextLimits, otherwise: u32) -> Result<Value, FieldError> {
    let max = limits.max.unwrap_or(otherwise);
    let length = kernel::text::length(&text);
    if length > max as usize {
        return Err(too_long(id, length, max));
    }
    patterned(id, &text, limits)?;
    Ok(Value::Text(text))
}

fn too_long(id: &str, length: usize, max: u32) -> FieldError {
    FieldError::new(
        id,
        "terlalu_panjang",
        format!("Paling panjang {max} karakter; ini {length}."),
        format!("At most {max} characters; this has {length}."),
    )
}

fn patterned(id: &str, text: &str, limits: &TextLimits) -> Result<(), FieldError> {
    let Some(count) = limits.digits else {
        return Ok(());
    };
    if text.len() == count as usize && text.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(());
    }
    let said = format!("Harus {count} angka.");
    let said = limits.message.clone().unwrap_or(said);
    Err(FieldError::new(id, "pola", said, format!("Has to be {count} digits.")))
}

fn digits(id: &str, text: String, limits: &TextLimits) -> Result<Value, FieldError> {
    let text: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '.')).collect();
    patterned(id, &text, limits)?;
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(FieldError::new(id, "angka_tetap", "Tulis angka saja.", "Write digits only."));
    }
    limited(id, text, limits, TEXT_MAX)
}

/// `12,5`, `12.5`, `1.500` and `1.500,5` as Indonesians write them.
fn number(id: &str, text: &str, range: Option<(Number, Number)>) -> Result<Number, FieldError> {
    let plain = plain_number(text);
    let number: Number = plain.parse().map_err(|_| {
        FieldError::new(id, "angka", "Tulis angka, misalnya 12 atau 12,5.", "Write a number, such as 12 or 12,5.")
    })?;
    if let Some((low, high)) = range {
        let inside = number.compare(low).is_some_and(std::cmp::Ordering::is_ge)
            && number.compare(high).is_some_and(std::cmp::Ordering::is_le);
        if !inside {
            return Err(FieldError::new(
                id,
                "rentang",
                format!("Harus dari {low} sampai {high}."),
                format!("Has to be from {low} to {high}."),
            ));
        }
    }
    Ok(number)
}

fn plain_number(text: &str) -> String {
    let mut groups = text.trim_start_matches('-').split('.');
    let grouped = groups.next().is_some_and(|first| (1..=3).contains(&first.len()))
        && text.contains('.')
        && groups.all(|group| group.len() == 3);
    if text.contains(',') {
        text.replace('.', "").replace(',', ".")
    } else if grouped {
        text.replace('.', "")
    } else {
        text.to_owned()
    }
}

fn date(text: &str) -> Option<Date> {
    let date: Date = match text.split(['/', '-', '.']).collect::<Vec<_>>().as_slice() {
        [year, month, day] if year.len() == 4 => {
            Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?
        }
        [day, month, year] if year.len() == 4 => {
            Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?
        }
        _ => return None,
    };
    (1900..=2200).contains(&date.year()).then_some(date)
}

/// An option by its id; in a long list also by what somebody typed, if that says one code (R35: the server decides).
fn chosen(id: &str, text: String, options: &Options, lists: &Lists) -> Result<String, FieldError> {
    let Options::List(name) = options else {
        return option(id, text, &|word| known(options, lists, word));
    };
    let Some(list) = lists.searched(name) else {
        return option(id, text, &|word| known(options, lists, word));
    };
    if let Some(code) = lists::spelled(list, &text) {
        return Ok(code.to_owned());
    }
    let (said, en) = if lists::fitting(list, &text).is_empty() {
        (
            format!("Tidak ada yang cocok dengan \u{201c}{text}\u{201d}. Tulis kata yang lebih umum, atau kodenya."),
            format!("Nothing fits \u{201c}{text}\u{201d}. Write a more general word, or the code."),
        )
    } else {
        (
            format!("Pilih satu dari yang cocok dengan \u{201c}{text}\u{201d}."),
            format!("Choose one of those that fit \u{201c}{text}\u{201d}."),
        )
    };
    Err(FieldError::new(id, "pilihan", said, en))
}

fn known(options: &Options, lists: &Lists, word: &str) -> bool {
    match options {
        Options::Inline(options) => options.contains_key(word),
        Options::List(list) => lists.get(list).is_some_and(|list| list.contains_key(word)),
    }
}

fn option(id: &str, text: String, known: &dyn Fn(&str) -> bool) -> Result<String, FieldError> {
    if known(&text) {
        return Ok(text);
    }
    Err(FieldError::new(id, "pilihan", "Pilih salah satu.", "Choose one of them."))
}

fn many(id: &str, options: &Options, input: &Input, lists: &Lists) -> Parsed {
    let mut set = Vec::new();
    for text in input.all(id) {
        let word = chosen(id, text, options, lists)?;
        if !set.contains(&word) {
            set.push(word);
        }
    }
    Ok((!set.is_empty()).then_some(Value::Set(set)))
}

/// 16 digits whose birth date can be (women add 40 to the day) and whose serial is not 0000.
fn nik(id: &str, text: &str) -> Result<Value, FieldError> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let shaped = digits.len() == 16 && digits.bytes().all(|b| b.is_ascii_digit());
    let part = |range: std::ops::Range<usize>| digits.get(range).and_then(|part| part.parse::<u32>().ok());
    let dated = part(6..8).is_some_and(|day| (1..=31).contains(&day) || (41..=71).contains(&day))
        && part(8..10).is_some_and(|month| (1..=12).contains(&month));
    if shaped && dated && part(12..16) != Some(0) {
        return Ok(Value::Text(digits));
    }
    let (said, en) = if shaped {
        ("Nomor ini bukan NIK. Periksa lagi angka pada KTP atau KK.", "This is no NIK. Look again at the card.")
    } else {
        ("NIK terdiri dari 16 angka.", "A NIK has 16 digits.")
    };
    Err(FieldError::new(id, "nik", said, en))
}

/// `+628…`, 10 to 14 digits in all.
fn phone(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '.' | '(' | ')')).collect();
    let rest = digits.strip_prefix("+62").or_else(|| digits.strip_prefix("62")).or_else(|| digits.strip_prefix('0'))?;
    let fits = rest.starts_with('8') && (8..=12).contains(&rest.len()) && rest.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| format!("+62{rest}"))
}

fn email(id: &str, text: String) -> Result<Value, FieldError> {
    let fits = text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty()
            && host.contains('.')
            && !host.starts_with('.')
            && !host.ends_with('.')
            && !host.contains('@')
            && !host.contains("..")
    });
    if fits && text.len() <= 254 && !text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Ok(Value::Text(text));
    }
    Err(FieldError::new(
        id,
        "surel",
        "Tulis alamat surel seperti nama@contoh.id.",
        "Write an e-mail address like name@example.id.",
    ))
}

fn village(id: &str, input: &Input) -> Result<Option<String>, FieldError> {
    let Some(text) = input.get(&format!("{id}.desa")) else {
        return Ok(None);
    };
    match AreaCode::parse(&text) {
        Ok(code) if code.level() == AreaLevel::Village => Ok(Some(code.as_str().to_owned())),
        _ => Err(FieldError::new(
            id,
            "desa",
            "Pilih desa atau kelurahan dari daftar.",
            "Choose a village from the list.",
        )),
    }
}

/// Village and landmark are asked for, the coordinate never is (R69).
fn point(id: &str, field: &Field, input: &Input) -> Parsed {
    let village = village(id, input)?;
    let landmark = input.get(&format!("{id}.patokan"));
    let length = landmark.as_deref().map_or(0, kernel::text::length);
    if length > TEXT_MAX as usize {
        return Err(too_long(id, length, TEXT_MAX));
    }
    let coordinate = coordinate(id, input)?;
    if village.is_none() && landmark.is_none() && coordinate.is_none() {
        return Ok(None);
    }
    let asked = field.required != crate::model::Rule::Never;
    if asked && village.is_none() {
        return Err(FieldError::new(id, "desa", "Pilih desa atau kelurahan.", "Choose the village."));
    }
    if asked && landmark.is_none() {
        return Err(FieldError::new(
            id,
            "patokan",
            "Tulis patokan, misalnya \"depan balai desa\".",
            "Write a landmark, such as \"in front of the village hall\".",
        ));
    }
    Ok(Some(Value::Point(Point { village, landmark, coordinate })))
}

fn coordinate(id: &str, input: &Input) -> Result<Option<(f64, f64)>, FieldError> {
    let part = |name: &str| input.get(&format!("{id}.{name}"));
    let (lat, lon) = (part("lintang"), part("bujur"));
    if lat.is_none() && lon.is_none() {
        return Ok(None);
    }
    let degrees = |text: Option<String>, limit: f64| {
        let number: f64 = text?.replace(',', ".").parse().ok()?;
        (number.is_finite() && number.abs() <= limit).then_some(number)
    };
    match degrees(lat, 90.0).zip(degrees(lon, 180.0)) {
        Some(pair) => Ok(Some(pair)),
        None => Err(FieldError::new(
            id,
            "koordinat",
            "Titik peta tidak terbaca; kosongkan saja bila ragu.",
            "The map point cannot be read; leave it empty if in doubt.",
        )),
    }
}

fn address(id: &str, input: &Input) -> Parsed {
    let village = village(id, input)?;
    let Some(text) = input.get(id) else {
        return Ok(None);
    };
    let length = kernel::text::length(&text);
    if length > TEXT_MAX as usize {
        return Err(too_long(id, length, TEXT_MAX));
    }
    Ok(Some(Value::Address(Address { village, text })))
}
