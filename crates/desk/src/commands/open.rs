//! A resident opens a case: one commit, one flush, one receipt.

use super::contact;
use super::send_key;
use crate::Desk;
use crate::codes::Way;
use crate::drafts::Taken;
use crate::events::{Contact, Facts, SentBy};
use crate::ledger::{Whose, envelopes, stream};
use crate::model::Receipt;
use crate::number;
use crate::refusal::{DeskRefusal, Desked};
use crate::rights::Officer;
use crate::rows::{self, Last, Opening};
use crate::sealer::Sealer;
use crate::sources::Asking;
use cases::{AnswersRef, ClockRef, Context, Decision, Due};
use definition::model::{Definition, Kind};
use definition::{Answers, FieldError, Input, Say, Sheet, Stage, Value as AnswerValue, check_answers};
use indexmap::IndexMap;
use kernel::{Actor, CaseNumber, Id, Instant, Lang, OfficerId, text};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;
use store::{Commit, DRAWN, Person, StoreError, Value};

/// What a resident sends.
#[derive(Clone, Debug, Default)]
pub struct OpenCase {
    /// `layanan.id`.
    pub service: String,
    /// The form as it was sent; checked here against the definition.
    pub input: Input,
    /// Handle of the draft in which the files wait; empty without files.
    pub draft: String,
    /// The identity is hidden from the public and the agency; a name is then not kept.
    pub anonymous: bool,
    /// The text is hidden from the public.
    pub secret: bool,
    /// Name, as typed; may be empty.
    pub name: String,
    /// Phone number, as typed; may be empty.
    pub phone: String,
    /// E-mail address, as typed; may be empty.
    pub email: String,
    /// `web`, `loket` or `luring`.
    pub channel: String,
    /// What the device's clock said where the form was filled in without a signal (semantics R47).
    pub device_at: Option<Instant>,
    /// The officer who keyed it in for somebody at the counter.
    pub at_counter: Option<Officer>,
    /// The officer who asks for a unit, where the case is one between offices.
    pub asker: Option<Asker>,
    /// The application that sends it for the resident.
    pub sent_by: Option<SentBy>,
    /// Key of the form, made when it was drawn.
    pub form_key: String,
    /// Language in which the resident is told.
    pub lang: Lang,
    /// The code that was sent to the contact, as typed; empty without (`masuk.minimal`).
    pub code: String,
    /// Proofs that a contact was verified in this browser a short while ago.
    pub proofs: Vec<String>,
}

/// Who asks in a case between offices (docs/adr/0084).
#[derive(Clone, Debug)]
pub struct Asker {
    /// The person.
    pub officer: OfficerId,
    /// For which unit.
    pub unit: String,
}

/// What the commit answers, now and when the form is sent again.
#[derive(Serialize, Deserialize)]
struct Reply {
    id: String,
    number: String,
    service: String,
    opened_at: Instant,
    due: Option<Instant>,
    missing_year: Option<i16>,
}

/// What was made of the sending before it is decided.
pub(super) struct Ready {
    pub id: String,
    pub definition: Arc<Definition>,
    pub answers: Answers,
    pub contact: Contact,
    pub district: String,
    pub taken: Taken,
    pub flags: Vec<String>,
    pub sent_by: Option<SentBy>,
}

impl Desk {
    /// Opens a case and answers with its receipt. The same form key with the same answers gives the same receipt, code
    /// and link included; with other answers it is refused as [`DeskRefusal::OtherAnswers`].
    ///
    /// # Errors
    /// The service does not run, does not offer what was chosen, or asks for more; or the store failed.
    pub async fn open_case(&self, wish: OpenCase) -> Desked<Receipt> {
        let definition = self.catalogue().service(&wish.service).ok_or(DeskRefusal::NoSuchService)?;
        let wish = allowed(&definition, wish)?;
        let now = self.now();
        let taken = self.take_draft(&wish.draft, &definition).await?;
        let gone = !wish.draft.is_empty() && !taken.is_there();
        // A draft that is gone was perhaps sent with this very form: whether its files sufficed was judged then.
        let files = (!gone).then(|| counted(taken.fields()));
        let answers = self.checked(&definition, &wish.input, files.as_ref()).map_err(DeskRefusal::Answers)?;
        let send = send_key(&wish.form_key, &digested(&wish, &answers));
        let before = (gone || Way::of(&definition).is_some()) && self.sent_before(send.as_ref()).await?;
        if gone && !before {
            return Err(DeskRefusal::DraftGone.into());
        }
        // What was sent before was proved then.
        let proof = if before { None } else { self.proved(&definition, &wish).await? };
        let (person, keep) = match taken.person.clone() {
            Some(person) => (person, None),
            None => {
                let (person, keep) = self.0.vault.new_person(now, self.chance())?;
                (person, Some(keep))
            }
        };
        let mut sealer = Sealer::new(&self.0.vault, &person, self.chance(), now);
        let contact = Contact { proof, ..sealed_contact(&wish, &mut sealer)? };
        let district = self.district_of(cases::answers::village(&definition, &answers));
        let flags = self.flags_of(&answers);
        let id = Id::new(now, self.chance()).to_string();
        let ready = Ready { id, definition, answers, contact, district, taken, flags, sent_by: wish.sent_by.clone() };
        let decision = self.decide_opening(&wish, &ready, &mut sealer, now);
        let mut commit = self.opening_commit(&ready, &decision, &person, sealer)?;
        // The person's key must stand before what it seals.
        commit.statements.splice(0..0, keep);
        commit.send = send;
        let receipt = self.store().commit(commit, now).await?;
        self.receipt(&receipt)
    }

    /// Typed answers, hidden fields left out; a village that the region does not have is refused. A report may be sent
    /// without its photos, they can follow; an application is nothing without its documents (`files` by field).
    pub(crate) fn checked(
        &self,
        definition: &Definition,
        input: &Input,
        files: Option<&IndexMap<String, usize>>,
    ) -> Result<Answers, Vec<FieldError>> {
        let sheet = Sheet {
            definition,
            lists: self.lists(),
            stage: &Stage::Opening,
            known: &Answers::new(),
            files: files.filter(|_| definition.kind == Kind::Request),
            binding: true,
        };
        let answers = check_answers(&sheet, &self.vouched(&Asking::opening(definition), input))?;
        let strange = answers.values.iter().filter_map(|(field, value)| {
            let village = value.village()?;
            self.gazetteer().village(village).is_none().then(|| FieldError {
                field: field.clone(),
                code: "desa",
                say: Say::new("Pilih desa atau kelurahan dari daftar.", "Choose a village from the list."),
            })
        });
        let mut wrong: Vec<FieldError> = strange.collect();
        wrong.extend(unpriced(definition, &answers));
        if wrong.is_empty() { Ok(answers) } else { Err(wrong) }
    }

    /// What is known of a form under way that opens a case.
    pub(crate) fn partly(&self, definition: &Definition, input: &Input) -> Answers {
        self.answered_so_far(&Asking::opening(definition), input)
    }

    /// What officers are warned of.
    fn flags_of(&self, answers: &Answers) -> Vec<String> {
        let outside = self.is_outside(answers).then(|| rows::OUTSIDE.to_owned());
        outside.into_iter().collect()
    }

    /// Whether the coordinate lies outside the region's outline: a warning, never a refusal (semantics R69).
    pub(crate) fn is_outside(&self, answers: &Answers) -> bool {
        let located = rows::exact_coordinate(answers).map(|(lat, lon)| self.gazetteer().locate(lat, lon));
        located.is_some_and(|located| located.inside == Some(false))
    }

    fn decide_opening(&self, wish: &OpenCase, ready: &Ready, sealer: &mut Sealer<'_>, now: Instant) -> Decision {
        let calendar = self.calendar();
        let context = Context {
            definition: &ready.definition,
            calendar: &calendar,
            units: self.units(),
            opened: Some(&ready.answers),
            rehearsal: false,
        };
        let open = cases::Open {
            zone: self.zone(),
            channel: wish.channel.clone(),
            anonymous: wish.anonymous,
            secret: wish.secret,
            answers: AnswersRef::split(&ready.definition, &ready.answers, |_, value| sealer.seal_value(value)),
            files: ready.taken.references(),
            device_at: wish.device_at,
            renewal: false,
        };
        cases::open(&context, open, now, &opener(wish))
    }

    pub(super) fn opening_commit(
        &self,
        ready: &Ready,
        decision: &Decision,
        person: &Person,
        mut sealer: Sealer<'_>,
    ) -> Result<Commit, StoreError> {
        let (calendar, case, now) = (self.calendar(), &decision.case, decision.case.opened_at);
        let frame = self.frame(&ready.definition, &calendar);
        let whose = Whose { id: &ready.id, number: DRAWN, contact: &ready.contact, supporters: &[] };
        let telling = self.telling(whose, &ready.definition, case, (&ready.answers, &calendar));
        let outbox = telling.orders(&decision.facts, &mut sealer)?;
        let token_hash = self.token_of(&ready.id).hash();
        let opening = Opening {
            id: &ready.id,
            number: Value::Drawn,
            district: &ready.district,
            coordinate: rows::exact_coordinate(&ready.answers),
            person: person.id(),
            token_hash: &token_hash,
            answers: &ready.answers,
            flags: &ready.flags,
        };
        let version = i64::try_from(decision.facts.len()).unwrap_or(0);
        let mut statements = sealer.finish()?;
        statements.extend(rows::insert(&frame, case, &opening, &Last { answer: "", version }));
        statements.extend(ready.taken.statements(self.region(), &ready.id, now));
        statements.extend(self.once_rows(&ready.definition, &ready.id, &decision.facts));
        Ok(Commit {
            events: envelopes(&frame, &decision.facts, None, case, self.first_facts(ready, person.id(), now)),
            statements,
            outbox,
            draw: Some(number::draw(ready.definition.kind, now, self.zone())),
            reply: reply(ready, decision, &calendar),
            ..Commit::new(self.region(), stream(&ready.id), 0)
        })
    }

    fn first_facts(&self, ready: &Ready, person: &str, now: Instant) -> Facts {
        let village = cases::answers::village(&ready.definition, &ready.answers);
        Facts {
            number: DRAWN.to_owned(),
            service: ready.definition.id.clone(),
            kind: ready.definition.kind.key().to_owned(),
            unit: String::new(),
            district: ready.district.clone(),
            village: village.unwrap_or_default().to_owned(),
            opened_at: now,
            status: String::new(),
            total_due: None,
            dormant: false,
            person: person.to_owned(),
            source: String::new(),
            flags: ready.flags.clone(),
            first_answer: None,
            finish: None,
            contact: Some(ready.contact.clone()),
            sent_by: ready.sent_by.clone(),
            original: None,
        }
    }

    /// The district of a village, from its code.
    pub(crate) fn district_of(&self, village: Option<&str>) -> String {
        let known = village.and_then(|code| self.gazetteer().village(code)).map(|village| village.district);
        known.or_else(|| village.and_then(|code| code.get(..8)).map(str::to_owned)).unwrap_or_default()
    }

    pub(super) fn receipt(&self, receipt: &store::Receipt) -> Desked<Receipt> {
        let damaged = |why: String| StoreError::Damaged(format!("receipt: {why}"));
        let reply: Reply = serde_json::from_str(&receipt.reply).map_err(|error| damaged(error.to_string()))?;
        let number = CaseNumber::parse(&reply.number).map_err(|error| damaged(error.to_string()))?;
        Ok(Receipt {
            code: self.code_of(&reply.id),
            token: self.token_of(&reply.id),
            number,
            service: reply.service,
            opened_at: reply.opened_at,
            total_due: rows::due_of(reply.due, reply.missing_year.map(i64::from)),
            repeated: receipt.repeated,
            id: reply.id,
        })
    }
}

/// Who opens: the resident, the officer at the counter who types for them, or the officer who asks for a unit.
fn opener(wish: &OpenCase) -> Actor {
    if let Some(Asker { officer, unit }) = wish.asker.clone() {
        return Actor::Officer { id: officer, unit, title: "peminta".to_owned() };
    }
    wish.at_counter.as_ref().map_or(Actor::Reporter, |officer| Actor::Officer {
        id: officer.id.clone(),
        unit: officer.grants.first().map(|grant| grant.unit.clone()).unwrap_or_default(),
        title: "loket".to_owned(),
    })
}

/// The resident's fields without whose value the fee cannot be told; what officers fill in is told later (semantics R36).
fn unpriced(definition: &Definition, answers: &Answers) -> Vec<FieldError> {
    let own = |field: &String| definition.fields.get(field).is_some_and(|field| field.filled_at.is_none());
    let missing = definition::form::fees(definition, answers).err().unwrap_or_default();
    let errors = missing.into_iter().filter(own).map(|field| FieldError {
        field,
        code: "biaya",
        say: Say::new("Isi bagian ini: biaya dihitung darinya.", "Fill this in: the fee is calculated from it."),
    });
    errors.collect()
}

/// How many files there are for each field.
pub(crate) fn counted<'a>(fields: impl Iterator<Item = &'a str>) -> IndexMap<String, usize> {
    let mut counts = IndexMap::new();
    for field in fields {
        *counts.entry(field.to_owned()).or_insert(0) += 1;
    }
    counts
}

/// Refuses what the service does not offer, and drops what is not to be kept.
fn allowed(definition: &Definition, mut wish: OpenCase) -> Desked<OpenCase> {
    if wish.anonymous && !definition.reporter.anonymous {
        return Err(DeskRefusal::NotAnonymous.into());
    }
    if wish.secret && !definition.reporter.secret {
        return Err(DeskRefusal::NotSecret.into());
    }
    if wish.anonymous {
        wish.name.clear();
    }
    let reachable = contact::phone(&wish.phone)?.is_some() || contact::email(&wish.email)?.is_some();
    if definition.reporter.contact_required && !reachable && wish.asker.is_none() {
        return Err(DeskRefusal::ContactRequired.into());
    }
    Ok(wish)
}

fn sealed_contact(wish: &OpenCase, sealer: &mut Sealer<'_>) -> Desked<Contact> {
    let name = text::normal(&wish.name);
    let name: String = name.chars().take(120).collect();
    Ok(Contact {
        name: sealer.seal_some((!name.is_empty()).then_some(name.as_str()))?,
        phone: sealer.seal_some(contact::phone(&wish.phone)?.as_deref())?,
        email: sealer.seal_some(contact::email(&wish.email)?.as_deref())?,
        lang: wish.lang,
        unit: wish.asker.as_ref().map(|asker| asker.unit.clone()),
        proof: None,
    })
}

/// What makes two sendings the same. Files are not part of it: they may arrive between two tries.
fn digested(wish: &OpenCase, answers: &Answers) -> serde_json::Value {
    let mut values: Vec<(&String, &AnswerValue)> = answers.values.iter().collect();
    values.sort_by_key(|(field, _)| *field);
    json!([wish.service, values, wish.anonymous, wish.secret, wish.name.trim(), wish.phone.trim(), wish.email.trim()])
}

fn reply(ready: &Ready, decision: &Decision, calendar: &kernel::Calendar) -> String {
    let total = decision.case.clock(&ClockRef::Total).map(|clock| clock.due(calendar));
    let due = match total {
        Some(Ok(Some(due))) => Due::At(due),
        Some(Err(missing)) => Due::Missing(missing),
        _ => Due::None,
    };
    let (due, missing_year) = match due {
        Due::At(at) => (Some(at), None),
        Due::Missing(missing) => (None, Some(missing.0)),
        Due::None => (None, None),
    };
    let reply = Reply {
        id: ready.id.clone(),
        number: DRAWN.to_owned(),
        service: ready.definition.id.clone(),
        opened_at: decision.case.opened_at,
        due,
        missing_year,
    };
    serde_json::to_string(&reply).unwrap_or_default()
}
