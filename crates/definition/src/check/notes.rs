//! W101 and N3xx: what is not promised, and what does not run yet.

use super::Desk;
use crate::lists::Lists;
use crate::model::{Channel, FileKind, SignIn};
use crate::say::Say;

pub(super) fn check(desk: &mut Desk, lists: &Lists) {
    let definition = desk.definition;
    if definition.deadline.total.is_none() && !desk.found.unread(&["tenggat"]) {
        desk.found.say_key(
            "W101",
            "tenggat",
            Say::new(
                "layanan ini tidak menjanjikan batas waktu (`tenggat.total`)",
                "this service promises no deadline (`tenggat.total`)",
            ),
        );
    }
    for (id, step) in &definition.steps {
        let path = format!("langkah.{id}");
        if step.deadlines.is_empty() && step.lapse.is_none() && !desk.found.unread(&[&path]) {
            desk.found.say_key("W101", &path, Say::new("langkah ini tidak punya tenggat", "this step has no deadline"));
        }
    }
    channels(desk);
    forms(desk, lists);
}

/// What does not run: WhatsApp yet, and forms without a signal where there is no form to keep.
fn channels(desk: &mut Desk) {
    let definition = desk.definition;
    for (index, channel) in definition.channels.iter().enumerate() {
        let say = match channel {
            Channel::WhatsApp => Say::new("saluran `wa` belum berjalan", "the channel `wa` does not run yet"),
            Channel::Offline if !definition.is_offline() => {
                Say::new("saluran `luring` hanya berjalan bersama `web`", "the channel `luring` runs only beside `web`")
            }
            _ => continue,
        };
        desk.found.say_at("N303", "layanan.saluran", &format!("layanan.saluran[{index}]"), say);
    }
}

fn forms(desk: &mut Desk, lists: &Lists) {
    let definition = desk.definition;
    for (id, field) in &definition.fields {
        let asked = field.prefill.iter().map(|prefill| &prefill.source);
        for source in asked.filter(|source| !lists.has_source(source)) {
            let say = Say::new(
                format!("tidak ada sumber `{source}` di wilayah ini; warga mengisi sendiri"),
                format!("this region has no source `{source}`; people fill it in themselves"),
            );
            desk.found.say_key("N306", &format!("isian.{id}.isi_dari"), say);
        }
    }
    for (id, file) in &definition.files {
        if file.kinds.contains(&FileKind::Heic) {
            desk.found.say_at(
                "N307",
                &format!("berkas.{id}"),
                &format!("berkas.{id}.jenis"),
                Say::new(
                    "`heic` belum berjalan: warga diminta mengirim JPEG",
                    "`heic` does not run yet: people are asked to send JPEG",
                ),
            );
        }
    }
    for (id, line) in &definition.fees.lines {
        if line.payment.is_some() {
            idle(desk, "N308", &format!("biaya.{id}"), "bayar");
        }
    }
    if definition.least_sign_in == SignIn::Nik {
        idle(desk, "N310", "layanan", "masuk");
    }
}

fn idle(desk: &mut Desk, code: &'static str, path: &str, key: &str) {
    desk.found.say_key(code, &format!("{path}.{key}"), Say::new("belum berjalan", "does not run yet"));
}
