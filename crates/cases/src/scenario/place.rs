//! Where a failed scenario stands in its file.

use super::ScenarioResult;
use definition::{Diagnostic, Say};
use std::ops::Range;

/// One finding of family E09 for every scenario that failed, with the key of `harap` or the entry of `jalan`
/// underlined in `text`.
pub fn diagnostics(text: &str, results: &[ScenarioResult]) -> Vec<Diagnostic> {
    let failed = results.iter().filter(|result| !result.passed());
    let findings = failed.map(|result| {
        let words = |lang: fn(&Say) -> &str| {
            let lines = result.differences.iter();
            let lines = lines.map(|one| format!("{}: {}", one.key, lang(&one.say)));
            lines.collect::<Vec<_>>().join("; ")
        };
        let name = &result.name;
        let say = Say::new(
            format!("skenario \"{name}\" gagal: {}", words(|say| &say.id)),
            format!("scenario \"{name}\" fails: {}", words(|say| &say.en)),
        );
        let mut finding = Diagnostic::new("E095", format!("uji[{}]", result.index), say).help(
            "betulkan alurnya, atau tulis yang ternyata bila itu yang dimaksud",
            "mend the flow, or write what came out if that is meant",
        );
        let key = result.differences.first().map_or("", |one| one.key.as_str());
        finding.span = span(text, result.index, key);
        finding
    });
    findings.collect()
}

/// The bytes of the line in the `index`-th `[[uji]]` that says `key`; else of its heading.
fn span(text: &str, index: usize, key: &str) -> Option<Range<usize>> {
    let mut section = 0;
    let mut heading = None;
    let mut offset = 0;
    let wanted = match key {
        "mulai" => "mulai",
        key if key.starts_with("jalan") => "jalan",
        _ => "harap",
    };
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_end();
        let here = offset..offset + trimmed.len();
        offset += line.len();
        if trimmed.trim_start().starts_with("[[uji]]") {
            section += 1;
            if section == index + 1 {
                heading = Some(here.clone());
            }
        }
        let word = trimmed.split('=').next().unwrap_or_default().trim();
        if section == index + 1 && word == wanted {
            return Some(here);
        }
    }
    heading
}

#[cfg(test)]
mod tests {
    use super::span;

    const TEXT: &str =
        "[layanan]\n\n[[uji]]\nnama = \"a\"\n\n[[uji]]\nnama = \"b\"\njalan = [\"x\"]\nharap = { akhir = \"y\" }\n";

    #[test]
    fn the_expectation_of_the_right_scenario_is_underlined() {
        let found = span(TEXT, 1, "akhir").unwrap();
        assert_eq!(&TEXT[found], "harap = { akhir = \"y\" }");
        let found = span(TEXT, 1, "jalan[0]").unwrap();
        assert_eq!(&TEXT[found], "jalan = [\"x\"]");
    }

    #[test]
    fn a_scenario_without_that_key_is_underlined_at_its_heading() {
        let found = span(TEXT, 0, "akhir").unwrap();
        assert_eq!((found.start, &TEXT[found]), (11, "[[uji]]"));
        assert_eq!(span(TEXT, 2, "akhir"), None);
    }
}
