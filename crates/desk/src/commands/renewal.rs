//! Renewing a letter (`perpanjang`, semantics R57): a new case in which some steps are skipped, its form filled in with the
//! answers and files of the first where the definition says `isi_ulang`. The resident changes what has changed.

use super::open::{Ready, counted};
use super::send_key;
use super::sequel::{Sequel, files, residents};
use crate::Desk;
use crate::ledger::Loaded;
use crate::model::Receipt;
use crate::refusal::{DeskRefusal, Desked};
use crate::sealer::Sealer;
use cases::doors::LetterState;
use cases::{AnswersRef, FileRef, Follows};
use definition::model::Letter;
use definition::{Answers, Definition, Input};
use jiff::civil::Date;
use jiff::{Span, ToSpan};
use kernel::{CaseNumber, Duration, Id, Unit};
use serde_json::json;
use std::sync::Arc;

/// More renewals of one letter than anybody lives to see.
const LONGEST_CHAIN: usize = 60;

/// A letter that can be renewed now.
#[derive(Clone, Debug)]
pub struct Renewal {
    /// The definition that runs now: the new case follows it.
    pub definition: Arc<Definition>,
    /// What the form is filled in with; empty without `isi_ulang`.
    pub answers: Answers,
    /// Files that go along unless others of their field are sent; none without `isi_ulang`.
    pub files: Vec<FileRef>,
    /// The last day of the letter.
    pub last: Date,
}

/// What the resident sends to renew.
#[derive(Clone, Debug, Default)]
pub struct Renewing {
    /// The form as it was sent.
    pub input: Input,
    /// Handle of the draft with new files; empty without any.
    pub draft: String,
    /// Key of the form.
    pub form_key: String,
}

/// The letter of an end that can be renewed.
fn renewable<'a>(definition: &'a Definition, end: &str) -> Option<&'a Letter> {
    let mut letters = definition.letters.values();
    letters.find(|letter| letter.at_end == end && letter.renewal.is_some())
}

/// When the case earned its letter, and for how long that is valid.
fn issue(loaded: &Loaded) -> Option<(Date, Duration)> {
    let ended = loaded.case.ended.as_ref()?;
    let letter = renewable(&loaded.definition, &ended.end)?;
    Some((ended.at?.date(loaded.case.zone), letter.validity?))
}

/// First and last day of the latest of these letters, the first issued one first: no day is bought twice (semantics R57).
fn days(letters: &[(Date, Duration)]) -> Option<(Date, Date)> {
    let mut latest: Option<(Date, Date)> = None;
    for (issued, validity) in letters {
        let next = latest.and_then(|(_, last)| last.tomorrow().ok());
        let first = next.map_or(*issued, |next| next.max(*issued));
        latest = Some((first, first.checked_add(span(*validity)).ok()?));
    }
    latest
}

/// Months and years keep the day number, cut to the month's last day (semantics R4).
fn span(time: Duration) -> Span {
    let count = i64::from(time.count);
    match time.unit {
        Unit::Month => count.months(),
        Unit::Year => count.years(),
        _ => count.days(),
    }
}

impl Desk {
    /// First and last day of the letter that the case earned; a renewal's begins on the day after the letter before it, or
    /// when it was issued if that is later (semantics R57).
    pub(crate) async fn letter_days(&self, loaded: &Loaded) -> Desked<Option<(Date, Date)>> {
        let Some(own) = issue(loaded) else { return Ok(None) };
        let mut chain = vec![own];
        let mut before = renewed(loaded);
        while let Some(id) = before.filter(|_| chain.len() < LONGEST_CHAIN) {
            let first = self.load_closed(&id).await?;
            let Some(letter) = issue(&first) else { break };
            chain.push(letter);
            before = renewed(&first);
        }
        chain.reverse();
        Ok(days(&chain))
    }

    /// The last day of the letter, while its renewal may be opened: from `mulai` before that day to the day itself, once,
    /// and not where the letter was withdrawn.
    pub(crate) async fn may_renew(&self, loaded: &Loaded) -> Desked<Option<Date>> {
        let ended = loaded.case.ended.as_ref();
        let letter = ended.and_then(|ended| renewable(&loaded.definition, &ended.end));
        let Some(renewal) = letter.and_then(|letter| letter.renewal.as_ref()) else { return Ok(None) };
        let Some((_, last)) = self.letter_days(loaded).await? else { return Ok(None) };
        let today = self.now().date(self.zone());
        let opens = last.checked_sub(span(renewal.opens)).unwrap_or(last);
        let runs = self.catalogue().service(&loaded.case.service).is_some();
        if today < opens || today > last || !runs || self.sequel_of(&loaded.id).await?.is_some() {
            return Ok(None);
        }
        let letters = self.0.parts.letters.of_case(&loaded.id).await;
        Ok((!letters.iter().any(|letter| letter.state == LetterState::Revoked)).then_some(last))
    }

    /// What the form of a renewal shows.
    ///
    /// # Errors
    /// There is nothing to renew now.
    pub async fn renewal(&self, number: &CaseNumber) -> Desked<Renewal> {
        let first = self.load(&self.id_of(number).await?).await?;
        let last = self.may_renew(&first).await?.ok_or(DeskRefusal::NoRenewal)?;
        let definition = self.catalogue().service(&first.case.service).ok_or(DeskRefusal::NoSuchService)?;
        let again = again(&first);
        Ok(Renewal {
            answers: if again { residents(&definition, &first.answers) } else { Answers::new() },
            files: if again { files(&definition, &first) } else { Vec::new() },
            definition,
            last,
        })
    }

    /// The resident renews a letter, under the definition that runs now. Files of the first case go along where no others
    /// of their field were sent. The same form sent again gives the same receipt.
    ///
    /// # Errors
    /// There is nothing to renew now, or the form must be mended.
    pub async fn renew(&self, number: &CaseNumber, wish: Renewing) -> Desked<Receipt> {
        let first = self.load(&self.id_of(number).await?).await?;
        self.under_mandate(&first)?;
        let send = send_key(&wish.form_key, &json!([number, "perpanjangan", format!("{:?}", wish.input)]));
        let before = self.sent_before(send.as_ref()).await?;
        if !before && self.may_renew(&first).await?.is_none() {
            return Err(DeskRefusal::NoRenewal.into());
        }
        let definition = self.catalogue().service(&first.case.service).ok_or(DeskRefusal::NoSuchService)?;
        let taken = self.take_case_draft(&wish.draft, &first.id, "pelapor").await?;
        if !before && !wish.draft.is_empty() && !taken.is_there() {
            return Err(DeskRefusal::DraftGone.into());
        }
        let mut kept = if again(&first) { files(&definition, &first) } else { Vec::new() };
        kept.retain(|file| !taken.fields().any(|field| field == file.field));
        let fields = kept.iter().map(|file| file.field.as_str()).chain(taken.fields());
        let counts = counted(fields);
        let counts = (!before).then_some(&counts);
        let answers = self.checked(&definition, &wish.input, counts).map_err(DeskRefusal::Answers)?;
        let person = self.store().open_person(self.region(), &first.facts.person).await?;
        let person = person.ok_or(DeskRefusal::NoSuchCase)?;
        let now = self.now();
        let mut sealer = Sealer::new(&self.0.vault, &person, self.chance(), now);
        let ready = Ready {
            sent_by: None,
            id: Id::new(now, self.chance()).to_string(),
            contact: first.facts.contact.clone().unwrap_or_default(),
            district: self.district_of(cases::answers::village(&definition, &answers)),
            taken,
            flags: Vec::new(),
            definition,
            answers,
        };
        let (case, number) = (first.id.clone(), first.facts.number.clone());
        let follows = Follows { case, number, renewal: true, ..Follows::default() };
        let answers = AnswersRef::split(&ready.definition, &ready.answers, |_, value| sealer.seal_value(value));
        let twice = DeskRefusal::NoRenewal;
        let sequel = Sequel { first: &first, ready, follows, answers, kept, kind: "perpanjangan", send, twice };
        self.open_sequel(sequel, &person, sealer).await
    }
}

/// The case whose letter this one renews.
fn renewed(loaded: &Loaded) -> Option<String> {
    loaded.case.follows.as_ref().filter(|first| first.renewal).map(|first| first.case.clone())
}

/// Whether the renewal's form is filled in with the answers of this case (`isi_ulang`).
fn again(first: &Loaded) -> bool {
    let end = first.case.ended.as_ref().map(|ended| ended.end.as_str()).unwrap_or_default();
    let renewal = renewable(&first.definition, end).and_then(|letter| letter.renewal.as_ref());
    renewal.is_some_and(|renewal| renewal.prefill)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_window_opens_so_many_days_or_months_before_the_last_day() {
        let before = |day: Date, count, unit| day.checked_sub(span(Duration::new(count, unit))).unwrap();
        assert_eq!(before(date(2028, 3, 1), 30, Unit::Day), date(2028, 1, 31));
        assert_eq!(before(date(2028, 3, 31), 1, Unit::Month), date(2028, 2, 29), "cut to its end");
        assert_eq!(before(date(2028, 2, 29), 1, Unit::Year), date(2027, 2, 28));
    }

    #[test]
    fn a_renewed_letter_begins_on_the_day_after_the_last_one_or_when_it_was_issued_if_later() {
        let year = Duration::new(12, Unit::Month);
        assert_eq!(days(&[(date(2027, 3, 1), year)]), Some((date(2027, 3, 1), date(2028, 3, 1))));
        let early = days(&[(date(2027, 3, 1), year), (date(2028, 2, 15), year)]);
        assert_eq!(early, Some((date(2028, 3, 2), date(2029, 3, 2))), "no day is bought twice");
        let late = days(&[(date(2027, 3, 1), year), (date(2028, 3, 9), year)]);
        assert_eq!(late, Some((date(2028, 3, 9), date(2029, 3, 9))));
        let third = days(&[(date(2027, 3, 1), year), (date(2028, 2, 15), year), (date(2029, 2, 20), year)]);
        assert_eq!(third, Some((date(2029, 3, 3), date(2030, 3, 3))), "each begins where the one before it ends");
        assert_eq!(days(&[]), None);
    }
}
