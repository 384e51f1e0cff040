//! An objection to the end of a case (`boleh_banding`, semantics R56): a linked new case of the same definition version
//! with its own clocks, in which nobody acts who acted in the first. The first case stays ended.

use super::open::Ready;
use super::sequel::{Sequel, files, kept, residents};
use super::{required_text, send_key};
use crate::Desk;
use crate::drafts::Taken;
use crate::ledger::Loaded;
use crate::model::Receipt;
use crate::refusal::{DeskRefusal, Desked};
use crate::sealer::Sealer;
use cases::Follows;
use kernel::clock::{Meter, Stretch};
use kernel::{CaseNumber, Id, Instant, MissingYear};
use serde_json::json;
use std::sync::Arc;
use store::values;

/// What the resident objects with.
#[derive(Clone, Debug, Default)]
pub struct Objection {
    /// Why; required.
    pub reason: String,
    /// Key of the form.
    pub form_key: String,
}

/// Until when the resident may object to the end of this case; `None` where nobody may, or may not any more.
///
/// # Errors
/// The time is counted in working days of a year whose holidays are not imported (semantics R13).
pub(crate) fn until(loaded: &Loaded, calendar: &kernel::Calendar) -> Result<Option<Instant>, MissingYear> {
    let Some((ended, at)) = loaded.case.ended.as_ref().and_then(|ended| Some((ended, ended.at?))) else {
        return Ok(None);
    };
    let budget = loaded.definition.ends.get(&ended.end).and_then(|end| end.appeal);
    let objects = loaded.case.follows.as_ref().is_some_and(|first| !first.renewal);
    let Some(budget) = budget.filter(|_| !objects && loaded.case.imported.is_none()) else {
        return Ok(None);
    };
    Meter { budget, start: at, zone: loaded.case.zone }.due(calendar, &[Stretch::since(at)])
}

impl Desk {
    /// Until when the resident may still object: not after the time is over, and not a second time.
    pub(crate) async fn may_appeal(&self, loaded: &Loaded) -> Desked<Option<Instant>> {
        let until = until(loaded, &self.calendar()).ok().flatten();
        match until.filter(|until| self.now() <= *until) {
            Some(until) => Ok(self.sequel_of(&loaded.id).await?.is_none().then_some(until)),
            None => Ok(None),
        }
    }

    /// The number of the case that follows this one, and whether it renews its letter.
    pub(crate) async fn sequel_of(&self, id: &str) -> Desked<Option<(String, bool)>> {
        let sql = "SELECT c.number, s.kind FROM desk_sequels s JOIN desk_cases c ON c.region = s.region AND c.id = s.next_id \
                   WHERE s.region = $1 AND s.case_id = $2";
        let row = self.store().row(sql, &values![self.region(), id]).await?;
        row.map(|row| Ok((row.string(0)?, row.text(1)? == "perpanjangan"))).transpose()
    }

    /// The resident objects: opens the case that follows. The same form sent again gives the same receipt.
    ///
    /// # Errors
    /// The end allows no objection, its time is over, it was made before, or the reason is empty.
    pub async fn appeal(&self, number: &CaseNumber, objection: Objection) -> Desked<Receipt> {
        let reason = required_text(&objection.reason, self.limits().text)?;
        let first = self.load(&self.id_of(number).await?).await?;
        self.under_mandate(&first)?;
        let send = send_key(&objection.form_key, &json!([number, "banding", reason]));
        if !self.sent_before(send.as_ref()).await? && self.may_appeal(&first).await?.is_none() {
            return Err(DeskRefusal::NoAppeal.into());
        }
        let person = self.store().open_person(self.region(), &first.facts.person).await?;
        let person = person.ok_or(DeskRefusal::NoSuchCase)?;
        let mut sealer = Sealer::new(&self.0.vault, &person, self.chance(), self.now());
        let follows = Follows {
            case: first.id.clone(),
            number: number.to_string(),
            reason: Some(sealer.seal(&reason)?),
            barred: first.case.officers(),
            renewal: false,
        };
        let definition = Arc::clone(&first.definition);
        let ready = Ready {
            sent_by: None,
            id: Id::new(self.now(), self.chance()).to_string(),
            answers: residents(&definition, &first.answers),
            contact: first.facts.contact.clone().unwrap_or_default(),
            district: first.facts.district.clone(),
            taken: Taken::default(),
            flags: first.facts.flags.clone(),
            definition,
        };
        let (answers, kept) = (kept(&first.definition, &first.case.answers), files(&first.definition, &first));
        let twice = DeskRefusal::NoAppeal;
        let sequel = Sequel { first: &first, ready, follows, answers, kept, kind: "banding", send, twice };
        self.open_sequel(sequel, &person, sealer).await
    }
}
