//! From an ended case to a letter with its number (semantics R57). The log says which cases ended, also after downtime;
//! the stream's name lets a letter be made once.

use crate::events::{event, stream};
use crate::letters::Letters;
use crate::model::number::{Pattern, Place};
use crate::model::validity::last_day;
use crate::queries::{Letter, day};
use crate::refusal::Refused;
use crate::sheet::{INK, Line, Sheet};
use cases::doors::{Earned, EndedCase, Endings};
use definition::model::{Part, Signature, Template};
use kernel::{Actor, Event, Id, Instant, Token};
use serde_json::json;
use std::sync::Arc;
use store::{Commit, CommitError, DRAWN, Draw, Job, Projection, Running, Statement, StoreError, Value, Worked, values};

/// So many ended cases are looked at in one turn.
const TURN: i64 = 50;
/// Seconds after which a failed one is tried again: doubled each time up to a day.
pub(crate) fn pause(attempts: i64) -> i64 {
    (60 << attempts.clamp(0, 11)).min(86_400)
}

/// The tables of this room that follow the log.
pub fn projections() -> Vec<Box<dyn Projection>> {
    vec![Box::new(Ended)]
}

/// Notes every case that ended here; whether it earned a letter is asked later.
#[derive(Clone, Copy, Debug)]
struct Ended;

impl Projection for Ended {
    fn name(&self) -> &'static str {
        "letters.ended"
    }

    fn hears(&self, name: &str) -> bool {
        name == "case.ended"
    }

    fn project(&self, event: &Event) -> Vec<Statement> {
        let imported = event.fact.data.get("by").and_then(serde_json::Value::as_str) == Some("import");
        let Some(case) = event.stream.strip_prefix("case/").filter(|_| !imported) else {
            return Vec::new();
        };
        vec![Statement::new(
            "INSERT INTO letters_ended (region, case_id, ended_at, next_at, attempts) VALUES ($1, $2, $3, $3, 0) \
             ON CONFLICT DO NOTHING",
            values![&event.region, case, event.fact.happened_at],
        )]
    }

    fn reset(&self, region: &str) -> Vec<Statement> {
        vec![Statement::new("DELETE FROM letters_ended WHERE region = $1", values![region])]
    }
}

pub(crate) fn job(letters: &Letters, endings: &Arc<dyn Endings>) -> Box<dyn Job> {
    Box::new(Prepare(letters.clone(), Arc::clone(endings)))
}

struct Prepare(Letters, Arc<dyn Endings>);

impl Job for Prepare {
    fn name(&self) -> &'static str {
        "letters.prepare"
    }

    fn run(&self, now: Instant) -> Running<'_> {
        Box::pin(async move { Ok(self.0.prepare_due(&*self.1, now).await?) })
    }
}

/// A letter to be: everything but its number.
pub(crate) struct Draft<'a> {
    /// The row; its number, sheet and version are set by the commit.
    pub letter: Letter,
    pub sheet: &'a Sheet,
    pub pattern: Pattern,
    pub template: &'a str,
    pub actor: Actor,
}

/// The same before it is known that its template can be typeset.
pub(crate) struct Trial<'a> {
    letter: Letter,
    sheet: Sheet,
    pattern: Pattern,
    template: &'a str,
}

impl Letters {
    async fn prepare_due(&self, endings: &dyn Endings, now: Instant) -> Result<Worked, StoreError> {
        let sql = "SELECT case_id, attempts FROM letters_ended WHERE region = $1 AND next_at <= $2 \
                   ORDER BY next_at, case_id LIMIT $3";
        let due = self.store().rows(sql, &values![self.region(), now, TURN]).await?;
        let mut worked = Worked { done: 0, more: due.len() as i64 == TURN };
        for row in &due {
            let case = row.text(0)?;
            // Each at its own moment: the register, latest first, then stands in the order of its numbers.
            let settled = match self.prepare_case(endings, case, self.now()).await {
                Ok(()) => {
                    worked.done += 1;
                    Statement::new(
                        "DELETE FROM letters_ended WHERE region = $1 AND case_id = $2",
                        values![self.region(), case],
                    )
                }
                Err(error) => {
                    // What a template errs in may quote an answer: officers read it on the case page, no log holds it.
                    tracing::error!(case, code = kernel::Refusal::code(&error), "a letter could not be prepared");
                    self.later(case, row.int(1)?, now)
                }
            };
            let commit = Commit::of_statements(self.region(), vec![settled]);
            self.store().commit_waiting(commit, now).await.map_err(|error| StoreError::Sql(error.to_string()))?;
        }
        Ok(worked)
    }

    fn later(&self, case: &str, attempts: i64, now: Instant) -> Statement {
        Statement::new(
            "UPDATE letters_ended SET attempts = attempts + 1, next_at = $3 WHERE region = $1 AND case_id = $2",
            values![self.region(), case, now.plus_seconds(pause(attempts))],
        )
    }

    /// Every letter of a case that is not there yet.
    async fn prepare_case(&self, endings: &dyn Endings, case: &str, now: Instant) -> Result<(), Refused> {
        let Some(ended) = endings.ended(case).await.map_err(Refused::Failed)? else {
            return Ok(());
        };
        for earned in &ended.letters {
            match self.prepare_one(&ended, earned, now).await {
                // It is there: made before, or by another node just now.
                Ok(()) | Err(Refused::Moved) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    async fn prepare_one(&self, ended: &EndedCase, earned: &Earned, now: Instant) -> Result<(), Refused> {
        let stream = stream(&ended.id, &earned.key, 0);
        if self.store().version(self.region(), &stream).await? > 0 {
            return Ok(());
        }
        let Trial { letter, sheet, pattern, template } = self.trial(ended, earned, now).await?;
        self.keep(Draft { letter, sheet: &sheet, pattern, template, actor: Actor::System }, now).await
    }

    /// Everything of a letter but its number, typeset once with the first one: a template that errs draws none.
    pub(crate) async fn trial<'a>(
        &self,
        ended: &EndedCase,
        earned: &'a Earned,
        now: Instant,
    ) -> Result<Trial<'a>, Refused> {
        let signer = match &ended.officer {
            Some(officer) => self.deps().staff.name(officer).await.unwrap_or_default(),
            None => String::new(),
        };
        let title = self.deps().agencies.title_name(&ended.title, &ended.unit);
        let answers = ended.answers.iter().map(Line::from).collect();
        let sheet = Sheet { answers, signer, title, on_behalf: ended.on_behalf.clone() };
        let mut letter = self.first(ended, earned, stream(&ended.id, &earned.key, 0), now)?;
        let pattern = Pattern::new(&earned.letter.number, &self.place(&ended.unit), letter.dated);
        letter.number = pattern.number(1);
        let template = self.tried(earned, &letter, &sheet).await?;
        letter.template = kernel::ids::hash_secret(template);
        letter.number = DRAWN.to_owned();
        Ok(Trial { letter, sheet, pattern, template })
    }

    /// The template that can be typeset: the pinned one, else the one that the running version has in its place.
    async fn tried<'a>(&self, earned: &'a Earned, trial: &Letter, sheet: &Sheet) -> Result<&'a str, Refused> {
        if self.deps().press.is_none() {
            return Ok(&earned.template);
        }
        match (self.press(trial, sheet, earned.template.clone(), INK).await, &earned.mended) {
            (Err(Refused::Template(_)), Some(mended)) => {
                self.press(trial, sheet, mended.clone(), INK).await?;
                Ok(mended)
            }
            (made, _) => made.map(|_| earned.template.as_str()),
        }
    }

    fn first(&self, ended: &EndedCase, earned: &Earned, stream: String, now: Instant) -> Result<Letter, Refused> {
        let dated = ended.ended_at.date(self.deps().zone);
        let reminders: Vec<String> = earned.letter.reminders.iter().map(|one| one.count.to_string()).collect();
        let agency = self.deps().agencies.agency(&ended.unit);
        let public = ended.answers.iter().filter(|answer| earned.letter.qr.contains(&answer.field));
        Ok(Letter {
            id: Id::new(now, self.chance()).to_string(),
            stream,
            case: ended.id.clone(),
            case_number: ended.number.to_string(),
            service: ended.service.clone(),
            service_name: ended.service_name.clone(),
            kind: earned.key.clone(),
            round: 0,
            unit: ended.unit.clone(),
            issuer: agency.map_or_else(|| ended.unit.clone(), |agency| agency.name),
            title: ended.title.clone(),
            officer: ended.officer.clone(),
            number: DRAWN.to_owned(),
            token: Token::new(self.chance()).secret().to_owned(),
            person: ended.person.clone(),
            sheet: String::new(),
            shown: public.filter_map(|answer| Some((answer.label.clone(), answer.text.clone()?))).collect(),
            template: kernel::ids::hash_secret(&earned.template),
            pattern: written(&earned.letter.number),
            prepared_at: now,
            dated,
            valid_from: ended.valid_from.filter(|_| earned.letter.validity.is_some()),
            valid_until: earned.letter.validity.map(|validity| last_day(ended.valid_from.unwrap_or(dated), validity)),
            reminders: reminders.join(","),
            announcement: ended.announcement.as_ref().map(written),
            issued_at: None,
            way: None,
            blob: None,
            media: None,
            file_hash: None,
            revoked_at: None,
            replaces: None,
            replaced_by: None,
            version: 1,
            signature: ended.signature,
        })
    }

    pub(crate) fn place(&self, unit: &str) -> Place {
        let short = self.deps().agencies.agency(unit).map(|agency| agency.short);
        let unit = short.unwrap_or_else(|| unit.to_owned()).replace(' ', "-").to_uppercase();
        Place { region: self.region().to_owned(), unit }
    }

    /// Draws the number and keeps the letter: all or nothing.
    pub(crate) async fn keep(&self, draft: Draft<'_>, now: Instant) -> Result<(), Refused> {
        let person = self.person(&draft.letter.person).await?;
        let (sheet, sealed) = self.0.vault.seal(&person, &draft.sheet.json()?, now, self.chance())?;
        let letter = Letter { sheet: sheet.id.clone(), ..draft.letter };
        let facts = event(
            "letter.prepared",
            now,
            &draft.actor,
            json!({
                "letter": letter.id, "case": letter.case_number, "service": letter.service, "kind": letter.kind,
                "unit": letter.unit, "number": DRAWN, "dated": letter.dated.to_string(), "sheet": sheet,
                "from": letter.valid_from.map(|date| date.to_string()),
                "until": letter.valid_until.map(|date| date.to_string()), "replaces": letter.replaces,
            }),
        );
        let template = Statement::new(
            "INSERT INTO letters_templates (region, hash, source) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            values![self.region(), &letter.template, draft.template],
        );
        let pattern = draft.pattern;
        let commit = Commit {
            events: vec![facts],
            statements: vec![sealed, template, insert(self.region(), &letter)?],
            draw: Some(Draw { series: pattern.series.clone(), format: Box::new(move |count| pattern.number(count)) }),
            ..Commit::new(self.region(), letter.stream.clone(), 0)
        };
        match self.store().commit_waiting(commit, now).await {
            Ok(_) => Ok(()),
            Err(CommitError::Conflict { .. }) => Err(Refused::Moved),
            Err(error) => Err(error.into()),
        }
    }
}

fn insert(region: &str, letter: &Letter) -> Result<Statement, Refused> {
    let shown = serde_json::to_string(&letter.shown).map_err(|error| Refused::Failed(error.to_string()))?;
    let sql = "INSERT INTO letters_letters (region, id, stream, case_id, case_number, service, service_name, kind, round, \
               unit, issuer, title, officer, number, token, person, sheet_ref, shown, template, pattern, prepared_at, \
               dated, valid_until, reminders, announcement, replaces, signature, valid_from, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, \
               $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, 1)";
    Ok(Statement::new(
        sql,
        values![
            region,
            &letter.id,
            &letter.stream,
            &letter.case,
            &letter.case_number,
            &letter.service,
            &letter.service_name,
            &letter.kind,
            letter.round,
            &letter.unit,
            &letter.issuer,
            &letter.title,
            letter.officer.as_ref().map(|officer| officer.0.clone()),
            Value::Drawn,
            &letter.token,
            &letter.person,
            &letter.sheet,
            shown,
            &letter.template,
            &letter.pattern,
            letter.prepared_at,
            day(letter.dated),
            letter.valid_until.map(day),
            &letter.reminders,
            letter.announcement.as_deref(),
            letter.replaces.as_deref(),
            letter.signature.map(Signature::key),
            letter.valid_from.map(day),
        ],
    ))
}

/// A template as the register keeps it: slots in braces, a brace of the text doubled.
pub(crate) fn written(template: &Template) -> String {
    let piece = |part: &Part| match part {
        Part::Text(text) => text.replace('{', "{{").replace('}', "}}"),
        Part::Slot(name) => format!("{{{name}}}"),
    };
    template.parts.iter().map(piece).collect()
}

/// Reads what [`written`] wrote.
pub(crate) fn read(text: &str) -> Template {
    let (mut parts, mut plain) = (Vec::new(), String::new());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '{' | '}' if letters.peek() == Some(&letter) => {
                letters.next();
                plain.push(letter);
            }
            '{' => {
                if !plain.is_empty() {
                    parts.push(Part::Text(std::mem::take(&mut plain)));
                }
                parts.push(Part::Slot(letters.by_ref().take_while(|letter| *letter != '}').collect()));
            }
            other => plain.push(other),
        }
    }
    if !plain.is_empty() {
        parts.push(Part::Text(plain));
    }
    Template { parts }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_survives_the_register() {
        let parts = vec![Part::Text("a {b} ".into()), Part::Slot("urut:03".into()), Part::Text("/2027}".into())];
        assert_eq!(read(&written(&Template { parts: parts.clone() })).parts, parts);
    }
}
