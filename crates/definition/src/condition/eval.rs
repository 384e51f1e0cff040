//! Three-valued evaluation (semantics R32). Total: no error, no loop.

use super::{Arithmetic, Expr, FieldRef, Node, Op};
use crate::number::Number;
use crate::value::{Answers, Value};
use jiff::civil::Date;
use std::cmp::Ordering;

/// The three truth values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    /// True.
    True,
    /// False.
    False,
    /// A value that it rests on is not known.
    Unknown,
}

impl From<Option<bool>> for Truth {
    fn from(known: Option<bool>) -> Self {
        match known {
            Some(true) => Self::True,
            Some(false) => Self::False,
            None => Self::Unknown,
        }
    }
}

/// A known operand.
#[derive(PartialEq)]
enum Known<'a> {
    Number(Number),
    Date(Date),
    Word(&'a str),
    Set(&'a [String]),
}

pub(super) fn truth(expr: &Expr, answers: &Answers) -> Truth {
    match &expr.node {
        Node::Or(left, right) => match (truth(left, answers), truth(right, answers)) {
            (Truth::True, _) | (_, Truth::True) => Truth::True,
            (Truth::False, Truth::False) => Truth::False,
            _ => Truth::Unknown,
        },
        Node::And(left, right) => match (truth(left, answers), truth(right, answers)) {
            (Truth::False, _) | (_, Truth::False) => Truth::False,
            (Truth::True, Truth::True) => Truth::True,
            _ => Truth::Unknown,
        },
        Node::Not(inner) => match truth(inner, answers) {
            Truth::True => Truth::False,
            Truth::False => Truth::True,
            Truth::Unknown => Truth::Unknown,
        },
        Node::Known(field) => Truth::from(Some(answers.get(&field.id).is_some())),
        Node::Compare(left, op, right) => compare(left, *op, right, answers).into(),
        Node::OneOf(left, entries) => one_of(left, entries, answers),
        Node::Between(value, low, high) => {
            let above = compare(value, Op::GreaterOrEqual, low, answers);
            let below = compare(value, Op::LessOrEqual, high, answers);
            match (above, below) {
                (Some(false), _) | (_, Some(false)) => Truth::False,
                (Some(true), Some(true)) => Truth::True,
                _ => Truth::Unknown,
            }
        }
        Node::Contains(set, option) => match (known(set, answers), known(option, answers)) {
            (Some(Known::Set(set)), Some(Known::Word(option))) => {
                Truth::from(Some(set.iter().any(|entry| entry == option)))
            }
            _ => Truth::Unknown,
        },
        _ => Truth::Unknown,
    }
}

fn one_of(left: &Expr, entries: &[Expr], answers: &Answers) -> Truth {
    let mut result = Truth::False;
    for entry in entries {
        match compare(left, Op::Equal, entry, answers) {
            Some(true) => return Truth::True,
            Some(false) => {}
            None => result = Truth::Unknown,
        }
    }
    result
}

fn compare(left: &Expr, op: Op, right: &Expr, answers: &Answers) -> Option<bool> {
    let (left, right) = (known(left, answers)?, known(right, answers)?);
    let order = match (&left, &right) {
        (Known::Number(left), Known::Number(right)) => left.compare(*right)?,
        (Known::Date(left), Known::Date(right)) => left.cmp(right),
        (Known::Word(left), Known::Word(right)) => left.cmp(right),
        _ => return None,
    };
    Some(match op {
        Op::Equal => order == Ordering::Equal,
        Op::NotEqual => order != Ordering::Equal,
        Op::Less => order == Ordering::Less,
        Op::LessOrEqual => order != Ordering::Greater,
        Op::Greater => order == Ordering::Greater,
        Op::GreaterOrEqual => order != Ordering::Less,
    })
}

pub(super) fn number(expr: &Expr, answers: &Answers) -> Option<Number> {
    match known(expr, answers)? {
        Known::Number(number) => Some(number),
        _ => None,
    }
}

fn known<'a>(expr: &'a Expr, answers: &'a Answers) -> Option<Known<'a>> {
    match &expr.node {
        Node::Number(number) => Some(Known::Number(*number)),
        Node::Date(date) => Some(Known::Date(*date)),
        Node::Text(word) | Node::Option(word) => Some(Known::Word(word)),
        Node::Field(field) => of_field(field, answers),
        Node::Negative(inner) => Some(Known::Number(number(inner, answers)?.negative())),
        Node::Calculate(left, sign, right) => {
            let (left, right) = (number(left, answers)?, number(right, answers)?);
            let result = match sign {
                Arithmetic::Plus => left.plus(right),
                Arithmetic::Minus => left.minus(right),
                Arithmetic::Times => left.times(right),
                Arithmetic::Over => left.over(right),
            };
            result.map(Known::Number)
        }
        _ => None,
    }
}

fn of_field<'a>(field: &FieldRef, answers: &'a Answers) -> Option<Known<'a>> {
    if field.source {
        return answers.source(&field.id).map(Known::Word);
    }
    match answers.get(&field.id)? {
        Value::Text(text) | Value::Option(text) => Some(Known::Word(text)),
        Value::Address(address) => Some(Known::Word(&address.text)),
        Value::Number(number) => Some(Known::Number(*number)),
        Value::Date(date) => Some(Known::Date(*date)),
        Value::Set(set) => Some(Known::Set(set)),
        Value::Point(_) => None,
    }
}
