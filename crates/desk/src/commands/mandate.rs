//! A mandate (*surat kuasa*): whoever opened an application looks after it for somebody else, until a last day
//! (docs/adr/0019). The right to act stays with the tracking code; the mandate bounds it.

use super::{required_text, send_key};
use crate::Desk;
use crate::ledger::{Extra, Loaded, Wish};
use crate::refusal::{DeskRefusal, Desked};
use crate::rights::Sight;
use cases::{CaseRefusal, Command, Mandate};
use jiff::civil::Date;
use kernel::{Actor, CaseNumber};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::HashMap;

/// Under this field the document stands among the files of the case.
pub(crate) const DOCUMENT: &str = "surat_kuasa";

/// Longest name that is kept.
const LONGEST_NAME: usize = 120;

/// A mandate as it is sent.
#[derive(Clone, Debug, Default)]
pub struct Mandating {
    /// Who gives it.
    pub principal: String,
    /// Who acts under it.
    pub agent: String,
    /// Its last day, as a date field sends it: `2027-03-05`.
    pub until: String,
    /// Handle of the draft with the document.
    pub draft: String,
    /// Key of the form.
    pub form_key: String,
}

/// A mandate as a viewer may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mandated {
    /// Who gave it; absent without the right to the identity, or erased.
    pub principal: Option<String>,
    /// Who acts under it.
    pub agent: Option<String>,
    /// Its last day.
    pub until: Date,
    /// Whether that has passed.
    pub over: bool,
}

#[derive(Serialize, Deserialize)]
struct Names {
    principal: String,
    agent: String,
}

impl Desk {
    /// Records a mandate; the one before it, if any, is no longer looked at.
    ///
    /// # Errors
    /// A name, the day or the document is missing, the day has passed, or the case takes no mandate.
    pub async fn record_mandate(&self, number: &CaseNumber, wish: Mandating) -> Desked<()> {
        let id = self.id_of(number).await?;
        let principal = required_text(&wish.principal, LONGEST_NAME)?;
        let agent = required_text(&wish.agent, LONGEST_NAME)?;
        let until: Date = wish.until.trim().parse().map_err(|_| DeskRefusal::BadText)?;
        let send = send_key(&wish.form_key, &json!([number, "kuasa", principal, agent, until.to_string()]));
        if self.sent_before(send.as_ref()).await? {
            return Ok(());
        }
        let taken = self.take_case_draft(&wish.draft, &id, "pelapor").await?;
        if taken.is_empty() {
            return Err(DeskRefusal::NoDocument.into());
        }
        let names = serde_json::to_string(&Names { principal, agent }).unwrap_or_default();
        let done = self.act_on(&id, |_, sealer| {
            let mandate = Mandate { names: sealer.seal(&names)?, until, files: taken.references() };
            let statements = taken.statements(self.region(), &id, self.now());
            let extra = Extra { statements, send: send.clone(), ..Extra::default() };
            Ok(Wish { command: Command::Mandate(Box::new(mandate)), actor: Actor::Reporter, extra, at: None })
        });
        done.await.map(drop)
    }

    /// The mandate of a case; the names for those who may see the identity.
    pub(crate) async fn mandate_of(&self, loaded: &Loaded, sight: Sight) -> Desked<Option<Mandated>> {
        let Some(mandate) = loaded.case.mandate.as_ref().filter(|_| sight.text) else { return Ok(None) };
        let texts = match sight.identity {
            true => self.store().open_sealed(self.region(), &[mandate.names.id.as_str()]).await?,
            false => HashMap::new(),
        };
        let names: Option<Names> = texts.get(&mandate.names.id).and_then(|text| serde_json::from_str(text).ok());
        let (principal, agent) = names.map(|names| (names.principal, names.agent)).unzip();
        Ok(Some(Mandated { principal, agent, until: mandate.until, over: loaded.case.mandate_is_over(self.now()) }))
    }

    /// Refuses what is opened from somebody else's case once the mandate is over: an objection, a renewal.
    pub(crate) fn under_mandate(&self, loaded: &Loaded) -> Desked<()> {
        if loaded.case.mandate_is_over(self.now()) { Err(CaseRefusal::MandateOver.into()) } else { Ok(()) }
    }
}
