//! Dues, states and values in the reader's words.

use crate::Desk;
use crate::messages::in_words;
use crate::model::{CaseHead, ClosedBy, Due, Status};
use cases::ClockRef;
use definition::model::{FieldKind, Options, humanise};
use definition::{Definition, Value};
use kernel::clock::Measure;
use kernel::{Instant, Unit};
use web::View;

/// Until when, as a tag and a date.
pub(super) struct DueWords {
    /// Kind of the tag: `late`, `wait`, `plain`.
    pub kind: &'static str,
    /// `3 hari lagi`.
    pub words: String,
    /// `5 Maret 2027`, or empty where there is no date.
    pub date: String,
    /// For `<time datetime>`.
    pub machine: String,
}

/// A due as people say it: late, today, or in so many days.
pub(super) fn due(v: &View, due: Due) -> DueWords {
    let plain = |words: String| DueWords { kind: "plain", words, date: String::new(), machine: String::new() };
    let at = match due {
        Due::None => return plain(v.t("meja-tanpa-tenggat").to_owned()),
        Due::Missing(year) => {
            let year = year.0.to_string();
            return DueWords { kind: "wait", ..plain(v.tf("tenggat-menunggu-kalender", &[("tahun", &year)])) };
        }
        Due::At(at) => at,
    };
    let (now, words) = (v.now(), v.words());
    let zone = words.zone;
    let days = kernel::time::day_number(at.date(zone)) - kernel::time::day_number(now.date(zone));
    let (kind, said) = match days {
        _ if at < now && days == 0 => ("late", v.t("meja-lewat-hari-ini").to_owned()),
        _ if at < now => ("late", v.t1("meja-lewat", "hari", -days)),
        0 => ("wait", v.t1("meja-hari-ini", "jam", words.time(at))),
        1 => ("plain", v.t("meja-besok").to_owned()),
        _ => ("plain", v.t1("meja-lagi", "hari", days)),
    };
    DueWords { kind, words: said, date: words.date_of(at), machine: words.machine(at) }
}

/// The earlier of two dues; a missing year is said before nothing.
pub(super) fn earlier(one: Due, other: Due) -> Due {
    match (one, other) {
        (Due::At(a), Due::At(b)) => Due::At(a.min(b)),
        (Due::At(at), _) | (_, Due::At(at)) => Due::At(at),
        (Due::Missing(year), _) | (_, Due::Missing(year)) => Due::Missing(year),
        (Due::None, Due::None) => Due::None,
    }
}

/// Where a case stands: kind of the tag and word. Closed by a person, by the resident and by silence are three things.
pub(super) fn status(v: &View, head: &CaseHead) -> (&'static str, String) {
    let word = v.t(&format!("status-{}", head.status.word())).to_owned();
    match head.status {
        Status::New | Status::Working => ("work", word),
        Status::Waiting => ("wait", word),
        Status::Unknown => ("plain", word),
        Status::Ended => {
            let kind = match head.outcome.as_str() {
                "berhasil" if head.closed_by != Some(ClosedBy::Silence) => "good",
                "gagal" => "stop",
                _ => "plain",
            };
            if head.closed_by == Some(ClosedBy::Withdrawn) {
                return ("plain", v.t("tutup-ditarik").to_owned());
            }
            let by = head.closed_by.map(|by| v.t(&format!("tutup-{}", by.word())).to_owned());
            (kind, by.map_or_else(|| head.end_name.clone(), |by| format!("{}, {by}", head.end_name)))
        }
    }
}

/// The place as a list shows it: village and district, or district alone.
pub(super) fn place(desk: &Desk, head: &CaseHead) -> String {
    let village = desk.gazetteer().village(&head.village).map(|village| village.name);
    let districts = desk.gazetteer().districts();
    let district = districts.iter().find(|district| district.code == head.district);
    match (village, district) {
        (Some(village), Some(district)) => format!("{village}, Kec. {}", district.name),
        (Some(village), None) => village,
        (None, Some(district)) => format!("Kec. {}", district.name),
        (None, None) => String::new(),
    }
}

/// A value as people read it; a place is its landmark.
pub(super) fn value(v: &View, desk: &Desk, kind: Option<&FieldKind>, value: &Value) -> String {
    match value {
        Value::Text(_) | Value::Number(_) | Value::Date(_) => in_words(kind, value, v.words()),
        Value::Option(option) if kind == Some(&FieldKind::YesNo) => {
            v.t(if option == "ya" { "form-ya" } else { "form-tidak" }).to_owned()
        }
        Value::Option(option) => label(desk, kind, option),
        Value::Set(options) => options.iter().map(|one| label(desk, kind, one)).collect::<Vec<_>>().join(", "),
        Value::Point(point) => {
            let landmark = point.landmark.clone().unwrap_or_default();
            with_village(desk, landmark, point.village.as_deref())
        }
        Value::Address(address) => with_village(desk, address.text.clone(), address.village.as_deref()),
    }
}

fn with_village(desk: &Desk, words: String, village: Option<&str>) -> String {
    let village = village.and_then(|code| desk.gazetteer().village(code));
    match village {
        Some(village) if words.is_empty() => village.name,
        Some(village) => format!("{words} ({})", village.name),
        None => words,
    }
}

fn label(desk: &Desk, kind: Option<&FieldKind>, option: &str) -> String {
    let found = match kind.and_then(FieldKind::options) {
        Some(Options::Inline(options)) => options.get(option).cloned(),
        Some(Options::List(list)) => desk.lists().get(list).and_then(|list| list.get(option).cloned()),
        None => None,
    };
    found.unwrap_or_else(|| humanise(option))
}

/// What a clock is called.
pub(super) fn clock(v: &View, definition: &Definition, name: &ClockRef) -> String {
    match name {
        ClockRef::Total => v.t("meja-jam-total").to_owned(),
        ClockRef::Verification => v.t("meja-jam-verifikasi").to_owned(),
        ClockRef::FirstAnswer => v.t("meja-jam-jawaban").to_owned(),
        ClockRef::Step(step) => {
            let name = definition.steps.get(step).map_or_else(|| humanise(step), |step| step.name.clone());
            v.tf("meja-jam-langkah", &[("langkah", &name)])
        }
    }
}

/// What a clock has counted, in the unit of its budget: `1,5 hari kerja`, `2,3 jam`.
pub(super) fn counted(v: &View, unit: Unit, measure: Measure, amount: i64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "days and hours of a case fit a double exactly")]
    let amount = amount as f64;
    let (key, amount) = match (measure, unit) {
        (Measure::Perseribu, Unit::WorkingDay) => ("meja-hari-kerja", amount / 1000.0),
        (Measure::Perseribu, _) => ("meja-hari", amount / 1000.0),
        (Measure::Detik, Unit::WorkingHour | Unit::WorkingMinute) => ("meja-jam-kerja", amount / 3600.0),
        (Measure::Detik, _) => ("meja-jam", amount / 3600.0),
    };
    // Rounded as it is written, so that `1` is said of one.
    v.t1(key, "n", (amount * 100.0).round() / 100.0)
}

/// How long ago something was: `hari ini`, `3 hari`.
pub(super) fn since(v: &View, at: Instant) -> String {
    let zone = v.words().zone;
    let days = kernel::time::day_number(v.now().date(zone)) - kernel::time::day_number(at.date(zone));
    if days <= 0 { v.t("meja-sejak-hari-ini").to_owned() } else { v.t1("meja-sejak", "hari", days) }
}
