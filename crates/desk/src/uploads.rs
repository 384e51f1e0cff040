//! Files that arrive in pieces. A line that breaks costs the piece under way; what arrived before is asked for and not
//! sent again, also after the page was loaded anew, and also where only our answer was lost.
//!
//! Pieces belong to a draft: whoever holds its handle, and nobody else, may write them; no page ever reads one. They are
//! sealed like the files that they become, and go with their draft.

use crate::Desk;
use crate::drafts::{DraftFor, NewFile, Rule, hashed};
use crate::refusal::{DeskError, DeskRefusal, Desked};
use kernel::{Id, Token};
use store::{BlobId, Commit, CommitError, Person, Statement, StoreError, values};

/// A file that is about to be sent.
#[derive(Clone, Debug)]
pub struct NewUpload {
    /// `berkas.ID`, the id of an item of evidence, or empty for an addition.
    pub field: String,
    /// What the browser calls this file, so that the same file chosen again goes on where it stopped.
    pub mark: String,
    /// How many bytes it has.
    pub bytes: u64,
}

/// How far a file has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// Handle of the draft, for the form's hidden field.
    pub handle: Token,
    /// Names the upload within the draft.
    pub id: String,
    /// So many bytes are here; the next piece begins there.
    pub here: u64,
    /// The file in the draft, once it is whole and was found fit to be kept.
    pub file: Option<String>,
}

/// One piece.
#[derive(Clone, Debug)]
pub struct Piece {
    /// The upload.
    pub upload: String,
    /// Where it begins.
    pub start: u64,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// An upload as it is kept.
struct Row {
    id: String,
    field: String,
    bytes: u64,
    file: String,
}

const LONGEST_MARK: usize = 64;

impl Desk {
    /// Begins an upload, or says how far the same one has come; `handle` is empty for a form's first file.
    ///
    /// # Errors
    /// The file would be too large or one too many, the form does not ask for it, the draft is gone, or the store failed.
    pub async fn begin_upload(&self, purpose: DraftFor<'_>, handle: &str, wish: NewUpload) -> Desked<Upload> {
        let (definition, case) = self.ground(purpose).await?;
        if case.is_empty() && !definition.files.contains_key(&wish.field) {
            return Err(DeskRefusal::NoSuchFile.into());
        }
        let rule = Rule::of(&definition, &wish.field);
        if wish.bytes > rule.max_bytes {
            return Err(DeskRefusal::FileTooLarge { limit: rule.max_bytes }.into());
        }
        if wish.bytes == 0 || wish.mark.is_empty() || wish.mark.len() > LONGEST_MARK {
            return Err(DeskRefusal::NoSuchFile.into());
        }
        let (token, _, mut statements) = self.draft_for(handle, &case).await?;
        let draft = hashed(&token);
        if let Some(known) = self.upload_marked(&draft, &wish).await? {
            return self.how_far(token, known).await;
        }
        let there = self.files_in(&draft).await?;
        let coming = self.unfinished(&draft, &wish.field).await?;
        let of_field = there.iter().filter(|file| file.field == wish.field).count() + coming.0;
        if of_field as u64 >= u64::from(rule.most) || there.len() + coming.1 >= self.limits().draft_files {
            return Err(DeskRefusal::TooManyFiles { limit: rule.most }.into());
        }
        let now = self.now();
        let id = Id::new(now, self.chance()).to_string();
        statements.push(Statement::new(
            "INSERT INTO desk_uploads (region, draft, id, field, mark, bytes, file) VALUES ($1, $2, $3, $4, $5, $6, '') \
             ON CONFLICT DO NOTHING",
            values![self.region(), &draft, &id, &wish.field, &wish.mark, signed(wish.bytes)],
        ));
        self.store().commit(Commit::of_statements(self.region(), statements), now).await?;
        // Of two tabs that began at once, both go on with the same one.
        let known = self.upload_marked(&draft, &wish).await?.ok_or(DeskRefusal::DraftGone)?;
        self.how_far(token, known).await
    }

    /// Keeps one piece and says how far the file has come; the last piece makes it a file of the draft. A piece that is
    /// here already, or that does not follow the last one, changes nothing: the answer says where to go on.
    ///
    /// # Errors
    /// There is no such upload in this draft, the piece is too small, too large or of no kind that is kept; the whole
    /// file is not fit to be kept and is forgotten; or the store failed.
    pub async fn put_piece(&self, purpose: DraftFor<'_>, handle: &str, piece: Piece) -> Desked<Upload> {
        let (definition, case) = self.ground(purpose).await?;
        let token = Token::parse(handle).ok_or(DeskRefusal::DraftGone)?;
        let draft = hashed(&token);
        let (person, of_case) = self.draft_person(&draft).await?.ok_or(DeskRefusal::DraftGone)?;
        if of_case != case {
            return Err(DeskRefusal::DraftGone.into());
        }
        let known = self.upload(&draft, &piece.upload).await?.ok_or(DeskRefusal::DraftGone)?;
        let rule = Rule::of(&definition, &known.field);
        let here = if known.file.is_empty() { self.extent(&draft, &known.id).await? } else { known.bytes };
        if known.file.is_empty() && here < known.bytes {
            if piece.start != here {
                return Ok(Upload { handle: token, id: known.id, here, file: None });
            }
            if here == 0 {
                rule.takes(&piece.bytes)?;
            }
            self.keep_piece((&draft, &person), &known, &piece).await?;
        }
        if known.file.is_empty() && self.extent(&draft, &known.id).await? == known.bytes {
            return self.made_whole((token, &person), known, &rule).await;
        }
        self.how_far(token, known).await
    }

    async fn keep_piece(&self, (draft, person): (&str, &Person), known: &Row, piece: &Piece) -> Desked<()> {
        let length = piece.bytes.len() as u64;
        let left = known.bytes - piece.start;
        let (least, most) = self.limits().piece_bytes;
        if length > left.min(most) || length < left.min(least) {
            return Err(DeskRefusal::FileTooLarge { limit: left.min(most) }.into());
        }
        let now = self.now();
        let blob = self.store().put_sealed_blob(person, &piece.bytes, now, self.chance()).await?;
        let statements = vec![
            Statement::new(
                "INSERT INTO desk_upload_pieces (region, draft, upload, start, bytes, blob) \
                 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
                values![self.region(), draft, &known.id, signed(piece.start), signed(length), blob.as_str()],
            )
            .exactly_one(),
            blob.named_by(self.region(), &format!("draft/{draft}")),
        ];
        let kept = self.store().commit(Commit::of_statements(self.region(), statements), now).await;
        // Sent twice at once: one of them is kept, and both senders hear how far it is.
        if kept.is_err() && self.extent(draft, &known.id).await? > piece.start {
            return Ok(());
        }
        kept?;
        Ok(())
    }

    /// All bytes are here: they are opened and judged as those of any form; what is not fit is forgotten at once.
    async fn made_whole(&self, (token, person): (Token, &Person), known: Row, rule: &Rule) -> Desked<Upload> {
        let draft = hashed(&token);
        let pieces = self.pieces(&draft, &known.id).await?;
        let mut bytes = Vec::with_capacity(usize::try_from(known.bytes).unwrap_or_default());
        for piece in &pieces {
            let part = self.store().get_sealed_blob(person, piece).await?;
            bytes.extend(part.ok_or_else(|| StoreError::Damaged("a piece is missing".into()))?);
        }
        let mut statements = self.without_pieces(&draft, &known.id, &pieces);
        let file = NewFile { field: known.field.clone(), bytes };
        let made = self.made_file((&draft, person), file, rule).await;
        let gone = "DELETE FROM desk_uploads WHERE region = $1 AND draft = $2 AND id = $3";
        let done = "UPDATE desk_uploads SET file = $4 WHERE region = $1 AND draft = $2 AND id = $3 AND file = ''";
        let (id, refused) = match made {
            Ok((id, kept)) => {
                let done = Statement::new(done, values![self.region(), &draft, &known.id, &id]);
                statements.insert(0, done.exactly_one());
                statements.extend(kept);
                (id, None)
            }
            Err(DeskError::Refused(refusal)) => {
                statements.push(Statement::new(gone, values![self.region(), &draft, &known.id]));
                (String::new(), Some(refusal))
            }
            Err(failure) => return Err(failure),
        };
        match self.store().commit(Commit::of_statements(self.region(), statements), self.now()).await {
            // Somebody else made it whole at the same moment.
            Err(CommitError::Guard) => {
                let known = self.upload(&draft, &known.id).await?.ok_or(DeskRefusal::DraftGone)?;
                return self.how_far(token, known).await;
            }
            done => done?,
        };
        match refused {
            Some(refusal) => Err(refusal.into()),
            None => Ok(Upload { handle: token, id: known.id, here: known.bytes, file: Some(id) }),
        }
    }

    fn without_pieces(&self, draft: &str, upload: &str, pieces: &[BlobId]) -> Vec<Statement> {
        let owner = format!("draft/{draft}");
        let sql = "DELETE FROM desk_upload_pieces WHERE region = $1 AND draft = $2 AND upload = $3";
        let gone = Statement::new(sql, values![self.region(), draft, upload]);
        std::iter::once(gone).chain(pieces.iter().map(|piece| piece.released_by(self.region(), &owner))).collect()
    }

    async fn how_far(&self, handle: Token, known: Row) -> Desked<Upload> {
        if !known.file.is_empty() {
            return Ok(Upload { handle, id: known.id, here: known.bytes, file: Some(known.file) });
        }
        let here = self.extent(&hashed(&handle), &known.id).await?;
        Ok(Upload { handle, id: known.id, here, file: None })
    }

    async fn upload(&self, draft: &str, id: &str) -> Desked<Option<Row>> {
        let sql = "SELECT id, field, bytes, file FROM desk_uploads WHERE region = $1 AND draft = $2 AND id = $3";
        let row = self.store().row(sql, &values![self.region(), draft, id]).await?;
        Ok(row.map(|row| read(&row)).transpose()?)
    }

    async fn upload_marked(&self, draft: &str, wish: &NewUpload) -> Desked<Option<Row>> {
        let sql = "SELECT id, field, bytes, file FROM desk_uploads \
                   WHERE region = $1 AND draft = $2 AND field = $3 AND mark = $4 AND bytes = $5";
        let asked = values![self.region(), draft, &wish.field, &wish.mark, signed(wish.bytes)];
        let row = self.store().row(sql, &asked).await?;
        Ok(row.map(|row| read(&row)).transpose()?)
    }

    /// Uploads under way in this draft: of this field, and of all.
    async fn unfinished(&self, draft: &str, field: &str) -> Desked<(usize, usize)> {
        let sql = "SELECT field FROM desk_uploads WHERE region = $1 AND draft = $2 AND file = ''";
        let rows = self.store().rows(sql, &values![self.region(), draft]).await?;
        let own = rows.iter().filter(|row| row.text(0).is_ok_and(|found| found == field)).count();
        Ok((own, rows.len()))
    }

    /// The end of the pieces that follow each other without a gap.
    async fn extent(&self, draft: &str, upload: &str) -> Desked<u64> {
        let sql = "SELECT CAST(COALESCE(SUM(bytes), 0) AS BIGINT) FROM desk_upload_pieces \
                   WHERE region = $1 AND draft = $2 AND upload = $3";
        let row = self.store().row(sql, &values![self.region(), draft, upload]).await?;
        Ok(row.map_or(Ok(0), |row| row.int(0)).map(|sum| u64::try_from(sum).unwrap_or_default())?)
    }

    async fn pieces(&self, draft: &str, upload: &str) -> Desked<Vec<BlobId>> {
        let sql = "SELECT blob FROM desk_upload_pieces WHERE region = $1 AND draft = $2 AND upload = $3 ORDER BY start";
        let rows = self.store().rows(sql, &values![self.region(), draft, upload]).await?;
        Ok(rows.iter().map(crate::drafts::blob_name).collect::<Result<_, _>>()?)
    }
}

fn read(row: &store::Row) -> Result<Row, StoreError> {
    Ok(Row {
        id: row.string(0)?,
        field: row.string(1)?,
        bytes: u64::try_from(row.int(2)?).unwrap_or_default(),
        file: row.string(3)?,
    })
}

fn signed(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}
