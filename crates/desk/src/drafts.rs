//! Files that wait for their form: opened, turned, shrunk, stripped and sealed when they arrive, kept 24 hours at most.
//!
//! The handle is a token of 130 bits; only its hash is kept. The files are sealed with the key of the person who is to
//! become the reporter (or, on a running case, already is): erasing that person makes them unreadable everywhere.

mod taken;

pub(crate) use taken::Taken;

use crate::Desk;
use crate::model::{DraftFile, Served};
use crate::photo;
use crate::refusal::{DeskError, DeskRefusal, Desked};
use crate::rows::{degrees, micro_degrees};
use definition::Definition;
use definition::model::{Exif, FileKind};
use kernel::{CaseNumber, Id, Instant, Token};
use std::sync::Arc;
use store::{BlobId, Commit, Person, Row, Statement, StoreError, values};

/// A draft as a page shows it.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What the form carries in a hidden field.
    pub handle: Token,
    /// The files in it, in the order in which they came.
    pub files: Vec<DraftFile>,
}

/// What a draft is for.
#[derive(Clone, Copy, Debug)]
pub enum DraftFor<'a> {
    /// A new case of this service.
    Service(&'a str),
    /// A running case: evidence of officers, additions of the resident.
    Case(&'a CaseNumber),
}

/// A file that arrived.
#[derive(Clone, Debug)]
pub struct NewFile {
    /// `berkas.ID`, the id of an item of evidence, or empty for an addition.
    pub field: String,
    /// Its bytes, as sent.
    pub bytes: Vec<u8>,
}

/// What holds for a file of this field.
pub(crate) struct Rule {
    kinds: Vec<FileKind>,
    pub max_bytes: u64,
    pub most: u32,
    longest: u32,
    suggest: bool,
}

/// Evidence and additions: what R6 leaves to us.
const USUAL_BYTES: u64 = 12 * 1024 * 1024;
const USUAL_SIDE: u32 = 1600;

impl Rule {
    pub fn of(definition: &Definition, field: &str) -> Self {
        let own = definition.files.get(field);
        let usual = vec![FileKind::Jpg, FileKind::Png, FileKind::Webp];
        Self {
            kinds: own.map_or(usual, |own| own.kinds.clone()),
            // Be generous by 5 %, never argue (semantics R5).
            max_bytes: own.map_or(USUAL_BYTES, |own| own.max_bytes + own.max_bytes / 20),
            most: own.map_or(4, |own| own.count.1),
            longest: own.and_then(|own| own.shrink_px).unwrap_or(USUAL_SIDE),
            suggest: own.is_some_and(|own| own.exif == Exif::SuggestPosition),
        }
    }

    /// Whether the first bytes are of a kind that this field takes: said before the rest is sent over a slow line.
    pub fn takes(&self, first: &[u8]) -> Result<(), photo::BadPhoto> {
        if first.starts_with(b"%PDF-") && self.kinds.contains(&FileKind::Pdf) {
            return Ok(());
        }
        let kind = photo::kind(first)?;
        if self.kinds.iter().any(|allowed| allowed.key() == kind) { Ok(()) } else { Err(photo::BadPhoto::NotAPhoto) }
    }
}

/// Forgets everything of a draft; the draft itself last.
pub(crate) fn forget(region: &str, draft: &str) -> [Statement; 4] {
    [
        Statement::new("DELETE FROM desk_upload_pieces WHERE region = $1 AND draft = $2", values![region, draft]),
        Statement::new("DELETE FROM desk_uploads WHERE region = $1 AND draft = $2", values![region, draft]),
        Statement::new("DELETE FROM desk_draft_files WHERE region = $1 AND draft = $2", values![region, draft]),
        Statement::new("DELETE FROM desk_drafts WHERE region = $1 AND id = $2", values![region, draft]),
    ]
}

const FILE: &str = "SELECT id, field, blob, media, bytes, width, height, latitude, longitude FROM desk_draft_files \
                    WHERE region = $1 AND draft = $2 ORDER BY id";

impl Desk {
    /// Keeps a file for a form that is still being filled in; `handle` is empty for the first one.
    ///
    /// # Errors
    /// The file is no photo that is kept, too large, one too many; the draft is gone; or the store failed.
    pub async fn put_file(&self, purpose: DraftFor<'_>, handle: &str, file: NewFile) -> Desked<Draft> {
        let (definition, case) = self.ground(purpose).await?;
        let rule = Rule::of(&definition, &file.field);
        if file.bytes.len() as u64 > rule.max_bytes {
            return Err(DeskRefusal::FileTooLarge { limit: rule.max_bytes }.into());
        }
        let (draft, person, mut statements) = self.draft_for(handle, &case).await?;
        let there = self.files_in(&hashed(&draft)).await?;
        let of_field = there.iter().filter(|known| known.field == file.field).count();
        if of_field as u64 >= u64::from(rule.most) || there.len() >= self.limits().draft_files {
            return Err(DeskRefusal::TooManyFiles { limit: rule.most }.into());
        }
        let (_, kept) = self.made_file((&hashed(&draft), &person), file, &rule).await?;
        statements.extend(kept);
        self.store().commit(Commit::of_statements(self.region(), statements), self.now()).await?;
        Ok(Draft { files: self.files_in(&hashed(&draft)).await?, handle: draft })
    }

    /// The definition by which a draft's files are judged, and the id of its case; empty for a new one.
    pub(crate) async fn ground(&self, purpose: DraftFor<'_>) -> Desked<(Arc<Definition>, String)> {
        match purpose {
            DraftFor::Service(id) => {
                let definition = self.catalogue().service(id).ok_or(DeskRefusal::NoSuchService)?;
                Ok((definition, String::new()))
            }
            DraftFor::Case(number) => {
                let id = self.id_of(number).await?;
                Ok((self.load(&id).await?.definition, id))
            }
        }
    }

    /// Opens, judges and seals a file; answers with its id and the statements that put it into the draft.
    pub(crate) async fn made_file(
        &self,
        (draft, person): (&str, &Person),
        file: NewFile,
        rule: &Rule,
    ) -> Desked<(String, [Statement; 2])> {
        let fit = self.fit(file.bytes, rule).await?;
        let now = self.now();
        let blob = self.store().put_sealed_blob(person, &fit.bytes, now, self.chance()).await?;
        let id = Id::new(now, self.chance()).to_string();
        let row = kept(self.region(), draft, &id, &file.field, &blob, &fit);
        Ok((id, [row, blob.named_by(self.region(), &format!("draft/{draft}"))]))
    }

    /// The draft with this handle and its files, if it is not gone.
    ///
    /// # Errors
    /// The store failed.
    pub async fn draft(&self, handle: &str) -> Desked<Option<Draft>> {
        let Some(handle) = Token::parse(handle) else {
            return Ok(None);
        };
        match self.draft_person(&hashed(&handle)).await? {
            Some(_) => Ok(Some(Draft { files: self.files_in(&hashed(&handle)).await?, handle })),
            None => Ok(None),
        }
    }

    /// A file of a draft, for the form that shows it again.
    ///
    /// # Errors
    /// There is none, or the store failed.
    pub async fn draft_file(&self, handle: &str, file: &str) -> Desked<Served> {
        let draft = hashed(&Token::parse(handle).ok_or(DeskRefusal::NoSuchFile)?);
        let (person, _) = self.draft_person(&draft).await?.ok_or(DeskRefusal::NoSuchFile)?;
        let sql = "SELECT blob, media FROM desk_draft_files WHERE region = $1 AND draft = $2 AND id = $3";
        let row = self.store().row(sql, &values![self.region(), &draft, file]).await?.ok_or(DeskRefusal::NoSuchFile)?;
        self.serve(&person, row.text(0)?, row.text(1)?, file).await
    }

    /// Takes a file out of a draft.
    ///
    /// # Errors
    /// There is none, or the store failed.
    pub async fn drop_draft_file(&self, handle: &str, file: &str) -> Desked<()> {
        let draft = hashed(&Token::parse(handle).ok_or(DeskRefusal::NoSuchFile)?);
        let sql = "SELECT blob FROM desk_draft_files WHERE region = $1 AND draft = $2 AND id = $3";
        let row = self.store().row(sql, &values![self.region(), &draft, file]).await?.ok_or(DeskRefusal::NoSuchFile)?;
        let blob = BlobId::parse(row.text(0)?).ok_or(DeskRefusal::NoSuchFile)?;
        let gone = "DELETE FROM desk_draft_files WHERE region = $1 AND draft = $2 AND id = $3";
        let sent = "DELETE FROM desk_uploads WHERE region = $1 AND draft = $2 AND file = $3";
        let statements = vec![
            Statement::new(gone, values![self.region(), &draft, file]),
            Statement::new(sent, values![self.region(), &draft, file]),
            blob.released_by(self.region(), &format!("draft/{draft}")),
        ];
        self.store().commit(Commit::of_statements(self.region(), statements), self.now()).await?;
        Ok(())
    }

    /// The draft of a handle, or a new one with a key for the person who is to be the reporter.
    pub(crate) async fn draft_for(&self, handle: &str, case: &str) -> Desked<(Token, Person, Vec<Statement>)> {
        if !handle.is_empty() {
            let token = Token::parse(handle).ok_or(DeskRefusal::DraftGone)?;
            let (person, of_case) = self.draft_person(&hashed(&token)).await?.ok_or(DeskRefusal::DraftGone)?;
            return if of_case == case { Ok((token, person, Vec::new())) } else { Err(DeskRefusal::DraftGone.into()) };
        }
        let (token, now) = (Token::new(self.chance()), self.now());
        let (person, mut statements) = if case.is_empty() {
            let (person, keep) = self.0.vault.new_person(now, self.chance())?;
            (person, vec![keep])
        } else {
            let facts = self.load(case).await?.facts;
            let person = self.store().open_person(self.region(), &facts.person).await?;
            (person.ok_or(DeskRefusal::NoSuchCase)?, Vec::new())
        };
        let until = now.plus_seconds(self.limits().draft_hours * 3600);
        statements.push(Statement::new(
            "INSERT INTO desk_drafts (region, id, person, case_id, created_at, until) VALUES ($1, $2, $3, $4, $5, $6)",
            values![self.region(), hashed(&token), person.id(), case, now, until],
        ));
        Ok((token, person, statements))
    }

    pub(crate) async fn draft_person(&self, draft: &str) -> Desked<Option<(Person, String)>> {
        let sql = "SELECT person, case_id FROM desk_drafts WHERE region = $1 AND id = $2 AND until >= $3";
        let Some(row) = self.store().row(sql, &values![self.region(), draft, self.now()]).await? else {
            return Ok(None);
        };
        let person = self.store().open_person(self.region(), row.text(0)?).await?;
        Ok(person.map(|person| (person, row.string(1).unwrap_or_default())))
    }

    pub(crate) async fn files_in(&self, draft: &str) -> Desked<Vec<DraftFile>> {
        let rows = self.store().rows(FILE, &values![self.region(), draft]).await?;
        rows.iter().map(|row| draft_file(row).map_err(DeskError::Store)).collect()
    }

    /// Opens, turns, shrinks and strips a photo; two at once at most, away from the threads that answer.
    async fn fit(&self, bytes: Vec<u8>, rule: &Rule) -> Desked<Fit> {
        rule.takes(&bytes)?;
        if bytes.starts_with(b"%PDF-") {
            return Ok(Fit { bytes, media: FileKind::Pdf.media_type(), size: (0, 0), position: None });
        }
        let _turn = self.0.photos.acquire().await.map_err(|_| StoreError::Closed)?;
        let longest = rule.longest;
        let done = tokio::task::spawn_blocking(move || photo::process(&bytes, longest)).await;
        let photo = done.map_err(|error| StoreError::File(error.to_string()))??;
        Ok(Fit {
            bytes: photo.jpeg,
            media: "image/jpeg",
            size: (photo.width, photo.height),
            position: photo.position.filter(|_| rule.suggest),
        })
    }

    /// The files of a resident's draft on their way into a new case.
    pub(crate) async fn take_draft(&self, handle: &str, definition: &Definition) -> Desked<Taken> {
        let taken = self.taken(handle, "", "pelapor").await?;
        for file in &taken.files {
            if !definition.files.contains_key(&file.field) {
                return Err(DeskRefusal::NoSuchFile.into());
            }
        }
        Ok(taken)
    }

    /// The files of a draft on their way into a running case.
    pub(crate) async fn take_case_draft(&self, handle: &str, case: &str, owner: &'static str) -> Desked<Taken> {
        self.taken(handle, case, owner).await
    }

    async fn taken(&self, handle: &str, case: &str, owner: &'static str) -> Desked<Taken> {
        if handle.is_empty() {
            return Ok(Taken::default());
        }
        let draft = hashed(&Token::parse(handle).ok_or(DeskRefusal::DraftGone)?);
        // A draft that is gone may have been sent already with this very form: then the repeated send finds its receipt,
        // for files are no part of what makes two sendings the same.
        let Some((person, of_case)) = self.draft_person(&draft).await? else {
            return Ok(Taken::default());
        };
        if of_case != case {
            return Err(DeskRefusal::DraftGone.into());
        }
        let rows = self.store().rows(FILE, &values![self.region(), &draft]).await?;
        let files = rows.iter().map(taken::taken_file).collect::<Result<_, _>>()?;
        let pieces = self.pieces_of(&draft).await?;
        let answers = self.answers_forgotten(&draft).await?;
        Ok(Taken { person: Some(person), draft, files, pieces, answers, owner })
    }

    /// Pieces of uploads that were never finished.
    async fn pieces_of(&self, draft: &str) -> Desked<Vec<BlobId>> {
        let sql = "SELECT blob FROM desk_upload_pieces WHERE region = $1 AND draft = $2";
        let rows = self.store().rows(sql, &values![self.region(), draft]).await?;
        Ok(rows.iter().map(blob_name).collect::<Result<_, _>>()?)
    }

    /// Whether the case has files of the same size for every one in the draft: photos are made the same way each time.
    pub(crate) async fn holds(&self, case: &str, taken: &Taken) -> Desked<bool> {
        let sql = "SELECT bytes, width, height FROM desk_files WHERE region = $1 AND case_id = $2";
        let rows = self.store().rows(sql, &values![self.region(), case]).await?;
        let kept = rows
            .iter()
            .map(|row| Ok([row.int(0)?, row.int(1)?, row.int(2)?]))
            .collect::<Result<Vec<_>, StoreError>>()?;
        Ok(taken.sizes().all(|size| kept.contains(&size)))
    }

    /// Forgets drafts whose time is over, usually 24 hours; the store's sweep deletes their files.
    pub(crate) async fn sweep_drafts(&self, now: Instant) -> Result<u64, StoreError> {
        let sql = "SELECT id FROM desk_drafts WHERE region = $1 AND until < $2 ORDER BY id LIMIT 200";
        let mut statements = Vec::new();
        for row in self.store().rows(sql, &values![self.region(), now]).await? {
            statements.extend(self.forgotten(row.text(0)?).await?);
        }
        let done = statements.len() as u64;
        if done > 0 {
            let commit = Commit::of_statements(self.region(), statements);
            self.store().commit_waiting(commit, now).await.map_err(|error| StoreError::Sql(error.to_string()))?;
        }
        Ok(done)
    }
}

/// A file fit to be kept.
struct Fit {
    bytes: Vec<u8>,
    media: &'static str,
    size: (u32, u32),
    position: Option<(f64, f64)>,
}

pub(crate) fn hashed(handle: &Token) -> String {
    handle.hash()
}

/// The name of an attachment in the first column.
pub(crate) fn blob_name(row: &Row) -> Result<BlobId, StoreError> {
    BlobId::parse(row.text(0)?).ok_or_else(|| StoreError::Damaged("attachment name".into()))
}

fn kept(region: &str, draft: &str, id: &str, field: &str, blob: &BlobId, fit: &Fit) -> Statement {
    Statement::new(
        "INSERT INTO desk_draft_files (region, draft, id, field, blob, media, bytes, width, height, latitude, longitude) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        values![
            region,
            draft,
            id,
            field,
            blob.as_str(),
            fit.media,
            i64::try_from(fit.bytes.len()).unwrap_or(i64::MAX),
            fit.size.0,
            fit.size.1,
            fit.position.map(|(latitude, _)| micro_degrees(latitude)),
            fit.position.map(|(_, longitude)| micro_degrees(longitude)),
        ],
    )
}

fn draft_file(row: &Row) -> Result<DraftFile, StoreError> {
    let position = match (row.int_or_null(7)?, row.int_or_null(8)?) {
        (Some(latitude), Some(longitude)) => Some((degrees(latitude), degrees(longitude))),
        _ => None,
    };
    Ok(DraftFile {
        id: row.string(0)?,
        field: row.string(1)?,
        media: row.string(3)?,
        bytes: row.int(4)?,
        size: (row.int(5)?, row.int(6)?),
        position,
    })
}
