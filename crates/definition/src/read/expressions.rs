//! Conditions and formulas inside a service's file.

use crate::condition::{Condition, ExprError, Formula, Types};
use crate::diagnostic::Diagnostic;
use crate::reader::Item;

impl Item<'_> {
    pub(super) fn condition(&self, types: &impl Types) -> Option<Condition> {
        let text = self.as_str();
        if text.is_none() {
            self.wrong_type("syarat dalam tanda kutip", "a quoted condition");
        }
        self.expr(Condition::parse(text?, types))
    }

    pub(super) fn formula(&self, types: &impl Types) -> Option<Formula> {
        let text = self.text()?;
        self.expr(Formula::parse(&text, types))
    }

    fn expr<T>(&self, parsed: Result<T, Vec<ExprError>>) -> Option<T> {
        match parsed {
            Ok(parsed) => Some(parsed),
            Err(errors) => {
                for error in errors {
                    let fault = Diagnostic::new(error.code, &self.path, error.say)
                        .at(Some(self.inside(&error.span)))
                        .near(error.near);
                    self.reader.fault(fault);
                }
                None
            }
        }
    }
}
