//! The evidence pack: every file, and an index of all evidence with its hashes. One file at a time is in memory; the
//! archive is written while it is sent.

use super::evidence::{Evidence, Proof, Words};
use super::model::{Assessment, Item};
use super::rights::sees;
use super::{Assessments, Pinned};
use crate::refusal::Refused;
use bytes::Bytes;
use jiff::civil::DateTime;
use kernel::{Actor, NewEvent};
use std::io::{self, Write};
use std::sync::Arc;
use store::{ANY_VERSION, Commit, Person};
use tokio::runtime::Handle;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use web::Session;
use zip::ZipWriter;
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;

/// Pieces that wait for a slow reader.
const WAITING: usize = 4;
/// Length of a piece.
const PIECE: usize = 64 * 1024;

/// One piece of evidence with its words opened.
#[derive(Clone, Debug)]
pub struct PackLine {
    /// The evidence.
    pub evidence: Evidence,
    /// What it is.
    pub words: Words,
    /// Why it was withdrawn.
    pub withdrawn: Option<String>,
    /// Name in the archive, of a file that stands.
    pub file: Option<String>,
    /// Its file vanished or is damaged.
    pub missing: bool,
}

/// Everything that goes into one archive.
#[derive(Clone)]
pub struct Pack {
    /// The assessment.
    pub assessment: Assessment,
    /// Its instrument.
    pub pinned: Arc<Pinned>,
    /// Evidence in the order of indicators and numbers.
    pub lines: Vec<PackLine>,
    key: Person,
}

/// The index as it is put into the archive: names and contents.
pub type Index = Vec<(&'static str, Vec<u8>)>;

impl Assessments {
    /// What this person may take out of an assessment.
    ///
    /// # Errors
    /// There is none for them, or the store failed.
    pub async fn pack(&self, session: &Session, id: &str) -> Result<Pack, Refused> {
        let (assessment, pinned, _) = self.seen(session, id).await?;
        let seen = |item: &&Item| sees(session, &assessment, item);
        let mut evidence: Vec<Evidence> =
            assessment.items.values().filter(seen).flat_map(|item| item.evidence.clone()).collect();
        evidence.sort_by_key(|one| (assessment.items.get_index_of(&one.number.indicator), one.number.clone()));
        let reasons = evidence.iter().filter_map(|one| one.withdrawn.as_ref());
        let references = evidence.iter().map(|one| &one.words).chain(reasons).map(|text| text.id.as_str());
        let opened = self.opened(references).await?;
        let line = |one: Evidence| {
            let words = opened.get(&one.words.id).and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
            let withdrawn = one.withdrawn.as_ref().map(|why| opened.get(&why.id).cloned().unwrap_or_default());
            let file = match &one.proof {
                Proof::File { media, .. } if withdrawn.is_none() => {
                    Some(format!("bukti/{}.{}", one.number, web::media::ending(media)))
                }
                _ => None,
            };
            PackLine { evidence: one, words, withdrawn, file, missing: false }
        };
        let lines = evidence.into_iter().map(line).collect();
        let key = self.key(&assessment).await?;
        Ok(Pack { assessment, pinned, lines, key })
    }

    /// That evidence left the house, by whom, and how much of it.
    ///
    /// # Errors
    /// The store failed.
    pub(crate) async fn taken_out(&self, session: &Session, pack: &Pack) -> Result<(), Refused> {
        let unit = session.grants.first().map(|grant| grant.unit.clone()).unwrap_or_default();
        let actor = Actor::Officer { id: session.officer.clone(), unit, title: String::new() };
        let data = serde_json::json!({
            "what": "evidence", "format": "zip", "assessment": pack.assessment.id, "rows": pack.lines.len(), "complete": true,
        });
        let now = self.now();
        let fact = NewEvent { name: "export.made".to_owned(), happened_at: now, actor, data };
        let commit = Commit { events: vec![fact], ..Commit::new(self.region(), "instruments/exports", ANY_VERSION) };
        self.store().commit(commit, now).await?;
        Ok(())
    }

    /// Writes the archive in the background and gives its pieces as they come. `index` is asked last, when it is known
    /// which files could not be opened.
    pub(crate) fn sent(
        &self,
        pack: Pack,
        index: impl FnOnce(&Pack) -> Result<Index, String> + Send + 'static,
    ) -> Receiver<io::Result<Bytes>> {
        let (sender, receiver) = channel(WAITING);
        let (own, runtime) = (self.clone(), Handle::current());
        tokio::task::spawn_blocking(move || {
            let out = Pieces { sender: sender.clone(), waiting: Vec::with_capacity(PIECE) };
            let fetch = |blob: &str, key: &Person| runtime.block_on(own.bytes(key, blob));
            if let Err(error) = written(out, pack, own.deps().zone, &fetch, index) {
                tracing::warn!(%error, "an evidence pack was not finished");
                let _ = sender.blocking_send(Err(io::Error::other("the archive was not finished")));
            }
        });
        receiver
    }
}

fn written(
    out: Pieces,
    mut pack: Pack,
    zone: kernel::Zone,
    fetch: &dyn Fn(&str, &Person) -> Option<Vec<u8>>,
    index: impl FnOnce(&Pack) -> Result<Index, String>,
) -> ZipResult<()> {
    let mut zip = ZipWriter::new_stream(out);
    let key = pack.key.clone();
    let mut latest = pack.assessment.started_at;
    for line in &mut pack.lines {
        latest = latest.max(line.evidence.added_at);
        let (Proof::File { blob, sha256, .. }, Some(name)) = (&line.evidence.proof, &line.file) else {
            continue;
        };
        let bytes = fetch(blob, &key);
        match bytes.filter(|bytes| digest(bytes) == *sha256) {
            Some(bytes) => {
                zip.start_file(name.as_str(), dated(line.evidence.added_at.local(zone)))?;
                zip.write_all(&bytes)?;
            }
            None => line.missing = true,
        }
    }
    for (name, content) in index(&pack).map_err(io::Error::other)? {
        zip.start_file(name, dated(latest.local(zone)))?;
        zip.write_all(&content)?;
    }
    zip.finish()?.into_inner().flush()?;
    Ok(())
}

fn digest(bytes: &[u8]) -> String {
    kernel::ids::hex(ring::digest::digest(&ring::digest::SHA256, bytes).as_ref())
}

/// How an entry is kept, with the local moment at which it came; years that the format does not know keep its first.
fn dated(at: DateTime) -> SimpleFileOptions {
    let part = |value: i8| u8::try_from(value).unwrap_or_default();
    let year = u16::try_from(at.year()).unwrap_or_default();
    let time = zip::DateTime::from_date_and_time(
        year,
        part(at.month()),
        part(at.day()),
        part(at.hour()),
        part(at.minute()),
        part(at.second()),
    );
    SimpleFileOptions::default().last_modified_time(time.unwrap_or_default())
}

/// Hands what is written on in pieces; stops when nobody reads any more.
struct Pieces {
    sender: Sender<io::Result<Bytes>>,
    waiting: Vec<u8>,
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let piece = Bytes::from(std::mem::take(&mut self.waiting));
        self.sender.blocking_send(Ok(piece)).map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))
    }
}
