//! From the outbox to deliveries: who is to get what. Settled in the same commit, so that nothing is lost or doubled.

use crate::messages::{Messages, word};
use cases::doors::{DeliveryState, MESSAGE_TOPIC, MessageOrder, MessageTo};
use kernel::{CaseNumber, Instant, OfficerId};
use store::{Claimed, Commit, CommitError, Statement, values};

/// So many orders are taken in one turn.
const TURN: i64 = 50;
/// Seconds after which another node may take what this one did not settle.
const LEASE: i64 = 60;

/// One delivery to be.
#[derive(Default)]
struct Row<'a> {
    recipient: &'a str,
    officer: bool,
    hidden: bool,
    contact: [Option<&'a str>; 3],
    channel: &'a str,
    state: Option<DeliveryState>,
    reason: &'a str,
}

impl Messages {
    /// Takes orders out of the outbox; answers how many, and whether more are waiting.
    pub(crate) async fn take_in(&self, now: Instant) -> Result<(u64, bool), CommitError> {
        let claimed = self.store().claim(self.region(), MESSAGE_TOPIC, TURN, LEASE, now).await?;
        let more = i64::try_from(claimed.len()).unwrap_or(0) >= TURN;
        let mut done = 0;
        for order in &claimed {
            match serde_json::from_value::<MessageOrder>(order.payload.clone()) {
                Ok(read) => self.keep(&read, order, now).await?,
                Err(error) => {
                    tracing::error!(key = %order.once_key, %error, "a message order cannot be read");
                    self.store().dead(order, "payload", now).await?;
                }
            }
            done += 1;
        }
        Ok((done, more))
    }

    async fn keep(&self, order: &MessageOrder, claimed: &Claimed, now: Instant) -> Result<(), CommitError> {
        let mut statements = Vec::new();
        match &order.to {
            MessageTo::Person { hidden, name, phone, email } => {
                let id =
                    |reference: &'_ Option<kernel::TextRef>| reference.as_ref().map(|reference| reference.id.clone());
                let contact = [id(name), id(phone), id(email)];
                let row = Row {
                    recipient: &order.person,
                    hidden: *hidden,
                    contact: contact.each_ref().map(Option::as_deref),
                    ..Row::default()
                };
                statements.push(self.row(order, &row, now));
            }
            MessageTo::Staff { unit, role } => {
                let officers = self.0.deps.staff.holding(unit, *role).await;
                statements.extend(self.to_staff(order, &officers, now).await);
            }
        }
        statements.push(claimed.delivered(now));
        match self.store().commit_waiting(Commit::of_statements(self.region(), statements), now).await {
            // Another node settled it first: its rows are the same.
            Ok(_) | Err(CommitError::Guard) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Every holder of the role gets a notice, and an e-mail where there is a way for one.
    async fn to_staff(&self, order: &MessageOrder, officers: &[OfficerId], now: Instant) -> Vec<Statement> {
        if officers.is_empty() {
            let row = Row {
                recipient: "",
                officer: true,
                state: Some(DeliveryState::Failed),
                reason: "tanpa_petugas",
                ..Row::default()
            };
            return vec![self.row(order, &row, now)];
        }
        let mut statements = Vec::new();
        for officer in officers {
            statements.push(self.notice(order, officer, now));
            let by_mail = self.channels().mail.is_some() && self.0.deps.staff.email(officer).await.is_some();
            let told = (!by_mail).then_some(DeliveryState::Sent);
            let channel = if by_mail { "" } else { "pemberitahuan" };
            let row = Row { recipient: &officer.0, officer: true, channel, state: told, ..Row::default() };
            statements.push(self.row(order, &row, now));
        }
        statements
    }

    fn notice(&self, order: &MessageOrder, officer: &OfficerId, now: Instant) -> Statement {
        Statement::new(
            "INSERT INTO messages_notices (region, officer, id, number, text_ref, made_at, seen_at)
             VALUES ($1, $2, $3, $4, $5, $6, NULL) ON CONFLICT DO NOTHING",
            values![self.region(), &officer.0, id(order, &officer.0), number(order), &order.text.id, now],
        )
    }

    fn row(&self, order: &MessageOrder, row: &Row<'_>, now: Instant) -> Statement {
        let [name, phone, email] = row.contact;
        Statement::new(
            "INSERT INTO messages_deliveries (region, id, once_key, case_id, number, place, message, lang, unit, person,
               recipient, officer, hidden, text_ref, name_ref, phone_ref, email_ref, channel, state, reason, attempts,
               next_at, since_at, outside, callable, until_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, 0,
               $21, $21, '', 0, $22) ON CONFLICT DO NOTHING",
            values![
                self.region(),
                id(order, row.recipient),
                &order.once,
                &order.case,
                number(order),
                order.order,
                &order.key,
                order.lang.code(),
                &order.unit,
                &order.person,
                row.recipient,
                row.officer,
                row.hidden,
                &order.text.id,
                name,
                phone,
                email,
                row.channel,
                word(row.state.unwrap_or(DeliveryState::Queued)),
                row.reason,
                now,
                order.until
            ],
        )
    }
}

/// The number as the table keeps it: empty where there is no case.
fn number(order: &MessageOrder) -> &str {
    order.number.as_ref().map(CaseNumber::as_str).unwrap_or_default()
}

/// The same order to the same recipient has the same id, however often it is taken in.
fn id(order: &MessageOrder, recipient: &str) -> String {
    kernel::ids::hash_secret(&format!("{}\n{recipient}", order.once)).chars().take(32).collect()
}
