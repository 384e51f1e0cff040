//! The code that proves a contact before an application is sent by the web (`masuk.minimal`, docs/adr/0029). It belongs
//! to a form under way and to the number or address that was typed there; whoever changes that needs another one.

mod door;
mod order;
mod proof;
pub(crate) mod rules;

pub use order::CodeOrder;

use order::{CodeText, Draw};

use crate::Desk;
use crate::commands::{OpenCase, contact};
use crate::drafts::hashed;
use crate::events::ContactProof;
use crate::refusal::{DeskRefusal, Desked};
use crate::saved::Begun;
use cases::doors::Ways;
use definition::Definition;
use definition::model::SignIn;
use kernel::Instant;
use rules::{Kept, Try};
use serde_json::json;
use store::{Commit, CommitError, Statement, StoreError, values};

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

    /// The contact that this form has to have proved: the way to it and what was typed.
    pub fn to_prove(&self, begun: &Begun) -> Option<(Way, String)> {
        let definition = self.catalogue().service(&begun.service)?;
        let way = self.proves(&definition)?;
        let contact = way.read(begun.typed("_hp"), begun.typed("_surel")).ok().flatten()?;
        Some((way, contact))
    }

    /// Until when the code holds that was sent for this form to what stands in it now; `None` where it cannot be tried.
    ///
    /// # Errors
    /// The store failed.
    pub async fn code_until(&self, begun: &Begun) -> Desked<Option<Instant>> {
        let Some((way, contact)) = self.to_prove(begun) else {
            return Ok(None);
        };
        let (kept, now) = (self.kept_code(&hashed(&begun.handle)).await?, self.now());
        let open = kept.filter(|kept| matches!(kept.may_try(&self.named(way, &contact), "", now), Ok(Try::Counted)));
        Ok(open.map(|kept| kept.ends_at()))
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
