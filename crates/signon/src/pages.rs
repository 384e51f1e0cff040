//! The pages of this room.

use crate::Signon;
use kernel::Lang;
use web::{Room, Routes};

/// The texts of this room.
pub const LOCALE: &[(Lang, &str)] =
    &[(Lang::Id, include_str!("locale/sambung.id.ftl")), (Lang::En, include_str!("locale/sambung.en.ftl"))];

/// The pages of this room.
pub fn room(room: Signon) -> Room {
    Room { name: "signon", routes: Routes::new().with_state(room), menu: Vec::new(), locale: LOCALE }
}
