//! Which office a definition means (semantics R7). The region answers; the engine only asks.

use definition::model::{Area, Definition, Kind, UnitRef};

/// Maps the offices that definitions name to units. Answered by identity from `wilayah/<code>/unit.toml`. Offices that
/// an answer names are asked for by [`UnitRef::answered`]; what no answer named belongs to the owner.
pub trait Units: Send + Sync {
    /// The unit of an office for a case at `village` (its code, if known; unknown place: the owner).
    fn unit(&self, definition: &Definition, office: &UnitRef, village: Option<&str>) -> String;

    /// How the resident is called as holder of a waiting step.
    fn reporter(&self, definition: &Definition) -> String {
        let _ = definition;
        "@pelapor".to_owned()
    }
}

/// Offices as the definition writes them: for traces and scenarios, which know no region.
#[derive(Clone, Copy, Debug, Default)]
pub struct AsWritten;

impl Units for AsWritten {
    fn unit(&self, _: &Definition, office: &UnitRef, _: Option<&str>) -> String {
        match office {
            UnitRef::Answer(_) => UnitRef::Owner.to_string(),
            written => written.to_string(),
        }
    }

    fn reporter(&self, definition: &Definition) -> String {
        match definition.kind {
            Kind::Complaint => "pelapor".to_owned(),
            Kind::Request | Kind::Information => "pemohon".to_owned(),
        }
    }
}

/// Offices by plain rules, where a region has no table of its own: named units as they are, `pemilik` as the
/// service's owner, `wilayah` as `desa-CODE` or `kecamatan-CODE`.
#[derive(Clone, Copy, Debug, Default)]
pub struct ByCode;

impl Units for ByCode {
    fn unit(&self, definition: &Definition, office: &UnitRef, village: Option<&str>) -> String {
        let area = |prefix: &str, length: usize| {
            let code = village.and_then(|code| code.get(..length));
            code.map(|code| format!("{prefix}-{code}"))
        };
        match office {
            UnitRef::Named(id) => id.clone(),
            UnitRef::Owner if definition.owner == UnitRef::Owner => "pemilik".to_owned(),
            UnitRef::Owner | UnitRef::Answer(_) => self.unit(definition, &definition.owner, village),
            UnitRef::Area(kind) => {
                let found = match kind {
                    Area::District => area("kecamatan", 8),
                    _ => area("desa", 13),
                };
                let owner = matches!(definition.owner, UnitRef::Area(_));
                found.unwrap_or_else(|| match owner {
                    true => "pemilik".to_owned(),
                    false => self.unit(definition, &definition.owner, village),
                })
            }
        }
    }
}
