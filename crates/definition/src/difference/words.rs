//! Parts of a definition as short phrases, so that two of them can be compared and shown. Conditions of both sides are
//! worded with the labels of the newer one: a question that reads otherwise changes nothing about a condition.

use crate::model::{Action, By, ConditionalDeadline, Definition, Item, Lapse, Part, Reason, Rule, Template};
use crate::model::{FieldKind, Options, SignIn, Target, TextLimits};
use crate::say::Say;
use crate::standard::{condition_in_words, duration_in_words};
use kernel::duration::Duration;

pub(super) fn yes_no(yes: bool) -> Say {
    if yes { Say::new("ya", "yes") } else { Say::new("tidak", "no") }
}

pub(super) fn sign_in(least: SignIn) -> Say {
    match least {
        SignIn::None => Say::new("tidak perlu", "none"),
        SignIn::Phone => Say::new("kode ke ponsel", "a code to the phone"),
        SignIn::Email => Say::new("kode ke surel", "a code by e-mail"),
        SignIn::Nik => Say::new("NIK", "NIK"),
    }
}

pub(super) fn time(duration: Option<Duration>) -> Say {
    duration.map_or_else(|| Say::new("tanpa batas waktu", "no time limit"), duration_in_words)
}

pub(super) fn required(definition: &Definition, rule: &Rule) -> Say {
    ruled(definition, rule, ("wajib", "required"), ("tidak wajib", "not required"))
}

pub(super) fn shown(definition: &Definition, rule: &Rule) -> Say {
    ruled(definition, rule, ("tampil", "shown"), ("tidak tampil", "not shown"))
}

fn ruled(definition: &Definition, rule: &Rule, yes: (&str, &str), no: (&str, &str)) -> Say {
    match rule {
        Rule::Always => Say::new(yes.0, yes.1),
        Rule::Never => Say::new(no.0, no.1),
        Rule::When(condition) => {
            let when = condition_in_words(definition, condition);
            Say::new(format!("{} bila {}", yes.0, when.id), format!("{} if {}", yes.1, when.en))
        }
    }
}

pub(super) fn text(template: &Template) -> String {
    let parts = template.parts.iter().map(|part| match part {
        Part::Text(text) => text.clone(),
        Part::Slot(slot) => format!("{{{slot}}}"),
    });
    parts.collect()
}

/// What a field takes, apart from its options.
pub(super) fn kind(kind: &FieldKind) -> Say {
    let limits = |limits: &TextLimits| match (limits.digits, limits.max) {
        (Some(digits), _) => Say::new(format!(", {digits} digit"), format!(", {digits} digits")),
        (None, Some(max)) => Say::new(format!(", paling panjang {max} huruf"), format!(", at most {max} characters")),
        (None, None) => Say::default(),
    };
    let more = match kind {
        FieldKind::Text(some) | FieldKind::Paragraph(some) | FieldKind::Digits(some) => limits(some),
        FieldKind::Number { range, unit } => {
            let range = range.map_or_else(String::new, |(from, to)| format!(", {from}–{to}"));
            Say::same(format!("{range}{}", unit.as_ref().map_or_else(String::new, |unit| format!(" ({unit})"))))
        }
        FieldKind::Choice(Options::List(list)) | FieldKind::Many(Options::List(list)) => {
            Say::new(format!(", daftar {list}"), format!(", list {list}"))
        }
        _ => Say::default(),
    };
    Say::new(format!("{}{}", kind.key(), more.id), format!("{}{}", kind.key(), more.en))
}

pub(super) fn by(by: &By) -> Say {
    match by {
        By::Reporter => Say::new("pelapor", "the reporter"),
        By::Office(office) => Say::same(office.to_string()),
    }
}

pub(super) fn deadlines(definition: &Definition, entries: &[ConditionalDeadline]) -> Say {
    if entries.is_empty() {
        return time(None);
    }
    let each: Vec<Say> = entries
        .iter()
        .map(|entry| {
            let time = duration_in_words(entry.duration);
            match &entry.condition {
                None => time,
                Some(condition) => {
                    let when = condition_in_words(definition, condition);
                    Say::new(format!("{} bila {}", time.id, when.id), format!("{} if {}", time.en, when.en))
                }
            }
        })
        .collect();
    joined(&each, "; ")
}

pub(super) fn lapse(lapse: Option<&Lapse>) -> Say {
    let mut parts = Vec::new();
    if let Some(lapse) = lapse {
        if lapse.publish {
            parts.push(Say::new("diumumkan", "publicised"));
        }
        if let Some(up) = &lapse.escalate {
            parts.push(Say::new(format!("naik ke {up}"), format!("told to {up}")));
        }
        if let Some(action) = &lapse.action {
            parts.push(Say::new(
                format!("sistem menjalankan {}", action.action),
                format!("the system takes {}", action.action),
            ));
        }
        parts.extend(lapse.note.iter().map(|note| Say::new(format!("catatan \"{note}\""), format!("note \"{note}\""))));
    }
    if parts.is_empty() { Say::new("tidak terjadi apa-apa", "nothing happens") } else { joined(&parts, ", ") }
}

pub(super) fn items(items: &[Item]) -> Say {
    if items.is_empty() {
        return Say::new("tidak ada", "none");
    }
    let all = items
        .iter()
        .map(|item| format!("{} ({}{})", item.label(), item.kind.key(), if item.required { "!" } else { "" }));
    Say::same(all.collect::<Vec<_>>().join(", "))
}

pub(super) fn names(names: &[String]) -> Say {
    if names.is_empty() { Say::new("tidak ada", "none") } else { Say::same(names.join(", ")) }
}

/// Where an action leads, with what it asks for.
pub(super) fn action(definition: &Definition, action: &Action) -> Say {
    let to: Vec<String> = action.targets.iter().map(|target| place(definition, target)).collect();
    let to = to.join(" + ");
    let mut say = Say::new(format!("ke {to}"), format!("to {to}"));
    let mut more = |id: String, en: String| {
        say.id.push_str(&id);
        say.en.push_str(&en);
    };
    if let Some(condition) = &action.condition {
        let when = condition_in_words(definition, condition);
        more(format!(", bila {}", when.id), format!(", if {}", when.en));
    }
    match &action.reason {
        Reason::None => {}
        Reason::Text => more(", dengan alasan".into(), ", with a reason".into()),
        Reason::List(list) => more(format!(", dengan alasan dari {list}"), format!(", with a reason from {list}")),
    }
    if let Some(max) = action.max_uses {
        let times = if max == 1 { "once".to_owned() } else { format!("{max} times") };
        more(format!(", paling banyak {max} kali"), format!(", at most {times}"));
    }
    if action.mark_fields {
        more(", isian ditandai".into(), ", fields are marked".into());
    }
    if !action.evidence.is_empty() {
        let evidence = items(&action.evidence);
        more(format!(", bukti: {}", evidence.id), format!(", evidence: {}", evidence.en));
    }
    if action.rating {
        more(", boleh menilai".into(), ", may be rated".into());
    }
    say
}

/// The name of a step or end.
pub(super) fn place(definition: &Definition, target: &Target) -> String {
    let id = target.id();
    let step = definition.steps.get(id).map(|step| &step.name);
    let end = definition.ends.get(id).map(|end| &end.name);
    step.or(end).map_or_else(|| id.to_owned(), |name| format!("\"{name}\""))
}

fn joined(parts: &[Say], between: &str) -> Say {
    let all = |pick: fn(&Say) -> &str| parts.iter().map(pick).collect::<Vec<_>>().join(between);
    Say::new(all(|say| &say.id), all(|say| &say.en))
}
