//! `/kerja/surat/{id}/tanda-tangan`, `/sertifikat`: the sign service signs a letter, or tells what it knows of the signer.

use super::letter::{Page, Typed, answered, form};
use super::{WorkLetters, genuine};
use crate::bsre::{Credentials, SignerState};
use crate::letters::Letters;
use crate::refusal::Refused;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use web::{Answer, May, OrFail, Purpose, Submission};

/// A head may sign a full morning's letters at once; who guesses a passphrase needs far more.
const TRIES: Purpose = Purpose { name: "tanda-tangan", burst: 60, per_hour: 120 };

pub(super) async fn send(
    officer: May<WorkLetters>,
    State(letters): State<Letters>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    genuine(&officer.view, &form(&id), &sent)?;
    officer.view.frame().throttle().check(TRIES, &officer.session.officer.0)?;
    let done = match credentials(&sent) {
        Some(by) => {
            let (letters, session, id) = (letters.clone(), officer.session.clone(), id.clone());
            // On its own: whoever closes the page does not cut a signature off from the letter that it belongs to.
            tokio::spawn(async move { letters.sign(&session, &id, by).await }).await.or_fail()?
        }
        None => Err(Refused::Nik),
    };
    answered(officer, &letters, &id, (done, typed(&sent))).await
}

pub(super) async fn status(
    officer: May<WorkLetters>,
    State(letters): State<Letters>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    genuine(&officer.view, &form(&id), &sent)?;
    officer.view.frame().throttle().check(TRIES, &officer.session.officer.0)?;
    let known = match credentials(&sent) {
        Some(by) => letters.signer_state(&officer.session, &id, by).await,
        None => Err(Refused::Nik),
    };
    let (kind, key) = match known {
        Ok(SignerState::Ready) => ("good", "terbitan-penanda-siap"),
        Ok(SignerState::NoCertificate) => ("bad", "terbitan-penanda-tanpa-sertifikat"),
        Ok(SignerState::Unregistered) => ("bad", "terbitan-penanda-tak-terdaftar"),
        Ok(SignerState::Unknown) => ("warn", "terbitan-penanda-lain"),
        Err(refused) => return answered(officer, &letters, &id, (Err(refused), typed(&sent))).await,
    };
    let told = (kind, officer.t(key).to_owned());
    let page = Page::read(officer.view, &officer.session, &letters, &id).await?;
    web::page_with(StatusCode::OK, &page.telling(told, typed(&sent)))
}

fn credentials(sent: &Submission) -> Option<Credentials> {
    Credentials::new(sent.text("nik"), sent.text("sandi"))
}

/// The NIK comes back to whoever typed it; the passphrase never does.
fn typed(sent: &Submission) -> Typed {
    Typed { nik: sent.text("nik").to_owned(), ..Typed::default() }
}
