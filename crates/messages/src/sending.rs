//! From deliveries to the world: in order within a case, with patience, and never with personal data in the text.

use crate::channel::NotTaken;
use crate::channel::mail::Mail;
use crate::messages::{Messages, word};
use crate::model::gateway::{Sending, phone};
use crate::model::patience::{TRIES, pause};
use crate::model::safe::{Personal, betrays};
use cases::doors::DeliveryState;
use kernel::{Instant, Lang, OfficerId};
use std::sync::{Mutex, PoisonError};
use store::{Commit, CommitError, Row, Statement, StoreError, values};
use tokio::task::JoinSet;
use web::outgoing::Breaker;

/// So many messages are on their way at once.
const AT_ONCE: usize = 4;
/// So many are sent in one turn.
const TURN: i64 = 20;
/// Seconds after which another node may send what this one did not settle; longer than any channel's time limit.
const LEASE: i64 = 150;

/// The message with a code that proves a contact.
const CODE: &str = "mesin:kode";

/// What is read about one delivery.
#[derive(Clone, Debug)]
struct Due {
    id: String,
    once: String,
    /// Empty where there is no case.
    number: String,
    lang: Lang,
    recipient: String,
    officer: bool,
    text: String,
    name: Option<String>,
    phone: Option<String>,
    email: Option<String>,
    /// The channel that was given up last: empty, `gerbang` or `surel`.
    channel: String,
    reason: String,
    attempts: i64,
    /// What it says.
    message: String,
    /// Not sent after this.
    until: Option<Instant>,
}

/// What became of a try.
enum Outcome {
    /// Taken by this channel, which gave it this id.
    Sent(&'static str, Option<String>),
    /// No further try.
    Final(DeliveryState, &'static str),
    /// There is no channel left to try.
    Exhausted,
    /// The channel did not work; again after a pause, or given up.
    Failed(Way, &'static str),
    /// This channel is out of the question; the next one is tried at once.
    NextChannel(Way, &'static str),
    /// The breaker is open: nothing was tried.
    Wait,
}

/// Ways are tried in this order.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Gateway,
    Mail,
}

impl Way {
    const fn word(self) -> &'static str {
        match self {
            Self::Gateway => "gerbang",
            Self::Mail => "surel",
        }
    }

    /// Whether it lies behind us when `given_up` was given up last.
    fn is_past(self, given_up: &str) -> bool {
        given_up == Self::Mail.word() || given_up == self.word()
    }
}

const DUE: &str = "SELECT id, once_key, number, lang, recipient, officer, text_ref, name_ref, phone_ref, email_ref, channel, reason, attempts,
    message, until_at
  FROM messages_deliveries d
  WHERE region = $1 AND state = 'queued' AND next_at <= $2 AND NOT EXISTS (
    SELECT 1 FROM messages_deliveries e
    WHERE e.region = d.region AND e.case_id = d.case_id AND e.recipient = d.recipient AND e.state = 'queued'
      AND (e.place < d.place OR (e.place = d.place AND e.id < d.id)))
  ORDER BY next_at LIMIT $3";

impl Messages {
    /// Sends what is due; answers how many were tried, and whether more is due.
    pub(crate) async fn send_due(&self, now: Instant) -> Result<(u64, bool), CommitError> {
        let rows = self.store().rows(DUE, &values![self.region(), now, TURN]).await?;
        let mut waiting = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?.into_iter();
        let mut running = JoinSet::new();
        let mut settled = 0;
        loop {
            while running.len() < AT_ONCE
                && let Some(due) = waiting.next()
            {
                let messages = self.clone();
                running.spawn(async move { messages.deliver(due, now).await });
            }
            match running.join_next().await {
                None => break,
                Some(Ok(outcome)) => settled += u64::from(outcome?),
                Some(Err(error)) => {
                    return Err(StoreError::Damaged(format!("a delivery stopped: {error}")).into());
                }
            }
        }
        Ok((settled, settled > 0 && i64::try_from(rows.len()).unwrap_or(0) >= TURN))
    }

    /// One try; answers whether anything changed.
    async fn deliver(&self, due: Due, now: Instant) -> Result<bool, CommitError> {
        let Some(due) = self.claim(due, now).await? else {
            return Ok(false);
        };
        let outcome = self.attempt(&due, now).await?;
        let waited = matches!(outcome, Outcome::Wait);
        self.settle(&due, outcome, now).await?;
        Ok(!waited)
    }

    /// Keeps the delivery from other nodes while it is under way.
    async fn claim(&self, mut due: Due, now: Instant) -> Result<Option<Due>, CommitError> {
        let mine = Statement::new(
            "UPDATE messages_deliveries SET attempts = attempts + 1, next_at = $4
             WHERE region = $1 AND id = $2 AND attempts = $3 AND state = 'queued'",
            values![self.region(), &due.id, due.attempts, now.plus_seconds(LEASE)],
        );
        due.attempts += 1;
        let commit = Commit::of_statements(self.region(), vec![mine.exactly_one()]);
        match self.store().commit_waiting(commit, now).await {
            Ok(_) => Ok(Some(due)),
            Err(CommitError::Guard) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn attempt(&self, due: &Due, now: Instant) -> Result<Outcome, StoreError> {
        if due.until.is_some_and(|until| now >= until) {
            return Ok(Outcome::Final(DeliveryState::Failed, "kedaluwarsa"));
        }
        let mut references = vec![(due.text.as_str(), due.number.as_str())];
        references.extend([&due.name, &due.phone, &due.email].into_iter().flatten().map(|id| (id.as_str(), "")));
        let mut opened = self.open(&references).await?;
        let Some(text) = opened.remove(&due.text) else {
            return Ok(Outcome::Final(DeliveryState::Failed, "data_dihapus"));
        };
        let mut value = |id: &Option<String>| id.as_ref().and_then(|id| opened.remove(id));
        let mut person = Personal { name: value(&due.name), phone: value(&due.phone), email: value(&due.email) };
        if betrays(&text, &person) {
            tracing::error!(number = %due.number, "a message holds personal data and is not sent");
            return Ok(Outcome::Final(DeliveryState::Failed, "memuat_data_pribadi"));
        }
        if due.officer {
            person.email = self.0.deps.staff.email(&OfficerId(due.recipient.clone())).await;
        }
        Ok(self.through(due, &text, &person, now).await)
    }

    async fn through(&self, due: &Due, text: &str, person: &Personal, now: Instant) -> Outcome {
        let channels = self.channels();
        let number = person.phone.as_deref().and_then(phone);
        let by_phone = channels.gateway.as_ref().zip(number).filter(|_| !Way::Gateway.is_past(&due.channel));
        if let Some((gateway, number)) = by_phone {
            if !allowed(&self.0.gateway, now) {
                return Outcome::Wait;
            }
            let sending = Sending { number: &number, text, once: &due.once, lang: due.lang.code() };
            let outcome = gateway.send(sending).await;
            return heard(&self.0.gateway, Way::Gateway, gateway.medium(), outcome, now);
        }
        let by_mail = channels.mail.as_ref().zip(person.email.as_deref()).filter(|_| !Way::Mail.is_past(&due.channel));
        if let Some((mailer, address)) = by_mail {
            if !allowed(&self.0.mail, now) {
                return Outcome::Wait;
            }
            let subject = subject(due);
            let outcome = mailer.send(Mail { to: address, subject: &subject, text, once: &due.id }).await;
            return heard(&self.0.mail, Way::Mail, "surel", outcome.map(|()| None), now);
        }
        if due.channel.is_empty() {
            Outcome::Final(DeliveryState::NoChannel, "tanpa_kanal")
        } else {
            Outcome::Exhausted
        }
    }

    async fn settle(&self, due: &Due, outcome: Outcome, now: Instant) -> Result<(), CommitError> {
        let (state, channel, reason, next, attempts) = match &outcome {
            Outcome::Sent(medium, _) => (DeliveryState::Sent, *medium, "", now, due.attempts),
            Outcome::Final(state, reason) => (*state, "", *reason, now, due.attempts),
            Outcome::Exhausted => (DeliveryState::Failed, "", due.reason.as_str(), now, due.attempts),
            Outcome::Failed(_, reason) if due.attempts < TRIES => {
                let next = now.plus_seconds(pause(due.attempts));
                (DeliveryState::Queued, due.channel.as_str(), *reason, next, due.attempts)
            }
            Outcome::Failed(way, reason) | Outcome::NextChannel(way, reason) => {
                (DeliveryState::Queued, way.word(), *reason, now, 0)
            }
            Outcome::Wait => {
                let next = now.plus_seconds(60);
                (DeliveryState::Queued, due.channel.as_str(), "kanal_diistirahatkan", next, due.attempts - 1)
            }
        };
        let outside = if let Outcome::Sent(_, Some(id)) = &outcome { id.as_str() } else { "" };
        let given_up = matches!(state, DeliveryState::Failed | DeliveryState::NoChannel);
        // Nobody waits for an officer's call because of a form that was not sent.
        let concerns = !due.officer && !due.number.is_empty();
        let callable = given_up && concerns && (due.phone.is_some() || due.email.is_some()) && reason != "data_dihapus";
        // What came of the try stands only if nobody settled it meanwhile.
        let statement = Statement::new(
            "UPDATE messages_deliveries SET state = $4, channel = $5, reason = $6, next_at = $7, attempts = $8, outside = $9,
               callable = $10, since_at = CASE WHEN state = $4 THEN since_at ELSE $11 END
             WHERE region = $1 AND id = $2 AND attempts = $3 AND state = 'queued'",
            values![
                self.region(), &due.id, due.attempts, word(state), channel, reason, next, attempts, outside, callable, now
            ],
        );
        self.store().commit_waiting(Commit::of_statements(self.region(), vec![statement]), now).await.map(drop)
    }
}

fn allowed(breaker: &Mutex<Breaker>, now: Instant) -> bool {
    breaker.lock().unwrap_or_else(PoisonError::into_inner).lets_through(now)
}

fn heard(
    breaker: &Mutex<Breaker>,
    way: Way,
    medium: &'static str,
    outcome: Result<Option<String>, NotTaken>,
    now: Instant,
) -> Outcome {
    let mut breaker = breaker.lock().unwrap_or_else(PoisonError::into_inner);
    match outcome {
        Ok(id) => {
            breaker.answered();
            Outcome::Sent(medium, id)
        }
        Err(NotTaken::Refused(reason)) => {
            breaker.answered();
            Outcome::NextChannel(way, reason)
        }
        Err(NotTaken::Later(reason, why)) => {
            breaker.failed(now);
            tracing::warn!(medium, reason, why, "a channel did not take a message");
            Outcome::Failed(way, reason)
        }
    }
}

fn subject(due: &Due) -> String {
    match (due.officer, due.lang) {
        (false, Lang::Id) if due.message == CODE => "Kode Anda".to_owned(),
        (false, Lang::En) if due.message == CODE => "Your code".to_owned(),
        (false, Lang::Id) if due.number.is_empty() => "Lanjutkan isian Anda".to_owned(),
        (false, Lang::En) if due.number.is_empty() => "Go on with your form".to_owned(),
        (true, _) if due.number.is_empty() => "Perlu perhatian: rencana aksi".to_owned(),
        (true, _) => format!("Perlu perhatian: laporan {}", due.number),
        (false, Lang::Id) => format!("Laporan {}", due.number),
        (false, Lang::En) => format!("Report {}", due.number),
    }
}

fn read(row: &Row) -> Result<Due, StoreError> {
    Ok(Due {
        id: row.string(0)?,
        once: row.string(1)?,
        number: row.string(2)?,
        lang: Lang::parse(row.text(3)?).unwrap_or_default(),
        recipient: row.string(4)?,
        officer: row.flag(5)?,
        text: row.string(6)?,
        name: row.string_or_null(7)?,
        phone: row.string_or_null(8)?,
        email: row.string_or_null(9)?,
        channel: row.string(10)?,
        reason: row.string(11)?,
        attempts: row.int(12)?,
        message: row.string(13)?,
        until: row.instant_or_null(14)?,
    })
}
