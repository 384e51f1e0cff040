//! A code is ordered: drawn, counted, kept as a hash, and sealed into its message, all in one commit.

use super::rules::{self, Count};
use super::{AGAIN, Way};
use crate::Desk;
use crate::drafts::hashed;
use crate::refusal::{DeskRefusal, Desked};
use crate::saved::Begun;
use crate::sealer::Sealer;
use cases::doors::{MESSAGE_TOPIC, MessageOrder, MessageTo};
use kernel::{Instant, Lang};
use store::{Commit, CommitError, Outgoing, Person, Statement, StoreError, values};

/// What became of the wish for a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeOrder {
    /// It is on its way.
    Sent,
    /// One is on its way already; another one from this moment on.
    Soon(Instant),
    /// The contact was sent as many as are sent in a day; another one from this moment on.
    Tomorrow(Instant),
}

/// For whom a code is drawn, and how they are reached.
#[derive(Clone, Copy)]
pub(super) struct Draw<'a> {
    /// Hash of the handle of the form under way.
    pub draft: &'a str,
    /// Whose key seals contact and text.
    pub person: &'a Person,
    pub way: Way,
    pub contact: &'a str,
    /// The keyed name of the contact.
    pub name: &'a str,
}

/// What the message says besides the code.
pub(super) struct CodeText<'a> {
    /// What the code is for: the name of a service or application.
    pub purpose: &'a str,
    pub lang: Lang,
}

impl Desk {
    /// Sends a code to what was typed into this form, unless one is on its way or the day's are used up; the caller counts
    /// by address before it asks.
    ///
    /// # Errors
    /// The service asks for no code, nothing that can be reached was typed, the form is gone, or the store failed.
    pub async fn order_code(&self, begun: &Begun, lang: Lang) -> Desked<CodeOrder> {
        let (way, contact) = self.to_prove(begun).ok_or(DeskRefusal::BadContact)?;
        let draft = hashed(&begun.handle);
        let name = self.named(way, &contact);
        let purpose = self.catalogue().service(&begun.service).map_or_else(String::new, |running| running.name.clone());
        for _ in 0..AGAIN {
            let now = self.now();
            if let Some(until) = self.kept_code(&draft).await?.and_then(|kept| kept.waits_until(&name, now)) {
                return Ok(CodeOrder::Soon(until));
            }
            let before = self.sends_to(&name).await?;
            let count = match before.unwrap_or(Count { since: now, sends: 0 }).one_more(now) {
                Ok(count) => count,
                Err(until) => return Ok(CodeOrder::Tomorrow(until)),
            };
            let (person, _) = self.draft_person(&draft).await?.ok_or(DeskRefusal::DraftGone)?;
            let draw = Draw { draft: &draft, person: &person, way, contact: &contact, name: &name };
            let commit = self.code_commit(&draw, (before, count), &CodeText { purpose: &purpose, lang })?;
            match self.store().commit(commit, now).await {
                Ok(_) => return Ok(CodeOrder::Sent),
                Err(CommitError::Guard) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(DeskRefusal::Unavailable.into())
    }

    /// Counts one more, keeps the code, and orders its message: one commit.
    pub(super) fn code_commit(
        &self,
        draw: &Draw<'_>,
        (before, count): (Option<Count>, Count),
        said: &CodeText<'_>,
    ) -> Desked<Commit> {
        let Draw { draft, person, way, contact, name } = *draw;
        let now = self.now();
        let digits = rules::drawn(self.chance());
        let mut sealer = Sealer::new(&self.0.vault, person, self.chance(), now);
        let text = sealer.seal(&self.code_text(way, said, &digits))?;
        let reached = Some(sealer.seal(contact)?);
        let (phone, email) = if way == Way::Phone { (reached, None) } else { (None, reached) };
        // Each is a case of its own: a code does not wait behind one that could not be delivered.
        let case = format!("draft/{draft}/kode/{}", kernel::Id::new(now, self.chance()));
        let order = MessageOrder {
            once: case.clone(),
            case,
            number: None,
            order: 0,
            key: "mesin:kode".to_owned(),
            to: MessageTo::Person { hidden: true, name: None, phone, email },
            lang: said.lang,
            person: person.id().to_owned(),
            text,
            unit: String::new(),
            until: Some(now.plus_seconds(rules::MINUTES * 60)),
        };
        let payload = serde_json::to_value(&order).map_err(|error| StoreError::Damaged(error.to_string()))?;
        let mut statements = sealer.finish()?;
        statements.push(self.counted_send(name, before, count));
        statements.push(Statement::new(
            "INSERT INTO desk_codes (region, draft, contact, code, sent_at, tries, used) \
             VALUES ($1, $2, $3, $4, $5, 0, '') ON CONFLICT (region, draft) DO UPDATE \
             SET contact = excluded.contact, code = excluded.code, sent_at = excluded.sent_at, tries = 0, used = ''",
            values![self.region(), draft, name, self.code_of_form(draft, name, &digits), now],
        ));
        let outgoing = Outgoing { topic: MESSAGE_TOPIC.to_owned(), once_key: order.once, payload, due_at: now };
        Ok(Commit { outbox: vec![outgoing], ..Commit::of_statements(self.region(), statements) })
    }

    /// Changes exactly one row, or somebody else counted first.
    fn counted_send(&self, name: &str, before: Option<Count>, count: Count) -> Statement {
        let statement = match before {
            None => Statement::new(
                "INSERT INTO desk_code_counts (region, contact, since_at, sends) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT DO NOTHING",
                values![self.region(), name, count.since, count.sends],
            ),
            Some(before) => Statement::new(
                "UPDATE desk_code_counts SET since_at = $3, sends = $4 \
                 WHERE region = $1 AND contact = $2 AND since_at = $5 AND sends = $6",
                values![self.region(), name, count.since, count.sends, before.since, before.sends],
            ),
        };
        statement.exactly_one()
    }

    /// The message. Its last line lets a phone offer the code to this site and to no other (WICG origin-bound codes).
    fn code_text(&self, way: Way, said: &CodeText<'_>, digits: &str) -> String {
        let arguments: [(&str, &dyn web::Argument); 3] =
            [("kode", &digits), ("layanan", &said.purpose), ("menit", &rules::MINUTES)];
        let text = self.0.texts.filled(said.lang, "pesan-kode", &arguments);
        match way {
            Way::Phone => format!("{text}\n\n@{} #{digits}", host(&self.0.parts.public_url)),
            Way::Email => text,
        }
    }

    pub(super) async fn sends_to(&self, name: &str) -> Desked<Option<Count>> {
        let sql = "SELECT since_at, sends FROM desk_code_counts WHERE region = $1 AND contact = $2";
        let row = self.store().row(sql, &values![self.region(), name]).await?;
        let read = |row: store::Row| Ok::<_, StoreError>(Count { since: row.instant(0)?, sends: row.int(1)? });
        Ok(row.map(read).transpose()?)
    }
}

/// The host of an address, without scheme, port and path.
fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split(['/', ':']).next().unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn a_code_is_bound_to_the_host_alone() {
        assert_eq!(host("https://lapor.contoh.go.id"), "lapor.contoh.go.id");
        assert_eq!(host("http://127.0.0.1:8017/kota"), "127.0.0.1");
    }
}
