//! The query of a list. What is not understood is refused, never left out: a program would take wrong rows for right.

use crate::model::Feed;

/// Rows of a page where nothing is asked, and at most.
const USUAL: usize = 100;
const MOST: usize = 1000;

/// In which order a list goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// By key.
    Key,
    /// By the number of the change.
    Change,
}

/// What is asked of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    pub order: Order,
    /// Only rows whose key comes after this one.
    pub after: String,
    /// Only rows changed after this number.
    pub since: i64,
    pub most: usize,
    /// Number of the column and what stands there.
    pub find: Vec<(usize, String)>,
    /// Only the row with this key.
    pub key: Option<String>,
    /// The same for a personal key.
    pub hidden_key: Option<String>,
    /// Rows that vanished, too.
    pub gone: bool,
}

/// Why a query is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum WrongQuery {
    #[error("`{0}` tidak dikenal; daftar ini dapat disaring menurut: {1}")]
    Unknown(String, String),
    #[error("`{0}` ditulis dua kali")]
    Twice(String),
    #[error("`batas` harus dari 1 sampai {MOST}")]
    Most,
    #[error("`berubah_sejak` dan `setelah` di sana harus nomor perubahan")]
    Since,
    #[error("`hilang` harus ya atau tidak")]
    Gone,
    #[error("alamatnya tidak dapat dibaca")]
    Path,
}

impl WrongQuery {
    pub(super) const fn code(&self) -> &'static str {
        match self {
            Self::Unknown(..) => "saringan",
            Self::Twice(_) => "dua-kali",
            Self::Most => "batas",
            Self::Since => "berubah-sejak",
            Self::Gone => "hilang",
            Self::Path => "alamat",
        }
    }
}

/// Reads a query; `named` are the personal columns of the grant.
pub(super) fn read(feed: &Feed, query: &str, named: &[&str]) -> Result<Asked, WrongQuery> {
    let mut asked = Asked {
        order: Order::Key,
        after: String::new(),
        since: 0,
        most: USUAL,
        find: Vec::new(),
        key: None,
        hidden_key: None,
        gone: false,
    };
    let mut seen: Vec<String> = Vec::new();
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        if seen.iter().any(|before| *before == name) {
            return Err(WrongQuery::Twice(name.into_owned()));
        }
        match name.as_ref() {
            "batas" => {
                asked.most = value.parse().ok().filter(|most| (1..=MOST).contains(most)).ok_or(WrongQuery::Most)?;
            }
            "setelah" => asked.after = clean(&value),
            "berubah_sejak" => {
                asked.order = Order::Change;
                asked.gone = true;
                asked.since = number(&value)?;
            }
            "hilang" => match value.as_ref() {
                "ya" => asked.gone = true,
                "tidak" => {}
                _ => return Err(WrongQuery::Gone),
            },
            column => filter(feed, column, &clean(&value), named, &mut asked)?,
        }
        seen.push(name.into_owned());
    }
    if asked.order == Order::Change && !asked.after.is_empty() {
        asked.since = asked.since.max(number(&asked.after)?);
    }
    Ok(asked)
}

fn number(text: &str) -> Result<i64, WrongQuery> {
    text.parse().ok().filter(|number| *number >= 0).ok_or(WrongQuery::Since)
}

/// The store keeps no NUL.
fn clean(text: &str) -> String {
    text.replace('\0', "")
}

fn filter(feed: &Feed, column: &str, value: &str, named: &[&str], asked: &mut Asked) -> Result<(), WrongQuery> {
    if let Some(at) = feed.searchable().position(|id| id == column) {
        asked.find.push((at + 1, value.to_owned()));
        return Ok(());
    }
    let lone = feed.key.len() == 1 && feed.key.first().is_some_and(|id| id == column);
    match (lone, feed.personal_key()) {
        (true, false) => asked.key = Some(value.to_owned()),
        (true, true) if named.contains(&column) => asked.hidden_key = Some(value.to_owned()),
        _ => {
            let mut known: Vec<&str> = feed.searchable().collect();
            known.extend(feed.key.first().filter(|_| feed.key.len() == 1 && !feed.personal_key()).map(String::as_str));
            return Err(WrongQuery::Unknown(column.chars().take(40).collect(), known.join(", ")));
        }
    }
    Ok(())
}

/// The last part of a path as it was meant.
pub(super) fn decoded(part: &str) -> Result<String, WrongQuery> {
    if part.contains('/') || part.len() > 2000 {
        return Err(WrongQuery::Path);
    }
    let text = percent_encoding::percent_decode_str(part).decode_utf8().map_err(|_| WrongQuery::Path)?;
    Ok(clean(&text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn feed() -> Feed {
        crate::check::load(include_str!("../../tests/data/contoh.toml")).unwrap()
    }

    #[test]
    fn filters_cursors_and_limits_are_read() {
        let asked = read(&feed(), "status=Aktif&setelah=abc&batas=5&hilang=ya", &[]).unwrap();
        assert_eq!((asked.find, asked.after.as_str(), asked.most), (vec![(2, "Aktif".to_owned())], "abc", 5));
        assert!(asked.gone && asked.order == Order::Key);
        let asked = read(&feed(), "berubah_sejak=7&setelah=12", &[]).unwrap();
        assert_eq!((asked.order, asked.since), (Order::Change, 12));
    }

    #[test]
    fn a_personal_key_can_be_asked_for_only_by_a_grant_that_names_it() {
        let asked = read(&feed(), "nip=198001012005011001", &["nip"]).unwrap();
        assert_eq!(asked.hidden_key.as_deref(), Some("198001012005011001"));
        assert!(matches!(read(&feed(), "nip=198001012005011001", &[]), Err(WrongQuery::Unknown(..))));
        assert!(matches!(read(&feed(), "nama=Siti", &["nama"]), Err(WrongQuery::Unknown(..))));
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for (query, code) in [
            ("statuss=Aktif", "saringan"),
            ("tmt=2026-01-01", "saringan"),
            ("batas=0", "batas"),
            ("batas=1001", "batas"),
            ("batas=1&batas=2", "dua-kali"),
            ("berubah_sejak=-1", "berubah-sejak"),
            ("berubah_sejak=1&setelah=x", "berubah-sejak"),
            ("hilang=mungkin", "hilang"),
        ] {
            assert_eq!(read(&feed(), query, &[]).unwrap_err().code(), code, "{query}");
        }
        assert!(decoded("a/b").is_err() && decoded("%ff").is_err());
        assert_eq!(decoded("a%20b%00").unwrap(), "a b");
    }

    proptest! {
        #[test]
        fn no_query_whatever_panics(query in "\\PC{0,60}") {
            let _ = read(&feed(), &query, &[]);
            let _ = decoded(&query);
        }
    }
}
