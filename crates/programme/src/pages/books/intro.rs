//! The first chapter of every book: what the plan is, from when to when, by which decree, how its figures came about.

use super::Number;
use super::pen::{Pen, listed};
use crate::model::plan::{Decree, Version};
use crate::pages::version_words;

/// Chapter 1; what follows in `lead` is what the reader takes away.
pub(super) fn write(pen: &mut Pen<'_>, number: Number, lead: String) {
    pen.chapter(pen.t("buku-pendahuluan").to_owned());
    pen.lead(lead);
    plan(pen, number);
    standing(pen);
    figures(pen);
}

fn plan(pen: &mut Pen<'_>, number: Number) {
    pen.part(pen.t("buku-tentang").to_owned());
    let (plan, city) = (&pen.of.plan, &pen.of.programme.deps().city);
    let (title, from, to) = (&plan.title, plan.start.to_string(), plan.end().to_string());
    let fifth = (plan.start + 4).to_string();
    pen.say(pen.tf("buku-tentang-rencana", &[("judul", title), ("kota", city), ("dari", &from), ("sampai", &to)]));
    pen.say(pen.tf("buku-tentang-jangka", &[("pertama", &from), ("kelima", &fifth), ("sampai", &to)]));
    pen.say(pen.t("buku-tentang-tiga").to_owned());
    pen.say(pen.t(number.about()).to_owned());
}

/// By which decree, or that it is a draft; and which versions came before.
fn standing(pen: &mut Pen<'_>) {
    pen.part(pen.t("buku-dasar").to_owned());
    let (v, version) = (pen.of.v, &pen.of.version);
    match version.decree {
        Some(decree) => pen.say(decreed(pen, version, decree)),
        None => {
            let state = v.t(&format!("rencana-keadaan-{}", version.state.word())).to_owned();
            let text = pen.tf("buku-dasar-rancangan", &[("nomor", &version.number.to_string()), ("keadaan", &state)]);
            pen.lead(text);
        }
    }
    let plan = pen.of.plan.clone();
    let before = plan.versions.iter().filter(|one| one.number < version.number && one.decree.is_some());
    let before: Vec<String> = before.map(|one| version_words(v, one)).collect();
    if !before.is_empty() {
        let count = i64::try_from(before.len()).unwrap_or(0);
        let all = listed(&before, pen.t("buku-dan"));
        pen.say(pen.tf("buku-dasar-sebelumnya", &[("jumlah", &count), ("versi", &all)]));
    }
    let next = plan.versions.iter().find(|one| one.number > version.number && one.decree.is_some());
    if let Some(next) = next {
        let text = pen.tf("buku-dasar-diganti", &[("versi", &version_words(v, next))]);
        pen.lead(text);
    }
}

fn decreed(pen: &Pen<'_>, version: &Version, decree: Decree) -> String {
    let kind = pen.of.v.t(&format!("rencana-dasar-{}", decree.kind.word())).to_owned();
    let (number, year) = (decree.number.to_string(), decree.day.year().to_string());
    let day = pen.of.v.words().date(decree.day);
    pen.tf(
        "buku-dasar-ditetapkan",
        &[
            ("versi", &version.number.to_string()),
            ("jenis", &kind),
            ("nomor", &number),
            ("tahun", &year),
            ("tanggal", &day),
        ],
    )
}

fn figures(pen: &mut Pen<'_>) {
    pen.part(pen.t("buku-angka").to_owned());
    let now = pen.of.v.words().moment(pen.of.programme.now());
    pen.say(pen.tf("buku-angka-asal", &[("saat", &now)]));
    pen.points(
        ["buku-angka-target", "buku-angka-capaian", "buku-angka-diam", "buku-angka-uang"]
            .map(|key| pen.t(key).to_owned())
            .to_vec(),
    );
}
