//! The indicators that measure a promise: ids of the library, checked when they are written.

use crate::indicator::Indicator;
use crate::model::cells::Mistake;
use crate::model::promise::Written;
use crate::programme::Programme;
use definition::names;

/// So many near ids are named.
const NEAREST: usize = 3;
/// Characters of what was written with the ids that may be meant.
const SAID: usize = 200;

impl Programme {
    /// The id of the indicator that has this id, or is called so.
    pub(crate) fn indicator_called(&self, text: &str) -> Option<String> {
        let named =
            |one: &Indicator| [&one.name.id, &one.name.en].into_iter().any(|name| name.eq_ignore_ascii_case(text));
        self.library().iter().find(|one| one.id == text || named(one)).map(|one| one.id.clone())
    }

    /// Ids of indicators that the library does not hold and that did not stand there before, each with the nearest ones.
    pub(crate) fn unknown_indicators(&self, written: &Written, before: &[String]) -> Vec<Mistake> {
        let library = self.library();
        let new = written.facts.indicators.iter().filter(|id| library.get(id).is_none() && !before.contains(id));
        let mistake = |id: &String| {
            let mut near: Vec<String> = Vec::new();
            while near.len() < NEAREST {
                let others =
                    library.iter().map(|one| one.id.as_str()).filter(|known| !near.iter().any(|one| one == known));
                let Some(found) = names::nearest(id, others) else { break };
                near.push(found);
            }
            let code = if near.is_empty() { "indikator" } else { "indikator-mirip" };
            let value = if near.is_empty() { id.clone() } else { format!("{id} → {}", near.join(", ")) };
            Mistake { column: "indikator", code, value: value.chars().take(SAID).collect() }
        };
        new.map(mistake).collect()
    }
}
