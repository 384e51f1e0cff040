//! What sources of the region confirm or fill in of a form that is under way (semantics R31, ADR 0025).
//!
//! A proof travels with the form, in a hidden field beside the key, and is worth something only together with the very values
//! that it was made for: the desk keeps nothing, and nobody can claim a source. What is `pribadi` is never sent back.

mod asking;
mod proof;

pub(crate) use asking::Asking;

use crate::Desk;
use crate::sources::proof::PROOF;
use cases::doors::Question;
use definition::form::Input;
use definition::origin::{self, Inquiry};
use definition::{Answers, Value};
use std::borrow::Cow;
use web::Submission;

/// How a question to a source ended, for a sentence that gives nothing away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// What the source knows stands in the form now.
    Filled,
    /// All that was typed is what the source says.
    Agreed,
    /// It is not, or the source does not know the person: which of both, and where, is not told.
    Differs,
    /// The source knows no such number; told of numbers that are not personal.
    Unknown,
    /// The source did not answer.
    Silent,
    /// The key, or something that is compared, is not filled in yet.
    Unfinished,
    /// Asked too often.
    Often,
}

/// What came of a question: how it ended, and the form as it stands now.
pub(crate) struct Asked {
    pub outcome: Outcome,
    pub sent: Submission,
}

/// The input that carries the proof of a key.
pub(crate) fn proof_of(key: &str) -> String {
    format!("{key}.{PROOF}")
}

impl Desk {
    /// What people call a source; none where the region has no such source.
    pub(crate) fn source_name(&self, source: &str) -> Option<String> {
        self.0.parts.sources.name(source)
    }

    /// The questions of a form that some source of this region can answer, with its name.
    pub(crate) fn inquiries<'a>(&self, asking: &Asking<'a>) -> Vec<(Inquiry<'a>, String)> {
        let all = asking.inquiries(self.lists()).into_iter();
        all.filter_map(|inquiry| self.source_name(inquiry.source).map(|name| (inquiry, name))).collect()
    }

    /// What is known with what this form says: answers that are wrong are left out, sources that vouch for some are named.
    pub(crate) fn answered_so_far(&self, asking: &Asking<'_>, input: &Input) -> Answers {
        self.typed(asking, &self.vouched(asking, input))
    }

    /// The same with what the input itself says of sources.
    fn typed(&self, asking: &Asking<'_>, input: &Input) -> Answers {
        definition::form::partly(&asking.sheet(self.lists()), input)
    }

    /// A hash of the key that is asked about, to count how often that is done; none while it is not filled in.
    pub(crate) fn key_hash(&self, asking: &Asking<'_>, inquiry: &Inquiry<'_>, sent: &Submission) -> Option<String> {
        let known = self.answered_so_far(asking, &web::form::input(sent));
        let key = key_text(known.get(inquiry.key)?)?;
        Some(self.0.vault.search_hash("asked sources", &format!("{}/{key}", inquiry.source)))
    }

    /// Asks the source, compares what is personal and fills in what is not. It never fails: a form goes on without it.
    pub(crate) async fn ask_source(&self, asking: &Asking<'_>, inquiry: &Inquiry<'_>, sent: &Submission) -> Asked {
        let known = self.typed(asking, &web::form::input(sent));
        let without = without_proof(sent, inquiry.key);
        let done = |outcome| Asked { outcome, sent: without.clone() };
        let whole = inquiry.together().all(|id| known.get(id).is_some());
        let Some(key) = known.get(inquiry.key).and_then(key_text).filter(|_| whole) else {
            return done(Outcome::Unfinished);
        };
        let question = Question { source: inquiry.source, key: &key, personal: inquiry.personal };
        let record = match self.0.parts.sources.ask(question).await {
            Err(_) => return done(Outcome::Silent),
            Ok(None) if inquiry.personal => return done(Outcome::Differs),
            Ok(None) => return done(Outcome::Unknown),
            Ok(Some(record)) => record,
        };
        let said = |name: &str| record.get(name).cloned();
        let agreed = inquiry.compared.iter().all(|id| {
            let (Some(field), Some(typed)) = (asking.definition.fields.get(*id), known.get(id)) else {
                return false;
            };
            origin::agrees(id, field, typed, self.lists(), &said)
        });
        let (filled, fields) = self.filled_in(asking, inquiry, &without, &said);
        let known = self.typed(asking, &web::form::input(&filled));
        let own = agreed.then_some(inquiry.key);
        let proof = self.proof(asking.definition, inquiry, own.into_iter().chain(fields.iter().copied()), &known);
        let outcome = match () {
            () if !fields.is_empty() => Outcome::Filled,
            () if agreed => Outcome::Agreed,
            () => Outcome::Differs,
        };
        let sent = if proof.is_empty() { filled } else { filled.with(&proof_of(inquiry.key), &proof) };
        Asked { outcome, sent }
    }

    /// The form with what the source says of fields that are not personal, and which ones took it: what a field would
    /// refuse, does not show now, or may not change, is left as it was.
    fn filled_in<'a>(
        &self,
        asking: &Asking<'_>,
        inquiry: &Inquiry<'a>,
        sent: &Submission,
        said: &impl Fn(&str) -> Option<String>,
    ) -> (Submission, Vec<&'a str>) {
        let (mut form, mut fields) = (sent.clone(), Vec::new());
        for id in asking.fillable(inquiry, self.lists()) {
            let Some(text) = said(id) else { continue };
            let mut tried = form.with(id, &text);
            let place = format!("{id}.desa");
            if let Some(village) = said(&place) {
                tried = tried.with(&place, &village);
            }
            if self.typed(asking, &web::form::input(&tried)).get(id).is_some() {
                form = tried;
                fields.push(id);
            }
        }
        (form, fields)
    }

    /// The input with the sources that its proofs hold for. What was sent claims nothing by itself.
    pub(crate) fn vouched<'a>(&self, asking: &Asking<'_>, input: &'a Input) -> Cow<'a, Input> {
        let mut vouched = Cow::Borrowed(input);
        let mut typed = None;
        for (inquiry, _) in self.inquiries(asking) {
            let Some(proof) = input.get(&proof_of(inquiry.key)) else {
                continue;
            };
            let typed: &Answers = typed.get_or_insert_with(|| self.typed(asking, input));
            let held = self.proven(asking.definition, &inquiry, &proof, typed);
            for id in held {
                vouched.to_mut().vouch(id, inquiry.source);
            }
        }
        vouched
    }
}

/// The form without the proof of this key: a new question begins from nothing.
fn without_proof(sent: &Submission, key: &str) -> Submission {
    let name = proof_of(key);
    Submission::of(sent.texts().iter().filter(|(known, _)| *known != name).cloned())
}

/// Keys are numbers and codes.
fn key_text(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) | Value::Option(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
