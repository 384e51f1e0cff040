//! Checklists and evidence (semantics R8).

use super::{FieldError, Input, PARAGRAPH_MAX};
use crate::model::{Action, Definition, Field, FieldKind, Item, ItemKind, Rule, Target, TextLimits};
use crate::value::Value;
use indexmap::IndexMap;

impl Definition {
    /// Whether required checklist items, evidence and `wajib` fields bind an officer's action: not if it leads
    /// straight to an end or to a waiting step. The system is never bound.
    pub fn binds(&self, action: &Action) -> bool {
        let free = |target: &Target| match target {
            Target::End(_) => true,
            Target::Step(id) => !self.is_working(id),
            Target::Join(_) => false,
        };
        !action.targets.iter().any(free)
    }
}

/// Checks checklist items or evidence; `photos` says how many stand at each `foto`, `binding` is
/// [`Definition::binds`].
///
/// # Errors
/// Every item that is wrong, or missing although it binds.
pub fn check_items(
    items: &[Item],
    input: &Input,
    photos: &IndexMap<String, usize>,
    binding: bool,
) -> Result<IndexMap<String, Value>, Vec<FieldError>> {
    let mut values = IndexMap::new();
    let mut errors = Vec::new();
    for item in items {
        let given = match item.kind {
            ItemKind::Photo => {
                let count = photos.get(&item.id).copied().unwrap_or(0);
                Ok((count > 0).then(|| Value::Number(crate::Number::whole(count as i64))))
            }
            kind => super::parse::value(&item.id, &field(item, kind), input, &crate::Lists::new()),
        };
        match given {
            Ok(Some(value)) => {
                values.insert(item.id.clone(), value);
            }
            Ok(None) if item.required && binding => errors.push(FieldError::required(&item.id)),
            Ok(None) => {}
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(values) } else { Err(errors) }
}

fn field(item: &Item, kind: ItemKind) -> Field {
    let limits = TextLimits { max: Some(PARAGRAPH_MAX), ..TextLimits::default() };
    Field {
        label: item.label(),
        help: None,
        kind: match kind {
            ItemKind::Number => FieldKind::Number { range: None, unit: None },
            ItemKind::YesNo => FieldKind::YesNo,
            ItemKind::Text | ItemKind::Photo => FieldKind::Paragraph(limits),
        },
        required: Rule::Never,
        visible: Rule::Always,
        filled_at: None,
        prefill: None,
        personal: None,
    }
}
