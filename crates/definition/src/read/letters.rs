//! `[biaya]`, `[surat.ID]`, `[kabar]`, `[simpan]`.

use super::fields::TypeTable;
use super::values;
use crate::model::{
    FeeLine, Fees, Letter, MessageKey, OpenItem, Payment, PersonalRetention, Renewal, Retention, Template,
};
use crate::reader::{Ids, Item, Table};
use crate::say::Say;
use indexmap::IndexMap;
use kernel::duration::{Duration, Unit};

/// Units of validity and retention (R3).
pub(super) const CALENDAR: [Unit; 3] = [Unit::Day, Unit::Month, Unit::Year];

pub(super) fn fees(root: &Table, types: &TypeTable) -> Fees {
    let mut fees = Fees::default();
    let Some(table) = root.table("biaya") else {
        return fees;
    };
    let free = table.flag("gratis");
    for (id, item) in table.entries(Ids::Strict, 50) {
        if id == "gratis" {
            continue;
        }
        if free {
            item.report(
                "E006",
                "layanan ini `gratis`; hapus `gratis` atau baris biaya ini",
                "this service is `gratis`; remove `gratis` or this fee",
            );
            continue;
        }
        if let Some(line) = item.table().and_then(|line| fee(&line, types)) {
            fees.lines.insert(id, line);
        }
    }
    fees
}

fn fee(table: &Table, types: &TypeTable) -> Option<FeeLine> {
    let name = table.need("nama").and_then(|item| item.text()).unwrap_or_default();
    let formula = table.need("rumus").and_then(|item| item.formula(types));
    let min = table.get("min").and_then(|item| item.whole(0, u32::MAX));
    let waived = table.get("bebas").and_then(|item| item.condition(types));
    let payment = table.table("bayar").and_then(|inner| payment(&inner));
    table.done();
    Some(FeeLine { name, formula: formula?, min: min.map(u64::from), waived, payment })
}

fn payment(table: &Table) -> Option<Payment> {
    let at = table.need("pada");
    let text = at.as_ref().and_then(Item::text);
    let step = text.as_deref().and_then(|text| text.strip_prefix("setelah:"));
    if let (Some(item), None) = (&at, step) {
        item.report("E006", "tulis `setelah:LANGKAH`", "write `setelah:STEP`");
    }
    let payment = Payment {
        after_step: step.unwrap_or_default().to_owned(),
        ways: table.texts("cara"),
        limit: table.get("batas").and_then(|item| item.duration(&super::flow::CLOCK)),
    };
    table.done();
    step.is_some().then_some(payment)
}

pub(super) fn letters(root: &Table) -> IndexMap<String, Letter> {
    let mut letters = IndexMap::new();
    let Some(all) = root.table("surat") else {
        return letters;
    };
    for (id, item) in all.entries(Ids::Strict, 20) {
        let Some(table) = item.table() else { continue };
        letters.insert(id, letter(&table));
        table.done();
    }
    letters
}

fn letter(table: &Table) -> Letter {
    let qr = table.table("qr").map(|inner| {
        let shown = inner.texts("tampil");
        inner.done();
        shown
    });
    Letter {
        at_end: table.need("pada").and_then(|item| item.text()).unwrap_or_default(),
        number: table.need("nomor").map(|item| values::template_of(&item)).unwrap_or_default(),
        template: table.need("templat").and_then(|item| item.text()).unwrap_or_default(),
        qr: qr.unwrap_or_default(),
        validity: table.get("berlaku").and_then(|item| item.duration(&CALENDAR)),
        reminders: table.list("ingatkan").iter().filter_map(|item| item.duration(&[Unit::Day])).collect(),
        renewal: table.table("perpanjang").and_then(|inner| renewal(&inner)),
    }
}

fn renewal(table: &Table) -> Option<Renewal> {
    let opens = table.need("mulai").and_then(|item| item.duration(&CALENDAR));
    let prefill = table.flag("isi_ulang");
    let skip = table.texts("lewati");
    table.done();
    Some(Renewal { prefill, opens: opens?, skip })
}

pub(super) fn messages(root: &Table) -> IndexMap<MessageKey, Template> {
    let mut messages = IndexMap::new();
    let Some(table) = root.table("kabar") else {
        return messages;
    };
    for (name, item) in table.entries(Ids::Any, 300) {
        let template = values::template_of(&item);
        let key = match (name.as_str(), name.split_once(':')) {
            ("diterima", _) => MessageKey::Received,
            (_, Some(("masuk", step))) => MessageKey::Entering(step.to_owned()),
            (_, Some(("akhir", end))) => MessageKey::Ended(end.to_owned()),
            (_, Some(("lewat", "total"))) => MessageKey::LapsedTotal,
            (_, Some(("lewat", step))) => MessageKey::Lapsed(step.to_owned()),
            _ => {
                let say = Say::new(
                    format!(
                        "`{name}` bukan kabar; tulis diterima, masuk:LANGKAH, akhir:AKHIR, lewat:LANGKAH atau lewat:total"
                    ),
                    format!("`{name}` is no message; write diterima, masuk:STEP, akhir:END, lewat:STEP or lewat:total"),
                );
                let fault = item.fault("E061", say).at(table.reader.key(&item.path));
                table.reader.fault(fault);
                continue;
            }
        };
        messages.insert(key, template);
    }
    messages
}

pub(super) fn retention(root: &Table) -> Retention {
    let Some(table) = root.table("simpan") else {
        return Retention::default();
    };
    let retention = Retention {
        personal: table.get("data_pribadi").and_then(|item| personal(&item)),
        open: table.list("terbuka").iter().filter_map(open).collect(),
    };
    table.done();
    retention
}

fn personal(item: &Item) -> Option<PersonalRetention> {
    let text = item.text()?;
    let rest = text.strip_suffix(" setelah surat tidak berlaku");
    match Duration::parse(rest.unwrap_or(&text)) {
        Ok(duration) if CALENDAR.contains(&duration.unit) => {
            Some(PersonalRetention { duration, after_letter: rest.is_some() })
        }
        _ => {
            item.report(
                "E030",
                format!("`{text}` bukan masa simpan; tulis \"2 tahun\" atau \"5 tahun setelah surat tidak berlaku\""),
                format!("`{text}` is no retention; write \"2 tahun\" or \"5 tahun setelah surat tidak berlaku\""),
            );
            None
        }
    }
}

fn open(item: &Item) -> Option<OpenItem> {
    let text = item.text()?;
    Some(match text.as_str() {
        "status" => OpenItem::Status,
        "bulan_masuk" => OpenItem::MonthIn,
        "bulan_terbit" => OpenItem::MonthIssued,
        "kecamatan" => OpenItem::District,
        "desa" => OpenItem::Village,
        _ => match text.split_once('~') {
            None => OpenItem::Field(text),
            Some((field, cell)) => {
                let metres = cell.strip_suffix('m').and_then(|number| number.parse::<u32>().ok());
                let Some(metres) = metres.filter(|metres| (1..=100_000).contains(metres)) else {
                    item.report(
                        "E007",
                        format!("`~{cell}` bukan ukuran kotak; tulis misalnya `~100m`"),
                        format!("`~{cell}` is no cell size; write for example `~100m`"),
                    );
                    return None;
                };
                OpenItem::Coarse(field.to_owned(), metres)
            }
        },
    })
}
