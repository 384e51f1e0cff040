//! Which messages a commit causes, rendered and sealed in that same commit (semantics R58).
//!
//! A `kabar` text of the definition is sent as the city wrote it; where there is none, the engine has a sentence of
//! its own (`pesan-…` in the locale files). The text of `diterima` is written before the number is drawn and holds
//! [`store::DRAWN`] in its place; whoever opens it puts the order's number there.

mod render;

pub(crate) use render::{Scene, fill, in_words};

use crate::events::Contact;
use crate::sealer::Sealer;
use cases::doors::{Agencies, MESSAGE_TOPIC, MessageTo};
use cases::{Case, CaseEvent, ClockRef, Closing, Fact};
use definition::model::{By, MessageKey, Template};
use definition::{Answers, Definition};
use kernel::{Calendar, Instant, Lang, Role};
use serde_json::json;
use store::{Outgoing, Person, StoreError};
use web::Words;

/// What the messages of one commit are made of.
pub(crate) struct Telling<'a> {
    pub definition: &'a Definition,
    /// The case after the commit.
    pub case: &'a Case,
    pub answers: &'a Answers,
    pub calendar: &'a Calendar,
    pub agencies: &'a dyn Agencies,
    pub texts: &'a web::Catalogue,
    pub id: &'a str,
    /// The number, or [`store::DRAWN`].
    pub number: &'a str,
    /// Address of the tracking page with its token.
    pub link: String,
    /// Address of the officers' case page.
    pub work_link: String,
    pub contact: &'a Contact,
    /// Residents who support the case and left a contact.
    pub supporters: &'a [(Person, Contact)],
    /// Reason of the action that this commit takes, in plain words.
    pub reason: Option<&'a str>,
    /// Version of the stream before the commit.
    pub before: i64,
    pub now: Instant,
}

/// One message to be: what it says and to whom.
struct Due<'a> {
    /// Whose key seals it; the reporter's where nothing else is said.
    person: Option<&'a Person>,
    key: String,
    to: MessageTo,
    lang: Lang,
    text: String,
}

impl<'a> Telling<'a> {
    /// The outbox rows of these facts. An imported case that nobody took over sends nothing (semantics R55).
    pub fn orders(&self, facts: &[Fact], sealer: &mut Sealer<'_>) -> Result<Vec<Outgoing>, StoreError> {
        let dormant = self.case.imported.is_some() && !self.case.taken_over;
        if dormant {
            return Ok(Vec::new());
        }
        let mut orders = Vec::new();
        for (index, fact) in facts.iter().enumerate() {
            let version = self.before + 1 + i64::try_from(index).unwrap_or(0);
            for (count, due) in self.of_fact(fact).into_iter().enumerate() {
                orders.push(self.order(due, version, count, sealer)?);
            }
        }
        Ok(orders)
    }

    fn order(&self, due: Due<'_>, version: i64, count: usize, sealer: &mut Sealer<'_>) -> Result<Outgoing, StoreError> {
        let once = if count == 0 {
            format!("{}/{version}/{}", self.id, due.key)
        } else {
            format!("{}/{version}/{}/{}", self.id, due.key, count + 1)
        };
        let person = due.person.map_or_else(|| sealer.person_id().to_owned(), |person| person.id().to_owned());
        let text = match due.person {
            Some(person) => sealer.seal_for(person, &due.text)?,
            None => sealer.seal(&due.text)?,
        };
        let unit = holding_unit(self.case);
        let payload = json!({
            "once": once, "case": self.id, "number": self.number, "order": version, "key": due.key,
            "to": due.to, "lang": due.lang, "person": person, "text": text, "unit": unit,
        });
        Ok(Outgoing { topic: MESSAGE_TOPIC.to_owned(), once_key: once, payload, due_at: self.now })
    }

    fn of_fact(&self, fact: &Fact) -> Vec<Due<'_>> {
        match &fact.event {
            CaseEvent::Opened(_) => {
                vec![self.reporter(&MessageKey::Received, "mesin:diterima", None)]
            }
            CaseEvent::Entered(entered) => {
                let key = MessageKey::Entering(entered.step.clone());
                let own = if entered.working { None } else { Some("mesin:menunggu_anda") };
                self.reporter_if(&key, own, Some(&entered.step))
            }
            CaseEvent::Answered { .. } => {
                let mut due = vec![self.sentence(None, self.contact, "mesin:dijawab")];
                due.extend(self.supporters("mesin:dijawab"));
                due
            }
            CaseEvent::Lapsed(lapsed) => self.lapsed(&lapsed.clock),
            CaseEvent::Escalated(raised) => {
                vec![self.staff(&raised.unit, &raised.title, "mesin:naik")]
            }
            CaseEvent::Withdrawn { .. } => vec![self.sentence(None, self.contact, "mesin:ditarik")],
            CaseEvent::Cancelled { token, .. } => self.spared(*token, fact.happened_at).into_iter().collect(),
            CaseEvent::Ended(ended) => self.ended(&ended.end, ended.by),
            _ => Vec::new(),
        }
    }

    fn ended(&self, end: &str, by: Closing) -> Vec<Due<'_>> {
        let mut due = match by {
            // The message that names its letter waits for the letter's number.
            Closing::Officer if self.waits_for_letter(end) => Vec::new(),
            Closing::Officer => {
                vec![self.reporter(&MessageKey::Ended(end.to_owned()), "mesin:berakhir", None)]
            }
            Closing::Resident => vec![self.sentence(None, self.contact, "mesin:ditutup_pelapor")],
            Closing::Withdrawn => Vec::new(),
            Closing::Silence => vec![self.sentence(None, self.contact, "mesin:ditutup_diam")],
            Closing::Import => Vec::new(),
        };
        due.extend(self.supporters("mesin:berakhir"));
        due
    }

    /// Whoever held a branch of an application that was taken back need not go on with it.
    fn spared(&self, token: u32, at: Instant) -> Option<Due<'_>> {
        let ended = self.case.ended.as_ref().filter(|ended| ended.by == Closing::Withdrawn && ended.at == Some(at));
        let stay = self.case.stays.iter().rev().find(|stay| stay.token == token && stay.working);
        let stay = stay.filter(|_| ended.is_some())?;
        match &self.definition.steps.get(&stay.step)?.by {
            By::Office(office) => Some(self.staff(&stay.unit, &office.title, "mesin:ditarik_petugas")),
            By::Reporter => None,
        }
    }

    fn waits_for_letter(&self, end: &str) -> bool {
        let template = self.definition.messages.get(&MessageKey::Ended(end.to_owned()));
        let earns = self.definition.letters.values().any(|letter| letter.at_end == end);
        earns && template.is_some_and(crate::letters::names_letter)
    }

    /// The resident hears what the city wrote for it; whoever holds a working step is told that it is late.
    fn lapsed(&self, clock: &ClockRef) -> Vec<Due<'_>> {
        let (key, step) = match clock {
            ClockRef::Step(step) => (MessageKey::Lapsed(step.clone()), Some(step.as_str())),
            ClockRef::Total => (MessageKey::LapsedTotal, None),
            ClockRef::Verification | ClockRef::FirstAnswer => return self.late(None),
        };
        let mut due = self.reporter_if(&key, None, step);
        due.extend(self.late(step));
        due
    }

    fn late(&self, step: Option<&str>) -> Vec<Due<'_>> {
        let tokens = self.case.tokens.iter().filter(|token| token.working);
        let concerned = tokens.filter(|token| step.is_none_or(|step| token.step == step));
        concerned
            .map(|token| self.staff(&token.unit, token.title.as_deref().unwrap_or_default(), "mesin:terlambat"))
            .collect()
    }

    fn reporter_if(&self, key: &MessageKey, own: Option<&str>, step: Option<&str>) -> Vec<Due<'_>> {
        match (self.definition.messages.contains_key(key), own) {
            (true, _) => vec![self.reporter(key, "", step)],
            (false, Some(own)) => vec![self.sentence(None, self.contact, own)],
            (false, None) => Vec::new(),
        }
    }

    /// The definition's text for this key, else the engine's sentence.
    fn reporter(&self, key: &MessageKey, own: &str, step: Option<&str>) -> Due<'_> {
        let Some(template) = self.definition.messages.get(key) else {
            return self.sentence(None, self.contact, own);
        };
        let scene = Scene { step, ..self.scene(Lang::Id) };
        let to = to(self.is_hidden(), self.contact);
        Due { person: None, key: key.to_string(), to, lang: Lang::Id, text: fill(template, &scene) }
    }

    fn is_hidden(&self) -> bool {
        self.case.anonymous || self.case.secret
    }

    fn supporters<'s>(&'s self, own: &'s str) -> impl Iterator<Item = Due<'s>> + 's {
        self.supporters.iter().map(move |(person, contact)| {
            let mut due = self.sentence(Some(person), contact, own);
            due.key.push_str("/dukungan");
            due
        })
    }

    fn sentence<'d>(&self, person: Option<&'d Person>, contact: &Contact, key: &str) -> Due<'d> {
        let (lang, hidden) = (contact.lang, person.is_none() && self.is_hidden());
        Due { person, key: key.to_owned(), to: to(hidden, contact), lang, text: self.say(key, lang) }
    }

    fn staff(&self, unit: &str, title: &str, key: &str) -> Due<'_> {
        let role = self.agencies.role_of(title, unit).unwrap_or(Role::Liaison);
        let to = MessageTo::Staff { unit: unit.to_owned(), role };
        Due { person: None, key: key.to_owned(), to, lang: Lang::Id, text: self.say(key, Lang::Id) }
    }

    /// An engine's sentence: `mesin:naik` is worded by `pesan-naik`.
    fn say(&self, key: &str, lang: Lang) -> String {
        let scene = self.scene(lang);
        let text_key = format!("pesan-{}", key.trim_start_matches("mesin:").replace('_', "-"));
        let text_key = match web::manner(self.definition.kind) {
            Some(manner) => self.texts.key_about(lang, &text_key, manner),
            None => text_key.as_str().into(),
        };
        let due = self.case.tokens.first().map(|token| token.step.clone()).unwrap_or_default();
        let due = fill_slot(&scene, &format!("langkah.{due}.tenggat"));
        let end = fill_slot(&scene, "akhir.nama");
        self.texts.filled(
            lang,
            &text_key,
            &[
                ("nomor", &self.number),
                ("layanan", &self.definition.name),
                ("tautan", &self.link),
                ("kerja", &self.work_link),
                ("batas", &due),
                ("akhir", &end),
            ],
        )
    }

    fn scene(&self, lang: Lang) -> Scene<'_> {
        Scene {
            words: Words { lang, zone: self.case.zone },
            definition: self.definition,
            case: self.case,
            answers: self.answers,
            calendar: self.calendar,
            agencies: self.agencies,
            number: self.number,
            link: &self.link,
            reason: self.reason,
            step: None,
        }
    }
}

fn fill_slot(scene: &Scene<'_>, name: &str) -> String {
    let parts = vec![definition::model::Part::Slot(name.to_owned())];
    fill(&Template { parts }, scene)
}

pub(crate) fn to(hidden: bool, contact: &Contact) -> MessageTo {
    if let Some(unit) = &contact.unit {
        return MessageTo::Staff { unit: unit.clone(), role: Role::Liaison };
    }
    MessageTo::Person { hidden, name: contact.name.clone(), phone: contact.phone.clone(), email: contact.email.clone() }
}

/// A template of an ended case, filled as its messages are.
pub(crate) fn fill_for(desk: &crate::Desk, loaded: &crate::ledger::Loaded, template: &Template) -> String {
    let (calendar, link) = (desk.calendar(), desk.link_of(&loaded.id));
    let answers = loaded.case.answers.known(&loaded.definition, Some(&loaded.answers));
    let scene = Scene {
        words: Words { lang: Lang::Id, zone: loaded.case.zone },
        definition: &loaded.definition,
        case: &loaded.case,
        answers: &answers,
        calendar: &calendar,
        agencies: desk.agencies(),
        number: &loaded.facts.number,
        link: &link,
        reason: None,
        step: None,
    };
    fill(template, &scene)
}

/// The agency that holds the case, or held it last.
pub(crate) fn holding_unit(case: &Case) -> String {
    let now = case.tokens.iter().find(|token| token.working).map(|token| token.unit.clone());
    now.or_else(|| case.stays.iter().rev().find(|stay| stay.working).map(|stay| stay.unit.clone())).unwrap_or_default()
}
