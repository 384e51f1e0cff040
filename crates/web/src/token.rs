//! The hidden token of a form: made here, for this form, for this visitor, not long ago.

use crate::frame::Frame;
use crate::session::Session;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::Instant;
use kernel::ids::Chance;
use std::fmt;

/// Made when a form is drawn; the same form sent twice has the same key, so it is one act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FormKey([u8; 16]);

impl FormKey {
    /// A new key of 128 bits.
    pub fn new(chance: &dyn Chance) -> Self {
        let mut bytes = [0; 16];
        chance.fill(&mut bytes);
        Self(bytes)
    }

    /// Reads the form that `Display` writes (22 letters of base64url); a phone may make one for its offline queue.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        bytes.try_into().ok().map(Self)
    }
}

impl fmt::Display for FormKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

/// What stands in the hidden field: key, time of issue and an HMAC over them, the form's name and the session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormToken(String);

/// Why a token is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Made here for this visitor, but too long ago: show the form again with everything in it.
    #[error("the form was open too long")]
    Expired(FormKey),
    /// Not made here, for another form, or for another session.
    #[error("the form token was not made here")]
    Forged,
}

const AHEAD: i64 = 300;

impl FormToken {
    /// A token for the form called `form`, bound to the session if there is one.
    pub fn issue(frame: &Frame, session: Option<&Session>, form: &str, key: FormKey) -> Self {
        let mut bytes = Vec::with_capacity(56);
        bytes.extend_from_slice(&key.0);
        bytes.extend_from_slice(&frame.now().seconds().to_be_bytes());
        let signed = message(form, session, &bytes);
        bytes.extend_from_slice(ring::hmac::sign(&frame.key, &signed).as_ref());
        Self(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// The key of a token that was made here for this form and visitor.
    ///
    /// # Errors
    /// Expired after `limits.form_hours`, or forged.
    pub fn verify(frame: &Frame, session: Option<&Session>, form: &str, token: &str) -> Result<FormKey, TokenError> {
        let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| TokenError::Forged)?;
        let (body, tag) = bytes.split_at_checked(24).ok_or(TokenError::Forged)?;
        let signed = message(form, session, body);
        ring::hmac::verify(&frame.key, &signed, tag).map_err(|_| TokenError::Forged)?;
        let (key, issued) = body.split_at_checked(16).ok_or(TokenError::Forged)?;
        let key = FormKey(key.try_into().map_err(|_| TokenError::Forged)?);
        let issued = i64::from_be_bytes(issued.try_into().map_err(|_| TokenError::Forged)?);
        let age = frame.now().seconds() - Instant::from_seconds(issued).seconds();
        if age < -AHEAD || age > i64::from(frame.limits().form_hours) * 3600 {
            return Err(TokenError::Expired(key));
        }
        Ok(key)
    }
}

fn message(form: &str, session: Option<&Session>, body: &[u8]) -> Vec<u8> {
    let binding = session.map_or(&[][..], |session| &session.form_secret);
    let mut signed = Vec::with_capacity(form.len() + binding.len() + body.len() + 24);
    for part in [b"formulir-1".as_slice(), form.as_bytes(), binding, body] {
        signed.extend_from_slice(&(part.len() as u64).to_be_bytes());
        signed.extend_from_slice(part);
    }
    signed
}

impl fmt::Display for FormToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
