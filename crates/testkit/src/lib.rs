//! A test city on floors 0-1
