//! What happened, in sentences: typed entries that a page words in the reader's language.

mod sentences;

use crate::Desk;
use crate::ledger::Loaded;
use crate::rights::{Sight, read_on_behalf};
use cases::doors::StandIn;
use cases::{CaseEvent, ClockRef, EvidenceValue, Fact, Why};
use definition::model::humanise;
use kernel::{Actor, Calendar, Instant, TextRef};
use std::collections::HashMap;

/// Who may read an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Seen {
    /// Everyone who may see the head of the case.
    Public,
    /// The resident and the officers who hold or held it.
    Parties,
    /// Officers only.
    Office,
}

/// One sentence of the history.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Version of the event; anchors in the page.
    pub version: i64,
    /// When it happened.
    pub at: Instant,
    /// Who: key (`siapa-…`) and arguments.
    pub who: Phrase,
    /// What: key (`riwayat-…`) and arguments.
    pub what: Phrase,
    /// Free text that goes with it, where the viewer may read it.
    pub text: Option<String>,
    /// Checklist and evidence: label and value, for officers.
    pub details: Vec<(String, String)>,
    /// Ids of files that came with it, where the viewer may see them.
    pub files: Vec<String>,
    /// Who may read it; `Office` is an internal note.
    pub seen: Seen,
    /// What the device's clock said where it was filled in without a signal; for officers.
    pub device_at: Option<Instant>,
}

/// A sentence to be worded: `v.tf(phrase.key, …)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// Key in the locale files.
    pub key: &'static str,
    /// Its arguments.
    pub args: Vec<(&'static str, String)>,
}

impl Phrase {
    fn new(key: &'static str, args: Vec<(&'static str, String)>) -> Self {
        Self { key, args }
    }

    /// Words it: `phrase.say(catalogue, lang)`; pages say `view.tf(phrase.key, &phrase.arguments())`.
    pub fn say(&self, texts: &web::Catalogue, lang: kernel::Lang) -> String {
        texts.filled(lang, self.key, &self.arguments())
    }

    /// What its sentence names.
    pub fn arguments(&self) -> Vec<(&str, &dyn web::Argument)> {
        self.args.iter().map(|(name, value)| (*name, value as &dyn web::Argument)).collect()
    }
}

/// A line of a clock's ledger, in words.
#[derive(Clone, Debug, PartialEq)]
pub struct ClockLine {
    /// Which clock: `total`, `verifikasi`, `jawaban`, `langkah.ID`.
    pub clock: ClockRef,
    /// When.
    pub at: Instant,
    /// What happened to it and why: key (`jam-…`) and arguments.
    pub what: Phrase,
    /// What had been consumed by then, in the clock's measure; absent where a year is missing.
    pub consumed: Option<i64>,
}

/// Tells the history of one case to one viewer.
pub(crate) struct Teller<'a> {
    desk: &'a Desk,
    loaded: &'a Loaded,
    sight: Sight,
    /// Letters under which substitutes acted, by id (semantics R46).
    letters: HashMap<String, StandIn>,
}

/// Ids of the letters under which somebody acted on this case.
fn letters(loaded: &Loaded) -> Vec<String> {
    let acts = loaded.events.iter().filter_map(|(_, fact)| on_behalf_of(fact));
    let mut ids: Vec<String> = acts.map(|(_, _, letter)| letter.to_owned()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn on_behalf_of(fact: &Fact) -> Option<(&str, &str, &str)> {
    match &fact.event {
        CaseEvent::Acted(acted) => read_on_behalf(acted.on_behalf_of.as_deref()?),
        _ => None,
    }
}

impl<'a> Teller<'a> {
    pub(crate) async fn new(desk: &'a Desk, loaded: &'a Loaded, sight: Sight) -> Self {
        let ids = letters(loaded);
        let found = match ids.is_empty() {
            true => Vec::new(),
            false => desk.0.parts.staff.letters(&ids).await,
        };
        let letters = found.into_iter().map(|letter| (letter.id.clone(), letter)).collect();
        Self { desk, loaded, sight, letters }
    }

    fn may(&self, seen: Seen) -> bool {
        match seen {
            Seen::Public => self.sight.head,
            Seen::Parties => self.sight.text,
            Seen::Office => self.sight.notes,
        }
    }

    /// References of every text that this viewer may read.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &'a TextRef> + '_ {
        self.loaded.events.iter().flat_map(|(_, fact)| {
            let told = self.told(fact);
            let own = told.and_then(|told| told.text.filter(|_| self.may(told.text_seen)));
            own.into_iter().chain(self.evidence_texts(fact))
        })
    }

    fn evidence_texts(&self, fact: &'a Fact) -> impl Iterator<Item = &'a TextRef> + use<'a> {
        let evidence = match &fact.event {
            CaseEvent::Acted(acted) if self.sight.notes => acted.evidence.as_slice(),
            _ => &[],
        };
        evidence.iter().filter_map(|item| match &item.value {
            EvidenceValue::Text(text) => Some(text),
            _ => None,
        })
    }

    /// The entries, oldest first.
    pub(crate) fn history(&self, texts: &HashMap<String, String>) -> Vec<Entry> {
        let mut entries = Vec::with_capacity(self.loaded.events.len());
        let (mut linked, mut mandated) = (None, false);
        for (event, fact) in &self.loaded.events {
            let by = self.by_letter_or_link(fact, &mut linked);
            mandated |= matches!(fact.event, CaseEvent::Mandated(_));
            let Some(told) = self.told(fact).filter(|told| self.may(told.seen)) else {
                continue;
            };
            let text = told.text.filter(|_| self.may(told.text_seen));
            entries.push(Entry {
                version: event.version,
                at: fact.happened_at,
                who: match fact.actor {
                    Actor::Reporter if mandated => Phrase::new("siapa-kuasa", vec![]),
                    _ => by.unwrap_or_else(|| self.who(&fact.actor)),
                },
                what: told.what,
                text: text.and_then(|text| texts.get(&text.id).cloned()),
                details: self.details(fact, texts),
                files: if self.sight.text { told.files } else { Vec::new() },
                seen: told.seen,
                device_at: self.device_at(fact),
            });
        }
        entries
    }

    fn device_at(&self, fact: &Fact) -> Option<Instant> {
        match &fact.event {
            CaseEvent::Acted(acted) if self.sight.notes => acted.device_at,
            CaseEvent::Opened(opened) if self.sight.notes => opened.device_at,
            _ => None,
        }
    }

    /// Who acted where the actor alone does not say it. What follows from an answer by a link is of who gave it: `linked`.
    fn by_letter_or_link(&self, fact: &Fact, linked: &mut Option<Phrase>) -> Option<Phrase> {
        match (&fact.actor, &fact.event) {
            (Actor::Resident, CaseEvent::Supported { .. }) => None,
            (Actor::Resident, CaseEvent::Acted(acted)) => {
                let asked = self.desk.asked(self.loaded, &acted.step);
                *linked = Some(Phrase::new("siapa-tautan", vec![("jabatan", asked)]));
                linked.clone()
            }
            (Actor::Resident, _) => linked.clone(),
            _ => self.substitute(fact),
        }
    }

    /// Both names of an act under a letter; without the right to the text, both offices (semantics R46).
    fn substitute(&self, fact: &Fact) -> Option<Phrase> {
        let Actor::Officer { unit: own_unit, title: own, .. } = &fact.actor else {
            return None;
        };
        let (title, unit, letter) = on_behalf_of(fact)?;
        let agencies = self.desk.agencies();
        let letter = self.letters.get(letter);
        let (number, mut name) = (letter.map(|letter| letter.number.clone()), agencies.title_name(own, own_unit));
        let mut replaced = agencies.title_name(title, unit);
        if let Some(letter) = letter.filter(|_| self.sight.text) {
            name = format!("{}, {name}", letter.name);
            if let Some(person) = &letter.replaces {
                replaced = format!("{replaced} ({person})");
            }
        }
        let args = vec![
            ("nama", name),
            ("jabatan", replaced),
            ("unit", self.unit(unit)),
            ("surat", number.unwrap_or_else(|| "–".to_owned())),
        ];
        Some(Phrase::new("siapa-pengganti", args))
    }

    fn who(&self, actor: &Actor) -> Phrase {
        match actor {
            Actor::System => Phrase::new("siapa-sistem", vec![]),
            Actor::Reporter => Phrase::new("siapa-pelapor", vec![]),
            Actor::Resident => Phrase::new("siapa-warga", vec![]),
            Actor::Operator => Phrase::new("siapa-operator", vec![]),
            Actor::Import { source } => Phrase::new("siapa-impor", vec![("sumber", source.clone())]),
            Actor::Officer { id, unit, .. } if crate::programs::is_program(id) => {
                Phrase::new("siapa-aplikasi", vec![("unit", self.unit(unit))])
            }
            Actor::Officer { unit, title, .. } => {
                let title = self.desk.agencies().title_name(title, unit);
                Phrase::new("siapa-petugas", vec![("jabatan", title), ("unit", self.unit(unit))])
            }
        }
    }

    fn unit(&self, unit: &str) -> String {
        self.desk.agencies().agency(unit).map_or_else(|| unit.to_owned(), |agency| agency.name)
    }

    fn step(&self, id: &str) -> String {
        let versions = std::iter::once(&self.loaded.definition).chain(&self.loaded.earlier);
        let named = versions.filter_map(|definition| definition.steps.get(id)).map(|step| step.name.clone()).next();
        named.unwrap_or_else(|| humanise(id))
    }

    fn details(&self, fact: &Fact, texts: &HashMap<String, String>) -> Vec<(String, String)> {
        let CaseEvent::Acted(acted) = &fact.event else {
            return Vec::new();
        };
        if !self.sight.notes {
            return Vec::new();
        }
        let items = acted.evidence.iter().filter_map(|item| {
            let value = match &item.value {
                EvidenceValue::Number(number) => number.to_string().replace('.', ","),
                EvidenceValue::YesNo(yes) => if *yes { "ya" } else { "tidak" }.to_owned(),
                EvidenceValue::Text(text) => texts.get(&text.id)?.clone(),
                EvidenceValue::Photos(photos) => photos.len().to_string(),
            };
            Some((humanise(&item.item), value))
        });
        items.collect()
    }

    /// Why every clock stands as it does.
    pub(crate) fn clocks(&self, calendar: &Calendar) -> Vec<ClockLine> {
        let names = self.loaded.case.latest_clocks().into_iter().map(|clock| clock.name.clone());
        let lines = names.flat_map(|name| {
            let explained = self.loaded.case.explain(&name, calendar);
            explained.into_iter().map(move |line| (name.clone(), line))
        });
        lines
            .map(|(clock, line)| ClockLine {
                clock,
                at: line.entry.at,
                what: self.why(&line.entry.why),
                consumed: line.consumed,
            })
            .collect()
    }

    fn why(&self, why: &Why) -> Phrase {
        let step = |id: &str| vec![("langkah", self.step(id))];
        match why {
            Why::Opened => Phrase::new("jam-dibuka", vec![]),
            Why::Entered { step: id } => Phrase::new("jam-masuk", step(id)),
            Why::CameBack { step: id } => Phrase::new("jam-lanjut", step(id)),
            Why::WaitsForResident { .. } => Phrase::new("jam-menunggu-warga", vec![]),
            Why::OfficeHolds { step: id } => Phrase::new("jam-di-petugas", step(id)),
            Why::ActionTaken { step: id, action } => {
                Phrase::new("jam-aksi", vec![("langkah", self.step(id)), ("aksi", humanise(action))])
            }
            Why::Cancelled => Phrase::new("jam-batal", vec![]),
            Why::Forwarded { step: id } => Phrase::new("jam-diteruskan", step(id)),
            Why::Answered => Phrase::new("jam-dijawab", vec![]),
            Why::CaseEnded => Phrase::new("jam-berakhir", vec![]),
            Why::PastDue => Phrase::new("jam-lewat", vec![]),
            Why::PastDueAtTakeOver => Phrase::new("jam-lewat-sebelum", vec![]),
            Why::VersionChanged { version } => Phrase::new("jam-versi", vec![("versi", version.to_string())]),
            Why::CalendarChanged { cause, .. } => Phrase::new("jam-kalender", vec![("sebab", cause.clone())]),
        }
    }
}
