//! Letters out of the register.

use crate::letters::Letters;
use crate::model::digest::Words;
use crate::model::{Signer, Standing, state};
use crate::refusal::Refused;
use cases::doors::{LetterFile, LetterState};
use definition::model::Signature;
use jiff::civil::Date;
use kernel::time::{date_of_day, day_number};
use kernel::{Instant, OfficerId};
use store::{BlobId, Row, StoreError, Value, values};

/// The columns of [`Letter`], in its order.
pub(crate) const COLUMNS: &str = "id, stream, case_id, case_number, service, service_name, kind, round, unit, issuer, \
     title, officer, number, token, person, sheet_ref, shown, template, pattern, prepared_at, dated, valid_until, \
     reminders, announcement, issued_at, way, blob, media, file_hash, revoked_at, replaces, replaced_by, version, \
     signature, valid_from";

/// One line of the register.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the columns of letters_letters, named as they are used")]
pub struct Letter {
    pub id: String,
    pub stream: String,
    pub case: String,
    pub case_number: String,
    pub service: String,
    pub service_name: String,
    /// `surat.ID`.
    pub kind: String,
    /// 0 for the first letter of its kind, then 1 more for each that takes the place of another.
    pub round: i64,
    pub unit: String,
    /// Name of the unit as it was when the letter was made.
    pub issuer: String,
    pub title: String,
    pub officer: Option<OfficerId>,
    pub number: String,
    pub token: String,
    pub person: String,
    /// The sealed words of the letter.
    pub sheet: String,
    /// Label and value of what `qr.tampil` makes public.
    pub shown: Vec<(String, String)>,
    /// Hash of the template.
    pub template: String,
    /// The number's pattern, for a letter that takes the place of this one.
    pub pattern: String,
    pub prepared_at: Instant,
    pub dated: Date,
    /// Its first day, where that is not the day it is dated: a renewal follows the letter that it renews.
    pub valid_from: Option<Date>,
    pub valid_until: Option<Date>,
    /// Reminders, as in the definition, separated by commas.
    pub reminders: String,
    /// Pieces of the message at the issue, as JSON.
    pub announcement: Option<String>,
    pub issued_at: Option<Instant>,
    /// `cetak` (printed, stamped, scanned) or `elektronik`.
    pub way: Option<String>,
    pub blob: Option<String>,
    pub media: Option<String>,
    /// SHA-256 of the signed file.
    pub file_hash: Option<String>,
    pub revoked_at: Option<Instant>,
    pub replaces: Option<String>,
    pub replaced_by: Option<String>,
    pub version: i64,
    /// How the definition wants it signed (`tanda_tangan`).
    pub signature: Option<Signature>,
}

impl Letter {
    pub(crate) fn read(row: &Row) -> Result<Self, StoreError> {
        let date = |day: i64| date_of_day(day);
        Ok(Self {
            id: row.string(0)?,
            stream: row.string(1)?,
            case: row.string(2)?,
            case_number: row.string(3)?,
            service: row.string(4)?,
            service_name: row.string(5)?,
            kind: row.string(6)?,
            round: row.int(7)?,
            unit: row.string(8)?,
            issuer: row.string(9)?,
            title: row.string(10)?,
            officer: row.string_or_null(11)?.map(OfficerId),
            number: row.string(12)?,
            token: row.string(13)?,
            person: row.string(14)?,
            sheet: row.string(15)?,
            shown: serde_json::from_str(row.text(16)?).map_err(|error| StoreError::Damaged(error.to_string()))?,
            template: row.string(17)?,
            pattern: row.string(18)?,
            prepared_at: row.instant(19)?,
            dated: date(row.int(20)?),
            valid_from: row.int_or_null(34)?.map(date),
            valid_until: row.int_or_null(21)?.map(date),
            reminders: row.string(22)?,
            announcement: row.string_or_null(23)?,
            issued_at: row.instant_or_null(24)?,
            way: row.string_or_null(25)?,
            blob: row.string_or_null(26)?,
            media: row.string_or_null(27)?,
            file_hash: row.string_or_null(28)?,
            revoked_at: row.instant_or_null(29)?,
            replaces: row.string_or_null(30)?,
            replaced_by: row.string_or_null(31)?,
            version: row.int(32)?,
            signature: row.string_or_null(33)?.and_then(|word| Signature::parse(&word)),
        })
    }

    /// Where it stands on the local day `today`.
    pub fn state(&self, today: Date) -> LetterState {
        let standing = Standing {
            issued: self.issued_at.is_some(),
            revoked: self.revoked_at.is_some(),
            replaced: self.replaced_by.is_some(),
            valid_until: self.valid_until,
        };
        state(standing, today)
    }

    /// The words that its QR code carries.
    pub(crate) fn words(&self, region: &str) -> Words {
        Words {
            region: region.to_owned(),
            number: self.number.clone(),
            service: self.service_name.clone(),
            issuer: self.issuer.clone(),
            dated: self.dated.to_string(),
            until: self.valid_until.map(|date| date.to_string()).unwrap_or_default(),
        }
    }
}

impl Letters {
    /// One letter by its id.
    ///
    /// # Errors
    /// There is none, or the store failed.
    pub async fn letter(&self, id: &str) -> Result<Letter, Refused> {
        let found = self.select("id = $2", &values![self.region(), id]).await?;
        found.into_iter().next().ok_or(Refused::NoLetter)
    }

    /// The letter whose public page has this token.
    pub(crate) async fn by_token(&self, token: &str) -> Result<Option<Letter>, Refused> {
        Ok(self.select("token = $2", &values![self.region(), token]).await?.into_iter().next())
    }

    pub(crate) async fn letters_of_case(&self, case: &str) -> Result<Vec<Letter>, Refused> {
        let condition = "case_id = $2 ORDER BY prepared_at, id LIMIT 50";
        self.select(condition, &values![self.region(), case]).await
    }

    pub(crate) async fn select(&self, condition: &str, values: &[Value]) -> Result<Vec<Letter>, Refused> {
        let sql = format!("SELECT {COLUMNS} FROM letters_letters WHERE region = $1 AND {condition}");
        let rows = self.store().rows(&sql, values).await?;
        Ok(rows.iter().map(Letter::read).collect::<Result<_, _>>()?)
    }

    /// The signed file.
    pub(crate) async fn signed_file(&self, letter: &Letter) -> Result<LetterFile, Refused> {
        let (Some(blob), Some(media)) = (&letter.blob, &letter.media) else {
            return Err(Refused::NoLetter);
        };
        let person = self.person(&letter.person).await?;
        let blob = BlobId::parse(blob).ok_or(Refused::NoLetter)?;
        let bytes = self.store().get_sealed_blob(&person, &blob).await?.ok_or(Refused::NoLetter)?;
        Ok(LetterFile { name: file_name(&letter.number, media), media: media.clone(), bytes })
    }

    /// The words of a letter, opened.
    pub(crate) async fn opened(&self, reference: &str) -> Result<String, Refused> {
        let mut texts = self.store().open_sealed(self.region(), &[reference]).await?;
        texts.remove(reference).ok_or(Refused::Erased)
    }

    pub(crate) async fn template(&self, hash: &str) -> Result<String, Refused> {
        let sql = "SELECT source FROM letters_templates WHERE region = $1 AND hash = $2";
        let row = self.store().row(sql, &values![self.region(), hash]).await?;
        Ok(row.ok_or_else(|| Refused::Failed(format!("template {hash} is not kept")))?.string(0)?)
    }

    /// Who is to sign it.
    pub(crate) fn signer(&self, letter: &Letter) -> Signer {
        let role = self.deps().agencies.role_of(&letter.title, &letter.unit);
        Signer { officer: letter.officer.clone(), unit: letter.unit.clone(), role }
    }
}

/// `470/001/DUKCAPIL/2027` → `surat-470-001-DUKCAPIL-2027.pdf`.
pub(crate) fn file_name(number: &str, media: &str) -> String {
    let plain: String = number.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let ending = web::media::ending(media);
    format!("surat-{plain}.{ending}")
}

/// A day as the register keeps it.
pub(crate) fn day(date: Date) -> i64 {
    day_number(date)
}
