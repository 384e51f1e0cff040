//! From text to expression (semantics R29). Never panics, never loops.

use super::{Arithmetic, Expr, FieldRef, Node, Op, Span};
use crate::number::Number;
use crate::say::Say;
use jiff::civil::Date;
use std::ops::Range;

/// At most so many characters (R29).
pub const MAX_LENGTH: usize = 500;
/// At most so deep (R29).
pub const MAX_DEPTH: u32 = 32;

/// What is wrong with an expression, and where in its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExprError {
    /// `E010` unreadable, `E011` field, `E012` option, `E013` type, `E015` too long or deep.
    pub code: &'static str,
    /// Bytes in the expression's text.
    pub span: Range<usize>,
    /// What is wrong.
    pub say: Say,
    /// The nearest known name.
    pub near: Option<String>,
}

impl ExprError {
    pub(super) fn new(code: &'static str, span: Range<usize>, say: Say) -> Self {
        Self { code, span, say, near: None }
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Word(String),
    Number(Number),
    Date(Date),
    Text(String),
    Sign(&'static str),
    End,
}

const SIGNS: [&str; 17] = ["==", "!=", "<=", ">=", "..", "<", ">", "(", ")", "[", "]", ",", "+", "-", "*", "/", "."];

impl Expr {
    /// Reads an expression; every bare word is a field until types are known.
    ///
    /// # Errors
    /// The first place that cannot be read (`E010`), or `E015` for one that is too long or deep.
    pub fn parse(source: &str) -> Result<Self, ExprError> {
        if source.chars().count() > MAX_LENGTH {
            let say = Say::new(
                format!("syarat lebih dari {MAX_LENGTH} karakter"),
                format!("the condition is longer than {MAX_LENGTH} characters"),
            );
            return Err(ExprError::new("E015", 0..source.len(), say));
        }
        let mut parser = Parser { tokens: tokens(source)?, at: 0, depth: 0 };
        let expr = parser.either()?;
        match parser.peek() {
            Token::End => Ok(expr),
            _ => Err(parser.unexpected("akhir syarat", "the end of the condition")),
        }
    }
}

fn tokens(source: &str) -> Result<Vec<(Token, Range<usize>)>, ExprError> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(first) = source[at..].chars().next() {
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (token, length) =
            token(&source[at..], first).map_err(|(length, say)| ExprError::new("E010", at..at + length, say))?;
        out.push((token, at..at + length));
        at += length;
    }
    out.push((Token::End, source.len()..source.len()));
    Ok(out)
}

fn token(rest: &str, first: char) -> Result<(Token, usize), (usize, Say)> {
    if first.is_ascii_lowercase() {
        let length = run(rest, |c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        return Ok((Token::Word(rest[..length].to_owned()), length));
    }
    if first.is_ascii_digit() {
        return number_or_date(rest);
    }
    if first == '"' {
        let Some(length) = rest[1..].find('"') else {
            return Err((rest.len(), Say::new("tanda kutip tidak ditutup", "the quote is not closed")));
        };
        return Ok((Token::Text(rest[1..=length].to_owned()), length + 2));
    }
    if let Some(sign) = SIGNS.into_iter().find(|sign| rest.starts_with(sign)) {
        return Ok((Token::Sign(sign), sign.len()));
    }
    let say = if first == '=' {
        Say::new("`=` bukan pembanding; tulis `==`", "`=` does not compare; write `==`")
    } else {
        Say::new(format!("`{first}` tidak dikenal di sini"), format!("`{first}` is not known here"))
    };
    Err((first.len_utf8(), say))
}

fn run(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

fn number_or_date(rest: &str) -> Result<(Token, usize), (usize, Say)> {
    let shape = rest.as_bytes().get(..10).unwrap_or_default();
    let dated = shape.len() == 10
        && shape.iter().enumerate().all(
            |(index, byte)| {
                if index == 4 || index == 7 { *byte == b'-' } else { byte.is_ascii_digit() }
            },
        );
    if dated {
        let date = rest[..10].parse().map_err(|_| (10, Say::new("tanggal itu tidak ada", "there is no such date")))?;
        return Ok((Token::Date(date), 10));
    }
    let mut length = run(rest, |c| c.is_ascii_digit() || c == '_');
    let fraction = rest[length..].strip_prefix('.').map(|part| run(part, |c| c.is_ascii_digit()));
    if let Some(digits @ 1..) = fraction {
        length += 1 + digits;
    }
    match rest[..length].parse() {
        Ok(number) => Ok((Token::Number(number), length)),
        Err(_) => Err((length, Say::new("angka terlalu panjang", "the number is too long"))),
    }
}

struct Parser {
    tokens: Vec<(Token, Range<usize>)>,
    at: usize,
    depth: u32,
}

type Parsed = Result<Expr, ExprError>;

impl Parser {
    fn peek(&self) -> &Token {
        self.tokens.get(self.at).map_or(&Token::End, |(token, _)| token)
    }

    fn span(&self) -> Range<usize> {
        self.tokens.get(self.at).map_or(0..0, |(_, span)| span.clone())
    }

    fn sign(&mut self, sign: &str) -> bool {
        let here = matches!(self.peek(), Token::Sign(known) if *known == sign);
        self.at += usize::from(here);
        here
    }

    fn word(&mut self, word: &str) -> bool {
        let here = matches!(self.peek(), Token::Word(known) if known == word);
        self.at += usize::from(here);
        here
    }

    fn unexpected(&self, id: &str, en: &str) -> ExprError {
        let say = Say::new(format!("di sini seharusnya {id}"), format!("{en} is expected here"));
        ExprError::new("E010", self.span(), say)
    }

    fn expect(&mut self, sign: &str) -> Result<(), ExprError> {
        if self.sign(sign) {
            return Ok(());
        }
        Err(self.unexpected(&format!("`{sign}`"), &format!("`{sign}`")))
    }

    fn deeper(&mut self, inner: impl FnOnce(&mut Self) -> Parsed) -> Parsed {
        if self.depth >= MAX_DEPTH {
            let say = Say::new(
                format!("syarat bersarang lebih dari {MAX_DEPTH} tingkat"),
                format!("the condition is nested more than {MAX_DEPTH} deep"),
            );
            return Err(ExprError::new("E015", self.span(), say));
        }
        self.depth += 1;
        let result = inner(self);
        self.depth -= 1;
        result
    }

    fn either(&mut self) -> Parsed {
        let mut left = self.both()?;
        while self.word("atau") {
            let right = self.both()?;
            left = joined(Node::Or, left, right);
        }
        Ok(left)
    }

    fn both(&mut self) -> Parsed {
        let mut left = self.negation()?;
        while self.word("dan") {
            let right = self.negation()?;
            left = joined(Node::And, left, right);
        }
        Ok(left)
    }

    fn negation(&mut self) -> Parsed {
        let start = self.span().start;
        if !self.word("bukan") {
            return self.comparison();
        }
        let inner = self.deeper(Self::negation)?;
        let end = inner.at.0.end;
        Ok(expr(Node::Not(Box::new(inner)), start..end))
    }

    fn comparison(&mut self) -> Parsed {
        let start = self.span().start;
        if self.word("ada") {
            let field = self.field()?;
            let end = field.at.0.end;
            return Ok(expr(Node::Known(field), start..end));
        }
        let left = self.sum()?;
        if self.word("dalam") {
            return self.within(left);
        }
        if self.word("memuat") {
            let right = self.sum()?;
            return Ok(joined(Node::Contains, left, right));
        }
        let Some(op) = self.operator() else {
            return Ok(left);
        };
        let right = self.sum()?;
        Ok(joined(|left, right| Node::Compare(left, op, right), left, right))
    }

    fn operator(&mut self) -> Option<Op> {
        let all = [Op::Equal, Op::NotEqual, Op::LessOrEqual, Op::GreaterOrEqual, Op::Less, Op::Greater];
        all.into_iter().find(|op| self.sign(op.sign()))
    }

    fn within(&mut self, left: Expr) -> Parsed {
        let start = left.at.0.start;
        if !self.sign("[") {
            let low = self.sum()?;
            self.expect("..")?;
            let high = self.sum()?;
            let end = high.at.0.end;
            let node = Node::Between(Box::new(left), Box::new(low), Box::new(high));
            return Ok(expr(node, start..end));
        }
        let mut entries = vec![self.sum()?];
        while self.sign(",") {
            entries.push(self.sum()?);
        }
        let end = self.span().end;
        self.expect("]")?;
        Ok(expr(Node::OneOf(Box::new(left), entries), start..end))
    }

    fn sum(&mut self) -> Parsed {
        let mut left = self.product()?;
        loop {
            let sign = if self.sign("+") {
                Arithmetic::Plus
            } else if self.sign("-") {
                Arithmetic::Minus
            } else {
                return Ok(left);
            };
            let right = self.product()?;
            left = joined(|left, right| Node::Calculate(left, sign, right), left, right);
        }
    }

    fn product(&mut self) -> Parsed {
        let mut left = self.one()?;
        loop {
            let sign = if self.sign("*") {
                Arithmetic::Times
            } else if self.sign("/") {
                Arithmetic::Over
            } else {
                return Ok(left);
            };
            let right = self.one()?;
            left = joined(|left, right| Node::Calculate(left, sign, right), left, right);
        }
    }

    fn one(&mut self) -> Parsed {
        let span = self.span();
        if self.sign("-") {
            let inner = self.deeper(Self::one)?;
            let end = inner.at.0.end;
            return Ok(expr(Node::Negative(Box::new(inner)), span.start..end));
        }
        if self.sign("(") {
            let mut inner = self.deeper(Self::either)?;
            let end = self.span().end;
            self.expect(")")?;
            inner.at = Span(span.start..end);
            return Ok(inner);
        }
        let node = match self.peek().clone() {
            Token::Number(number) => Node::Number(number),
            Token::Date(date) => Node::Date(date),
            Token::Text(text) => Node::Text(text),
            Token::Word(word) if word == "ya" || word == "tidak" => Node::Option(word),
            Token::Word(_) => {
                let field = self.field()?;
                let span = field.at.0.clone();
                return Ok(expr(Node::Field(field), span));
            }
            Token::Sign(_) | Token::End => {
                return Err(self.unexpected(
                    "isian, angka, tanggal, teks, `ya` atau `tidak`",
                    "a field, number, date, text, `ya` or `tidak`",
                ));
            }
        };
        self.at += 1;
        Ok(expr(node, span))
    }

    fn field(&mut self) -> Result<FieldRef, ExprError> {
        let mut span = self.span();
        let id = match self.peek() {
            Token::Word(word) if !crate::names::is_reserved(word) => word.clone(),
            _ => return Err(self.unexpected("nama isian", "the name of a field")),
        };
        self.at += 1;
        let mut source = false;
        if self.sign(".") {
            span.end = self.span().end;
            source = self.word("sumber");
            if !source {
                return Err(self.unexpected("`sumber`", "`sumber`"));
            }
        }
        Ok(FieldRef { id, source, at: Span(span) })
    }
}

fn expr(node: Node, span: Range<usize>) -> Expr {
    Expr { node, at: Span(span) }
}

fn joined(make: impl FnOnce(Box<Expr>, Box<Expr>) -> Node, left: Expr, right: Expr) -> Expr {
    let span = left.at.0.start..right.at.0.end;
    expr(make(Box::new(left), Box::new(right)), span)
}
