//! `harap`: each key one question (semantics R66).

use super::{Difference, Stage};
use crate::answers::{required_fields, required_files, shown, visible};
use crate::clocks::{CaseClock, ClockRef};
use crate::refusal::CaseRefusal;
use definition::Number;
use definition::model::{Definition, DueExpect, Expect, Measure as Expected};
use definition::value::Answers;
use kernel::{Instant, Refusal, Unit};
use std::collections::BTreeSet;

impl Stage<'_> {
    pub(super) fn look_at(&mut self, expect: &Expect, refused: Option<&CaseRefusal>) {
        self.refusal(expect, refused);
        if let Some(end) = &expect.end {
            let found = self.case.ended.as_ref().map(|ended| ended.end.clone());
            self.same("akhir", end, &found.unwrap_or_else(nothing));
        }
        if let Some(steps) = &expect.steps {
            let tokens = self.case.tokens.iter();
            let found = tokens.map(|token| token.step.clone()).collect();
            self.same_set("langkah", steps, &found);
        }
        if let Some(skipped) = &expect.skipped {
            let found = self.case.skipped.iter().cloned().collect();
            self.same_set("lewati", skipped, &found);
        }
        if let Some(told) = &expect.escalated {
            let told: Vec<String> = told.iter().map(ToString::to_string).collect();
            let found: Vec<String> = self.case.escalations.iter().map(|one| one.to.clone()).collect();
            self.same("naik", &told.join(", "), &found.join(", "));
        }
        if let Some(lapsed) = &expect.lapsed {
            let lapsed: Vec<String> = lapsed.iter().map(ToString::to_string).collect();
            let fired = self.case.clocks.iter().filter(|clock| clock.lapsed.is_some());
            let found = fired.map(|clock| clock.name.to_string()).collect();
            self.same_set("terlampaui", &lapsed, &found);
        }
        self.clocks(expect);
        self.form(expect);
    }

    fn refusal(&mut self, expect: &Expect, refused: Option<&CaseRefusal>) {
        let found = refused.map(Refusal::code);
        if found == expect.refused.as_deref() {
            return;
        }
        let expected = expect.refused.as_deref().unwrap_or("diterima");
        self.same("tolak", expected, found.unwrap_or("diterima"));
    }

    fn clocks(&mut self, expect: &Expect) {
        if let Some(consumed) = &expect.consumed {
            self.consumed("terpakai", &ClockRef::Total, consumed);
        }
        if let Some(due) = &expect.total {
            self.due("tenggat_total", &ClockRef::Total, due);
        }
        if expect.consumed_step.is_none() && expect.step.is_none() {
            return;
        }
        let [token] = self.case.tokens.as_slice() else {
            let count = self.case.tokens.len();
            self.differences.push(Difference::new(
                "terpakai_langkah",
                format!("butuh tepat satu langkah yang berjalan, sekarang {count}"),
                format!("needs exactly one step with a token, there are {count}"),
            ));
            return;
        };
        let name = ClockRef::Step(token.step.clone());
        if let Some(consumed) = &expect.consumed_step {
            self.consumed("terpakai_langkah", &name, consumed);
        }
        if let Some(due) = &expect.step {
            self.due("tenggat_langkah", &name, due);
        }
    }

    fn consumed(&mut self, key: &'static str, name: &ClockRef, expected: &Expected) {
        let expected_text = format!("{} {}", expected.number, expected.unit.name());
        let found = match self.case.clock(name) {
            Some(clock) if clock.budget().unit != expected.unit => {
                format!("jam dalam {}", clock.budget().unit.name())
            }
            Some(clock) => match self.in_unit(clock) {
                Some(found) if found.cut(expected.decimals) == expected.number => return,
                Some(found) => format!("{found} {}", expected.unit.name()),
                None => "kalender belum lengkap".to_owned(),
            },
            None => nothing(),
        };
        self.same(key, &expected_text, &found);
    }

    fn in_unit(&self, clock: &CaseClock) -> Option<Number> {
        let consumed = clock.consumed(self.context.calendar, self.now).ok()?;
        let of = match clock.budget().unit {
            Unit::Minute | Unit::WorkingMinute => 60,
            Unit::Hour | Unit::WorkingHour => 3600,
            Unit::Day | Unit::WorkingDay | Unit::Month | Unit::Year => 1000,
        };
        Number::fraction(i128::from(consumed), of)
    }

    fn due(&mut self, key: &'static str, name: &ClockRef, expected: &DueExpect) {
        let zone = self.case.zone;
        let clock = self.case.clock(name);
        let shown = |instant: Option<Instant>| instant.map_or_else(nothing, |at| at.rfc3339(zone));
        let (expected, found) = match expected {
            DueExpect::Budget(budget) => {
                let found = clock.map(|clock| clock.budget().to_string());
                (budget.to_string(), found.unwrap_or_else(nothing))
            }
            DueExpect::Due(instant) => {
                let due = clock.and_then(|clock| clock.due(self.context.calendar).ok().flatten());
                (instant.rfc3339(zone), shown(due))
            }
        };
        self.same(key, &expected, &found);
    }

    fn form(&mut self, expect: &Expect) {
        let definition = self.context.definition;
        let seen = visible(definition, &self.case.answers.known(definition, None));
        let owned = |ids: Vec<&str>| ids.into_iter().map(str::to_owned).collect();
        if let Some(files) = &expect.required_files {
            self.same_set("berkas_wajib", files, &owned(required_files(definition, &seen)));
        }
        if let Some(fields) = &expect.required_fields {
            self.same_set("isian_wajib", fields, &owned(required_fields(definition, &seen)));
        }
        if let Some(ids) = &expect.visible {
            let found: BTreeSet<String> = owned(shown(definition, &seen));
            let missing: Vec<&str> = ids.iter().filter(|id| !found.contains(*id)).map(String::as_str).collect();
            if !missing.is_empty() {
                self.same("tampil", &missing.join(", "), "tersembunyi");
            }
        }
        if let Some(fee) = expect.fee {
            let found = fees(definition, &seen);
            let found = found.map_or_else(|| "belum diketahui".to_owned(), |fee| fee.to_string());
            self.same("biaya", &fee.to_string(), &found);
        }
    }

    fn same(&mut self, key: &'static str, expected: &str, found: &str) {
        if expected != found {
            self.differences.push(Difference::new(
                key,
                format!("diharapkan {expected}, ternyata {found}"),
                format!("expected {expected}, found {found}"),
            ));
        }
    }

    fn same_set(&mut self, key: &'static str, expected: &[String], found: &BTreeSet<String>) {
        let expected: BTreeSet<String> = expected.iter().cloned().collect();
        let words = |set: &BTreeSet<String>| {
            let words: Vec<&str> = set.iter().map(String::as_str).collect();
            format!("[{}]", words.join(", "))
        };
        self.same(key, &words(&expected), &words(found));
    }
}

fn nothing() -> String {
    "tidak ada".to_owned()
}

/// The sum of all fee lines in rupiah; `None` while a value is unknown (semantics R36).
fn fees(definition: &Definition, seen: &Answers) -> Option<i128> {
    let mut sum = 0;
    for line in definition.fees.lines.values() {
        if line.waived.as_ref().is_some_and(|rule| rule.holds(seen)) {
            continue;
        }
        let exact = line.formula.eval(seen)?.rounded();
        sum += exact.max(line.min.map_or(i128::MIN, i128::from));
    }
    Some(sum)
}
