//! Access is asked for: who needs which operations and fields of a service, for what, on which legal basis, for how long. The
//! case that this opens is judged at the desk; here stands what the grant will be made of.

use crate::events::{actor, event};
use crate::exchange::Exchange;
use crate::grants::GrantState;
use crate::model::api::Api;
use crate::model::publish::reply_fields;
use crate::model::term::{MOST_MONTHS, renewable};
use crate::offers::{Offer, State};
use crate::refusal::Refused;
use crate::rights::acts_for;
use crate::settle::SERVICE;
use cases::doors::{NotRequested, Request, Requested};
use serde_json::{Map, Value as Json, json};
use store::{Statement, values};
use web::Session;

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    /// Key of the service.
    pub offer: String,
    /// Short name of the application that will call.
    pub application: String,
    /// Ids of operations.
    pub operations: Vec<String>,
    /// Dotted names of fields of answers; empty only together with `whole`.
    pub fields: Vec<String>,
    /// All fields, also those that are added later.
    pub whole: bool,
    /// For what.
    pub purpose: String,
    /// By which rule or agreement.
    pub basis: String,
    /// For how many months.
    pub months: i64,
    /// The grant that this one goes on from.
    pub renews: Option<String>,
    /// The same key and the same answers: the same case.
    pub key: String,
}

/// What stands for all fields in the answers of the case.
pub(crate) const WHOLE: &str = "semua";
const LINES: usize = 2000;

impl Exchange {
    /// Asks for access: opens the case. Answers where it stands.
    ///
    /// # Errors
    /// Nobody may ask for this service, not this agency's application, nothing or something unknown chosen, no purpose, the
    /// case could not be opened, or the store failed.
    pub async fn ask(&self, session: &Session, ask: &Ask) -> Result<Requested, Refused> {
        let offer = self.askable(session, &ask.offer).await?;
        let known = self.deps().applications.application(&ask.application).await.map_err(Refused::Failed)?;
        let application =
            known.filter(|one| one.alive && acts_for(session, &one.unit)).ok_or(Refused::NoApplication)?;
        self.chosen(&offer, ask).await?;
        if let Some(id) = &ask.renews {
            let grant = self.grant(session, id).await?;
            let same = grant.offer == ask.offer && grant.application == ask.application;
            if !same || grant.state == GrantState::Withdrawn || !renewable(grant.until, self.now()) {
                return Err(Refused::NotYet);
            }
        }
        let request = Request {
            service: SERVICE.to_owned(),
            answers: answers(&offer, ask, &application.unit),
            officer: session.officer.clone(),
            unit: application.unit.clone(),
            key: ask.key.clone(),
        };
        let opened = self.deps().requests.open(request).await.map_err(not_asked)?;
        self.note_request(session, (&offer, ask, &application.unit), &opened).await?;
        Ok(opened)
    }

    /// The service, where this officer may ask for it: published, and open or their own.
    pub(crate) async fn askable(&self, session: &Session, key: &str) -> Result<Offer, Refused> {
        let offer = self.offer(key).await?;
        let reached = offer.terms.open || acts_for(session, &offer.key.unit);
        match offer.state {
            State::Published if reached => Ok(offer),
            State::Deprecated if reached => Err(Refused::Step),
            _ => Err(Refused::NotThere),
        }
    }

    /// Whether everything that was chosen is there, and the texts say something.
    async fn chosen(&self, offer: &Offer, ask: &Ask) -> Result<(), Refused> {
        let length = |text: &str, most: usize| (10..=most).contains(&text.trim().chars().count());
        if !length(&ask.purpose, 1000) || !length(&ask.basis, 300) {
            return Err(Refused::Purpose);
        }
        if !(1..=MOST_MONTHS).contains(&ask.months) {
            return Err(Refused::Months);
        }
        let root = self.description(&offer.digest).await?;
        let api = Api::of(&root);
        let known = |id: &String| api.operation(id).is_some();
        if ask.operations.is_empty() || !ask.operations.iter().all(known) || ask.operations.join("\n").len() > LINES {
            return Err(Refused::Operations);
        }
        if ask.whole {
            return Ok(());
        }
        let fields = reply_fields(&root, &api, &ask.operations);
        let known = |name: &String| fields.iter().any(|(path, _)| path == name);
        // Operations that answer nothing have no fields to choose.
        let none = ask.fields.is_empty() && !fields.is_empty();
        if none || !ask.fields.iter().all(known) || ask.fields.join("\n").len() > LINES {
            return Err(Refused::Fields);
        }
        Ok(())
    }

    async fn note_request(
        &self,
        session: &Session,
        (offer, ask, asker): (&Offer, &Ask, &str),
        opened: &Requested,
    ) -> Result<(), Refused> {
        let now = self.now();
        let fields = if ask.whole { Vec::new() } else { ask.fields.clone() };
        let row = Statement::new(
            "INSERT INTO exchange_requests (region, case_id, number, offer, application, asker, owner, purpose, basis, operations, \
             fields, months, renews, state, asked_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'menunggu', $14) ON CONFLICT DO NOTHING",
            values![
                self.region(),
                &opened.case,
                opened.number.to_string(),
                &ask.offer,
                &ask.application,
                asker,
                &offer.key.unit,
                ask.purpose.trim(),
                ask.basis.trim(),
                list(&ask.operations),
                list(&fields),
                ask.months,
                ask.renews.clone(),
                now
            ],
        );
        let data = json!({
            "case": opened.case, "offer": ask.offer, "application": ask.application, "asker": asker, "owner": offer.key.unit,
            "months": ask.months, "renews": ask.renews,
        });
        let events = vec![event("access.asked", now, &actor(session, asker), data)];
        match self
            .store()
            .commit(self.on(&format!("access/{}", opened.case), events, vec![row.exactly_one()]), now)
            .await
        {
            // Sent twice: it stands already.
            Ok(_) | Err(store::CommitError::Guard) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

/// A list as it is kept.
pub(crate) fn list(all: &[String]) -> String {
    Json::from(all.to_vec()).to_string()
}

fn answers(offer: &Offer, ask: &Ask, asker: &str) -> Map<String, Json> {
    let fields = if ask.whole { WHOLE.to_owned() } else { ask.fields.join("\n") };
    let pairs = [
        ("layanan_data", json!(ask.offer)),
        ("aplikasi_peminta", json!(ask.application)),
        ("unit_peminta", json!(asker)),
        ("unit_pemilik", json!(offer.key.unit)),
        ("tujuan", json!(ask.purpose.trim())),
        ("dasar", json!(ask.basis.trim())),
        ("operasi", json!(ask.operations.join("\n"))),
        ("kolom", json!(fields)),
        ("berlaku_bulan", json!(ask.months)),
    ];
    pairs
        .into_iter()
        .filter(|(_, value)| value.as_str() != Some(""))
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

fn not_asked(why: NotRequested) -> Refused {
    match why {
        NotRequested::Answers(wrong) => {
            let said: Vec<String> = wrong.into_iter().map(|(field, sentence)| format!("{field}: {sentence}")).collect();
            Refused::NotAsked(said.join("; "))
        }
        other => Refused::NotAsked(other.to_string()),
    }
}
