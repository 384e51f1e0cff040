//! The door through which other rooms prove a contact (`cases::doors::ContactCodes`): the same codes, the same tries and the
//! same count of what one contact is sent in a day, without a form of the desk behind it.

use super::rules::{self, Count, Try};
use super::{AGAIN, CodeText, Draw, Way};
use crate::Desk;
use crate::drafts::hashed;
use crate::refusal::{DeskRefusal, Desked};
use cases::doors::{Answer, CodeOrdered, CodeTried, ContactCodes, ContactWish, ProvedContact};
use kernel::Token;
use store::{CommitError, Statement, StoreError, values};

/// Stands for the key of the form in rows whose code serves no form.
const ONCE: &str = "pintu";

impl ContactCodes for Desk {
    fn order(&self, wish: ContactWish) -> Answer<'_, Result<CodeOrdered, String>> {
        Box::pin(async move { self.order_for(&wish).await.map_err(|error| format!("{error:?}")) })
    }

    fn attempt<'a>(
        &'a self,
        handle: &'a Token,
        typed: &'a str,
        code: &'a str,
    ) -> Answer<'a, Result<CodeTried, String>> {
        Box::pin(async move { self.attempt_for(handle, typed, code).await.map_err(|error| format!("{error:?}")) })
    }
}

/// The contact that was typed, and the way to it; none where it is neither.
fn read(typed: &str) -> Option<(Way, String)> {
    let way = if typed.contains('@') { Way::Email } else { Way::Phone };
    let (phone, email) = if way == Way::Phone { (typed, "") } else { ("", typed) };
    Some((way, way.read(phone, email).ok().flatten()?))
}

impl Desk {
    async fn order_for(&self, wish: &ContactWish) -> Desked<CodeOrdered> {
        let Some((way, contact)) = read(&wish.typed) else {
            return Ok(CodeOrdered::BadContact);
        };
        if !way.is_open(self.0.parts.deliveries.ways()) {
            return Ok(CodeOrdered::NoWay);
        }
        let name = self.named(way, &contact);
        for _ in 0..AGAIN {
            let now = self.now();
            let before = self.sends_to(&name).await?;
            let count = match before.unwrap_or(Count { since: now, sends: 0 }).one_more(now) {
                Ok(count) => count,
                Err(until) => return Ok(CodeOrdered::Tomorrow(until)),
            };
            // A form under way without any answer: it is swept with the others, and what is sealed for it is erased.
            let (handle, person, kept) = self.draft_for("", "").await?;
            let draft = hashed(&handle);
            let text = CodeText { purpose: &wish.purpose, lang: wish.lang };
            let draw = Draw { draft: &draft, person: &person, way, contact: &contact, name: &name };
            let mut commit = self.code_commit(&draw, (before, count), &text)?;
            commit.statements.splice(0..0, kept);
            match self.store().commit(commit, now).await {
                Ok(_) => {
                    let until = now.plus_seconds(rules::MINUTES * 60);
                    return Ok(CodeOrdered::Sent { handle, masked: rules::masked(&contact), until });
                }
                Err(CommitError::Guard) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(DeskRefusal::Unavailable.into())
    }

    async fn attempt_for(&self, handle: &Token, typed: &str, code: &str) -> Desked<CodeTried> {
        let Some((way, contact)) = read(typed) else {
            return Ok(CodeTried::Over);
        };
        let (draft, name) = (hashed(handle), self.named(way, &contact));
        for _ in 0..AGAIN {
            let Some(kept) = self.kept_code(&draft).await? else {
                return Ok(CodeTried::Over);
            };
            // A code that was used serves nobody again: its proof lies with whoever asked.
            if !matches!(kept.may_try(&name, "", self.now()), Ok(Try::Counted)) {
                return Ok(CodeTried::Over);
            }
            let Some(digits) = rules::typed(code) else {
                return Ok(CodeTried::Wrong(kept.left()));
            };
            let right = self.is_alike(&kept.code, &self.code_of_form(&draft, &name, &digits));
            let counted = Statement::new(
                "UPDATE desk_codes SET tries = tries + 1, used = $5 \
                 WHERE region = $1 AND draft = $2 AND code = $3 AND tries = $4 AND used = ''",
                values![self.region(), &draft, &kept.code, kept.tries, if right { ONCE } else { "" }],
            );
            // Counted in the same commit that uses it up: guesses at once still are as many as are allowed.
            if !self.done(counted).await? {
                continue;
            }
            if right {
                return Ok(CodeTried::Proved(ProvedContact { contact, by_email: way == Way::Email }));
            }
            return Ok(match kept.left() - 1 {
                left @ 1.. => CodeTried::Wrong(left),
                _ => CodeTried::Over,
            });
        }
        Err(StoreError::Sql("a code was tried too often at once".to_owned()).into())
    }
}
