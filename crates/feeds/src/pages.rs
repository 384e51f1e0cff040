//! The pages of this room.

use crate::Feeds;
use kernel::Lang;
use web::{Room, Routes};

/// The texts of this room.
pub const LOCALE: &[(Lang, &str)] =
    &[(Lang::Id, include_str!("locale/umpan.id.ftl")), (Lang::En, include_str!("locale/umpan.en.ftl"))];

/// The pages of this room.
pub fn room(room: Feeds) -> Room {
    Room { name: "feeds", routes: Routes::new().with_state(room), menu: Vec::new(), locale: LOCALE }
}
