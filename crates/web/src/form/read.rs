//! Between what a browser sends, what the definition checks, and what is shown again.

use super::place::coordinate;
use crate::submission::Submission;
use definition::form::Input;
use definition::{Answers, Value};

/// What was sent, as `definition::form::check_answers` reads it. The one field for a coordinate or a map link
/// (`x.koordinat`) becomes `x.lintang` and `x.bujur`; one that cannot be read is passed on, to be refused there.
pub fn input(sent: &Submission) -> Input {
    let mut input = Input::default();
    for (name, text) in sent.texts() {
        match name.strip_suffix(".koordinat") {
            Some(_) if text.trim().is_empty() => {}
            Some(id) => {
                let (lat, lon) = coordinate(text)
                    .map_or_else(|| (text.clone(), String::new()), |(lat, lon)| (lat.to_string(), lon.to_string()));
                input.push(format!("{id}.lintang"), lat);
                input.push(format!("{id}.bujur"), lon);
            }
            None => input.push(name.clone(), text.clone()),
        }
    }
    input
}

/// Answers as texts of a form, to correct them.
pub fn texts(answers: &Answers) -> Submission {
    let mut texts = Vec::new();
    for (id, value) in &answers.values {
        let mut put = |part: &str, text: &str| texts.push((format!("{id}{part}"), text.to_owned()));
        match value {
            Value::Text(text) | Value::Option(text) => put("", text),
            Value::Number(number) => put("", &number.to_string().replace('.', ",")),
            Value::Date(date) => put("", &date.to_string()),
            Value::Set(set) => set.iter().for_each(|code| put("", code)),
            Value::Point(point) => {
                put(".desa", point.village.as_deref().unwrap_or(""));
                put(".patokan", point.landmark.as_deref().unwrap_or(""));
                let spot = point.coordinate.map(|(lat, lon)| format!("{lat}, {lon}"));
                put(".koordinat", &spot.unwrap_or_default());
            }
            Value::Address(address) => {
                put(".desa", address.village.as_deref().unwrap_or(""));
                put("", &address.text);
            }
        }
    }
    Submission::of(texts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use definition::Point;

    #[test]
    fn a_pasted_map_link_becomes_latitude_and_longitude() {
        let sent = Submission::of([
            ("lokasi.desa", "35.17.08.2001"),
            ("lokasi.koordinat", "https://maps.google.com/?q=-7.5,112.25"),
        ]);
        let input = input(&sent);
        assert_eq!(input.get("lokasi.lintang").as_deref(), Some("-7.5"));
        assert_eq!(input.get("lokasi.bujur").as_deref(), Some("112.25"));
        assert_eq!(input.get("lokasi.desa").as_deref(), Some("35.17.08.2001"));
    }

    #[test]
    fn a_coordinate_that_cannot_be_read_is_passed_on_to_be_refused() {
        let input = input(&Submission::of([("lokasi.koordinat", "https://maps.app.goo.gl/x")]));
        assert!(input.get("lokasi.lintang").is_some());
        assert_eq!(input.get("lokasi.bujur"), None);
    }

    #[test]
    fn answers_shown_again_and_sent_back_are_the_same_answers() {
        let mut answers = Answers::new();
        let point = Point {
            village: Some("35.17.08.2001".into()),
            landmark: Some("balai desa".into()),
            coordinate: Some((-7.5, 112.25)),
        };
        answers.insert("lokasi", Value::Point(point));
        answers.insert("luas", Value::Number("12.5".parse().unwrap()));
        answers.insert("rupa", Value::Set(vec!["a".into(), "b".into()]));
        let input = input(&texts(&answers));
        assert_eq!(input.get("lokasi.lintang").as_deref(), Some("-7.5"));
        assert_eq!(input.get("luas").as_deref(), Some("12,5"));
        assert_eq!(input.all("rupa"), ["a", "b"]);
    }
}
