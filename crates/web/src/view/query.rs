//! The query of the address: what it asks for, and addresses of the same page that ask for something else.

use super::View;
use crate::submission::{clean, decode};

/// Most characters of one value.
const MOST: usize = 400;

impl View {
    /// One value of the query, without white space around it, at most 400 characters; empty where it is not asked.
    pub fn asked(&self, name: &str) -> String {
        let mut pairs = self.request.query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        let found = pairs.find(|(found, _)| decode(found.as_bytes()) == name);
        let value = found.map(|(_, value)| clean(&decode(value.as_bytes()))).unwrap_or_default();
        value.trim().chars().take(MOST).collect()
    }

    /// This page in another language.
    pub fn in_language(&self, code: &str) -> String {
        self.with_query("bahasa", code)
    }

    /// This page in another theme.
    pub fn in_theme(&self, word: &str) -> String {
        self.with_query("tema", word)
    }

    /// This page with one query value set and all others kept; `halaman` and the like for lists.
    pub fn with_query(&self, name: &str, value: &str) -> String {
        let mut query = String::new();
        for pair in self.request.query.split('&').filter(|pair| !pair.is_empty()) {
            let found = pair.split('=').next().unwrap_or(pair);
            if found != name && !matches!(found, "bahasa" | "tema" | "hemat") {
                query.push_str(pair);
                query.push('&');
            }
        }
        let value = percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC);
        format!("{}?{query}{name}={value}", self.path())
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::view_of;
    use kernel::Lang;

    fn asked(query: &str, name: &str) -> String {
        view_of(&format!("/?{query}"), Lang::Id, &[]).asked(name)
    }

    #[test]
    fn the_first_value_of_a_name_is_asked_for_and_decoded() {
        assert_eq!(asked("a=1&q=jalan+rusak%2C%20Ploso&q=2", "q"), "jalan rusak, Ploso");
        assert_eq!(asked("%71=ya", "q"), "ya");
    }

    #[test]
    fn what_is_not_asked_is_empty() {
        for query in ["", "q", "q=", "&&", "qq=1", "a=q"] {
            assert_eq!(asked(query, "q"), "", "{query}");
        }
    }

    #[test]
    fn a_value_is_cut_and_loses_what_no_database_takes() {
        assert_eq!(asked(&format!("q={}", "é".repeat(401).replace('é', "%C3%A9")), "q"), "é".repeat(400));
        assert_eq!(asked("q=%20a%00b%0Ac%20", "q"), "ab\nc");
        assert_eq!(asked("q=%FF%", "q"), "\u{fffd}%");
    }

    #[test]
    fn an_address_with_another_value_keeps_the_rest_of_the_query() {
        let view = view_of("/daftar?q=a+b&sesudah=7&bahasa=en", Lang::En, &[]);
        assert_eq!(view.with_query("sesudah", "8 9"), "/daftar?q=a+b&sesudah=8%209");
        assert_eq!(view.in_language("id"), "/daftar?q=a+b&sesudah=7&bahasa=id");
    }
}
