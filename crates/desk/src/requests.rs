//! Cases between offices: a room opens one for an officer, and hears what became of it (docs/adr/0084).

use crate::Desk;
use crate::commands::{Asker, OpenCase};
use crate::ledger::{Loaded, stream};
use crate::messages::holding_unit;
use crate::refusal::{DeskError, DeskRefusal, Desked};
use cases::doors::{Answer, NotRequested, Request, RequestEnd, Requested, Requests};
use cases::{CaseEvent, ClockRef, Closing, GivenReason};
use definition::model::{Channel, Outcome, Reason};
use definition::{Definition, plain};
use kernel::{Actor, CaseNumber, Lang, OfficerId};
use serde_json::{Map, Value as Json};

impl Requests for Desk {
    fn open(&self, request: Request) -> Answer<'_, Result<Requested, NotRequested>> {
        Box::pin(self.open_request(request))
    }

    fn of<'a>(&'a self, case: &'a str) -> Answer<'a, Result<Option<Requested>, String>> {
        Box::pin(async move { self.requested(case).await.map_err(|error| error.to_string()) })
    }

    fn link<'a>(&'a self, case: &'a str) -> Answer<'a, Option<String>> {
        Box::pin(async move {
            let version = self.store().version(self.region(), &stream(case)).await.unwrap_or(0);
            (version > 0).then(|| self.link_of(case))
        })
    }
}

/// Answers as a form would have sent them.
pub(crate) fn typed(
    definition: &Definition,
    answers: &Map<String, Json>,
) -> Result<definition::Input, Vec<plain::Misfit>> {
    Ok(web::form::input(&web::form::texts(&plain::answers(definition, answers)?)))
}

impl Desk {
    async fn open_request(&self, request: Request) -> Result<Requested, NotRequested> {
        let missing = || NotRequested::NoSuchService(request.service.clone());
        let running = self.catalogue().service(&request.service);
        let definition = running.filter(|one| one.channels.contains(&Channel::Officers)).ok_or_else(missing)?;
        if self.agencies().agency(&request.unit).is_none() {
            return Err(NotRequested::Failed(DeskRefusal::NoSuchUnit.to_string()));
        }
        let misfit = |wrong: plain::Misfit| (wrong.field, wrong.say.id);
        let input = typed(&definition, &request.answers)
            .map_err(|wrong| NotRequested::Answers(wrong.into_iter().map(misfit).collect()))?;
        let name = self.0.parts.staff.name(&request.officer).await.unwrap_or_default();
        let wish = OpenCase {
            service: request.service,
            input,
            name,
            channel: Channel::Officers.key().to_owned(),
            asker: Some(Asker { officer: request.officer, unit: request.unit }),
            form_key: format!("ruang:{}", request.key),
            lang: Lang::Id,
            ..OpenCase::default()
        };
        let receipt = self.open_case(wish).await.map_err(refused)?;
        let opened = self.requested(&receipt.id).await.map_err(refused)?;
        opened.ok_or_else(|| NotRequested::Failed(DeskRefusal::NoSuchCase.to_string()))
    }

    async fn requested(&self, id: &str) -> Desked<Option<Requested>> {
        if self.store().version(self.region(), &stream(id)).await? == 0 {
            return Ok(None);
        }
        let loaded = self.load(id).await?;
        let number = CaseNumber::parse(&loaded.facts.number).map_err(|_| DeskRefusal::NoSuchCase)?;
        let total = loaded.case.clock(&ClockRef::Total).filter(|_| loaded.case.ended.is_none());
        Ok(Some(Requested {
            case: id.to_owned(),
            number,
            service: loaded.case.service.clone(),
            answers: plain::written(&definition::form::effective(&loaded.definition, &loaded.answers)),
            holder: holding_unit(&loaded.case),
            due: total.and_then(|clock| clock.due(&self.calendar()).ok().flatten()),
            end: self.request_end(&loaded).await?,
        }))
    }

    /// How it ended, and whose action led there.
    async fn request_end(&self, loaded: &Loaded) -> Desked<Option<RequestEnd>> {
        let Some((ended, at)) = loaded.case.ended.as_ref().and_then(|ended| Some((ended, ended.at?))) else {
            return Ok(None);
        };
        let end = loaded.definition.ends.get(&ended.end);
        let mut found = RequestEnd {
            end: ended.end.clone(),
            granted: end.is_some_and(|end| end.outcome == Outcome::Success),
            at,
            officer: None,
            unit: holding_unit(&loaded.case),
            reason: String::new(),
        };
        if let Some(last) = last_act(loaded).filter(|_| ended.by == Closing::Officer) {
            found.reason = self.reason_in_words(last.reason, last.list).await?;
            found.unit = last.unit.to_owned();
            found.officer = Some(last.officer.clone());
        }
        Ok(Some(found))
    }

    /// A reason as it was given: what the list calls it, and the words beside it.
    async fn reason_in_words(&self, reason: Option<&GivenReason>, list: Option<&str>) -> Desked<String> {
        let Some(reason) = reason else { return Ok(String::new()) };
        let codes = list.and_then(|list| self.lists().get(list));
        let label = reason.code.as_ref().map(|code| codes.and_then(|codes| codes.get(code)).unwrap_or(code).clone());
        let words = match &reason.text {
            Some(text) => self.store().open_sealed(self.region(), &[&text.id]).await?.remove(&text.id),
            None => None,
        };
        Ok(label.into_iter().chain(words).collect::<Vec<_>>().join(": "))
    }
}

/// The last thing that an officer did.
struct LastAct<'a> {
    officer: &'a OfficerId,
    unit: &'a str,
    reason: Option<&'a GivenReason>,
    /// The list that its reason code is of.
    list: Option<&'a str>,
}

fn last_act(loaded: &Loaded) -> Option<LastAct<'_>> {
    loaded.events.iter().rev().find_map(|(_, fact)| {
        let (CaseEvent::Acted(acted), Actor::Officer { id, unit, .. }) = (&fact.event, &fact.actor) else {
            return None;
        };
        let step = loaded.definition.steps.get(&acted.step);
        let list = step.and_then(|step| match &step.actions.get(&acted.action)?.reason {
            Reason::List(list) => Some(list.as_str()),
            _ => None,
        });
        Some(LastAct { officer: id, unit, reason: acted.reason.as_ref(), list })
    })
}

fn refused(error: DeskError) -> NotRequested {
    match error {
        DeskError::Refused(DeskRefusal::Answers(errors)) => {
            NotRequested::Answers(errors.into_iter().map(|error| (error.field, error.say.id)).collect())
        }
        DeskError::Refused(DeskRefusal::NoSuchService) => NotRequested::NoSuchService(String::new()),
        other => NotRequested::Failed(other.to_string()),
    }
}
