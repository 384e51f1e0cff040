//! What goes into a statement and what comes out of a row, the same on both databases.

use crate::StoreError;
use kernel::Instant;

/// One value of a statement or a row.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// SQL `NULL`.
    Null,
    /// A `BIGINT`: counts, flags (0 or 1), microseconds.
    Int(i64),
    /// A `TEXT`.
    Text(String),
    /// A `BYTEA` (SQLite: blob).
    Bytes(Vec<u8>),
    /// The number that the commit draws from its series; only in statements of a commit with a [`crate::Draw`].
    Drawn,
}

macro_rules! from {
    ($($kind:ty, $name:ident => $value:expr;)*) => {$(
        impl From<$kind> for Value {
            fn from($name: $kind) -> Self {
                $value
            }
        }
    )*};
}

from! {
    i64, int => Self::Int(int);
    i32, int => Self::Int(i64::from(int));
    u32, int => Self::Int(i64::from(int));
    bool, flag => Self::Int(i64::from(flag));
    &str, text => Self::Text(text.to_owned());
    String, text => Self::Text(text);
    &String, text => Self::Text(text.clone());
    Vec<u8>, bytes => Self::Bytes(bytes);
    &[u8], bytes => Self::Bytes(bytes.to_vec());
    Instant, instant => Self::Int(instant.micros());
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// Builds the values of a statement: `values![region, number, now, None::<i64>]`.
#[macro_export]
macro_rules! values {
    ($($value:expr),* $(,)?) => {
        <[$crate::Value]>::into_vec(Box::new([$($crate::Value::from($value)),*]))
    };
}

/// One row, its columns in the order of the `SELECT`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row(pub(crate) Vec<Value>);

impl Row {
    /// The whole number in `column` (counted from 0).
    ///
    /// # Errors
    /// The column is absent, null or no number.
    pub fn int(&self, column: usize) -> Result<i64, StoreError> {
        match self.0.get(column) {
            Some(Value::Int(int)) => Ok(*int),
            other => Err(wrong(column, "a number", other)),
        }
    }

    /// The text in `column`.
    ///
    /// # Errors
    /// The column is absent, null or no text.
    pub fn text(&self, column: usize) -> Result<&str, StoreError> {
        match self.0.get(column) {
            Some(Value::Text(text)) => Ok(text),
            other => Err(wrong(column, "a text", other)),
        }
    }

    /// The text in `column`, owned.
    ///
    /// # Errors
    /// The column is absent, null or no text.
    pub fn string(&self, column: usize) -> Result<String, StoreError> {
        self.text(column).map(str::to_owned)
    }

    /// The bytes in `column`.
    ///
    /// # Errors
    /// The column is absent, null or holds no bytes.
    pub fn bytes(&self, column: usize) -> Result<&[u8], StoreError> {
        match self.0.get(column) {
            Some(Value::Bytes(bytes)) => Ok(bytes),
            other => Err(wrong(column, "bytes", other)),
        }
    }

    /// The flag (0 or 1) in `column`.
    ///
    /// # Errors
    /// The column is absent, null or no number.
    pub fn flag(&self, column: usize) -> Result<bool, StoreError> {
        self.int(column).map(|int| int != 0)
    }

    /// The moment in `column`, stored as microseconds.
    ///
    /// # Errors
    /// The column is absent, null or no number.
    pub fn instant(&self, column: usize) -> Result<Instant, StoreError> {
        self.int(column).map(Instant::from_micros)
    }

    /// The number in `column`, if there is one.
    ///
    /// # Errors
    /// The column is absent or holds something else.
    pub fn int_or_null(&self, column: usize) -> Result<Option<i64>, StoreError> {
        self.present(column).then(|| self.int(column)).transpose()
    }

    /// The text in `column`, if there is one.
    ///
    /// # Errors
    /// The column is absent or holds something else.
    pub fn text_or_null(&self, column: usize) -> Result<Option<&str>, StoreError> {
        self.present(column).then(|| self.text(column)).transpose()
    }

    /// The text in `column`, owned, if there is one.
    ///
    /// # Errors
    /// The column is absent or holds something else.
    pub fn string_or_null(&self, column: usize) -> Result<Option<String>, StoreError> {
        Ok(self.text_or_null(column)?.map(str::to_owned))
    }

    /// The bytes in `column`, if there are any.
    ///
    /// # Errors
    /// The column is absent or holds something else.
    pub fn bytes_or_null(&self, column: usize) -> Result<Option<&[u8]>, StoreError> {
        self.present(column).then(|| self.bytes(column)).transpose()
    }

    /// The moment in `column`, if there is one.
    ///
    /// # Errors
    /// The column is absent or holds something else.
    pub fn instant_or_null(&self, column: usize) -> Result<Option<Instant>, StoreError> {
        Ok(self.int_or_null(column)?.map(Instant::from_micros))
    }

    /// All columns.
    pub fn values(&self) -> &[Value] {
        &self.0
    }

    fn present(&self, column: usize) -> bool {
        !matches!(self.0.get(column), Some(Value::Null))
    }
}

fn wrong(column: usize, wanted: &'static str, found: Option<&Value>) -> StoreError {
    let found = match found {
        None => "nothing",
        Some(Value::Null) => "null",
        Some(Value::Int(_)) => "a number",
        Some(Value::Text(_)) => "a text",
        Some(Value::Bytes(_)) => "bytes",
        Some(Value::Drawn) => "a number still to be drawn",
    };
    StoreError::Column { column, wanted, found }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_null_is_none_and_a_wrong_type_is_an_error() {
        let row = Row(values![7, "tujuh", None::<i64>, true]);
        assert_eq!(row.int(0).unwrap(), 7);
        assert_eq!(row.text_or_null(1).unwrap(), Some("tujuh"));
        assert_eq!(row.int_or_null(2).unwrap(), None);
        assert!(row.flag(3).unwrap());
        assert!(row.int_or_null(1).is_err());
        assert!(row.text(2).is_err());
        assert!(row.int_or_null(9).is_err(), "an absent column is no null");
    }

    #[test]
    fn an_instant_is_stored_in_microseconds() {
        let instant = Instant::from_seconds(1_803_000_123);
        let row = Row(values![instant]);
        assert_eq!(row.int(0).unwrap(), 1_803_000_123_000_000);
        assert_eq!(row.instant(0).unwrap(), instant);
    }
}
