//! Values into and out of PostgreSQL's binary protocol: the one place that knows its types.

use crate::work::numbered;
use crate::{Row, Value};
use deadpool_postgres::Object;
use std::error::Error;
use tokio_postgres::Statement;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

type Boxed = Box<dyn Error + Sync + Send>;

/// One value to bind, with the drawn number in its places.
#[derive(Debug)]
pub(super) struct Param<'a> {
    value: &'a Value,
    number: Option<&'a str>,
}

/// The declared types; a null has the type `null`.
fn types(values: &[Value], null: &Type) -> Vec<Type> {
    values
        .iter()
        .map(|value| match value {
            Value::Null => null.clone(),
            Value::Int(_) => Type::INT8,
            Value::Text(_) | Value::Drawn => Type::TEXT,
            Value::Bytes(_) => Type::BYTEA,
        })
        .collect()
}

/// A statement from the connection's cache. The server finds the type of a null by itself, except where a null is
/// only asked about (`$2 IS NULL OR holder = $2`): then text is tried, and then number.
pub(super) async fn prepare(client: &Object, sql: &str, values: &[Value]) -> Result<Statement, tokio_postgres::Error> {
    let first = client.prepare_typed_cached(sql, &types(values, &Type::UNKNOWN)).await;
    let undecided = matches!(
        first.as_ref().map_err(tokio_postgres::Error::code),
        Err(Some(&(SqlState::AMBIGUOUS_PARAMETER | SqlState::INDETERMINATE_DATATYPE)))
    );
    if !undecided {
        return first;
    }
    for null in [Type::TEXT, Type::INT8, Type::BYTEA] {
        let next = client.prepare_typed_cached(sql, &types(values, &null)).await;
        if next.is_ok() {
            return next;
        }
    }
    first
}

pub(super) fn params<'a>(values: &'a [Value], number: Option<&'a str>) -> Vec<Param<'a>> {
    values.iter().map(|value| Param { value, number }).collect()
}

impl ToSql for Param<'_> {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Boxed> {
        match self.value {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(int) => int.to_sql(kind, out),
            Value::Text(text) => (&*numbered(text, self.number)).to_sql(kind, out),
            Value::Bytes(bytes) => bytes.as_slice().to_sql(kind, out),
            Value::Drawn => self.number.ok_or("no number is drawn")?.to_sql(kind, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// One cell of a row.
struct Cell(Value);

impl<'a> FromSql<'a> for Cell {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Self, Boxed> {
        let value = match *kind {
            Type::INT8 => Value::Int(i64::from_sql(kind, raw)?),
            Type::INT4 => Value::Int(i32::from_sql(kind, raw)?.into()),
            Type::INT2 => Value::Int(i16::from_sql(kind, raw)?.into()),
            Type::BOOL => Value::Int(bool::from_sql(kind, raw)?.into()),
            Type::NUMERIC => Value::Int(whole(raw).ok_or("fractions are not in the common subset")?),
            Type::BYTEA => Value::Bytes(raw.to_vec()),
            _ if <String as FromSql>::accepts(kind) => Value::Text(String::from_sql(kind, raw)?),
            _ => return Err(format!("type {kind} is not in the common subset").into()),
        };
        Ok(Self(value))
    }

    fn from_sql_null(_: &Type) -> Result<Self, Boxed> {
        Ok(Self(Value::Null))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// A whole `NUMERIC` (what `SUM` of BIGINT gives): base 10,000 digits, first the highest.
fn whole(raw: &[u8]) -> Option<i64> {
    let word = |index: usize| -> Option<i16> {
        let bytes = raw.get(index * 2..index * 2 + 2)?;
        Some(i16::from_be_bytes([*bytes.first()?, *bytes.get(1)?]))
    };
    let (digits, weight, sign) = (word(0)?, word(1)?, word(2)?);
    let mut value: i64 = 0;
    for place in 0..=weight.max(digits - 1) {
        let digit = if place < digits { i64::from(word(4 + usize::try_from(place).ok()?)?) } else { 0 };
        if place > weight {
            if digit != 0 {
                return None;
            }
            continue;
        }
        value = value.checked_mul(10_000)?.checked_add(digit)?;
    }
    match sign {
        0 => Some(value),
        0x4000 => Some(-value),
        _ => None,
    }
}

pub(super) fn row(row: &tokio_postgres::Row) -> Result<Row, tokio_postgres::Error> {
    (0..row.len()).map(|column| row.try_get::<_, Cell>(column).map(|cell| cell.0)).collect::<Result<_, _>>().map(Row)
}

#[cfg(test)]
mod tests {
    use super::whole;

    fn numeric(words: &[i16]) -> Vec<u8> {
        words.iter().flat_map(|word| word.to_be_bytes()).collect()
    }

    #[test]
    fn a_whole_numeric_is_a_number_and_a_fraction_is_none() {
        assert_eq!(whole(&numeric(&[0, 0, 0, 0])), Some(0));
        assert_eq!(whole(&numeric(&[2, 1, 0, 0, 123, 4567])), Some(1_234_567));
        assert_eq!(whole(&numeric(&[1, 2, 0x4000, 0, 5])), Some(-500_000_000));
        assert_eq!(whole(&numeric(&[2, 0, 0, 2, 1, 5000])), None);
    }
}
