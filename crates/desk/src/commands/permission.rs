//! Whether an officer may act on a case, and as what; the rules stand in `rights.rs`.

use crate::Desk;
use crate::ledger::Loaded;
use crate::model::Holder;
use crate::refusal::{DeskRefusal, Desked};
use crate::rights::{Capacity, Officer, may_speak, may_work};
use crate::rows::Standing;
use cases::CaseRefusal;

impl Desk {
    /// The officer of a session, with the letters under which they stand in for others now (semantics R46).
    pub async fn officer(&self, session: &web::Session) -> Officer {
        let today = self.now().date(self.zone());
        let mandates = self.0.parts.staff.stands_in(&session.officer, today).await;
        Officer { mandates, ..Officer::from(session) }
    }

    /// Holders of a case as rights see them.
    pub(crate) fn holders_of(&self, loaded: &Loaded) -> Vec<Holder> {
        let calendar = self.calendar();
        Standing::of(&self.frame(&loaded.definition, &calendar), &loaded.case).holders
    }

    /// In which capacity the officer may take this action; the engine says whether it is offered at all.
    pub(crate) fn works_at(
        &self,
        loaded: &Loaded,
        officer: &Officer,
        step: Option<&str>,
        action: &str,
    ) -> Desked<Capacity> {
        let role_of = |title: &str, unit: &str| self.agencies().role_of(title, unit);
        let holders = self.holders_of(loaded);
        let meant = holders.iter().filter(|holder| match step {
            Some(step) => holder.step == step,
            None => loaded.definition.steps.get(&holder.step).is_some_and(|step| step.actions.contains_key(action)),
        });
        let mut allowed = meant.filter_map(|holder| may_work(officer, holder, &role_of));
        match allowed.next() {
            Some(capacity) => Ok(capacity),
            None => Err(self.not_allowed(loaded, officer, &holders, step)),
        }
    }

    pub(crate) fn speaks_at(&self, loaded: &Loaded, officer: &Officer, step: Option<&str>) -> Desked<Capacity> {
        let role_of = |title: &str, unit: &str| self.agencies().role_of(title, unit);
        let holders = self.holders_of(loaded);
        let meant = holders.iter().filter(|holder| step.is_none_or(|step| holder.step == step));
        if let Some(capacity) = meant.into_iter().find_map(|holder| may_speak(officer, holder, &role_of)) {
            return Ok(capacity);
        }
        // While the case waits for the resident, the unit that held it last may still answer and note.
        let last = crate::messages::holding_unit(&loaded.case);
        let waits =
            step.is_none() && holders.iter().all(Holder::is_reporter) && officer.working_units().contains(&last);
        let role = officer.grants.iter().find(|grant| grant.unit == last && crate::rights::works(grant.role));
        match role.filter(|_| waits) {
            Some(grant) => Ok(Capacity::own(&last, grant.role.word())),
            None => Err(self.not_allowed(loaded, officer, &holders, step)),
        }
    }

    /// Whoever holds or held the case is told that it has moved on; everyone else that it is not theirs.
    fn not_allowed(
        &self,
        loaded: &Loaded,
        officer: &Officer,
        holders: &[Holder],
        step: Option<&str>,
    ) -> crate::DeskError {
        let units = officer.working_units();
        let held = loaded.case.stays.iter().any(|stay| stay.working && units.contains(&stay.unit));
        let there =
            holders.iter().any(|holder| step.is_none_or(|step| holder.step == step) && units.contains(&holder.unit));
        if held && loaded.case.ended.is_some() {
            CaseRefusal::CaseEnded.into()
        } else if held && !there {
            DeskRefusal::Moved { seen: loaded.version }.into()
        } else {
            DeskRefusal::Forbidden.into()
        }
    }
}
