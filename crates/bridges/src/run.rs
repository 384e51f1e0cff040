//! An import from beginning to end: structure first, then row by row, in batches that the registrar keeps at once.

use crate::convert::{Converted, Converter};
use crate::mapping::Mapping;
use crate::report::{List, Note, Progress, Report};
use cases::doors::{Agencies, Gazetteer, ImportRefusal, Imported, ImportedCase, Registrar};
use definition::diagnostic::Diagnostic;
use futures_util::StreamExt as _;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesOrdered;
use kernel::{Instant, Zone};
use sheet::Source;
use sheet::table::{BadTable, Row, Sound};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Write};
use std::sync::Arc;

/// Reports given to the registrar at once; it flushes them together.
pub const BATCH: usize = 200;

/// The rooms that answer.
#[derive(Clone)]
pub struct Doors {
    /// Names of places.
    pub gazetteer: Arc<dyn Gazetteer>,
    /// Names of agencies.
    pub agencies: Arc<dyn Agencies>,
    /// Where reports are kept.
    pub registrar: Arc<dyn Registrar>,
}

/// The region into which is imported.
#[derive(Clone, Debug)]
pub struct Region {
    /// Name with its kind, such as `Kota Surabaya`.
    pub name: String,
    /// Its zone.
    pub zone: Zone,
}

/// What to import, and into what.
#[derive(Clone)]
pub struct Job {
    /// The file.
    pub source: Source,
    /// How to read it.
    pub mapping: Mapping,
    /// Who answers.
    pub doors: Doors,
    /// Where.
    pub region: Region,
    /// The present; later times are refused.
    pub now: Instant,
}

/// Who is told on the way.
pub struct Watch<'w> {
    /// Takes the list of refused and repaired rows as CSV.
    pub list: &'w mut (dyn Write + Send),
    /// Called after every batch.
    pub progress: &'w mut (dyn FnMut(Progress) + Send),
}

/// Why an import stopped.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file is no sound table; nothing was kept.
    #[error(transparent)]
    Table(#[from] BadTable),
    /// The mapping does not fit the file; nothing was kept.
    #[error("pemetaan tidak cocok dengan berkas ({} galat)", .0.len())]
    Columns(Vec<Diagnostic>),
    /// The store failed on the way; what the report counts is kept whole, and running again goes on from there.
    #[error("berhenti di baris {line}: {message}")]
    Store {
        /// The first row that was not kept.
        line: u64,
        /// What the store said.
        message: String,
        /// What was done before.
        report: Box<Report>,
    },
    /// The list cannot be written.
    #[error("daftar catatan tidak dapat ditulis: {0}")]
    List(#[from] io::Error),
}

/// A report that waits for its batch.
struct Waiting {
    line: u64,
    number: String,
    notes: Vec<Note>,
}

/// A batch that the registrar is keeping, with what is known of its rows.
type Flying<'r> = BoxFuture<'r, (Vec<Waiting>, Vec<Result<Imported, ImportRefusal>>)>;

struct Run<'w> {
    registrar: &'w dyn Registrar,
    report: Report,
    list: List<'w>,
    waiting: Vec<Waiting>,
    batch: Vec<ImportedCase>,
    /// Two at most: while one is flushed, the next is made ready.
    flying: FuturesOrdered<Flying<'w>>,
    seen: HashMap<String, (u64, u64)>,
}

/// Imports a file. Run again, it changes nothing.
///
/// Rows whose number was already in the same file are unchanged if they are equal, and refused if they differ.
///
/// # Errors
/// The file or the mapping is unusable (nothing was kept), or the store failed on the way.
pub async fn import<'w>(job: &'w Job, watch: Watch<'w>) -> Result<Report, ImportError> {
    let sound = Sound::check(&job.source)?;
    let bound = job.mapping.bind(&sound.header).map_err(ImportError::Columns)?;
    let who = (&job.doors, &job.region, job.now);
    let mut converter = Converter::new(&job.mapping, bound, sound.header.clone(), who);
    let mut run = Run {
        registrar: job.doors.registrar.as_ref(),
        flying: FuturesOrdered::new(),
        report: Report { notes: sound.notes(), ..Report::default() },
        list: List::new(watch.list),
        waiting: Vec::with_capacity(BATCH),
        batch: Vec::with_capacity(BATCH),
        seen: HashMap::new(),
    };
    let mut rows = sound.rows()?;
    let mut progress = Progress { done: 0, total: sound.rows };
    while let Some(row) = rows.next_row()? {
        run.take(&mut converter, &row)?;
        progress.done += 1;
        if run.batch.len() == BATCH {
            run.send();
            if run.flying.len() > 1 {
                run.land().await?;
            }
            (watch.progress)(progress);
        }
    }
    run.send();
    while !run.flying.is_empty() {
        run.land().await?;
    }
    (watch.progress)(progress);
    run.list.finish()?;
    Ok(run.report)
}

impl Run<'_> {
    fn take(&mut self, converter: &mut Converter<'_>, row: &Row) -> Result<(), ImportError> {
        let number = converter.number(row);
        let mut hasher = DefaultHasher::new();
        row.fields.hash(&mut hasher);
        let print = hasher.finish();
        if let Some((line, before)) = self.seen.get(number) {
            if *before == print {
                self.report.unchanged += 1;
                return Ok(());
            }
            let reason = format!("nomor ini sudah dipakai baris {line} dengan isi lain");
            let note = Note::new("nomor_ganda", "", number, reason);
            return self.refuse(row.line, number, &note);
        }
        match converter.convert(row) {
            Ok(Converted { case, notes }) => {
                self.seen.insert(case.outside.clone(), (row.line, print));
                let number = case.outside.clone();
                self.waiting.push(Waiting { line: row.line, number, notes });
                self.batch.push(case);
                Ok(())
            }
            Err(note) => self.refuse(row.line, number, &note),
        }
    }

    fn refuse(&mut self, line: u64, number: &str, note: &Note) -> Result<(), ImportError> {
        self.report.rejected += 1;
        *self.report.reasons.entry(note.kind.to_owned()).or_default() += 1;
        self.list.add(line, number, "ditolak", note)?;
        Ok(())
    }

    /// Hands the batch to the registrar.
    fn send(&mut self) {
        let (batch, waiting) = (std::mem::take(&mut self.batch), std::mem::take(&mut self.waiting));
        if !batch.is_empty() {
            let registrar = self.registrar;
            self.flying.push_back(Box::pin(async move { (waiting, registrar.import(batch).await) }));
        }
    }

    /// Waits for the oldest batch and counts what became of it.
    async fn land(&mut self) -> Result<(), ImportError> {
        let Some((waiting, outcomes)) = self.flying.next().await else {
            return Ok(());
        };
        let mut outcomes = outcomes.into_iter();
        let mut failed: Option<(u64, String)> = None;
        for row in waiting {
            match outcomes.next() {
                Some(Ok(Imported::New(_))) => self.kept(&row)?,
                Some(Ok(Imported::Unchanged(_))) => self.report.unchanged += 1,
                Some(Err(ImportRefusal::Refused(reason))) => {
                    let note = Note::new("ditolak_layanan", "", "", reason);
                    self.refuse(row.line, &row.number, &note)?;
                }
                Some(Err(ImportRefusal::Store(message))) => failed = failed.or(Some((row.line, message))),
                None => failed = failed.or(Some((row.line, "tidak ada jawaban untuk baris ini".to_owned()))),
            }
        }
        match failed {
            None => Ok(()),
            Some((line, message)) => Err(ImportError::Store { line, message, report: Box::new(self.report.clone()) }),
        }
    }

    fn kept(&mut self, row: &Waiting) -> Result<(), ImportError> {
        match row.notes.is_empty() {
            true => self.report.accepted += 1,
            false => self.report.repaired += 1,
        }
        for note in &row.notes {
            *self.report.reasons.entry(note.kind.to_owned()).or_default() += 1;
            self.list.add(row.line, &row.number, "dicatat", note)?;
        }
        Ok(())
    }
}
