//! What a key may do, what of that its agency decides alone, and what waits until Kominfo agrees.

use super::address::{self, BadAddress};
use super::audience::Audience;
use super::scope;
use serde::{Deserialize, Serialize};

/// What kind of client it is (RFC 6749 section 2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A server that calls others under its own name.
    Program,
    /// An application that people sign on to, with a server that keeps a secret.
    Web,
    /// An application on a phone or in a browser, which can keep none.
    Public,
}

impl Kind {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Program, Self::Web, Self::Public];

    /// The word in addresses and tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Program => "program",
            Self::Web => "web",
            Self::Public => "publik",
        }
    }

    /// The kind of this word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Whether it has secrets.
    pub const fn has_secret(self) -> bool {
        !matches!(self, Self::Public)
    }

    /// Whether people sign on with it.
    pub const fn signs_on(self) -> bool {
        !matches!(self, Self::Program)
    }
}

/// What a key may do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Terms {
    /// Scopes of a program.
    pub scopes: Vec<String>,
    /// Where browsers are sent back to; compared as texts.
    pub redirects: Vec<String>,
    /// Where they are sent after signing out.
    pub after: Vec<String>,
    /// Where the launcher leads; empty: the application's own address.
    pub start: String,
    /// Officers who may sign on.
    pub officers: Audience,
    /// Whether residents may.
    pub residents: bool,
}

/// What is wrong with terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mistake {
    /// A program without any scope.
    NoScope,
    /// A scope that there is not.
    Scope,
    /// An application without an address to come back to.
    NoRedirect,
    /// More than [`address::MOST`].
    Many,
    /// An address that is not taken.
    Address(BadAddress),
    /// Roles were chosen, but none was ticked.
    NoRoles,
}

impl Mistake {
    /// The word in text keys.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NoScope => "tanpa-cakupan",
            Self::Scope => "cakupan",
            Self::NoRedirect => "tanpa-alamat",
            Self::Many => "banyak",
            Self::Address(bad) => bad.word(),
            Self::NoRoles => "tanpa-peran",
        }
    }
}

impl Terms {
    /// Terms that a key of this kind can have: fields of other kinds are left out.
    #[must_use]
    pub fn of_kind(self, kind: Kind) -> Self {
        if kind.signs_on() {
            Self { scopes: Vec::new(), ..self }
        } else {
            Self { scopes: self.scopes, ..Self::default() }
        }
    }

    /// What is wrong, by field.
    ///
    /// # Errors
    /// At least one field is wrong.
    pub fn check(&self, kind: Kind) -> Result<(), Vec<(&'static str, Mistake)>> {
        let mut found = Vec::new();
        if kind.signs_on() {
            if self.redirects.is_empty() {
                found.push(("kembali", Mistake::NoRedirect));
            }
            found.extend(addresses("kembali", &self.redirects));
            found.extend(addresses("sesudah", &self.after));
            if !self.start.is_empty()
                && let Err(bad) = address::check_link(&self.start)
            {
                found.push(("mulai", Mistake::Address(bad)));
            }
            if matches!(&self.officers, Audience::Roles { roles } if roles.is_empty()) {
                found.push(("petugas", Mistake::NoRoles));
            }
        } else if self.scopes.is_empty() {
            found.push(("cakupan", Mistake::NoScope));
        } else if self.scopes.iter().any(|name| scope::program(name).is_none()) {
            found.push(("cakupan", Mistake::Scope));
        }
        if found.is_empty() { Ok(()) } else { Err(found) }
    }

    /// What of these terms holds at once, where `held` hold already: what needs Kominfo's consent stays as it was.
    /// An application that reaches beyond its own agency is bound to the addresses that Kominfo saw.
    #[must_use]
    pub fn at_once(&self, held: &Self) -> Self {
        let free = |name: &String| held.scopes.contains(name) || scope::program(name).is_some_and(|one| !one.agreed);
        let scopes = self.scopes.iter().filter(|name| free(name)).cloned().collect();
        if self.is_wide() && !(self.same_people(held) && self.redirects == held.redirects) {
            return Self { scopes, ..held.clone() };
        }
        Self { scopes, ..self.clone() }
    }

    fn is_wide(&self) -> bool {
        self.residents || self.officers.is_wide()
    }

    fn same_people(&self, other: &Self) -> bool {
        self.residents == other.residents && self.officers == other.officers
    }
}

fn addresses(field: &'static str, all: &[String]) -> Option<(&'static str, Mistake)> {
    if all.len() > address::MOST {
        return Some((field, Mistake::Many));
    }
    all.iter().find_map(|one| address::check(one).err()).map(|bad| (field, Mistake::Address(bad)))
}

/// Scopes and addresses as people type them: one a line or between spaces, each once.
pub fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.split_whitespace() {
        if !lines.iter().any(|known| known == line) {
            lines.push(line.to_owned());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn web() -> Terms {
        Terms {
            redirects: vec!["https://simpus.contoh.go.id/kembali".into()],
            officers: Audience::OwnUnit,
            ..Terms::default()
        }
    }

    #[test]
    fn an_agency_signs_its_own_officers_on_alone_and_others_with_consent() {
        assert_eq!(web().at_once(&Terms::default()), web());
        let wide = Terms { officers: Audience::Everybody, ..web() };
        assert_eq!(wide.at_once(&Terms::default()), Terms::default(), "nothing of it holds");
        assert_eq!(wide.at_once(&web()), web(), "what held goes on holding");
        let residents = Terms { residents: true, ..web() };
        assert_eq!(residents.at_once(&web()), web());
    }

    #[test]
    fn where_others_sign_on_too_a_new_address_needs_consent_again() {
        let wide = Terms { officers: Audience::Everybody, ..web() };
        let moved = Terms { redirects: vec!["https://lain.contoh.go.id/".into()], ..wide.clone() };
        assert_eq!(moved.at_once(&wide), wide);
        let narrower = Terms { officers: Audience::OwnUnit, ..moved.clone() };
        assert_eq!(narrower.at_once(&wide), narrower, "giving up needs nobody");
    }

    #[test]
    fn scopes_that_write_wait_and_those_once_agreed_stay() {
        let scopes = |names: &[&str]| Terms {
            scopes: names.iter().map(|name| (*name).to_owned()).collect(),
            ..Terms::default()
        };
        let wished = scopes(&["layanan.panggil", "laporan.tulis"]);
        assert_eq!(wished.at_once(&Terms::default()).scopes, ["layanan.panggil"]);
        assert_eq!(wished.at_once(&wished).scopes, wished.scopes);
    }

    #[test]
    fn each_mistake_is_found_at_its_field() {
        let bad = Terms {
            redirects: vec!["https://a.id/#x".into()],
            after: vec!["http://a.id/".into()],
            start: "javascript:x".into(),
            officers: Audience::Roles { roles: Vec::new() },
            ..Terms::default()
        };
        let found: Vec<_> = bad.check(Kind::Web).unwrap_err().into_iter().map(|(field, _)| field).collect();
        assert_eq!(found, ["kembali", "sesudah", "mulai", "petugas"]);
        assert_eq!(Terms::default().check(Kind::Program), Err(vec![("cakupan", Mistake::NoScope)]));
        let many = Terms { redirects: (0..11).map(|n| format!("https://a.id/{n}")).collect(), ..Terms::default() };
        assert_eq!(many.check(Kind::Web), Err(vec![("kembali", Mistake::Many)]));
        assert_eq!(web().check(Kind::Public), Ok(()));
    }
}
