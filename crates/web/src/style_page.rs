//! The living style page, `/gaya`.

use crate::error::Answer;
use crate::room::{Room, Routes};
use crate::view::View;
use crate::visitor::Visitor;
use askama::Template;

#[derive(Template)]
#[template(path = "gaya.html")]
struct StylePage {
    v: View,
}

/// The frame's own addresses.
pub(crate) fn room() -> Room {
    Room {
        name: "web",
        routes: Routes::new().get("/gaya", style_page),
        menu: Vec::new(),
        locale: &[],
    }
}

async fn style_page(visitor: Visitor) -> Answer {
    crate::page(&StylePage { v: visitor.view })
}
