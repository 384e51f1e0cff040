//! The pages of this room.

use crate::Gateway;
use kernel::Lang;
use web::{Room, Routes};

/// The texts of this room.
pub const LOCALE: &[(Lang, &str)] =
    &[(Lang::Id, include_str!("locale/gerbang.id.ftl")), (Lang::En, include_str!("locale/gerbang.en.ftl"))];

/// The pages of this room.
pub fn room(room: Gateway) -> Room {
    Room { name: "gateway", routes: Routes::new().with_state(room), menu: Vec::new(), locale: LOCALE }
}
