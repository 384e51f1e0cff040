//! The living style page, `/gaya`: every component in every state, drawn by the code that pages use.

use crate::chart::{Bars, Lines};
use crate::component;
use crate::error::{Answer, Error};
use crate::form::{District, Drawn, Form, Kept, Mistake, Places};
use crate::markup::Markup;
use crate::room::{Room, Routes};
use crate::submission::Submission;
use crate::view::View;
use crate::visitor::Visitor;
use askama::Template;
use definition::form::Stage;
use definition::standard::{Component, Standard};
use definition::{Definition, Lists, Say};
use std::sync::OnceLock;

/// A service that has every kind of field; it is only drawn, never run.
const SAMPLE: &str = include_str!("../assets/gaya.toml");

#[derive(Template)]
#[template(path = "gaya.html")]
struct StylePage {
    v: View,
    form: Drawn,
    wrong: Drawn,
    bars: Markup,
    lines: Markup,
    standard: Markup,
    icons: Vec<&'static str>,
    colours: Vec<(&'static str, &'static str, &'static str)>,
    sample_link: String,
}

/// The frame's own addresses.
pub(crate) fn room() -> Room {
    let routes = Routes::new().get("/gaya", style_page).post("/gaya", sent);
    Room { name: "web", routes, menu: Vec::new(), locale: &[] }
}

async fn style_page(visitor: Visitor) -> Answer {
    crate::page(&style(visitor.view)?)
}

/// Shows the sample form again with what was sent: nothing is kept.
async fn sent(visitor: Visitor, form: Submission) -> Answer {
    let to = format!("/gaya?dikirim={}", form.texts().len() + form.files().len());
    drop(visitor);
    crate::redirect(&to)
}

/// The sample service, read once.
fn sample() -> Result<&'static Definition, Error> {
    static SERVICE: OnceLock<Option<Definition>> = OnceLock::new();
    let service = SERVICE.get_or_init(|| definition::load(SAMPLE).ok());
    service.as_ref().ok_or_else(|| Error::failed("the sample service does not load"))
}

fn style(view: View) -> Result<StylePage, Error> {
    let definition = sample()?;
    let (lists, places) = (Lists::new(), places());
    let form = Form::new(&view, &lists, &places).of(definition, &Stage::Opening).draw()?;
    let wrong = wrong_form(&view, definition)?;
    let (bars, lines, standard) = (bars(&view)?, lines(&view)?, standard(&view)?);
    let sample_link = format!("{}/l/7H3K9MPQ2RSTVWXYZ23456789A", view.frame().public_url());
    Ok(StylePage {
        form,
        wrong,
        bars,
        lines,
        standard,
        icons: component::icon_names().collect(),
        colours: COLOURS.to_vec(),
        sample_link,
        v: view,
    })
}

/// Token, value in light, where it is used; the numbers are measured in `brand` and in the browser tests.
const COLOURS: [(&str, &str, &str); 6] = [
    ("brand", "s1", "#0B4F9E"),
    ("accent", "s2", "#B84F08"),
    ("good", "s3", "#1B6B36"),
    ("rose", "s4", "#A3286A"),
    ("sea", "s5", "#0E7490"),
    ("warn", "s6", "#6B4A00"),
];

fn places() -> Places {
    let district = |name: &str, code: &str, villages: &[&str]| District {
        name: name.to_owned(),
        villages: villages
            .iter()
            .zip(2001..)
            .map(|(village, count)| (format!("{code}.{count}"), (*village).to_owned()))
            .collect(),
    };
    Places {
        districts: vec![
            district("Jombang", "35.17.09", &["Candimulyo", "Jabon", "Plandi", "Sengon"]),
            district("Mojowarno", "35.17.08", &["Catakgayam", "Mojojejer", "Mojowangi"]),
        ],
    }
}

fn wrong_form(view: &View, definition: &Definition) -> Result<Drawn, Error> {
    let lists = Lists::new();
    let places = places();
    let mistakes = [
        Mistake { field: "contoh_lokasi".into(), part: Some("desa"), message: view.t("gaya-salah-desa").to_owned() },
        Mistake::new("contoh_uraian", view.t("gaya-salah-uraian")),
        Mistake::new("contoh_bahaya", view.t("gaya-salah-bahaya")),
    ];
    let values = Submission::of([("contoh_lokasi.patokan", "Jalan Merdeka, depan SDN 2"), ("contoh_uraian", "?")]);
    let kept = [Kept { field: "contoh_foto".into(), name: "jalan.jpg".into(), address: None, picture: false }];
    let mut form = Form::new(view, &lists, &places).values(&values).mistakes(&mistakes).kept(&kept);
    // Under names of their own: the same page shows the form without mistakes too.
    for (id, name) in [("lokasi", "contoh_lokasi"), ("uraian", "contoh_uraian"), ("bahaya", "contoh_bahaya")] {
        if let Some(field) = definition.fields.get(id) {
            form = form.field(name, field);
        }
    }
    if let Some(file) = definition.files.get("foto") {
        form = form.file("contoh_foto", file);
    }
    form.draw()
}

fn bars(view: &View) -> Result<Markup, Error> {
    let figures = [("Jombang", 412.0), ("Mojoagung", 268.0), ("Ploso", 131.0), ("Wonosalam", 57.0)];
    Bars {
        title: view.t("gaya-batang"),
        of: view.t("gaya-kecamatan"),
        unit: view.t("gaya-laporan"),
        bars: figures.map(|(name, value)| (name.to_owned(), value)).into(),
    }
    .draw(view)
}

fn lines(view: &View) -> Result<Markup, Error> {
    let months = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu"];
    let some = |values: [f64; 8]| values.map(Some).to_vec();
    Lines {
        title: view.t("gaya-garis"),
        of: view.t("gaya-bulan"),
        points: months.map(str::to_owned).into(),
        lines: vec![
            (view.t("gaya-masuk").to_owned(), some([64.0, 71.0, 90.0, 83.0, 112.0, 97.0, 121.0, 118.0])),
            (view.t("gaya-selesai").to_owned(), some([58.0, 69.0, 74.0, 88.0, 101.0, 99.0, 110.0, 115.0])),
            (view.t("gaya-terlambat").to_owned(), some([6.0, 4.0, 11.0, 9.0, 14.0, 8.0, 7.0, 5.0])),
        ],
    }
    .draw(view)
}

fn standard(view: &View) -> Result<Markup, Error> {
    let part = |number: u8, title: &str, lines: &[&str]| Component {
        number,
        title: Say::same(title),
        lines: lines.iter().map(|line| Say::same(*line)).collect(),
    };
    let sample = Standard {
        service: "Laporan jalan rusak".into(),
        owner: "Dinas Pekerjaan Umum dan Penataan Ruang".into(),
        version: 3,
        decree: None,
        components: vec![
            part(1, "Persyaratan", &["Desa dan patokan", "Kerusakan apa?"]),
            part(
                2,
                "Sistem, mekanisme, dan prosedur",
                &["Verifikasi", "Survei lapangan", "Perbaikan", "Konfirmasi pelapor"],
            ),
            part(3, "Jangka waktu pelayanan", &["14 hari kerja"]),
            part(4, "Biaya/tarif", &["Gratis"]),
            part(5, "Produk pelayanan", &["Perbaikan jalan atau penjelasan tertulis"]),
            part(6, "Penanganan pengaduan", &["SP4N-LAPOR!"]),
            part(7, "Dasar hukum", &["UU 25/2009 (belum diperiksa)"]),
            part(8, "Sarana", &[]),
        ],
    };
    component::standard(view, &sample)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_service_loads() {
        let definition = definition::load(SAMPLE).unwrap();
        let kinds: std::collections::BTreeSet<_> = definition.fields.values().map(|field| field.kind.key()).collect();
        assert_eq!(kinds.len(), 13, "every kind of field stands on the style page: {kinds:?}");
    }
}
