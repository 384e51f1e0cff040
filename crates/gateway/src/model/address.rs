//! Where a call goes: `/x/{opd}/{app}/{service}/{version}/…`, decoded once, with every trick refused.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::borrow::Cow;

/// Longest path in bytes, as it was sent.
pub const LONGEST: usize = 4096;
/// Longest part between two slashes, decoded.
const LONGEST_PART: usize = 1024;
/// Parts that name a service.
const KEY: usize = 4;

/// What stays readable in a part of a path (RFC 3986, pchar without what servers give a meaning: `;`).
const KEPT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

/// A path that is no address of a service; the word is for the caller's log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadAddress {
    /// Too long.
    #[error("terlalu panjang")]
    Long,
    /// Fewer than four parts, or a part of the key with other characters than `a-z`, `0-9`, `-`, `_` and `.`.
    #[error("bukan alamat layanan")]
    Key,
    /// An empty part, or one that climbs.
    #[error("bagian kosong atau naik")]
    Part,
    /// Slashes, backslashes, control characters or a second encoding inside a part.
    #[error("sandi yang dilarang")]
    Encoding,
}

/// A path that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address<'a> {
    /// `dinas-kesehatan/simpus/pasien/v1`.
    pub key: &'a str,
    /// What follows, decoded, without slashes; an empty last one where the path ends with a slash.
    pub parts: Vec<Cow<'a, str>>,
}

impl<'a> Address<'a> {
    /// Reads `/x/…`, or the same with the names of X-Road in front: `/r1/{instance}/{class}/…`.
    ///
    /// # Errors
    /// It is no address of a service.
    pub fn read(path: &'a str) -> Result<Self, BadAddress> {
        if path.len() > LONGEST {
            return Err(BadAddress::Long);
        }
        let rest = match path.strip_prefix("/r1/") {
            Some(named) => named.splitn(3, '/').nth(2),
            None => path.strip_prefix("/x/"),
        };
        let rest = rest.ok_or(BadAddress::Key)?;
        let end = rest.match_indices('/').nth(KEY - 1).map_or(rest.len(), |(at, _)| at);
        let (key, tail) = rest.split_at(end);
        if key.split('/').count() != KEY || !key.split('/').all(names) {
            return Err(BadAddress::Key);
        }
        Ok(Self { key, parts: parts(tail)? })
    }

    /// The path below the service as the upstream gets it: each part encoded anew, so that nothing is understood twice.
    pub fn tail(&self) -> String {
        let mut tail = String::with_capacity(64);
        for part in &self.parts {
            tail.push('/');
            tail.extend(utf8_percent_encode(part, KEPT));
        }
        tail
    }
}

fn names(part: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_.".contains(&byte);
    !part.is_empty() && !part.starts_with('.') && part.bytes().all(fits)
}

fn parts(tail: &str) -> Result<Vec<Cow<'_, str>>, BadAddress> {
    let Some(tail) = tail.strip_prefix('/').filter(|tail| !tail.is_empty()) else {
        return Ok(Vec::new());
    };
    let mut read = Vec::with_capacity(8);
    let mut raw = tail.split('/').peekable();
    while let Some(part) = raw.next() {
        // One slash at the end is part of some descriptions; two anywhere are a trick.
        if part.is_empty() && (raw.peek().is_some() || read.is_empty()) {
            return Err(BadAddress::Part);
        }
        read.push(decoded(part)?);
    }
    Ok(read)
}

fn decoded(part: &str) -> Result<Cow<'_, str>, BadAddress> {
    if has_bare_percent(part) {
        return Err(BadAddress::Encoding);
    }
    let text = percent_decode_str(part).decode_utf8().map_err(|_| BadAddress::Encoding)?;
    if text.len() > LONGEST_PART {
        return Err(BadAddress::Long);
    }
    if text.chars().any(|c| c.is_control() || c == '/' || c == '\\') || is_encoded(&text) {
        return Err(BadAddress::Encoding);
    }
    // `..;a` is `..` to some servers.
    let plain = text.split(';').next().unwrap_or_default();
    if plain == "." || plain == ".." || (plain.is_empty() && !text.is_empty()) {
        return Err(BadAddress::Part);
    }
    Ok(text)
}

/// A `%` that does not begin two hexadecimal digits.
fn has_bare_percent(part: &str) -> bool {
    part.split('%').skip(1).any(|rest| !begins_hex(rest))
}

/// Whether a second decoding would change it: a server that decodes twice would see something else than we do.
fn is_encoded(text: &str) -> bool {
    text.split('%').skip(1).any(begins_hex)
}

fn begins_hex(rest: &str) -> bool {
    rest.as_bytes().get(..2).is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tail(path: &str) -> Result<String, BadAddress> {
        Address::read(&format!("/x/dinas/app/svc/v1{path}")).map(|address| address.tail())
    }

    #[test]
    fn a_path_names_a_service_and_what_is_below_it() {
        let address = Address::read("/x/dinas-kesehatan/simpus/pasien/v1/pasien/Budi%20S").unwrap();
        assert_eq!(address.key, "dinas-kesehatan/simpus/pasien/v1");
        assert_eq!(address.parts, ["pasien", "Budi S"]);
        assert_eq!(address.tail(), "/pasien/Budi%20S");
        for bare in ["/x/a/b/c/v1", "/x/a/b/c/v1/"] {
            assert!(Address::read(bare).unwrap().parts.is_empty(), "{bare}");
        }
        assert_eq!(tail("/pasien/").unwrap(), "/pasien/", "some descriptions end with a slash");
    }

    #[test]
    fn names_of_x_road_lead_to_the_same_service() {
        let address = Address::read("/r1/ID/GOV/dinas/app/svc/v1/satu").unwrap();
        assert_eq!((address.key, address.tail().as_str()), ("dinas/app/svc/v1", "/satu"));
        assert!(Address::read("/r1/ID/GOV").is_err());
    }

    #[test]
    fn path_tricks_are_refused() {
        use BadAddress::{Encoding, Part};
        for (trick, why) in [
            ("/../admin", Part),
            ("/%2e%2e/admin", Part),
            ("/.%2E/admin", Part),
            ("/./a", Part),
            ("/a//b", Part),
            ("//a", Part),
            ("/a//", Part),
            ("/..;/admin", Part),
            ("/..;x=1/admin", Part),
            ("/;/admin", Part),
            ("/a%2fb", Encoding),
            ("/a%2Fb", Encoding),
            ("/a%5cb", Encoding),
            ("/a\\b", Encoding),
            ("/a%00", Encoding),
            ("/a%0d%0aHost:%20x", Encoding),
            ("/%252e%252e/admin", Encoding),
            ("/a%252fb", Encoding),
            ("/%c0%ae%c0%ae/admin", Encoding),
            ("/%c0%af", Encoding),
            ("/%ff", Encoding),
            ("/a%", Encoding),
            ("/a%4", Encoding),
            ("/a%zz", Encoding),
            ("/%u002e", Encoding),
        ] {
            assert_eq!(tail(trick), Err(why), "{trick}");
        }
        assert_eq!(tail(&format!("/{}", "a".repeat(2000))), Err(BadAddress::Long));
        assert_eq!(tail(&"/a".repeat(3000)), Err(BadAddress::Long));
    }

    #[test]
    fn a_key_is_four_plain_words() {
        for wrong in [
            "/x/",
            "/x",
            "/x/a/b/c",
            "/x/a/b/c/",
            "/x//b/c/d",
            "/x/A/b/c/v1",
            "/x/a/b/../v1",
            "/x/a/b/c%2f/v1",
            "/y/a/b/c/v1",
            "/x/a/b/.c/v1",
            "x/a/b/c/v1",
        ] {
            assert_eq!(Address::read(wrong), Err(BadAddress::Key), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_read_means_the_same_when_read_again(path in "(/[ -~]{0,12}){0,6}") {
            let whole = format!("/x/a/b/c/v1{path}");
            if let Ok(address) = Address::read(&whole) {
                let again = format!("/x/a/b/c/v1{}", address.tail());
                let again = Address::read(&again).unwrap();
                prop_assert_eq!(&again.parts, &address.parts);
                let climbs = |part: &Cow<'_, str>| part == ".." || part.contains(['/', '\\', '\0']);
                prop_assert!(!address.parts.iter().any(climbs));
            }
        }

        #[test]
        fn any_bytes_are_an_address_or_a_refusal(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = Address::read(&String::from_utf8_lossy(&bytes));
        }
    }
}
