//! Letters looked at before there is one (semantics R57): by who is about to sign, and by who writes the service. And the
//! standard of a service as a PDF.

use crate::Desk;
use crate::ledger::Loaded;
use crate::refusal::{DeskRefusal, Desked};
use crate::rights::{Officer, Sight, Viewer, sight};
use cases::doors::{LetterDraft, ShownAnswer};
use definition::model::{Letter, Rule};
use definition::{Definition, Standard};
use kernel::{CaseNumber, Lang};
use std::collections::HashMap;
use std::sync::PoisonError;

/// So many standards are kept as PDFs, some tens of kilobytes each; then they are made anew.
const SHEETS: usize = 200;

impl Desk {
    /// Whether this program typesets letters.
    pub fn typesets(&self) -> bool {
        self.0.parts.letters.typesets()
    }

    /// The standard of a service as a PDF; typeset once for each content, as long as the program runs.
    ///
    /// # Errors
    /// This program does not typeset, or the sheet errs ([`DeskRefusal::Template`]).
    pub async fn standard_sheet(&self, standard: &Standard, lang: Lang) -> Desked<Vec<u8>> {
        if !self.typesets() {
            return Err(DeskRefusal::NoSuchFile.into());
        }
        let values = definition::standard::sheet(standard, lang);
        let key = kernel::ids::hash_secret(&values.to_string());
        let known = self.sheets().get(&key).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let made = self.0.parts.letters.standard(values).await.map_err(DeskRefusal::Template)?;
        let mut sheets = self.sheets();
        if sheets.len() >= SHEETS {
            sheets.clear();
        }
        sheets.insert(key, made.clone());
        Ok(made)
    }

    fn sheets(&self) -> std::sync::MutexGuard<'_, HashMap<String, Vec<u8>>> {
        self.0.sheets.lock().unwrap_or_else(PoisonError::into_inner)
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
