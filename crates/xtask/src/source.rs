//! What a Rust file says about itself: its length, its functions and its tests.

use anyhow::{Context, Result};
use proc_macro2::Span;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// Facts about one file.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Lines outside test modules.
    pub lines: usize,
    /// Lines that are neither blank nor comment, tests included.
    pub code: usize,
    /// Functions outside tests: name, line, lines of code in the body.
    pub functions: Vec<(String, usize, usize)>,
    /// How many tests it holds.
    pub tests: usize,
}

/// Every `.rs` file below a folder, sorted.
pub fn rust_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        if !folder.is_dir() {
            continue;
        }
        for entry in std::fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Whether a whole file is test code, judged by its place from the repository's root.
pub fn is_test_file(place: &str) -> bool {
    place.contains("/tests/") || place.ends_with("/tests.rs") || place.ends_with("_tests.rs")
}

/// The lines of a text outside its test modules, with their numbers. A text that cannot be parsed is taken whole.
pub fn production_lines(text: &str) -> Vec<(usize, &str)> {
    let tests = syn::parse_file(text).map_or_else(|_| Vec::new(), |file| test_ranges(&file));
    let outside = |number: &usize| !tests.iter().any(|range| range.contains(number));
    (1..).zip(text.lines()).filter(|(number, _)| outside(number)).collect()
}

/// Reads the facts of one file; in a test file nothing counts as production code.
pub fn facts(text: &str, is_test_file: bool) -> Result<Facts> {
    let file = syn::parse_file(text).context("syn cannot read it")?;
    let lines: Vec<&str> = text.lines().collect();
    let tests = if is_test_file { vec![1..=lines.len().max(1)] } else { test_ranges(&file) };
    let mut visitor = Functions { lines: &lines, tests: &tests, functions: Vec::new(), count: 0 };
    visitor.visit_file(&file);
    let production = (1..=lines.len()).filter(|number| !tests.iter().any(|range| range.contains(number))).count();
    Ok(Facts {
        lines: production,
        code: lines.iter().filter(|line| is_code(line)).count(),
        functions: visitor.functions,
        tests: visitor.count,
    })
}

fn is_code(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && !line.starts_with("//")
}

fn test_ranges(file: &syn::File) -> Vec<RangeInclusive<usize>> {
    file.items
        .iter()
        .filter(|item| attributes(item).iter().any(is_cfg_test))
        .map(|item| {
            let first = attributes(item).first().map_or_else(|| item.span(), Spanned::span);
            line_of(first)..=item.span().end().line
        })
        .collect()
}

fn line_of(span: Span) -> usize {
    span.start().line
}

fn attributes(item: &syn::Item) -> &[syn::Attribute] {
    match item {
        syn::Item::Mod(item) => &item.attrs,
        syn::Item::Fn(item) => &item.attrs,
        syn::Item::Impl(item) => &item.attrs,
        syn::Item::Struct(item) => &item.attrs,
        syn::Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

fn is_cfg_test(attribute: &syn::Attribute) -> bool {
    let syn::Meta::List(list) = &attribute.meta else {
        return false;
    };
    let condition = list.tokens.to_string();
    list.path.is_ident("cfg") && (condition == "test" || condition.starts_with("all (test"))
}

struct Functions<'a> {
    lines: &'a [&'a str],
    tests: &'a [RangeInclusive<usize>],
    functions: Vec<(String, usize, usize)>,
    count: usize,
}

impl Functions<'_> {
    fn note(&mut self, name: &syn::Ident, attributes: &[syn::Attribute], block: &syn::Block) {
        self.count += attributes.iter().filter(|attribute| is_test(attribute)).count();
        let line = line_of(name.span());
        if self.tests.iter().any(|range| range.contains(&line)) {
            return;
        }
        let (first, last) = (block.span().start().line, block.span().end().line);
        let body = self.lines.get(first..last.saturating_sub(1)).unwrap_or(&[]);
        let length = body.iter().filter(|line| is_code(line)).count();
        self.functions.push((name.to_string(), line, length));
    }
}

fn is_test(attribute: &syn::Attribute) -> bool {
    let last = attribute.path().segments.last();
    last.is_some_and(|segment| segment.ident == "test" || segment.ident == "rstest")
}

impl<'ast> Visit<'ast> for Functions<'_> {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.note(&item.sig.ident, &item.attrs, &item.block);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.note(&item.sig.ident, &item.attrs, &item.block);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(block) = &item.default {
            self.note(&item.sig.ident, &item.attrs, block);
        }
        visit::visit_trait_item_fn(self, item);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        // Tests inside `proptest! { … }` and macros of our own.
        self.count += call.tokens.to_string().matches("# [test]").count();
        visit::visit_macro(self, call);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "\
//! A file.
fn two() -> u8 {
    // A comment does not count.
    let one = 1;

    one + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn it_is_two() {
        assert_eq!(two(), 2);
    }
    #[tokio::test]
    async fn it_is_two_later() {}
}
";

    #[test]
    fn a_function_is_as_long_as_its_lines_of_code() {
        let facts = facts(FILE, false).unwrap();
        assert_eq!(facts.functions, [("two".to_owned(), 2, 2)]);
    }

    #[test]
    fn lines_of_test_modules_are_no_production_lines() {
        let facts = facts(FILE, false).unwrap();
        assert_eq!(facts.lines, 8);
        assert_eq!(facts.tests, 2);
        assert_eq!(production_lines(FILE).len(), 8);
    }

    #[test]
    fn a_test_file_has_tests_and_no_production_lines() {
        let facts = facts(FILE, true).unwrap();
        assert_eq!((facts.lines, facts.tests), (0, 2));
        assert!(facts.functions.is_empty());
    }

    #[test]
    fn tests_inside_a_macro_are_counted() {
        let text =
            "#[cfg(test)]\nmod tests {\n proptest! {\n #[test]\n fn holds(a in 0..3) { assert!(a < 3); }\n }\n}\n";
        assert_eq!(facts(text, false).unwrap().tests, 1);
    }

    #[test]
    fn code_that_is_only_left_out_of_tests_is_production_code() {
        let text = "#[cfg(not(test))]\nfn real() {}\n";
        assert_eq!(facts(text, false).unwrap().functions.len(), 1);
    }

    #[test]
    fn test_files_are_known_by_their_place() {
        assert!(is_test_file("crates/a/tests/it/main.rs"));
        assert!(is_test_file("crates/a/src/model/tests.rs"));
        assert!(is_test_file("crates/a/src/model/gateway_tests.rs"));
        assert!(!is_test_file("crates/a/src/model.rs"));
    }
}
