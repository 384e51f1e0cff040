//! A running case follows a new version of its definition (`kasus_lama = { pindah = … }`, semantics R61).
//!
//! What was done at an old step counts for the step that takes its place: uses, persons, units and clocks go along, so
//! that no bound, no second pair of eyes and no time is won by a new version.

use crate::clocks::{ClockEntryKind, ClockRef, Why};
use crate::events::{CaseEvent, Fact, Migrated, Relocated};
use crate::game::Game;
use crate::refusal::CaseRefusal;
use crate::rehearsal::{Fate, rehearse};
use crate::state::{Case, Stay, Token, use_key};
use definition::model::{By, Definition, RunningCases, Step};
use std::collections::BTreeMap;

impl<'a> Game<'a> {
    /// The tokens move as the new version says. Refused, and nothing is changed, where it does not name where the case
    /// stands or something of the case has no place in it.
    pub(crate) fn migrate(&mut self, to: &'a Definition) -> Result<(), CaseRefusal> {
        let old = self.context.definition;
        let rehearsal = rehearse(old, to, &self.case);
        let RunningCases::Move(steps) = &to.running_cases else {
            return Err(CaseRefusal::StaysOnItsVersion);
        };
        if rehearsal.fate != Fate::Moves || !rehearsal.misfits.is_empty() {
            return Err(CaseRefusal::StaysOnItsVersion);
        }
        self.context.definition = to;
        let tokens = self.case.tokens.iter().filter_map(|token| {
            let step = steps.get(&token.step)?;
            Some(self.relocated(token, old.steps.get(&token.step), step))
        });
        let migrated = Migrated {
            from: old.hash.clone(),
            to: to.hash.clone(),
            version: to.version,
            tokens: tokens.collect(),
            steps: steps.iter().map(|(old, new)| (old.clone(), new.clone())).collect(),
        };
        self.record(CaseEvent::Migrated(Box::new(migrated)));
        self.settle();
        Ok(())
    }

    /// Who holds a token at its new step: whoever held it, unless the new version gives the step to another office.
    fn relocated(&self, token: &Token, before: Option<&Step>, id: &str) -> Relocated {
        let same = before.map(|step| &step.by) == self.step(id).map(|step| &step.by);
        let (unit, title) = match self.step(id).map(|step| &step.by).filter(|_| !same) {
            Some(By::Office(office)) => (self.unit_of(office, &self.visible(None)), Some(office.title.clone())),
            _ => (token.unit.clone(), token.title.clone()),
        };
        Relocated { token: token.id, step: id.to_owned(), unit, title }
    }
}

impl Case {
    pub(crate) fn follow(&mut self, fact: &Fact, migrated: &Migrated) {
        let new = |step: &str| migrated.steps.get(step).map_or_else(|| step.to_owned(), Clone::clone);
        self.definition.clone_from(&migrated.to);
        self.migrated = Some(fact.happened_at);
        self.uses = std::mem::take(&mut self.uses).into_iter().fold(BTreeMap::new(), |mut uses, (key, count)| {
            let key = key.split_once('.').map_or(key.clone(), |(step, action)| use_key(&new(step), action));
            *uses.entry(key).or_default() += count;
            uses
        });
        self.persons = std::mem::take(&mut self.persons).into_iter().fold(BTreeMap::new(), |mut all, (step, some)| {
            all.entry(new(&step)).or_insert_with(std::collections::BTreeSet::new).extend(some);
            all
        });
        self.units = std::mem::take(&mut self.units).into_iter().map(|(step, units)| (new(&step), units)).collect();
        for step in &mut self.always_skip {
            *step = new(step);
        }
        for stay in &mut self.stays {
            stay.step = new(&stay.step);
        }
        for raised in &mut self.escalations {
            rename(&mut raised.clock, new);
        }
        for clock in &mut self.clocks {
            rename(&mut clock.name, new);
            if clock.stopped.is_none() {
                let why = Why::VersionChanged { version: migrated.version };
                clock.note(fact.happened_at, ClockEntryKind::Migrated, &fact.actor, why);
            }
        }
        for token in &migrated.tokens {
            self.relocate(fact, token);
        }
    }

    fn relocate(&mut self, fact: &Fact, to: &Relocated) {
        let Some(token) = self.tokens.iter_mut().find(|token| token.id == to.token) else {
            return;
        };
        let handed_over = token.unit != to.unit;
        token.step.clone_from(&to.step);
        token.title.clone_from(&to.title);
        token.unit.clone_from(&to.unit);
        if handed_over {
            self.units.insert(to.step.clone(), vec![to.unit.clone()]);
            let held = self.stays.iter_mut().rev().find(|stay| stay.token == to.token && stay.to.is_none());
            if let Some(stay) = held {
                stay.to = Some(fact.happened_at);
                let next = Stay { unit: to.unit.clone(), from: fact.happened_at, to: None, ..stay.clone() };
                self.stays.push(next);
            }
        }
    }
}

fn rename(clock: &mut ClockRef, new: impl Fn(&str) -> String) {
    if let ClockRef::Step(step) = clock {
        *step = new(step);
    }
}
