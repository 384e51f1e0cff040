//! What every room's own tests use: checks of its texts, and a frame to run its pages in. Panics like any assertion.

use crate::address::Proxies;
use crate::brand::Brand;
use crate::frame::{City, Frame, Limits, Settings};
use crate::i18n::keys_of;
use crate::session::{Doorkeeper, Pending, Session};
use crate::view::{Asked, View};
use fluent_bundle::FluentResource;
use kernel::ids::Chance;
use kernel::{AreaCode, Clock, Instant, Lang, Token, Zone};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Fails on Fluent mistakes, on a key that one language lacks, and on sentences that name different values.
///
/// # Panics
/// With the list of what is missing.
pub fn assert_texts_complete(files: &[(Lang, &str)]) {
    let keys = |lang: Lang| -> BTreeMap<String, BTreeSet<String>> {
        let texts = files.iter().filter(|(of, _)| *of == lang).map(|(_, text)| *text);
        texts.flat_map(|text| described(lang, text)).collect()
    };
    let (indonesian, english) = (keys(Lang::Id), keys(Lang::En));
    let names: BTreeSet<_> = indonesian.keys().chain(english.keys()).collect();
    let faults: Vec<String> = names
        .into_iter()
        .filter_map(|key| match (indonesian.get(key), english.get(key)) {
            (Some(one), Some(other)) if one == other => None,
            (Some(one), Some(other)) => Some(format!("{key}: id names {one:?}, en names {other:?}")),
            (None, _) => Some(format!("{key}: missing in id")),
            (_, None) => Some(format!("{key}: missing in en")),
        })
        .collect();
    assert!(faults.is_empty(), "texts:\n{}", faults.join("\n"));
}

fn described(lang: Lang, text: &str) -> Vec<(String, BTreeSet<String>)> {
    let file = match FluentResource::try_new(text.to_owned()) {
        Ok(file) => file,
        Err((_, errors)) => panic!("{}: {errors:?}", lang.code()),
    };
    let keys = keys_of(&file);
    let bodies = bodies(text);
    keys.into_iter()
        .map(|key| {
            let named = bodies.get(&key).cloned().unwrap_or_default();
            (key, named)
        })
        .collect()
}

/// The `$names` in each message and attribute.
fn bodies(text: &str) -> HashMap<String, BTreeSet<String>> {
    let mut found: HashMap<String, BTreeSet<String>> = HashMap::new();
    let (mut message, mut key) = (String::new(), String::new());
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let trimmed = line.trim_start();
        if let Some((name, _)) = line.split_once(" =").filter(|_| !line.starts_with(char::is_whitespace)) {
            message = name.trim().to_owned();
            key.clone_from(&message);
        } else if let Some((name, _)) = trimmed.strip_prefix('.').and_then(|rest| rest.split_once(" =")) {
            key = format!("{message}.{}", name.trim());
        }
        let names = line
            .split('$')
            .skip(1)
            .map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect());
        found.entry(key.clone()).or_default().extend(names);
    }
    found
}

/// Fails on a text key that templates or handlers under `folder` use (`t("…")`, `t1("…"`, `tf("…"`, `label: "…"`) and
/// that neither the room nor the frame has.
///
/// # Panics
/// With the keys that are missing and where they are used, or when the folder cannot be read.
pub fn assert_keys_exist(folder: &Path, files: &[(Lang, &str)]) {
    let known: BTreeSet<String> =
        files.iter().chain(crate::LOCALE).flat_map(|(lang, text)| described(*lang, text)).map(|(key, _)| key).collect();
    let mut missing = Vec::new();
    each_file(folder, &mut |path, text| {
        for call in [".t(\"", ".t1(\"", ".t2(\"", ".tf(\"", "label: \""] {
            for rest in text.split(call).skip(1) {
                let key = rest.split('"').next().unwrap_or("");
                if !key.is_empty() && !known.contains(key) {
                    missing.push(format!("{}: {key}", path.display()));
                }
            }
        }
    });
    assert!(missing.is_empty(), "keys without a text:\n{}", missing.join("\n"));
}

fn each_file(folder: &Path, hear: &mut impl FnMut(&Path, &str)) {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => panic!("{}: {error}", folder.display()),
    };
    for path in entries.flatten().map(|entry| entry.path()) {
        let named = path.extension().and_then(|ending| ending.to_str());
        if path.is_dir() {
            each_file(&path, hear);
        } else if matches!(named, Some("rs" | "html"))
            && let Ok(text) = std::fs::read_to_string(&path)
        {
            let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            hear(&path, &code.join("\n"));
        }
    }
}

/// A clock that stands where a test puts it.
#[derive(Clone, Copy, Debug)]
pub struct Stopped(pub Instant);

impl Clock for Stopped {
    fn now(&self) -> Instant {
        self.0
    }
}

/// Chance that can be foretold: each draw counts on.
#[derive(Debug, Default)]
pub struct Counted(AtomicU64);

impl Chance for Counted {
    fn fill(&self, bytes: &mut [u8]) {
        let count = self.0.fetch_add(1, Ordering::Relaxed);
        let digest = ring::digest::digest(&ring::digest::SHA256, &count.to_be_bytes());
        for (byte, chance) in bytes.iter_mut().zip(digest.as_ref().iter().cycle()) {
            *byte = *chance;
        }
    }
}

/// A doorkeeper who knows these sessions by the hash of their tokens.
#[derive(Clone, Debug, Default)]
pub struct Sessions(HashMap<String, Session>);

impl Sessions {
    /// Knows one more.
    #[must_use]
    pub fn with(mut self, token: &Token, session: Session) -> Self {
        self.0.insert(token.hash(), session);
        self
    }
}

impl Doorkeeper for Sessions {
    fn session<'a>(&'a self, token_hash: &'a str, _: Instant) -> Pending<'a, Result<Option<Session>, crate::Error>> {
        let found = self.0.get(token_hash).cloned();
        Box::pin(std::future::ready(Ok(found)))
    }
}

/// Settings of a test city on `http://127.0.0.1:8080`; change what the test is about.
///
/// # Panics
/// Never: the region code is well formed.
pub fn settings(now: Instant, sessions: Sessions) -> Settings {
    let Ok(region) = AreaCode::parse("35.17") else { panic!("a region code") };
    Settings {
        city: City {
            name: "Kabupaten Jombang".to_owned(),
            short: "Jombang".to_owned(),
            region,
            zone: Zone::Wib,
            crest: None,
            brand: Brand::house(),
            contact: vec!["Jalan KH. Wahid Hasyim 137, Jombang".to_owned()],
        },
        public_url: "http://127.0.0.1:8080".to_owned(),
        clock: Arc::new(Stopped(now)),
        chance: Arc::new(Counted::default()),
        secret: vec![7; 32],
        doorkeeper: Arc::new(sessions),
        machines: Arc::new(crate::machine::NoMachines),
        limits: Limits::default(),
        proxies: Proxies::default(),
        texts: Vec::new(),
        observer: None,
    }
}

/// A view of the front page in one language, with the texts of `files`: renders a template without HTTP.
///
/// # Panics
/// When the texts cannot be used.
pub fn view(lang: Lang, files: &[(Lang, &str)]) -> View {
    view_of("/", lang, files)
}

/// The same of the page at `address`.
pub(crate) fn view_of(address: &str, lang: Lang, files: &[(Lang, &str)]) -> View {
    view_at(Instant::from_seconds(1_804_239_000), address, lang, files)
}

/// The same at another moment.
pub(crate) fn view_at(now: Instant, address: &str, lang: Lang, files: &[(Lang, &str)]) -> View {
    let Ok(mut frame) = Frame::new(settings(now, Sessions::default())) else { panic!("the frame of the test city") };
    if let Err(error) = frame.furnish(files, Vec::new()) {
        panic!("{error}");
    }
    let language = format!("bahasa={}", lang.code());
    let request = http::Request::get(address).header(http::header::COOKIE, language).body(());
    let Ok(request) = request else { panic!("a request") };
    let (parts, ()) = request.into_parts();
    let asked = Asked::read(&frame, &parts);
    View::new(Arc::new(frame), Arc::new(asked))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_for_tests_speaks_the_texts_of_the_room() {
        let key = "ruang";
        let files = [(Lang::Id, "ruang = Ruang { $nomor }\n"), (Lang::En, "ruang = Room { $nomor }\n")];
        assert_eq!(view(Lang::En, &files).t1(key, "nomor", 1284), "Room 1,284");
        assert_eq!(view(Lang::Id, &files).t1(key, "nomor", 1284), "Ruang 1.284");
    }

    #[test]
    fn the_texts_of_the_frame_are_complete_in_both_languages() {
        assert_texts_complete(crate::LOCALE);
    }

    #[test]
    fn every_key_that_the_frame_uses_has_a_text() {
        let home = Path::new(env!("CARGO_MANIFEST_DIR"));
        assert_keys_exist(&home.join("src"), &[]);
        assert_keys_exist(&home.join("templates"), &[]);
    }

    #[test]
    #[should_panic(expected = "missing in en")]
    fn a_key_that_one_language_lacks_is_found() {
        assert_texts_complete(&[(Lang::Id, "satu = Satu\ndua = Dua\n"), (Lang::En, "satu = One\n")]);
    }

    #[test]
    #[should_panic(expected = "id names")]
    fn sentences_that_name_different_values_are_found() {
        assert_texts_complete(&[(Lang::Id, "ada = Ada { $jumlah }\n"), (Lang::En, "ada = There are { $count }\n")]);
    }
}
