//! The code that proves a contact before an application is sent by the web (`masuk.minimal`, docs/adr/0029). It belongs
//! to a form under way and to the number or address that was typed there; whoever changes that needs another one.

mod proof;
pub(crate) mod rules;

use crate::Desk;
use crate::commands::{OpenCase, contact};
use crate::drafts::hashed;
use crate::events::ContactProof;
use crate::refusal::{DeskRefusal, Desked};
use crate::saved::Begun;
use crate::sealer::Sealer;
use cases::doors::{MESSAGE_TOPIC, MessageOrder, MessageTo, Ways};
use definition::Definition;
use definition::model::SignIn;
use kernel::{Instant, Lang};
use rules::{Count, Kept, Try};
use serde_json::json;
use store::{Commit, CommitError, Outgoing, Statement, StoreError, values};

/// So often a commit is decided anew because another one came first.
const AGAIN: usize = 3;

/// How a contact is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// By a message to a mobile number.
    Phone,
    /// By e-mail.
    Email,
}

impl Way {
    /// What the service asks to be proved, if anything.
    pub const fn of(definition: &Definition) -> Option<Self> {
        match definition.least_sign_in {
            SignIn::Phone => Some(Self::Phone),
            SignIn::Email => Some(Self::Email),
            SignIn::None | SignIn::Nik => None,
        }
    }

    /// Whether the region has a way to it.
    pub(crate) const fn is_open(self, ways: Ways) -> bool {
        match self {
            Self::Phone => ways.phone,
            Self::Email => ways.email,
        }
    }

    /// The contact, as it is kept; `None` where nothing was typed.
    pub(crate) fn read(self, phone: &str, email: &str) -> Desked<Option<String>> {
        match self {
            Self::Phone => contact::mobile(phone),
            Self::Email => contact::email(email),
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Phone => "hp",
            Self::Email => "surel",
        }
    }

    const fn proof(self) -> ContactProof {
        match self {
            Self::Phone => ContactProof::Phone,
            Self::Email => ContactProof::Email,
        }
    }
}

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

/// The code of a form, for the page that asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeState {
    /// It holds until then.
    pub until: Instant,
    /// Tries that are left.
    pub left: i64,
}

impl Desk {
    /// What this service has to have proved and can: `None` where it asks nothing or the region has no way.
    pub fn proves(&self, definition: &Definition) -> Option<Way> {
        Way::of(definition).filter(|way| way.is_open(self.0.parts.deliveries.ways()))
    }

    /// Names of running services that ask for a proof which this region has no way to give: their contacts are recorded
    /// as not verified.
    pub fn without_way(&self) -> Vec<(String, Way)> {
        let ways = self.0.parts.deliveries.ways();
        let catalogue = self.catalogue();
        let asking = catalogue.running().filter_map(|one| Some((one.name.clone(), Way::of(one)?)));
        asking.filter(|(_, way)| !way.is_open(ways)).collect()
    }

    /// What is recorded of the contact of a case that is to be opened by the web; `None` where the service asks nothing.
    pub(crate) async fn proved(&self, definition: &Definition, wish: &OpenCase) -> Desked<Option<ContactProof>> {
        let Some(way) = Way::of(definition) else {
            return Ok(None);
        };
        if wish.at_counter.is_some() {
            return Ok(Some(ContactProof::Counter));
        }
        let contact = way.read(&wish.phone, &wish.email)?.ok_or(DeskRefusal::ContactRequired)?;
        if !way.is_open(self.0.parts.deliveries.ways()) {
            return Ok(Some(ContactProof::NoWay));
        }
        if self.is_proved(way, &contact, &wish.proofs) {
            return Ok(Some(way.proof()));
        }
        if wish.code.trim().is_empty() {
            return Err(DeskRefusal::Unproved.into());
        }
        self.try_code(way, &contact, wish).await?;
        Ok(Some(way.proof()))
    }

    /// The typed code is counted, then compared; the right one serves the form that it came with, and no other.
    async fn try_code(&self, way: Way, contact: &str, wish: &OpenCase) -> Desked<()> {
        let draft = kernel::Token::parse(&wish.draft).ok_or(DeskRefusal::Unproved)?;
        let (draft, contact) = (hashed(&draft), self.named(way, contact));
        let digits = rules::typed(&wish.code);
        let form = self.0.vault.search_hash("form of a code", &wish.form_key);
        for _ in 0..AGAIN {
            let kept = self.kept_code(&draft).await?.ok_or(DeskRefusal::CodeOver)?;
            let may = kept.may_try(&contact, &form, self.now())?;
            // What cannot be a code is a slip of the finger, not a guess.
            let Some(digits) = &digits else {
                return Err(DeskRefusal::WrongProofCode { left: kept.left() }.into());
            };
            let mut tries = kept.tries;
            if may == Try::Counted {
                let counted = Statement::new(
                    "UPDATE desk_codes SET tries = tries + 1 \
                     WHERE region = $1 AND draft = $2 AND code = $3 AND tries = $4 AND used = ''",
                    values![self.region(), &draft, &kept.code, tries],
                );
                if !self.done(counted).await? {
                    continue;
                }
                tries += 1;
            }
            if !self.is_alike(&kept.code, &self.code_of_form(&draft, &contact, digits)) {
                return Err(match rules::TRIES - tries {
                    left @ 1.. => DeskRefusal::WrongProofCode { left },
                    _ => DeskRefusal::CodeSpent,
                }
                .into());
            }
            let used = Statement::new(
                "UPDATE desk_codes SET used = $4 \
                 WHERE region = $1 AND draft = $2 AND code = $3 AND (used = '' OR used = $4)",
                values![self.region(), &draft, &kept.code, &form],
            );
            if self.done(used).await? {
                return Ok(());
            }
        }
        Err(DeskRefusal::CodeOver.into())
    }

    /// Sends a code to what was typed into this form, unless one is on its way or the day's are used up; the caller counts
    /// by address before it asks.
    ///
    /// # Errors
    /// The service asks for no code, nothing that can be reached was typed, the form is gone, or the store failed.
    pub async fn order_code(&self, begun: &Begun, lang: Lang) -> Desked<CodeOrder> {
        let (way, contact) = self.to_prove(begun).ok_or(DeskRefusal::BadContact)?;
        let draft = hashed(&begun.handle);
        let name = self.named(way, &contact);
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
            let commit = self.code_commit(begun, (way, &contact, &name), (before, count), lang).await?;
            match self.store().commit(commit, now).await {
                Ok(_) => return Ok(CodeOrder::Sent),
                Err(CommitError::Guard) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(DeskRefusal::Unavailable.into())
    }

    /// The contact that this form has to have proved: the way to it and what was typed.
    pub fn to_prove(&self, begun: &Begun) -> Option<(Way, String)> {
        let definition = self.catalogue().service(&begun.service)?;
        let way = self.proves(&definition)?;
        let contact = way.read(begun.typed("_hp"), begun.typed("_surel")).ok().flatten()?;
        Some((way, contact))
    }

    /// The code that was sent for this form to what stands in it now, while it can be tried.
    ///
    /// # Errors
    /// The store failed.
    pub async fn code_state(&self, begun: &Begun) -> Desked<Option<CodeState>> {
        let Some((way, contact)) = self.to_prove(begun) else {
            return Ok(None);
        };
        let (kept, now) = (self.kept_code(&hashed(&begun.handle)).await?, self.now());
        let open = kept.filter(|kept| matches!(kept.may_try(&self.named(way, &contact), "", now), Ok(Try::Counted)));
        Ok(open.map(|kept| CodeState { until: kept.ends_at(), left: kept.left() }))
    }

    /// Counts one more, keeps the code, and orders its message: one commit.
    async fn code_commit(
        &self,
        begun: &Begun,
        (way, contact, name): (Way, &str, &str),
        (before, count): (Option<Count>, Count),
        lang: Lang,
    ) -> Desked<Commit> {
        let (draft, now) = (hashed(&begun.handle), self.now());
        let (person, _) = self.draft_person(&draft).await?.ok_or(DeskRefusal::DraftGone)?;
        let digits = rules::drawn(self.chance());
        let mut sealer = Sealer::new(&self.0.vault, &person, self.chance(), now);
        let text = sealer.seal(&self.code_text(way, &begun.service, &digits, lang))?;
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
            lang,
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
            values![self.region(), &draft, name, self.code_of_form(&draft, name, &digits), now],
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
    fn code_text(&self, way: Way, service: &str, digits: &str, lang: Lang) -> String {
        let service = self.catalogue().service(service).map_or_else(String::new, |running| running.name.clone());
        let arguments: [(&str, &dyn web::Argument); 3] =
            [("kode", &digits), ("layanan", &service), ("menit", &rules::MINUTES)];
        let text = self.0.texts.filled(lang, "pesan-kode", &arguments);
        match way {
            Way::Phone => format!("{text}\n\n@{} #{digits}", host(&self.0.parts.public_url)),
            Way::Email => text,
        }
    }

    async fn kept_code(&self, draft: &str) -> Desked<Option<Kept>> {
        let sql = "SELECT contact, code, sent_at, tries, used FROM desk_codes WHERE region = $1 AND draft = $2";
        let row = self.store().row(sql, &values![self.region(), draft]).await?;
        let read = |row: store::Row| {
            Ok::<_, StoreError>(Kept {
                contact: row.string(0)?,
                code: row.string(1)?,
                sent_at: row.instant(2)?,
                tries: row.int(3)?,
                used: row.string(4)?,
            })
        };
        Ok(row.map(read).transpose()?)
    }

    async fn sends_to(&self, name: &str) -> Desked<Option<Count>> {
        let sql = "SELECT since_at, sends FROM desk_code_counts WHERE region = $1 AND contact = $2";
        let row = self.store().row(sql, &values![self.region(), name]).await?;
        let read = |row: store::Row| Ok::<_, StoreError>(Count { since: row.instant(0)?, sends: row.int(1)? });
        Ok(row.map(read).transpose()?)
    }

    /// Whether this statement changed its row; else somebody else was faster.
    async fn done(&self, statement: Statement) -> Desked<bool> {
        let commit = Commit::of_statements(self.region(), vec![statement.exactly_one()]);
        match self.store().commit(commit, self.now()).await {
            Ok(_) => Ok(true),
            Err(CommitError::Guard) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// A name for a contact from which nothing can be read.
    fn named(&self, way: Way, contact: &str) -> String {
        self.0.vault.search_hash("contact of a code", &json!([way.word(), contact]).to_string())
    }

    fn code_of_form(&self, draft: &str, contact: &str, digits: &str) -> String {
        self.0.vault.search_hash("code", &json!([draft, contact, digits]).to_string())
    }

    /// Forgets codes and counts whose day is over.
    pub(crate) async fn sweep_codes(&self, now: Instant) -> Result<u64, StoreError> {
        let old = now.plus_seconds(-86_400);
        let mut statements = Vec::new();
        for (rows, gone) in [
            (
                "SELECT draft FROM desk_codes WHERE region = $1 AND sent_at < $2 ORDER BY sent_at LIMIT 200",
                "DELETE FROM desk_codes WHERE region = $1 AND draft = $2 AND sent_at < $3",
            ),
            (
                "SELECT contact FROM desk_code_counts WHERE region = $1 AND since_at < $2 ORDER BY since_at LIMIT 200",
                "DELETE FROM desk_code_counts WHERE region = $1 AND contact = $2 AND since_at < $3",
            ),
        ] {
            for row in self.store().rows(rows, &values![self.region(), old]).await? {
                statements.push(Statement::new(gone, values![self.region(), row.text(0)?, old]));
            }
        }
        let done = statements.len() as u64;
        if done > 0 {
            let commit = Commit::of_statements(self.region(), statements);
            self.store().commit_waiting(commit, now).await.map_err(|error| StoreError::Sql(error.to_string()))?;
        }
        Ok(done)
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
