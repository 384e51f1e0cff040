//! Named aliases of a region: other writings of a place, each with the reason why it stands for that place.
//!
//! ```toml
//! #: alias wilayah 1
//! [[alias]]
//! tulis = "Perak Timur"            # as people write it
//! kecamatan = "Pabean Cantikan"    # only beside this district, as it is written there (optional)
//! jadi = "35.78.12.1006"           # a district or village code of this region
//! alasan = "digabung menjadi Tanjung Perak"
//! ```

use crate::areas::Areas;
use crate::names::key;
use kernel::AreaCode;
use kernel::area::AreaLevel;
use serde::Deserialize;
use toml::Spanned;

/// The aliases of one region, checked against its codes.
#[derive(Clone, Debug, Default)]
pub struct Aliases {
    districts: Vec<Alias>,
    villages: Vec<Alias>,
}

/// One other writing of a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    /// Comparable form of what people write.
    written: String,
    /// Comparable form of the district beside which it holds, if it holds only there.
    beside: Option<String>,
    /// The code it stands for.
    pub code: String,
    /// Why.
    pub reason: String,
}

/// Why an alias file was refused; `line` counts from 1.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("alias.toml:{line}: {message}")]
pub struct AliasError {
    /// Where.
    pub line: usize,
    /// What is wrong and what would be right.
    pub message: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    alias: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    tulis: Spanned<String>,
    #[serde(default)]
    kecamatan: Option<String>,
    jadi: Spanned<String>,
    alasan: Spanned<String>,
}

impl Aliases {
    /// Reads an alias file and checks it against the codes of its region.
    ///
    /// # Errors
    /// The text is no TOML of this shape, a code is not of this region, a reason is missing, or a writing stands twice.
    pub fn parse(text: &str, areas: &Areas) -> Result<Self, AliasError> {
        let file: File = toml::from_str(text).map_err(|error| AliasError {
            line: line(text, error.span().map_or(0, |span| span.start)),
            message: error.message().to_owned(),
        })?;
        let mut aliases = Self::default();
        for entry in file.alias {
            aliases.add(entry, text, areas)?;
        }
        Ok(aliases)
    }

    fn add(&mut self, entry: Entry, text: &str, areas: &Areas) -> Result<(), AliasError> {
        let refuse = |at: usize, message: String| AliasError { line: line(text, at), message };
        let (code_at, written_at) = (entry.jadi.span().start, entry.tulis.span().start);
        let code = AreaCode::parse(entry.jadi.get_ref()).map_err(|error| refuse(code_at, error.to_string()))?;
        if areas.name_of(&code).is_none() {
            let message = format!("kode {code} tidak ada di {}", areas.regency.name);
            return Err(refuse(code_at, message));
        }
        if entry.alasan.get_ref().trim().is_empty() {
            let at = entry.alasan.span().start;
            return Err(refuse(at, "alasan tidak boleh kosong".to_owned()));
        }
        let alias = Alias {
            written: key(entry.tulis.get_ref()),
            beside: entry.kecamatan.as_deref().map(key),
            code: code.as_str().to_owned(),
            reason: entry.alasan.into_inner(),
        };
        let list = match code.level() {
            AreaLevel::Village => &mut self.villages,
            AreaLevel::District => &mut self.districts,
            _ => {
                let message = format!("{code} bukan kecamatan, desa atau kelurahan");
                return Err(refuse(code_at, message));
            }
        };
        let same = |one: &&Alias| one.written == alias.written && one.beside == alias.beside;
        if let Some(before) = list.iter().find(same) {
            let message = format!("`{}` sudah menjadi {}", entry.tulis.get_ref(), before.code);
            return Err(refuse(written_at, message));
        }
        list.push(alias);
        Ok(())
    }

    /// The alias of a district with this key.
    pub fn district(&self, written: &str) -> Option<&Alias> {
        self.districts.iter().find(|one| one.written == written)
    }

    /// The alias of a village with this key: the one for the district written beside it first, else a general one.
    pub fn village(&self, written: &str, beside: &str) -> Option<&Alias> {
        let named = |one: &&Alias| one.written == written;
        let special = |one: &&Alias| one.beside.as_deref() == Some(beside);
        let mut all = self.villages.iter().filter(named);
        all.clone().find(special).or_else(|| all.find(|one| one.beside.is_none()))
    }
}

impl Alias {
    /// Whether it was given for the very district that stands beside the name, and so may lead out of that district.
    pub fn for_this_district(&self) -> bool {
        self.beside.is_some()
    }
}

fn line(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or(text);
    1 + before.bytes().filter(|byte| *byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Aliases, AliasError> {
        Aliases::parse(text, &Areas::load("35.78").unwrap())
    }

    fn one(line: &str) -> String {
        format!("[[alias]]\n{line}\nalasan = \"karena\"\n")
    }

    #[test]
    fn an_alias_for_a_district_comes_before_a_general_one() {
        let aliases = parse(&format!(
            "{}{}",
            one("tulis = \"Baru\"\njadi = \"35.78.05.1002\""),
            one("tulis = \"Baru\"\nkecamatan = \"Rungkut\"\njadi = \"35.78.03.1001\"")
        ))
        .unwrap();
        assert_eq!(aliases.village("baru", "rungkut").unwrap().code, "35.78.03.1001");
        assert_eq!(aliases.village("baru", "gubeng").unwrap().code, "35.78.05.1002");
        assert!(aliases.village("lama", "gubeng").is_none());
    }

    #[test]
    fn a_code_of_another_region_is_refused_with_its_line() {
        let error = parse(&one("tulis = \"X\"\njadi = \"35.17.01.2001\"")).unwrap_err();
        assert_eq!(error.line, 3);
        assert!(error.message.contains("Kota Surabaya"), "{error}");
    }

    #[test]
    fn an_alias_without_a_reason_is_refused() {
        let text = "[[alias]]\ntulis = \"X\"\njadi = \"35.78.05.1002\"\nalasan = \" \"\n";
        assert_eq!(parse(text).unwrap_err().line, 4);
        assert!(parse("[[alias]]\ntulis = \"X\"\njadi = \"35.78.05.1002\"\n").is_err());
    }

    #[test]
    fn a_writing_that_stands_twice_or_an_unknown_key_is_refused() {
        let twice = one("tulis = \"X\"\njadi = \"35.78.05.1002\"").repeat(2);
        assert_eq!(parse(&twice).unwrap_err().line, 6);
        let unknown = one("tulis = \"X\"\njadi = \"35.78.05\"\nsebab = \"y\"");
        assert!(parse(&unknown).is_err());
    }

    #[test]
    fn a_whole_regency_cannot_be_an_alias() {
        let error = parse(&one("tulis = \"X\"\njadi = \"35.78\"")).unwrap_err();
        assert!(error.message.contains("bukan kecamatan"), "{error}");
    }

    #[test]
    fn the_shipped_alias_files_are_right() {
        for (code, text) in [
            ("35.78", include_str!("../../../wilayah/35.78/alias.toml")),
            ("64.72", include_str!("../../../wilayah/64.72/alias.toml")),
        ] {
            Aliases::parse(text, &Areas::load(code).unwrap()).unwrap();
        }
    }
}
