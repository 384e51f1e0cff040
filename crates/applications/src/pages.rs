//! The pages of this room.

use crate::Applications;
use kernel::Lang;
use web::{Room, Routes};

/// The texts of this room.
pub const LOCALE: &[(Lang, &str)] =
    &[(Lang::Id, include_str!("locale/aplikasi.id.ftl")), (Lang::En, include_str!("locale/aplikasi.en.ftl"))];

/// The pages of this room.
pub fn room(room: Applications) -> Room {
    Room { name: "applications", routes: Routes::new().with_state(room), menu: Vec::new(), locale: LOCALE }
}
