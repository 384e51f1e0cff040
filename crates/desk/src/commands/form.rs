//! What an officer or resident fills in with an action, and how it becomes the engine's command.

use super::optional_text;
use crate::Desk;
use crate::drafts::Taken;
use crate::ledger::Loaded;
use crate::refusal::{DeskRefusal, Desked};
use crate::sealer::Sealer;
use crate::sources::Asking;
use cases::{Act, AnswersRef, Evidence, EvidenceValue, FileRef, GivenReason, Token};
use definition::form::check_items;
use definition::model::{Action, Item, ItemKind, Reason, Step};
use definition::{Answers, Input, Lists, Sheet, Stage, Value, check_answers};
use kernel::Instant;
use serde_json::json;

/// An action as its form was sent.
#[derive(Clone, Debug, Default)]
pub struct ActionForm {
    /// The step; needed where two tokens offer that action.
    pub step: Option<String>,
    /// The action.
    pub action: String,
    /// What was filled in.
    pub filled: Filled,
}

/// What was filled in.
#[derive(Clone, Debug, Default)]
pub struct Filled {
    /// Fields that are `diisi` here or were marked for the resident, and checklist and evidence under their ids, as typed.
    pub input: Input,
    /// Handle of the draft with the files; photos of evidence stand there under the id of their item.
    pub draft: String,
    /// Fields and files that are marked for the resident (`tandai_isian`).
    pub marks: Vec<String>,
    /// Code of the reason list; empty where none is asked for.
    pub reason_code: String,
    /// Reason in words.
    pub reason: String,
    /// 1 to 5, where offered.
    pub rating: Option<u8>,
    /// What the device's clock said when this was filled in without a signal (semantics R47).
    pub device_at: Option<Instant>,
}

impl ActionForm {
    /// What makes two sendings of this form the same.
    pub(crate) fn digested(&self) -> serde_json::Value {
        let filled = &self.filled;
        let input = format!("{:?}", filled.input);
        json!([self.step, self.action, input, filled.marks, filled.reason_code, filled.reason, filled.rating])
    }

    /// The engine's command, the reason in plain words for messages, and the answers it brings along, unsealed.
    pub(crate) fn command(
        &self,
        desk: &Desk,
        loaded: &Loaded,
        taken: &Taken,
        sealer: &mut Sealer<'_>,
    ) -> Desked<(Act, Option<String>, Answers)> {
        let filled = &self.filled;
        let found = self.found(loaded);
        let (reason, plain) = self.reason(desk, found.map(|(_, action, _)| action), sealer)?;
        let (photos, files): (Vec<FileRef>, Vec<FileRef>) =
            taken.references().into_iter().partition(|file| items(found).any(|item| item.id == file.field));
        let binding = found.is_some_and(|(_, action, _)| loaded.definition.binds(action));
        let evidence = self.evidence(found, &photos, binding, sealer)?;
        let answers = self.answers(desk, loaded, found, binding)?;
        let act = Act {
            step: self.step.clone(),
            action: self.action.clone(),
            answers: AnswersRef::split(&loaded.definition, &answers, |_, value| sealer.seal_value(value)),
            files,
            marks: filled.marks.clone(),
            reason,
            evidence,
            rating: filled.rating,
            on_behalf_of: None,
            device_at: filled.device_at,
        };
        Ok((act, plain, answers))
    }

    /// The step and action of the definition that the form means; the engine refuses what is not offered.
    fn found<'a>(&self, loaded: &'a Loaded) -> Option<Found<'a>> {
        let tokens = loaded.case.tokens.iter();
        let mut steps = tokens.filter(|token| self.step.as_ref().is_none_or(|step| *step == token.step));
        steps.find_map(|token| {
            let step = loaded.definition.steps.get(&token.step)?;
            Some((step, step.actions.get(&self.action)?, token))
        })
    }

    fn reason(
        &self,
        desk: &Desk,
        action: Option<&Action>,
        sealer: &mut Sealer<'_>,
    ) -> Desked<(Option<GivenReason>, Option<String>)> {
        let words = optional_text(&self.filled.reason, desk.limits().text)?;
        let code = Some(self.filled.reason_code.trim()).filter(|code| !code.is_empty());
        let asked = action.map_or(&Reason::None, |action| &action.reason);
        let label = match asked {
            Reason::None => return Ok((None, None)),
            Reason::Text => None,
            Reason::List(list) => code.map(|code| label(desk.lists(), list, code)).transpose()?,
        };
        let code = code.filter(|_| label.is_some());
        if words.is_none() && code.is_none() {
            return Ok((None, None));
        }
        let plain = match (&label, &words) {
            (Some(label), Some(words)) => format!("{label}: {words}"),
            (label, words) => label.clone().or_else(|| words.clone()).unwrap_or_default(),
        };
        let text = sealer.seal_some(words.as_deref())?;
        Ok((Some(GivenReason { code: code.map(str::to_owned), text }), Some(plain)))
    }

    /// Typed values of the fields that may be filled here: those of this step, or what was marked for the resident.
    fn answers(&self, desk: &Desk, loaded: &Loaded, found: Option<Found<'_>>, binding: bool) -> Desked<Answers> {
        let Some((_, _, token)) = found else {
            return Ok(Answers::new());
        };
        if !token.working && token.marks.is_empty() {
            return Ok(Answers::new());
        }
        let stage =
            if token.working { Stage::Step(token.step.clone()) } else { Stage::Correction(token.marks.clone()) };
        let asking = Asking::of_case(&loaded.definition, &stage, &loaded.answers);
        let sheet = Sheet { binding: binding || !token.working, ..asking.sheet(desk.lists()) };
        let input = desk.vouched(&asking, &self.filled.input);
        let mut answers = check_answers(&sheet, &input).map_err(DeskRefusal::Answers)?;
        // What stays as it was is no new version; the rest is the engine's to allow (semantics R44).
        answers.values.retain(|field, value| loaded.answers.get(field) != Some(value));
        // A source that speaks for a field from now on, or no longer, is said also where the field itself stays as it was.
        let known = |field: &str, source: &str| loaded.answers.source(field) == Some(source);
        answers.sources.retain(|field, source| answers.values.contains_key(field) || !known(field, source));
        Ok(answers)
    }

    fn evidence(
        &self,
        found: Option<Found<'_>>,
        photos: &[FileRef],
        binding: bool,
        sealer: &mut Sealer<'_>,
    ) -> Desked<Vec<Evidence>> {
        let items: Vec<Item> = items(found).cloned().collect();
        let counted = items.iter().map(|item| (item.id.clone(), of_item(photos, &item.id).len())).collect();
        let typed = check_items(&items, &self.filled.input, &counted, binding).map_err(DeskRefusal::Answers)?;
        let mut evidence = Vec::with_capacity(typed.len());
        for item in &items {
            let value = match (item.kind, typed.get(&item.id)) {
                (_, None) => continue,
                (ItemKind::Photo, _) => EvidenceValue::Photos(of_item(photos, &item.id)),
                (_, Some(Value::Number(number))) => EvidenceValue::Number(*number),
                (_, Some(Value::Option(option))) => EvidenceValue::YesNo(option == "ya"),
                (_, Some(Value::Text(text))) => EvidenceValue::Text(sealer.seal(text)?),
                _ => continue,
            };
            evidence.push(Evidence { item: item.id.clone(), value });
        }
        Ok(evidence)
    }
}

/// Step and action of the definition, and the token that stands there.
type Found<'a> = (&'a Step, &'a Action, &'a Token);

/// Checklist of the step and evidence of the action.
fn items<'a>(found: Option<Found<'a>>) -> impl Iterator<Item = &'a Item> {
    found.into_iter().flat_map(|(step, action, _)| step.checklist.iter().chain(&action.evidence))
}

fn of_item(photos: &[FileRef], item: &str) -> Vec<String> {
    photos.iter().filter(|file| file.field == item).map(|file| file.id.clone()).collect()
}

fn label(lists: &Lists, list: &str, code: &str) -> Desked<String> {
    match lists.get(list) {
        Some(codes) => codes.get(code).cloned().ok_or_else(|| DeskRefusal::NoSuchReason.into()),
        None => Ok(code.to_owned()),
    }
}
