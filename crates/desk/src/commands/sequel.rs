//! A case that follows another one, an objection (semantics R56) or a renewal (R57): what goes along, and the tie.

use super::open::Ready;
use crate::Desk;
use crate::ledger::Loaded;
use crate::model::Receipt;
use crate::refusal::{DeskError, DeskRefusal, Desked};
use crate::sealer::Sealer;
use cases::{AnswersRef, FileRef, Follows};
use definition::{Answers, Definition};
use kernel::Actor;
use store::{BlobId, CommitError, Person, SendKey, Statement, StoreError, values};

/// A case that is to follow another one.
pub(super) struct Sequel<'a> {
    /// The first case; nothing is written to its stream.
    pub first: &'a Loaded,
    pub ready: Ready,
    pub follows: Follows,
    /// The answers as the event holds them.
    pub answers: AnswersRef,
    /// Files of the first case that go along.
    pub kept: Vec<FileRef>,
    /// `banding` or `perpanjangan`.
    pub kind: &'static str,
    pub send: Option<SendKey>,
    /// The answer where another window was faster: a case has at most one that follows it.
    pub twice: DeskRefusal,
}

impl Desk {
    /// Opens the case that follows, under the key of the same person.
    pub(super) async fn open_sequel(&self, wish: Sequel<'_>, person: &Person, sealer: Sealer<'_>) -> Desked<Receipt> {
        let Sequel { first, ready, follows, answers, kept, kind, send, twice } = wish;
        let calendar = self.calendar();
        let open = cases::Open {
            zone: self.zone(),
            channel: "web".to_owned(),
            anonymous: first.case.anonymous,
            secret: first.case.secret,
            answers,
            files: kept.iter().cloned().chain(ready.taken.references()).collect(),
            device_at: None,
            renewal: follows.renewal,
        };
        let context = self.context(&ready.definition, &ready.answers, &calendar);
        let decision = cases::open_after(&context, open, follows, self.now(), &Actor::Reporter);
        let mut commit = self.opening_commit(&ready, &decision, person, sealer)?;
        commit.statements.extend(self.files_again(&first.id, &ready.id, &kept).await?);
        let once = Statement::new(
            "INSERT INTO desk_sequels (region, case_id, next_id, kind) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            values![self.region(), &first.id, &ready.id, kind],
        );
        commit.statements.push(once.exactly_one());
        commit.send = send;
        match self.store().commit(commit, self.now()).await {
            Ok(receipt) => self.receipt(&receipt),
            Err(CommitError::Guard) => Err(twice.into()),
            Err(error) => Err(DeskError::from(error)),
        }
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

/// The same as events hold it.
pub(super) fn kept(definition: &Definition, answers: &AnswersRef) -> AnswersRef {
    let mut own = answers.clone();
    own.clear.values.retain(|field, _| is_residents(definition, field));
    own.clear.sources.retain(|field, _| is_residents(definition, field));
    own.sealed.retain(|field, _| is_residents(definition, field));
    own
}

fn is_residents(definition: &Definition, field: &str) -> bool {
    definition.fields.get(field).is_some_and(|field| field.filled_at.is_none())
}

/// The files that the resident sent, without those in whose place others came.
pub(super) fn files(definition: &Definition, first: &Loaded) -> Vec<FileRef> {
    let own = |file: &&FileRef| file.field.is_empty() || definition.files.contains_key(&file.field);
    let standing = |file: &&FileRef| !first.case.replaced.contains(&file.id);
    first.case.files.iter().filter(own).filter(standing).cloned().collect()
}
