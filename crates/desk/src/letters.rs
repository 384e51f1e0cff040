//! What the desk tells about a case that earned a letter (semantics R57), and the templates it keeps with a service.

use crate::Desk;
use crate::ledger::{Loaded, stream};
use crate::messages::{fill_for, in_words, to};
use crate::refusal::{DeskError, DeskRefusal, Desked};
use crate::rights::read_on_behalf;
use cases::doors::{Answer, Earned, EndedCase, Endings, ShownAnswer};
use cases::{CaseEvent, Closing};
use definition::model::{FieldKind, MessageKey, Options, Part, Signature, Template};
use definition::{Definition, Value, form};
use kernel::{Actor, CaseNumber, OfficerId};
use store::{Statement, StoreError, values};
use web::Words;

/// Who brought a case to its end.
struct Acted {
    unit: String,
    title: String,
    officer: Option<OfficerId>,
    /// What the act says of a substitute (semantics R46).
    on_behalf: Option<String>,
    /// `tanda_tangan` of the last step acted at that has one: handing a letter over may be a step of its own.
    signature: Option<Signature>,
}

impl Endings for Desk {
    fn ended<'a>(&'a self, case: &'a str) -> Answer<'a, Result<Option<EndedCase>, String>> {
        Box::pin(async move { self.ended_case(case).await.map_err(|error| error.to_string()) })
    }
}

impl Desk {
    async fn ended_case(&self, id: &str) -> Desked<Option<EndedCase>> {
        if self.store().version(self.region(), &stream(id)).await? == 0 {
            return Ok(None);
        }
        self.ended_of(&self.load(id).await?).await
    }

    /// The same of a case that was read before.
    pub(crate) async fn ended_of(&self, loaded: &Loaded) -> Desked<Option<EndedCase>> {
        let Some((end, at)) = loaded.case.ended.as_ref().and_then(|ended| Some((ended.end.clone(), ended.at?))) else {
            return Ok(None);
        };
        let letters = self.earned(&loaded.definition, &end).await?;
        if letters.is_empty() {
            return Ok(None);
        }
        let acted = acted(loaded);
        let number = CaseNumber::parse(&loaded.facts.number).map_err(|_| DeskRefusal::NoSuchCase)?;
        let contact = loaded.facts.contact.clone().unwrap_or_default();
        Ok(Some(EndedCase {
            id: loaded.id.clone(),
            number,
            service: loaded.definition.id.clone(),
            service_name: loaded.definition.name.clone(),
            ended_at: at,
            valid_from: match loaded.case.follows.as_ref().filter(|first| first.renewal) {
                Some(_) => self.letter_days(loaded).await?.map(|(first, _)| first),
                None => None,
            },
            unit: acted.unit,
            title: acted.title,
            officer: acted.officer,
            on_behalf: self.replaced(acted.on_behalf.as_deref()).await,
            signature: acted.signature,
            person: loaded.facts.person.clone(),
            contact: to(loaded.case.anonymous || loaded.case.secret, &contact),
            lang: contact.lang,
            link: self.link_of(&loaded.id),
            answers: self.shown(loaded),
            announcement: self.announcement(loaded, &end),
            letters,
        }))
    }

    /// The title that a substitute stood in for, and the person where the letter of assignment names one.
    async fn replaced(&self, written: Option<&str>) -> Option<String> {
        let (title, unit, letter) = read_on_behalf(written?)?;
        let title = self.agencies().title_name(title, unit);
        let found = self.0.parts.staff.letters(&[letter.to_owned()]).await;
        let person = found.into_iter().find_map(|letter| letter.replaces);
        Some(person.map_or_else(|| title.clone(), |person| format!("{title} ({person})")))
    }

    /// The letters that this end makes, with the templates as they were published.
    async fn earned(&self, definition: &Definition, end: &str) -> Desked<Vec<Earned>> {
        let mut earned = Vec::new();
        for (key, letter) in definition.letters.iter().filter(|(_, letter)| letter.at_end == end) {
            let template = self.kept_template(definition, &letter.template).await?;
            let mended = self.running_template(&definition.id, &letter.template).await?;
            let mended = mended.filter(|mended| *mended != template);
            earned.push(Earned { key: key.clone(), letter: letter.clone(), template, mended });
        }
        Ok(earned)
    }

    /// A template as it was published with this definition.
    pub(crate) async fn kept_template(&self, definition: &Definition, name: &str) -> Desked<String> {
        let sql = "SELECT source FROM desk_templates WHERE region = $1 AND definition = $2 AND name = $3";
        let row = self.store().row(sql, &values![self.region(), &definition.hash, name]).await?;
        let missing = || StoreError::Damaged(format!("template {name} of {}", definition.id));
        Ok(row.ok_or_else(missing)?.string(0)?)
    }

    /// Every field in the order of the form; a hidden or unknown one has no text.
    pub(crate) fn shown(&self, loaded: &Loaded) -> Vec<ShownAnswer> {
        let answers = form::effective(&loaded.definition, &loaded.answers);
        let words = Words { lang: kernel::Lang::Id, zone: loaded.case.zone };
        let fields = loaded.definition.fields.iter().map(|(field, kind)| ShownAnswer {
            field: field.clone(),
            label: kind.label.clone(),
            text: answers.get(field).map(|value| self.in_full(&kind.kind, value, words)),
        });
        fields.collect()
    }

    /// One answer with the names that the region's lists and villages give it.
    fn in_full(&self, kind: &FieldKind, value: &Value, words: Words) -> String {
        let village = |code: &Option<String>| {
            let code = code.as_ref()?;
            Some(self.gazetteer().village(code).map_or_else(|| code.clone(), |village| village.name))
        };
        let joined = |parts: [Option<String>; 2]| parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
        let label = |code: &String| match kind.options() {
            Some(Options::List(list)) => self.lists().get(list).and_then(|list| list.get(code).cloned()),
            _ => None,
        };
        match value {
            Value::Point(point) => joined([point.landmark.clone(), village(&point.village)]),
            Value::Address(address) => joined([Some(address.text.clone()), village(&address.village)]),
            Value::Option(code) => label(code).unwrap_or_else(|| in_words(Some(kind), value, words)),
            _ => in_words(Some(kind), value, words),
        }
    }

    /// The message of this end where it names its letter: it waits for the number (semantics R58).
    fn announcement(&self, loaded: &Loaded, end: &str) -> Option<Template> {
        let key = MessageKey::Ended(end.to_owned());
        let template = loaded.definition.messages.get(&key).filter(|template| names_letter(template))?;
        let parts = template.parts.iter().map(|part| match part {
            Part::Slot(name) if !name.starts_with("surat.") => {
                Part::Text(fill_for(self, loaded, &Template { parts: vec![part.clone()] }))
            }
            other => other.clone(),
        });
        Some(Template { parts: parts.collect() })
    }

    /// The template that the running version of a service keeps under this name: a new version may be published without
    /// its files, as the browser does.
    pub(crate) async fn running_template(&self, service: &str, name: &str) -> Desked<Option<String>> {
        let sql = "SELECT t.source FROM desk_templates t JOIN desk_services s \
                   ON s.region = t.region AND s.hash = t.definition \
                   WHERE t.region = $1 AND s.service = $2 AND t.name = $3";
        let row = self.store().row(sql, &values![self.region(), service, name]).await?;
        Ok(row.map(|row| row.string(0)).transpose()?)
    }

    /// What keeps the templates of a definition, by the names that it gives them.
    ///
    /// # Errors
    /// Another text of that name was published with the same definition.
    pub(crate) async fn keeping(
        &self,
        definition: &Definition,
        file: &str,
        templates: &[(String, String)],
    ) -> Desked<Vec<Statement>> {
        let mut kept = Vec::new();
        for (id, letter) in &definition.letters {
            let name = &letter.template;
            let found = templates.iter().find(|(known, _)| known == name).map(|(_, text)| text.clone());
            let found = match found {
                None => self.running_template(&definition.id, name).await?,
                found => found,
            };
            // A service whose city has not written its letter yet prints every answer.
            let text = found.unwrap_or_else(|| definition::plain_letter(definition));
            self.tried(definition, id, &text).await.map_err(|lines| refused(format!("{file}: {name}: {lines}")))?;
            let sql = "SELECT source FROM desk_templates WHERE region = $1 AND definition = $2 AND name = $3";
            let row = self.store().row(sql, &values![self.region(), &definition.hash, name]).await?;
            if row.map(|row| row.string(0)).transpose()?.is_some_and(|old| old != text) {
                return Err(refused(format!(
                    "{file}: templat `{name}` berubah; naikkan `versi` layanan supaya surat lama tetap seperti terbitnya"
                )));
            }
            kept.push(Statement::new(
                "INSERT INTO desk_templates (region, definition, name, source) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT DO NOTHING",
                values![self.region(), &definition.hash, name, text],
            ));
        }
        Ok(kept)
    }
}

fn refused(what: String) -> DeskError {
    DeskRefusal::Definition(what).into()
}

/// Whether a message waits for the number of a letter.
pub(crate) fn names_letter(template: &Template) -> bool {
    template.slots().any(|slot| slot.starts_with("surat."))
}

/// The officer's action before the end; where silence or the resident closed the case, the unit that held it last.
fn acted(loaded: &Loaded) -> Acted {
    let by_officer = loaded.case.ended.as_ref().is_some_and(|ended| ended.by == Closing::Officer);
    let mut last = Acted { unit: String::new(), title: String::new(), officer: None, on_behalf: None, signature: None };
    for (_, fact) in &loaded.events {
        match (&fact.event, &fact.actor) {
            (CaseEvent::Acted(acted), Actor::Officer { id, unit, title }) if by_officer => {
                let step = loaded.definition.steps.get(&acted.step);
                let signature = step.and_then(|step| step.signature).or(last.signature);
                last = Acted {
                    unit: unit.clone(),
                    title: title.clone(),
                    officer: Some(id.clone()),
                    on_behalf: acted.on_behalf_of.clone(),
                    signature,
                };
            }
            (CaseEvent::Entered(entered), _) if entered.working && !by_officer => {
                let title = entered.title.clone().unwrap_or_default();
                last = Acted { unit: entered.unit.clone(), title, officer: None, on_behalf: None, signature: None };
            }
            (CaseEvent::Ended(_), _) => break,
            _ => {}
        }
    }
    last
}
