//! Conditions: three values, types, and a parser that never panics.

use definition::condition::{Arithmetic, Expr, FieldRef, FieldType, Node, Op, Span, Types};
use definition::{Answers, Condition, Number, Truth, Value};
use proptest::prelude::*;

struct Form;

impl Types for Form {
    fn field(&self, id: &str) -> Option<FieldType> {
        let options = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Some(match id {
            "luas" | "tinggi" => FieldType::Number,
            "rencana" => FieldType::Date,
            "bahaya" => FieldType::Option(options(&["ya", "tidak"])),
            "status" => FieldType::Option(options(&["milik", "sewa"])),
            "kbli" => FieldType::Coded,
            "alat" => FieldType::Set(options(&["kursi", "tongkat"])),
            "lokasi" => FieldType::Place,
            "nik" => FieldType::Text,
            _ => return None,
        })
    }
    fn sources(&self, _: &str) -> Vec<String> {
        vec!["dukcapil".into(), "isi_sendiri".into()]
    }
    fn names(&self) -> Vec<String> {
        ["luas", "tinggi", "rencana", "bahaya", "status", "kbli", "alat", "lokasi", "nik"].map(str::to_owned).to_vec()
    }
}

fn answers() -> Answers {
    let mut answers = Answers::new();
    answers.insert("luas", Value::Number("36".parse().unwrap()));
    answers.insert("status", Value::Option("milik".into()));
    answers.insert("kbli", Value::Option("47111".into()));
    answers.insert("alat", Value::Set(vec!["kursi".into()]));
    answers.insert("rencana", Value::Date(jiff::civil::date(2027, 3, 5)));
    answers
}

fn truth(text: &str) -> Truth {
    Condition::parse(text, &Form).unwrap_or_else(|errors| panic!("{text}: {errors:?}")).eval(&answers())
}

fn code(text: &str) -> &'static str {
    Condition::parse(text, &Form).map_or_else(|errors| errors[0].code, |_| "")
}

#[test]
fn known_values_are_true_or_false() {
    for (text, expected) in [
        ("luas <= 36 dan status == milik", true),
        ("luas dalam 1..36", true),
        ("luas dalam [1, 36]", true),
        ("luas * 2 - 1 == 71", true),
        ("status dalam [sewa]", false),
        ("kbli == \"47111\"", true),
        ("alat memuat kursi dan bukan alat memuat tongkat", true),
        ("rencana > 2027-03-04", true),
        ("ada bahaya", false),
        ("ada luas", true),
        ("0.1 + 0.2 == 0.3", true),
    ] {
        assert_eq!(truth(text), Truth::from(Some(expected)), "{text}");
    }
}

#[test]
fn an_unknown_value_makes_only_what_rests_on_it_unknown() {
    for text in [
        "bahaya == ya",
        "bukan bahaya == ya",
        "tinggi > 1",
        "luas / 0 > 1",
        "nik.sumber != dukcapil",
        "bahaya == ya dan luas == 36",
        "bahaya == ya atau luas == 1",
        "tinggi dalam [1, luas]",
    ] {
        assert_eq!(truth(text), Truth::Unknown, "{text}");
    }
    assert_eq!(truth("bahaya == ya atau luas == 36"), Truth::True);
    assert_eq!(truth("bahaya == ya dan luas == 1"), Truth::False);
    assert_eq!(truth("luas dalam [tinggi, 36]"), Truth::True);
}

#[test]
fn unary_minus_binds_tighter_than_times_and_not_weaker_than_comparison() {
    assert_eq!(truth("-luas * 2 == -72"), Truth::True);
    assert_eq!(truth("bukan luas == 1 dan luas == 36"), Truth::True);
    assert_eq!(truth("luas == 36 atau luas == 1 dan luas == 2"), Truth::True);
    assert_eq!(truth("(luas == 36 atau luas == 1) dan luas == 2"), Truth::False);
}

#[test]
fn mixed_types_are_refused() {
    for text in [
        "luas == \"36\"",
        "status == \"milik\"",
        "kbli == 47111",
        "status < sewa",
        "alat == kursi",
        "lokasi == 1",
        "bahaya",
        "luas",
        "status == bahaya",
        "luas == rencana",
        "luas + ya == 1",
        "ya == bahaya",
        "nik == 12",
    ] {
        assert_eq!(code(text), "E013", "{text}");
    }
    assert_eq!(code("status == milk"), "E012");
    assert_eq!(code("luass == 1"), "E011");
    assert_eq!(code("a == b == c"), "E010");
    assert_eq!(code(""), "E010");
}

#[test]
fn a_condition_is_small() {
    assert_eq!(code(&format!("luas == 1{}", " ".repeat(500))), "E015");
    assert_eq!(code(&format!("{}luas == 1{}", "(".repeat(33), ")".repeat(33))), "E015");
    assert_eq!(code(&format!("{}luas == 1{}", "(".repeat(32), ")".repeat(32))), "");
}

fn node(node: Node) -> Expr {
    Expr { node, at: Span::default() }
}

fn operand() -> impl Strategy<Value = Expr> {
    let field = |source: bool| move |id: String| FieldRef { id, source, at: Span::default() };
    let leaf = prop_oneof![
        (0..1000_i64).prop_map(|n| node(Node::Number(Number::whole(n)))),
        Just(node(Node::Date(jiff::civil::date(2027, 3, 5)))),
        "[^\"\r\n]{0,6}".prop_map(|text| node(Node::Text(text))),
        Just(node(Node::Option("ya".into()))),
        "x[a-z0-9_]{0,5}".prop_map(move |id| node(Node::Field(field(false)(id)))),
        "x[a-z0-9_]{0,5}".prop_map(move |id| node(Node::Field(field(true)(id)))),
    ];
    leaf.prop_recursive(3, 12, 2, |inner| {
        let sign = prop_oneof![
            Just(Arithmetic::Plus),
            Just(Arithmetic::Minus),
            Just(Arithmetic::Times),
            Just(Arithmetic::Over)
        ];
        prop_oneof![
            (inner.clone(), sign, inner.clone()).prop_map(|(a, s, b)| node(Node::Calculate(
                Box::new(a),
                s,
                Box::new(b)
            ))),
            inner.prop_map(|a| node(Node::Negative(Box::new(a)))),
        ]
    })
}

fn condition() -> impl Strategy<Value = Expr> {
    let op = prop_oneof![Just(Op::Equal), Just(Op::NotEqual), Just(Op::Less), Just(Op::GreaterOrEqual)];
    let leaf = prop_oneof![
        (operand(), op, operand()).prop_map(|(a, op, b)| node(Node::Compare(Box::new(a), op, Box::new(b)))),
        (operand(), prop::collection::vec(operand(), 1..3))
            .prop_map(|(a, entries)| node(Node::OneOf(Box::new(a), entries))),
        (operand(), operand(), operand()).prop_map(|(a, b, c)| node(Node::Between(
            Box::new(a),
            Box::new(b),
            Box::new(c)
        ))),
        (operand(), operand()).prop_map(|(a, b)| node(Node::Contains(Box::new(a), Box::new(b)))),
        "x[a-z0-9_]{0,5}".prop_map(|id| { node(Node::Known(FieldRef { id, source: false, at: Span::default() })) }),
    ];
    leaf.prop_recursive(3, 10, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| node(Node::Or(Box::new(a), Box::new(b)))),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| node(Node::And(Box::new(a), Box::new(b)))),
            inner.prop_map(|a| node(Node::Not(Box::new(a)))),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_printed_is_read_back_the_same(expr in condition()) {
        let text = expr.to_string();
        prop_assume!(text.chars().count() <= 500);
        prop_assert_eq!(Expr::parse(&text), Ok(expr), "{}", text);
    }

    #[test]
    fn no_text_makes_the_expression_parser_panic(text in ".{0,80}") {
        let _ = Expr::parse(&text);
    }

    #[test]
    fn no_words_of_the_language_make_the_type_checker_panic(
        words in prop::collection::vec(
            prop::sample::select(vec!["luas", "bahaya", "alat", "ya", "dan", "atau", "bukan", "ada", "dalam",
                "memuat", "==", "<", "..", "[", "]", "(", ")", ",", "-", "*", "1", "2027-01-01", "\"x\"", ".sumber"]),
            0..14,
        )
    ) {
        if let Ok(condition) = Condition::parse(&words.join(" "), &Form) {
            let _ = condition.eval(&answers());
        }
    }

    #[test]
    fn numbers_that_outgrow_the_machine_are_unknown_and_nothing_panics(
        first in any::<i64>(), second in any::<i64>(), times in 1_usize..40, sign in prop::sample::select(vec!["*", "+", "-", "/"]),
    ) {
        let mut answers = answers();
        answers.insert("luas", Value::Number(Number::whole(first)));
        answers.insert("tinggi", Value::Number(Number::whole(second)));
        let text = format!("{} > 0", ["luas", "tinggi"].repeat(times).join(&format!(" {sign} ")));
        if let Ok(condition) = Condition::parse(&text, &Form) {
            let _ = condition.eval(&answers);
        }
    }

    #[test]
    fn no_cut_or_spoilt_definition_makes_the_checker_panic(at in 0..6000_usize, length in 0..40_usize, junk in ".{0,4}") {
        let text = crate::examples::ROADS;
        let floor = |mut at: usize| {
            at = at.min(text.len());
            while !text.is_char_boundary(at) { at -= 1; }
            at
        };
        let (start, end) = (floor(at), floor(at + length));
        let spoilt = format!("{}{junk}{}", &text[..start], &text[end..]);
        let found = crate::check(&spoilt);
        for lang in [kernel::lang::Lang::Id, kernel::lang::Lang::En] {
            definition::diagnostic::render_all(&found.findings, "x.toml", &spoilt, lang);
        }
    }
}
