//! A found scenario as the text of the file: `[[uji]]`.

use definition::model::{Entry, Scenario};
use definition::value::{Answers, Value};

/// One `[[uji]]` with a line break at its end.
pub(super) fn toml(scenario: &Scenario) -> String {
    let mut out = format!("[[uji]]\nnama  = {}\n", quoted(&scenario.name));
    if !scenario.answers.is_empty() {
        out.push_str(&format!("isi   = {{ {} }}\n", answers(&scenario.answers)));
    }
    let run = scenario.run.iter().filter_map(|entry| match entry {
        Entry::Act { step, action, .. } => {
            Some(quoted(&step.as_ref().map_or_else(|| action.clone(), |step| format!("{step}.{action}"))))
        }
        Entry::Answer | Entry::Wait(_) | Entry::Until(_) => None,
    });
    out.push_str(&format!("jalan = [{}]\n", run.collect::<Vec<_>>().join(", ")));
    let expected = match (&scenario.expect.end, &scenario.expect.steps) {
        (Some(end), _) => format!("akhir = {}", quoted(end)),
        (None, Some(steps)) => match steps.as_slice() {
            [step] => format!("langkah = {}", quoted(step)),
            steps => format!("langkah = [{}]", steps.iter().map(|step| quoted(step)).collect::<Vec<_>>().join(", ")),
        },
        (None, None) => String::new(),
    };
    out.push_str(&format!("harap = {{ {expected} }}\n"));
    out
}

fn answers(answers: &Answers) -> String {
    let pairs = answers.values.iter().map(|(id, given)| format!("{id} = {}", value(given)));
    pairs.collect::<Vec<_>>().join(", ")
}

fn value(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Option(text) => quoted(text),
        Value::Number(number) => number.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Set(options) => {
            format!("[{}]", options.iter().map(|option| quoted(option)).collect::<Vec<_>>().join(", "))
        }
        Value::Point(point) => quoted(point.landmark.as_deref().unwrap_or_default()),
        Value::Address(address) => quoted(&address.text),
    }
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            letter if letter.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(letter))),
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}
