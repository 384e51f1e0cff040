//! Conditions, offices, durations and dates in words.

use crate::condition::{Condition, Expr, Node, Op};
use crate::model::{By, Definition, FieldKind, Office, Options, UnitRef, humanise};
use crate::say::Say;
use crate::units::Units;
use crate::value::SELF_ENTERED;
use jiff::civil::Date;
use kernel::duration::{Duration, Unit};

/// A duration in both languages.
pub fn duration(duration: Duration) -> Say {
    let one = duration.count == 1;
    let (single, several) = match duration.unit {
        Unit::Minute => ("minute", "minutes"),
        Unit::Hour => ("hour", "hours"),
        Unit::Day => ("day", "days"),
        Unit::WorkingMinute => ("working minute", "working minutes"),
        Unit::WorkingHour => ("working hour", "working hours"),
        Unit::WorkingDay => ("working day", "working days"),
        Unit::Month => ("month", "months"),
        Unit::Year => ("year", "years"),
    };
    let unit = if one { single } else { several };
    Say::new(duration.to_string(), format!("{} {unit}", duration.count))
}

const MONTHS: [(&str, &str); 12] = [
    ("Januari", "January"),
    ("Februari", "February"),
    ("Maret", "March"),
    ("April", "April"),
    ("Mei", "May"),
    ("Juni", "June"),
    ("Juli", "July"),
    ("Agustus", "August"),
    ("September", "September"),
    ("Oktober", "October"),
    ("November", "November"),
    ("Desember", "December"),
];

pub(super) fn date(date: Date) -> Say {
    let month = usize::try_from(date.month() - 1).ok().and_then(|index| MONTHS.get(index));
    let (id, en) = month.copied().unwrap_or_default();
    let (day, year) = (date.day(), date.year());
    Say::new(format!("{day} {id} {year}"), format!("{day} {en} {year}"))
}

/// Who holds a step, as the region names it; the resident is addressed.
pub fn holder(definition: &Definition, units: &Units, by: &By) -> Say {
    match by {
        By::Reporter => Say::new("Anda", "you"),
        By::Office(by) => office(definition, units, by),
    }
}

pub(super) fn office(definition: &Definition, units: &Units, office: &Office) -> Say {
    let title = units.title(definition, office).map_or_else(|| humanise(&office.title), |title| title.name.clone());
    if let UnitRef::Answer(field) = &office.unit {
        let label = definition.fields.get(field).map_or(field, |field| &field.label);
        return Say::new(format!("{title}, menurut isian \"{label}\""), format!("{title}, as answered in \"{label}\""));
    }
    let unit = units.unit(definition, &office.unit);
    let unit = unit.map_or_else(|| office.unit.to_string(), |unit| unit.name.clone());
    Say::same(format!("{title}, {unit}"))
}

/// A condition as people say it: labels instead of ids where it can, else as written.
pub fn condition(definition: &Definition, condition: &Condition) -> Say {
    let said = words(definition, &condition.expr);
    said.unwrap_or_else(|| Say::same(&condition.source))
}

fn words(definition: &Definition, expr: &Expr) -> Option<Say> {
    let pair = |left: &Expr, right: &Expr, id: &str, en: &str| {
        let (left, right) = (words(definition, left)?, words(definition, right)?);
        Some(Say::new(format!("{} {id} {}", left.id, right.id), format!("{} {en} {}", left.en, right.en)))
    };
    match &expr.node {
        Node::And(left, right) => pair(left, right, "dan", "and"),
        Node::Or(left, right) => pair(left, right, "atau", "or"),
        Node::Compare(left, op, right) => compared(definition, left, *op, right),
        Node::OneOf(left, entries) => {
            let labels: Option<Vec<String>> = entries.iter().map(|entry| option(definition, left, entry)).collect();
            let field = label(definition, left)?;
            let labels = labels?.join(" / ");
            Some(Say::same(format!("\"{field}\": {labels}")))
        }
        Node::Known(field) => {
            let label = &definition.fields.get(&field.id)?.label;
            Some(Say::new(format!("\"{label}\" diisi"), format!("\"{label}\" is filled in")))
        }
        _ => None,
    }
}

/// `nik.sumber != dukcapil`: where an answer came from (R31).
fn sourced(definition: &Definition, left: &Expr, op: Op, right: &Expr) -> Option<Say> {
    let (Node::Field(field), Node::Option(source)) = (&left.node, &right.node) else {
        return None;
    };
    let label = &definition.fields.get(&field.id).filter(|_| field.source)?.label;
    let (id, en) = match (op, source == SELF_ENTERED) {
        (Op::Equal, true) => ("diisi sendiri".to_owned(), "is filled in by hand".to_owned()),
        (Op::NotEqual, true) => ("tidak diisi sendiri".to_owned(), "is not filled in by hand".to_owned()),
        (Op::Equal, false) => (format!("diambil dari {source}"), format!("comes from {source}")),
        (Op::NotEqual, false) => (format!("tidak diambil dari {source}"), format!("does not come from {source}")),
        _ => return None,
    };
    Some(Say::new(format!("\"{label}\" {id}"), format!("\"{label}\" {en}")))
}

fn compared(definition: &Definition, left: &Expr, op: Op, right: &Expr) -> Option<Say> {
    if let Some(said) = sourced(definition, left, op, right) {
        return Some(said);
    }
    let field = label(definition, left)?;
    let value = option(definition, left, right).or_else(|| match &right.node {
        Node::Number(number) => Some(number.to_string()),
        Node::Date(day) => Some(date(*day).id),
        Node::Text(text) => Some(text.clone()),
        _ => None,
    })?;
    let (id, en) = match op {
        Op::Equal => return Some(Say::same(format!("\"{field}\": {value}"))),
        Op::NotEqual => ("bukan", "is not"),
        Op::Less => ("kurang dari", "is less than"),
        Op::LessOrEqual => ("paling banyak", "is at most"),
        Op::Greater => ("lebih dari", "is more than"),
        Op::GreaterOrEqual => ("paling sedikit", "is at least"),
    };
    Some(Say::new(format!("\"{field}\" {id} {value}"), format!("\"{field}\" {en} {value}")))
}

fn label<'a>(definition: &'a Definition, expr: &Expr) -> Option<&'a str> {
    match &expr.node {
        Node::Field(field) if !field.source => Some(&definition.fields.get(&field.id)?.label),
        _ => None,
    }
}

fn option(definition: &Definition, field: &Expr, option: &Expr) -> Option<String> {
    let (Node::Field(field), Node::Option(word)) = (&field.node, &option.node) else {
        return None;
    };
    match &definition.fields.get(&field.id).filter(|_| !field.source)?.kind {
        FieldKind::YesNo => Some(humanise(word)),
        FieldKind::Choice(Options::Inline(options)) => options.get(word).cloned(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Rule;

    #[test]
    fn where_an_answer_came_from_is_said_in_words() {
        let definition = crate::load(include_str!("../../tests/data/surat-domisili-usaha.toml")).unwrap();
        let Rule::When(asked) = &definition.files["ktp"].required else { panic!("the scan is asked on a condition") };
        assert_eq!(condition(&definition, asked).id, "\"NIK pemilik\" tidak diambil dari dukcapil");
    }
}
