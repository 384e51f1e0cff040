//! Buttons beside the fields that a source of the region confirms or fills in (ADR 0025). Without script, and the form keeps
//! whatever was typed.

use super::Counter;
use super::said::Said;
use crate::Desk;
use crate::sources::{Asked, Asking, Outcome, proof_of};
use askama::Template;
use definition::Definition;
use definition::model::{Field, Prefill};
use definition::origin::Inquiry;
use std::collections::BTreeSet;
use web::form::Form;
use web::{Markup, Purpose, Submission, View};

/// Name of the button; its value is the key's field.
pub(crate) const ASK: &str = "_ambil";

/// Questions of one visitor: somebody who mistypes asks a few times, a program that guesses names many.
const VISITOR: Purpose = Purpose { name: "warga-sumber", burst: 20, per_hour: 60 };
/// Questions about one number, from wherever they come.
const NUMBER: Purpose = Purpose { name: "warga-sumber-nomor", burst: 5, per_hour: 10 };

/// The key about which a source was just asked, and how that ended.
pub(crate) type Note = (String, Outcome);

/// Asks the source whose button was pressed; the form then holds what came of it. False where none was.
pub(super) async fn asked(
    v: &View,
    counter: &Counter,
    definition: &Definition,
    form: &Submission,
    said: &mut Said,
) -> bool {
    asked_by(v, &counter.desk, &Asking::opening(definition), form, said).await
}

/// The same of a form that asks more or less than the opening does.
pub(super) async fn asked_by(v: &View, desk: &Desk, asking: &Asking<'_>, form: &Submission, said: &mut Said) -> bool {
    let Some((sent, note)) = ask(v, desk, asking, form.text(ASK), &said.sent).await else {
        return false;
    };
    (said.sent, said.asked) = (sent, Some(note));
    true
}

/// Asks the source whose button was pressed: the form as it stands then, and how it ended. Nothing where none was.
pub(crate) async fn ask(
    v: &View,
    desk: &Desk,
    asking: &Asking<'_>,
    pressed: &str,
    sent: &Submission,
) -> Option<(Submission, Note)> {
    let all = desk.inquiries(asking);
    let (inquiry, _) = all.iter().find(|(inquiry, _)| inquiry.key == pressed)?;
    let asked = match desk.key_hash(asking, inquiry, sent) {
        Some(hash) if is_often(v, &hash) => Asked { outcome: Outcome::Often, sent: sent.clone() },
        _ => desk.ask_source(asking, inquiry, sent).await,
    };
    Some((asked.sent, (pressed.to_owned(), asked.outcome)))
}

fn is_often(v: &View, hash: &str) -> bool {
    let throttle = v.frame().throttle();
    throttle.check(VISITOR, &v.address()).is_err() || throttle.check(NUMBER, hash).is_err()
}

/// Whether people fill in themselves what a source would give to one of these fields: it is none of the region's.
pub(super) fn is_missing<'a>(counter: &Counter, mut fields: impl Iterator<Item = &'a Field>) -> bool {
    let given = |prefill: &Prefill| counter.desk.source_name(&prefill.source).is_some();
    fields.any(|field| field.prefill.as_ref().is_some_and(|prefill| !given(prefill)))
}

#[derive(Template)]
#[template(path = "citizen/source.html")]
struct Offer<'a> {
    key: &'a str,
    action: &'a str,
    button: String,
    /// What the form carries for the server, if it holds.
    proof: &'a str,
    source: &'a str,
    /// Fields that it holds for.
    held: String,
    /// What became of the question.
    sentence: String,
    good: bool,
    hint: String,
}

/// The buttons for the fields that are asked here, each below the last field of its group.
pub(super) fn offers(
    v: &View,
    counter: &Counter,
    definition: &Definition,
    said: &Said,
    place: (&str, &[&str]),
) -> Result<Vec<(String, Markup)>, web::Error> {
    offers_on(v, &counter.desk, &Asking::opening(definition), (&said.sent, said.asked.as_ref()), place)
}

/// The same on a form that asks more or less than the opening does.
pub(crate) fn offers_on(
    v: &View,
    desk: &Desk,
    asking: &Asking<'_>,
    (sent, asked): (&Submission, Option<&Note>),
    (action, here): (&str, &[&str]),
) -> Result<Vec<(String, Markup)>, web::Error> {
    let mut offers = Vec::new();
    let all = desk.inquiries(asking);
    if all.is_empty() {
        return Ok(offers);
    }
    let definition = asking.definition;
    let known = desk.answered_so_far(asking, &web::form::input(sent));
    let open = asking.open(desk.lists());
    // A number that may not be changed here is asked about below what may.
    let locked = |inquiry: &Inquiry<'_>| !open.contains(&inquiry.key) && known.get(inquiry.key).is_some();
    let stands = |inquiry: &Inquiry<'_>| {
        here.contains(&inquiry.key) || (locked(inquiry) && inquiry.fields().any(|id| here.contains(&id)))
    };
    for (inquiry, name) in all.iter().filter(|(inquiry, _)| stands(inquiry)) {
        let held = inquiry.fields().filter(|id| known.sources.get(*id).is_some_and(|source| source == inquiry.source));
        let held: BTreeSet<&str> = held.collect();
        let name = name.as_str();
        let outcome = asked.filter(|(key, _)| key == inquiry.key).map(|(_, outcome)| *outcome);
        let proof = proof_of(inquiry.key);
        let compares = inquiry.filled.is_empty();
        let offer = Offer {
            key: inquiry.key,
            action,
            button: v.t1(if compares { "sumber-cocokkan" } else { "sumber-ambil" }, "sumber", name),
            proof: if held.is_empty() { "" } else { sent.text(&proof) },
            source: inquiry.source,
            held: held.iter().copied().collect::<Vec<_>>().join(" "),
            sentence: sentence(v, definition, inquiry, (name, outcome), held.contains(inquiry.key)),
            good: held.contains(inquiry.key),
            hint: if compares { v.t1("sumber-cocokkan-kata", "sumber", name) } else { String::new() },
        };
        let last = here.iter().rev().find(|id| inquiry.fields().any(|own| own == **id));
        offers.push(((*last.unwrap_or(&inquiry.key)).to_owned(), Markup::of(&offer)?));
    }
    Ok(offers)
}

fn sentence(
    v: &View,
    definition: &Definition,
    inquiry: &Inquiry<'_>,
    (name, outcome): (&str, Option<Outcome>),
    held: bool,
) -> String {
    let key = match outcome {
        Some(Outcome::Filled) => "sumber-terisi",
        Some(Outcome::Agreed) => "sumber-cocok",
        Some(Outcome::Differs) => "sumber-beda",
        Some(Outcome::Unknown) => "sumber-tidak-kenal",
        Some(Outcome::Silent) => "sumber-diam",
        Some(Outcome::Often) => "sumber-sering",
        Some(Outcome::Unfinished) => {
            let labels =
                inquiry.together().filter_map(|id| definition.fields.get(id)).map(|field| field.label.as_str());
            return v.t1("sumber-kurang", "isian", labels.collect::<Vec<_>>().join(", "));
        }
        None if held && !inquiry.filled.is_empty() => "sumber-terisi",
        None if held => "sumber-cocok",
        None => return String::new(),
    };
    v.t1(key, "sumber", name)
}

/// The form with the buttons in it.
pub(crate) fn with_offers<'a>(form: Form<'a>, offers: &'a [(String, Markup)]) -> Form<'a> {
    offers.iter().fold(form, |form, (id, offer)| form.below(id, offer))
}
