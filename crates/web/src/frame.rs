//! What every page needs to know: the city, the texts, the doors, the limits.

use crate::address::Proxies;
use crate::brand::Brand;
use crate::i18n::{BadTexts, Catalogue};
use crate::room::MenuItem;
use crate::session::Doorkeeper;
use crate::throttle::Throttle;
use kernel::ids::Chance;
use kernel::{AreaCode, Clock, Lang, Zone};
use std::sync::Arc;

/// The region that one installation, or one host name of it, serves.
#[derive(Clone, Debug)]
pub struct City {
    /// `Kabupaten Jombang`.
    pub name: String,
    /// `Jombang`, where space is short.
    pub short: String,
    /// `35.17`.
    pub region: AreaCode,
    /// The zone in which times are shown.
    pub zone: Zone,
    /// The coat of arms as an SVG document of at most 6 KB; none draws a neutral gate.
    pub crest: Option<String>,
    /// Colours.
    pub brand: Brand,
    /// What the footer says about where the office is and how to reach it, one line each.
    pub contact: Vec<String>,
}

/// How much a visitor may send.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of a whole form with its files.
    pub form_bytes: u64,
    /// Bytes of one file.
    pub file_bytes: u64,
    /// Files in one form.
    pub files: usize,
    /// Text fields in one form.
    pub fields: usize,
    /// Bytes of one text field.
    pub text_bytes: u64,
    /// Bytes of a JSON body.
    pub json_bytes: usize,
    /// Hours that a form may stay open.
    pub form_hours: u32,
    /// What every throttle allows is multiplied by this (1 in real use; benches raise it).
    pub throttle_times: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            form_bytes: 24 * 1024 * 1024,
            file_bytes: 8 * 1024 * 1024,
            files: 10,
            fields: 300,
            text_bytes: 64 * 1024,
            json_bytes: 1024 * 1024,
            form_hours: 24,
            throttle_times: 1,
        }
    }
}

/// One answered request, for metrics; holds no personal value.
#[derive(Clone, Copy, Debug)]
pub struct Observation<'a> {
    /// `GET`, `POST` …
    pub method: &'a str,
    /// The route's pattern, for example `/lacak/{number}`; `-` when none matched.
    pub route: &'a str,
    /// HTTP status.
    pub status: u16,
    /// How long it took, in microseconds.
    pub micros: u64,
}

/// Who hears about every answered request.
pub type Observer = Arc<dyn Fn(Observation<'_>) + Send + Sync>;

/// What the binary hands in.
pub struct Settings {
    /// The region.
    pub city: City,
    /// Where residents reach it: `https://…`, or `http://127.0.0.1:8080` on loopback only.
    pub public_url: String,
    /// Where "now" comes from.
    pub clock: Arc<dyn Clock>,
    /// Where chance comes from.
    pub chance: Arc<dyn Chance>,
    /// Signs form tokens; at least 32 bytes from the master key.
    pub secret: Vec<u8>,
    /// Knows the sessions.
    pub doorkeeper: Arc<dyn Doorkeeper>,
    /// Knows the tokens of programs.
    pub machines: Arc<dyn crate::Machines>,
    /// How much may be sent.
    pub limits: Limits,
    /// Whose `X-Forwarded-For` is believed.
    pub proxies: Proxies,
    /// Texts of the city's own Fluent files; they replace built-in ones.
    pub texts: Vec<(Lang, String)>,
    /// Who hears about answered requests.
    pub observer: Option<Observer>,
}

/// Why the frame cannot stand.
#[derive(Debug, thiserror::Error)]
pub enum FrameError {
    /// Neither https nor http on loopback.
    #[error("public_url `{0}`: harus https://…, atau http:// pada 127.0.0.1 atau localhost saja")]
    Address(String),
    /// The secret is too short to sign with.
    #[error("rahasia penanda formulir kurang dari 32 bita")]
    Secret,
    /// The coat of arms is no small plain SVG.
    #[error("lambang: {0}")]
    Crest(String),
    /// A Fluent file is wrong.
    #[error(transparent)]
    Texts(#[from] BadTexts),
    /// Two rooms open the same door.
    #[error("alamat {0} dibuka dua kali")]
    Twice(String),
}

/// Shared by all requests of one region.
pub struct Frame {
    pub(crate) settings: Settings,
    pub(crate) secure: bool,
    pub(crate) origin: String,
    pub(crate) key: ring::hmac::Key,
    pub(crate) throttle: Throttle,
    pub(crate) texts: Catalogue,
    pub(crate) menu: Vec<MenuItem>,
    pub(crate) described: Vec<crate::room::Described>,
    pub(crate) assets: crate::assets::Assets,
}

impl std::fmt::Debug for Frame {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Frame({}, {})", self.settings.city.name, self.settings.public_url)
    }
}

impl Frame {
    /// Checks the settings; `assemble` adds the rooms.
    ///
    /// # Errors
    /// An address that is neither https nor loopback, a short secret, a crest with scripts.
    pub fn new(mut settings: Settings) -> Result<Self, FrameError> {
        let address = settings.public_url.trim_end_matches('/').to_owned();
        let secure = address.starts_with("https://");
        if !secure && !on_loopback(&address) {
            return Err(FrameError::Address(address));
        }
        if settings.secret.len() < 32 {
            return Err(FrameError::Secret);
        }
        if let Some(crest) = &settings.city.crest {
            check_crest(crest)?;
        }
        settings.public_url.clone_from(&address);
        let origin = origin_of(&address);
        let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, &settings.secret);
        settings.secret.fill(0);
        Ok(Self {
            secure,
            origin,
            key,
            throttle: Throttle::new(settings.limits.throttle_times),
            texts: Catalogue::new(crate::LOCALE, &settings.texts)?,
            menu: Vec::new(),
            described: Vec::new(),
            assets: crate::assets::Assets::new(&settings.city),
            settings,
        })
    }

    /// The region.
    pub fn city(&self) -> &City {
        &self.settings.city
    }

    /// `https://…` without a slash at the end.
    pub fn public_url(&self) -> &str {
        &self.settings.public_url
    }

    /// Whether cookies are `__Host-` and Secure.
    pub fn secure(&self) -> bool {
        self.secure
    }

    /// The present moment.
    pub fn now(&self) -> kernel::Instant {
        self.settings.clock.now()
    }

    /// Where chance comes from.
    pub fn chance(&self) -> &dyn Chance {
        self.settings.chance.as_ref()
    }

    /// How much may be sent.
    pub fn limits(&self) -> &Limits {
        &self.settings.limits
    }

    /// Counts attempts.
    pub fn throttle(&self) -> &Throttle {
        &self.throttle
    }

    /// All texts.
    pub fn texts(&self) -> &Catalogue {
        &self.texts
    }

    /// Adds the rooms' texts and menus.
    /// What the rooms say of their JSON, put together: `paths` and `components` of an OpenAPI document. Of two parts that
    /// describe the same, the later one counts.
    pub fn described(&self) -> serde_json::Value {
        let mut all = serde_json::json!({});
        for part in &self.described {
            crate::json::laid(&mut all, part());
        }
        all
    }

    pub(crate) fn furnish(&mut self, files: &[(Lang, &str)], menu: Vec<MenuItem>) -> Result<(), FrameError> {
        let all: Vec<_> = crate::LOCALE.iter().chain(files).copied().collect();
        self.texts = Catalogue::new(&all, &self.settings.texts)?;
        self.menu = menu;
        Ok(())
    }
}

fn on_loopback(address: &str) -> bool {
    let Some(rest) = address.strip_prefix("http://") else {
        return false;
    };
    let authority = rest.split('/').next().unwrap_or("");
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    };
    let address = host.trim_start_matches('[').trim_end_matches(']');
    let loopback = address.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback());
    host == "localhost" || loopback
}

fn origin_of(address: &str) -> String {
    let start = address.find("://").map_or(0, |at| at + 3);
    let end = address.get(start..).and_then(|rest| rest.find('/')).map_or(address.len(), |at| start + at);
    address.get(..end).unwrap_or(address).to_owned()
}

fn check_crest(crest: &str) -> Result<(), FrameError> {
    let lower = crest.to_lowercase();
    if !lower.contains("<svg") || !lower.trim_end().ends_with("</svg>") {
        return Err(FrameError::Crest("bukan SVG".to_owned()));
    }
    if crest.len() > 6 * 1024 {
        return Err(FrameError::Crest(format!("{} bita, paling banyak 6 KB", crest.len())));
    }
    let banned = ["<script", "<foreignobject", "<!entity", "<!doctype", "javascript:", " on", "<style", " style="];
    if let Some(found) = banned.into_iter().find(|word| lower.contains(word)) {
        return Err(FrameError::Crest(format!("`{found}` tidak boleh ada di dalamnya")));
    }
    Ok(())
}
