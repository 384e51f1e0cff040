//! What everyone, planners and leaders see of the plan.

use crate::programme::Programme;
use kernel::Lang;
use web::{Room, Routes};

/// The plan and its indicators.
pub fn room(programme: Programme) -> Room {
    Room { name: "programme", routes: Routes::new().with_state(programme), menu: Vec::new(), locale: LOCALE }
}

/// The texts of this room.
pub const LOCALE: &[(Lang, &str)] = &[
    (Lang::Id, include_str!("locale/id.ftl")),
    (Lang::En, include_str!("locale/en.ftl")),
    (Lang::Id, include_str!("locale/indikator.id.ftl")),
    (Lang::En, include_str!("locale/indikator.en.ftl")),
];
