//! Texts in the reader's language.

use super::View;
use crate::i18n::Argument;
use kernel::Refusal;

impl View {
    /// A text without arguments; `key` or `key.attribute`.
    pub fn t<'a>(&'a self, key: &'a str) -> &'a str {
        let (texts, lang) = (&self.frame.texts, self.request.lang);
        self.about.map_or_else(|| texts.text(lang, key), |about| texts.text_about(lang, key, about))
    }

    /// A text with arguments, as handlers call it: `v.tf("unggah-maks", &[("ukuran", &size)])`.
    pub fn tf(&self, key: &str, arguments: &[(&str, &dyn Argument)]) -> String {
        let (texts, lang) = (&self.frame.texts, self.request.lang);
        match self.about {
            Some(about) => texts.filled(lang, &texts.key_about(lang, key, about), arguments),
            None => texts.filled(lang, key, arguments),
        }
    }

    /// A text with one argument, as templates call it: `{{ v.t1("unggah-maks", "ukuran", size) }}`.
    pub fn t1(&self, key: &str, name: &str, value: impl Argument) -> String {
        self.tf(key, &[(name, &value)])
    }

    /// A text with two arguments, as templates call it: `{{ v.t2("dari", "n", n, "m", m) }}`.
    pub fn t2(&self, key: &str, one: &str, first: impl Argument, other: &str, second: impl Argument) -> String {
        self.tf(key, &[(one, &first), (other, &second)])
    }

    /// Whether there is such a text.
    pub fn has(&self, key: &str) -> bool {
        self.frame.texts.has(self.request.lang, key)
    }

    /// A refusal in words: the text `tolak-CODE` with the refusal's arguments.
    pub fn said(&self, refusal: &impl Refusal) -> String {
        let values = refusal.arguments();
        let named: Vec<(&str, &dyn Argument)> =
            values.iter().map(|(name, value)| (*name, value as &dyn Argument)).collect();
        self.tf(&format!("tolak-{}", refusal.code()), &named)
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::view;
    use kernel::{Lang, Refusal, RefusalKind};

    #[derive(Debug, thiserror::Error)]
    #[error("nothing left")]
    struct UsedUp;

    impl Refusal for UsedUp {
        fn code(&self) -> &'static str {
            "habis"
        }

        fn kind(&self) -> RefusalKind {
            RefusalKind::Conflict
        }

        fn arguments(&self) -> Vec<(&'static str, String)> {
            vec![("hari", "Senin".to_owned())]
        }
    }

    #[test]
    fn a_refusal_is_said_with_its_values() {
        let files = [(Lang::Id, "tolak-habis = Kuota { $hari } habis\n"), (Lang::En, "tolak-habis = Used up\n")];
        assert_eq!(view(Lang::Id, &files).said(&UsedUp), "Kuota Senin habis");
        assert_eq!(view(Lang::En, &files).said(&UsedUp), "Used up");
    }
}
