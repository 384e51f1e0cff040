//! What residents read about a case: status, holder, dates, place and answers in words.

use crate::model::{CaseHead, ClosedBy, Due, Holder, Status};
use crate::queries::CaseView;
use crate::refusal::DeskRefusal;
use crate::{Desk, Phrase};
use definition::model::{Definition, FieldKind, OpenItem, Options};
use definition::{Lists, Value};
use kernel::{Instant, Refusal};
use web::{Argument, Markup, View};

/// A sentence of the history or of a clock.
pub(crate) fn said(v: &View, phrase: &Phrase) -> String {
    v.tf(phrase.key, &phrase.arguments())
}

/// A refusal with what to do about it, as one text.
pub(crate) fn refusal(v: &View, refusal: &DeskRefusal) -> String {
    let key = format!("tolak-{}", refusal.code());
    let values = refusal.arguments();
    let named: Vec<(&str, &dyn Argument)> =
        values.iter().map(|(name, value)| (*name, value as &dyn Argument)).collect();
    let advice = format!("{key}.saran");
    let what = v.tf(&key, &named);
    if v.has(&advice) { format!("{what}. {}", v.tf(&advice, &named)) } else { what }
}

/// The status as a coloured word; late, refused, silence and success look and read differently.
pub(crate) fn status(v: &View, head: &CaseHead, now: Instant, own: bool) -> Markup {
    let (kind, key) = match head.status {
        _ if head.is_overdue(now) => ("late", "warga-status-terlambat"),
        Status::New => ("work", "warga-status-baru"),
        Status::Working => ("work", "warga-status-diproses"),
        Status::Waiting if own => ("wait", "warga-status-menunggu-anda"),
        Status::Waiting => ("wait", "warga-status-menunggu"),
        Status::Unknown => ("plain", "warga-status-tidak_diketahui"),
        Status::Ended => return web::component::tag(end_kind(head), &end_word(v, head)),
    };
    web::component::tag(kind, v.t(key))
}

fn end_kind(head: &CaseHead) -> &'static str {
    match (head.closed_by, head.outcome.as_str()) {
        (Some(ClosedBy::Silence), _) => "plain",
        (_, "berhasil") => "good",
        (_, "gagal") => "stop",
        _ => "plain",
    }
}

/// How it ended, in a few words: by silence is never shown as success or refusal (semantics R42).
pub(crate) fn end_word(v: &View, head: &CaseHead) -> String {
    match head.closed_by {
        Some(ClosedBy::Silence) => v.t("warga-akhir-diam").to_owned(),
        Some(ClosedBy::Withdrawn) => v.t("warga-akhir-ditarik").to_owned(),
        Some(ClosedBy::Reporter) => v.t1("warga-akhir-pelapor", "akhir", &head.end_name),
        _ => head.end_name.clone(),
    }
}

/// Who holds it, as residents read it.
pub(crate) fn holder(v: &View, desk: &Desk, holder: &Holder) -> String {
    if holder.is_reporter() {
        return v.t("warga-pemegang-pelapor").to_owned();
    }
    let title = desk.agencies().title_name(&holder.title, &holder.unit);
    if title.is_empty() { holder.unit_name.clone() } else { format!("{}, {}", holder.unit_name, title) }
}

/// Until when; a missing holiday year is said, a paused clock as well (semantics R14, R23).
pub(crate) fn due(v: &View, due: Due, open: bool) -> String {
    match due {
        Due::At(at) => v.words().moment(at),
        Due::Missing(year) => v.t1("tenggat-menunggu-kalender", "tahun", year.0.to_string()),
        Due::None if open => v.t("warga-tenggat-berhenti").to_owned(),
        Due::None => String::new(),
    }
}

/// The place of a case: for strangers no finer than `simpan.terbuka` allows.
pub(crate) fn place(desk: &Desk, view: &CaseView) -> String {
    let open = &view.definition.retention.open;
    let shows_point = open.iter().any(|item| match item {
        OpenItem::Field(field) | OpenItem::Coarse(field, _) => {
            view.definition.fields.get(field).is_some_and(|field| field.kind.has_place())
        }
        _ => false,
    });
    let village = view.sight.text || shows_point || open.contains(&OpenItem::Village);
    let district = village || open.contains(&OpenItem::District);
    let name =
        |code: &str| desk.gazetteer().districts().iter().find(|one| one.code == code).map(|one| one.name.clone());
    let district = name(&view.head.district).filter(|_| district);
    let village = desk.gazetteer().village(&view.head.village).filter(|_| village);
    match (village, district) {
        (Some(village), Some(district)) => format!("{}, Kec. {district}", village.name),
        (Some(village), None) => village.name,
        (None, Some(district)) => format!("Kec. {district}"),
        (None, None) => String::new(),
    }
}

/// What the resident filled in (`own`), or what officers added to it: label and value, in the order of the form.
pub(crate) fn answers(v: &View, desk: &Desk, view: &CaseView, own: bool) -> Vec<(String, String)> {
    let fields = view.definition.fields.iter().filter(|(_, field)| field.filled_at.is_none() == own);
    let given = fields.filter_map(|(id, field)| {
        let value = view.answers.get(id)?;
        Some((field.label.clone(), answer(v, desk, &field.kind, value)))
    });
    given.collect()
}

/// One answer in words.
pub(crate) fn answer(v: &View, desk: &Desk, kind: &FieldKind, value: &Value) -> String {
    let option = |code: &str| option(v, desk.lists(), kind, code);
    let village = |code: &Option<String>| {
        code.as_ref().map(|code| desk.gazetteer().village(code).map_or_else(|| code.clone(), |village| village.name))
    };
    match value {
        Value::Text(text) => text.clone(),
        Value::Number(number) => {
            let unit = match kind {
                FieldKind::Number { unit: Some(unit), .. } => format!(" {unit}"),
                _ => String::new(),
            };
            format!("{}{unit}", number.to_string().replace('.', ","))
        }
        Value::Date(date) => v.words().date(date),
        Value::Option(code) => option(code),
        Value::Set(codes) => codes.iter().map(|code| option(code)).collect::<Vec<_>>().join(", "),
        Value::Point(point) => {
            let spot = point.coordinate.map(|(lat, lon)| format!("{lat:.5}, {lon:.5}"));
            let parts = [point.landmark.clone(), village(&point.village), spot];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
        }
        Value::Address(address) => {
            let parts = [Some(address.text.clone()), village(&address.village)];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
        }
    }
}

fn option(v: &View, lists: &Lists, kind: &FieldKind, code: &str) -> String {
    let known = match kind.options() {
        Some(Options::Inline(options)) => options.get(code).cloned(),
        Some(Options::List(list)) => lists.get(list).and_then(|list| list.get(code).cloned()),
        None => match code {
            "ya" => Some(v.t("form-ya").to_owned()),
            "tidak" => Some(v.t("form-tidak").to_owned()),
            _ => None,
        },
    };
    known.unwrap_or_else(|| code.to_owned())
}

/// How long a service takes, and who is responsible: `14 hari kerja`, `Dinas …`.
pub(crate) fn promise(v: &View, definition: &Definition) -> String {
    definition.deadline.total.map(|total| v.words().duration(total)).unwrap_or_default()
}
