//! E08: personal data have a retention and are never public (semantics R59).

use super::{Desk, Missing};
use crate::model::{FieldKind, OpenItem};
use crate::say::Say;

pub(super) fn check(desk: &mut Desk) {
    retention(desk);
    let definition = desk.definition;
    for (id, letter) in &definition.letters {
        for (index, shown) in letter.qr.iter().enumerate() {
            if personal(desk, shown) {
                let path = format!("surat.{id}.qr");
                desk.say(
                    "E081",
                    &path,
                    &format!("{path}.tampil[{index}]"),
                    Say::new(
                        format!("`{shown}` adalah data pribadi; QR terbaca siapa saja"),
                        format!("`{shown}` is personal data; anyone can read a QR"),
                    ),
                );
            }
        }
    }
    for (index, item) in definition.retention.open.iter().enumerate() {
        let place = format!("simpan.terbuka[{index}]");
        let (OpenItem::Field(id) | OpenItem::Coarse(id, _)) = item else {
            continue;
        };
        let Some(field) = definition.fields.get(id) else {
            let at = Missing { code: "E083", path: "simpan", place: &place, id: "isian", en: "field" };
            desk.missing(at, id, definition.fields.keys().map(String::as_str));
            continue;
        };
        if field.personal.is_some() {
            desk.say(
                "E082",
                "simpan",
                &place,
                Say::new(
                    format!("`{id}` adalah data pribadi; tidak boleh menjadi data terbuka"),
                    format!("`{id}` is personal data; it may not be open data"),
                ),
            );
        } else if matches!(item, OpenItem::Coarse(..))
            && !matches!(field.kind, FieldKind::Point { .. })
            && !desk.unread(&[&format!("isian.{id}")])
        {
            desk.say(
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

fn personal(desk: &Desk, id: &str) -> bool {
    desk.definition.fields.get(id).is_some_and(|field| field.personal.is_some())
}

fn retention(desk: &mut Desk) {
    let definition = desk.definition;
    if definition.retention.personal.is_some() || desk.spans.key("simpan.data_pribadi").is_some() {
        return;
    }
    let field = definition.fields.iter().find(|(_, field)| field.personal.is_some());
    let file = definition.files.iter().find(|(_, file)| file.personal.is_some());
    let path = match (field, file) {
        (Some((id, _)), _) => format!("isian.{id}"),
        (None, Some((id, _))) => format!("berkas.{id}"),
        (None, None) => return,
    };
    desk.say(
        "E080",
        &path,
        &format!("{path}.pribadi"),
        Say::new(
            "data pribadi tanpa masa simpan; tulis `[simpan] data_pribadi`",
            "personal data without a retention; write `[simpan] data_pribadi`",
        ),
    );
}
