//! What checkers say: findings with their places, and `jelaskan` and `skema`, which need no file.

use crate::files::Source;
use crate::report::{Outcome, Report};
use definition::Diagnostic;
use definition::diagnostic::{Severity, render_all};
use definition::explain::Explanation;
use indexmap::IndexMap;
use kernel::Lang;
use serde_json::{Value, json};

/// Findings of several files on their way to a report.
#[derive(Default)]
pub struct Findings {
    lines: Vec<String>,
    objects: Vec<Value>,
    files: usize,
    errors: usize,
    warnings: usize,
}

impl Findings {
    /// Takes what was found in one file.
    pub fn take(&mut self, source: &Source, found: &[Diagnostic], lang: Lang) {
        let count = |severity: Severity| found.iter().filter(|finding| finding.severity() == severity).count();
        self.files += 1;
        self.errors += count(Severity::Error);
        self.warnings += count(Severity::Warning);
        if !found.is_empty() {
            self.lines.push(render_all(found, &source.name, &source.text, lang));
        }
        self.objects.extend(found.iter().map(|finding| place(finding, source)));
    }

    /// Takes lines that stand between the findings.
    pub fn remark(&mut self, lines: Vec<String>) {
        self.lines.extend(lines);
    }

    /// All of it with the count at its end; refused where there is an error.
    pub fn report(self, lang: Lang) -> Report {
        let Self { mut lines, objects, files, errors, warnings } = self;
        lines.push(match lang {
            Lang::Id => format!("{files} berkas diperiksa: {errors} galat, {warnings} peringatan"),
            Lang::En => {
                let word = if files == 1 { "file" } else { "files" };
                format!("{files} {word} checked: {errors} errors, {warnings} warnings")
            }
        });
        let json = json!({ "files": files, "errors": errors, "warnings": warnings, "findings": objects });
        Report { lines, json, refused: errors > 0 }
    }
}

fn place(finding: &Diagnostic, source: &Source) -> Value {
    let (line, column) = finding.position(&source.text).unwrap_or((0, 0));
    json!({ "file": source.name, "line": line, "column": column, "code": finding.code, "path": finding.path, "id": finding.say.lang(Lang::Id), "en": finding.say.lang(Lang::En) })
}

/// `jelaskan`: one code with both snippets, or the list of all; `whose` is the command that knows them.
pub fn explained(all: &IndexMap<String, Explanation>, whose: &str, code: Option<&str>, lang: Lang) -> Outcome {
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
            format!("kode {code} tidak ada; maksud Anda {near}? Semua kode: gapura {whose} jelaskan")
        }
        (Lang::Id, None) => format!("kode {code} tidak ada; semua kode: gapura {whose} jelaskan"),
        (Lang::En, Some(near)) => format!("no code {code}; did you mean {near}? All codes: gapura {whose} jelaskan"),
        (Lang::En, None) => format!("no code {code}; all codes: gapura {whose} jelaskan"),
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
