//! Parameters of OAuth requests: each at most once, of bounded length (RFC 6749 sections 3.1 and 3.2).

/// Longest request, all parameters together.
pub const LONGEST: usize = 8 * 1024;
/// The only one that may be repeated (RFC 8707); more than one is refused later, with its own code.
const MANY: &str = "resource";

/// Parameters by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Params(Vec<(String, String)>);

/// A parameter stands twice, or all of them are too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadParams;

impl Params {
    /// Checks pairs. An empty value counts as not sent (RFC 6749 section 3.1).
    ///
    /// # Errors
    /// One stands twice, or they are too long.
    pub fn of<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, BadParams> {
        let mut kept: Vec<(String, String)> = Vec::new();
        let mut length = 0;
        for (name, value) in pairs {
            length += name.len() + value.len();
            if length > LONGEST || (name != MANY && kept.iter().any(|(known, _)| known == name)) {
                return Err(BadParams);
            }
            kept.push((name.to_owned(), value.to_owned()));
        }
        kept.retain(|(_, value)| !value.is_empty());
        Ok(Self(kept))
    }

    /// The same of a query.
    ///
    /// # Errors
    /// As [`Params::of`].
    pub fn of_query(query: &str) -> Result<Self, BadParams> {
        if query.len() > LONGEST {
            return Err(BadParams);
        }
        let pairs: Vec<_> = url::form_urlencoded::parse(query.as_bytes()).collect();
        Self::of(pairs.iter().map(|(name, value)| (&**name, &**value)))
    }

    /// The value of this name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The value of this name; empty where it was not sent.
    pub fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or("")
    }

    /// All values of this name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// As a query, without the names of our own.
    pub fn query(&self, without: &[&str]) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in self.0.iter().filter(|(name, _)| !without.contains(&name.as_str())) {
            query.append_pair(name, value);
        }
        query.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_that_stands_twice_is_refused_whichever_comes_first() {
        assert_eq!(Params::of_query("client_id=a&client_id=a"), Err(BadParams));
        assert_eq!(Params::of_query("redirect_uri=x&scope=a&redirect_uri="), Err(BadParams));
        let resources = Params::of_query("resource=a&resource=b").unwrap();
        assert_eq!(resources.all("resource").count(), 2);
    }

    #[test]
    fn an_empty_value_counts_as_not_sent_and_too_much_is_refused() {
        let params = Params::of_query("state=&nonce=n").unwrap();
        assert_eq!((params.get("state"), params.text("nonce")), (None, "n"));
        assert_eq!(Params::of_query(&format!("state={}", "a".repeat(LONGEST))), Err(BadParams));
    }

    #[test]
    fn a_query_comes_back_as_it_was_without_what_is_ours() {
        let params = Params::of_query("state=a%26b&_sejak=1").unwrap();
        assert_eq!(params.query(&["_sejak"]), "state=a%26b");
    }
}
