//! Whether a query is one SELECT and nothing else. The transaction that runs it is read-only all the same: this keeps
//! mistakes and tricks out of the file, the database keeps them from doing harm.

/// Why a query is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotOne {
    /// It does not begin with SELECT or WITH.
    Begins,
    /// It holds a semicolon: several statements.
    Several,
    /// It holds a comment, in which the server may read commands (`/*! … */`).
    Comment,
    /// A quote or bracket is left open.
    Open,
    /// It holds this word, which writes, locks or reaches files.
    Word(&'static str),
}

impl NotOne {
    /// In Indonesian.
    pub fn id(self) -> String {
        match self {
            Self::Begins => "kueri harus dimulai dengan SELECT atau WITH".to_owned(),
            Self::Several => "kueri tidak boleh berisi titik koma: hanya satu SELECT".to_owned(),
            Self::Comment => "kueri tidak boleh berisi komentar".to_owned(),
            Self::Open => "tanda kutip atau kurung di kueri tidak ditutup".to_owned(),
            Self::Word(word) => format!("kueri tidak boleh berisi `{word}`; bila itu nama kolom, buat pandangan"),
        }
    }

    /// In English.
    pub fn en(self) -> String {
        match self {
            Self::Begins => "the query has to begin with SELECT or WITH".to_owned(),
            Self::Several => "the query may not hold a semicolon: one SELECT only".to_owned(),
            Self::Comment => "the query may not hold a comment".to_owned(),
            Self::Open => "a quote or bracket of the query is left open".to_owned(),
            Self::Word(word) => format!("the query may not hold `{word}`; where that is a column, make a view"),
        }
    }
}

/// Words outside quotes that no reading query needs.
const FORBIDDEN: [&str; 26] = [
    "insert",
    "update",
    "delete",
    "merge",
    "replace",
    "into",
    "drop",
    "alter",
    "create",
    "truncate",
    "grant",
    "revoke",
    "call",
    "execute",
    "do",
    "set",
    "lock",
    "copy",
    "load_file",
    "outfile",
    "dumpfile",
    "handler",
    "load",
    "vacuum",
    "sleep",
    "pg_sleep",
];

/// Looks at the words of the query outside its quotes.
///
/// # Errors
/// It is not one SELECT; the first reason.
pub fn one_select(query: &str) -> Result<(), NotOne> {
    let bare = outside_quotes(query)?;
    let lower = bare.to_ascii_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|w| !w.is_empty()).collect();
    if !matches!(words.first(), Some(&("select" | "with"))) {
        return Err(NotOne::Begins);
    }
    if lower.contains("--") || lower.contains("/*") || lower.contains("*/") || lower.contains('#') {
        return Err(NotOne::Comment);
    }
    if lower.contains(';') {
        return Err(NotOne::Several);
    }
    match FORBIDDEN.into_iter().find(|word| words.contains(word)) {
        Some(word) => Err(NotOne::Word(word)),
        None => Ok(()),
    }
}

/// The query with everything within quotes left out; brackets have to be closed in it.
fn outside_quotes(query: &str) -> Result<String, NotOne> {
    let (mut out, mut open, mut depth) = (String::new(), None, 0_i32);
    for letter in query.chars() {
        match open {
            Some(quote) if letter == quote => open = None,
            // In MariaDB a backslash hides the closing quote, in PostgreSQL it does not: no query needs one.
            Some(_) if letter == '\\' => return Err(NotOne::Open),
            Some(_) => {}
            None if matches!(letter, '\'' | '"' | '`') => {
                open = Some(letter);
                out.push(' ');
            }
            None if letter == '$' || letter == '\0' => return Err(NotOne::Open),
            None => {
                depth += i32::from(letter == '(') - i32::from(letter == ')');
                if depth < 0 {
                    return Err(NotOne::Open);
                }
                out.push(letter);
            }
        }
    }
    if open.is_some() || depth != 0 { Err(NotOne::Open) } else { Ok(out) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_select_with_joins_and_quotes_is_taken() {
        for query in [
            "SELECT nip, nama FROM pegawai WHERE status = 'insert; drop' AND aktif = 1",
            "with a as (select 1 as x) select x from a",
            "  select `set` from t",
            "select \"update\" from t where x = 'it''s'",
        ] {
            assert_eq!(one_select(query), Ok(()), "{query}");
        }
    }

    #[test]
    fn whatever_writes_or_hides_is_refused_with_its_reason() {
        for (query, why) in [
            ("", NotOne::Begins),
            ("delete from t", NotOne::Begins),
            ("select 1; drop table t", NotOne::Several),
            ("select 1 -- ", NotOne::Comment),
            ("select /*! 1 */ 2", NotOne::Comment),
            ("select 1 # x", NotOne::Comment),
            ("select 'a", NotOne::Open),
            ("select 1) from (select 2", NotOne::Open),
            ("select $$x$$", NotOne::Open),
            ("select '\\'; drop table t; '", NotOne::Open),
            ("select * into outfile 'x' from t", NotOne::Word("into")),
            ("with d as (delete from t returning *) select * from d", NotOne::Word("delete")),
            ("select sleep(1000)", NotOne::Word("sleep")),
            ("select load_file('/etc/passwd')", NotOne::Word("load_file")),
        ] {
            assert_eq!(one_select(query), Err(why), "{query}");
        }
    }

    proptest! {
        #[test]
        fn what_is_taken_stays_one_select_within_brackets(query in "[a-z'\"`();\\- ]{0,60}") {
            if one_select(&format!("select {query}")).is_ok() {
                // The reader puts it into `SELECT … FROM (query) t`: it must not reach out of there.
                prop_assert_eq!(one_select(&format!("select * from (select {query}) t")), Ok(()));
            }
        }
    }
}
