//! E08: personal data have a retention and are never public (semantics R59).

use super::{Desk, Missing};
use crate::model::{Definition, Field, FieldKind, OpenItem};
use crate::say::Say;

pub(super) fn check(desk: &mut Desk) {
    unmarked(desk);
    retention(desk);
    codes(desk);
    open_data(desk);
}

/// E081: what a QR shows.
fn codes(desk: &mut Desk) {
    let definition = desk.definition;
    for (id, letter) in &definition.letters {
        for (index, shown) in letter.qr.iter().enumerate() {
            if personal(definition, shown) {
                let path = format!("surat.{id}.qr");
                desk.found
                    .say_at(
                        "E081",
                        &path,
                        &format!("{path}.tampil[{index}]"),
                        Say::new(
                            format!("`{shown}` adalah data pribadi; QR terbaca siapa saja"),
                            format!("`{shown}` is personal data; anyone can read a QR"),
                        ),
                    )
                    .advise("hapus dari `tampil`; nomor surat sudah cukup", "leave it out; the number is enough");
            }
        }
    }
}

/// E082 and E083: what anyone may download.
fn open_data(desk: &mut Desk) {
    let definition = desk.definition;
    for (index, item) in definition.retention.open.iter().enumerate() {
        let place = format!("simpan.terbuka[{index}]");
        let (OpenItem::Field(id) | OpenItem::Coarse(id, _)) = item else {
            continue;
        };
        if personal(definition, id) {
            desk.found
                .say_at(
                    "E082",
                    "simpan",
                    &place,
                    Say::new(
                        format!("`{id}` adalah data pribadi; tidak boleh menjadi data terbuka"),
                        format!("`{id}` is personal data; it may not be open data"),
                    ),
                )
                .advise(
                    "hapus dari `terbuka`; `desa` atau `kecamatan` sudah cukup",
                    "leave it out; `desa` or `kecamatan` is enough",
                );
            continue;
        }
        let Some(field) = definition.fields.get(id) else {
            let at = Missing { code: "E083", path: "simpan", place: &place, id: "isian", en: "field" };
            desk.missing(at, id, definition.fields.keys().map(String::as_str));
            continue;
        };
        if matches!(item, OpenItem::Coarse(..))
            && !matches!(field.kind, FieldKind::Point { .. })
            && !desk.found.unread(&[&format!("isian.{id}")])
        {
            desk.found.say_at(
                "E083",
                "simpan",
                &place,
                Say::new(
                    format!("`{id}` bukan titik; `~` hanya untuk titik"),
                    format!("`{id}` is no point; `~` is for points only"),
                ),
            );
        }
    }
}

/// Whether a field or a file of this name is marked `pribadi`.
fn personal(definition: &Definition, id: &str) -> bool {
    let field = definition.fields.get(id).and_then(|field| field.personal);
    field.or_else(|| definition.files.get(id).and_then(|file| file.personal)).is_some()
}

/// E084: what names a person, and what is fetched with it, is marked `pribadi`; all else here rests on the mark.
fn unmarked(desk: &mut Desk) {
    let definition = desk.definition;
    for (id, field) in definition.fields.iter().filter(|(_, field)| field.personal.is_none()) {
        let path = format!("isian.{id}");
        if desk.found.unread(&[&path]) {
            continue;
        }
        let kind = field.kind.key();
        if matches!(field.kind, FieldKind::Nik | FieldKind::Phone | FieldKind::Email) {
            let say = Say::new(
                format!("isian bertipe `{kind}` selalu data pribadi; tulis `pribadi`"),
                format!("a field of type `{kind}` is always personal data; write `pribadi`"),
            );
            let mark = if matches!(field.kind, FieldKind::Nik) { "spesifik" } else { "umum" };
            let line = format!("pribadi = \"{mark}\"");
            desk.found
                .say_at("E084", &path, &format!("{path}.tipe"), say)
                .advise(format!("tambahkan: {line}"), format!("add: {line}"));
        } else if let Some(key) = fetched_by(definition, id) {
            let say = Say::new(
                format!("isian ini diambil dengan `{key}`, yang data pribadi; tulis `pribadi` di sini juga"),
                format!("this field is fetched with `{key}`, which is personal data; write `pribadi` here too"),
            );
            desk.found.say_key("E084", &path, say);
        }
    }
}

/// The personal field whose `isi_dari.ambil` fills this one.
fn fetched_by<'a>(definition: &'a Definition, id: &str) -> Option<&'a str> {
    let mut personal = definition.fields.iter().filter(|(_, field)| field.personal.is_some());
    let takes = |field: &Field| field.prefill.iter().any(|prefill| prefill.take.iter().any(|taken| taken == id));
    personal.find(|(_, field)| takes(field)).map(|(key, _)| key.as_str())
}

fn retention(desk: &mut Desk) {
    let definition = desk.definition;
    if definition.retention.personal.is_some() || desk.found.spans.key("simpan.data_pribadi").is_some() {
        return;
    }
    let field = definition.fields.iter().find(|(_, field)| field.personal.is_some());
    let file = definition.files.iter().find(|(_, file)| file.personal.is_some());
    let path = match (field, file) {
        (Some((id, _)), _) => format!("isian.{id}"),
        (None, Some((id, _))) => format!("berkas.{id}"),
        (None, None) => return,
    };
    desk.found
        .say_at(
            "E080",
            &path,
            &format!("{path}.pribadi"),
            Say::new(
                "data pribadi tanpa masa simpan; tulis `[simpan] data_pribadi`",
                "personal data without a retention; write `[simpan] data_pribadi`",
            ),
        )
        .advise("misalnya `data_pribadi = \"1 tahun\"`", "for example `data_pribadi = \"1 tahun\"`");
}
