//! Conditions and formulas: small, total, typed, three-valued (semantics R29–R33).

mod eval;
mod parse;
mod print;
mod types;

pub use eval::Truth;
pub use parse::{ExprError, MAX_DEPTH, MAX_LENGTH};
pub use types::{FieldType, Types};

use crate::number::Number;
use crate::value::Answers;
use jiff::civil::Date;

/// A condition, as written and as understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// The text in the file.
    pub source: String,
    /// What it means.
    pub expr: Expr,
}

impl Condition {
    /// Reads a condition over fields of the given types.
    ///
    /// # Errors
    /// Everything that is wrong with it (families E01), with positions in `source`.
    pub fn parse(source: &str, types: &impl Types) -> Result<Self, Vec<ExprError>> {
        let mut expr = Expr::parse(source).map_err(|error| vec![error])?;
        types::check(&mut expr, types, types::Want::Truth)?;
        Ok(Self { source: source.to_owned(), expr })
    }

    /// Three-valued result over the answers of visible fields.
    pub fn eval(&self, answers: &Answers) -> Truth {
        eval::truth(&self.expr, answers)
    }

    /// Whether it is true; only true counts as true (R32).
    pub fn holds(&self, answers: &Answers) -> bool {
        self.eval(answers) == Truth::True
    }
}

/// `rumus` of a fee line.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula {
    /// The text in the file.
    pub source: String,
    /// What it means.
    pub expr: Expr,
}

impl Formula {
    /// Reads a formula that gives a number.
    ///
    /// # Errors
    /// As [`Condition::parse`].
    pub fn parse(source: &str, types: &impl Types) -> Result<Self, Vec<ExprError>> {
        let mut expr = Expr::parse(source).map_err(|error| vec![error])?;
        types::check(&mut expr, types, types::Want::Number)?;
        Ok(Self { source: source.to_owned(), expr })
    }

    /// The exact number, `None` when unknown.
    pub fn eval(&self, answers: &Answers) -> Option<Number> {
        eval::number(&self.expr, answers)
    }
}

/// A field, or where its value came from.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldRef {
    /// The field's id.
    pub id: String,
    /// Whether `.sumber` follows.
    pub source: bool,
    /// Where it stands in the condition's text.
    pub at: Span,
}

/// A range of bytes in a condition's text. Two expressions are equal if they say the same,
/// wherever they stand; so all spans are equal.
#[derive(Clone, Debug, Default)]
pub struct Span(pub std::ops::Range<usize>);

impl PartialEq for Span {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// Comparison signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// `==`.
    Equal,
    /// `!=`.
    NotEqual,
    /// `<`.
    Less,
    /// `<=`.
    LessOrEqual,
    /// `>`.
    Greater,
    /// `>=`.
    GreaterOrEqual,
}

impl Op {
    /// As written.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }
}

/// Calculation signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arithmetic {
    /// `+`.
    Plus,
    /// `-`.
    Minus,
    /// `*`.
    Times,
    /// `/`.
    Over,
}

impl Arithmetic {
    /// As written.
    pub const fn sign(self) -> char {
        match self {
            Self::Plus => '+',
            Self::Minus => '-',
            Self::Times => '*',
            Self::Over => '/',
        }
    }
}

/// An expression of the grammar in section 4 of the language's meaning.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What it is.
    pub node: Node,
    /// Where it stands.
    pub at: Span,
}

/// What an [`Expr`] is.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// `atau`.
    Or(Box<Expr>, Box<Expr>),
    /// `dan`.
    And(Box<Expr>, Box<Expr>),
    /// `bukan`.
    Not(Box<Expr>),
    /// `ada isian`: never unknown.
    Known(FieldRef),
    /// A comparison; it does not chain.
    Compare(Box<Expr>, Op, Box<Expr>),
    /// `dalam [a, b]`.
    OneOf(Box<Expr>, Vec<Expr>),
    /// `dalam a..b`, inclusive.
    Between(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `memuat`.
    Contains(Box<Expr>, Box<Expr>),
    /// A calculation.
    Calculate(Box<Expr>, Arithmetic, Box<Expr>),
    /// Unary `-`.
    Negative(Box<Expr>),
    /// A number.
    Number(Number),
    /// A date.
    Date(Date),
    /// A quoted text, or the code of a list.
    Text(String),
    /// An option: `ya`, `tidak`, or a bare word to the right of an option field (R31).
    Option(String),
    /// A field.
    Field(FieldRef),
}

impl Expr {
    /// The fields it speaks of, each once, in order.
    pub fn fields(&self) -> Vec<&str> {
        let mut found = Vec::new();
        self.collect(&mut found);
        found
    }

    fn collect<'a>(&'a self, found: &mut Vec<&'a str>) {
        match &self.node {
            Node::Or(a, b)
            | Node::And(a, b)
            | Node::Compare(a, _, b)
            | Node::Contains(a, b)
            | Node::Calculate(a, _, b) => {
                a.collect(found);
                b.collect(found);
            }
            Node::Not(a) | Node::Negative(a) => a.collect(found),
            Node::OneOf(a, entries) => {
                a.collect(found);
                entries.iter().for_each(|entry| entry.collect(found));
            }
            Node::Between(a, b, c) => [a, b, c].iter().for_each(|part| part.collect(found)),
            Node::Known(field) | Node::Field(field) => {
                if !found.contains(&field.id.as_str()) {
                    found.push(&field.id);
                }
            }
            Node::Number(_) | Node::Date(_) | Node::Text(_) | Node::Option(_) => {}
        }
    }
}
