//! One case as a viewer may see it.

use super::joint::Joint;
use super::submissions::Submission;
use crate::Desk;
use crate::commands::{Mandated, OnceLink};
use crate::events::{ContactProof, SentBy};
use crate::history::{ClockLine, Entry, Teller};
use crate::ledger::Loaded;
use crate::model::{CaseFile, CaseHead, Holder};
use crate::refusal::{DeskRefusal, Desked};
use crate::rights::{Officer, Sight, Viewer, may_speak, may_work, sight};
use cases::doors::{CaseLetter, Delivery};
use cases::views::Share;
use cases::{CaseRefusal, ClockView, Offer, offers};
use definition::model::{Action, Kind};
use definition::{Answers, Definition};
use jiff::civil::Date;
use kernel::{Actor, CaseNumber, Instant, TextRef};
use std::collections::HashMap;
use std::sync::Arc;
use store::values;

/// A case, cut to what the viewer may see.
#[derive(Clone, Debug)]
pub struct CaseView {
    /// Its head.
    pub head: CaseHead,
    /// What the viewer may see; pages leave the rest out.
    pub sight: Sight,
    /// The definition it is pinned to.
    pub definition: Arc<Definition>,
    /// The answers as they stand, opened; empty without the right to the text.
    pub answers: Answers,
    /// Text and address of an imported report; absent without the right, or if it was opened here.
    pub imported: Option<ImportedText>,
    /// Name and contact; absent without the right.
    pub identity: Option<Identity>,
    /// The agency's application that sent it for the resident; absent without the right to the text.
    pub sent_by: Option<SentBy>,
    /// How the contact was proved; absent without the right to the text, or where the service asks nothing.
    pub proof: Option<ContactProof>,
    /// What the resident changed with each sending after the first, oldest first; empty without the right to the text.
    pub submissions: Vec<Submission>,
    /// Files; empty without the right to the text.
    pub files: Vec<CaseFile>,
    /// Every clock as it stands now.
    pub clocks: Vec<ClockView>,
    /// Why they stand so: the ledger of each clock, in words.
    pub why: Vec<ClockLine>,
    /// What happened, oldest first.
    pub history: Vec<Entry>,
    /// The latest public answer.
    pub latest_answer: Option<String>,
    /// Messages and what became of them; empty without the right to notes, for the resident without texts of others.
    pub deliveries: Vec<Delivery>,
    /// Letters that the case earned; empty without the right to the text.
    pub letters: Vec<CaseLetter>,
    /// Why there is no letter although the case earned one: what its template errs in. For officers.
    pub letter_trouble: Option<String>,
    /// Reviews side by side that are not complete; empty without the right to the text.
    pub joints: Vec<Joint>,
    /// What the viewer may do with it now.
    pub offered: Vec<Offered>,
    /// Engine's verbs that the viewer may use now.
    pub can: Can,
    /// Fields and files that the resident may change now (`tandai_isian`).
    pub marks: Vec<String>,
    /// How long each holder held it.
    pub shares: Vec<Share>,
    /// Calendar days that the resident lived through.
    pub days_lived: i64,
    /// The rating, if one was given.
    pub rating: Option<u8>,
    /// Under whose mandate the application is looked after; absent without the right to the text.
    pub mandate: Option<Mandated>,
    /// One-time links that the viewer may hand over (semantics R47): for officers who may speak for the case.
    pub links: Vec<OnceLink>,
    /// Number of the case that this one objects to (semantics R56), or whose letter it renews (R57): then with `true`.
    pub follows: Option<(String, bool)>,
    /// Number of the case that follows this one, in the same way.
    pub followed_by: Option<(String, bool)>,
}

/// What an import brought along.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ImportedText {
    /// Free text of the report.
    pub text: String,
    /// Landmark or address in words.
    pub address: String,
    /// The public answer.
    #[serde(default)]
    pub answer: Option<String>,
}

/// Who reported, as far as they said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// Name.
    pub name: Option<String>,
    /// Phone number.
    pub phone: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
}

/// An action that the viewer may take, with everything that its form needs.
#[derive(Clone, Debug)]
pub struct Offered {
    /// The step.
    pub step: String,
    /// `langkah.ID.nama`.
    pub step_name: String,
    /// The action's id.
    pub id: String,
    /// The id as people read it.
    pub label: String,
    /// Its rules: reason, evidence, marks, rating.
    pub action: Action,
    /// Whether required checklist, evidence and fields bind it (semantics R8).
    pub binding: bool,
    /// Why it cannot be taken whatever is filled in.
    pub blocked: Option<CaseRefusal>,
    /// How often it may still be used, where that is bounded.
    pub uses_left: Option<u32>,
}

impl Offered {
    /// What the engine offers, with the rules of the definition.
    pub(crate) fn of(definition: &Definition, offer: Offer) -> Option<Self> {
        let step = definition.steps.get(&offer.step)?;
        let action = step.actions.get(&offer.action)?;
        Some(Self {
            step_name: step.name.clone(),
            label: definition::model::humanise(&offer.action),
            binding: definition.binds(action),
            action: action.clone(),
            step: offer.step,
            id: offer.action,
            blocked: offer.blocked,
            uses_left: offer.uses_left,
        })
    }
}

/// Engine's verbs (semantics R48, R55) that the viewer may use now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Can {
    /// Answer in public.
    pub answer: bool,
    /// Write an internal note.
    pub note: bool,
    /// Steps that may be handed to another unit.
    pub transfer: Vec<String>,
    /// Steps that may be returned to the unit before.
    pub give_back: Vec<String>,
    /// Take an imported case over.
    pub take_over: bool,
    /// Add information (the resident).
    pub add_info: bool,
    /// Rate after the end (the resident).
    pub rate: bool,
    /// Record for whom the application is looked after (the applicant).
    pub mandate: bool,
    /// Take the application back (the applicant).
    pub withdraw: bool,
    /// Until when the resident may object to the end (semantics R56).
    pub appeal: Option<Instant>,
    /// The last day of the letter, while the resident may renew it (semantics R57).
    pub renew: Option<Date>,
    /// Say "saya juga mengalami" (strangers).
    pub support: bool,
}

impl Desk {
    /// A case as `viewer` may see it. Only looks: silence that is due is turned into events by the clock job.
    ///
    /// # Errors
    /// There is no such case or the viewer may not know of it: the same refusal for both.
    pub async fn view(&self, number: &CaseNumber, viewer: &Viewer) -> Desked<CaseView> {
        let head = self.head(number).await?;
        let units = self.units_of(&head.id).await?;
        let sight = sight(viewer, &head, &units);
        if !sight.head {
            return Err(DeskRefusal::NoSuchCase.into());
        }
        let loaded = match sight.text {
            true => self.load(&head.id).await?,
            false => self.load_closed(&head.id).await?,
        };
        let teller = Teller::new(self, &loaded, sight).await;
        let mut texts = self.texts_of(&loaded, sight, &teller).await?;
        let identity = sight.identity.then(|| identity(&loaded, &texts));
        let imported = self.imported_text(&loaded, &mut texts, sight);
        let latest = latest_answer(&loaded).and_then(|text| texts.get(&text.id).cloned());
        let (calendar, now) = (self.calendar(), self.now());
        let (appeal, renew) = match viewer {
            Viewer::Reporter => (self.may_appeal(&loaded).await?, self.may_renew(&loaded).await?),
            _ => (None, None),
        };
        let letters = self.letters_of(&loaded, sight).await;
        Ok(CaseView {
            sight,
            answers: if sight.text { loaded.answers.clone() } else { Answers::new() },
            identity,
            proof: loaded.facts.contact.as_ref().and_then(|contact| contact.proof).filter(|_| sight.text),
            sent_by: loaded.facts.sent_by.clone().filter(|_| sight.text),
            submissions: self.submissions(&loaded, sight).await?,
            files: if sight.text { self.files_of(&head.id).await? } else { Vec::new() },
            clocks: loaded.case.clock_views(&calendar, now),
            why: teller.clocks(&calendar),
            history: teller.history(&texts),
            latest_answer: latest.or_else(|| imported.as_ref().and_then(|from| from.answer.clone())),
            imported: imported.filter(|_| sight.text),
            deliveries: self.deliveries_of(&head.id, sight).await,
            letter_trouble: match viewer {
                Viewer::Officer(_) => self.letter_trouble(&loaded, sight, letters.len()).await,
                _ => None,
            },
            letters,
            joints: if sight.text { super::joint::joints(&loaded) } else { Vec::new() },
            offered: self.offered(&loaded, viewer),
            links: match viewer {
                Viewer::Officer(officer) if self.speaks_at(&loaded, officer, None).is_ok() => self.once_links(&loaded),
                _ => Vec::new(),
            },
            can: Can { appeal, renew, ..self.can(&loaded, viewer, &head) },
            follows: loaded.case.follows.as_ref().map(|first| (first.number.clone(), first.renewal)),
            followed_by: if loaded.case.ended.is_some() { self.sequel_of(&head.id).await? } else { None },
            marks: loaded.case.tokens.iter().flat_map(|token| token.marks.clone()).collect(),
            shares: loaded.case.shares(&calendar, now),
            days_lived: loaded.case.days_lived(now),
            rating: loaded.case.rating,
            mandate: self.mandate_of(&loaded, sight).await?,
            definition: Arc::clone(&loaded.definition),
            head,
        })
    }

    /// Every sealed text that this view shows, by id, in one query.
    async fn texts_of(&self, loaded: &Loaded, sight: Sight, teller: &Teller<'_>) -> Desked<HashMap<String, String>> {
        let mut ids: Vec<&str> = teller.texts().map(|text| text.id.as_str()).collect();
        ids.extend(latest_answer(loaded).map(|text| text.id.as_str()));
        if let Some(contact) = loaded.facts.contact.as_ref().filter(|_| sight.identity) {
            let parts = [&contact.name, &contact.phone, &contact.email];
            ids.extend(parts.into_iter().flatten().map(|text| text.id.as_str()));
        }
        ids.extend(loaded.facts.original.iter().map(|text| text.id.as_str()));
        Ok(self.store().open_sealed(self.region(), &ids).await?)
    }

    fn imported_text(
        &self,
        loaded: &Loaded,
        texts: &mut HashMap<String, String>,
        sight: Sight,
    ) -> Option<ImportedText> {
        let sealed = texts.remove(&loaded.facts.original.as_ref()?.id)?;
        let mut text: ImportedText = serde_json::from_str(&sealed).ok()?;
        if !sight.text {
            text = ImportedText { answer: text.answer.filter(|_| sight.head), ..ImportedText::default() };
        }
        Some(text)
    }

    async fn files_of(&self, id: &str) -> Desked<Vec<CaseFile>> {
        let sql = "SELECT id, field, owner, media, bytes, width, height, added_at FROM desk_files \
                   WHERE region = $1 AND case_id = $2 ORDER BY added_at, id";
        let rows = self.store().rows(sql, &values![self.region(), id]).await?;
        let mut files = Vec::with_capacity(rows.len());
        for row in rows {
            files.push(CaseFile {
                id: row.string(0)?,
                field: row.string(1)?,
                from_reporter: row.text(2)? == "pelapor",
                media: row.string(3)?,
                bytes: row.int(4)?,
                size: (row.int(5)?, row.int(6)?),
                added_at: row.instant(7)?,
            });
        }
        Ok(files)
    }

    async fn deliveries_of(&self, id: &str, sight: Sight) -> Vec<Delivery> {
        if !sight.text {
            return Vec::new();
        }
        let all = self.0.parts.deliveries.of_case(id).await;
        let own = |delivery: &Delivery| sight.notes || delivery.channel != "pemberitahuan";
        all.into_iter().filter(own).collect()
    }

    /// Asked only where the service makes letters.
    async fn letters_of(&self, loaded: &Loaded, sight: Sight) -> Vec<CaseLetter> {
        if !sight.text || loaded.definition.letters.is_empty() {
            return Vec::new();
        }
        self.0.parts.letters.of_case(&loaded.id).await
    }

    /// Actions whose buttons this viewer gets.
    fn offered(&self, loaded: &Loaded, viewer: &Viewer) -> Vec<Offered> {
        let role_of = |title: &str, unit: &str| self.agencies().role_of(title, unit);
        let holders = self.holders_of(loaded);
        let may = |holder: &&Holder| match viewer {
            Viewer::Stranger => false,
            Viewer::Reporter | Viewer::Sender => holder.is_reporter(),
            Viewer::Officer(officer) => may_work(officer, holder, &role_of).is_some(),
        };
        let steps: Vec<&str> = holders.iter().filter(may).map(|holder| holder.step.as_str()).collect();
        if steps.is_empty() {
            return Vec::new();
        }
        let actor = match viewer {
            Viewer::Officer(officer) => {
                Actor::Officer { id: officer.id.clone(), unit: String::new(), title: String::new() }
            }
            _ => Actor::Reporter,
        };
        let calendar = self.calendar();
        let context = self.context(&loaded.definition, &loaded.answers, &calendar);
        let all = offers(&context, &loaded.case, &actor).into_iter();
        let over = *viewer == Viewer::Reporter && loaded.case.mandate_is_over(self.now());
        let blocked = |offer: Offer| match over {
            true => Offer { blocked: Some(CaseRefusal::MandateOver), ..offer },
            false => offer,
        };
        let own = all.filter(|offer| steps.contains(&offer.step.as_str())).map(blocked);
        own.filter_map(|offer| Offered::of(&loaded.definition, offer)).collect()
    }

    fn can(&self, loaded: &Loaded, viewer: &Viewer, head: &CaseHead) -> Can {
        let open = loaded.case.ended.is_none();
        match viewer {
            // Nobody else "has the same problem" where somebody applies for something of their own.
            Viewer::Stranger => {
                let complaint = loaded.definition.kind == Kind::Complaint;
                Can { support: open && !head.secret && complaint, ..Can::default() }
            }
            Viewer::Reporter | Viewer::Sender => Can {
                add_info: open && !loaded.case.mandate_is_over(self.now()),
                mandate: cases::may_be_withdrawn(&loaded.definition, &loaded.case),
                withdraw: cases::may_be_withdrawn(&loaded.definition, &loaded.case)
                    && !loaded.case.mandate_is_over(self.now()),
                rate: !open && loaded.case.rating.is_none() && offers_rating(&loaded.definition),
                ..Can::default()
            },
            Viewer::Officer(officer) if open => self.officer_can(loaded, officer),
            Viewer::Officer(_) => Can::default(),
        }
    }

    fn officer_can(&self, loaded: &Loaded, officer: &Officer) -> Can {
        let role_of = |title: &str, unit: &str| self.agencies().role_of(title, unit);
        let holders = self.holders_of(loaded);
        let own = holders.iter().filter(|holder| may_speak(officer, holder, &role_of).is_some());
        let steps: Vec<String> = own.map(|holder| holder.step.clone()).collect();
        let speaks = self.speaks_at(loaded, officer, None).is_ok();
        let transferred = |step: &&String| {
            let mut stays = loaded.case.stays.iter().rev().filter(|stay| stay.step == **step);
            stays
                .next()
                .zip(stays.next())
                .is_some_and(|(now, before)| now.token == before.token && now.unit != before.unit)
        };
        Can {
            answer: speaks,
            note: speaks,
            give_back: steps.iter().filter(transferred).cloned().collect(),
            transfer: steps,
            take_over: speaks && crate::rows::is_dormant(&loaded.case),
            ..Can::default()
        }
    }
}

fn offers_rating(definition: &Definition) -> bool {
    definition.steps.values().flat_map(|step| step.actions.values()).any(|action| action.rating)
}

fn identity(loaded: &Loaded, texts: &HashMap<String, String>) -> Identity {
    let contact = loaded.facts.contact.clone().unwrap_or_default();
    let opened = |text: Option<TextRef>| text.and_then(|text| texts.get(&text.id).cloned());
    Identity { name: opened(contact.name), phone: opened(contact.phone), email: opened(contact.email) }
}

fn latest_answer(loaded: &Loaded) -> Option<&TextRef> {
    loaded.events.iter().rev().find_map(|(_, fact)| match &fact.event {
        cases::CaseEvent::Answered { text } => text.as_ref(),
        _ => None,
    })
}
