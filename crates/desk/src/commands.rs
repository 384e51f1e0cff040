//! What people do at the desk. Each loads the case, fires what silence is due, decides and commits.

mod appeal;
pub(crate) mod contact;
mod form;
mod mandate;
mod once;
mod open;
mod permission;
mod renewal;
mod residents;
mod sequel;
mod verbs;

pub use appeal::Objection;
pub use form::{ActionForm, Filled};
pub(crate) use mandate::DOCUMENT;
pub use mandate::{Mandated, Mandating};
pub use once::{Once, OnceLink};
pub(crate) use open::counted;
pub use open::{Asker, OpenCase};
pub use renewal::{Renewal, Renewing};
pub use residents::{Said, Supporting};
pub use verbs::Transferring;

use crate::refusal::{DeskRefusal, Desked};
use crate::rights::Officer;
use kernel::text;
use ring::digest;
use store::SendKey;

/// An officer who acts from a form: who, the version of the case that the form showed, and the form's key.
#[derive(Clone, Debug)]
pub struct Acting {
    /// Who acts.
    pub officer: Officer,
    /// `CaseHead::version` when the form was drawn: another officer's act since then is a conflict that is shown.
    pub seen: i64,
    /// Key of the form: the same form sent twice is one act.
    pub form_key: String,
}

/// The send key of a form with its contents.
pub(crate) fn send_key(form_key: &str, contents: &serde_json::Value) -> Option<SendKey> {
    let digest = digest::digest(&digest::SHA256, contents.to_string().as_bytes());
    (!form_key.is_empty()).then(|| SendKey { key: form_key.to_owned(), digest: kernel::ids::hex(digest.as_ref()) })
}

/// A free text as it is kept: trimmed, in NFC, not empty, not too long.
pub(crate) fn required_text(typed: &str, most: usize) -> Desked<String> {
    optional_text(typed, most)?.ok_or_else(|| DeskRefusal::BadText.into())
}

/// The same where nothing need be said.
pub(crate) fn optional_text(typed: &str, most: usize) -> Desked<Option<String>> {
    let text = text::normal(typed);
    if text::length(&text) > most {
        return Err(DeskRefusal::BadText.into());
    }
    Ok((!text.is_empty()).then_some(text))
}

impl crate::Desk {
    /// Whether this very form was sent before: then it was done, and doing it again is no second act.
    pub(crate) async fn sent_before(&self, send: Option<&SendKey>) -> Desked<bool> {
        let Some(send) = send else {
            return Ok(false);
        };
        let sql = "SELECT digest FROM store_sends WHERE region = $1 AND key = $2";
        match self.store().row(sql, &store::values![self.region(), &send.key]).await? {
            Some(row) if row.text(0)? == send.digest => Ok(true),
            Some(_) => Err(DeskRefusal::OtherAnswers.into()),
            None => Ok(false),
        }
    }
}
