//! Renewing a letter (`perpanjang`, semantics R57): a new case with the same answers and files, in which some steps are
//! skipped. The last day is that of `berlaku` from the date of the end; what changed since is a new application.

use super::open::{Ready, counted};
use super::send_key;
use crate::Desk;
use crate::drafts::Taken;
use crate::ledger::Loaded;
use crate::model::Receipt;
use crate::refusal::{DeskRefusal, Desked};
use crate::sealer::Sealer;
use cases::{AnswersRef, Follows};
use definition::Definition;
use definition::model::Letter;
use jiff::ToSpan;
use jiff::civil::Date;
use kernel::clock::{Meter, Stretch};
use kernel::{Actor, Calendar, CaseNumber, Duration, Id, Unit};
use serde_json::json;

/// First day on which the letter of a case may be renewed, and its last day; `None` where no letter of this end can be.
pub(crate) fn window(loaded: &Loaded, calendar: &Calendar) -> Option<(Date, Date)> {
    let (ended, at) = loaded.case.ended.as_ref().and_then(|ended| Some((ended, ended.at?)))?;
    let letter = renewable(&loaded.definition, &ended.end)?;
    let (validity, renewal) = (letter.validity?, letter.renewal.as_ref()?);
    let zone = loaded.case.zone;
    let due = Meter { budget: validity, start: at, zone }.due(calendar, &[Stretch::since(at)]).ok().flatten()?;
    let last = due.date(zone);
    Some((before(last, renewal.opens)?, last))
}

/// The letter of an end that can be renewed with the answers of its case.
fn renewable<'a>(definition: &'a Definition, end: &str) -> Option<&'a Letter> {
    let mut letters = definition.letters.values();
    letters.find(|letter| letter.at_end == end && letter.renewal.as_ref().is_some_and(|renewal| renewal.prefill))
}

/// The date so long before another one (semantics R4 for months and years).
fn before(date: Date, time: Duration) -> Option<Date> {
    let count = i64::from(time.count);
    let span = match time.unit {
        Unit::Month => count.months(),
        Unit::Year => count.years(),
        _ => count.days(),
    };
    date.checked_sub(span).ok()
}

impl Desk {
    /// The last day of the letter, while its renewal may be opened: from `mulai` before that day to the day itself, once.
    pub(crate) async fn may_renew(&self, loaded: &Loaded) -> Desked<Option<Date>> {
        let today = self.now().date(self.zone());
        let open = window(loaded, &self.calendar()).filter(|(first, last)| *first <= today && today <= *last);
        let runs = self.catalogue().service(&loaded.case.service).is_some();
        match open.filter(|_| runs) {
            Some((_, last)) => Ok(self.sequel_of(&loaded.id).await?.is_none().then_some(last)),
            None => Ok(None),
        }
    }

    /// The resident renews a letter with the same answers and files, under the definition that runs now. The same form
    /// sent again gives the same receipt.
    ///
    /// # Errors
    /// There is nothing to renew now, or the form asks for more than it did: then a new application is needed.
    pub async fn renew(&self, number: &CaseNumber, form_key: &str) -> Desked<Receipt> {
        let first = self.load(&self.id_of(number).await?).await?;
        let send = send_key(form_key, &json!([number, "perpanjangan"]));
        if !self.sent_before(send.as_ref()).await? && self.may_renew(&first).await?.is_none() {
            return Err(DeskRefusal::NoRenewal.into());
        }
        let definition = self.catalogue().service(&first.case.service).ok_or(DeskRefusal::NoSuchService)?;
        let own = super::appeal::residents(&definition, &first.answers);
        let files = super::appeal::files(&definition, &first);
        let counts = counted(files.iter().map(|file| file.field.as_str()));
        let typed = web::form::input(&web::form::texts(&own));
        let answers = self.checked(&definition, &typed, Some(&counts)).map_err(|_| DeskRefusal::NoRenewal)?;
        let person = self.store().open_person(self.region(), &first.facts.person).await?;
        let person = person.ok_or(DeskRefusal::NoSuchCase)?;
        let now = self.now();
        let mut sealer = Sealer::new(&self.0.vault, &person, self.chance(), now);
        let ready = Ready {
            id: Id::new(now, self.chance()).to_string(),
            contact: first.facts.contact.clone().unwrap_or_default(),
            district: self.district_of(cases::answers::village(&definition, &answers)),
            taken: Taken::default(),
            flags: Vec::new(),
            definition,
            answers,
        };
        let calendar = self.calendar();
        let context = self.context(&ready.definition, &ready.answers, &calendar);
        let open = cases::Open {
            zone: self.zone(),
            channel: "web".to_owned(),
            anonymous: first.case.anonymous,
            secret: first.case.secret,
            answers: AnswersRef::split(&ready.definition, &ready.answers, |_, value| sealer.seal_value(value)),
            files,
            renewal: true,
        };
        let follows =
            Follows { case: first.id.clone(), number: number.to_string(), renewal: true, ..Follows::default() };
        let decision = cases::open_after(&context, open, follows, now, &Actor::Reporter);
        let mut commit = self.opening_commit(&ready, &decision, &person, sealer)?;
        commit.statements.extend(self.sequel(&first.id, &ready.id, "perpanjangan").await?);
        commit.send = send;
        self.kept_sequel(commit, DeskRefusal::NoRenewal).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_window_opens_so_many_days_or_months_before_the_last_day() {
        assert_eq!(before(date(2028, 3, 1), Duration::new(30, Unit::Day)), Some(date(2028, 1, 31)));
        assert_eq!(before(date(2028, 3, 31), Duration::new(1, Unit::Month)), Some(date(2028, 2, 29)), "cut to its end");
        assert_eq!(before(date(2028, 2, 29), Duration::new(1, Unit::Year)), Some(date(2027, 2, 28)));
    }
}
