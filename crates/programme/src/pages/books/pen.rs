//! Writes blocks: headings, sentences made of texts and figures, tables.

use super::source::Source;
use paper::book::{Block, Cell, Table};
use web::Argument;

/// A book that is being written.
pub(super) struct Pen<'a> {
    pub of: &'a Source<'a>,
    pub blocks: Vec<Block>,
}

impl<'a> Pen<'a> {
    pub fn new(of: &'a Source<'a>) -> Self {
        Self { of, blocks: Vec::new() }
    }

    pub fn t(&self, key: &'a str) -> &'a str {
        self.of.v.t(key)
    }

    pub fn tf(&self, key: &str, arguments: &[(&str, &dyn Argument)]) -> String {
        self.of.v.tf(key, arguments)
    }

    pub fn chapter(&mut self, title: impl Into<String>) {
        self.blocks.push(Block::Heading(1, title.into()));
    }

    pub fn part(&mut self, title: impl Into<String>) {
        self.blocks.push(Block::Heading(2, title.into()));
    }

    pub fn head(&mut self, title: impl Into<String>) {
        self.blocks.push(Block::Heading(3, title.into()));
    }

    /// A paragraph, unless there is nothing to say.
    pub fn say(&mut self, text: impl Into<String>) {
        let text = text.into();
        if !text.is_empty() {
            self.blocks.push(Block::Text(text));
        }
    }

    /// What somebody wrote, in its own paragraphs.
    pub fn quote(&mut self, text: &str) {
        text.lines().map(str::trim).for_each(|line| self.say(line));
    }

    pub fn lead(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Lead(text.into()));
    }

    pub fn points(&mut self, points: Vec<String>) {
        if !points.is_empty() {
            self.blocks.push(Block::Points(points));
        }
    }

    pub fn lines(&mut self, lines: Vec<(String, String)>) {
        if !lines.is_empty() {
            self.blocks.push(Block::Lines(lines));
        }
    }

    /// A table, unless it has no row. Heads are keys of texts.
    pub fn table(&mut self, caption: impl Into<String>, columns: &[(&str, u16)], rows: Vec<Vec<Cell>>) {
        let columns = columns.iter().map(|(key, width)| (self.of.v.t(key).to_owned(), *width)).collect();
        self.grid(caption, columns, rows);
    }

    /// A table whose heads are words already.
    pub fn grid(&mut self, caption: impl Into<String>, columns: Vec<(String, u16)>, rows: Vec<Vec<Cell>>) {
        if !rows.is_empty() {
            self.blocks.push(Block::Table(Table { caption: caption.into(), columns, rows }));
        }
    }

    /// That a part is empty, and who fills it.
    pub fn empty(&mut self, key: &'a str) {
        let text = self.t(key).to_owned();
        self.lead(text);
    }
}

/// `a, b dan c`, in the language of the word `and`.
pub(super) fn listed(names: &[String], and: &str) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {and} {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_listed_as_in_a_sentence() {
        let names = |all: &[&str]| all.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(listed(&names(&["a", "b", "c"]), "dan"), "a, b dan c");
        assert_eq!(listed(&names(&["a"]), "dan"), "a");
        assert_eq!(listed(&[], "dan"), "");
    }
}
