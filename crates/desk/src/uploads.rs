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

/// An upload as it is kept: what is promised and what is here are read in one moment, because another sender of the same
/// file may make it whole in between.
struct Row {
    id: String,
    field: String,
    bytes: u64,
    /// The end of the pieces that follow each other without a gap.
    here: u64,
    file: String,
}

const ROW: &str = "SELECT u.id, u.field, u.bytes, u.file, (SELECT CAST(COALESCE(SUM(p.bytes), 0) AS BIGINT) \
                   FROM desk_upload_pieces p WHERE p.region = u.region AND p.draft = u.draft AND p.upload = u.id) \
                   FROM desk_uploads u WHERE u.region = $1 AND u.draft = $2";

impl Row {
    fn read(row: &store::Row) -> Result<Self, StoreError> {
        let unsigned = |column| row.int(column).map(|bytes| u64::try_from(bytes).unwrap_or_default());
        Ok(Self {
            id: row.string(0)?,
            field: row.string(1)?,
            bytes: unsigned(2)?,
            here: unsigned(4)?,
            file: row.string(3)?,
        })
    }

    /// All its pieces are here, and nobody made it a file yet.
    const fn complete(&self) -> bool {
        self.file.is_empty() && self.here == self.bytes
    }

    fn told(self, handle: Token) -> Upload {
        let whole = !self.file.is_empty();
        let here = if whole { self.bytes } else { self.here };
        Upload { handle, id: self.id, here, file: whole.then_some(self.file) }
    }
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
            return Ok(known.told(token));
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
        Ok(known.told(token))
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
        let mut known = self.upload(&draft, &piece.upload).await?;
        let rule = Rule::of(&definition, &known.field);
        if known.file.is_empty() && known.here < known.bytes {
            if piece.start != known.here {
                return Ok(known.told(token));
            }
            if known.here == 0 {
                rule.takes(&piece.bytes)?;
            }
            self.keep_piece((&draft, &person), &known, &piece).await?;
            known = self.upload(&draft, &piece.upload).await?;
        }
        if known.complete() {
            return self.made_whole((token, &person), known, &rule).await;
        }
        Ok(known.told(token))
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
                 SELECT region, draft, id, CAST($4 AS BIGINT), CAST($5 AS BIGINT), $6 FROM desk_uploads \
                 WHERE region = $1 AND draft = $2 AND id = $3 AND file = '' ON CONFLICT DO NOTHING",
                values![self.region(), draft, &known.id, signed(piece.start), signed(length), blob.as_str()],
            )
            .exactly_one(),
            blob.named_by(self.region(), &format!("draft/{draft}")),
        ];
        let kept = self.store().commit(Commit::of_statements(self.region(), statements), now).await;
        if let Err(failed) = kept {
            // Sent twice at once: one of them is kept, and both senders hear how far it is.
            let now = self.upload(draft, &known.id).await?;
            if now.file.is_empty() && now.here <= piece.start {
                return Err(failed.into());
            }
        }
        Ok(())
    }

    /// All bytes are here: they are opened and judged as those of any form; what is not fit is forgotten at once.
    async fn made_whole(&self, (token, person): (Token, &Person), known: Row, rule: &Rule) -> Desked<Upload> {
        let draft = hashed(&token);
        let pieces = self.pieces(&draft, &known.id).await?;
        let mut bytes = Vec::with_capacity(usize::try_from(known.bytes).unwrap_or_default());
        for piece in &pieces {
            bytes.extend(self.store().get_sealed_blob(person, piece).await?.unwrap_or_default());
        }
        if bytes.len() as u64 != known.bytes {
            return self.made_by_another(token, &draft, &known.id).await;
        }
        let mut statements = self.without_pieces(&draft, &known.id, &pieces);
        let file = NewFile { field: known.field.clone(), bytes };
        let made = self.made_file((&draft, person), file, rule).await;
        let gone = "DELETE FROM desk_uploads WHERE region = $1 AND draft = $2 AND id = $3 AND file = ''";
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
            Err(CommitError::Guard) => return self.made_by_another(token, &draft, &known.id).await,
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

    /// What became of an upload whose pieces another sender of the same file made whole at the same moment.
    async fn made_by_another(&self, handle: Token, draft: &str, id: &str) -> Desked<Upload> {
        let known = self.upload(draft, id).await?;
        if known.file.is_empty() {
            return Err(StoreError::Damaged("a piece is missing".into()).into());
        }
        Ok(known.told(handle))
    }

    async fn upload(&self, draft: &str, id: &str) -> Desked<Row> {
        let sql = format!("{ROW} AND u.id = $3");
        let row = self.store().row(&sql, &values![self.region(), draft, id]).await?;
        Ok(Row::read(&row.ok_or(DeskRefusal::DraftGone)?)?)
    }

    async fn upload_marked(&self, draft: &str, wish: &NewUpload) -> Desked<Option<Row>> {
        let sql = format!("{ROW} AND u.field = $3 AND u.mark = $4 AND u.bytes = $5");
        let asked = values![self.region(), draft, &wish.field, &wish.mark, signed(wish.bytes)];
        let row = self.store().row(&sql, &asked).await?;
        Ok(row.map(|row| Row::read(&row)).transpose()?)
    }

    /// Uploads under way in this draft: of this field, and of all.
    async fn unfinished(&self, draft: &str, field: &str) -> Desked<(usize, usize)> {
        let sql = "SELECT field FROM desk_uploads WHERE region = $1 AND draft = $2 AND file = ''";
        let rows = self.store().rows(sql, &values![self.region(), draft]).await?;
        let own = rows.iter().filter(|row| row.text(0).is_ok_and(|found| found == field)).count();
        Ok((own, rows.len()))
    }

    async fn pieces(&self, draft: &str, upload: &str) -> Desked<Vec<BlobId>> {
        let sql = "SELECT blob FROM desk_upload_pieces WHERE region = $1 AND draft = $2 AND upload = $3 ORDER BY start";
        let rows = self.store().rows(sql, &values![self.region(), draft, upload]).await?;
        Ok(rows.iter().map(crate::drafts::blob_name).collect::<Result<_, _>>()?)
    }
}

fn signed(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}
