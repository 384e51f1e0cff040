//! What officers do with a letter: bring back the signed scan, withdraw it, put a corrected one in its place.

use crate::events::{event, stream};
use crate::letters::Letters;
use crate::model::may_sign;
use crate::model::number::Pattern;
use crate::model::validity::reminders;
use crate::prepare::{Draft, read};
use crate::queries::Letter;
use crate::refusal::Refused;
use cases::doors::LetterState;
use kernel::{Actor, Duration, Id, Instant, Token, Unit};
use serde_json::json;
use store::{Commit, DRAWN, Statement, values};
use web::Session;

/// Least and most characters of a reason.
const REASON: std::ops::RangeInclusive<usize> = 10..=1000;

/// A signed letter that comes back as a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scan {
    bytes: Vec<u8>,
    media: &'static str,
}

impl Scan {
    /// A file that begins like a PDF, JPEG or PNG.
    ///
    /// # Errors
    /// It begins like something else.
    pub fn new(bytes: Vec<u8>) -> Result<Self, Refused> {
        let media = web::media::document(&bytes).ok_or(Refused::Scan)?;
        Ok(Self { bytes, media })
    }
}

/// A letter as it was signed, on paper or by a sign service.
pub(crate) struct SignedFile {
    pub bytes: Vec<u8>,
    pub media: &'static str,
    /// `cetak` or `elektronik`.
    pub way: &'static str,
    /// What the fact says of this way besides.
    pub proof: serde_json::Value,
}

impl Letters {
    /// A letter of the register that this officer may act on.
    ///
    /// # Errors
    /// There is none, or somebody else signs it.
    pub(crate) async fn to_sign(&self, session: &Session, id: &str) -> Result<Letter, Refused> {
        let letter = self.readable(session, id).await?;
        if may_sign(session, &self.signer(&letter)) { Ok(letter) } else { Err(Refused::NotSigner) }
    }

    /// Printed, signed, stamped and scanned: the letter is issued, and its holder is told.
    ///
    /// # Errors
    /// Not this officer's to sign, no longer waiting, or the store.
    pub async fn issue(&self, session: &Session, id: &str, scan: Scan) -> Result<(), Refused> {
        let (letter, now) = (self.to_sign(session, id).await?, self.now());
        if letter.state(self.today()) != LetterState::Prepared {
            return Err(Refused::Moved);
        }
        let file = SignedFile { bytes: scan.bytes, media: scan.media, way: "cetak", proof: json!({}) };
        self.keep_signed(session, &letter, file, now).await
    }

    /// Keeps the signed file: from this commit on the letter is issued.
    pub(crate) async fn keep_signed(
        &self,
        session: &Session,
        letter: &Letter,
        file: SignedFile,
        now: Instant,
    ) -> Result<(), Refused> {
        let (region, id) = (self.region(), letter.id.as_str());
        let person = self.person(&letter.person).await?;
        let hash = file_hash(&file.bytes);
        let blob = self.store().put_sealed_blob(&person, &file.bytes, now, self.chance()).await?;
        let mut data = json!({
            "letter": letter.id, "number": letter.number, "way": file.way, "file": hash, "replaces": letter.replaces,
        });
        if let (Some(data), serde_json::Value::Object(proof)) = (data.as_object_mut(), file.proof) {
            data.extend(proof);
        }
        let mut statements = vec![
            Statement::new(
                "UPDATE letters_letters SET issued_at = $3, way = $7, blob = $4, media = $5, file_hash = $6, \
                 version = version + 1 WHERE region = $1 AND id = $2 AND issued_at IS NULL AND revoked_at IS NULL",
                values![region, id, now, blob.as_str(), file.media, &hash, file.way],
            )
            .exactly_one(),
            blob.named_by(region, &format!("letter/{id}")),
            self.telling(id, "terbit", now),
        ];
        if let Some(old) = &letter.replaces {
            statements.push(Statement::new(
                "UPDATE letters_letters SET replaced_by = $3 WHERE region = $1 AND id = $2",
                values![region, old, id],
            ));
            statements.push(self.quiet(old));
        }
        statements.extend(self.reminding(letter, now));
        let facts = event("letter.issued", now, &actor(session, letter), data);
        self.commit(letter, facts, statements, now).await
    }

    /// Withdraws a letter, with a reason that only officers and the holder read.
    ///
    /// # Errors
    /// Not this officer's, no reason, already withdrawn or replaced, or the store.
    pub async fn revoke(&self, session: &Session, id: &str, reason: &str) -> Result<(), Refused> {
        let reason = reason.trim();
        if !REASON.contains(&reason.chars().count()) {
            return Err(Refused::Reason);
        }
        let (letter, now) = (self.to_sign(session, id).await?, self.now());
        if matches!(letter.state(self.today()), LetterState::Revoked | LetterState::Replaced) {
            return Err(Refused::Moved);
        }
        let person = self.person(&letter.person).await?;
        let (text, sealed) = self.0.vault.seal(&person, reason, now, self.chance())?;
        let mut statements = vec![
            sealed,
            Statement::new(
                "UPDATE letters_letters SET revoked_at = $3, reason_ref = $4, version = version + 1 \
                 WHERE region = $1 AND id = $2 AND revoked_at IS NULL AND replaced_by IS NULL",
                values![self.region(), id, now, &text.id],
            )
            .exactly_one(),
            self.quiet(id),
        ];
        if letter.issued_at.is_some() {
            statements.push(self.telling(id, "dicabut", now));
        }
        let data = json!({ "letter": letter.id, "number": letter.number, "reason": text });
        let facts = event("letter.revoked", now, &actor(session, &letter), data);
        self.commit(&letter, facts, statements, now).await
    }

    /// Prepares a corrected letter under a new number. The old one stays what it is until the new one is signed.
    ///
    /// # Errors
    /// Not this officer's, nothing corrected, no longer valid, or the store.
    pub async fn replace(
        &self,
        session: &Session,
        id: &str,
        corrected: impl Fn(&str) -> Option<String>,
    ) -> Result<String, Refused> {
        let (old, now) = (self.to_sign(session, id).await?, self.now());
        if !matches!(old.state(self.today()), LetterState::Valid | LetterState::Expired) {
            return Err(Refused::Moved);
        }
        let sheet = self.sheet(&old).await?.corrected(corrected).ok_or(Refused::Unchanged)?;
        let (dated, round) = (self.today(), self.next_round(&old).await?);
        let pattern = Pattern::new(&read(&old.pattern), &self.place(&old.unit), dated);
        let shown = old.shown.iter().map(|(label, text)| {
            let line = sheet.answers.iter().find(|line| line.label == *label);
            (label.clone(), line.and_then(|line| line.text.clone()).unwrap_or_else(|| text.clone()))
        });
        let letter = Letter {
            id: Id::new(now, self.chance()).to_string(),
            stream: stream(&old.case, &old.kind, round),
            round,
            number: DRAWN.to_owned(),
            token: Token::new(self.chance()).secret().to_owned(),
            shown: shown.collect(),
            prepared_at: now,
            dated,
            replaces: Some(old.id.clone()),
            issued_at: None,
            ..old.clone()
        };
        let (new, actor) = (letter.id.clone(), actor(session, &old));
        let template = self.template(&old.template).await?;
        self.keep(Draft { letter, sheet: &sheet, pattern, template: &template, actor }, now).await?;
        Ok(new)
    }

    async fn next_round(&self, letter: &Letter) -> Result<i64, Refused> {
        let sql = "SELECT MAX(round) FROM letters_letters WHERE region = $1 AND case_id = $2 AND kind = $3";
        let row = self.store().row(sql, &values![self.region(), &letter.case, &letter.kind]).await?;
        Ok(row.map(|row| row.int_or_null(0)).transpose()?.flatten().unwrap_or(0) + 1)
    }

    async fn commit(
        &self,
        letter: &Letter,
        facts: kernel::NewEvent,
        statements: Vec<Statement>,
        now: Instant,
    ) -> Result<(), Refused> {
        let stream = &letter.stream;
        let expected = self.store().version(self.region(), stream).await?;
        let commit = Commit { events: vec![facts], statements, ..Commit::new(self.region(), stream.clone(), expected) };
        self.store().commit(commit, now).await?;
        Ok(())
    }

    /// The order to tell its holder something.
    pub(crate) fn telling(&self, id: &str, what: &str, due: Instant) -> Statement {
        Statement::new(
            "INSERT INTO letters_tellings (region, letter, what, due_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            values![self.region(), id, what, due],
        )
    }

    fn quiet(&self, id: &str) -> Statement {
        Statement::new("DELETE FROM letters_tellings WHERE region = $1 AND letter = $2", values![self.region(), id])
    }

    /// Reminders before the last day (semantics R57).
    fn reminding(&self, letter: &Letter, now: Instant) -> Vec<Statement> {
        let Some(last) = letter.valid_until else {
            return Vec::new();
        };
        let days: Vec<Duration> = letter
            .reminders
            .split(',')
            .filter_map(|count| count.parse().ok())
            .map(|count| Duration::new(count, Unit::Day))
            .collect();
        let due = reminders(last, &days, self.deps().zone, now).into_iter();
        due.map(|(days, at)| self.telling(&letter.id, &format!("ingat/{days}"), at)).collect()
    }
}

/// SHA-256 of a file, 64 hexadecimal digits.
pub(crate) fn file_hash(bytes: &[u8]) -> String {
    kernel::ids::hex(ring::digest::digest(&ring::digest::SHA256, bytes).as_ref())
}

fn actor(session: &Session, letter: &Letter) -> Actor {
    Actor::Officer { id: session.officer.clone(), unit: letter.unit.clone(), title: letter.title.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scan_is_known_by_its_first_bytes() {
        assert_eq!(Scan::new(b"%PDF-1.7 ...".to_vec()).unwrap().media, "application/pdf");
        assert_eq!(Scan::new(vec![0xFF, 0xD8, 0xFF, 0xE0]).unwrap().media, "image/jpeg");
        assert_eq!(Scan::new(b"<html>".to_vec()), Err(Refused::Scan));
        assert_eq!(Scan::new(Vec::new()), Err(Refused::Scan));
    }
}
