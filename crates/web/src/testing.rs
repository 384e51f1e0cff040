//! Checks that every room runs in its own tests.
