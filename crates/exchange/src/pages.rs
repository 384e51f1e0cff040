//! The pages of this room.

use crate::Exchange;
use kernel::Lang;
use web::{Room, Routes};

/// The texts of this room.
pub const LOCALE: &[(Lang, &str)] =
    &[(Lang::Id, include_str!("locale/tukar.id.ftl")), (Lang::En, include_str!("locale/tukar.en.ftl"))];

/// The pages of this room.
pub fn room(room: Exchange) -> Room {
    Room { name: "exchange", routes: Routes::new().with_state(room), menu: Vec::new(), locale: LOCALE }
}
