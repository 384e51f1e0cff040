#![doc = include_str!("../README.md")]

mod archive;
mod backup;
mod blobs;
mod check;
mod commit;
mod error;
mod events;
mod job;
mod keys;
mod master;
mod metrics;
mod migrate;
mod outbox;
mod postgres;
mod projection;
mod schema;
mod seal;
mod settings;
mod shape;
mod sql;
mod sqlite;
mod statement;
mod store;
#[doc(hidden)]
pub mod testing;
mod value;
mod vault;
mod work;

pub use archive::{ArchivedTable, Manifest};
pub use blobs::BlobId;
pub use check::Finding;
pub use commit::{ANY_VERSION, Commit, CommitError, DRAWN, Draw, Outgoing, Receipt, SendKey};
pub use error::StoreError;
pub use job::{Job, JobError, JobFn, Running, Worked};
pub use master::MasterKey;
pub use metrics::Metrics;
pub use migrate::Migration;
pub use outbox::Claimed;
pub use projection::Projection;
pub use settings::{Faults, Settings};
pub use shape::{Column, Shape, Table};
pub use statement::Statement;
pub use store::{RowStream, Store};
pub use value::{Row, Value};
pub use vault::{Person, Vault, erasure};
