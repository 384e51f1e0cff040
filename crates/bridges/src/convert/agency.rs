//! Who holds a report: a unit by the mapping's table, by the agency's name, or as the office of a place.

use super::{Converter, Draft};
use crate::mapping::{Field, OWNER, REST, table_key};
use cases::doors::VillageMatch;
use sheet::table::Row;

impl Converter<'_> {
    /// The unit, or `None` for whoever owns the service.
    pub(super) fn unit(&mut self, row: &Row, draft: &mut Draft) -> Option<String> {
        let district = self.joined(row, Field::District, " ");
        let mut unknown: Option<(usize, String)> = None;
        let mut found = None;
        let names: Vec<(usize, String)> =
            self.values(row, Field::Agency).map(|(at, name)| (at, name.to_owned())).collect();
        for (at, name) in names {
            found = self.unit_called(&name, &district);
            if found.is_some() {
                break;
            }
            let is_id = name.chars().all(|c| c.is_ascii_digit() || c == '.');
            if !is_id && unknown.is_none() {
                unknown = Some((at, name));
            }
        }
        let unit = match (&found, &unknown) {
            (Some(unit), _) => unit.clone(),
            (None, None) => return None,
            (None, Some(_)) => self.mapping.units.get(REST).cloned().unwrap_or_else(|| OWNER.to_owned()),
        };
        let unit = Some(unit).filter(|unit| unit != OWNER);
        if let Some((at, name)) = unknown {
            draft.flag("instansi_tidak_dikenal");
            let instead = unit.as_deref().unwrap_or("pemilik layanan");
            let column = self.header.get(at).cloned().unwrap_or_default();
            draft.remark(
                "instansi_tidak_dikenal",
                &column,
                &name,
                format!("instansi tidak dikenal; dicatat pada {instead}"),
            );
        }
        unit
    }

    fn unit_called(&mut self, name: &str, district: &str) -> Option<String> {
        let key = (name.to_owned(), district.to_owned());
        if let Some(known) = self.agencies.get(&key) {
            return known.clone();
        }
        let found = self.look_up_unit(name, district);
        self.agencies.insert(key, found.clone());
        found
    }

    fn look_up_unit(&self, name: &str, district: &str) -> Option<String> {
        let key = table_key(name);
        if let Some(unit) = self.mapping.units.get(&key) {
            return Some(unit.clone());
        }
        let city = table_key(&self.region.name);
        if key == format!("pemerintah {city}") {
            return Some(OWNER.to_owned());
        }
        if let Some(agency) = self.doors.agencies.find(name) {
            return Some(agency.unit);
        }
        let (kind, rest) = name.trim().split_once(char::is_whitespace)?;
        let unit = match kind.to_lowercase().as_str() {
            "kelurahan" | "kel." | "desa" => {
                format!("desa-{}", self.village_called(rest, district)?)
            }
            "kecamatan" | "kec." => format!("kecamatan-{}", self.doors.gazetteer.district_called(rest)?.code),
            _ => return None,
        };
        self.doors.agencies.agency(&unit).map(|agency| agency.unit)
    }

    /// The village of an office: by its name alone, else in the district of the report.
    fn village_called(&self, name: &str, district: &str) -> Option<String> {
        [("", name), (district, name)].into_iter().find_map(|(district, name)| {
            match self.doors.gazetteer.find(name, district) {
                VillageMatch::Exact(one) | VillageMatch::Alias(one, _) | VillageMatch::Repaired(one) => Some(one.code),
                VillageMatch::Unknown => None,
            }
        })
    }
}
