//! What an agency's own city application does for residents: it hears how their reports stand, and speaks for them with
//! their tracking code.

use super::call::Call;
use super::report::{public, wrong};
use super::work;
use crate::Desk;
use crate::commands::{ActionForm, Filled, Said};
use crate::events::SentBy;
use crate::queries::{CaseView, Offered};
use crate::refusal::{DeskError, DeskRefusal};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use cases::ClockRef;
use definition::model::{Definition, Reason};
use definition::{Input, plain};
use kernel::CaseNumber;
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};
use web::{Answer, Machine, Program, Purpose, Submission, View};

/// How a report came in that an application sent.
pub(super) const APPLICATION: &str = "aplikasi";
/// Calls of strangers from one address.
const STRANGERS: Purpose = Purpose { name: "api-kirim", burst: 120, per_hour: 1200 };
/// Calls of one program: it speaks for many residents.
const PROGRAMS: Purpose = Purpose { name: "api-aplikasi", burst: 600, per_hour: 36_000 };
/// Tracking codes tried for one case.
const CODES: Purpose = Purpose { name: "api-kode", burst: 10, per_hour: 30 };
/// Longest idempotency key.
const KEY: usize = 64;

macro_rules! scope {
    ($(#[$doc:meta])* $name:ident, $word:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub(super) struct $name;
        impl web::Scope for $name {
            const NAME: &'static str = $word;
        }
    };
}

scope!(
    /// Sends reports, and speaks for those who sent them.
    Sending, "laporan.tulis"
);
scope!(
    /// Reads how reports stand that its application sent or its agency holds.
    Reading, "laporan.baca"
);
scope!(
    /// Acts on cases that its agency holds.
    Working, crate::programs::WORK
);

/// Counts one call; a key for trying out gets no further.
pub(super) fn counted(v: &View, machine: Option<&Machine>) -> Result<(), web::Error> {
    match machine {
        Some(machine) if machine.sandbox => return Err(DeskRefusal::Sandbox.into()),
        Some(machine) => v.frame().throttle().check(PROGRAMS, &machine.client)?,
        None => v.frame().throttle().check(STRANGERS, &v.address())?,
    }
    Ok(())
}

/// The key that makes two sendings one; apart from those of our own forms and of other programs.
pub(super) fn key(headers: &HeaderMap, machine: Option<&Machine>) -> Option<String> {
    let key = headers.get("idempotency-key")?.to_str().ok()?.trim().trim_matches('"');
    let fits = (8..=KEY).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic());
    fits.then(|| match machine {
        Some(machine) => format!("api:{}:{key}", machine.client),
        None => format!("api:{key}"),
    })
}

pub(super) fn keyless(v: &View) -> Answer {
    web::problem(StatusCode::BAD_REQUEST, "kunci-pengiriman", v.t("api-tanpa-kunci"), json!({}))
}

pub(super) fn unreadable(v: &View, error: &serde_json::Error) -> Answer {
    let more = json!({ "detail": error.to_string() });
    web::problem(StatusCode::UNPROCESSABLE_ENTITY, "tidak-terbaca", v.t("api-tidak-terbaca"), more)
}

pub(super) fn misfits(v: &View, misfits: &[plain::Misfit]) -> Answer {
    let errors = misfits.iter().map(|misfit| {
        json!({ "field": misfit.field, "label": null, "code": misfit.code, "message": misfit.say.lang(v.lang()) })
    });
    wrong(v, errors.collect())
}

pub(super) fn sent_by(machine: &Machine) -> SentBy {
    SentBy { application: machine.application.clone(), client: machine.client.clone(), unit: machine.unit.clone() }
}

/// How a case stands, for a program: what everyone may know; for the application that sent it also what the resident may
/// do now; for the agency that holds it what the case says, without what is personal.
pub(super) async fn seen(v: &View, desk: &Desk, number: &CaseNumber, machine: &Machine) -> Answer {
    if machine.sandbox {
        return Err(DeskRefusal::Sandbox.into());
    }
    let tie = desk.tie(number, machine).await?;
    let view = desk.view(number, &tie.viewer()).await;
    let mut body = match view {
        Ok(view) => {
            let mut body = public(v, desk, &view);
            if tie.sent {
                body["follow"] = follow(v, &view);
            }
            body
        }
        // A secret case is its holder's all the same.
        Err(DeskError::Refused(DeskRefusal::NoSuchCase)) if tie.holds => json!({ "number": number.as_str() }),
        Err(failure) => return Err(failure.into()),
    };
    if tie.holds {
        body["work"] = work::standing(desk, number, machine).await?;
    }
    let mut answer = web::json(&body)?;
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(answer)
}

/// What the resident may do now.
fn follow(v: &View, view: &CaseView) -> Json {
    let zone = v.city().zone;
    let own = |clock: &&cases::ClockView| matches!(&clock.name, ClockRef::Step(_));
    let until = view.clocks.iter().filter(own).find_map(|clock| match clock.due {
        cases::Due::At(at) if !view.offered.is_empty() => Some(at.rfc3339(zone)),
        _ => None,
    });
    json!({
        "actions": view.offered.iter().map(action).collect::<Vec<_>>(),
        "until": until,
        "marks": view.marks,
        "can_add": view.can.add_info,
        "can_rate": view.can.rate,
    })
}

/// An action as a program needs to know it.
pub(super) fn action(offered: &Offered) -> Json {
    let items = offered.action.evidence.iter().map(
        |item| json!({ "id": item.id, "label": item.label(), "type": item.kind.key(), "required": item.required }),
    );
    json!({
        "step": offered.step,
        "action": offered.id,
        "label": offered.label,
        "reason": match &offered.action.reason {
            Reason::None => Json::Null,
            Reason::Text => json!(true),
            Reason::List(list) => json!(list),
        },
        "evidence": items.collect::<Vec<_>>(),
        "rating": offered.action.rating,
        "blocked": offered.blocked.as_ref().map(kernel::Refusal::code),
    })
}

/// What is filled in with an action.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Acted {
    /// The tracking code; asked for where a program speaks for a resident.
    #[serde(default)]
    pub code: String,
    #[serde(default)]
    pub step: Option<String>,
    #[serde(default)]
    pub action: String,
    #[serde(default)]
    pub answers: Map<String, Json>,
    #[serde(default)]
    pub evidence: Map<String, Json>,
    #[serde(default)]
    pub reason_code: String,
    #[serde(default)]
    pub reason: String,
    #[serde(default)]
    pub rating: Option<u8>,
    #[serde(default)]
    pub draft: String,
    /// The version of the case that the program knew.
    #[serde(default)]
    pub version: Option<i64>,
}

impl Acted {
    /// The form of the action, typed by the definition of the case.
    pub fn form(self, definition: &Definition) -> Result<ActionForm, Vec<plain::Misfit>> {
        let input = input(definition, &self.answers, &self.evidence)?;
        let filled = Filled {
            input,
            draft: self.draft,
            reason_code: self.reason_code,
            reason: self.reason,
            rating: self.rating.filter(|rating| (1..=5).contains(rating)),
            ..Filled::default()
        };
        Ok(ActionForm { step: self.step, action: self.action, filled })
    }
}

/// Answers by the types of their fields; checklist and evidence under their own ids.
fn input(
    definition: &Definition,
    answers: &Map<String, Json>,
    evidence: &Map<String, Json>,
) -> Result<Input, Vec<plain::Misfit>> {
    let typed = web::form::texts(&plain::answers(definition, answers)?);
    let items = evidence.iter().map(|(id, value)| (id.clone(), written(value)));
    Ok(web::form::input(&Submission::of(typed.texts().iter().cloned().chain(items))))
}

/// An item of evidence as people type it.
fn written(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Bool(true) => "ya".to_owned(),
        Json::Bool(false) => "tidak".to_owned(),
        Json::Number(number) => number.to_string().replace('.', ","),
        _ => String::new(),
    }
}

/// What is added to a report.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Addition {
    code: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    draft: String,
}

/// The program's application sent this case, and the resident gave it the code.
async fn speaks_for(who: &Program<Sending>, desk: &Desk, number: &CaseNumber, code: &str) -> Result<(), web::Error> {
    who.view.frame().throttle().check(CODES, number.as_str())?;
    match desk.tie(number, &who.machine).await {
        Ok(tie) if tie.sent => Ok(desk.opens(number, code).await?),
        Ok(_) => Err(DeskRefusal::NoSuchCase.into()),
        Err(failure) => Err(failure.into()),
    }
}

/// `POST /api/v1/laporan/{number}/tambahan`: the resident adds words or files through the application.
pub(super) async fn add(Call { desk, who, number, key, body }: Call<Sending, Addition>) -> Answer {
    speaks_for(&who, &desk, &number, &body.code).await?;
    let said = Said { text: body.text, draft: body.draft, form_key: key };
    desk.add_info(&number, said).await?;
    seen(&who.view, &desk, &number, &who.machine).await
}

/// `POST /api/v1/laporan/{number}/tanggapan`: the resident sends what was asked for, confirms, rejects or rates.
pub(super) async fn reply(Call { desk, who, number, key, body }: Call<Sending, Acted>) -> Answer {
    speaks_for(&who, &desk, &number, &body.code).await?;
    let done = match (body.action.is_empty(), body.rating) {
        (true, Some(rating)) => desk.rate(&number, rating, &key).await,
        _ => {
            let definition = desk.definition_of(&number).await?;
            match body.form(&definition) {
                Ok(form) => desk.act_as_reporter(&number, &key, form).await,
                Err(wrong) => return misfits(&who.view, &wrong),
            }
        }
    };
    work::done(&who.view, &desk, (&number, &who.machine), done).await
}
