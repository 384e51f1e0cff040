//! Past reports taken in with their own times, and given out again (semantics R55).

use crate::Desk;
use crate::events::Facts;
use crate::ledger::{envelopes, stream};
use crate::number;
use crate::queries::ImportedText;
use crate::refusal::DeskError;
use crate::rows::{self, FINISH_UNKNOWN, Last, Opening};
use crate::sealer::Sealer;
use cases::doors::{Answer, ExportedCase, ImportRefusal, Imported, ImportedCase, ImportedEnd, Registrar};
use cases::{AnswersRef, CaseEvent, Context, Open};
use definition::model::{FieldKind, Outcome};
use definition::{Address, Answers, Definition, Point, Value};
use kernel::{Actor, Calendar, CaseNumber, Id, Instant};
use std::collections::HashMap;
use std::sync::Arc;
use store::{Commit, CommitError, DRAWN, SendKey, StoreError, values};

/// Keys asked for in one query.
const CHUNK: usize = 200;

/// What one sealed value of an imported case holds.
#[derive(serde::Serialize, serde::Deserialize)]
struct Original {
    #[serde(flatten)]
    text: ImportedText,
    original: serde_json::Value,
}

impl Registrar for Desk {
    fn import<'a>(&'a self, cases: Vec<ImportedCase>) -> Answer<'a, Vec<Result<Imported, ImportRefusal>>> {
        Box::pin(self.import_all(cases))
    }

    fn exported<'a>(
        &'a self,
        source: &'a str,
        cursor: &'a str,
        limit: usize,
    ) -> Answer<'a, Result<Vec<ExportedCase>, ImportRefusal>> {
        Box::pin(async move { self.export(source, cursor, limit).await.map_err(|error| failed(&error)) })
    }

    fn services(&self) -> Vec<String> {
        self.catalogue().running().map(|definition| definition.id.clone()).collect()
    }
}

fn failed(error: &DeskError) -> ImportRefusal {
    match error {
        DeskError::Refused(refusal) => ImportRefusal::Refused(refusal.to_string()),
        DeskError::Store(error) => ImportRefusal::Store(error.to_string()),
    }
}

/// What became of a row before anything is committed.
enum Row {
    Done(Result<Imported, ImportRefusal>),
    /// Waits for the n-th commit.
    Commit(usize),
    /// The same report stands in an earlier row.
    Same(usize),
}

impl Desk {
    async fn import_all(&self, cases: Vec<ImportedCase>) -> Vec<Result<Imported, ImportRefusal>> {
        let mut known = match self.known(&cases).await {
            Ok(known) => known,
            Err(error) => {
                let refused = |_| Err(ImportRefusal::Store(error.to_string()));
                return cases.iter().map(refused).collect();
            }
        };
        let (calendar, mut rows, mut commits) = (self.calendar(), Vec::with_capacity(cases.len()), Vec::new());
        let mut here: HashMap<(String, String), usize> = HashMap::new();
        for (index, case) in cases.into_iter().enumerate() {
            let key = (case.source.clone(), case.outside.clone());
            if let Some(number) = known.remove(&key) {
                rows.push(Row::Done(Ok(Imported::Unchanged(number.clone()))));
                known.insert(key, number);
            } else if let Some(first) = here.get(&key) {
                rows.push(Row::Same(*first));
            } else {
                rows.push(match self.import_commit(case, &calendar) {
                    Ok(commit) => {
                        here.insert(key, index);
                        commits.push(commit);
                        Row::Commit(commits.len() - 1)
                    }
                    Err(refusal) => Row::Done(Err(refusal)),
                });
            }
        }
        let receipts = self.store().commit_all(commits, self.now()).await;
        outcomes(rows, receipts)
    }

    /// Numbers of the reports that were imported before.
    async fn known(&self, cases: &[ImportedCase]) -> Result<HashMap<(String, String), CaseNumber>, StoreError> {
        let mut known = HashMap::new();
        for of_one_source in cases.chunk_by(|one, next| one.source == next.source) {
            for chunk in of_one_source.chunks(CHUNK) {
                self.known_of(chunk, &mut known).await?;
            }
        }
        Ok(known)
    }

    /// The same for cases of one source: a list of numbers is looked up in the index, a chain of `OR` reads the table.
    async fn known_of(
        &self,
        chunk: &[ImportedCase],
        known: &mut HashMap<(String, String), CaseNumber>,
    ) -> Result<(), StoreError> {
        let Some(first) = chunk.first() else {
            return Ok(());
        };
        let mut values = values![self.region(), &first.source];
        values.extend(chunk.iter().map(|case| store::Value::from(case.outside.as_str())));
        let places: Vec<String> = (3..=values.len()).map(|place| format!("${place}")).collect();
        let sql = format!(
            "SELECT outside, number FROM desk_cases WHERE region = $1 AND source = $2 AND source <> '' AND outside IN ({})",
            places.join(", ")
        );
        for row in self.store().rows(&sql, &values).await? {
            let number = CaseNumber::parse(row.text(1)?).map_err(|_| StoreError::Damaged("number".into()))?;
            known.insert((first.source.clone(), row.string(0)?), number);
        }
        Ok(())
    }

    fn import_commit(&self, mut case: ImportedCase, calendar: &Calendar) -> Result<Commit, ImportRefusal> {
        let refused = |why: String| ImportRefusal::Refused(why);
        let definition = self.catalogue().service(&case.service);
        let definition = definition.ok_or_else(|| refused(format!("layanan `{}` tidak berjalan", case.service)))?;
        if case.source.is_empty() || case.outside.is_empty() {
            return Err(refused("tanpa nomor asal".to_owned()));
        }
        if case.end == ImportedEnd::Unknown && !case.flags.iter().any(|flag| flag == FINISH_UNKNOWN) {
            case.flags.push(FINISH_UNKNOWN.to_owned());
        }
        let ended = end(&definition, case.end)
            .map_err(|missing| refused(format!("layanan `{}` tidak punya akhir {missing}", case.service)))?;
        let answers = placed(&definition, case.village.as_deref());
        let context = Context {
            definition: &definition,
            calendar,
            units: self.units(),
            opened: Some(&answers),
            rehearsal: false,
        };
        let command = cases::Import {
            open: Open {
                zone: self.zone(),
                channel: "impor".to_owned(),
                anonymous: case.anonymous,
                secret: case.secret,
                answers: AnswersRef { clear: answers.clone(), ..AnswersRef::default() },
                files: Vec::new(),
                device_at: None,
                renewal: false,
            },
            imported: cases::events::Imported {
                source: case.source.clone(),
                outside: case.outside.clone(),
                flags: case.flags.clone(),
            },
            opened_at: case.opened_at,
            forwarded_at: None,
            step: None,
            village: case.village.clone(),
            unit: case.unit.clone(),
            answered: case.answered_at.map(|at| (at, None)),
            ended,
        };
        let actor = Actor::Import { source: case.source.clone() };
        let decision = cases::import(&context, command, &actor);
        self.imported(case, &definition, &decision, &answers, calendar)
            .map_err(|error| ImportRefusal::Store(error.to_string()))
    }

    fn imported(
        &self,
        case: ImportedCase,
        definition: &Arc<Definition>,
        decision: &cases::Decision,
        answers: &Answers,
        calendar: &Calendar,
    ) -> Result<Commit, StoreError> {
        let (now, frame) = (self.now(), self.frame(definition, calendar));
        let id = Id::new(now, self.chance()).to_string();
        let (person, keep) = self.0.vault.new_person(now, self.chance())?;
        let mut sealer = Sealer::new(&self.0.vault, &person, self.chance(), now);
        let text = ImportedText { text: case.text, address: case.address, answer: case.answer };
        let original = sealer.seal(&sealed(text, case.original)?)?;
        let district = case.district.clone().unwrap_or_else(|| self.district_of(case.village.as_deref()));
        let token_hash = self.token_of(&id).hash();
        let opening = Opening {
            id: &id,
            number: store::Value::Drawn,
            district: &district,
            coordinate: None,
            person: person.id(),
            token_hash: &token_hash,
            answers,
            flags: &case.flags,
        };
        let version = i64::try_from(decision.facts.len()).unwrap_or(0);
        let mut statements = vec![keep];
        statements.extend(sealer.finish()?);
        statements.extend(rows::insert(&frame, &decision.case, &opening, &Last { answer: "", version }));
        let village = case.village.unwrap_or_default();
        let facts = Facts {
            original: Some(original),
            flags: case.flags,
            source: case.source.clone(),
            ..imported_facts(definition, person.id(), (district, village), case.opened_at)
        };
        Ok(Commit {
            events: envelopes(&frame, &decision.facts, None, &decision.case, facts),
            statements,
            draw: Some(number::draw(definition.kind, case.opened_at, self.zone())),
            reply: DRAWN.to_owned(),
            // Two imports of one file at the same time: the second finds the first one's receipt.
            send: Some(SendKey { key: format!("impor/{}/{}", case.source, case.outside), digest: String::new() }),
            ..Commit::new(self.region(), stream(&id), 0)
        })
    }

    async fn export(&self, source: &str, cursor: &str, limit: usize) -> Result<Vec<ExportedCase>, DeskError> {
        let sql =
            "SELECT id FROM desk_cases WHERE region = $1 AND source = $2 AND number > $3 ORDER BY number LIMIT $4";
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = self.store().rows(sql, &values![self.region(), source, cursor, limit]).await?;
        let mut exported = Vec::with_capacity(rows.len());
        for row in rows {
            exported.push(self.export_one(row.text(0)?).await?);
        }
        Ok(exported)
    }

    async fn export_one(&self, id: &str) -> Result<ExportedCase, DeskError> {
        let loaded = self.load(id).await?;
        let damaged = |what: &str| StoreError::Damaged(format!("case {id}: {what}"));
        let reference = loaded.facts.original.as_ref().ok_or_else(|| damaged("original"))?;
        let latest = loaded.events.iter().rev().find_map(|(_, fact)| match &fact.event {
            CaseEvent::Answered { text } => text.as_ref(),
            _ => None,
        });
        let mut ids = vec![reference.id.as_str()];
        ids.extend(latest.map(|text| text.id.as_str()));
        let texts = self.store().open_sealed(self.region(), &ids).await?;
        // After an erasure nothing of the row is left to give back.
        let original = match texts.get(&reference.id) {
            Some(sealed) => {
                let original: Original = serde_json::from_str(sealed).map_err(|_| damaged("original"))?;
                original.original
            }
            None => serde_json::Value::Null,
        };
        let moved = loaded.events.iter().any(|(_, fact)| !matches!(fact.actor, Actor::Import { .. } | Actor::System));
        let head = self.head_of(id).await?;
        Ok(ExportedCase {
            cursor: head.number.to_string(),
            number: head.number,
            original,
            secret: head.secret,
            status: moved.then(|| head.status.word().to_owned()),
            answer: latest.and_then(|text| texts.get(&text.id).cloned()),
        })
    }
}

fn sealed(text: ImportedText, original: serde_json::Value) -> Result<String, StoreError> {
    serde_json::to_string(&Original { text, original }).map_err(|error| StoreError::Damaged(error.to_string()))
}

fn imported_facts(
    definition: &Definition,
    person: &str,
    (district, village): (String, String),
    opened_at: Instant,
) -> Facts {
    Facts {
        number: DRAWN.to_owned(),
        service: definition.id.clone(),
        kind: definition.kind.key().to_owned(),
        unit: String::new(),
        district,
        village,
        opened_at,
        status: String::new(),
        total_due: None,
        dormant: true,
        person: person.to_owned(),
        source: String::new(),
        flags: Vec::new(),
        first_answer: None,
        finish: None,
        contact: None,
        sent_by: None,
        original: None,
    }
}

fn outcomes(
    rows: Vec<Row>,
    receipts: Vec<Result<store::Receipt, CommitError>>,
) -> Vec<Result<Imported, ImportRefusal>> {
    let receipts: Vec<Result<Imported, ImportRefusal>> = receipts.into_iter().map(outcome).collect();
    let mut done: Vec<Result<Imported, ImportRefusal>> = Vec::with_capacity(rows.len());
    for row in rows {
        done.push(match row {
            Row::Done(outcome) => outcome,
            Row::Commit(at) => again(receipts.get(at), false),
            Row::Same(first) => again(done.get(first), true),
        });
    }
    done
}

/// The outcome of an earlier row or commit once more.
fn again(outcome: Option<&Result<Imported, ImportRefusal>>, unchanged: bool) -> Result<Imported, ImportRefusal> {
    match outcome {
        Some(Ok(Imported::New(number))) if !unchanged => Ok(Imported::New(number.clone())),
        Some(Ok(Imported::New(number) | Imported::Unchanged(number))) => Ok(Imported::Unchanged(number.clone())),
        Some(Err(ImportRefusal::Refused(why))) => Err(ImportRefusal::Refused(why.clone())),
        Some(Err(ImportRefusal::Store(why))) => Err(ImportRefusal::Store(why.clone())),
        None => Err(ImportRefusal::Store(String::new())),
    }
}

fn outcome(receipt: Result<store::Receipt, CommitError>) -> Result<Imported, ImportRefusal> {
    let receipt = receipt.map_err(|error| ImportRefusal::Store(error.to_string()))?;
    let number = CaseNumber::parse(&receipt.reply).map_err(|error| ImportRefusal::Store(error.to_string()))?;
    Ok(if receipt.repeated { Imported::Unchanged(number) } else { Imported::New(number) })
}

/// The end of the definition that an imported end means, and when it was reached.
fn end(definition: &Definition, end: ImportedEnd) -> Result<Option<(String, Option<Instant>)>, &'static str> {
    let (outcome, at) = match end {
        ImportedEnd::Open => return Ok(None),
        ImportedEnd::Unknown => (Outcome::Success, None),
        ImportedEnd::At(at) => (Outcome::Success, Some(at)),
        ImportedEnd::Refused => (Outcome::Failure, None),
    };
    let fits = definition.ends.iter().find(|(_, end)| end.outcome == outcome);
    fits.map(|(id, _)| Some((id.clone(), at))).ok_or(outcome.key())
}

/// The village as the answer of the definition's first place; everything else of the report is sealed apart.
fn placed(definition: &Definition, village: Option<&str>) -> Answers {
    let mut answers = Answers::new();
    let field = definition.fields.iter().find(|(_, field)| field.kind.has_place() && field.filled_at.is_none());
    if let (Some((id, field)), Some(village)) = (field, village) {
        let village = Some(village.to_owned());
        answers.insert(
            id.clone(),
            match field.kind {
                FieldKind::Point { .. } => Value::Point(Point { village, ..Point::default() }),
                _ => Value::Address(Address { village, text: String::new() }),
            },
        );
    }
    answers
}
