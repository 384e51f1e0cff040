//! An objection to the end of a case (`boleh_banding`, semantics R56): a linked new case of the same definition version
//! with its own clocks, in which nobody acts who acted in the first. The first case stays ended.

use super::open::Ready;
use super::{required_text, send_key};
use crate::Desk;
use crate::drafts::Taken;
use crate::ledger::Loaded;
use crate::model::Receipt;
use crate::refusal::{DeskError, DeskRefusal, Desked};
use crate::sealer::Sealer;
use cases::{AnswersRef, FileRef, Follows};
use definition::{Answers, Definition};
use kernel::clock::{Meter, Stretch};
use kernel::{Actor, CaseNumber, Id, Instant, MissingYear};
use serde_json::json;
use std::sync::Arc;
use store::{BlobId, Commit, CommitError, Statement, StoreError, values};

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
        let send = send_key(&objection.form_key, &json!([number, "banding", reason]));
        if !self.sent_before(send.as_ref()).await? && self.may_appeal(&first).await?.is_none() {
            return Err(DeskRefusal::NoAppeal.into());
        }
        let person = self.store().open_person(self.region(), &first.facts.person).await?;
        let person = person.ok_or(DeskRefusal::NoSuchCase)?;
        let (id, now) = (Id::new(self.now(), self.chance()).to_string(), self.now());
        let mut sealer = Sealer::new(&self.0.vault, &person, self.chance(), now);
        let follows = Follows {
            case: first.id.clone(),
            number: number.to_string(),
            reason: Some(sealer.seal(&reason)?),
            barred: first.case.officers(),
            renewal: false,
        };
        let ready = Ready {
            id,
            definition: Arc::clone(&first.definition),
            answers: residents(&first.definition, &first.answers),
            contact: first.facts.contact.clone().unwrap_or_default(),
            district: first.facts.district.clone(),
            taken: Taken::default(),
            flags: first.facts.flags.clone(),
        };
        let decision = self.decide_appeal(&first, &ready, follows, now);
        let mut commit = self.opening_commit(&ready, &decision, &person, sealer)?;
        let kept = files(&ready.definition, &first);
        commit.statements.extend(self.sequel(&first.id, &ready.id, "banding", &kept).await?);
        commit.send = send;
        self.kept_sequel(commit, DeskRefusal::NoAppeal).await
    }

    /// What ties a case to the one that follows it: those of the resident's files that go along, and the link, at most one.
    pub(super) async fn sequel(
        &self,
        first: &str,
        next: &str,
        kind: &str,
        kept: &[FileRef],
    ) -> Result<Vec<Statement>, StoreError> {
        let mut statements = self.files_again(first, next, kept).await?;
        let once = Statement::new(
            "INSERT INTO desk_sequels (region, case_id, next_id, kind) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            values![self.region(), first, next, kind],
        );
        statements.push(once.exactly_one());
        Ok(statements)
    }

    /// Commits the opening of a case that follows; where another window was faster, `twice` is the answer.
    pub(super) async fn kept_sequel(&self, commit: Commit, twice: DeskRefusal) -> Desked<Receipt> {
        match self.store().commit(commit, self.now()).await {
            Ok(receipt) => self.receipt(&receipt),
            Err(CommitError::Guard) => Err(twice.into()),
            Err(error) => Err(DeskError::from(error)),
        }
    }

    fn decide_appeal(&self, first: &Loaded, ready: &Ready, follows: Follows, now: Instant) -> cases::Decision {
        let calendar = self.calendar();
        let context = self.context(&ready.definition, &ready.answers, &calendar);
        let open = cases::Open {
            zone: self.zone(),
            channel: "web".to_owned(),
            anonymous: first.case.anonymous,
            secret: first.case.secret,
            answers: kept(&ready.definition, &first.case.answers),
            files: files(&ready.definition, first),
            renewal: false,
        };
        cases::open_after(&context, open, follows, now, &Actor::Reporter)
    }

    /// The resident's files stand in both cases; their bytes are kept once.
    async fn files_again(&self, first: &str, next: &str, kept: &[FileRef]) -> Result<Vec<Statement>, StoreError> {
        let sql = "SELECT id, blob FROM desk_files WHERE region = $1 AND case_id = $2 AND owner = 'pelapor'";
        let mut statements = Vec::new();
        for row in self.store().rows(sql, &values![self.region(), first]).await? {
            let id = row.text(0)?;
            if !kept.iter().any(|file| file.id == id) {
                continue;
            }
            let blob = BlobId::parse(row.text(1)?).ok_or_else(|| StoreError::Damaged("attachment name".into()))?;
            statements.push(Statement::new(
                "INSERT INTO desk_files (region, case_id, id, field, owner, blob, media, bytes, width, height, added_at) \
                 SELECT region, $3, id, field, owner, blob, media, bytes, width, height, added_at FROM desk_files \
                 WHERE region = $1 AND case_id = $2 AND id = $4",
                values![self.region(), first, next, id],
            ));
            statements.push(blob.named_by(self.region(), &format!("case/{next}")));
        }
        Ok(statements)
    }
}

/// What the resident answered: a new decision begins without what officers filled in.
pub(super) fn residents(definition: &Definition, answers: &Answers) -> Answers {
    let mut own = answers.clone();
    own.values.retain(|field, _| is_residents(definition, field));
    own.sources.retain(|field, _| is_residents(definition, field));
    own
}

fn kept(definition: &Definition, answers: &AnswersRef) -> AnswersRef {
    let mut own = answers.clone();
    own.clear.values.retain(|field, _| is_residents(definition, field));
    own.clear.sources.retain(|field, _| is_residents(definition, field));
    own.sealed.retain(|field, _| is_residents(definition, field));
    own
}

fn is_residents(definition: &Definition, field: &str) -> bool {
    definition.fields.get(field).is_some_and(|field| field.filled_at.is_none())
}

/// The files that the resident sent.
pub(super) fn files(definition: &Definition, first: &Loaded) -> Vec<FileRef> {
    let own = |file: &&FileRef| file.field.is_empty() || definition.files.contains_key(&file.field);
    first.case.files.iter().filter(own).cloned().collect()
}
