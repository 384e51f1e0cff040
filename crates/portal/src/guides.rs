//! Guides: topics in the order in which they are met, and their examples as files that the tests run.

/// In what an example is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// curl and a POSIX shell.
    Curl,
    /// PHP with its curl extension.
    Php,
    /// PHP with the HTTP client of Laravel.
    Laravel,
    /// Python, its standard library only.
    Python,
    /// JavaScript for Node 20 and newer, no packages.
    JavaScript,
}

impl Language {
    /// Every language, in the order of the tabs.
    pub const ALL: [Self; 5] = [Self::Curl, Self::Php, Self::Laravel, Self::Python, Self::JavaScript];

    /// Its word in addresses.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Curl => "curl",
            Self::Php => "php",
            Self::Laravel => "laravel",
            Self::Python => "python",
            Self::JavaScript => "javascript",
        }
    }

    /// Its name, the same in every tongue.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Curl => "curl",
            Self::Php => "PHP",
            Self::Laravel => "Laravel",
            Self::Python => "Python",
            Self::JavaScript => "JavaScript",
        }
    }

    /// How its files end.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Curl => ".sh",
            Self::Php => ".php",
            Self::Laravel => ".laravel.php",
            Self::Python => ".py",
            Self::JavaScript => ".mjs",
        }
    }

    /// The language with this word; curl for any other.
    pub fn chosen(word: &str) -> Self {
        Self::ALL.into_iter().find(|language| language.word() == word).unwrap_or(Self::Curl)
    }
}

/// One task in every language.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// Its name, also of its files: `minta-token`.
    pub name: &'static str,
    /// Its files, in the order of [`Language::ALL`].
    texts: [&'static str; 5],
}

/// The address that examples name where nobody sets `GAPURA_URL`; pages and downloads name this installation instead.
const SAMPLE_URL: &str = "https://gapura.contoh.go.id";

impl Example {
    /// Its file's name in a language.
    pub fn file(&self, language: Language) -> String {
        format!("{}{}", self.name, language.ending())
    }

    /// Its text in a language, for the installation at `public_url`.
    pub fn text(&self, language: Language, public_url: &str) -> String {
        let place = Language::ALL.iter().position(|known| *known == language).unwrap_or(0);
        self.texts[place].replace(SAMPLE_URL, public_url)
    }
}

/// A topic: what it says stands in the texts under `pengembang-{id}-…`.
#[derive(Clone, Copy, Debug)]
pub struct Topic {
    /// Its id in addresses and text keys: `masuk-tunggal`.
    pub id: &'static str,
    /// How many steps its texts have: `pengembang-{id}-langkah-1` …
    pub steps: usize,
    /// Where its reader goes on: text key and address.
    pub further: &'static [(&'static str, &'static str)],
    /// Its examples.
    pub examples: &'static [Example],
}

macro_rules! example {
    ($topic:literal, $name:literal) => {
        Example {
            name: $name,
            texts: [
                include_str!(concat!("../contoh/", $topic, "/", $name, ".sh")),
                include_str!(concat!("../contoh/", $topic, "/", $name, ".php")),
                include_str!(concat!("../contoh/", $topic, "/", $name, ".laravel.php")),
                include_str!(concat!("../contoh/", $topic, "/", $name, ".py")),
                include_str!(concat!("../contoh/", $topic, "/", $name, ".mjs")),
            ],
        }
    };
}

const KEYS: (&str, &str) = ("pengembang-ke-kunci", "/pengembang/kunci");
const SERVICES: (&str, &str) = ("pengembang-ke-layanan", "/pengembang/layanan");

/// All topics in the order in which they are met.
pub const TOPICS: [Topic; 6] = [
    Topic {
        id: "token",
        steps: 3,
        further: &[KEYS, ("pengembang-ke-pasir", "/pengembang/kotak-pasir")],
        examples: &[example!("token", "minta-token")],
    },
    Topic {
        id: "panggil-layanan",
        steps: 4,
        further: &[SERVICES, ("pengembang-ke-coba", "/pengembang/coba")],
        examples: &[example!("panggil-layanan", "panggil")],
    },
    Topic {
        id: "peristiwa",
        steps: 4,
        further: &[
            ("pengembang-ke-peristiwa", "/pengembang/peristiwa"),
            ("pengembang-ke-asyncapi", "/api/v1/asyncapi.json"),
        ],
        examples: &[example!("peristiwa", "ambil"), example!("peristiwa", "terima")],
    },
    Topic {
        id: "masuk-tunggal",
        steps: 4,
        further: &[KEYS, ("pengembang-ke-oidc", "/.well-known/openid-configuration")],
        examples: &[example!("masuk-tunggal", "masuk")],
    },
    Topic {
        id: "laporan",
        steps: 4,
        further: &[("pengembang-ke-openapi", "/api/v1/openapi.json"), KEYS],
        examples: &[example!("laporan", "kirim")],
    },
    Topic { id: "data-lama", steps: 3, further: &[SERVICES], examples: &[example!("data-lama", "setor")] },
];

/// The topic with this id.
pub(crate) fn topic(id: &str) -> Option<&'static Topic> {
    TOPICS.iter().find(|topic| topic.id == id)
}

/// The example behind a file's name, with its language. Longer endings go first: `.laravel.php` before `.php`.
pub(crate) fn file(topic: &Topic, name: &str) -> Option<(&'static Example, Language)> {
    let all = topic.examples.iter().flat_map(|example| Language::ALL.map(|language| (example, language)));
    all.into_iter().find(|(example, language)| example.file(*language) == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_names_the_installation_that_shows_it_and_no_other() {
        for topic in TOPICS {
            for (example, language) in topic.examples.iter().flat_map(|one| Language::ALL.map(|lang| (one, lang))) {
                let text = example.text(language, "https://layanan.jombang.contoh");
                assert!(!text.contains(SAMPLE_URL), "{}", example.file(language));
                assert!(text.ends_with('\n') && text.len() > 100, "{}", example.file(language));
                let wide = text.lines().find(|line| line.chars().count() > 110);
                assert_eq!(wide, None, "{}: a phone scrolls", example.file(language));
            }
        }
    }

    #[test]
    fn examples_hold_no_secret_but_read_it_from_the_environment() {
        for topic in TOPICS.iter().filter(|topic| topic.id != "data-lama") {
            for (example, language) in topic.examples.iter().flat_map(|one| Language::ALL.map(|lang| (one, lang))) {
                let text = example.text(language, "");
                let reads = ["GAPURA_CLIENT_SECRET", "GAPURA_WEBHOOK_SECRET"].iter().any(|name| text.contains(name));
                assert!(reads && !text.contains("whsec_M"), "{}", example.file(language));
            }
        }
    }

    #[test]
    fn a_file_is_found_by_its_whole_name() {
        let token = topic("token").unwrap();
        assert_eq!(file(token, "minta-token.laravel.php").unwrap().1, Language::Laravel);
        assert_eq!(file(token, "minta-token.php").unwrap().1, Language::Php);
        for wrong in ["minta-token", "minta-token.rb", "../minta-token.php", ""] {
            assert!(file(token, wrong).is_none(), "{wrong}");
        }
    }
}
