//! Whether a call may be made: grant, operation, quotas. Decided in memory, in this order, so that nobody learns of a
//! service's operations without a grant for it.

use super::{Asked, Open};
use crate::gateway::Gateway;
use crate::limits::Used;
use crate::model::operations::Found;
use crate::refusal::Why;

impl Gateway {
    /// The place of the operation that is called.
    ///
    /// # Errors
    /// It may not be called, or not now.
    pub(super) fn judge(&self, open: &mut Open, asked: &Asked<'_>) -> Result<usize, Why> {
        let now = self.deps().clock.now();
        let sandbox = open.record.machine.sandbox;
        if !open.record.machine.reaches(&open.record.callable.key) {
            return Err(Why::NoScope);
        }
        let granted = match open.record.granted.clone() {
            Some(granted) => Some(granted),
            None if sandbox => None,
            None => return Err(Why::NoGrant),
        };
        if granted.as_ref().is_some_and(|granted| now < granted.grant.from || now >= granted.grant.until) {
            return Err(Why::GrantOver);
        }
        let operation = match open.service.operations.find(asked.parts.method.as_str(), &asked.address.parts) {
            Found::Operation(at) => at,
            Found::OtherMethods(methods) => return Err(Why::Method(methods)),
            Found::Nothing => return Err(Why::NoOperation),
        };
        open.record.operation = Some(operation);
        if let Some(granted) = granted {
            let id = open.record.callable.operations.get(operation).map_or("", |operation| &operation.id);
            if !granted.holds(id) {
                return Err(Why::NotGranted);
            }
            let taken = granted.used.take(&open.record.machine.client, now, self.deps().zone);
            taken.map_err(|used| match used {
                Used::Minute(seconds) => Why::TooOften(seconds),
                Used::Day(seconds) => Why::DayUsed(seconds),
            })?;
        }
        open.service.minute.take().map_err(Why::TooOften)?;
        Ok(operation)
    }
}
