//! What a plan is and what may be done with it: pure, no store, no clock.

pub mod cells;
pub mod forecast;
pub mod number;
pub mod plan;
pub mod promise;
pub mod verdict;
