//! A request to sign on, checked: what may be answered to the application stands apart from what only its reader is told,
//! for nobody is sent to an address that was not registered (RFC 6749 section 4.1.2.1).

use crate::clients::Key;
use crate::model::params::Params;
use crate::model::{address, pkce, scope};
use crate::oauth::OAuthError;
use crate::signon::Signon;
use kernel::Instant;

/// Names in the query that are ours, not the application's.
pub(crate) const OURS: [&str; 5] = ["_sejak", "sebagai", "bahasa", "tema", "hemat"];
/// Seconds for which a sign-in that an application asked for may take.
const SIGN_IN_TAKES: i64 = 3600;
/// Longest state and nonce.
const LONGEST: usize = 1024;

/// What `prompt` says (OpenID Connect Core 3.1.2.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Prompt {
    pub none: bool,
    pub login: bool,
    pub consent: bool,
}

/// A request to sign on.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub key: Key,
    /// The name of the application.
    pub application: String,
    pub redirect: String,
    pub state: String,
    pub scopes: Vec<&'static str>,
    pub resource: String,
    pub nonce: String,
    pub challenge: String,
    pub prompt: Prompt,
    pub max_age: Option<i64>,
    /// The request again, without what is ours.
    pub query: String,
    /// When we asked the person to prove who they are for this very request.
    pub since: Option<Instant>,
}

/// Why a request is not followed.
#[derive(Debug)]
pub(crate) enum Unasked {
    /// Only its reader is told: the address cannot be trusted. A word of ours.
    Here(&'static str),
    /// The application is told: where the browser is sent.
    Back(String),
    /// The store cannot be read.
    Failed(OAuthError),
}

impl From<OAuthError> for Unasked {
    fn from(error: OAuthError) -> Self {
        Self::Failed(error)
    }
}

impl From<store::StoreError> for Unasked {
    fn from(error: store::StoreError) -> Self {
        Self::Failed(error.into())
    }
}

impl Asked {
    /// Where the browser goes with an error.
    pub fn refused(&self, issuer: &str, error: &OAuthError) -> String {
        back(issuer, (&self.redirect, &self.state), error)
    }

    /// Where the browser goes with a code.
    pub fn answered(&self, issuer: &str, code: &str) -> String {
        let mut more = vec![("code", code)];
        if !self.state.is_empty() {
            more.push(("state", self.state.as_str()));
        }
        more.push(("iss", issuer));
        address::with(&self.redirect, &more)
    }

    /// Whether whoever proved who they are at `at` has to do so again.
    pub fn is_stale(&self, at: Instant, now: Instant) -> bool {
        if self.since.is_some_and(|since| at >= since) {
            return false;
        }
        self.prompt.login || self.max_age.is_some_and(|seconds| at.plus_seconds(seconds) < now)
    }
}

/// An answer with an error; the issuer says whose it is, so that answers of two providers cannot be mixed (RFC 9207).
fn back(issuer: &str, (redirect, state): (&str, &str), error: &OAuthError) -> String {
    let words = error.to_string();
    let mut more = vec![("error", error.code()), ("error_description", words.as_str())];
    if !state.is_empty() {
        more.push(("state", state));
    }
    more.push(("iss", issuer));
    address::with(redirect, &more)
}

impl Signon {
    /// Checks a request to sign on.
    ///
    /// # Errors
    /// It is not followed.
    pub(crate) async fn asked(&self, params: &Params) -> Result<Asked, Unasked> {
        let key = self.key(params.text("client_id")).await?.filter(|key| key.revoked_at.is_none());
        let key = key.filter(|key| key.kind.signs_on()).ok_or(Unasked::Here("kunci"))?;
        let application = self.living(&key.application).await?.ok_or(Unasked::Here("aplikasi"))?.name;
        let redirect = params.text("redirect_uri");
        if !key.terms.redirects.iter().any(|known| known == redirect) {
            return Err(Unasked::Here("alamat"));
        }
        let state = params.text("state");
        let told = |error: OAuthError| Unasked::Back(back(self.issuer(), (redirect, state), &error));
        let wanted = wanted(params).map_err(told)?;
        let resources: Vec<&str> = params.all("resource").collect();
        let resource = self.service_of(&resources).map_err(told)?;
        let query = params.query(&OURS);
        Ok(Asked {
            since: self.since(params.text("_sejak"), &query),
            application,
            redirect: redirect.to_owned(),
            state: state.to_owned(),
            scopes: wanted.scopes,
            resource,
            nonce: params.text("nonce").to_owned(),
            challenge: params.text("code_challenge").to_owned(),
            prompt: wanted.prompt,
            max_age: wanted.max_age,
            key,
            query,
        })
    }

    /// The request with a mark of this moment: whoever proves who they are from now on has done so for this request.
    pub(crate) fn stamped(&self, query: &str) -> String {
        let now = self.now().seconds();
        format!("{query}&_sejak={now}.{}", self.stamp(now, query))
    }

    fn stamp(&self, second: i64, query: &str) -> String {
        let mut tag = self.vault().search_hash("asked to sign in", &format!("{second} {query}"));
        tag.truncate(32);
        tag
    }

    fn since(&self, mark: &str, query: &str) -> Option<Instant> {
        let (second, tag) = mark.split_once('.')?;
        let second: i64 = second.parse().ok()?;
        let recent = (0..SIGN_IN_TAKES).contains(&self.now().seconds().saturating_sub(second));
        (recent && tag == self.stamp(second, query)).then(|| Instant::from_seconds(second))
    }
}

struct Wanted {
    scopes: Vec<&'static str>,
    prompt: Prompt,
    max_age: Option<i64>,
}

/// What does not need the store.
fn wanted(params: &Params) -> Result<Wanted, OAuthError> {
    use OAuthError::InvalidRequest as Invalid;
    if params.get("request").is_some() {
        return Err(OAuthError::RequestNotSupported);
    }
    if params.get("request_uri").is_some() {
        return Err(OAuthError::RequestUriNotSupported);
    }
    match params.get("response_type") {
        Some("code") => {}
        Some(_) => return Err(OAuthError::UnsupportedResponseType),
        None => return Err(Invalid("response_type is missing")),
    }
    if params.get("response_mode").is_some_and(|mode| mode != "query") {
        return Err(Invalid("only response_mode=query is supported"));
    }
    if params.get("code_challenge_method") != Some("S256") || !pkce::is_challenge(params.text("code_challenge")) {
        return Err(Invalid("PKCE with code_challenge_method=S256 is required"));
    }
    if params.text("state").len() > LONGEST || params.text("nonce").len() > LONGEST {
        return Err(Invalid("state or nonce is too long"));
    }
    let scopes = scope::sign_on(params.text("scope")).ok_or(OAuthError::InvalidScope)?;
    let prompt = prompt(params.text("prompt")).ok_or(Invalid("prompt=none stands alone"))?;
    let max_age = params.get("max_age").map(str::parse::<u32>).transpose();
    let max_age = max_age.map_err(|_| Invalid("max_age is a number of seconds"))?;
    Ok(Wanted { scopes, prompt, max_age: max_age.map(i64::from) })
}

fn prompt(text: &str) -> Option<Prompt> {
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let has = |word: &str| words.contains(&word);
    if has("none") && words.len() > 1 {
        return None;
    }
    Some(Prompt { none: has("none"), login: has("login") || has("select_account"), consent: has("consent") })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "response_type=code&scope=openid&code_challenge_method=S256\
                        &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    fn code(query: &str) -> Result<(), &'static str> {
        wanted(&Params::of_query(query).unwrap()).map(drop).map_err(|error| error.code())
    }

    #[test]
    fn a_request_without_proof_of_possession_is_refused_for_every_kind_of_client() {
        assert_eq!(code(GOOD), Ok(()));
        for downgraded in [
            GOOD.replace("S256", "plain"),
            GOOD.replace("&code_challenge_method=S256", ""),
            GOOD.replace("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "pendek"),
            GOOD.split("&code_challenge_method").next().unwrap().to_owned(),
        ] {
            assert_eq!(code(&downgraded), Err("invalid_request"), "{downgraded}");
        }
    }

    #[test]
    fn each_thing_that_is_not_offered_has_its_own_answer() {
        for (query, error) in [
            (GOOD.replace("=code&", "=token&"), "unsupported_response_type"),
            (GOOD.replace("=code&", "=code id_token&"), "unsupported_response_type"),
            (GOOD.replace("response_type=code&", ""), "invalid_request"),
            (GOOD.replace("openid", "email"), "invalid_scope"),
            (format!("{GOOD}&request=e30"), "request_not_supported"),
            (format!("{GOOD}&request_uri=https://jahat.id"), "request_uri_not_supported"),
            (format!("{GOOD}&response_mode=fragment"), "invalid_request"),
            (format!("{GOOD}&prompt=none+login"), "invalid_request"),
            (format!("{GOOD}&max_age=-1"), "invalid_request"),
            (format!("{GOOD}&state={}", "a".repeat(1025)), "invalid_request"),
        ] {
            assert_eq!(code(&query), Err(error), "{query}");
        }
    }
}
