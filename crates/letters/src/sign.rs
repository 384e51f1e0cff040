//! Signing by the region's sign service: the letter's PDF goes out, comes back signed, and only then the letter is issued.

use crate::bsre::{Bsre, Credentials, NotSigned, SignerState};
use crate::issue::{SignedFile, file_hash};
use crate::letters::Letters;
use crate::queries::Letter;
use crate::refusal::Refused;
use crate::sheet::ELECTRONIC;
use cases::doors::LetterState;
use definition::model::Signature;
use kernel::Token;
use serde_json::json;
use std::sync::Arc;
use web::Session;

/// Whether a letter can be signed by the service here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// It can.
    Open,
    /// The definition asks for ink.
    Wet,
    /// The region has no service, or this program no typesetter.
    Closed,
}

impl Letters {
    pub(crate) fn way(&self, letter: &Letter) -> Way {
        match (letter.signature, &self.deps().bsre, &self.deps().press) {
            (Some(Signature::Wet), ..) => Way::Wet,
            (_, Some(_), Some(_)) => Way::Open,
            _ => Way::Closed,
        }
    }

    fn service(&self, letter: &Letter) -> Result<Arc<Bsre>, Refused> {
        let bsre = self.deps().bsre.clone().filter(|_| self.way(letter) == Way::Open);
        bsre.ok_or(Refused::NoService)
    }

    /// Has a letter signed and issues it. The call to the service is made once; whatever goes wrong, the letter keeps its
    /// number and waits as before.
    ///
    /// # Errors
    /// Not this officer's to sign, no longer waiting, no service here, not signed, or the store.
    pub async fn sign(&self, session: &Session, id: &str, by: Credentials) -> Result<(), Refused> {
        let letter = self.to_sign(session, id).await?;
        if letter.state(self.today()) != LetterState::Prepared {
            return Err(Refused::Moved);
        }
        let bsre = self.service(&letter)?;
        if !by.has_passphrase() {
            return Err(NotSigned::Passphrase.into());
        }
        let unsigned = self.typeset(&letter, ELECTRONIC).await?;
        let boundary = Token::new(self.chance());
        let signed = bsre.sign(&unsigned, &by, boundary.secret(), self.now()).await?;
        let proof = json!({
            "unsigned": file_hash(&unsigned),
            "signer": self.0.vault.search_hash("nik of a signer", by.nik()),
            "document": signed.document,
        });
        drop(by);
        let file = SignedFile { bytes: signed.bytes, media: "application/pdf", way: ELECTRONIC, proof };
        self.keep_signed(session, &letter, file, self.now()).await
    }

    /// What the service knows of a signer.
    ///
    /// # Errors
    /// Not this officer's to sign, no service here, or it did not answer.
    pub async fn signer_state(&self, session: &Session, id: &str, by: Credentials) -> Result<SignerState, Refused> {
        let letter = self.to_sign(session, id).await?;
        Ok(self.service(&letter)?.status(&by, self.now()).await?)
    }
}
