//! The pages of this room.

use crate::Events;
use kernel::Lang;
use web::{Room, Routes};

/// The texts of this room.
pub const LOCALE: &[(Lang, &str)] =
    &[(Lang::Id, include_str!("locale/peristiwa.id.ftl")), (Lang::En, include_str!("locale/peristiwa.en.ftl"))];

/// The pages of this room.
pub fn room(room: Events) -> Room {
    Room { name: "events", routes: Routes::new().with_state(room), menu: Vec::new(), locale: LOCALE }
}
