//! The shape of a PostgreSQL schema.

use super::Postgres;
use crate::shape::{Column, Shape};
use crate::{StoreError, values};

impl Postgres {
    /// Tables of the current schema.
    pub async fn shape(&self) -> Result<Shape, StoreError> {
        let mut shape = Shape::new();
        let columns = self
            .rows(
                "SELECT c.table_name::text, c.column_name::text, c.data_type::text, c.is_nullable = 'YES'
                 FROM information_schema.columns c
                 JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
                 WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'",
                &values![],
            )
            .await?;
        for row in columns {
            let table = shape.entry(row.string(0)?).or_default();
            let column = Column { kind: row.text(2)?.to_uppercase(), nullable: row.flag(3)? };
            table.columns.insert(row.string(1)?, column);
        }
        let keys = self
            .rows(
                "SELECT c.relname::text, a.attname::text FROM pg_index i
                 JOIN pg_class c ON c.oid = i.indrelid
                 JOIN pg_namespace n ON n.oid = c.relnamespace
                 JOIN LATERAL unnest(i.indkey) WITH ORDINALITY k(attnum, place) ON true
                 JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
                 WHERE i.indisprimary AND n.nspname = current_schema() ORDER BY c.relname, k.place",
                &values![],
            )
            .await?;
        for row in keys {
            if let Some(table) = shape.get_mut(row.text(0)?) {
                table.key.push(row.string(1)?);
            }
        }
        let indexes = self
            .rows(
                "SELECT t.relname::text, c.relname::text FROM pg_index i
                 JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
                 JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE n.nspname = current_schema()
                   AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid)",
                &values![],
            )
            .await?;
        for row in indexes {
            if let Some(table) = shape.get_mut(row.text(0)?) {
                table.indexes.insert(row.string(1)?);
            }
        }
        Ok(shape)
    }
}
