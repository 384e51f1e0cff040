//! The language from outside: the two example files, the shipped services, and every family of faults.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod anything;
mod broken;
mod changes;
mod conditions;
mod examples;
mod explanations;
mod faults;
mod forms;
mod schema;
mod shipped;
mod sketches;
mod sources;
mod standards;

use definition::{Lists, Region, Units};
use kernel::Role;

/// The offices that a region without its own file uses, and the village titles of the letter example.
pub fn units() -> Units {
    let mut units = Units::parse(include_str!("../../../../wilayah/baku/unit.toml")).unwrap();
    for title in ["pelayanan", "seksi-ekbang", "ketua-rt", "sekretaris", "lurah", "kasi-pemerintahan"] {
        let name = definition::model::humanise(title);
        let entry = units.village.titles.entry(title.to_owned());
        entry.or_insert(definition::units::Title { name, role: Role::FieldOfficer });
    }
    units
}

/// The lists that the examples name.
pub fn lists() -> Lists {
    let mut lists = Lists::new();
    lists.add("alasan-tolak", "kode,label\nbukan-wewenang,Bukan wewenang kami\n").unwrap();
    lists.add("kbli-2020", "kode,label\n47111,Toko kelontong\n").unwrap();
    lists
}

/// Checks a text against them.
pub fn check(text: &str) -> definition::Checked {
    let (units, lists) = (units(), lists());
    definition::check(text, &Region { units: &units, lists: &lists })
}
