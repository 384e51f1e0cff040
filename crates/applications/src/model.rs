//! Rules without a database: what a record holds, how complete it is, who is alike, what to propose, how it is drawn.

pub mod advice;
pub mod app;
pub mod completeness;
pub mod drawing;
pub mod field;
pub mod graph;
pub mod intake;
pub mod ladder;
pub mod likely;
pub mod mapping;
pub mod name;
pub mod stage;
pub mod twins;
pub mod vocabulary;
