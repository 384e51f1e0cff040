//! Offices, job titles and roles of a region: `wilayah/<code>/unit.toml` (format in the README).

use crate::diagnostic::Diagnostic;
use crate::model::{Area, Definition, Office, UnitRef};
use crate::read;
use indexmap::IndexMap;
use kernel::Role;

/// A job title in an office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// `nama`, as people read it.
    pub name: String,
    /// `peran`.
    pub role: Role,
}

/// An office.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unit {
    /// `nama`.
    pub name: String,
    /// `singkatan`.
    pub short: Option<String>,
    /// `induk`: the unit above.
    pub parent: Option<String>,
    /// `surel`.
    pub email: Option<String>,
    /// `telepon`.
    pub phone: Option<String>,
    /// `jabatan.ID`.
    pub titles: IndexMap<String, Title>,
}

/// The offices of a region.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Units {
    /// `[unit.ID]`.
    pub units: IndexMap<String, Unit>,
    /// `[desa]`: the office of any village.
    pub village: Unit,
    /// `[kecamatan]`: the office of any district.
    pub district: Unit,
}

impl Units {
    /// Reads `unit.toml`.
    ///
    /// # Errors
    /// Everything that is wrong with it, to be rendered with the file's name and text.
    pub fn parse(text: &str) -> Result<Self, Vec<Diagnostic>> {
        read::units(text)
    }

    /// The office that a definition means; `pemilik` is the owner of `definition`, and an answer names no office before
    /// it is given.
    pub fn unit(&self, definition: &Definition, unit: &UnitRef) -> Option<&Unit> {
        match unit {
            UnitRef::Answer(_) => None,
            UnitRef::Owner if definition.owner == UnitRef::Owner => None,
            UnitRef::Owner => self.unit(definition, &definition.owner),
            UnitRef::Named(id) => self.units.get(id),
            UnitRef::Area(Area::Any | Area::Village | Area::Kelurahan) => Some(&self.village),
            UnitRef::Area(Area::District) => Some(&self.district),
        }
    }

    /// The title that a definition means by `title@unit`; where an answer chooses the unit, as any of them calls it.
    pub fn title(&self, definition: &Definition, office: &Office) -> Option<&Title> {
        match office.unit {
            UnitRef::Answer(_) => self.units.values().find_map(|unit| unit.titles.get(&office.title)),
            _ => self.unit(definition, &office.unit)?.titles.get(&office.title),
        }
    }
}
