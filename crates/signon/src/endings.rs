//! How sign-ons end before their time: those that belong together at once, with every token that was given out for them, in
//! the commit of whatever ended them. Their applications hear of it later (`farewells`).

use kernel::Instant;
use store::{Statement, values};

/// Sign-ons that end together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whose<'a> {
    /// This one.
    Family(&'a str),
    /// Those that rest on a consent.
    Consent(&'a str),
    /// Those of one session here. What was to go on without the person goes on (`offline_access`, Back-Channel Logout 2.7).
    Session(&'a str),
    /// All of an officer.
    Officer(&'a str),
}

impl<'a> Whose<'a> {
    const fn value(self) -> &'a str {
        match self {
            Self::Family(value) | Self::Consent(value) | Self::Session(value) | Self::Officer(value) => value,
        }
    }

    /// Those that go on, in SQL: `$1` is the region, `$2` the value, `$3` the moment.
    fn living(self) -> String {
        let (column, guard) = match self {
            Self::Family(_) => ("id", ""),
            Self::Consent(_) => ("consent", ""),
            Self::Session(_) => ("session", ""),
            // The log may be read late: who signed on again meanwhile stays.
            Self::Officer(_) => ("officer", " AND made_at <= $3"),
        };
        format!("region = $1 AND {column} = $2 AND ended_at = 0 AND until_at > $3{guard}")
    }

    /// Those that end.
    fn ending(self) -> String {
        let goes_on = if matches!(self, Self::Session(_)) { " AND scopes NOT LIKE '%offline_access%'" } else { "" };
        format!("{}{goes_on}", self.living())
    }
}

/// Ends sign-ons, and keeps for those applications that want to hear of it that they do.
pub(crate) fn ended(region: &str, whose: Whose<'_>, at: Instant) -> Vec<Statement> {
    // First: it looks for those that have not ended yet.
    let mut statements = vec![farewell(region, whose, at)];
    statements.extend(silently_ended(region, whose, at));
    statements
}

/// Ends sign-ons whose application knows, since it asked for that.
pub(crate) fn silently_ended(region: &str, whose: Whose<'_>, at: Instant) -> Vec<Statement> {
    let ending = whose.ending();
    let tokens = format!(
        "DELETE FROM signon_access WHERE region = $1 AND family IN (SELECT id FROM signon_families WHERE {ending})"
    );
    let families = format!("UPDATE signon_families SET ended_at = $3 WHERE {ending}");
    [tokens, families].map(|sql| Statement::new(sql, values![region, whose.value(), at])).into()
}

/// One farewell for each sign-on, however often it is said to have ended.
fn farewell(region: &str, whose: Whose<'_>, at: Instant) -> Statement {
    let living = whose.living();
    let sql = format!(
        "INSERT INTO signon_farewells (region, family, client, subject, state, tries, why, made_at, next_at) \
         SELECT region, id, client, subject, 'menunggu', 0, '', CAST($3 AS BIGINT), CAST($3 AS BIGINT) \
         FROM signon_families WHERE {living} AND client IN \
         (SELECT id FROM signon_clients WHERE region = $1 AND logout <> '' AND revoked_at = 0) ON CONFLICT DO NOTHING"
    );
    Statement::new(sql, values![region, whose.value(), at])
}
