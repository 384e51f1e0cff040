//! What an application is told when a sign-on ends (OpenID Connect Back-Channel Logout 1.0), and how long that is tried.

use kernel::Instant;
use serde_json::{Value, json};

/// The type in the head of a logout token: it passes for no other token.
pub const KIND: &str = "logout+jwt";
/// The member of `events` that makes it one.
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";
/// Seconds for which a token holds: each try makes a new one.
const LASTS: i64 = 120;
/// Seconds to wait after the first, second, … try that failed; the last one repeats.
const PAUSES: [i64; 6] = [15, 60, 5 * 60, 30 * 60, 2 * 3600, 6 * 3600];
/// Seconds after which it is given up. An officer's sign-on has ended by itself then.
const PATIENCE: i64 = 24 * 3600;

/// A sign-on that ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// The key of the application.
    pub client: String,
    /// The keyed name that the application knows.
    pub subject: String,
    /// The sign-on: `sid` of its ID tokens.
    pub family: String,
}

/// The claims of a logout token (section 2.4): never a nonce, so that nobody takes it for an ID token.
pub fn claims(issuer: &str, ended: &Ended, id: &str, now: Instant) -> Value {
    json!({
        "iss": issuer, "aud": ended.client, "sub": ended.subject, "sid": ended.family, "jti": id,
        "iat": now.seconds(), "exp": now.plus_seconds(LASTS).seconds(), "events": { EVENT: {} },
    })
}

/// When it is tried again after so many tries (at least 1), for the last time a day after it was `made`; none after that.
pub fn next(tries: i64, made: Instant, now: Instant) -> Option<Instant> {
    let last = made.plus_seconds(PATIENCE);
    let at = usize::try_from(tries.max(1) - 1).unwrap_or(usize::MAX).min(PAUSES.len() - 1);
    let pause = PAUSES.get(at).copied().unwrap_or(PATIENCE);
    (now < last).then(|| now.plus_seconds(pause).min(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logout_token_says_who_left_what_for_two_minutes_and_holds_no_nonce() {
        let ended = Ended { client: "simpus-1".into(), subject: "s".into(), family: "f".into() };
        let claims = claims("https://gapura.id", &ended, "j", Instant::from_seconds(1000));
        let expected = json!({
            "iss": "https://gapura.id", "aud": "simpus-1", "sub": "s", "sid": "f", "jti": "j", "iat": 1000, "exp": 1120,
            "events": { "http://schemas.openid.net/event/backchannel-logout": {} },
        });
        assert_eq!(claims, expected);
    }

    #[test]
    fn the_waits_grow_and_the_last_try_is_a_day_after_the_sign_on_ended() {
        let made = Instant::from_seconds(0);
        let (mut now, mut waits) = (made, Vec::new());
        while let Some(at) = next(waits.len() as i64 + 1, made, now) {
            waits.push(at.seconds() - now.seconds());
            now = at;
        }
        assert_eq!(waits, [15, 60, 300, 1800, 7200, 21_600, 21_600, 21_600, 12_225]);
        assert_eq!(now.seconds(), 86_400);
        assert_eq!(next(1, made, Instant::from_seconds(90_000)), None, "also after a long downtime");
    }
}
