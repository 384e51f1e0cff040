//! One field as HTML.

use super::{Form, condition};
use crate::component::Choice;
use crate::error::Error;
use crate::markup::Markup;
use crate::view::View;
use askama::Template;
use definition::lists::{CodeList, DASH, fitting, spelled};
use definition::model::{Field, FieldKind, FileField, FileKind, Options, Rule, TextLimits};

/// Up to so many options are shown as buttons; more as a list to open.
const RADIOS: usize = 8;
/// So many codes of a long list are offered at once.
const OFFERED: usize = 12;

/// What every field has.
struct Head<'a> {
    v: &'a View,
    id: &'a str,
    label: &'a str,
    help: &'a str,
    /// The condition in words, when the field is not always shown.
    when: String,
    /// Marked as optional: neither always nor sometimes required.
    optional: bool,
    required: bool,
    error: Option<&'a str>,
    /// May wait in the browser's tab until it is sent: neither personal nor secret.
    keep: bool,
}

impl Head<'_> {
    fn described(&self) -> String {
        let mut ids = Vec::new();
        if !self.when.is_empty() {
            ids.push(format!("f-{}-w", self.id));
        }
        if !self.help.is_empty() {
            ids.push(format!("f-{}-h", self.id));
        }
        if self.error.is_some() {
            ids.push(format!("f-{}-e", self.id));
        }
        ids.join(" ")
    }
}

#[derive(Template)]
#[template(path = "form/line.html")]
struct Line<'a> {
    h: Head<'a>,
    value: &'a str,
    kind: &'a str,
    mode: &'a str,
    autocomplete: &'a str,
    max: Option<u32>,
    unit: &'a str,
    short: bool,
    area: bool,
}

#[derive(Template)]
#[template(path = "form/choices.html")]
struct Choices<'a> {
    h: Head<'a>,
    choices: Vec<Choice>,
    many: bool,
    row: bool,
}

#[derive(Template)]
#[template(path = "form/list.html")]
struct List<'a> {
    h: Head<'a>,
    choices: Vec<Choice>,
}

/// A long list: people type, the server offers what fits.
#[derive(Template)]
#[template(path = "form/search.html")]
struct Search<'a> {
    h: Head<'a>,
    typed: &'a str,
    choices: Vec<Choice>,
    /// So many fit besides those offered.
    more: i64,
    many: bool,
    /// Where the browser asks for suggestions; empty where there is no service to ask about.
    source: String,
}

#[derive(Template)]
#[template(path = "form/place.html")]
struct Place<'a> {
    h: Head<'a>,
    places: &'a super::Places,
    village: &'a str,
    words: &'a str,
    words_part: &'static str,
    words_label: &'a str,
    words_hint: &'a str,
    coordinate: Option<&'a str>,
    village_error: Option<&'a str>,
    words_error: Option<&'a str>,
    coordinate_error: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "form/files.html")]
struct Files<'a> {
    h: Head<'a>,
    accept: String,
    hint: String,
    kept: Vec<&'a super::Kept>,
    pictures: bool,
    many: bool,
    most: u32,
    max_bytes: u64,
    shrink: Option<u32>,
    camera: bool,
}

/// One field.
pub(super) fn field(form: &Form<'_>, id: &str, field: &Field) -> Result<Markup, Error> {
    let h = head(form, id, field);
    match &field.kind {
        FieldKind::Choice(options) => choice(form, h, options, false),
        FieldKind::Many(options) => choice(form, h, options, true),
        FieldKind::YesNo => yes_no(form, h),
        FieldKind::Point { .. } => place(form, h, true),
        FieldKind::Address => place(form, h, false),
        kind => line(form, h, kind),
    }
}

fn head<'a>(form: &'a Form<'_>, id: &'a str, field: &'a Field) -> Head<'a> {
    let personal = field.personal.is_some()
        || matches!(field.kind, FieldKind::Nik | FieldKind::Phone | FieldKind::Email | FieldKind::Address);
    Head {
        v: form.view,
        id,
        label: &field.label,
        help: field.help.as_deref().unwrap_or(""),
        when: when(form, &field.visible),
        optional: field.required == Rule::Never,
        required: field.required == Rule::Always,
        error: error(form, id, None),
        keep: !personal,
    }
}

fn when(form: &Form<'_>, visible: &Rule) -> String {
    match visible {
        Rule::When(condition) if condition::speaks_of_form(form, &condition.expr) => {
            let words = form.condition_words(condition);
            form.view.tf("form-hanya-bila", &[("syarat", &words)])
        }
        _ => String::new(),
    }
}

fn error<'a>(form: &Form<'a>, id: &str, part: Option<&str>) -> Option<&'a str> {
    form.mistakes
        .iter()
        .find(|mistake| mistake.field == id && mistake.part == part)
        .map(|mistake| mistake.message.as_str())
}

fn line(form: &Form<'_>, h: Head<'_>, field: &FieldKind) -> Result<Markup, Error> {
    let (kind, mode, autocomplete, short) = match field {
        FieldKind::Number { .. } => ("text", "decimal", "off", true),
        FieldKind::Digits(_) => ("text", "numeric", "off", true),
        FieldKind::Nik => ("text", "numeric", "off", true),
        FieldKind::Date => ("date", "", "off", true),
        FieldKind::Phone => ("tel", "tel", "tel", true),
        FieldKind::Email => ("email", "email", "email", false),
        _ => ("text", "", "", false),
    };
    let max = match field {
        FieldKind::Text(limits) | FieldKind::Paragraph(limits) => limits.max,
        FieldKind::Digits(TextLimits { digits, max, .. }) => digits.or(*max),
        _ => None,
    };
    let unit = match field {
        FieldKind::Number { unit, .. } => unit.as_deref().unwrap_or(""),
        _ => "",
    };
    let usual = match field {
        FieldKind::Nik => "form-bantuan-nik",
        FieldKind::Phone => "form-bantuan-hp",
        FieldKind::Date => "form-bantuan-tanggal",
        _ => "",
    };
    let v = h.v;
    let help = if h.help.is_empty() && !usual.is_empty() { v.t(usual) } else { h.help };
    let value = form.values.text(h.id);
    let area = matches!(field, FieldKind::Paragraph(_));
    Markup::of(&Line { h: Head { help, ..h }, value, kind, mode, autocomplete, max, unit, short, area })
}

/// Option ids with their labels, in the order of the file.
pub(super) fn options(form: &Form<'_>, options: &Options) -> Vec<(String, String)> {
    let list = match options {
        Options::Inline(list) => Some(list),
        Options::List(name) => form.lists.get(name),
    };
    list.map_or_else(Vec::new, |list| list.iter().map(|(id, label)| (id.clone(), label.clone())).collect())
}

fn choice(form: &Form<'_>, h: Head<'_>, from: &Options, many: bool) -> Result<Markup, Error> {
    if let Options::List(name) = from
        && let Some(list) = form.lists.searched(name)
    {
        return search(form, h, list, many);
    }
    let choices = Choice::all(options(form, from), form.values.all(h.id));
    if !many && choices.len() > RADIOS {
        return Markup::of(&List { h, choices });
    }
    Markup::of(&Choices { h, choices, many, row: false })
}

/// What was chosen stays ticked; what was typed and says no one code becomes an offer.
fn search(form: &Form<'_>, h: Head<'_>, list: &CodeList, many: bool) -> Result<Markup, Error> {
    let sent: Vec<&str> = form.values.all(h.id).map(str::trim).filter(|text| !text.is_empty()).collect();
    let named = |code: &str, label: &str, chosen: bool| Choice {
        value: code.to_owned(),
        label: format!("{code}{DASH}{label}"),
        chosen,
    };
    let chosen: Vec<&str> = sent.iter().filter_map(|text| spelled(list, text)).collect();
    let known = chosen.iter().filter_map(|code| list.get(*code).map(|label| named(code, label, true)));
    let mut choices: Vec<Choice> = known.collect();
    let typed = sent.iter().copied().find(|text| spelled(list, text).is_none()).unwrap_or_default();
    let fit = fitting(list, typed);
    choices.extend(fit.iter().take(OFFERED).map(|(code, label)| named(code, label, fit.len() == 1)));
    let more = i64::try_from(fit.len().saturating_sub(OFFERED)).unwrap_or(i64::MAX);
    let typed = if fit.is_empty() { typed } else { "" };
    let source = form.definition.map(|service| format!("/layanan/{}/pilihan/{}", service.id, h.id)).unwrap_or_default();
    Markup::of(&Search { h, typed, choices, more, many, source })
}

fn yes_no(form: &Form<'_>, h: Head<'_>) -> Result<Markup, Error> {
    let chosen = form.values.text(h.id);
    let choices = [("ya", "form-ya"), ("tidak", "form-tidak")].map(|(value, label)| Choice {
        value: value.to_owned(),
        label: form.view.t(label).to_owned(),
        chosen: chosen == value,
    });
    Markup::of(&Choices { h, choices: choices.into(), many: false, row: true })
}

fn place(form: &Form<'_>, h: Head<'_>, point: bool) -> Result<Markup, Error> {
    let part = |name: &str| form.values.text(&format!("{}.{name}", h.id)).to_owned();
    let (words_part, label, hint) = if point {
        ("patokan", "form-patokan", "form-bantuan-patokan")
    } else {
        ("", "form-alamat", "form-bantuan-alamat")
    };
    let words = if point { part(words_part) } else { form.values.text(h.id).to_owned() };
    let (village, spot) = (part("desa"), part("koordinat"));
    let v = h.v;
    let (village_error, words_error) = (error(form, h.id, Some("desa")), error(form, h.id, Some(words_part)));
    let coordinate_error = error(form, h.id, Some("koordinat"));
    Markup::of(&Place {
        h,
        places: form.places,
        village: &village,
        words: &words,
        words_part,
        words_label: v.t(label),
        words_hint: v.t(hint),
        coordinate: point.then_some(spot.as_str()),
        village_error,
        words_error,
        coordinate_error,
    })
}

/// One file field.
pub(super) fn file(form: &Form<'_>, id: &str, file: &FileField) -> Result<Markup, Error> {
    let kinds: Vec<String> = file.kinds.iter().map(|kind| kind.key().to_uppercase()).collect();
    let accept: Vec<&str> = file.kinds.iter().map(|kind| kind.media_type()).collect();
    let v = form.view;
    let size = v.words().size(file.max_bytes);
    let hint =
        v.tf("form-bantuan-berkas", &[("jumlah", &file.count.1), ("jenis", &kinds.join(", ")), ("ukuran", &size)]);
    let h = Head {
        v,
        id,
        label: &file.label,
        help: file.help.as_deref().unwrap_or(""),
        when: when(form, &file.visible),
        optional: file.required == Rule::Never,
        required: file.required == Rule::Always,
        error: error(form, id, None),
        keep: false,
    };
    let kept: Vec<_> = form.kept.iter().filter(|kept| kept.field == id).collect();
    Markup::of(&Files {
        h,
        accept: accept.join(","),
        hint,
        pictures: kept.iter().any(|kept| kept.picture),
        kept,
        many: file.count.1 > 1,
        most: file.count.1,
        max_bytes: file.max_bytes,
        shrink: file.shrink_px,
        camera: file.kinds.iter().any(|kind| *kind != FileKind::Pdf),
    })
}
