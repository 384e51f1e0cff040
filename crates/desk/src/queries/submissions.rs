//! What the resident changed with each sending after the first (semantics R44: every sending is a new version).

use crate::Desk;
use crate::ledger::Loaded;
use crate::refusal::Desked;
use crate::rights::Sight;
use cases::events::Acted;
use cases::{AnswersRef, CaseEvent};
use definition::Value;
use indexmap::IndexMap;
use kernel::{Actor, Instant, TextRef};
use std::collections::HashMap;

/// One sending after the first.
#[derive(Clone, Debug, PartialEq)]
pub struct Submission {
    /// Version of its event.
    pub version: i64,
    /// When it came.
    pub at: Instant,
    /// Answers that are otherwise than before, in the order of the sending.
    pub answers: Vec<Changed>,
    /// Files that came along.
    pub files: Vec<Added>,
}

/// An answer before and after. What was erased since is unknown on both sides.
#[derive(Clone, Debug, PartialEq)]
pub struct Changed {
    /// `isian.ID`.
    pub field: String,
    /// What stood there.
    pub before: Option<Value>,
    /// What stands there since.
    pub after: Option<Value>,
}

/// Files of one field that came along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// `berkas.ID`.
    pub field: String,
    /// How many came.
    pub new: usize,
    /// How many of this field were there: the new ones take their place.
    pub before: usize,
}

/// A value as events hold it.
#[derive(Clone, Default)]
struct Held {
    clear: Option<Value>,
    sealed: Option<TextRef>,
}

impl Held {
    fn of(answers: &AnswersRef, field: &str) -> Self {
        Self { clear: answers.clear.get(field).cloned(), sealed: answers.sealed.get(field).cloned() }
    }

    fn opened(&self, texts: &HashMap<String, String>) -> Option<Value> {
        match &self.sealed {
            Some(text) => texts.get(&text.id).and_then(|json| serde_json::from_str(json).ok()),
            None => self.clear.clone(),
        }
    }
}

/// A sending before its texts are opened.
struct Sent {
    version: i64,
    at: Instant,
    answers: Vec<(String, Held, Held)>,
    files: Vec<Added>,
}

impl Desk {
    /// The sendings after the first, oldest first; none without the right to the text.
    pub(super) async fn submissions(&self, loaded: &Loaded, sight: Sight) -> Desked<Vec<Submission>> {
        let sent = if sight.text { sendings(loaded) } else { Vec::new() };
        if sent.is_empty() {
            return Ok(Vec::new());
        }
        let held = sent.iter().flat_map(|one| &one.answers).flat_map(|(_, before, after)| [before, after]);
        let ids: Vec<&str> = held.filter_map(|held| held.sealed.as_ref()).map(|text| text.id.as_str()).collect();
        let texts = self.store().open_sealed(self.region(), &ids).await?;
        let opened = sent.into_iter().map(|one| {
            let answers = one.answers.into_iter().map(|(field, before, after)| Changed {
                field,
                before: before.opened(&texts),
                after: after.opened(&texts),
            });
            let answers = answers.filter(|one| one.before != one.after || one.after.is_none()).collect();
            Submission { version: one.version, at: one.at, answers, files: one.files }
        });
        Ok(opened.filter(|one| !one.answers.is_empty() || !one.files.is_empty()).collect())
    }
}

fn sendings(loaded: &Loaded) -> Vec<Sent> {
    let (mut answers, mut files) = (AnswersRef::default(), IndexMap::new());
    let mut sent = Vec::new();
    for (event, fact) in &loaded.events {
        match &fact.event {
            CaseEvent::Opened(opened) => {
                answers = opened.answers.clone();
                count(&mut files, opened.files.iter().map(|file| file.field.as_str()));
            }
            CaseEvent::Acted(acted) => {
                if is_residents(&fact.actor, acted) {
                    let fields = acted.answers.fields();
                    let changed = fields
                        .map(|field| (field.to_owned(), Held::of(&answers, field), Held::of(&acted.answers, field)));
                    sent.push(Sent {
                        version: event.version,
                        at: fact.happened_at,
                        answers: changed.collect(),
                        files: added(loaded, &files, acted),
                    });
                }
                answers.merge(&acted.answers);
                count(&mut files, acted.files.iter().map(|file| file.field.as_str()));
            }
            _ => {}
        }
    }
    sent
}

/// What the resident sent, also where the counter keyed it in.
fn is_residents(actor: &Actor, acted: &Acted) -> bool {
    *actor == Actor::Reporter || acted.on_behalf_of.as_deref() == Some("@pelapor")
}

fn count<'f>(files: &mut IndexMap<String, usize>, fields: impl Iterator<Item = &'f str>) {
    for field in fields {
        *files.entry(field.to_owned()).or_insert(0) += 1;
    }
}

fn added(loaded: &Loaded, before: &IndexMap<String, usize>, acted: &Acted) -> Vec<Added> {
    let mut new = IndexMap::new();
    let own = acted.files.iter().filter(|file| loaded.definition.files.contains_key(&file.field));
    count(&mut new, own.map(|file| file.field.as_str()));
    let all = new.into_iter();
    all.map(|(field, new)| Added { before: before.get(&field).copied().unwrap_or(0), field, new }).collect()
}
