//! E313: indicators that rest on themselves.

use crate::indicator::model::Indicator;
use indexmap::IndexMap;
use std::collections::HashMap;

/// Every circle as the way around it, its first name again at the end.
pub(super) fn find(all: &IndexMap<String, Indicator>) -> Vec<Vec<String>> {
    let mut walk = Walk { all, seen: HashMap::new(), way: Vec::new(), rings: Vec::new() };
    for id in all.keys() {
        walk.from(id);
    }
    walk.rings
}

struct Walk<'a> {
    all: &'a IndexMap<String, Indicator>,
    /// Whether everything behind it was walked.
    seen: HashMap<&'a str, bool>,
    way: Vec<&'a str>,
    rings: Vec<Vec<String>>,
}

impl<'a> Walk<'a> {
    /// A file holds at most some hundred indicators, so that the way is never deep.
    fn from(&mut self, id: &'a str) {
        match self.seen.get(id) {
            Some(true) => return,
            Some(false) => {
                let from = self.way.iter().position(|known| *known == id).unwrap_or(0);
                let mut ring: Vec<String> = self.way.iter().skip(from).map(|id| (*id).to_owned()).collect();
                ring.push(id.to_owned());
                self.rings.push(ring);
                return;
            }
            None => {}
        }
        self.seen.insert(id, false);
        self.way.push(id);
        let all = self.all;
        if let Some(formula) = all.get(id).and_then(|one| one.source.formula()) {
            for name in formula.expr.fields() {
                if let Some((name, _)) = all.get_key_value(name) {
                    self.from(name);
                }
            }
        }
        self.way.pop();
        self.seen.insert(id, true);
    }
}
