//! The register of everything that was prepared and issued, as officers of a unit read it.

use crate::letters::Letters;
use crate::model::register_units;
use crate::queries::{COLUMNS, Letter, day};
use crate::refusal::Refused;
use cases::doors::LetterState;
use jiff::civil::Date;
use kernel::Instant;
use store::{Value, values};
use web::Session;

/// What of the register is listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only letters that stand so.
    pub state: Option<LetterState>,
    /// Only numbers that hold this.
    pub search: String,
    /// Only letters whose last day lies within so many days from today.
    pub ends_within: Option<i64>,
    /// Where the page before ended: moment and id.
    pub after: Option<(Instant, String)>,
}

/// A page of the register, the latest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The letters.
    pub letters: Vec<Letter>,
    /// Where the next page goes on.
    pub next: Option<(Instant, String)>,
}

impl Filter {
    /// The condition and its values; `$1` is the region, the first of these `$2`.
    fn condition(&self, units: Option<&[String]>, today: Date) -> (String, Vec<Value>) {
        let (mut parts, mut values) = (Vec::new(), Vec::new());
        let mut mark = |value: Value| {
            values.push(value);
            format!("${}", values.len() + 1)
        };
        if let Some(units) = units {
            let marks: Vec<String> = units.iter().map(|unit| mark(unit.into())).collect();
            parts.push(if marks.is_empty() { "1 = 0".to_owned() } else { format!("unit IN ({})", marks.join(", ")) });
        }
        if let Some(state) = self.state {
            let dated = matches!(state, LetterState::Valid | LetterState::Expired);
            let day = if dated { mark(day(today).into()) } else { String::new() };
            parts.push(standing(state, &day));
        }
        if let Some(days) = self.ends_within {
            let from = mark(day(today).into());
            let to = mark((day(today) + days).into());
            parts.push(standing(LetterState::Valid, &from));
            parts.push(format!("valid_until <= {to}"));
        }
        let search = self.search.trim();
        if !search.is_empty() {
            let literal: String = search
                .chars()
                .flat_map(|c| if matches!(c, '%' | '_' | '!') { vec!['!', c] } else { vec![c] })
                .collect();
            parts.push(format!(
                "UPPER(number) LIKE {} ESCAPE '!'",
                mark(format!("%{}%", literal.to_uppercase()).into())
            ));
        }
        if let Some((at, id)) = &self.after {
            let (at, id) = (mark((*at).into()), mark(id.into()));
            parts.push(format!("(prepared_at < {at} OR (prepared_at = {at} AND id < {id}))"));
        }
        let all = if parts.is_empty() { "1 = 1".to_owned() } else { parts.join(" AND ") };
        (all, values)
    }
}

/// The rule of [`crate::model::state`] in SQL; a test holds the two together.
fn standing(state: LetterState, today: &str) -> String {
    let living = "revoked_at IS NULL AND replaced_by IS NULL";
    match state {
        LetterState::Revoked => "revoked_at IS NOT NULL".to_owned(),
        LetterState::Replaced => "revoked_at IS NULL AND replaced_by IS NOT NULL".to_owned(),
        LetterState::Prepared => format!("{living} AND issued_at IS NULL"),
        LetterState::Expired => format!("{living} AND issued_at IS NOT NULL AND valid_until < {today}"),
        LetterState::Valid => {
            format!("{living} AND issued_at IS NOT NULL AND (valid_until IS NULL OR valid_until >= {today})")
        }
    }
}

impl Letters {
    /// A letter in the register that this officer reads.
    ///
    /// # Errors
    /// There is none there, or the store failed.
    pub(crate) async fn readable(&self, session: &Session, id: &str) -> Result<Letter, Refused> {
        let letter = self.letter(id).await?;
        match register_units(session) {
            Some(units) if !units.contains(&letter.unit) => Err(Refused::NoLetter),
            _ => Ok(letter),
        }
    }

    /// Up to `limit` letters of the register that this officer reads, the latest first.
    ///
    /// # Errors
    /// The store failed.
    pub async fn register(&self, session: &Session, filter: &Filter, limit: usize) -> Result<Listed, Refused> {
        let units = register_units(session);
        let (condition, more) = filter.condition(units.as_deref(), self.today());
        let sql = format!(
            "SELECT {COLUMNS} FROM letters_letters WHERE region = $1 AND {condition} \
             ORDER BY prepared_at DESC, id DESC LIMIT {}",
            limit + 1
        );
        let mut values = values![self.region()];
        values.extend(more);
        let rows = self.store().rows(&sql, &values).await?;
        let mut letters = rows.iter().map(Letter::read).collect::<Result<Vec<_>, _>>()?;
        let more = letters.len() > limit;
        letters.truncate(limit);
        let next = letters.last().filter(|_| more).map(|last| (last.prepared_at, last.id.clone()));
        Ok(Listed { letters, next })
    }
}
