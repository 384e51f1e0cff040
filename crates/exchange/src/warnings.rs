//! Ends that come near: grants, certificates of servers and of further authorities, secrets of programs. Whoever must act is told
//! 30, 14 and 3 days before, each once and in order, also after downtime; the page lists all of them.

use crate::events::event;
use crate::exchange::Exchange;
use crate::model::key::Key;
use crate::model::term::{horizon, last_day, nearness};
use crate::offers::Offer;
use crate::pages::LOCALE;
use crate::refusal::Refused;
use crate::requests::{Asked, RequestState};
use crate::rights::sees;
use cases::doors::{MESSAGE_TOPIC, MessageOrder, MessageTo};
use kernel::{Actor, Instant, Lang, Role};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use store::{Commit, CommitError, Job, Outgoing, Running, Statement, Worked, values};
use web::{Catalogue, Session};

/// Between two looks.
const PAUSE: i64 = 3_600;

/// An end that comes near.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// `izin`, `otoritas`, `sertifikat`, `rahasia`.
    pub kind: &'static str,
    /// Id of the grant, key of the service, id of the program.
    pub subject: String,
    /// What people call it.
    pub name: String,
    /// The agency that must act.
    pub unit: String,
    /// When it ends.
    pub until: Instant,
    /// 1 within 30 days, 2 within 14, 3 within 3.
    pub level: i64,
}

impl Warning {
    /// Where its reader goes on.
    pub fn href(&self) -> String {
        match self.kind {
            "izin" => format!("/pertukaran/izin/{}", self.subject),
            "otoritas" | "sertifikat" => format!("/pertukaran/layanan/{}", self.subject),
            _ => "/pengembang/kunci".to_owned(),
        }
    }
}

pub(crate) fn job(exchange: &Exchange) -> Box<dyn Job> {
    Box::new(Warn { exchange: exchange.clone(), looked: Mutex::new(None) })
}

struct Warn {
    exchange: Exchange,
    looked: Mutex<Option<Instant>>,
}

impl Job for Warn {
    fn name(&self) -> &'static str {
        "exchange.warnings"
    }

    fn run(&self, now: Instant) -> Running<'_> {
        Box::pin(async move {
            let before = self.looked.lock().unwrap_or_else(PoisonError::into_inner).replace(now);
            if before.is_some_and(|before| before.plus_seconds(PAUSE) > now) {
                *self.looked.lock().unwrap_or_else(PoisonError::into_inner) = before;
                return Ok(Worked::default());
            }
            let done = self.exchange.warn_due(now).await;
            if done.is_err() {
                // Not told: looked at again in the next round.
                *self.looked.lock().unwrap_or_else(PoisonError::into_inner) = None;
            }
            Ok(done?)
        })
    }
}

/// A notice to officers.
struct Notice<'a> {
    /// The same notice leaves once.
    once: String,
    /// What it is about.
    about: String,
    order: i64,
    unit: &'a str,
    text: String,
}

impl Exchange {
    /// Ends that come near and that this officer must know of, the nearest first.
    ///
    /// # Errors
    /// The store or the keys cannot be read.
    pub async fn warnings(&self, session: &Session) -> Result<Vec<Warning>, Refused> {
        let all = self.ends_near(self.now()).await?;
        Ok(all.into_iter().filter(|one| sees(session, &one.unit)).collect())
    }

    /// Certificates of servers that end soon: service, name, agency, end.
    async fn certificates_near(&self, now: Instant) -> Result<Vec<(String, String, String, Instant)>, Refused> {
        let seen = self.deps().certificates.certificates().await.map_err(Refused::Failed)?;
        let near =
            seen.into_iter().filter_map(|one| Some((one.service, one.until.filter(|end| *end <= horizon(now))?)));
        let near: BTreeMap<String, Instant> = near.collect();
        if near.is_empty() {
            return Ok(Vec::new());
        }
        let of = |offer: Offer| {
            let key = offer.key.to_string();
            let until = near.get(&key).copied()?;
            Some((key, offer.name, offer.key.unit, until))
        };
        Ok(self.called().await?.into_iter().filter_map(of).collect())
    }

    async fn ends_near(&self, now: Instant) -> Result<Vec<Warning>, Refused> {
        let mut all = Vec::new();
        for grant in self.ending(horizon(now)).await? {
            let name = format!("{} → {}", grant.application, grant.offer);
            all.push(("izin", grant.id, name, grant.asker, grant.until));
        }
        let sql = "SELECT offer, name, authority_until FROM exchange_offers WHERE region = $1 AND authority_until <= $2 \
                   AND state <> 'ditarik' ORDER BY authority_until LIMIT 1000";
        for row in self.store().rows(sql, &values![self.region(), horizon(now)]).await? {
            let unit = Key::parse(row.text(0)?).map(|key| key.unit).unwrap_or_default();
            all.push(("otoritas", row.string(0)?, row.string(1)?, unit, row.instant(2)?));
        }
        for (service, name, unit, until) in self.certificates_near(now).await? {
            all.push(("sertifikat", service, name, unit, until));
        }
        let units: Vec<String> = self.deps().agencies.all().iter().map(|agency| agency.unit.clone()).collect();
        for client in self.deps().clients.of_units(&units).await.map_err(Refused::Failed)? {
            if client.secret_until <= horizon(now) {
                all.push(("rahasia", client.id, client.name, client.unit, client.secret_until));
            }
        }
        let one = |(kind, subject, name, unit, until)| Warning {
            level: nearness(until, now),
            kind,
            subject,
            name,
            unit,
            until,
        };
        let mut all: Vec<Warning> = all.into_iter().map(one).collect();
        all.sort_by(|one, other| (one.until, &one.subject).cmp(&(other.until, &other.subject)));
        Ok(all)
    }

    async fn warn_due(&self, now: Instant) -> Result<Worked, Refused> {
        let mut worked = Worked::default();
        for warning in self.ends_near(now).await? {
            match self.warn(&warning, now).await {
                Ok(()) => worked.done += 1,
                // Told before, or by another node just now.
                Err(Refused::Moved) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(worked)
    }

    /// Tells of one end at one nearness. A nearness that passed while nobody looked is not told of any more. The end stands in
    /// the subject: one that was put off is told of anew.
    async fn warn(&self, warning: &Warning, now: Instant) -> Result<(), Refused> {
        let subject = format!("{}/{}/{}", warning.kind, warning.subject, warning.until.micros());
        let sql = "SELECT MAX(level) FROM exchange_warned WHERE region = $1 AND subject = $2";
        let told = self.store().row(sql, &values![self.region(), &subject]).await?;
        if told.map_or(Ok(None), |row| row.int_or_null(0))?.is_some_and(|told| told >= warning.level) {
            return Err(Refused::Moved);
        }
        let row = Statement::new(
            "INSERT INTO exchange_warned (region, subject, level, told_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            values![self.region(), &subject, warning.level, now],
        );
        let mut statements = vec![row.exactly_one()];
        let day = web::Words { lang: Lang::Id, zone: self.zone() }.date(last_day(warning.until, self.zone()));
        let key = format!("tukar-pesan-{}", warning.kind);
        let notice = Notice {
            once: format!("exchange/{subject}/{}", warning.level),
            about: format!("exchange/{subject}"),
            order: warning.level,
            unit: &warning.unit,
            text: worded(&key, &[("nama", &warning.name), ("hari", &day)])?,
        };
        let outbox = vec![self.notice(notice, now, &mut statements)?];
        let data =
            json!({ "kind": warning.kind, "subject": warning.subject, "unit": warning.unit, "level": warning.level });
        let events = vec![event("end.warned", now, &Actor::System, data)];
        let commit = Commit { outbox, ..self.on("ends", events, statements) };
        match self.store().commit_waiting(commit, now).await {
            Ok(_) => Ok(()),
            Err(CommitError::Guard | CommitError::Conflict { .. }) => Err(Refused::Moved),
            Err(error) => Err(error.into()),
        }
    }

    /// Tells both sides what became of a request: the one that asked, and the owner where a choice is missing.
    pub(crate) fn told_outcome(
        &self,
        asked: &Asked,
        outcome: RequestState,
        now: Instant,
        statements: &mut Vec<Statement>,
    ) -> Result<Vec<Outgoing>, Refused> {
        let unit = if outcome == RequestState::Choosing { &asked.owner } else { &asked.asker };
        let key = format!("tukar-pesan-{}", outcome.word());
        let notice = Notice {
            once: format!("exchange/access/{}/{}", asked.case, outcome.word()),
            about: format!("exchange/access/{}", asked.case),
            order: 1,
            unit,
            text: worded(
                &key,
                &[("nomor", &asked.number), ("layanan", &asked.offer), ("aplikasi", &asked.application)],
            )?,
        };
        Ok(vec![self.notice(notice, now, statements)?])
    }

    /// A notice to the liaisons of an agency, by e-mail too where one is known.
    fn notice(&self, notice: Notice<'_>, now: Instant, statements: &mut Vec<Statement>) -> Result<Outgoing, Refused> {
        let (person, new) = self.vault().new_person(now, self.chance())?;
        let (text, sealed) = self.vault().seal(&person, &notice.text, now, self.chance())?;
        statements.extend([new, sealed]);
        let order = MessageOrder {
            once: notice.once.clone(),
            case: notice.about,
            number: None,
            order: notice.order,
            key: "mesin:pertukaran".to_owned(),
            to: MessageTo::Staff { unit: notice.unit.to_owned(), role: Role::Liaison },
            lang: Lang::Id,
            person: person.id().to_owned(),
            text,
            unit: notice.unit.to_owned(),
            until: None,
        };
        let payload = serde_json::to_value(&order).map_err(|error| Refused::Failed(error.to_string()))?;
        Ok(Outgoing { topic: MESSAGE_TOPIC.to_owned(), once_key: notice.once, payload, due_at: now })
    }
}

fn worded(key: &str, values: &[(&str, &String)]) -> Result<String, Refused> {
    let texts = Catalogue::new(LOCALE, &[]).map_err(|error| Refused::Failed(error.to_string()))?;
    let named: Vec<(&str, &dyn web::Argument)> =
        values.iter().map(|(name, value)| (*name, *value as &dyn web::Argument)).collect();
    Ok(texts.filled(Lang::Id, key, &named))
}
