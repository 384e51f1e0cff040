//! The types of expressions (semantics R30, R31). Resolves bare option words while it checks.

use super::{Expr, ExprError, FieldRef, Node, Op};
use crate::names;
use crate::say::Say;
use std::ops::Range;

/// The type of a field in conditions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// `angka`.
    Number,
    /// `tanggal`.
    Date,
    /// `pilih`, `ya_tidak`, `x.sumber`: one of these options.
    Option(Vec<String>),
    /// `pilih` from a `daftar`: codes are quoted.
    Coded,
    /// `banyak`: a set of these options.
    Set(Vec<String>),
    /// `banyak` from a `daftar`.
    CodedSet,
    /// `titik`: knows nothing but `ada`.
    Place,
    /// All others.
    Text,
    /// The type could not be read; that was said elsewhere, so nothing more is said here.
    Unreadable,
}

/// What a condition may speak of.
pub trait Types {
    /// The type of a field, `None` if there is no such field.
    fn field(&self, id: &str) -> Option<FieldType>;
    /// The options of `x.sumber`.
    fn sources(&self, id: &str) -> Vec<String>;
    /// All fields, for suggestions.
    fn names(&self) -> Vec<String>;
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Want {
    Truth,
    Number,
}

#[derive(Clone, Debug, PartialEq)]
enum Type {
    Truth,
    Field(FieldType),
    /// `ya` or `tidak` as written.
    Word,
    /// Already reported.
    Wrong,
}

const NUMBER: Type = Type::Field(FieldType::Number);

pub(super) fn check(expr: &mut Expr, types: &impl Types, want: Want) -> Result<(), Vec<ExprError>> {
    let mut checker = Checker { types, errors: Vec::new() };
    match want {
        Want::Truth => checker.truth(expr),
        Want::Number => checker.number(expr),
    }
    if checker.errors.is_empty() { Ok(()) } else { Err(checker.errors) }
}

struct Checker<'a, T: Types> {
    types: &'a T,
    errors: Vec<ExprError>,
}

impl<T: Types> Checker<'_, T> {
    fn wrong(&mut self, span: &Range<usize>, id: impl Into<String>, en: impl Into<String>) {
        let error = ExprError::new("E013", span.clone(), Say::new(id, en));
        self.errors.push(error);
    }

    fn truth(&mut self, expr: &mut Expr) {
        let span = expr.at.0.clone();
        let found = self.expr(expr);
        match found {
            Type::Truth | Type::Wrong => {}
            Type::Field(FieldType::Option(options)) if options.iter().any(|option| option == "ya") => {
                let text = expr.to_string();
                self.wrong(
                    &span,
                    format!("isian saja bukan syarat; tulis `{text} == ya`"),
                    format!("a bare field is no condition; write `{text} == ya`"),
                );
            }
            _ => self.wrong(
                &span,
                "ini nilai, bukan syarat; bandingkan dengan sesuatu",
                "this is a value, not a condition; compare it with something",
            ),
        }
    }

    fn number(&mut self, expr: &mut Expr) {
        let span = expr.at.0.clone();
        let found = self.expr(expr);
        if found != NUMBER && found != Type::Wrong {
            self.wrong(&span, "di sini harus angka", "a number is needed here");
        }
    }

    fn expr(&mut self, expr: &mut Expr) -> Type {
        match &mut expr.node {
            Node::Or(left, right) | Node::And(left, right) => {
                self.truth(left);
                self.truth(right);
                Type::Truth
            }
            Node::Not(inner) => {
                self.truth(inner);
                Type::Truth
            }
            Node::Known(field) => {
                let field = field.clone();
                self.field(&field);
                Type::Truth
            }
            Node::Compare(left, op, right) => {
                let op = *op;
                let found = self.expr(left);
                self.compare(&left.at.0, &found, op, right);
                Type::Truth
            }
            Node::OneOf(left, entries) => {
                let found = self.expr(left);
                for entry in entries {
                    self.compare(&left.at.0, &found, Op::Equal, entry);
                }
                Type::Truth
            }
            Node::Between(value, low, high) => {
                let found = self.expr(value);
                self.compare(&value.at.0, &found, Op::GreaterOrEqual, low);
                self.compare(&value.at.0, &found, Op::LessOrEqual, high);
                Type::Truth
            }
            Node::Contains(set, option) => {
                self.contains(set, option);
                Type::Truth
            }
            Node::Calculate(left, _, right) => {
                self.number(left);
                self.number(right);
                NUMBER
            }
            Node::Negative(inner) => {
                self.number(inner);
                NUMBER
            }
            Node::Number(_) => NUMBER,
            Node::Date(_) => Type::Field(FieldType::Date),
            Node::Text(_) => Type::Field(FieldType::Text),
            Node::Option(_) => Type::Word,
            Node::Field(field) => {
                let field = field.clone();
                self.field(&field)
            }
        }
    }

    fn field(&mut self, field: &FieldRef) -> Type {
        let Some(found) = self.types.field(&field.id) else {
            let say = Say::new(format!("isian `{}` tidak ada", field.id), format!("there is no field `{}`", field.id));
            let mut error = ExprError::new("E011", field.at.0.clone(), say);
            let names = self.types.names();
            error.near = names::nearest(&field.id, names.iter().map(String::as_str));
            self.errors.push(error);
            return Type::Wrong;
        };
        if found == FieldType::Unreadable {
            return Type::Wrong;
        }
        if field.source {
            return Type::Field(FieldType::Option(self.types.sources(&field.id)));
        }
        Type::Field(found)
    }

    fn contains(&mut self, set: &mut Expr, option: &mut Expr) {
        let span = set.at.0.clone();
        match self.expr(set) {
            Type::Field(FieldType::Set(options)) => self.option(&options, option),
            Type::Field(FieldType::CodedSet) => self.code(option),
            Type::Wrong => {}
            _ => self.wrong(
                &span,
                "`memuat` hanya untuk isian bertipe `banyak`",
                "`memuat` is for fields of type `banyak` only",
            ),
        }
    }

    fn compare(&mut self, left_span: &Range<usize>, left: &Type, op: Op, right: &mut Expr) {
        let ordered = !matches!(op, Op::Equal | Op::NotEqual);
        match left {
            Type::Wrong | Type::Field(FieldType::Unreadable) => {}
            Type::Field(FieldType::Number) => self.same(&NUMBER, right),
            Type::Field(FieldType::Date) => self.same(&Type::Field(FieldType::Date), right),
            Type::Field(FieldType::Option(_) | FieldType::Coded | FieldType::Text) if ordered => {
                self.wrong(
                    left_span,
                    "hanya angka dan tanggal yang berurutan; pakai `==`, `!=` atau `dalam [..]`",
                    "only numbers and dates have an order; use `==`, `!=` or `dalam [..]`",
                );
            }
            Type::Field(FieldType::Option(options)) => self.option(&options.clone(), right),
            Type::Field(FieldType::Coded) => self.code(right),
            Type::Field(FieldType::Text) => self.same(&Type::Field(FieldType::Text), right),
            Type::Field(FieldType::Set(_) | FieldType::CodedSet) => self.wrong(
                left_span,
                "isian bertipe `banyak` diperiksa dengan `memuat`",
                "a field of type `banyak` is examined with `memuat`",
            ),
            Type::Field(FieldType::Place) => self.wrong(
                left_span,
                "isian bertipe `titik` hanya mengenal `ada`",
                "a field of type `titik` knows `ada` only",
            ),
            Type::Word | Type::Truth => {
                self.wrong(left_span, "isian harus di sebelah kiri", "the field has to stand on the left")
            }
        }
    }

    fn same(&mut self, want: &Type, right: &mut Expr) {
        let span = right.at.0.clone();
        let found = self.expr(right);
        if found == *want || found == Type::Wrong {
            return;
        }
        let (id, en) = match want {
            Type::Field(FieldType::Number) => ("angka", "a number"),
            Type::Field(FieldType::Date) => ("tanggal (YYYY-MM-DD)", "a date (YYYY-MM-DD)"),
            _ => ("teks dalam tanda kutip", "a quoted text"),
        };
        self.wrong(
            &span,
            format!("tipe tidak sama: di sini harus {id}"),
            format!("the types differ: {en} is needed here"),
        );
    }

    /// R31: to the right of an option field a bare word is an option, never a field.
    fn option(&mut self, options: &[String], right: &mut Expr) {
        let word = match &right.node {
            Node::Option(word) => word.clone(),
            Node::Field(field) if !field.source => field.id.clone(),
            _ => {
                let span = right.at.0.clone();
                self.wrong(
                    &span,
                    "di sini harus pilihan, tanpa tanda kutip",
                    "an option is needed here, without quotes",
                );
                return;
            }
        };
        if options.contains(&word) {
            right.node = Node::Option(word);
            return;
        }
        let shape = if self.types.field(&word).is_some() {
            // Two option fields are not compared with each other (R30).
            (
                "E013",
                format!("`{word}` adalah isian; di sini harus pilihan"),
                format!("`{word}` is a field; an option is needed here"),
            )
        } else {
            ("E012", format!("pilihan `{word}` tidak ada"), format!("there is no option `{word}`"))
        };
        let mut error = ExprError::new(shape.0, right.at.0.clone(), Say::new(shape.1, shape.2));
        error.near = names::nearest(&word, options.iter().map(String::as_str));
        self.errors.push(error);
    }

    fn code(&mut self, right: &Expr) {
        if !matches!(right.node, Node::Text(_)) {
            let span = right.at.0.clone();
            self.wrong(
                &span,
                "kode daftar ditulis dalam tanda kutip, misalnya \"47111\"",
                "codes of a list are quoted, for example \"47111\"",
            );
        }
    }
}
