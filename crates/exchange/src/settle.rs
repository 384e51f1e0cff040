//! From an ended case to a grant. The log says which cases ended, also after downtime; the desk says how.

use crate::access::WHOLE;
use crate::events::event;
use crate::exchange::Exchange;
use crate::grants::{Grant, GrantState};
use crate::model::term;
use crate::refusal::Refused;
use crate::requests::{Asked, RequestState};
use cases::doors::Requested;
use kernel::{Actor, Event, Id, Instant, Refusal as _};
use serde_json::{Value as Json, json};
use store::{Commit, Job, Projection, Running, Statement, StoreError, Worked, values};

/// The definition by which access is asked for: `layanan/integrasi/akses-layanan-data.toml`.
pub const SERVICE: &str = "akses-layanan-data";
/// The end that gives a part; any other end that succeeds gives all.
const PARTLY: &str = "sebagian";

/// So many ended cases are looked at in one turn.
const TURN: i64 = 50;

/// The tables of this room that follow the log.
pub fn projections() -> Vec<Box<dyn Projection>> {
    vec![Box::new(Ended)]
}

/// Notes every case about access that ended.
#[derive(Clone, Copy, Debug)]
struct Ended;

impl Projection for Ended {
    fn name(&self) -> &'static str {
        "exchange.ended"
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
            "INSERT INTO exchange_ended (region, case_id, ended_at, next_at, attempts) VALUES ($1, $2, $3, $3, 0) \
             ON CONFLICT DO NOTHING",
            values![&event.region, case, event.fact.happened_at],
        )]
    }

    fn reset(&self, region: &str) -> Vec<Statement> {
        vec![Statement::new("DELETE FROM exchange_ended WHERE region = $1", values![region])]
    }
}

pub(crate) fn job(exchange: &Exchange) -> Box<dyn Job> {
    Box::new(Settle(exchange.clone()))
}

struct Settle(Exchange);

impl Job for Settle {
    fn name(&self) -> &'static str {
        "exchange.settle"
    }

    fn run(&self, now: Instant) -> Running<'_> {
        Box::pin(async move { Ok(self.0.settle_due(now).await?) })
    }
}

impl Exchange {
    async fn settle_due(&self, now: Instant) -> Result<Worked, StoreError> {
        let sql = "SELECT case_id, attempts FROM exchange_ended WHERE region = $1 AND next_at <= $2 ORDER BY next_at, case_id LIMIT $3";
        let due = self.store().rows(sql, &values![self.region(), now, TURN]).await?;
        let mut worked = Worked { done: 0, more: due.len() as i64 == TURN };
        for row in &due {
            let (case, attempts) = (row.text(0)?, row.int(1)?);
            let settled = match self.settle_case(case, now).await {
                // Moved: another node was faster.
                Ok(()) | Err(Refused::Moved) => {
                    worked.done += 1;
                    Statement::new(
                        "DELETE FROM exchange_ended WHERE region = $1 AND case_id = $2",
                        values![self.region(), case],
                    )
                }
                Err(error) => {
                    tracing::error!(case, code = error.code(), "a request for access could not be settled");
                    let pause = (60_i64 << attempts.clamp(0, 11)).min(86_400);
                    Statement::new(
                        "UPDATE exchange_ended SET attempts = attempts + 1, next_at = $3 WHERE region = $1 AND case_id = $2",
                        values![self.region(), case, now.plus_seconds(pause)],
                    )
                }
            };
            let commit = Commit::of_statements(self.region(), vec![settled]);
            self.store().commit_waiting(commit, now).await.map_err(|error| StoreError::Sql(error.to_string()))?;
        }
        Ok(worked)
    }

    async fn settle_case(&self, case: &str, now: Instant) -> Result<(), Refused> {
        let Some(ended) = self.deps().requests.of(case).await.map_err(Refused::Failed)? else { return Ok(()) };
        let end = ended.end.as_ref().ok_or_else(|| Refused::Failed("the case is open".into()))?;
        let asked = match self.request_of(case).await? {
            Some(asked) => asked,
            // The officer's browser was lost between the case and its row: the answers say everything.
            None => {
                let asked = of_answers(&ended, now);
                let commit = Commit::of_statements(self.region(), vec![self.request_row(&asked)]);
                self.store().commit_waiting(commit, now).await?;
                asked
            }
        };
        let outcome = match (end.granted, end.end == PARTLY, asked.narrowed.is_some()) {
            (false, ..) => RequestState::Refused,
            (true, false, _) => RequestState::Given,
            (true, true, true) => RequestState::Partly,
            (true, true, false) => RequestState::Choosing,
        };
        if !asked.state.is_open() || asked.state == outcome {
            return Ok(());
        }
        self.settle_as(&asked, outcome, now).await
    }

    /// Writes the outcome of a request, and the grant that it gives.
    ///
    /// # Errors
    /// Settled meanwhile ([`Refused::Moved`]), or the store failed.
    pub(crate) async fn settle_as(&self, asked: &Asked, outcome: RequestState, now: Instant) -> Result<(), Refused> {
        let mut statements = vec![
            Statement::new(
                "UPDATE exchange_requests SET state = $3, ended_at = $4 WHERE region = $1 AND case_id = $2 AND state = $5",
                values![self.region(), &asked.case, outcome.word(), now, asked.state.word()],
            )
            .exactly_one(),
        ];
        let data = json!({ "case": asked.case, "offer": asked.offer, "outcome": outcome.word() });
        let mut events = vec![event("access.ended", now, &Actor::System, data)];
        if matches!(outcome, RequestState::Given | RequestState::Partly) {
            let grant = self.made_of(asked, outcome, now).await?;
            statements.push(self.grant_row(&grant, now));
            if let Some(before) = &asked.renews {
                statements.push(Statement::new(
                    "UPDATE exchange_grants SET renewed_by = $3 WHERE region = $1 AND id = $2",
                    values![self.region(), before, &grant.id],
                ));
            }
            let data = json!({
                "grant": grant.id, "case": grant.case, "offer": grant.offer, "application": grant.application, "asker": grant.asker,
                "owner": grant.owner, "operations": grant.operations, "from": grant.from.micros(), "until": grant.until.micros(),
            });
            events.push(event("grant.given", now, &Actor::System, data));
        }
        let outbox = self.told_outcome(asked, outcome, now, &mut statements)?;
        statements.push(self.moved());
        let commit = Commit { outbox, ..self.on(&format!("access/{}", asked.case), events, statements) };
        self.store().commit_waiting(commit, now).await?;
        self.refresh().await?;
        Ok(())
    }

    async fn made_of(&self, asked: &Asked, outcome: RequestState, now: Instant) -> Result<Grant, Refused> {
        let before = match &asked.renews {
            Some(id) => {
                self.grant_of(id).await?.filter(|grant| grant.state == GrantState::Active).map(|grant| grant.until)
            }
            None => None,
        };
        let (from, until) = term::of(now, before, asked.months, self.zone());
        let part = asked.narrowed.clone().unwrap_or_default();
        let (operations, fields) = match outcome {
            RequestState::Partly => (part.operations, part.fields),
            _ => (asked.operations.clone(), asked.fields.clone()),
        };
        Ok(Grant {
            id: Id::new(now, self.chance()).to_string(),
            number: asked.number.clone(),
            case: asked.case.clone(),
            offer: asked.offer.clone(),
            application: asked.application.clone(),
            asker: asked.asker.clone(),
            owner: asked.owner.clone(),
            operations,
            fields,
            per_minute: part.per_minute,
            per_day: part.per_day,
            from,
            until,
            state: GrantState::Active,
            reason: String::new(),
            renewed_by: None,
        })
    }
}

/// A request as the answers of its case tell it.
fn of_answers(ended: &Requested, now: Instant) -> Asked {
    let text = |name: &str| ended.answers.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
    let lines = |name: &str| -> Vec<String> {
        text(name).lines().map(str::trim).filter(|line| !line.is_empty() && *line != WHOLE).map(str::to_owned).collect()
    };
    let months = ended.answers.get("berlaku_bulan");
    let months = months.and_then(|value| value.as_i64().or_else(|| value.as_str()?.parse().ok())).unwrap_or(1);
    Asked {
        case: ended.case.clone(),
        number: ended.number.to_string(),
        offer: text("layanan_data"),
        application: text("aplikasi_peminta"),
        asker: text("unit_peminta"),
        owner: text("unit_pemilik"),
        purpose: text("tujuan"),
        basis: text("dasar"),
        operations: lines("operasi"),
        fields: lines("kolom"),
        months,
        narrowed: None,
        renews: None,
        state: RequestState::Waiting,
        asked_at: now,
    }
}
