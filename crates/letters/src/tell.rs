//! What a letter's holder is told: that it is issued, that it was withdrawn, that its last day comes near.

use crate::letters::Letters;
use crate::prepare::{pause, read};
use crate::queries::Letter;
use crate::refusal::Refused;
use cases::doors::{EndedCase, Endings, LetterState, MESSAGE_TOPIC, MessageOrder};
use definition::model::{Part, Template};
use kernel::Instant;
use std::sync::Arc;
use store::{Commit, CommitError, Job, Outgoing, Running, Statement, StoreError, Worked, values};
use web::Words;

/// So many are told in one turn.
const TURN: i64 = 50;
/// Messages of letters leave behind those of the case itself.
const BEHIND: i64 = 1_000_000;

pub(crate) fn job(letters: &Letters, endings: &Arc<dyn Endings>) -> Box<dyn Job> {
    Box::new(Tell(letters.clone(), Arc::clone(endings)))
}

struct Tell(Letters, Arc<dyn Endings>);

impl Job for Tell {
    fn name(&self) -> &'static str {
        "letters.tell"
    }

    fn run(&self, now: Instant) -> Running<'_> {
        Box::pin(async move { Ok(self.0.tell_due(&*self.1, now).await?) })
    }
}

impl Letters {
    async fn tell_due(&self, endings: &dyn Endings, now: Instant) -> Result<Worked, StoreError> {
        let sql = "SELECT letter, what, attempts FROM letters_tellings WHERE region = $1 AND due_at <= $2 \
                   ORDER BY due_at, letter, what LIMIT $3";
        let due = self.store().rows(sql, &values![self.region(), now, TURN]).await?;
        let mut worked = Worked { done: 0, more: due.len() as i64 == TURN };
        for row in &due {
            let (letter, what) = (row.text(0)?, row.text(1)?);
            match self.tell(endings, letter, what, now).await {
                Ok(()) => worked.done += 1,
                Err(error) => {
                    tracing::error!(letter, %error, "the holder of a letter could not be told");
                    self.tell_later(letter, what, now.plus_seconds(pause(row.int(2)?)), now).await?;
                }
            }
        }
        Ok(worked)
    }

    /// What could not be told steps aside: the others wait for no one.
    async fn tell_later(&self, letter: &str, what: &str, next: Instant, now: Instant) -> Result<(), StoreError> {
        let aside = Statement::new(
            "UPDATE letters_tellings SET attempts = attempts + 1, due_at = $4 \
             WHERE region = $1 AND letter = $2 AND what = $3",
            values![self.region(), letter, what, next],
        );
        let commit = Commit::of_statements(self.region(), vec![aside]);
        self.store().commit_waiting(commit, now).await.map_err(|error| StoreError::Sql(error.to_string()))?;
        Ok(())
    }

    /// Orders one message and strikes it off the list, in one commit: once, whoever else works.
    async fn tell(&self, endings: &dyn Endings, id: &str, what: &str, now: Instant) -> Result<(), Refused> {
        let letter = self.letter(id).await?;
        let struck = Statement::new(
            "DELETE FROM letters_tellings WHERE region = $1 AND letter = $2 AND what = $3",
            values![self.region(), id, what],
        );
        let mut commit = Commit::of_statements(self.region(), vec![struck.exactly_one()]);
        let useless = what.starts_with("ingat/") && letter.state(self.today()) != LetterState::Valid;
        if let Some(ended) = endings.ended(&letter.case).await.map_err(Refused::Failed)?.filter(|_| !useless)
            && let Some(person) = self.store().open_person(self.region(), &ended.person).await?
        {
            let text = self.text(&letter, &ended, what);
            let (text, sealed) = self.0.vault.seal(&person, &text, now, self.chance())?;
            let once = format!("letter/{id}/{what}");
            let order = MessageOrder {
                once: once.clone(),
                case: ended.id,
                number: Some(ended.number),
                order: BEHIND,
                key: format!("surat:{}", what.split('/').next().unwrap_or_default()),
                to: ended.contact,
                lang: ended.lang,
                person: ended.person,
                text,
                unit: letter.unit.clone(),
                until: None,
            };
            let payload = serde_json::to_value(&order).map_err(|error| Refused::Failed(error.to_string()))?;
            commit.statements.push(sealed);
            commit.outbox.push(Outgoing { topic: MESSAGE_TOPIC.to_owned(), once_key: once, payload, due_at: now });
        }
        match self.store().commit_waiting(commit, now).await {
            // Another node was faster.
            Ok(_) | Err(CommitError::Guard) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    fn text(&self, letter: &Letter, ended: &EndedCase, what: &str) -> String {
        let words = Words { lang: ended.lang, zone: self.deps().zone };
        let last = letter.valid_until.map(|date| words.date(date)).unwrap_or_default();
        if what == "terbit"
            && letter.replaces.is_none()
            && let Some(announcement) = &letter.announcement
        {
            return filled(&read(announcement), &letter.kind, &letter.number, &last);
        }
        let (kind, days) = what.split_once('/').unwrap_or((what, ""));
        let key = format!("terbitan-pesan-{kind}");
        let arguments: [(&str, &dyn web::Argument); 5] = [
            ("layanan", &letter.service_name),
            ("nomor", &letter.number),
            ("tanggal", &last),
            ("hari", &days.parse::<u32>().unwrap_or_default()),
            ("tautan", &ended.link),
        ];
        self.0.texts.filled(ended.lang, &key, &arguments)
    }
}

/// The definition's own sentence with the slots of its letter filled (semantics R58).
fn filled(template: &Template, kind: &str, number: &str, last: &str) -> String {
    let slot = |name: &str| match name.strip_prefix("surat.").and_then(|rest| rest.split_once('.')) {
        Some((id, "nomor")) if id == kind => number.to_owned(),
        Some((id, "berlaku_sampai")) if id == kind => last.to_owned(),
        _ => "–".to_owned(),
    };
    let piece = |part: &Part| match part {
        Part::Text(text) => text.clone(),
        Part::Slot(name) => slot(name),
    };
    template.parts.iter().map(piece).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_of_the_definition_names_the_letter() {
        let template = read("Surat {surat.keterangan.nomor} terbit, berlaku sampai {surat.keterangan.berlaku_sampai}.");
        let said = filled(&template, "keterangan", "470/001/2027", "5 Maret 2028");
        assert_eq!(said, "Surat 470/001/2027 terbit, berlaku sampai 5 Maret 2028.");
    }
}
