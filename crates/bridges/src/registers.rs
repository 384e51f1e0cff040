//! Registers of other agencies that confirm or fill in what people type (`isi_dari`, semantics R31, ADR 0025): an extract in
//! a file, or a service of the agency. Neither is waited for longer than [`PATIENCE`]; nothing of a question or an answer is
//! ever logged.

mod extract;
mod service;
mod settings;

pub use settings::{BadSettings, Method, Secret, Settings};

use cases::doors::{Answer, NoAnswer, Question, Record, Sources};
use extract::Extract;
use kernel::Clock;
use service::Service;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// A person waits at the form: after this it goes on without the source.
pub const PATIENCE: Duration = Duration::from_secs(2);

/// Why a source gave nothing; for the log and the operator, without any value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure(pub String);

/// The sources of one region.
pub struct Registers {
    all: BTreeMap<String, Register>,
    clock: Arc<dyn Clock>,
}

struct Register {
    name: String,
    way: Way,
    /// The last question had no answer.
    troubled: AtomicBool,
}

enum Way {
    Extract(Arc<Extract>),
    Service(Box<Service>),
}

impl std::fmt::Debug for Registers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Registers({:?})", self.all.keys().collect::<Vec<_>>())
    }
}

impl Registers {
    /// Makes ready to ask; reads no extract and calls nothing yet. Paths are taken from the data folder.
    ///
    /// # Errors
    /// A source that is neither file nor service, that takes nothing, whose secret cannot be read, or whose address is not
    /// https.
    pub fn new(settings: &BTreeMap<String, Settings>, data: &Path, clock: Arc<dyn Clock>) -> Result<Self, BadSettings> {
        let mut all = BTreeMap::new();
        for (id, settings) in settings {
            settings.check(id)?;
            let way = match &settings.file {
                Some(file) => Way::Extract(Arc::new(Extract::new(&data.join(file), settings))),
                None => Way::Service(Box::new(Service::new(id, settings, data)?)),
            };
            let name = settings.name.clone().unwrap_or_else(|| id.clone());
            all.insert(id.clone(), Register { name, way, troubled: AtomicBool::new(false) });
        }
        Ok(Self { all, clock })
    }

    /// The ids of all sources.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.all.keys().map(String::as_str)
    }

    /// How many sources did not answer when they were last asked; for the operator's figures.
    pub fn troubled(&self) -> usize {
        self.all.values().filter(|register| register.troubled.load(Ordering::Relaxed)).count()
    }

    /// Tries every source now: id, and what is wrong with it, in a sentence for the operator.
    pub async fn findings(&self) -> Vec<(String, String)> {
        let mut found = Vec::new();
        for (id, register) in &self.all {
            let tried = match &register.way {
                Way::Extract(extract) => in_background(extract, |extract| extract.look()).await,
                Way::Service(service) => service.tried().await,
            };
            if let Err(Failure(why)) = tried {
                found.push((id.clone(), why));
            }
        }
        found
    }

    async fn asked(&self, register: &Register, question: Question<'_>) -> Result<Option<Record>, Failure> {
        let Some(key) = plain_key(question.key) else {
            return Ok(None);
        };
        match &register.way {
            Way::Extract(extract) => {
                let found = in_background(extract, move |extract| extract.find(&key));
                let slow = |_| Failure("berkasnya masih dibaca".to_owned());
                tokio::time::timeout(PATIENCE, found).await.map_err(slow)?
            }
            Way::Service(service) => service.find(&key, question.personal, self.clock.now()).await,
        }
    }
}

/// Reading a file stops no other request.
async fn in_background<T: Send + 'static>(
    extract: &Arc<Extract>,
    work: impl FnOnce(&Extract) -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    let extract = Arc::clone(extract);
    let done = tokio::task::spawn_blocking(move || work(&extract)).await;
    done.unwrap_or_else(|_| Err(Failure("berkasnya tidak terbaca".to_owned())))
}

impl Sources for Registers {
    fn name(&self, source: &str) -> Option<String> {
        self.all.get(source).map(|register| register.name.clone())
    }

    fn ask<'a>(&'a self, question: Question<'a>) -> Answer<'a, Result<Option<Record>, NoAnswer>> {
        Box::pin(async move {
            let Some((id, register)) = self.all.get_key_value(question.source) else {
                return Err(NoAnswer);
            };
            let answer = self.asked(register, question).await;
            register.troubled.store(answer.is_err(), Ordering::Relaxed);
            answer.map_err(|Failure(why)| {
                tracing::warn!(source = id, why, "a source did not answer");
                NoAnswer
            })
        })
    }
}

/// Longest key that is looked up.
const LONGEST_KEY: usize = 64;

/// A key as it is compared: numbers are written with spaces, points and the apostrophe of a spreadsheet. `None` for what is
/// no number or code of a register.
fn plain_key(text: &str) -> Option<String> {
    let key: String = text.chars().filter(|c| !matches!(c, ' ' | '.' | '-' | '/' | '\'' | '\u{a0}')).collect();
    let known = !key.is_empty() && key.len() <= LONGEST_KEY && key.bytes().all(|byte| byte.is_ascii_alphanumeric());
    known.then(|| key.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_the_same_however_its_digits_are_grouped_and_nothing_else_is_one() {
        for text in ["3517 0101 0190 0001", "3517.0101.0190.0001", "'3517010101900001"] {
            assert_eq!(plain_key(text).as_deref(), Some("3517010101900001"), "{text}");
        }
        assert_eq!(plain_key("ab-12").as_deref(), Some("AB12"));
        for text in ["", "  ", "x?y=1", "../x&", "é1", &"1".repeat(65)] {
            assert_eq!(plain_key(text), None, "{text}");
        }
    }
}
