//! The language from outside: the two example files, and every family of faults.

mod examples;
