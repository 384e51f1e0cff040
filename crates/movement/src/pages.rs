//! What everyone, the secretariat, assessors and regions see of the movement.

mod cohorts;
mod compare;
mod evaluation;
mod list;
mod own;
mod practices;
mod record;
mod region;
mod selections;
mod take;

use crate::model::stage::Stage;
use crate::movement::Movement;
use crate::refusal::Refused;
use crate::rights::{Read, Score, Summarise};
use definition::Number;
use kernel::Lang;
use web::{Markup, MenuItem, Permission as _, Room, Routes, Shown, View};

/// The texts of this room.
pub const LOCALE: &[(Lang, &str)] =
    &[(Lang::Id, include_str!("locale/gerakan.id.ftl")), (Lang::En, include_str!("locale/gerakan.en.ftl"))];

/// The pages of this room. An installation that steers regions has all of them in its navigation; a region itself only the
/// page of its own summary.
pub fn room(movement: Movement) -> Room {
    let menu = if movement.steers() {
        vec![
            MenuItem { label: "gerakan-menu", href: "/gerakan", shown: Shown::Everyone },
            MenuItem { label: "gerakan-menu-dasbor", href: "/dasbor/gerakan", shown: Shown::Officers(Read::allows) },
            MenuItem {
                label: "gerakan-menu-seleksi",
                href: "/dasbor/gerakan/seleksi",
                shown: Shown::Officers(Score::allows),
            },
        ]
    } else {
        let (label, href) = ("gerakan-menu-ringkasan", "/dasbor/gerakan/ringkasan");
        vec![MenuItem { label, href, shown: Shown::Officers(Summarise::allows) }]
    };
    let routes = public().merge(officers()).merge(secretariat()).with_state(movement);
    Room { name: "movement", routes, menu, locale: LOCALE }
}

fn public() -> Routes<Movement> {
    Routes::new()
        .get("/gerakan", cohorts::public)
        .get("/gerakan/daerah", list::public)
        .get("/gerakan/daerah/{id}", region::public)
        .get("/gerakan/angkatan/{version}", cohorts::public_one)
        .get("/gerakan/teladan", practices::public)
        .get("/gerakan/hasil", compare::public)
}

fn officers() -> Routes<Movement> {
    Routes::new()
        .get("/dasbor/gerakan", list::officers)
        .get("/dasbor/gerakan/tabel.csv", list::csv)
        .get("/dasbor/gerakan/tabel.xlsx", list::xlsx)
        .get("/dasbor/gerakan/daerah/{id}", region::officers)
        .get("/dasbor/gerakan/daerah/{id}/isi/{key}", record::new)
        .post("/dasbor/gerakan/daerah/{id}/isi/{key}", record::create)
        .get("/dasbor/gerakan/isi/{id}", record::edit)
        .post("/dasbor/gerakan/isi/{id}", record::change)
        .post("/dasbor/gerakan/isi/{id}/penghapusan", record::remove)
        .get("/dasbor/gerakan/teladan", practices::officers)
        .post("/dasbor/gerakan/teladan/{id}", practices::adopt)
        .get("/dasbor/gerakan/seleksi", selections::list)
        .get("/dasbor/gerakan/seleksi/{id}", selections::page)
        .post("/dasbor/gerakan/seleksi/{id}/nilai", selections::score)
        .get("/dasbor/gerakan/ringkasan", own::page)
        .post("/dasbor/gerakan/ringkasan", own::download)
        .post("/dasbor/gerakan/kunci", own::key)
}

fn secretariat() -> Routes<Movement> {
    Routes::new()
        .get("/dasbor/gerakan/angkatan", cohorts::page)
        .post("/dasbor/gerakan/angkatan", cohorts::open)
        .get("/dasbor/gerakan/angkatan/{version}", cohorts::one)
        .post("/dasbor/gerakan/angkatan/{version}", cohorts::change)
        .post("/dasbor/gerakan/angkatan/{version}/anggota", cohorts::member)
        .post("/dasbor/gerakan/seleksi", selections::open)
        .post("/dasbor/gerakan/seleksi/{id}/penilai", selections::assessor)
        .post("/dasbor/gerakan/seleksi/{id}/putusan", selections::decide)
        .get("/dasbor/gerakan/daerah/{id}/evaluasi", evaluation::page)
        .post("/dasbor/gerakan/daerah/{id}/evaluasi", evaluation::enter)
        .get("/dasbor/gerakan/banding", compare::officers)
        .get("/dasbor/gerakan/mitra", practices::partners)
        .get("/dasbor/gerakan/terima", take::page)
        .post("/dasbor/gerakan/terima", take::take)
}

/// A refusal in words.
fn said(v: &View, refused: &Refused) -> String {
    match refused {
        Refused::Summary(bad) => take::worded(v, bad),
        _ => v.said(refused),
    }
}

/// A number with the decimal sign of the page's language, cut to `decimals` unless it is shorter.
fn decimal(v: &View, number: Option<Number>, decimals: u32) -> String {
    let Some(number) = number else {
        return "–".to_owned();
    };
    let text = number.rounded_to(decimals).to_string();
    match v.lang() {
        Lang::Id => text.replace('.', ","),
        Lang::En => text,
    }
}

fn stage_tag(v: &View, stage: Stage) -> Markup {
    web::component::tag(stage.tag(), v.t(&format!("gerakan-tahap-{}", stage.word())))
}

/// Years in words: `2017, 2021`, or a dash.
fn years(years: &[i64]) -> String {
    let years: Vec<String> = years.iter().map(i64::to_string).collect();
    if years.is_empty() { "–".to_owned() } else { years.join(", ") }
}
