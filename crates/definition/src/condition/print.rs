//! Expressions as text, with no more brackets than needed.

use super::{Arithmetic, Expr, FieldRef, Node};
use std::fmt;

/// Binding strength from weak to strong (semantics R29).
const fn strength(node: &Node) -> u8 {
    match node {
        Node::Or(..) => 1,
        Node::And(..) => 2,
        Node::Not(_) => 3,
        Node::Known(_) | Node::Compare(..) | Node::OneOf(..) | Node::Between(..) | Node::Contains(..) => 4,
        Node::Calculate(_, Arithmetic::Plus | Arithmetic::Minus, _) => 5,
        Node::Calculate(..) => 6,
        Node::Negative(_) | Node::Number(_) | Node::Date(_) | Node::Text(_) | Node::Option(_) | Node::Field(_) => 7,
    }
}

struct At<'a>(&'a Expr, u8);

impl fmt::Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if strength(&self.0.node) < self.1 { write!(f, "({})", self.0) } else { write!(f, "{}", self.0) }
    }
}

impl fmt::Display for FieldRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.id)?;
        if self.source { f.write_str(".sumber") } else { Ok(()) }
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.node {
            Node::Or(left, right) => write!(f, "{} atau {}", At(left, 1), At(right, 2)),
            Node::And(left, right) => write!(f, "{} dan {}", At(left, 2), At(right, 3)),
            Node::Not(inner) => write!(f, "bukan {}", At(inner, 3)),
            Node::Known(field) => write!(f, "ada {field}"),
            Node::Compare(left, op, right) => {
                write!(f, "{} {} {}", At(left, 5), op.sign(), At(right, 5))
            }
            Node::OneOf(left, entries) => {
                write!(f, "{} dalam [", At(left, 5))?;
                for (index, entry) in entries.iter().enumerate() {
                    let comma = if index > 0 { ", " } else { "" };
                    write!(f, "{comma}{}", At(entry, 5))?;
                }
                f.write_str("]")
            }
            Node::Between(value, low, high) => {
                write!(f, "{} dalam {}..{}", At(value, 5), At(low, 5), At(high, 5))
            }
            Node::Contains(set, option) => write!(f, "{} memuat {}", At(set, 5), At(option, 5)),
            Node::Calculate(left, sign, right) => {
                let own = strength(&self.node);
                write!(f, "{} {} {}", At(left, own), sign.sign(), At(right, own + 1))
            }
            Node::Negative(inner) => write!(f, "-{}", At(inner, 7)),
            Node::Number(number) => write!(f, "{number}"),
            Node::Date(date) => write!(f, "{date}"),
            Node::Text(text) => write!(f, "\"{text}\""),
            Node::Option(word) => f.write_str(word),
            Node::Field(field) => write!(f, "{field}"),
        }
    }
}
