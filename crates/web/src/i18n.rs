//! Texts in Fluent files: one per room and language, built in, checked, overridable by the city.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast::Entry;
use kernel::Lang;
use std::borrow::Cow;
use std::collections::HashMap;

/// A value named in a sentence. Numbers choose plural forms and are grouped as the language does.
pub trait Argument {
    /// The value as Fluent sees it.
    fn value(&self) -> FluentValue<'_>;
}

impl Argument for str {
    fn value(&self) -> FluentValue<'_> {
        FluentValue::String(Cow::Borrowed(self))
    }
}

impl Argument for String {
    fn value(&self) -> FluentValue<'_> {
        self.as_str().value()
    }
}

impl<T: Argument + ?Sized> Argument for &T {
    fn value(&self) -> FluentValue<'_> {
        (**self).value()
    }
}

macro_rules! number_argument {
    ($($kind:ty)*) => {
        $(impl Argument for $kind {
            fn value(&self) -> FluentValue<'_> {
                FluentValue::from(*self)
            }
        })*
    };
}
number_argument!(u8 u16 u32 u64 usize i32 i64 f64);

/// Why texts cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BadTexts {
    /// A Fluent file has a mistake.
    #[error("bahasa {lang}: {why}")]
    Syntax {
        /// Code of the language.
        lang: &'static str,
        /// What the parser found.
        why: String,
    },
    /// Two rooms use one key.
    #[error("bahasa {lang}: kunci `{key}` ada di dua ruang")]
    Twice {
        /// Code of the language.
        lang: &'static str,
        /// The key.
        key: String,
    },
}

struct Shelf {
    bundle: FluentBundle<FluentResource>,
    /// Texts without arguments, rendered once; `key` and `key.attribute`.
    plain: HashMap<String, Box<str>>,
}

/// Every text of every room in every language.
pub struct Catalogue {
    indonesian: Shelf,
    english: Shelf,
}

impl std::fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Catalogue({} keys)", self.indonesian.plain.len())
    }
}

impl Catalogue {
    /// Puts the files of all rooms together; `changes` (files of the city) may replace texts.
    ///
    /// # Errors
    /// A file with a mistake, or a key that two rooms use.
    pub fn new(files: &[(Lang, &str)], changes: &[(Lang, String)]) -> Result<Self, BadTexts> {
        let shelf = |lang: Lang| {
            let built_in = files.iter().filter(|(of, _)| *of == lang).map(|(_, text)| *text);
            let own = changes.iter().filter(|(of, _)| *of == lang).map(|(_, text)| text.as_str());
            Shelf::new(lang, built_in, own)
        };
        Ok(Self { indonesian: shelf(Lang::Id)?, english: shelf(Lang::En)? })
    }

    fn shelf(&self, lang: Lang) -> &Shelf {
        match lang {
            Lang::Id => &self.indonesian,
            Lang::En => &self.english,
        }
    }

    /// Whether there is such a key (`key` or `key.attribute`).
    pub fn has(&self, lang: Lang, key: &str) -> bool {
        self.shelf(lang).has(key)
    }

    /// A text without arguments; an unknown key is shown as itself.
    pub fn text<'a>(&'a self, lang: Lang, key: &'a str) -> &'a str {
        let found = self.shelf(lang).plain.get(key);
        found.or_else(|| self.indonesian.plain.get(key)).map_or(key, AsRef::as_ref)
    }

    /// The key under which a text is kept that speaks of `about`: the attribute of that name, or the key itself.
    /// `kirim.permohonan` stands for `kirim`, `tutup.kata-permohonan` for `tutup.kata`.
    pub fn key_about<'k>(&self, lang: Lang, key: &'k str, about: &str) -> Cow<'k, str> {
        let joint = if key.contains('.') { '-' } else { '.' };
        let own = format!("{key}{joint}{about}");
        if self.has(lang, &own) { Cow::Owned(own) } else { Cow::Borrowed(key) }
    }

    /// The text without arguments that speaks of `about`, where there is one, else the usual one.
    pub fn text_about<'a>(&'a self, lang: Lang, key: &'a str, about: &str) -> &'a str {
        let own = self.key_about(lang, key, about);
        self.shelf(lang).plain.get(own.as_ref()).map_or_else(|| self.text(lang, key), AsRef::as_ref)
    }

    /// A text with arguments; an unknown key is shown as itself.
    pub fn filled(&self, lang: Lang, key: &str, arguments: &[(&str, &dyn Argument)]) -> String {
        let mut values = FluentArgs::with_capacity(arguments.len());
        for (name, value) in arguments {
            values.set(*name, value.value());
        }
        self.shelf(lang)
            .filled(key, &values)
            .or_else(|| self.indonesian.filled(key, &values))
            .unwrap_or_else(|| key.to_owned())
    }
}

impl Shelf {
    fn new<'a>(
        lang: Lang,
        built_in: impl Iterator<Item = &'a str>,
        own: impl Iterator<Item = &'a str>,
    ) -> Result<Self, BadTexts> {
        let id =
            lang.code().parse().map_err(|_| BadTexts::Syntax { lang: lang.code(), why: "kode bahasa".to_owned() })?;
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match lang {
            Lang::Id => number_in_indonesian,
            Lang::En => number_in_english,
        }));
        let mut keys = Vec::new();
        for text in built_in {
            let file = parse(lang, text)?;
            keys.extend(keys_of(&file));
            bundle
                .add_resource(file)
                .map_err(|errors| BadTexts::Twice { lang: lang.code(), key: format!("{errors:?}") })?;
        }
        for text in own {
            let file = parse(lang, text)?;
            keys.extend(keys_of(&file));
            bundle.add_resource_overriding(file);
        }
        let mut shelf = Self { bundle, plain: HashMap::new() };
        for key in keys {
            if let Some(text) = shelf.without_arguments(&key) {
                shelf.plain.insert(key, text.into_boxed_str());
            }
        }
        Ok(shelf)
    }

    fn has(&self, key: &str) -> bool {
        let (message, attribute) = split(key);
        self.bundle.get_message(message).is_some_and(|found| match attribute {
            Some(name) => found.get_attribute(name).is_some(),
            None => found.value().is_some(),
        })
    }

    fn without_arguments(&self, key: &str) -> Option<String> {
        let (message, attribute) = split(key);
        let found = self.bundle.get_message(message)?;
        let pattern = match attribute {
            Some(name) => found.get_attribute(name)?.value(),
            None => found.value()?,
        };
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, None, &mut errors).into_owned();
        errors.is_empty().then_some(text)
    }

    fn filled(&self, key: &str, values: &FluentArgs<'_>) -> Option<String> {
        let (message, attribute) = split(key);
        let found = self.bundle.get_message(message)?;
        let pattern = match attribute {
            Some(name) => found.get_attribute(name)?.value(),
            None => found.value()?,
        };
        let mut errors = Vec::new();
        Some(self.bundle.format_pattern(pattern, Some(values), &mut errors).into_owned())
    }
}

fn split(key: &str) -> (&str, Option<&str>) {
    match key.split_once('.') {
        Some((message, attribute)) => (message, Some(attribute)),
        None => (key, None),
    }
}

fn parse(lang: Lang, text: &str) -> Result<FluentResource, BadTexts> {
    FluentResource::try_new(text.to_owned())
        .map_err(|(_, errors)| BadTexts::Syntax { lang: lang.code(), why: format!("{errors:?}") })
}

/// `key` and `key.attribute` of everything that stands in a file.
pub(crate) fn keys_of(file: &FluentResource) -> Vec<String> {
    let mut keys = Vec::new();
    for entry in file.entries() {
        if let Entry::Message(message) = entry {
            if message.value.is_some() {
                keys.push(message.id.name.to_owned());
            }
            let attributes = message.attributes.iter();
            keys.extend(attributes.map(|a| format!("{}.{}", message.id.name, a.id.name)));
        }
    }
    keys
}

fn number_in_indonesian<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    grouped_value(value, Lang::Id)
}

fn number_in_english<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    grouped_value(value, Lang::En)
}

fn grouped_value(value: &FluentValue<'_>, lang: Lang) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(crate::format::number(lang, number.value)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(changes: &[(Lang, String)]) -> Catalogue {
        let files = [
            (Lang::Id, "salam = Selamat datang\n    .saran = Mulai di sini\nsisa = Sisa { $hari } hari\n"),
            (
                Lang::En,
                "salam = Welcome\nsisa = { $hari ->\n    [one] One day left\n   *[other] { $hari } days left\n }\n",
            ),
        ];
        Catalogue::new(&files, changes).unwrap()
    }

    #[test]
    fn a_city_replaces_a_text_by_its_own_file() {
        let own = texts(&[(Lang::Id, "salam = Sugeng rawuh\n".to_owned())]);
        assert_eq!(own.text(Lang::Id, "salam"), "Sugeng rawuh");
        assert_eq!(own.text(Lang::En, "salam"), "Welcome");
    }

    #[test]
    fn what_english_lacks_is_said_in_indonesian_and_an_unknown_key_shows_itself() {
        let texts = texts(&[]);
        assert_eq!(texts.text(Lang::En, "salam.saran"), "Mulai di sini");
        assert_eq!(texts.text(Lang::En, "tidak-ada"), "tidak-ada");
    }

    #[test]
    fn a_text_may_speak_of_something_else_and_its_attributes_too() {
        let file = "kirim = Kirim laporan\n    .permohonan = Kirim permohonan\n    .kata = Laporan dibaca\n    .kata-permohonan = Permohonan dibaca\nlacak = Lacak\n";
        let texts = Catalogue::new(&[(Lang::Id, file), (Lang::En, "kirim = Send report\n")], &[]).unwrap();
        let said = |lang, key| texts.text_about(lang, key, "permohonan").to_owned();
        assert_eq!(said(Lang::Id, "kirim"), "Kirim permohonan");
        assert_eq!(said(Lang::Id, "kirim.kata"), "Permohonan dibaca");
        assert_eq!(said(Lang::Id, "lacak"), "Lacak");
        assert_eq!(said(Lang::En, "kirim"), "Send report");
        assert_eq!(texts.text(Lang::Id, "kirim"), "Kirim laporan");
    }

    #[test]
    fn numbers_choose_the_plural_and_are_grouped() {
        let texts = texts(&[]);
        assert_eq!(texts.filled(Lang::En, "sisa", &[("hari", &1)]), "One day left");
        assert_eq!(texts.filled(Lang::En, "sisa", &[("hari", &1284)]), "1,284 days left");
        assert_eq!(texts.filled(Lang::Id, "sisa", &[("hari", &1284)]), "Sisa 1.284 hari");
    }

    #[test]
    fn a_file_with_a_mistake_is_refused() {
        assert!(Catalogue::new(&[(Lang::Id, "salam Selamat")], &[]).is_err());
    }

    #[test]
    fn a_value_cannot_become_markup_of_the_sentence() {
        let said = texts(&[]).filled(Lang::Id, "sisa", &[("hari", &"{ $x }")]);
        assert_eq!(said, "Sisa { $x } hari");
    }
}
