//! What to do with an application is decided by a case of our own: asked here, judged at the desk like any other, and heard
//! in the log when it ended.

use crate::applications::Applications;
use crate::events::{event, officer};
use crate::model::advice::Proposal;
use crate::model::stage::{REASON, Stage, Step};
use crate::refusal::Refused;
use crate::rights::Author;
use cases::doors::{NotRequested, Request, Requested};
use kernel::{Actor, Event, Instant, OfficerId};
use serde_json::{Map, Value as Json, json};
use store::{Job, Projection, Row, Running, Statement, StoreError, Worked, values};

/// The service that decides, `layanan/integrasi/usulan-aplikasi.toml`.
pub const SERVICE: &str = "usulan-aplikasi";
/// So many ended cases are looked at in one turn.
const TURN: i64 = 50;
pub(crate) const ASKED: &str = "case_id, number, slug, proposal, asked_by, asked_at, outcome, reason, decided_at";

/// How a proposal was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is done.
    Granted,
    /// It is not.
    Refused,
}

impl Outcome {
    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Granted => "disetujui",
            Self::Refused => "ditolak",
        }
    }
}

/// A proposal that was made a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Id of the case.
    pub case: String,
    /// Its public number.
    pub number: String,
    /// The application.
    pub slug: String,
    /// What is proposed.
    pub proposal: Proposal,
    /// Who asked.
    pub by: String,
    /// When.
    pub at: Instant,
    /// How it was decided, if it was.
    pub outcome: Option<Outcome>,
    /// The reason given with the decision.
    pub reason: String,
    /// When it was decided.
    pub decided_at: Option<Instant>,
}

pub(crate) fn asked(row: &Row) -> Result<Asked, StoreError> {
    let damaged = || StoreError::Damaged("proposal of the inventory".to_owned());
    Ok(Asked {
        case: row.string(0)?,
        number: row.string(1)?,
        slug: row.string(2)?,
        proposal: Proposal::parse(row.text(3)?).ok_or_else(damaged)?,
        by: row.string(4)?,
        at: row.instant(5)?,
        outcome: match row.text(6)? {
            "disetujui" => Some(Outcome::Granted),
            "" => None,
            _ => Some(Outcome::Refused),
        },
        reason: row.string(7)?,
        decided_at: row.int_or_null(8)?.map(Instant::from_micros),
    })
}

/// The tables of this room that follow the log.
pub fn projections() -> Vec<Box<dyn Projection>> {
    vec![Box::new(Ended)]
}

/// Notes every proposal whose case ended; what became of it is asked later.
#[derive(Clone, Copy, Debug)]
struct Ended;

impl Projection for Ended {
    fn name(&self) -> &'static str {
        "applications.ended"
    }

    fn hears(&self, name: &str) -> bool {
        name == "case.ended"
    }

    fn project(&self, event: &Event) -> Vec<Statement> {
        let service = event.fact.data.pointer("/desk/service").and_then(Json::as_str);
        let Some(case) = event.stream.strip_prefix("case/").filter(|_| service == Some(SERVICE)) else {
            return Vec::new();
        };
        vec![Statement::new(
            "INSERT INTO applications_ended (region, case_id, next_at, attempts) VALUES ($1, $2, $3, 0) ON CONFLICT DO NOTHING",
            values![&event.region, case, event.recorded_at],
        )]
    }

    fn reset(&self, region: &str) -> Vec<Statement> {
        vec![Statement::new("DELETE FROM applications_ended WHERE region = $1", values![region])]
    }
}

pub(crate) fn job(room: &Applications) -> Box<dyn Job> {
    Box::new(Decide(room.clone()))
}

struct Decide(Applications);

impl Job for Decide {
    fn name(&self) -> &'static str {
        "applications.decide"
    }

    fn run(&self, now: Instant) -> Running<'_> {
        Box::pin(async move { Ok(self.0.decide_due(now).await?) })
    }
}

/// Seconds after which a failed one is tried again: doubled each time up to a day.
fn pause(attempts: i64) -> i64 {
    (60 << attempts.clamp(0, 11)).min(86_400)
}

impl Applications {
    /// Makes a proposal a case. The same officer asking the same twice gets the same case.
    ///
    /// # Errors
    /// Not this officer's, one waits already, no reason, or the desk refuses it.
    pub async fn ask(
        &self,
        author: &Author,
        slug: &str,
        (proposal, reason): (Proposal, &str),
    ) -> Result<Asked, Refused> {
        let inventory = self.inventory().await?;
        let app = inventory.app(slug).ok_or(Refused::NotThere)?;
        author.may(app.unit())?;
        if !REASON.contains(&reason.trim().chars().count()) {
            return Err(Refused::Reason);
        }
        if inventory.open_proposal(slug).is_some() {
            return Err(Refused::Open);
        }
        let answers: Map<String, Json> = [
            ("aplikasi", slug),
            ("nama_aplikasi", app.name()),
            ("usulan", proposal.word()),
            ("alasan", reason.trim()),
            ("pemilik_aplikasi", app.unit()),
        ]
        .into_iter()
        .map(|(field, text)| (field.to_owned(), json!(text)))
        .collect();
        let by = officer(&author.actor);
        let rounds = inventory.proposals.get(slug).map_or(0, Vec::len);
        let request = Request {
            service: SERVICE.to_owned(),
            answers,
            officer: OfficerId(by.clone()),
            unit: app.unit().to_owned(),
            key: format!("{SERVICE}/{slug}/{rounds}"),
        };
        let case = self.deps().requests.open(request).await.map_err(not_opened)?;
        let now = self.now();
        let asked = Asked {
            case: case.case,
            number: case.number.to_string(),
            slug: slug.to_owned(),
            proposal,
            by,
            at: now,
            outcome: None,
            reason: String::new(),
            decided_at: None,
        };
        let data =
            json!({ "application": slug, "proposal": proposal.word(), "case": asked.case, "number": asked.number });
        let events = vec![event("application_proposal.asked", now, &author.actor, data)];
        let row = Statement::new(
            "INSERT INTO applications_proposals (region, case_id, number, slug, proposal, asked_by, asked_at, outcome, reason) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, '', '') ON CONFLICT DO NOTHING",
            values![self.region(), &asked.case, &asked.number, slug, proposal.word(), &asked.by, now],
        );
        self.commit(&format!("app/{slug}"), events, vec![row.exactly_one()]).await?;
        Ok(asked)
    }

    async fn decide_due(&self, now: Instant) -> Result<Worked, StoreError> {
        let sql = "SELECT case_id, attempts FROM applications_ended WHERE region = $1 AND next_at <= $2 \
                   ORDER BY next_at, case_id LIMIT $3";
        let due = self.store().rows(sql, &values![self.region(), now, TURN]).await?;
        let mut worked = Worked { done: 0, more: due.len() as i64 == TURN };
        for row in &due {
            let (case, attempts) = (row.text(0)?, row.int(1)?);
            match self.decide_one(case).await {
                Ok(()) => worked.done += 1,
                Err(error) => {
                    tracing::error!(
                        case,
                        code = kernel::Refusal::code(&error),
                        "a decision could not be applied; tried again"
                    );
                    let later = Statement::new(
                        "UPDATE applications_ended SET attempts = attempts + 1, next_at = $3 WHERE region = $1 AND case_id = $2",
                        values![self.region(), case, now.plus_seconds(pause(attempts))],
                    );
                    let commit = store::Commit::of_statements(self.region(), vec![later]);
                    self.store()
                        .commit_waiting(commit, now)
                        .await
                        .map_err(|error| StoreError::Sql(error.to_string()))?;
                }
            }
        }
        Ok(worked)
    }

    /// Applies what a case decided: all or nothing with its row of the list of ended cases.
    async fn decide_one(&self, case: &str) -> Result<(), Refused> {
        let settled = Statement::new(
            "DELETE FROM applications_ended WHERE region = $1 AND case_id = $2",
            values![self.region(), case],
        );
        let found = self.deps().requests.of(case).await.map_err(Refused::Failed)?;
        let inventory = self.inventory().await?;
        let waiting = inventory.proposals.values().flatten().find(|one| one.case == case && one.outcome.is_none());
        let (Some(requested), Some(asked)) = (found, waiting) else {
            // Not ours to decide: typed at the desk by hand, or decided before.
            return self.quiet("ended", Vec::new(), vec![settled.exactly_one()]).await;
        };
        let Some(end) = &requested.end else {
            return Err(Refused::Failed("not ended yet".to_owned()));
        };
        let outcome = if end.granted { Outcome::Granted } else { Outcome::Refused };
        let actor = decider(&requested);
        let data = json!({
            "application": asked.slug, "proposal": asked.proposal.word(), "case": case, "end": end.end,
            "outcome": outcome.word(),
        });
        let mut events = vec![event("application_proposal.decided", end.at, &actor, data)];
        let row = Statement::new(
            "UPDATE applications_proposals SET outcome = $3, reason = $4, decided_at = $5 \
             WHERE region = $1 AND case_id = $2 AND outcome = ''",
            values![self.region(), case, outcome.word(), &end.reason, end.at],
        );
        let mut statements = vec![settled, row.exactly_one()];
        let app = inventory.app(&asked.slug);
        if let Some(app) =
            app.filter(|app| end.granted && asked.proposal == Proposal::Retire && app.stage != Stage::Retired)
        {
            let reason = format!("Putusan {}", requested.number);
            let step = Step {
                to: Stage::Retired,
                day: end.at.date(self.deps().zone).max(app.since),
                reason: &reason,
                successor: "-",
            };
            let (moved, rows) = self.stepped(&actor, (app, app.revision), &step)?;
            events.push(moved);
            statements.extend(rows);
        }
        self.commit(&format!("app/{}", asked.slug), events, statements).await
    }
}

/// Who decided: the officer whose action ended the case; the system where silence did.
fn decider(requested: &Requested) -> Actor {
    let officer = requested.end.as_ref().and_then(|end| Some((end.officer.clone()?, end.unit.clone())));
    match officer {
        Some((id, unit)) => Actor::Officer { id, unit, title: String::new() },
        None => Actor::System,
    }
}

fn not_opened(refused: NotRequested) -> Refused {
    match refused {
        NotRequested::Failed(why) => Refused::Failed(why),
        NotRequested::NoSuchService(service) => Refused::NoCase(NotRequested::NoSuchService(service).to_string()),
        NotRequested::Answers(wrong) => {
            Refused::NoCase(wrong.into_iter().map(|(_, sentence)| sentence).collect::<Vec<_>>().join(" "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_decision_waits_longer_each_time_and_never_more_than_a_day() {
        assert_eq!([pause(0), pause(1), pause(20), pause(-1)], [60, 120, 86_400, 60]);
    }
}
