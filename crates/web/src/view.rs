//! What a template knows about the request it answers.

mod query;
mod texts;

use crate::error::Error;
use crate::format::Words;
use crate::frame::{City, Frame};
use crate::session::{Session, cookie, read_cookie};
use crate::token::{FormKey, FormToken, TokenError};
use definition::model::Kind;
use http::request::Parts;
use kernel::{Instant, Lang};
use std::net::IpAddr;
use std::sync::{Arc, OnceLock};

/// Light, dark, or as the device says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the device says.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// Every theme, in the order of the switch.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// The word in addresses and cookies.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Auto => "otomatis",
            Self::Light => "terang",
            Self::Dark => "gelap",
        }
    }

    /// Key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Auto => "web-tema-otomatis",
            Self::Light => "web-tema-terang",
            Self::Dark => "web-tema-gelap",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.word() == word)
    }
}

/// What a template knows about the request it answers. Cheap to clone.
#[derive(Clone)]
pub struct View {
    pub(crate) frame: Arc<Frame>,
    request: Arc<Asked>,
    /// Whose own texts are preferred; see [`View::about`].
    about: Option<&'static str>,
}

/// What was asked, as far as pages care.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) lang: Lang,
    pub(crate) theme: Theme,
    pub(crate) method: http::Method,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) save_data: bool,
    pub(crate) wants_json: bool,
    pub(crate) id: String,
    pub(crate) address: IpAddr,
    pub(crate) new_cookies: Vec<String>,
    /// Who is signed in, once it was looked up.
    pub(crate) session: OnceLock<Option<Session>>,
}

/// The attribute under which texts about a service of this kind are kept, where they differ from those about reports.
pub fn manner(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Complaint => None,
        Kind::Request | Kind::Information => Some("permohonan"),
    }
}

impl std::fmt::Debug for View {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "View({}, {})", self.request.lang.code(), self.request.id)
    }
}

impl View {
    /// Whoever was found at the door stands in `request.session`.
    pub(crate) fn new(frame: Arc<Frame>, request: Arc<Asked>) -> Self {
        Self { frame, request, about: None }
    }

    /// The same view for a page about a service of this kind: residents *report* a broken road but *apply* for a letter,
    /// so texts with an attribute `permohonan` are said in its words.
    #[must_use]
    pub fn about(&self, kind: Kind) -> Self {
        Self { about: manner(kind), ..self.clone() }
    }

    /// The house.
    pub fn frame(&self) -> &Arc<Frame> {
        &self.frame
    }

    /// The region.
    pub fn city(&self) -> &City {
        &self.frame.settings.city
    }

    /// The reader's language.
    pub fn lang(&self) -> Lang {
        self.request.lang
    }

    /// Light, dark or automatic.
    pub fn theme(&self) -> Theme {
        self.request.theme
    }

    /// The path that was asked for, without query.
    pub fn path(&self) -> &str {
        &self.request.path
    }

    /// The query that was asked for, without question mark.
    pub fn query(&self) -> &str {
        &self.request.query
    }

    /// Whether the reader asks to save data, by a switch or by the browser's `Save-Data`: leave pictures out, prefer one page.
    pub fn save_data(&self) -> bool {
        self.request.save_data
    }

    /// Whether the answer should be JSON.
    pub fn wants_json(&self) -> bool {
        self.request.wants_json
    }

    /// The id under which this request stands in the log; also the incident id.
    pub fn request_id(&self) -> &str {
        &self.request.id
    }

    /// The visitor's address, as far as trusted proxies tell; IPv6 cut to the /64. For throttles only.
    pub fn address(&self) -> String {
        crate::address::throttle_key(self.request.address)
    }

    /// The present moment.
    pub fn now(&self) -> Instant {
        self.frame.now()
    }

    /// Who is signed in.
    pub fn session(&self) -> Option<&Session> {
        self.request.session.get().and_then(Option::as_ref)
    }

    /// Writes dates and numbers for this reader.
    pub fn words(&self) -> Words {
        Words { lang: self.request.lang, zone: self.city().zone }
    }

    /// The address of an asset by its plain name (`gapura.css`), with its hash.
    pub fn asset(&self, name: &str) -> &str {
        self.frame.assets.address(name)
    }

    /// A hidden token for a form, with a new form key.
    pub fn token(&self, form: &str) -> FormToken {
        self.token_for(form, FormKey::new(self.frame.chance()))
    }

    /// A hidden token for a form that keeps its key: the form is shown again.
    pub fn token_for(&self, form: &str, key: FormKey) -> FormToken {
        FormToken::issue(&self.frame, self.session(), form, key)
    }

    /// Checks the token that came back with a form.
    ///
    /// # Errors
    /// Expired (show the form again, with what was in it), or never made here.
    pub fn check_token(&self, form: &str, token: &str) -> Result<FormKey, TokenError> {
        FormToken::verify(&self.frame, self.session(), form, token)
    }

    /// The key of a form that came back, and whether it lay open for too long: what that means, its page decides.
    ///
    /// # Errors
    /// The token was never made here.
    pub fn stamped(&self, form: &str, token: &str) -> Result<(FormKey, bool), Error> {
        match self.check_token(form, token) {
            Ok(key) => Ok((key, false)),
            Err(TokenError::Expired(key)) => Ok((key, true)),
            Err(TokenError::Forged) => Err(Error::forged()),
        }
    }
}

impl Asked {
    /// Reads language, theme and the rest from a request.
    pub(crate) fn read(frame: &Frame, parts: &Parts) -> Self {
        let query = parts.uri.query().unwrap_or("").to_owned();
        let path = parts.uri.path().to_owned();
        let mut new_cookies = Vec::new();
        let mut choose = |name: &'static str, known: &dyn Fn(&str) -> bool| {
            let stored = cookie_name(name, frame.secure);
            let asked = query_value(&query, name).filter(|value| known(value));
            if let Some(value) = asked {
                new_cookies.push(cookie(&stored, value, frame.secure, Some(31_536_000)));
            }
            asked.or_else(|| read_cookie(&parts.headers, &stored).filter(|value| known(value))).map(str::to_owned)
        };
        let lang = choose("bahasa", &|code| Lang::parse(code).is_some());
        let theme = choose("tema", &|word| Theme::parse(word).is_some());
        // The reader's own switch goes before what the browser says of itself.
        let saving = choose("hemat", &|word| matches!(word, "ya" | "tidak"));
        let says_so = header(&parts.headers, "save-data").eq_ignore_ascii_case("on");
        Self {
            lang: lang.and_then(|code| Lang::parse(&code)).unwrap_or_else(|| preferred(&parts.headers)),
            theme: theme.and_then(|word| Theme::parse(&word)).unwrap_or_default(),
            save_data: saving.map_or(says_so, |word| word == "ya"),
            wants_json: path.starts_with("/api/") || accepts_json(&parts.headers),
            id: new_id(frame),
            address: crate::address::of(frame, parts),
            method: parts.method.clone(),
            path,
            query,
            new_cookies,
            session: OnceLock::new(),
        }
    }
}

fn cookie_name(name: &str, secure: bool) -> String {
    if secure { format!("__Host-{name}") } else { name.to_owned() }
}

fn query_value<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    query.split('&').filter_map(|pair| pair.split_once('=')).find(|(found, _)| *found == name).map(|(_, value)| value)
}

pub(crate) fn header<'a>(headers: &'a http::HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
}

fn accepts_json(headers: &http::HeaderMap) -> bool {
    let accept = header(headers, "accept");
    (accept.contains("application/json") || accept.contains("application/problem+json"))
        && !accept.contains("text/html")
}

/// Indonesian, unless the browser names English and does not name Indonesian at all.
fn preferred(headers: &http::HeaderMap) -> Lang {
    let accepted = header(headers, "accept-language").to_ascii_lowercase();
    let names = |code: &str| accepted.split(',').any(|part| part.trim().starts_with(code));
    if names("en") && !names("id") && !names("in") && !names("jv") && !names("su") { Lang::En } else { Lang::Id }
}

fn new_id(frame: &Frame) -> String {
    let mut bytes = [0; 8];
    frame.chance().fill(&mut bytes);
    kernel::ids::hex(&bytes)
}
