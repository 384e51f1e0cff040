//! What a template reads: the caller's values as JSON, with characters that no font has replaced.

use crate::fonts::Fonts;
use serde_json::Value;

/// Stands for a character that cannot be shown.
const UNKNOWN: char = '□';

/// The values as the text of `/surat.json`.
pub(crate) fn text(values: &Value, fonts: &Fonts) -> String {
    shown(values, fonts).to_string()
}

fn shown(value: &Value, fonts: &Fonts) -> Value {
    match value {
        // Drawings are markup for another reader.
        Value::String(text) if text.starts_with("<svg ") => value.clone(),
        Value::String(text) => Value::String(words(text, fonts)),
        Value::Array(all) => all.iter().map(|one| shown(one, fonts)).collect(),
        Value::Object(all) => all.iter().map(|(name, one)| (name.clone(), shown(one, fonts))).collect(),
        _ => value.clone(),
    }
}

fn words(text: &str, fonts: &Fonts) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\r' => {}
            '\n' => out.push('\n'),
            '\t' => out.push(' '),
            // A place where a line may end shows nothing by itself.
            '\u{200B}' => out.push(character),
            // Joiners and variation selectors belong to the character before, which was shown or replaced.
            '\u{200C}'..='\u{200F}' | '\u{FE00}'..='\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}' => {}
            _ if character.is_control() => {}
            _ if character.is_whitespace() || fonts.show(character) => out.push(character),
            _ => out.push(UNKNOWN),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_no_font_shows_becomes_a_box_and_the_rest_stays() {
        let fonts = Fonts::embedded();
        let given = json!({ "isian": { "nama": "Siti 🏠 Nurhalizah, São Tomé", "nol": null, "n": 3 } });
        let shown = shown(&given, &fonts);
        assert_eq!(shown["isian"]["nama"], "Siti □ Nurhalizah, São Tomé");
        assert_eq!((&shown["isian"]["nol"], &shown["isian"]["n"]), (&Value::Null, &json!(3)));
    }

    #[test]
    fn the_box_itself_can_be_shown() {
        assert!(Fonts::embedded().show(UNKNOWN));
    }

    #[test]
    fn control_characters_go_and_lines_stay() {
        assert_eq!(words("a\r\nb\u{0}\u{7}c\td", &Fonts::embedded()), "a\nbc d");
    }
}
