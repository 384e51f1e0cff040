//! Letters looked at before there is one (semantics R57): by who is about to sign, and by who writes the service.

use crate::Desk;
use crate::ledger::Loaded;
use crate::refusal::{DeskRefusal, Desked};
use crate::rights::{Officer, Sight, Viewer, sight};
use cases::doors::{LetterDraft, ShownAnswer};
use definition::Definition;
use definition::model::{Letter, Rule};
use kernel::CaseNumber;

impl Desk {
    /// Whether this program typesets letters.
    pub fn typesets(&self) -> bool {
        self.0.parts.letters.typesets()
    }

    /// The letter that this case would earn, as a PDF that says it is a draft.
    ///
    /// # Errors
    /// No such case or letter, or the officer may not read it; the template errs ([`DeskRefusal::Template`]).
    pub async fn letter_draft(&self, number: &CaseNumber, officer: &Officer, key: &str) -> Desked<Vec<u8>> {
        let head = self.head(number).await?;
        let units = self.units_of(&head.id).await?;
        if !sight(&Viewer::Officer(officer.clone()), &head, &units).text {
            return Err(DeskRefusal::NoSuchCase.into());
        }
        let loaded = self.load(&head.id).await?;
        let letter = loaded.definition.letters.get(key).ok_or(DeskRefusal::NoSuchFile)?;
        let holder = head.holders.iter().find(|holder| !holder.is_reporter());
        let held = |part: fn(&crate::Holder) -> &String| holder.map(part).cloned().unwrap_or_default();
        self.drafted(LetterDraft {
            service_name: loaded.definition.name.clone(),
            unit: held(|holder| &holder.unit),
            title: held(|holder| &holder.title),
            officer: Some(officer.id.clone()),
            template: self.kept_template(&loaded.definition, &letter.template).await?,
            letter: letter.clone(),
            answers: self.shown(&loaded),
            sample: false,
        })
        .await
    }

    /// A letter of a service with sample data: every answer is its label. The template is the one of this version, else
    /// of the version that runs, else the plain one.
    ///
    /// # Errors
    /// No such letter, or its template errs ([`DeskRefusal::Template`]).
    pub async fn letter_sample(&self, definition: &Definition, key: &str) -> Desked<Vec<u8>> {
        let letter = definition.letters.get(key).ok_or(DeskRefusal::NoSuchFile)?.clone();
        let template = match self.kept_template(definition, &letter.template).await {
            Ok(template) => template,
            Err(_) => {
                let running = self.running_template(&definition.id, &letter.template).await?;
                running.unwrap_or_else(|| definition::plain_letter(definition))
            }
        };
        self.drafted(sample(definition, letter, template, true)).await
    }

    /// Whether a template that is to be published bears its service's answers, all of them and only those that are always
    /// given. Without a typesetter nobody knows.
    pub(crate) async fn tried(&self, definition: &Definition, key: &str, template: &str) -> Result<(), String> {
        let Some(letter) = definition.letters.get(key).filter(|_| self.typesets()) else {
            return Ok(());
        };
        for whole in [true, false] {
            let draft = sample(definition, letter.clone(), template.to_owned(), whole);
            self.0.parts.letters.draft(draft).await?;
        }
        Ok(())
    }

    async fn drafted(&self, draft: LetterDraft) -> Desked<Vec<u8>> {
        Ok(self.0.parts.letters.draft(draft).await.map_err(DeskRefusal::Template)?)
    }

    /// Why an ended case has no letter yet, where its template errs.
    pub(crate) async fn letter_trouble(&self, loaded: &Loaded, sight: Sight, made: usize) -> Option<String> {
        let earns = loaded.case.ended.is_some() && !loaded.definition.letters.is_empty();
        if !earns || !sight.notes || made > 0 || !self.typesets() {
            return None;
        }
        let ended = self.ended_of(loaded).await.ok()??;
        self.0.parts.letters.trouble(ended).await
    }
}

/// Every answer is its label; without `whole` only those that the form always asks for.
fn sample(definition: &Definition, letter: Letter, template: String, whole: bool) -> LetterDraft {
    let fields = definition.fields.iter().map(|(field, kind)| {
        let always = kind.required == Rule::Always && kind.visible == Rule::Always;
        let text = (whole || always).then(|| format!("[{}]", kind.label));
        ShownAnswer { field: field.clone(), label: kind.label.clone(), text }
    });
    LetterDraft {
        service_name: definition.name.clone(),
        unit: definition.owner.to_string(),
        title: String::new(),
        officer: None,
        answers: fields.collect(),
        letter,
        template,
        sample: true,
    }
}
