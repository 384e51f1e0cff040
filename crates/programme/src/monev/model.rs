//! Rules of action plans and their quarters: pure.

pub mod budget;
pub mod cells;
pub mod course;
pub mod due;
pub mod light;
pub mod plan;
pub mod step;
