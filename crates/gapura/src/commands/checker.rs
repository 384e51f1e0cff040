//! `gapura layanan jelaskan|skema`: what the checker knows, without a definition.

use crate::report::{Outcome, Report};
use definition::explain::{self, Explanation};
use kernel::Lang;
use serde_json::{Value, json};

/// `jelaskan`: one code with both snippets, or the list of all.
pub fn explain(code: Option<&str>, lang: Lang) -> Outcome {
    let all = explain::all();
    let Some(code) = code else {
        let lines = all.iter().map(|(code, one)| format!("{code}  {}", one.means.lang(lang))).collect();
        let codes: Vec<Value> = all.iter().map(|(code, one)| as_json(code, one)).collect();
        return Ok(Report { lines, json: json!({ "codes": codes }), refused: false });
    };
    let code = code.to_ascii_uppercase();
    if let Some(one) = all.get(&code) {
        return Ok(Report::done(one.render(&code, lang)).with(as_json(&code, one)));
    }
    let near = definition::names::nearest(&code, all.keys().map(String::as_str));
    let said = match (lang, near) {
        (Lang::Id, Some(near)) => {
            format!("kode {code} tidak ada; maksud Anda {near}? Semua kode: gapura layanan jelaskan")
        }
        (Lang::Id, None) => format!("kode {code} tidak ada; semua kode: gapura layanan jelaskan"),
        (Lang::En, Some(near)) => format!("no code {code}; did you mean {near}? All codes: gapura layanan jelaskan"),
        (Lang::En, None) => format!("no code {code}; all codes: gapura layanan jelaskan"),
    };
    Ok(Report { refused: true, ..Report::done(said).with(json!({ "ok": false, "code": code })) })
}

fn as_json(code: &str, one: &Explanation) -> Value {
    json!({
        "code": code, "rules": one.rules, "under": one.under, "wrong": one.wrong.trim(), "right": one.right.trim(),
        "means": { "id": one.means.id, "en": one.means.en }, "why": { "id": one.why.id, "en": one.why.en },
    })
}

/// `skema`: JSON Schema of the language; in one line where the caller asked for an object in the last one.
pub fn schema(json: bool) -> Outcome {
    let schema = definition::schema();
    let lines = if json { Vec::new() } else { vec![format!("{schema:#}")] };
    Ok(Report { lines, json: schema, refused: false })
}
