//! Answers worth trying: for every field that a condition of the flow speaks of, the values at which it turns.

use definition::Number;
use definition::condition::{Condition, Expr, Node};
use definition::model::{Definition, FieldKind, Options, Rule};
use definition::value::{Address, Answers, Point, Value};
use indexmap::IndexMap;

/// Combinations of such values, at most `most`: the first values of every field first.
pub(super) fn combinations(definition: &Definition, most: usize) -> Vec<Answers> {
    let mut all = vec![Answers::new()];
    for (field, values) in candidates(definition) {
        let both = all.iter().flat_map(|answers| values.iter().map(move |value| (answers, value)));
        let with = both.map(|(answers, value)| {
            let mut with = answers.clone();
            with.insert(field.clone(), value.clone());
            with
        });
        // What is cut are the later values of the later fields.
        all = with.take(most).collect();
    }
    // Also with a single field left out: `bukan ada x` wants it unknown.
    let without: Vec<Answers> = all
        .iter()
        .take(most / 4)
        .flat_map(|answers| {
            answers.values.keys().map(|field| {
                let mut fewer = answers.clone();
                fewer.remove(field);
                fewer
            })
        })
        .take(most)
        .collect();
    all.push(Answers::new());
    all.extend(without);
    all
}

fn candidates(definition: &Definition) -> IndexMap<String, Vec<Value>> {
    let mut found: IndexMap<String, Vec<Value>> = IndexMap::new();
    let mut queue: Vec<&Condition> = flow(definition);
    let mut asked = 0;
    while let Some(condition) = queue.get(asked).copied() {
        asked += 1;
        for id in condition.expr.fields() {
            let Some(field) = definition.fields.get(id) else { continue };
            if !found.contains_key(id) {
                found.insert(id.to_owned(), Vec::new());
                // A field that is hidden has no value: what shows it counts too (semantics R33).
                if let Rule::When(shown) = &field.visible {
                    queue.push(shown);
                }
            }
        }
    }
    for condition in queue {
        collect(definition, &condition.expr, &mut found);
    }
    for (id, values) in &mut found {
        if let Some(field) = definition.fields.get(id) {
            values.extend(usual(&field.kind));
        }
        let mut once: Vec<Value> = Vec::new();
        for value in values.drain(..) {
            if !once.contains(&value) {
                once.push(value);
            }
        }
        *values = once;
    }
    found.retain(|_, values| !values.is_empty());
    found
}

/// Conditions that decide where a token goes.
fn flow(definition: &Definition) -> Vec<&Condition> {
    let steps = definition.steps.values();
    let conditions = steps.flat_map(|step| {
        let actions = step.actions.values().filter_map(|action| action.condition.as_ref());
        actions.chain(&step.skip)
    });
    conditions.collect()
}

/// Constants that stand beside a field, and their neighbours.
fn collect(definition: &Definition, expr: &Expr, into: &mut IndexMap<String, Vec<Value>>) {
    let mut beside = |field: &Expr, other: &Expr| {
        let Node::Field(named) = &field.node else { return };
        let Some(values) = into.get_mut(&named.id).filter(|_| !named.source) else { return };
        let kind = definition.fields.get(&named.id).map(|field| &field.kind);
        match &other.node {
            Node::Number(number) => values.extend(around(*number)),
            Node::Date(date) => {
                let days = [Some(*date), date.yesterday().ok(), date.tomorrow().ok()];
                values.extend(days.into_iter().flatten().map(Value::Date));
            }
            Node::Text(text) => values.push(match kind {
                Some(FieldKind::Choice(_)) => Value::Option(text.clone()),
                Some(FieldKind::Many(_)) => Value::Set(vec![text.clone()]),
                _ => Value::Text(text.clone()),
            }),
            _ => {}
        }
    };
    match &expr.node {
        Node::Compare(left, _, right) | Node::Contains(left, right) => {
            beside(left, right);
            beside(right, left);
        }
        Node::OneOf(left, entries) => entries.iter().for_each(|entry| beside(left, entry)),
        Node::Between(left, from, to) => [from, to].into_iter().for_each(|end| beside(left, end)),
        Node::And(left, right) | Node::Or(left, right) => {
            collect(definition, left, into);
            collect(definition, right, into);
        }
        Node::Not(inner) => collect(definition, inner, into),
        _ => {}
    }
}

fn around(number: Number) -> impl Iterator<Item = Value> {
    let one = Number::fraction(1, 1);
    let below = one.and_then(|one| number.minus(one));
    let above = one.and_then(|one| number.plus(one));
    [Some(number), below, above].into_iter().flatten().map(Value::Number)
}

/// Values for a field about which no condition names a constant.
fn usual(kind: &FieldKind) -> Vec<Value> {
    match kind {
        FieldKind::YesNo => ["ya", "tidak"].map(|word| Value::Option(word.to_owned())).to_vec(),
        FieldKind::Choice(Options::Inline(options)) => options.keys().cloned().map(Value::Option).collect(),
        FieldKind::Many(Options::Inline(options)) => {
            options.keys().map(|option| Value::Set(vec![option.clone()])).collect()
        }
        FieldKind::Number { .. } => Number::fraction(1, 1).map(Value::Number).into_iter().collect(),
        FieldKind::Date => vec![Value::Date(jiff::civil::date(2026, 12, 1))],
        FieldKind::Point { .. } => {
            vec![Value::Point(Point { landmark: Some("depan balai desa".to_owned()), ..Point::default() })]
        }
        FieldKind::Address => vec![Value::Address(Address { village: None, text: "Jalan Contoh 1".to_owned() })],
        FieldKind::Choice(Options::List(_)) | FieldKind::Many(Options::List(_)) => Vec::new(),
        FieldKind::Digits(limits) => {
            let digits = usize::try_from(limits.digits.unwrap_or(4)).unwrap_or(4);
            vec![Value::Text("1".repeat(digits))]
        }
        FieldKind::Nik => vec![Value::Text("3578010101010001".to_owned())],
        FieldKind::Phone => vec![Value::Text("081200000000".to_owned())],
        FieldKind::Email => vec![Value::Text("warga@contoh.id".to_owned())],
        FieldKind::Text(_) | FieldKind::Paragraph(_) => vec![Value::Text("contoh".to_owned())],
    }
}
