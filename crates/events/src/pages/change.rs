//! What is done to one subscription: tested, paused, resumed, given a new secret, sent again, ended.

use super::one::{FORM, drawn};
use super::{form, said};
use crate::Events;
use crate::aside::Range;
use crate::refusal::Refused;
use crate::rights::{Scope, Subscribe};
use crate::told::actor;
use axum::extract::{Path, State};
use kernel::{Instant, Zone};
use web::{Answer, May, Sent, Submission, View, in_time, unsent};

/// Back to the page, or the page again with why nothing was changed.
async fn answered(v: View, events: &Events, (scope, id): (&Scope, &str), done: Sent<(), Refused>) -> Answer {
    match done {
        Ok(()) => web::redirect(&format!("/langganan/{id}")),
        Err(refused) => {
            let unsent = unsent(&v, refused, |one| said(&v, one))?;
            drawn(v, events, (scope, id), unsent).await
        }
    }
}

pub(super) async fn try_out(
    officer: May<Subscribe>,
    State(events): State<Events>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    let (v, session, scope) = (officer.view, &officer.session, Scope::of(&officer.session));
    let done = in_time(&v, FORM, &sent, events.try_out(&scope, &id, &actor(session))).await?;
    answered(v, &events, (&scope, &id), done).await
}

pub(super) async fn state(
    officer: May<Subscribe>,
    State(events): State<Events>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    let (v, by, scope) = (officer.view, actor(&officer.session), Scope::of(&officer.session));
    let act = async {
        match sent.text("tindakan") {
            "jeda" => events.pause(&scope, &id, &by).await,
            "lanjut" => events.resume(&scope, &id, &by).await,
            _ => Err(Refused::Choice),
        }
    };
    let done = in_time(&v, FORM, &sent, act).await?;
    answered(v, &events, (&scope, &id), done).await
}

pub(super) async fn secret(
    officer: May<Subscribe>,
    State(events): State<Events>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    let (v, by, scope) = (officer.view, actor(&officer.session), Scope::of(&officer.session));
    match in_time(&v, FORM, &sent, events.change_secret(&scope, &id, &by)).await? {
        Ok(secret) => form::secret(v, &id, &secret.text(), false),
        Err(refused) => answered(v, &events, (&scope, &id), Err(refused)).await,
    }
}

/// A range as typed: two indices, or two local times.
fn range(sent: &Submission, zone: Zone) -> Result<Range, Refused> {
    let text = |name: &str| sent.text(name).trim().to_owned();
    let (from, to) = (text("dari"), text("sampai"));
    if !from.is_empty() || !to.is_empty() {
        let index = |text: &str| text.parse::<i64>().map_err(|_| Refused::Range);
        return Ok(Range::Indices(index(&from)?, index(if to.is_empty() { &from } else { &to })?));
    }
    let moment = |text: &str| {
        let offset = format!("+{:02}:00", zone.offset_seconds() / 3600);
        let seconds = if text.len() == 16 { ":00" } else { "" };
        Instant::parse(&format!("{text}{seconds}{offset}")).map_err(|_| Refused::Range)
    };
    Ok(Range::Times(moment(&text("sejak"))?, moment(&text("hingga"))?))
}

pub(super) async fn again(
    officer: May<Subscribe>,
    State(events): State<Events>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    let (v, by, scope) = (officer.view, actor(&officer.session), Scope::of(&officer.session));
    let act = async { events.send_again(&scope, &id, range(&sent, events.deps().zone)?, &by).await.map(drop) };
    let done = in_time(&v, FORM, &sent, act).await?;
    answered(v, &events, (&scope, &id), done).await
}

pub(super) async fn remove(
    officer: May<Subscribe>,
    State(events): State<Events>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    let (v, by, scope) = (officer.view, actor(&officer.session), Scope::of(&officer.session));
    match in_time(&v, FORM, &sent, events.unsubscribe(&scope, &id, &by)).await? {
        Ok(()) => web::redirect("/langganan"),
        Err(refused) => answered(v, &events, (&scope, &id), Err(refused)).await,
    }
}
