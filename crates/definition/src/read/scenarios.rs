//! `[[uji]]`.

use super::flow::CLOCK;
use super::values;
use crate::diagnostic::Diagnostic;
use crate::model::{ClockName, DueExpect, Entry, Expect, Field, Measure, Scenario};
use crate::names;
use crate::plain;
use crate::reader::{Ids, Item, Table};
use crate::value::Answers;
use indexmap::IndexMap;
use kernel::duration::{Duration, Unit};
use kernel::time::{Instant, Zone};
use serde_json::Map;
use toml::de::DeValue;

type Fields = IndexMap<String, Field>;

/// Refusal codes (R67).
pub(super) const REFUSALS: [&str; 12] = [
    "kasus_selesai",
    "aksi_tidak_ada",
    "aksi_ambigu",
    "aksi_habis",
    "syarat_tidak_terpenuhi",
    "orang_yang_sama",
    "isian_terkunci",
    "langkah_tidak_aktif",
    "bukan_langkah_petugas",
    "tidak_dipindahkan",
    "unit_sama",
    "waktu_mundur",
];

pub(super) fn read(root: &Table, fields: &Fields) -> Vec<Scenario> {
    let Some(all) = root.get("uji") else {
        return Vec::new();
    };
    let mut scenarios = Vec::new();
    for item in all.list() {
        let Some(table) = item.table() else { continue };
        let (expect, run) = (table.need("harap"), table.list("jalan"));
        scenarios.push(Scenario {
            name: table.need("nama").and_then(|item| item.text()).unwrap_or_default(),
            start: table.get("mulai").and_then(|item| start(&item)),
            renewal: table.flag("perpanjangan"),
            answers: table.get("isi").map(|item| answers(&item, fields)).unwrap_or_default(),
            run: run.iter().filter_map(|item| entry(item, fields)).collect(),
            expect: expect.and_then(|item| item.table()).map(|table| expectation(&table)).unwrap_or_default(),
        });
        table.done();
    }
    scenarios
}

fn instant(item: &Item) -> Option<Instant> {
    let stamp = item.value.get_ref().as_datetime().map(ToString::to_string);
    let found = stamp.and_then(|stamp| Instant::parse(&stamp).ok());
    if found.is_none() {
        item.report(
            "E005",
            "di sini harus waktu dengan selisih zona, misalnya 2027-03-01T09:00:00+07:00",
            "this has to be a time with its offset, such as 2027-03-01T09:00:00+07:00",
        );
    }
    found
}

fn start(item: &Item) -> Option<(Instant, Zone)> {
    let instant = instant(item)?;
    let text = item.value.get_ref().as_datetime()?.to_string();
    let zone =
        [Zone::Wib, Zone::Wita, Zone::Wit].into_iter().find(|zone| text.ends_with(&format!("+{:02}:00", zone.hours())));
    if zone.is_none() {
        item.report(
            "E006",
            "selisih zona harus +07:00, +08:00 atau +09:00",
            "the offset has to be +07:00, +08:00 or +09:00",
        );
    }
    Some((instant, zone?))
}

fn answers(item: &Item, fields: &Fields) -> Answers {
    let Some(table) = item.table() else {
        return Answers::new();
    };
    let mut found = Answers::new();
    for (id, value) in table.entries(Ids::Any, 150) {
        if item.reader.unread(&[&format!("isian.{id}")]) {
            continue;
        }
        let mut one = Map::new();
        one.insert(id, values::json(value.value.get_ref()));
        match plain::of_fields(fields, &one) {
            Ok(answers) => found.merge(&answers),
            Err(misfits) => {
                for misfit in misfits {
                    let unknown = misfit.code == "E011";
                    let span = if unknown { key_of(&value) } else { value.span() };
                    let fault = Diagnostic::new("E090", &item.path, misfit.say);
                    item.reader.fault(fault.at(Some(span)).near(misfit.near));
                }
            }
        }
    }
    found
}

fn key_of(item: &Item) -> std::ops::Range<usize> {
    item.reader.key(&item.path).unwrap_or_else(|| item.span())
}

fn entry(item: &Item, fields: &Fields) -> Option<Entry> {
    if let DeValue::String(_) = item.value.get_ref() {
        let (step, action) = named(&item.text()?);
        return Some(Entry::Act { step, action, answers: Answers::new(), marks: Vec::new(), by: None });
    }
    let table = item.table()?;
    let found = if let Some(wait) = table.get("tunggu") {
        wait.duration(&CLOCK).map(Entry::Wait)
    } else if let Some(until) = table.get("sampai") {
        instant(&until).map(Entry::Until)
    } else if table.has("jawab") {
        table.flag("jawab").then_some(Entry::Answer)
    } else {
        let action = table.need("aksi").and_then(|item| item.text());
        let (step, action) = named(&action.unwrap_or_default());
        Some(Entry::Act {
            step,
            action,
            answers: table.get("isi").map(|item| answers(&item, fields)).unwrap_or_default(),
            marks: table.texts("tandai"),
            by: table.text("oleh"),
        })
    };
    table.done();
    found
}

fn named(text: &str) -> (Option<String>, String) {
    match text.split_once('.') {
        Some((step, action)) => (Some(step.to_owned()), action.to_owned()),
        None => (None, text.to_owned()),
    }
}

fn expectation(table: &Table) -> Expect {
    let list = |key| table.get(key).map(|item| item.list());
    let texts = |key| list(key).map(|items| items.iter().filter_map(Item::text).collect());
    let measure = |key| table.get(key).and_then(|item| measure(&item));
    let due = |key| table.get(key).and_then(|item| due(&item));
    let expect = Expect {
        end: table.text("akhir"),
        steps: table.get("langkah").map(|item| match item.value.get_ref() {
            DeValue::Array(_) => item.list().iter().filter_map(Item::text).collect(),
            _ => item.text().into_iter().collect(),
        }),
        consumed: measure("terpakai"),
        consumed_step: measure("terpakai_langkah"),
        total: due("tenggat_total"),
        step: due("tenggat_langkah"),
        skipped: texts("lewati"),
        required_files: texts("berkas_wajib"),
        required_fields: texts("isian_wajib"),
        visible: texts("tampil"),
        fee: table.get("biaya").and_then(|item| item.whole(0, u32::MAX)).map(u64::from),
        escalated: list("naik").map(|items| items.iter().filter_map(values::office).collect()),
        lapsed: list("terlampaui").map(|items| items.iter().filter_map(clock).collect()),
        refused: table.get("tolak").and_then(|item| refusal(&item)),
    };
    table.done();
    expect
}

fn measure(item: &Item) -> Option<Measure> {
    let text = item.text()?;
    let found = text.split_once(' ').and_then(|(number, unit)| {
        let unit = CLOCK.into_iter().find(|known: &Unit| known.name() == unit)?;
        let decimals = number.split_once('.').map_or(0, |(_, part)| part.len());
        let plain = number.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        let number = number.parse().ok().filter(|_| plain)?;
        Some(Measure { number, decimals: u32::try_from(decimals).ok()?, unit })
    });
    if found.is_none() {
        item.report(
            "E030",
            format!("`{text}` bukan lama waktu; tulis misalnya \"1.2 hari kerja\""),
            format!("`{text}` is no duration; write for example \"1.2 hari kerja\""),
        );
    }
    found
}

fn due(item: &Item) -> Option<DueExpect> {
    if item.value.get_ref().is_datetime() {
        return instant(item).map(DueExpect::Due);
    }
    let found: Option<Duration> = item.duration(&CLOCK);
    found.map(DueExpect::Budget)
}

fn clock(item: &Item) -> Option<ClockName> {
    let text = item.text()?;
    let found = match (text.as_str(), text.strip_prefix("langkah.")) {
        ("total", _) => Some(ClockName::Total),
        ("verifikasi", _) => Some(ClockName::Verification),
        ("jawaban", _) => Some(ClockName::FirstAnswer),
        (_, Some(step)) => Some(ClockName::Step(step.to_owned())),
        _ => None,
    };
    if found.is_none() {
        item.report(
            "E092",
            format!("`{text}` bukan jam; tulis total, verifikasi, jawaban atau langkah.ID"),
            format!("`{text}` is no clock; write total, verifikasi, jawaban or langkah.ID"),
        );
    }
    found
}

fn refusal(item: &Item) -> Option<String> {
    let text = item.text()?;
    if REFUSALS.contains(&text.as_str()) {
        return Some(text);
    }
    let say = crate::say::Say::new(
        format!("kode penolakan `{text}` tidak ada"),
        format!("there is no refusal code `{text}`"),
    );
    let fault = item.fault("E093", say).near(names::nearest(&text, REFUSALS));
    item.reader.fault(fault);
    None
}
