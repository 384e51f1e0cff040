//! Villages as forms offer them, and places in words.

use cases::doors::Gazetteer;
use web::form::{District, Places};

/// Every village by district, both in the order of their names.
pub(super) fn offered(gazetteer: &dyn Gazetteer) -> Places {
    let villages = gazetteer.villages();
    let mut districts: Vec<District> = Vec::new();
    for district in gazetteer.districts().iter() {
        let own = villages.iter().filter(|village| village.district == district.code);
        let mut own: Vec<(String, String)> = own.map(|village| (village.code.clone(), village.name.clone())).collect();
        own.sort_by(|a, b| a.1.cmp(&b.1));
        if !own.is_empty() {
            districts.push(District { name: district.name.clone(), villages: own });
        }
    }
    districts.sort_by(|a, b| a.name.cmp(&b.name));
    Places { districts }
}
