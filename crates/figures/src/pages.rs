//! The public page and the same figures as data.

mod data;
mod transparansi;

use crate::Figures;
use web::{MenuItem, Room, Routes, Shown};

/// Addresses, menu, texts.
pub(crate) fn room(figures: Figures) -> Room {
    Room {
        name: "figures",
        routes: Routes::new()
            .get("/transparansi", transparansi::show)
            .get("/transparansi.csv", data::csv)
            .get("/api/v1/transparansi", data::json)
            .with_state(figures),
        menu: [Shown::Everyone, Shown::Officers(|_| true)]
            .map(|shown| MenuItem { label: "angka-menu", href: "/transparansi", shown })
            .to_vec(),
        locale: crate::LOCALE,
    }
}
