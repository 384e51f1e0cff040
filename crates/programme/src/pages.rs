//! What everyone, planners and leaders see of the plan.

use crate::indicator;
use crate::programme::Programme;
use kernel::Lang;
use web::{Room, Routes};

/// The plan and its indicators.
pub fn room(programme: Programme) -> Room {
    let routes = Routes::new().merge(indicator::pages::routes()).with_state(programme);
    Room { name: "programme", routes, menu: indicator::pages::menu(), locale: LOCALE }
}

/// The texts of this room.
pub const LOCALE: &[(Lang, &str)] = &[
    (Lang::Id, include_str!("locale/id.ftl")),
    (Lang::En, include_str!("locale/en.ftl")),
    (Lang::Id, include_str!("locale/indikator.id.ftl")),
    (Lang::En, include_str!("locale/indikator.en.ftl")),
];
