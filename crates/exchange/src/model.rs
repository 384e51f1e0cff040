//! What needs no store and no page: keys, descriptions of services, their rules, differences between two, terms.

pub mod api;
pub mod authority;
pub mod compare;
pub mod document;
pub mod explain;
pub mod fields;
pub mod key;
pub mod lint;
pub mod publish;
pub mod term;
pub mod terms;
