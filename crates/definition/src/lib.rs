//! The service language: parse, check, explain
