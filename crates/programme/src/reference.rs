//! Pillars with their sub-dimensions, sectors, themes and sources of funds: the files of `rencana/baku/`.

use indexmap::IndexMap;
use kernel::Lang;
use serde::Deserialize;
use std::sync::LazyLock;

const PILLARS: &str = include_str!("../../../rencana/baku/pilar.toml");
const TAGS: &str = include_str!("../../../rencana/baku/penanda.toml");

/// A name in both languages, and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    id: String,
    en: String,
    /// Where the name comes from; `ingatan` where no written source was found.
    #[serde(rename = "sumber")]
    pub source: String,
}

impl Named {
    /// The name in a language.
    pub fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::Id => &self.id,
            Lang::En => &self.en,
        }
    }
}

/// What a pillar is about.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Meaning {
    id: String,
    en: String,
}

/// One of the six pillars (pilar).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pillar {
    /// `Smart Governance`; the same in both languages.
    #[serde(rename = "nama")]
    pub name: String,
    #[serde(rename = "arti")]
    meaning: Meaning,
    /// Where the name comes from.
    #[serde(rename = "sumber")]
    pub source: String,
    /// Its three sub-dimensions (subdimensi) by id.
    pub sub: IndexMap<String, Named>,
}

impl Pillar {
    /// What it is about, in a word.
    pub fn meaning(&self, lang: Lang) -> &str {
        match lang {
            Lang::Id => &self.meaning.id,
            Lang::En => &self.meaning.en,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PillarFile {
    pilar: IndexMap<String, Pillar>,
}

/// The reference data of every plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The six pillars by id, in the order in which people expect them.
    pub pillars: IndexMap<String, Pillar>,
    /// The four sectors of national digital transformation by id.
    pub sectors: IndexMap<String, Named>,
    /// Themes by id.
    pub themes: IndexMap<String, Named>,
    /// Sources of funds by id.
    pub funds: IndexMap<String, Named>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TagFile {
    sektor: IndexMap<String, Named>,
    tema: IndexMap<String, Named>,
    dana: IndexMap<String, Named>,
}

impl Reference {
    fn read(pillars: &str, tags: &str) -> Result<Self, toml::de::Error> {
        let pillars: PillarFile = toml::from_str(pillars)?;
        let tags: TagFile = toml::from_str(tags)?;
        Ok(Self { pillars: pillars.pilar, sectors: tags.sektor, themes: tags.tema, funds: tags.dana })
    }

    /// The pillar of a sub-dimension.
    pub fn pillar_of(&self, sub: &str) -> Option<(&str, &Pillar)> {
        let mut pillars = self.pillars.iter();
        pillars.find(|(_, pillar)| pillar.sub.contains_key(sub)).map(|(id, pillar)| (id.as_str(), pillar))
    }

    /// The sub-dimension with this id.
    pub fn sub(&self, id: &str) -> Option<&Named> {
        self.pillars.values().find_map(|pillar| pillar.sub.get(id))
    }

    /// A sub-dimension by its id, or by its name in either language.
    pub fn sub_called(&self, text: &str) -> Option<&str> {
        let all = self.pillars.values().flat_map(|pillar| &pillar.sub);
        called(all, text)
    }
}

/// The id of what is called `text`: by id, or by its name in either language.
pub(crate) fn called<'a>(all: impl IntoIterator<Item = (&'a String, &'a Named)>, text: &str) -> Option<&'a str> {
    let same = |known: &str| known.eq_ignore_ascii_case(text);
    let mut all = all.into_iter();
    all.find(|(id, named)| same(id) || same(&named.id) || same(&named.en)).map(|(id, _)| id.as_str())
}

static REFERENCE: LazyLock<Reference> = LazyLock::new(|| {
    Reference::read(PILLARS, TAGS).unwrap_or_else(|_| Reference {
        // A test reads the carried files; an empty list is refused by every form.
        pillars: IndexMap::new(),
        sectors: IndexMap::new(),
        themes: IndexMap::new(),
        funds: IndexMap::new(),
    })
});

/// The carried reference data.
pub fn reference() -> &'static Reference {
    &REFERENCE
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn six_pillars_have_eighteen_sub_dimensions_each_with_a_source() {
        let read = Reference::read(PILLARS, TAGS).unwrap();
        assert_eq!(read.pillars.len(), 6);
        let subs: Vec<_> = read.pillars.values().flat_map(|pillar| &pillar.sub).collect();
        assert_eq!(subs.len(), 18);
        let ids: BTreeSet<_> = subs.iter().map(|(id, _)| *id).collect();
        assert_eq!(ids.len(), 18, "an id names one sub-dimension");
        assert!(read.pillars.values().all(|pillar| pillar.sub.len() == 3 && !pillar.source.is_empty()));
        assert!(subs.iter().all(|(_, named)| !named.source.is_empty()));
    }

    #[test]
    fn four_sectors_and_every_tag_have_a_source() {
        let all = reference();
        assert_eq!(all.sectors.len(), 4);
        let tags = all.sectors.values().chain(all.themes.values()).chain(all.funds.values());
        assert!(tags.into_iter().all(|named| !named.source.is_empty()));
    }

    #[test]
    fn a_sub_dimension_is_found_by_id_and_by_either_name_and_leads_to_its_pillar() {
        for text in ["sampah", "Tata Kelola Sampah", "waste"] {
            assert_eq!(reference().sub_called(text), Some("sampah"), "{text}");
        }
        assert_eq!(reference().sub_called("buah"), None);
        assert_eq!(reference().pillar_of("sampah").map(|(id, _)| id), Some("environment"));
    }
}
