//! Values into and out of SQLite's statements.

use crate::work::numbered;
use crate::{Row, Value};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Error, Statement};

/// Binds `values` as `?1`, `?2`, …, with the drawn number in its places.
pub(super) fn bind(statement: &mut Statement<'_>, values: &[Value], number: Option<&str>) -> Result<(), Error> {
    if statement.parameter_count() != values.len() {
        return Err(Error::InvalidParameterCount(values.len(), statement.parameter_count()));
    }
    for (place, value) in values.iter().enumerate() {
        let index = place + 1;
        match value {
            Value::Null => statement.raw_bind_parameter(index, rusqlite::types::Null)?,
            Value::Int(int) => statement.raw_bind_parameter(index, int)?,
            Value::Text(text) => statement.raw_bind_parameter(index, &*numbered(text, number))?,
            Value::Bytes(bytes) => statement.raw_bind_parameter(index, bytes.as_slice())?,
            Value::Drawn => match number {
                Some(number) => statement.raw_bind_parameter(index, number)?,
                None => return Err(Error::InvalidParameterName("no number is drawn".into())),
            },
        }
    }
    Ok(())
}

/// Executes and tells how many rows changed.
pub(super) fn execute(
    connection: &Connection,
    text: &str,
    values: &[Value],
    number: Option<&str>,
) -> Result<u64, Error> {
    let mut statement = connection.prepare_cached(text)?;
    bind(&mut statement, values, number)?;
    let changed = if statement.column_count() == 0 {
        statement.raw_execute()?
    } else {
        let mut rows = statement.raw_query();
        let mut count = 0;
        while rows.next()?.is_some() {
            count += 1;
        }
        count
    };
    Ok(u64::try_from(changed).unwrap_or(u64::MAX))
}

/// Calls `take` with each row until it answers false.
pub(super) fn each(
    connection: &Connection,
    text: &str,
    values: &[Value],
    mut take: impl FnMut(Row) -> bool,
) -> Result<(), Error> {
    let mut statement = connection.prepare_cached(text)?;
    bind(&mut statement, values, None)?;
    let columns = statement.column_count();
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next()? {
        let mut out = Vec::with_capacity(columns);
        for column in 0..columns {
            out.push(match row.get_ref(column)? {
                ValueRef::Null => Value::Null,
                ValueRef::Integer(int) => Value::Int(int),
                ValueRef::Text(text) => {
                    Value::Text(std::str::from_utf8(text).map_err(|error| Error::Utf8Error(column, error))?.to_owned())
                }
                ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
                ValueRef::Real(_) => {
                    return Err(Error::InvalidColumnType(
                        column,
                        "fractions are not in the common subset".into(),
                        rusqlite::types::Type::Real,
                    ));
                }
            });
        }
        if !take(Row(out)) {
            break;
        }
    }
    Ok(())
}
