//! Evidence in and out: what is handed in is judged, kept and numbered; what is read is opened for those who may.

use super::Assessments;
use super::decide::{Command, decide};
use super::evidence::{Number, Proof, Words, link};
use super::model::Assessment;
use super::rights::sees;
use crate::refusal::Refused;
use kernel::{FactAsked, Instant, TextRef};
use store::{BlobId, Person};
use web::Session;

/// Least and most characters of what a piece of evidence is called.
const TITLE: std::ops::RangeInclusive<usize> = 3..=300;

/// Evidence as it is handed in.
#[derive(Clone, Debug)]
pub enum Given {
    /// A file: the name it had, and its bytes.
    File(String, Vec<u8>),
    /// An address.
    Link(String),
    /// A fact of this system.
    Fact(FactAsked),
}

impl Assessments {
    /// Adds evidence: a file is kept first, a fact is asked first.
    ///
    /// # Errors
    /// What the rules refuse, a file of another kind, an address that is none, a fact without a value, or the store.
    pub async fn prove(
        &self,
        session: &Session,
        id: &str,
        (indicator, level): (&str, Option<u32>),
        title: &str,
        given: Given,
    ) -> Result<(), Refused> {
        let (one, pinned, _) = self.seen(session, id).await?;
        let title = kernel::text::normal(title);
        if !TITLE.contains(&kernel::text::length(&title)) {
            return Err(Refused::Title);
        }
        let person = self.key(&one).await?;
        let now = self.now();
        let mut words = Words { title, ..Words::default() };
        // Asked before a file is kept: what the rules refuse leaves nothing behind.
        let trial =
            |proof: Proof, words: TextRef| Command::Add { indicator: indicator.to_owned(), level, proof, words };
        decide(
            &one,
            &pinned.instrument,
            session,
            trial(Proof::Link, TextRef { id: String::new(), hash: String::new() }),
        )?;
        let (proof, named) = match given {
            Given::File(name, bytes) => {
                words.file = name;
                let (proof, blob) = self.filed(&person, bytes, now).await?;
                (proof, Some(blob.named_by(self.region(), &Assessment::stream(id))))
            }
            Given::Link(typed) => {
                words.link = link(&typed).ok_or(Refused::Link)?;
                (Proof::Link, None)
            }
            Given::Fact(asked) => (self.fact(asked).await?, None),
        };
        let written = serde_json::to_string(&words).map_err(|error| Refused::Failed(error.to_string()))?;
        let (text, keep) = self.vault().seal(&person, &written, now, self.chance())?;
        let more = named.into_iter().chain([keep]).collect();
        self.act_with(session, id, &trial(proof, text), more).await
    }

    async fn filed(&self, person: &Person, bytes: Vec<u8>, now: Instant) -> Result<(Proof, BlobId), Refused> {
        let media = web::media::document(&bytes).ok_or(Refused::File)?;
        let blob = self.store().put_sealed_blob(person, &bytes, now, self.chance()).await?;
        let sha256 = kernel::ids::hex(ring::digest::digest(&ring::digest::SHA256, &bytes).as_ref());
        let proof =
            Proof::File { blob: blob.as_str().to_owned(), media: media.to_owned(), bytes: bytes.len() as u64, sha256 };
        Ok((proof, blob))
    }

    async fn fact(&self, asked: FactAsked) -> Result<Proof, Refused> {
        if asked.unit.as_ref().is_some_and(|unit| self.deps().agencies.agency(unit).is_none()) {
            return Err(Refused::NoUnit);
        }
        let told = self.deps().facts.tell(&asked, self.now()).await.map_err(Refused::Failed)?;
        Ok(Proof::Fact { asked, told: told.ok_or(Refused::NoFact)? })
    }

    /// The bytes of a piece of evidence that is a file, and what kind it is.
    ///
    /// # Errors
    /// This person may not see it, it is no file, or its file is gone or damaged.
    pub(crate) async fn file(
        &self,
        session: &Session,
        id: &str,
        number: &Number,
    ) -> Result<(String, Vec<u8>), Refused> {
        let (one, _, _) = self.seen(session, id).await?;
        let item = one.items.get(&number.indicator).filter(|item| sees(session, &one, item));
        let found = item.and_then(|item| item.evidence.iter().find(|one| one.number == *number));
        let Some(Proof::File { blob, media, .. }) = found.map(|found| &found.proof) else {
            return Err(Refused::NoEvidence);
        };
        let bytes = self.bytes(&self.key(&one).await?, blob).await.ok_or(Refused::NoEvidence)?;
        Ok((media.clone(), bytes))
    }

    /// The bytes of a file; `None` where it vanished or is damaged, which the log says.
    pub(crate) async fn bytes(&self, key: &Person, blob: &str) -> Option<Vec<u8>> {
        let id = BlobId::parse(blob)?;
        match self.store().get_sealed_blob(key, &id).await {
            Ok(bytes) => bytes,
            Err(error) => {
                tracing::warn!(blob, %error, "a file of an assessment cannot be opened");
                None
            }
        }
    }
}
