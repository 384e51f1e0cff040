//! The navigation: a first row for everybody, and for officers a second one with the pages of the part they stand in.
//!
//! An officer's ways are sorted by their addresses, so a room that adds a page adds it to the right part by naming it well.

use crate::{MenuItem, Shown, View};

/// The parts of the officers' side: the key of the name, and what its addresses begin with.
const PARTS: [(&str, &[&str]); 4] = [
    ("web-menu-kerja", &["/kerja", "/aplikasi-saya"]),
    ("web-menu-angka", &["/transparansi", "/dasbor", "/rencana"]),
    ("web-menu-aplikasi", &["/aplikasi", "/pertukaran", "/langganan", "/umpan", "/pengembang"]),
    ("web-menu-atur", &["/atur", "/surat-tugas"]),
];

/// One way in the navigation, in the reader's language.
#[derive(Debug)]
pub struct Way<'a> {
    /// What it is called.
    pub label: &'a str,
    /// Where it leads.
    pub href: &'a str,
    /// Whether the reader stands there, or within.
    pub here: bool,
}

/// What of the navigation a reader may see.
#[derive(Debug)]
pub struct Menu<'a> {
    /// The first row.
    pub ways: Vec<Way<'a>>,
    /// The pages of the part in which the reader stands, if it has more than one.
    pub within: Vec<Way<'a>>,
    /// What is an officer's own, beside the name.
    pub own: Vec<Way<'a>>,
}

impl View {
    /// The navigation that this reader may see.
    pub fn menu(&self) -> Menu<'_> {
        let mine = self.frame.menu.iter().filter(|item| match item.shown {
            Shown::Everyone => self.session().is_none(),
            Shown::Officers(allows) => self.session().is_some_and(allows),
            Shown::Foot => false,
        });
        let mut rest: Vec<&MenuItem> = mine.collect();
        let mut menu = Menu { ways: Vec::new(), within: Vec::new(), own: Vec::new() };
        if self.session().is_none() {
            menu.ways = self.ways(&rest);
            return menu;
        }
        for (name, prefixes) in PARTS {
            let (part, others) = rest.into_iter().partition(|item| in_part(item.href, prefixes));
            rest = others;
            self.add_part(&mut menu, name, prefixes, part);
        }
        menu.own = self.ways(&rest);
        menu
    }

    /// The ways at the foot of the page.
    pub fn foot(&self) -> Vec<Way<'_>> {
        let items = self.frame.menu.iter().filter(|item| matches!(item.shown, Shown::Foot));
        self.ways(&items.collect::<Vec<_>>())
    }

    fn add_part<'a>(&'a self, menu: &mut Menu<'a>, name: &'a str, prefixes: &[&str], part: Vec<&'a MenuItem>) {
        let ([first, _, ..], here) = (part.as_slice(), in_part(self.path(), prefixes)) else {
            return menu.ways.extend(self.ways(&part));
        };
        menu.ways.push(Way { label: self.t(name), href: first.href, here });
        if here {
            menu.within = self.ways(&part);
        }
    }

    fn ways<'a>(&'a self, items: &[&'a MenuItem]) -> Vec<Way<'a>> {
        // Under `/kerja/panggilan` the reader stands at the call list, not also at `/kerja`.
        let nearest = items.iter().filter(|item| within(self.path(), item.href)).map(|item| item.href.len()).max();
        let way = |item: &&'a MenuItem| Way {
            label: self.t(item.label),
            href: item.href,
            here: within(self.path(), item.href) && Some(item.href.len()) == nearest,
        };
        items.iter().map(way).collect()
    }
}

fn in_part(path: &str, prefixes: &[&str]) -> bool {
    prefixes.iter().any(|prefix| within(path, prefix))
}

fn within(path: &str, href: &str) -> bool {
    path == href || (href != "/" && path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/')))
}
