//! The files of a draft on their way into a case.

use cases::FileRef;
use kernel::Instant;
use store::{BlobId, Person, Row, Statement, StoreError, values};

/// The files of a draft on their way into a case.
#[derive(Default)]
pub(crate) struct Taken {
    pub person: Option<Person>,
    pub(super) draft: String,
    pub(super) files: Vec<TakenFile>,
    /// What came of uploads that were never finished; it goes with the draft.
    pub(super) pieces: Vec<BlobId>,
    /// What forgets the typed answers that waited beside the files.
    pub(super) answers: Vec<Statement>,
    pub(super) owner: &'static str,
}

pub(super) struct TakenFile {
    id: String,
    pub(super) field: String,
    blob: BlobId,
    media: String,
    numbers: [i64; 3],
}

impl Taken {
    /// References as events hold them.
    pub fn references(&self) -> Vec<FileRef> {
        self.files.iter().map(|file| FileRef { field: file.field.clone(), id: file.id.clone() }).collect()
    }

    /// The field of each.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|file| file.field.as_str())
    }

    /// Bytes, width and height of each.
    pub fn sizes(&self) -> impl Iterator<Item = [i64; 3]> {
        self.files.iter().map(|file| file.numbers)
    }

    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The statements that hand the files over and end the draft.
    pub fn statements(&self, region: &str, case: &str, now: Instant) -> Vec<Statement> {
        if self.draft.is_empty() {
            return Vec::new();
        }
        let mut statements = Vec::with_capacity(self.files.len() * 3 + 2);
        for file in &self.files {
            let [bytes, width, height] = file.numbers;
            statements.push(Statement::new(
                "INSERT INTO desk_files (region, case_id, id, field, owner, blob, media, bytes, width, height, added_at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                values![
                    region, case, &file.id, &file.field, self.owner, file.blob.as_str(), &file.media, bytes, width, height,
                    now
                ],
            ));
            statements.push(file.blob.named_by(region, &format!("case/{case}")));
            statements.push(file.blob.released_by(region, &format!("draft/{}", self.draft)));
        }
        let owner = format!("draft/{}", self.draft);
        statements.extend(self.pieces.iter().map(|piece| piece.released_by(region, &owner)));
        statements.extend(self.answers.iter().cloned());
        let [pieces, uploads, files, draft] = super::forget(region, &self.draft);
        statements.extend([pieces, uploads, files, draft.exactly_one()]);
        statements
    }

    /// Whether the handle led to a draft that is still there.
    pub fn is_there(&self) -> bool {
        !self.draft.is_empty()
    }
}

pub(super) fn taken_file(row: &Row) -> Result<TakenFile, StoreError> {
    let blob = BlobId::parse(row.text(2)?).ok_or_else(|| StoreError::Damaged("attachment name".into()))?;
    Ok(TakenFile {
        id: row.string(0)?,
        field: row.string(1)?,
        blob,
        media: row.string(3)?,
        numbers: [row.int(4)?, row.int(5)?, row.int(6)?],
    })
}
